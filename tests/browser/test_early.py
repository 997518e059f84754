"""The map before its page: it stands and can be used before Streamlit's front end has loaded, and is kept then."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from page.telling import STANDS
from pipeline.map_layer import FRAME
from tests import factories as make
from tests.browser.conftest import STORES, Tab

FRAMES = f"iframe[title='{FRAME}']"
MAPS = """() => [...document.querySelectorAll("iframe")]
  .filter((one) => one.contentWindow.Situation && one.contentWindow.Situation.app).length"""


@pytest.fixture(scope="module")
def address(serve: Callable[[Any], str]) -> str:
    lviv = make.location(place_id="Lviv", name="Lviv", latitude=49.84, longitude=24.03)
    return serve(
        make.situation(
            make.incident(id="a" * 16, reports=(make.report(quote="A quote from Kyiv."),)),
            make.incident(id="b" * 16, location=lviv, reports=(make.report(quote="A quote from Lviv."),)),
        )
    )


def test_map_stands_before_the_front_end_and_keeps_what_was_done_on_it(visit: Callable[..., Tab], address: str) -> None:
    """A marker clicked meanwhile has its card; and there is one map, which has not moved."""
    late: list[Route] = []
    front = "**/static/js/index.*.js"
    tab = visit(address, wait=False, first=lambda page: page.route(front, lambda route: late.append(route)))
    tab.says("2 shown")
    tab.click_marker("Lviv")
    stood = tab.page.locator(FRAMES).bounding_box()
    begun = tab.run("() => performance.timeOrigin")
    assert late
    assert STANDS in str(tab.page.evaluate("() => document.cookie"))  # so that the first run draws all
    assert tab.page.locator("[data-testid=stApp]").count() == 0
    for each in late:
        each.continue_()
    tab.page.unroute(front)
    expect(tab.page.get_by_text("A quote from Lviv.")).to_be_visible()
    tab.ready()
    expect(tab.page.get_by_role("radio", name="Incidents")).to_be_checked()  # though the second run follows at once
    assert tab.run("() => performance.timeOrigin") == begun  # the same map
    assert tab.page.evaluate(MAPS) == 1
    stands = tab.page.locator(FRAMES).bounding_box()
    assert stood
    assert stands
    assert [stands[side] for side in stood] == pytest.approx(list(stood.values()), abs=2)


def other_map(page: Page) -> None:
    """Another map than the one begun is what the run asks for in the end."""
    page.add_init_script("""const parse = JSON.parse; JSON.parse = (text, ...more) => {
        const made = parse(text, ...more);
        if (made && made.args && made.languages) made.args.key = "map-other";
        return made; };""")


def old_browser(page: Page) -> None:
    """A browser in which a frame cannot be moved."""
    page.add_init_script("delete Element.prototype.moveBefore")


def lost_script(page: Page) -> None:
    """The map's script does not come where the page's own HTML begins it."""

    def refuse(route: Route) -> None:
        if route.request.frame.url == "about:srcdoc":
            route.abort()
        else:
            route.continue_()

    page.route("**/frame.js", refuse)


@pytest.mark.parametrize("spoil", [other_map, old_browser, lost_script])
def test_streamlit_draws_the_map_where_ours_cannot_be_kept(
    visit: Callable[..., Tab], address: str, spoil: Callable[[Page], None]
) -> None:
    tab = visit(address, wait=False, first=spoil)
    tab.page.locator(f"[data-testid=stCustomComponentV1]{FRAMES[6:]}").wait_for()
    tab.ready()
    tab.says("2 shown")
    tab.click_marker("Lviv")
    expect(tab.page.get_by_text("A quote from Lviv.")).to_be_visible()
    assert tab.page.evaluate(MAPS) == 1
    assert tab.page.locator(FRAMES).count() == 1


def stuck(page: Page) -> None:
    """The map's script never comes."""
    page.route("**/frame.js", lambda _: None)


def broken(page: Page) -> None:
    """What begins the map fails."""
    page.add_init_script("""const parse = JSON.parse; JSON.parse = (text, ...more) => {
        if (text.startsWith('{"args"')) throw new Error("on purpose");
        return parse(text, ...more); };""")


@pytest.mark.parametrize("spoil", [stuck, broken])
def test_front_end_waits_for_no_map_that_does_not_come(
    visit: Callable[..., Tab], address: str, spoil: Callable[[Page], None]
) -> None:
    tab = visit(address, wait=False, first=spoil)
    tab.page.locator("[data-testid=stApp]").wait_for()
    if spoil is broken:
        assert [tab.errors.pop()] == ["on purpose"]


def test_page_without_a_map_is_not_covered_by_one(visit: Callable[..., Tab], address: str) -> None:
    """The server still knows the counts of a store that can be read no more."""
    path = STORES[address]
    held = path.read_bytes()
    path.write_bytes(b"no store" * 1000)
    try:
        tab = visit(address, wait=False)
        expect(tab.page.get_by_text("The store could not be opened.")).to_be_visible()
        expect(tab.page.locator("iframe")).to_have_count(0)
    finally:
        path.write_bytes(held)
