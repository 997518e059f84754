"""The offline base map: small, well-formed, the right way round, and with Crimea in Ukraine."""

import gzip
import json
import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

BASE = Path(__file__).parents[1] / "pipeline" / "assets" / "base"
LAYERS = ("land", "ukraine", "borders", "oblasts", "lakes", "rivers")
Position = tuple[float, float]

IN_UKRAINE = {
    "Simferopol": (34.111, 44.957),
    "Sevastopol": (33.521, 44.608),
    "Kerch": (36.475, 45.357),
    "Armiansk, on the isthmus": (33.692, 46.106),
    "Kyiv": (30.524, 50.455),
    "Lviv": (24.023, 49.838),
    "Donetsk": (37.802, 48.023),
    "Uzhhorod": (22.295, 48.624),
    "Kharkiv": (36.255, 49.982),
    "Izmail": (28.838, 45.351),
}
ABROAD = {
    "Rostov-on-Don": (39.714, 47.236),
    "Minsk": (27.567, 53.9),
    "Chisinau": (28.858, 47.006),
    "Tiraspol": (29.643, 46.84),
    "Belgorod": (36.58, 50.61),
    "Krasnodar": (38.977, 45.045),
    "Temryuk, beyond the Kerch Strait": (37.383, 45.262),
    "Taganrog": (38.897, 47.236),
}
AT_SEA = {"Black Sea": (33.5, 43.4), "Sea of Azov": (36.6, 46.1), "Atlantic": (-30.0, 40.0)}


@cache
def read(name: str) -> Any:
    return json.loads((BASE / f"{name}.json").read_text(encoding="utf8"))


def positions(value: Any) -> Iterator[list[float]]:
    if isinstance(value[0], int | float):
        yield value
    else:
        for part in value:
            yield from positions(part)


def polygons(name: str) -> list[list[list[Position]]]:
    found: list[list[list[Position]]] = []
    for feature in read(name)["features"]:
        shape = feature["geometry"]
        found += [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return found


def inside(spot: Position, rings: list[list[Position]]) -> bool:
    """Ray casting over all rings at once: an odd number of crossings is inside, and holes count by themselves."""
    x, y = spot
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                odd = not odd
    return odd


def covers(name: str, spot: Position) -> bool:
    return any(inside(spot, rings) for rings in polygons(name))


def line_points(name: str) -> list[list[float]]:
    return [spot for feature in read(name)["features"] for spot in positions(feature["geometry"]["coordinates"])]


@pytest.mark.parametrize("spot", IN_UKRAINE.values(), ids=IN_UKRAINE)
def test_a_ukrainian_town_lies_in_ukraine_and_on_land(spot: Position) -> None:
    assert covers("ukraine", spot)
    assert covers("land", spot)


@pytest.mark.parametrize("spot", ABROAD.values(), ids=ABROAD)
def test_a_town_abroad_lies_on_land_outside_ukraine(spot: Position) -> None:
    assert not covers("ukraine", spot)
    assert covers("land", spot)


@pytest.mark.parametrize("spot", AT_SEA.values(), ids=AT_SEA)
def test_the_open_sea_is_not_land(spot: Position) -> None:
    assert not covers("land", spot)


def test_no_state_border_crosses_or_surrounds_crimea() -> None:
    near = [spot for spot in line_points("borders") if 32.4 < spot[0] < 36.7 and 44.3 < spot[1] < 46.3]
    assert near == []


def test_crimea_is_parted_from_kherson_oblast_by_an_oblast_border() -> None:
    assert any(33.5 < x < 35.1 and 45.7 < y < 46.3 for x, y in line_points("oblasts"))


def test_ukraine_is_one_country_with_crimea_joined_to_the_mainland() -> None:
    (feature,) = read("ukraine")["features"]
    assert feature["properties"] == {"name": "Ukraine", "country": "UA"}
    mainland = [rings for rings in polygons("ukraine") if inside(IN_UKRAINE["Kyiv"], rings)]
    assert len(mainland) == 1
    assert inside(IN_UKRAINE["Simferopol"], mainland[0])


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_is_geojson_with_longitude_first(name: str) -> None:
    layer = read(name)
    assert layer["type"] == "FeatureCollection"
    for feature in layer["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon", "LineString", "MultiLineString"}
        for spot in positions(feature["geometry"]["coordinates"]):
            assert len(spot) == 2
            assert -180 <= spot[0] <= 180
            assert -85.01 <= spot[1] <= 84.01


@pytest.mark.parametrize("name", ["oblasts", "ukraine"])
def test_what_belongs_to_ukraine_stays_in_its_bounds(name: str) -> None:
    assert all(22.0 < x < 40.3 and 44.3 < y < 52.5 for x, y in line_points(name))


@pytest.mark.parametrize("name", ["land", "ukraine", "lakes", "regions"])
def test_every_ring_is_closed(name: str) -> None:
    assert all(ring[0] == ring[-1] and len(ring) > 3 for rings in polygons(name) for ring in rings)


def test_the_towns_are_labelled_where_they_are() -> None:
    """[name, longitude, latitude, rank]; a name stands once, and the oblast centres are all there."""
    towns = read("towns")
    names = [town[0] for town in towns]
    assert len(set(names)) == len(names)
    assert all(-180 <= x <= 180 and -60 <= y <= 75 and rank in {1, 2, 3, 4} for _, x, y, rank in towns)
    found = {name: (x, y) for name, x, y, _ in towns}
    for name, (x, y) in {**IN_UKRAINE, **ABROAD}.items():
        if name in found:
            assert found[name] == pytest.approx((x, y), abs=0.02), name
    assert {"Kyiv", "Kharkiv", "Odesa", "Simferopol", "Sevastopol", "Kropyvnytskyi", "Minsk", "Chisinau"} <= set(names)


def test_districts_of_cities_are_not_labelled_as_towns() -> None:
    """GeoNames gives Saltivka 409,300 people and Pravyi Bereh more than Mariupol, of which it is the right bank."""
    names = {town[0] for town in read("towns")}
    assert not names & {"Saltivka", "Pravyi Bereh", "Darnytsya", "Obolon", "Shevchenko", "Oleksiyivka"}


def test_seas_and_countries_are_labelled() -> None:
    labels = read("labels")
    seas = {name: (x, y) for name, x, y, _ in labels["seas"]}
    countries = {name: (x, y) for name, x, y, _ in labels["countries"]}
    assert not covers("land", seas["Black Sea"])
    assert not covers("land", seas["Sea of Azov"])
    assert covers("ukraine", countries["Ukraine"])
    assert not any(covers("ukraine", spot) for name, spot in countries.items() if name != "Ukraine")


def test_the_base_map_is_small_enough_to_load_at_once() -> None:
    files = [path.read_bytes() for path in sorted(BASE.glob("*.json"))]
    assert len(files) == len(LAYERS) + 3  # two of labels, and the regions
    assert sum(map(len, files)) < 800_000
    assert sum(len(gzip.compress(content)) for content in files) < 300_000


def regions_at(spot: Position) -> list[str]:
    """The names of the regions whose outline holds the spot."""
    found = []
    for feature in read("regions")["features"]:
        if any(inside(spot, rings) for rings in feature["geometry"]["coordinates"]):
            found.append(feature["properties"]["name"])
    return found


@pytest.mark.parametrize(
    ("spot", "region"),
    [
        ((30.524, 50.455), "Kyiv City"),
        ((30.0, 49.8), "Kyiv Oblast"),
        ((30.25, 50.52), "Kyiv Oblast"),  # Irpin
        ((30.33, 50.18), "Kyiv Oblast"),  # Vasylkiv
        ((34.111, 44.957), "Crimea"),
        ((33.521, 44.608), "Sevastopol City"),
        ((37.549, 47.096), "Donetsk Oblast"),
        ((38.48, 48.95), "Luhansk Oblast"),
        ((33.37, 46.77), "Kherson Oblast"),
        ((28.838, 45.351), "Odesa Oblast"),
        ((22.295, 48.624), "Zakarpattia Oblast"),
        ((36.58, 50.61), "Belgorod Oblast"),
        ((38.977, 45.045), "Krasnodar Krai"),
    ],
)
def test_a_spot_lies_in_one_region_and_the_right_one(spot: Position, region: str) -> None:
    assert regions_at(spot) == [region]


def test_every_division_of_ukraine_has_its_outline() -> None:
    ids = [feature["properties"]["id"] for feature in read("regions")["features"]]
    assert ids == sorted(set(ids))
    assert {f"UA{number:02}" for number in range(1, 28)} <= set(ids)


def test_a_regions_own_point_lies_in_it_and_on_no_large_town() -> None:
    """A mark on a town would be read as one on the town; Kyiv is all town, and named as such."""
    towns = [(x, y) for _, x, y, rank in read("towns") if rank < 3]
    for feature in read("regions")["features"]:
        told = feature["properties"]
        spot = (told["longitude"], told["latitude"])
        assert regions_at(spot) == [told["name"]]
        assert told["radius_km"] > 5
        if told["name"] not in ("Kyiv City", "Sevastopol City"):
            assert all(math.hypot((x - spot[0]) * 0.65, y - spot[1]) > 0.09 for x, y in towns), told["name"]


@pytest.mark.parametrize(
    ("river", "town"),
    [
        ("Dnipro", (35.04, 48.467)),
        ("Siverskyi Donets", (37.277, 49.207)),
        ("Southern Bug", (28.469, 49.233)),
        ("Desna", (31.287, 51.505)),
        ("Pripyat", (30.227, 51.27)),
        ("Dniester", (27.798, 48.445)),
        ("Danube", (28.838, 45.351)),
    ],
)
def test_a_river_passes_the_town_that_stands_on_it(river: str, town: Position) -> None:
    """Within 0.1 degrees, as Natural Earth is drawn for small scales."""
    courses = [feature for feature in read("rivers")["features"] if feature["properties"]["name"] == river]
    spots = [spot for feature in courses for spot in positions(feature["geometry"]["coordinates"])]
    assert min(max(abs(x - town[0]), abs(y - town[1])) for x, y in spots) < 0.1


def test_no_border_is_drawn_around_kyiv_city() -> None:
    """Natural Earth's outline of it takes in Irpin and Vasylkiv, which would mislead."""
    assert not any(30.0 < x < 30.9 and 50.0 < y < 50.5 for x, y in line_points("oblasts"))
