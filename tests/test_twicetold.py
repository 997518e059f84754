"""What one article tells under two kinds or two days is one happening; two happenings stay two."""

import datetime as dt

import pytest

from pipeline.models import Event
from tests.conftest import Tell


def told(tell: Tell, text: str) -> list[tuple[str, str]]:
    def name(event: Event) -> str:
        return event.location.name if event.location else "none"

    return [(event.kind, name(event)) for event in tell(text).events]


@pytest.mark.parametrize(
    "text",
    [
        "Two explosions were heard in Lutsk on Saturday. A missile had hit a depot in Lutsk, officials said.",
        "A drone struck a refinery in Lutsk overnight. Residents filmed an explosion in Lutsk.",
        "Explosions in Lutsk\n\nRockets struck a market in Lutsk on Tuesday, the governor said.",
    ],
)
def test_a_blast_is_the_strike_that_made_it(text: str, tell: Tell) -> None:
    """The strike keeps the sentences of both."""
    (event,) = tell(text).events
    assert event.kind == "strike"
    assert len({report.start for report in event.reports}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "A car bomb exploded in Lutsk on Monday. Rockets hit a market in Lutsk.",
        "An explosion shook Lutsk on Monday. Hours later rockets hit a market in Lutsk.",
        "An explosion shook Lutsk on Monday. Rockets hit a market in Kovel.",
        "An explosion shook Lutsk on Monday. Rockets hit a market in Lutsk on Thursday.",
    ],
)
def test_a_mine_another_hour_town_or_day_stay_two(text: str, tell: Tell) -> None:
    assert len(told(tell, text)) == 2


def test_the_second_city_of_a_lead_is_the_town_named_further_down(tell: Tell) -> None:
    lead = "Rockets hit Ukraine's second city on Monday.\n\nTalks began.\n\n"
    assert told(tell, f"{lead}In Kharkiv, shells fell on the Saltivka district on Monday.") == [("strike", "Saltivka")]


def test_a_fall_without_a_day_is_the_one_that_the_story_dates(tell: Tell) -> None:
    (event,) = tell("Russia captures Lutsk\n\nRussian troops captured Lutsk on Tuesday, the army said.").events
    assert event.when.basis == "relative"
    assert len(event.reports) == 2


def test_captured_and_recaptured_are_two(tell: Tell) -> None:
    text = "Ukrainian troops have captured Lutsk. Russian troops had captured Lutsk on Tuesday."
    assert told(tell, text) == [("capture", "Lutsk"), ("capture", "Lutsk")]


@pytest.mark.parametrize(
    "text",
    [
        "A jet was shot down near Lutsk.\n\nThe air force said the jet was shot down on Tuesday near Lutsk.",
        "A missile killed 14 people in Lutsk.\n\nIt hit a bus stop in Lutsk on Thursday; the missile killed 14 people.",
        "Missiles hit a shopping mall in Lutsk.\n\nThe mall was hit on Thursday, the mayor said.",
    ],
)
def test_a_lead_without_a_day_is_the_happening_that_the_story_dates(text: str, tell: Tell) -> None:
    (event,) = tell(text, day=dt.date(2022, 2, 25)).events
    assert event.location is not None
    assert event.when.basis == "relative"


@pytest.mark.parametrize(
    "text",
    [
        "Missiles hit a depot in Lutsk.\n\nA hospital in Lutsk was hit by missiles on Wednesday.",
        "Missiles hit a school in Lutsk.\n\nOn Wednesday another missile had hit a school in Lutsk.",
    ],
)
def test_a_lead_is_not_the_other_strike_of_the_week(text: str, tell: Tell) -> None:
    assert len(told(tell, text)) == 2
