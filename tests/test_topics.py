"""What a paragraph opens with, and what "both towns", "there" or "the region" mean after it."""

import pytest

from tests.conftest import Tell


def names(tell: Tell, text: str) -> list[str]:
    return sorted(event.location.name for event in tell(text).events if event.location)


TOPICS = [
    # the paragraph opens with a town, and what is told of a day in it is there
    ("Chernihiv remained cut off. Its last bridge was destroyed by shelling on Thursday.", ["Chernihiv"]),
    ("Sumy's agony went on. Buses were turned back at Konotop. A shell hit a shop on Friday.", ["Sumy"]),
    ("More on Sumy. Four missiles were shot down on the approach to the city.", ["Sumy"]),
    ("In Kherson, the port reopened. An attack on the naval base there was repelled on Friday.", ["Kherson"]),
    # nobody's whereabouts, no ship and no name in doubt is what a paragraph is about
    ("Speaking from Odesa, the general said his men had downed a helicopter.", []),
    ("The Novorossiysk, a submarine, fired four missiles on Friday.", []),
    ("Mykola left Sumy in 2015. A shell hit his car on Friday.", []),
    ("A platoon leader who gave only his call sign, Dnipro, said a shell had killed a man on Friday.", []),
    ("Mines were laid near Bakhmut.\n\nNobody slept. The region was shelled.", []),
    # the only town that the article has named
    ("Sumy mourned.\n\nA missile slammed into a shopping centre on Friday, officials said.", ["Sumy"]),
    ("Sumy mourned with Lutsk.\n\nA missile slammed into a shopping centre on Friday, officials said.", []),
    ("Sumy mourned.\n\nA missile slammed into a shopping centre, officials said.", []),
    # towns that were named together
    (
        "Shells hit Sumy and Konotop on Friday. Both towns were shelled on Thursday.",
        ["Konotop", "Konotop", "Sumy", "Sumy"],
    ),
    ("Shells hit Sumy on Friday. Both towns were shelled on Thursday.", ["Sumy"]),
    # who is where it was done to them, what was reported from a town, and one of two
    ("Fighters inside Azovstal said tanks had fired on them.", ["Azovstal"]),
    ("Strikes were reported from Lviv and Lutsk, and from Rivne.", ["Lutsk", "Lviv", "Rivne"]),
    ("Blasts rocked two air bases, one near Saratov and one near Ryazan.", ["Ryazan’", "Saratov"]),
    ("The forces that poured out of Crimea took back the Antonivka bridge near Kherson.", ["Antonivskyi Bridge"]),
    ("A plane was shot down over Belgorod region near the village of Yablonovo.", ["Belgorod Oblast"]),
    ("Rockets came from places to the east, all controlled by the Donetsk People's Republic.", []),
]


@pytest.mark.parametrize(("text", "places"), TOPICS, ids=[row[0] for row in TOPICS])
def test_what_was_spoken_of_before_is_meant(text: str, places: list[str], tell: Tell) -> None:
    assert names(tell, text) == places


OPENINGS = [  # second paragraph, where its event is
    ("The fate of Kherson, a port on the Dnieper River, was unclear. Troops had taken the city.", "Kherson"),
    ("Lozova's mayor spoke to reporters by the Donets river. A missile had hit the town, he said.", "Lozova"),
    ("Kyiv said the fight for the town went on. Its troops had beaten back an assault on the town.", "Izium"),
    ("Dnipro doctors treated the wounded. The town was shelled again on Friday.", "Izium"),
]


@pytest.mark.parametrize(("text", "where"), OPENINGS, ids=[row[0] for row in OPENINGS])
def test_the_town_is_what_the_paragraph_opens_with_and_no_capital_that_speaks(
    text: str, where: str, tell: Tell
) -> None:
    told = tell(f"Shells fell on Izium on Thursday.\n\n{text}").events
    assert {event.location.name for event in told if event.location} == {"Izium", where}
