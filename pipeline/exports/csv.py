"""CSV for spreadsheets: one row per incident, no cell that a spreadsheet would run as a formula."""

import csv
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from pipeline.corrections import told
from pipeline.exports._fields import degrees, in_order, properties
from pipeline.models import Incident

# What spreadsheets take for the start of a formula (OWASP's list, with the full-width forms that some accept).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_JOINT = " | "
_COLUMNS = (
    *("id", "kind", "headline", "event_date", "event_date_end", "time_precision", "time_text", "time_basis"),
    *("latitude", "longitude", "location", "location_precision", "uncertainty_km", "location_basis"),
    *("location_alternatives", "unplaced_reason", "place_id", "country", "admin1", "origin", "actor", "target"),
    *("weapon", "object", "status", "status_reason", "unverified", "figures", "acled_event_type"),
    *(
        "acled_sub_event_type",
        "acled_geo_precision",
        "acled_time_precision",
        "ucdp_where_prec",
        "report_count",
        "articles",
        "sources",
    ),
    *("published", "claimants", "stances", "quotes", "corrections"),
)


def write(incidents: Iterable[Incident], stream: TextIO) -> None:
    """Writes a line of column names and one row per incident, by first day, then id. Unknown is an empty cell.

    A text cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    rows = csv.writer(stream, lineterminator="\r\n")  # RFC 4180; with less, a lone CR in a quote would go unquoted
    rows.writerow(_COLUMNS)
    for incident in in_order(list(incidents)):
        fields = _flat(incident)
        rows.writerow([_cell(fields[column]) for column in _COLUMNS])


def _flat(incident: Incident) -> Mapping[str, Any]:
    fields = properties(incident)
    where = incident.location
    reports = fields["reports"]
    return {
        **fields,
        "headline": incident.headline,
        "latitude": degrees(where.latitude) if where else None,
        "longitude": degrees(where.longitude) if where else None,
        "unplaced_reason": incident.unplaced_reason,
        "status_reason": incident.status_reason,
        "location_alternatives": _JOINT.join(map(_place, fields["location_alternatives"])),
        "figures": _JOINT.join(map(_figure, fields["figures"])),
        "report_count": len(reports),
        "articles": _joined(reports, "article"),
        "sources": _joined(reports, "source"),
        "published": _joined(reports, "published"),
        "claimants": _joined(reports, "claimant"),
        "stances": _joined(reports, "stance"),
        "quotes": _joined(reports, "quote"),
        "corrections": _JOINT.join(map(told, incident.corrections)),
    }


def _joined(reports: list[dict[str, Any]], key: str) -> str:
    """The reports' values one after the other, so that the nth of each column belong together."""
    return _JOINT.join(report[key] or "" for report in reports).rstrip(" |")


def _place(other: Mapping[str, Any]) -> str:
    """'Ivanivka, Kherson Oblast': a name alone would be the same for all namesakes."""
    parts = (other["name"], other["admin1"] if other["admin1"] != other["name"] else None)
    return ", ".join(part for part in parts if part)


def _figure(figure: Mapping[str, Any]) -> str:
    span = [str(figure[key]) for key in ("low", "high") if figure[key] is not None]
    number = str(figure["value"]) if figure["value"] is not None else " to ".join(span) or "unknown"
    words = [figure["metric"] + ":", figure["qualifier"], number, figure["group"]]
    return " ".join(word for word in words if word) + (f" ({figure['claimant']})" if figure["claimant"] else "")


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
