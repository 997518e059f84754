"""Traps that silently put a marker in a wrong place, each one met in the sources or in an article."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from gazetteer.errors import GazetteerError
from gazetteer.lookup import Lookup
from gazetteer.names import key
from gazetteer.place import Place
from gazetteer.resolve import resolve
from gazetteer.signals import Clues
from gazetteer.sources import landmarks
from gazetteer.sources.tables import HERE
from gazetteer.sphere import distance_km
from tests.gazetteer_fixtures import real_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Lookup:
    return real_gazetteer()


def _first(gazetteer: Lookup, name: str, **clues: str) -> Place:
    place = resolve(gazetteer.candidates(name), Clues(**clues)).place  # type: ignore[arg-type]
    assert place is not None, name
    return place


def _near(place: Place, latitude: float, longitude: float, km: float) -> bool:
    return distance_km(place.latitude, place.longitude, latitude, longitude) <= km


# ---- where the places of the news lie


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Vasylkiv", 50.180, 30.312),
        ("Bila Tserkva", 49.799, 30.117),  # the city, not the village of Zakarpattia
        ("Mariupol", 47.095, 37.541),
        ("Melitopol", 46.847, 35.382),
        ("Sumy", 50.917, 34.799),
        ("Poltava", 49.589, 34.554),
        ("Kyiv", 50.450, 30.523),
        ("Kharkiv", 49.988, 36.233),
        ("Kherson", 46.640, 32.615),
        ("Donetsk", 48.003, 37.805),
        ("Nikopol", 47.571, 34.392),  # it was called Sloviansk once
        ("Sloviansk", 48.853, 37.606),
        ("Lyman", 48.986, 37.812),
        ("Irpin", 50.522, 30.251),
        ("Izium", 49.207, 37.258),
        ("Novohrad-Volynskyi", 50.591, 27.616),
    ],
)
def test_a_name_alone_means_the_place_that_news_means(
    gazetteer: Lookup, name: str, latitude: float, longitude: float
) -> None:
    assert _near(gazetteer.candidates(name)[0], latitude, longitude, 8.0)


# ---- city districts with inflated populations


@pytest.mark.parametrize(
    ("district", "city"),
    [("Pravyi Bereh", "Mariupol"), ("Saltivka", "Kharkiv"), ("Troieshchyna", "Kyiv"), ("Cheremushky", "Odesa")],
)
def test_a_district_never_outranks_its_city(gazetteer: Lookup, district: str, city: str) -> None:
    found, centre = gazetteer.candidates(district)[0], gazetteer.candidates(city)[0]
    assert (found.feature_code, found.anchor) == ("PPLX", city)
    assert centre.feature_code != "PPLX"
    inside = gazetteer.near(centre.latitude, centre.longitude, within_km=1.0)
    assert city in {place.name for _, place in inside}


def test_no_district_of_ukraine_passes_for_a_city(gazetteer: Lookup) -> None:
    """Wherever a name belongs to a city of 100,000 and to a district, the city comes first."""
    for city in ("Kyiv", "Kharkiv", "Odesa", "Dnipro", "Donetsk", "Zaporizhzhia", "Lviv", "Mykolaiv", "Mariupol"):
        assert gazetteer.candidates(city)[0].feature_code != "PPLX", city


# ---- divisions that bear the name of their city


@pytest.mark.parametrize("name", ["Sumy", "Poltava", "Warsaw", "Kharkiv", "Kursk", "Belgorod", "Vinnytsia", "Lublin"])
def test_a_bare_name_means_the_city_and_not_its_division(gazetteer: Lookup, name: str) -> None:
    assert gazetteer.candidates(name)[0].feature_class == "P"


@pytest.mark.parametrize("name", ["Sumy", "Poltava", "Kharkiv", "Kursk"])
def test_with_the_word_region_it_means_the_division(gazetteer: Lookup, name: str) -> None:
    assert _first(gazetteer, name, cue="region").feature_code == "ADM1"


# ---- villages with a city's name


@pytest.mark.parametrize("name", ["Kyiv", "Kiev", "Київ", "Odesa", "Kharkiv", "Mariupol", "Zaporizhzhia"])
def test_no_hamlet_shares_a_great_citys_name_by_error(gazetteer: Lookup, name: str) -> None:
    """Whoever else is called so is of the country's register, not a variant that crept into a database."""
    first, *rest = gazetteer.candidates(name)
    assert (first.population or 0) > 200_000
    for place in rest:
        if place.feature_class == "P" and place.country_code == "UA" and place.feature_code != "PPLX":
            assert key(place.name)[:4] == key(first.name)[:4], place


def test_bila_tserkva_of_zakarpattia_is_meant_only_where_zakarpattia_is_said(gazetteer: Lookup) -> None:
    assert _first(gazetteer, "Bila Tserkva", country="UA").admin1 == "Kyiv Oblast"
    assert _first(gazetteer, "Bila Tserkva", country="UA", admin1="Zakarpattia").admin1 == "Zakarpattia Oblast"


def test_nikopol_does_not_answer_to_its_old_name_of_sloviansk(gazetteer: Lookup) -> None:
    nikopol = gazetteer.candidates("Nikopol")[0]
    assert nikopol.place_id not in {place.place_id for place in gazetteer.candidates("Sloviansk")}


def test_ivano_frankivsk_leaves_its_old_name_to_the_village_on_the_estuary(gazetteer: Lookup) -> None:
    city = gazetteer.candidates("Ivano-Frankivsk")[0]
    assert city.place_id not in {place.place_id for place in gazetteer.candidates("Stanislav")[:1]}


def test_a_name_of_many_villages_is_ambiguous_without_context(gazetteer: Lookup) -> None:
    """An Ivanivka may be any of a hundred: no map may choose one of them in silence."""
    for name in ("Ivanivka", "Mykhailivka", "Oleksandrivka"):
        candidates = gazetteer.candidates(name)
        assert len(candidates) > 1, name
        assert resolve(candidates, Clues(country="UA")).ambiguous, name


def test_pivdenne_is_more_than_one_place_and_all_are_kept(gazetteer: Lookup) -> None:
    admins = {place.admin1 for place in gazetteer.candidates("Pivdenne") if place.country_code == "UA"}
    assert {"Odesa Oblast", "Kharkiv Oblast"} <= admins


def test_donetsk_of_rostov_is_kept_apart_from_donetsk(gazetteer: Lookup) -> None:
    countries = {place.country_code for place in gazetteer.candidates("Donetsk")}
    assert countries >= {"UA", "RU"}
    assert _first(gazetteer, "Donetsk").country_code == "UA"
    assert _first(gazetteer, "Donetsk", country="RU", admin1="Rostov Oblast").country_code == "RU"


# ---- borders


@pytest.mark.parametrize(
    "name", ["Crimea", "Simferopol", "Sevastopol", "Kerch", "Yalta", "Yevpatoria", "Feodosia", "Dzhankoi", "Armiansk"]
)
def test_crimea_is_in_ukraine(gazetteer: Lookup, name: str) -> None:
    assert gazetteer.candidates(name)[0].country_code == "UA"


@pytest.mark.parametrize("name", ["Donetsk", "Luhansk", "Melitopol", "Berdiansk", "Enerhodar", "Mariupol"])
def test_occupied_towns_are_in_ukraine(gazetteer: Lookup, name: str) -> None:
    assert gazetteer.candidates(name)[0].country_code == "UA"


# ---- names of the world


@pytest.mark.parametrize(
    ("name", "country"),
    [("Georgia", "GE"), ("Lebanon", "LB"), ("Paris", "FR"), ("Washington", "US"), ("Moscow", "RU"), ("London", "GB")],
)
def test_a_world_name_alone_means_the_best_known_bearer(gazetteer: Lookup, name: str, country: str) -> None:
    assert gazetteer.candidates(name)[0].country_code == country


def test_georgia_is_a_country_and_lebanon_too(gazetteer: Lookup) -> None:
    for name in ("Georgia", "Lebanon"):
        assert gazetteer.candidates(name)[0].feature_code == "PCLI"


def test_washington_is_the_capital(gazetteer: Lookup) -> None:
    assert _near(gazetteer.candidates("Washington")[0], 38.895, -77.036, 20.0)


@pytest.mark.parametrize("name", ["Georgia", "Washington"])
def test_a_state_of_the_us_is_among_the_candidates(gazetteer: Lookup, name: str) -> None:
    states = [p for p in gazetteer.candidates(name) if (p.feature_code, p.country_code) == ("ADM1", "US")]
    assert states


@pytest.mark.parametrize(("name", "admin1"), [("Paris", "Texas"), ("Lebanon", "Tennessee")])
def test_a_small_american_namesake_is_found_where_its_state_is_named(gazetteer: Lookup, name: str, admin1: str) -> None:
    place = _first(gazetteer, name, country="US", admin1=admin1)
    assert (place.country_code, place.admin1) == ("US", admin1)


@pytest.mark.parametrize(
    ("name", "code"), [("Middle East", "RGN"), ("Gaza Strip", "ADM1"), ("Europe", "CONT"), ("Red Sea", "SEA")]
)
def test_a_region_of_the_world_is_known_as_an_area(gazetteer: Lookup, name: str, code: str) -> None:
    place = gazetteer.candidates(name)[0]
    assert place.feature_code == code
    assert place.uncertainty_km > 15


# ---- villages at the border that a namesake far away hid


@pytest.mark.parametrize(
    ("name", "country", "admin1", "latitude", "longitude"),
    [
        ("New York", "UA", "Donetsk Oblast", 48.330, 37.841),
        ("Novhorodske", "UA", "Donetsk Oblast", 48.330, 37.841),  # its name until 2021
        ("Olenevka", "UA", "Donetsk Oblast", 47.827, 37.660),  # Crimea has another
        ("Krasny Partizan", "UA", "Donetsk Oblast", 48.253, 37.930),  # so has it of this
        ("Mayorsk", "UA", "Donetsk Oblast", 48.370, 38.010),
        ("Volna", "RU", "Krasnodar Krai", 45.130, 36.703),  # not the hamlet Vilna of Cherkasy Oblast
        ("Zhuravlyovka", "RU", "Belgorod Oblast", 50.385, 36.200),
        ("Oktyabrsky", "RU", "Belgorod Oblast", 50.450, 36.370),
        ("Makhnovka", "RU", "Kursk Oblast", 51.155, 35.320),
        ("Przewodow", "PL", "Lublin Voivodeship", 50.472, 23.934),
    ],
)
def test_where_the_region_is_said_the_namesake_in_that_region_is_meant(
    gazetteer: Lookup, name: str, country: str, admin1: str, latitude: float, longitude: float
) -> None:
    assert _near(_first(gazetteer, name, country=country, admin1=admin1), latitude, longitude, 10.0)


def test_new_york_with_nothing_said_is_the_city_in_america(gazetteer: Lookup) -> None:
    assert _first(gazetteer, "New York").country_code == "US"


@pytest.mark.parametrize(
    "town", ["Sudzha", "Korenevo", "Rylsk", "Grayvoron", "Shebekino", "Valuyki", "Klimovo", "Sevsk"]
)
def test_a_district_of_russia_at_the_border_is_no_point(gazetteer: Lookup, town: str) -> None:
    """A shell "in the Shebekino district" may have fallen 25 km from Shebekino."""
    (found,) = gazetteer.toponyms(f"shells fell in the {town} district")
    assert (found.candidates[0].feature_code, found.candidates[0].country_code) == ("ADM2", "RU")
    assert found.candidates[0].uncertainty_km >= 15


@pytest.mark.parametrize(
    ("district", "city"),
    [
        ("Darnytskyi", "Kyiv"),
        ("Pecherskyi", "Kyiv"),
        ("Holosiivskyi", "Kyiv"),
        ("Sviatoshynskyi", "Kyiv"),
        ("Kyivsky", "Kharkiv"),
        ("Korabelnyi", "Kherson"),
        ("Tekstilshchik", "Donetsk"),
    ],
)
def test_a_district_is_known_by_its_adjective_alone(gazetteer: Lookup, district: str, city: str) -> None:
    assert city in {place.anchor for place in gazetteer.candidates(district)}


# ---- names with years


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("Artemivsk", "Bakhmut"),
        ("Dnipropetrovsk", "Dnipro"),
        ("Krasnyi Lyman", "Lyman"),
        ("Krasnoarmiisk", "Pokrovsk"),
        ("Dzerzhynsk", "Toretsk"),
        ("Illichivsk", "Chornomorsk"),
        ("Kirovohrad", "Kropyvnytskyi"),
        pytest.param("Zhdanov", "Mariupol"),
        ("Tsiurupynsk", "Oleshky"),
        ("Severodonetsk", "Sievierodonetsk"),
        ("Leningrad", "Saint Petersburg"),
    ],
)
def test_a_former_name_leads_to_the_town_of_today(gazetteer: Lookup, former: str, present: str) -> None:
    today = gazetteer.candidates(present)[0]
    assert today.place_id in {place.place_id for place in gazetteer.candidates(former)}


@pytest.mark.parametrize(
    ("name", "day", "official"),
    [
        ("Artemivsk", dt.date(2015, 2, 1), True),
        ("Artemivsk", dt.date(2022, 8, 1), False),
        ("Bakhmut", dt.date(2015, 2, 1), False),
        ("Bakhmut", dt.date(2022, 8, 1), True),
        ("Novomoskovsk", dt.date(2023, 1, 14), True),
        ("Samar", dt.date(2023, 1, 14), False),
        ("Samar", dt.date(2025, 1, 1), True),
    ],
)
def test_the_table_knows_which_name_was_official_on_a_day(name: str, day: dt.date, official: bool) -> None:
    with (HERE / "historic_names.csv").open(encoding="utf-8", newline="") as stream:
        spans = [(row["valid_from"], row["valid_to"]) for row in csv.DictReader(stream) if row["name"] == name]
    iso = day.isoformat()
    assert any((not first or first <= iso) and (not last or iso <= last) for first, last in spans) is official


# ---- swapped coordinates


@pytest.mark.parametrize("table", ["landmarks.csv", "world_regions.csv"])
def test_swapped_coordinates_are_refused_and_named_as_such(tmp_path: Path, table: str) -> None:
    with (HERE / table).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns = list(reader.fieldnames or ())
        row = next(row for row in reader if row["country_code"] in ("UA", "RU") and row["latitude"])
    row["latitude"], row["longitude"] = row["longitude"], row["latitude"]
    path = tmp_path / table
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerow(row)
    with pytest.raises(GazetteerError, match=r"row 2, l\w+: found .* Are latitude and longitude swapped\?"):
        landmarks.read(path)


def test_every_landmark_lies_near_the_town_that_it_is_named_by(gazetteer: Lookup) -> None:
    """A digit too many in a longitude would show here."""
    records, _ = landmarks.read()
    lost = []
    for record in records:
        place = record.place
        towns = [town for town in gazetteer.candidates(place.anchor or "") if town.feature_class == "P"]
        if not towns or place.country_code not in ("UA", "RU"):
            continue
        nearest = min(distance_km(place.latitude, place.longitude, town.latitude, town.longitude) for town in towns)
        if nearest > place.uncertainty_km + 30:
            lost.append((place.place_id, place.anchor, round(nearest)))
    assert lost == []


# ---- words that hold a place's name and mean none


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # clubs
        ("Shakhtar Donetsk drew with Dynamo Kyiv in Lviv.", ["Lviv"]),
        ("fans of Zorya Luhansk and Metalist Kharkiv", []),
        # newspapers and agencies
        ("the Kyiv Independent and the Kyiv Post reported from Izium", ["Izium"]),
        ("according to the Moscow Times, the Washington Post and The New York Times", []),
        ("Kyiv, independent since 1991", ["Kyiv"]),
        # fleets and units
        ("a ship of the Black Sea Fleet off Odesa", ["Odesa"]),
        ("the Baltic fleet sailed", []),
        ("from the Black Sea, fleet commanders said", ["Black Sea"]),
        ("the Azov Regiment in Mariupol", ["Mariupol"]),
        ("the Vostok group of forces took Robotyne", ["Robotyne"]),
        ("shot at by the Dnipro group of forces", []),
        ("the Skhid task force reported from Avdiivka", ["Avdiivka"]),
        # weapons
        ("a Bradley burned near Robotyne", ["Robotyne"]),
        ("TOS-1 launchers near Vuhledar", ["Vuhledar"]),
        # ships
        ("the landing ship Saratov burned in Berdiansk", ["Berdiansk"]),
        ("the tanker Sig was hit off Kerch", ["Kerch"]),
        ("the cruiser Moskva sank", []),
        # treaties and formats
        ("the Minsk agreements and the Budapest Memorandum", []),
        ("the Geneva Conventions, in Geneva", ["Geneva"]),
        # organisations
        ("the Kyiv School of Economics in Kyiv", ["Kyiv"]),
        ("shares on the Moscow Exchange", []),
        # dishes
        ("served chicken Kyiv in Sumy", ["Sumy"]),
        # demonyms
        ("Russians, Britons, Texans and Muscovites", []),
        ("Odesans and Kyivans", []),
        ("North Koreans fought in Kursk", ["Kursk"]),
        # persons
        ("Zelensky, Shevchenko, Brezhnev and Molotov", []),
        ("Navalny and Khodorkovsky left Moscow", ["Moscow"]),
    ],
)
def test_names_inside_other_names_are_no_places(gazetteer: Lookup, text: str, names: list[str]) -> None:
    assert [toponym.text for toponym in gazetteer.toponyms(text)] == names


def test_a_longer_place_wins_over_the_phrase_in_it(gazetteer: Lookup) -> None:
    (found,) = gazetteer.toponyms("the Black Sea Fleet headquarters burned")
    assert found.candidates[0].place_id == "landmark:black-sea-fleet-headquarters"


def test_a_republic_that_calls_itself_so_is_an_area_in_ukraine(gazetteer: Lookup) -> None:
    (found,) = gazetteer.toponyms("shelling in the Donetsk People’s Republic")
    assert (found.candidates[0].feature_code, found.candidates[0].country_code) == ("RGN", "UA")


@pytest.mark.parametrize("text", ["Kyiv's Independence Square", "in Kherson’s central square"])
def test_a_site_may_be_named_with_its_citys_possessive(gazetteer: Lookup, text: str) -> None:
    (found,) = gazetteer.toponyms(text)
    assert found.candidates[0].feature_code == "SQR"
