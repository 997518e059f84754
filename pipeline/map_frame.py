"""What streamlit-folium sends to the browser for our map. It never changes, so folium renders it once and it is kept.

The only room that imports folium, and it does so only where nothing is kept yet: bringing it in takes a second, for
which the first reader after a start would wait. What folium renders is rendered again as a Jinja template, so nothing
but numbers and our own file names may enter it: a quote with {{...}} would run on the server.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

ROUTE = "../pipeline.map_layer.web/"  # relative to the frame, so that it survives a base path
SPOT = "271828182845"  # stands in the rendered command where each run's own is put
_KEPT = Path(__file__).resolve().parent.parent / "var" / "frames"
_ONE = Lock()  # renders at a time: the first reader may come while the server still gets ready
_MAKERS = ("folium", "branca", "streamlit-folium")


def frontend() -> Path:
    """The folder of streamlit-folium's own page, which the frame loads. The package is not imported."""
    spec = find_spec("streamlit_folium")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("streamlit_folium is not installed; run pip install -r requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "frontend" / "build"


@cache
def frame(folder: str, tiles: str | None, language: str, kept: Path = _KEPT) -> Mapping[str, Any]:
    """The arguments of streamlit-folium's component; in "feature_group", the command's place is marked by SPOT.

    Another map has another key, and is mounted anew: that of another language, or of other scripts. Nothing else is.

    folder: of the assets, under the route of the map's files; tiles: name of the file there that tells of a background.
    """
    makers = [*map(version, _MAKERS), hashlib.sha256(Path(__file__).read_bytes()).hexdigest()]
    digest = hashlib.sha256(json.dumps([makers, folder, tiles, language]).encode()).hexdigest()
    target = kept / f"frame-{digest[:16]}.json"
    with _ONE:
        with suppress(OSError, ValueError):
            return dict(json.loads(target.read_bytes()))
        made = _rendered(folder, tiles, language) | {"key": f"map-{digest[:12]}"}
        with suppress(OSError):  # a folder that can't be written to costs a second at each start
            kept.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{target.name}.{os.getpid()}.part")
            part.write_text(json.dumps(made))
            part.replace(target)
        return made


def _rendered(folder: str, tiles: str | None, language: str) -> dict[str, Any]:
    import folium
    import streamlit_folium
    from branca.element import MacroElement
    from folium.template import Template

    base = f"{ROUTE}{folder}/"

    class OfflineMap(folium.Map):
        default_js = [("frame", base + "frame.js")]  # noqa: RUF012  folium's own way
        default_css = [("frame", base + "frame.css")]  # noqa: RUF012

    def said(script: str, **fields: Any) -> MacroElement:
        element = MacroElement()  # type: ignore[no-untyped-call]  # branca has no types
        element._template = Template(f"{{% macro script(this, kwargs) %}}{script}{{% endmacro %}}")
        element.__dict__ |= fields
        return element

    drawn = OfflineMap(
        location=[48.6, 31.3],
        zoom_start=6,
        tiles=None,
        min_zoom=3,
        max_zoom=14,
        zoom_snap=0.5,
        wheel_px_per_zoom_level=90,
        world_copy_jump=True,
    )
    drawn._name = "Map"  # a subclass would be named after itself, and st_folium looks for "map"
    config = {"assets": base, "data": ROUTE, "tiles": tiles, "language": language}
    mount = "mountSituation({{ this._parent.get_name() }}, {{ this.config|tojson }});"
    drawn.add_child(said(mount, config=config))
    command = said(f"situationCommand({SPOT});")
    component = streamlit_folium._component_func
    try:
        streamlit_folium._component_func = dict  # hands back what the browser would be sent
        made = streamlit_folium.st_folium(
            drawn,
            key="map",
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=folium.FeatureGroup(control=False).add_child(command),
        )
    finally:
        streamlit_folium._component_func = component
    return {name: value for name, value in made.items() if name not in ("on_change", "key", "height")}
