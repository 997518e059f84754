"""What folium gives without us, measured on the same made-up incidents.

That is the map rebuilt for each move of `st.slider`, and `TimestampedGeoJson`, whose slider runs in the browser. What
folium takes from the net comes from npm packages (`npm pack`) and XStatic, and stands in at the same addresses.
"""

import datetime as dt
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

import folium
from folium.plugins import TimestampedGeoJson
from playwright.sync_api import Browser, BrowserContext, ElementHandle, Page, Route
from playwright.sync_api import Error as BrowserError
from xstatic.pkg import leaflet

from pipeline.models import Incident

PACKAGES = ("leaflet-timedimension@1.1.1", "jquery@3.7.1", "jquery-ui-dist@1.13.3", "iso8601-js-period@0.2.1",
            "moment@2.30.1")  # fmt: skip
SHARE = 3  # of the days, shown at once: a third, as in notes on the prototypes
# Each move is told apart by the class of its markers. Rebuilt as a beginner would: new map, every marker, again.
NAIVE = """
import json, sys
import folium, streamlit as st
from streamlit_folium import st_folium
rows, days = json.loads(open(sys.argv[1]).read())
lo, hi = st.slider("Days", 0, days - 1, (0, days // {share}))
drawn = folium.Map(location=[48.6, 31.3], zoom_start=6, tiles=None, prefer_canvas=False)
for lat, lng, day in rows:
    if lo <= day <= hi:
        folium.CircleMarker([lat, lng], radius=5, class_name=f"at{{lo}}-{{hi}}").add_to(drawn)
st_folium(drawn, key="map", height=600, use_container_width=True, returned_objects=[])
"""
# Streamlit with nothing of ours: a line of text, and below it a component of one line, which is told what to show.
ALONE = """
import sys
import streamlit as st
from streamlit.components.v1 import declare_component
st.write("A line of text.")
declare_component("alone", path=sys.argv[1])(words="A line of a component.", key="alone")
"""
COMPONENT = """<!doctype html><b></b><script>
window.addEventListener("message", ({ data }) => {
  if (data.type !== "streamlit:render") return;
  document.querySelector("b").textContent = data.args.words;
  requestAnimationFrame(() => setTimeout(() => { window.painted = performance.timeOrigin + performance.now(); }));
});
const say = (type, more) =>
  window.parent.postMessage({ isStreamlitMessage: true, type: "streamlit:" + type, ...more }, "*");
say("componentReady", { apiVersion: 1 });
say("setFrameHeight", { height: 40 });
</script>"""
STEP = """async (steps) => {
  const map = Object.values(window).find((one) => one && one.timeDimension && one.getZoom);
  const time = map.timeDimension, took = [];
  const painted = () => new Promise((done) => requestAnimationFrame(() => { const c = new MessageChannel();
    c.port1.onmessage = () => done(); c.port2.postMessage(0); }));
  const count = time.getAvailableTimes().length;
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    time.setCurrentTimeIndex((i * 7) % count);
    await painted();
    took.push(performance.now() - start);
  }
  return took;
}"""


def scripts(folder: Path) -> dict[str, bytes] | None:
    """What folium's pages ask the net for, by file name; None where npm cannot be reached."""
    npm = shutil.which("npm")
    if npm is None or subprocess.run([npm, "pack", "--silent", *PACKAGES], cwd=folder, capture_output=True).returncode:
        return None
    held = {}
    for archive in folder.glob("*.tgz"):
        with tarfile.open(archive) as packed:
            for member in packed.getmembers():
                name = Path(member.name).name.replace("iso8601.js", "iso8601.min.js")  # the net makes it shorter
                if name.endswith((".min.js", ".css")) and (file := packed.extractfile(member)):
                    held.setdefault(name, file.read())
    library = Path(next(iter(leaflet.__path__))) / "data"
    return held | {name: (library / name).read_bytes() for name in ("leaflet.js", "leaflet.css")}


def answer(context: BrowserContext, held: dict[str, bytes]) -> None:
    """Has the held files stand in for the net; whatever else is asked for outside is empty."""

    def outside(route: Route) -> None:
        name = route.request.url.split("/")[-1].replace("jquery-3.7.1", "jquery")
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        route.fulfill(body=held.get(name, b""), content_type=kind)

    context.route(lambda url: not url.startswith(("http://127.0.0.1", "data:", "blob:", "file:")), outside)


def alone(browser: Browser, address: str, visits: int) -> dict[str, Any]:
    """Seconds to the component of the page above, painted, in a new browser and then with its cache filled.

    No page of Streamlit's stands sooner: what ours takes more is ours.
    """
    context, took = browser.new_context(viewport={"width": 1400, "height": 900}), []
    for _ in range(1 + visits):
        page = context.new_page()
        page.goto(address)
        page.frame_locator("iframe[title$='alone']").get_by_text("A line of a component.").wait_for(timeout=60_000)
        frame = next(frame for frame in page.frames if ".alone/" in frame.url)
        painted = frame.wait_for_function("() => window.painted").json_value()
        took.append(round((painted - page.evaluate("() => performance.timeOrigin")) / 1000, 2))
        page.close()
    context.close()
    return {"server_and_browser_cold": took[0], "warm": took[1:]}


def standing(page: Page, selector: str) -> ElementHandle:
    """The first such element of any of folium's frames: the one before stays for a while beside the one rebuilt.

    Raises TimeoutError where there is none within two minutes.
    """
    end = perf_counter() + 120
    while perf_counter() < end:
        for frame in page.frames:
            with suppress(BrowserError):  # a frame that goes while it is asked
                if "st_folium" in frame.url and (found := frame.query_selector(selector)):
                    return found
        page.wait_for_timeout(4)
    raise TimeoutError(f"nothing is drawn that is {selector}")


def naive(page: Page, address: str, moves: int) -> dict[str, Any]:
    """First markers, and what each move of the slider by an arrow key costs until its markers stand."""
    began = perf_counter()
    page.goto(address)
    handle = page.locator("[data-testid='stSlider'] input[type=range]").last
    drawn = standing(page, "path[class*='at']")
    first, took = perf_counter() - began, []
    for _ in range(moves):
        held = drawn.get_attribute("class") or ""
        now = next(name for name in held.split() if name.startswith("at"))
        lo, hi = map(int, now.removeprefix("at").split("-"))
        start = perf_counter()
        handle.press("ArrowRight")
        drawn = standing(page, f"path.at{lo}-{hi + 1}")
        took.append((perf_counter() - start) * 1000)
    return {"first_markers_s": round(first, 2), "took": took}


def timestamped(browser: Browser, told: Iterable[Incident], held: dict[str, bytes], folder: Path, moves: int) -> dict:
    """The same of folium's TimestampedGeoJson, saved as a page of its own."""
    drawn = folium.Map(location=[48.6, 31.3], zoom_start=6, tiles=None)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.location.longitude, one.location.latitude]},
            "properties": {"times": [one.when.first.isoformat()], "icon": "circle", "iconstyle": {"radius": 5}},
        }
        for one in told
        if one.location
    ]
    days = len({feature["properties"]["times"][0] for feature in features})
    TimestampedGeoJson(
        {"type": "FeatureCollection", "features": features}, period="P1D", duration=f"P{days // SHARE}D",
        auto_play=False, add_last_point=False,
    ).add_to(drawn)  # fmt: skip
    file = folder / "timestamped.html"
    drawn.save(str(file))
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    answer(context, held)
    page = context.new_page()
    began = perf_counter()
    page.goto(file.as_uri())
    page.locator("path.leaflet-interactive").first.wait_for(timeout=60_000, state="attached")
    first = perf_counter() - began
    took = page.evaluate(STEP, moves)
    context.close()
    return {"first_markers_s": round(first, 2), "took": took, "page_kb": round(file.stat().st_size / 1e3, 1)}


def rows(told: Iterable[Incident], first: dt.date) -> str:
    """Latitude, longitude and day of each incident, and how many days there are, as JSON."""
    found = [
        (round(one.location.latitude, 5), round(one.location.longitude, 5), (one.when.first - first).days)
        for one in told
        if one.location
    ]
    return json.dumps([found, max(day for *_, day in found) + 1])
