"""Records as the tables of a gazetteer file."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from gazetteer.dumps import Dump
from gazetteer.ownership import KINDS, Spelling
from gazetteer.place import Place
from gazetteer.sources import dated, registry
from gazetteer.sources.records import Record
from gazetteer.sources.words import ordinary_words

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE profile (  -- what many places have in common
  profile INTEGER PRIMARY KEY, feature_class TEXT NOT NULL, feature_code TEXT NOT NULL, country_code TEXT, admin1 TEXT,
  source TEXT NOT NULL, admin2 TEXT, facility TEXT
);
CREATE TABLE located (
  number INTEGER PRIMARY KEY, place_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  latitude REAL NOT NULL, longitude REAL NOT NULL, profile INTEGER NOT NULL, population INTEGER,
  uncertainty_km REAL NOT NULL, anchor TEXT, middle_of TEXT
);
CREATE VIEW place AS SELECT number, place_id, name, latitude, longitude, feature_class, feature_code, country_code,
  admin1, population, uncertainty_km, source, anchor, admin2, middle_of, facility
  FROM located JOIN profile USING (profile);
CREATE TABLE name (key TEXT NOT NULL, number INTEGER NOT NULL, weight INTEGER NOT NULL,  -- in ten thousandths
  word INTEGER NOT NULL, kind INTEGER NOT NULL, first TEXT, last TEXT, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE kind (kind INTEGER PRIMARY KEY, called TEXT NOT NULL);
CREATE TABLE country (code TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE demonym (key TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE source (key TEXT PRIMARY KEY, title TEXT NOT NULL, licence TEXT NOT NULL, attribution TEXT NOT NULL,
  as_of TEXT NOT NULL, places INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE near USING rtree(number, south, north, west, east);
"""


def write(
    path: Path, records: list[Record], names: Iterable[dict[str, Spelling]], version: str, dumps: Sequence[Dump]
) -> None:
    """Writes all records, with their names in the same order, to a new SQLite file at path. Raises sqlite3.Error."""
    ordinary = ordinary_words()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("PRAGMA synchronous = OFF")
        file.executescript(SCHEMA)
        file.execute("INSERT INTO meta VALUES ('digest', ?)", (version,))
        profiles: dict[tuple[object, ...], int] = {}
        file.executemany(
            "INSERT INTO located VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((number, *_columns(record, profiles)) for number, record in enumerate(records)),
        )
        file.executemany(
            "INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((number, *shared) for shared, number in profiles.items()),
        )
        file.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)",
            sorted(
                (
                    k,
                    number,
                    round(round(s.weight, 4) * 10_000),
                    _is_word(k, s.kind, ordinary),
                    KINDS.index(s.kind),
                    s.first,
                    s.last,
                )
                for number, keys in enumerate(names)
                for k, s in keys.items()
            ),
        )
        file.executemany("INSERT INTO kind VALUES (?, ?)", enumerate(KINDS))
        file.executemany(
            "INSERT OR IGNORE INTO country VALUES (?, ?)",
            ((place.country_code, number) for number, place in _located(records) if place.feature_code == "PCLI"),
        )
        file.executemany("INSERT INTO demonym VALUES (?, ?)", dated.demonyms(records))
        counts = Counter(record.place.source for record in records)
        file.executemany(
            "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)",
            (
                (s.key, s.title, s.licence, s.attribution, s.as_of, counts[s.key])
                for s in registry.credited({dump.country: dump.day for dump in dumps})
            ),
        )
        file.executemany(
            "INSERT INTO near VALUES (?, ?, ?, ?, ?)",
            ((number, p.latitude, p.latitude, p.longitude, p.longitude) for number, p in _located(records)),
        )


def _is_word(spelled: str, kind: str, ordinary: frozenset[str]) -> bool:
    """Whether a text may have this without meaning a place: an ordinary word or words, "VA"."""
    return kind == "abbreviation" or ordinary.issuperset(spelled.split())


def _columns(record: Record, profiles: dict[tuple[object, ...], int]) -> tuple[object, ...]:
    """A row of the table `located` but for its number; what it has in common with others is added to profiles."""
    p = record.place
    shared = (p.feature_class, p.feature_code, p.country_code, p.admin1, p.source, p.admin2, record.facility)
    profile = profiles.setdefault(shared, len(profiles))
    return p.place_id, p.name, p.latitude, p.longitude, profile, p.population, p.uncertainty_km, p.anchor, p.middle_of


def _located(records: list[Record]) -> Iterable[tuple[int, Place]]:
    return enumerate(record.place for record in records)
