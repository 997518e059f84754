"""Boxes of latitude and longitude that hold all within a distance of a point, also at the poles and at 180 degrees."""

import math

from gazetteer.sphere import EARTH_RADIUS_KM

Box = tuple[float, float, float, float]  # south, north, west, east; west is never greater than east

_MARGIN = 1.0 + 1e-9  # a point exactly so far away stays inside whatever the rounding


def boxes(latitude: float, longitude: float, within_km: float) -> tuple[Box, ...]:
    """One box around the circle in degrees, or two where it crosses the 180th meridian.

    A circle that holds a pole reaches all longitudes. The half width is asin(sin r / cos latitude), r being the
    distance as an angle (J. P. Matuschek, "Finding Points Within a Distance of a Latitude/Longitude").
    """
    reach = within_km / EARTH_RADIUS_KM * _MARGIN
    up = math.degrees(reach)
    south, north = max(-90.0, latitude - up), min(90.0, latitude + up)
    width = math.sin(min(reach, math.pi / 2)) / max(math.cos(math.radians(latitude)), 1e-12)
    if width >= 1.0 or abs(latitude) + up >= 90.0:
        return ((south, north, -180.0, 180.0),)
    aside = math.degrees(math.asin(width)) * _MARGIN
    west, east = longitude - aside, longitude + aside
    if west < -180.0:
        return ((south, north, -180.0, east), (south, north, west + 360.0, 180.0))
    if east > 180.0:
        return ((south, north, west, 180.0), (south, north, -180.0, east - 360.0))
    return ((south, north, west, east),)
