"""Whether a store depends on how its articles came: python -m benchmarks.sameness [PATH...] [--orders N].

The same articles three times over, in other orders and portions, read by one process, two workers and a Dask cluster of
two, into SQLite and PostgreSQL where it is installed. Left out of the comparison is the order of arrival, which is what
differs, and what a database notes of itself. JSON out: for each way whether its store equals the first one, row by row,
and how long it took.
"""

import argparse
import datetime as dt
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline import readers
from pipeline.build import build
from pipeline.models import Article
from pipeline.readers import Reading
from pipeline.settings import Settings
from tests import dask_cluster, postgres
from tests.test_store import Where, canonical

Way = Callable[[Where], None]


def taken(portions: Sequence[Sequence[Article]], **options: Any) -> Way:
    """A way to fill a store: these articles, one build a portion."""

    def fill(where: Where) -> None:
        for portion in portions:
            build(Reading(tuple(portion), ()), where, **options)

    return fill


def portions(articles: Sequence[Article], draw: random.Random) -> Iterator[list[Article]]:
    """The articles in another order, one to nine at a time."""
    rest = list(articles)
    draw.shuffle(rest)
    while rest:
        size = draw.randint(1, 9)
        yield rest[:size]
        rest = rest[size:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Settings().seeds])
    parser.add_argument("--orders", type=int, default=10)
    options = parser.parse_args()
    articles = readers.read(options.paths, today=dt.date.today()).articles
    draw = random.Random(1)
    ways: dict[str, Way] = {"at once": taken([articles]), "three times": taken([articles] * 3)}
    for n in range(options.orders):
        ways[f"order {n + 1}"] = taken(list(portions(articles, draw)))
    ways["two workers"] = taken([articles], workers=2)
    told: dict[str, Any] = {"articles": len(articles)}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        new: dict[str, Callable[[], Where]] = {name: lambda name=name: Path(folder) / f"{name}.sqlite" for name in ways}
        if find_spec("distributed") is None:
            told["dask"] = "Dask is not installed (pip install -r requirements-dask.txt)"
        else:
            address = stack.enter_context(dask_cluster.cluster(Path(folder), workers=2))
            ways["dask"], new["dask"] = taken([articles], dask=address), lambda: Path(folder) / "dask.sqlite"
        if why := postgres.missing():
            told["postgresql"] = why
        else:
            server = stack.enter_context(postgres.server())
            ways["postgresql"], new["postgresql"] = ways[f"order {options.orders}"], server.database
        expected = None
        for name, way in ways.items():
            where, began = new[name](), time.perf_counter()
            way(where)
            found = {table: rows for table, rows in canonical(where).items() if table != "meta"}
            expected = expected or found
            told[name] = {"equal": found == expected, "seconds": round(time.perf_counter() - began, 1)}
    told["rows"] = {name: len(rows) for name, rows in (expected or {}).items()}
    json.dump(told, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
