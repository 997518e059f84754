"""Captions, headlines and live-blog items: read as what they leave out, and put where they say."""

import pytest

from gazetteer.lookup import Lookup
from pipeline import headline, language, roles
from pipeline.syntax import Sentence
from tests.conftest import Tell


def sentence(text: str) -> Sentence:
    ((found,),) = language.parse([(text, 0, 0)])
    return found


@pytest.mark.parametrize(
    "text",
    ["School shelled overnight", "Damage to a clinic after a missile strike", "Ambulance hit by shelling in Orikhiv"],
)
def test_words_without_a_finite_verb_are_a_caption(text: str) -> None:
    assert headline.is_caption(sentence(text))


@pytest.mark.parametrize(
    "text", ["Rockets hit a school.", "The talk was of a strike.", "Shells will fall.", "A missile came down."]
)
def test_a_sentence_with_a_finite_verb_is_no_caption(text: str) -> None:
    assert not headline.is_caption(sentence(text))


ONE_LINERS = [
    ("Russian helicopter shot down over Kherson", "shootdown", {"Kherson"}),
    ("Fuel depot hit in Rivne", "strike", {"Rivne"}),
    ("Two tanks hit near Orikhiv", "strike", {"Orikhiv"}),
    ("Artillery shelling trenches near Bakhmut", "strike", {"Bakhmut"}),
    ("Kharkiv Gymnasium No. 12 shelled", "strike", {"Kharkiv"}),
    ("Explosion damage to a workshop in Poltava", "explosion", {"Poltava"}),
    ("Strike on Poltava", "strike", {"Poltava"}),
    ("Smoke rising from Odesa after a missile strike", "strike", {"Odesa"}),
    ("Clinic damaged after shelling, Sumy", "strike", {"Sumy"}),
    ("Explosion reported, Belgorod", "explosion", {"Belgorod"}),
    ("Strikes reported in: Kharkiv, Sumy, Chernihiv", "strike", {"Kharkiv", "Sumy", "Chernihiv"}),
    ("Kharkiv: a rocket hit a tram depot, one person was wounded", "strike", {"Kharkiv"}),
    ("Explosion in #Odesa", "explosion", {"Odesa"}),
    ("Forces in Mariupol come under attack", "battle", {"Mariupol"}),
    ("Ukrainian soldiers raise flag over Izium", "capture", {"Izium"}),
]


@pytest.mark.parametrize(("text", "kind", "places"), ONE_LINERS)
def test_a_one_liner_is_an_event_where_it_says(text: str, kind: str, places: set[str], tell: Tell) -> None:
    events = [event for event in tell(text).events if event.kind == kind]
    assert {event.location.name for event in events if event.location} == places


@pytest.mark.parametrize(
    "text",
    [
        "Captured armoured vehicle in Lyman",
        "Damage to a school in Chernihiv",
        "Destroyed tank column near Bucha",
        "Russian tanks in Mariupol",
        "Protest in Kherson",
        "Exhibition of rocket fragments in Kyiv",
        "Artillery shelling exercise near Lviv",
        "Volunteers clear debris in Borodianka",
    ],
)
def test_a_caption_that_names_no_event_gives_none(text: str, tell: Tell) -> None:
    """A ruin or a wreck shows that something happened, not what, and not when."""
    assert tell(text).events == ()


@pytest.mark.parametrize("text", ["Kindergarten damaged after a missile strike", "Aftermath of shelling"])
def test_a_caption_without_a_place_is_listed_as_not_placed(text: str, tell: Tell) -> None:
    (event,) = tell(text).events
    assert event.location is None
    assert event.when.precision == "assumed"


def test_each_target_of_one_sentence_has_its_place(tell: Tell) -> None:
    told = tell("Missiles hit a school in Sumy, a depot in Poltava and a barracks in Konotop.").events
    assert [event.location.name for event in told if event.location] == ["Sumy", "Poltava", "Konotop"]


def test_a_direction_without_a_distance_is_a_sector_beside_the_town(tell: Tell) -> None:
    """'North of Poltava' is neither the town nor any spot: its extent begins at the town's rim."""
    (event,) = tell("Fighting was reported north of Poltava.").events
    assert event.location is not None
    assert event.location.extent is not None
    assert (event.location.precision, event.location.extent.kind) == ("near", "sector")
    assert event.location.latitude > 49.6


def test_the_west_of_a_country_is_no_place(tell: Tell) -> None:
    assert all(event.location is None for event in tell("Five depots came under fire in the west of Ukraine.").events)


def test_each_name_of_a_list_takes_the_noun_at_its_end(gaz: Lookup) -> None:
    """'Sumy, Chernihiv and Kharkiv regions': none of the three is the town."""
    text = "Sumy, Chernihiv and Kharkiv regions were attacked overnight with drones."
    found = roles.mentions(sentence(text), gaz.toponyms(text))
    assert [(m.role, m.cue) for m in found] == [("scene", "region")] * 3
    assert len({m.group for m in found}) == 1


def test_each_place_with_its_own_preposition_is_told(tell: Tell) -> None:
    told = tell("There were strikes on Odesa, on Mykolaiv and on Dnipro.").events
    assert [event.location.name for event in told if event.location] == ["Odesa", "Mykolaiv", "Dnipro"]


@pytest.mark.parametrize("text", ["Kyiv's forces were fighting back.", "The city is in the hands of Kyiv."])
def test_a_capital_that_owns_the_forces_is_no_scene(text: str, tell: Tell) -> None:
    """That "force" and "change hands" may be triggers makes no ground of "Kyiv's forces"."""
    assert all(event.location is None for event in tell(text).events)
