"""GeoJSON (RFC 7946): one Feature per incident, longitude first, one line each so that two exports can be compared."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from pipeline.aggregates import Aggregate
from pipeline.exports._fields import degrees, in_order, properties
from pipeline.models import Incident

HOLDS_AGGREGATES = True


def write(incidents: Iterable[Incident], stream: TextIO, aggregates: Iterable[Aggregate] | None = None) -> None:
    """Writes a FeatureCollection, by first day, then id. An incident that isn't placed has null for its geometry.

    Figures that belong to no incident follow as the foreign member `aggregates`, where they are given (RFC 7946, 6.1).
    """
    stream.write('{"type": "FeatureCollection", "features": [')
    for number, incident in enumerate(in_order(list(incidents))):
        stream.write(",\n" if number else "\n")
        stream.write(json.dumps(_feature(incident), ensure_ascii=False, allow_nan=False))
    stream.write("\n]")
    if aggregates is not None:
        lines = (json.dumps(_sums(each), ensure_ascii=False, allow_nan=False) for each in aggregates)
        stream.write(', "aggregates": [\n' + ",\n".join(lines) + "\n]")
    stream.write("}\n")


def _sums(each: Aggregate) -> dict[str, Any]:
    row = asdict(each)
    return {**row.pop("figure"), **row}


def _feature(incident: Incident) -> dict[str, Any]:
    where = incident.location
    point = {"type": "Point", "coordinates": [degrees(where.longitude), degrees(where.latitude)]} if where else None
    return {"type": "Feature", "id": incident.id, "geometry": point, "properties": properties(incident)}
