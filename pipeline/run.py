"""The whole flow, each stage named once, in order."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from gazetteer.lookup import Lookup
from pipeline import events, incidents, language, passages, remote, repeats
from pipeline import explain as explanation
from pipeline.happening import is_denial
from pipeline.mention import Mention, gathered_of, mentions_of
from pipeline.models import Article, Extraction, Incident, Rejection, Run, Situation, in_text_order
from pipeline.passages import Outline, Passage
from pipeline.regathering import Gathered, regathered
from pipeline.syntax import Sentence
from pipeline.workers import spread

BATCH = 64  # articles whose paragraphs go to the parser together, at most
BATCH_LENGTH = 400_000  # code points of them: the words of all are held at once. One alone may be longer


@cache
def gazetteer() -> Lookup:
    """The gazetteer, built at first use."""
    return Lookup.open()


@cache
def provenance() -> Run:
    """What reads the articles: hashes of the code, the rules, the model and the gazetteer."""
    here = Path(__file__).parent
    code, rules = _hash(here.glob("*.py")), _hash(here.glob("rules/*.toml"))
    model, places = language.model_version(), gazetteer().digest
    whole = hashlib.sha256("\n".join((code, model, places, rules)).encode()).hexdigest()[:16]
    return Run(whole, code, model, places, rules)


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def version() -> str:
    """Changes with the code, the rules, the model and the gazetteer: an older extraction is done again."""
    return provenance().id


def extract(
    articles: Iterable[Article],
    *,
    workers: int = 1,
    dask: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Extraction, ...]:
    """One extraction an article, in their order. An article that fails yields a rejection and stops no other."""
    articles = tuple(articles)
    done: dict[int, Extraction] = {}
    for k, extraction in stream(articles, workers=workers, dask=dask):
        done[k] = extraction
        if progress:
            progress(len(done), len(articles))
    return tuple(done[k] for k in range(len(articles)))


def stream(
    articles: Sequence[Article], *, workers: int = 1, dask: str | None = None
) -> Iterator[tuple[int, Extraction]]:
    """(Place of the article, its extraction) as they come: in order from one worker, else in any order.

    One worker is this process. Of more, each is a process of its own; one that dies is replaced and what it held is
    done again. An article that ends its worker three times, or alone holds one for PATIENCE_S, yields a rejection.
    Raises WorkerError where none starts. dask is the address of a cluster that reads instead, see remote.py.
    """
    if workers <= 1 and dask is None:
        yield from _in_batches(articles)
        return
    gazetteer()  # built once, here, and not by every worker
    if dask is None:
        lengths = [len(article.text) for article in articles]
        found = spread(extract_share, articles, processes=workers, weights=lengths, warm="pipeline.warm")
    else:
        found = remote.spread(extract_share, articles, address=dask, version=version)
    for k, extraction in found:
        yield k, extraction or _failed(articles[k], "it ended the process that read it, or held it for minutes")


def extract_share(articles: Sequence[Article]) -> list[Extraction]:
    """One extraction an article: what a worker does."""
    return [extraction for _, extraction in _in_batches(articles)]


def _in_batches(articles: Sequence[Article]) -> Iterator[tuple[int, Extraction]]:
    for places in _batches(articles):
        yield from zip(places, _batch([articles[k] for k in places]), strict=True)


def _batches(articles: Sequence[Article]) -> Iterator[list[int]]:
    batch: list[int] = []
    length = 0
    for k, article in enumerate(articles):
        if batch and (len(batch) == BATCH or length + len(article.text) > BATCH_LENGTH):
            yield batch
            batch, length = [], 0
        batch.append(k)
        length += len(article.text)
    if batch:
        yield batch


def _failed(article: Article, why: str) -> Extraction:
    reason = f"this article could not be analysed ({why}); please report it"
    return Extraction(article.sha256, (), (Rejection("reading", article.name, reason),))


def _batch(articles: Sequence[Article]) -> Iterator[Extraction]:
    found = [_outline(article) for article in articles]
    parsed = _parsed([each for each in found if isinstance(each, Outline)])
    for article, outline in zip(articles, found, strict=True):
        try:
            if isinstance(outline, Exception):
                raise outline
            yield events.extract(article, outline.paragraphs, next(parsed), gazetteer(), named=outline.named)
        except Exception as error:
            yield _failed(article, f"{type(error).__name__}: {error}")


def _outline(article: Article) -> Outline | Exception:
    try:
        return passages.outline(article, gazetteer())
    except Exception as error:  # it stops no other article
        return error


def _parsed(outlines: Sequence[Outline], *, whole: bool = False) -> Iterator[dict[int, tuple[Sentence, ...]]]:
    """Of each article the sentences by paragraph. One that is not needed comes without its words, unless whole."""
    wanted = [passage for outline in outlines for passage in outline.passages if passage.needed or whole]
    sentences = dict(zip(map(id, wanted), _sentences(wanted), strict=True))
    for outline in outlines:
        found: dict[int, tuple[Sentence, ...]] = {}
        for passage in outline.passages:
            own = sentences.pop(id(passage)) if passage.needed or whole else (passage.unparsed(),)
            found[passage.paragraph] = (*found.get(passage.paragraph, ()), *own)
        yield found


def _sentences(wanted: Sequence[Passage]) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of each passage. One whose words stood in another is not parsed again."""
    lately = {one.text: found for one in wanted if (found := _REPEATS.get(one.text)) is not None}
    new = {one.text: one for one in wanted if one.text not in lately}
    parsed = language.parse((one.text, one.start, one.paragraph) for one in new.values())
    for one, sentences in zip(new.values(), parsed, strict=True):
        lately[one.text] = one.start, sentences
        _REPEATS.keep(one.text, lately[one.text])
    for one in wanted:
        yield repeats.moved(lately[one.text], one.start, one.paragraph)


_REPEATS = repeats.Repeats()


def explain(text: str, *, published: dt.date) -> str:
    """Every mention, rule and decision on a sentence, in words."""
    return explain_article(Article("the sentence", text, 0, published, hashlib.sha256(text.encode()).hexdigest()))


def explain_article(article: Article) -> str:
    """The same on an article."""
    outline = passages.outline(article, gazetteer())
    (parsed,) = _parsed([outline], whole=True)
    return explanation.explain(article, outline.paragraphs, parsed, gazetteer())


def situate(articles: Sequence[Article], extractions: Sequence[Extraction], *, merge: bool = True) -> Situation:
    """Incidents over all articles (each article by itself where merge is False) and everything set aside."""
    found: list[Incident] = []
    if merge:
        found.extend(incidents.merge(event for extraction in extractions for event in gathered_of(extraction)))
    else:
        for extraction in extractions:
            found.extend(incidents.merge(gathered_of(extraction)))
    return Situation(incidents.by_day(found), set_aside(articles, extractions))


def gather(articles: Sequence[Article], extractions: Sequence[Extraction]) -> tuple[Situation, list[Mention]]:
    """The same, and every mention with the happening that it was gathered in."""
    mentions = [one for each in zip(articles, extractions, strict=True) for one in mentions_of(*each)]
    return Situation(incidents.gathered(mentions), set_aside(articles, extractions)), mentions


def regather(known: Gathered, new: Iterable[Mention], gone: Iterable[Mention]) -> tuple[list[Incident], frozenset[str]]:
    """The incidents that `gather` would make over all, but for those known that stay as they are; and the ids of those
    that these replace.

    new are not gathered in any cluster yet; gone are no longer known. known is brought up to date.
    """
    found = regathered(known, new, gone)
    told = []
    for group in found.groups:
        if is_denial(group[0].event):
            known.name(group[0], None)  # nobody tells what they deny
            continue
        one = incidents.incident([each.event for each in group])
        known.name(group[0], one.id)
        told.append(one)
    return told, found.ended


def set_aside(articles: Sequence[Article], extractions: Sequence[Extraction]) -> tuple[Rejection, ...]:
    """All that was set aside, by article, then as it stands in the text."""
    told = sorted(
        zip(articles, extractions, strict=True), key=lambda each: (each[0].name, each[0].published, each[0].sha256)
    )
    return tuple(one for _, extraction in told for one in in_text_order(extraction.rejections))
