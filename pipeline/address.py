"""What the address bar and the map frame say, as a checked view; and a view as an address.

Both come from outside: whatever does not fit is left out with a notice, and nothing of it is repeated to the reader.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.timeline import STATUSES, UNNAMED, Hidden, Timeline, Window, day, holds, number

_EARLIEST, _LATEST = number(dt.date(1000, 1, 1)), number(dt.date(9999, 12, 31))
_NOTHING = Hidden()
MODES = ("window", "day", "cumulative")  # of time; the map speaks of them by number
_NO_NAME = "(none)"  # stands in an address for reports whose outlet is not named


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


@dataclass(frozen=True, slots=True)
class Heard:
    """What the frame said: a view without an incident, and the points picked with the number of that pick."""

    view: View
    pick: int
    points: tuple[int, ...]


def read(params: Mapping[str, Sequence[str]], line: Timeline) -> tuple[View, tuple[str, ...]]:
    """The view that an address asks for, and a notice for each part that could not be followed."""
    view, notices = View(), []
    if "from" in params or "to" in params:
        try:
            first, last = (dt.date.fromisoformat(_one(params, name)) for name in ("from", "to"))
            if first > last:
                raise ValueError
            view = replace(view, window=Window(first, last))
        except ValueError:
            notices.append("The link's days could not be read, so every day is shown.")
    mode = _one(params, "mode") or MODES[0]
    if mode not in MODES:
        mode = MODES[0]
        notices.append("The link asks for a way of showing time that is not known here, so a window is shown.")
    if view.window and mode == "day":
        view = replace(view, window=Window(view.window.last, view.window.last))
    hide = set(params.get("hide", ()))
    without = {UNNAMED if name == _NO_NAME else name for name in params.get("without", ())}
    if hide - {*line.kinds, *STATUSES} or without - set(line.sources):
        notices.append("The link switches off something that is not known here; that part was left out.")
    view = replace(
        view,
        mode=mode,
        hidden=Hidden(
            frozenset(hide & set(line.kinds)), frozenset(hide & set(STATUSES)), frozenset(without & set(line.sources))
        ),
    )
    if "view" in params:
        centre = _centre(_one(params, "view").split(","))
        view = replace(view, centre=centre)
        if centre is None:
            notices.append("The link's map position could not be read, so the whole country is shown.")
    if "incident" in params:
        wanted = _one(params, "incident")
        if holds(line, wanted):
            view = replace(view, incident=wanted)
        else:
            notices.append("The incident in the link is not in this store.")
    return view, tuple(notices)


def query(view: View, line: Timeline) -> dict[str, str | list[str]]:
    """The view as parameters of an address; what is as on opening is left out."""
    said: dict[str, str | list[str]] = {}
    if view.window is not None and view.window != line.span:
        said |= {"from": view.window.first.isoformat(), "to": view.window.last.isoformat()}
    if view.mode != MODES[0]:
        said["mode"] = view.mode
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
    points, mode = _numbers(pick.get("points"), len(line.points)), _numbers([said.get("mode")], len(MODES))
    if points is None or mode is None or not _whole(pick.get("seq")):
        return None
    hidden = Hidden(
        frozenset(line.kinds[index] for index in kinds),
        frozenset(STATUSES[index] for index in statuses),
        frozenset(line.sources[index] for index in sources),
    )
    view = View(Window(day(lo), day(hi)), MODES[mode[0]], hidden, centre)  # type: ignore[arg-type]
    return Heard(view, pick["seq"], points)


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
