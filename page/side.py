"""The panel beside the map: a card, a list or a table, or what is not on the map and why."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from page.cards import incident_card, meta
from page.data import Shown
from page.desk import PAGE, Desk, close_list, found, more, open_card, turn_to
from page.finding import find, plain
from page.news import chip
from page.table import table
from page.words import hint, text
from pipeline import card, grounds, timeline
from pipeline.haystack import excerpt, spans
from pipeline.listed import Listed
from pipeline.models import Incident
from pipeline.query import terms
from pipeline.wording import counted, numeral, retold, tr

SORTED = 3_000  # incidents not placed that are sorted by reason: each has to be fetched for it


def side(mine: Desk, now: Shown) -> None:
    """The panel beside the map: a card, a list or a table, or what is not on the map and why."""
    for notice in mine.notices:
        st.info(notice)
    chip(mine, now)
    find(mine, now)
    unplaced = found(mine, now, None, ~timeline.placed(now.line))
    undated = found(mine, now, None, timeline.assumed(now.line))
    aside = np.flatnonzero(mine.sought.aside) if mine.sought.aside is not None else range(len(now.rejections))
    names = {
        "incidents": tr("Incidents"),
        "undated": tr("No day {n}", n=numeral(len(undated))),
        "unplaced": tr("Not placed {n}", n=numeral(len(unplaced))),
        "aside": tr("Set aside {n}", n=numeral(len(aside))),
    }
    # set by each run: what one run sets is lost on a browser that the next one reaches before it has drawn the first
    st.session_state.tray = mine.view.tray
    st.segmented_control(
        tr("Beside the map"), list(names), format_func=names.__getitem__, key="tray",
        label_visibility="collapsed", width="stretch", on_change=turn_to, args=(mine,),
    )  # fmt: skip
    tray = mine.view.tray
    chosen = now.by_id.get(mine.view.incident) if mine.view.incident else None
    if tray == "aside":
        set_aside(mine, now, aside)
    elif chosen is not None and not (mine.view.table and tray == "incidents"):
        back(mine, now)
        incident_card(chosen)
    elif tray == "unplaced":
        hint("Reported, but no place could be defended. Kept off the map, never on a guess.")
        if mine.view.wanted.region or mine.view.wanted.precision:
            hint("A filter by place is on: what has no place does not pass it.")
        if len(unplaced) <= SORTED:
            unplaced = unplaced.where(of_ground(mine, reasons(now.cube, unplaced.names(), unplaced)))
        listing(mine, now, unplaced[::-1])
    elif tray == "undated":
        hint(
            "Reported, but no day is given. On the map they stand, paler, on the day their article came out; it may "
            "have been earlier."
        )
        listing(mine, now, undated[::-1])
    else:
        incidents(mine, now, chosen)


def back(mine: Desk, now: Shown) -> None:
    """From a card to the list that it was opened from."""
    st.button(
        tr("Back to the list"),
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=open_card,
        args=(mine, now, None),
    )


def incidents(mine: Desk, now: Shown, chosen: Incident | None) -> None:
    """The incidents picked, or all that the map shows, latest first; as a list, or as a table with the card below."""
    if mine.listed:
        heading, ids = mine.listed
        shown = now.line.incidents.named(ids)
        st.button(
            tr("All incidents shown"),
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=close_list,
            args=(mine, now),
        )
        said = f"{tr(heading)}: {_incidents(len(shown))}."
    else:
        shown = found(mine, now, mine.view.window, timeline.placed(now.line))
        said = nothing(mine, now)
        if len(shown):
            said = tr("{incidents}, latest first. Choose one, or click a marker.", incidents=_incidents(len(shown)))
    with st.container(key="heading", horizontal=True, vertical_alignment="center"):
        hint(said)
        st.button(
            tr("As a list" if mine.view.table else "As a table"),
            icon=":material/view_list:" if mine.view.table else ":material/table:",
            key="as",
            type="tertiary",
            on_click=relist,
            args=(mine,),
        )
    if not mine.view.table:
        listing(mine, now, shown[::-1])
        return
    if len(shown):
        table(mine, now, shown[::-1])
    if chosen is not None:
        incident_card(chosen)


def nothing(mine: Desk, now: Shown) -> str:
    """Why there is nothing to list."""
    if not len(now.line.incidents):
        return tr("The store holds no incidents. Add articles above; they appear here and on the map.")
    if mine.sought.only is not None and not mine.sought.only.any():
        return tr("Nothing here is what you look for. Drop a filter, or search for fewer words.")
    return tr("Nothing in these days with these filters.")


def relist(mine: Desk) -> None:
    """A table in the place of the list, or the list again."""
    mine.view = replace(mine.view, table=not mine.view.table)


def listing(mine: Desk, now: Shown, shown: Sequence[Incident]) -> None:
    """Rows to choose from, a page at a time; of a search, with the words that it found."""
    for number, incident in enumerate(shown[: mine.rows]):
        with st.container(key=f"row-{number}"):
            st.html(meta(incident))
            text(incident.headline)
            if incident.location is None:
                with st.container(key=f"soft-row-{number}"):
                    text("\n".join((retold(incident.unplaced_reason or ""), *card.may_be(incident))))
            if mine.sought.node and (words := hit(mine, incident)):
                with st.container(key=f"hit-{number}"):
                    text(words)
            st.button(
                tr("Open incident {n}", n=number + 1),
                key=f"open-{number}",
                on_click=open_card,
                args=(mine, now, incident.id),
            )
    if len(shown) > mine.rows:
        st.button(
            tr("Show more ({n} left)", n=numeral(len(shown) - mine.rows)), on_click=more, args=(mine,), width="stretch"
        )


def hit(mine: Desk, incident: Incident) -> str | None:
    """Of the quote that holds most of the words sought, the first of them and what stands around it."""
    asked = terms(mine.sought.node)
    best = max(incident.reports, key=lambda one: sum(bool(spans(one.quote, term)) for term in asked))
    return excerpt(best.quote, mine.sought.node)


@st.cache_data(max_entries=50, show_spinner=False)
def reasons(cube: str, names: tuple[str, ...], _incidents: Listed) -> list[str]:
    """Why each of these incidents is not placed, in few words."""
    return [grounds.ground(one.unplaced_reason or "") for one in _incidents]


def of_ground(mine: Desk, reasons: Sequence[str]) -> np.ndarray:
    """Which of those set aside were so for the reason looked at; above them all reasons, each with its count."""
    held = grounds.counted(reasons)
    if len(held) > 1:
        with st.container(key="grounds", horizontal=True):
            for number, (reason, count) in enumerate(held):
                st.button(
                    f"{plain(card.sentence(retold(reason[:1].lower() + reason[1:])))} **{numeral(count)}**",
                    key=f"ground-{number}",
                    type="primary" if reason == mine.ground else "secondary",
                    on_click=look_at,
                    args=(mine, reason),
                )
    known = mine.ground in dict(held)
    return np.array([i for i, reason in enumerate(reasons) if not known or reason == mine.ground], dtype=np.int64)


def look_at(mine: Desk, ground: str) -> None:
    """Lists what was set aside for this reason only, or all again."""
    mine.ground = None if mine.ground == ground else ground
    mine.rows = PAGE


def set_aside(mine: Desk, now: Shown, aside: Sequence[int]) -> None:
    """What was read and did not become an incident, each with its reason."""
    hint("Read, and kept off the map: what did not happen, could not be read, or is no event.")
    if mine.view.wanted.chosen:
        hint("The search applies here; filters by region, weapon and voice do not.")
    told = now.field.grounds
    shown = [now.rejections[aside[row]] for row in of_ground(mine, [told[number] for number in aside])]
    for number, each in enumerate(shown[: mine.rows]):
        with st.container(key=f"voice-aside-{number}"):
            text(retold(each.reason))
            if each.quote:
                with st.container(key=f"quote-aside-{number}"):
                    text(each.quote)
            with st.container(key=f"soft-aside-{number}"):
                text(each.article)
    if len(shown) > mine.rows:
        st.button(
            tr("Show more ({n} left)", n=numeral(len(shown) - mine.rows)), on_click=more, args=(mine,), width="stretch"
        )


def _incidents(number: int) -> str:
    return counted(number, "{n} incident", "{n} incidents")
