"""How fast a store of many incidents answers: python -m benchmarks.store [--count N] [--store FILE].

JSON out: milliseconds of wall clock and of processor time, which tells more where a machine is shared; warm runs, one
after the other, beside the goals. "a town" has about two thousand incidents of a million.
"""

import argparse
import datetime as dt
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import synthetic
from pipeline.store import Store
from pipeline.store_columns import EPOCH, Columns

TOWN = "synthetic:50"
GOALS_MS = {"town, all time": 5, "30 days": 20, "everything, from the store": 150, "everything, from memory": 50}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="incidents")
    parser.add_argument("--store", type=Path, help="a store that `fill` made; default: one is made, and removed")
    parser.add_argument("--light", action="store_true", help="without the records' JSON: columns and indexes only")
    parser.add_argument("--repeat", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "store.sqlite"
        filled = None
        if not path.exists():
            began, cpu = time.perf_counter(), time.process_time()
            synthetic.fill(path, options.count, light=options.light)
            filled = {
                "seconds": round(time.perf_counter() - began, 1),
                "cpu_seconds": round(time.process_time() - cpu, 1),
            }
        json.dump({**measured(path, options.repeat, light=options.light), "filled": filled}, sys.stdout, indent=1)
        print()


def measured(path: Path, repeat: int, *, light: bool) -> dict:
    """Each query's time, the first one cold in this process, and the size of the file."""
    began = time.perf_counter()
    store = Store.open(path, readonly=True)
    opened = time.perf_counter() - began
    with store:
        columns = store.columns()
        first = synthetic.START + dt.timedelta(600)
        shown = columns.ids(range(0, len(columns), max(1, len(columns) // 50)))
        queries: dict[str, Callable[[], object]] = {
            "town, all time": lambda: store.at_place(TOWN),
            "30 days": lambda: store.columns(first, first + dt.timedelta(29)),
            "everything, from the store": store.columns,
            "everything, from memory": lambda: counted(columns, -(2**31), 2**31 - 1),
            "30 days, from memory": lambda: counted(columns, first.toordinal() - EPOCH, first.toordinal() - EPOCH + 29),
            "50 incidents whole": lambda: store.incidents(shown[:50]),
            "generation": store.generation,
            "articles by day and outlet": store.coverage,
            "50 rejections": lambda: store.set_aside(0, 50),
        }
        if light:
            del queries["50 incidents whole"]
        times = {name: timed(query, repeat) for name, query in queries.items()}
        found = len(store.at_place(TOWN))
        return {
            "incidents": len(columns),
            "bytes": path.stat().st_size,
            "bytes_of_columns": sum(value.nbytes for value in held(columns)),
            "open_ms": round(opened * 1000, 1),
            "at the town": found,
            "ms": times,
            "met": {name: times[name]["cpu median"] <= goal for name, goal in GOALS_MS.items()},
            "goals_ms": GOALS_MS,
        }


def counted(columns: Columns, first: int, last: int) -> tuple[np.ndarray, ...]:
    """What a view of the map counts: incidents by spot, by day and by kind, for a window."""
    met = (columns.last >= first) & (columns.first <= last)
    if met.all():
        spots, days, kinds = columns.spot, columns.first, columns.kind
    else:
        spots, days, kinds = columns.spot[met], columns.first[met], columns.kind[met]
    if not len(days):
        return (np.zeros(0), np.zeros(0), np.zeros(0))
    return np.bincount(spots + 1), np.bincount(days - days.min()), np.bincount(kinds)


def held(columns: Columns) -> list[np.ndarray]:
    return [value for name in columns.__slots__ if isinstance(value := getattr(columns, name), np.ndarray)]


def timed(query: Callable[[], object], repeat: int) -> dict[str, float]:
    walls, cpus = [], []
    for _ in range(repeat + 1):
        began, cpu = time.perf_counter(), time.process_time()
        query()
        cpus.append((time.process_time() - cpu) * 1000)
        walls.append((time.perf_counter() - began) * 1000)
    first, *warm = walls
    warm.sort()
    return {
        "first": round(first, 2),
        "median": round(statistics.median(warm), 2),
        "p95": round(warm[int(0.95 * (len(warm) - 1))], 2),
        "best": round(warm[0], 2),
        "cpu median": round(statistics.median(cpus[1:]), 2),
    }


if __name__ == "__main__":
    main()
