"""The world beyond Ukraine: divisions, counties, small towns, airfields; and what a war report must not find there."""

import csv
from pathlib import Path

import pytest

from gazetteer.lookup import Lookup
from gazetteer.sources import registry
from gazetteer.sources.tables import HERE
from tests.gazetteer_fixtures import real_gazetteer

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def gazetteer() -> Lookup:
    return real_gazetteer()


@pytest.mark.parametrize(
    ("name", "code", "country"),
    [
        ("Texas", "ADM1", "US"),
        ("Washington state", "ADM1", "US"),
        ("Calif.", "ADM1", "US"),
        ("VA", "ADM1", "US"),
        ("Ontario", "ADM1", "CA"),
        ("Kabul province", "ADM1", "AF"),
        ("Laurel County", "ADM2", "US"),
        ("Rapides Parish", "ADM2", "US"),
        ("County Cork", "ADM2", "IE"),
        ("Yvelines", "ADM2", "FR"),
        ("Mission", "PPL", "US"),
        ("Kalynivka air base", "AIRB", "UA"),
    ],
)
def test_a_name_abroad_is_known(gazetteer: Lookup, name: str, code: str, country: str) -> None:
    assert (code, country) in {(p.feature_code, p.country_code) for p in gazetteer.candidates(name)}


def test_a_city_comes_before_the_division_of_its_name(gazetteer: Lookup) -> None:
    for name in ("Kabul", "Aleppo", "Kandahar", "New York", "Lagos"):
        assert gazetteer.candidates(name)[0].feature_class == "P", name


def test_only_one_washington_is_a_capital(gazetteer: Lookup) -> None:
    codes = [p.feature_code for p in gazetteer.candidates("Washington") if p.country_code == "US"]
    assert codes.count("PPLC") == 1


@pytest.mark.parametrize(
    "text",
    [
        "The Mission was over.",
        "He hailed the Union and the Normal way.",
        "Hope and Defiance, said Laurel.",
        "VA staff left.",
    ],
)
def test_small_towns_far_away_are_not_found_in_a_text_by_their_names_alone(gazetteer: Lookup, text: str) -> None:
    assert gazetteer.toponyms(text) == ()


def test_a_small_town_is_found_where_its_state_follows(gazetteer: Lookup) -> None:
    assert "Laurel" in [t.text for t in gazetteer.toponyms("A fire broke out in Laurel, Mississippi, on Monday.")]


def test_every_source_of_a_place_is_credited(gazetteer: Lookup) -> None:
    used = {row[0] for row in gazetteer._file.rows("SELECT DISTINCT source FROM place")}
    assert used <= {source.key for source in registry.sources()}


def test_data_md_names_every_source_and_its_licence() -> None:
    text = (ROOT / "DATA.md").read_text(encoding="utf-8")
    for source in registry.sources():
        assert f"`{source.key}`" in text, source.key


@pytest.mark.parametrize(
    "name",
    ["admin1_names.csv", "admin1_world.csv", "admin2.csv", "airfields.csv", "feature_codes.csv", "katottg.csv",
     "sources.csv", "us_counties.csv"],
)  # fmt: skip
def test_a_derived_table_is_sorted_and_has_no_row_twice(name: str) -> None:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        rows = [
            tuple(int(c) if c.isdigit() and name == "feature_codes.csv" else c for c in r) for r in csv.reader(stream)
        ]
    assert rows[1:] == sorted(set(rows[1:]))
