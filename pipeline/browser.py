"""What runs in the browser: Leaflet, our script and styles, the base map, typefaces; files to be served or inlined."""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from xstatic.pkg import leaflet

from pipeline.wording import LANGUAGES, table

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = ("leaflet.js", "situation.js")
# situation.js is these in a row.
PARTS = (
    "dom.js",
    "words.js",
    "calendar.js",
    "cube.js",
    "coverage.js",
    "symbols.js",
    "raster.js",
    "stamps.js",
    "histogram.js",
    "player.js",
    "pointing.js",
    "timebar.js",
    "panel.js",
    "news.js",
    "found.js",
    "base.js",
    "ground.js",
    "arrows.js",
    "hint.js",
    "tiles.js",
    "sheet.js",
    "marks.js",
    "png.js",
    "map.js",
)
EARLY = "early.js"  # begins the map in the page itself; see page/early.py
FRONT = "front.js"  # holds Streamlit's front end back meanwhile
HOST = "host.js"  # speaks for the map in the frame that is begun so
STYLES = ("leaflet.css", "map.css")
BUNDLES = {
    "frame.js": (*SCRIPTS, HOST),
    "frame.css": STYLES,
}  # the same once more, each kind in one file: one trip for the frame
# The frame wears the page's typefaces, which Streamlit brings. Without them it falls back to the system's.
FONTS = {"sans": "SourceSansVF-Upright", "serif": "SourceSerifVariable-Roman"}


def sources() -> Iterator[tuple[str, bytes]]:
    """Name and content of every file, as the scripts and styles ask for them: "situation.js", "base/land.json"."""
    library = Path(next(iter(leaflet.__path__))) / "data"
    yield from ((name, (library / name).read_bytes()) for name in ("leaflet.js", "leaflet.css"))
    yield "situation.js", b"\n".join((ASSETS / name).read_bytes() for name in PARTS)
    yield HOST, (ASSETS / HOST).read_bytes()
    for language in LANGUAGES:
        if language != "en":
            yield f"words-{language}.json", json.dumps(table(language), ensure_ascii=False).encode()
    yield "map.css", (ASSETS / "map.css").read_bytes()
    yield from ((f"base/{path.name}", path.read_bytes()) for path in sorted((ASSETS / "base").glob("*.json")))
    for ours in FONTS:
        if found := font(ours):
            yield f"fonts/{ours}.woff2", found


def font(name: str) -> bytes | None:
    """One of the typefaces, "sans" or "serif"; None where Streamlit does not bring it. Streamlit is not imported."""
    spec = find_spec("streamlit")
    if spec is None or spec.origin is None:
        return None
    media = Path(spec.origin).parent / "static" / "static" / "media"
    found = sorted(media.glob(f"{FONTS[name]}*.woff2"))
    return found[0].read_bytes() if found else None
