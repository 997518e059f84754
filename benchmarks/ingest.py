"""What a store takes in: python -m benchmarks.ingest [--articles N] [--more N] [--keep FILE]. JSON out.

Made-up articles whose extractions are given, so that only reading the store, merging and writing count: all in one
build, then a few more on top, and the same again, which must change nothing. Each step is a process of its own, so that
its peak of memory is its own too. One event in eight takes several days, so that the happenings of a town hang together
over weeks. Extraction is measured by benchmarks.extraction and benchmarks.scaleout.
"""

import argparse
import datetime as dt
import hashlib
import json
import random
import resource
import subprocess
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
from pipeline.store import Store


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
                last = one.published - dt.timedelta(1)
                first = last - dt.timedelta(draw.choice((1, 2, 4)) if draw.randrange(8) == 0 else 0)
                quote = one.text[k * 20 : k * 20 + 40]
                told = Report(
                    one.name, one.sha256, one.source, one.published, quote, k * 20, k * 20 + 40, "hit", "the mayor",
                    "ukraine", "claims",
                )  # fmt: skip
                kind = draw.choice(("strike", "explosion", "battle"))
                days = When(first, last, "day" if first == last else "range", "stated", "on Monday")
                events.append(Event(kind, days, where, None, (told,), False))
            yield n, Extraction(one.sha256, tuple(events), ())


def articles(count: int, first: int = 0) -> list[Article]:
    """Made-up articles, one a day in turn."""
    made = []
    for n in range(first, first + count):
        text = f"Article {n}. " + "Shells hit a warehouse of the town overnight, the mayor said. " * 40
        one = Article(f"{n}.txt", text, 0, synthetic.START, hashlib.sha256(text.encode()).hexdigest(), source="Outlet")
        made.append(replace(one, published=synthetic.START + dt.timedelta(n * 37 % synthetic.DAYS)))
    return made


def build(path: Path, first: int, count: int) -> dict[str, Any]:
    """What it costs this process to add so many articles, from the one of this number on."""
    building.run = Given()  # type: ignore[assignment]
    given = articles(count, first)
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu = time.perf_counter(), time.process_time()
    built = building.build(Reading(tuple(given), ()), path)
    spent = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "articles": len(given),
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(spent, 2),
        "a cpu second": round(len(given) / spent, 1),
        "peak MB": round(peak / 1024),
        "of which for the build MB": round((peak - start) / 1024),
        "changed": built.changed,
    }


def apart(path: Path, first: int, count: int) -> Any:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.ingest", "--only", str(path), str(first), str(count)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def measured(path: Path, count: int, more: int) -> dict[str, Any]:
    """All steps, in a store that may be there already."""
    told: dict[str, Any] = {}
    if not path.exists():
        told["all at once"] = apart(path, 0, count)
    with Store.open(path, readonly=True) as store:
        begun = store.counts()
    held = begun["articles"]
    told["more"] = apart(path, held, more)
    told["one more"] = apart(path, held + more, 1)
    told["the same again"] = apart(path, held, more)
    return {"held": begun, **told, "bytes": path.stat().st_size}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--more", type=int, default=10)
    parser.add_argument("--keep", type=Path, help="a store to make, or to add to where it is there")
    parser.add_argument("--only", nargs=3, metavar=("FILE", "FIRST", "COUNT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        found = build(Path(options.only[0]), int(options.only[1]), int(options.only[2]))
    elif options.keep:
        found = measured(options.keep, options.articles, options.more)
    else:
        with tempfile.TemporaryDirectory() as folder:
            found = measured(Path(folder) / "store.sqlite", options.articles, options.more)
    json.dump(found, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
