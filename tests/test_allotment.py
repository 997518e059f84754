"""Figures stand with the event of the place that they are told of."""

import pytest

from tests.conftest import Tell

SHARES = [
    ("Missiles hit Sumy, killing five, and shells fell on Konotop, where 15 were hurt.",
     {"Sumy": [5], "Konotop": [15]}),
    ("Missiles hit Sumy and Konotop; three people were killed in Sumy, and one died in Konotop.",
     {"Sumy": [3], "Konotop": [1]}),
    ("Five people were killed when a missile hit a house in Sumy.", {"Sumy": [5]}),
    ("Three civilians were killed in Mariupol and two boys were killed in Kharkiv when a shell hit a house.",
     {"Mariupol": [3], "Kharkiv": [2]}),
    ("Rockets hit Sumy and Konotop, killing four people.", {"Sumy": [], "Konotop": []}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shares"), SHARES, ids=[row[0] for row in SHARES])
def test_the_dead_of_one_town_are_not_anothers(text: str, shares: dict[str, list[int]], tell: Tell) -> None:
    told = tell(text)
    found = {e.location.name: [f.value for f in e.figures] for e in told.events if e.location is not None}
    assert found == shares
