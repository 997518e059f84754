"""The folium map is constant, offline and free of words."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline import browser, map_frame, map_layer
from pipeline.kinds import kinds
from pipeline.timeline import cube, timeline
from tests import factories as make


@pytest.fixture
def web(tmp_path: Path) -> Path:
    return tmp_path / "web"


def frame(kept: Path, folder: str = "assets-1a2b", tiles: str | None = None, language: str = "en") -> dict[str, Any]:
    return dict(map_frame.frame.__wrapped__(folder, tiles, language, kept))


def test_every_address_of_the_map_is_a_file_of_ours(web: Path) -> None:
    said = map_layer.drawn(web)
    for link in [*said["js_links"], *said["css_links"]]:
        assert (web / link.removeprefix("../pipeline.map_layer.web/")).is_file()
    assert "http" not in said["script"]


def test_frame_is_what_folium_renders_and_is_rendered_once(web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = frame(web)
    assert "L.map(" in first["script"]
    assert len(first["script"]) < 5_000
    monkeypatch.setattr(map_frame, "_rendered", lambda *_: {})
    assert frame(web) == first


@pytest.mark.parametrize("other", [{"folder": "assets-3c4d"}, {"language": "uk"}, {"tiles": "tiles-1a2b.json"}])
def test_frame_of_other_scripts_is_mounted_anew(web: Path, other: dict[str, str]) -> None:
    assert frame(web)["key"] != frame(web, **other)["key"]


def test_frame_that_was_kept_and_spoilt_is_rendered_again(web: Path) -> None:
    first = frame(web)
    (kept,) = web.glob("frame-*.json")
    kept.write_text('{"script": ')
    assert frame(web) == first


def test_server_that_may_not_write_renders_the_frame_all_the_same(web: Path) -> None:
    web.write_text("no folder")
    assert "situationCommand" in frame(web)["feature_group"]


def test_base_map_fonts_and_scripts_are_served_together(web: Path) -> None:
    folder = web / map_layer.assets(web)
    for name in ("leaflet.js", "map.css", "base/ukraine.json", "base/land.json", "fonts/sans.woff2"):
        assert (folder / name).is_file(), name


def test_style_sheets_and_scripts_name_no_other_host() -> None:
    for path in browser.ASSETS.glob("*.[cj]s*"):
        found = re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8"))
        assert set(found) <= {"http://www.w3.org/2000/svg"}, path.name


def test_every_script_of_ours_is_served() -> None:
    assert {path.name for path in browser.ASSETS.glob("*.js")} == {
        *browser.PARTS,
        browser.EARLY,
        browser.FRONT,
        browser.HOST,
    }


def test_scripts_never_write_html() -> None:
    for path in browser.ASSETS.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", path.read_text()), path.name


def test_cube_is_published_once_under_the_hash_of_its_content(web: Path) -> None:
    said = cube(timeline([make.incident()], kinds()), kinds())
    name = map_layer.publish(said, web)
    written = (web / name).stat().st_mtime_ns
    assert map_layer.publish(said, web) == name
    assert (web / name).stat().st_mtime_ns == written
    assert json.loads((web / name).read_text(encoding="utf-8")) == said
    assert not list(web.glob("*.part"))  # nothing half-written is left


@pytest.mark.parametrize("words", ["{{7*7}}", "Kyiv's", "</script>", "cube-../../etc/passwd", "a b", "é", ""])
def test_command_with_words_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="allowed are numbers"):
        map_layer.commanded({"feature_group": ""}, {"cube": "cube-1a2b.json", "start": {"view": [words]}})


def test_command_of_numbers_reaches_the_map_as_json(web: Path) -> None:
    said = map_layer.commanded(frame(web), {"cube": "cube-1a2b.json", "focus": {"seq": 1, "point": None}})
    assert 'situationCommand({"cube": "cube-1a2b.json", "focus": {"seq": 1, "point": null}});' in said["feature_group"]


def test_folium_and_streamlit_stay_in_their_room() -> None:
    rooms = {Path(map_layer.__file__), Path(map_frame.__file__)}
    for path in Path(map_layer.__file__).parent.rglob("*.py"):
        if path not in rooms:
            found = re.findall(r"^\s*(?:import|from) (folium|streamlit|streamlit_folium)\b", path.read_text(), re.M)
            assert not found, path.name
