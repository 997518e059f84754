"""GeoJSON (RFC 7946): one Feature per incident, longitude first, one line each so that two exports can be compared."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from pipeline.exports._fields import degrees, in_order, properties
from pipeline.models import Incident


def write(incidents: Iterable[Incident], stream: TextIO) -> None:
    """Writes a FeatureCollection, by first day, then id. An incident that isn't placed has null for its geometry."""
    stream.write('{"type": "FeatureCollection", "features": [')
    for number, incident in enumerate(in_order(list(incidents))):
        stream.write(",\n" if number else "\n")
        stream.write(json.dumps(_feature(incident), ensure_ascii=False, allow_nan=False))
    stream.write("\n]}\n")


def _feature(incident: Incident) -> dict[str, Any]:
    where = incident.location
    point = {"type": "Point", "coordinates": [degrees(where.longitude), degrees(where.latitude)]} if where else None
    return {"type": "Feature", "id": incident.id, "geometry": point, "properties": properties(incident)}
