"""What the store's tables hold, and records as their rows. Asks nothing: `store.py` alone talks to SQLite."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence

from pipeline.models import Article, Extraction, Incident, Rejection, Situation, dump

Key = tuple[str, dt.date]
Row = tuple[object, ...]

SCHEMA = 1  # goes up whenever the tables below change
APPLICATION = 0x53_49_54_4D  # "SITM" in the file's head tells our files from other people's

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    sha256 TEXT NOT NULL, published TEXT NOT NULL, name TEXT NOT NULL, title TEXT, source TEXT, url TEXT,
    body_start INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (sha256, published));
CREATE TABLE extraction (
    sha256 TEXT NOT NULL, published TEXT NOT NULL, version TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (sha256, published, version));
CREATE TABLE incident (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, place_id TEXT,
    latitude REAL, longitude REAL, status TEXT NOT NULL, json TEXT NOT NULL);
CREATE INDEX incident_by_day ON incident (first, last, kind);
CREATE INDEX incident_by_place ON incident (place_id, first, kind);
CREATE TABLE rejection (position INTEGER PRIMARY KEY, unread INTEGER NOT NULL, json TEXT NOT NULL);
"""

# In the order in which the functions below give or take them.
ARTICLE = "sha256, published, name, title, source, url, body_start, text"
EXTRACTION = "sha256, published, version, json"
INCIDENT = "id, kind, first, last, place_id, latitude, longitude, status, json"
REJECTION = "position, unread, json"


def key(article: Article) -> Key:
    """What makes an article one of its own: hash of its text, and the day it was published."""
    return article.sha256, article.published


def article_rows(articles: Iterable[Article]) -> list[Row]:
    """One row an article."""
    return [
        (a.sha256, a.published.isoformat(), a.name, a.title, a.source, a.url, a.body_start, a.text) for a in articles
    ]


def article(row: tuple[str, str, str, str | None, str | None, str | None, int, str]) -> Article:
    """The article of a row. Raises ValueError where its day is none."""
    sha256, day, name, title, source, url, body_start, text = row
    return Article(name, text, body_start, dt.date.fromisoformat(day), sha256, title, source, url)


def extraction_rows(extractions: Mapping[Key, Extraction], version: str) -> list[Row]:
    """One row an extraction, all made by this version of the pipeline."""
    return [(sha256, day.isoformat(), version, dump(one)) for (sha256, day), one in extractions.items()]


def incident_rows(incidents: Iterable[Incident]) -> list[Row]:
    """One row an incident. The columns beside the JSON are what others may search by; ours reads the JSON."""
    return [_incident_row(one) for one in incidents]


def _incident_row(one: Incident) -> Row:
    where = one.location
    place = (where.place_id, where.latitude, where.longitude) if where else (None, None, None)
    return (one.id, one.kind, one.when.first.isoformat(), one.when.last.isoformat(), *place, one.status, dump(one))


def rejection_rows(unread: Sequence[Rejection], rejections: Sequence[Rejection]) -> list[Row]:
    """One row a rejection, those of files that could not be read first."""
    return [(position, position < len(unread), dump(one)) for position, one in enumerate((*unread, *rejections))]


def generation(situation: Situation, unread: Sequence[Rejection]) -> str:
    """Hash of all that a page shows."""
    digest = hashlib.sha256()
    for part in (*situation.incidents, None, *unread, None, *situation.rejections):
        digest.update((dump(part) if part else "").encode() + b"\n")
    return digest.hexdigest()
