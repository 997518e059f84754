"""How an amount is put into words: never more certain than it was said."""

from typing import Any

import pytest

from pipeline import tolls
from tests import factories as make


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": 7}, "7"),
        ({"value": None, "low": 3, "high": 5}, "3 to 5"),
        ({"value": None, "low": 7}, "at least 7"),
        ({"value": None, "high": 7}, "up to 7"),
        ({"value": None, "qualifier": "dozens"}, "dozens"),
        ({"value": None}, "number not given"),
    ],
)
def test_an_amount_is_as_open_as_it_was_said(fields: dict[str, Any], words: str) -> None:
    assert tolls.amount(make.figure(**fields)) == words
