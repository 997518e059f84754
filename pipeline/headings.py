"""Headings: a line that only names a place says where the items below it are, until the next heading.

Live pages and daily bulletins are written so: "KHERSON REGION", "Bilytske", and also "Kharkiv:", "Vasylkiv." or
"MARIUPOL -" at the head of an item.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.lookup import Toponym
from gazetteer.names import DIVISION_WORDS
from pipeline.document import BULLET

_LONGEST = 60  # code points; a longer line without a verb is a caption or a headline
_CLOSES = re.compile(r"[.!?][\"”’)]*$")
_AROUND = re.compile(r"(?:in|near|around|the|city|town|village|of|and)\b|[\W\d_]+", re.IGNORECASE)
_LEAD_END = re.compile(r"\s*(?:(?P<dash>[-–—])\s|(?P<mark>[:.])(?:\s|$))")


@dataclass(frozen=True, slots=True)
class Heading:
    """A place that the words below it are told of."""

    toponym: Toponym
    words: str  # verbatim, without the colon
    line: bool  # a line of its own, which holds for all paragraphs up to the next; else for its paragraph only
    dash: bool = False  # "MARIUPOL - ", which at the top of an article is where it was written


def scopes(paragraphs: Sequence[tuple[str, tuple[Toponym, ...]]]) -> tuple[Heading | None, ...]:
    """The heading that each paragraph, given as its words and their names, stands under; None where it has none.

    Any other line that is no sentence ends what the line before it began ("Diplomacy", "10.40am"). One heading alone,
    at the top, is where an article was written, or of what it tells as a whole: it says nothing of any item.
    """
    own = [of(words, names) for words, names in paragraphs]
    found: list[Heading | None] = []
    above: Heading | None = None
    for k, (words, _) in enumerate(paragraphs):
        heading = own[k]
        if heading is not None and heading.line:
            above = heading if k > 1 or sum(one is not None for one in own) > 1 else None
        elif heading is None and is_line(words):
            above = None
        dateline = k == 0 and heading is not None and heading.dash
        found.append(heading if heading is not None and not heading.line and not dateline else above)
    return tuple(found)


_DATELINE = re.compile(
    r"[A-Z][A-Z’'./ -]{2,40}(?:, [A-Z][\w.’' -]{1,30}){0,2}?"
    r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}))?"
    r"(?: ?\([^)\n]{1,40}\))? ?(?:-{1,2}|[–—]) ?(?=\S)"
    # "Lviv, Ukraine (CNN) ", "Lviv, Ukraine — "
    r"|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}, [A-Z][a-z]+(?: \((?:[A-Z]{2,}[\w -]{0,20})\)(?: ?[-–—])?| [–—]) (?=[A-Z])"
)


def dateline(text: str) -> int:
    """How many code points at the start of an article say where and when it was written: 'KYIV, March 3 (Agency) - '.

    0 where none do. An event is not there unless the story says so.
    """
    match = _DATELINE.match(text)
    return match.end() if match else 0


def is_line(text: str) -> bool:
    """True of a paragraph that can only be a heading: short, and no sentence."""
    return len(text) <= _LONGEST and not _CLOSES.search(text.strip())


def of(text: str, names: tuple[Toponym, ...]) -> Heading | None:
    """The place that a paragraph is headed by, or is the heading of; None where there is none."""
    if not names or names[0].candidates[0].is_country:
        return None
    first = names[0]
    bare = text.strip().rstrip(":.–—- ")
    if len(names) == 1 and is_line(text.strip().rstrip(".:")) and _only(text, first):
        return Heading(first, bare, True)
    end = _LEAD_END.match(text, first.end)
    if BULLET.sub("", text[: first.start], count=1) or end is None or not text[end.end() :].strip():
        return None
    if end["dash"] and not first.text.isupper():
        return None  # "Odesa - which had been spared - was hit"
    return Heading(first, first.text, False, end["dash"] is not None)


def _only(text: str, name: Toponym) -> bool:
    """True where nothing stands beside the name but words for what kind of place it is: 'The city of KHERSON'."""
    rest = f"{text[: name.start]} {text[name.end :]}"
    words = [word for word in _AROUND.sub(" ", rest).lower().split() if word]
    return all(word in DIVISION_WORDS or word in ("district", "direction", "axis", "sector") for word in words)
