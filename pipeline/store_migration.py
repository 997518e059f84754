"""Older stores brought up to date, in one transaction, without loss."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, text, update

from pipeline.models import Incident, Rejection, Report, load
from pipeline.store_rows import place_row, rejection_rows
from pipeline.store_schema import ARTICLE, INCIDENT, META, ORIGIN, PLACE, REJECTION, TABLES, UNKNOWN, Row, day
from pipeline.store_upsert import add, put
from pipeline.store_writes import put_incidents


def migrate(connection: Connection, found: int) -> None:
    """Raises the tables from the schema found to this version's; the caller commits, and makes tables that are new."""
    if found < 2:
        connection.execute(text("ALTER TABLE article ADD COLUMN retired TEXT"))
    incidents = _whole(connection) if found < 2 else _with_reports(connection) if found < 3 else None
    if incidents is not None:
        for name in ("report", "incident", "place"):
            connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    rejections = _rejections(connection)
    TABLES.create_all(connection)
    connection.execute(text("DROP INDEX IF EXISTS incident_by_place"))
    for index in (*ARTICLE.indexes, *ORIGIN.indexes, *INCIDENT.indexes):
        index.create(connection, checkfirst=True)
    if rejections:
        connection.execute(insert(REJECTION), rejections)
    if incidents is None:
        _places(connection)
    else:
        put_incidents(connection, incidents)
    if found < 2:
        _unknown_origins(connection)
        # makes pages read again; the next build gathers everything anew, as no mention is there
        put(connection, META, [{"key": "generation", "value": "schema 2"}])


def _whole(connection: Connection) -> list[Incident]:
    """Schema 1 held incidents whole, and neither runs nor the places that articles were read from."""
    return [load(Incident, one) for one in connection.scalars(text("SELECT json FROM incident"))]


def _rejections(connection: Connection) -> list[Row]:
    """The rows of what was set aside, where before schema 5 one number ran through all of it. Drops the old table."""
    found = connection.execute(text("SELECT unread, json FROM rejection ORDER BY position")).all()
    connection.execute(text("DROP TABLE rejection"))
    names = connection.execute(text("SELECT name, sha256, published FROM article WHERE retired IS NULL")).all()
    owners = {name: (sha256, day(published)) for name, sha256, published in names}
    files = [load(Rejection, words) for unread, words in found if unread]
    return rejection_rows(files, [load(Rejection, words) for unread, words in found if not unread], owners)


def _places(connection: Connection) -> None:
    """Before schema 5 the id of a place stood for less of it."""
    for row in connection.execute(select(PLACE)).all():
        new = place_row(row.gazetteer_id, row.name, row.latitude, row.longitude, row.country, row.admin1)
        if new["id"] != row.id:
            add(connection, PLACE, [new])
            connection.execute(update(INCIDENT).where(INCIDENT.c.place == row.id).values(place=new["id"]))
            connection.execute(delete(PLACE).where(PLACE.c.id == row.id))


def _unknown_origins(connection: Connection) -> None:
    keys = connection.execute(text("SELECT sha256, published FROM article")).all()
    for sha256, published in keys:
        connection.execute(insert(ORIGIN), {"origin": UNKNOWN, "sha256": sha256, "published": published})


def _with_reports(connection: Connection) -> Sequence[Incident]:
    """Schema 2 had no columns packed by month, and less to pack beside each incident's JSON."""
    reports: dict[str, list[Report]] = {}
    for incident, one in connection.execute(text("SELECT incident, json FROM report ORDER BY incident, position")):
        reports.setdefault(incident, []).append(load(Report, one))
    found = connection.execute(text("SELECT id, json FROM incident")).all()
    return [replace(load(Incident, one), reports=tuple(reports.get(name, ()))) for name, one in found]
