"""The extraction's figures as JSON: words a second and peak memory, beside a bare parser over the same text.

The baseline is what one would write first: nlp.pipe of the same model, with every component that it ships and spaCy's
default matrix product. Each side runs in a process of its own, because that product is set for a whole process.
"""

import argparse
import datetime as dt
import hashlib
import json
import random
import re
import resource
import subprocess
import sys
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline import readers, run
from pipeline.models import Article
from pipeline.settings import Settings

WORDS = 30_000  # at least
TOWNS = ("Sumy", "Poltava", "Kherson", "Mykolaiv", "Chernihiv", "Zhytomyr", "Vinnytsia", "Rivne", "Lutsk", "Odesa")


def corpus(words: int) -> list[Article]:
    """The samples over and over, each round with other towns in them, so that no cache can answer for the work."""
    samples = readers.read([Settings().seeds], today=dt.date(2023, 1, 1)).articles
    towns = re.compile(rf"\b(?:{'|'.join(TOWNS)})\b")
    chance = random.Random(1)
    made: list[Article] = []
    count = 0
    while count < words:
        swapped = dict(zip(TOWNS, chance.sample(TOWNS, len(TOWNS)), strict=True))
        for sample in samples:
            text = towns.sub(lambda name, swapped=swapped: swapped[name.group()], sample.text)
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            name = f"{len(made)}-{sample.name}"
            made.append(Article(name, text, sample.body_start, sample.published, sha256))
            count += len(text.split())
    return made


def measure(side: str, words: int) -> dict[str, float]:
    """One side, in this process. Seconds are of wall-clock time after the model and the gazetteer are open."""
    articles = corpus(words)
    bodies = [article.text[article.body_start :] for article in articles]
    count = sum(len(body.split()) for body in bodies)
    if side == "pipeline":
        run.extract(articles[:1])
        started = time.perf_counter()
        told = run.extract(articles)
        extra = {"events": sum(len(one.events) for one in told)}
    else:
        import spacy

        from pipeline.language import MODEL

        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(MODEL)
        list(nlp.pipe(bodies[:1]))
        started = time.perf_counter()
        extra = {"sentences": sum(len(list(doc.sents)) for doc in nlp.pipe(bodies))}
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "articles": len(articles),
        "words": count,
        "seconds": round(seconds, 2),
        "words_per_second": round(count / seconds),
        "peak_memory_mib": round(peak),
        **extra,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=WORDS, help=f"words of text, at least (default {WORDS})")
    parser.add_argument("--side", choices=("pipeline", "baseline"), help="measure one side in this process")
    options = parser.parse_args()
    if options.side:
        json.dump(measure(options.side, options.words), sys.stdout)
        return
    figures: dict[str, object] = {}
    for side in ("pipeline", "baseline"):
        command = [sys.executable, __file__, "--side", side, "--words", str(options.words)]
        figures[side] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    rates = [figures[side]["words_per_second"] for side in ("pipeline", "baseline")]  # type: ignore[index]
    figures["ratio"] = round(rates[0] / rates[1], 2)
    json.dump(figures, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
