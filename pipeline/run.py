"""The whole flow, each stage named once, in order."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from gazetteer.lookup import Lookup
from pipeline import events, incidents, language, passages, remote
from pipeline import explain as explanation
from pipeline.models import Article, Extraction, Incident, Rejection, Run, Situation
from pipeline.passages import Outline
from pipeline.syntax import Sentence
from pipeline.workers import spread

BATCH = 64  # articles whose paragraphs go to the parser together


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
        for start in range(0, len(articles), BATCH):
            yield from enumerate(_batch(articles[start : start + BATCH]), start)
        return
    gazetteer()  # built once, here, and not by every worker
    if dask is None:
        found = spread(extract_share, articles, processes=workers, warm="pipeline.warm")
    else:
        found = remote.spread(extract_share, articles, address=dask, version=version)
    for k, extraction in found:
        yield k, extraction or _failed(articles[k], "it ended the process that read it, or held it for minutes")


def extract_share(articles: Sequence[Article]) -> list[Extraction]:
    """One extraction an article: what a worker does."""
    return list(_batch(articles))


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
    parsed = language.parse((passage.text, passage.start, passage.paragraph) for passage in wanted)
    sentences = dict(zip(map(id, wanted), parsed, strict=True))
    for outline in outlines:
        found: dict[int, tuple[Sentence, ...]] = {}
        for passage in outline.passages:
            own = sentences.pop(id(passage)) if passage.needed or whole else (passage.unparsed(),)
            found[passage.paragraph] = (*found.get(passage.paragraph, ()), *own)
        yield found


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
        found.extend(incidents.merge(event for extraction in extractions for event in extraction.events))
    else:
        for extraction in extractions:
            found.extend(incidents.merge(extraction.events))
    rejections = sorted(
        (rejection for extraction in extractions for rejection in extraction.rejections),
        key=lambda r: (r.article, r.start if r.start is not None else -1, r.end or -1, r.stage, r.reason),
    )
    found.sort(key=lambda incident: (incident.when.first, incident.when.last, incident.id))
    return Situation(tuple(found), tuple(rejections))
