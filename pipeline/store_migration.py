"""Older SQLite stores brought up to date, in one transaction, without loss."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, insert

from pipeline.store_schema import INCIDENT, META, ORIGIN, PLACE, REJECTION, REPORT, TABLES, digest

UNKNOWN = "unknown"  # the origin of an article of which none was kept; see changes.py


def migrate(connection: Connection, found: int) -> None:
    """Raises the tables from the schema found to this version's; the caller commits."""
    if found < 2:
        _from_1(connection)


def _from_1(connection: Connection) -> None:
    """Schema 1 held incidents whole, and neither runs nor the places that articles were read from."""
    incidents = [json.loads(row[0]) for row in connection.exec_driver_sql("SELECT json FROM incident").all()]
    rejections = connection.exec_driver_sql("SELECT position, unread, json FROM rejection ORDER BY position").all()
    connection.exec_driver_sql("DROP TABLE incident")
    connection.exec_driver_sql("DROP TABLE rejection")
    connection.exec_driver_sql("ALTER TABLE article ADD COLUMN retired TEXT")
    TABLES.create_all(connection)
    for rows in _incidents(incidents):
        for table, row in rows:
            connection.execute(insert(table).prefix_with("OR IGNORE"), row)
    for position, unread, text in rejections:
        row = {"id": digest(position), "digest": "", "position": position, "unread": bool(unread), "json": text}
        connection.execute(insert(REJECTION), row)
    keys = connection.exec_driver_sql("SELECT sha256, published FROM article").all()
    for sha256, published in keys:
        connection.execute(insert(ORIGIN), {"origin": UNKNOWN, "sha256": sha256, "published": published})
    # the digests left empty above make the next build write what it finds; the generation makes pages read again
    connection.execute(insert(META).prefix_with("OR REPLACE"), {"key": "generation", "value": "schema 2"})


def _incidents(incidents: Iterable[dict]) -> Iterable[list[tuple]]:
    for one in incidents:
        reports, where = one["reports"], one["location"]
        rows: list[tuple] = []
        place = None
        if where:
            place = digest(where["place_id"], where["latitude"], where["longitude"])
            words = {name: where[name] for name in ("name", "latitude", "longitude", "country", "admin1")}
            rows.append((PLACE, {"id": place, "digest": "", "gazetteer_id": where["place_id"], **words}))
        days = {"first": one["when"]["first"], "last": one["when"]["last"], "status": one["status"]}
        text = json.dumps({**one, "reports": []}, ensure_ascii=False)
        rows.append(
            (INCIDENT, {"id": one["id"], "digest": "", "kind": one["kind"], **days, "place": place, "json": text})
        )
        for position, report in enumerate(reports):
            span = {name: report[name] for name in ("published", "start", "quote", "stance")}
            known = {"id": digest(one["id"], position), "digest": "", "incident": one["id"], "position": position}
            rest = {"sha256": report["article_sha256"], "stop": report["end"], "json": json.dumps(report)}
            rows.append((REPORT, {**known, **span, **rest}))
        yield rows
