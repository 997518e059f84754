"""Figures of an article as a whole, which belong to no single incident: who says how many, in which sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.models import Article, Extraction, Figure


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One figure and the sentence that gives it, verbatim; start and end count code points in the article's text."""

    figure: Figure
    article: str  # Article.name
    article_sha256: str
    source: str | None
    published: str  # ISO day
    quote: str
    start: int
    end: int


def aggregates(articles: Iterable[Article], extractions: Iterable[Extraction]) -> Iterator[Aggregate]:
    """The aggregates of each article with its extraction, in the order of the texts."""
    for article, extraction in zip(articles, extractions, strict=True):
        for figure, start, end in extraction.figures:
            quote = article.text[start:end]
            day = article.published.isoformat()
            yield Aggregate(figure, article.name, article.sha256, article.source, day, quote, start, end)
