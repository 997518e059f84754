"""Search and filters over the panel: what is wanted, and how many incidents each choice would give."""

import re
from dataclasses import replace

import streamlit as st

from gazetteer.plain import visible
from page.data import Shown
from page.desk import Desk, want
from page.words import hint, text
from page.words import label as heading
from pipeline import card, finding, timeline
from pipeline.facets import ABROAD, FACETS, NO_WEAPON, OTHER_WEAPON, weapon_table
from pipeline.query import LONGEST
from pipeline.wording import numeral, tr

FOLDED = 8  # values of a facet before "All"
HEADINGS = {
    "region": "Where",
    "weapon": "What with",
    "side": "Who says so",
    "source": "Outlets",
    "precision": "How precisely placed",
}
_PRECISIONS = {
    "site": "A site",
    "part": "Part of a town",
    "settlement": "A town or village",
    "near": "Near a place",
    "district": "A district only",
    "region": "A region only",
}
_HELP = (
    "Words side by side must all be there. A word also finds longer ones: missile finds missiles. "
    'Quotation marks find the exact words: "air raid". AND, OR and NOT in capitals, and brackets, put words together: '
    'missile AND (Kyiv OR "Bila Tserkva") NOT drone. Capitals, accents and apostrophes make no difference.'
)


def find(mine: Desk, now: Shown) -> None:
    """The search, the filters behind their door, and what is wanted at present, each to be dropped again."""
    with st.container(key="find"):
        st.text_input(
            tr("Search quotes, headlines, places and claimants"),
            key="words",
            placeholder=tr('Search: missile AND (Lviv OR "Bila Tserkva")'),
            icon=":material/search:",
            max_chars=LONGEST,
            help=tr(_HELP),
            on_change=search,
            args=(mine,),
        )
        if mine.sought.fault:
            st.html(f'<p class="fault">{tr("The search could not be read, so it is left aside.")}</p>')
            text(mine.sought.fault)
        chips(mine, now)
        with st.expander(tr("Filters"), key="filters", on_change="rerun") as door:
            if door.open:
                for facet in FACETS:
                    values(mine, now, facet)


def search(mine: Desk) -> None:
    """Takes over the words that the reader has written."""
    want(mine, replace(mine.view.wanted, words=st.session_state.words.strip()))


def chips(mine: Desk, now: Shown) -> None:
    """What is chosen of the facets, each to be dropped with a click."""
    chosen = [(facet, value) for facet, values in mine.view.wanted.chosen.items() for value in sorted(values)]
    if not chosen:
        return
    with st.container(key="chips", horizontal=True):
        for number, (facet, value) in enumerate(chosen):
            st.button(
                plain(label(facet, value)),
                icon=":material/close:",
                key=f"drop-{number}",
                help=tr("Show others too"),
                on_click=turn,
                args=(mine, facet, value),
            )
        if len(chosen) > 1:
            st.button(tr("Clear all"), key="drop-all", type="tertiary", on_click=clear, args=(mine,))


def values(mine: Desk, now: Shown, facet: str) -> None:
    """The values of a facet as boxes to tick, with what each would add to the map as it is."""
    view = mine.view
    among = timeline.met(now.line, view.window, view.hidden, timeline.placed(now.line))
    held = finding.counted(now.field, view.wanted, mine.sought, facet, among)
    chosen = getattr(view.wanted, facet)
    shown = sorted((value for value in held if held[value] or value in chosen), key=lambda each: (-held[each], each))
    unfolded = st.session_state.get(f"unfolded-{facet}", False)
    heading(tr(HEADINGS[facet]))
    if not shown:
        hint("None in these days with the other filters.")
    codes = {value: code for code, value in enumerate(now.field.facets.values[facet])}
    first = [value for number, value in enumerate(shown) if unfolded or number < FOLDED or value in chosen]
    with st.container(key=f"values-{facet}"):
        for value in first:
            key = f"only-{facet}-{codes[value]}"
            st.session_state[key] = value in chosen
            words = f"{plain(label(facet, value))} **{numeral(held[value])}**"
            st.checkbox(words, key=key, on_change=turn, args=(mine, facet, value))
    if len(first) < len(shown) or unfolded:
        words = tr("Fewer") if unfolded else tr("All {n}", n=len(shown))
        st.button(words, key=f"unfold-{facet}", type="tertiary", on_click=unfold, args=(facet,))


def turn(mine: Desk, facet: str, value: str) -> None:
    """Chooses the value, or drops it."""
    want(mine, replace(mine.view.wanted, **{facet: getattr(mine.view.wanted, facet) ^ {value}}))


def clear(mine: Desk) -> None:
    """Drops every value chosen; the search stays."""
    want(mine, finding.Wanted(mine.view.wanted.words))


def unfold(facet: str) -> None:
    """Shows all values of the facet, or the first ones only."""
    st.session_state[f"unfolded-{facet}"] = not st.session_state.get(f"unfolded-{facet}", False)


def label(facet: str, value: str) -> str:
    """A value in words. Names of divisions come from the gazetteer, and a reader may have added to that."""
    match facet:
        case "weapon":
            others = {OTHER_WEAPON: "Another weapon", NO_WEAPON: "Weapon not said"}
            return tr(others.get(value) or weapon_table()[value][0])
        case "side":
            side = tr(card.SIDES.get(value, "claimant unknown"))
            return side[:1].upper() + side[1:]
        case "source":
            return value or "Outlet not named"
        case "precision":
            return tr(_PRECISIONS.get(value, value))
    country, abroad, division = value.rpartition(ABROAD)
    if not abroad:
        return value
    if division:
        return f"{division}, {country}" if country else division
    return tr("{country}, division not known", country=country) if country else tr("At sea")


def plain(words: str) -> str:
    """The words with all that a label would read as Markdown taken literally, and what would steer it visible."""
    return re.sub(
        r"([!-/:-@\[-`{-~])", r"\\\1", visible(words)
    )  # CommonMark: ASCII punctuation, and nothing else, can be escaped
