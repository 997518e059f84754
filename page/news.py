"""What has come since the reader last looked, and the look now and then whether somebody has built meanwhile."""

import hashlib
from dataclasses import replace

import streamlit as st

from gazetteer.errors import GazetteerError
from page.data import Shown, current, generation
from page.desk import PAGE, Desk
from pipeline import address, timeline
from pipeline.errors import SituationMapError
from pipeline.settings import Settings
from pipeline.wording import numeral, tr


def watch(use: Settings, now: Shown) -> None:
    """Looks every so many seconds whether the store tells something else, and then draws the page anew, in place."""
    if use.refresh_seconds:
        st.fragment(_compare, run_every=use.refresh_seconds)(use, now)


def _compare(use: Settings, now: Shown) -> None:
    try:
        changed = generation(use) != now.generation and current(use).cube != now.cube
    except (SituationMapError, GazetteerError):  # in trouble, or just being written: the page stays as it is
        return
    if changed:
        st.rerun()


def look_of(use: Settings, mine: Desk) -> dict[str, object]:
    """What the map is told of the reader's last look: which store it was at, and what to keep in mind."""
    return {"store": hashlib.sha256(str(use.store).encode()).hexdigest()[:12], "mark": mine.mark}


def refresh(mine: Desk, now: Shown, seen: int | None) -> None:
    """Finds what is new to the reader. seen: the last arrival that the browser remembers, None where it knows none."""
    if mine.since is None:  # this visit begins; a first one has seen nothing, and all is new to it: nothing to tell
        mine.since = now.latest if seen is None else seen
    if mine.told == (now.cube, mine.since):
        return
    came = now.store.arrivals(mine.since)[1] if mine.since < now.latest else ()
    mine.news = tuple(name for name in came if timeline.holds(now.line, name))
    if not mine.news:
        mine.since = mine.mark = now.latest
    mine.told = (now.cube, mine.since)


def chip(mine: Desk, now: Shown) -> None:
    """A button that tells how many incidents are new and lists them; nothing where none is."""
    if mine.news:
        with st.container(key="news"):
            st.button(
                tr("{n} new since you last looked", n=numeral(len(mine.news))),
                icon=":material/fiber_new:",
                on_click=show,
                args=(mine, now),
            )


def show(mine: Desk, now: Shown) -> None:
    """Lists what is new, whatever the days and filters; from now on it is seen."""
    mine.listed, mine.rows = ("New since you last looked", mine.news), PAGE
    mine.view = replace(mine.view, incident=None, tray=address.TRAYS[0])
    mine.news, mine.since, mine.mark = (), now.latest, now.latest
    mine.told = (now.cube, mine.since)
