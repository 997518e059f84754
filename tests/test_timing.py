"""The day of an event: its own phrase, else what was told before it."""

import pytest

from tests.conftest import Tell


@pytest.mark.parametrize("words", ["That night", "That same night", "The same evening"])
def test_that_night_is_the_night_told_before(words: str, tell: Tell) -> None:
    text = f"A missile hit a depot in Sumy on Thursday night.\n\n{words} a blast wrecked a bridge in Konotop."
    assert {event.when.first.isoformat() for event in tell(text).events} == {"2022-02-24"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Amid fighting in Sumy, officials praised a push that had made gains in the past two weeks.", "2022-02-26"),
        ("Rockets that were fired on Thursday hit a depot in Sumy.", "2022-02-24"),
    ],
)
def test_a_day_of_another_things_clause_is_not_the_events(text: str, day: str, tell: Tell) -> None:
    assert {event.when.first.isoformat() for event in tell(text).events} == {day}
