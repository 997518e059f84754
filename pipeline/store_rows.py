"""Records as rows of the store's tables, and back."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Table

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
    dump,
)
from pipeline.store_columns import facts, term
from pipeline.store_schema import CORRECTION, INCIDENT, PLACE, REJECTION, REPORT, TERM, Key, Row, day, digest


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
    terms: dict[int, str] = {}
    rows: dict[Table, list[Row]] = {TERM: [], PLACE: [], INCIDENT: [], REPORT: []}
    for one in incidents:
        place = None
        if where := one.location:
            row = place_row(where.place_id, where.name, where.latitude, where.longitude, where.country, where.admin1)
            place = places.setdefault(row["id"], row)["id"]
        text = dump(replace(one, reports=()))
        days = {"first": one.when.first.isoformat(), "last": one.when.last.isoformat()}
        packed, used = facts(one)
        terms |= used
        found = {"id": one.id, "kind": one.kind, **days, "place": place, "status": one.status, "json": text}
        found |= {name: getattr(packed, name) for name in ("spot", "outlets", "weapon", "sides", "reports")}
        rows[INCIDENT].append({**found, "time": one.when.precision, "digest": digest(text)})
        rows[REPORT] += [_report_row(one.id, position, report) for position, report in enumerate(one.reports)]
    rows[PLACE] = list(places.values())
    rows[TERM] = [{"id": number, "value": value} for number, value in terms.items()]
    return rows


_PLACE = ("gazetteer_id", "name", "latitude", "longitude", "country", "admin1")


def place_row(*values: Any) -> Row:
    """The row of a place: its id in the gazetteer, name, latitude, longitude, country and first-order division.

    "25 miles south of" a town bears the town's id at another point, so its id here stands for all of it.
    """
    words = digest(*values)
    return {"id": words, "digest": words, **dict(zip(_PLACE, values, strict=True))}


def _report_row(incident: str, position: int, one: Report) -> Row:
    text = dump(one)
    span = {"sha256": one.article_sha256, "published": one.published.isoformat(), "start": one.start, "stop": one.end}
    words = {"quote": one.quote, "words": term(one.quote)[0], "stance": one.stance, "json": text}
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


def rejection_rows(
    unread: Sequence[Rejection], rejections: Iterable[Rejection], owners: Mapping[str, Key]
) -> list[Row]:
    """One row a rejection, those of files that could not be read first. owners are the articles by their names."""
    by_owner: dict[tuple[str, str], list[Rejection]] = {}
    for one in rejections:
        sha256, published = owners.get(one.article, ("", ""))
        by_owner.setdefault((sha256, str(published)), []).append(one)
    found = [_rejection_row(False, "", "", number, one) for number, one in enumerate(unread)]
    for owner, told in by_owner.items():
        found += [_rejection_row(True, *owner, number, one) for number, one in enumerate(told)]
    return found


def set_aside_rows(of: Key, rejections: Iterable[Rejection]) -> list[Row]:
    """The same of what was set aside in one article, as it stands in its text."""
    return [_rejection_row(True, of[0], of[1].isoformat(), number, one) for number, one in enumerate(rejections)]


def _rejection_row(is_read: bool, sha256: str, published: str, number: int, one: Rejection) -> Row:
    text = dump(one)
    known = {"is_read": is_read, "article": one.article, "published": published, "sha256": sha256, "number": number}
    name = digest(is_read, sha256, published, number)
    return {"id": name, "digest": digest(text, is_read), **known, "json": text}


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


SHOWN = (INCIDENT, REPORT, REJECTION)  # tables whose rows make the generation
NOTHING = "0" * 64
_WHOLE = 1 << 256


def weight(table: Table, rows: Iterable[tuple[str, str]]) -> int:
    """What rows, given by id and digest, add to the generation: the sum of their hashes, the same in any order."""
    words = (f"{table.name} {name} {digest}" for name, digest in rows)
    return sum(int.from_bytes(hashlib.sha256(each.encode()).digest(), "big") for each in words)


def added(generation: str, weight: int) -> str:
    """The generation with this weight more. Raises ValueError where it is no sum of weights."""
    return f"{(int(generation, 16) + weight) % _WHOLE:064x}"
