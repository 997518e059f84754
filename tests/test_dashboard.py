"""The page starts, and says in words what is wrong when it cannot. Streamlit's own test runner; no browser."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock, patch

import pytest
from streamlit.testing.v1 import AppTest

from gazetteer.errors import GazetteerError
from gazetteer.lookup import Lookup
from page import data, main
from page.finding import plain
from page.telling import STANDS
from pipeline.models import Situation
from pipeline.readers import Reading
from pipeline.settings import Settings
from pipeline.store import Store
from tests import factories as make

PAGE = str(Path(main.__file__))
HOSTILE = "{{7*7}} ${1} <img src=x onerror=alert(1)> </script> ![](http://x) :red[x]"


def save(path: Path, situation: Situation) -> Path:
    with Store.open(path) as store:
        article = make.article()
        store.save([article], [make.extraction(article)], situation, "test")
    return path


@pytest.fixture
def open_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def opened(situation: Situation, **params: str) -> AppTest:
        store = save(tmp_path / "store.sqlite", situation)
        monkeypatch.setattr(sys, "argv", ["dashboard.py", "--store", str(store)])
        page = AppTest.from_file(PAGE, default_timeout=20)
        page.session_state.stands = True  # as after the map's first word
        for name, value in params.items():
            page.query_params[name] = value
        return page

    return opened


def words(page: AppTest) -> list[str]:
    return [text.value for text in page.text]


def sent(page: AppTest) -> dict[str, Any]:
    return json.loads(page.get("component_instance")[0].proto.json_args)


def test_page_lists_the_incidents_by_their_headlines(open_page: Any) -> None:
    page = open_page(make.situation(make.incident())).run()
    assert not page.exception
    assert "Missile strike in Kyiv" in words(page)


def test_map_comes_first_and_the_list_when_the_map_says_that_it_stands(open_page: Any) -> None:
    page = open_page(make.situation(make.incident()))
    del page.session_state["stands"]
    page.run()
    assert sent(page)["feature_group"]
    assert words(page) == []
    with patch("pipeline.map_layer.said", return_value={"seq": 1}):
        page.run()
    assert "Missile strike in Kyiv" in words(page)


def test_list_comes_with_the_map_where_the_browser_has_drawn_it_already(open_page: Any) -> None:
    page = open_page(make.situation(make.incident()))
    del page.session_state["stands"]
    with patch("streamlit.runtime.context.ContextProxy.cookies", {STANDS: "1"}):
        page.run()
    assert "Missile strike in Kyiv" in words(page)


def test_list_comes_too_where_the_map_never_says_anything(open_page: Any) -> None:
    page = open_page(make.situation(make.incident()))
    del page.session_state["stands"]
    page.session_state.began = 0.0
    assert "Missile strike in Kyiv" in words(page.run())


def test_map_is_sent_no_words_and_no_outside_address(open_page: Any) -> None:
    told = make.incident(headline=HOSTILE, location=make.location(name=HOSTILE, words=HOSTILE))
    args = sent(open_page(make.situation(told)).run())
    assert not any("http" in link for link in [*args["js_links"], *args["css_links"]])
    assert "7*7" not in json.dumps(args)


def test_same_map_is_sent_for_every_link_so_that_it_is_never_remounted(open_page: Any) -> None:
    situation = make.situation(make.incident())
    plain, linked = (sent(open_page(situation, **link).run()) for link in ({}, {"view": "50,30,8", "hide": "battle"}))
    assert (plain["key"], plain["script"]) == (linked["key"], linked["script"])
    assert plain["feature_group"] != linked["feature_group"]


def test_link_to_an_incident_opens_its_card_with_the_quote(open_page: Any) -> None:
    page = open_page(make.situation(make.incident(), make.unplaced()), incident="aaaa000000000000").run()
    assert make.QUOTE in words(page)
    assert any("Only the mayor says so" in line for line in words(page))


@pytest.mark.parametrize("link", [{"incident": "nobody"}, {"from": "x", "to": "y"}, {"view": "1,2"}, {"hide": "<b>"}])
def test_bad_link_is_ignored_with_a_notice(open_page: Any, link: dict[str, str]) -> None:
    page = open_page(make.situation(make.incident()), **link).run()
    assert not page.exception
    assert len(page.info) == 1
    assert "Missile strike in Kyiv" in words(page)


def test_search_and_filters_of_a_link_narrow_the_list(open_page: Any) -> None:
    near = make.incident(
        id="cccc000000000000", headline="Shelling near Sumy", location=make.location(admin1="Sumy Oblast")
    )
    situation = make.situation(make.incident(), near, make.unplaced())
    assert "Shelling near Sumy" not in words(open_page(situation, q="strike").run())
    assert "Missile strike in Kyiv" not in words(open_page(situation, region="Sumy Oblast").run())


def test_search_that_cannot_be_read_says_why_and_hides_nothing(open_page: Any) -> None:
    page = open_page(make.situation(make.incident()), q='"strike').run()
    assert any("quotation mark at character 1 is not closed" in line for line in words(page))
    assert "Missile strike in Kyiv" in words(page)


def test_filters_count_what_each_value_would_show(open_page: Any) -> None:
    drone = make.incident(id="cccc000000000000", weapon="drone", location=make.location(admin1="Sumy Oblast"))
    page = open_page(make.situation(make.incident(), drone), region="Sumy Oblast")
    page.session_state.filters = True
    boxes = {box.label: box.value for box in page.run().checkbox}
    assert boxes["Sumy Oblast **1**"] is True
    assert boxes["Kyiv City **1**"] is False
    assert "Drone **1**" in boxes
    assert "Missile **0**" not in boxes
    page.checkbox(key="only-region-0").check().run()
    assert page.query_params["region"] == ["Kyiv City", "Sumy Oblast"]


def test_table_has_a_row_for_each_incident_on_the_map(open_page: Any) -> None:
    page = open_page(make.situation(make.incident(), make.unplaced()), list="table").run()
    (table,) = page.dataframe
    assert table.value.to_dict("records") == [
        {
            "Day": make.DAY, "Kind": "Strike", "Status": "claimed", "Place": "Kyiv", "Precision": "A town or village",
            "Headline": "Missile strike in Kyiv", "Outlets": 0, "Reports": 1,
        }
    ]  # fmt: skip


def test_tray_is_sorted_by_reason(open_page: Any) -> None:
    plan = make.rejection(reason="strike, “attack”: an aim or plan, not reported as done", quote="They may attack.")
    page = open_page(make.situation(make.incident(), rejections=(make.rejection(), plan, plan)), tray="aside").run()
    next(button for button in page.button if button.label.startswith("An aim or plan")).click().run()
    assert "They may attack." in words(page)
    assert "It is only threatened." not in words(page)


@pytest.mark.parametrize("label", ["![](http://x) :red[x] $1$", "[a](http://x) <b> `c` *d*"])
def test_name_of_a_division_is_no_markdown_in_a_label(label: str) -> None:
    assert not re.search(r"(?<!\\)[!\[\](){}<>*`$:_#|~]", plain(label).replace("_", ""))


def test_hostile_words_are_drawn_as_plain_text_everywhere(open_page: Any) -> None:
    told = make.incident(
        headline=HOSTILE,
        status_reason=HOSTILE,
        location=make.location(name=HOSTILE, words=HOSTILE),
        reports=(make.report(quote=HOSTILE, claimant=HOSTILE, source=HOSTILE, article=HOSTILE),),
    )
    page = open_page(make.situation(told), incident=told.id).run()
    assert HOSTILE in words(page)
    drawn = [element for element in page.main if element.type != "text" and "7*7" in str(element.proto)]
    assert drawn == []


def test_pick_of_several_lists_them_and_a_row_opens_the_card(open_page: Any) -> None:
    first, second = make.incident(), make.incident(id="cccc000000000000", headline="Shelling in Kyiv")
    page = open_page(make.situation(first, second)).run()
    start = page.session_state.desk
    said = {
        "seq": 1, "cube": start.cube, "lo": 19000, "hi": 19100, "mode": 0, "bars": 0, "step": 0, "speed": 2,
        "kinds": [], "statuses": [], "sources": [], "view": [48.0, 31.0, 6.0], "pick": {"seq": 1, "points": [0]},
    }  # fmt: skip
    with patch("pipeline.map_layer.said", return_value=said):
        page.run()
        assert {"Missile strike in Kyiv", "Shelling in Kyiv"} <= set(words(page))
        assert make.QUOTE not in words(page)
        next(button for button in page.button if button.label == "Open incident 1").click().run()
        assert make.QUOTE in words(page)


def test_nonsense_from_the_browser_is_ignored(open_page: Any) -> None:
    page = open_page(make.situation(make.incident()))
    with patch("pipeline.map_layer.said", return_value={"cube": 1, "pick": "all", "lo": []}):
        page.run()
    assert not page.exception
    assert "Missile strike in Kyiv" in words(page)


def test_tray_lists_what_is_not_placed_with_its_reason(open_page: Any) -> None:
    page = open_page(make.situation(make.incident(), make.unplaced()), tray="unplaced").run()
    assert "No place is named." in words(page)


def test_tray_lists_what_was_set_aside_with_its_reason_and_quote(open_page: Any) -> None:
    page = open_page(make.situation(make.incident(), rejections=(make.rejection(),)), tray="aside").run()
    assert {"It is only threatened.", "It may strike Kyiv."} <= set(words(page))


def test_empty_store_invites_articles(open_page: Any) -> None:
    page = open_page(make.situation()).run()
    assert not page.exception
    assert sent(page)["feature_group"]


def test_damaged_store_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store.sqlite"
    store.write_bytes(b"not a store" * 1000)
    monkeypatch.setattr(sys, "argv", ["dashboard.py", "--store", str(store)])
    page = AppTest.from_file(PAGE, default_timeout=20).run()
    assert not page.exception
    assert any(str(store) in line for line in words(page))


def test_gazetteer_that_cannot_be_built_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise GazetteerError("The gazetteer could not be written. Make room.")

    monkeypatch.setattr(Lookup, "open", full)
    monkeypatch.setattr(sys, "argv", ["dashboard.py", "--store", str(tmp_path / "store.sqlite")])
    page = AppTest.from_file(PAGE, default_timeout=20).run()
    assert not page.exception
    assert "The gazetteer could not be written. Make room." in words(page)


def test_first_reading_shows_the_gazetteers_steps_and_then_the_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both take their time on a new machine: a bar that stands still for 20 seconds passes for a broken page."""
    bar = MagicMock()
    monkeypatch.setattr(data.st, "progress", lambda *_: bar)
    monkeypatch.setattr(Lookup, "open", lambda *, progress: progress(2, 5, "spelling names"))
    monkeypatch.setattr("pipeline.build.build", lambda *_, progress: progress(3, 4))
    data.read_in(Reading((), ()), Settings(store=tmp_path / "store.sqlite"))
    told = [call.args for call in bar.progress.call_args_list]
    assert told[0] == (0.4, "Building the gazetteer, this once: spelling names")
    assert told[-1] == (0.75, "Reading article 3 of 4")
