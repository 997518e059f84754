"""The tables beside the gazetteer are whole, and a broken row is refused in words that help."""

import csv
from pathlib import Path

import pytest

from gazetteer.errors import GazetteerError
from gazetteer.sources import landmarks
from gazetteer.sources.landmarks import COLUMNS
from gazetteer.sources.tables import HERE
from gazetteer.sources.words import not_places
from tests.gazetteer_fixtures import real_gazetteer

GOOD = {
    "id": "snake-island",
    "name": "Snake Island",
    "alternate_names": "Zmiinyi Island|острів Зміїний",
    "latitude": "45.255",
    "longitude": "30.204",
    "feature_class": "T",
    "feature_code": "ISL",
    "country_code": "UA",
    "admin1": "Odesa Oblast",
    "uncertainty_km": "1",
}


def _table(folder: Path, *changes: dict[str, str]) -> Path:
    path = folder / "landmarks.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows({**GOOD, **change} for change in changes)
    return path


def test_a_good_row_becomes_a_place(tmp_path: Path) -> None:
    (record,), overrides = landmarks.read(_table(tmp_path, {}))
    assert record.place.place_id == "landmark:snake-island"
    assert record.names == ("Zmiinyi Island", "острів Зміїний")
    assert overrides == ()


def test_an_override_keeps_what_its_row_leaves_empty(tmp_path: Path) -> None:
    row = dict.fromkeys(GOOD, "") | {"id": "override:geonames:703448", "alternate_names": "Kyyiv"}
    records, (override,) = landmarks.read(_table(tmp_path, row))
    assert records == ()
    assert (override.place_id, override.names, override.latitude) == ("geonames:703448", ("Kyyiv",), None)


def test_swapped_coordinates_are_named_as_such(tmp_path: Path) -> None:
    path = _table(tmp_path, {"latitude": "30.3217", "longitude": "45.2"})
    with pytest.raises(GazetteerError) as caught:
        landmarks.read(path)
    assert str(caught.value) == (
        "landmarks.csv, row 2, latitude: found '30.3217', but UA lies between 44 and 53. "
        "Are latitude and longitude swapped?"
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"latitude": "north"}, "row 2, latitude: found 'north', but a number is needed"),
        ({"latitude": "nan"}, "row 2, latitude: found 'nan'"),
        ({"longitude": ""}, "row 2, longitude: found '', but the other coordinate is there"),
        ({"latitude": "", "longitude": ""}, "row 2, latitude: found ''"),
        ({"uncertainty_km": "-1"}, "row 2, uncertainty_km: found '-1', but it must lie between"),
        ({"uncertainty_km": ""}, "row 2, uncertainty_km: found ''"),
        ({"feature_class": "X"}, "row 2, feature_class: found 'X', but a GeoNames class"),
        ({"name": ""}, "row 2, name: found ''"),
        ({"id": "Snake Island"}, "row 2, id: found 'Snake Island', but small letters"),
        ({"valid_from": "2016"}, "row 2, valid_from: found '2016', but an ISO day"),
        ({"facility": "castle"}, "row 2, facility: found 'castle', but a kind of site in facilities.toml"),
    ],
)
def test_a_broken_cell_is_refused_with_its_place(tmp_path: Path, change: dict[str, str], says: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        landmarks.read(_table(tmp_path, change))
    assert says in str(caught.value)


@pytest.mark.parametrize(("ids", "says"), [(("b", "b"), "same id"), (("b", "a"), "Sort the rows by id")])
def test_rows_are_unique_and_sorted(tmp_path: Path, ids: tuple[str, str], says: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        landmarks.read(_table(tmp_path, *({"id": identity} for identity in ids)))
    assert says in str(caught.value)


def test_wrong_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "landmarks.csv"
    path.write_text("id,name\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="row 1: found columns id,name"):
        landmarks.read(path)


def test_a_ragged_row_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "landmarks.csv"
    path.write_text(",".join(COLUMNS) + "\nsnake-island,Snake Island\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="row 2: found 2 cells"):
        landmarks.read(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="missing"):
        landmarks.read(tmp_path / "landmarks.csv")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "landmarks.csv"
    path.write_bytes(",".join(COLUMNS).encode() + "\nsnake-island,Зміїний".encode("cp1251"))
    with pytest.raises(GazetteerError, match="not UTF-8"):
        landmarks.read(path)


def test_our_own_landmarks_are_all_good() -> None:
    records, overrides = landmarks.read()
    assert len(records) > 100
    assert len({override.place_id for override in overrides}) == len(overrides)


@pytest.mark.parametrize("name", ["admin1.csv", "city_districts.csv", "countries.csv", "not_places.csv"])
def test_tables_are_sorted_and_unique(name: str) -> None:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    keys = [
        (int(row[0]), "") if row[0].isdigit() else (0, ",".join(row[: 2 if name == "admin1.csv" else 1]))
        for row in rows
    ]
    assert keys == sorted(set(keys))


def test_words_that_are_no_places_leave_the_countries_alone() -> None:
    assert not {"ukraine", "russia", "romania", "georgia", "jordan city", "crimea", "donbas"} & set(not_places())


def test_a_division_has_the_city_that_gives_it_its_name() -> None:
    gazetteer = real_gazetteer()
    for name in ("Belgorod", "Kursk", "Bryansk", "Rostov", "Gomel", "Lublin", "Suceava", "Lviv", "Zhytomyr", "Donetsk"):
        admins = {place.admin1 for place in gazetteer.candidates(name) if place.feature_class == "P"}
        assert any(admin and admin.startswith(name) for admin in admins), (name, admins)
