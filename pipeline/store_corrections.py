"""Corrections into the store: appended, never changed. The caller holds the lock."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, func, select

from pipeline import store_ingest, store_reads, store_rows, store_upsert
from pipeline import store_schema as schema
from pipeline.errors import StoreError
from pipeline.models import Correction, Incident


def correct(
    connection: Connection, name: str, incident: str, make: Callable[[Incident], Sequence[Correction]]
) -> tuple[Correction, ...]:
    """Appends the corrections that make gives for the incident of this id, or its only beginning.

    Raises StoreError, with the name of the store, where there is none or more than one.
    """
    known = schema.INCIDENT.c.id
    found = connection.scalars(select(known).where(known.startswith(incident, autoescape=True)).limit(2)).all()
    if len(found) != 1:
        count = "no incident" if not found else "more than one incident"
        raise StoreError(f"{name}: found {count} whose id begins with {incident!r}. Copy its id.")
    made = tuple(make(store_reads.incidents(connection, found)[0]))
    append(connection, made)
    return made


def append(connection: Connection, made: Sequence[Correction]) -> int:
    """Appends corrections; those that are here already are passed over. Returns how many came."""
    every = select(func.count()).select_from(schema.CORRECTION)
    before = connection.scalar(every) or 0
    laid = store_reads.overlay(connection)
    store_upsert.add(connection, schema.CORRECTION, [store_rows.correction_row(each) for each in made])
    store_ingest.repack(connection, set(), laid)
    return (connection.scalar(every) or 0) - before
