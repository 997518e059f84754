"""Records into the store's tables, writing only what differs. The caller holds the transaction."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, and_, bindparam, delete, select, tuple_

from pipeline import store_reads, store_rows, store_segments
from pipeline import store_schema as schema
from pipeline.changes import Changes
from pipeline.models import Article, Extraction, Incident, Rejection, Retirement, Situation
from pipeline.store_reads import incidents
from pipeline.store_schema import Key, key
from pipeline.store_upsert import add, batched, inserting, put


def insert_articles(connection: Connection, articles: Sequence[Article]) -> None:
    """Adds articles that are not read yet."""
    # one that was retired and is there again is read again, under the name that it has now
    put(connection, schema.ARTICLE, [store_rows.article_row(one) for one in articles])
    _forget_retirements(connection, list(map(key, articles)))


def insert_extractions(connection: Connection, extractions: Mapping[Key, Extraction], version: str) -> None:
    """Adds extractions; one that is there already is touched only where it differs."""
    table = schema.EXTRACTION
    known = set(connection.execute(select(table.c.sha256, table.c.published).where(table.c.version == version)))
    rows = [store_rows.extraction_row(each, one, version) for each, one in extractions.items()]
    new = [row for row in rows if (row["sha256"], row["published"]) not in known]
    put(connection, table, new)
    old = [row for row in rows if (row["sha256"], row["published"]) in known]
    if old:
        added = inserting(connection, table)
        changed = added.on_conflict_do_update(
            index_elements=[column.name for column in table.primary_key],
            set_={"json": added.excluded.json},
            where=table.c.json != added.excluded.json,
        )
        connection.execute(changed, old)


def retire(connection: Connection, changes: Changes, situation: Situation) -> None:
    """Marks articles that are no longer read, and keeps what they told where no incident tells it any more."""
    retired = changes.retired
    table, origin = schema.ARTICLE, schema.ORIGIN
    rows = [{"sha": sha256, "day": day.isoformat(), "why": why} for (sha256, day), why in retired.items()]
    if rows:
        same = and_(table.c.sha256 == bindparam("sha"), table.c.published == bindparam("day"))
        connection.execute(table.update().where(same).values(retired=bindparam("why")), rows)
        ids = {one.id for one in situation.incidents}
        lost = [one for one in incidents(connection) if one.id not in ids]
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


def replace(connection: Connection, situation: Situation, unread: Sequence[Rejection]) -> set[str]:
    """Makes the tables hold this situation, writing only the rows that differ. Returns the months that they touch."""
    if len({one.id for one in situation.incidents}) < len(situation.incidents):
        raise ValueError("two incidents of one id")
    tables = store_rows.incident_rows(situation.incidents)
    add(connection, schema.TERM, tables.pop(schema.TERM))
    tables[schema.REJECTION] = store_rows.rejection_rows(unread, situation.rejections)
    months: set[str] = set()
    gone: dict[Table, list[str]] = {}
    for table, rows in tables.items():
        known = dict(connection.execute(select(table.c.id, table.c.digest)).all())
        new = [row for row in rows if row["id"] not in known]
        if new:
            connection.execute(table.insert(), new)
        changed = [row for row in rows if known.get(row["id"], row["digest"]) != row["digest"]]
        ids = {row["id"] for row in rows}
        gone[table] = [one for one in known if one not in ids]
        if table is schema.INCIDENT:
            if known and new:  # who looked at an empty store has seen nothing that these are new to
                number = store_reads.arrivals(connection, 0)[0] + 1
                came = json.dumps([row["id"] for row in new])
                connection.execute(schema.ARRIVAL.insert(), {"number": number, "incidents": came})
            months |= {row["first"][:7] for row in (*new, *changed)}
            months |= _months(connection, [*gone[table], *(row["id"] for row in changed)])
        put(connection, table, changed)
    for table, ids_gone in reversed(gone.items()):  # what points at a row goes before the row
        for some in batched(ids_gone):
            connection.execute(delete(table).where(table.c.id.in_(some)))
    return months


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
    table = schema.INCIDENT
    return {
        first[:7]
        for some in batched(ids)
        for first in connection.scalars(select(table.c.first).where(table.c.id.in_(some)))
    }
