"""The map, begun by the page's own HTML: a browser needs longer for Streamlit's front end than for all of the map.

The HTML tells the browser what the first run of page/main.py would tell the map, and names the script that mounts it;
assets/early.js has the rest. An address for which that takes more than the counts (a search, an open incident) and a
map that is not for everybody are left to Streamlit alone.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope

from page.access import open_to_all
from page.data import Shown, background, latest, settings
from page.desk import laid_out
from page.telling import HEIGHT, STANDS, command
from pipeline import address, map_layer
from pipeline.browser import ASSETS, EARLY, FRONT
from pipeline.map_frame import ROUTE
from pipeline.settings import Settings
from pipeline.wording import LANGUAGES, spoken

# Where page.css will have the map, so that it need not move: 2.55 of 3.55 parts, less half the gap between the two.
PLACE = (
    "left:1.4rem;top:3.3rem;width:calc((100vw - 2.8rem) * 2.55 / 3.55 - 1rem);"
    "height:calc(100dvh - 4.6rem);min-height:560px"
)
_HEAD = b"<head>"  # what begins the map stands before Streamlit's style sheet, for which scripts would wait
# Its script, and the modules that this needs: a browser fetches and reads whatever it finds outside of a template.
_FRONT = re.compile(rb'<script type="module"[^>]*></script>(?:\s*<link rel="modulepreload"[^>]*>)*')
_SOON = 10  # seconds from the first markers to Streamlit's first question; a later visit tells for itself
_PATH = "./component/pipeline.map_layer."  # seen from the page
# Streamlit's names, and how its front end calls them where it speaks to a component.
_THEME = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor")
_FONT = '"Source Sans", sans-serif'


def beginning(scope: Scope) -> bytes | None:
    """What is added to the page's HTML for this request; None where the map is left to Streamlit."""
    now = latest()
    if now is None or not open_to_all():
        return None
    params = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    asked = (params.get("lang") or [""])[-1]
    first = Headers(scope=scope).get("accept-language", "en")[:2]
    language = next((each for each in (asked, first) if each in LANGUAGES), "en")
    use = settings()
    said = told(use, now, params, language)
    if said is None:
        return None
    data = json.dumps(said).replace("<", "\\u003c")
    return f'<script type="application/json" id="early">{data}</script><script>{_script(EARLY)}</script>'.encode()


def begun(html: bytes, beginning: bytes) -> bytes:
    """The page's HTML with what begins the map, and with Streamlit's front end held back for it.

    An HTML in which the front end is not found keeps it as it is: the map begins beside it.
    """
    held = _FRONT.sub(lambda found: b'<template id="front">%b</template>' % found[0] + _let_go(), html, count=1)
    return held.replace(_HEAD, _HEAD + beginning, 1)


def _let_go() -> bytes:
    return f"<script>{_script(FRONT)}</script>".encode()


@cache
def _script(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _html(frame: Mapping[str, Any], cube: str) -> str:
    """What streamlit-folium's own page would be with the map's files in it, and what is to be fetched meanwhile.

    {base} stands where the frame's address goes.
    """
    (script,), (style,) = frame["js_links"], frame["css_links"]
    font = style.replace("frame.css", "fonts/sans.woff2")
    counts = f"fetch({json.dumps(ROUTE + cube)}).then((answer) => answer.ok ? answer.json() : null).catch(() => null)"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><base href="{base}">'
        f'<link rel="preload" as="script" href="{script}">'
        f"<script>situationCounts = {{ file: {json.dumps(cube)}, json: {counts} }};</script>"
        f'<link rel="stylesheet" href="{style}">'  # not sooner: a script would wait for it
        f'<link rel="preload" as="font" crossorigin href="{font}">{frame["header"]}'
        "<style>#parent > :first-child { width: 100%; }</style></head><body>"
        '<div id="root"><div id="parent"><div class="float-child"><div id="map_div"></div></div></div></div>'
        f'<script src="{script}"></script></body></html>'
    )


def told(use: Settings, now: Shown, params: Mapping[str, list[str]], language: str) -> dict[str, Any] | None:
    """What early.js is told; numbers and our own names only. None where the first run has more to find out."""
    known = {name for name in params if name != "lang"}
    mine = laid_out({name: params[name] for name in known}, now)
    view = mine.view
    alone = view == address.View(
        window=view.window, mode=view.mode, centre=view.centre, bars=view.bars, step=view.step, speed=view.speed
    )
    if not alone or any(name.startswith("embed") for name in known) or background(use) != (None, None):
        return None
    with spoken(language):
        frame = map_layer.drawn(use.web)
    return {
        "args": {**map_layer.commanded(frame, command(use, mine, now)), "height": HEIGHT},
        "html": _html(frame, now.cube),
        "base": f"{_PATH}st_folium/",
        "title": map_layer.FRAME,
        "place": PLACE,
        "stands": f"{STANDS}=1; max-age={_SOON}; samesite=strict",
        "language": language,
        "languages": list(LANGUAGES),
        "themes": {
            kind: {name: st.get_option(f"theme.{kind}.{name}") for name in _THEME} | {"font": _FONT}
            for kind in ("light", "dark")
        },
    }
