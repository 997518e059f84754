"""What browsers may keep: files named by the hash of their content, and nothing else."""

import asyncio
from typing import Any

import pytest

from page.serving import KEEP, Lasting


def answered(path: str, status: int = 200) -> str | None:
    """The Cache-Control that a browser is sent."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        start = {"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"public")]}
        await send(start)
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Lasting(app)({"type": "http", "path": path}, None, send))  # type: ignore[arg-type]
    return dict(sent[0]["headers"]).get(b"cache-control", b"").decode()


ROUTE = "/component/pipeline.map_layer"


@pytest.mark.parametrize(
    "path",
    [
        f"{ROUTE}.web/assets-0123456789ab/map.css",
        f"/base{ROUTE}.web/assets-0123456789ab/base/land.json",
        f"{ROUTE}.web/cube-0123456789abcdef.json",
        f"{ROUTE}.web/rows-0123456789abcdef.json",
        f"{ROUTE}.st_folium/static/js/main.521860b0.js",
    ],
)
def test_file_named_by_its_content_is_kept(path: str) -> None:
    assert answered(path) == KEEP


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{ROUTE}.st_folium/index.html", 200),
        (f"{ROUTE}.web/cube-0123456789abcdef.json", 404),
        (f"{ROUTE}.web/cube-latest.json", 200),
        ("/media/0123456789abcdef.html", 200),
        ("/", 200),
    ],
)
def test_nothing_else_is(path: str, status: int) -> None:
    assert answered(path, status) == "public"
