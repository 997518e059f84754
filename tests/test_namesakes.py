"""Which of the places of one name is meant, by what the words around it say of where it lies."""

import datetime as dt

import pytest

from pipeline import neighbours, offsets, run
from pipeline.models import Location
from pipeline.placemention import Lies
from tests.conftest import Tell


def located(tell: Tell, text: str, day: dt.date) -> dict[str, Location]:
    return {e.location.name: e.location for e in tell(text, day=day).events if e.location is not None}


def in_divisions(tell: Tell, text: str, day: dt.date) -> set[tuple[str, str | None]]:
    return {(name, place.admin1) for name, place in located(tell, text, day).items()}


def test_each_name_has_its_own_direction_and_distance(tell: Tell) -> None:
    where = "near Masiutivka, 13 km northeast of Kupiansk, and Bilohorivka, 12 km south of Kreminna"
    text = f"Troops repelled assaults {where}."
    assert set(located(tell, text, dt.date(2023, 6, 12))) == {"Masiutivka", "Bilohorivka"}


BESIDE = [
    ("Troops freed Poltavka and Malynivka on Sunday.", dt.date(2022, 3, 27), "Malynivka", "Zaporizhzhia Oblast"),
    ("Shells fell on Komyshuvakha and Nyrkove on Monday.", dt.date(2022, 5, 30), "Komyshuvakha", "Luhansk Oblast"),
    ("Moscow said its troops had taken Krasne and Pylna.", dt.date(2024, 5, 12), "Krasne", "Kharkiv Oblast"),
    (
        "A bomb fell on Velyka Pysarivka. In nearby Popivka a shell killed a man.",
        dt.date(2024, 6, 1),
        "Popivka",
        "Sumy",
    ),
    ("The army took Robotyne. Malynivka nearby was shelled.", dt.date(2024, 6, 1), "Malynivka", "Zaporizhzhia Oblast"),
    ("Troops took Stepanivka, south of Kostiantynivka.", dt.date(2025, 3, 20), "Stepanivka", "Donetsk Oblast"),
    ("Troops took the village of Dalne, south of Kurakhove.", dt.date(2024, 11, 22), "Dalnie", "Donetsk Oblast"),
    (
        "Shells fell on the city of Chernihiv. South of the city, troops lost Sloboda on Monday.",
        dt.date(2022, 3, 28),
        "Sloboda",
        "Chernihiv Oblast",
    ),
    (
        "Drones hit Sumy. The army lost Oleksiivka, a village in the north of the region, on Sunday.",
        dt.date(2025, 6, 2),
        "Oleksiivka",
        "Sumy Oblast",
    ),
    ("Troops took Marynivka, on the border with Russia.", dt.date(2014, 8, 8), "Marynivka", "Donetsk Oblast"),
    ("Troops took Marynivka, close to the Russian border.", dt.date(2014, 8, 8), "Marynivka", "Donetsk Oblast"),
]


WAR = dt.date(2023, 10, 3)
BESIDE += [
    (
        "A shell hit the village of Mykhailivka in the Synelnykove district.",
        WAR,
        "Mykhailivka",
        "Dnipropetrovsk Oblast",
    ),
    ("Drones struck Krasne in the Chortkiv district.", WAR, "Krasne", "Ternopil Oblast"),
    ("Shells hit Ivanivka (Vovchansk district).", WAR, "Ivanivka", "Kharkiv Oblast"),
    ("Bombs fell on Petropavlivka, Kupiansk district.", WAR, "Petropavlivka", "Kharkiv Oblast"),
    ("Shells hit Kherson, Dniprovskyi district.", WAR, "Kherson", "Kherson Oblast"),
    ("Rockets hit Odesa, Kupiansk district and Izium.", WAR, "Odesa", "Odesa Oblast"),
]


@pytest.mark.parametrize(("text", "day", "name", "division"), BESIDE, ids=[row[0] for row in BESIDE])
def test_a_name_is_the_one_that_lies_where_the_text_says(
    tell: Tell, text: str, day: dt.date, name: str, division: str
) -> None:
    place = located(tell, text, day)[name]
    assert (place.admin1 or "").startswith(division)


def test_of_two_at_one_border_the_one_that_is_there_is_meant(tell: Tell) -> None:
    place = located(tell, "Troops took Marynivka, on the border with Russia.", dt.date(2014, 8, 8))["Marynivka"]
    assert place.longitude > 38.5  # and not the one by Kurakhove, 100 km to the west


OPEN = [
    "Shells fell on Mykhailivka and Stepanivka on Monday.",  # so many of each that some lie side by side by chance
    "Shells fell on Petrivka, on the border of two districts.",
    "A drone hit a house in Oleksandrivka, close to the border with Belarus.",
    "Troops left Kharkiv. Shells hit Mykolaivka on Monday.",
    "South of the city lies a lake. Shells hit Novoselivka on Monday.",
    "Shells hit Ivanivka, north of Lviv, on Saturday.",
    "Shells hit Seredne, south of Odesa, on Saturday.",
    "Drones hit depots in Kalynivka and Voznesensk on Friday.",
    "A drone hit a car in Murom, in the Shebekino district.",  # the Murom that we know is a city far behind Moscow
    "A drone hit a truck in Krasnoye, Belgorod district.",
    "A drone killed a driver in Oleksandrivka in the Shebekino district.",
]


@pytest.mark.parametrize("text", OPEN)
def test_a_name_stays_open_where_nothing_tells_or_nothing_fits(tell: Tell, text: str) -> None:
    assert not set(located(tell, text, dt.date(2023, 2, 20))) - {
        "Kharkiv",
        "Voznesensk",
        "Mariupol",
        "Ochakiv",
        "Lutsk",
        "Dnipro",
    }


def test_a_village_is_none_far_from_the_fighting_that_it_is_listed_with(tell: Tell) -> None:
    """The Gordeevka of the Kursk front is in no gazetteer, one 300 km off in peaceful country is."""
    told = located(tell, "Attacks were repelled at Gordeevka and Cherkasskoye Porechnoye.", dt.date(2024, 8, 16))
    assert set(told) == {"Cherkasskoye Porechnoye"}


def test_a_district_named_beside_a_village_is_not_what_the_village_is(tell: Tell) -> None:
    place = located(tell, "Bombs fell on Petropavlivka, Kupiansk district.", WAR)["Petropavlivka"]
    assert place.precision == "settlement"


def test_which_town_the_city_is_is_not_sure_enough_to_rule_a_village_out(tell: Tell) -> None:
    text = "Rockets hit Kharkiv. Kyiv was calm. Troops freed Bobrivka, a village to the north-east of the city."
    assert "Bobrivka" in located(tell, text, dt.date(2022, 4, 19))


def test_a_list_of_the_whole_country_tells_nothing_of_where_a_village_lies() -> None:
    """One Kalynivka of 79 lies by Mariupol; "Mariupol, Ochakiv and Kalynivka" does not mean it for that."""
    gazetteer = run.gazetteer()
    mariupol, ochakiv, sartana = (gazetteer.candidates(name)[0] for name in ("Mariupol", "Ochakiv", "Sartana"))
    assert neighbours.are_scattered([mariupol, ochakiv])
    assert not neighbours.are_scattered([mariupol, sartana])


def test_before_2020_a_district_reached_around_its_seat(tell: Tell) -> None:
    """The Vodiane of Volnovakha district was that by the sea as well, which lies in another district today."""
    assert not located(tell, "Mortars shelled Vodiane (Volnovakha district).", dt.date(2018, 10, 1))


def test_a_city_is_itself_whatever_stands_behind_it(tell: Tell) -> None:
    told = in_divisions(tell, "Rockets hit Lviv, then a base north of Kyiv, on Saturday.", dt.date(2022, 3, 12))
    assert told == {("Lviv", "Lviv Oblast")}


def test_a_name_means_later_what_an_apposition_has_told(tell: Tell) -> None:
    text = "Oleksiivka was shelled on Sunday. Drones hit Sumy. Troops took Oleksiivka, a village in the same region."
    assert ("Oleksiivka", "Sumy Oblast") in in_divisions(tell, text, dt.date(2025, 6, 2))


LIES = [
    ("", "in ", ", a village to the south of the town, was", Lies(bearing=180.0)),
    ("", "in ", ", which lies north-east of the city.", Lies(bearing=45.0)),
    ("", "in ", ", a village in the far north of the region,", Lies(region=True)),
    ("", "in ", ", in the same region,", Lies(region=True)),
    ("", "in ", ", on the border with Belarus.", Lies(border="Belarus")),
    ("", "in ", ", a town near the Syrian border", Lies(border="Syrian")),
    ("", "took ", " nearby.", Lies(nearby=True)),
    ("", "the nearby village of ", " was hit", Lies(nearby=True)),
    ("", "the neighbouring ", " was hit", Lies(nearby=True)),
    ("South of the city, troops took ", "South of the city, troops took ", ".", Lies(bearing=180.0)),
    ("", "in ", ", in the Vovchansk district,", Lies(district="Vovchansk")),
    ("", "in ", ", a village of the Shebekino urban district", Lies(district="Shebekino")),
    ("", "in ", " (Vovchansk raion)", Lies(district="Vovchansk")),
    ("", "in ", ", Vovchansk district, Kharkiv region", Lies(district="Vovchansk", loosely=True)),
    ("", "in ", ", Vovchansk district and Izium", None),
    ("", "in ", " and the Vovchansk district", None),
    ("", "in ", ", in the north of the Sumy region", None),
    ("", "in ", ", in the region of Sumy", None),
    ("", "in ", ", on the border with Belgorod region", None),
    ("", "in ", ", on the border between two districts", None),
    ("", "in ", ", south of Kyiv", None),
    ("", "in ", " and in a village south of the town", None),
    ("", "in ", ", and guards on the border with Russia", None),
]


@pytest.mark.parametrize(("opening", "ahead", "behind", "told"), LIES)
def test_the_words_beside_a_name_say_where_it_lies(opening: str, ahead: str, behind: str, told: Lies | None) -> None:
    assert offsets.lies(opening, ahead, behind) == told
