"""Rows that may be there already: passed over, or given new values. The same for SQLite and PostgreSQL."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.store_schema import Key, Row

Value = TypeVar("Value")
_AT_ONCE = 500  # values in one statement; SQLite takes 32,766, PostgreSQL 65,535


def batched(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """The values, as many at a time as one statement should name."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def of_articles(connection: Connection, wanted: Select, table: Table, keys: Iterable[Key]) -> Iterator[Any]:
    """The wanted rows of the table that are of these articles; its hash and day are among the columns wanted."""
    days: dict[str, set[str]] = {}
    for sha256, day in keys:
        days.setdefault(sha256, set()).add(day.isoformat())
    # by the hash alone, and few days are too many: SQLite reads the whole table for pairs of values
    for some in batched(sorted(days)):
        for row in connection.execute(wanted.where(table.c.sha256.in_(some))):
            if row.published in days[row.sha256]:
                yield row


def inserting(connection: Connection, table: Table) -> Any:
    """An INSERT that can be told what to do about rows that are there already."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows; those whose key is there already are passed over."""
    if rows:
        connection.execute(inserting(connection, table).on_conflict_do_nothing(), rows)


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows; those whose key is there already take the new values."""
    if rows:
        keys = [column.name for column in table.primary_key]
        added = inserting(connection, table)
        values = {column.name: added.excluded[column.name] for column in table.columns if column.name not in keys}
        connection.execute(added.on_conflict_do_update(index_elements=keys, set_=values), rows)
