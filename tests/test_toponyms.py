"""What a list of names shares, and coordinates given in words."""

import pytest
from geopy.distance import great_circle

from gazetteer.lookup import Lookup
from pipeline import toponyms
from tests.conftest import Tell

LISTS = [
    ("Drones hit the Afipsky and Slavyansk refineries.", {"Afipsky oil refinery", "Slavyansk oil refinery"}),
    ("Drones attacked the Engels and Dyagilevo airfields.", {"Engels air base", "Dyagilevo air base"}),
    ("A missile hit the headquarters of Russia's Black Sea Fleet.", {"Black Sea Fleet headquarters"}),
    (
        "Shells hit the Kyivskyi and Shevchenkivskyi districts of Kharkiv.",
        {"Kyivskyi district, Kharkiv", "Shevchenkivskyi district, Kharkiv"},
    ),
    ("Two districts of Odesa, Kyivskyi and Prymorskyi, were shelled.", {"Odesa"}),
    ("Drones hit the Prymorskyi district of Odesa.", {"Odesa"}),
]


@pytest.mark.parametrize(("text", "names"), LISTS, ids=[row[0] for row in LISTS])
def test_the_noun_of_a_list_belongs_to_each_name_and_a_district_to_its_city(
    text: str, names: set[str], tell: Tell
) -> None:
    assert {e.location.name for e in tell(text).events if e.location} == names


@pytest.mark.parametrize(
    "bridge",
    ["road bridge between Russia and Crimea", "bridge linking Crimea to Russia", "bridge from Russia to Crimea"],
)
def test_a_bridge_is_told_by_the_two_lands_that_it_joins(bridge: str, tell: Tell) -> None:
    (event,) = tell(f"An explosion damaged the {bridge}.").events
    assert event.location is not None
    assert event.location.name == "Crimean Bridge"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rockets hit the Central District.", set()),
        ("Sirens wailed in Tel Aviv. Rockets hit the Central District.", {"Central District"}),
        ("A shell hit a shop in Mirny.", set()),
        ("A shell hit a shop in Mirny, in the Sakha Republic.", {"Mirny"}),
        ("The Kakhovka dam was blown up at Nova Kakhovka. Kherson was shelled.", {"Kakhovka dam", "Kherson"}),
    ],
)
def test_a_name_that_says_nothing_by_itself_needs_another_beside_it(text: str, names: set[str], tell: Tell) -> None:
    told = tell(text).events
    assert {e.location.name for e in told if e.location} == names
    assert all(e.unplaced_reason for e in told if e.location is None)


COORDINATES = [
    ("A missile landed at 48.59 N, 38.00 E.", (48.59, 38.0), 1.0),
    ("A missile hit a bridge at 47°06′N 37°33′E.", (47.1, 37.55), 1.0),
    ("Footage geolocated to 48.5942, 37.9931 shows a strike on a trench.", (48.5942, 37.9931), 0.1),
    ("Shells fell near 47.25° north, 35.5° east.", (47.25, 35.5), 10.0),
]


@pytest.mark.parametrize(("text", "point", "within_km"), COORDINATES, ids=[row[0] for row in COORDINATES])
def test_coordinates_in_the_text_are_a_place_as_precise_as_their_digits(
    text: str, point: tuple[float, float], within_km: float, tell: Tell
) -> None:
    (event,) = tell(text).events
    assert event.location is not None
    assert great_circle((event.location.latitude, event.location.longitude), point).km < 0.1
    assert event.location.uncertainty_km <= within_km + 5.5  # "near"
    assert event.location.country == "UA"


@pytest.mark.parametrize("text", ["lots 12 N and 14 E", "from 48.5, 37.9 million", "95.00 N, 12.00 E", "0.000, 0.000"])
def test_other_numbers_are_no_coordinates(text: str, gaz: Lookup) -> None:
    assert toponyms.find(text, gaz) == ()
