"""Coordinates that a text gives: "48.59 N, 38.00 E", "47°06′N 37°33′E", "geolocated to 48.5942, 37.9931"."""

import re
from collections.abc import Iterator

from gazetteer.lookup import Lookup, Toponym
from gazetteer.place import Place

_KM_PER_DEGREE = 111.2  # of latitude, on the sphere of radius 6,371 km
_LEAST_KM = 0.1
_NEAREST_KM = 60.0  # how far off the settlement may be that tells country and division
_WITH_LETTERS = re.compile(
    r"(?<![\w.])(?P<lat>\d{1,2}(?:\.\d+)?) ?(?:°|º|degrees)? ?(?:(?P<latm>\d{1,2}(?:\.\d+)?) ?[′'’] ?)?"
    r"(?P<ns>[NS]|north|south)\b,? ?(?:and )?"
    r"(?P<lon>\d{1,3}(?:\.\d+)?) ?(?:°|º|degrees)? ?(?:(?P<lonm>\d{1,2}(?:\.\d+)?) ?[′'’] ?)?(?P<ew>[EW]|east|west)\b"
)
_HINT = re.compile(r"\d {0,2}(?:[°º′'’NS]|degrees|north|south)|\.\d{3}")  # in all that the two patterns match
_BARE = re.compile(r"(?<![\w.,])(?P<lat>-?\d{1,2}\.\d{3,}), ?(?P<lon>-?\d{1,3}\.\d{3,})(?![\w]|\.\d)")


def find(text: str, gaz: Lookup) -> Iterator[Toponym]:
    """Each pair of coordinates as a name of the one place that it gives. Decimal degrees, WGS 84, latitude first.

    Without letters both need three decimals or more: fewer may be any two numbers.
    """
    if _HINT.search(text) is None:
        return
    for pattern in (_WITH_LETTERS, _BARE):
        for match in pattern.finditer(text):
            if (place := _place(match, gaz)) is not None:
                yield Toponym(match.start(), match.end(), match.group(), (place,))


def _place(match: re.Match[str], gaz: Lookup) -> Place | None:
    said = match.groupdict()
    if not re.search(r"[.°º′'’]|degrees", match.group()):
        return None  # "lots 12 N and 14 E"
    latitude, lat_km = _degrees(match["lat"], said.get("latm"))
    longitude, lon_km = _degrees(match["lon"], said.get("lonm"))
    latitude = -latitude if said.get("ns") in ("S", "south") else latitude
    longitude = -longitude if said.get("ew") in ("W", "west") else longitude
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude, longitude) == (0.0, 0.0):
        return None
    near = gaz.nearest(latitude, longitude, within_km=_NEAREST_KM)
    around = near[1] if near else None
    name = f"{abs(latitude):g}° {'S' if latitude < 0 else 'N'}, {abs(longitude):g}° {'W' if longitude < 0 else 'E'}"
    return Place(
        f"coordinates:{latitude:.5f},{longitude:.5f}",
        name,
        latitude,
        longitude,
        "S",
        "SITE",
        around.country_code if around else None,
        around.admin1 if around else None,
        None,
        max(_LEAST_KM, round(max(lat_km, lon_km), 2)),
        "coordinates",
    )


def _degrees(degrees: str, minutes: str | None) -> tuple[float, float]:
    """Decimal degrees, and how far off the last digit that is told leaves them, km."""
    step = 10.0 ** -len((minutes or degrees).partition(".")[2]) / (60 if minutes else 1)
    return round(float(degrees) + float(minutes or 0) / 60, 5), step / 2 * _KM_PER_DEGREE
