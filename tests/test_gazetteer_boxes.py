"""Boxes hold every point within the distance, wherever on the globe."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.boxes import boxes
from gazetteer.sphere import EARTH_RADIUS_KM, distance_km
from tests.gazetteer_fixtures import real_gazetteer

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@given(LATITUDES, LONGITUDES, st.floats(0, 6.28), st.floats(0.001, 3000), st.floats(0, 0.999))
@settings(max_examples=500)
def test_a_point_within_the_distance_is_in_a_box(
    latitude: float, longitude: float, bearing: float, within_km: float, share: float
) -> None:
    angle, start = within_km * share / EARTH_RADIUS_KM, math.radians(latitude)
    sine = math.sin(start) * math.cos(angle) + math.cos(start) * math.sin(angle) * math.cos(bearing)
    there = math.asin(max(-1.0, min(1.0, sine)))
    turn = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(start), math.cos(angle) - math.sin(start) * math.sin(there)
    )
    north, east = math.degrees(there), (longitude + math.degrees(turn) + 540) % 360 - 180
    if distance_km(latitude, longitude, north, east) > within_km * (1 - 1e-6):
        return  # rounding, near the antipodes and the poles
    slack = 1e-6
    assert any(
        box[0] - slack <= north <= box[1] + slack and box[2] - slack <= east <= box[3] + slack
        for box in boxes(latitude, longitude, within_km)
    )


@given(LATITUDES, LONGITUDES, st.floats(0.001, 20_000))
def test_boxes_stay_on_the_map(latitude: float, longitude: float, within_km: float) -> None:
    for south, north, west, east in boxes(latitude, longitude, within_km):
        assert -90 <= south <= north <= 90
        assert -180 <= west <= east <= 180


@pytest.mark.parametrize(
    ("latitude", "longitude", "within_km"),
    [
        (-16.9, -179.99, 300),  # Fiji lies on both sides of the 180th meridian
        (-17.0, 180.0, 300),
        (69.3, -179.9, 300),
        (90.0, 12.0, 3000),
        (-90.0, -60.0, 5000),
        (50.18, 30.31, 5),
        (50.45, 30.52, 20_000),
    ],
)
def test_the_nearest_settlement_is_found_anywhere(latitude: float, longitude: float, within_km: float) -> None:
    """Against the distances to all of them."""
    rows = real_gazetteer()._file.rows(
        "SELECT latitude, longitude FROM place WHERE feature_class = 'P' AND middle_of IS NULL"
    )
    distance = min(distance_km(latitude, longitude, *row) for row in rows)
    found = real_gazetteer().nearest(latitude, longitude, within_km=within_km)
    assert found is not None
    assert found[0] == distance <= within_km


@given(st.floats(44, 56), st.floats(20, 60))
@settings(max_examples=60, deadline=None)
def test_no_settlement_is_nearer_than_the_nearest(latitude: float, longitude: float) -> None:
    gazetteer = real_gazetteer()
    settlements = [
        (distance, place)
        for distance, place in gazetteer.near(latitude, longitude, within_km=60)
        if place.feature_class == "P" and place.middle_of is None
    ]
    nearest = gazetteer.nearest(latitude, longitude, within_km=60)
    assert (nearest[0] if nearest else None) == (settlements[0][0] if settlements else None)


def test_the_open_ocean_has_no_nearest_settlement() -> None:
    assert real_gazetteer().nearest(0.0, 0.0) is None
