"""Each sample's incidents, kept in tests/golden/seeds. Change them with --update-golden, and read the diff."""

import datetime as dt
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline import exports, readers, run
from pipeline.models import Article, Extraction, Incident
from pipeline.settings import Settings

FOLDER = Path(__file__).parent / "golden" / "seeds"
NAMES = sorted(path.name for path in Settings().seeds.glob("*.txt"))
QUOTED = 80  # code points of a quote that a golden file holds: enough to find the sentence


def shown(incident: Incident) -> dict[str, Any]:
    """What a reader of the diff must see of an incident."""
    when, where, first = incident.when, incident.location, incident.reports[0]
    return {
        "kind": incident.kind,
        "days": f"{when.first}" if when.first == when.last else f"{when.first} to {when.last}",
        "time": f"{when.precision}, {when.basis}",
        "place": f"{where.name} ({where.precision}, {where.basis})" if where else f"none: {incident.unplaced_reason}",
        "status": incident.status + (", unverified" if incident.unverified else ""),
        "voices": [f"{r.stance}: {r.claimant or 'the outlet'} ({r.claimant_side})" for r in incident.reports],
        "quote": first.quote[:QUOTED],
    }


def golden(article: Article, told: Extraction) -> str:
    rows = [shown(incident) for incident in run.situate([article], [told], merge=False).incidents]
    rows.sort(key=lambda row: (row["days"], row["kind"], row["place"], row["quote"]))
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_gives_the_incidents_that_were_read_and_kept(
    name: str, seeds: tuple[Article, ...], extractions: tuple[Extraction, ...], request: pytest.FixtureRequest
) -> None:
    k = next(k for k, article in enumerate(seeds) if article.name == name)
    text = golden(seeds[k], extractions[k])
    path = FOLDER / Path(name).with_suffix(".json").name
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: run pytest --update-golden, read what it wrote, and commit it"
    assert json.loads(text) == json.loads(path.read_text(encoding="utf-8"))


def test_no_golden_file_is_left_of_a_sample_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} <= {Path(name).stem for name in NAMES}


# Against articles annotated by hand, where they are there. Nothing of them stands in this repository.


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def incidents_of(folder: Path) -> tuple[Sequence[Article], Sequence[Incident]]:
    articles = readers.read([folder], today=dt.date(2023, 1, 1)).articles
    return articles, run.situate(articles, run.extract(articles), merge=False).incidents


@pytest.fixture(scope="module")
def rows(shared: Path, scorer: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The scorer's row of each annotated article."""
    _, incidents = incidents_of(shared / "articles")
    path = tmp_path_factory.mktemp("predictions") / "predictions.geojson"
    with path.open("w", encoding="utf-8") as stream:
        exports.write("geojson", incidents, stream)
    predictions = scorer.load_predictions(path)
    found = [json.loads(gold.read_text(encoding="utf-8")) for gold in sorted((shared / "gold").glob("*.json"))]
    return [scorer.score_article(gold, predictions.get(gold["article"], [])) for gold in found]


def test_kind_place_and_day_agree_with_the_annotators(rows: list[dict[str, Any]], scorer: ModuleType) -> None:
    total = scorer.prf(*[sum(row["strict"][k] for row in rows) for k in range(3)])
    assert total["f1"] >= 0.70, total


def test_nothing_is_pinned_where_an_annotator_forbade_it(rows: list[dict[str, Any]]) -> None:
    assert sum(row["forbidden"] for row in rows) == 0


def test_articles_without_events_put_nothing_on_the_map(shared: Path) -> None:
    articles, incidents = incidents_of(shared / "articles_no_events")
    assert articles
    assert [f"{i.kind} in {i.location.name}" for i in incidents if i.location] == []
