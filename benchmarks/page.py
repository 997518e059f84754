"""How fast the page is: first markers, slider moved to markers painted, frames a second, websocket frames, memory.

    python benchmarks/page.py [--sizes 1000,10000,100000] [--places 1200]

Writes JSON to standard output. Incidents are made up; a headless Chromium without a graphics card draws them.
"""

import argparse
import datetime as dt
import gzip
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
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.kinds import kinds  # noqa: E402
from pipeline.map_layer import FRAME  # noqa: E402
from pipeline.models import Article, Extraction, Incident, Location, Report, Situation, When  # noqa: E402
from pipeline.store import Store  # noqa: E402
from pipeline.timeline import STATUSES, cube, timeline, written  # noqa: E402

FIRST, DAYS, SECONDS = dt.date(2022, 2, 24), 300, 300
SCRUBS = 400
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


def situation(size: int, places: int) -> tuple[Article, Situation]:
    """An article, and as many incidents at places of very unequal share, as wars have them."""
    chance = random.Random(size)
    article = Article("made-up.txt", "Made up.", 0, FIRST, "0" * 64)
    where = [
        Location(f"p:{n}", f"Place {n}", chance.uniform(44.5, 52.2), chance.uniform(22.5, 39.8), "UA", None,
                 "settlement", 5.0, "sentence", f"Place {n}")
        for n in range(places)
    ]  # fmt: skip
    share = [1 / (n + 3) for n in range(places)]
    table = list(kinds())
    outlets = [f"Outlet {n}" for n in range(12)]
    made = []
    for number, place in enumerate(chance.choices(where, share, k=size)):
        first = FIRST + dt.timedelta(days=chance.randrange(DAYS))
        last = first + dt.timedelta(days=chance.choice([0] * 19 + [6]))
        precision = "range" if last > first else chance.choice(["day", "day", "assumed"])  # as in the samples
        report = Report("made-up.txt", "0" * 64, chance.choice(outlets), FIRST, "Made up.", 0, 8, "up", None,
                        "unknown", "states")  # fmt: skip
        made.append(
            Incident(f"{number:016x}", chance.choice(table), f"Incident {number}",
                     When(first, last, precision, "stated", None), place, None, (report,),
                     chance.choices(STATUSES, (4, 6, 2, 1, 1))[0], "made up", False, None, None, None, None, None, (),
                     None)
        )  # fmt: skip
    return article, Situation(tuple(made), ())


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The address of a server on that store."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), "--", "--store"]
    with (store.parent / "log").open("w") as log:
        process = subprocess.Popen([*command, str(store)], cwd=ROOT, stdout=log, stderr=log)
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
    cut = statistics.quantiles(values, n=20)
    return {"p50": round(statistics.median(values), 1), "p95": round(cut[18], 1)}


def visit(browser: Browser, address: str) -> dict[str, Any]:
    """First markers with an empty and a filled cache, and what scrubbing costs."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    firsts = []
    for _ in range(3):
        page, sent = context.new_page(), []
        page.on("websocket", lambda ws, sent=sent: ws.on("framesent", lambda _: sent.append(1)))
        began = perf_counter()
        page.goto(address)
        page.frame_locator(f"iframe[title='{FRAME}']").locator(".counts b").first.wait_for(timeout=SECONDS * 1000)
        firsts.append(round(perf_counter() - began, 2))
        if len(firsts) < 3:
            page.close()
    page.wait_for_timeout(1500)
    frame = next(frame for frame in page.frames if "st_folium" in frame.url)
    devtools = context.new_cdp_session(page)

    def heap() -> float:
        devtools.send("HeapProfiler.collectGarbage")
        return round(devtools.send("Runtime.getHeapUsage")["usedSize"] / 1e6, 1)

    frame.evaluate(SCRUB, 20)
    page.wait_for_timeout(900)
    before, frames = heap(), len(sent)
    scrub = frame.evaluate(SCRUB, SCRUBS)
    drag = frame.evaluate(DRAG, 300)
    words = len(sent) - frames
    page.wait_for_timeout(1000)
    after = heap()
    context.close()
    return {
        "first_markers_s": {"server_and_browser_cold": firsts[0], "warm": firsts[1:]},
        "scrub_to_painted_ms": share(scrub["took"]),
        "script_work_ms": share(scrub["work"]),
        "drag_frames_per_s": round(drag["fps"], 1),
        "drawings_in_300_frames": drag["drawings"],
        "websocket_frames_while_scrubbing": words,
        "markers_drawn": scrub["circles"],
        "heap_mb_before_and_after": [before, after],
    }


def main() -> None:
    """Runs all sizes and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--places", type=int, default=1200)
    options = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("page: no Chromium here. Install one (apt-get install chromium) and run again.")
    figures: dict[str, Any] = {"places": options.places, "days": DAYS, "load_before": os.getloadavg()[0], "sizes": {}}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size in map(int, options.sizes.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                article, made = situation(size, options.places)
                store = Path(folder) / "store.sqlite"
                with Store.open(store) as opened:
                    opened.save([article], [Extraction(article.sha256, (), ())], made, "bench")
                began = perf_counter()
                text = written(cube(timeline(made.incidents, kinds()), kinds()))[1].encode()
                counted = perf_counter() - began
                with served(store) as address:
                    figures["sizes"][size] = {
                        **visit(browser, address),
                        "cube_kb": round(len(text) / 1e3, 1),
                        "cube_gzip_kb": round(len(gzip.compress(text)) / 1e3, 1),
                        "cube_made_s": round(counted, 2),
                    }
        browser.close()
    json.dump(figures, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
