"""What doctor finds: each fault that is made here is told, and a sound store has none."""

import sqlite3
from contextlib import closing
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.version import Version

from pipeline import doctor
from pipeline.__main__ import main
from pipeline.language import MODEL
from pipeline.models import Report
from pipeline.store import Store
from tests import factories
from tests.test_store import articles, canonical, fill


def told(where: Path | str, *, thorough: bool = True) -> list[str]:
    return [found.words for found in doctor.stored(where, thorough=thorough) if found.state == "bad"]


def execute(path: Path, words: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(words)


@pytest.fixture
def sound(where) -> Path | str:
    """A store in which each report quotes its article."""
    stories = articles(3)
    reports = [
        Report(s.name, s.sha256, None, s.published, s.text[17:], 17, len(s.text), "Story", None, "unknown", "states")
        for s in stories
    ]
    made = factories.situation(*(factories.incident(id=f"{n}" * 16, reports=(r,)) for n, r in enumerate(reports)))
    with Store.open(where) as store:
        store.save(stories, list(map(factories.extraction, stories)), made, "1")
    return where


@pytest.mark.parametrize("thorough", [True, False])
def test_a_sound_store_is_called_sound(sound, thorough):
    assert told(sound, thorough=thorough) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE article SET text = 'forged' WHERE name = '000.txt'", "000.txt: its text is not the one"),
        ("UPDATE report SET stop = stop - 1", "not the quote"),
        ("DELETE FROM article WHERE name = '001.txt'", "not there"),
    ],
)
def test_a_quote_that_does_not_stand_in_its_article_is_told(sound, change, words):
    with Store.open(sound) as store, store._database.write() as connection:
        connection.exec_driver_sql(change)
    assert any(words in fault for fault in told(sound))


def test_many_faults_of_one_sort_are_not_all_listed(where):
    with Store.open(where) as store:
        fill(store, 9)
    assert 0 < len(told(where)) <= 4


def test_a_damaged_file_is_told(tmp_path):
    path = tmp_path / "s"
    with Store.open(path) as store:
        fill(store, 300)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 8192)
    assert told(path, thorough=False)


def test_a_report_without_its_incident_is_told(tmp_path):
    with Store.open(tmp_path / "s") as store:
        fill(store, 2)
    execute(tmp_path / "s", "DELETE FROM incident")
    assert any("points at a row" in fault for fault in told(tmp_path / "s", thorough=False))


def test_a_missing_store_is_no_fault(tmp_path):
    (found,) = doctor.stored(tmp_path / "s", thorough=False)
    assert found.state == "note"
    assert not (tmp_path / "s").exists()


def test_installed_packages_are_none_of_the_known_bad():
    assert [found for found in doctor.versions() if found.state == "bad"] == []


def test_a_known_bad_version_is_told_with_its_reason(monkeypatch):
    monkeypatch.setattr(doctor, "floors", lambda: {"streamlit": (Version("99"), "it leaks")})
    (found,) = [found for found in doctor.versions() if found.state == "bad"]
    assert found.subject == "streamlit"
    assert "it leaks. Install 99" in found.words


def test_an_old_sqlite_is_noted(monkeypatch):
    monkeypatch.setattr(doctor.sqlite3, "sqlite_version_info", (3, 51, 2))
    assert any(found.state == "note" and found.subject == "SQLite" for found in doctor.versions())
    monkeypatch.setattr(doctor.sqlite3, "sqlite_version_info", (3, 51, 3))
    assert not any(found.state == "note" for found in doctor.versions())


def test_the_model_is_as_installed():
    assert doctor.model().state == "good"


def test_a_model_file_that_was_changed_or_is_gone_is_told(tmp_path, monkeypatch):
    class Elsewhere:
        version = "1"
        files = [file for file in distribution(MODEL).files or () if file.hash][:1]

    monkeypatch.setattr(doctor, "distribution", lambda _: Elsewhere)
    for content in (None, b"code"):
        file = tmp_path / "model"
        if content:
            file.write_bytes(content)
        monkeypatch.setattr(type(Elsewhere.files[0]), "locate", lambda _, file=file: file)
        assert doctor.model().state == "bad"


def test_the_gazetteer_is_whole(gaz):
    assert doctor.gazetteer().state == "good"


def test_a_broken_gazetteer_is_told(tmp_path, monkeypatch):
    from gazetteer import build

    monkeypatch.setattr(build, "default_path", lambda **_: tmp_path / "g")
    assert doctor.gazetteer().state == "note"
    (tmp_path / "g").write_bytes(b"no gazetteer " * 100)
    assert doctor.gazetteer().state == "bad"


# --- backup ---------------------------------------------------------------------------------------------------------


def test_a_backup_is_a_whole_store_of_its_own(tmp_path):
    with Store.open(tmp_path / "s") as store:
        fill(store, 3)
        store.backup(tmp_path / "copy")  # while a writer has it open
        fill(store, 5)
    assert main(["doctor", "--store", str(tmp_path / "s"), "--backup", str(tmp_path / "second")]) in (0, 1)
    with Store.open(tmp_path / "copy", readonly=True) as store:
        assert len(store.situation().incidents) == 3
    assert canonical(tmp_path / "second") == canonical(tmp_path / "s")
    assert not list(tmp_path.glob(".*"))


def test_a_backup_never_takes_the_place_of_a_file(tmp_path, capsys):
    with Store.open(tmp_path / "s") as store:
        fill(store, 1)
    (tmp_path / "copy").write_text("mine")
    assert main(["doctor", "--store", str(tmp_path / "s"), "--backup", str(tmp_path / "copy")]) == 2
    assert (tmp_path / "copy").read_text() == "mine"
    assert "is there already" in capsys.readouterr().err


def test_doctor_ends_with_one_where_something_is_bad(tmp_path, capsys):
    (tmp_path / "s").write_bytes(b"no store " * 1000)
    assert main(["doctor", "--store", str(tmp_path / "s")]) == 1
    assert "BAD   store: " in capsys.readouterr().out
