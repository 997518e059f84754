"""What the address bar and the map frame say, as a checked view; and a view as an address.

Both come from outside: whatever does not fit is left out with a notice, and nothing of it is repeated to the reader.
"""

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.facets import FACETS
from pipeline.finding import Wanted
from pipeline.query import LONGEST
from pipeline.timeline import STATUSES, UNNAMED, Hidden, Timeline, Window, day, holds, number

_EARLIEST, _LATEST = number(dt.date(1000, 1, 1)), number(dt.date(9999, 12, 31))
_NOTHING = Hidden()
_ALL = Wanted()
MODES = ("window", "day", "cumulative")  # of time; the map speaks of them by number
TRAYS = ("incidents", "undated", "unplaced", "aside")
BARS, STEPS, SPEEDS = ("kinds", "statuses"), ("day", "week", "month"), (1, 2, 5, 10, 30)  # as the map numbers them
_ARRIVALS = 10**9
_NO_NAME = "(none)"  # stands in an address for reports whose outlet is not named
_TABLE = "table"
_CHOICES = {
    "mode": MODES,
    "bars": BARS,
    "step": STEPS,
    "speed": tuple(map(str, SPEEDS)),
    "tray": TRAYS,
    "list": (_TABLE,),
}
_WAYS: dict[str, Sequence[Any]] = {"mode": MODES, "bars": BARS, "step": STEPS, "speed": SPEEDS}
_SEVERAL = ("hide", "without", *FACETS)  # parameters that may stand more than once


@dataclass(frozen=True, slots=True)
class View:
    """What the reader looks at. window None means every day; centre is latitude, longitude and zoom.

    In the mode "day" both ends of the window are that day; in "cumulative" it begins with the first day there is.
    """

    window: Window | None = None
    mode: str = MODES[0]
    hidden: Hidden = _NOTHING
    centre: tuple[float, float, float] | None = None
    incident: str | None = None
    bars: str = BARS[0]  # what the bars under the map are stacked by
    step: str = STEPS[0]
    speed: int = SPEEDS[2]  # steps a second
    wanted: Wanted = _ALL
    tray: str = TRAYS[0]
    table: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What the frame said: a view of which it knows the time, the filters of the legend and the centre, the points
    picked with the number of that pick, and the last arrival that the browser has seen.
    """

    view: View
    pick: int
    points: tuple[int, ...]
    seen: int | None = None


def read(
    params: Mapping[str, Sequence[str]], line: Timeline, known: Mapping[str, Collection[str]]
) -> tuple[View, tuple[str, ...]]:
    """The view that an address asks for, and a notice for each part that could not be followed.

    known: the values of each facet that there are.
    """
    view, notices = View(), []
    if "from" in params or "to" in params:
        try:
            first, last = (dt.date.fromisoformat(_one(params, name)) for name in ("from", "to"))
            if first > last:
                raise ValueError
            view = replace(view, window=Window(first, last))
        except ValueError:
            notices.append("The link's days could not be read, so every day is shown.")
    modes = {name: _among(params, name, choices) for name, choices in _CHOICES.items()}
    if unknown := [name for name, value in modes.items() if value is None]:
        time = "time" if set(unknown) <= {"mode", "step", "speed"} else "things"
        notices.append(f"The link asks for a way of showing {time} that is not known here; the usual one is taken.")
    told = {name: value for name, value in modes.items() if value}
    view = replace(
        view,
        mode=told.get("mode", view.mode),
        bars=told.get("bars", view.bars),
        step=told.get("step", view.step),
        speed=int(told.get("speed", view.speed)),
        tray=told.get("tray", view.tray),
        table=told.get("list") == _TABLE,
    )
    if view.window and view.mode == "day":
        view = replace(view, window=Window(view.window.last, view.window.last))
    hidden, wanted, strange = _filters(params, line, known)
    view = replace(view, hidden=hidden, wanted=wanted)
    if strange:
        notices.append("The link filters by something that is not known here; that part was left out.")
    if "view" in params:
        centre = _centre(_one(params, "view").split(","))
        view = replace(view, centre=centre)
        if centre is None:
            notices.append("The link's map position could not be read, so the whole country is shown.")
    if "incident" in params:
        wanted_id = _one(params, "incident")
        if holds(line, wanted_id):
            view = replace(view, incident=wanted_id)
        else:
            notices.append("The incident in the link is not in this store.")
    return view, tuple(notices)


def query(view: View, line: Timeline) -> dict[str, str | list[str]]:
    """The view as parameters of an address; what is as on opening is left out."""
    usual = View()
    said: dict[str, str | list[str]] = {}
    if view.wanted.words:
        said["q"] = view.wanted.words
    said |= {facet: [one or _NO_NAME for one in sorted(values)] for facet, values in view.wanted.chosen.items()}
    if view.window is not None and view.window != line.span:
        said |= {"from": view.window.first.isoformat(), "to": view.window.last.isoformat()}
    for name in ("mode", "bars", "step", "speed", "tray"):
        if (value := getattr(view, name)) != getattr(usual, name):
            said[name] = str(value)
    if view.table:
        said["list"] = _TABLE
    if hide := sorted(view.hidden.kinds | view.hidden.statuses):
        said["hide"] = hide
    if view.hidden.sources:
        said["without"] = [name or _NO_NAME for name in sorted(view.hidden.sources)]
    if view.centre is not None:
        said["view"] = ",".join(
            f"{part:g}" for part in (round(view.centre[0], 4), round(view.centre[1], 4), view.centre[2])
        )
    if view.incident is not None:
        said["incident"] = view.incident
    return said


def written(params: Mapping[str, Sequence[str]]) -> dict[str, str | list[str]]:
    """Parameters of an address as `query` would give them."""
    return {name: list(values) if name in _SEVERAL else values[-1] for name, values in params.items() if values}


def start(view: View, line: Timeline) -> dict[str, Any]:
    """The view as the numbers that the map's first command takes. Days are counted from 1970."""
    return {
        "lo": number(view.window.first) if view.window else None,
        "hi": number(view.window.last) if view.window else None,
        "mode": MODES.index(view.mode),
        "kinds": [int(key in view.hidden.kinds) for key in line.kinds],
        "statuses": [int(key in view.hidden.statuses) for key in STATUSES],
        "sources": [int(name in view.hidden.sources) for name in line.sources],
        "view": list(view.centre) if view.centre else None,
        "bars": BARS.index(view.bars),
        "step": STEPS.index(view.step),
        "speed": SPEEDS.index(view.speed),
    }


def heard(said: Mapping[str, Any], cube: str, line: Timeline) -> Heard | None:
    """What the frame said of this cube; None where it said nothing, spoke of another cube, or made no sense."""
    if said.get("cube") != cube:
        return None
    lo, hi = said.get("lo"), said.get("hi")
    pick = said.get("pick")
    centre = _centre(said.get("view"))
    kinds = _numbers(said.get("kinds"), len(line.kinds))
    statuses = _numbers(said.get("statuses"), len(STATUSES))
    sources = _numbers(said.get("sources"), len(line.sources))
    if not (_whole(lo) and _whole(hi) and _EARLIEST <= lo <= hi <= _LATEST) or centre is None:  # type: ignore[operator]
        return None
    if not isinstance(pick, Mapping) or kinds is None or statuses is None or sources is None:
        return None
    points = _numbers(pick.get("points"), len(line.points))
    ways = [_numbers([said.get(name)], len(of)) for name, of in _WAYS.items()]
    if points is None or None in ways or not _whole(pick.get("seq")):
        return None
    mode, bars, step, speed = (of[way[0]] for of, way in zip(_WAYS.values(), ways, strict=True) if way)
    hidden = Hidden(
        frozenset(line.kinds[index] for index in kinds),
        frozenset(STATUSES[index] for index in statuses),
        frozenset(line.sources[index] for index in sources),
    )
    window = Window(day(lo), day(hi))  # type: ignore[arg-type]
    seen = said.get("seen")
    if seen is not None and not (_whole(seen) and 0 <= seen < _ARRIVALS):
        return None
    return Heard(View(window, mode, hidden, centre, bars=bars, step=step, speed=speed), pick["seq"], points, seen)


def _filters(
    params: Mapping[str, Sequence[str]], line: Timeline, known: Mapping[str, Collection[str]]
) -> tuple[Hidden, Wanted, bool]:
    """What the address hides and wants, and whether there was more that is not known here."""
    hide = set(params.get("hide", ()))
    without = {UNNAMED if name == _NO_NAME else name for name in params.get("without", ())}
    words = _one(params, "q")
    chosen = {
        facet: frozenset(UNNAMED if one == _NO_NAME else one for one in params.get(facet, ())) for facet in FACETS
    }
    held = {facet: values & frozenset(known[facet]) for facet, values in chosen.items()}
    strange = bool(hide - {*line.kinds, *STATUSES} or without - set(line.sources))
    hidden = Hidden(
        frozenset(hide & set(line.kinds)), frozenset(hide & set(STATUSES)), frozenset(without & set(line.sources))
    )
    wanted = Wanted(words if len(words) <= LONGEST else "", **held)
    return hidden, wanted, strange or held != chosen or len(words) > LONGEST


def _among(params: Mapping[str, Sequence[str]], name: str, choices: Sequence[str]) -> str | None:
    """The choice that the address makes, "" where it makes none, None where there is no such choice."""
    value = _one(params, name)
    return value if not value or value in choices else None


def _one(params: Mapping[str, Sequence[str]], name: str) -> str:
    return params[name][-1] if params.get(name) else ""


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _numbers(values: object, limit: int) -> tuple[int, ...] | None:
    if not isinstance(values, list) or not all(_whole(value) and 0 <= value < limit for value in values):
        return None
    return tuple(values)


def _centre(parts: object) -> tuple[float, float, float] | None:
    if not isinstance(parts, list) or len(parts) != 3:
        return None
    try:
        latitude, longitude, zoom = (float(part) for part in parts)
    except (TypeError, ValueError):
        return None
    if not all(map(math.isfinite, (latitude, longitude, zoom))):
        return None
    # longitude may have gone round the world once
    if abs(latitude) > 85.1 or abs(longitude) > 540 or not 0 <= zoom <= 20:
        return None
    return latitude, longitude, zoom
