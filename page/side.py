"""The panel beside the map: a card, a list, or what is not on the map and why."""

from collections.abc import Sequence

import streamlit as st

from page.cards import incident_card, meta
from page.data import Shown
from page.desk import Desk, close_list, more, open_card
from page.words import text
from pipeline import card, timeline
from pipeline.models import Incident, Rejection


def side(mine: Desk, now: Shown) -> None:
    """The panel beside the map: a card, a list, or what is not on the map and why."""
    for notice in mine.notices:
        st.info(notice)
    unplaced = timeline.within(now.line, None, mine.view.hidden, ~timeline.placed(now.line))
    undated = timeline.within(now.line, None, mine.view.hidden, timeline.assumed(now.line))
    names = {
        "incidents": "Incidents",
        "undated": f"No day {len(undated):,}",
        "unplaced": f"Not placed {len(unplaced):,}",
        "aside": f"Set aside {len(now.rejections):,}",
    }
    st.session_state.setdefault("tray", "incidents")
    tray = st.segmented_control(
        "Beside the map", list(names), format_func=names.__getitem__, key="tray",
        label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    chosen = now.by_id.get(mine.view.incident or "")
    if tray == "aside":
        set_aside(mine, now.rejections)
    elif chosen is not None:
        st.button(
            "Back to the list",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=open_card,
            args=(mine, now, None),
        )
        incident_card(chosen)
    elif tray == "unplaced":
        st.html('<p class="hint">Reported, but no place could be defended. Kept off the map, never on a guess.</p>')
        listing(mine, now, unplaced)
    elif tray == "undated":
        st.html(
            '<p class="hint">Reported, but no day is given. On the map they stand, paler, on the day their article '
            "came out; it may have been earlier.</p>"
        )
        listing(mine, now, undated[::-1])
    else:
        incidents(mine, now)


def incidents(mine: Desk, now: Shown) -> None:
    """The incidents picked, or all that the map shows, latest first."""
    if mine.listed:
        heading, ids = mine.listed
        found = now.line.incidents.named(ids)
        st.button(
            "All incidents shown", icon=":material/arrow_back:", type="tertiary", on_click=close_list, args=(mine, now)
        )
        st.html(f'<p class="hint">{heading}: {len(found)} incident{"" if len(found) == 1 else "s"}.</p>')
    else:
        found = timeline.within(now.line, mine.view.window, mine.view.hidden, timeline.placed(now.line))
        if len(found):
            st.html('<p class="hint">Latest first. Choose one here, or click a marker.</p>')
        elif not len(now.line.incidents):
            st.html(
                '<p class="hint">The store holds no incidents. Add articles above; they appear here and on the map.</p>'
            )
        else:
            st.html('<p class="hint">Nothing in these days with these filters.</p>')
    listing(mine, now, found[::-1])


def listing(mine: Desk, now: Shown, found: Sequence[Incident]) -> None:
    """Rows to choose from, a page at a time."""
    for number, incident in enumerate(found[: mine.rows]):
        with st.container(key=f"row-{number}"):
            st.html(meta(incident))
            text(incident.headline)
            if incident.location is None:
                with st.container(key=f"soft-row-{number}"):
                    text("\n".join((incident.unplaced_reason or "", *card.may_be(incident))))
            st.button(
                f"Open incident {number + 1}", key=f"open-{number}", on_click=open_card, args=(mine, now, incident.id)
            )
    if len(found) > mine.rows:
        st.button(f"Show more ({len(found) - mine.rows:,} left)", on_click=more, args=(mine,), width="stretch")


def set_aside(mine: Desk, rejections: Sequence[Rejection]) -> None:
    """What was read and did not become an incident, each with its reason."""
    st.html('<p class="hint">Read, and kept off the map: what did not happen, could not be read, or is no event.</p>')
    for number, each in enumerate(rejections[: mine.rows]):
        with st.container(key=f"voice-aside-{number}"):
            text(each.reason)
            if each.quote:
                with st.container(key=f"quote-aside-{number}"):
                    text(each.quote)
            with st.container(key=f"soft-aside-{number}"):
                text(each.article)
    if len(rejections) > mine.rows:
        st.button(f"Show more ({len(rejections) - mine.rows:,} left)", on_click=more, args=(mine,), width="stretch")
