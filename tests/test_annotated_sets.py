"""The sets of annotated articles in tests/data: their files hold together, the scorer counts right, no figure falls."""

import importlib.util
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.incidents import APART, annotated_sets, measure, rates, score, total
from pipeline import exports
from pipeline.models import Incident
from tests.factories import annotated, incident, location, report, unplaced, when

SETS = annotated_sets()
FLOORS = {folder: json.loads((folder / "floor.json").read_text(encoding="utf-8")) for folder in SETS}
GOLD = [path for each in SETS for path in sorted((each / "gold").glob("*.json"))]

KYIV: dict[str, Any] = annotated("A missile hit a residential building in Kyiv, the mayor said.")
SUMY = {**KYIV, "place": "Sumy", "lat": 50.91, "lon": 34.80}
IN_SUMY = incident(id="cccc", location=location(name="Sumy", latitude=50.92, longitude=34.79))


def gold(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"article": "001.txt", "events": list(events), **more}


def quoting(words: str) -> Incident:
    return incident(reports=(report(quote=words),))


@pytest.mark.parametrize(
    ("annotated", "found", "strict"),
    [
        pytest.param(gold(KYIV), [incident()], [1, 0, 0], id="kind, place and day agree"),
        pytest.param(gold(KYIV), [replace(incident(), kind="battle")], [0, 1, 1], id="another kind"),
        pytest.param(gold(KYIV), [replace(incident(), kind="evacuation")], [0, 0, 1], id="a kind that is not scored"),
        pytest.param(gold(KYIV), [replace(incident(), when=when(when().first.replace(day=25)))], [0, 1, 1], id="day"),
        pytest.param(gold(KYIV), [IN_SUMY], [0, 1, 1], id="300 km off"),
        pytest.param(gold({**KYIV, "also_places": [SUMY]}), [IN_SUMY], [1, 0, 0], id="another place that is right too"),
        pytest.param(gold(KYIV), [unplaced()], [0, 0, 1], id="not placed costs recall, not precision"),
        pytest.param(gold(KYIV), [incident(), incident(id="dddd")], [1, 1, 0], id="a second marker for one event"),
        pytest.param(gold(KYIV, SUMY), [IN_SUMY, incident()], [2, 0, 0], id="each finds its own"),
        pytest.param(gold(KYIV, {**KYIV, "kind": ["strike"]}), [incident(), replace(incident(), kind="explosion")],
                     [2, 0, 0], id="the choice that leaves none alone"),
        pytest.param(gold(optional=[KYIV]), [incident()], [0, 0, 0], id="an optional event counts neither way"),
        pytest.param(gold(neutral=KYIV["sentences"]), [incident()], [0, 0, 0], id="a neutral sentence neither"),
        pytest.param(gold(), [incident()], [0, 1, 0], id="nothing was annotated"),
    ],
)  # fmt: skip
def test_an_incident_is_right_once_for_each_event_it_answers(
    annotated: dict[str, Any], found: list[Incident], strict: list[int]
) -> None:
    assert score(annotated, found)["strict"] == strict


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("A missile hit a residential building in Kyiv, the mayor said on Monday.", 1),
        ("“A missile hit a residential building”, he said.", 1),
        ("A missile hit another building in Sumy, the governor said.", 0),
        ("A missile hit.", 1),  # all words of the shorter one
    ],
)
def test_a_quote_of_six_words_in_a_row_finds_the_event_wherever_it_is_placed(words: str, found: int) -> None:
    assert score(gold(KYIV), [replace(quoting(words), location=None)])["found"][0] == found


def test_a_marker_where_nothing_may_stand_is_counted_whatever_it_tells() -> None:
    barred = {"lat": 50.4, "lon": 30.5, "radius_km": 20}
    row = score(gold(KYIV, negatives=[{"sentence": "", "forbidden_place": barred}]), [incident(), IN_SUMY])
    assert row["forbidden"] == 1


def test_a_status_is_judged_where_the_event_was_found() -> None:
    row = score(gold(KYIV, SUMY), [replace(incident(), status="disputed"), IN_SUMY])
    assert row["status"] == [1, 2]
    assert any(fault.startswith("status") and "disputed" in fault for fault in row["faults"])


def test_what_is_missed_and_what_is_wrong_is_listed() -> None:
    kinds = [fault.split()[0] for fault in score(gold(KYIV), [IN_SUMY])["faults"]]
    assert kinds == ["missed", "wrong"]


def test_figures_of_nothing_are_zero_not_an_error() -> None:
    assert rates(0, 0, 0)["f1"] == 0.0


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_an_annotation_quotes_its_article_and_gives_days_and_places(path: Path) -> None:
    annotated = json.loads(path.read_text(encoding="utf-8"))
    text = (path.parent.parent / "articles" / annotated["article"]).read_text(encoding="utf-8")
    assert text.startswith(f" date {annotated['published']} ")
    for event in annotated["events"] + annotated["optional"]:
        assert [sentence for sentence in event["sentences"] if sentence not in text] == []
        assert all(day <= annotated["published"] for day in event["date"])
        assert event["status"]
        assert event["tolerance_km"] > 0
    for each in annotated["negatives"] + annotated["neutral"]:
        assert each["sentence"] in text


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_each_set_keeps_its_parts(folder: Path) -> None:
    """What is kept apart is never read when rules are mended, so an article may not change its part."""
    parts = Counter(json.loads(path.read_text(encoding="utf-8"))["part"] for path in (folder / "gold").glob("*.json"))
    assert parts == FLOORS[folder]["parts"]
    assert ("strict" in FLOORS[folder]) == any(part != APART for part in parts), (
        "a floor for what may be read, no other"
    )


@pytest.mark.parametrize("folder", [f for f in SETS if "strict" in FLOORS[f]], ids=lambda folder: folder.name)
def test_the_figure_reached_on_the_development_articles_is_kept(folder: Path, tmp_path: Path) -> None:
    """With a margin of one incident lost and one wrong marker more than in floor.json."""
    for path in (folder / "gold").glob("*.json"):
        if json.loads(path.read_text(encoding="utf-8"))["part"] != APART:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    reached = FLOORS[folder]["strict"]
    rows = measure(folder / "articles", tmp_path)
    floor = rates(reached["right"] - 1, reached["wrong"] + 1, reached["missed"] + 1)["f1"]
    assert total(rows)["strict"]["f1"] >= floor, "\n".join(fault for row in rows for fault in row["faults"])


def test_the_counts_are_those_of_the_scorer_that_came_with_the_first_set(shared: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    found = [incident(), IN_SUMY, replace(quoting("Shells fell."), id="dddd"), unplaced()]
    annotated = gold(KYIV, {**SUMY, "date": ["2022-02-25"]}, optional=[{**KYIV, "kind": ["battle"]}])
    path = tmp_path / "predictions.geojson"
    with path.open("w", encoding="utf-8") as stream:
        exports.write("geojson", found, stream)
    row, other = score(annotated, found), theirs.score_article(annotated, theirs.load_predictions(path)["001.txt"])
    keys = ("strict", "placed", "found", "status", "forbidden", "unplaced")
    assert [row[key] for key in keys] == [other[key] for key in keys]
