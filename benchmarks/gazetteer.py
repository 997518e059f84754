"""The gazetteer's figures as JSON: look-ups and words a second, time to open, memory, and a plain dict beside it."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gazetteer import build
from gazetteer.lookup import Lookup
from gazetteer.names import key

ROUNDS = 5
TEXT = (
    "A transport plane was shot down near Vasylkiv, about 25 miles south of Kyiv, officials in the Kyiv region said. "
    "Fighting went on in Kharkiv, Mariupol and Melitopol; the Zaporizhzhia nuclear power plant and Maidan "
    "Nezalezhnosti were quiet, Reuters reported on Saturday. Nobody could say what had happened in Bila Tserkva. "
) * 200


def _best(work: Callable[[], int]) -> float:
    """Units of work a second, in the best of a few rounds."""
    rates = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        units = work()
        rates.append(units / (time.perf_counter() - started))
    return max(rates)


def main() -> None:
    path = build.default_path()
    if not path.exists():
        build.build(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    gazetteer = Lookup.open()
    open_ms = (time.perf_counter() - started) * 1000
    connection = gazetteer._file.connection
    names = [row[0] for row in connection.execute("SELECT DISTINCT key FROM name ORDER BY number LIMIT 40000")]

    def cold() -> int:
        gazetteer._known.cache_clear()
        for name in names:
            gazetteer.candidates(name)
        return len(names)

    def warm() -> int:
        for _ in range(10):
            for name in names[:4000]:
                gazetteer.candidates(name)
        return 40_000

    def scan() -> int:
        gazetteer.toponyms(TEXT)
        return len(TEXT.split())

    cold_rate = _best(cold)
    warm_rate = _best(warm)
    gazetteer._known.cache_clear()
    started = time.perf_counter()
    words = scan()
    first_scan_rate = words / (time.perf_counter() - started)
    scan_rate = _best(scan)
    added_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024

    baseline = {name: gazetteer.candidates(name) for name in names}

    def plain() -> int:
        for name in names:
            baseline.get(key(name))
        return len(names)

    plain_rate = _best(plain)
    figures = {
        "places": connection.execute("SELECT count(*) FROM place").fetchone()[0],
        "names": connection.execute("SELECT count(*) FROM name").fetchone()[0],
        "file_mb": round(path.stat().st_size / 1e6, 1),
        "open_ms": round(open_ms, 2),
        "added_memory_mb": round(added_mb, 1),
        "lookups_per_second_cold": round(cold_rate),
        "lookups_per_second_cached": round(warm_rate),
        "dict_lookups_per_second": round(plain_rate),
        "ratio_cold_to_dict": round(cold_rate / plain_rate, 3),
        "ratio_cached_to_dict": round(warm_rate / plain_rate, 3),
        "toponyms_words_per_second_first": round(first_scan_rate),
        "toponyms_words_per_second": round(scan_rate),
    }
    json.dump(figures, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
