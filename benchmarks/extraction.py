"""The extraction's figures as JSON: words a second and peak memory, beside a bare parser over the same text.

The baseline is what one would write first: nlp.pipe of the same model, with every component that it ships and spaCy's
default matrix product. Each side runs in processes of its own, one side after the other. Seconds of processor time
tell more than those of the clock where other programs share the cores; both are given. Memory is proportional (PSS): a
page that several processes share is counted once among them, so that their sum is what they hold. No text comes twice.
All that is loaded once, whatever there is to read, is loaded before the clock starts, and told apart as
seconds_to_load. The sum with each page counted in full (RSS) is given too.
"""

import argparse
import datetime as dt
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline import readers, run
from pipeline.models import Article
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
WORDS = 30_000  # at least
LINEAR = (1_000, 10_000)  # articles
SIDES = {"baseline": 0, "one_process": 1, "two_processes": 2}  # and how many workers read
MORE = ROOT.parent / "shared" / "articles_unannotated"  # read too where it is there
TOWNS = ("Sumy", "Poltava", "Kherson", "Mykolaiv", "Chernihiv", "Zhytomyr", "Vinnytsia", "Rivne", "Lutsk", "Odesa")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
VARIED = re.compile(rf"\b(?:{'|'.join((*TOWNS, *DAYS, *NUMBERS))}|\d{{2,3}})\b")


def corpus(*, words: int = 0, count: int = 0) -> list[Article]:
    """The samples over and over, so many words or articles, each with other towns, days and numbers and a new order."""
    samples = readers.read([Settings().seeds, *([MORE] if MORE.is_dir() else [])], today=dt.date(2023, 1, 1)).articles
    chance = random.Random(1)
    made: list[Article] = []
    so_far = 0
    while so_far < words or len(made) < count:
        for sample in samples:
            swapped = {
                name: other
                for names in (TOWNS, DAYS, NUMBERS)
                for name, other in zip(names, chance.sample(names, len(names)), strict=True)
            }
            head, body = sample.text[: sample.body_start], sample.text[sample.body_start :]
            paragraphs = [
                VARIED.sub(lambda found, to=swapped: to.get(found.group()) or str(chance.randint(10, 999)), paragraph)
                for paragraph in body.split("\n\n")
            ]
            chance.shuffle(paragraphs)
            text = head + "\n\n".join(paragraphs)
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            made.append(Article(f"{len(made)}-{sample.name}", text, sample.body_start, sample.published, sha256))
            so_far += len(text.split())
    return made[:count] if count else made


def measure(workers: int, articles: list[Article]) -> dict[str, float]:
    """One side, in this process and its children, once the model and the gazetteer are open here."""
    bodies = [article.text[article.body_start :] for article in articles]
    words = sum(len(body.split()) for body in bodies)
    asked = time.perf_counter()
    if workers:
        run.gazetteer()
        list(run.stream(articles[:workers], workers=workers))
    else:
        import spacy

        from pipeline.language import MODEL

        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(MODEL)
        list(nlp.pipe(bodies[:1]))
    began, spent = time.perf_counter(), _processor_seconds()
    loading = round(began - asked, 2)
    if workers:
        extra = {"events": sum(len(told.events) for _, told in run.stream(articles, workers=workers))}
    else:
        extra = {"sentences": sum(len(list(doc.sents)) for doc in nlp.pipe(bodies))}
    seconds, spent = time.perf_counter() - began, _processor_seconds() - spent
    return {
        "articles": len(articles),
        "words": words,
        "seconds_to_load": loading,
        "seconds": round(seconds, 2),
        "processor_seconds": round(spent, 2),
        "words_per_second": round(words / seconds),
        "words_per_processor_second": round(words / spent),
        **extra,
    }


def _processor_seconds() -> float:
    """What this process and all below it have used, those that have ended too."""
    return sum(_used(os.getpid())) / os.sysconf("SC_CLK_TCK")


def _used(pid: int) -> Iterator[int]:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    yield sum(map(int, stat[11:15]))  # utime, stime, cutime, cstime: proc(5)
    for child in below:
        yield from _used(int(child))


def watched(*options: str) -> dict[str, float]:
    """A side measured in a new process, with the peak of what it and its children hold at once, in MiB."""
    command = [sys.executable, __file__, *options]
    peaks = {"largest": 0.0, "together": 0.0, "in_full": 0.0}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.25):
                held = list(_held(process.pid))
                peaks["largest"] = max([peaks["largest"], *(pss for pss, _ in held)])
                peaks["together"] = max(peaks["together"], sum(pss for pss, _ in held))
                peaks["in_full"] = max(peaks["in_full"], sum(rss for _, rss in held))

        watcher = threading.Thread(target=watch)
        watcher.start()
        assert process.stdout is not None
        told = process.stdout.read()
        over.set()
        watcher.join()
    if process.returncode:
        raise SystemExit(process.returncode)
    return json.loads(told) | {
        "peak_memory_of_a_process_mib": round(peaks["largest"]),
        "peak_memory_together_mib": round(peaks["together"]),
        "peak_memory_with_shared_pages_twice_mib": round(peaks["in_full"]),
    }


def _held(pid: int) -> list[tuple[float, float]]:
    """MiB held by a process and by each below it, while they live: PSS and RSS of proc(5)."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        pss, rss = (int(re.findall(rf"^{name}: +(\d+) kB", told, re.MULTILINE)[0]) / 2**10 for name in ("Pss", "Rss"))
    except (OSError, IndexError):
        return []
    return [(pss, rss), *(held for child in below for held in _held(int(child)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=WORDS, help=f"words of text, at least (default {WORDS})")
    parser.add_argument("--linear", action="store_true", help=f"also one process over {LINEAR} articles: minutes")
    parser.add_argument("--side", choices=SIDES, help="measure one side in this process")
    parser.add_argument("--articles", type=int, default=0, help="so many articles, whatever --words says")
    options = parser.parse_args()
    if options.side:
        articles = corpus(count=options.articles) if options.articles else corpus(words=options.words)
        json.dump(measure(SIDES[options.side], articles), sys.stdout)
        return
    figures: dict[str, dict] = {side: watched("--side", side, "--words", str(options.words)) for side in SIDES}
    base = figures["baseline"]
    figures["ratios"] = {
        "one_process": round(figures["one_process"]["words_per_second"] / base["words_per_second"], 2),
        "one_process_by_processor_time": round(
            figures["one_process"]["words_per_processor_second"] / base["words_per_processor_second"], 2
        ),
        "two_processes": round(figures["two_processes"]["words_per_second"] / base["words_per_second"], 2),
    }
    if options.linear:
        figures["linear"] = {str(n): watched("--side", "one_process", "--articles", str(n)) for n in LINEAR}
    json.dump(figures, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
