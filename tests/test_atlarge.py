"""What is said of the war at large makes no incident; what happened somewhere unnamed stays one, not placed."""

import pytest

from tests.conftest import Tell

AT_LARGE = [
    "Russia widened its assault on Ukraine.",
    "Three million people have fled the fighting.",
    "Russia has been bombing Ukrainian cities for weeks.",
    "Ukraine's offensive in the south began last week.",
    "Bridges and depots have all been hit.",
    "Thousands of foreigners are fighting in Ukraine.",
    "Attacks on railways are blamed on partisans.",
]
SOMEWHERE = [
    "A helicopter was shot down, the ministry said.",
    "Two soldiers died when a mine exploded, the army said on Friday.",
    "Missiles struck a railway station in eastern Ukraine on Friday, killing 50.",
    "A drone hit an oil depot in southern Russia overnight.",
    "Explosions were heard across western Ukraine on Saturday.",
    "Clashes are reported in the suburbs.",
    "Our battalion fought its way out at night, said a soldier.",
    "Rockets have hit a hospital, the ministry said.",
]


@pytest.mark.parametrize("text", AT_LARGE)
def test_the_war_at_large_is_set_aside_with_its_reason(tell: Tell, text: str) -> None:
    told = tell(text)
    assert not told.events
    assert any("war at large" in r.reason for r in told.rejections)


@pytest.mark.parametrize(
    "text", ["The general, whose planes bombed Aleppo, now commands in Kherson.", "He wrote after the siege of Aleppo."]
)
def test_what_is_told_in_passing_of_another_war_is_no_news_of_this_one(tell: Tell, text: str) -> None:
    told = tell(f"Missiles hit Sumy and Lutsk on Friday. {text}")
    assert {event.location and event.location.name for event in told.events} == {"Sumy", "Lutsk"}


def test_what_a_weapon_did_before_is_not_where_it_is_made_nor_in_the_town_told_of_last(tell: Tell) -> None:
    told = tell("Rockets hit Sumy on Friday. Neptunes, the missiles that sank the cruiser, are made there.")
    assert [event.location and event.location.name for event in told.events] == ["Sumy"]
    assert any("in passing" in r.reason for r in told.rejections)


@pytest.mark.parametrize("text", SOMEWHERE)
def test_a_happening_whose_place_is_not_named_stays_an_incident(tell: Tell, text: str) -> None:
    told = tell(text)
    assert [event.location for event in told.events] == [None]
