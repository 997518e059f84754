"""How near a place lay to the line of contact on a day: front_line.csv.

Of fifty villages of one name, the one that a report of fighting means lies where the fighting is; fronts.csv tells that
only by the oblast.
"""

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from functools import lru_cache
from pathlib import Path

from gazetteer.errors import GazetteerError
from gazetteer.sources.tables import rows
from gazetteer.sphere import distance_km

PATH = Path(__file__).with_name("front_line.csv")
COLUMNS = ("name", "latitude", "longitude", "first", "last")
_FADES_KM = 15.0  # about the reach of a howitzer, and half the gap between two towns of the table
_REACHES_KM = 30.0
_FAR_DEGREES = 0.5  # more than that is farther, as far north


@lru_cache(1)
def towns() -> tuple[tuple[str, float, float, dt.date, dt.date | None], ...]:
    """(name, latitude, longitude, first day, last day or None) of every row.

    Raises GazetteerError where one is broken.
    """
    found = []
    for number, row in rows(PATH, COLUMNS):
        try:
            first, last = dt.date.fromisoformat(row["first"]), row["last"] and dt.date.fromisoformat(row["last"])
            found.append((row["name"], float(row["latitude"]), float(row["longitude"]), first, last or None))
        except ValueError as error:
            raise GazetteerError(
                f"gazetteer/front_line.csv, row {number}: {error}. Days look like 2022-02-24, degrees like 48.14."
            ) from error
    return tuple(found)


@lru_cache(64)
def _on(day: dt.date) -> tuple[tuple[float, ...], tuple[tuple[float, float, str], ...]]:
    """The latitudes of the line's towns on that day, from south to north, and (latitude, longitude, name) of each."""
    held = sorted(
        (lat, lon, name) for name, lat, lon, first, last in towns() if first <= day and (last is None or day <= last)
    )
    return tuple(lat for lat, _, _ in held), tuple(held)


def nearness(latitude: float, longitude: float, day: dt.date) -> tuple[float, str | None]:
    """Between 0 and 1, fading with the distance from the line on that day, and the town of it that is nearest.

    Decimal degrees, WGS 84. (0.0, None) more than 30 km from it.
    """
    latitudes, held = _on(day)
    south, north = bisect_left(latitudes, latitude - _FAR_DEGREES), bisect_right(latitudes, latitude + _FAR_DEGREES)
    near = [
        (distance_km(latitude, longitude, lat, lon), name)
        for lat, lon, name in held[south:north]
        if abs(lon - longitude) < _FAR_DEGREES
    ]
    if not near:
        return 0.0, None
    apart, name = min(near)
    return (math.exp(-apart / _FADES_KM), name) if apart <= _REACHES_KM else (0.0, None)
