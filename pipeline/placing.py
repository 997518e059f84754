"""From a place and the words around it to a location: point, extent, precision, and why there."""

from dataclasses import replace

from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.resolve import Resolution
from gazetteer.sphere import distance_km
from pipeline import geometry, offsets, roles
from pipeline.models import Alternative, Extent, Location, LocationBasis, LocationPrecision
from pipeline.placemention import PlaceMention
from pipeline.syntax import Sentence

_SITE_UP_TO_KM = 12.0  # a wider landmark is a stretch of land
_ONE_SPOT_KM = 1.0  # a dam and its power plant


def as_location(place: Place, basis: LocationBasis, words: str) -> Location:
    """The place itself as a location, as precise as its class allows; radius in km."""
    extent = geometry.own_extent(place)
    latitude, longitude = geometry.middle(extent)
    return Location(
        place.place_id,
        place.name,
        latitude,
        longitude,
        place.country_code,
        place.admin1,
        precision(place),
        extent.outer_km,
        basis,
        words,
        extent=extent,
        middle_of=place.middle_of,
    )


def precision(place: Place) -> LocationPrecision:
    """How precisely a bare mention of the place locates an event."""
    if place.middle_of is not None:
        return "district"
    if place.feature_code in ("PPLX",):
        return "part"
    if place.feature_class == "P":
        return "settlement"
    if place.feature_code in ("ADM2", "ADM3", "ADM2H"):
        return "district"
    if place.feature_class in ("S", "T", "L", "V", "R", "U") and place.uncertainty_km <= _SITE_UP_TO_KM:
        return "site"
    return "region"


def alternative(place: Place, score: float) -> Alternative:
    """Another place that the words may mean, as it is kept."""
    return Alternative(place.name, place.latitude, place.longitude, round(score, 3), place.admin1, place.country_code)


def is_sector(s: Sentence, m: PlaceMention) -> bool:
    """Whether the name is that of a stretch of front: "in the Kupiansk direction"."""
    following = s.tokens[m.token.i + 1] if m.token.i + 1 < len(s.tokens) else None
    return following is not None and following.lemma in geometry.constants()["sector"]["words"]


def location_of(
    s: Sentence, m: PlaceMention, place: Place, resolution: Resolution, basis: LocationBasis, gaz: Lookup
) -> Location:
    """The location that a name and the words around it tell: a site, a part, near it, or the place itself."""
    words = s.words([t for t in s.tokens if m.toponym.start <= t.start < m.toponym.end] or [m.token])
    others = tuple(alternative(other, score) for other, score in resolution.alternatives)
    itself = replace(as_location(place, basis, words), alternatives=others)
    town = itself.precision == "settlement"
    near = m.relation in roles.words()["near"]
    if town and (facility := m.facility or roles.facility_before(s, m)):
        meant = replace(m, facility=facility)
        sites = _sites_at(meant, place, gaz)
        if site := _only_one(meant, place, sites):
            return _at_site(meant, site, sites, itself, place)
        itself = replace(itself, alternatives=tuple(alternative(each, 1 / len(sites)) for each in sites) + others)
    if town and is_sector(s, m):
        extent = geometry.disk(place, geometry.constants()["sector"]["radius_km"])
        return _within(itself, extent, "near", f"{words} {s.tokens[m.token.i + 1].text}")
    district = geometry.constants()["district"]
    if town and m.cue in district["words"]:
        return _within(itself, geometry.disk(place, district["radius_km"]), "district", f"{words} {m.cue}")
    if m.taken and town:  # "captured the plant above Kyiv" is no capture of Kyiv
        return _within(itself, geometry.around(place), "near", f"{m.taken}, {words}")
    if m.part and town:
        extent = geometry.part_of(place, m.part, offsets.part_bearing(m.part))
        part = _within(itself, extent, "part", f"{m.part}, {words}")
        return replace(part, uncertainty_km=max(part.uncertainty_km, geometry.constants()["part"]["least_km"]))
    if near and itself.precision in ("settlement", "part", "site"):
        return _within(itself, geometry.around(place), "near", f"{m.relation} {words}")
    return itself


def around(place: Place, basis: LocationBasis, words: str) -> Location:
    """The ground around the place, for words such as "in the area"; radius in km."""
    return _within(as_location(place, basis, words), geometry.around(place), "near", words)


def dead_reckoning(m: PlaceMention, anchor: Place) -> Location:
    """Dead reckoning, for a scene that has no name of its own: wide, and marked as such."""
    if m.distance_km is None and m.bearing is not None:
        extent = geometry.beyond(anchor, m.bearing)
        return _within(as_location(anchor, "offset", ""), extent, "near", f"in one direction of {m.toponym.text}")
    table, distance = geometry.constants()["offset"], m.distance_km or 0.0
    extent = geometry.reckoned(anchor, distance, m.bearing)
    found = _within(as_location(anchor, "offset", ""), extent, "near", f"{distance:.0f} km from {m.toponym.text}")
    if m.bearing is None:
        return found
    return replace(found, uncertainty_km=round(max(table["least_km"], table["share"] * distance), 2))


def nearest_pair(one: tuple[Place, ...], other: tuple[Place, ...]) -> tuple[Place, Place] | None:
    """The two towns, one of each, that lie nearest to each other; None where either has no town."""
    towns = [[p for p in places if p.feature_class == "P"] for places in (one, other)]
    pairs = ((a, b) for a in towns[0] for b in towns[1] if a.place_id != b.place_id)
    return min(pairs, key=lambda pair: _apart(*pair), default=None)


def between(one: Place, other: Place, words: str) -> Location | None:
    """The ground amid two towns: a disk around the middle that reaches both. None where they lie too far apart."""
    apart = _apart(one, other)
    if apart > geometry.constants()["between"]["most_km"]:
        return None
    latitude, longitude = geometry.half_way(one, other)
    amid = replace(one, latitude=latitude, longitude=longitude)
    extent = geometry.disk(amid, max(geometry.constants()["near"]["beyond_km"], apart / 2))
    return _within(as_location(one, "offset", words), extent, "near", words)


def _within(itself: Location, extent: Extent, how: LocationPrecision, words: str) -> Location:
    """The location narrowed or widened to an extent that the words give."""
    latitude, longitude = geometry.middle(extent)
    return replace(
        itself,
        latitude=latitude,
        longitude=longitude,
        precision=how,
        uncertainty_km=geometry.radius_68(extent) if geometry.is_partial(extent) else extent.outer_km,
        words=words,
        extent=extent,
    )


def _at_site(m: PlaceMention, site: Place, sites: tuple[Place, ...], town: Location, place: Place) -> Location:
    """The site that a facility beside a name means: "the airport of Kherson", "an oil depot near Vasylkiv".

    Inferred: what else it may be is kept, and the uncertainty covers it.
    """
    rest = tuple(other for other in sites if other is not site and not _is_named(m, place, site))
    reach = [_apart(site, other) for other in rest]
    radius = max(geometry.constants()["site"]["least_km"], site.uncertainty_km, *reach)
    words = f"{m.facility}, {town.words}"
    found = _within(as_location(site, "inferred", words), geometry.disk(site, radius), "site", words)
    score = 1 / (len(rest) + 2)  # each as likely as the next, the chosen one twice as likely
    return replace(found, alternatives=tuple(alternative(other, score) for other in rest) + town.alternatives)


def _sites_at(m: PlaceMention, place: Place, gaz: Lookup) -> tuple[Place, ...]:
    """Known sites of that kind at the place, in the direction that the words give; likeliest first."""
    words = m.facility or ""
    key = gaz.facility(words)
    if key is None or (words.endswith("s") and gaz.facility(words[:-1]) == key):
        return ()  # "two bridges near Irpin" are not the one that is known there
    table = geometry.constants()["facility"]
    towards = offsets.part_bearing(m.part)
    known = [
        site
        for site in gaz.sites(key, place)
        if towards is None
        or geometry.off_bearing(place.latitude, place.longitude, site.latitude, site.longitude, towards)
        <= table["off_degrees"]
    ]
    reach = max(table["least_km"], table["radii"] * place.uncertainty_km)
    sites = [site for site in known if _is_own(place, site, reach)]
    if not sites and m.relation in roles.words()["near"]:
        sites = [site for site in known if _apart(place, site) <= geometry.constants()["near"]["most_km"]]
    if m.part and set(m.part.split()) & set(geometry.constants()["part"]["rim"]):
        sites.sort(key=lambda site: -_apart(place, site))
    return tuple(sites)


def _is_own(place: Place, site: Place, reach_km: float) -> bool:
    """True of a site that goes by the place; one in reach that goes by another town is that town's."""
    if site.anchor == place.name:
        return True
    nobodys = site.anchor is None or site.name.startswith(place.name)
    return nobodys and _apart(place, site) <= reach_km


def _apart(one: Place, other: Place) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _only_one(m: PlaceMention, place: Place, sites: tuple[Place, ...]) -> Place | None:
    """The site meant: the one so named, the only one, the first in the part that is named, the town's only own."""
    named = [site for site in sites if _is_named(m, place, site)]
    own = [site for site in sites if site.anchor == place.name]
    if len(named) == 1:
        return named[0]
    if sites and (m.part or all(_apart(sites[0], other) <= _ONE_SPOT_KM for other in sites)):
        return sites[0]
    return own[0] if len(own) == 1 else None


def _is_named(m: PlaceMention, place: Place, site: Place) -> bool:
    """True of Kherson's "Kherson International Airport" where the words are "international airport"."""
    return set((m.facility or "").split()) <= set(site.name.lower().split()) and site.name.startswith(place.name)
