"""The folium map is constant, offline and free of words."""

import json
import re
from pathlib import Path

import folium
import pytest
import streamlit_folium

from pipeline import browser, map_layer
from pipeline.kinds import kinds
from pipeline.timeline import cube, timeline
from tests import factories as make


@pytest.fixture
def web(tmp_path: Path) -> Path:
    return tmp_path / "web"


def rendered(drawn: folium.Map) -> str:
    drawn.get_root().render()
    return streamlit_folium._get_map_string(drawn)


def test_every_address_of_the_map_is_a_file_of_ours(web: Path) -> None:
    folder = map_layer.assets(web)
    drawn = map_layer.situation_map(folder)
    for _, link in [*drawn.default_js, *drawn.default_css]:
        assert (web / link.removeprefix("../pipeline.map_layer.web/")).is_file()
    assert "http" not in rendered(drawn)


def test_script_is_the_same_for_every_map_so_that_the_frame_is_never_remounted() -> None:
    first, second = (rendered(map_layer.situation_map("assets-1a2b")) for _ in range(2))
    assert streamlit_folium.generate_js_hash(first, "map") == streamlit_folium.generate_js_hash(second, "map")
    assert len(first) < 5_000


def test_script_of_other_assets_has_another_key() -> None:
    first, second = (rendered(map_layer.situation_map(f"assets-{name}")) for name in ("1a2b", "3c4d"))
    assert streamlit_folium.generate_js_hash(first, "map") != streamlit_folium.generate_js_hash(second, "map")


def test_base_map_fonts_and_scripts_are_served_together(web: Path) -> None:
    folder = web / map_layer.assets(web)
    for name in ("leaflet.js", "map.css", "base/ukraine.json", "base/land.json", "fonts/sans.woff2"):
        assert (folder / name).is_file(), name


def test_style_sheets_and_scripts_name_no_other_host() -> None:
    for path in browser.ASSETS.glob("*.[cj]s*"):
        found = re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8"))
        assert set(found) <= {"http://www.w3.org/2000/svg"}, path.name


def test_every_script_of_ours_is_served() -> None:
    assert {path.name for path in browser.ASSETS.glob("*.js")} == set(browser.PARTS)


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
        map_layer._Command({"cube": "cube-1a2b.json", "start": {"view": [words]}})


def test_command_of_numbers_reaches_the_map_as_json() -> None:
    group = folium.FeatureGroup().add_child(
        map_layer._Command({"cube": "cube-1a2b.json", "focus": {"seq": 1, "point": None}})
    )
    drawn = map_layer.situation_map("assets-1a2b")
    group.add_to(drawn)
    script = rendered(drawn)
    assert 'situationCommand({"cube": "cube-1a2b.json", "focus": {"point": null, "seq": 1}})' in script


def test_folium_and_streamlit_stay_in_their_room() -> None:
    room = Path(map_layer.__file__)
    for path in room.parent.rglob("*.py"):
        if path != room:
            found = re.findall(r"^\s*(?:import|from) (folium|streamlit|streamlit_folium)\b", path.read_text(), re.M)
            assert not found, path.name
