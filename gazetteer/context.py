"""What the other names of an article say about one name: their countries, their regions, how near they are."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gazetteer.importance import importance
from gazetteer.names import key
from gazetteer.place import Place
from gazetteer.sphere import distance_km

REACH_KM, NEXT_KM = 100.0, 20.0  # how fast nearness fades: in the same part of a country, and next door
SHARPNESS = 9.0  # of the first guess by importance alone, in logits
CONSIDERED = 8  # candidates of another name that count
FAINTNESS = 0.3
_OUT_OF_REACH = 5.0  # degrees of latitude, some 550 km
BESIDE = 300.0  # code points over which two names have to do with one another


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the article, where it stands (code points), and what it may denote."""

    text: str
    start: int
    candidates: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """How far the rest of the article points to one candidate; each between 0 and 1."""

    country: float = 0.0  # share of the other names that lie in its country
    admin1: float = 0.0  # share of those that lie in its first-order division
    near: float = 0.0  # whether other names lie close by, nearer mentions counting more
    nearest: str | None = None  # name of the place that made it so
    holds: float = 0.0  # whether other names lie inside it, for a division or a country


@dataclass(slots=True)
class _Sense:
    """One distinct name of the article: where it stands, and the likeliest places with their probabilities."""

    starts: list[int]
    count: int  # of its candidates
    ids: frozenset[str]  # of its candidates
    beliefs: list[tuple[Place, float]]


class Context:
    """All names of an article. Made once an article; asked for each name.

    Two rounds: first every name is guessed by importance alone, then each guess is weighed by what the other
    names of the article say. After "Geographic information retrieval" practice: minimal spread in space, one sense
    per article, country and region votes.
    """

    def __init__(self, names: Iterable[Named]) -> None:
        senses: dict[str, _Sense] = {}
        for name in names:
            sense = senses.get(key(name.text))
            if sense is None:
                senses[key(name.text)] = _Sense(
                    [name.start],
                    len(name.candidates),
                    frozenset(place.place_id for place in name.candidates),
                    _prior(name.candidates),
                )
            else:
                sense.starts.append(name.start)
        self._senses = senses
        for _ in range(2):
            self._tally()
            self._update()
        self._tally()

    def support(self, text: str, place: Place, start: int | None = None) -> Support:
        """What all names but this one say about the place. start is where this mention stands, if it matters."""
        own = self._senses.get(key(text))
        return self._support(own, place, [start] if start is not None else own.starts if own else [0])

    def _support(self, own: _Sense | None, place: Place, starts: Sequence[int]) -> Support:
        country, total = self._votes(own, self._countries, place.country_code)
        admin1, _ = self._votes(own, self._divisions, (place.country_code, place.admin1) if place.admin1 else None)
        near, holds, nearest, strongest = 1.0, 1.0, None, 0.0
        area = place.feature_class == "A"
        for sense in self._senses.values():
            if sense is own:
                continue
            inside, pull, puller = 0.0, 0.0, None
            beside: float | None = None  # asked for only where something lies near: that is seldom
            for other, belief in sense.beliefs:
                if own and other.place_id in own.ids and other.place_id != place.place_id:
                    continue  # "Odesa" is no witness that "Odessa" means the oblast round it
                if area:
                    inside += belief * _inside(other, place)
                if _wide(other) or not (close := _close(place, other)):
                    continue
                if beside is None:
                    beside = _beside(starts, sense.starts)
                if (close := close * beside * _witness(belief, sense)) > pull:
                    pull, puller = close, other.name
            near *= 1.0 - pull
            if pull > strongest:
                nearest, strongest = puller, pull
            holds *= 1.0 - min(1.0, inside)
        # one name more than there are: a single other name is no proof
        return Support(country / (total + 1.0), admin1 / (total + 1.0), 1.0 - near, nearest, 1.0 - holds)

    def _votes(self, own: _Sense | None, votes: Mapping[object, float], wanted: object) -> tuple[float, float]:
        total = sum(self._countries.values())
        mine = 0.0
        if own:
            total -= sum(belief for place, belief in own.beliefs if place.country_code)
            for place, belief in own.beliefs:
                if votes is self._countries:
                    mine += belief * (place.country_code == wanted)
                else:
                    mine += belief * ((place.country_code, place.admin1) == wanted)
        return (max(0.0, votes.get(wanted, 0.0) - mine) if wanted else 0.0), max(0.0, total)

    def _tally(self) -> None:
        self._countries: dict[object, float] = defaultdict(float)
        self._divisions: dict[object, float] = defaultdict(float)
        for sense in self._senses.values():
            for place, belief in sense.beliefs:
                if place.country_code:
                    self._countries[place.country_code] += belief
                    if place.admin1:
                        self._divisions[place.country_code, place.admin1] += belief

    def _update(self) -> None:
        updated = []
        for sense in self._senses.values():
            odds = []
            for place, _ in sense.beliefs:
                s = self._support(sense, place, sense.starts)
                odds.append(SHARPNESS * importance(place) + 2.0 * s.country + 3.0 * s.admin1 + 3.0 * s.near + s.holds)
            updated.append(_normalised([place for place, _ in sense.beliefs], odds))
        for sense, beliefs in zip(self._senses.values(), updated, strict=True):
            sense.beliefs = beliefs


def _witness(belief: float, sense: _Sense) -> float:
    """What a candidate of another name is worth as a witness: less for the less likely, and where there are many."""
    # that some Ivanivka lies close by says nothing, that the one Walker County of four does says a lot
    return float((belief / sense.beliefs[0][1]) ** FAINTNESS / math.sqrt(sense.count))


def _prior(candidates: Sequence[Place]) -> list[tuple[Place, float]]:
    ranked = sorted(candidates, key=importance, reverse=True)[:CONSIDERED]
    return _normalised(ranked, [SHARPNESS * importance(place) for place in ranked])


def _normalised(places: Sequence[Place], odds: Sequence[float]) -> list[tuple[Place, float]]:
    if not places:
        return []
    top = max(odds)
    weights = [math.exp(value - top) for value in odds]
    total = sum(weights)
    found = [(place, weight / total) for place, weight in zip(places, weights, strict=True)]
    return sorted(found, key=lambda one: -one[1])


def _beside(starts: Sequence[int], others: Sequence[int]) -> float:
    gap = min(abs(one - other) for one in starts for other in others)
    return 0.3 + 0.7 * math.exp(-gap / BESIDE)


def _close(place: Place, other: Place) -> float:
    if place.place_id == other.place_id:
        return 1.0
    if abs(place.latitude - other.latitude) > _OUT_OF_REACH:
        return 0.0
    apart = distance_km(place.latitude, place.longitude, other.latitude, other.longitude)
    if other.feature_class == "A":
        apart = max(0.0, apart - other.uncertainty_km)  # Paris lies in Henry County, wherever in it
    return 0.5 * math.exp(-apart / REACH_KM) + 0.5 * math.exp(-apart / NEXT_KM)


def _wide(place: Place) -> bool:
    return place.feature_class == "A" and place.feature_code not in ("ADM2", "ADM2H", "ADM3")


def _inside(place: Place, area: Place) -> float:
    if area.place_id == place.place_id:
        return 0.0
    if area.is_country:
        return float(place.country_code == area.country_code)
    if area.feature_code == "ADM1":
        return float((place.country_code, place.admin1) == (area.country_code, area.admin1 or area.name))
    apart = distance_km(place.latitude, place.longitude, area.latitude, area.longitude)
    return float(place.feature_class != "A" and apart <= area.uncertainty_km)
