"""The scripts' own logic, in a page without a server: what they count is what Python counts, and pixels add up."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page

from pipeline.browser import ASSETS
from pipeline.kinds import kinds
from pipeline.packing import packed
from pipeline.timeline import ASSUMED, STATUSES, Hidden, Timeline, Window, cube, day, met, rows, timeline
from tests import factories as make

START = dt.date(2022, 2, 24)
PARTS = ("cube.js", "raster.js", "base.js")


@pytest.fixture(scope="module")
def page(chromium: BrowserContext) -> Iterator[Page]:
    opened = chromium.new_page()
    for name in PARTS:
        opened.add_script_tag(content=(ASSETS / name).read_text(encoding="utf-8"))
    opened.add_script_tag(path=Path(__file__).parent / "scripts.js")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def line() -> Timeline:
    """400 incidents at twelve places and nowhere, of one to nine days, surely known or not."""
    chance = random.Random(7)
    told = []
    for name in range(400):
        first = START + dt.timedelta(days=chance.randrange(60))
        spot = chance.randrange(13)
        place = make.location(place_id=f"p{spot}", latitude=47 + spot / 4, longitude=30.0) if spot < 12 else None
        last = first + dt.timedelta(days=chance.choice((0, 0, 3, 8)))
        precision = chance.choice(("day", "assumed", "range"))
        told.append(
            make.incident(
                id=f"{name:016x}",
                kind=chance.choice(list(kinds())),
                status=chance.choice(STATUSES),
                when=make.when(first, last, precision=precision),
                location=place,
                reports=(make.report(source=chance.choice("AB")),),
            )
        )
    return timeline(told, kinds())


def test_numbers_are_unpacked_as_they_were_packed(page: Page) -> None:
    """In each column, whatever stands beside it; a second group begins anew."""
    counts = [0, 69, 70, 1525, 1526, 34_649, 34_650, 2**32 - 1, *range(0, 40_000, 997)]
    steps, cells = [1] + [0] * (len(counts) - 1), counts[7::-1][1:] + counts[8:] + [7]
    columns = {name: packed(np.array(each)) for name, each in (("point", steps), ("cell", cells), ("n", counts))}
    looks = {"kind": [0], "status": [0], "doubt": [0], "more": [0]}
    first = np.cumsum(cells).tolist()
    found = page.evaluate("(group) => ask.unpack(group)", columns | {"looks": looks})
    assert found == [[0] * 2 * len(counts), first * 2, counts * 2]


@pytest.mark.parametrize("dense", [6e6, 0, -1], ids=["by day", "by search", "at once"])
def test_clusters_count_what_python_counts_in_every_window(page: Page, line: Timeline, dense: float) -> None:
    """By kind and status; and how much of their days is in doubt, by going through them one by one."""
    said = cube(line, kinds(), voices=True)
    windows = [(0, 70), (5, 5), (10, 16), (59, 70), (0, 0)]
    found = page.evaluate("(asked) => ask.count(asked)", [said, windows, dense])
    assert sorted(point for one in found for point in one["points"]) == list(range(12))
    assert 1 < len(found) < 12
    hidden = Hidden(frozenset({line.kinds[1]}), frozenset(), frozenset({line.sources[1]}))
    start, stop, doubt = (line.columns[name] for name in ("start", "stop", "doubt"))
    for one in found:
        here = np.isin(line.columns["point"], one["points"])
        for (lo, hi), (count, by_kind, by_status, lacking) in zip(windows, one["counts"], strict=True):
            first, last = said["base"] + lo, said["base"] + hi
            passes = met(line, Window(day(first), day(last)), hidden, here)
            assert count == passes.sum()
            assert by_kind == np.bincount(line.columns["kind"][passes], minlength=len(line.kinds)).tolist()
            assert by_status == np.bincount(line.columns["status"][passes], minlength=5).tolist()
            inside = np.minimum(stop, last + 1) - np.maximum(start, first)
            each = np.where(doubt == ASSUMED, 0.5, np.where(doubt > 0, 1 - inside / (stop - start), 0))
            assert lacking == pytest.approx(each[passes].sum(), abs=1e-5)


@pytest.mark.parametrize("dense", [6e6, 0], ids=["by day", "by search"])
def test_a_mark_never_stands_where_nothing_happened_in_the_window(page: Page, line: Timeline, dense: float) -> None:
    """It stands at the first of its cluster's places, the busiest first, that Python finds something at."""
    said = cube(line, kinds(), voices=True)
    windows = [(at, at) for at in range(70)] + [(0, 70), (3, 9)]
    moved = 0
    for one in page.evaluate("(asked) => ask.stands(asked)", [said, windows, dense]):
        for (lo, hi), heads in zip(windows, one["heads"], strict=True):
            passes = met(line, Window(day(said["base"] + lo), day(said["base"] + hi)), Hidden())
            here = [point for point in one["points"] if passes[line.columns["point"] == point].any()]
            assert heads == ([here[0]] * 2 if here else None)
            moved += bool(here) and here[0] != one["points"][0]
    assert moved  # else the busiest place held something on each of these days, and nothing was tried


@pytest.mark.parametrize(
    ("disks", "left", "middle"),
    [
        ([], 107, 93),
        ([{"x": 102, "y": 101, "r": 20}], 126, 101),
        ([{"x": 100, "y": 100, "r": 20}, {"x": 150, "y": 100, "r": 15}], 26, 100),
        ([{"x": 130, "y": 90, "r": 15}], 43, 93),
    ],
    ids=["beside its dot", "beside the mark on it", "left of it where another is right", "left of its dot"],
)
def test_name_of_a_town_keeps_clear_of_the_marks(
    page: Page, disks: list[dict[str, int]], left: int, middle: int
) -> None:
    """The town lies at 100, 100, and its name is 50 pixels wide."""
    assert page.evaluate("(asked) => ask.beside(asked)", [100, 100, 50, disks])[0] == [left, middle]


def test_rows_sought_out_leave_every_cluster_where_it_stands(page: Page, line: Timeline) -> None:
    """Clusters come from the whole, so that nothing jumps while one searches."""
    few = rows(line, np.arange(400) % 40 == 0)
    assert page.evaluate("(asked) => ask.among(asked)", [cube(line, kinds()), few]) == [True, 400, 10]


def test_stamps_over_one_another_look_as_on_a_canvas(page: Page) -> None:
    """Within rounding, wherever something shows; and one that reaches over the edge is cut off there."""
    stamps = [
        ("#d55e00", 1, -6, 4, 0.9), ("#0072b2", 0.5, 8, 8, 1), ("#ffffff", 1, 20, 22, 0.6), ("#cc79a7", 1, 4, -9, 1),
    ]  # fmt: skip
    apart, shows = page.evaluate("(asked) => ask.stamps(asked)", stamps)
    assert shows
    assert apart <= 6


def test_ring_has_each_colour_for_its_share(page: Page) -> None:
    (red, green, blue), middle, corner = page.evaluate(
        "(asked) => ask.ring(asked)", [[3, 0, 1], ["#ff0000", "#00ff00", "#0000ff"]]
    )
    assert green == 0
    assert 2.7 < red / blue < 3.3
    assert (middle, corner) == (True, 0)
