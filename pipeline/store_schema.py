"""What the store's tables hold, and records as their rows; the same for SQLite and PostgreSQL. Asks nothing itself."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, MetaData, Table, Text

from pipeline.models import (
    Article,
    Correction,
    Extraction,
    Incident,
    Passage,
    Rejection,
    Report,
    Retirement,
    Run,
    Situation,
    dump,
)

Key = tuple[str, dt.date]
Row = dict[str, Any]

SCHEMA = 2  # goes up whenever the tables below change; store_migration.py then says how to get there
APPLICATION = 0x53_49_54_4D  # "SITM" in a SQLite file's head tells our files from other people's

# Ids and days are compared byte by byte, as SQLite does; PostgreSQL would ask the language of the machine.
WORDS = Text().with_variant(Text(collation="C"), "postgresql")

TABLES = MetaData()


def _keys(*names: str) -> Iterator[Column]:
    """Columns that together tell a row from all others."""
    return (Column(name, WORDS, primary_key=True) for name in names)


def _needed(kind: Text | type[Integer | Double | Boolean], *names: str) -> Iterator[Column]:
    """Columns that every row fills."""
    return (Column(name, kind, nullable=False) for name in names)


TEXT = Text()
META = Table("meta", TABLES, *_keys("key"), *_needed(TEXT, "value"))
RUN = Table("run", TABLES, *_keys("id"), *_needed(TEXT, "code", "model", "gazetteer", "rules"))
ARTICLE = Table(
    "article",
    TABLES,
    *_keys("sha256", "published"),
    *_needed(WORDS, "name"),
    *(Column(name, Text) for name in ("title", "source", "url")),
    *_needed(Integer, "body_start"),
    *_needed(TEXT, "text"),
    Column("retired", Text),  # why it is no longer read; null while it is
)
# where an article was read from, see changes.py
ORIGIN = Table("origin", TABLES, *_keys("origin", "sha256", "published"))
# version is the id of the run
EXTRACTION = Table("extraction", TABLES, *_keys("sha256", "published", "version"), *_needed(TEXT, "json"))
PLACE = Table(
    "place",
    TABLES,
    *_keys("id"),
    *_needed(WORDS, "digest", "gazetteer_id"),
    *_needed(TEXT, "name"),
    *_needed(Double, "latitude", "longitude"),
    *(Column(name, Text) for name in ("country", "admin1")),
    Index("place_by_gazetteer_id", "gazetteer_id"),
)
INCIDENT = Table(
    "incident",
    TABLES,
    *_keys("id"),
    *_needed(WORDS, "digest", "kind", "first", "last"),
    Column("place", WORDS, ForeignKey("place.id")),
    *_needed(WORDS, "status"),
    *_needed(TEXT, "json"),  # without its reports
    Index("incident_by_day", "first", "last", "kind"),
    Index("incident_by_place", "place", "first", "kind"),
)
REPORT = Table(
    "report",
    TABLES,
    *_keys("id"),
    *_needed(WORDS, "digest"),
    Column("incident", WORDS, ForeignKey("incident.id"), nullable=False),
    *_needed(Integer, "position"),
    *_needed(WORDS, "sha256", "published"),
    *_needed(Integer, "start", "stop"),  # "end" is a word of SQL
    *_needed(TEXT, "quote"),
    *_needed(WORDS, "stance"),
    *_needed(TEXT, "json"),
    Index("report_by_incident", "incident", "position"),
    Index("report_by_article", "sha256"),
)
REJECTION = Table(
    "rejection",
    TABLES,
    *_keys("id"),
    *_needed(WORDS, "digest"),
    *_needed(Integer, "position"),
    *_needed(Boolean, "unread"),
    *_needed(TEXT, "json"),
)
# Never changed and never deleted: what people set right by hand is the one thing that no build can make again.
CORRECTION = Table(
    "correction",
    TABLES,
    *_keys("id"),
    *_needed(TEXT, "incident", "field", "old", "new", "reason", "author"),
    *_needed(WORDS, "at"),
    *_needed(TEXT, "kind"),
    Column("place_id", Text),
    *_needed(TEXT, "passages"),
)
RETIREMENT = Table(
    "retirement", TABLES, *_keys("id"), *_needed(WORDS, "incident", "sha256", "published"), *_needed(TEXT, "json")
)


def key(article: Article) -> Key:
    """What makes an article one of its own: hash of its text, and the day it was published."""
    return article.sha256, article.published


def digest(*parts: object) -> str:
    """16 hexadecimal digits that stand for the parts."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


def day(text: str) -> dt.date:
    """The day of a column. Raises ValueError where it is none."""
    return dt.date.fromisoformat(text)


def article_row(one: Article) -> Row:
    """The row of an article that is read."""
    row = {name: getattr(one, name) for name in ("sha256", "name", "title", "source", "url", "body_start", "text")}
    return {**row, "published": one.published.isoformat(), "retired": None}


def article(row: Mapping[str, Any]) -> Article:
    """The article of a row. Raises ValueError where its day is none."""
    words = {name: row[name] for name in ("name", "text", "body_start", "sha256", "title", "source", "url")}
    return Article(published=day(row["published"]), **words)


def extraction_row(of: Key, one: Extraction, version: str) -> Row:
    """The row of an extraction made by this version of the pipeline."""
    return {"sha256": of[0], "published": of[1].isoformat(), "version": version, "json": dump(one)}


def incident_rows(incidents: Iterable[Incident]) -> dict[Table, list[Row]]:
    """Rows by table, in the order in which they may be written. Columns beside JSON are for others to search by."""
    places: dict[str, Row] = {}
    rows: dict[Table, list[Row]] = {PLACE: [], INCIDENT: [], REPORT: []}
    for one in incidents:
        place = None
        if where := one.location:
            # "25 miles south of" a town bears the town's id at another point, so the point is part of what it is
            place = digest(where.place_id, where.latitude, where.longitude)
            named = (where.place_id, where.name, where.latitude, where.longitude, where.country, where.admin1)
            names = ("gazetteer_id", "name", "latitude", "longitude", "country", "admin1")
            places.setdefault(place, {"id": place, "digest": digest(*named), **dict(zip(names, named, strict=True))})
        text = dump(replace(one, reports=()))
        days = {"first": one.when.first.isoformat(), "last": one.when.last.isoformat()}
        found = {"id": one.id, "kind": one.kind, **days, "place": place, "status": one.status, "json": text}
        rows[INCIDENT].append({**found, "digest": digest(text)})
        rows[REPORT] += [_report_row(one.id, position, report) for position, report in enumerate(one.reports)]
    rows[PLACE] = list(places.values())
    return rows


def _report_row(incident: str, position: int, one: Report) -> Row:
    text = dump(one)
    span = {"sha256": one.article_sha256, "published": one.published.isoformat(), "start": one.start, "stop": one.end}
    words = {"quote": one.quote, "stance": one.stance, "json": text}
    return {
        "id": digest(incident, position),
        "digest": digest(text),
        "incident": incident,
        "position": position,
        **span,
        **words,
    }


def whole(one: Incident, reports: Sequence[Report]) -> Incident:
    """The incident with its reports, which are stored apart from it."""
    return replace(one, reports=tuple(reports))


def rejection_rows(unread: Sequence[Rejection], rejections: Sequence[Rejection]) -> list[Row]:
    """One row a rejection, those of files that could not be read first."""
    rows = []
    for position, one in enumerate((*unread, *rejections)):
        text, is_file = dump(one), position < len(unread)
        known = {"id": digest(position), "digest": digest(text, is_file)}
        rows.append({**known, "position": position, "unread": is_file, "json": text})
    return rows


def run_row(one: Run) -> Row:
    """The row of a run."""
    return {name: getattr(one, name) for name in ("id", "code", "model", "gazetteer", "rules")}


_PASSAGE = ("article", "sha256", "start", "end", "quote")


def correction_row(one: Correction) -> Row:
    """The row of a correction."""
    row = {column.name: getattr(one, column.name) for column in CORRECTION.columns}
    passages = [[getattr(each, name) for name in _PASSAGE] for each in one.passages]
    return {**row, "at": one.at.isoformat(), "passages": json.dumps(passages, ensure_ascii=False)}


def correction(row: Mapping[str, Any]) -> Correction:
    """The correction of a row. Raises ValueError where it is none."""
    passages = tuple(Passage(**dict(zip(_PASSAGE, each, strict=True))) for each in json.loads(row["passages"]))
    return Correction(**{**row, "at": dt.datetime.fromisoformat(row["at"]), "passages": passages})


def retirement_row(one: Retirement) -> Row:
    """The row of an incident that went with its article."""
    known = {"incident": one.incident, "sha256": one.article_sha256, "published": one.published.isoformat()}
    return {"id": digest(*known.values()), **known, "json": dump(one)}


def generation(situation: Situation, unread: Sequence[Rejection]) -> str:
    """Hash of what a build made."""
    made = hashlib.sha256()
    for part in (*situation.incidents, None, *unread, None, *situation.rejections):
        made.update((dump(part) if part else "").encode() + b"\n")
    return made.hexdigest()
