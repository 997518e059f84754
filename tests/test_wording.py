"""The interface in the reader's language: every phrase of ours is translated, none of anybody else's."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from page import downloads, finding, masthead
from pipeline import briefing, card, edition, wording
from pipeline.browser import ASSETS
from pipeline.exports import brief
from pipeline.facets import weapon_table
from pipeline.kinds import kinds
from tests import factories as make

ROOT = Path(__file__).resolve().parent.parent
SPEAKING = {"tr": 1, "hint": 1, "counted": 3}  # functions whose literal arguments are phrases, and how many they take
PYTHON = [ROOT / "dashboard.py", *sorted((ROOT / "page").glob("*.py")), *sorted((ROOT / "pipeline").glob("*.py"))]
PYTHON += sorted((ROOT / "pipeline" / "exports").glob("*.py"))


def spoken_in_python() -> Iterator[tuple[str, str]]:
    """(Function, phrase) of each literal that a function of wording is given."""
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKING:
                for given in node.args:
                    for each in ast.walk(given):
                        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.strip():
                            yield node.func.id, each.value


def spoken_in_scripts() -> set[str]:
    """The literals that our scripts hand to S.tr, those that are put together of pieces left out."""
    scripts = "\n".join(
        path.read_text(encoding="utf-8") for path in [*ASSETS.glob("*.js"), *ASSETS.glob("snapshot/*.js")]
    )
    return {one.replace('\\"', '"') for one in re.findall(r'S\.tr\("((?:[^"\\]|\\.)*)"[,)]', scripts)}


@pytest.fixture
def ukrainian() -> Iterator[None]:
    with wording.spoken("uk"):
        yield


def test_every_phrase_of_the_page_is_translated() -> None:
    table = wording.table("uk")
    known = table["phrases"].keys() | table["counted"].keys()
    singular = {one for name, one in spoken_in_python() if name == "counted" and "{n}" in one}
    missing = {one for name, one in spoken_in_python() if name != "counted"} | spoken_in_scripts()
    assert sorted(missing - known) == []
    assert {one for one in singular if one in table["counted"]}  # the plural is the key


def test_kinds_statuses_and_weapons_are_translated() -> None:
    phrases = wording.table("uk")["phrases"]
    wanted = {kind.label for kind in kinds().values()} | {row[0] for row in weapon_table().values()}
    wanted |= set(card.SIDES.values()) | set(card.STANCES.values())
    assert sorted(wanted - phrases.keys()) == []


def test_headings_and_names_in_tables_are_translated() -> None:
    tables = (card._WHERE_BASIS, card._PRECISION, card._WHEN_BASIS, card._TIME_PRECISION, finding.HEADINGS)
    wanted = {words for table in (*tables, finding._PRECISIONS) for words in table.values()} | {finding._HELP}
    wanted |= {words for words, *_ in downloads.FORMATS if " " in words}
    wanted |= {words for part in masthead.ABOUT for words in part}
    wanted |= set(downloads.ONLY.values()) | {edition.WARNING, edition.CREDITS, brief._RULES, briefing.ORDER}
    assert sorted(wanted - wording.table("uk")["phrases"].keys() - {""}) == []


@pytest.mark.usefixtures("ukrainian")
@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("told by a {mayor} alone", "каже лише a {mayor}"),
        ("told by the outlet in its own voice", "від себе пише видання"),
        ("strike, “hit”: only if something else holds: if", "удар, «hit»: лише за умови чогось іншого: if"),
        (": " * 250, ": " * 250),
        ("something nobody wrote a pattern for", "something nobody wrote a pattern for"),
    ],
)
def test_reason_is_told_again_around_the_words_it_quotes(english: str, told: str) -> None:
    assert wording.retold(english) == told


@pytest.mark.parametrize("section", ["phrases", "counted", "told"])
def test_a_translation_keeps_the_gaps(section) -> None:
    gaps = re.compile(r"\{\w+\}")
    for english, told in wording.wordings("uk")[section].items():
        for one in [told] if isinstance(told, str) else told:
            assert sorted(gaps.findall(one)) == sorted(gaps.findall(english)), english
            assert one.strip() == one or english.strip() != english, english


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1 подія"), (2, "2 події"), (5, "5 подій"), (11, "11 подій"), (21, "21 подія"), (112, "112 подій")],
)
@pytest.mark.usefixtures("ukrainian")
def test_numbers_take_the_plural_of_the_language(number, told) -> None:
    assert wording.counted(number, "{n} incident", "{n} incidents") == told


def test_english_needs_no_table() -> None:
    assert wording.counted(1234, "{n} incident", "{n} incidents") == "1,234 incidents"
    assert wording.tr("No day {n}", n="3") == "No day 3"


@pytest.mark.usefixtures("ukrainian")
def test_a_card_keeps_the_words_of_articles_and_speaks_its_own_in_ukrainian() -> None:
    report = make.report(claimant="the mayor", claimant_side="ukraine", stance="claims")
    assert card.voice(report) == "the mayor (українська сторона)"
    assert card.date(report.published) == "26 лют. 2022"
    assert wording.tr("what nobody has translated") == "what nobody has translated"


def test_an_unknown_language_is_english() -> None:
    with wording.spoken("uk"):
        wording.speak("xx")
        assert wording.language() == "en"
