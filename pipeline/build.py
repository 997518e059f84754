"""Articles into the store: extract what is new, merge over everything, save. The command line and the page share it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import run
from pipeline.changes import Changes, changes
from pipeline.models import Article, Extraction, Rejection, Situation
from pipeline.readers import Reading
from pipeline.store import Key, Store, StoreChangedError, key
from pipeline.workers import processes_for

_BATCH = 64  # articles whose extractions are set aside together; a stopped build loses at most these
_ATTEMPTS = 20  # other builds that may come between reading the store and saving


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    added: int  # articles that were not in the store before
    extracted: int  # articles that had to be read, new ones or those of another version
    situation: Situation  # what the store holds now
    changed: bool  # whether a page must read again
    changes: Changes  # articles that are new, changed or gone since they were last read


def build(
    reading: Reading,
    store: Path | str,
    *,
    workers: int | None = 1,
    dask: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Adds what was read to the store and merges over all that it holds. progress gets articles done and to do.

    workers is the number of processes that read; None takes as many as the number of new articles is worth. dask is the
    address of a cluster that reads instead. Only this process writes.

    An article that was read from a folder or address before and is no longer there, or reads otherwise, is retired.
    What could not be read is kept as a rejection until a file of that name can be. Raises StoreError.
    """
    with Store.open(store) as opened:
        for attempt in range(_ATTEMPTS):
            try:
                return _build(reading, opened, workers, dask, progress)
            except StoreChangedError:
                if attempt == _ATTEMPTS - 1:
                    raise
    raise AssertionError("unreachable")


def _build(
    reading: Reading,
    store: Store,
    workers: int | None,
    dask: str | None,
    progress: Callable[[int, int], None] | None,
) -> Built:
    before = store.generation()
    stored = store.articles()
    found = changes(stored, store.origins(), reading)
    articles = _together([one for one in stored if key(one) not in found.retired], reading.articles)
    made_by = run.provenance()
    version = made_by.id
    done = store.extractions(version)
    waiting = [article for article in articles if not _fits(done.get(key(article)), article)]
    stream = run.stream(waiting, workers=processes_for(len(waiting), workers), dask=dask)
    done |= _extract(stream, waiting, store, version, progress)
    extractions = [done[key(article)] for article in articles]
    situation = run.situate(articles, extractions)
    unread = _unread(reading, store.unread())
    store.save(articles, extractions, situation, version, unread=unread, changes=found, run=made_by)
    added = len({key(one) for one in articles} - {key(one) for one in stored})
    return Built(added, len(waiting), store.situation(), store.generation() != before, found)


def _together(stored: Sequence[Article], read: Sequence[Article]) -> list[Article]:
    """Stored and new, by day, then hash, so that the order of builds doesn't show. A stored one keeps its name."""
    known = {key(article): article for article in stored}
    names = {article.name for article in stored}
    for article in read:
        # two files called 001.txt, read by two builds, must not pass for one
        name = f"{article.name} ({article.sha256[:8]})" if article.name in names else article.name
        known.setdefault(key(article), replace(article, name=name))
    return [known[each] for each in sorted(known, key=lambda each: (each[1], each[0]))]


def _fits(extraction: Extraction | None, article: Article) -> bool:
    """Whether it was made of this very article: a stopped build may have read the same text under another name."""
    if extraction is None:
        return False
    reports = [report for event in extraction.events for report in event.reports]
    named = {report.article for report in reports} | {each.article for each in extraction.rejections}
    return named <= {article.name} and {report.source for report in reports} <= {article.source}


def _extract(
    stream: Iterable[tuple[int, Extraction]],
    waiting: Sequence[Article],
    store: Store,
    version: str,
    progress: Callable[[int, int], None] | None,
) -> dict[Key, Extraction]:
    made: dict[Key, Extraction] = {}
    fresh: dict[Key, Extraction] = {}
    for done, (k, extraction) in enumerate(stream, 1):
        fresh[key(waiting[k])] = extraction
        if len(fresh) == _BATCH or done == len(waiting):
            store.keep(fresh, version)
            made |= fresh
            fresh = {}
        if progress:
            progress(done, len(waiting))
    return made


def _unread(reading: Reading, before: Sequence[Rejection]) -> list[Rejection]:
    """What could not be read now, or earlier and not again since, by name."""
    now = {article.name for article in reading.articles} | {each.article for each in reading.rejections}
    files = now | {name.split("#")[0] for name in now}
    kept = [each for each in before if not {each.article, each.article.split("#")[0]} & files]
    return sorted({*kept, *reading.rejections}, key=lambda each: (each.article, each.reason))
