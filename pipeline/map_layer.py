"""The map: a constant folium map that mounts our own script, and the folder from which the browser fetches the rest.

The only room that imports folium. What folium renders is rendered again as a Jinja template, so nothing but numbers and
our own file names may enter it: a quote with {{...}} would run on the server. Names of places and outlets travel in the
cube, a JSON file that the script fetches and shows as plain text.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import folium
import streamlit_folium
from branca.element import MacroElement
from folium.template import Template
from streamlit.components.v1 import declare_component

from pipeline import wording
from pipeline.browser import SCRIPTS, STYLES, sources
from pipeline.timeline import written

FRAME = "streamlit_folium.st_folium"  # title of the frame, for style sheets and tests
KEPT_SECONDS = 7 * 86_400.0  # a page left open may still ask for its older cube
_ROUTE = "../pipeline.map_layer.web/"  # relative to the frame, so that it survives a base path


class _Mount(MacroElement):
    """Constant script, hence a constant key: st_folium never remounts the frame."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "mountSituation({{ this._parent.get_name() }}, {{ this.config|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, assets: str, tiles: str | None, language: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self._name = "Mount"
        self.config = {"assets": assets, "data": _ROUTE, "tiles": tiles, "language": language}


class _Command(MacroElement):
    """What Python tells the map: numbers, and the name of a cube."""

    _template = Template("{% macro script(this, kwargs) %}situationCommand({{ this.command|tojson }});{% endmacro %}")

    def __init__(self, command: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self._name = "Command"
        self.command = _numbers(command)


@cache
def assets(web: Path) -> str:
    """Name of the folder under web that holds the scripts, styles, base map and fonts, copied there if need be.

    The name is the hash of the content, because the route is served with a long life in the browser's cache.
    """
    files = dict(sources())
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    folder = web / f"assets-{digest.hexdigest()[:12]}"
    for name, content in files.items():
        _write(folder / name, content)
    return folder.name


def publish(said: Mapping[str, Any], web: Path) -> str:
    """Name of the file under web that holds a cube, or the rows of one, written if it is new.

    Those older than a week are removed.
    """
    name, text = written(said)
    target = web / name
    _write(target, text.encode())
    for other in web.glob("*-*.json"):
        if other != target and time.time() - other.stat().st_mtime > KEPT_SECONDS:
            other.unlink(missing_ok=True)
    return name


def draw(
    command: Mapping[str, Any],
    web: Path,
    *,
    key: str,
    height: int,
    tiles: Mapping[str, Any] | None = None,
    on_change: Callable[[], None] | None = None,
) -> Mapping[str, Any]:
    """What the map last said; empty before it says anything. Whatever a browser sends comes back: check all of it.

    `tiles` is a background of the user's own, as `pipeline.tiles` tells it; the same at every run of one server.
    """
    _serve(web)
    for name in (command.get("cube"), command.get("rows")):
        if name and (web / name).exists():
            os.utime(web / name)  # a week from now it may go, not before
    said = streamlit_folium.st_folium(
        situation_map(assets(web), _background(tiles, web), wording.language()),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=folium.FeatureGroup(control=False).add_child(_Command(command)),
        on_change=on_change,
    )
    return said if isinstance(said, Mapping) else {}


def situation_map(folder: str, tiles: str | None = None, language: str = "en") -> folium.Map:
    """The folium map, the same for every situation of a language, with no address outside our own server."""
    base = f"{_ROUTE}{folder}/"

    class OfflineMap(folium.Map):
        default_js = [(name, base + name) for name in SCRIPTS]  # noqa: RUF012  folium's own way
        default_css = [(name, base + name) for name in STYLES]  # noqa: RUF012

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
    drawn.add_child(_Mount(base, tiles, language))
    return drawn


def _background(tiles: Mapping[str, Any] | None, web: Path) -> str | None:
    """Name of the file under web that tells of the background: an address has no business in folium."""
    if tiles is None:
        return None
    said = json.dumps(dict(tiles)).encode()
    name = f"tiles-{hashlib.sha256(said).hexdigest()[:12]}.json"
    _write(web / name, said)
    return name


def _serve(web: Path) -> None:
    declare_component("web", path=str(web.resolve()))


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all: two servers may share the folder, and a browser may be reading."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(target)


def _numbers(value: Any) -> Any:
    """The value, if it is made of numbers, None and our own names only. Raises ValueError on any other text."""
    if isinstance(value, Mapping):
        return {name: _numbers(item) for name, item in value.items() if name.isidentifier()}
    if isinstance(value, list | tuple):
        return [_numbers(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str) and re.fullmatch(r"(?:(?:cube|rows)-)?[0-9A-Za-z]+(?:\.json)?", value):
        return value
    raise ValueError(f"found {value!r} in a command to the map; allowed are numbers and the name of a cube")
