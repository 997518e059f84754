"""What a window and filters let through, and that the cube says the same."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.kinds import kinds
from pipeline.models import Extent, Incident
from pipeline.packing import packed
from pipeline.store_columns import columns, facts, pack, unpack
from pipeline.stored_timeline import stored
from pipeline.timeline import (
    ASSUMED,
    RANGE,
    STATUSES,
    SURE,
    Coverage,
    Hidden,
    Window,
    at,
    cube,
    day,
    doubt,
    number,
    point_of,
    rows,
    timeline,
    within,
    written,
)
from tests import factories as make

FIRST = dt.date(2022, 2, 24)
KINDS = list(kinds())
TOWNS = [("kyiv", 50.45), ("lviv", 49.84), ("kherson", 46.63)]


def days(first: int, last: int) -> Window:
    return Window(FIRST + dt.timedelta(days=first), FIRST + dt.timedelta(days=last))


def incident(first: int, last: int | None = None, name: str = "x", **fields: Any) -> Incident:
    window = days(first, first if last is None else last)
    return make.incident(id=name, when=make.when(window.first, window.last), **fields)


@st.composite
def incidents(draw: st.DrawFn) -> list[Incident]:
    made = []
    for name in range(draw(st.integers(0, 12))):
        first = draw(st.integers(0, 20))
        town = draw(st.sampled_from([*TOWNS, None]))
        place = town and make.location(
            place_id=town[0], latitude=town[1], precision=draw(st.sampled_from(["settlement", "region"]))
        )
        made.append(
            incident(
                first,
                first + draw(st.integers(0, 9)),
                str(name),
                kind=draw(st.sampled_from(KINDS)),
                status=draw(st.sampled_from(STATUSES)),
                location=place,
                unplaced_reason=None if place else "No place is named.",
                reports=tuple(
                    make.report(source=source)
                    for source in draw(st.lists(st.sampled_from([None, "A", "B"]), min_size=1, max_size=3))
                ),
            )
        )
    return made


hidden = st.builds(
    Hidden,
    st.frozensets(st.sampled_from(KINDS)),
    st.frozensets(st.sampled_from(STATUSES)),
    st.frozensets(st.sampled_from(["", "A", "B"])),
)
windows = st.tuples(st.integers(0, 30), st.integers(0, 10)).map(lambda pair: days(pair[0], sum(pair)))


def unpacked(text: str) -> list[int]:
    """The numbers that `packed` wrote, read digit by digit as the browser reads them."""
    digits = iter([ord(sign) - 35 - (ord(sign) > 92) for sign in text])
    found = []
    for digit in digits:
        for first, end, more, least in ((0, 70, 0, 0), (70, 86, 1, 70), (86, 90, 2, 1526), (90, 91, 5, 34650)):
            if first <= digit < end:
                value = digit - first
                for _ in range(more):
                    value = value * 91 + next(digits)
                found.append(value + least)
    return found


def counted(said: Mapping[str, Any], window: Window, off: Hidden) -> dict[int, int]:
    """Counts by point, read from the cube alone, as the browser reads it."""
    found = dict[int, int]()
    for group in said["rows"]["groups"]:
        looks, point, cell = group["looks"], -1, 0
        for step, gap, n in zip(*(unpacked(group[name]) for name in ("point", "cell", "n")), strict=True):
            point, cell = point + step, gap if step else cell + gap
            first, look = divmod(cell, len(looks["kind"]))
            first += said["base"]
            voices = {said["sources"][index] for index in said["sets"][looks["set"][look]]}
            if (
                first <= number(window.last)
                and first + looks["more"][look] >= number(window.first)
                and said["kinds"][looks["kind"][look]]["key"] not in off.kinds
                and said["statuses"][looks["status"][look]] not in off.statuses
                and voices - off.sources
            ):
                found[point] = found.get(point, 0) + n
    return found


@pytest.mark.parametrize(
    ("window", "met"),
    [((0, 9), True), ((0, 10), True), ((10, 10), True), ((12, 12), True), ((14, 14), True), ((15, 20), False)],
)
def test_window_holds_both_its_days_and_meets_every_day_of_a_long_incident(window: tuple[int, int], met: bool) -> None:
    line = timeline([incident(9 if window == (0, 9) else 10, 14)], KINDS)
    assert bool(len(within(line, days(*window), Hidden()))) is met


def test_day_before_an_incident_begins_does_not_meet_it() -> None:
    assert not within(timeline([incident(10, 14)], KINDS), days(0, 9), Hidden())


def test_long_incident_counts_once_in_a_window_that_holds_all_its_days() -> None:
    said = cube(timeline([incident(3, 9)], KINDS), kinds(), voices=True)
    assert counted(said, days(0, 20), Hidden()) == {0: 1}


def test_source_is_hidden_only_when_none_of_the_voices_is_left() -> None:
    both = incident(0, reports=(make.report(source="A"), make.report(source="B")))
    line = timeline([both], KINDS)
    assert list(within(line, None, Hidden(sources=frozenset({"A"})))) == [both]
    assert not within(line, None, Hidden(sources=frozenset({"A", "B"})))


def test_region_and_town_at_the_same_place_are_two_points() -> None:
    town = incident(0, name="a")
    region = incident(0, name="b", location=make.location(precision="region"))
    line = timeline([town, region], KINDS)
    assert point_of(line, town) != point_of(line, region)
    assert cube(line, kinds())["points"]["area"] == [0, 1]


def test_unplaced_incident_has_no_point_and_no_coordinates() -> None:
    line = timeline([make.unplaced()], KINDS)
    said = cube(line, kinds())
    assert point_of(line, make.unplaced()) is None
    assert said["points"]["lat"] == []
    assert unpacked(said["rows"]["groups"][0]["point"]) == [0]  # a difference to -1: still -1


def test_no_incidents_make_an_empty_cube() -> None:
    line = timeline([], KINDS)
    said = cube(line, kinds())
    assert (line.span, said["days"], said["rows"]["groups"]) == (None, 0, [])


def test_kind_that_the_table_lacks_is_drawn_as_a_plain_mark() -> None:
    said = cube(timeline([incident(0, kind="from_the_future")], KINDS), kinds())
    assert said["kinds"][-1]["shape"] == "circle"


def test_cube_holds_no_words_of_an_article() -> None:
    hostile = "{{7*7}} <img src=x onerror=alert(1)>"
    told = incident(0, headline=hostile, target=hostile, reports=(make.report(quote=hostile, claimant=hostile),))
    assert "7*7" not in json.dumps(cube(timeline([told], KINDS), kinds()))


def test_name_of_a_cube_follows_its_content() -> None:
    one, two = (cube(timeline([incident(first)], KINDS), kinds()) for first in (0, 1))
    assert written(one)[0] == written(dict(one))[0] != written(two)[0]


@given(incidents(), windows, hidden)
def test_cube_and_python_count_the_same_at_every_point(made: list[Incident], window: Window, off: Hidden) -> None:
    line = timeline(made, KINDS)
    found = counted(cube(line, kinds(), voices=True), window, off)
    for point in range(len(line.points)):
        assert found.get(point, 0) == len(at(line, [point], window, off))
    assert sum(found.values()) == len(within(line, window, off))


@given(st.lists(st.integers(0, 100) | st.integers(0, 6_240_356_100)))
def test_numbers_come_back_from_their_text(numbers: list[int]) -> None:
    text = packed(np.array(numbers, dtype=np.int64))
    assert unpacked(text) == numbers
    assert json.dumps(text) == f'"{text}"'  # nothing in it has to be escaped


@given(incidents(), windows, hidden, st.randoms(use_true_random=False))
def test_rows_sought_out_count_like_a_cube_of_these_incidents_alone(
    made: list[Incident], window: Window, off: Hidden, chance: Any
) -> None:
    """They take the place of the cube's own rows, so places and kinds keep their numbers."""
    line = timeline(made, KINDS)
    only = np.array([chance.random() < 0.5 for _ in made], dtype=bool)
    found = counted({**cube(line, kinds(), voices=True), "rows": rows(line, only, voices=True)}, window, off)
    kept = [one for one, wanted in zip(made, only, strict=True) if wanted]
    for point in range(len(line.points)):
        met = [one for one in at(line, [point], window, off) if one in kept]
        assert found.get(point, 0) == len(met)


@given(incidents())
def test_timeline_of_packed_columns_is_that_of_the_incidents_themselves(made: list[Incident]) -> None:
    made.sort(key=lambda one: (one.when.first, one.id))
    told, terms = zip(*map(facts, made), strict=True) if made else ((), ())
    explained = {number: text for each in terms for number, text in each.items()}
    segments = [unpack(pack(told)[0])] if made else []
    line, by_id = timeline(made, KINDS), {one.id: one for one in made}
    same = stored(columns(segments, explained), lambda names: [by_id[name] for name in names], KINDS)
    assert list(same.incidents) == made
    assert cube(same, kinds())["kinds"] == cube(line, kinds())["kinds"]
    for window, off in ((None, Hidden()), (days(3, 9), Hidden(sources=frozenset({"A"})))):
        assert within(same, window, off).names() == within(line, window, off).names()
    for one in made:
        points = [(each, point_of(each, one)) for each in (same, line)]
        there = {point is not None and at(each, [point], None, Hidden()).names() for each, point in points}
        assert len(there) == 1
    assert same.columns["doubt"].tolist() == line.columns["doubt"].tolist()


@given(incidents(), windows, st.integers(0, 5), hidden)
def test_wider_window_never_loses_an_incident(made: list[Incident], window: Window, wider: int, off: Hidden) -> None:
    line = timeline(made, KINDS)
    wide = Window(window.first - dt.timedelta(days=wider), window.last + dt.timedelta(days=wider))
    assert set(within(line, window, off)) <= set(within(line, wide, off))


@given(incidents(), hidden)
def test_day_after_day_meets_an_incident_once_for_each_of_its_days(made: list[Incident], off: Hidden) -> None:
    """[start, stop) is half open: windows that touch each other share no day and leave none out."""
    line = timeline(made, KINDS)
    met = [one for first in range(40) for one in within(line, days(first, first), off)]
    for one in within(line, None, off):
        assert met.count(one) == ((one.when.last - one.when.first).days + 1) * made.count(one)


@given(incidents(), st.integers(0, 30), hidden)
def test_up_to_a_day_shows_what_had_begun_by_then(made: list[Incident], last: int, off: Hidden) -> None:
    line, window = timeline(made, KINDS), days(0, last)
    begun = [one for one in within(line, None, off) if one.when.first <= window.last]
    assert list(within(line, window, off)) == begun


@pytest.mark.parametrize(
    ("precision", "last", "said"),
    [("day", 0, SURE), ("part_of_day", 1, SURE), ("range", 3, RANGE), ("range", 0, SURE), ("assumed", 0, ASSUMED)],
)
def test_day_is_in_doubt_where_it_is_assumed_or_one_of_several(precision: str, last: int, said: int) -> None:
    """A night belongs to two days and is known; "in early March" is one day, and nobody says which."""
    told = make.incident(when=make.when(FIRST, FIRST + dt.timedelta(days=last), precision=precision))
    assert doubt(told.when) == said
    assert cube(timeline([told], KINDS), kinds())["rows"]["groups"][0]["looks"]["doubt"] == [said]


def test_articles_are_counted_by_day_and_outlet_whatever_they_tell() -> None:
    """One on a day without any incident widens the days: that day was looked at."""
    articles = [Coverage(days(5, 5).first, None, 2), Coverage(FIRST, "A", 1)]
    line = timeline([incident(1, 2, reports=(make.report(source="B"),))], KINDS, articles)
    said = cube(line, kinds())
    assert line.span == days(0, 5)
    assert (said["days"], said["sources"]) == (6, ["", "A", "B"])
    assert said["coverage"] == {"day": [0, 5], "source": [1, 0], "n": [1, 2]}


@given(st.dates())
def test_day_and_its_number_belong_together(date: dt.date) -> None:
    assert day(number(date)) == date


def test_the_ground_travels_with_its_point_and_two_grounds_of_one_town_are_two_points() -> None:
    """ "Near Sumy" and "Sumy" stand on one spot, and leave open different ground."""
    sector = Extent("sector", 50.9, 34.8, 75.0, 45.0, 225.0, 25.0)
    places = (
        make.location(extent=Extent("disk", 50.9, 34.8, 5.5), uncertainty_km=5.5),
        make.location(extent=Extent("disk", 50.9, 34.8, 16.0), uncertainty_km=16.0, precision="near"),
        make.location(extent=sector),
        make.location(extent=Extent("disk", 50.9, 34.8, 62.5, 37.5), precision="near"),
        make.location(extent=Extent("area", 46.8, 33.7, 78.3, regions=("UA08",)), precision="region"),
    )
    told = [make.incident(id=f"{number:016}", location=place) for number, place in enumerate(places)]
    points = cube(timeline(told, kinds()), kinds())["points"]
    assert points["ground"] == [
        None,
        None,
        {"at": [50.9, 34.8], "km": [45.0, 75.0], "turn": [225.0, 25.0]},
        {"at": [50.9, 34.8], "km": [37.5, 62.5]},
        {"regions": ["UA08"]},
    ]
    assert points["area"] == [0, 0, 0, 1, 1]  # a ring is no pin on the town in its middle
