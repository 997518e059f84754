"""What is stopped and was fought all the same, read from whole sentences."""

import pytest

from tests.conftest import Tell


@pytest.mark.parametrize(
    "text",
    [
        "Marines halted a tank attack near Borova.",
        "A Russian drive towards Mykolaiv was stopped on Saturday.",
        "The brigade said it had stopped four attacks near Huliaipole.",
        "Over the past day 20 attacks were stopped near Huliaipole, the army said.",
    ],
)
def test_an_attack_that_soldiers_stop_was_fought(text: str, tell: Tell) -> None:
    assert [event.kind for event in tell(text).events] == ["battle"]


@pytest.mark.parametrize(
    "text",
    [
        "Russian troops halted their offensive near Borova.",
        "The truce stopped the fighting near Borova.",
        "Turkey hopes to stop the advance on Borova.",
        "The offensive was halted near Borova, diplomats said.",
    ],
)
def test_an_attack_that_is_called_off_is_no_battle(text: str, tell: Tell) -> None:
    assert tell(text).events == ()
