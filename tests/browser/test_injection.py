"""Hostile words through every sink of the page: shown as they are, obeyed by neither browser nor server."""

import http.client
import re
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, expect

from gazetteer.plain import visible
from page.desk import PAGE
from pipeline import exports
from pipeline.readers._draft import clean
from tests import factories as make
from tests.browser.conftest import SECONDS, Tab
from tests.hostile import INJECTIONS, STEERING
from tests.test_injection import EVERY, told

PLAIN = {name: visible(words) for name, words in INJECTIONS.items()}
LONG = "very long word"  # said once on the card; everywhere it would only be slow
# Each stands alone in an incident of its own; elsewhere several share a line, as there are many places to look at.
TOGETHER = [" ¦ ".join(list(INJECTIONS.values())[first : first + 5]) for first in range(0, len(INJECTIONS), 5)]
ALL = " ¦ ".join(words for name, words in INJECTIONS.items() if name != LONG)
VOICES = tuple(
    make.report(article=words, source=words, quote=words, claimant=words, trigger=words, start=number)
    for number, words in enumerate(TOGETHER)
)
CARD = told(ALL, len(EVERY))
SITUATION = make.situation(
    *EVERY,
    make.incident(**{name: getattr(CARD, name) for name in CARD.__slots__ if name != "reports"}, reports=VOICES),
    *(make.unplaced(id=f"b{n:015}", headline=words, unplaced_reason=words) for n, words in enumerate(TOGETHER)),
    rejections=tuple(make.rejection(article=each, reason=each, quote=each) for each in TOGETHER),
)


@pytest.fixture(scope="module")
def address(serve: Callable[[Any], str]) -> str:
    return serve(SITUATION)


def texts(tab: Tab) -> str:
    """All that every frame of the page holds as text or says in an attribute, one after the other."""
    script = """() => { const said = []; const walk = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(node.parentNode.nodeName)) continue;
            if (node.nodeType === 3) said.push(node.data);
            else if (node.attributes) for (const one of node.attributes) said.push(one.value); }
        return said.join("\\n"); }"""
    return "\n".join(frame.evaluate(script) for frame in tab.page.frames)


def shown(tab: Tab, holds: Callable[[str, str, str], bool]) -> str:
    """The texts of the page once each of the hostile words is shown as it is; the card comes after the map."""
    end = monotonic() + SECONDS
    while True:
        said = texts(tab)
        missing = [name for name, words in PLAIN.items() if not holds(said, name, words)]
        if not missing:
            return said
        assert monotonic() < end, f"not shown as it is: {missing}"
        sleep(0.1)


def nothing_ran(tab: Tab, said: str) -> None:
    assert not set(said) & set(STEERING)
    assert [frame.url for frame in tab.page.frames if frame.evaluate("() => window.ran || window.top.ran")] == []
    assert tab.page.locator("img[src^='http://outside'], img[src='x'], iframe[src^='javascript']").count() == 0
    assert tab.map.locator("img[src^='http://outside'], img[src='x'], iframe[src^='javascript']").count() == 0


def test_no_sink_of_the_page_obeys_what_it_shows(visit: Callable[..., Tab], address: str) -> None:
    """Card, lists, trays, legend, markers, upload and address in one visit; `visit` watches for outside requests."""
    link = "&".join(f"{name}={quote(ALL[:1500])}" for name in ("from", "mode", "hide", "without", "view", "q"))
    tab = visit(f"{address}/?{link}&{quote('{{7*7}}')}=1&incident={CARD.id}")
    dialogues: list[str] = []
    tab.page.on("dialog", lambda one: (dialogues.append(one.message), one.dismiss()))
    expect(tab.page.get_by_text(PLAIN["comment"]).first).to_be_visible()
    nothing_ran(tab, shown(tab, lambda said, name, words: said.count(words.strip()) >= (2 if name == LONG else 3)))
    # the map's own names: what its markers, pointed at or listed, and its sources say
    tab.run("() => Situation.app.map.setView([48, 31], 5, {animate: false})")
    tab.map.locator("summary", has_text="Sources").click()
    nothing_ran(tab, shown(tab, lambda said, name, words: words in said))
    # the search and the filters
    tab.page.get_by_role("button", name="Back to the list").click()
    search = tab.page.get_by_test_id("stTextInputField")
    search.fill(f'"{PLAIN["jinja"]}" OR ({PLAIN["image tag"]}')
    search.press("Enter")
    expect(tab.page.get_by_text("The search could not be read")).to_be_visible()
    tab.page.get_by_text("Filters", exact=True).click()
    tab.page.get_by_role("button", name=re.compile("^All [0-9]+$")).first.click()
    expect(tab.page.locator("[class*='st-key-only-region-']")).to_have_count(len(EVERY) + 1)
    nothing_ran(tab, texts(tab))
    search.fill("")
    search.press("Enter")
    expect(tab.page.get_by_text("The search could not be read")).to_have_count(0)
    # lists and trays, to their ends
    trays = {"Incidents": "Latest first", "Not placed": "no place could be defended", "Set aside": "Read, and kept off"}
    for tray, hint in trays.items():
        tab.page.get_by_text(tray).first.click()
        expect(tab.page.get_by_text(hint)).to_be_visible()
        total = len(EVERY) + 1 if tray == "Incidents" else len(TOGETHER)
        rows = tab.page.locator("[class*='st-key-row-'], [class*='st-key-voice-aside-']")
        for count in range(PAGE, total, PAGE):
            expect(rows).to_have_count(count)
            tab.page.get_by_role("button", name="Show more").click()
        expect(rows).to_have_count(total)
        said = tab.page.locator(".st-key-side").inner_text()
        assert [name for name, words in PLAIN.items() if words.split()[0] not in said] == [], tray
        nothing_ran(tab, texts(tab))
    # file names; a browser sends a quotation mark in one as %22, and folders not at all
    names = [words[:100] for name, words in INJECTIONS.items() if not set(words[:100]) & set('/\\"\r\n')]
    tab.page.get_by_role("button", name="Add articles").click()
    tab.page.locator("input[type=file]").set_input_files(
        [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b"No day stands here."} for name in names]
    )
    tab.page.get_by_role("button", name="Read and add").click()
    expect(tab.page.get_by_text("no date was found").first).to_be_visible(timeout=60_000)
    expect(tab.page.get_by_test_id("stFileUploaderFile")).to_have_count(0)  # Streamlit's own list of the reader's files
    end = monotonic() + SECONDS  # what reads the page aloud may tell of Streamlit's own list a moment longer
    while set(said := texts(tab)) & set(STEERING) and monotonic() < end:
        sleep(0.1)
    assert [name for name in names if f"{clean(name)}.txt:" not in said] == []
    nothing_ran(tab, said)
    assert dialogues == []


def test_the_saved_page_obeys_nothing_that_it_shows(chromium: BrowserContext, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    with path.open("w", encoding="utf-8") as stream:
        exports.write("html", SITUATION.incidents, stream)
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("dialog", lambda one: (asked.append(one.message), one.dismiss()))
    try:
        page.goto(path.as_uri())
        expect(page.locator(".counts")).to_contain_text("shown")
        page.locator("#side").get_by_text(PLAIN["comment"]).first.click()
        tab = Tab(page)
        said = texts(tab)
        assert [name for name, words in PLAIN.items() if words.strip() not in said] == []
        assert not set(said) & set(STEERING)
        assert page.evaluate("() => window.ran") is None
        assert page.locator("img[src^='http'], img[src='x'], iframe").count() == 0
    finally:
        page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 101),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
def test_the_server_talks_to_its_own_page_only(address: str, headers: dict[str, str], status: int) -> None:
    """A page elsewhere, or a name made to stand for this machine, gets no session."""
    host = address.removeprefix("http://")
    key = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "a" * 22 + "==",
    }
    asked = http.client.HTTPConnection(host, timeout=30)
    try:
        asked.request("GET", "/_stcore/stream", headers={"Host": host, "Origin": address, **key, **headers})
        assert asked.getresponse().status == status
    finally:
        asked.close()
