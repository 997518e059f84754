"""Strikes, explosions and shootdowns as agencies and officials word them: each is told once, where it was."""

import pytest

from tests.conftest import Tell


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Drone strikes bus in Kherson", "strike", "Kherson"),
        ("Ukraine strikes depot in Rivne", "strike", "Rivne"),
        ("In Nikopol Grad rockets hit two high-rise buildings.", "strike", "Nikopol"),
        ("Troops opened fire with mortars on the village of Seredyna-Buda.", "strike", "Seredyna-Buda"),
        ("Mourners gathered to bury the victims of an attack that killed 59 in Hroza.", "strike", "Hroza"),
        ("Babies were carried from a clinic in Sumy after a rocket hit it.", "strike", "Sumy"),
        ("A missile punched a hole through the regional administration in Mykolaiv.", "strike", "Mykolaiv"),
        ("A Mi-8 was shot down over Mariupol.", "shootdown", "Mariupol"),
        ("A helicopter that the army had shot down lay in a field near Makariv.", "shootdown", "Makariv"),
        ("Russia shelled Nikopol, damaging ten houses and a school.", "strike", "Nikopol"),
        ("A jet came down over Izium after being hit by a Stinger missile.", "shootdown", "Izium"),
        ("An air strike by a drone destroyed a Buk missile system near Malyn.", "strike", "Malyn"),
        ("Seven attacks were beaten off near Lyman and nine tanks destroyed.", "battle", "Lyman"),
        ("Shelling of Chernihiv did not stop for an hour on Tuesday.", "strike", "Chernihiv"),
        ("A plane was hit by a missile and crashed near Izium.", "shootdown", "Izium"),
        ("Debris of a drone shot down over Odesa fell on a hotel.", "shootdown", "Odesa"),
        ("Falling debris from downed drones damaged houses in Odesa.", "shootdown", "Odesa"),
        ("Two bridges near Irpin were blown up on Monday.", "explosion", "Irpin"),
        ("Kharkiv took several hits from Grad rockets.", "strike", "Kharkiv"),
        ("Crews worked all night in Pavlohrad after a rocket slammed into a yard.", "strike", "Pavlohrad"),
        ("Moscow repeated its claim to have captured Lyman.", "capture", "Lyman"),
        ("08.40 Lviv: four missiles hit a workshop.", "strike", "Lviv"),
        ("Thousands fled Sievierodonetsk as it was shelled.", "strike", "Sievierodonetsk"),
        ("A landing ship was destroyed in Ochakiv.", "strike", "Ochakiv"),
        ("Soldiers fought off an attempt to dislodge them from Marinka.", "battle", "Marinka"),
        (
            "In Kyiv, a block in the Sviatoshyn district caught fire after being struck by a shell.",
            "strike",
            "Sviatoshyn",
        ),
        ("A school in Sumy burned down after a missile hit it.", "strike", "Sumy"),
    ],
)
def test_a_happening_is_told_once_and_where_it_was(text: str, kind: str, place: str, tell: Tell) -> None:
    (event,) = tell(text).events
    assert (event.kind, event.location and event.location.name) == (kind, place)


@pytest.mark.parametrize(
    "text", ["A convoy leaving Irpin came under mortar fire.", "A bus came under fire as it left Irpin."]
)
def test_what_is_hit_on_leaving_a_town_is_near_it(text: str, tell: Tell) -> None:
    (event,) = tell(text).events
    assert event.location is not None
    assert (event.location.name, event.location.precision) == ("Irpin", "near")


@pytest.mark.parametrize(
    "text",
    [
        "A bus leaving Irpin for Kyiv came under fire.",  # it may have come far
        "Officials gathered to prevent an attack on Sumy.",
        "Up in the Kharkiv region the Ukrainians hit back.",
        "Retreating soldiers left mines behind in Bucha.",
    ],
)
def test_what_only_looks_like_it_is_told_nowhere(text: str, tell: Tell) -> None:
    assert not any(event.location for event in tell(text).events)


def test_a_strike_without_a_day_is_the_one_that_the_next_sentence_dates(tell: Tell) -> None:
    lead = "A missile hit a school in Mykolaiv on Tuesday.\n\n"
    claim = "Moscow said its missiles had destroyed a fuel depot at Klevan. The governor confirmed on Monday "
    fuel = [
        e for e in tell(lead + claim + "night that an oil depot was hit in Klevan.").events if e.target != "a school"
    ]
    assert [(e.when.basis, len(e.reports)) for e in fuel] == [("relative", 2)]
