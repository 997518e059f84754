"""The candidates of a name that lie where the text says it does: beside others, in a direction, at a border."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.sources.fronts import fighting_in
from gazetteer.sphere import distance_km
from pipeline import offsets

Candidates = tuple[Place, ...]

_FARTHER = 2.0  # times as far off as the nearest of its name: not the one that is said to be near
_AS_FAR_KM = 10.0
_NEAR_KM = 60.0  # Krasne near Lviv lies 43 km from it
_NEARBY_KM = 30.0
_BORDER_KM = 30.0
_FEW = 10
_DISTRICT_KM = 60.0  # from its seat
_LAND_KM2 = 600_000.0  # of Ukraine, over which the bearers of a name are strewn
_BY_CHANCE = 0.1  # pairs of two names' bearers that would lie as near by chance: fewer, and they belong together
_LEAST_KM = 5.0
_ONE_LIST_KM = 100.0  # where sure members of a list lie farther apart, it is of no one corner of the country
_ELSEWHERE_KM = 160.0  # beyond that nothing is "north of" a town
_AMISS = 2.0  # times a stated distance
_SMALL = 10_000  # inhabitants; a bigger town is named with whatever is in the news
_ASTRAY_KM = 100.0


@dataclass(frozen=True, slots=True)
class Towards:
    """A town beyond doubt from which a name is said to lie in some direction."""

    town: Place
    bearing: float | None  # degrees clockwise from north
    distance_km: float | None = None
    named: bool = True  # there, not just called "the city"


def beyond(told: Iterable[Towards], candidates: Candidates) -> Candidates:
    """Those that lie where a list is said to: 'the villages of Sloboda and Lukashivka, south of Chernihiv'.

    All of them where none does, or where no direction alone is said.
    """
    for each in told:
        if each.bearing is not None and each.distance_km is None:
            there = offsets.beyond(each.town, each.bearing, candidates)
            return nearest(there, [each.town]) if there else candidates
    return candidates


def is_amiss(told: Iterable[Towards], candidates: Candidates) -> Towards | None:
    """The town that no candidate lies anywhere near to, though the text tells it by that town; None where one does."""
    for each in told:
        reach = _ELSEWHERE_KM if each.distance_km is None else _AMISS * each.distance_km + _NEARBY_KM
        if all(_is_small(p) and _apart(p, each.town) > reach + p.uncertainty_km for p in candidates):
            return each
    return None


def is_astray(members: Sequence[Candidates], candidates: Candidates, day: dt.date) -> Place | None:
    """The village beyond doubt that the name is listed with, though none of its bearers lies where that war is.

    "Gordeevka and Cherkasskoye Porechnoye": the one Gordeevka that we know is 300 km off, where nobody fought that day.
    """
    sure = [member[0] for member in members if len(member) == 1 and _is_small(member[0])]
    if not all(_is_small(p) and not fighting_in(p.country_code, p.admin1, day) for p in candidates):
        return None
    if any(_apart(p, other) <= _ASTRAY_KM for p in candidates for other in sure):
        return None
    return next((other for other in sure if fighting_in(other.country_code, other.admin1, day)), None)


def _is_small(place: Place) -> bool:
    return place.feature_class == "P" and (place.population or 0) < _SMALL


def near(towns: Sequence[Place], candidates: Candidates, within_km: float = _NEAR_KM) -> Candidates:
    """Those that can be the one "near Sloviansk": the nearest, and those not much farther off; all where none is."""
    if not towns or any(p.feature_class != "P" for p in candidates):
        return candidates
    return nearest(candidates, towns) if _gap(candidates, towns) <= within_km else candidates


def nearest(candidates: Candidates, towns: Sequence[Place]) -> Candidates:
    """The nearest to any of the towns, and those not much farther off."""
    far = {p.place_id: min(_apart(p, town) for town in towns) for p in candidates}
    least = min(far.values())
    return tuple(p for p in candidates if far[p.place_id] <= max(_FARTHER * least, least + _AS_FAR_KM))


def nearby(towns: Sequence[Place], candidates: Candidates) -> Candidates:
    """Those that "nearby Dalne" can mean, of the towns told before; all where none lies so near."""
    return near(towns, candidates, _NEARBY_KM)


def of_list(members: Sequence[Candidates], candidates: Candidates) -> Candidates:
    """Those that lie beside what is listed with them, 'Poltavka and Malynivka', nearer than chance would have it.

    Of a hundred Vesele one in ten lies within 20 km of any one town; of eight places called one thing and twenty called
    another two lie side by side only where they are the ones that are meant. All of them where nothing of the sort can
    be told.
    """
    if any(p.feature_class != "P" for p in candidates):
        return candidates
    towns = [[p for p in member if p.feature_class == "P"] for member in members]
    sure = [member[0] for member in towns if len(member) == 1]
    if are_scattered(sure):
        return candidates
    best: tuple[float, list[Place]] = (_BY_CHANCE, [])
    for member in filter(None, towns):
        gap = max(_LEAST_KM, _gap(candidates, member))
        by_chance = len(candidates) * len(member) * math.pi * gap**2 / _LAND_KM2
        best = min(best, (by_chance, member), key=_of_pair)
    return nearest(candidates, best[1]) if best[1] else candidates


def are_scattered(sure: Sequence[Place]) -> bool:
    """True of a list of no one corner of the country: "in Mariupol, Ochakiv and Kalynivka", which may lie anywhere."""
    return any(_apart(one, other) > _ONE_LIST_KM for one in sure for other in sure)


def _of_pair(pair: tuple[float, list[Place]]) -> float:
    return pair[0]


def at_border(country: str, candidates: Candidates, gaz: Lookup) -> Candidates:
    """Those in other countries from which this one, by its ISO code, can be seen; all where none is.

    Of many places of one name the gazetteer need not know what lies across the border.
    """
    if len(candidates) > _FEW:
        return candidates
    there = tuple(
        p
        for p in candidates
        if p.country_code != country
        and any(
            o.country_code == country and o.feature_class == "P"
            for _, o in gaz.near(p.latitude, p.longitude, within_km=max(_BORDER_KM, p.uncertainty_km))
        )
    )
    return there or candidates


def in_district(area: Place, candidates: Candidates) -> Candidates:
    """Those that lie in a district, which may be known by its seat alone; none where none does.

    By the official list, else by how far they are: districts of before 2020 are named as often as today's.
    """
    towns = [p for p in candidates if p.feature_class == "P" and p.country_code == area.country_code]
    listed = tuple(p for p in towns if p.admin2 == area.name)
    reach = area.uncertainty_km if area.feature_class == "A" else _DISTRICT_KM
    return listed or tuple(p for p in towns if _apart(p, area) <= reach + p.uncertainty_km)


def _gap(candidates: Candidates, towns: Sequence[Place]) -> float:
    """How near the nearest two lie, in km; at least as far as it is unknown where in its district either is."""
    return min(
        max(_apart(p, town), *(each.uncertainty_km for each in (p, town) if each.middle_of is not None), 0.0)
        for p in candidates
        for town in towns
    )


def _apart(one: Place, other: Place) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
