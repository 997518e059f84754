"""Records into the store's tables, writing only what differs. The caller holds the transaction."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Column, Connection, Table, and_, bindparam, delete, select, tuple_

from pipeline import store_reads, store_rows, store_segments
from pipeline import store_schema as schema
from pipeline.changes import Changes
from pipeline.models import Article, Extraction, Incident, Rejection, Retirement, Situation
from pipeline.store_schema import Key, Row, key
from pipeline.store_upsert import add, batched, inserting, put


def insert_articles(connection: Connection, articles: Sequence[Article]) -> None:
    """Adds articles that are not read yet."""
    # one that was retired and is there again is read again, under the name that it has now
    put(connection, schema.ARTICLE, [store_rows.article_row(one) for one in articles])
    _forget_retirements(connection, list(map(key, articles)))


def insert_extractions(connection: Connection, extractions: Mapping[Key, Extraction], version: str) -> None:
    """Adds extractions; one that is there already is touched only where it differs."""
    table = schema.EXTRACTION
    if extractions:
        added = inserting(connection, table)
        changed = added.on_conflict_do_update(
            index_elements=[column.name for column in table.primary_key],
            set_={"json": added.excluded.json},
            where=table.c.json != added.excluded.json,
        )
        connection.execute(changed, [store_rows.extraction_row(of, one, version) for of, one in extractions.items()])


def retire(connection: Connection, changes: Changes, lost: Sequence[Incident]) -> None:
    """Marks articles that are no longer read, and keeps what they told where no incident tells it any more.

    lost are incidents that are stored and will not be.
    """
    retired = changes.retired
    table, origin = schema.ARTICLE, schema.ORIGIN
    rows = [{"sha": sha256, "day": day.isoformat(), "why": why} for (sha256, day), why in retired.items()]
    if rows:
        same = and_(table.c.sha256 == bindparam("sha"), table.c.published == bindparam("day"))
        connection.execute(table.update().where(same).values(retired=bindparam("why")), rows)
        add(connection, schema.RETIREMENT, [store_rows.retirement_row(one) for one in _retirements_of(lost, retired)])
    lost_origins = [{"was": origin, "sha": sha256, "day": day.isoformat()} for origin, (sha256, day) in changes.lost]
    if lost_origins:
        same = and_(
            origin.c.origin == bindparam("was"),
            origin.c.sha256 == bindparam("sha"),
            origin.c.published == bindparam("day"),
        )
        connection.execute(delete(origin).where(same), lost_origins)
    given = [{"origin": was, "sha256": sha256, "published": day.isoformat()} for was, (sha256, day) in changes.origins]
    add(connection, origin, given)


def _retirements_of(lost: Sequence[Incident], retired: Mapping[Key, str]) -> list[Retirement]:
    found: dict[tuple[str, Key], Retirement] = {}
    for one in lost:
        for told in one.reports:
            of = (told.article_sha256, told.published)
            if of in retired and (one.id, of) not in found:
                found[one.id, of] = Retirement(
                    incident=one.id,
                    headline=one.headline,
                    article=told.article,
                    article_sha256=told.article_sha256,
                    published=told.published,
                    reason=retired[of],
                    quote=told.quote,
                    start=told.start,
                    end=told.end,
                )
    return list(found.values())


def _forget_retirements(connection: Connection, keys: Sequence[Key]) -> None:
    table = schema.RETIREMENT
    for some in batched([(sha256, day.isoformat()) for sha256, day in keys]):
        connection.execute(delete(table).where(tuple_(table.c.sha256, table.c.published).in_(some)))


def replace(
    connection: Connection, situation: Situation, unread: Sequence[Rejection], owners: Mapping[str, Key]
) -> set[str]:
    """Makes the tables hold this situation, writing only the rows that differ. Returns the months that they touch.

    owners are the articles by their names.
    """
    rows = store_rows.incident_rows(situation.incidents)
    rows[schema.REJECTION] = store_rows.rejection_rows(unread, situation.rejections, owners)
    tables = (schema.PLACE, schema.INCIDENT, schema.REPORT, schema.REJECTION)
    known = {table: dict(connection.execute(select(table.c.id, table.c.digest)).all()) for table in tables}
    put(connection, schema.META, [{"key": "generation", "value": store_rows.NOTHING}])
    for table in store_rows.SHOWN:
        _count(connection, store_rows.weight(table, known[table].items()))
    return _exchange(connection, rows, known)


def exchange(
    connection: Connection,
    ended: Collection[str],
    made: Sequence[Incident],
    lost: Collection[str],
    rejections: Sequence[Row],
) -> set[str]:
    """Puts the incidents made in the place of those ended, the rejections in the place of those whose ids are lost.

    Returns the months that they touch.
    """
    rows = store_rows.incident_rows(made)
    rows[schema.REJECTION] = list(rejections)
    of, place = schema.INCIDENT.c.place, schema.PLACE.c.id
    places = {row["id"] for row in rows[schema.PLACE]} | set(_chosen(connection, of, schema.INCIDENT.c.id, ended))
    asked: tuple[tuple[Table, Column, Collection[str]], ...] = (
        (schema.PLACE, place, places - {None}),
        (schema.INCIDENT, schema.INCIDENT.c.id, ended),
        (schema.REPORT, schema.REPORT.c.incident, ended),
        (schema.REJECTION, schema.REJECTION.c.id, {*lost, *(row["id"] for row in rejections)}),
    )
    known = {
        table: {
            name: words
            for some in batched(sorted(values))
            for name, words in connection.execute(select(table.c.id, table.c.digest).where(column.in_(some)))
        }
        for table, column, values in asked
    }
    return _exchange(connection, rows, known)


def _exchange(connection: Connection, tables: dict[Table, list[Row]], stored: dict[Table, dict[str, str]]) -> set[str]:
    """Makes these rows of the rows stored, which are given by id and digest. Returns the months that are touched."""
    add(connection, schema.TERM, tables.pop(schema.TERM))
    months: set[str] = set()
    gone: dict[Table, list[str]] = {}
    for table, rows in tables.items():
        known = stored[table]
        ids = {row["id"] for row in rows}
        if len(ids) < len(rows):
            raise ValueError(f"two rows of one id in {table.name}")
        new = [row for row in rows if row["id"] not in known]
        changed = [row for row in rows if known.get(row["id"], row["digest"]) != row["digest"]]
        gone[table] = [one for one in known if one not in ids]
        if table is schema.INCIDENT:
            _arrive(connection, [row["id"] for row in new])
            months |= {row["first"][:7] for row in (*new, *changed)}
            months |= set(_months(connection, [*gone[table], *(row["id"] for row in changed)]))
        if new:
            connection.execute(table.insert(), new)
        put(connection, table, changed)
        if table in store_rows.SHOWN:
            now = [(row["id"], row["digest"]) for row in (*new, *changed)]
            was = [(name, known[name]) for name in (*gone[table], *(row["id"] for row in changed))]
            _count(connection, store_rows.weight(table, now) - store_rows.weight(table, was))
    used = select(schema.INCIDENT.c.id).where(schema.INCIDENT.c.place == schema.PLACE.c.id).exists()
    for table, ids_gone in reversed(gone.items()):  # what points at a row goes before the row
        for some in batched(ids_gone):
            unused = [~used] if table is schema.PLACE else []
            connection.execute(delete(table).where(table.c.id.in_(some), *unused))
    return months


def _arrive(connection: Connection, new: Sequence[str]) -> None:
    # who looked at an empty store has seen nothing that these are new to
    if new and connection.scalar(select(schema.INCIDENT.c.id).limit(1)) is not None:
        number = store_reads.arrivals(connection, 0)[0] + 1
        connection.execute(schema.ARRIVAL.insert(), {"number": number, "incidents": json.dumps(new)})


def _count(connection: Connection, weight: int) -> None:
    """Adds a weight to the generation."""
    value = store_rows.added(store_reads.meta(connection, "generation") or store_rows.NOTHING, weight)
    put(connection, schema.META, [{"key": "generation", "value": value}])


def put_incidents(connection: Connection, incidents: Sequence[Incident]) -> None:
    """Fills the tables of incidents, which are empty, and all that is made of them."""
    tables = store_rows.incident_rows(incidents)
    for table, rows in tables.items():
        if rows:
            connection.execute(table.insert(), rows)
    laid = store_reads.overlay(connection)
    months = {row["first"][:7] for row in tables[schema.INCIDENT]}
    store_segments.rewrite(connection, months | laid.months(store_reads.NO_OVERLAY), laid.shown)


def _months(connection: Connection, ids: Sequence[str]) -> set[str]:
    return {first[:7] for first in _chosen(connection, schema.INCIDENT.c.first, schema.INCIDENT.c.id, ids)}


def _chosen(connection: Connection, wanted: Column, column: Column, values: Collection[str]) -> Iterator[str]:
    """The wanted column of the rows whose other column has one of the values."""
    for some in batched(sorted(values)):
        yield from connection.scalars(select(wanted).where(column.in_(some)))
