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
    Situation,
    dump,
)
from pipeline.store_columns import facts, term
from pipeline.store_schema import CORRECTION, INCIDENT, PLACE, REPORT, TERM, Key, Row, day, digest


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
            # "25 miles south of" a town bears the town's id at another point, so the point is part of what it is
            place = digest(where.place_id, where.latitude, where.longitude)
            named = (where.place_id, where.name, where.latitude, where.longitude, where.country, where.admin1)
            names = ("gazetteer_id", "name", "latitude", "longitude", "country", "admin1")
            places.setdefault(place, {"id": place, "digest": digest(*named), **dict(zip(names, named, strict=True))})
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
