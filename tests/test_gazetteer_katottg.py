"""Ukraine's official list: who is matched with whom, and what is said of the settlements that nothing locates."""

import pytest

from gazetteer.lookup import Lookup
from gazetteer.sources.katottg_match import units_of
from gazetteer.sphere import distance_km
from tests.gazetteer_fixtures import real_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Lookup:
    return real_gazetteer()


@pytest.mark.parametrize(
    ("name", "admin1", "admin2"),
    [
        ("Vasylkiv", "Kyiv Oblast", "Obukhiv Raion"),
        ("Bila Tserkva", "Kyiv Oblast", "Bila Tserkva Raion"),
        ("Chasiv Yar", "Donetsk Oblast", "Bakhmut Raion"),
        ("Klishchiivka", "Donetsk Oblast", "Bakhmut Raion"),
        ("Robotyne", "Zaporizhzhia Oblast", "Polohy Raion"),
        ("Oleshky", "Kherson Oblast", "Kherson Raion"),
        ("Kalush", "Ivano-Frankivsk Oblast", "Kalush Raion"),
    ],
)
def test_a_settlement_lies_in_its_raion(gazetteer: Lookup, name: str, admin1: str, admin2: str) -> None:
    place = gazetteer.candidates(name)[0]
    assert (place.admin1, place.admin2, place.middle_of) == (admin1, admin2, None)


def test_all_villages_of_a_common_name_are_there(gazetteer: Lookup) -> None:
    """119 places are officially called Ivanivka; those near one another are still told apart."""
    official = [unit for unit in units_of() if unit.name == "Іванівка" and unit.category in "CXM"]
    named = [p for p in gazetteer.candidates("Іванівка") if p.country_code == "UA" and p.feature_class == "P"]
    assert len(official) > 100
    assert len(named) >= len(official)
    assert len({p.place_id for p in named}) == len(named)


def test_what_only_the_list_has_says_that_it_lies_somewhere_in_its_area(gazetteer: Lookup) -> None:
    unlocated = [p for p in gazetteer.candidates("Ivanivka") if p.source == "katottg"]
    assert unlocated
    assert all(p.middle_of and p.uncertainty_km >= 14 and p.population is None for p in unlocated)


def test_a_hamlet_of_a_citys_name_comes_after_the_city(gazetteer: Lookup) -> None:
    for name in ("Kyiv", "Lviv", "Mariupol", "Poltava", "Vasylkiv"):
        first = gazetteer.candidates(name)[0]
        assert first.middle_of is None
        assert (first.population or 0) > 30_000


@pytest.mark.parametrize("name", ["Soledar hromada", "Soledar community", "Соледарська громада"])
def test_a_hromada_is_an_area_around_its_seat(gazetteer: Lookup, name: str) -> None:
    (hromada,) = gazetteer.candidates(name)
    seat = gazetteer.candidates("Soledar")[0]
    assert (hromada.feature_code, hromada.admin2) == ("ADM3", "Bakhmut Raion")
    assert distance_km(hromada.latitude, hromada.longitude, seat.latitude, seat.longitude) < 15
