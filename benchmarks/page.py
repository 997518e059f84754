"""How fast the page is: first markers, slider moved to markers painted, frames a second, websocket frames, memory.

    python -m benchmarks.page [--sizes 1000,10000,100000,1000000] [--places 1200] [--days 90] [--store FILE]

Writes JSON to standard output, with two ways of doing it with folium alone at their sizes. Incidents are made up; a
headless Chromium without a graphics card draws them. A tenth of the days is shown at once, a third by the baselines.

First markers count from the browser's request for the page to the frame in which they are painted. "Cold" is the first
visit of a new browser (nothing in its cache) to a server that has just begun to answer; the start of the server itself,
which reads the store before it answers, is `server_start_s`. `panel_s` is when the list beside the map can be read.
"""

import argparse
import datetime as dt
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

from playwright.sync_api import Browser, Frame, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import page_baselines  # noqa: E402
from benchmarks.synthetic import START, fill  # noqa: E402
from pipeline.kinds import kinds  # noqa: E402
from pipeline.map_layer import FRAME  # noqa: E402
from pipeline.models import Incident, Location, Report, When  # noqa: E402
from pipeline.timeline import STATUSES  # noqa: E402

FIRST, SECONDS = START, 300
CLICKS = 60  # at most: where a day has no marker with one incident, there is none
# Moves the first handle by a day and waits until the frame after the drawing: what a reader waits for.
SCRUB = """async (times) => {
  const bar = Situation.app.bar, took = [], work = [], last = bar.days - 1, length = Math.round(bar.days / 10);
  const painted = () => new Promise((done) => requestAnimationFrame(() => { const c = new MessageChannel();
    c.port1.onmessage = () => done(); c.port2.postMessage(0); }));
  const began = performance.now();
  for (let i = 0; i < times; i++) {
    const lo = (i * 7) % (last - length), start = performance.now();
    bar.move(lo, lo + length);
    await painted();
    took.push(performance.now() - start);
    work.push(Situation.app.work);
  }
  return { took, work, seconds: (performance.now() - began) / 1000, circles: Situation.app.drawn.length };
}"""
STILL = SCRUB.replace("bar.move(lo, lo + length);", "")  # the same wait with nothing to draw: no scrub takes less
# One move each frame, as a drag does: how many frames a second are kept.
DRAG = """async (frames) => {
  const bar = Situation.app.bar, length = Math.round(bar.days / 10);
  const next = () => new Promise(requestAnimationFrame);
  await next();
  const began = performance.now(), drawn = Situation.app.drawings;
  for (let i = 0; i < frames; i++) {
    const lo = (i * 3) % (bar.days - length - 1);
    bar.move(lo, lo + length);
    await next();
  }
  return { fps: frames / ((performance.now() - began) / 1000), drawings: Situation.app.drawings - drawn };
}"""

# When the page began, and when its first markers were painted: milliseconds by the browser's clock. Whoever looks from
# outside, as a test does, looks twice a second at last, and sees them up to half a second late.
BEGAN = "() => performance.timeOrigin"
PAINTED = "() => Situation.app.first && performance.timeOrigin + Situation.app.first"

# Bytes of the cube, as they came over the wire.
FETCHED = """() => performance.getEntriesByType("resource").filter((one) => /(cube|rows)-[^/]*json$/.test(one.name))
  .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
# Where a marker stands that holds one incident, after another day is shown; null where there is none in sight.
LONELY = """async (round) => {
  const { bar, map } = Situation.app, at = Math.floor((round * 7919) % bar.days);
  bar.move(at, at);
  await new Promise((done) => setTimeout(done, 600));
  const size = map.getSize(), legend = document.querySelector(".legend").getBoundingClientRect();
  const inside = (p) => p.x > 80 && p.y > 80 && p.x < size.x - 80 && p.y < size.y - 80;
  const free = (p) => inside(p) && (p.x > legend.right + 20 || p.y < legend.top - 20);
  const drawn = Situation.app.drawn;
  const apart = (mark) => drawn.every((one) => one === mark || Math.hypot(one.x - mark.x, one.y - mark.y) > 30);
  const spots = drawn.filter((mark) => mark.n === 1 && apart(mark))
    .map((mark) => map.layerPointToContainerPoint([mark.x, mark.y])).filter(free);
  return spots.length ? [spots[round % spots.length].x, spots[round % spots.length].y] : null;
}"""
QUOTES = (
    """() => [...document.querySelectorAll("[class*='st-key-quote-']")].map((one) => one.innerText.trim()).join()"""
)
CHANGED = f"(had) => {{ const now = ({QUOTES})(); return now && now !== had; }}"


def incidents(count: int, places: int, days: int) -> Iterator[Incident]:
    """As many incidents at places of very unequal share, as wars have them; the same for the same count."""
    chance = random.Random(count)
    where = [
        Location(f"p:{n}", f"Place {n}", chance.uniform(44.5, 52.2), chance.uniform(22.5, 39.8), "UA", None,
                 "settlement", 5.0, "sentence", f"Place {n}")
        for n in range(places)
    ]  # fmt: skip
    weights = list(accumulate(1 / (n + 3) for n in range(places)))
    table = list(kinds())
    outlets = [f"Outlet {n}" for n in range(12)]
    for name in range(count):
        first = FIRST + dt.timedelta(days=chance.randrange(days))
        last = min(first + dt.timedelta(days=chance.choice([0] * 19 + [6])), FIRST + dt.timedelta(days=days - 1))
        precision = "range" if last > first else chance.choice(["day", "day", "assumed"])  # as in the samples
        report = Report("made-up.txt", "0" * 64, chance.choice(outlets), FIRST, f"Made up {name}.", 0, 8, "up", None,
                        "unknown", "states")  # fmt: skip
        yield Incident(f"{name:016x}", chance.choice(table), f"Incident {name}",
                       When(first, last, precision, "stated", None), chance.choices(where, cum_weights=weights)[0],
                       None, (report,), chance.choices(STATUSES, (4, 6, 2, 1, 1))[0], "made up", False, None, None,
                       None, None, None, (), None)  # fmt: skip


@contextmanager
def served(script: str, *arguments: str, log: Path) -> Iterator[str]:
    """The address of a server that runs this script."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--", *arguments]
    with log.open("w") as written_to:
        process = subprocess.Popen(command, cwd=ROOT, stdout=written_to, stderr=written_to)
    address, end = f"http://127.0.0.1:{port}", monotonic() + 60
    try:
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                if monotonic() > end:
                    raise
                sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def share(values: list[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    cut = statistics.quantiles(values, n=20, method="inclusive")
    return {"p50": round(statistics.median(values), 1), "p95": round(cut[18], 1)}


def visit(browser: Browser, address: str, scrubs: int) -> dict[str, Any]:
    """First markers with an empty and a filled cache, and what scrubbing and clicking cost."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    firsts, noticed, panel, page, sent = [], [], [], None, list[int]()
    for _ in range(4):
        if page:
            page.close()
        page, sent = context.new_page(), []
        page.on("websocket", lambda ws, sent=sent: ws.on("framesent", lambda _: sent.append(1)))
        began = perf_counter()
        page.goto(address)
        page.frame_locator(f"iframe[title='{FRAME}']").locator(".counts b").first.wait_for(timeout=SECONDS * 1000)
        noticed.append(round(perf_counter() - began, 2))
        frame = page.query_selector(f"iframe[title='{FRAME}']").content_frame()
        frame.wait_for_function(PAINTED)
        firsts.append(round((frame.evaluate(PAINTED) - page.evaluate(BEGAN)) / 1000, 2))
        page.locator(".st-key-row-0").wait_for()
        panel.append(round(perf_counter() - began, 2))
    page.wait_for_timeout(1500)
    devtools = context.new_cdp_session(page)

    def heap() -> float:
        devtools.send("HeapProfiler.collectGarbage")
        return round(devtools.send("Runtime.getHeapUsage")["usedSize"] / 1e6, 1)

    frame.evaluate(SCRUB, 100)
    page.wait_for_timeout(900)
    still = frame.evaluate(STILL, min(scrubs, 300))
    before, frames = heap(), len(sent)
    scrub = frame.evaluate(SCRUB, scrubs)
    drag = frame.evaluate(DRAG, 300)
    words = len(sent) - frames
    page.wait_for_timeout(1000)
    after = heap()
    fetched = frame.evaluate(FETCHED)
    clicks = picked(page, frame)
    context.close()
    return {
        "first_markers_s": {"server_and_browser_cold": firsts[0], "warm": firsts[1:], "noticed_outside": noticed},
        "panel_s": {"server_and_browser_cold": panel[0], "warm": panel[1:]},
        "scrub_to_painted_ms": share(scrub["took"]),
        "nothing_to_painted_ms": share(still["took"]),
        "script_work_ms": share(scrub["work"]),
        "drag_frames_per_s": round(drag["fps"], 1),
        "drawings_in_300_frames": drag["drawings"],
        "websocket_frames_while_scrubbing": words,
        "click_to_quote_ms": share(clicks) if len(clicks) > 1 else None,
        "markers_drawn": scrub["circles"],
        "heap_mb_before_and_after": [before, after],
        "scrubs": scrubs,
        "cube_kb_compressed": round(fetched / 1e3, 1),
    }


def picked(page: Page, frame: Frame) -> list[float]:
    """Milliseconds from a click on a marker that holds one incident to its quote beside the map."""
    box, took = page.locator(f"iframe[title='{FRAME}']").bounding_box(), list[float]()
    for round_ in range(CLICKS):
        page.wait_for_timeout(400)
        spot = frame.evaluate(LONELY, round_)
        if not box or spot is None:
            continue
        had = page.evaluate(QUOTES)
        start = perf_counter()
        page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
        try:
            page.wait_for_function(CHANGED, arg=had, polling="raf", timeout=5000)
        except BrowserError:
            continue
        took.append((perf_counter() - start) * 1000)
    return took


def main() -> None:
    """Runs all sizes and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--store", type=Path, help="a store that is filled already, in the place of --sizes")
    parser.add_argument("--places", type=int, default=1200)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--scrubs", type=int, default=1500)
    parser.add_argument("--baselines", default="1000,10000", help="sizes at which folium is measured; none: ''")
    options = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("page: no Chromium here. Install one (apt-get install chromium) and run again.")
    figures: dict[str, Any] = {"places": options.places, "days": options.days, "load_before": os.getloadavg()[0]}
    figures |= {"sizes": {}, "streamlit_alone_s": None, "baselines": {}}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size in [str(options.store)] if options.store else map(int, options.sizes.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                if not (store := options.store):
                    store = Path(folder) / "store.sqlite"
                    fill(store, size, told=incidents(size, options.places, options.days), days=options.days)
                # by itself the page asks for news every ten seconds; the frames counted are those of the scrub
                began = perf_counter()
                with served(
                    "dashboard.py", "--store", str(store), "--refresh", "0", log=Path(folder) / "log"
                ) as address:
                    start = round(perf_counter() - began, 2)
                    figures["sizes"][size] = {"server_start_s": start} | visit(browser, address, options.scrubs)
            print(size, figures["sizes"][size], file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            figures["streamlit_alone_s"] = alone(browser, Path(folder))
        for size in map(int, filter(None, options.baselines.split(","))):
            with tempfile.TemporaryDirectory() as folder:
                told = list(incidents(size, options.places, options.days))
                figures["baselines"][size] = beside(browser, told, Path(folder), figures["sizes"].get(size))
        browser.close()
    json.dump(figures, sys.stdout, indent=2)
    print()


def alone(browser: Browser, folder: Path) -> dict[str, Any]:
    """When a page of Streamlit's that holds next to nothing stands: the floor under our first markers."""
    script, frame = folder / "alone.py", folder / "frame"
    frame.mkdir()
    script.write_text(page_baselines.ALONE)
    (frame / "index.html").write_text(page_baselines.COMPONENT)
    with served(str(script), str(frame), log=folder / "log") as address:
        return page_baselines.alone(browser, address, 3)


def beside(browser: Browser, told: list[Incident], folder: Path, ours: dict | None) -> dict[str, Any]:
    """The two baselines at one size, and how many times as long as ours they take."""
    held = page_baselines.scripts(folder)
    if held is None:
        return {"not measured": "npm, which the baselines' scripts come from, is not here or cannot be reached"}
    script, data = folder / "naive.py", folder / "rows.json"
    script.write_text(page_baselines.NAIVE.format(share=page_baselines.SHARE))
    data.write_text(page_baselines.rows(told, FIRST))
    with served(str(script), str(data), log=folder / "log") as address:
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        page_baselines.answer(context, held)
        rebuilt = page_baselines.naive(context.new_page(), address, 8)
        context.close()
    found = {
        "st_folium rebuilt on st.slider": rebuilt,
        "TimestampedGeoJson": page_baselines.timestamped(browser, told, held, folder, 40),
    }
    for each in found.values():
        each["scrub_to_painted_ms"] = share(each.pop("took"))
        if ours:
            each["times_ours"] = {
                name: round(each["scrub_to_painted_ms"][name] / ours["scrub_to_painted_ms"][name], 1)
                for name in ("p50", "p95")
            }
    return found


if __name__ == "__main__":
    main()
