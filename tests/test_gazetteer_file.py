"""What the look-ups say of a small file made by hand: uses of names, demonyms, sources, and files that lack them."""

import datetime as dt
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from gazetteer import writing
from gazetteer.errors import GazetteerError
from gazetteer.lookup import Lookup, NameUse

_PROFILES = """INSERT INTO profile (profile, feature_class, feature_code, country_code, source) VALUES
  (1, 'P', 'PPL', 'UA', 'hand'), (2, 'A', 'PCLI', 'RU', 'hand')"""
_PLACES = """INSERT INTO located
  (number, place_id, name, latitude, longitude, profile, population, uncertainty_km) VALUES
  (1, 'test:bakhmut', 'Bakhmut', 48.59, 38.0, 1, 70000, 3.0),
  (2, 'test:artemivsk', 'Artemivsk', 48.35, 38.6, 1, NULL, 1.0),
  (3, 'test:russia', 'Russia', 60.0, 100.0, 2, NULL, 2000.0)"""
_NAMES = """INSERT INTO name (key, number, weight, word, kind, first, last) VALUES
  ('bakhmut', 1, 6000, 0, 0, NULL, NULL),
  ('artemivsk', 1, 5000, 0, 1, '1924-01-01', '2016-02-03'),
  ('artemivsk', 2, 3000, 0, 0, NULL, NULL),
  ('russia', 3, 10000, 0, 0, NULL, NULL)"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "small.sqlite"
    with closing(sqlite3.connect(target)) as file, file:
        file.executescript(writing.SCHEMA)
        file.execute("INSERT INTO meta VALUES ('digest', 'by hand')")
        file.execute(_PROFILES)
        file.execute(_PLACES)
        file.execute("INSERT INTO kind VALUES (0, 'own'), (1, 'historic')")
        file.execute(_NAMES)
    return target


def changed(path: Path, *statements: str) -> Lookup:
    with closing(sqlite3.connect(path)) as file, file:
        for statement in statements:
            file.execute(statement)
    return Lookup(path)


def test_each_place_says_how_and_when_it_bears_the_name(path: Path) -> None:
    assert Lookup(path).uses("Artemivsk") == {
        "test:bakhmut": NameUse("historic", dt.date(1924, 1, 1), dt.date(2016, 2, 3), 0.5),
        "test:artemivsk": NameUse("own", None, None, 0.3),
    }
    assert Lookup(path).uses("Nowhere") == {}


def test_the_likeliest_bearer_comes_first(path: Path) -> None:
    assert [place.name for place in Lookup(path).candidates("Artemivsk")] == ["Bakhmut", "Artemivsk"]


def test_a_demonym_leads_to_its_country_and_is_no_name(path: Path) -> None:
    gazetteer = changed(
        path,
        "CREATE TABLE IF NOT EXISTS demonym (key TEXT NOT NULL, number INTEGER NOT NULL)",
        "INSERT INTO demonym (key, number) VALUES ('russian', 3)",
    )
    place = gazetteer.demonym("Russian")
    assert place is not None
    assert place.name == "Russia"
    assert gazetteer.demonym("Klingon") is None
    assert gazetteer.candidates("Russian") == ()


def test_the_sources_are_told_by_column(path: Path) -> None:
    gazetteer = changed(
        path,
        "DROP TABLE IF EXISTS source",
        "CREATE TABLE source (key, licence)",
        "INSERT INTO source VALUES ('hand', 'CC0')",
    )
    assert gazetteer.sources() == ({"key": "hand", "licence": "CC0"},)


def test_a_file_without_demonyms_and_sources_has_none(path: Path) -> None:
    gazetteer = changed(path, "DROP TABLE IF EXISTS demonym", "DROP TABLE IF EXISTS source")
    assert gazetteer.demonym("Russian") is None
    assert gazetteer.sources() == ()


def test_a_place_of_which_only_the_area_is_known_is_never_the_nearest(path: Path) -> None:
    near = "INSERT INTO near SELECT number, latitude, latitude, longitude, longitude FROM place"
    assert changed(path, near).nearest(48.35, 38.6)[1].name == "Artemivsk"
    gazetteer = changed(path, "UPDATE located SET middle_of = 'Luhansk Oblast' WHERE number = 2")
    assert gazetteer.nearest(48.35, 38.6, within_km=100)[1].name == "Bakhmut"


def test_nothing_can_be_written_through_a_lookup(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        Lookup(path)._file.rows("DELETE FROM name")


def test_each_thread_has_its_own_connection(path: Path) -> None:
    gazetteer, seen = Lookup(path), []
    threads = [threading.Thread(target=lambda: seen.append(gazetteer._file.connection)) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    assert len({id(connection) for connection in (*seen, gazetteer._file.connection)}) == 4


@pytest.mark.parametrize("content", [b"", b"no database, but long enough to be read as one " * 30])
def test_what_is_no_gazetteer_says_so(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"broken\.sqlite is not a gazetteer.*Delete it"):
        Lookup.open(broken)
