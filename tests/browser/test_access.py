"""The page for everybody: axe-core finds nothing serious, in light and dark, and the whole tour goes by keyboard."""

from collections.abc import Callable
from importlib.resources import files
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SECONDS, Tab
from tests.browser.test_page import SITUATION

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def address(serve: Callable[[Any], str]) -> str:
    return serve(SITUATION)


def faults(tab: Tab) -> list[str]:
    """What axe-core finds serious, on the page and in the map's frame: rule, and where."""
    found = []
    for frame in [frame for frame in tab.page.frames if frame.url.startswith("http")]:
        frame.evaluate(f"() => {{ {AXE} }}")
        result = frame.evaluate("() => axe.run(document, {iframes: false})")
        for rule in result["violations"]:
            if rule["impact"] in SERIOUS:
                found += [
                    f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}" for node in rule["nodes"]
                ]
    return found


def settled(tab: Tab) -> list[str]:
    """The same once the page stands still: while it is drawn anew, what is old is paler."""
    for _ in range(20):
        tab.page.wait_for_timeout(500)
        if not (found := faults(tab)):
            break
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Callable[..., Tab], address: str, scheme: str) -> None:
    tab = visit(address)
    tab.page.emulate_media(color_scheme=scheme)
    found = settled(tab)
    tab.page.get_by_role("button", name="Open incident 1").click()
    expect(tab.page.get_by_text("Who says what")).to_be_visible()
    found += settled(tab)
    assert found == [], "\n".join(found)


MET = """() => { const at = document.activeElement;
  if (!at || at === document.body || at.tagName === "IFRAME") return null;
  return [at.getAttribute("aria-label") || at.textContent.trim() || at.value || "", at.matches(":focus-visible")]; }"""


def go_to(tab: Tab, words: str) -> None:
    """Presses Tab until something of these words has the focus, which must be seen."""
    met: list[str] = []
    end = monotonic() + SECONDS  # the panel may still be on its way
    while monotonic() < end:
        tab.page.keyboard.press("Tab")
        for frame in tab.page.frames:
            at = frame.evaluate(MET)
            if at:
                met.append(at[0][:40])
                if words in at[0][:60] and not at[0].startswith("Help"):
                    assert at[1], f"the focus on {words!r} can't be seen"
                    return
    raise AssertionError(f"{words!r} can't be reached; met {met}")


def test_the_whole_tour_goes_by_keyboard(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    keys = tab.page.keyboard
    go_to(tab, "Last day shown")
    keys.press("ArrowLeft")
    tab.says("5 shown")
    expect(tab.map.locator(".heard")).to_contain_text("5 shown")  # what a screen reader hears
    go_to(tab, "Day")
    keys.press("Enter")
    keys.press("Home")
    tab.says("1 shown")
    go_to(tab, "All days")
    keys.press("Enter")
    tab.says("6 shown")
    go_to(tab, "Search")
    keys.type("Lviv")
    keys.press("Enter")
    tab.says("1 shown")
    go_to(tab, "Open incident 1")
    keys.press("Enter")
    expect(tab.page.get_by_text("Who says what")).to_be_visible()
    go_to(tab, "Show in article")
    keys.press("Enter")
    expect(tab.page.get_by_role("dialog")).to_be_visible()
    keys.press("Escape")
    expect(tab.page.get_by_role("dialog")).to_have_count(0)
    go_to(tab, "Back to the list")
    keys.press("Enter")
    expect(tab.page.get_by_text("Who says what")).to_have_count(0)
    tab.page.reload()
    tab.ready()
    go_to(tab, "Download")
    keys.press("Enter")
    expect(tab.page.get_by_text("GeoJSON")).to_be_visible()


def test_a_marker_is_picked_by_keyboard_from_the_list_that_equals_the_map(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(address)
    marks = tab.run("() => [...document.querySelectorAll('.markers button')].map((one) => one.textContent)")
    assert isinstance(marks, list)
    assert len(marks) == tab.run("() => Situation.app.drawn.length")
    go_to(tab, next(words for words in marks if words.startswith("Lviv")))
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_text("Headline of b1")).to_be_visible()


def test_a_first_visit_has_one_line_of_help_until_it_is_closed(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.run("() => localStorage.removeItem('situation-hint')")
    tab.page.reload()
    tab.ready()
    line = tab.map.get_by_role("note")
    expect(line).to_contain_text("Drag the days below")
    line.get_by_role("button", name="Close").click()
    expect(line).to_have_count(0)
    tab.page.reload()
    tab.ready()
    expect(line).to_have_count(0)
