"""The card on the page: voices side by side, and the article behind a quote, opened as plain text."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gazetteer.plain import visible
from page import main
from pipeline.store import Store
from tests import factories as make

PAGE = str(Path(main.__file__))
HOSTILE = "{{7*7}} ${1} <img src=x onerror=alert(1)> </script> `x` \u202eback :red[x]"
TEXT = f"{HOSTILE}. Sirens sounded.\n\n{make.QUOTE} Windows broke. Then {HOSTILE}"


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    article = make.article(TEXT, url="https://example.org/a", title=HOSTILE)
    start = TEXT.index(make.QUOTE)
    report = make.report(article_sha256=article.sha256, start=start, end=start + len(make.QUOTE))
    told = make.incident(reports=(report,), figures=(make.figure(claimant=HOSTILE),))
    with Store.open(tmp_path / "store.sqlite") as store:
        store.save([article], [make.extraction(article)], make.situation(told), "test")
    monkeypatch.setattr(sys, "argv", ["dashboard.py", "--store", str(tmp_path / "store.sqlite")])
    page = AppTest.from_file(PAGE, default_timeout=20)
    page.session_state.stands = True
    page.query_params["incident"] = told.id
    return page.run()


def words(page: AppTest) -> list[str]:
    return [text.value for text in page.text]


def test_card_sets_the_voices_side_by_side_and_the_quote_between_its_neighbours(card: AppTest) -> None:
    assert not card.exception
    assert {"1 Say so\nthe mayor (Ukrainian side)", "Sirens sounded.", "Windows broke.", make.QUOTE} <= set(words(card))
    assert any("Russian side: nothing in these articles" in line for line in words(card))


def test_article_opens_as_plain_text_with_its_quote_apart(card: AppTest) -> None:
    next(one for one in card.button if one.label == "Show in article").click().run()
    assert not card.exception
    said: Any = next(
        args for each in card.get("component_instance") if "quote" in (args := json.loads(each.proto.json_args))
    )
    assert said["before"] + said["quote"] + said["after"] == visible(TEXT)
    assert said["quote"] == make.QUOTE
    drawn = [one for one in card.main if one.type not in ("text", "component_instance") and "7*7" in str(one.proto)]
    assert drawn == []
