"""What the page's HTML tells of the map ahead of Streamlit: what its first run would tell, or nothing at all."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit

from page import early
from page.serving import Early
from page.telling import HEIGHT
from pipeline import map_layer
from pipeline.kinds import kinds
from pipeline.settings import Settings
from pipeline.timeline import timeline
from tests import factories as make
from tests.test_serving import answer

HTML = b'<!DOCTYPE html><html><head><title>Streamlit</title></head><body><div id="root"></div></body></html>'


@pytest.fixture
def now() -> Any:
    line = timeline([make.incident()], kinds())
    facets = SimpleNamespace(values=dict.fromkeys(early.address.FACETS, ()))
    return SimpleNamespace(line=line, cube="cube-0123456789abcdef.json", field=SimpleNamespace(facets=facets))


def told(now: Any, language: str = "en", **params: str) -> dict[str, Any] | None:
    return early.told(Settings(), now, {name: [value] for name, value in params.items()}, language)


def test_map_is_told_what_the_first_run_tells_it(now: Any) -> None:
    said = told(now, **{"from": "2022-02-25", "to": "2022-02-26", "mode": "day", "view": "50.1,30.2,7"})
    assert said is not None
    assert said["args"]["key"] == map_layer.drawn(Settings().web)["key"]
    assert said["args"]["height"] == HEIGHT
    assert '"cube": "cube-0123456789abcdef.json"' in said["args"]["feature_group"]
    assert all(said["html"].count(f'"{link}"') for name in ("js_links", "css_links") for link in said["args"][name])
    assert said["html"].index("fetch(") < said["html"].index("stylesheet")  # for which a script would wait
    assert '"view": [50.1, 30.2, 7' in said["args"]["feature_group"]


def test_each_language_has_its_own_map(now: Any) -> None:
    english, ukrainian = told(now), told(now, "uk")
    assert english
    assert ukrainian
    assert english["args"]["key"] != ukrainian["args"]["key"]


@pytest.mark.parametrize(
    "params",
    [{"q": "missile"}, {"incident": make.incident().id}, {"list": "table"}, {"hide": "strike"}, {"embed": "true"}],
    ids=str,
)
def test_what_takes_more_than_the_counts_is_left_to_the_run(now: Any, params: dict[str, str]) -> None:
    assert told(now, **params) is None


def served(path: str = "/") -> tuple[dict[bytes, bytes], bytes]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", str(len(HTML)).encode()), (b"etag", b'"x"')]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": HTML})

    return answer(Early(app), path)


def test_page_begins_the_map_and_is_not_kept_from_asking_again(now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer kept from yesterday would tell of yesterday's counts."""
    monkeypatch.setattr(early, "latest", lambda: now)
    monkeypatch.setattr(early, "open_to_all", lambda: True)
    headers, body = served()
    assert b"etag" not in headers
    assert int(headers[b"content-length"]) == len(body)
    assert body.startswith(b'<!DOCTYPE html><html><head><script type="application/json" id="early">{')
    assert body.endswith(HTML[HTML.index(b"<title>") :])
    assert body.count(b"</script>") == 2  # what is told cannot end the script that holds it
    assert served("/component/x/index.html")[1] == HTML


@pytest.mark.parametrize("missing", ["counts", "leave"])
def test_page_tells_nothing_where_there_is_nothing_to_tell_everybody(
    now: Any, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(early, "latest", lambda: None if missing == "counts" else now)
    monkeypatch.setattr(early, "open_to_all", lambda: missing != "leave")
    headers, body = served()
    assert (headers[b"etag"], body) == (b'"x"', HTML)


def test_front_end_waits_in_a_template_which_browsers_do_not_look_into() -> None:
    """All of it, as this Streamlit has it, and nothing but it; what lets it go comes after."""
    html = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    begun = early.begun(html, b"<i></i>")
    before, rest = begun.split(b'<template id="front">')
    held, after = rest.split(b"</template>")
    assert (held.count(b'type="module"'), held.count(b"modulepreload")) == (1, html.count(b"modulepreload"))
    assert b"module" not in before + after.split(b"</script>", 1)[1]
    assert after.startswith(b"<script>")
    assert b"stylesheet" in after


def test_front_end_that_is_not_found_is_not_held() -> None:
    assert early.begun(HTML, b"<i></i>") == HTML.replace(b"<head>", b"<head><i></i>")
