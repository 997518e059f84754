"""An arrow from where a weapon came: only where that has one meaning, and never for what has no place itself."""

import pytest

from pipeline.launch import launched_from
from tests.factories import incident, unplaced


@pytest.mark.parametrize(
    ("origin", "latitude", "longitude"),
    [("the Black Sea", 43, 34), ("Crimea", 45, 34), ("the territory of Belarus", 53, 28)],
)
def test_a_named_origin_has_a_point(origin, latitude, longitude) -> None:
    found = launched_from(incident(origin=origin))
    assert found == pytest.approx((latitude, longitude), abs=2)


@pytest.mark.parametrize("origin", [None, "", "the sea", "an unknown hamlet", "Pervomaiske"])
def test_without_one_meaning_there_is_no_arrow(origin) -> None:
    assert launched_from(incident(origin=origin)) is None


def test_what_is_not_placed_has_no_arrow() -> None:
    assert launched_from(unplaced(origin="the Black Sea")) is None
