"""Views survive the way through the address bar; whatever else stands there, or comes from the frame, is harmless."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.address import BARS, MODES, SPEEDS, STEPS, TRAYS, View, heard, query, read, start, written
from pipeline.facets import FACETS
from pipeline.finding import Wanted
from pipeline.kinds import kinds
from pipeline.timeline import STATUSES, Hidden, Window, number, timeline
from tests import factories as make

LINE = timeline(
    [make.incident(), make.incident(id="cccc", reports=(make.report(source="Outlet, with comma & more"),))], kinds()
)
KNOWN = {
    "region": ("Kyiv City", "RU:Belgorod Oblast"),
    "weapon": ("missile", "unsaid"),
    "side": ("russia", "ukraine"),
    "source": ("", "Outlet, with comma & more"),
    "precision": ("near", "settlement"),
}
SAID: dict[str, Any] = {
    "seq": 1,
    "cube": "cube-1.json",
    "lo": number(dt.date(2022, 2, 25)),
    "hi": number(dt.date(2022, 2, 27)),
    "mode": 0,
    "bars": 1,
    "step": 2,
    "speed": 3,
    "kinds": [0],
    "statuses": [4],
    "sources": [1],
    "view": [48.5, 31.25, 6],
    "pick": {"seq": 2, "points": [0]},
}


def lists(said: dict[str, Any]) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in said.items()}


views = st.builds(
    View,
    st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)).map(lambda day: Window(day, day)),
    st.sampled_from(MODES),
    st.builds(
        Hidden,
        st.frozensets(st.sampled_from(list(kinds()))),
        st.frozensets(st.sampled_from(STATUSES)),
        st.frozensets(st.sampled_from(LINE.sources)),
    ),
    st.none() | st.just((48.5, 31.25, 6.0)),
    st.sampled_from([None, "cccc"]),
    st.sampled_from(BARS),
    st.sampled_from(STEPS),
    st.sampled_from(SPEEDS),
    st.builds(
        Wanted,
        st.text(max_size=300),
        *(st.frozensets(st.sampled_from(KNOWN[facet])) for facet in FACETS),
    ),
    st.sampled_from(TRAYS),
    st.booleans(),
)


@given(views.filter(lambda view: view.window != LINE.span))
def test_view_comes_back_from_its_address(view: View) -> None:
    said = lists(query(view, LINE))
    assert read(said, LINE, KNOWN) == (view, ())
    assert written(said) == query(view, LINE)


@pytest.mark.parametrize(
    "params",
    [
        {"from": ["yesterday"], "to": ["2022-02-26"]},
        {"from": ["2022-03-01"], "to": ["2022-02-01"]},
        {"from": ["2022-03-01"]},
        {"view": ["north"]},
        {"view": ["nan,1,2"]},
        {"view": ["99,1,2"]},
        {"mode": ["<script>"]},
        {"speed": ["1000"]},
        {"tray": ["{{7*7}}"]},
        {"list": ["x"]},
        {"q": ["a" * 301]},
        {"region": ["Atlantis"]},
        {"side": ["the mayor"]},
        {"hide": ["<script>"]},
        {"without": ["nobody"]},
        {"incident": ["../../etc/passwd"]},
    ],
)
def test_part_that_does_not_fit_is_left_out_with_a_notice(params: dict[str, list[str]]) -> None:
    view, notices = read(params, LINE, KNOWN)
    assert view == View()
    assert len(notices) == 1
    assert not any(value in notices[0] for values in params.values() for value in values)


NAMES = ["from", "to", "q", "region", "side", "mode", "speed", "view", "incident", "hide", "without", "tray", "list"]


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=9), st.lists(st.text(), max_size=2)))
def test_no_address_breaks_the_page(params: dict[str, list[str]]) -> None:
    view, _ = read(params, LINE, KNOWN)
    assert start(view, LINE)["kinds"] == [0] * len(kinds())


def test_what_the_frame_says_becomes_a_view_and_a_pick() -> None:
    said = heard(SAID, "cube-1.json", LINE)
    assert said is not None
    assert said.view.window == Window(dt.date(2022, 2, 25), dt.date(2022, 2, 27))
    assert said.view.hidden == Hidden(
        frozenset({LINE.kinds[0]}), frozenset({"disputed"}), frozenset({"Outlet, with comma & more"})
    )
    assert (said.view.bars, said.view.step, said.view.speed) == ("statuses", "month", 10)
    assert (said.pick, said.points) == (2, (0,))


@pytest.mark.parametrize(
    "wrong",
    [
        {"cube": "cube-2.json"},
        {"lo": "1"},
        {"lo": 1.5},
        {"lo": 30_000},
        {"hi": 10**12},
        {"mode": 3},
        {"mode": True},
        {"mode": "day"},
        {"mode": None},
        {"bars": 2},
        {"speed": "10"},
        {"kinds": [99]},
        {"kinds": [-1]},
        {"kinds": [True]},
        {"statuses": "01"},
        {"sources": None},
        {"view": [1, 2]},
        {"view": [None, 2, 3]},
        {"view": [1e400, 2, 3]},
        {"pick": None},
        {"pick": {"seq": 1, "points": [1]}},
        {"pick": {"seq": "1", "points": []}},
    ],
)
def test_anything_else_that_the_frame_says_is_ignored(wrong: dict[str, Any]) -> None:
    assert heard(SAID | wrong, "cube-1.json", LINE) is None


def test_silent_frame_is_no_error() -> None:
    assert heard({}, "cube-1.json", LINE) is None


def test_whole_span_needs_no_days_in_the_address() -> None:
    assert query(replace(View(), window=LINE.span), LINE) == {}


def test_link_to_a_day_is_one_day_whatever_its_first() -> None:
    view, notices = read({"mode": ["day"], "from": ["2022-02-20"], "to": ["2022-02-26"]}, LINE, KNOWN)
    assert (view.mode, view.window, notices) == ("day", Window(dt.date(2022, 2, 26), dt.date(2022, 2, 26)), ())


@pytest.mark.parametrize("mode", MODES)
def test_mode_travels_to_the_map_and_back_by_number(mode: str) -> None:
    sent = start(View(mode=mode), LINE)["mode"]
    said = heard(SAID | {"mode": sent}, "cube-1.json", LINE)
    assert said is not None
    assert said.view.mode == mode
