"""Articles that no paper would print: each is read to its end, quotes what it holds, and leaves its neighbour alone."""

import datetime as dt

import pytest

from pipeline import events, language, readers, run
from tests.conftest import story

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
TODAY = dt.date(2026, 1, 1)
GOOD = b"date 2022-02-26 A missile hit a warehouse in Odesa on Friday, the mayor said."

HOSTILE = {
    "quotes": "\u201c" * 20_000 + " Kyiv",
    "letters": "a" * 190_000,
    "no end": "missile hit kyiv and then " * 200,
    "line feeds": "A missile hit Kyiv." + "\n" * 180_000 + "End.",
    "lone returns": "A missile hit Kyiv." + "\r" * 100_000 + "End.",
    "full stops": "a." * 90_000,
    "commas": "Kyiv" + ", " * 90_000,
    "brackets": "Kyiv " + "(" * 100_000,
    "combining marks": "A" + "\u0301" * 100_000 + " missile hit Kyiv.",
    "zero width": "K\u200by\u200bi\u200bv was hit. " * 500,
    "right to left": "\u202eKyiv was hit by a missile.\u202c " * 500,
    "emoji": "Kyiv was hit " + "\U0001f469\u200d\U0001f692" * 20_000,
    "digits": "9" * 190_000,
    "address": "http://a.b/" + "x/" * 90_000,
    "one town": "Kyiv " * 30_000,
    "one town, glued": "Kyiv" * 40_000,
    "days": "on Saturday " * 15_000,
    "apostrophes": "'s" * 90_000,
    "markup": "${a}{{b}}<script>alert(1)</script> hit Kyiv. " * 200,
    "surprise": "A missile hit Kyiv on Friday.\u2028\u2029\x0b\x0c\x1c\x85" * 300,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_article_is_read_to_its_end_and_its_neighbour_too(name):
    words = f"date 2022-02-26 {HOSTILE[name]}".encode()
    read = [readers.read_bytes(f"{n}.txt", data, today=TODAY) for n, data in enumerate((words, GOOD))]
    assert [each.rejections for each in read] == [(), ()]
    articles = [each.articles[0] for each in read]
    told = run.extract(articles)
    assert len(told[1].events) == 1
    assert not [each for each in told[0].rejections if each.stage == "reading"], "it failed"
    text = articles[0].text
    for event in told[0].events:
        for report in event.reports:
            assert text[report.start : report.end] == report.quote
    for each in told[0].rejections:
        assert each.quote is None or text[each.start : each.end] == each.quote


def test_what_has_no_end_comes_in_pieces_that_hold_all_of_it():
    text = "missile hit kyiv and then " * 190
    (sentences,) = language.parse([(text, 7, 0)])
    assert max(len(sentence.tokens) for sentence in sentences) <= language.MAX_SENTENCE
    assert [token.text for sentence in sentences for token in sentence.tokens] == text.split()
    for sentence in sentences:
        assert text[sentence.start - 7 : sentence.end - 7] == sentence.text


def test_a_sentence_of_nothing_but_triggers_is_read_so_far_and_says_so() -> None:
    text = "Rockets hit Sumy and " * 9 + "shells hit Sumy."
    assert not [each for each in run.extract([story(text)])[0].rejections if each.stage == "length"]
    text = "Rockets hit Sumy and " * (events.MOST_TRIGGERS + 5)
    told = run.extract([story(text)])[0]
    (cut,) = [each for each in told.rejections if each.stage == "length"]
    assert len(told.events) <= events.MOST_TRIGGERS
    assert cut.quote == text[cut.start : cut.end]
    assert cut.quote.startswith("hit Sumy")
    assert "left out" in cut.reason


def test_an_article_of_more_events_than_any_paper_prints_is_read_so_far_and_says_so(monkeypatch) -> None:
    monkeypatch.setattr(events, "MOST_EVENTS", 3)
    told = run.extract([story(" ".join(f"Rockets hit Sumy on {day}." for day in DAYS))])[0]
    assert len(told.events) == 3
    cut = [each for each in told.rejections if each.stage == "length"]
    assert [each.quote for each in cut] == ["Rockets hit Sumy on Thursday.", "Rockets hit Sumy on Friday."]


def test_the_parser_takes_paragraphs_by_their_length_too(monkeypatch) -> None:
    monkeypatch.setattr(language, "BATCH_LENGTH", 10)
    rows = [("a" * n, "", 0, n) for n in (4, 6, 1, 30, 2, 3)]
    assert [[len(row[0]) for row in batch] for batch in language._batches(rows)] == [[4, 6], [1], [30], [2, 3]]
