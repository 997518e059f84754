"""From a place and the words around it to a location: point, radius, precision, and why there."""

import math
from dataclasses import replace

from geopy.distance import great_circle

from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.resolve import Resolution
from pipeline import roles
from pipeline.models import Alternative, Location, LocationBasis, LocationPrecision
from pipeline.roles import PlaceMention
from pipeline.syntax import Sentence

NEAR_KM = 5.0  # "near X" means within 5 km, or twice X's own radius, and no further than 25 (UCDP where_prec 2)


FURTHEST_NEAR_KM = 25.0


OFFSET_SHARE = 0.45  # of the stated distance: how far dead reckoning misses (measured on news phrases)


def as_location(place: Place, basis: LocationBasis, words: str) -> Location:
    """The place itself as a location, as precise as its class allows; radius in km."""
    return Location(
        place.place_id,
        place.name,
        place.latitude,
        place.longitude,
        place.country_code,
        place.admin1,
        precision(place),
        place.uncertainty_km,
        basis,
        words,
    )


def precision(place: Place) -> LocationPrecision:
    """How precisely a bare mention of the place locates an event."""
    if place.feature_code in ("PPLX",):
        return "part"
    if place.feature_class == "P":
        return "settlement"
    if place.feature_code in ("ADM2", "ADM3", "ADM2H"):
        return "district"
    if place.feature_class in ("S", "T", "L", "V", "R", "U") and place.uncertainty_km <= 12:
        return "site"
    return "region"


def location_of(
    s: Sentence, m: PlaceMention, place: Place, resolution: Resolution, basis: LocationBasis, gaz: Lookup
) -> Location:
    """The location that a name and the words around it tell: a site, a part, near it, or the place itself."""
    alternatives = tuple(
        Alternative(p.name, p.latitude, p.longitude, round(score, 3)) for p, score in resolution.alternatives
    )
    words = s.words([t for t in s.tokens if m.toponym.start <= t.start < m.toponym.end] or [m.token])
    if m.facility and place.feature_class == "P" and (key := gaz.facility(m.facility)):
        sites = gaz.sites(key, place, within_km=35.0)
        if (towards := roles.part_bearing(m.part)) is not None:
            sites = tuple(p for p in sites if _off(place, p, towards) <= 60) or ()
        words_of = set(m.facility.split())
        named = [p for p in sites if words_of <= set(p.name.lower().split()) and p.name.startswith(place.name)]
        named = named if len(named) == 1 else []
        own = [p for p in sites if p.anchor == place.name]
        if m.part and "outskirt" in m.part:
            sites = tuple(
                sorted(
                    sites, key=lambda p: -great_circle((p.latitude, p.longitude), (place.latitude, place.longitude)).km
                )
            )
        if first := next(iter(named or (sites if len(sites) == 1 or m.part else own if len(own) == 1 else ())), None):
            others = tuple(
                Alternative(p.name, p.latitude, p.longitude, 0.3) for p in sites if p is not first and not named
            )[:4]
            found = as_location(first, "inferred", f"{m.facility}, {words}")
            radius = max(first.uncertainty_km, place.uncertainty_km / 3 if others else 0.0)
            return replace(found, precision="site", uncertainty_km=round(radius, 2), alternatives=others + alternatives)
    kind = precision(place)
    latitude, longitude, radius = place.latitude, place.longitude, place.uncertainty_km
    if m.taken and kind == "settlement":  # "captured the plant above Kyiv" is no capture of Kyiv
        kind, radius, words = "near", max(NEAR_KM, radius), f"{m.taken}, {words}"
    elif m.part and kind == "settlement":
        kind = "part"
        towards = roles.part_bearing(m.part)
        if towards is not None:
            point = great_circle(kilometers=0.8 * radius).destination((latitude, longitude), towards)
            latitude, longitude = round(point.latitude, 5), round(point.longitude, 5)
        radius = max(1.0, radius * 0.6)
        words = f"{m.part}, {words}"
    elif m.relation in roles.words()["near"] and kind in ("settlement", "part", "site"):
        kind = "near"
        radius = min(FURTHEST_NEAR_KM, max(NEAR_KM, 2 * radius))
        words = f"{m.relation} {words}"
    return Location(
        place.place_id,
        place.name,
        latitude,
        longitude,
        place.country_code,
        place.admin1,
        kind,
        round(radius, 2),
        basis,
        words,
        alternatives,
    )


def _off(centre: Place, site: Place, towards: float) -> float:

    east = (site.longitude - centre.longitude) * math.cos(math.radians(centre.latitude))
    angle = math.degrees(math.atan2(east, site.latitude - centre.latitude)) % 360
    return abs((angle - towards + 180) % 360 - 180)


def dead_reckoning(m: PlaceMention, anchor: Place) -> Location:
    """Dead reckoning, for a scene that has no name of its own: wide, and marked as such."""
    distance = m.distance_km or 0.0
    if m.bearing is None:
        latitude, longitude, radius = anchor.latitude, anchor.longitude, distance
    else:
        point = great_circle(kilometers=distance).destination((anchor.latitude, anchor.longitude), m.bearing)
        latitude, longitude, radius = (
            round(point.latitude, 5),
            round(point.longitude, 5),
            max(NEAR_KM, OFFSET_SHARE * distance),
        )
    return Location(
        anchor.place_id,
        anchor.name,
        latitude,
        longitude,
        anchor.country_code,
        anchor.admin1,
        "near",
        round(radius, 2),
        "offset",
        f"{distance:.0f} km from {m.toponym.text}",
    )
