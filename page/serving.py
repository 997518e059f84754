"""What the server does beside drawing: it gets ready at its start, and tells browsers what to keep and fetch ahead."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import Any

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from page import ahead

# Each name holds the hash of the content. Streamlit lets browsers keep them, but not for how long, so they ask again.
_HASHED = re.compile(
    r"/component/pipeline\.map_layer\."
    r"(?:web/(?:assets-[0-9a-f]{12}/|(?P<counts>cube|rows)-[0-9a-f]{16}\.json$)|st_folium/static/js/main\.[0-9a-f]{8}\.js$)"
)
# Seconds that a thread at work keeps the others waiting. By Python's own measure, the hundred files that a first visit
# asks for would each wait several times for whatever gets ready or draws meanwhile.
_TURN = 0.001
_PATIENCE = 20.0  # seconds that the server waits to be ready; a store that takes longer is read while it answers
KEEP = "private, max-age=31536000, immutable"  # by the reader's browser only: the counts may not be for everybody


class Lasting:
    """ASGI middleware that has browsers keep what is served under the hash of its content, and fetch the map ahead.

    Counts lie packed beside their file (`map_layer.squeezed`), and are served so to browsers that take it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and the answer back."""

        lasting = _HASHED.search(scope["path"]) if scope["type"] == "http" else None
        packed = bool(lasting and lasting["counts"]) and "gzip" in Headers(scope=scope).get("accept-encoding", "")

        async def kept(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                headers = MutableHeaders(scope=message)
                if told := ahead.link(scope["path"]):
                    headers["Link"] = told
                if lasting and message["status"] == 200:
                    headers["Cache-Control"] = KEEP
                    if packed:
                        headers["Content-Encoding"], headers["Content-Type"] = "gzip", "application/json"
                        headers["Vary"] = "Accept-Encoding"
            await send(message)

        if packed:  # as it lies there: nothing packs it again
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "path": f"{scope['path']}.gz", "headers": plain}
        await self.app(scope, receive, kept if scope["type"] == "http" else send)


class Early:
    """ASGI middleware that puts the map's beginning into the page's HTML."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and the answer back."""
        asked = scope["type"] == "http" and scope["method"] == "GET" and _is_page(scope["path"])
        added = _beginning(scope) if asked else None
        if added is None:
            await self.app(scope, receive, send)
            return
        start: Message = {}
        parts: list[bytes] = []

        async def kept(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            html = _begun(b"".join(parts), added)
            headers = MutableHeaders(scope=start)
            headers["Content-Length"] = str(len(html))
            for name in ("etag", "last-modified"):  # another visit may be told of other counts
                del headers[name]
            await send(start)
            await send({"type": "http.response.body", "body": html})

        whole = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
        plain = [(name, value) for name, value in scope["headers"] if name not in whole]
        await self.app({**scope, "headers": plain, "extensions": {}}, receive, kept)


def _beginning(scope: Scope) -> bytes | None:
    from page import early  # and with it all that draws the page, which is brought in while the server gets ready

    return early.beginning(scope)


def _begun(html: bytes, beginning: bytes) -> bytes:
    from page import early

    return early.begun(html, beginning)


def _is_page(path: str) -> bool:
    return path.strip("/") == (st.get_option("server.baseUrlPath") or "").strip("/")


@asynccontextmanager
async def ready(_: Any) -> AsyncIterator[None]:
    """Gets ready before the first browser is answered: beside it, both would take longer than one after the other."""
    sys.setswitchinterval(_TURN)
    getting = Thread(target=get_ready, name="get-ready", daemon=True)
    getting.start()
    await asyncio.to_thread(getting.join, _PATIENCE)
    yield


def get_ready() -> None:
    """Imports what draws the page, and reads the store. What is wrong with that is told to the reader, not here."""
    from gazetteer.errors import GazetteerError
    from page import data, early, main  # noqa: F401  the page's HTML asks for early
    from pipeline.errors import SituationMapError

    with suppress(SituationMapError, GazetteerError):
        data.read_ahead(main.settings())
