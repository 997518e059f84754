"""What stands around a quote in its article: a sentence before, a sentence after, and the address of the original."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.document import Paragraph, paragraphs, sentences
from pipeline.models import Article, Report

LONGEST = 320  # code points of a sentence of context; the rest is in the article
# RFC 3986 without the characters that have a meaning in HTML, Markdown or a shell.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:[/?#][A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*)?")
_LONGEST_ADDRESS = 2_000


@dataclass(frozen=True, slots=True)
class Context:
    """The sentence before the quote and the one after it, verbatim but for their length; None where there is none."""

    before: str | None = None
    after: str | None = None


def context(report: Report, article: Article | None) -> Context:
    """What stands around the report's quote; nothing where the article is not at hand or holds other words there.

    Captions, credits and other furniture of the page are passed over.
    """
    if article is None or article.text[report.start : report.end] != report.quote:
        return Context()
    text = article.text
    spans = [
        span
        for each in paragraphs(article)
        if _is_story(each, report)
        for span in sentences(text, each.start, each.story_end)
    ]
    earlier = (_words(text, start, min(end, report.start)) for start, end in reversed(spans) if start < report.start)
    later = (_words(text, max(start, report.end), end) for start, end in spans if end > report.end)
    before, after = next(filter(None, earlier), ""), next(filter(None, later), "")
    return Context(_cut(before, tail=True) or None, _cut(after, tail=False) or None)


def original(article: Article | None) -> str | None:
    """The address of the article, where it is a plain http or https one; None for any other."""
    url = (article.url or "").strip() if article else ""
    if len(url) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(url):
        return None
    return url


def host(url: str) -> str:
    """The machine that an address names: 'example.org'."""
    return urlsplit(url).hostname or ""


def _is_story(paragraph: Paragraph, report: Report) -> bool:
    """True of a paragraph of the story: no furniture, and no caption, which ends in its credit."""
    own = paragraph.start <= report.start < paragraph.end
    return own or (paragraph.furniture is None and paragraph.story_end == paragraph.end)


def _words(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


def _cut(words: str, *, tail: bool) -> str:
    """At most LONGEST code points: the end of what comes before the quote, the beginning of what comes after it."""
    if len(words) <= LONGEST:
        return words
    return f"…{words[-LONGEST:].lstrip()}" if tail else f"{words[:LONGEST].rstrip()}…"
