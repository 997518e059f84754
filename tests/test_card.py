"""The card's words."""

from typing import Any

import pytest

from pipeline import card
from tests import factories as make


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "killed: 2 civilians, according to the mayor"),
        ({"qualifier": "at least"}, "killed: at least 2 civilians, according to the mayor"),
        ({"value": None, "low": 3, "high": 5}, "killed: 3 to 5 civilians, according to the mayor"),
        ({"value": None, "low": 3}, "killed: at least 3 civilians, according to the mayor"),
        ({"value": None, "qualifier": "dozens"}, "killed: dozens civilians, according to the mayor"),
        ({"value": None, "group": None, "claimant": None}, "killed: number not given, according to the outlet"),
    ],
)
def test_figure_is_a_range_with_its_claimant_and_never_an_invented_zero(fields: dict[str, Any], words: str) -> None:
    assert card.figure(make.figure(**fields)) == words


def test_why_there_names_words_ground_precision_and_radius() -> None:
    said = card.why_there(make.location(words="the capital", basis="coreference", uncertainty_km=10))
    assert all(part in said for part in ("“the capital”", "point back", "town", "within 10 km"))


def test_assumed_day_says_so() -> None:
    assert "assumed" in card.why_then(make.when(words=None, basis="publication", precision="assumed"))


def test_status_is_told_with_its_rule() -> None:
    said = card.how_sure(make.incident(unverified=True))
    assert said == "Claimed: Only the mayor says so. An outlet says that it could not verify this."


def test_alternatives_are_named_or_nothing_is_said() -> None:
    assert card.others(make.location()) is None
    assert "Kyiv, Mykolaiv Oblast (0.10)" in (card.others(make.location(alternatives=(make.alternative(),))) or "")
