"""The page in a real browser with nobody else to ask: scrub, pick, read, filter, upload, share; desk and phone."""

import datetime as dt
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from pipeline.kinds import kinds
from pipeline.map_layer import FRAME
from pipeline.timeline import Hidden, Window, at, day, is_area, timeline
from tests import factories as make
from tests.browser.conftest import STORES, Tab, store

HOSTILE = "{{7*7}} ${1} <img src=x onerror=alert(1)> </script> ![](http://x.invalid/p.png) :red[x] `a` \\ end"
START = dt.date(2022, 2, 24)
PLACES = {"Kyiv": (50.45, 30.52), "Lviv": (49.84, 24.03), "Kherson": (46.64, 32.61), "Sumy": (50.91, 34.8)}


def told(name: str, first: int, last: int | None = None, place: str | None = "Kyiv", **fields: Any) -> Any:
    where = None
    if place:
        latitude, longitude = PLACES[place]
        precision = fields.pop("precision", "settlement")
        where = make.location(
            place_id=place, name=place, latitude=latitude, longitude=longitude, precision=precision, uncertainty_km=12.0
        )
    days = [START + dt.timedelta(days=number) for number in (first, first if last is None else last)]
    quote = fields.pop("quote", f"Quote of {name}.")
    return make.incident(
        id=name.ljust(16, "0"),
        headline=f"Headline of {name}",
        when=make.when(*days),
        location=where,
        unplaced_reason=None if where else "No place is named.",
        reports=fields.pop("reports", (make.report(quote=quote, source="Agency A"),)),
        **fields,
    )


SITUATION = make.situation(
    told("a1", 0, place="Kyiv"),
    told("a2", 1, place="Kyiv", kind="battle", status="disputed"),
    told("b1", 2, place="Lviv"),
    told("c1", 3, 8, place="Kherson", kind="capture", status="confirmed"),
    told(
        "d1", 10, place="Sumy", quote=HOSTILE, reports=(make.report(quote=HOSTILE, claimant=HOSTILE, source=HOSTILE),)
    ),
    told("e1", 4, place="Kherson", precision="region"),
    told("f1", 5, place=None),
    rejections=(make.rejection(),),
)


@pytest.fixture(scope="module")
def address(serve: Callable[[Any], str]) -> str:
    return serve(SITUATION)


def test_opens_offline_with_map_legend_counts_and_slider(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.says("6 shown", "0 outside the window", "1 not placed")
    expect(tab.map.locator(".dates")).to_have_text("24 Feb – 6 Mar 2022")
    assert "Natural Earth" in tab.map.locator(".leaflet-control-attribution").inner_text()
    colours = tab.run(
        """() => { const c = document.querySelector(".leaflet-base-pane canvas");
        const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data, s = new Set();
        for (let i = 0; i < d.length; i += 4000) s.add(d[i] + "," + d[i + 1] + "," + d[i + 2]); return s.size; }"""
    )
    assert isinstance(colours, int)
    assert colours > 3  # sea, land, Ukraine and lines: the ground is drawn


def test_arrow_keys_move_counts_and_markers_without_a_word_to_the_server(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(address)
    tab.page.wait_for_timeout(800)  # what opening says to the server is over
    before, drawn = len(tab.frames), tab.run("() => Situation.app.drawn.length")
    first = tab.map.get_by_label("First day shown")
    first.focus()
    for _ in range(9):
        first.press("ArrowRight")
    sent = len(tab.frames) - before
    tab.says("1 shown", "5 outside the window")
    expect(tab.map.locator(".dates")).to_have_text("5 – 6 Mar 2022")
    tab.until("() => Situation.app.drawn.length === 1")
    assert drawn == 5
    assert sent <= 1  # nothing while it moves; on a slow machine a pause between two keys may count as its end


@pytest.mark.parametrize("width", [360, 1000, 1400])
def test_map_keeps_its_size_whatever_the_numbers(visit: Callable[..., Tab], address: str, width: int) -> None:
    tab = visit(address, width=width)
    heights = tab.run(
        """() => [[1, 0, 0, 0], [123456, 234567, 34567, 4567]].map((numbers) => {
        Situation.app.bar.say(numbers); return document.getElementById("map_div").clientHeight; })"""
    )
    assert isinstance(heights, list)
    assert heights[0] == heights[1] > 100


def test_home_and_end_jump(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    last = tab.map.get_by_label("Last day shown")
    last.press("Home")
    expect(tab.map.locator(".dates")).to_have_text("24 Feb 2022")
    last.press("End")
    expect(tab.map.locator(".dates")).to_have_text("24 Feb – 6 Mar 2022")


def test_dragging_the_histogram_scrubs_and_leaves_pan_zoom_and_card_alone(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(address)
    tab.click_marker("Lviv")
    expect(tab.page.get_by_text("Quote of b1.")).to_be_visible()
    tab.run("() => Situation.app.map.setView([49, 30], 7, {animate: false})")
    tab.page.wait_for_timeout(800)
    before = len(tab.frames)
    box = tab.map.locator(".track canvas").bounding_box()
    assert box
    tab.page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)
    tab.page.mouse.down()
    for step in range(20):
        tab.page.mouse.move(box["x"] + box["width"] * (0.3 + step / 50), box["y"] + 20)
    assert len(tab.frames) == before
    tab.page.mouse.up()
    expect(tab.map.locator(".dates")).to_have_text("27 Feb – 3 Mar 2022")
    tab.page.wait_for_timeout(900)
    assert tab.run("() => [Situation.app.map.getZoom(), Math.round(Situation.app.map.getCenter().lat)]") == [7, 49]
    expect(tab.page.get_by_text("Quote of b1.")).to_be_visible()


def test_rows_sought_out_take_the_place_of_all_and_leave_view_and_window_alone(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(f"{address}/?from=2022-02-24&to=2022-02-28&view=49,30,7")
    held = "() => { const { map, bar } = Situation.app; return [map.getZoom(), map.getCenter().lat, bar.lo, bar.hi]; }"
    before, field = tab.run(held), tab.page.get_by_role("textbox", name="Search quotes")
    for words, counts in (('"Quote of b1"', ("1 shown", "6 filtered out")), ("", ("5 shown", "1 outside the window"))):
        field.fill(words)
        field.press("Enter")
        tab.says(*counts)
        assert tab.run(held) == before


def test_marker_opens_the_card_with_the_words_and_why(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.click_marker("Lviv")
    for words in (
        "Headline of b1, 26 Feb 2022",
        "Quote of b1.",
        "How sure Claimed: Only the mayor says so.",
        "When 26 Feb 2022",
    ):
        expect(tab.page.get_by_text(words, exact=True).first).to_be_visible()
    expect(tab.page.get_by_text("most likely within 12 km")).to_be_visible()
    tab.page.wait_for_url("**incident=b1*")


def test_several_at_one_marker_are_listed_and_each_can_be_opened(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.click_marker("Kyiv")
    expect(tab.page.get_by_text("At this marker: 2 incidents.")).to_be_visible()
    tab.page.get_by_role("button", name="Open incident 2").press("Enter")
    expect(tab.page.get_by_text("Quote of a1.")).to_be_visible()


def test_hostile_words_are_shown_as_they_are(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.click_marker("Sumy")
    expect(tab.page.get_by_text(HOSTILE, exact=True).first).to_be_visible()
    assert tab.page.locator("img[src='x']").count() == 0


def test_markers_in_view_can_be_reached_and_picked_by_keyboard(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    button = tab.map.get_by_role("group", name="Markers in view").get_by_role("button", name="Lviv")
    button.focus()
    expect(tab.map.locator(".markers")).to_have_css("opacity", "1")
    button.press("Enter")
    expect(tab.page.get_by_text("Quote of b1.")).to_be_visible()


def test_pick_of_a_cluster_means_what_it_shows_in_the_window(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?from=2022-02-24&to=2022-02-24&view=49,31,3")
    tab.click_marker("Kyiv")
    expect(tab.page.get_by_text("Quote of a1.")).to_be_visible()


def test_page_left_open_follows_another_build(visit: Callable[..., Tab], serve: Callable[[Any], str]) -> None:
    tab = visit(serve(make.situation(told("a1", 0))))
    tab.click_marker("Kyiv")
    expect(tab.page.get_by_text("Quote of a1.")).to_be_visible()
    zoom = tab.run("() => Situation.app.map.setZoom(8, {animate: false}).getZoom()")
    store(STORES["/".join(tab.page.url.split("/")[:3])], make.situation(told("a1", 0), told("b1", 2, place="Lviv")))
    tab.run("() => { Situation.app.map.panBy([30, 0], {animate: false}); }")  # the page hears of it and looks again
    expect(tab.page.get_by_text("2 incidents in")).to_be_visible()
    assert tab.run("() => Situation.app.map.getZoom()") == zoom
    expect(tab.page.get_by_text("Quote of a1.")).to_be_visible()


def test_legend_filters_map_counts_and_list(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.map.locator(".legend").get_by_role("button", name="Strike").click()
    tab.says("2 shown", "0 outside the window", "0 not placed", "5 filtered out")
    expect(tab.page.get_by_text("Headline of b1")).to_have_count(0)
    expect(tab.page.get_by_text("Headline of a2")).to_be_visible()
    tab.page.wait_for_url("**hide=strike*")


def test_region_is_an_area_apart_from_the_pin_of_the_same_town(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    found = tab.run("() => Situation.app.drawn.map((m) => [m.cluster.area, Situation.app.describe(m).place])")
    assert isinstance(found, list)
    assert [1, "Kherson (area)"] in found
    assert [0, "Kherson"] in found


def test_cumulative_shows_all_up_to_the_day(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.map.get_by_label("First day shown").press("End")
    tab.says("1 shown")
    tab.map.get_by_role("button", name="Cumulative").click()
    tab.says("6 shown")
    assert tab.map.get_by_label("First day shown").is_disabled()


def test_play_runs_to_the_end_and_pauses(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.map.get_by_label("Steps a second").select_option("30")
    tab.map.get_by_role("button", name="Play").click()
    expect(tab.map.locator(".dates")).to_have_text("28 Feb – 6 Mar 2022")
    expect(tab.map.get_by_role("button", name="Play")).to_be_visible()


def test_browser_counts_what_python_counts(visit: Callable[..., Tab], address: str) -> None:
    tab, line = visit(address), timeline(sorted(SITUATION.incidents, key=lambda one: (one.when.first, one.id)), kinds())
    chance = random.Random(7)
    for _ in range(40):
        lo = chance.randrange(11)
        hi = chance.randrange(lo, 11)
        off = {chance.choice(["strike", "battle", "capture"])}
        found = tab.run(
            """([lo, hi, kinds]) => { const S = Situation, cube = S.app.cube;
            const hidden = {kinds: new Set(kinds), statuses: new Set(), sources: new Set()};
            const layout = S.clusters(cube, (lat, lng) => ({x: lng * 1000, y: lat * 1000}), 1);
            const index = S.index(cube, S.passing(cube, hidden), layout);
            const out = {kinds: new Float64Array(cube.kinds.length), statuses: new Float64Array(cube.statuses.length)};
            const named = (p) => cube.points.name[p] + cube.points.area[p];
            const count = (p) => S.count(index, layout.of[p], lo, hi, out);
            return Object.fromEntries(cube.points.lat.map((_, p) => [named(p), count(p)])); }""",
            [lo, hi, [line.kinds.index(key) for key in off]],
        )
        base = int(line.columns["start"].min())
        window, hidden = Window(day(base + lo), day(base + hi)), Hidden(kinds=frozenset(off))
        assert found == {
            f"{place.name}{int(is_area(place))}": len(at(line, [point], window, hidden))
            for point, place in enumerate(line.points)
        }


@pytest.mark.parametrize(
    "link", ["?from=x&to=y", "?incident=<script>alert(1)</script>", "?view=a,b,c", "?hide=%7B%7B7*7%7D%7D"]
)
def test_bad_link_is_harmless(visit: Callable[..., Tab], address: str, link: str) -> None:
    tab = visit(f"{address}/{link}")
    tab.says("6 shown")
    expect(tab.page.get_by_role("status").filter(has_text="link")).to_be_visible()


def test_link_restores_days_filters_view_and_incident(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?from=2022-02-25&to=2022-02-27&hide=battle&view=49,31,7&incident=b100000000000000")
    expect(tab.map.locator(".dates")).to_have_text("25 – 27 Feb 2022")
    tab.says("2 shown", "3 outside the window", "1 not placed", "1 filtered out")
    assert tab.run("() => Situation.app.map.getZoom()") == 7
    expect(tab.page.get_by_text("Quote of b1.")).to_be_visible()


def test_trays_give_reasons(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.page.get_by_text("Not placed 1").click()
    expect(tab.page.get_by_text("No place is named.")).to_be_visible()
    tab.page.get_by_text("Set aside 1").click()
    expect(tab.page.get_by_text("It is only threatened.")).to_be_visible()


def test_phone_has_no_sideways_scroll_and_the_list_above_the_map(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address, width=360, height=740)
    tab.map.locator("#map_div").wait_for()
    widths = tab.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]
    inside = tab.run("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert isinstance(inside, list)
    assert inside[0] <= inside[1]
    frame, panel = tab.page.locator("iframe").bounding_box(), tab.page.locator(".st-key-side").bounding_box()
    assert frame
    assert panel
    assert panel["y"] + panel["height"] <= frame["y"]


def test_window_of_any_size_shows_the_whole_country_and_a_long_card_scrolls_beside_it(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(address)
    side = tab.page.locator(".st-key-side")
    side.evaluate("(panel) => panel.append(Object.assign(document.createElement('p'), {style: 'min-height: 4000px'}))")
    assert (
        side.evaluate("(panel) => [panel.clientHeight < window.innerHeight, panel.scrollHeight > 4000]") == [True] * 2
    )
    near = tab.run("() => Situation.app.map.getZoom()")
    tab.page.set_viewport_size({"width": 1000, "height": 640})
    tab.until(f"() => Situation.app.map.getZoom() < {near}")
    assert tab.run("() => Situation.app.map.getBounds().contains([[44.4, 22.1], [52.4, 40.2]])")


def test_another_language_is_chosen_without_losing_the_view(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?view=49,31,7&from=2022-02-24&to=2022-02-26")
    tab.says("3 shown")
    tab.page.get_by_role("button", name="About").click()
    tab.page.get_by_role("button", name="Українська").click()
    expect(tab.page.get_by_text("Без місця 1")).to_be_visible()
    expect(tab.page.locator(f"iframe[title='{FRAME}']")).to_have_count(1)  # that of the other language has gone
    tab.says("3 показано")
    assert tab.run("() => Situation.app.map.getZoom()") == 7
    expect(tab.page.get_by_text("Headline of b1")).to_be_visible()  # what was read stays as it is
    assert "lang=uk" in tab.page.url


def test_empty_store_says_what_to_do(visit: Callable[..., Tab], serve: Callable[[Any], str]) -> None:
    tab = visit(serve(make.situation()))
    expect(tab.map.locator(".note")).to_contain_text("No incidents yet")
    expect(tab.page.get_by_text("The store holds no incidents.")).to_be_visible()


def test_upload_is_read_and_appears_on_the_map_and_refusals_are_told(
    visit: Callable[..., Tab], serve: Callable[[Any], str]
) -> None:
    tab = visit(serve(make.situation()))
    tab.page.get_by_role("button", name="Add articles").click()
    article = b" date 2022-02-26 A missile hit a residential building in Kharkiv on Friday, the mayor said.\n"
    tab.page.locator("input[type=file]").set_input_files(
        [
            {"name": "mine<b>.txt", "mimeType": "text/plain", "buffer": article},
            {"name": "undated.txt", "mimeType": "text/plain", "buffer": b"No day stands here."},
        ]
    )
    tab.page.get_by_role("button", name="Read and add").click()
    expect(tab.page.get_by_text("1 article added")).to_be_visible(timeout=60_000)
    expect(tab.page.get_by_text("undated.txt:")).to_be_visible()
    expect(tab.map.locator(".counts")).to_contain_text("shown")
    tab.until("() => Situation.app.drawn.some((m) => Situation.app.describe(m).place.includes('Kharkiv'))")


def test_download_holds_what_the_filters_leave(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?hide=strike")
    tab.page.get_by_role("button", name="Download").click()
    with tab.page.expect_download() as found:
        tab.page.get_by_role("button", name="GeoJSON").click()
    said = json.loads(found.value.path().read_text(encoding="utf-8"))
    assert {feature["properties"]["kind"] for feature in said["features"]} == {"battle", "capture"}
