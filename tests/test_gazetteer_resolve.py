"""Choosing among namesakes."""

import pytest

from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.resolve import Clues, Offset, resolve
from tests.gazetteer_fixtures import real_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Lookup:
    return real_gazetteer()


def _village(number: int, latitude: float, longitude: float, **changes: object) -> Place:
    values: dict[str, object] = {
        "place_id": f"geonames:{number}",
        "name": "Ivanivka",
        "latitude": latitude,
        "longitude": longitude,
        "feature_class": "P",
        "feature_code": "PPL",
        "country_code": "UA",
        "admin1": "Kyiv Oblast",
        "population": 900,
        "uncertainty_km": 1.0,
        "source": "test",
    }
    return Place(**{**values, **changes})  # type: ignore[arg-type]


KYIV = _village(1, 50.45, 30.52, name="Kyiv", feature_code="PPLC", population=2_900_000)


def test_no_candidate_gives_no_place_and_says_so() -> None:
    resolution = resolve(())
    assert (resolution.place, resolution.score, resolution.alternatives) == (None, 0.0, ())
    assert resolution.reasons


@pytest.mark.parametrize(
    ("name", "cue", "code"),
    [
        ("Sumy", None, "PPLA"),
        ("Sumy", "city", "PPLA"),
        ("Sumy", "region", "ADM1"),
        ("Poltava", "oblast", "ADM1"),
        ("Kyiv", None, "PPLC"),
        ("Crimea", None, "ADM1"),
    ],
)
def test_the_word_beside_the_name_tells_city_from_region(
    gazetteer: Lookup, name: str, cue: str | None, code: str
) -> None:
    place = resolve(gazetteer.candidates(name), Clues(cue=cue, country="UA")).place
    assert place is not None
    assert place.feature_code == code


def test_bila_tserkva_is_the_city_south_of_kyiv(gazetteer: Lookup) -> None:
    kyiv = gazetteer.candidates("Kyiv")[0]
    resolution = resolve(gazetteer.candidates("Bila Tserkva"), Clues(country="UA", offset=Offset(80.5, 180.0, kyiv)))
    assert resolution.place is not None
    assert (resolution.place.admin1, resolution.ambiguous) == ("Kyiv Oblast", False)


def test_bila_tserkva_in_zakarpattia_is_the_village(gazetteer: Lookup) -> None:
    place = resolve(gazetteer.candidates("Bila Tserkva"), Clues(country="UA", admin1="Zakarpattia")).place
    assert place is not None
    assert place.admin1 == "Zakarpattia Oblast"


def test_the_articles_country_decides_between_odesa_and_texas(gazetteer: Lookup) -> None:
    ukraine = resolve(gazetteer.candidates("Odessa"), Clues(country="UA")).place
    texas = resolve(gazetteer.candidates("Odessa"), Clues(country="US")).place
    assert ukraine is not None
    assert texas is not None
    assert (ukraine.country_code, texas.country_code) == ("UA", "US")


def test_a_region_is_no_rival_of_its_own_city(gazetteer: Lookup) -> None:
    assert not resolve(gazetteer.candidates("Kharkiv"), Clues(country="UA")).ambiguous


def test_namesakes_alike_are_ambiguous_and_all_are_kept() -> None:
    candidates = [_village(number, 47.0 + number, 32.0) for number in range(2, 9)]
    resolution = resolve(candidates, Clues(country="UA"))
    assert resolution.ambiguous
    assert len(resolution.alternatives) == 5


def test_a_certain_place_nearby_chooses_the_village() -> None:
    near, far = _village(2, 50.2, 30.3), _village(3, 47.0, 37.0)
    resolution = resolve([far, near], Clues(country="UA", anchors=[KYIV]))
    assert (resolution.place, resolution.ambiguous) == (near, False)


def test_obolon_is_kyivs_district_where_the_article_names_kyiv(gazetteer: Lookup) -> None:
    kyiv = gazetteer.candidates("Kyiv")[0]
    place = resolve(gazetteer.candidates("Obolon"), Clues(country="UA", anchors=[kyiv])).place
    assert place is not None
    assert place.anchor == "Kyiv"


def test_shevchenko_without_context_is_no_district(gazetteer: Lookup) -> None:
    place = resolve(gazetteer.candidates("Shevchenko"), Clues(country="UA")).place
    assert place is not None
    assert place.feature_code == "PPL"


def test_a_lone_hamlet_abroad_that_nothing_supports_is_ambiguous() -> None:
    village = _village(2, 52.2, 30.3, country_code="BY", admin1="Gomel Region")
    assert resolve([village], Clues(country="UA")).ambiguous
    assert not resolve([village], Clues(country="UA", admin1="Gomel region")).ambiguous


def test_the_only_village_of_its_name_in_ukraine_is_meant() -> None:
    assert not resolve([_village(2, 50.2, 30.3)], Clues(country="UA")).ambiguous


def test_the_wrong_direction_counts_against_a_place() -> None:
    south, north = _village(2, 50.1, 30.5), _village(3, 50.8, 30.5)
    assert resolve([north, south], Clues(offset=Offset(40.0, 180.0, KYIV))).place == south


def test_a_distance_without_a_direction_counts_too() -> None:
    near, far = _village(2, 50.1, 30.5), _village(3, 49.0, 30.5)
    assert resolve([far, near], Clues(offset=Offset(40.0, None, KYIV))).place == near


def test_scores_lie_between_nothing_and_one_and_do_not_depend_on_order(gazetteer: Lookup) -> None:
    candidates = gazetteer.candidates("Ivanivka")
    forward, backward = resolve(candidates, Clues(country="UA")), resolve(candidates[::-1], Clues(country="UA"))
    assert forward.score == backward.score
    assert 0 <= forward.score <= 1
    assert all(0 <= score <= forward.score for _, score in forward.alternatives)


def test_every_signal_is_told() -> None:
    resolution = resolve([KYIV], Clues(cue="city", country="UA", admin1="Kyiv"))
    assert {signal.name for signal in resolution.signals} == {
        *("importance", "seat", "cue", "article_country", "stated"),
    }
    assert len(resolution.reasons) == len(resolution.signals)
