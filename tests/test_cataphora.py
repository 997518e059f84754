"""Places that a lead describes and the sentences below it name."""

import pytest

from tests.conftest import Tell

NAMED_BELOW = [
    ("A ship was hit in an occupied port. Video from Berdiansk showed flames over the docks.", "Berdiansk"),
    ("Bombs fell on a market in a small town in northeastern Ukraine. The raid on Okhtyrka came at dawn.", "Okhtyrka"),
    ("Missiles struck the heart of a city. The attack on Vinnytsia came at noon.", "Vinnytsia"),
    ("LVIV, Ukraine - Missiles hit a base close to the Polish border. The base at Yavoriv is old.", "Yavoriv"),
    ("Troops have recaptured a town west of Kyiv. The flag flew over the town hall of Makariv.", "Makariv"),
]


@pytest.mark.parametrize(("text", "name"), NAMED_BELOW, ids=[row[1] for row in NAMED_BELOW])
def test_a_lead_without_a_name_stands_where_the_next_sentence_names_it(text: str, name: str, tell: Tell) -> None:
    location = tell(text).events[0].location
    assert location is not None
    assert (location.name, location.basis) == (name, "coreference")
    assert location.words.endswith(f": {name}")


def test_a_lead_without_a_name_is_one_with_the_sentence_that_tells_it_again(tell: Tell) -> None:
    (event,) = tell(
        "Shells hit a street in a town outside Kharkiv.\n\nThe shells landed in Derhachi, an aide said."
    ).events
    assert event.location is not None
    assert (event.location.name, len(event.reports)) == ("Derhachi", 2)


@pytest.mark.parametrize(
    "text",
    [
        "A drone struck a depot in a Russian city on Sunday. In Odesa, trams were running again.",
        "Missiles hit a city in western Ukraine on Sunday. In Mariupol, people cooked on open fires.",
        "Shells hit a town on Sunday. Elsewhere, Sumy was in the dark.",
        "A small town in the northeast was shelled. In Lviv, the mayor opened a shelter.",
        "A city in southern Ukraine was bombed overnight. Kherson has been quiet for weeks, officials said.",
        "Shells hit a town on Sunday, the aide said. The mayor of Sumy offered help.",
        "Troops have captured a town west of Donetsk.",
        "A missile hit a ship in an occupied port. Refugees from Berdiansk slept by the harbour of Batumi.",
    ],
)
def test_a_name_below_that_does_not_fit_places_nothing(text: str, tell: Tell) -> None:
    assert [event.location for event in tell(text).events] == [None]
