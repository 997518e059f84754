"""The day of an event: its own phrase, else what was told before it."""

import pytest

from tests.conftest import Tell


@pytest.mark.parametrize("words", ["That night", "That same night", "The same evening"])
def test_that_night_is_the_night_told_before(words: str, tell: Tell) -> None:
    text = f"A missile hit a depot in Sumy on Thursday night.\n\n{words} a blast wrecked a bridge in Konotop."
    assert {event.when.first.isoformat() for event in tell(text).events} == {"2022-02-24"}
