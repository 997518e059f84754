"""What the parser is not asked about changes nothing of what is read."""

import datetime as dt
import hashlib

import pytest

from pipeline import language, lexicon, passages, run, wordclasses
from pipeline.models import Article

DAY = dt.date(2022, 4, 24)
STRIKE = "A missile hit a warehouse in Odesa on Saturday."


def article(text: str) -> Article:
    return Article("a.txt", text, 0, DAY, hashlib.sha256(text.encode()).hexdigest())


def parsed(text: str) -> list[str]:
    """The words that the parser gets."""
    return [one.text for one in passages.outline(article(text), run.gazetteer()).passages if one.needed]


@pytest.mark.parametrize(
    "idle",
    [
        "The weather was mild.",
        "She fired the minister.",  # a trigger word, but nothing that its rules ask to stand with it
        "Analysts said little.",
    ],
)
def test_a_sentence_that_nothing_can_be_read_out_of_is_not_parsed(idle: str) -> None:
    assert parsed(f"{STRIKE} {idle}") == [STRIKE]


@pytest.mark.parametrize(
    "telling",
    [
        "Shells fell on a school.",
        "Lviv was calm.",  # which "the city" may mean further on
        "Moscow's army did not comment.",
        "Four people were killed.",
    ],
)
def test_a_sentence_that_tells_names_answers_or_counts_is_parsed_with_its_neighbour(telling: str) -> None:
    assert parsed(f"{STRIKE} {telling}") == [f"{STRIKE} {telling}"]


def test_who_spoke_is_parsed_where_a_later_sentence_only_says_he() -> None:
    (extraction,) = run.extract(
        [article("Governor Ivan Petrenko said it was late. Prices rose. He said a missile hit a warehouse in Odesa.")]
    )
    ((report,),) = (event.reports for event in extraction.events)
    assert report.claimant == "Governor Ivan Petrenko"


def test_a_day_is_lent_and_a_country_remembered_by_a_sentence_that_is_not_parsed() -> None:
    text = "On Friday it was cold. A missile hit a warehouse in Odesa."
    (extraction,) = run.extract([article(text)])
    assert [event.when.first for event in extraction.events] == [DAY - dt.timedelta(days=2)]


def test_an_article_without_a_trigger_is_not_searched_for_names() -> None:
    assert passages.outline(article("The mayor of Odesa opened a park."), run.gazetteer()).named == {}


def test_every_form_of_a_word_that_rules_ask_for_is_known_as_such() -> None:
    wanted = set().union(*wordclasses.classes().values()) | lexicon.bases()
    forms = {form for base in wanted for form in language.forms(base)}
    lost = {
        (form, base)
        for form in forms
        for tag in ("VB", "NN")
        if (base := language.lemma(form, tag)) in wanted and base not in lexicon.words(form)
    }
    assert lost == set()
