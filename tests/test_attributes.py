"""By whom, with what, against what: in the text's words, or nothing."""

import pytest

from tests.conftest import Tell

DOERS = [
    ("Russian forces shelled a school in Sumy.", "Russian forces"),
    ("Kyiv accused Russian pilots of having fired at Konotop.", "Russian pilots"),
    ("Moscow accused the Azov regiment of shelling Mariupol.", "the Azov regiment"),
    ("Its artillery shelled Sumy on Friday.", "artillery"),
    ("Russia’s shelling of Sumy went on.", "Russia"),
    ("Two Ukrainian helicopters attacked a depot in Belgorod.", "Two Ukrainian helicopters"),
    ("A missile hit a school in Sumy.", None),
    ("The wreckage of a drone fell on houses in Sumy.", None),
    ("The mayor said that shells hit a school in Sumy.", None),
    ("Sumy came under artillery fire.", None),
]

THINGS = [
    ("A missile set fire to an oil depot in Sumy.", {"Sumy": ("missile", "an oil depot")}),
    ("Russian forces fired rockets at Sumy.", {"Sumy": ("rockets", None)}),
    ("Russian forces hit a tank with nitric acid in Sumy.", {"Sumy": (None, "a tank")}),
    ("A day earlier missiles struck a school in Sumy.", {"Sumy": ("missiles", "a school")}),
    ("Missiles hit power stations in Sumy and Poltava.",
     {"Sumy": ("Missiles", "power stations"), "Poltava": ("Missiles", "power stations")}),
    ("Missiles destroyed a school in Sumy and a large depot in Poltava.",
     {"Sumy": ("Missiles", "a school"), "Poltava": ("Missiles", "a large depot")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "doer"), DOERS, ids=[row[0] for row in DOERS])
def test_only_who_fights_is_named_as_who_did_it(text: str, doer: str | None, tell: Tell) -> None:
    assert {e.actor for e in tell(text).events} == {doer}


@pytest.mark.parametrize(("text", "told"), THINGS, ids=[row[0] for row in THINGS])
def test_each_place_has_what_was_hit_there(text: str, told: dict[str, tuple], tell: Tell) -> None:
    found = {e.location.name: (e.weapon, e.target) for e in tell(text).events if e.location is not None}
    assert found == told


def test_a_missile_that_is_shot_down_is_not_what_it_was_done_with(tell: Tell) -> None:
    (event,) = tell("Air defences shot down a cruise missile over Sumy.").events
    assert (event.actor, event.weapon, event.object) == ("Air defences", None, "a cruise missile")
