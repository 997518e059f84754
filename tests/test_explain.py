"""Every mention, rule and decision on a sentence is told in words."""

import datetime as dt

import pytest

from pipeline import run

DAY = dt.date(2022, 2, 26)


@pytest.mark.parametrize(
    "words",
    [
        "“Cruise missiles fired from the Black Sea struck Odesa on Friday, the mayor said.”",
        "Black Sea: origin",
        "Odesa: scene",
        "“on Friday”: 2022-02-25",
        "”: strike",
        "=> strike, settlement Odesa",
        "claims: the mayor (ukraine)",
    ],
)
def test_an_event_is_explained_from_mention_to_outcome(words: str) -> None:
    text = "Cruise missiles fired from the Black Sea struck Odesa on Friday, the mayor said."
    assert words in run.explain(text, published=DAY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Moscow threatened to bombard Odesa.", "set aside (modality)"),
        ("The song was a bombshell in Kyiv.", "no event"),
        ("It rained.", "nothing in this sentence tells of an event"),
        ("It snowed.", "nothing in this paragraph can tell of an event"),
        ("His hit of 2020 was sung in Kyiv.", "“hit”: no rule of it is met"),
        ("Read more: the shelling of Sumy", "Page furniture"),
        ("A missile hit a warehouse in Ukraine.", "not placed: only a country is named"),
        ("A city was hit 30 km south of Kyiv by a missile.", "30 km"),
        ("Sloviansk was shelled in 2014.", "background"),
    ],
)
def test_what_was_not_taken_is_explained_too(text: str, words: str) -> None:
    assert words in run.explain(text, published=DAY)


def test_no_text_is_no_event() -> None:
    assert run.explain("", published=DAY).strip() == "=> no event"


def test_the_ground_left_open_and_what_spoke_for_the_place_are_told() -> None:
    ring = run.explain("Shells fell 30 km from Kharkiv.", published=DAY)
    assert "on the ground 22 to 38 km from the centre of the named place" in ring
    assert "inhabitants" in run.explain("Shells hit Trostianets in the Sumy region.", published=DAY)


def test_figures_are_told_with_the_event_or_of_the_article_as_a_whole() -> None:
    told = run.explain(
        "A missile killed two people in Odesa. More than 1,000 soldiers have died, Kyiv said.", published=DAY
    )
    assert "killed (people): 2, the outlet" in told
    assert "of the article as a whole: killed (soldiers): more than 1000" in told
