"""The scoreboard counts each field of an incident for itself."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.score import added, tally
from pipeline.models import Incident
from tests.factories import annotated, incident, location, report, unplaced, when

TOLD = "A missile hit a residential building in Kyiv, the mayor said."
KYIV: dict[str, Any] = {**annotated(TOLD), "claimant": "the mayor of Kyiv"}
SAID = incident(reports=(report(quote=TOLD),))
SUMY = location(name="Sumy", latitude=50.92, longitude=34.79)
ALL_RIGHT = dict.fromkeys(("kind", "place", "date", "claimant", "status", "merge"), "right")


@pytest.mark.parametrize(
    ("found", "differs"),
    [
        pytest.param([SAID], {}, id="all agrees"),
        pytest.param([], dict.fromkeys(ALL_RIGHT, "missing"), id="nothing was found"),
        pytest.param([replace(SAID, kind="battle")], {"kind": "wrong"}, id="kind"),
        pytest.param([replace(SAID, location=SUMY)], {"place": "wrong"}, id="place"),
        pytest.param([unplaced(reports=SAID.reports)], {"place": "missing"}, id="not placed"),
        pytest.param([replace(SAID, when=when(when().first.replace(day=25)))], {"date": "wrong"}, id="day"),
        pytest.param([replace(SAID, status="disputed")], {"status": "wrong"}, id="status"),
        pytest.param(
            [incident(reports=(report(quote=TOLD, claimant="a colonel"),))], {"claimant": "wrong"}, id="another speaker"
        ),
        pytest.param(
            [incident(reports=(report(quote=TOLD, claimant=None),))], {"claimant": "missing"}, id="nobody named"
        ),
        pytest.param([SAID, replace(SAID, id="dddd")], {"merge": "wrong"}, id="told twice"),
        pytest.param([SAID, replace(SAID, id="dddd", location=SUMY)], {}, id="a second one elsewhere"),
    ],
)
def test_each_field_is_counted_by_itself(found: list[Incident], differs: dict[str, str]) -> None:
    counts = added([tally({"article": "001.txt", "events": [KYIV]}, found)])
    assert {field: next(k for k, n in count.items() if n) for field, count in counts.items()} == ALL_RIGHT | differs


def test_a_speaker_is_asked_for_only_where_one_was_annotated() -> None:
    event = {key: value for key, value in KYIV.items() if key != "claimant"}
    counts = added([tally({"article": "001.txt", "events": [event]}, [SAID])])
    assert sum(counts["claimant"].values()) == 0
    assert counts["kind"]["right"] == 1
