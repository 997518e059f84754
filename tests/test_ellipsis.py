"""Places that share a verb, stand in a stretch of front, or are left: each sentence gives just these places."""

import pytest

from tests.conftest import Tell

SHARED = [
    ("Shelling went on, and two people died in Pokrovsk and one in Krasnohorivka.", "strike",
     {"Pokrovsk", "Krasnohorivka"}),
    ("In Pokrovsk three houses were damaged by artillery; in Toretsk an infrastructure facility.", "strike",
     {"Pokrovsk", "Toretsk"}),
    ("In the Pokrovsk direction the enemy made 31 attempts to storm positions near Selydove.", "battle", {"Selydove"}),
    ("Russian troops made limited attacks near Avdiivka and Nevelske.", "battle", {"Avdiivka", "Nevelske"}),
    ("Ukrainian units had driven Russian marines from Lobkove.", "capture", {"Lobkove"}),
    ("The city of Kherson fell to Moscow on Wednesday.", "capture", {"Kherson"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "places"), SHARED, ids=[row[0] for row in SHARED])
def test_each_place_of_the_sentence_and_no_other(text: str, kind: str, places: set[str], tell: Tell) -> None:
    assert {e.location.name for e in tell(text).events if e.kind == kind and e.location is not None} == places


def test_a_hospital_that_no_gazetteer_knows_stands_in_the_town_told_before(tell: Tell) -> None:
    told = tell("Shells fell on a school in Donetsk. On Monday another shell hit a car near the Kalinin hospital.")
    assert [e.location.name for e in told.events if e.location is not None] == ["Donetsk", "Donetsk"]


def test_deaths_without_a_cause_are_told_only_of_the_place_of_their_own_clause(tell: Tell) -> None:
    text = "Rockets fell on a depot. Four people were killed in a block in the west, and Sumy station was closed."
    assert "Sumy" not in {e.location.name for e in tell(text).events if e.location is not None}
