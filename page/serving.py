"""What the server does beside drawing: it gets ready at its start, and lets browsers keep what never changes."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Each name holds the hash of the content. Streamlit lets browsers keep them, but not for how long, so they ask again.
_HASHED = re.compile(
    r"/component/pipeline\.map_layer\."
    r"(?:web/(?:assets-[0-9a-f]{12}/|(?:cube|rows)-[0-9a-f]{16}\.json$)|st_folium/static/js/main\.[0-9a-f]{8}\.js$)"
)
KEEP = "private, max-age=31536000, immutable"  # by the reader's browser only: the counts may not be for everybody


class Lasting:
    """ASGI middleware that has browsers keep what is served under the hash of its content."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and the answer back."""

        async def kept(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                MutableHeaders(scope=message)["Cache-Control"] = KEEP
            await send(message)

        lasting = scope["type"] == "http" and _HASHED.search(scope["path"])
        await self.app(scope, receive, kept if lasting else send)


@asynccontextmanager
async def ready(_: Any) -> AsyncIterator[None]:
    """Gets ready beside the server, which answers meanwhile: the first browser has Streamlit's own scripts to load."""
    Thread(target=get_ready, name="get-ready", daemon=True).start()
    yield


def get_ready() -> None:
    """Imports what draws the page, and reads the store. What is wrong with that is told to the reader, not here."""
    from gazetteer.errors import GazetteerError
    from page import data, main
    from pipeline.errors import SituationMapError

    with suppress(SituationMapError, GazetteerError):
        data.read_ahead(main.settings())
