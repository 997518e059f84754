"""What a store takes in: python -m benchmarks.ingest [--articles N]. JSON out.

Made-up articles whose extractions are given, so that only reading the store, merging and writing count: all in one
build, then ten more on top, and the same again, which must change nothing. Extraction is measured by
benchmarks.extraction and benchmarks.scaleout.
"""

import argparse
import datetime as dt
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import synthetic
from pipeline import build as building
from pipeline import run
from pipeline.models import Article, Event, Extraction, Report, Run, When
from pipeline.readers import Reading
from pipeline.store import Store, key


class Given:
    """Stands for `pipeline.run`: extractions are made up, the merging is real."""

    gather, regather = staticmethod(run.gather), staticmethod(run.regather)

    def provenance(self) -> Run:
        """A constant one."""
        return Run("benchmark", "code", "model", "gazetteer", "rules")

    def stream(self, articles: Sequence[Article], **_: Any) -> Any:
        """Two or three events of towns by Zipf's law, on the day before the article."""
        towns = synthetic.towns()
        for n, one in enumerate(articles):
            draw = random.Random(one.sha256)
            events = []
            for k in range(draw.choice((2, 3))):
                where = towns[min(len(towns) - 1, int(draw.paretovariate(0.5)))]
                day = one.published - dt.timedelta(1)
                quote = one.text[k * 20 : k * 20 + 40]
                told = Report(
                    one.name, one.sha256, one.source, one.published, quote, k * 20, k * 20 + 40, "hit", "the mayor",
                    "ukraine", "claims",
                )  # fmt: skip
                kind = draw.choice(("strike", "explosion", "battle"))
                events.append(Event(kind, When(day, day, "day", "stated", "on Monday"), where, None, (told,), False))
            yield n, Extraction(one.sha256, tuple(events), ())


def articles(count: int, first: int = 0) -> list[Article]:
    made = []
    for n in range(first, first + count):
        text = f"Article {n}. " + "Shells hit a warehouse of the town overnight, the mayor said. " * 40
        one = Article(f"{n}.txt", text, 0, synthetic.START, hashlib.sha256(text.encode()).hexdigest(), source="Outlet")
        made.append(replace(one, published=synthetic.START + dt.timedelta(n % synthetic.DAYS)))
    return made


def timed(given: list[Article], path: Path) -> dict[str, Any]:
    began, cpu = time.perf_counter(), time.process_time()
    built = building.build(Reading(tuple(given), ()), path)
    spent = time.process_time() - cpu
    rate = round(len(given) / spent, 1)
    wall = round(time.perf_counter() - began, 2)
    return {"articles": len(given), "seconds": wall, "cpu_seconds": round(spent, 2), "a cpu second": rate,
            "changed": built.changed}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    building.run = Given()  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        path, given = Path(folder) / "store.sqlite", articles(options.articles)
        told: dict[str, Any] = {"all at once": timed(given, path)}
        told["ten more"] = timed(articles(10, len(given)), path)
        told["the same again"] = timed(given, path)
        with Store.open(path, readonly=True) as store:
            told["counts"] = store.counts()
            told["read for the page"] = {"columns": len(store.columns()), "articles": len(set(map(key, given))) + 10}
        told["bytes"] = path.stat().st_size
    json.dump(told, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
