"""What browsers may keep: files named by the hash of their content, and nothing else."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware
from streamlit.web.server.starlette.starlette_routes import create_component_routes

from page import ahead
from page.serving import KEEP, Lasting
from pipeline import map_layer


def answer(app: Any, path: str, encoding: str = "identity") -> tuple[dict[bytes, bytes], bytes]:
    """The headers and the body that a browser is sent."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"accept-encoding", encoding.encode()), (b"host", b"localhost")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    with ThreadPoolExecutor(1) as thread:  # a loop of its own: the browser's runs in this one
        thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    return dict(sent[0]["headers"]), b"".join(each.get("body", b"") for each in sent[1:])


def answered(path: str, status: int = 200) -> str:
    """The Cache-Control that a browser is sent."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"public")]})
        await send({"type": "http.response.body", "body": b""})

    return answer(Lasting(app), path)[0][b"cache-control"].decode()


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


def test_counts_are_served_as_they_lie_packed_to_a_browser_that_takes_it(tmp_path: Path) -> None:
    """By Streamlit's own route and through its own packing: nothing packs them twice."""
    name = map_layer.publish({"rows": list(range(1000))}, tmp_path)
    registry = SimpleNamespace(get_component_path=lambda _: str(tmp_path))
    app = Lasting(SelectiveGZipMiddleware(Starlette(routes=create_component_routes(registry, ""))))
    path, plain = f"{ROUTE}.web/{name}", (tmp_path / name).read_bytes()
    assert answer(app, path)[1] == plain
    headers, body = answer(app, path, "gzip, deflate, br")
    assert (headers[b"content-encoding"], headers[b"content-type"]) == (b"gzip", b"application/json")
    assert body == map_layer.squeezed(plain)
    assert int(headers[b"content-length"]) == len(body)


def test_frame_is_told_of_its_files_before_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else is, not even a frame that the browser has already: the counts may be others now."""
    monkeypatch.setattr(ahead, "_told", [])
    ahead.tell("assets-x", "cube-1.json")

    def told(path: str, status: int) -> bytes:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        return answer(Lasting(app), path)[0].get(b"link", b"")

    for status in (200, 304):
        assert b"assets-x/frame.js>; rel=preload; as=script" in told(f"/base{ROUTE}.st_folium/index.html", status)
        assert b"cube-1.json>; rel=preload" in told(f"{ROUTE}.st_folium/index.html", status)
    assert not told(f"{ROUTE}.st_folium/index.html", 404)
    assert not told("/", 200)


def test_counts_that_not_everybody_may_see_are_named_to_nobody_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_told", [])
    ahead.tell("assets-x", None)
    assert "cube" not in str(ahead.link(ahead.FRAME))
