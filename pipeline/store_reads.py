"""What the store's tables hold, read back as records."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, func, select

from pipeline import corrections as correcting
from pipeline import store_rows
from pipeline import store_schema as schema
from pipeline.models import Article, Correction, Extraction, Incident, Rejection, Report, Retirement, load
from pipeline.store_columns import term
from pipeline.store_upsert import batched, of_articles


@dataclass(frozen=True, slots=True)
class Overlay:
    """What corrections make of the incidents that they belong to, by the id of each."""

    read: dict[str, Incident]
    shown: dict[str, Incident | None]  # None: hidden by hand
    rejections: tuple[Rejection, ...]  # the hidden, then corrections that lost their incident
    orphans: tuple[Correction, ...]

    def months(self, other: "Overlay") -> set[str]:
        """The months ("2022-02") in which one of the two shows something that the other doesn't."""
        found = set()
        for one, two in ((self, other), (other, self)):
            for name, incident in one.shown.items():
                if name not in two.shown or two.shown[name] != incident or two.read[name].when != one.read[name].when:
                    days = [one.read[name].when.first, *([incident.when.first] if incident else [])]
                    found |= {day.isoformat()[:7] for day in days}
        return found


NO_OVERLAY = Overlay({}, {}, (), ())


def incidents(connection: Connection, only: Sequence[str] | None = None) -> list[Incident]:
    """The incidents as they were read, all or those of these ids, by first day, then id."""
    if only is None:
        return _whole(connection, _INCIDENTS, _REPORTS)
    found: list[Incident] = []
    for some in batched(tuple(only)):
        told = _REPORTS.where(schema.REPORT.c.incident.in_(some))
        found += _whole(connection, _INCIDENTS.where(schema.INCIDENT.c.id.in_(some)), told)
    return sorted(found, key=lambda one: (one.when.first, one.id))


_INCIDENTS = select(schema.INCIDENT.c.id, schema.INCIDENT.c.json).order_by(
    schema.INCIDENT.c.first, schema.INCIDENT.c.id
)
_REPORTS = select(schema.REPORT.c.incident, schema.REPORT.c.json).order_by(
    schema.REPORT.c.incident, schema.REPORT.c.position
)


def _whole(connection: Connection, incidents: Select, told: Select) -> list[Incident]:
    reports: dict[str, list[Report]] = {}
    for incident, text in connection.execute(told):
        reports.setdefault(incident, []).append(load(Report, text))
    return [
        store_rows.whole(load(Incident, text), reports.get(incident, ()))
        for incident, text in connection.execute(incidents)
    ]


_SOME = {"yield_per": 1000}  # rows in memory at a time


def texts(connection: Connection) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """What can be searched, each with its incident's id, in any order: of every report the quote and the voices, of
    every incident as corrected the headline and the place."""
    # in the order of the file: by an index every row would be looked for on its own
    for incident, text in connection.execute(_REPORTS.order_by(None).execution_options(**_SOME)):
        one = json.loads(text)  # a million of them: whole records would take minutes
        yield incident, (one["quote"], one["claimant"], one["source"])
    shown = overlay(connection).shown
    for incident, text in connection.execute(_INCIDENTS.order_by(None).execution_options(**_SOME)):
        one = json.loads(text)
        where = one["location"] or {}
        if (laid := shown.get(incident)) is not None:
            one["headline"], where = laid.headline, asdict(laid.location) if laid.location else {}
        named = (where.get("name"), where.get("admin1"), where.get("words"))
        yield incident, (one["headline"], *named)


def overlay(connection: Connection) -> Overlay:
    """The corrections, laid over the incidents they belong to; no other incident is read."""
    made = corrections(connection)
    wanted = {each.incident for each in made}
    table, report = schema.INCIDENT, schema.REPORT
    ids = {
        name
        for some in batched(sorted(wanted))
        for name in connection.scalars(select(table.c.id).where(table.c.id.in_(some)))
    }
    # the others are looked for by their sentences, which other incidents may tell now
    quotes = {term(passage.quote)[0] for each in made if each.incident not in ids for passage in each.passages}
    for words in batched(sorted(quotes)):
        ids |= set(connection.scalars(select(report.c.incident).where(report.c.words.in_(words))))
    read = incidents(connection, sorted(ids))
    corrected = correcting.apply(read, made)
    after = {one.id: one for one in corrected.incidents}
    touched = {one.id: one for one in read if after.get(one.id) != one}
    shown = {name: after.get(name) for name in touched}
    return Overlay(touched, shown, corrected.rejections, corrected.orphans)


def corrections(connection: Connection) -> tuple[Correction, ...]:
    """Every correction, oldest first."""
    table = schema.CORRECTION
    rows = connection.execute(select(table).order_by(table.c.at, table.c.id))
    return tuple(store_rows.correction(row._asdict()) for row in rows)


def extractions(
    connection: Connection, version: str | None, only: Collection[schema.Key] | None
) -> dict[schema.Key, Extraction]:
    """What this version (None: the one that gathered) has read out of articles, all or those of these keys."""
    table = schema.EXTRACTION
    version = meta(connection, "gathered") if version is None else version
    wanted = select(table.c.sha256, table.c.published, table.c.json).where(table.c.version == version)
    rows: Iterable[Any] = connection.execute(wanted) if only is None else ()
    rows = rows if only is None else of_articles(connection, wanted, table, only)
    return {(sha256, schema.day(day)): load(Extraction, text) for sha256, day, text in rows}


def origins(connection: Connection) -> dict[schema.Key, frozenset[str]]:
    """Where each article was read from, see changes.py; retired ones have none left."""
    found: dict[schema.Key, set[str]] = {}
    for origin, sha256, day in connection.execute(select(schema.ORIGIN)):
        found.setdefault((sha256, schema.day(day)), set()).add(origin)
    return {each: frozenset(origins) for each, origins in found.items()}


def retirements(connection: Connection) -> list[Retirement]:
    """What went with articles that were withdrawn or changed, by article."""
    texts = connection.scalars(select(schema.RETIREMENT.c.json))
    return sorted((load(Retirement, text) for text in texts), key=lambda one: (one.article, one.start, one.incident))


def article_counts(connection: Connection) -> tuple[int, int]:
    """How many articles there are, retired ones too, and how many of them are retired."""
    table = schema.ARTICLE
    found = connection.execute(select(func.count(), func.count(table.c.retired)).select_from(table)).one()
    return found[0], found[1]


def ids(connection: Connection, *tables: Table) -> list[str]:
    """The ids of each table's rows, in order."""
    return [one for table in tables for one in connection.scalars(select(table.c.id).order_by(table.c.id))]


def meta(connection: Connection, name: str) -> str | None:
    """What is written down under the name; None if nothing is."""
    return connection.scalar(select(schema.META.c.value).where(schema.META.c.key == name))


def arrivals(connection: Connection, after: int) -> tuple[int, tuple[str, ...]]:
    """The number of the last arrival, 0 where there was none, and the ids of what came after an earlier one."""
    table = schema.ARRIVAL
    last = connection.scalar(select(func.max(table.c.number))) or 0
    came = connection.scalars(select(table.c.incidents).where(table.c.number > after).order_by(table.c.number))
    return last, tuple(dict.fromkeys(name for ids in came for name in json.loads(ids)))


def at_place(connection: Connection, place_id: str) -> tuple[str, ...]:
    """Ids of the incidents at a place of the gazetteer, as corrected, by first day, then id."""
    table, place = schema.INCIDENT, schema.PLACE
    wanted = select(table.c.first, table.c.id).join(place, table.c.place == place.c.id)
    laid = overlay(connection)
    found = [
        (first, name)
        for first, name in connection.execute(wanted.where(place.c.gazetteer_id == place_id))
        if name not in laid.shown
    ]
    for one in laid.shown.values():
        if one and one.location and one.location.place_id == place_id:
            found.append((one.when.first.isoformat(), one.id))
    return tuple(name for _, name in sorted(found))


_IN_ORDER = tuple(schema.REJECTION.c[name] for name in ("is_read", "article", "published", "sha256", "number"))


def set_aside(connection: Connection, start: int, count: int | None) -> list[Rejection]:
    """What was set aside by a build, in order, from the one of this number on."""
    wanted = select(schema.REJECTION.c.json).order_by(*_IN_ORDER).offset(start)
    if count is not None:
        wanted = wanted.limit(count)
    return [load(Rejection, text) for text in connection.scalars(wanted)]


def unread(connection: Connection) -> tuple[Rejection, ...]:
    """The files that could not be read."""
    wanted = select(schema.REJECTION.c.json).where(schema.REJECTION.c.is_read.is_(False)).order_by(*_IN_ORDER)
    return tuple(load(Rejection, text) for text in connection.scalars(wanted))


def rejection_ids(connection: Connection, articles: Sequence[schema.Kept | Article]) -> list[str]:
    """The ids of what was set aside in these articles, and of the files that could not be read."""
    table = schema.REJECTION
    found = list(connection.scalars(select(table.c.id).where(table.c.is_read.is_(False))))
    for one in articles:
        of = and_(table.c.published == one.published.isoformat(), table.c.sha256 == one.sha256)
        same = and_(table.c.is_read.is_(True), table.c.article == one.name, of)
        found += connection.scalars(select(table.c.id).where(same)).all()
    return found


def failed(connection: Connection, names: Collection[str]) -> tuple[Rejection, ...]:
    """Of the articles of these names, those that were read but could not be analysed."""
    # a record's first field is its stage, so its first characters tell it from the thousands of others
    start = schema.REJECTION.c.json.startswith('{"stage":"reading"', autoescape=True)
    wanted = select(schema.REJECTION.c.json).where(schema.REJECTION.c.is_read.is_(True), start).order_by(*_IN_ORDER)
    found = (load(Rejection, text) for text in connection.scalars(wanted))
    return tuple(one for one in found if one.article in names)


def known_urls(connection: Connection, urls: Collection[str]) -> set[str]:
    """Those of the addresses that some article came from, retired or not."""
    column = schema.ARTICLE.c.url
    return {one for some in batched(sorted(urls)) for one in connection.scalars(select(column).where(column.in_(some)))}


def totals(connection: Connection) -> tuple[int, int]:
    """How many incidents there are as corrected, and how many of them are placed."""
    table = schema.INCIDENT
    every, placed = connection.execute(select(func.count(), func.count(table.c.place)).select_from(table)).one()
    laid = overlay(connection)
    for name, shown in laid.shown.items():
        every += (shown is not None) - 1
        placed += (shown is not None and shown.location is not None) - (laid.read[name].location is not None)
    return every, placed


def told_by(connection: Connection, articles: Sequence[schema.Key]) -> tuple[str, ...]:
    """Ids of the incidents that these articles tell of, sorted."""
    table = schema.REPORT
    wanted = select(table.c.incident, table.c.sha256, table.c.published)
    return tuple(sorted({row.incident for row in of_articles(connection, wanted, table, articles)}))
