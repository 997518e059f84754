"""The map: the frame that mounts our own script, the commands it is given, and the folder from which browsers fetch.

Names of places and outlets travel in the cube, a JSON file that the script fetches and shows as plain text; commands
hold numbers and our own file names only.
"""

import hashlib
import json
import os
import re
import time
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.components.v1.custom_component import CustomComponent

from pipeline import wording
from pipeline.browser import BUNDLES, sources
from pipeline.map_frame import SPOT, frame, frontend
from pipeline.timeline import written

FRAME = "pipeline.map_layer.st_folium"  # title of the frame, for style sheets and tests
KEPT_SECONDS = 7 * 86_400.0  # a page left open may still ask for its older cube


@cache
def assets(web: Path) -> str:
    """Name of the folder under web that holds the scripts, styles, base map and fonts, copied there if need be.

    The name is the hash of the content, because the route is served with a long life in the browser's cache.
    """
    files = dict(sources())
    # st_folium fetches scripts one after another, and each trip delays the first marker
    files |= {name: b"\n".join(files[part] for part in parts) for name, parts in BUNDLES.items()}
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
    _write(web / f"{name}.gz", squeezed(text.encode()))
    for other in web.glob("*-*.json*"):
        if not other.name.startswith(name) and time.time() - other.stat().st_mtime > KEPT_SECONDS:
            other.unlink(missing_ok=True)
    return name


def squeezed(content: bytes) -> bytes:
    """The content as gzip, once and thoroughly; the server would do it for each reader, and leave a tenth more.

    Small blocks suit columns of numbers: each gets Huffman codes of its own.
    """
    packer = zlib.compressobj(9, wbits=31, memLevel=5, strategy=zlib.Z_FILTERED)
    return packer.compress(content) + packer.flush()


def said(web: Path, tiles: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """What the map last said; empty before it says anything. Whatever a browser sends comes back: check all of it."""
    told = st.session_state.get(drawn(web, tiles)["key"])
    return told if isinstance(told, Mapping) else {}


def draw(command: Mapping[str, Any], web: Path, *, height: int, tiles: Mapping[str, Any] | None = None) -> None:
    """Draws the map, or tells the one that is drawn what to show.

    `tiles` is a background of the user's own, as `pipeline.tiles` tells it; the same at every run of one server.
    """
    for name in (command.get("cube"), command.get("rows")):
        for kept in web.glob(f"{name}*") if name else ():
            os.utime(kept)  # a week from now it may go, not before
    _component(web)(**commanded(drawn(web, tiles), command), height=height)


def drawn(web: Path, tiles: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """The frame of the map in the reader's language, its files in place."""
    return frame(assets(web), _background(tiles, web), wording.language())


def commanded(frame: Mapping[str, Any], command: Mapping[str, Any]) -> dict[str, Any]:
    """The frame with that command in it. Raises ValueError where the command holds any words but our own names."""
    return {**frame, "feature_group": frame["feature_group"].replace(SPOT, json.dumps(_numbers(command)))}


def _background(tiles: Mapping[str, Any] | None, web: Path) -> str | None:
    """Name of the file under web that tells of the background: an address has no business in folium."""
    if tiles is None:
        return None
    said = json.dumps(dict(tiles)).encode()
    name = f"tiles-{hashlib.sha256(said).hexdigest()[:12]}.json"
    _write(web / name, said)
    return name


def answer(web: Path) -> None:
    """Has the server answer for the map's files before it has drawn any page; does nothing where no server runs."""
    if runtime.exists():
        _component(web)


@cache
def _component(web: Path) -> CustomComponent:
    """The map's frame. By its own way Streamlit would serve neither it nor the map's files before a page is drawn."""
    folders = {"web": web.resolve(), "st_folium": frontend()}
    made = [
        CustomComponent(f"{__name__}.{name}", path=str(path), module_name=__name__) for name, path in folders.items()
    ]
    for each in made:
        runtime.get_instance().component_registry.register_component(each)
    return made[-1]


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
