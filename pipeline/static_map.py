"""A map that does not move, as SVG, for print: the same ground, shapes and colours as the map of the page.

Mercator on a sphere (EPSG 3857), as the page's. Only numbers, our own colours and our own names of towns enter it.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from gazetteer.sphere import distance_km
from pipeline.browser import ASSETS
from pipeline.kinds import kinds
from pipeline.models import Incident
from pipeline.timeline import is_area

WIDTH, HEIGHT = 720, 450  # of the drawing, in units that print as pixels
UKRAINE = (22.0, 44.2, 40.4, 52.5)  # west, south, east, north; degrees
REACH = 17.0  # markers nearer than this, in units, are drawn as one
_STEP = 0.7  # points of an outline nearer than this to the last are left out
_BEYOND = 1_000.0  # units round the picture, past which outlines are drawn in
_LAND, _HOME, _SEA, _LINE = "#efebe0", "#ffffff", "#dbe5e8", "#b9b09c"
_INK, _SOFT, _PAPER = "#22282e", "#6f6a5f", "#ffffff"
_CORNERS = {  # the shapes of symbols.js: corners of a regular polygon, turn in degrees, size
    "triangle": (3, -90, 1.28),
    "diamond": (4, -90, 1.2),
    "square": (4, -45, 1.2),
    "pentagon": (5, -90, 1.1),
    "hexagon": (6, 0, 1.08),
}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is drawn, and where a place stands in it."""

    west: float
    north: float  # in Mercator's degrees
    scale: float  # units a degree of longitude

    def at(self, latitude: float, longitude: float) -> Point:
        """Units from the left and from the top."""
        return (longitude - self.west) * self.scale, (self.north - _mercator(latitude)) * self.scale

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether the place is in the picture."""
        x, y = self.at(latitude, longitude)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


@dataclass(slots=True)
class Mark:
    """Incidents drawn as one, where the busiest of their places is."""

    x: float
    y: float
    area: bool
    incidents: list[Incident] = field(default_factory=list)


def frame(incidents: Iterable[Incident]) -> Frame:
    """Ukraine, or where nothing is there, the ground that holds all incidents."""
    west, south, east, north = UKRAINE
    places = [(one.location.latitude, one.location.longitude) for one in incidents if one.location]
    if places and not any(south <= lat <= north and west <= lng <= east for lat, lng in places):
        west, east = min(lng for _, lng in places) - 1, max(lng for _, lng in places) + 1
        south, north = max(-80.0, min(lat for lat, _ in places) - 1), min(80.0, max(lat for lat, _ in places) + 1)
    low, high = _mercator(south), _mercator(north)
    scale = min(WIDTH / (east - west), HEIGHT / (high - low))
    middle = (west + east) / 2, (low + high) / 2
    return Frame(middle[0] - WIDTH / 2 / scale, middle[1] + HEIGHT / 2 / scale, scale)


def svg(incidents: Sequence[Incident], drawn: Frame) -> str:
    """The map of those that are placed and in the frame, as one SVG element. Its text is in English."""
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Map of the incidents" '
        'xmlns="http://www.w3.org/2000/svg">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_SEA}"/>',
        _layer("land", drawn, f'fill="{_LAND}"'),
        _layer("ukraine", drawn, f'fill="{_HOME}" stroke="#a89f8c" stroke-width="1.2"'),
        _layer("oblasts", drawn, f'fill="none" stroke="{_LINE}" stroke-width="0.5"'),
        _layer("borders", drawn, f'fill="none" stroke="{_LINE}" stroke-width="0.8"'),
        *_towns(drawn),
    ]
    for mark in sorted(marks(incidents, drawn), key=lambda one: (not one.area, -len(one.incidents))):
        parts.append(_drawn(mark))
    return "".join([*parts, _scale(drawn), "</svg>"])


def marks(incidents: Iterable[Incident], drawn: Frame) -> list[Mark]:
    """What is drawn as one: the busiest places first, others join the nearest in reach; areas join areas only."""
    places: dict[tuple[float, float, bool], list[Incident]] = {}
    for one in incidents:
        if one.location and drawn.holds(one.location.latitude, one.location.longitude):
            key = (one.location.latitude, one.location.longitude, is_area(one.location))
            places.setdefault(key, []).append(one)
    found: list[Mark] = []
    for (latitude, longitude, area), here in sorted(places.items(), key=lambda item: (-len(item[1]), item[0])):
        x, y = drawn.at(latitude, longitude)
        near = [mark for mark in found if mark.area == area and math.dist((mark.x, mark.y), (x, y)) < REACH]
        if near:
            min(near, key=lambda mark: math.dist((mark.x, mark.y), (x, y))).incidents.extend(here)
        else:
            found.append(Mark(x, y, area, list(here)))
    return found


def glyph(kind: str, x: float, y: float, radius: float, status: str | None = None) -> str:
    """The kind's shape in its colour, outlined by status as on the map: broken ring, hollow, thick line."""
    row = kinds().get(kind)
    shape, colour = (row.shape, row.colour) if row else ("circle", "#777777")
    width = {"claimed": 1.2, "corroborated": 1.6, "confirmed": 2.6}.get(status or "", 0.8)
    hollow = ' fill-opacity="0.28"' if status == "claimed" else ""
    edge = colour if status == "claimed" else _INK
    style = f'fill="{colour}"{hollow} stroke="{edge}" stroke-width="{width}" stroke-linejoin="round"'
    ring = _circle(x, y, radius + 4.5, f'fill="none" stroke="{_INK}" stroke-width="1.2" stroke-dasharray="3 2.4"')
    under = _outline(shape, x, y, radius, f'fill="{_PAPER}"') if hollow else ""
    return under + _outline(shape, x, y, radius, style) + (ring if status == "disputed" else "")


def _drawn(mark: Mark) -> str:
    count, told = len(mark.incidents), Counter(one.kind for one in mark.incidents)
    disputed = any(one.status == "disputed" for one in mark.incidents)
    around = (
        _circle(mark.x, mark.y, 15, f'fill="{_PAPER}" fill-opacity="0.5" stroke="{_INK}" stroke-dasharray="2 3"')
        if mark.area
        else ""
    )
    if count == 1:
        one = mark.incidents[0]
        return around + glyph(one.kind, mark.x, mark.y, 5, one.status)
    radius = min(17.0, 6.5 + 1.7 * math.log2(count))
    ring = f'fill="none" stroke="{_INK}" stroke-width="1.2" stroke-dasharray="3 2.4"'
    return "".join(
        [
            around,
            *_shares(mark.x, mark.y, radius, [(kind, n / count) for kind, n in sorted(told.items())]),
            _circle(mark.x, mark.y, radius * 0.64, f'fill="{_PAPER}"'),
            _words(mark.x, mark.y + 3.6, str(count), f'font-size="10" font-weight="600" fill="{_INK}"', "middle"),
            _circle(mark.x, mark.y, radius + 3.2, ring) if disputed else "",
        ]
    )


def _shares(x: float, y: float, radius: float, shares: Sequence[tuple[str, float]]) -> Iterator[str]:
    """A disc of the kinds' shares, from the top, clockwise."""
    turn = -0.25
    for kind, share in shares:
        row = kinds().get(kind)
        style = f'fill="{row.colour if row else "#777777"}" stroke="{_INK}" stroke-width="0.8"'
        if share == 1:
            yield _circle(x, y, radius, style)
            return
        ends = [_round(x, y, radius, at) for at in (turn, turn + share)]
        large = int(share > 0.5)
        yield (f'<path d="M{x:.1f} {y:.1f}L{ends[0]}A{radius:.1f} {radius:.1f} 0 {large} 1 {ends[1]}Z" {style}/>')
        turn += share


def _round(x: float, y: float, radius: float, turn: float) -> str:
    return f"{x + math.cos(turn * math.tau) * radius:.1f} {y + math.sin(turn * math.tau) * radius:.1f}"


def _outline(shape: str, x: float, y: float, radius: float, style: str) -> str:
    if shape in _CORNERS:
        count, turn, size = _CORNERS[shape]
        at = [(turn / 360 + i / count, radius * size) for i in range(count)]
        y += radius * 0.2 if shape == "triangle" else 0
    elif shape == "star":
        at = [(-0.25 + i / 10, radius * (0.62 if i % 2 else 1.36)) for i in range(10)]
    elif shape in ("cross", "plus"):
        a, b = radius * 0.42, radius * 1.12
        steps = (
            (-a, -b),
            (a, -b),
            (a, -a),
            (b, -a),
            (b, a),
            (a, a),
            (a, b),
            (-a, b),
            (-a, a),
            (-b, a),
            (-b, -a),
            (-a, -a),
        )
        return f'<path d="M{"L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in steps)}Z" {style}/>'
    else:
        return _circle(x, y, radius, style)
    return f'<path d="M{"L".join(_round(x, y, far, turn) for turn, far in at)}Z" {style}/>'


def _circle(x: float, y: float, radius: float, style: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {style}/>'


def _words(x: float, y: float, said: str, style: str, anchor: str = "start") -> str:
    """Our own words only: they are not escaped."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {style}>{said}</text>'


def _layer(name: str, drawn: Frame, style: str) -> str:
    """The outlines of one layer of the base map that touch the picture, as fine as it can show."""
    parts = []
    for closed, line in _lines(name):
        points = [drawn.at(latitude, longitude) for longitude, latitude in line]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > HEIGHT:
            continue
        kept = list(_thinned(points))
        if len(kept) > 1:
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + ("Z" if closed else ""))
    return f'<path d="{"".join(parts)}" fill-rule="evenodd" {style}/>'


def _thinned(points: Sequence[Point]) -> Iterator[Point]:
    """Without points too near the last one; what lies far beyond the picture is drawn in, where nobody sees it."""
    last: Point | None = None
    for x, y in points:
        here = min(max(x, -_BEYOND), WIDTH + _BEYOND), min(max(y, -_BEYOND), HEIGHT + _BEYOND)
        if last is None or math.dist(here, last) >= _STEP:
            yield here
            last = here


@cache
def _lines(name: str) -> tuple[tuple[bool, tuple[Point, ...]], ...]:
    """The rings and lines of a layer, longitude first, and whether they are closed."""
    found = []
    for feature in json.loads((ASSETS / "base" / f"{name}.json").read_text(encoding="utf-8"))["features"]:
        kind, parts = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        rings = [ring for part in parts for ring in part] if kind == "MultiPolygon" else parts
        found += [(kind.endswith("Polygon"), tuple((x, y) for x, y, *_ in ring)) for ring in rings]
    return tuple(found)


def _towns(drawn: Frame) -> Iterator[str]:
    for name, longitude, latitude, rank in json.loads((ASSETS / "base" / "towns.json").read_text(encoding="utf-8")):
        if rank == 1 and drawn.holds(latitude, longitude):
            x, y = drawn.at(latitude, longitude)
            yield _circle(x, y, 1.6, f'fill="{_SOFT}"')
            yield _words(x + 4, y - 4, name, f'font-size="10" fill="{_SOFT}"')


def _scale(drawn: Frame) -> str:
    """A bar of so many kilometres, right for the middle of the picture."""
    latitude = math.degrees(2 * math.atan(math.exp(math.radians(drawn.north - HEIGHT / 2 / drawn.scale))) - math.pi / 2)
    km = distance_km(latitude, 0.0, latitude, 1.0) / drawn.scale  # a unit
    told = max((length for length in (5, 10, 20, 50, 100, 200, 500, 1000) if length / km < WIDTH / 6), default=5)
    wide, x, y = told / km, WIDTH - 14 - told / km, HEIGHT - 12
    bar = f'<path d="M{x:.1f} {y - 5}V{y}H{x + wide:.1f}V{y - 5}" fill="none" stroke="{_INK}" stroke-width="1"/>'
    return bar + _words(x + 4, y - 4, f"{told} km", f'font-size="10" fill="{_INK}"')


def _mercator(latitude: float) -> float:
    """Degrees north on Mercator's map, each of the size of a degree of longitude (Snyder 1987, equation 7-2)."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(max(-85.0, min(85.0, latitude))) / 2)))
