"""Lists of places, however the sentence builds them: each gives just these places."""

import pytest

from tests.conftest import Tell

LISTS = [
    ("Kharkiv, Ukraine's second-largest city, and Mykolaiv were shelled, officials said.", {"Kharkiv", "Mykolaiv"}),
    ("Not only Kharkiv but also Poltava was hit by missiles.", {"Kharkiv", "Poltava"}),
    ("A hospital in Volnovakha and another in Vuhledar were hit by shells.", {"Volnovakha", "Vuhledar"}),
    ("Two schools were destroyed by shells, one in Lysychansk, another in Kramatorsk.", {"Lysychansk", "Kramatorsk"}),
    ("Shelling damaged a hospital in Beryslav, a market in Kakhovka and several houses in Hola Prystan.",
     {"Beryslav", "Kakhovka", "Hola Prystan"}),
    ("Three rockets landed in the centre of Kramatorsk, two on the outskirts of Druzhkivka.",
     {"Kramatorsk", "Druzhkivka"}),
    ("Missiles were fired at Odesa, Mykolaiv - where a hotel burned - and Kryvyi Rih.",
     {"Odesa", "Mykolaiv", "Kryvyi Rih"}),
    ("Explosions were reported in Kyiv, the capital; in Kharkiv, the second city; and in Odesa, the main port.",
     {"Kyiv", "Kharkiv", "Odesa"}),
    ("It downed four drones: two over the Mykolaiv region, two over the Dnipropetrovsk region.",
     {"Mykolaiv Oblast", "Dnipropetrovsk Oblast"}),
]  # fmt: skip
NO_LISTS = [
    ("Rockets hit Irpin, a town on the edge of Kyiv, and the mayor of Bucha spoke to reporters.", {"Irpin"}),
    ("Missiles struck Dubno, west of Rivne, and Lutsk.", {"Dubno", "Lutsk"}),
    ("The minister visited Kharkiv, the second city, and Mykolaiv was shelled.", {"Mykolaiv"}),
]


@pytest.mark.parametrize(("text", "places"), LISTS + NO_LISTS, ids=[row[0] for row in LISTS + NO_LISTS])
def test_each_member_of_a_list_is_told_and_nothing_else(text: str, places: set[str], tell: Tell) -> None:
    assert {e.location.name for e in tell(text).events if e.location is not None} == places
