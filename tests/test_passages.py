"""What the parser is not asked about changes nothing of what is read."""

import datetime as dt
import hashlib

import pytest

from pipeline import language, lexicon, passages, repeats, run, wordclasses
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
        "In Lviv she fired the minister.",  # nor does the town
        "Analysts said little.",
        "Lviv was calm.",
    ],
)
def test_a_sentence_that_nothing_can_be_read_out_of_is_not_parsed(idle: str) -> None:
    assert parsed(f"{STRIKE} {idle}") == [STRIKE]


@pytest.mark.parametrize(
    "telling",
    [
        "Shells fell on a school.",
        "In Lviv people hit the streets.",
        "Moscow's army did not comment.",
        "Four people were killed.",
    ],
)
def test_a_sentence_that_tells_names_answers_or_counts_is_parsed_with_its_neighbour(telling: str) -> None:
    assert parsed(f"{STRIKE} {telling}") == [f"{STRIKE} {telling}"]


def test_a_sentence_is_parsed_for_the_town_that_it_lends_to_the_next() -> None:
    lender = "She had fired the mayor of Lviv."
    assert parsed(f"{lender} Shells fell on a school.") == [f"{lender} Shells fell on a school."]


def test_a_voice_does_not_join_an_event_elsewhere_that_another_town_was_named_since() -> None:
    shot = "In Irpin a reporter was shot near a checkpoint. The police chief, Ivan Petrenko, accused Russian troops."
    (extraction,) = run.extract([article(f"Nine people died in air raids on Odesa on Saturday.\n\n{shot}")])
    assert [[report.claimant for report in event.reports] for event in extraction.events] == [[None]]


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
    assert passages.outline(article("The mayor of Odesa praised a choir."), run.gazetteer()).named == {}


def test_every_form_of_a_word_that_rules_ask_for_is_known_as_such() -> None:
    wanted = set().union(*wordclasses.classes().values()) | lexicon.bases()
    forms = {form for base in wanted for form in language.forms(base)}
    lost = {
        (form, base)
        for form in forms
        for tag in ("VB", "NN")
        if (base := language.lemma(form, tag)) in wanted and not lexicon.holds(form, frozenset({base}))
    }
    assert lost == set()


def test_words_that_stood_in_another_article_are_parsed_once_and_told_where_they_stand(monkeypatch) -> None:
    copy = f"{STRIKE} Four people were killed in the blast, the mayor of the city said."
    asked: list[str] = []
    parse = language.parse

    def counted(rows):
        rows = list(rows)
        asked.extend(text for text, *_ in rows)
        return parse(rows)

    monkeypatch.setattr(run, "_REPEATS", repeats.Repeats())
    monkeypatch.setattr(language, "parse", counted)
    texts = [copy, f"An agency reports:\n\n{copy}", f"The weather.\n\n{copy}"]
    found = [extraction for text in texts for extraction in run.extract([article(text)])]
    assert asked.count(copy) == 1
    for text, extraction in zip(texts, found, strict=True):
        reports = [report for event in extraction.events for report in event.reports]
        assert [text[report.start : report.end] for report in reports] == [report.quote for report in reports]
        assert [event.kind for event in extraction.events] == [event.kind for event in found[0].events] != []


def test_no_more_than_so_many_passages_are_remembered(monkeypatch) -> None:
    monkeypatch.setattr(repeats, "KEPT", 2)
    kept = repeats.Repeats()
    texts = [f"{n} {STRIKE} It was loud in the whole of the town." for n in range(3)]
    for text in texts:
        kept.keep(text, (0, ()))
    assert [kept.get(text) is not None for text in texts] == [False, True, True]
