"""Older stores brought up to date, in one transaction, without loss."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, insert, text

from pipeline.models import Incident, Report, load
from pipeline.store_schema import ARTICLE, META, ORIGIN, REJECTION, TABLES, UNKNOWN, digest
from pipeline.store_upsert import put
from pipeline.store_writes import put_incidents


def migrate(connection: Connection, found: int) -> None:
    """Raises the tables from the schema found to this version's; the caller commits, and makes tables that are new."""
    if found == 3:  # it only lacks a table
        return
    incidents = _from_1(connection) if found < 2 else _from_2(connection)
    for name in ("report", "incident", "place"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    TABLES.create_all(connection)
    for index in ARTICLE.indexes:
        index.create(connection, checkfirst=True)
    put_incidents(connection, incidents)
    if found < 2:
        _unknown_origins(connection)


def _from_1(connection: Connection) -> list[Incident]:
    """Schema 1 held incidents whole, and neither runs nor the places that articles were read from."""
    incidents = [load(Incident, one) for one in connection.scalars(text("SELECT json FROM incident"))]
    rejections = connection.execute(text("SELECT position, unread, json FROM rejection ORDER BY position")).all()
    connection.execute(text("DROP TABLE rejection"))
    connection.execute(text("ALTER TABLE article ADD COLUMN retired TEXT"))
    REJECTION.create(connection)
    for position, unread, words in rejections:
        row = {"id": digest(position), "digest": "", "position": position, "unread": bool(unread), "json": words}
        connection.execute(insert(REJECTION), row)
    # the digests left empty above make the next build write what it finds; the generation makes pages read again
    put(connection, META, [{"key": "generation", "value": "schema 2"}])
    return incidents


def _unknown_origins(connection: Connection) -> None:
    keys = connection.execute(text("SELECT sha256, published FROM article")).all()
    for sha256, published in keys:
        connection.execute(insert(ORIGIN), {"origin": UNKNOWN, "sha256": sha256, "published": published})


def _from_2(connection: Connection) -> Sequence[Incident]:
    """Schema 2 had no columns packed by month, and less to pack beside each incident's JSON."""
    reports: dict[str, list[Report]] = {}
    for incident, one in connection.execute(text("SELECT incident, json FROM report ORDER BY incident, position")):
        reports.setdefault(incident, []).append(load(Report, one))
    found = connection.execute(text("SELECT id, json FROM incident")).all()
    return [replace(load(Incident, one), reports=tuple(reports.get(name, ()))) for name, one in found]
