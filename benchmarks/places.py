"""How far from where people put them the gazetteer puts place phrases of a war ("near Smile, Luhansk region").

    python -m benchmarks.places FILE.jsonl [--dump UA.zip] [--json]

One JSON object a line: `phrase` (or, where that is empty, `name`), `headlines`, `lat`, `lon` in degrees, `adm1`,
`where_prec` (UCDP: 1 exact, 2 near, 3 district, 4 first-order division, 5 a line or fuzzy area), `date_start`. Only the
phrase, the headlines and the day are read; the article is taken to be about Ukraine. With --dump, the gazetteer is one
that has this GeoNames dump besides, made for the occasion.
"""

import argparse
import datetime as dt
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from gazetteer import build, dumps, progress
from gazetteer.context import Named
from gazetteer.document import resolve_names
from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.resolve import Resolution
from gazetteer.sphere import distance_km

EXACT, NEAR, DISTRICT, DIVISION = 1, 2, 3, 4  # UCDP where_prec


def placed(row: dict[str, Any], gazetteer: Lookup) -> Resolution | None:
    """What the row's phrase means: its first settlement or site in Ukraine, in doubt or not, else one abroad.

    Where it names neither, its first division; None where it names nothing that the gazetteer knows.
    """
    phrase = row["phrase"] or row["name"]
    text = ". ".join([phrase, *row["headlines"]])
    names = [Named(t.text, t.start, t.candidates) for t in gazetteer.toponyms(text)]
    day = dt.date.fromisoformat(row["date_start"])
    found = resolve_names(text, names, gazetteer, country="UA", day=day)
    inside = [one for name, one in zip(names, found, strict=True) if name.start < len(phrase)]
    narrow = [one for one in inside if one.place is not None and one.place.feature_class != "A"]
    return next(iter([one for one in narrow if one.place and one.place.country_code == "UA"] or narrow or inside), None)


def measure(rows: list[dict[str, Any]], gazetteer: Lookup) -> dict[str, Any]:
    """The figures by where_prec: how many are found, how many surely, and how far off."""
    by_precision: dict[int, list[tuple[dict[str, Any], Resolution | None]]] = defaultdict(list)
    for row in rows:
        by_precision[row["where_prec"]].append((row, placed(row, gazetteer)))
    exact = by_precision[EXACT] + by_precision[NEAR]
    return {
        "gazetteer": gazetteer.digest,
        "where_prec 1 and 2": _figures(exact),
        **{f"where_prec {number}": _figures(found) for number, found in sorted(by_precision.items())},
        "where_prec 4 answers the region": _share(
            _is_region(row, one.place if one else None) for row, one in by_precision[DIVISION]
        ),
        "where_prec 3 answers a district": _share(
            one is not None and one.place is not None and one.place.feature_code == "ADM2"
            for _, one in by_precision[DISTRICT]
        ),
    }


def _is_region(row: dict[str, Any], place: Place | None) -> bool:
    bare = row["adm1"].split(" ")[0].lower()
    return place is not None and place.feature_code == "ADM1" and place.name.lower().startswith(bare)


def _figures(found: list[tuple[dict[str, Any], Resolution | None]]) -> dict[str, Any]:
    errors = [
        distance_km(row["lat"], row["lon"], one.place.latitude, one.place.longitude) if one and one.place else None
        for row, one in found
    ]
    sure = [
        error
        for (row, one), error in zip(found, errors, strict=True)
        if one and one.place and not one.ambiguous and (row["where_prec"] > NEAR or one.place.feature_class != "A")
    ]  # a village phrase of which only the division is known is not placed
    known = [error for error in errors if error is not None]
    return {
        "n": len(found),
        "found": _share(error is not None for error in errors),
        "within 10 km": _share(error is not None and error <= 10 for error in errors),
        "within 25 km": _share(error is not None and error <= 25 for error in errors),
        "placed (not ambiguous)": round(len(sure) / max(1, len(found)), 4),
        "placed, within 10 km": _share(error is not None and error <= 10 for error in sure),
        "placed, within 25 km": _share(error is not None and error <= 25 for error in sure),
        "median km": round(statistics.median(known), 1) if known else None,
    }


def _share(truths: Any) -> float | None:
    values = [bool(value) for value in truths]
    return round(sum(values) / len(values), 4) if values else None


def main() -> int:
    """The exit status: 0, or 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.places", description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--dump", type=Path, metavar="UA.zip", help="measure with this GeoNames dump added")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    result = measure(rows, Lookup.open()) if options.dump is None else _with_dump(rows, options.dump)
    if options.json:
        print(json.dumps(result, indent=1))
    else:
        for name, value in result.items():
            print(f"{name}: {value}")
    return 0


def _with_dump(rows: list[dict[str, Any]], dump: Path) -> dict[str, Any]:
    """The figures with a gazetteer that has the dump besides; it is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gazetteer.sqlite"
        build.build(path, dumps=[dumps.at(dump)], progress=progress.show)
        return measure(rows, Lookup(path))


if __name__ == "__main__":
    sys.exit(main())
