"""The marks of the map as SVG: shape and colour by kind, outline by status, as symbols.js draws them.

Only numbers and our own colours and words enter it.
"""

import math
from collections.abc import Iterator, Sequence

from pipeline.kinds import kinds

INK, PAPER = "#22282e", "#ffffff"
OTHER = "#777777"  # a kind that our table lacks
_CORNERS = {  # the shapes of symbols.js: corners of a regular polygon, turn in degrees, size
    "triangle": (3, -90, 1.28),
    "diamond": (4, -90, 1.2),
    "square": (4, -45, 1.2),
    "pentagon": (5, -90, 1.1),
    "hexagon": (6, 0, 1.08),
}


def glyph(kind: str, x: float, y: float, radius: float, status: str | None = None) -> str:
    """The kind's shape in its colour, outlined by status as on the map: broken ring, hollow, thick line."""
    row = kinds().get(kind)
    shape, colour = (row.shape, row.colour) if row else ("circle", OTHER)
    width = {"claimed": 1.2, "corroborated": 1.6, "confirmed": 2.6}.get(status or "", 0.8)
    hollow = ' fill-opacity="0.28"' if status == "claimed" else ""
    edge = colour if status == "claimed" else INK
    style = f'fill="{colour}"{hollow} stroke="{edge}" stroke-width="{width}" stroke-linejoin="round"'
    ring = circle(x, y, radius + 4.5, f'fill="none" stroke="{INK}" stroke-width="1.2" stroke-dasharray="3 2.4"')
    under = _outline(shape, x, y, radius, f'fill="{PAPER}"') if hollow else ""
    return under + _outline(shape, x, y, radius, style) + (ring if status == "disputed" else "")


def shares(x: float, y: float, radius: float, parts: Sequence[tuple[str, float]]) -> Iterator[str]:
    """A disc of the kinds' shares, from the top, clockwise."""
    turn = -0.25
    for kind, share in parts:
        row = kinds().get(kind)
        style = f'fill="{row.colour if row else OTHER}" stroke="{INK}" stroke-width="0.8"'
        if share == 1:
            yield circle(x, y, radius, style)
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
        return circle(x, y, radius, style)
    return f'<path d="M{"L".join(_round(x, y, far, turn) for turn, far in at)}Z" {style}/>'


def circle(x: float, y: float, radius: float, style: str) -> str:
    """A circle; style is written into the element as it is."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {style}/>'


def words(x: float, y: float, said: str, style: str, anchor: str = "start") -> str:
    """Our own words only: they are not escaped."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {style}>{said}</text>'
