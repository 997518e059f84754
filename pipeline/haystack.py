"""Texts made ready to be searched: which of them hold a query, and where in a text its words stand."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.query import Both, Either, Node, Not, Term, fold, terms

_CHUNK = re.compile(r"[^\s\-‐‑‒–—―−_/·.,]+")  # what folds apart from its neighbours
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Haystack:
    """The folded words of many texts in one string: a search of 100,000 texts is a few scans of it."""

    # each text is its fields, each field " word word ", and a newline; so no phrase runs from one field into the next
    words: str = field(repr=False)
    starts: Sequence[int] = field(repr=False)  # of each text, and the end of the last

    def __len__(self) -> int:
        return len(self.starts) - 1


def haystack(texts: Iterable[Iterable[str | None]]) -> Haystack:
    """The texts, each given as its fields, ready to be searched. A field that is None is left out."""
    parts, starts, at = [], [0], 0
    for fields in texts:
        part = "\t".join(f" {' '.join(fold(words))} " for words in fields if words) + "\n"
        parts.append(part)
        at += len(part)
        starts.append(at)
    return Haystack("".join(parts), starts)


def holding(stack: Haystack, node: Node, also: Callable[[Term], np.ndarray] | None = None) -> np.ndarray:
    """One flag for each text: whether it holds what is asked for. `also` gives further texts that a term means."""
    match node:
        case Not(part):
            return ~holding(stack, part, also)
        case Both(parts):
            return np.logical_and.reduce([holding(stack, part, also) for part in parts])
        case Either(parts):
            return np.logical_or.reduce([holding(stack, part, also) for part in parts])
        case Term():
            found = _scan(stack, node)
            return found | also(node) if also else found


def spans(text: str, node: Node | None) -> tuple[tuple[int, int], ...]:
    """Where the words asked for stand in the text, in code points, end excluded; in order, none within another."""
    wanted = terms(node)
    if not wanted:
        return ()
    chunks = [(word, match.span()) for match in _CHUNK.finditer(text) for word in fold(match[0])]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(chunks):
        length = max((len(term.words) for term in wanted if _begins(chunks, at, term)), default=0)
        if length:
            found.append((chunks[at][1][0], chunks[at + length - 1][1][1]))
        at += length or 1
    return tuple(found)


def excerpt(text: str, node: Node | None, *, around: int = 70) -> str | None:
    """The first words found with what stands around them, in one line; None where the text holds none of them."""
    found = spans(text, node)
    if not found:
        return None
    first, last = max(0, found[0][0] - around), min(len(text), found[0][1] + around)
    # from word to word, unless one word is longer than that
    first = text.find(" ", first, found[0][0]) + 1 or first if first else 0
    last = max(text.rfind(" ", found[0][1], last), found[0][1]) if last < len(text) else last
    words = " ".join(text[first:last].split())
    return (_ELLIPSIS if first else "") + words + (_ELLIPSIS if last < len(text) else "")


def _scan(stack: Haystack, term: Term) -> np.ndarray:
    found = np.zeros(len(stack), dtype=bool)
    needle = f" {' '.join(term.words)}{' ' if term.exact else ''}"
    at = stack.words.find(needle)
    while at >= 0:
        row = bisect_right(stack.starts, at) - 1
        found[row] = True
        at = stack.words.find(needle, stack.starts[row + 1])
    return found


def _begins(chunks: Sequence[tuple[str, tuple[int, int]]], at: int, term: Term) -> bool:
    held = [word for word, _ in chunks[at : at + len(term.words)]]
    if len(held) < len(term.words) or tuple(held[:-1]) != term.words[:-1]:
        return False
    return held[-1] == term.words[-1] if term.exact else held[-1].startswith(term.words[-1])
