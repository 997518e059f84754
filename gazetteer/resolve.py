"""The right one among places that share a name, by simple signals that can be read aloud.

Each signal adds weight * value to a candidate's log-odds. The score is the share of a candidate's odds among those of
all candidates and of "none of these" (a conditional logit: McFadden 1974).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gazetteer import signals
from gazetteer.context import Support
from gazetteer.place import Place
from gazetteer.signals import NEIGHBOURS, Clues, Offset
from gazetteer.sphere import within_km
from gazetteer.weights import weights

__all__ = ["Clues", "Offset", "Resolution", "Signal", "resolve"]

ELSEWHERE_KM = 25.0  # two candidates closer than that are one place for a map
_ELSEWHERE_DEGREES = 0.25  # of latitude: always farther than that
SURE = 0.6  # the share of the odds from which a place is taken for the one that is meant
_SURE_NEXT_DOOR, _SURE_ABROAD = 100_000, 1_000_000  # inhabitants from which a name alone is enough
_OWN_RIGHT = 10_000  # inhabitants from which a town is named beside a region that it does not lie in
_NEARBY = 0.4  # value of "near" that supports a small place
_OF_ITS_DIVISION = 0.25  # value of "admin1" that does, across the border: one of two other names lies in its division


class Signal(NamedTuple):
    """What one signal says of a candidate: a value between 0 and 1, what it is worth in logits, and the words."""

    name: str  # a key of weights.toml
    value: float
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place that is meant, or None where there is no candidate; and why."""

    place: Place | None
    alternatives: tuple[tuple[Place, float], ...]  # up to five, elsewhere (over 25 km away), best first, with scores
    score: float  # between 0 and 1: its share of the odds
    ambiguous: bool  # below SURE; or abroad and small, and nothing else in the text points there
    given: tuple[signals.Signal, ...]  # what speaks for the place, not put into words yet
    doubt: str | None = None  # why it is ambiguous, in words

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Those of the place, the weightiest first."""
        worth = weights().worth
        kept = [Signal(name, round(value, 4), worth[name], signals.told(words)) for name, value, words in self.given]
        return tuple(sorted(kept, key=_contribution))

    @property
    def reasons(self) -> tuple[str, ...]:
        """One line a signal, and the doubt, in words."""
        lines = (f"{weights().says[s.name]}: {s.reason} ({s.value * s.weight:+.1f})" for s in self.signals)
        return (*lines, *([self.doubt] if self.doubt else []))


def resolve(candidates: Iterable[Place], clues: Clues | None = None, support: Sequence[Support] = ()) -> Resolution:
    """The likeliest of the candidates, given what the text says around the name.

    support is what the rest of the article says, one a candidate, in their order (gazetteer.context); empty where there
    is no article. Earlier candidates win ties.
    """
    clues = clues or Clues()
    places = list(candidates)
    if not places:
        return Resolution(None, (), 0.0, True, (), "No place of this name is known.")
    worth = weights()
    found = [
        list(signals.values(place, clues, support[index] if support else None)) for index, place in enumerate(places)
    ]
    weight = worth.worth
    odds = [sum([weight[name] * value for name, value, _ in one]) for one in found]
    top = max(*odds, worth.none)
    shares = [math.exp(value - top) for value in odds]
    total = sum(shares) + math.exp(worth.none - top)
    order = sorted(range(len(places)), key=lambda index: (-odds[index], index))
    best = places[order[0]]
    groups: list[list[int]] = []  # candidates next to one another are one place for a map
    for index in order:
        for group in groups:
            if _one_for_a_map(places[group[0]], places[index]):
                group.append(index)
                break
        else:
            groups.append([index])
    scored = [(places[group[0]], round(sum([shares[i] for i in group]) / total, 4)) for group in groups]
    score = scored[0][1]
    doubt = _doubt(best, {name: value for name, value, _ in found[order[0]]}, clues, score, scored[1:])
    return Resolution(best, tuple(scored[1:6]), score, doubt is not None, tuple(found[order[0]]), doubt)


def _contribution(signal: Signal) -> float:
    return -signal.value * signal.weight


def _doubt(
    place: Place, values: dict[str, float], clues: Clues, score: float, others: Sequence[tuple[Place, float]]
) -> str | None:
    """Why the place may be the wrong one; None where it is not in doubt."""
    if score < SURE:
        if others:
            rival = others[0][0]
            where = rival.admin1 or rival.country_code or "elsewhere"
            return f"{len(others) + 1} places bear this name; {rival.name} ({where}) may be meant as well."
        return f"Too little points to {place.name}."
    if values.get("stated") == 0.0 and (clues.inside or (place.population or 0) < _OWN_RIGHT):
        stated = clues.inside[0].name if clues.inside else clues.admin1
        return f"The text puts it in {stated}, where we know no such place."
    # A hamlet far away that bears the name of something else: of villages abroad chosen by name alone one in four was
    # the wrong one. In Ukraine the gazetteer knows every settlement, so that namesakes compete by themselves.
    if place.feature_class != "P" or place.feature_code == "PPLX" or place.source == "landmarks":
        return None
    if place.feature_code == "PPLC" and clues.cue == "capital":
        return None
    if place.country_code == (clues.country or "UA") or (clues.country is None and place.country_code in NEIGHBOURS):
        return None
    sure = _SURE_NEXT_DOOR if clues.country == "UA" and place.country_code in NEIGHBOURS else _SURE_ABROAD
    if (place.population or 0) >= sure or values.get("near", 0.0) >= _NEARBY:
        return None
    if values.get("stated") or values.get("offset"):
        return None
    if sure == _SURE_NEXT_DOOR and values.get("admin1", 0.0) >= _OF_ITS_DIVISION:
        return None  # "in Shebekino, the governor of Belgorod said", in an article on Ukraine
    return f"{place.name} is small and abroad, and nothing else in the text points there: it may be another place."


def _one_for_a_map(place: Place, other: Place) -> bool:
    """Whether the two are so near that a marker is right for both; a region is never its city."""
    if abs(place.latitude - other.latitude) > _ELSEWHERE_DEGREES:
        return False  # most of them; a name can have a hundred bearers
    if (place.feature_code == "ADM1") != (other.feature_code == "ADM1"):
        return False
    return within_km(ELSEWHERE_KM, place.latitude, place.longitude, other.latitude, other.longitude)
