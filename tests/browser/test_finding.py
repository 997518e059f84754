"""Search, filters and table in a real browser: the map follows them; what is new is told, and nothing moves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pipeline.haystack import spans
from pipeline.query import parse, terms
from tests import factories as make
from tests.browser.conftest import STORES, Tab, store
from tests.browser.test_page import told

SITUATION = make.situation(
    told("a1", 0, quote="Missiles hit a depot.", weapon="missiles"),
    told("a2", 1, quote="A drone hit the depot.", weapon="drone"),
    told("b1", 2, place="Lviv", quote="A drone was seen.", weapon="drone"),
    told("f1", 5, place=None, quote="Drones somewhere."),
    rejections=(make.rejection(),),
)


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    return serve(SITUATION)


def search(tab: Tab, words: str) -> None:
    field = tab.page.get_by_role("textbox", name="Search quotes")
    field.fill(words)
    field.press("Enter")


def test_search_and_filter_narrow_map_list_and_trays_and_stand_in_the_address(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(address)
    search(tab, "drone AND NOT seen")
    tab.says("1 shown", "1 not placed", "2 filtered out")
    expect(tab.page.get_by_text("A drone hit the depot.")).to_be_visible()
    expect(tab.page.get_by_text("Set aside 0")).to_be_visible()
    marked = "() => [...(CSS.highlights.get('found') || [])].map(String).includes('drone')"
    tab.page.wait_for_function(marked)
    search(tab, "(drone")
    expect(tab.page.get_by_text("The bracket that opens at character 1 is not closed.")).to_be_visible()
    search(tab, "")
    tab.page.get_by_text("Filters", exact=True).click()
    tab.page.get_by_text("Drone 2").click()
    tab.says("2 shown", "2 filtered out")
    tab.page.wait_for_url("**weapon=drone*")
    tab.page.reload()
    tab.ready()
    tab.says("2 shown")
    tab.page.get_by_role("button", name="Drone").press("Enter")
    tab.says("3 shown")


def test_browser_marks_the_words_that_python_finds(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    text = (
        "Missiles hit Slov’yansk’s rail-depot (a missile…), Mykolaïv, Sievierodonetsk and Сєвєродонецьк, NASA's said."
    )
    for query in ('missile OR "rail depot"', "slovyansk", '"missile"', "mykolaiv сєвєродонецьк"):
        node = parse(query)
        asked = [[term.words, term.exact] for term in terms(node)]
        found = tab.run("([text, terms]) => Situation.spans(text, terms)", [text, asked])
        assert found == [list(span) for span in spans(text, node)] != []


def test_table_row_opens_the_card_and_points_at_the_marker_and_a_marker_narrows_the_table(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(f"{address}/?list=table")
    cells = tab.page.get_by_test_id("stDataFrame").locator("canvas").first
    box = cells.bounding_box()
    assert box
    tab.page.mouse.click(box["x"] + 16, box["y"] + 35 + 17)  # the box before the first row, which is the latest
    expect(tab.page.get_by_text("A drone was seen.")).to_be_visible()
    tab.until("() => Situation.app.cube.points.name[Situation.app.focus] === 'Lviv'")
    tab.click_marker("Kyiv")
    expect(tab.page.get_by_text("At this marker: 2 incidents.")).to_be_visible()


def test_what_another_build_brings_is_told_by_itself_and_listed_and_then_seen(
    visit: Callable[..., Tab], serve: Callable[..., str]
) -> None:
    tab = visit(serve(make.situation(told("a1", 0)), refresh=1))
    tab.click_marker("Kyiv")
    expect(tab.page.get_by_text("Quote of a1.")).to_be_visible()
    tab.run("() => Situation.app.map.setView([49, 30], 8, {animate: false})")
    tab.until("() => localStorage.length > 0")  # the first visit has seen what there is
    store(STORES["/".join(tab.page.url.split("/")[:3])], make.situation(told("a1", 0), told("b1", 2, place="Lviv")))
    news = tab.page.get_by_role("button", name="1 new since you last looked")
    expect(news).to_be_visible()
    expect(tab.page.get_by_text("Quote of a1.")).to_be_visible()
    assert tab.run("() => [Situation.app.map.getZoom(), Math.round(Situation.app.map.getCenter().lat)]") == [8, 49]
    news.click()
    expect(tab.page.get_by_text("Headline of b1")).to_be_visible()
    expect(news).to_have_count(0)
    tab.until("() => Object.values(localStorage).includes('1')")
