"""Records into the store's tables, writing only what differs. The caller holds the transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from pipeline import store_schema as schema
from pipeline.changes import Changes
from pipeline.models import Article, Extraction, Incident, Rejection, Retirement, Situation
from pipeline.store_reads import incidents
from pipeline.store_schema import Key, key

_AT_ONCE = 500  # rows named in one statement; SQLite takes 32,766 values, PostgreSQL 65,535


def _insert(connection: Connection, table: Table) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def add(connection: Connection, table: Table, rows: Sequence[schema.Row]) -> None:
    """Inserts rows; those whose key is there already are passed over."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def put(connection: Connection, table: Table, rows: Sequence[schema.Row]) -> None:
    """Inserts rows; those whose key is there already take the new values."""
    if rows:
        keys = [column.name for column in table.primary_key]
        added = _insert(connection, table)
        values = {column.name: added.excluded[column.name] for column in table.columns if column.name not in keys}
        connection.execute(added.on_conflict_do_update(index_elements=keys, set_=values), rows)


def insert_articles(connection: Connection, articles: Sequence[Article]) -> None:
    """Adds articles that are not read yet."""
    # one that was retired and is there again is read again, under the name that it has now
    put(connection, schema.ARTICLE, [schema.article_row(one) for one in articles])
    _forget_retirements(connection, list(map(key, articles)))


def insert_extractions(connection: Connection, extractions: Mapping[Key, Extraction], version: str) -> None:
    """Adds extractions; one that is there already is touched only where it differs."""
    table = schema.EXTRACTION
    known = set(connection.execute(select(table.c.sha256, table.c.published).where(table.c.version == version)))
    rows = [schema.extraction_row(each, one, version) for each, one in extractions.items()]
    new = [row for row in rows if (row["sha256"], row["published"]) not in known]
    put(connection, table, new)
    old = [row for row in rows if (row["sha256"], row["published"]) in known]
    if old:
        added = _insert(connection, table)
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
        add(connection, schema.RETIREMENT, [schema.retirement_row(one) for one in _retirements_of(lost, retired)])
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
    for start in range(0, len(keys), _AT_ONCE):
        some = [(sha256, day.isoformat()) for sha256, day in keys[start : start + _AT_ONCE]]
        connection.execute(delete(table).where(tuple_(table.c.sha256, table.c.published).in_(some)))


def replace(connection: Connection, situation: Situation, unread: Sequence[Rejection]) -> None:
    """Makes the tables hold this situation, writing only the rows that differ."""
    if len({one.id for one in situation.incidents}) < len(situation.incidents):
        raise ValueError("two incidents of one id")
    tables = schema.incident_rows(situation.incidents)
    tables[schema.REJECTION] = schema.rejection_rows(unread, situation.rejections)
    known = {table: dict(connection.execute(select(table.c.id, table.c.digest)).all()) for table in tables}
    for table, rows in tables.items():
        new = [row for row in rows if row["id"] not in known[table]]
        if new:
            connection.execute(table.insert(), new)
        put(connection, table, [row for row in rows if known[table].get(row["id"], row["digest"]) != row["digest"]])
    for table, rows in reversed(tables.items()):  # what points at a row goes before the row
        ids = {row["id"] for row in rows}
        gone = [one for one in known[table] if one not in ids]
        for start in range(0, len(gone), _AT_ONCE):
            connection.execute(delete(table).where(table.c.id.in_(gone[start : start + _AT_ONCE])))
