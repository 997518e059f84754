"""What the store's tables hold, read back as records."""

from sqlalchemy import Connection, select

from pipeline import store_schema as schema
from pipeline.models import Correction, Incident, Report, Retirement, load


def incidents(connection: Connection, only: str | None = None) -> list[Incident]:
    """The incidents as they were read, by first day, then id."""
    table, report = schema.INCIDENT, schema.REPORT
    incidents = select(table.c.id, table.c.json).order_by(table.c.first, table.c.id)
    told = select(report.c.incident, report.c.json).order_by(report.c.incident, report.c.position)
    if only:
        incidents, told = incidents.where(table.c.id == only), told.where(report.c.incident == only)
    reports: dict[str, list[Report]] = {}
    for incident, text in connection.execute(told):
        reports.setdefault(incident, []).append(load(Report, text))
    return [
        schema.whole(load(Incident, text), reports.get(incident, ()))
        for incident, text in connection.execute(incidents)
    ]


def corrections(connection: Connection) -> tuple[Correction, ...]:
    """Every correction, oldest first."""
    table = schema.CORRECTION
    rows = connection.execute(select(table).order_by(table.c.at, table.c.id))
    return tuple(schema.correction(row._asdict()) for row in rows)


def retirements(connection: Connection) -> list[Retirement]:
    """What went with articles that were withdrawn or changed, by article."""
    texts = connection.scalars(select(schema.RETIREMENT.c.json))
    return sorted((load(Retirement, text) for text in texts), key=lambda one: (one.article, one.start, one.incident))


def meta(connection: Connection, name: str) -> str | None:
    """What is written down under the name; None if nothing is."""
    return connection.scalar(select(schema.META.c.value).where(schema.META.c.key == name))
