"""What one reader looks at, and how it changes."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Thread

import numpy as np
import streamlit as st

from page.data import Shown, places_named
from pipeline import address, map_layer, timeline
from pipeline.errors import SituationMapError
from pipeline.finding import Sought, Wanted, seek
from pipeline.listed import Listed
from pipeline.query import terms
from pipeline.settings import Settings
from pipeline.wording import tr

PAGE = 15  # rows of a list before "Show more"


@dataclass(slots=True)
class Desk:
    """What one reader looks at. start is the map's first view and stays as it was, so that the map stays too."""

    view: address.View
    start: dict[str, object]
    notices: tuple[str, ...]
    cube: str
    pick: int = 0
    focus: dict[str, object] = field(default_factory=lambda: {"seq": 0, "point": None})
    listed: tuple[str, tuple[str, ...]] | None = None  # a heading of ours, and the ids it lists
    rows: int = PAGE
    ground: str | None = None  # of the reasons in a tray, the one looked at
    sought: Sought = field(default_factory=Sought)
    since: int | None = None  # the last arrival that the reader has seen; None before the browser has told
    mark: int | None = None  # the arrival that the browser is to keep in mind
    news: tuple[str, ...] = ()  # ids of what came after it
    told: tuple[str, int] | None = None  # the cube and the arrival that news is of
    marks: str | None = None  # the file with the words that the map's script marks in the quotes; None for none
    asked: tuple[str, Wanted] | None = None  # the cube and the wish that sought answers


def desk(use: Settings, now: Shown) -> Desk:
    """This reader's desk, laid out from the address bar at first, and moved to the new cube after a build."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    if "desk" not in st.session_state:
        st.session_state.desk = laid_out(params, now)
        view = st.session_state.desk.view
        st.session_state.words = view.wanted.words
        if view.incident:
            point_at(st.session_state.desk, now, view.incident)
    mine: Desk = st.session_state.desk
    if mine.cube != now.cube:
        mine.cube = now.cube
        if mine.view.incident and mine.view.incident not in now.by_id:
            mine.view = replace(mine.view, incident=None)
        mine.listed = None
        point_at(mine, now, mine.view.incident, still=True)
    if ids := st.session_state.pop("found", None):  # left by an upload
        mine.listed = ("From your articles", ids)
        if not mine.news:  # what the reader has brought is no news
            mine.since = mine.mark = now.latest
        mine.view = replace(mine.view, incident=None)
    look(use, mine, now)
    return mine


def laid_out(params: Mapping[str, Sequence[str]], now: Shown) -> Desk:
    """A desk as the address asks for it, before anything is sought."""
    view, notices = address.read(params, now.line, now.field.facets.values)
    return Desk(view, address.start(view, now.line), notices, now.cube)


def look(use: Settings, mine: Desk, now: Shown) -> None:
    """Finds what is wanted, where the wish or the store is another than before."""
    if mine.asked == (now.cube, mine.view.wanted):
        return
    if mine.view.wanted.words and not now.field.ready:
        make_ready(now)
    mine.sought = seek(now.field, mine.view.wanted, places_named())
    mine.asked = (now.cube, mine.view.wanted)  # not sooner: whoever turns away meanwhile has not been answered
    found_by = [[term.words, term.exact] for term in terms(mine.sought.node)]
    mine.marks = map_layer.publish({"marks": found_by}, use.web) if found_by else None


def make_ready(now: Shown) -> None:
    """Shows how far the quotes are made ready for the first search, until they are."""

    def making() -> None:
        with suppress(SituationMapError):  # told by the search, which asks again
            _ = now.field.told

    held = now.store.counts()
    words, texts = tr("Making the quotes ready for the first search…"), held["incidents"] + held["reports"]
    bar, thread = st.progress(0.0, words), Thread(target=making, name="make-ready", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.25)
        bar.progress(min(1.0, now.field.done / max(1, texts)), words)
    bar.empty()


def found(mine: Desk, now: Shown, window: timeline.Window | None, among: np.ndarray | None = None) -> Listed:
    """Incidents, placed or not, of these days (None: any) that pass all filters and the search, by day.

    among: a flag for each incident of the store; those without are left out.
    """
    only = mine.sought.only
    if among is not None:
        only = among if only is None else only & among
    return timeline.within(now.line, window, mine.view.hidden, only)


def want(mine: Desk, wanted: Wanted) -> None:
    """Another wish; the list begins anew."""
    mine.view = replace(mine.view, wanted=wanted, incident=None)
    mine.listed, mine.rows, mine.ground = None, PAGE, None


def turn_to(mine: Desk) -> None:
    """Takes over the tray that the reader has turned to."""
    tray = st.session_state.get("tray") or address.TRAYS[0]  # a click on the one that is open closes it
    mine.view = replace(mine.view, tray=tray)
    mine.rows, mine.ground = PAGE, None


def point_at(mine: Desk, now: Shown, incident_id: str | None, *, still: bool = False) -> None:
    """Has the map mark where the incident is, or may be; unless still, show the place and the incident's days too."""
    incident = now.by_id.get(incident_id) if incident_id else None
    point = timeline.point_of(now.line, incident) if incident else None
    days = (timeline.number(incident.when.first), timeline.number(incident.when.last)) if incident else (None, None)
    may = [[round(each.latitude, 4), round(each.longitude, 4)] for each in incident.candidates] if incident else []
    seq = int(str(mine.focus["seq"])) + 1
    origin = _origin(now, incident_id)
    mine.focus = {
        "seq": seq,
        "point": point,
        "lo": days[0],
        "hi": days[1],
        "may": may,
        "from": origin,
        "still": still,
    }


def _origin(now: Shown, incident_id: str | None) -> tuple[float, float] | None:
    incident = now.by_id.get(incident_id) if incident_id else None
    if incident is None or incident.origin is None:
        return None
    from pipeline.launch import launched_from  # which brings the gazetteer; the map need not wait for it

    return launched_from(incident)


def open_card(mine: Desk, now: Shown, incident_id: str | None) -> None:
    """Opens the incident's card, or the list where None."""
    mine.view = replace(mine.view, incident=incident_id)
    point_at(mine, now, incident_id)


def close_list(mine: Desk, now: Shown) -> None:
    """Back to all that the map shows."""
    mine.listed, mine.rows = None, PAGE
    open_card(mine, now, None)


def more(mine: Desk) -> None:
    """Lengthens the list by a page."""
    mine.rows += PAGE


def listen(mine: Desk, now: Shown, said: address.Heard) -> None:
    """Takes over what the reader did on the map: window, filters, view, and a new pick."""
    if (said.view.window, said.view.hidden) != (mine.view.window, mine.view.hidden):
        mine.rows = PAGE
    mine.view = replace(
        mine.view,
        window=said.view.window,
        mode=said.view.mode,
        hidden=said.view.hidden,
        centre=said.view.centre,
        bars=said.view.bars,
        step=said.view.step,
        speed=said.view.speed,
    )
    if said.pick != mine.pick and said.points:
        there = timeline.at(now.line, said.points, said.view.window, said.view.hidden, mine.sought.only).names()
        mine.listed = ("At this marker", there) if len(there) > 1 or mine.view.table else None
        mine.view = replace(mine.view, incident=there[0] if len(there) == 1 else None, tray=address.TRAYS[0])
        mine.rows = PAGE
        if (origin := _origin(now, mine.view.incident)) != mine.focus.get("from"):
            mine.focus = {**mine.focus, "from": origin}
    mine.pick = said.pick
