"""What speaks for one candidate: each signal's value between 0 and 1, and the words for it."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gazetteer import cues, front_line
from gazetteer.context import Support
from gazetteer.importance import importance
from gazetteer.place import NameUse, Place
from gazetteer.sources.fronts import fighting_in, seat_is_held
from gazetteer.sphere import bearing_degrees, distance_km

NEIGHBOURS = frozenset(("BY", "HU", "MD", "PL", "RO", "RU", "SK"))  # of Ukraine, met in articles on it
REACH_KM = 150.0  # how fast nearness to a place that is certain fades
BESIDE_KM = 60.0  # "Krasne, near Lviv" lies 43 km from it
OFFSET_DEGREES = 60.0
OFFSET_RATIO = (0.6, 1.5)
_SEATS = {"PPLC": 1.0, "PPLA": 1.0, "PPLA2": 0.8, "PPLA3": 0.6}
_STRUCK_ANYWHERE = 30_000  # inhabitants: missiles and drones are aimed at towns far from any front
_LONE_DISTRICT = 0.6  # what is left of a district's importance where nothing of its city is named
_IN_ITS_CITY = 0.3  # of "near", which tells that something of it is
_KIND_OF_NAME = {"own": 1.0, "other": 0.6, "romanised": 0.6, "abbreviation": 0.6, "historic": 0.4, "weak": 0.2}
_WORDS_OF_NAME = {
    "own": "its own name",
    "other": "another name of it",
    "romanised": "another spelling of it",
    "abbreviation": "short for it",
    "historic": "a name it has had",
    "weak": "a name it shares with something larger",
}


@dataclass(frozen=True, slots=True)
class Offset:
    """ "25 miles south of Kyiv": the place lies there from a reference."""

    distance_km: float
    bearing_degrees: float | None  # clockwise from north; None where no direction is given
    reference: Place


@dataclass(frozen=True, slots=True)
class Clues:
    """What the text says around a name; whatever it does not say is None or empty and weighs nothing."""

    cue: str | None = None  # "village", "region"
    country: str | None = None  # ISO code of the country that the article is about
    admin1: str | None = None  # name of a division that the text gives
    inside: Sequence[Place] = ()  # countries or divisions that the text puts it in: "Odessa, Texas"
    anchors: Sequence[Place] = ()  # places close by that are certain
    beside: Sequence[Place] = ()  # places that the text says it is near or lists with it: "Krasne, near Lviv"
    offset: Offset | None = None
    day: dt.date | None = None  # of the article, for names that were changed
    uses: Mapping[str, NameUse] = field(default_factory=dict)  # by place_id: which of its names this is


Words = tuple[object, ...]  # a template, and what stands in it: most are never read, and so never put together
Signal = tuple[str, float, Words]  # name in weights.toml, value, words


def told(words: Words) -> str:
    """The words put together."""
    template, *inside = words
    return str(template).format(*inside)


def values(place: Place, clues: Clues, support: Support | None) -> Iterator[Signal]:
    """The signals that the text gives for a candidate, each between 0 and 1."""
    apart = (
        place.feature_code == "PPLX"
        and not (support and support.near >= _IN_ITS_CITY)
        and not _in_anchor(place, clues.anchors)
    )
    yield "importance", importance(place) * (_LONE_DISTRICT if apart else 1.0), _size(place)
    if (use := clues.uses.get(place.place_id)) is not None:
        if use.kind == "weak" and clues.cue and (cues.fit(clues.cue, place) or 0.0) >= 0.5:
            yield "own_name", 1.0, ("its name, with the word beside it",)  # "the Luhansk region"
        else:
            yield "own_name", _KIND_OF_NAME[use.kind], (_WORDS_OF_NAME[use.kind],)
        if clues.day is not None:
            yield _day(use, clues.day)
    yield _kind(place, clues.cue, clues.anchors)
    if place.feature_code in _SEATS:
        yield "seat", _SEATS[place.feature_code], ("the seat of a country or division",)
    if clues.day is not None and (place.feature_class == "P" or place.feature_code == "ADM1"):
        yield _front(place, clues.day)
        among_foreign = (
            support is not None and bool(support.nearest) and not support.country
        )  # "London, New York, Paris"
        # a city's districts are all as near
        if place.feature_class == "P" and place.feature_code != "PPLX" and not among_foreign:
            value, town = front_line.nearness(place.latitude, place.longitude, clues.day)
            if town is not None:
                yield "line", value, ("by the line of contact at that time, near {}", town)
        if (
            place.feature_code == "ADM1"
            and clues.cue is None
            and seat_is_held(place.country_code, place.admin1, clues.day)
        ):
            name = place.name.split(" ")[0]
            yield "rear", 1.0, ("its seat lay behind the lines, and a bare {} often means the region", name)
    if clues.country:
        yield _country(place, clues.country)
    if clues.admin1 or clues.inside:
        yield _stated(place, clues.admin1, clues.inside)
    near, nearest = _near(place, clues.anchors), None
    if support is not None:
        if support.near > near[0]:
            near, nearest = (support.near, 0.0), support.nearest
        if support.country:
            yield "country", support.country, (_SHARE, support.country, place.country_code)
        if support.admin1:
            yield "admin1", support.admin1, (_SHARE, support.admin1, place.admin1)
        if support.holds:
            yield "holds", support.holds, ("other places of the article lie in it",)
    if near[0] or clues.anchors:
        words: Words = ("near {}", nearest) if nearest else ("{:.0f} km from another place of the article", near[1])
        yield "near", near[0], words
    if clues.beside:
        gap = min(_between(place, other) for other in clues.beside)
        yield "beside", math.exp(-gap / BESIDE_KM), ("{:.0f} km from what the text names beside it", gap)
    if clues.offset:
        yield _offset(place, clues.offset)


_SHARE = "{:.0%} of the other places lie in {}"


def _size(place: Place) -> Words:
    if place.feature_code == "PPLX":
        return ("part of {}", place.anchor) if place.anchor else ("part of a city",)
    return ("{:,} inhabitants", place.population) if place.population else ("size unknown",)


def _day(use: NameUse, day: dt.date) -> Signal:
    if use.last is not None and day > use.last:
        return "day", 0.0, ("called so only until {}", use.last)
    if use.first is not None and day < use.first:
        return "day", 0.0, ("called so only from {}", use.first)
    held: Words = ("called so on {}", day) if use.first or use.last else ("no other name of it is known to have held",)
    return "day", 1.0, held


def _front(place: Place, day: dt.date) -> Signal:
    if fighting_in(place.country_code, place.admin1, day):
        return "front", 1.0, ("ground fighting in {} at that time", place.admin1)
    if (place.population or 0) >= _STRUCK_ANYWHERE:
        return "front", 0.8, ("no ground fighting near, but a town that is struck from afar",)
    return "front", 0.0, ("no ground fighting in {} at that time", place.admin1)


def _kind(place: Place, cue: str | None, anchors: Sequence[Place]) -> Signal:
    kind = cues.kind_of(place)
    if cue is not None:
        value = cues.fit(cue, place)
        if value is None:
            return "cue", 0.5, ("'{}' says nothing about the kind", cue)
        return "cue", value, ("'{}' {} a {}", cue, "fits" if value >= 0.5 else "does not fit", kind)
    if _in_anchor(place, anchors):
        return "kind", 1.0, ("in {}, which the article names", place.anchor)
    return "kind", cues.without_cue(place), ("no word says which kind; it is a {}", kind)


def _in_anchor(place: Place, anchors: Sequence[Place]) -> bool:
    return place.anchor is not None and place.anchor in {anchor.name for anchor in anchors}


def _country(place: Place, country: str) -> Signal:
    if place.country_code == country:
        return "article_country", 1.0, ("in {}, which the article is about", country)
    if place.is_country or place.country_code is None:
        return "article_country", 0.8, ("a country or a sea",)  # named in its own right, not a namesake
    if country == "UA" and place.country_code in NEIGHBOURS:
        return "article_country", 0.6, ("in {}, next to {}", place.country_code, country)
    return "article_country", 0.0, ("in {}, not in {}", place.country_code, country)


def _stated(place: Place, admin1: str | None, inside: Sequence[Place]) -> Signal:
    for area in inside:
        if _lies_in(place, area):
            return "stated", 1.0, ("in {}, which the text gives", area.name)
    if admin1 and place.admin1 and cues.bare_division(place.admin1) == cues.bare_division(admin1):
        return "stated", 1.0, ("in {}", admin1)
    return "stated", 0.0, ("not in {}", admin1 or inside[0].name)


def _lies_in(place: Place, area: Place) -> bool:
    if area.place_id == place.place_id or place.country_code != area.country_code:
        return False
    if area.is_country:
        return True
    if area.feature_code == "ADM1":
        return place.admin1 == (area.admin1 or area.name)
    if area.feature_code == "ADM2" and place.admin2 is not None:
        return place.admin2 == area.name
    return _between(place, area) <= max(area.uncertainty_km, 5.0)


def _near(place: Place, anchors: Sequence[Place]) -> tuple[float, float]:
    if place.feature_code in ("ADM1", "PCLI"):  # whose middle is near nothing in particular
        return 0.0, 0.0
    others = [anchor for anchor in anchors if anchor.place_id != place.place_id and not anchor.is_country]
    if not others:
        return 0.0, 0.0
    nearest = min(_between(place, anchor) for anchor in others)
    return math.exp(-nearest / REACH_KM), nearest


def _offset(place: Place, offset: Offset) -> Signal:
    reference = offset.reference
    actual = _between(reference, place)
    low, high = OFFSET_RATIO
    words: Words = ("{:.0f} km from {}, where {:.0f} km are stated", actual, reference.name, offset.distance_km)
    fits = low * offset.distance_km <= actual <= high * offset.distance_km
    if fits and offset.bearing_degrees is not None:
        towards = bearing_degrees(reference.latitude, reference.longitude, place.latitude, place.longitude)
        turn = abs((towards - offset.bearing_degrees + 180) % 360 - 180)
        words = (f"{words[0]}, {{:.0f}} degrees off the stated direction", *words[1:], turn)
        fits = turn <= OFFSET_DEGREES
    return "offset", float(fits), words


def _between(place: Place, other: Place) -> float:
    return distance_km(place.latitude, place.longitude, other.latitude, other.longitude)
