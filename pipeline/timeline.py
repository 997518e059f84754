"""Incidents by place, day, kind, status and source: what the map counts, and which incidents a view of it means.

The browser counts with the cube, Python answers for it with `within` and `at`; both must agree, and a test compares
them. Python counts with columns too: an incident itself is fetched only where it is shown. Days are counted from
1 January 1970. Inside, an incident holds the half-open days [start, stop), so that one that lasts a week is met by
every window that touches the week, and counted once. A `Window` names both its end days.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, get_args

import numpy as np

from gazetteer.plain import visible
from pipeline import geometry
from pipeline.kinds import Kind
from pipeline.listed import Listed, held
from pipeline.models import Extent, Incident, Location, Status, When
from pipeline.packing import counted
from pipeline.store_columns import Spot

STATUSES: tuple[Status, ...] = get_args(Status)
AREAS = ("district", "region")  # known only to an area: never drawn as a pin
UNNAMED = ""  # the source of a report whose outlet is not known
EPOCH = dt.date(1970, 1, 1)
COLUMNS = ("point", "kind", "status", "set", "start", "stop", "doubt")
SURE, RANGE, ASSUMED = 0, 1, 2  # how well an incident's days are known; the map draws the last two paler


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the reader has switched off, by key. A source is hidden only where none of an incident's sources is left."""

    kinds: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


class Coverage(NamedTuple):
    """How many articles an outlet published on a day, whatever they tell. source None: the outlet is not known."""

    published: dt.date
    source: str | None
    articles: int


@dataclass(frozen=True, eq=False)
class Timeline:
    """Incidents with their columns side by side. Points are the distinct places drawn; -1 stands for not placed."""

    incidents: Listed
    points: tuple[Location | Spot, ...]  # the busiest first
    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    source_sets: tuple[tuple[int, ...], ...]
    columns: Mapping[str, np.ndarray] = field(repr=False)  # point, kind, status, set, start, stop, doubt
    coverage: tuple[Coverage, ...] = ()  # by day, then source
    asked: Window | None = None  # days to be shown whether or not anything is told of them

    @cached_property  # a million days are gone through
    def span(self) -> Window | None:
        """From the first day of any incident or article, or that was asked for, to the last; None without any."""
        days = {one.published for one in self.coverage} | ({self.asked.first, self.asked.last} if self.asked else set())
        if len(self.incidents):
            days |= {day(int(self.columns["start"].min())), day(int(self.columns["stop"].max()) - 1)}
        return Window(min(days), max(days)) if days else None

    @cached_property  # sorted once, so that a click need not go through a million
    def by_point(self) -> tuple[np.ndarray, np.ndarray]:
        """Row numbers by point, in order at each; and for each point where its own begin, with the end of the last."""
        points = self.columns["point"]
        order = np.argsort(points, kind="stable").astype(np.int32)
        return order, np.searchsorted(points, np.arange(len(self.points) + 1), sorter=order)


def day(number: int) -> dt.date:
    """The day so many days after 1 January 1970."""
    return EPOCH + dt.timedelta(days=number)


def number(date: dt.date) -> int:
    """Days from 1 January 1970 to the day."""
    return (date - EPOCH).days


def doubt(when: When) -> int:
    """SURE; RANGE where it was on one of several days; ASSUMED where no day is given and the article's was taken."""
    if when.precision == "assumed":
        return ASSUMED
    return RANGE if when.precision == "range" and when.first != when.last else SURE


def timeline(incidents: Sequence[Incident], kinds: Iterable[str], coverage: Iterable[Coverage] = ()) -> Timeline:
    """Incidents ready to be counted. Kinds keep the order of the table; one that the table lacks comes after them."""
    covered = tuple(sorted(coverage, key=lambda one: (one.published, one.source or UNNAMED)))
    known = tuple(dict.fromkeys([*kinds, *sorted({incident.kind for incident in incidents})]))
    kind_at = {key: index for index, key in enumerate(known)}
    status_at = {key: index for index, key in enumerate(STATUSES)}
    outlets = {report.source or UNNAMED for incident in incidents for report in incident.reports}
    sources = tuple(sorted(outlets | {one.source or UNNAMED for one in covered}))
    source_at = {name: index for index, name in enumerate(sources)}
    points: dict[tuple, int] = {}
    drawn: list[Location] = []
    sets: dict[tuple[int, ...], int] = {}
    rows = np.empty((len(incidents), len(COLUMNS)), dtype=np.int64)
    for index, incident in enumerate(incidents):
        point = -1
        if incident.location is not None:
            key = key_of_point(incident.location)
            point = points.setdefault(key, len(points))
            if point == len(drawn):
                drawn.append(incident.location)
        voices = tuple(sorted({source_at[report.source or UNNAMED] for report in incident.reports}))
        rows[index] = (
            point,
            kind_at[incident.kind],
            status_at[incident.status],
            sets.setdefault(voices, len(sets)),
            number(incident.when.first),
            number(incident.when.last) + 1,
            doubt(incident.when),
        )
    columns = dict(zip(COLUMNS, rows.T.copy(), strict=True))
    columns["point"], busy = busiest_first(columns["point"], len(drawn))
    shown = tuple(drawn[point] for point in busy)
    return Timeline(held(incidents), shown, known, sources, tuple(sets), columns, covered)


def busiest_first(points: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The points numbered anew, and the old number of each: like ones lie together, which packs better."""
    busy = np.argsort(-np.bincount(points[points >= 0], minlength=count), kind="stable")
    anew = np.empty(count + 1, dtype=np.int64)
    anew[busy], anew[-1] = np.arange(count), -1
    return anew[points], busy


def within(line: Timeline, window: Window | None, hidden: Hidden, only: np.ndarray | None = None) -> Listed:
    """Incidents, placed or not, that touch the window and pass the filters, in the order given. None: any day.

    only: a flag for each incident of the line; those without are left out.
    """
    return line.incidents.where(met(line, window, hidden, only))


def at(
    line: Timeline, points: Iterable[int], window: Window | None, hidden: Hidden, only: np.ndarray | None = None
) -> Listed:
    """Incidents at those points that touch the window and pass the filters, in the order given."""
    order, begins = line.by_point
    asked = {point for point in points if 0 <= point < len(line.points)}
    parts = [order[begins[point] : begins[point + 1]] for point in asked]
    there = np.sort(np.concatenate(parts)) if parts else order[:0]
    return line.incidents.where(there[met(line, window, hidden, only, there)])


def placed(line: Timeline) -> np.ndarray:
    """One flag for each incident: whether it is on the map."""
    return line.columns["point"] >= 0


def assumed(line: Timeline) -> np.ndarray:
    """One flag for each incident: whether no day is given, and its article's was taken."""
    return line.columns["doubt"] == ASSUMED


def holds(line: Timeline, incident_id: str) -> bool:
    """Whether there is an incident of this id."""
    return incident_id.isascii() and incident_id.isalnum() and bool((line.incidents.ids == incident_id.encode()).any())


def point_of(line: Timeline, incident: Incident) -> int | None:
    """The point at which the incident is drawn; None where it is not placed."""
    return _numbers_of(line)[key_of_point(incident.location)] if incident.location else None


@lru_cache(maxsize=4)
def _numbers_of(line: Timeline) -> dict[tuple, int]:
    return {key_of_point(location): index for index, location in enumerate(line.points)}


def cube(line: Timeline, kinds: Mapping[str, Kind], *, voices: bool = False) -> dict[str, Any]:
    """Counts by point, kind, status and days, and articles by day and source, as columns.

    For the browser; no words of any article. With voices also by set of sources, for a browser that has no Python to
    ask; see `rows`.
    """
    span, voice = line.span, {name: index for index, name in enumerate(line.sources)}
    base = number(span.first) if span else 0
    return {
        "base": base,
        "days": number(span.last) + 1 - base if span else 0,
        "kinds": [_mark(key, kinds.get(key)) for key in line.kinds],
        "statuses": list(STATUSES),
        "sources": [visible(name) for name in line.sources],
        "sets": [list(each) for each in line.source_sets] if voices else [],
        "points": {
            "name": [visible(location.name) for location in line.points],
            "lat": [round(location.latitude, 4) for location in line.points],
            "lng": [round(location.longitude, 4) for location in line.points],
            "km": [round(location.uncertainty_km, 1) for location in line.points],
            "area": [int(is_area(location)) for location in line.points],
            "ground": [_ground(location.extent) for location in line.points],
        },
        "rows": rows(line, voices=voices),
        "coverage": {
            "day": [number(one.published) - base for one in line.coverage],
            "source": [voice[one.source or UNNAMED] for one in line.coverage],
            "n": [one.articles for one in line.coverage],
        },
    }


def rows(line: Timeline, only: np.ndarray | None = None, *, voices: bool = False) -> dict[str, Any]:
    """The cube's counts, of all incidents or of those that `only` marks (one flag for each, in their order).

    The browser can put them in the place of the cube's own: points, kinds and sources keep their numbers. Without
    voices it counts all sources together, at half the length, and Python answers for sources that are switched off.
    """
    columns = {name: column if only is None else column[only] for name, column in line.columns.items()}
    columns["more"] = columns["stop"] - columns["start"] - 1
    columns["first"] = columns["start"] - (number(line.span.first) if line.span else 0)
    return counted(columns, ("kind", "status", "doubt", "more") + (("set",) if voices else ()))


def is_area(location: Location | Spot) -> bool:
    """True of what is known only to an area, or to a ring around its point: never drawn as a pin."""
    ring = location.extent is not None and location.extent.kind == "disk" and location.extent.inner_km > 0
    return location.precision in AREAS or ring


def written(said: Mapping[str, Any]) -> tuple[str, str]:
    """File name and JSON of a cube or of rows; the name carries the hash of the content."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    name = "cube" if "rows" in said else "rows"
    return f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.json", text


def met(
    line: Timeline,
    window: Window | None,
    hidden: Hidden,
    only: np.ndarray | None = None,
    rows: np.ndarray | slice = slice(None),
) -> np.ndarray:
    """One flag for each incident, or for each of these row numbers: whether `within` gives it."""
    met = np.ones(len(line.columns["point"][rows]), dtype=bool) if only is None else only[rows].copy()
    if window is not None:
        met &= (line.columns["start"][rows] <= number(window.last)) & (
            line.columns["stop"][rows] > number(window.first)
        )
    if hidden.kinds:
        met &= np.array([key not in hidden.kinds for key in line.kinds])[line.columns["kind"][rows]]
    if hidden.statuses:
        met &= np.array([key not in hidden.statuses for key in STATUSES])[line.columns["status"][rows]]
    if hidden.sources and len(line.source_sets):
        open_ = [any(line.sources[voice] not in hidden.sources for voice in voices) for voices in line.source_sets]
        met &= np.array(open_)[line.columns["set"][rows]]
    return met


def key_of_point(location: Location | Spot) -> tuple:
    """What the locations that are drawn as one point have in common."""
    radius = round(location.uncertainty_km, 1)
    return (location.place_id, location.latitude, location.longitude, is_area(location), location.extent or radius)


def _ground(extent: Extent | None) -> dict[str, Any] | None:
    """What the map draws where the incident is chosen, in km and degrees; None for a disk around the point."""
    if extent is None:
        return None
    if extent.kind == "area":
        return {"regions": list(extent.regions)}
    if not geometry.is_partial(extent):
        return None
    said: dict[str, Any] = {
        "at": [round(extent.latitude, 5), round(extent.longitude, 5)],
        "km": [extent.inner_km, extent.outer_km],
    }
    return said if extent.bearing is None else said | {"turn": [extent.bearing, extent.half_angle]}


def _mark(key: str, kind: Kind | None) -> dict[str, str]:
    if kind is None:  # written by a newer table of kinds than ours
        return {"key": key, "label": key.replace("_", " "), "colour": "#777777", "shape": "circle"}
    return {"key": key, "label": kind.label, "colour": kind.colour, "shape": kind.shape}
