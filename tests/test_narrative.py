"""The day of an event that is told without one: that of its paragraph, of a date above it, of the article's raid."""

import datetime as dt

import pytest

from pipeline import run
from tests.conftest import story

TUESDAY = dt.date(2022, 10, 11)


def told(text: str, place: str) -> set[tuple[str, str]]:
    """First day and basis of what an article of Tuesday, 11 October 2022 tells of the place."""
    (extraction,) = run.extract([story(text, day=TUESDAY)])
    whens = [event.when for event in extraction.events if event.location and place in event.location.name]
    return {(when.first.isoformat()[5:], when.basis) for when in whens}


@pytest.mark.parametrize(
    "lead",
    [
        "Missiles struck cities across the country on Monday, killing 14, and smoke rose over Kyiv.",
        "Dozens of drones were shot down over Odesa on Monday, the army said.",
        "The country buried its dead after Monday's missile attack on Kyiv.",
        "Crews cleared the streets on Tuesday, a day after missiles hit Kyiv.",
        "Missiles hit Kyiv on Monday, two days after Saturday's explosion on a bridge in Melitopol.",
        "Kyiv is dark after a missile hit it on Monday. It was the second raid: drones hit its port on 2 October.",
        "Rockets kill 14 in Kyiv\n\nRockets fell on Kyiv on Monday.",
    ],
)
@pytest.mark.parametrize(
    "after", ["Blasts were reported from Lutsk.", "The first missiles hit Lutsk at breakfast time."]
)
def test_an_article_of_a_raid_tells_of_its_day_until_it_names_another(lead: str, after: str) -> None:
    assert told(f"{lead}\n\n{after}", "Lutsk") == {("10-10", "inherited")}


@pytest.mark.parametrize(
    "beside",
    [
        "Moscow called it an answer to Saturday's explosion in Melitopol.",
        "The town had been hit by a missile on Saturday.",
        "It was the revenge for a blast that wrecked a bridge in Melitopol on Saturday.",
    ],
)
def test_a_day_that_is_only_recalled_is_not_lent_onward(beside: str) -> None:
    text = f"On Monday missiles hit Kyiv. {beside}\n\nThe rockets hit a school in Lutsk at noon."
    assert told(text, "Lutsk") == {("10-10", "inherited")}


def test_after_a_later_day_was_told_it_may_be_either() -> None:
    text = "Missiles hit Kyiv on Sunday.\n\nOn Monday a drone hit a depot in Sumy.\n\nA drone wrecked a house in Lutsk."
    (extraction,) = run.extract([story(text, day=TUESDAY)])
    (when,) = [e.when for e in extraction.events if e.location and e.location.name == "Lutsk"]
    assert (when.first.day, when.last.day, when.precision, when.basis) == (9, 10, "range", "inherited")


@pytest.mark.parametrize(
    "text",
    [
        "A missile hit Kyiv this morning.\n\nOn Monday a drone hit a depot in Sumy.\n\nA drone hit Lutsk.",
        "09:00 Missiles hit Kyiv on Monday.\n\n09:20 A drone hit Lutsk.",
        "Missiles hit Kyiv.\n\nOn Monday a drone hit a depot in Sumy.\n\nA drone hit Lutsk.",
    ],
)
def test_news_of_the_articles_own_day_and_items_headed_by_the_clock_stay_of_that_day(text: str) -> None:
    text = text.replace("Missiles hit Kyiv.", "Missiles hit Kyiv, killing four people, as the city slept.")
    assert {day for day, _ in told(text, "Lutsk")} == {"10-11"}


@pytest.mark.parametrize("line", ["Monday, 10 October", "10 October 2022", "Day 229: Monday 10 October"])
def test_a_line_that_is_a_date_gives_its_day_to_the_items_below(line: str) -> None:
    assert told(f"16:40 A drone hit Kyiv.\n\n{line}\n\n21:15 Shells hit Lutsk.", "Lutsk") == {("10-10", "inherited")}


def test_a_report_says_as_of_when_it_was_written() -> None:
    head = "Daily report, based on information received as of 19:30, 10 October 2022"
    text = f"{head}\n\nThe monitors heard shelling in Lutsk."
    assert told(text, "Lutsk") == {("10-10", "inherited")}


def test_what_also_happened_is_of_the_day_told_just_before() -> None:
    assert told("On Monday shells hit Sumy.\n\nShells also hit a school in Lutsk.", "Lutsk") == {("10-10", "inherited")}


@pytest.mark.parametrize(
    ("again", "day"),
    [
        ("Moscow's defence ministry said on Tuesday that missiles had been used against a depot in Sumy.", "10-09"),
        ("The ministry said that the strike on Sumy had wrecked a workshop.", "10-09"),
        ("The mayor said on Tuesday that a drone struck a depot in Sumy.", "10-11"),
    ],
)
def test_what_is_told_again_of_a_place_keeps_the_day_it_was_told_of(again: str, day: str) -> None:
    text = f"Missiles hit a depot in Sumy on Sunday.\n\nShelling went on near Bakhmut.\n\nTalks failed.\n\n{again}"
    (extraction,) = run.extract([story(text, day=TUESDAY)])
    assert [e.when.first.isoformat()[5:] for e in extraction.events if e.location and e.location.name == "Sumy"][
        -1
    ] == day


@pytest.mark.parametrize(
    "words",
    [
        "The army said on Sunday that drones had hit Sumy overnight.",
        "On Sunday it said that missiles hit Sumy at dawn.",
    ],
)
def test_the_night_of_which_somebody_speaks_is_the_one_before(words: str) -> None:
    assert told(words, "Sumy") == {("10-09", "relative")}


def test_a_count_of_strikes_since_a_day_is_not_of_that_day() -> None:
    assert told("It was the fourth strike on Sumy since 2 October.", "Sumy") == {("10-11", "publication")}
