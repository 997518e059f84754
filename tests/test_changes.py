"""What is new, changed and gone: a folder read again answers for what was read from it, and for nothing else."""

import datetime as dt
from pathlib import Path

import pytest

from pipeline.build import Built, build
from pipeline.models import Situation
from pipeline.readers import Reading, read, read_bytes
from pipeline.store import Store
from tests.test_build import pipeline, situation  # noqa: F401 a fixture

TODAY = dt.date(2023, 1, 1)


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for name in ("a", "b"):
        (made / f"{name}.txt").write_text(f"date 2022-02-26 Story {name}.")
    return made


@pytest.fixture
def built(tmp_path, pipeline):  # noqa: F811
    """A function: builds from paths, or from a reading, and says what changed."""

    def again(*given: Path | Reading) -> Built:
        (first, *_) = given
        reading = first if isinstance(first, Reading) else read(given, today=TODAY)
        return build(reading, tmp_path / "store.sqlite")

    return again


def names(found: Built) -> tuple[list[str], list[str], list[str]]:
    changes = found.changes
    return tuple([one.name for one in each] for each in (changes.new, changes.changed, changes.gone))


@pytest.fixture
def held(tmp_path):
    """A function: what the store holds."""
    return lambda: situation(tmp_path / "store.sqlite")


def shown(found: Situation) -> set[str]:
    return {report.article for one in found.incidents for report in one.reports}


def test_the_same_folder_again_changes_nothing(folder, built):
    assert names(built(folder)) == (["a.txt", "b.txt"], [], [])
    again = built(folder)
    assert names(again) == ([], [], [])
    assert not again.changed


def test_a_file_that_is_gone_takes_its_incident_off_the_map_and_is_listed(folder, built, held):
    built(folder)
    (folder / "a.txt").unlink()
    found = built(folder)
    assert names(found) == ([], [], ["a.txt"])
    assert found.changed
    assert shown(held()) == {"b.txt"}
    (retired,) = [one for one in held().rejections if one.stage == "retired"]
    assert retired.article == "a.txt"
    assert "withdrawn" in retired.reason
    assert retired.quote


def test_a_file_with_other_words_replaces_what_it_said(folder, built, held):
    built(folder)
    (folder / "a.txt").write_text("date 2022-02-26 Story a, corrected.")
    found = built(folder)
    assert names(found) == ([], ["a.txt"], [])
    assert found.incidents == 2
    assert shown(held()) == {"a.txt", "b.txt"}, "the new text bears the plain name"
    (retired,) = [one for one in held().rejections if one.stage == "retired"]
    assert "changed" in retired.reason


def test_a_file_that_comes_back_is_read_again_and_no_longer_listed_as_gone(folder, built, held):
    built(folder)
    words = (folder / "a.txt").read_text()
    (folder / "a.txt").unlink()
    built(folder)
    (folder / "a.txt").write_text(words)
    found = built(folder)
    assert names(found) == (["a.txt"], [], [])
    assert shown(held()) == {"a.txt", "b.txt"}
    assert not [one for one in held().rejections if one.stage == "retired"]


def test_a_renamed_file_is_the_same_article(folder, built):
    built(folder)
    (folder / "a.txt").rename(folder / "c.txt")
    found = built(folder)
    assert names(found) == ([], [], [])
    assert found.incidents == 2


def test_another_folder_says_nothing_about_this_one(folder, built, tmp_path):
    built(folder)
    other = tmp_path / "in2"  # whose path begins with the first one's
    other.mkdir()
    (other / "c.txt").write_text("date 2022-02-26 Story c.")
    found = built(other)
    assert names(found) == (["c.txt"], [], [])
    assert found.incidents == 3


def test_an_article_in_two_folders_stays_until_it_is_gone_from_both(folder, built, tmp_path):
    other = tmp_path / "copy"
    other.mkdir()
    (other / "a.txt").write_text((folder / "a.txt").read_text())
    built(folder)
    built(other)
    (folder / "a.txt").unlink()
    assert names(built(folder)) == ([], [], [])
    (other / "c.txt").write_text("date 2022-02-26 Story c.")
    (other / "a.txt").unlink()
    assert names(built(other)) == (["c.txt"], [], ["a.txt"])


def test_a_file_that_can_no_longer_be_read_says_nothing_about_its_article(folder, built, held):
    built(folder)
    (folder / "a.txt").write_bytes(b"\0broken")
    found = built(folder)
    assert names(found) == ([], [], [])
    assert found.incidents == 2
    assert any(one.article == "a.txt" and one.stage == "reading" for one in held().rejections)


def test_a_folder_that_is_not_there_says_nothing(folder, built):
    built(folder)
    folder.rename(folder.with_name("elsewhere"))
    found = built(folder)
    assert names(found) == ([], [], [])
    assert found.incidents == 2


def test_a_record_that_is_gone_from_a_file_of_many_is_gone(folder, built):
    lines = [f'{{"date": "2022-02-26", "text": "Story {n}."}}\n' for n in range(3)]
    (folder / "feed.jsonl").write_text("".join(lines))
    built(folder)
    (folder / "feed.jsonl").write_text("".join(lines[1:]))
    found = built(folder)
    assert (len(found.changes.changed) + len(found.changes.gone), found.changes.new) == (1, ())
    assert found.incidents == 4


def test_an_upload_never_replaces_another_of_its_name_unless_it_has_the_same_address_and_day(built):
    def upload(words: str, url: str = "") -> Reading:
        head = f"url: {url}\n" if url else ""
        return read_bytes("a.txt", f"{head}date: 2022-02-26\n\n{words}".encode(), today=TODAY)

    built(upload("One."))
    assert names(built(upload("Two."))) == (["a.txt"], [], [])
    built(upload("Three.", "https://example.org/1"))
    found = built(upload("Three, corrected.", "https://example.org/1"))
    assert len(found.changes.changed) == 1
    assert found.incidents == 3


def test_an_uploaded_article_outlives_the_folder_that_held_it_too(folder, built):
    built(folder)
    built(read_bytes("mine.txt", (folder / "a.txt").read_bytes(), today=TODAY))
    (folder / "a.txt").unlink()
    assert names(built(folder)) == ([], [], [])


def test_what_was_stored_before_origins_were_kept_is_answered_for_once_it_is_found(folder, built, tmp_path):
    built(folder)
    with Store.open(tmp_path / "store.sqlite") as store, store._database.write() as connection:
        connection.exec_driver_sql("UPDATE origin SET origin = 'unknown'")
    assert names(built(folder)) == ([], [], [])
    (folder / "a.txt").unlink()
    assert names(built(folder)) == ([], [], ["a.txt"])


def test_a_build_that_comes_between_loses_nothing_and_retires_once(folder, built, pipeline, held):  # noqa: F811
    built(folder)
    (folder / "a.txt").unlink()

    def intrude() -> None:
        pipeline.before_merge = lambda: None
        built(read_bytes("c.txt", b"date 2022-02-26 Story c.", today=TODAY))

    pipeline.before_merge = intrude
    found = built(folder)
    assert names(found) == ([], [], ["a.txt"])
    assert shown(held()) == {"b.txt", "c.txt"}


def test_long_lists_end_with_their_number(built, tmp_path):
    many = tmp_path / "many.jsonl"
    many.write_text("".join(f'{{"date": "2022-02-26", "text": "Story {n}."}}\n' for n in range(30)))
    told = built(many).changes.told()
    assert len(told) == 21
    assert told[-1] == "new: 10 more"
