"""One server and one headless Chromium for all browser tests; every request past our own machine is written down."""

import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page, expect, sync_playwright

from pipeline.map_layer import FRAME
from pipeline.models import Article, Situation
from pipeline.store import Store
from tests import factories as make

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
FAILURES = Path(__file__).parent / "failures"
SECONDS = 30
expect.set_options(timeout=SECONDS * 1000)
STORES: dict[str, Path] = {}  # address of a server to the store that it shows


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Tab:
    """A page, the frame of its map, and what was seen on the way."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)  # websocket frames that the browser sent

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator(f"iframe[title='{FRAME}']")

    @property
    def frame(self) -> Frame:
        found = self.page.wait_for_selector(f"iframe[title='{FRAME}']", state="attached").content_frame()
        assert found
        return found

    def run(self, script: str, value: object = None) -> object:
        """What the script returns inside the map's frame."""
        return self.frame.evaluate(script, value)

    def ready(self) -> None:
        """Waits until the map has drawn its counts, and after them its list of markers."""
        self.map.locator(".counts b").first.wait_for(timeout=SECONDS * 1000)
        self.until("() => document.querySelector('.markers button') || !Situation.app.drawn.length")
        self.page.wait_for_function("() => !document.querySelector('iframe.early')")  # it is Streamlit's by now

    def until(self, script: str) -> None:
        """Waits until the script is true inside the map's frame."""
        self.frame.wait_for_function(script)

    def says(self, *counts: str) -> None:
        """Waits until the counts under the map read so."""
        for count in counts:
            expect(self.map.locator(".counts")).to_contain_text(count)

    def click_marker(self, place: str) -> None:
        """Clicks where the map has drawn the marker of the place."""
        spot = self.run(
            """(place) => { const app = Situation.app;
            const mark = app.drawn.find((one) => app.describe(one).place.startsWith(place));
            const at = app.map.layerPointToContainerPoint([mark.x, mark.y]); return [at.x, at.y]; }""",
            place,
        )
        assert isinstance(spot, list)
        self.map.locator("#map_div").click(position={"x": spot[0], "y": spot[1]})


def store(path: Path, situation: Situation, articles: Sequence[Article] = (make.article(),)) -> Path:
    with Store.open(path) as opened:
        opened.save(articles, [make.extraction(article) for article in articles], situation, "test")
    return path


@pytest.fixture(scope="session")
def installed() -> str:
    """Where Chromium is; tests that need it are skipped, saying so, where it is not."""
    return CHROMIUM or pytest.skip("no Chromium here: install one to run the browser tests")


@pytest.fixture(scope="session")
def serve(installed: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Starts a server on a store of its own and returns its address."""
    running = []

    def started(situation: Situation, *articles: Article, refresh: float = 0) -> str:
        path = store(tmp_path_factory.mktemp("store") / "store.sqlite", situation, articles or (make.article(),))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
        with (path.parent / "log").open("w") as log:
            running.append(
                subprocess.Popen(
                    [*command, "--", "--store", str(path), "--refresh", str(refresh)], cwd=ROOT, stdout=log, stderr=log
                )
            )
        address, end = f"http://127.0.0.1:{port}", monotonic() + SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                STORES[address] = path
                return address
            except OSError:
                assert monotonic() < end, (path.parent / "log").read_text()
                sleep(0.05)

    yield started
    for process in running:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def chromium(installed: str) -> Iterator[BrowserContext]:
    """A browser whose cache stays warm from test to test; each test opens its own page in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        yield browser.new_context()
        browser.close()


@pytest.fixture
def visit(chromium: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Callable[..., Tab]]:
    """Opens an address in a page of its own. At the end nothing may have been asked of others, and nothing failed."""
    tabs: list[Tab] = []

    def visited(
        address: str, *, width: int = 1400, height: int = 900, wait: bool = True, first: Callable[[Page], None] = id
    ) -> Tab:
        """first: what is done to the page before it is opened."""
        page = chromium.new_page()
        page.set_viewport_size({"width": width, "height": height})
        tab = Tab(page)
        tabs.append(tab)
        host = "/".join(address.split("/")[:3])

        def asked(url: str) -> None:
            if not url.startswith((host, host.replace("http", "ws"), "data:", "blob:", "about:")):
                tab.outside.append(url)

        page.on("request", lambda one: asked(one.url))
        page.on("pageerror", lambda error: tab.errors.append(str(error)))

        def socket_opened(socket: object) -> None:
            asked(socket.url)  # type: ignore[attr-defined]
            socket.on("framesent", lambda _: tab.frames.append("sent"))  # type: ignore[attr-defined]

        page.on("websocket", socket_opened)
        first(page)
        page.goto(address, wait_until="load" if wait else "commit")
        if wait:
            tab.ready()
        return tab

    yield visited
    for number, tab in enumerate(tabs):
        if getattr(request.node, "failed", False):
            FAILURES.mkdir(exist_ok=True)
            tab.page.screenshot(path=FAILURES / f"{request.node.name}-{number}.png")
        tab.page.close()
    assert [tab.outside for tab in tabs] == [[] for _ in tabs], "the page asked other machines"
    assert [tab.errors for tab in tabs] == [[] for _ in tabs], "a script failed"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report
