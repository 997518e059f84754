"""Articles into the store: extract what is new, gather anew what that may change, save. The command line and the page
share it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import run
from pipeline.changes import Changes, Survey, changes
from pipeline.mention import gathered_of
from pipeline.models import Article, Extraction, Rejection
from pipeline.readers import Reading
from pipeline.store import Key, Store, StoreChangedError, key
from pipeline.store_ingest import Found
from pipeline.workers import processes_for

_BATCH = 64  # articles whose extractions are set aside together; a stopped build loses at most these
_ATTEMPTS = 20  # other builds that may come between reading the store and saving
_SHARE = 20  # with more than one new article for so many stored, gathering all at once costs less


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    added: int  # articles that were not in the store before
    extracted: int  # articles that had to be read, new ones or those of another version
    incidents: int  # what the store holds now, as corrected
    placed: int  # of these
    failed: tuple[Rejection, ...]  # articles given now that could not be analysed
    orphans: int  # corrections that have lost their incident
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
    made_by = run.provenance()
    survey = store.survey(reading)
    found = changes(survey, reading)
    added = _added(survey, found, reading)
    unread = _unread(reading, survey.unread)

    def read(articles: Sequence[Article], done: dict[Key, Extraction]) -> tuple[int, list[Extraction]]:
        waiting = [article for article in articles if not _fits(done.get(key(article)), article)]
        stream = run.stream(waiting, workers=processes_for(len(waiting), workers), dask=dask)
        done |= _extract(stream, waiting, store, made_by.id, progress)
        return len(waiting), [done[key(article)] for article in articles]

    if survey.gathered == made_by.id and len(added) * _SHARE <= survey.count:
        extracted, told = read(added, store.extractions(made_by.id, [key(one) for one in added]))
        more = Found(added, told, made_by.id, unread, found, made_by)
        store.add(more, run.regather, reading=reading, survey=survey)
    else:
        kept = [one for one in store.articles() if key(one) not in found.retired]
        articles = sorted([*kept, *added], key=lambda one: (one.published, one.sha256))
        extracted, told = read(articles, store.extractions(made_by.id))
        situation, mentions = run.gather(articles, told)
        store.save(
            articles,
            told,
            situation,
            made_by.id,
            unread=unread,
            changes=found,
            run=made_by,
            mentions=mentions,
            reading=reading,
            survey=survey,
        )
    failed = store.failed({article.name for article in reading.articles})
    orphans = len(store.corrections()[1])
    return Built(len(added), extracted, *store.totals(), failed, orphans, store.generation() != before, found)


def _added(survey: Survey, found: Changes, reading: Reading) -> list[Article]:
    """The articles that are not stored, by day, then hash, so that the order of builds doesn't show."""
    known = {key(one) for one in survey.articles}
    names = {one.name for one in survey.named if key(one) not in found.retired}
    new: dict[Key, Article] = {}
    for article in reading.articles:
        if key(article) not in known and key(article) not in new:
            # two files called 001.txt, read by two builds, must not pass for one
            own = (article.name, f"{article.name} ({article.sha256[:8]})")
            name = next((each for each in own if each not in names), f"{own[1]} of {article.published}")
            new[key(article)] = replace(article, name=name)
            names.add(name)
    return [new[each] for each in sorted(new, key=lambda each: (each[1], each[0]))]


def _fits(extraction: Extraction | None, article: Article) -> bool:
    """Whether it was made of this very article: a stopped build may have read the same text under another name."""
    if extraction is None:
        return False
    reports = [report for event in gathered_of(extraction) for report in event.reports]
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
