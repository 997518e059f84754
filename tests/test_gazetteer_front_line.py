"""The line of contact: its towns by the day, and how near a village lay to it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import front_line


@pytest.mark.parametrize("town", front_line.towns(), ids=lambda row: f"{row[0]} {row[3]}")
def test_a_town_of_the_line_lies_in_the_east_or_north_and_its_days_are_in_order(town: tuple) -> None:
    _, latitude, longitude, first, last = town
    assert 46 <= latitude <= 52
    assert 29 <= longitude <= 40
    assert dt.date(2014, 4, 1) <= first < (last or dt.date.max)


@given(st.floats(46, 52), st.floats(29, 40), st.dates(dt.date(2014, 1, 1), dt.date(2026, 1, 1)))
def test_nearness_is_a_share_and_names_a_town_where_there_is_any(lat: float, lon: float, day: dt.date) -> None:
    value, town = front_line.nearness(lat, lon, day)
    assert (town is not None) == (0 < value <= 1)


@pytest.mark.parametrize(
    ("latitude", "longitude", "day", "near"),
    [
        (48.13, 37.60, "2024-02-20", True),  # Orlivka, behind Avdiivka as that fell
        (48.13, 37.60, "2025-12-01", False),  # which the fighting has left
        (50.50, 30.30, "2022-03-10", True),
        (50.50, 30.30, "2022-06-10", False),
        (49.84, 24.03, "2022-03-10", False),
    ],
)
def test_a_place_is_by_the_line_only_while_that_is_there(
    latitude: float, longitude: float, day: str, near: bool
) -> None:
    assert (front_line.nearness(latitude, longitude, dt.date.fromisoformat(day))[0] > 0.5) == near
