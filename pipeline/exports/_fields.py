"""The exported names of an incident: a contract with other programs, the same in every format."""

import math
from typing import Any

from pipeline.geometry import constants
from pipeline.kinds import acled
from pipeline.models import Alternative, Correction, Extent, Figure, Incident, Location, Report, When

_WEEK_DAYS = 7


def properties(incident: Incident) -> dict[str, Any]:
    """Every exported field except the coordinates, in the order of the contract. Unknown is None, never 0."""
    when, where = incident.when, incident.location
    event_type, sub_event_type = acled(incident.kind, incident.weapon, incident.object)
    geo_precision, where_prec = precision_codes(where)
    return {
        "id": incident.id,
        "kind": incident.kind,
        "event_date": when.first.isoformat(),
        "event_date_end": when.last.isoformat(),
        "time_precision": when.precision,
        "time_text": when.words,
        "time_basis": when.basis,
        "location": where.name if where else None,
        "location_precision": where.precision if where else "none",
        "uncertainty_km": where.uncertainty_km if where else None,
        "location_basis": where.basis if where else None,
        "location_alternatives": [
            _alternative(other) for other in (where.alternatives if where else incident.candidates)
        ],
        "location_extent": _extent(where.extent) if where and where.extent else None,
        "place_id": where.place_id if where else None,
        "country": where.country if where else None,
        "admin1": where.admin1 if where else None,
        "origin": incident.origin,
        "actor": incident.actor,
        "target": incident.target,
        "weapon": incident.weapon,
        "object": incident.object,
        "status": incident.status,
        "unverified": incident.unverified,
        "figures": [_figure(figure) for figure in incident.figures],
        "acled_event_type": event_type,
        "acled_sub_event_type": sub_event_type,
        "acled_geo_precision": geo_precision,
        "acled_time_precision": _time_precision(when),
        "ucdp_where_prec": where_prec,
        "reports": [_report(report) for report in incident.reports],
        "corrections": [_correction(correction) for correction in incident.corrections],
    }


def precision_codes(where: Location | None) -> tuple[int, int]:
    """ACLED's geo_precision (1 to 3) and UCDP's where_prec (1 to 7); rules/places.toml has the reason of each."""
    for row in constants()["crosswalk"]:
        if row["precision"] != (where.precision if where else "none"):
            continue
        if where is None or (
            where.uncertainty_km <= row.get("within_km", math.inf) and row.get("of") in (None, _ground(where))
        ):
            return row["acled"], row["ucdp"]
    raise ValueError(f"places.toml, [[crosswalk]]: found no row for {where}; the last row of a precision takes all")


def _ground(where: Location) -> str | None:
    """A division or water; None for a part of a country that is neither."""
    if where.country is None:
        return "water"
    return "division" if where.name == where.admin1 else None


def _alternative(other: Alternative) -> dict[str, Any]:
    fields = _named(other, "name", "latitude", "longitude", "score", "admin1", "country")
    return {**fields, "latitude": degrees(other.latitude), "longitude": degrees(other.longitude)}


def _extent(extent: Extent) -> dict[str, Any]:
    names = ("kind", "latitude", "longitude", "inner_km", "outer_km", "bearing", "half_angle")
    point = {"latitude": degrees(extent.latitude), "longitude": degrees(extent.longitude)}
    return {**_named(extent, *names), **point, "regions": list(extent.regions)}


def degrees(value: float) -> float:
    """Degrees to six decimals, about a tenth of a metre."""
    return round(value, 6) + 0.0  # no -0.0


def in_order(incidents: list[Incident]) -> list[Incident]:
    """By first day, then id, whatever order they came in."""
    return sorted(incidents, key=lambda incident: (incident.when.first, incident.id))


def _time_precision(when: When) -> int:
    if when.precision == "assumed":
        return 2
    if when.precision in ("day", "part_of_day"):
        return 1
    return 2 if (when.last - when.first).days < _WEEK_DAYS else 3


def _figure(figure: Figure) -> dict[str, Any]:
    return _named(figure, "metric", "group", "value", "low", "high", "qualifier", "claimant")


def _correction(correction: Correction) -> dict[str, Any]:
    fields = _named(correction, "field", "old", "new", "reason", "author", "at")
    return {**fields, "at": correction.at.isoformat()}


def _report(report: Report) -> dict[str, Any]:
    where = _named(report, "article", "article_sha256", "source", "published", "quote", "start", "end")
    said = _named(report, "trigger", "claimant", "claimant_side", "stance")
    return {**where, "published": report.published.isoformat(), **said}


def _named(record: object, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
