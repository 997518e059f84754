"""Every file is either an article, character for character, or a refusal that says what to do."""

import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import os
import socket
import stat
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers import Reading, formats, read, read_bytes
from pipeline.settings import Settings

TODAY = dt.date(2026, 1, 1)
DAY = dt.date(2022, 2, 26)
STORY = "Russian forces shelled Kharkiv — “again”, officials said."
SAMPLES = Path(__file__).parent / "data" / "readers"


def one(data: bytes | str, name: str = "a.txt", **options) -> Reading:
    return read_bytes(name, data.encode() if isinstance(data, str) else data, today=TODAY, **options)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def page(head: str = "", body: str = "") -> str:
    story = "".join(f"<p>{STORY} Part {n} of the long report from the city.</p>" for n in range(6))
    return (
        f"<html><head><title>Kharkiv shelled</title>{head}</head><body><article>{story}{body}</article></body></html>"
    )


PUBLISHED = '<meta property="article:published_time" content="2022-02-26T22:10:00Z">'


# --- what is read ---------------------------------------------------------------------------------------------------


def test_first_line_holds_blanks_the_word_date_the_day_and_the_story():
    (article,) = one(f"  date 2022-02-26 {STORY}\n\nMore.").articles
    assert article.published == DAY
    assert article.text[article.body_start :] == f"{STORY}\n\nMore."


def test_text_is_kept_as_received_with_its_hash():
    data = f"\ufeff date 2022-02-26 {STORY}\r\n\r\nLone\rreturn\u2028é e\u0301 \u202e👩‍🚒 \n".encode()
    (article,) = one(data).articles
    assert article.text.encode() == data
    assert article.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n\r\n"])
@pytest.mark.parametrize(
    "lines",
    [
        ["title: Shelling: again", "source: The Paper", "url: https://example.org/a", "date: 2022-02-26"],
        ["DATE: 2022-02-26T23:10:00Z", "Url: https://example.org/a", "Source: The Paper", "TITLE:Shelling: again"],
        ["source: The Paper", "date 2022-02-26 10:30", "url: https://example.org/a", "title: Shelling: again"],
    ],
)
def test_header_block_in_any_order_and_case(lines, gap):
    (article,) = one(gap[: len(gap) // (2 if gap.count("\n") > 1 else 1)].join(lines) + gap + STORY).articles
    assert (article.title, article.source, article.url) == ("Shelling: again", "The Paper", "https://example.org/a")
    assert article.published == DAY
    assert article.text[article.body_start :] == STORY


@pytest.mark.parametrize(
    "story",
    ["Source: officials in Kyiv.", "Title: none was given.", "Date: it was Saturday.", "On date 2022-02-24 war began."],
)
def test_story_that_looks_like_a_header_stays_in_the_story(story):
    for header in ("date 2022-02-26 ", "title: A\ndate: 2022-02-26\n\n"):
        (article,) = one(header + story).articles
        assert article.text[article.body_start :] == story


def test_the_same_date_twice_in_a_header_is_one_date():
    (article,) = one(f" date 2022-02-26\ndate: 2022-02-26\n\n{STORY}").articles
    assert article.text[article.body_start :] == STORY


RECORD = {
    "title": "T",
    "date": "2022-02-26T10:00:00+02:00",
    "text": f"  {STORY}\n",
    "source": "S",
    "url": "https://example.org",
}


def as_csv(*records: dict[str, str], delimiter: str = ",") -> str:
    stream = io.StringIO()
    rows = csv.DictWriter(stream, list(records[0]), delimiter=delimiter)
    rows.writeheader()
    rows.writerows(records)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "label"),
    [
        ("one.json", json.dumps(RECORD), "one.json"),
        ("list.json", "\ufeff" + json.dumps([RECORD]), "list.json#1"),
        ("feed.json", json.dumps({"version": 1, "articles": [RECORD]}), "feed.json#1"),
        ("feed.jsonl", "\n\n" + json.dumps(RECORD, ensure_ascii=False) + "\r\n\n", "feed.jsonl#1"),
        ("feed.csv", as_csv(RECORD), "feed.csv#1"),
        ("feed.csv", "\ufeff" + as_csv(RECORD, delimiter=";"), "feed.csv#1"),
        ("feed.CSV", as_csv({key.upper(): value for key, value in RECORD.items()}, delimiter="\t"), "feed.CSV#1"),
    ],
)
def test_fields_become_an_article_with_the_text_untouched(name, data, label):
    reading = one(data, name)
    assert reading.rejections == ()
    (article,) = reading.articles
    assert (article.name, article.text, article.body_start) == (label, RECORD["text"], 0)
    assert (article.title, article.source, article.url) == ("T", "S", "https://example.org")
    assert article.published == DAY


def test_null_and_blank_fields_are_unknown():
    (article,) = one(json.dumps({"date": "2022-02-26", "text": STORY, "title": None, "source": " "}), "a.json").articles
    assert (article.title, article.source, article.url) == (None, None, None)


def test_broken_records_leave_the_others_and_keep_their_numbers():
    lines = [json.dumps(RECORD), '{"date": ', json.dumps({"text": "x"}), json.dumps({**RECORD, "text": "Other."})]
    reading = one("\n".join(lines), "feed.jsonl")
    assert [article.name for article in reading.articles] == ["feed.jsonl#1", "feed.jsonl#4"]
    assert [each.article for each in reading.rejections] == ["feed.jsonl#2", "feed.jsonl#3"]
    assert "line 2, column 10" in reading.rejections[0].reason


@pytest.mark.parametrize(
    "head",
    [
        PUBLISHED,
        '<meta name="DC.date" content="2022-02-26">',
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-02-26T01:00:00Z"}</script>',
    ],
)
@pytest.mark.parametrize("suffix", ["html", "htm"])
def test_page_gives_its_story_and_the_day_it_declares(head, suffix):
    (article,) = one(page(head + '<meta property="og:site_name" content="The Paper">'), f"a.{suffix}").articles
    assert (article.published, article.title, article.source) == (DAY, "Kharkiv shelled", "The Paper")
    assert STORY in article.text
    assert "\n\n" in article.text, "paragraphs are set apart by a blank line"


def test_page_with_only_a_time_element_is_dated_by_it():
    (article,) = one(page(body='<time datetime="2022-02-26">Saturday</time>'), "a.html").articles
    assert article.published == DAY


@pytest.mark.parametrize("body", ["<p>On 12 March 2021 it began.</p>", "<footer>Copyright 2019. 2018-05-05</footer>"])
def test_page_is_never_dated_by_what_merely_looks_like_a_date(body):
    reading = one(page(body=body), "a.html")
    assert reading.articles == ()
    assert "declares no day" in reading.rejections[0].reason


def test_no_page_is_searched_for_days_in_all_ways_of_writing_one(monkeypatch):
    """The extractor would try every language on a few odd words, which takes seconds; its day is not asked for."""
    monkeypatch.setattr("htmldate.extractors._external_date", lambda _: pytest.fail("it was searched"))
    odd = '<meta property="article:published_time" content="sabato 26 feb del 2022 alle nove">'
    assert one(page(odd + PUBLISHED), "a.html").articles


def test_page_is_decoded_as_it_declares():
    data = page('<meta charset="windows-1251">' + PUBLISHED).replace(STORY, "Обстріл Харкова тривав ніч.")
    (article,) = one(data.encode("cp1251", "replace"), "a.html").articles
    assert "Обстріл Харкова" in article.text


@pytest.mark.parametrize(
    ("encoding", "story"),
    [
        ("utf-16", STORY),
        ("utf-32", STORY),
        ("utf-8-sig", STORY),
        ("cp1251", "Уночі ворог обстріляв центр міста, двоє людей загинули, повідомила влада."),
        ("cp1252", "L’armée a bombardé la ville près de la frontière, a déclaré le maire."),
    ],
)
def test_other_encodings_are_recognised(encoding, story):
    (article,) = one(f"date 2022-02-26 {story}".encode(encoding)).articles
    assert article.text[article.body_start :] == story


HEADERS = ("date 2022-02-26 ", " date 2022-02-26\n", "title: T\nDate: 2022-02-26\n\n")


@given(header=st.sampled_from(HEADERS), story=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_after_a_good_header_comes_back_intact(header, story):
    story = "Story " + story
    reading = one(header + story)
    if "\0" in story:
        assert "NUL" in reading.rejections[0].reason
        return
    (article,) = reading.articles
    assert article.text == header + story
    assert article.text[article.body_start :] == story


@given(st.binary(max_size=300), st.sampled_from(sorted(formats())))
def test_no_bytes_whatever_raise(data, suffix):
    for start in (b"", b"date 2022-02-26 ", b'{"date": "2022-02-26", "text": "', b"date,text\n2022-02-26,"):
        reading = one(start + data, f"a{suffix}")
        assert reading.articles or reading.rejections or suffix == ".zip"
        said = [words for each in reading.rejections for words in (each.article, each.reason)]
        assert all(words.isprintable() and len(words) < 500 for words in said)


# --- names, folders, zips -------------------------------------------------------------------------------------------


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_txt", ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_folder_is_read_in_order_and_through_its_folders(tmp_path):
    put(tmp_path, b_txt="date 2022-02-26 B", sub__c_txt="date 2022-02-26 C", a_txt="date 2022-02-26 A")
    put(tmp_path, README_txt="Not an article.", sub__LICENSE="Free.")
    (tmp_path / ".hidden.txt").write_text("not read")
    reading = read([tmp_path], today=TODAY)
    assert [article.name for article in reading.articles] == ["a.txt", "b.txt", "c.txt"]
    assert reading.rejections == ()


def test_namesakes_are_told_apart_by_their_folders(tmp_path):
    put(tmp_path, x__y__a_txt="date 2022-02-26 A", x__z__a_txt="date 2022-02-26 B", x__b_txt="date 2022-02-26 C")
    names = [article.name for article in read([tmp_path], today=TODAY).articles]
    assert names == ["b.txt", "y/a.txt", "z/a.txt"]


def test_a_file_named_twice_is_read_once(tmp_path):
    put(tmp_path, a_txt="date 2022-02-26 A")
    (tmp_path / "again").symlink_to(tmp_path / "a.txt")
    reading = read([tmp_path / "a.txt", tmp_path, tmp_path / "a.txt"], today=TODAY)
    assert len(reading.articles) == 1
    assert reading.rejections == ()


def test_the_same_text_on_the_same_day_is_refused_naming_the_first(tmp_path):
    put(tmp_path, a_txt="date 2022-02-26 A", b_txt="date 2022-02-26 A", c_txt="date 2022-02-27 A")
    reading = read([tmp_path], today=TODAY)
    assert [article.name for article in reading.articles] == ["a.txt", "c.txt"]
    assert reading.rejections[0].article == "b.txt"
    assert "a.txt" in reading.rejections[0].reason


def test_zip_is_read_like_a_folder_and_writes_nothing(tmp_path):
    data = zipped(
        {
            "in/b.txt": b"date 2022-02-26 B",
            "../../a.txt": b"date 2022-02-26 A",
            "__MACOSX/._a.txt": b"x",
            ".DS_Store": b"x",
            "feed.jsonl": json.dumps(RECORD).encode(),
            "bad.txt": b"no date here",
        }
    )
    (tmp_path / "in.zip").write_bytes(data)
    reading = read([tmp_path], today=TODAY)
    assert {article.name for article in reading.articles} == {"a.txt", "b.txt", "feed.jsonl#1"}
    assert [each.article for each in reading.rejections] == ["bad.txt"]
    assert list(tmp_path.iterdir()) == [tmp_path / "in.zip"]


def test_a_name_in_a_zip_is_no_longer_than_on_a_disk():
    reading = one(zipped({"a" * 5_000 + ".txt": b"no date"}), "a.zip")
    assert len(reading.rejections[0].article) == 255


def test_an_uploaded_name_is_a_label_without_folders_or_control_characters():
    (article,) = one("date 2022-02-26 A", "..\\../etc/pa<b>\u202egpj\ud800.txt").articles
    assert article.name == "pa<b>\ufffdgpj?.txt"


def test_upload_refuses_suffixes_that_are_not_allowed_there():
    allowed = frozenset({".txt"})
    assert ".txt are allowed" in one(zipped({}), "a.zip", suffixes=allowed).rejections[0].reason
    assert one("date 2022-02-26 A", suffixes=allowed).articles


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_sample_of_each_format_is_read(path):
    reading = read([path], today=TODAY)
    assert reading.articles
    assert reading.rejections == ()


def test_every_format_has_a_sample():
    assert {path.suffix for path in SAMPLES.iterdir()} | {".zip", ".htm"} == formats()


# --- the malformed corpus -------------------------------------------------------------------------------------------

BOMB = zipped({"a.txt": b"date 2022-02-26 " + b"a" * 1_900_000})
LINK = zipfile.ZipInfo("link.txt")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16


def with_link() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(LINK, "/etc/passwd")
    return stream.getvalue()


def encrypted() -> bytes:
    data = bytearray(zipped({"a.txt": b"date 2022-02-26 A"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(zipped({"a.txt": b"date 2022-02-26 A"}, zipfile.ZIP_STORED))
    data[data.index(b"date")] ^= 1
    return bytes(data)


MALFORMED = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \r\n\t\n ", "empty"),
    "mark-only.txt": (b"\xef\xbb\xbf", "empty"),
    "no-date.txt": (STORY.encode(), "no date was found"),
    "date-later.txt": (f"{STORY}\ndate 2022-02-26 x".encode(), "no date was found"),
    "invisible.txt": ("date 2022-02-26 \u200b\u2028\ufeff\u202e".encode(), "no text after it"),
    "no-text.txt": (b" date 2022-02-26 \n\n", "no text after it"),
    "two-dates.txt": (b" date 2022-02-26 date 2022-02-27 Text.", "two different dates, 2022-02-26 and 2022-02-27"),
    "two-date-lines.txt": (b"date: 2022-02-26\ntitle: T\ndate: 2022-02-27\n\nText.", "two different dates"),
    "two-articles.txt": (b" date 2022-02-26 One.\n\n date 2022-02-27 Two.", "line 3"),
    "impossible.txt": (b"date 2022-02-30 Text.", "'2022-02-30', which no calendar has"),
    "month-13.txt": (b"date: 2022-13-01\n\nText.", "no calendar has"),
    "year-0.txt": (b"date 0000-01-01 Text.", "no calendar has"),
    "year-1899.txt": (b"date 1899-12-31 Text.", "1900 or later"),
    "future.txt": (b"date 2026-01-02 Text.", "after today, 2026-01-01"),
    "year-9999.txt": (b"date 9999-12-31 Text.", "after today"),
    "american.txt": (b"date 02/26/2022 Text.", "only YYYY-MM-DD"),
    "short.txt": (b"date 2022-2-26 Text.", "only YYYY-MM-DD"),
    "glued.txt": (b"date 2022-02-26x Text.", "only YYYY-MM-DD"),
    "arabic.txt": ("date ٢٠٢٢-٠٢-٢٦ Text.".encode(), "no date was found"),
    "two-titles.txt": (b"title: A\ntitle: B\ndate: 2022-02-26\n\nText.", "'title' twice"),
    "nul.txt": (b"date 2022-02-26 a\0b", "NUL"),
    "binary.txt": (bytes(range(256)) * 4, "binary"),
    "odd-bytes.txt": (b"date 2022-02-26 \x80\x81\x8d\x8f\x90\x9d\x01\x02", "no text in UTF-8"),
    "half.txt": (b"\xff\xfed\0a\0t", "UTF-16 mark"),
    "large.txt": (b"date 2022-02-26 " + b"a" * 2_000_000, "found 2,000,016 bytes"),
    "long.txt": (b"date 2022-02-26 " + b"ab " * 150_000, "450,016 characters"),
    "disguised.txt": (zipped({"a.txt": b"x"}), "binary"),
    "story.txt.gz": (gzip.compress(b"date 2022-02-26 Text."), "found the suffix '.gz'"),
    "packed.txt": (gzip.compress(b"date 2022-02-26 Text." * 9), "binary"),
    "\u05d0\u05d1.txt": (b"no date here", "no date was found"),
    "letter.docx": (b"x", "found the suffix '.docx'"),
    "none": (b"date 2022-02-26 Text.", "found no suffix"),
    "broken.json": (b'{"date": "2022-02-26",\n "text": oops}', "line 2, column 10"),
    "empty.json": (b"", "empty"),
    "number.json": (b"5", "found int"),
    "empty-list.json": (b"[]", "list of articles is empty"),
    "strings.json": (b'["a"]', "found str"),
    "no-text.json": (b'{"date": "2022-02-26", "body": "x"}', "no 'text', only 'date', 'body'"),
    "blank-text.json": (b'{"date": "2022-02-26", "text": " "}', "no text after it"),
    "no-date.json": (b'{"text": "x"}', "no date was found"),
    "number-text.json": (b'{"date": "2022-02-26", "text": 5}', "found int in 'text'"),
    "surrogate.json": (b'{"date": "2022-02-26", "text": "a\\ud800b"}', "surrogate"),
    "nul.json": (b'{"date": "2022-02-26", "text": "a\\u0000b"}', "NUL"),
    "twice.json": (b'{"date": "2022-02-26", "date": "2022-02-27", "text": "x"}', "key 'date' twice"),
    "time.json": (b'{"date": "2022-02-26T25:00", "text": "x"}', "no calendar has"),
    "deep.json": (b"[" * 100_000, "nested too deeply"),
    "digits.json": (b'{"text": ' + b"9" * 5_000 + b"}", "broken JSON"),
    "blank.jsonl": (b"\n\n", "empty"),
    "columns.csv": (b"day,story\n2022-02-26,x\n", "found the columns 'day', 'story', but date and text"),
    "no-rows.csv": (b"date,text\n", "no rows"),
    "empty.csv": (b"", "empty"),
    "cells.csv": (b"date,text\n2022-02-26,one,two\n", "3 cells"),
    "quote.csv": (b'date,text\n2022-02-26,"open\n2022-02-27,x\n', "broken CSV"),
    "tabs.csv": (b'\t"text":\t\t\n', "broken CSV at line 1: 'tab' expected"),
    "same-column.csv": (b"date,text,text\n2022-02-26,a,b\n", "column 'text' twice"),
    "empty.html": (b" ", "empty"),
    "no-date.html": (page().encode(), "declares no day"),
    "two-dates.html": (page(PUBLISHED + '<meta name="date" content="2022-03-09">').encode(), "two different dates"),
    "impossible.html": (page('<meta name="date" content="2022-02-30">').encode(), "no calendar has"),
    "no-story.html": (b"<html><head>" + PUBLISHED.encode() + b"</head><body></body></html>", "no story"),
    "crowded.html": (b"<p>a</p>" * 70_000, "elements on the page"),
    "attributes.html": (b"<p " + b" ".join(b"a%d=b" % n for n in range(150_000)) + b">", "different words and names"),
    "nested.html": (PUBLISHED.encode() + b"<div>" * 30_000 + b"x", "no story"),
    "entities.html": (b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><p>&b;</p>', "declares no day"),
    "broken.zip": (b"PK\x03\x04 not really", "no zip file"),
    "bomb.zip": (BOMB, "unpacked bytes for each packed"),
    "nested.zip": (zipped({"inner.zip": zipped({"a.txt": b"x"})}), "zip inside a zip"),
    "link.zip": (with_link(), "link in a zip"),
    "encrypted.zip": (encrypted(), "encrypted"),
    "damaged.zip": (damaged(), "can't be unpacked"),
    "unusual.zip": (zipped({"a.txt": b"date 2022-02-26 A"}, zipfile.ZIP_LZMA), "packed in an unusual way"),
    "crowd.zip": (zipped({"a.txt": b"date 2022-02-26 A"}) + b"PK\x01\x02" * 80_001, "80,002 entries"),
    "title.json": (json.dumps({**RECORD, "title": "x" * 3_000}).encode(), "3,000 characters in 'title'"),
    "program.zip": (zipped({"run.exe": b"MZ"}), "'.exe'"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_file_is_refused_in_words_and_its_neighbour_is_read(name, tmp_path):
    data, expected = MALFORMED[name]
    (tmp_path / name).write_bytes(data)
    put(tmp_path, zz_good_txt=f"date 2022-02-26 {STORY}")
    began = time.monotonic()
    reading = read([tmp_path], today=TODAY)
    assert time.monotonic() - began < 10
    assert [article.name for article in reading.articles] == ["zz_good.txt"]
    (rejection,) = reading.rejections
    assert rejection.stage == "reading"
    assert expected in rejection.reason
    assert rejection.reason.isprintable()
    assert len(rejection.reason) < 400


def kinds_of_file(folder: Path) -> dict[str, str]:
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.txt"))
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "null.txt").symlink_to("/dev/null")
    return {
        "pipe.txt": "a pipe (FIFO)",
        "socket.txt": "a socket",
        "self.txt": "can't be read",
        "gone.txt": "no such file",
        "loop": "a link back",
        "null.txt": "a device",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and links")
def test_pipes_sockets_devices_and_link_loops_are_never_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    expected = kinds_of_file(tmp_path)
    put(tmp_path, good_txt=f"date 2022-02-26 {STORY}")
    reading = read([tmp_path], today=TODAY)
    assert [article.name for article in reading.articles] == ["good.txt"]
    reasons = {each.article: each.reason for each in reading.rejections}
    assert reasons.keys() == expected.keys()
    assert all(words in reasons[name] for name, words in expected.items())


def test_missing_path_and_impossible_path_are_refused():
    reading = read([Path("no/such.txt"), Path("a\0b.txt")], today=TODAY)
    assert [each.article for each in reading.rejections] == ["such.txt", "a\ufffdb.txt"]
    assert "no such file" in reading.rejections[0].reason


def test_file_without_permission_is_refused(tmp_path, monkeypatch):
    put(tmp_path, a_txt=f"date 2022-02-26 {STORY}")

    def refuse(*_: object) -> int:  # the superuser may read everything, whatever the permissions
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert "may not be read" in read([tmp_path], today=TODAY).rejections[0].reason


def test_file_that_grew_since_it_was_listed_is_still_held_to_the_limit(tmp_path):
    put(tmp_path, a_txt="date 2022-02-26 " + "a" * 100)
    small = replace(Settings(), max_file_bytes=50)
    assert "at most 50" in read([tmp_path], today=TODAY, settings=small).rejections[0].reason


@pytest.mark.parametrize(
    ("limit", "words"),
    [({"max_archive_files": 1}, "2 files in the zip"), ({"max_archive_bytes": 300}, "bytes of unpacked files")],
)
def test_zip_is_held_to_the_limits_as_a_whole(limit, words):
    data = zipped(dict.fromkeys(("a.txt", "b.txt"), b"date 2022-02-26 " + b"a" * 500))
    assert words in one(data, "a.zip", settings=replace(Settings(), **limit)).rejections[0].reason


def test_feed_of_many_articles_may_be_larger_than_one_article():
    lines = "\n".join(json.dumps({**RECORD, "text": f"{n} " + "ab " * 1_000}) for n in range(1_000))
    assert len(lines) > Settings().max_file_bytes
    assert len(one(lines, "feed.jsonl").articles) == 1_000
