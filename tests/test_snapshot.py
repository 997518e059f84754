"""The page that stands alone: it holds what was chosen, says what it leaves out, and no word in it is ever code."""

import datetime as dt
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from gazetteer.plain import visible
from pipeline import exports, snapshot, timeline
from pipeline.__main__ import main
from pipeline.edition import WARNING, Edition
from pipeline.exports import _markup
from pipeline.models import Incident
from pipeline.store import Store
from pipeline.timeline import Coverage, Window
from tests import factories as make
from tests.hostile import INJECTIONS, STEERING

BLOCK = r'<script type="application/json" id="{}">(.*?)</script>'


def page(*incidents: Incident, edition: Edition | None = None) -> str:
    stream = io.StringIO()
    exports.write("html", incidents, stream, edition)
    return stream.getvalue()


def block(written: str, name: str) -> dict:
    found = re.search(BLOCK.format(re.escape(name)), written, re.DOTALL)
    assert found
    return json.loads(found[1])


def hostile(words: str) -> Incident:
    """An incident that says it wherever a card shows words."""
    return make.incident(
        headline=words,
        status_reason=words,
        merge_reason=words,
        target=words,
        location=make.location(name=words, words=words),
        figures=(make.figure(claimant=words),),
        reports=(make.report(quote=words, claimant=words, source=words, article=words),),
    )


def test_the_page_holds_every_quote_as_it_is_shown_and_no_word_of_it_outside_its_data() -> None:
    written = page(*map(hostile, INJECTIONS.values()), edition=Edition(chosen=tuple(INJECTIONS.values())))
    written.encode()  # halves of a pair could not be
    told = {card["quotes"][0]["quote"] for card in block(written, "view")["cards"]}
    assert told == set(map(visible, INJECTIONS.values()))
    around = re.sub(BLOCK.format('[^"]*'), "", written, flags=re.DOTALL)
    header = around[around.index("<header>") : around.index("</header>")]
    assert set(re.findall("<[^>]*>", header)) == {"<header>", "<h1>", "</h1>", "<p>", "</p>", '<p class="warning">'}
    assert around.count("</script>") == around.count("<script>") == 3
    assert not set(STEERING) & set(written)


def test_no_script_may_run_but_the_three_that_the_policy_names_and_nothing_may_be_fetched() -> None:
    written = page(make.incident())
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', written)
    assert policy.startswith("default-src 'none'; ")
    assert "connect-src" not in policy
    assert "unsafe-eval" not in policy
    scripts = re.findall(r"<script>(.*?)</script>", written, re.DOTALL)
    (allowed,) = re.findall(r"script-src ([^;]+);", policy)
    assert allowed.split() == [_markup.script(code)[1] for code in scripts]
    markup = re.sub(r"<script.*?</script>|<style>.*?</style>", "", written, flags=re.DOTALL)
    assert not re.findall(r"\b(?:src|href|on\w+)=", markup)


def test_a_script_that_would_end_its_element_is_refused() -> None:
    with pytest.raises(ValueError, match="two parts"):
        _markup.script("say('</SCRIPT>')")


def test_the_page_says_when_it_was_made_of_which_days_and_that_nobody_has_checked() -> None:
    edition = Edition(made=dt.date(2026, 11, 22), since=make.DAY, until=make.DAY, chosen=("without: Strike",))
    written = page(make.incident(), edition=edition)
    for words in ("Made on 22 Nov 2026", WARNING, "26 Feb 2022 · 1 incident in 1 article · without: Strike"):
        assert words in written


def test_of_more_than_fit_the_newest_are_kept_and_the_others_counted() -> None:
    days = [make.incident(id=f"{n:016}", when=make.when(make.DAY + dt.timedelta(days=n))) for n in (2, 0, 1)]
    kept, left_out = snapshot.newest(days, most=2)
    assert [one.id[-1] for one in kept] == ["1", "2"]
    assert left_out == 1


def test_the_page_tells_how_many_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot.newest, "__defaults__", (1,))
    assert "Only the newest 1 incidents are in this file; 1 older" in page(make.incident(), make.unplaced())
    assert "older ones" not in page(make.incident())
    assert "8 older" in page(make.incident(), make.unplaced(), edition=Edition(left_out=7))


def test_cards_and_cube_agree_on_every_number() -> None:
    told = (make.incident(), make.unplaced(kind="battle", when=make.when(last=make.DAY + dt.timedelta(days=3))))
    written = page(*told)
    cube, cards = block(written, "file:cube-snapshot.json"), block(written, "view")["cards"]
    assert [cube["kinds"][one["kind"]]["key"] for one in cards] == ["strike", "battle"]
    assert [cube["statuses"][one["status"]] for one in cards] == ["claimed", "claimed"]
    assert [(one["point"], one["stop"] - one["start"]) for one in cards] == [(0, 1), (-1, 4)]


@pytest.mark.parametrize("coverage", [(), (Coverage(make.DAY, "Agency", 3),)])
def test_the_slider_runs_over_all_days_asked_for_so_that_silence_shows(coverage: tuple[Coverage, ...]) -> None:
    first, last = make.DAY - dt.timedelta(days=10), make.DAY + dt.timedelta(days=20)
    written = page(make.incident(), edition=Edition(since=first, until=last, coverage=coverage))
    cube, (card,) = block(written, "file:cube-snapshot.json"), block(written, "view")["cards"]
    assert (cube["base"], cube["days"]) == (timeline.number(first), 31)
    assert card["start"] == timeline.number(make.DAY)
    assert cube["coverage"]["day"] == [10] * len(coverage)


def test_where_a_weapon_came_from_goes_with_the_card_and_is_no_marker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "launched_from", lambda one: (43.4, 34.2) if one.origin else None)
    written = page(make.incident(origin="the Black Sea"), make.unplaced())
    assert [card["from"] for card in block(written, "view")["cards"]] == [[43.4, 34.2], None]
    assert len(block(written, "file:cube-snapshot.json")["points"]["lat"]) == 1


def test_an_empty_view_gives_a_page_too() -> None:
    assert block(page(), "view")["cards"] == []
    days = Edition(since=make.DAY, until=make.DAY)
    assert block(page(edition=days), "file:cube-snapshot.json")["days"] == 1


def test_articles_of_other_days_are_not_counted() -> None:
    edition = Edition(
        since=make.DAY, coverage=(Coverage(make.DAY - dt.timedelta(days=1), "A", 1), Coverage(make.DAY, "B", 1))
    )
    assert [one.source for one in edition.covered()] == ["B"]
    assert replace(edition, since=None).window(()) == Window(make.DAY - dt.timedelta(days=1), make.DAY)


@pytest.mark.parametrize("name", ["html", "brief"])
def test_the_command_line_makes_a_page_that_says_what_it_was_asked_for(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = make.article()
    with Store.open(tmp_path / "s") as store:
        store.save([article], [make.extraction(article)], make.situation(make.incident()), "test")
    chosen = ["--kind", "strike", "--since", "2022-02-20", "--until", "2022-03-01"]
    assert main(["export", "--format", name, "--store", str(tmp_path / "s"), *chosen]) == 0
    written = capsys.readouterr().out
    assert "20 Feb 2022 – 1 Mar 2022 · 1 incident in 1 article · kind: strike" in written
    assert make.QUOTE in written
