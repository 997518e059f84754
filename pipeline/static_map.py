"""A map that does not move, as SVG, for print: the same ground, shapes and colours as the map of the page.

Mercator on a sphere (EPSG 3857), as the page's. Only numbers, our own colours and our own names of towns enter it.
"""

import html
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from gazetteer.sphere import distance_km
from pipeline import glyphs
from pipeline.browser import ASSETS
from pipeline.glyphs import INK, PAPER
from pipeline.models import Incident
from pipeline.timeline import is_area
from pipeline.wording import tr

WIDTH, HEIGHT = 720, 450  # of the drawing, in units that print as pixels
UKRAINE = (22.0, 44.2, 40.4, 52.5)  # west, south, east, north; degrees
REACH = 17.0  # markers nearer than this, in units, are drawn as one
_STEP = 0.7  # points of an outline nearer than this to the last are left out
_BEYOND = 1_000.0  # units round the picture, past which outlines are drawn in
_LAND, _HOME, _SEA, _LINE = "#efebe0", "#ffffff", "#dbe5e8", "#b9b09c"
_SOFT = "#6f6a5f"
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
    """The map of those that are placed and in the frame, as one SVG element. Its names of towns are in English."""
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{html.escape(tr("Map of the incidents"))}" '
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


def _drawn(mark: Mark) -> str:
    count, told = len(mark.incidents), Counter(one.kind for one in mark.incidents)
    disputed = any(one.status == "disputed" for one in mark.incidents)
    around = (
        glyphs.circle(mark.x, mark.y, 15, f'fill="{PAPER}" fill-opacity="0.5" stroke="{INK}" stroke-dasharray="2 3"')
        if mark.area
        else ""
    )
    if count == 1:
        one = mark.incidents[0]
        return around + glyphs.glyph(one.kind, mark.x, mark.y, 5, one.status)
    radius = min(17.0, 6.5 + 1.7 * math.log2(count))
    ring = f'fill="none" stroke="{INK}" stroke-width="1.2" stroke-dasharray="3 2.4"'
    return "".join(
        [
            around,
            *glyphs.shares(mark.x, mark.y, radius, [(kind, n / count) for kind, n in sorted(told.items())]),
            glyphs.circle(mark.x, mark.y, radius * 0.64, f'fill="{PAPER}"'),
            glyphs.words(mark.x, mark.y + 3.6, str(count), f'font-size="10" font-weight="600" fill="{INK}"', "middle"),
            glyphs.circle(mark.x, mark.y, radius + 3.2, ring) if disputed else "",
        ]
    )


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
            yield glyphs.circle(x, y, 1.6, f'fill="{_SOFT}"')
            yield glyphs.words(x + 4, y - 4, name, f'font-size="10" fill="{_SOFT}"')


def _scale(drawn: Frame) -> str:
    """A bar of so many kilometres, right for the middle of the picture."""
    latitude = math.degrees(2 * math.atan(math.exp(math.radians(drawn.north - HEIGHT / 2 / drawn.scale))) - math.pi / 2)
    km = distance_km(latitude, 0.0, latitude, 1.0) / drawn.scale  # a unit
    told = max((length for length in (5, 10, 20, 50, 100, 200, 500, 1000) if length / km < WIDTH / 6), default=5)
    wide, x, y = told / km, WIDTH - 14 - told / km, HEIGHT - 12
    bar = f'<path d="M{x:.1f} {y - 5}V{y}H{x + wide:.1f}V{y - 5}" fill="none" stroke="{INK}" stroke-width="1"/>'
    return bar + glyphs.words(x + 4, y - 4, f"{told} km", f'font-size="10" fill="{INK}"')


def _mercator(latitude: float) -> float:
    """Degrees north on Mercator's map, each of the size of a degree of longitude (Snyder 1987, equation 7-2)."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(max(-85.0, min(85.0, latitude))) / 2)))
