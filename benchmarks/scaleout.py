"""One process against two workers and a Dask cluster of two, in one run: python -m benchmarks.scaleout [PATH...].

The same articles, each --copies times with another number at its end so that none is read once for all. JSON out: wall
clock and processor seconds of this process and all that it started, articles a second, and each against one process;
what they tell is compared.
"""

import argparse
import datetime as dt
import hashlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline import readers, run
from pipeline.models import Article, dump
from pipeline.settings import Settings
from tests import dask_cluster


def articles(paths: list[Path], copies: int) -> list[Article]:
    """The articles of these files, and copies that differ in a last line."""
    found = readers.read(paths, today=dt.date.today()).articles
    made = []
    for copy in range(copies):
        for one in found:
            text = f"{one.text}\n\nNo. {copy}"
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            made.append(replace(one, text=text, sha256=sha256, name=f"{copy}-{one.name}"))
    return made


def spent() -> float:
    """Processor seconds of this process and of its children that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def measured(read: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    cpu, began = spent(), time.perf_counter()
    found = read()
    return {"seconds": time.perf_counter() - began, "cpu_seconds": spent() - cpu}, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Settings().seeds])
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    given = articles(options.paths, options.copies)
    run.extract(given[:2])  # the model is loaded once, as in any long run
    told: dict[str, Any] = {"articles": len(given), "workers": options.workers}
    results = {}
    ways: dict[str, Callable[[str | None], Any]] = {
        "one process": lambda _: run.extract(given),
        "workers": lambda _: run.extract(given, workers=options.workers),
        "dask": lambda address: run.extract(given, dask=address),
    }
    for name, way in ways.items():
        if name == "dask" and find_spec("distributed") is None:
            told[name] = "Dask is not installed (pip install -r requirements-dask.txt)"
            continue
        with tempfile.TemporaryDirectory() as folder:
            cluster = dask_cluster.cluster(Path(folder), workers=options.workers) if name == "dask" else nullcontext()
            with cluster as address:
                if address:
                    run.extract(given[:2], dask=address)  # its workers load the model too
                found, results[name] = measured(lambda way=way, address=address: way(address))
        told[name] = {key: round(value, 2) for key, value in found.items()}
        told[name]["articles a second"] = round(len(given) / found["seconds"], 1)
        told[name]["against one process"] = round(told["one process"]["seconds"] / found["seconds"], 2)
    told["one process"]["cpu ms an article"] = round(1000 * told["one process"]["cpu_seconds"] / len(given), 1)
    texts = {name: [dump(one) for one in found] for name, found in results.items()}
    told["all tell the same"] = all(one == texts["one process"] for one in texts.values())
    json.dump(told, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
