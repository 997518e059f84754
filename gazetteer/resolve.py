"""The right one among places that share a name, by simple signals that can be read aloud."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gazetteer.importance import importance
from gazetteer.names import key
from gazetteer.place import Place
from gazetteer.sphere import bearing_degrees, distance_km

# What each signal is worth. Every signal lies between 0 and 1; the score is their weighted mean over the signals
# that the context gives, so that it lies between 0 and 1 too.
WEIGHTS = {
    "importance": 0.30,  # the larger place is meant
    "cue": 0.35,  # "the village of", "region", "air base"
    "country": 0.30,  # the country that the article is about
    "admin1": 0.25,  # "in Zakarpattia"
    "anchors": 0.15,  # near the other places of the article
    "offset": 0.60,  # "a city 25 miles south of Kyiv" must lie there
}
ELSEWHERE_KM = 25.0  # two candidates closer than that are one place for a map
CLOSE_RACE = 0.05  # a lead smaller than that decides nothing
ANCHOR_REACH_KM = 150.0
SUPPORT_KM = 100.0  # another place of the article so near supports a small one
_SURE, _SURE_NEXT_DOOR, _SURE_ABROAD = 10_000, 100_000, 1_000_000  # inhabitants from which a name alone is enough
OFFSET_DEGREES = 60.0
OFFSET_RATIO = (0.6, 1.5)
NEIGHBOURS = frozenset(("BY", "HU", "MD", "PL", "RO", "RU", "SK"))  # of Ukraine, met in articles on it

_SETTLEMENT, _DIVISION, _SITE, _WATER, _LAND = "settlement", "division", "site", "water", "land"
_CUES: dict[str, tuple[str, ...]] = {
    _SETTLEMENT: ("settlement", "place", "outskirts", "suburb", "centre", "center", "capital", "port city"),
    _DIVISION: ("region", "oblast", "province", "krai", "territory", "county", "voivodeship", "republic"),
    _SITE: (
        "airport",
        "airfield",
        "air base",
        "airbase",
        "base",
        "square",
        "station",
        "plant",
        "bridge",
        "dam",
        "port",
    ),
    _WATER: ("river", "sea", "lake", "strait", "reservoir", "gulf", "bay"),
    _LAND: ("island", "peninsula", "spit", "cape", "mountain", "forest"),
}
_KIND_OF_CUE = {cue: kind for kind, cues in _CUES.items() for cue in cues}
_LARGE, _SMALL = ("city",), ("village", "hamlet", "settlement of")
_CITY_FROM, _VILLAGE_TO = 10_000, 5_000  # inhabitants
_KIND_OF_CLASS = {"P": _SETTLEMENT, "A": _DIVISION, "S": _SITE, "H": _WATER, "T": _LAND, "L": _LAND, "V": _LAND}
_WITHOUT_CUE = {"PCLI": 1.0, "ADM1": 0.35, "ADM2": 0.3, "PPLX": 0.6}


@dataclass(frozen=True, slots=True)
class Offset:
    """ "25 miles south of Kyiv": the place lies there from a reference."""

    distance_km: float
    bearing_degrees: float | None  # clockwise from north; None where no direction is given
    reference: Place


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place that is meant, or None where there is no candidate; and why."""

    place: Place | None
    alternatives: tuple[tuple[Place, float], ...]  # up to five, elsewhere (over 25 km away), best first, with scores
    score: float  # between 0 and 1
    ambiguous: bool  # another place, elsewhere, is nearly as likely; or a hamlet that nothing supports
    reasons: tuple[str, ...]  # one a signal, in words


def resolve(
    candidates: Iterable[Place],
    *,
    cue: str | None = None,
    country: str | None = None,
    admin1: str | None = None,
    anchors: Sequence[Place] = (),
    offset: Offset | None = None,
) -> Resolution:
    """The likeliest of the candidates, given what the text says around the name.

    cue is a word such as "village" or "region"; country the ISO code the article is about; admin1 the name of a
    division that the text gives; anchors the places of the article that are certain. Earlier candidates win ties.
    """
    scored = []
    for position, place in enumerate(candidates):
        signals = _signals(place, cue, country, admin1, anchors, offset)
        total = sum(WEIGHTS[name] for name, _, _ in signals)
        score = sum(WEIGHTS[name] * value for name, value, _ in signals) / total
        scored.append((-score, position, place, signals))
    if not scored:
        return Resolution(None, (), 0.0, False, ("No place of this name is known.",))
    scored.sort(key=lambda entry: entry[:2])
    negative, _, best, signals = scored[0]
    elsewhere = [(place, round(-score, 4)) for score, _, place, _ in scored[1:] if _apart(best, place)]
    score = round(-negative, 4)
    race = bool(elsewhere) and score - elsewhere[0][1] < CLOSE_RACE
    doubt = _doubt(best, signals, country)
    reasons = [f"{name}: {reason} ({value:.2f})" for name, value, reason in signals]
    if doubt:
        reasons.append(doubt)
    if race:
        rival = elsewhere[0][0]
        reasons.append(f"{rival.name} ({rival.admin1 or rival.country_code}) is nearly as likely.")
    return Resolution(best, tuple(elsewhere[:5]), score, race or doubt is not None, tuple(reasons))


_Signal = tuple[str, float, str]


def _signals(
    place: Place,
    cue: str | None,
    country: str | None,
    admin1: str | None,
    anchors: Sequence[Place],
    offset: Offset | None,
) -> list[_Signal]:
    signals: list[_Signal] = [("importance", importance(place), _size(place)), _cue(place, cue, anchors)]
    if country:
        signals.append(_country(place, country))
    if admin1:
        same = place.admin1 is not None and _division(place.admin1) == _division(admin1)
        signals.append(("admin1", float(same), f"{'in' if same else 'not in'} {admin1}"))
    others = [anchor for anchor in anchors if anchor.place_id != place.place_id and anchor.feature_code != "PCLI"]
    if others:
        nearest = min(_between(place, anchor) for anchor in others)
        signals.append(
            ("anchors", math.exp(-nearest / ANCHOR_REACH_KM), f"{nearest:.0f} km from another place of the article")
        )
    if offset:
        signals.append(_offset(place, offset))
    return signals


def _doubt(place: Place, signals: Sequence[_Signal], country: str | None) -> str | None:
    """Why a settlement may be a namesake of one that the gazetteer lacks; None where it is large or supported."""
    # Half of Ukraine's settlements share their name, and most of the small ones are not in the gazetteer: of villages
    # chosen by name alone one in four was the wrong one, of towns from 10,000 inhabitants on one in fifty.
    if place.feature_class != "P" or place.feature_code == "PPLX" or place.source == "landmarks":
        return None  # what we have added ourselves, war news names
    if country is None or place.country_code == country:
        sure = _SURE
    else:
        sure = _SURE_NEXT_DOOR if country == "UA" and place.country_code in NEIGHBOURS else _SURE_ABROAD
    if (place.population or 0) >= sure:
        return None
    values = {name: value for name, value, _ in signals}
    near = values.get("anchors", 0.0) >= math.exp(-SUPPORT_KM / ANCHOR_REACH_KM)
    if near or values.get("admin1") or values.get("offset"):
        return None
    return f"{place.name} is small, and nothing else in the text points there: it may be a namesake we don't know."


def _size(place: Place) -> str:
    if place.feature_code == "PPLX":
        return f"part of {place.anchor}" if place.anchor else "part of a city"
    return f"{place.population:,} inhabitants" if place.population else "size unknown"


def _cue(place: Place, cue: str | None, anchors: Sequence[Place]) -> _Signal:
    kind = _KIND_OF_CLASS.get(place.feature_class, _SITE)
    if cue is None:
        if place.anchor and place.anchor in {anchor.name for anchor in anchors}:
            return "cue", 1.0, f"in {place.anchor}, which the article names"
        if place.feature_class == "P":
            value = _WITHOUT_CUE.get(place.feature_code, 1.0)
        else:
            value = _WITHOUT_CUE.get(place.feature_code, 0.6)
        return "cue", value, f"no word says which kind; it is a {kind}"
    word = key(cue)
    population = place.population or 0
    if word in _LARGE:
        value = 0.0 if kind != _SETTLEMENT else 1.0 if population >= _CITY_FROM else 0.3
    elif word == "town":
        value = 0.0 if kind != _SETTLEMENT else 1.0 if population >= 1000 else 0.7
    elif word in _SMALL:
        value = 0.0 if kind != _SETTLEMENT else 1.0 if population <= _VILLAGE_TO else 0.4
    elif word in ("district", "neighbourhood", "neighborhood", "raion"):
        value = 1.0 if place.feature_code in ("PPLX", "ADM2", "ADM3") else 0.5 if kind == _SETTLEMENT else 0.2
    elif word in _KIND_OF_CUE:
        value = float(_KIND_OF_CUE[word] == kind)
    else:
        return "cue", 0.5, f"'{cue}' says nothing about the kind"
    return "cue", value, f"'{cue}' {'fits' if value >= 0.5 else 'does not fit'} a {kind}"


def _country(place: Place, country: str) -> _Signal:
    if place.country_code == country:
        return "country", 1.0, f"in {country}, which the article is about"
    if place.feature_code == "PCLI" or place.country_code is None:
        return "country", 0.8, "a country or a sea"  # named in its own right, not a namesake
    if country == "UA" and place.country_code in NEIGHBOURS:
        return "country", 0.4, f"in {place.country_code}, next to {country}"
    return "country", 0.0, f"in {place.country_code}, not in {country}"


def _offset(place: Place, offset: Offset) -> _Signal:
    reference = offset.reference
    actual = _between(reference, place)
    low, high = OFFSET_RATIO
    reason = f"{actual:.0f} km from {reference.name}, where {offset.distance_km:.0f} km are stated"
    fits = low * offset.distance_km <= actual <= high * offset.distance_km
    if fits and offset.bearing_degrees is not None:
        towards = bearing_degrees(reference.latitude, reference.longitude, place.latitude, place.longitude)
        turn = abs((towards - offset.bearing_degrees + 180) % 360 - 180)
        reason += f", {turn:.0f} degrees off the stated direction"
        fits = turn <= OFFSET_DEGREES
    return "offset", float(fits), reason


def _division(name: str) -> str:
    words = [word for word in key(name).split() if word not in _CUES[_DIVISION] and word != "city"]
    return " ".join(words)


def _between(place: Place, other: Place) -> float:
    return distance_km(place.latitude, place.longitude, other.latitude, other.longitude)


def _apart(place: Place, other: Place) -> bool:
    return _between(place, other) > ELSEWHERE_KM
