"""Fits the weights of gazetteer/weights.toml to resolved corpora, and says what they are worth on held-out documents.

    python tools/fit_weights.py CORPUS.jsonl.gz... [--places FILE.jsonl]

A conditional logit (McFadden 1974) over the candidates of each name and "none of these", with a Gaussian prior around
the weights of the file as it stands: what the corpora say nothing about stays. Documents are split in five; each fifth
is measured with weights fitted on the other four. Nothing is written: copy the figures by hand, and say why.
"""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.geoparsing import documents, witnesses
from gazetteer.context import Named
from gazetteer.denoted import denoted
from gazetteer.document import evidence
from gazetteer.lookup import Lookup
from gazetteer.signals import values
from gazetteer.sphere import distance_km
from gazetteer.weights import weights

FOLDS, STEPS, RATE = 5, 400, 0.05
PRIOR = 0.02  # how strongly a weight is held where it is; a weight of 5 more costs half a name's log-likelihood
NONE_COUNTS = 0.3  # a name whose place the gazetteer lacks, against one that it has

Sample = tuple[int, NDArray[np.float64], NDArray[np.bool_]]  # document, candidates x signals, which are right


def samples(paths: list[Path], places: Path | None, gazetteer: Lookup, names: list[str]) -> Iterator[Sample]:
    """One sample a name with a place known to people; the last row stands for "none of these"."""
    number = 0
    for path in paths:
        for document in documents(path):
            number += 1
            gold = [t for t in document["toponyms"] if t.get("lat") is not None]
            found = [Named(t["text"], t["start"], denoted(gazetteer, t["text"])) for t in gold]
            truth = {name: (t["lat"], t["lon"], 161.0) for name, t in zip(found, gold, strict=True)}
            found = sorted(
                [*found, *witnesses(found, document["text"], gazetteer)], key=lambda n: (n.start, len(n.text))
            )
            truths = [truth.get(name) for name in found]
            yield from _of(document["text"], found, truths, gazetteer, names, number, None, None)
    for line in places.read_text(encoding="utf-8").splitlines() if places else ():
        row = json.loads(line)
        number += 1
        if row["where_prec"] > 2:
            continue
        text = ". ".join([row["phrase"] or row["name"], *row["headlines"]])
        found = [Named(t.text, t.start, t.candidates) for t in gazetteer.toponyms(text)]
        first = next((i for i, n in enumerate(found) if n.candidates[0].feature_class != "A"), None)
        truths = [(row["lat"], row["lon"], 10.0) if i == first else None for i in range(len(found))]
        yield from _of(text, found, truths, gazetteer, names, number, "UA", dt.date.fromisoformat(row["date_start"]))


def _of(
    text: str,
    found: list[Named],
    truths: list[tuple[float, float, float] | None],
    gazetteer: Lookup,
    names: list[str],
    number: int,
    country: str | None,
    day: dt.date | None,
) -> Iterator[Sample]:
    for name, one, truth in zip(found, evidence(text, found, gazetteer, country=country, day=day), truths, strict=True):
        if truth is None or not name.candidates:
            continue
        matrix = np.zeros((len(name.candidates) + 1, len(names) + 1))
        for index, (place, support) in enumerate(zip(name.candidates, one.support, strict=True)):
            for signal, value, _ in values(place, one.clues, support):
                matrix[index, names.index(signal)] = value
        matrix[-1, -1] = 1.0
        right = [distance_km(truth[0], truth[1], p.latitude, p.longitude) <= truth[2] for p in name.candidates]
        yield number, matrix, np.array([*right, not any(right)])


def fit(data: list[Sample], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights, none of them negative, that make the right candidates likeliest (Adam)."""
    weight = start.copy()
    mean, square = np.zeros_like(weight), np.zeros_like(weight)
    sizes = [len(matrix) for _, matrix, _ in data]
    rows = np.concatenate([matrix for _, matrix, _ in data])
    right = np.concatenate([truth for _, _, truth in data])
    owner = np.repeat(np.arange(len(data)), sizes)
    counts = np.array([NONE_COUNTS if truth[-1] else 1.0 for _, _, truth in data])[owner]
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    for step in range(1, STEPS + 1):
        odds = rows @ weight
        odds -= np.maximum.reduceat(odds, begins)[owner]
        power = np.exp(odds)
        share = power / np.add.reduceat(power, begins)[owner]
        good = power * right
        wanted = good / np.add.reduceat(good, begins)[owner]
        gradient = rows.T @ ((share - wanted) * counts) + PRIOR * len(data) / 100 * (weight - start)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weight -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
        weight = np.maximum(weight, 0.0)
    return weight


def right_share(data: list[Sample], weight: NDArray[np.float64]) -> tuple[float, float, float]:
    """Of the names whose place is known: share resolved rightly; and how many and how right are those above 0.6."""
    hits, sure, sure_hits, known = 0, 0, 0, 0
    for _, matrix, truth in data:
        odds = matrix @ weight
        best = int(np.argmax(odds[:-1]))
        share = np.exp(odds - odds.max())
        same = share[:-1][truth[:-1]].sum() if truth[best] else share[best]
        certain = same / share.sum() >= 0.6
        sure += certain
        sure_hits += certain and truth[best]
        if not truth[-1]:
            known += 1
            hits += truth[best]
    return hits / max(1, known), sure / max(1, len(data)), sure_hits / max(1, sure)


def main() -> None:
    """Prints the figures by fold and the weights fitted on everything."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--places", type=Path)
    options = parser.parse_args()
    worth = weights()
    names = list(worth.worth)
    data = list(samples(options.corpora, options.places, Lookup.open(), names))
    start = np.array([*worth.worth.values(), worth.none])
    print("as they stand:", "right {:.4f}, sure {:.4f}, of those right {:.4f}".format(*right_share(data, start)))
    held = []
    for fold in range(FOLDS):
        weight = fit([one for one in data if one[0] % FOLDS != fold], start)
        held.append(right_share([one for one in data if one[0] % FOLDS == fold], weight))
    print("held out:     ", "right {:.4f}, sure {:.4f}, of those right {:.4f}".format(*tuple(np.mean(held, axis=0))))
    for name, value in zip([*names, "none"], fit(data, start), strict=True):
        print(f"{name:16} {value:.2f}")


if __name__ == "__main__":
    main()
