"""How well one-line reports are read, as JSON: each labelled caption is an article of its own day.

FILE holds one JSON object a line: id, text, date (ISO day), kind, lat and lon (decimal degrees, WGS 84), and
geo_scored, true where the text itself names a place that the coordinates can be held against. A kind that the table of
kinds lacks is no event. Rows are counted in two parts: every third row is "unseen", the others are "seen"; --misses
lists what went wrong in the seen part only, so that rules can be mended without ever reading the other.
"""

import argparse
import datetime as dt
import hashlib
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from geopy.distance import great_circle

from pipeline import run
from pipeline.kinds import kinds
from pipeline.models import Article, Extraction, Location

SAME_KIND = {"ground-fighting": "battle"}  # the labels' name for a kind of ours
WITHIN_KM = (10, 25, 161)  # 161 km is 100 miles, the usual "near enough" of geoparsing papers
UNSEEN_EVERY = 3


def article_of(row: dict[str, Any]) -> Article:
    """The row's text as an article of the row's day."""
    text = row["text"]
    sha256 = hashlib.sha256((row["id"] + text).encode()).hexdigest()
    return Article(row["id"], text, 0, dt.date.fromisoformat(row["date"]), sha256)


def kind_of(row: dict[str, Any]) -> str | None:
    """The row's kind as the table of kinds has it; None for what is no event of those kinds."""
    kind = SAME_KIND.get(row["kind"], row["kind"])
    return kind if kind in kinds() else None


def nearest(row: dict[str, Any], told: Extraction) -> tuple[float, Location] | None:
    """The nearest marker of the row's text, and how far in km it stands from the truth; None where none is placed."""
    truth = (row["lat"], row["lon"])
    places = [event.location for event in told.events if event.location is not None]
    found = ((great_circle(truth, (place.latitude, place.longitude)).km, place) for place in places)
    return min(found, key=lambda one: one[0], default=None)


def nearest_km(row: dict[str, Any], told: Extraction) -> float | None:
    """How far the nearest marker of the row's text stands from the truth, km; None where none is placed."""
    found = nearest(row, told)
    return found[0] if found else None


def covered(rows: Sequence[dict[str, Any]], told: Sequence[Extraction]) -> dict[str, dict[str, object]]:
    """By precision, how many nearest markers stand no further from the truth than their own uncertainty: want 0.68."""
    within: dict[str, list[bool]] = {}
    for row, extraction in zip(rows, told, strict=True):
        if kind_of(row) and row["geo_scored"] and (found := nearest(row, extraction)):
            for name in (found[1].precision, "all"):
                within.setdefault(name, []).append(found[0] <= found[1].uncertainty_km)
    return {name: {"rows": len(hits), "share": _share(sum(hits), len(hits))} for name, hits in sorted(within.items())}


def score(rows: Sequence[dict[str, Any]], told: Sequence[Extraction]) -> dict[str, object]:
    """The figures of some rows: kinds found and falsely found, and where the markers stand, distances in km."""
    by_kind: dict[str, Counter[str]] = {}
    distances: list[float | None] = []
    silent = false = 0
    for row, extraction in zip(rows, told, strict=True):
        wanted, found = kind_of(row), {event.kind for event in extraction.events}
        for kind in found | ({wanted} if wanted else set()):
            count = by_kind.setdefault(kind, Counter(rows=0, found=0, false=0))
            count.update(rows=kind == wanted, found=kind == wanted and kind in found, false=kind != wanted)
        if wanted is None:
            silent += not found
            false += bool(found)
        elif row["geo_scored"]:
            distances.append(nearest_km(row, extraction))
    placed = sorted(d for d in distances if d is not None)
    events = sum(count["rows"] for count in by_kind.values())
    return {
        "rows": len(rows),
        "kind": {
            "rows": events,
            "found": sum(count["found"] for count in by_kind.values()),
            "non_events": silent + false,
            "non_events_told": false,
            "by_kind": {kind: dict(by_kind[kind]) for kind in sorted(by_kind)},
        },
        "place": {
            "rows": len(distances),
            "placed": len(placed),
            "placed_share": _share(len(placed), len(distances)),
            "median_km": round(statistics.median(placed), 1) if placed else None,
            **{f"within_{km}_km_of_placed": _share(sum(d <= km for d in placed), len(placed)) for km in WITHIN_KM},
            "within_uncertainty": covered(rows, told),
        },
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def misses(rows: Sequence[dict[str, Any]], told: Sequence[Extraction]) -> Iterator[str]:
    """One line for each thing wrong: a kind not found, a non-event told, no marker, a marker over 25 km away."""
    for row, extraction in zip(rows, told, strict=True):
        wanted, found = kind_of(row), {event.kind for event in extraction.events}
        aside = [rejection.reason for rejection in extraction.rejections]
        wrong = (
            [f"kind {wanted}, told {sorted(found)}"] if ({wanted} - {None}) - found or (not wanted and found) else []
        )
        if wanted and row["geo_scored"]:
            km = nearest_km(row, extraction)
            names = [event.location.name if event.location else event.unplaced_reason for event in extraction.events]
            if km is None or km > 25:
                far = "no marker" if km is None else f"{km:.0f} km off"
                wrong.append(f"{far}: {names} for {row['place']}")
        if wrong:
            yield f"{'; '.join(wrong)} | {row['text']!r} {aside or ''}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="figures only (the default; --misses adds a list)")
    parser.add_argument("--misses", action="store_true", help="list what is wrong in the seen part, on standard error")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    run.extract([article_of(row) for row in rows[:1]])
    started = time.perf_counter()
    told = run.extract([article_of(row) for row in rows])
    seconds = time.perf_counter() - started
    parts = {"seen": [k for k in range(len(rows)) if k % UNSEEN_EVERY != UNSEEN_EVERY - 1]}
    parts["unseen"] = [k for k in range(len(rows)) if k % UNSEEN_EVERY == UNSEEN_EVERY - 1]
    chosen = {name: ([rows[k] for k in part], [told[k] for k in part]) for name, part in parts.items()}
    figures = {"all": score(rows, told)} | {name: score(*pair) for name, pair in chosen.items()}
    json.dump(figures | {"seconds": round(seconds, 2)}, sys.stdout, indent=2)
    print()
    if options.misses:
        print(*misses(*chosen["seen"]), sep="\n", file=sys.stderr)


if __name__ == "__main__":
    main()
