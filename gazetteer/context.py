"""What the other names of an article say about one name: their countries, their regions, how near they are."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from gazetteer.importance import importance
from gazetteer.names import key
from gazetteer.place import Place
from gazetteer.sphere import distances_km

REACH_KM, NEXT_KM = 100.0, 20.0  # how fast nearness fades: in the same part of a country, and next door
SHARPNESS = 9.0  # of the first guess by importance alone, in logits
CONSIDERED = 8  # candidates of another name that count
WITNESSES = 200  # names of an article, the first ones, that speak for others: the work grows with their square
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


class _Table:
    """Places as columns of numbers."""

    def __init__(self, places: Sequence[Place], codes: dict[object, int]) -> None:
        """codes numbers ids, countries and divisions; new ones are added to it."""

        def numbers(values: Iterable[object]) -> np.ndarray:
            return np.array([codes.setdefault(value, len(codes)) if value else -1 for value in values])

        self.places = places
        self.latitude = np.array([place.latitude for place in places])
        self.longitude = np.array([place.longitude for place in places])
        self.id = numbers(place.place_id for place in places)
        self.country = numbers(place.country_code for place in places)
        self.division = numbers(place.admin1 and (place.country_code, place.admin1) for place in places)
        self.area = np.array([place.feature_class == "A" for place in places])


_Told = tuple[float, float, float, str | None, float]  # the fields of Support
_Inside = tuple[np.ndarray, np.ndarray]  # rows that are areas; which of the article's places lie in each


class Context:
    """All names of an article. Made once an article; asked for each name.

    Two rounds: first every name is guessed by importance alone, then each guess is weighed by what the other
    names of the article say. After "Geographic information retrieval" practice: minimal spread in space, one sense
    per article, country and region votes.
    """

    def __init__(self, names: Iterable[Named]) -> None:
        starts: dict[str, list[int]] = {}
        candidates: dict[str, tuple[Place, ...]] = {}
        for name in names:
            spelled = key(name.text)
            starts.setdefault(spelled, []).append(name.start)
            candidates.setdefault(spelled, name.candidates)
        kept = [spelled for spelled in starts if candidates[spelled]][:WITNESSES]
        self._own = {spelled: number for number, spelled in enumerate(kept)}
        if not kept:
            return
        ranked = [_considered(candidates[spelled]) for spelled in kept]
        places = [place for row in ranked for _, place in row]
        self._starts = [sorted(starts[spelled]) for spelled in kept]
        self._all_starts = np.array([start for row in self._starts for start in row])
        self._first_start = np.cumsum([0, *map(len, self._starts)])[:-1]
        self._codes: dict[object, int] = {}
        self._table = _Table(places, self._codes)
        self._wide = np.array([_wide(place) for place in places])
        self._reach = np.array([place.uncertainty_km if place.feature_class == "A" else 0.0 for place in places])
        self._name = np.repeat(np.arange(len(kept)), [len(row) for row in ranked])  # that each place may be meant by
        self._first = np.searchsorted(self._name, np.arange(len(kept)))  # place of each name
        self._shared = self._bearers([candidates[spelled] for spelled in kept])
        self._crowd = np.array([math.sqrt(len(candidates[spelled])) for spelled in kept])[self._name]
        self._row = {
            (name, place.place_id): row
            for row, (name, place) in enumerate(zip(self._name.tolist(), places, strict=True))
        }
        apart = np.abs(self._all_starts - self._all_starts[self._first_start][:, None])
        gaps = np.minimum.reduceat(apart, self._first_start, axis=1)  # from where each name first stands
        self._settle(SHARPNESS * np.array([worth for row in ranked for worth, _ in row]), gaps)
        # most names are asked for once, where they first stand: those answers are made together
        self._at_first = self._told(self._close, gaps[self._name], self._votes)

    def support(self, text: str, place: Place, start: int | None = None) -> Support:
        """What all names but this one say about the place. start is where this mention stands, if it matters."""
        return self.supports(text, (place,), start)[0]

    def supports(self, text: str, places: Sequence[Place], start: int | None = None) -> tuple[Support, ...]:
        """The same of each of the places that a name may denote."""
        if not self._own or not places:
            return (Support(),) * len(places)
        own = self._own.get(key(text), -1)
        rows = [self._row.get((own, place.place_id), -1) for place in places]
        known = min(rows) >= 0
        if known and (start == self._starts[own][0] if start is not None else len(self._starts[own]) == 1):
            return tuple([Support(*self._at_first[row]) for row in rows])
        starts = [start] if start is not None else self._starts[own] if own >= 0 else [0]
        if known:
            close, votes = self._close[rows], self._votes[:, rows]
        else:  # a name that is not the article's, or of more places than are considered
            table, owner = _Table(places, self._codes), np.full(len(places), own)
            close, inside = self._beside_all(table, owner)
            votes = self._count(self._shares(table, owner), inside)
        return tuple([Support(*row) for row in self._told(close, self._gaps(starts), votes)])

    def _told(self, close: np.ndarray, gaps: np.ndarray, votes: np.ndarray) -> list[_Told]:
        """What Support holds, by row: of how close it lies to every place, how far off each name is, and its votes."""
        pulls = close * _nearness(gaps)[..., self._name] * self._witness
        nearest, strongest = pulls.argmax(axis=1).tolist(), pulls.max(axis=1).tolist()
        # the last bits of a sum depend on the machine, and "62 %" must not
        values = np.concatenate((votes, self._any(pulls)[None])).round(9).T.tolist()
        return [
            (country, admin1, near, self._table.places[k].name if pull > 0.0 else None, holds)
            for (country, admin1, holds, near), k, pull in zip(values, nearest, strongest, strict=True)
        ]

    def _bearers(self, named: Sequence[Sequence[Place]]) -> np.ndarray:
        """Which of the article's places each name may mean, for more of its namesakes than are considered."""
        rows: dict[str, list[int]] = {}
        for row, place in enumerate(self._table.places):
            rows.setdefault(place.place_id, []).append(row)
        found = np.zeros((len(named), len(self._table.places)), bool)
        for own, candidates in zip(found, named, strict=True):
            own[[row for place in candidates for row in rows.get(place.place_id, ())]] = True
        return found

    def _settle(self, prior: np.ndarray, first: np.ndarray) -> None:
        """The two rounds, from the log-odds of importance alone. first: gaps from where each name first stands."""
        self._close, inside = self._beside_all(self._table, self._name)
        gaps = [self._gaps(starts) if len(starts) > 1 else own for starts, own in zip(self._starts, first, strict=True)]
        reach = self._close * _nearness(np.array(gaps))[self._name][:, self._name]
        shares = self._shares(self._table, self._name)
        odds = prior
        for last in (False, False, True):
            weights = np.exp(odds - np.maximum.reduceat(odds, self._first)[self._name])
            self._belief = weights / np.add.reduceat(weights, self._first)[self._name]
            # that some Ivanivka lies close by says nothing, that the one Walker County of four does says a lot
            likeliest = np.maximum.reduceat(self._belief, self._first)[self._name]
            self._witness = (self._belief / likeliest) ** FAINTNESS / self._crowd
            self._votes = self._count(shares, inside)
            if last:
                return
            country, admin1, holds = self._votes
            near = self._any(reach * self._witness)
            odds = prior + 2.0 * country + 3.0 * admin1 + 3.0 * near + holds

    def _gaps(self, own: Sequence[int]) -> np.ndarray:
        """How far from each name the nearest of the starts is, which are sorted; code points."""
        if len(own) == 1:
            gaps = np.abs(self._all_starts - own[0])
        else:
            starts = np.array(own)
            after = np.searchsorted(starts, self._all_starts)
            left, right = starts[np.maximum(after - 1, 0)], starts[np.minimum(after, len(starts) - 1)]
            gaps = np.minimum(np.abs(self._all_starts - left), np.abs(right - self._all_starts))
        return np.asarray(np.minimum.reduceat(gaps, self._first_start))

    def _beside_all(self, table: _Table, owner: np.ndarray) -> tuple[np.ndarray, _Inside]:
        """How close each row lies to every place of the article; of those rows that are areas, which ones lie in them.

        owner is the name that a row may be meant by, -1 for none of the article's: its places don't count.
        """
        others = self._table
        same = table.id[:, None] == others.id
        # "Odesa" is no witness that "Odessa" means the oblast round it
        heard = (owner[:, None] != self._name) & (same | ~(self._shared[owner] & (owner >= 0)[:, None]))
        apart = distances_km(table.latitude[:, None], table.longitude[:, None], others.latitude, others.longitude)
        gap = np.maximum(0.0, apart - self._reach)  # Paris lies in Henry County, wherever in it
        close = 0.5 * np.exp(gap / -REACH_KM) + 0.5 * np.exp(gap / -NEXT_KM)
        close[np.abs(table.latitude[:, None] - others.latitude) > _OUT_OF_REACH] = 0.0
        close[same] = 1.0
        close[:, self._wide] = 0.0
        areas = np.flatnonzero(table.area)
        inside = np.empty((len(areas), len(others.places)), bool)
        for own, row in zip(inside, areas.tolist(), strict=True):
            own[:] = self._inside(table.places[row], apart[row])
        return close * heard, (areas, inside & heard[areas] & ~same[areas])

    def _inside(self, area: Place, apart: np.ndarray) -> np.ndarray:
        """Which of the article's places lie in the area."""
        others = self._table
        if area.is_country:
            return np.asarray(others.country == self._codes.get(area.country_code, -1))
        if area.feature_code == "ADM1":
            return np.asarray(others.division == self._codes.get((area.country_code, area.admin1 or area.name), -2))
        return np.asarray(~others.area & (apart <= area.uncertainty_km))

    def _any(self, pulls: np.ndarray) -> np.ndarray:
        """Whether any name pulls, each by the place that pulls most.

        pulls is what each place of the article says for each row, as it lies near and is itself likely meant.
        """
        return np.asarray(1.0 - np.prod(1.0 - np.maximum.reduceat(pulls, self._first, axis=1), axis=1))

    def _shares(self, table: _Table, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Which of the article's places are other names' than a row's; and lie in its country; and in its division."""
        others = self._name != owner[:, None]
        country = others & (self._table.country == table.country[:, None])
        admin1 = others & (self._table.division == table.division[:, None]) & (table.division >= 0)[:, None]
        return others.astype(float), country.astype(float), admin1.astype(float)

    def _count(self, shares: tuple[np.ndarray, np.ndarray, np.ndarray], inside: _Inside) -> np.ndarray:
        """Shares of the other names in each row's country and division, and whether any lies in it: three rows."""
        told = self._belief * (self._table.country >= 0)
        others, country, admin1 = shares
        total = 1.0 + others @ told  # one name more than there are: a single other name is no proof
        votes = np.zeros((3, len(total)))
        votes[0], votes[1] = country @ told / total, admin1 @ told / total
        areas, lying = inside
        if len(areas):
            held = np.add.reduceat(lying * self._belief, self._first, axis=1)
            votes[2, areas] = 1.0 - np.prod(1.0 - np.minimum(1.0, held), axis=1)
        return votes


def _considered(candidates: Sequence[Place]) -> list[tuple[float, Place]]:
    """The most important of a name's candidates, each behind its importance; of equals the earlier."""
    worth = [(importance(place), place) for place in candidates]
    return sorted(worth, key=_FIRST, reverse=True)[:CONSIDERED]


_FIRST = itemgetter(0)


def _nearness(gaps: np.ndarray) -> np.ndarray:
    """How near names stand in the text, between 0.3 and 1, by how far apart they are."""
    return np.asarray(0.3 + 0.7 * np.exp(gaps / -BESIDE))


def _wide(place: Place) -> bool:
    return place.feature_class == "A" and place.feature_code not in ("ADM2", "ADM2H", "ADM3")
