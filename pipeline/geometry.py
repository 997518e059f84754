"""The ground that words leave open: disks, rings, sectors and outlines on the globe.

Constants stand in rules/places.toml, each with its reason; outlines in assets/base/regions.json.
"""

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from geopy.distance import great_circle

from gazetteer.place import Place
from gazetteer.sphere import bearing_degrees, distance_km
from pipeline.kinds import RULES
from pipeline.models import Extent, Location

REGIONS = RULES.parent / "assets" / "base" / "regions.json"
_COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
HALFWAY_ROUND_KM = 20_038.0  # no two points lie farther apart
_HALF_POINTS = 45.0  # directions between the four main ones


@dataclass(frozen=True, slots=True)
class Region:
    """The outline of a first-order division. Degrees WGS 84."""

    id: str  # "UA08"
    name: str
    country: str  # ISO 3166-1 alpha-2
    latitude: float  # of a point inside, clear of large towns
    longitude: float
    radius_km: float  # around that point; holds 68 % of the area
    rings: tuple[tuple[tuple[float, float], ...], ...]  # longitude first, as in GeoJSON; holes among them


@cache
def constants() -> Mapping[str, Any]:
    """The tables of rules/places.toml."""
    return tomllib.loads((RULES / "places.toml").read_text(encoding="utf-8"))


@cache
def regions() -> Mapping[str, Region]:
    """The outlines that are known, by id."""
    found = {}
    for feature in json.loads(REGIONS.read_text(encoding="utf-8"))["features"]:
        rings = tuple(tuple((x, y) for x, y in ring) for part in feature["geometry"]["coordinates"] for ring in part)
        region = Region(rings=rings, **feature["properties"])
        found[region.id] = region
    return found


def disk(place: Place, radius_km: float, *, inner_km: float = 0.0) -> Extent:
    """The ground within so many km of a place; a ring where inner_km is given."""
    return Extent("disk", place.latitude, place.longitude, round(radius_km, 2), round(inner_km, 2))


def sector(place: Place, inner_km: float, outer_km: float, bearing: float, half_angle: float) -> Extent:
    """The ground between two distances from a place, within half_angle degrees of a bearing clockwise from north."""
    return Extent(
        "sector", place.latitude, place.longitude, round(outer_km, 2), round(inner_km, 2), bearing, half_angle
    )


def own_extent(place: Place) -> Extent:
    """What the place itself covers: the outlines of a division where they are known, else a disk of its radius."""
    held = outlines_of(place)
    if not held:
        return disk(place, place.uncertainty_km)
    largest = max(held, key=lambda region: region.radius_km)
    alone = len(held) == 1
    latitude, longitude = (largest.latitude, largest.longitude) if alone else (place.latitude, place.longitude)
    radius = largest.radius_km if alone else max(place.uncertainty_km, largest.radius_km)
    return Extent("area", latitude, longitude, radius, regions=tuple(region.id for region in held))


def outlines_of(place: Place) -> tuple[Region, ...]:
    """The outlines that make up the place; () for anything but a known division or an area of rules/places.toml."""
    if named := constants()["areas"].get(place.place_id):
        return tuple(regions()[name] for name in named)
    if place.feature_code != "ADM1":
        return ()
    return tuple(one for one in regions().values() if (one.country, one.name) == (place.country_code, place.name))


def part_of(place: Place, words: str, bearing: float | None) -> Extent:
    """The part of a settlement that the words name: "eastern outskirts" with 90.0, "centre" with None."""
    table, radius, said = constants()["part"], place.uncertainty_km, set(words.lower().split())
    rim = bool(said & set(table["rim"]))
    if said & set(table["core"]) and bearing is None:
        return disk(place, max(table["least_km"], table["core_to"] * radius))
    inner, outer = (table["rim_from"] * radius, table["rim_to"] * radius) if rim else (0.0, radius)
    if bearing is None:
        return disk(place, outer, inner_km=inner)
    return sector(place, inner, max(table["least_km"], outer), bearing, table["half_angle"])


def around(place: Place) -> Extent:
    """The ground that "near" the place means."""
    table = constants()["near"]
    beyond = table["beyond_km"] if place.feature_class == "P" else table["site_beyond_km"]
    return disk(place, min(table["most_km"], beyond + table["radii"] * place.uncertainty_km))


def beyond(place: Place, bearing: float) -> Extent:
    """The ground beside the place in that direction, where no distance is told: "north of Kyiv"."""
    table = constants()["offset"]
    points = 8 if bearing % (2 * _HALF_POINTS) else 4
    inner = constants()["part"]["rim_from"] * place.uncertainty_km
    return sector(place, inner, constants()["near"]["most_km"], bearing, table[f"half_angle_of_{points}"])


def reckoned(place: Place, distance: float, bearing: float | None) -> Extent:
    """The ground that lies so many km from the place, in that direction; a ring where none is given."""
    table = constants()["offset"]
    inner, outer = table["ring_from"] * distance, table["ring_to"] * distance
    if bearing is None:
        return disk(place, outer, inner_km=inner)
    points = 8 if bearing % (2 * _HALF_POINTS) else 4
    return sector(place, inner, outer, bearing, table[f"half_angle_of_{points}"])


def half_way(one: Place, other: Place) -> tuple[float, float]:
    """Latitude and longitude of the middle of the great circle between two places, to five decimals."""
    here, there = (one.latitude, one.longitude), (other.latitude, other.longitude)
    away = great_circle(kilometers=great_circle(here, there).km / 2)
    point = away.destination(here, bearing_degrees(*here, *there))
    return round(point.latitude, 5), round(point.longitude, 5)


def middle(extent: Extent) -> tuple[float, float]:
    """Latitude and longitude amid the extent, to five decimals; the centre of a disk, a ring or an area."""
    if extent.kind != "sector" or extent.bearing is None:
        return extent.latitude, extent.longitude
    away = great_circle(kilometers=(extent.inner_km + extent.outer_km) / 2)
    point = away.destination((extent.latitude, extent.longitude), extent.bearing)
    return round(point.latitude, 5), round(point.longitude, 5)


def radius_68(extent: Extent) -> float:
    """The radius in km around the extent's middle that holds 68 % of its ground, to two decimals."""
    if extent.kind == "area":
        return extent.outer_km
    inner, outer = extent.inner_km**2, extent.outer_km**2
    if extent.kind == "disk" or extent.half_angle is None:
        return round(math.sqrt(inner + 0.68 * (outer - inner)), 2)
    rings, rays = 40, 41
    mid = (extent.inner_km + extent.outer_km) / 2
    away = []
    for ring in range(rings):  # of equal area each
        far = math.sqrt(inner + (outer - inner) * (ring + 0.5) / rings)
        for ray in range(rays):
            angle = math.radians(extent.half_angle * (2 * ray / (rays - 1) - 1))
            away.append(math.sqrt(far**2 + mid**2 - 2 * far * mid * math.cos(angle)))
    away.sort()
    return round(away[int(len(away) * 0.68)], 2)


def contains(extent: Extent, latitude: float, longitude: float) -> bool:
    """True where the point lies in the extent."""
    if extent.kind == "area":
        return any(_inside(regions()[name], latitude, longitude) for name in extent.regions)
    if not extent.inner_km <= distance_km(extent.latitude, extent.longitude, latitude, longitude) <= extent.outer_km:
        return False
    if extent.bearing is None or extent.half_angle is None:
        return True
    return off_bearing(extent.latitude, extent.longitude, latitude, longitude, extent.bearing) <= extent.half_angle


def in_words(extent: Extent) -> str | None:
    """'the ground 45 to 75 km from the centre of the named place, to the south-west'; None for a disk or an area."""
    if not is_partial(extent):
        return None
    outer = max(1, round(extent.outer_km))
    inner = round(extent.inner_km)
    reach = f"{inner} to {outer} km" if inner else f"up to {outer} km"
    towards = "" if extent.bearing is None else f", to the {_COMPASS[round(extent.bearing / _HALF_POINTS) % 8]}"
    return f"the ground {reach} from the centre of the named place{towards}"


def is_partial(extent: Extent | None) -> bool:
    """True of a ring or a sector: ground beside its centre, not around it."""
    return extent is not None and extent.kind != "area" and (extent.kind == "sector" or extent.inner_km > 0)


def overlap(one: Location, other: Location) -> bool:
    """True where each point lies on the ground that the other's words leave open, if that is a ring or a sector."""
    pairs = ((one.extent, other), (other.extent, one))
    return all(contains(ground, at.latitude, at.longitude) for ground, at in pairs if ground and is_partial(ground))


def reach_km(place: Location) -> float:
    """How far off another report may be and mean this place, km: its radius; 0 where that covers several sites.

    "A power plant" may be either of two, but a report of the one is none of the other.
    """
    return 0.0 if place.basis == "inferred" and place.alternatives else place.uncertainty_km


def off_bearing(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float, bearing: float
) -> float:
    """Degrees between the bearing and the direction from the first point to the second, 0 to 180."""
    towards = bearing_degrees(latitude, longitude, other_latitude, other_longitude)
    return abs((towards - bearing + 180.0) % 360.0 - 180.0)


def _inside(region: Region, latitude: float, longitude: float) -> bool:
    """Ray casting over all rings at once: holes count by themselves."""
    odd = False
    for ring in region.rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > latitude) != (y2 > latitude) and longitude < x1 + (latitude - y1) * (x2 - x1) / (y2 - y1):
                odd = not odd
    return odd
