"""The time under the map: its modes, keys, steps and play; what its bars and its articles tell; days in doubt."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import Tab

START = dt.date(2022, 2, 24)
PLACES = {"Kyiv": (50.45, 30.52), "Lviv": (49.84, 24.03), "Sumy": (50.91, 34.8)}


def told(name: str, place: str, first: int, last: int | None = None, precision: str = "day", **fields: Any) -> Any:
    latitude, longitude = PLACES[place]
    days = [START + dt.timedelta(days=number) for number in (first, first if last is None else last)]
    return make.incident(
        id=name.ljust(16, "0"),
        headline=f"Headline of {name}",
        when=make.when(*days, precision=precision),
        location=make.location(place_id=place, name=place, latitude=latitude, longitude=longitude),
        reports=(make.report(source="Agency A"),),
        **fields,
    )


def article(number: int, day: int, source: str | None) -> Any:
    text = f"Story {number}."
    return make.article(text, name=f"{number}.txt", published=START + dt.timedelta(days=day), source=source)


SITUATION = make.situation(
    told("a1", "Kyiv", 0),
    told("b1", "Lviv", 3, 6, "range", status="disputed"),
    told("c1", "Sumy", 40, precision="assumed", kind="battle"),
)
ARTICLES = (article(1, 0, "Agency A"), article(2, 0, "Agency A"), article(3, 0, "Agency B"), article(4, 40, None))


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    return serve(SITUATION, *ARTICLES)


def strength(tab: Tab, place: str) -> object:
    """How dark the middle of the marker is, from 0 to 255: its opacity on the canvas of the markers."""
    return tab.run(
        """(place) => { const app = Situation.app, canvas = document.querySelector(".leaflet-marks-pane canvas");
        const mark = app.drawn.find((one) => app.describe(one).place === place);
        const at = L.point(mark.x, mark.y).subtract(L.DomUtil.getPosition(canvas)), scale = devicePixelRatio;
        return canvas.getContext("2d").getImageData(at.x * scale, at.y * scale, 1, 1).data[3]; }""",
        place,
    )


def test_day_mode_shows_one_day_and_steps_day_by_day(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?from=2022-02-24&to=2022-02-24")
    tab.map.get_by_role("button", name="Day", exact=True).click()
    handle = tab.map.get_by_label("Day shown", exact=True)
    expect(tab.map.get_by_label("First day shown")).to_be_disabled()
    for dates, shown in (("25 Feb 2022", "0 shown"), ("26 Feb 2022", "0 shown"), ("27 Feb 2022", "1 shown")):
        handle.press("ArrowRight")
        expect(tab.map.locator(".dates")).to_have_text(dates)
        tab.says(shown)
    handle.press("Home")
    expect(tab.map.locator(".dates")).to_have_text("24 Feb 2022")
    handle.press("End")
    expect(tab.map.locator(".dates")).to_have_text("5 Apr 2022")


def test_window_comes_back_with_its_length_after_another_mode(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?from=2022-02-25&to=2022-02-27")
    for mode, dates in (
        ("Day", "27 Feb 2022"),
        ("Window", "25 – 27 Feb 2022"),
        ("Cumulative", "24 – 27 Feb 2022"),
        ("Window", "25 – 27 Feb 2022"),
    ):
        tab.map.get_by_role("button", name=mode, exact=True).click()
        expect(tab.map.locator(".dates")).to_have_text(dates)


@pytest.mark.parametrize("mode", ["day", "cumulative"])
def test_mode_stands_in_the_address_and_comes_back_from_it(visit: Callable[..., Tab], address: str, mode: str) -> None:
    first = visit(f"{address}/?from=2022-02-25&to=2022-02-27")
    first.map.get_by_role("button", name=mode.capitalize(), exact=True).click()
    first.page.wait_for_url(f"**mode={mode}*")
    again = visit(first.page.url)
    pressed = again.map.get_by_role("button", name=mode.capitalize(), exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(again.map.locator(".dates")).to_have_text(first.map.locator(".dates").inner_text())


def test_mode_that_is_not_known_is_harmless(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?mode=%3Cscript%3E")
    tab.says("3 shown")
    expect(tab.page.get_by_role("status").filter(has_text="way of showing time")).to_be_visible()


def test_step_of_a_month_moves_whole_months(visit: Callable[..., Tab], address: str) -> None:
    """Half-open ends: [24 Feb, 1 Mar) becomes [24 Mar, 1 Apr)."""
    tab = visit(f"{address}/?from=2022-02-24&to=2022-02-28")
    tab.map.get_by_label("Length of a step").select_option("month")
    tab.map.get_by_role("button", name="One step forward").press(
        "ArrowRight"
    )  # the arrow steps, the button is not pressed
    expect(tab.map.locator(".dates")).to_have_text("24 – 31 Mar 2022")
    tab.map.get_by_role("button", name="One step back").press("Home")
    expect(tab.map.locator(".dates")).to_have_text("24 Feb – 3 Mar 2022")


def test_play_can_be_paused_and_goes_on_from_there(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?mode=day&from=2022-02-24&to=2022-02-24")
    tab.map.get_by_role("button", name="Play").click()
    tab.until("() => Situation.app.bar.hi >= 3")
    tab.map.get_by_role("button", name="Pause").click()
    paused = tab.run("() => Situation.app.bar.hi")
    tab.run(
        """() => new Promise((done) => { let n = 0;
        const next = () => (++n > 30 ? done() : requestAnimationFrame(next)); next(); })"""
    )
    assert tab.run("() => Situation.app.bar.hi") == paused
    tab.map.get_by_label("Steps a second").select_option("30")
    tab.map.get_by_role("button", name="Play").click()
    expect(tab.map.locator(".dates")).to_have_text("5 Apr 2022")


def test_sources_of_the_days_shown_are_told_and_their_silence_too(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?mode=day&from=2022-02-24&to=2022-02-24")
    cover = tab.map.locator(".cover")
    expect(cover).to_have_text("3 articles (Agency A 2, Agency B 1)")
    tab.map.get_by_label("Day shown", exact=True).press("ArrowRight")
    expect(cover).to_have_text("No article in the days shown")
    expect(tab.map.locator(".note")).to_contain_text("silence, not calm")
    expect(tab.map.locator(".heard")).to_contain_text("25 Feb 2022: 0 shown, No article")
    tab.map.get_by_role("button", name="All days").click()
    expect(cover).to_contain_text("none on 39 of 41 days")


def test_source_switched_off_leaves_the_articles_told(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?mode=day&from=2022-02-24&to=2022-02-24&without=Agency%20A")
    expect(tab.map.locator(".cover")).to_have_text("1 article (Agency B 1)")


def test_bars_follow_filters_and_can_be_stacked_by_status(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?hide=battle")
    bars = """() => { const { histogram, groups } = Situation.app.bar.shown;
    const sum = (rows, i) => rows[i].reduce((a, n) => a + n, 0);
    const all = groups.map((each, i) => [each.label, sum(histogram.sure, i) + sum(histogram.doubt, i)]);
    return Object.fromEntries(all.filter(([, n]) => n)); }"""
    assert tab.run(bars) == {"Strike": 5}  # one day, and one in doubt on each of four
    tab.map.get_by_role("group", name="Bars by").get_by_role("button", name="status").click()
    assert tab.run(bars) == {"claimed": 1, "disputed": 4}


def test_bar_under_the_pointer_tells_its_day_incidents_and_articles(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    box = tab.map.locator(".track canvas").bounding_box()
    assert box
    tab.page.mouse.move(box["x"] + box["width"] * 4.5 / 41, box["y"] + 12)
    expect(tab.map.locator(".peek")).to_contain_text("28 Feb 2022")
    expect(tab.map.locator(".peek")).to_contain_text("Strike 1; day uncertain for 1")
    expect(tab.map.locator(".peek")).to_contain_text("no article: silence, not calm")


def test_incident_of_uncertain_day_fades_as_its_days_leave_the_window(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?from=2022-02-24&to=2022-03-03")
    tab.until("() => Situation.app.drawn.length === 2")
    whole = strength(tab, "Lviv")
    tab.map.get_by_label("First day shown").press("PageUp")
    expect(tab.map.locator(".dates")).to_have_text("3 Mar 2022")
    tab.run("() => Situation.app.bar.move(5, 7)")
    tab.until("() => Situation.app.drawn.length === 1 && Situation.app.drawn[0].doubt === 0.5")
    half = strength(tab, "Lviv")
    tab.run("() => Situation.app.bar.move(6, 7)")
    tab.until("() => Situation.app.drawn.length === 1 && Situation.app.drawn[0].doubt === 0.75")
    assert isinstance(whole, int)
    assert isinstance(half, int)
    assert 255 >= whole > half > strength(tab, "Lviv") > 60  # type: ignore[operator]  # paler, never gone
    assert tab.run("() => Situation.app.describe(Situation.app.drawn[0]).status") == "disputed, day uncertain"


def test_incident_without_a_day_is_listed_apart(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.page.get_by_text("No day 1").click()
    expect(tab.page.get_by_text("it may have been earlier")).to_be_visible()
    expect(tab.page.get_by_text("Headline of c1")).to_be_visible()
    expect(tab.page.get_by_text("Headline of a1")).to_have_count(0)


def test_bins_are_days_weeks_from_monday_and_months_as_the_width_allows(
    visit: Callable[..., Tab], address: str
) -> None:
    """24 February 2022 was a Thursday; bins hold every day once, whatever their unit."""
    tab = visit(address)
    for width, unit, edges in ((900, "day", [0, 1, 2]), (90, "week", [0, 4, 11]), (20, "month", [0, 5, 36])):
        bins = tab.run(
            "(width) => { const b = Situation.bins(19047, 100, width); return [b.unit, b.edges, [...b.of]]; }", width
        )
        assert isinstance(bins, list)
        assert (bins[0], bins[1][:3], bins[1][-1]) == (unit, edges, 100)
        assert [sum(at == each for at in bins[2]) for each in range(len(bins[1]) - 1)] == [
            stop - start for start, stop in zip(bins[1], bins[1][1:], strict=False)
        ]


def test_month_keeps_the_day_of_the_month_where_it_can(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    number = lambda day: (day - dt.date(1970, 1, 1)).days  # noqa: E731
    cases = {
        (2024, 1, 31, 1): (2024, 2, 29),
        (2022, 1, 31, 1): (2022, 2, 28),
        (2022, 3, 31, -1): (2022, 2, 28),
        (2022, 12, 5, 1): (2023, 1, 5),
    }
    for (year, month, day, by), wanted in cases.items():
        found = tab.run("([day, by]) => Situation.later(day, 'month', by)", [number(dt.date(year, month, day)), by])
        assert found == number(dt.date(*wanted))


@pytest.mark.parametrize("width", [360, 700, 1000, 1280, 1400])
def test_no_number_and_no_control_of_time_is_cut_off(visit: Callable[..., Tab], address: str, width: int) -> None:
    tab = visit(address, width=width, height=740)
    tab.run("() => Situation.app.bar.say([1234, 2345, 345, 45])")
    cut = tab.run(
        """() => [...document.querySelectorAll(".time :is(button, select, .cover, .counts > span:not([hidden]))")]
        .filter((each) => { const box = each.getBoundingClientRect();
        const room = (each.closest(".counts") || document.body).getBoundingClientRect();
        return !box.width || box.left < 0 || box.right > room.right + 0.5 || box.bottom > room.bottom + 0.5; })
        .map((each) => each.textContent)"""
    )
    assert cut == []
