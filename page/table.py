"""The incidents that the map shows as a table: sorted by any column, a row opens its card and points at its marker."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from gazetteer.plain import visible
from page.data import Shown
from page.desk import Desk, open_card
from page.finding import label
from page.words import hint
from pipeline.kinds import kinds
from pipeline.listed import Listed
from pipeline.models import Incident
from pipeline.wording import numeral, tr

if TYPE_CHECKING:
    import pandas as pd

MOST = 2_000  # rows; a browser sorts them at once, and nobody reads more
HEIGHT, SHORT = 640, 300  # pixels: alone, and above a card


def table(mine: Desk, now: Shown, shown: Listed) -> None:
    """The incidents, in this order; the row of the open card is marked."""
    if len(shown) > MOST:
        told = "The latest {most} of {all}: narrow the days or the filters to see the others, or download them all."
        hint(tr(told, most=numeral(MOST), all=numeral(len(shown))))
    rows = shown[:MOST]
    ids = rows.names()
    at = ids.index(mine.view.incident) if mine.view.incident in ids else None
    # row numbers mean something else in another table: one of its own for each, and for each row marked from outside
    picked = "" if mine.view.incident == st.session_state.get("row-picked") else mine.view.incident
    key = f"table-{hashlib.sha256(repr((ids, picked)).encode()).hexdigest()[:12]}"
    st.dataframe(
        frame(rows),
        key=key,
        hide_index=True,
        height=SHORT if at is not None else min(HEIGHT, 37 + 35 * len(rows)),
        on_select=lambda: pick(mine, now, ids, key),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [] if at is None else [at], "columns": [], "cells": []}},
        column_config={
            "Day": st.column_config.DateColumn(tr("Day"), format="D MMM YYYY", width=92),
            "To": st.column_config.DateColumn(tr("To"), format="D MMM YYYY", width=92),
            "Headline": st.column_config.TextColumn(tr("Headline"), width=230),
            "Kind": st.column_config.TextColumn(tr("Kind"), width=96),
            "Status": st.column_config.TextColumn(tr("Status"), width=88),
            "Place": st.column_config.TextColumn(tr("Place"), width=110),
            "Precision": st.column_config.TextColumn(tr("Precision"), width=100),
            "Outlets": st.column_config.NumberColumn(tr("Outlets"), width=58),
            "Reports": st.column_config.NumberColumn(tr("Reports"), width=58),
        },
    )


def frame(incidents: Sequence[Incident]) -> "pd.DataFrame":
    """A row an incident. "To" is there only where one of them lasts longer than a day."""
    import pandas as pd  # which takes a while, and the map can do without

    rows = [
        {
            "Day": one.when.first,
            "To": one.when.last,
            "Headline": visible(one.headline),
            "Status": tr(one.status),
            "Place": visible(one.location.name) if one.location else "",
            "Kind": tr(kinds()[one.kind].label) if one.kind in kinds() else one.kind,
            "Precision": label("precision", one.location.precision) if one.location else tr("not placed"),
            "Outlets": len({report.source for report in one.reports if report.source}),
            "Reports": len(one.reports),
        }
        for one in incidents
    ]
    made = pd.DataFrame(rows)
    return made.drop(columns="To") if made["To"].equals(made["Day"]) else made


def pick(mine: Desk, now: Shown, ids: Sequence[str], key: str) -> None:
    """Opens the card of the row chosen, or closes it where none is any more."""
    rows = st.session_state[key]["selection"]["rows"]
    chosen = ids[rows[0]] if rows and 0 <= rows[0] < len(ids) else None
    st.session_state["row-picked"] = chosen
    open_card(mine, now, chosen)
