"""What the page hands out: what its days and filters show at that moment, in every format."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from page import data, downloads
from page.desk import Desk
from pipeline import address
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.timeline import Hidden
from tests import factories as make

TEXT = f"Sirens sounded.\n\n{make.QUOTE} Windows broke."


@pytest.fixture
def open_desk(tmp_path: Path) -> tuple[Settings, Desk, data.Shown]:
    """A desk over a store of a strike, a battle and a capture without a place, and one article."""
    article, start = make.article(TEXT), TEXT.index(make.QUOTE)
    said = make.report(article_sha256=article.sha256, start=start, end=start + len(make.QUOTE))
    told = make.situation(
        make.incident(reports=(said,)),
        make.incident(id="c" * 16, kind="battle", reports=(said,)),
        make.unplaced(kind="capture", reports=(said,)),
    )
    use = Settings(store=tmp_path / "store.sqlite")
    with Store.open(use.store) as store:
        store.save([article], [make.extraction(article)], told, "test")
    now = data.current(use)
    return use, Desk(address.View(), {}, (), now.cube), now


def cards(written: str) -> list[dict]:
    (found,) = re.findall(r'<script type="application/json" id="view">(.*?)</script>', written, re.DOTALL)
    return json.loads(found)["cards"]


def test_the_page_holds_all_that_is_shown_with_what_stands_around_its_quotes(open_desk: tuple) -> None:
    written = downloads.export(*open_desk, "html")
    assert len(cards(written)) == 3
    (quote,) = cards(written)[0]["quotes"]
    assert (quote["before"], quote["quote"], quote["after"]) == ("Sirens sounded.", make.QUOTE, "Windows broke.")


@pytest.mark.parametrize("name", [each[1] for each in downloads.FORMATS])
def test_pages_speak_the_readers_language_and_data_speaks_english(open_desk: tuple, name: str) -> None:
    english, ukrainian = (downloads.export(*open_desk, name, speaking) for speaking in ("en", "uk"))
    assert ("3 події у 1 статті" in ukrainian) is (name in downloads.MOST)
    assert (english == ukrainian) is (name not in downloads.MOST)


@pytest.mark.parametrize("name", [each[1] for each in downloads.FORMATS])
def test_what_is_switched_off_is_in_none_of_them(open_desk: tuple, name: str) -> None:
    use, mine, now = open_desk
    mine.view = replace(mine.view, hidden=Hidden(kinds=frozenset({"strike"})))
    written = downloads.export(use, mine, now, name)
    assert "aaaa000000000000" not in written
    if name in downloads.MOST:
        assert "without: Strike" in written
        assert "2 incidents in 1 article" in written


def test_of_too_many_the_newest_are_handed_out_and_the_rest_is_counted(
    open_desk: tuple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST", {"html": 2, "brief": 2})
    assert len(cards(downloads.export(*open_desk, "html"))) == 2
    for name in ("html", "brief"):
        assert "Only the newest 2 incidents are in this file; 1 older" in downloads.export(*open_desk, name)
