"""How well names are found and resolved on annotated corpora, beside what others have published.

    python -m benchmarks.geoparsing CORPUS.jsonl.gz... [--peers peers.json] [--json]

Resolution is measured as the literature does (Gritta et al. 2018): gold spans are given, and every toponym that has
coordinates counts, whether the gazetteer knows it or not. A toponym without an answer is wrong, and as far away as one
can be. Recognition counts exact spans. Corpora: one JSON object a line with `text` and `toponyms`, each with `start`,
`end` (code points) and, where known, `lat`, `lon` in degrees.
"""

import argparse
import gzip
import json
import math
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gazetteer.context import Named
from gazetteer.denoted import denoted
from gazetteer.document import resolve_names
from gazetteer.lookup import Lookup
from gazetteer.sphere import distance_km

NEAR_ENOUGH_KM = 161.0  # a hundred miles: the customary measure
FURTHEST_KM = 20039.0  # half the Earth's girth, for the area under the curve of log errors


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The corpus's documents, in order."""
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt", encoding="utf-8") as stream:
        yield from (json.loads(line) for line in stream if line.strip())


def measure(path: Path, gazetteer: Lookup) -> dict[str, Any]:
    """The figures of one corpus."""
    errors: list[float | None] = []
    known: list[bool] = []
    sure: list[float | None] = []
    found = right = wanted = end_to_end = 0
    started = time.perf_counter()
    for document in documents(path):
        gold = [t for t in document["toponyms"] if t.get("lat") is not None]
        names = [Named(t["text"], t["start"], denoted(gazetteer, t["text"])) for t in gold]
        everything = sorted(
            [*names, *witnesses(names, document["text"], gazetteer)], key=lambda n: (n.start, len(n.text))
        )
        meant = dict(zip(everything, resolve_names(document["text"], everything, gazetteer), strict=True))
        for toponym, name in zip(gold, names, strict=True):
            one = meant[name]
            here = (toponym["lat"], toponym["lon"])
            known.append(any(_apart(here, p) <= NEAR_ENOUGH_KM for p in name.candidates))
            error = None if one.place is None else _apart(here, one.place)
            errors.append(error)
            if error is not None and not one.ambiguous:
                sure.append(error)
        scanned = [Named(t.text, t.start, t.candidates) for t in gazetteer.toponyms(document["text"])]
        places = {
            (n.start, n.start + len(n.text)): r.place
            for n, r in zip(scanned, resolve_names(document["text"], scanned, gazetteer), strict=True)
        }
        spans = {(t["start"], t["end"]): (t["lat"], t["lon"]) for t in gold}
        found += len(places)
        wanted += len(spans)
        for span, place in places.items():
            if span in spans and place is not None:
                right += 1
                end_to_end += _apart(spans[span], place) <= NEAR_ENOUGH_KM
    seconds = time.perf_counter() - started
    return {
        "corpus": path.name.split(".")[0],
        "resolution": {
            **_accuracy(errors),
            "known": round(sum(known) / len(known), 4),
            "acc161_of_known": _share([e for e, k in zip(errors, known, strict=True) if k]),
            "sure": round(len(sure) / len(errors), 4),
            "acc161_of_sure": _share(sure),
        },
        "recognition": {**_f1(found, wanted, right), "acc161_of_recognised": round(end_to_end / max(1, right), 4)},
        "seconds": round(seconds, 1),
    }


def witnesses(names: list[Named], text: str, gazetteer: Lookup) -> list[Named]:
    """The names that the scan of the text finds besides the given ones: they take part, but are not scored."""
    spans = [(name.start, name.start + len(name.text)) for name in names]
    return [
        Named(t.text, t.start, t.candidates)
        for t in gazetteer.toponyms(text)
        if not any(start < t.end and t.start < end for start, end in spans)
    ]


def _apart(here: tuple[float, float], place: Any) -> float:
    return distance_km(here[0], here[1], place.latitude, place.longitude)


def _share(errors: Sequence[float | None]) -> float | None:
    return round(sum(e is not None and e <= NEAR_ENOUGH_KM for e in errors) / len(errors), 4) if errors else None


def _accuracy(errors: Sequence[float | None]) -> dict[str, Any]:
    answered = [e for e in errors if e is not None]
    far = [FURTHEST_KM if e is None else e for e in errors]
    return {
        "n": len(errors),
        "answered": len(answered),
        "acc161": _share(errors),
        "mean_km_of_answered": round(statistics.fmean(answered), 1),
        "median_km_of_answered": round(statistics.median(answered), 1),
        "median_km": round(statistics.median(far), 1),
        "auc": round(statistics.fmean(math.log1p(e) / math.log1p(FURTHEST_KM) for e in far), 4),
        "auc_of_answered": round(statistics.fmean(math.log1p(e) / math.log1p(FURTHEST_KM) for e in answered), 4),
    }


def _f1(found: int, wanted: int, right: int) -> dict[str, Any]:
    precision, recall = right / max(1, found), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def main() -> int:
    """The exit status: 0, or 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.geoparsing", description=__doc__.split("\n", 1)[0])
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.jsonl.gz")
    parser.add_argument("--peers", type=Path, help="published scores; default: peers.json beside the first corpus")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    gazetteer = Lookup.open()
    results = [measure(path, gazetteer) for path in options.corpora]
    peers_at = options.peers or options.corpora[0].with_name("peers.json")
    peers = json.loads(peers_at.read_text(encoding="utf-8"))["rows"] if peers_at.exists() else []
    if options.json:
        print(json.dumps({"gazetteer": gazetteer.digest, "corpora": results, "peers": peers}, indent=1))
        return 0
    for result in results:
        print(result["corpus"])
        for task in ("resolution", "recognition"):
            print(f"  {task:12}", "  ".join(f"{name} {value}" for name, value in result[task].items()))
        for peer in peers:
            if peer["dataset"].lower().startswith(result["corpus"]):
                told = "  ".join(f"{k} {v}" for k, v in peer.items() if isinstance(v, float))
                print(f"    {peer['system']} ({peer['task']}): {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
