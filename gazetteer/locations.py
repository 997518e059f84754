"""A place as geopy's Location, with the keys that Nominatim's answers have."""

from collections.abc import Iterable
from typing import Any

from geopy.location import Location
from geopy.point import Point

from gazetteer.boxes import boxes
from gazetteer.importance import importance
from gazetteer.place import Place

CREDIT = "GeoNames, CC BY 4.0, https://www.geonames.org/, with changes; see DATA.md"
_CITY_FROM, _TOWN_FROM = 100_000, 10_000  # inhabitants, where no code tells a city
_SEATS = ("PPLC", "PPLA")


def location(place: Place, country: Place | None, candidates: Iterable[tuple[Place, float]], licence: str) -> Location:
    """The Location. Its raw has Nominatim's keys, and of our own uncertainty_km, source, middle_of and candidates.

    class and type are GeoNames' class and code; a candidate is another place elsewhere that may be meant, with its
    score between 0 and 1.
    """
    address = display_name(place, country)
    raw = {
        "place_id": place.place_id,
        "licence": licence,
        "boundingbox": _bounding_box(place),
        "lat": f"{place.latitude}",
        "lon": f"{place.longitude}",
        "display_name": address,
        "class": place.feature_class,
        "type": place.feature_code,
        "importance": round(importance(place), 4),
        "address": _address(place, country),
        "uncertainty_km": place.uncertainty_km,
        "source": place.source,
        "middle_of": place.middle_of,
        "candidates": [
            {
                "place_id": other.place_id,
                "name": other.name,
                "admin1": other.admin1,
                "country_code": other.country_code,
                "lat": f"{other.latitude}",
                "lon": f"{other.longitude}",
                "score": score,
            }
            for other, score in candidates
        ],
    }
    return Location(address, Point(place.latitude, place.longitude), raw)


def display_name(place: Place, country: Place | None) -> str:
    """Its name and what it lies in, from small to large: "Vasylkiv, Kyiv Oblast, Ukraine"."""
    parts = (place.name, place.anchor, place.admin1, country.name if country else None)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _address(place: Place, country: Place | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if place.feature_class == "P" and place.feature_code != "PPLX":
        found[_size(place)] = place.name
    elif place.feature_class in "PS":
        found["suburb" if place.feature_class == "P" else "amenity"] = place.name
        found["city"] = place.anchor
    found |= {
        "county": place.admin2,
        "state": place.admin1,
        "country": country.name if country else None,
        "country_code": place.country_code.lower() if place.country_code else None,
    }
    return found


def _size(place: Place) -> str:
    people = place.population or 0
    if place.feature_code in _SEATS or people >= _CITY_FROM:
        return "city"
    return "town" if people >= _TOWN_FROM else "village"


def _bounding_box(place: Place) -> list[str]:
    """South, north, west and east of the circle within which the place lies."""
    around = boxes(place.latitude, place.longitude, place.uncertainty_km)
    (south, north, west, _), (_, _, _, east) = around[0], around[-1]
    if len(around) == 2 and place.longitude < 0:  # across 180 degrees, where west is the greater number
        west, east = around[1][2], around[0][3]
    return [f"{degrees:.5f}" for degrees in (south, north, west, east)]
