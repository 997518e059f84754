"""The real gazetteer answers as news means it. Each case has put a marker in a wrong place somewhere."""

import math
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.importance import importance
from gazetteer.lookup import Lookup
from gazetteer.names import key
from gazetteer.sphere import distance_km
from tests.gazetteer_fixtures import real_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Lookup:
    return real_gazetteer()


CITIES = {
    (50.45, 30.52): "Kyiv Kiev Київ Киев",
    (50.18, 30.31): "Vasylkiv Vasilkov Vasylkov Васильків",
    (49.80, 30.12): "Bila Tserkva|Belaya Tserkov|Біла Церква",
    (49.99, 36.23): "Kharkiv Kharkov Харків Харьков",
    (46.48, 30.73): "Odesa Odessa Одеса",
    (47.85, 35.12): "Zaporizhzhia Zaporizhia Zaporozhye Запоріжжя",
    (46.97, 32.00): "Mykolaiv Nikolaev Nikolayev Миколаїв",
    (48.95, 38.49): "Severodonetsk Sievierodonetsk Severodonets'k",
    (48.57, 39.31): "Lugansk Luhansk",
    (48.47, 35.04): "Dnipro Dnepr Dnipropetrovsk",
    (46.76, 36.80): "Berdyansk Berdiansk",
    (51.27, 30.22): "Chernobyl Chornobyl",
    (47.095, 37.54): "Mariupol Маріуполь",
    (46.847, 35.38): "Melitopol Мелітополь",
    (50.917, 34.80): "Sumy Суми",
    (49.589, 34.55): "Poltava Полтава",
    (48.85, 37.61): "Sloviansk Slovyansk Slavyansk",
    (48.985, 37.81): "Lyman",
    (47.93, 23.89): "Sighetu Marmatiei|Sighetu Marmației",
}
NAMES = [
    (place, name) for place, names in CITIES.items() for name in (names.split("|") if "|" in names else names.split())
]


@pytest.mark.parametrize(("where", "name"), NAMES, ids=[name for _, name in NAMES])
def test_every_spelling_leads_to_the_city_first(gazetteer: Lookup, where: tuple[float, float], name: str) -> None:
    first = gazetteer.candidates(name)[0]
    assert distance_km(*where, first.latitude, first.longitude) < 8, first


@pytest.mark.parametrize("name", ["Sumy", "Poltava", "Kherson", "Luhansk", "Kyiv"])
def test_a_bare_name_is_the_city_before_the_oblast(gazetteer: Lookup, name: str) -> None:
    codes = [place.feature_code for place in gazetteer.candidates(name)]
    assert codes.index("ADM1") > 0


@pytest.mark.parametrize("name", ["Kyiv region", "Kiev oblast", "Kharkov region", "Sumy Oblast", "Zaporozhye region"])
def test_a_region_under_any_spelling_is_a_region(gazetteer: Lookup, name: str) -> None:
    assert gazetteer.candidates(name)[0].feature_code == "ADM1"


@pytest.mark.parametrize("name", ["Pravyi Bereh", "Saltivka", "Obolon", "Pechersk", "Sykhiv"])
def test_a_city_district_is_tagged_and_names_its_city(gazetteer: Lookup, name: str) -> None:
    place = gazetteer.candidates(name)[0]
    assert (place.feature_code, place.anchor is not None) == ("PPLX", True)


@pytest.mark.parametrize("name", ["Pravyi Bereh", "Saltivka", "Shevchenko"])
def test_a_district_never_weighs_as_much_as_a_city(gazetteer: Lookup, name: str) -> None:
    districts = [place for place in gazetteer.candidates(name) if place.feature_code == "PPLX"]
    assert districts
    assert all(importance(district) < importance(gazetteer.candidates("Mariupol")[0]) for district in districts)


@pytest.mark.parametrize("name", ["Kyiv", "Kiev", "Kharkiv", "Odesa", "Lviv", "Donetsk"])
def test_no_ukrainian_village_claims_a_big_citys_name(gazetteer: Lookup, name: str) -> None:
    settlements = [p for p in gazetteer.candidates(name) if p.country_code == "UA" and p.feature_class == "P"]
    assert settlements[0].population
    assert all(p.source == "katottg" and p.name == name for p in settlements[1:])  # is officially called so


def test_crimea_is_in_ukraine(gazetteer: Lookup) -> None:
    countries = {gazetteer.candidates(name)[0].country_code for name in ("Crimea", "Sevastopol", "Simferopol", "Kerch")}
    assert countries == {"UA"}


@pytest.mark.parametrize("name", ["Ukraine", "Romania", "Russia", "United States", "U.S.", "Belarus", "Georgia"])
def test_a_country_is_a_country(gazetteer: Lookup, name: str) -> None:
    assert gazetteer.candidates(name)[0].feature_code == "PCLI"


@pytest.mark.parametrize(
    "name",
    ["hindi", "kartuli", "IEV", "UMY", "But", "", "  ", "基輔", "Ko", "x" * 5000, "Kyiv\ud800", "\x00"],
)
def test_codes_and_chance_words_name_nothing(gazetteer: Lookup, name: str) -> None:
    assert gazetteer.candidates(name) == ()


def test_an_unknown_id_is_none(gazetteer: Lookup) -> None:
    assert gazetteer.place("geonames:0") is None


def test_a_place_comes_back_by_its_id(gazetteer: Lookup) -> None:
    kyiv = gazetteer.candidates("Kyiv")[0]
    assert gazetteer.place(kyiv.place_id) == kyiv


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("a Soviet-era hydroelectric power plant", "hydroelectric_power_plant"),
        ("hydroelectric plant", "hydroelectric_power_plant"),
        ("air base", "air_base"),
        ("military airfield", "air_base"),
        ("airfields", "airfield"),
        ("the main railway station", "railway_station"),
        ("two major power plants", "power_plant"),
        ("oil refineries of hope", None),
        ("police station", None),
        ("", None),
    ],
)
def test_words_tell_the_kind_of_site(gazetteer: Lookup, words: str, kind: str | None) -> None:
    assert gazetteer.facility(words) == kind


def test_kyivs_hydroelectric_plant_is_found_though_it_stands_in_vyshhorod(gazetteer: Lookup) -> None:
    site = gazetteer.sites("hydroelectric_power_plant", gazetteer.candidates("Kyiv")[0])[0]
    assert distance_km(50.588, 30.512, site.latitude, site.longitude) < 3


def test_sites_named_by_the_city_come_before_nearer_ones(gazetteer: Lookup) -> None:
    kyiv = gazetteer.candidates("Kyiv")[0]
    anchored = [site.anchor == "Kyiv" for site in gazetteer.sites("power_plant", kyiv)]
    assert any(anchored)
    assert anchored == sorted(anchored, reverse=True)


def test_no_site_of_the_kind_within_reach_gives_nothing(gazetteer: Lookup) -> None:
    assert gazetteer.sites("nuclear_power_plant", gazetteer.candidates("Lviv")[0]) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("An air base at Vasylkiv southwest of Kyiv.", ["Vasylkiv", "Kyiv"]),
        ("Kyiv's mayor and Kyiv’s airport", ["Kyiv", "Kyiv"]),
        ("the Zaporizhzhia nuclear power plant burned", ["Zaporizhzhia nuclear power plant"]),
        ("the Zaporozhye nuclear power plant burned", ["Zaporozhye nuclear power plant"]),
        ("in Sighetu Marmatiei, near Kryvyi Rih", ["Sighetu Marmatiei", "Kryvyi Rih"]),
        ("in Ivano-Frankivsk and Rostov-on-Don", ["Ivano-Frankivsk", "Rostov-on-Don"]),
        ("from the Black Sea and the Sea of Azov", ["Black Sea", "Sea of Azov"]),
        ("in St. Petersburg", ["St. Petersburg"]),
        ("on Maidan Nezalezhnosti", ["Maidan Nezalezhnosti"]),
        ("in the Kharkiv region", ["Kharkiv region"]),
        ("the Kharkiv region’s north", ["Kharkiv region"]),
        ("Київ і Харків", ["Київ", "Харків"]),
        ("the U.S. and the US said", ["U.S.", "US"]),
        ("Ukraine and Romania", ["Ukraine", "Romania"]),
        ("Sumy, Poltava and Mariupol", ["Sumy", "Poltava", "Mariupol"]),
        ("Odesa\nMykolaiv", ["Odesa", "Mykolaiv"]),
        # What is no place
        ("Police said so. Bar the door. May we? March on.", []),
        ("Us and them", []),
        ("the White House said", []),
        ("the photographer Kamala Harris and Brent Renaud met Vitaliy Koval", []),
        ("in Nova Krasne and Krasne Nove, unknown hamlets", []),
        ("In Krasne, and in Krasne District", ["Krasne", "Krasne"]),
        ("on Saturday in March President Putin told Lavrov", []),
        ("Volodymyr Zelensky and Robert Moore and Vitali Klitschko", []),
        ("Ukrainian and Russian troops", []),
        ("Moscow-backed separatists", []),
        ("the village of peremoha", []),
        ("But she said many. But She said Many.", []),
        ("the UN, the EU and NATO", []),
        ("", []),
    ],
)
def test_known_names_are_found_in_text_and_nothing_else(gazetteer: Lookup, text: str, names: list[str]) -> None:
    assert [toponym.text for toponym in gazetteer.toponyms(text)] == names


def test_a_town_called_by_a_word_is_found_inside_a_sentence(gazetteer: Lookup) -> None:
    assert [toponym.text for toponym in gazetteer.toponyms("They fled to Bar yesterday.")] == ["Bar"]


@given(st.text(alphabet="Kyivé’s -.,\n\u0301SumyКиїв US“”", max_size=60))
@settings(max_examples=150, deadline=None)
def test_spans_slice_to_their_words_in_order_and_apart(text: str) -> None:
    last = 0
    for toponym in real_gazetteer().toponyms(text):
        assert text[toponym.start : toponym.end] == toponym.text != ""
        assert toponym.start >= last
        assert toponym.candidates
        last = toponym.end


@given(st.sampled_from([name for _, name in NAMES]))
@settings(max_examples=40, deadline=None)
def test_a_candidate_is_found_by_its_own_name(name: str) -> None:
    for place in real_gazetteer().candidates(name):
        assert place in real_gazetteer().candidates(place.name), key(place.name)


def test_a_long_run_of_capitals_takes_no_more_time_than_its_length(gazetteer: Lookup) -> None:
    text = "Kyiv Nezalezhnosti " * 20_000
    started = time.perf_counter()
    assert len(gazetteer.toponyms(text)) == 20_000
    assert time.perf_counter() - started < 10


def test_threads_share_one_gazetteer(gazetteer: Lookup) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda i=i: found.append(gazetteer.candidates(f"Kyiv{' ' * i}")[0].name))
        for i in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Kyiv"] * 8


def test_every_place_has_real_coordinates(gazetteer: Lookup) -> None:
    rows = gazetteer._file.connection.execute("SELECT latitude, longitude, uncertainty_km FROM place").fetchall()
    assert len(rows) > 50_000
    assert all(abs(lat) <= 90 and abs(lon) <= 180 and math.isfinite(lat + lon) and km > 0 for lat, lon, km in rows)
    assert all((lat, lon) != (0, 0) for lat, lon, _ in rows)


@pytest.mark.parametrize(
    ("spelled", "place_id"),
    [("Saki", "geonames:694910"), ("Snigiryovka", "geonames:693379"), ("Caspian", "landmark:caspian-sea")],
)
def test_a_spelling_that_news_takes_from_russian_is_known(spelled: str, place_id: str, gazetteer: Lookup) -> None:
    assert place_id in {place.place_id for place in gazetteer.candidates(spelled)}


def test_yo_is_e_in_names_of_the_region_alone(gazetteer: Lookup) -> None:
    assert "Novoselivske" in {place.name for place in gazetteer.candidates("Novosyolovskoye")}
    assert gazetteer.candidates("Clyoveland") == ()
