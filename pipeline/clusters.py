"""Events gathered into happenings, each asked only about those that it may be one with.

An event joins the first cluster all of whose members it agrees with. Of the members told by other articles, those that
are alike in all that is asked are asked once, so that a strike told by thousands of articles costs thousands of
questions and not millions.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gazetteer.sphere import distance_km
from pipeline.happening import KM_A_DEGREE, MARGIN, may_meet, meant, reaches_km, same_happening, spot, tells_closer
from pipeline.mention import is_wide
from pipeline.models import Event, Location

Spot = tuple[object, ...]
Meant = tuple[object, ...]
_CELL = 0.5  # degrees
_DAYS = 4  # in a bin


class _Cluster:
    """Events that tell of one happening."""

    def __init__(self) -> None:
        self.places: list[int] = []
        self._by_article: dict[str, dict[Meant, Event]] = {}
        self._by_sentence: dict[tuple[str, int, str], list[Event]] = defaultdict(list)
        self._meant: dict[Meant, list[Event]] = {}  # one event, or two of different articles

    def add(self, k: int, event: Event, means: Meant) -> None:
        self.places.append(k)
        article = event.reports[0].article_sha256
        self._by_article.setdefault(article, {}).setdefault((*means, event.ordinal), event)
        self._by_sentence[_sentence(event)].append(event)
        told = self._meant.setdefault(means, [])
        if not told or (len(told) == 1 and told[0].reports[0].article_sha256 != article):
            told.append(event)

    def asked(self, event: Event) -> Iterator[Event]:
        """The members that stand for all of them, for this event."""
        article = event.reports[0].article_sha256
        yield from self._by_article.get(article, {}).values()
        yield from self._by_sentence.get(_sentence(event), ())  # which may be a list of places
        for told in self._meant.values():
            other = next((one for one in told if one.reports[0].article_sha256 != article), None)
            if other is not None:
                yield other


def _sentence(event: Event) -> tuple[str, int, str]:
    told = event.reports[0]
    return told.article_sha256, told.start, told.trigger


def clustered(events: Sequence[Event]) -> list[list[int]]:
    """The events by their places, each in the first cluster whose members all agree with it, else in one of its own."""
    near = _neighbourhoods(events)
    clusters: list[_Cluster] = []
    at: dict[tuple[str, Spot, int], list[int]] = defaultdict(list)  # clusters by their first event
    for place, event in enumerate(events):
        means, where = meant(event), spot(event)
        bins = _bins(event)
        tried = {k for other in near[where] for day in bins for k in at.get((event.kind, other, day), ())}
        for k in sorted(tried):
            if all(same_happening(event, other) for other in clusters[k].asked(event)):
                clusters[k].add(place, event, means)
                break
        else:
            for day in bins:
                at[event.kind, where, day].append(len(clusters))
            clusters.append(_Cluster())
            clusters[-1].add(place, event, means)
    return [cluster.places for cluster in clusters]


def narrowed(events: Sequence[Event], clusters: Sequence[Sequence[int]]) -> list[list[int]]:
    """Clusters in which 'in Transnistria' has joined 'in its capital, Tiraspol' of the next sentence.

    Only inside one article, for neighbouring sentences, and only where the wide place holds the narrow one.
    """
    homes: dict[tuple[str, str], dict[int, list[Event]]] = defaultdict(dict)
    for k, cluster in enumerate(clusters):
        for event in (events[place] for place in cluster):
            if event.location is not None and not is_wide(event):
                homes[event.kind, event.reports[0].article_sha256].setdefault(k, []).append(event)
    gathered = [list(cluster) for cluster in clusters]
    gone = set()
    for k, cluster in enumerate(clusters):
        event = events[cluster[0]]
        if len(cluster) == 1 and is_wide(event):
            home = home_of(event, homes.get((event.kind, event.reports[0].article_sha256), {}))
            if home is not None:
                gathered[home].append(cluster[0])
                gone.add(k)
    return [group for k, group in enumerate(gathered) if k not in gone]


def home_of(wide: Event, told: Mapping[int, Sequence[Event]]) -> int | None:
    """The first of the clusters, in their order, in which the article tells more closely where the wide event was.

    told holds, by cluster, what that article tells of the kind at places that are no region.
    """
    return next((n for n, events in told.items() if any(tells_closer(wide, event) for event in events)), None)


def _bins(event: Event) -> range:
    """Stretches of days in which it may meet another: its own days, and one more to either side."""
    return range((event.when.first.toordinal() - 1) // _DAYS, (event.when.last.toordinal() + 1) // _DAYS + 1)


def _neighbourhoods(events: Sequence[Event]) -> dict[Spot, list[Spot]]:
    """For each spot, those whose events may be one with its own; itself among them."""
    places = {spot(event): event.location for event in events}
    same: dict[str, list[Spot]] = defaultdict(list)
    points: dict[tuple[int, int], list[Spot]] = defaultdict(list)
    discs: dict[tuple[int, int], list[Spot]] = defaultdict(list)
    for name, place in places.items():
        if place is not None:
            same[place.place_id].append(name)
            points[_cell(place.latitude, place.longitude)].append(name)
            for cell in _cells(place):
                discs[cell].append(name)
    near = {}
    for name, place in places.items():
        if place is None:
            near[name] = [name]
            continue
        found = dict.fromkeys(same[place.place_id])
        found |= dict.fromkeys(discs[_cell(place.latitude, place.longitude)])
        for cell in _cells(place):
            found |= dict.fromkeys(points.get(cell, ()))
        near[name] = [other for other in found if _meets(place, places[other])]
    return near


def _meets(place: Location, other: Location | None) -> bool:
    if other is None:
        return False
    apart = distance_km(place.latitude, place.longitude, other.latitude, other.longitude)
    return apart <= may_meet(place, other) * MARGIN


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude / _CELL), math.floor(longitude / _CELL) % _ROUND


_ROUND = round(360 / _CELL)


def _cells(place: Location) -> Iterator[tuple[int, int]]:
    """The cells that the ground around the place touches within which others may tell of one happening."""
    tall = reaches_km(place) * MARGIN / KM_A_DEGREE
    wide = tall / max(0.01, math.cos(math.radians(min(90.0, abs(place.latitude) + tall))))
    low, high = (math.floor((place.latitude + side * tall) / _CELL) for side in (-1, 1))
    left, right = (math.floor((place.longitude + side * wide) / _CELL) for side in (-1, 1))
    for row in range(low, high + 1):
        for column in range(left, min(right, left + _ROUND - 1) + 1):
            yield row, column % _ROUND
