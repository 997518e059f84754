"""Texts made ready to be searched: which of them hold a query, and where in a text its words stand."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from tempfile import TemporaryFile

import numpy as np

from pipeline.query import Both, Either, Node, Not, Term, fold, terms

_CHUNK = re.compile(r"[^\s\-‐‑‒–—―−_/·.,]+")  # what folds apart from its neighbours
_ELLIPSIS = "…"
_AT_ONCE = 8_000_000  # bytes that are searched at once


@dataclass(frozen=True, slots=True)
class Haystack:
    """The folded words of many texts in one file, out of sight: a search of 100,000 texts is a few scans of it.

    The system keeps as much of it in memory as there is room for: the words of a million incidents are half a gigabyte.
    """

    # each text is its fields, each field " word word ", and a newline; so no phrase runs from one field into the next
    words: mmap | bytes = field(repr=False)
    starts: np.ndarray = field(repr=False)  # of each text, in bytes, and the end of the last
    rows: np.ndarray = field(repr=False)  # whose text it is
    count: int  # of those whose texts they are

    def __len__(self) -> int:
        return self.count


def haystack(texts: Iterable[tuple[int, Iterable[str | None]]], count: int) -> Haystack:
    """The texts, ready to be searched: each a number below count, of whose text it is, and its fields, of which None is
    left out. Whoever has several texts has them one after another.

    Raises OSError where there is no room for the file.
    """
    starts, rows, at = array("q", [0]), array("q"), 0
    with TemporaryFile(prefix="situation-search-") as file:
        for row, fields in texts:
            part = "\t".join(f" {' '.join(fold(words))} " for words in fields if words) + "\n"
            at += file.write(part.encode(errors="surrogatepass"))
            starts.append(at)
            rows.append(row)
        file.flush()
        words = mmap(file.fileno(), at, access=ACCESS_READ) if at else b""
    return Haystack(words, np.array(starts), np.array(rows), count)


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
    needle = f" {' '.join(term.words)}{' ' if term.exact else ''}".encode(errors="surrogatepass")
    first, last = 0, len(stack.starts) - 1
    while first < last:  # some whole texts at a time
        end = max(first + 1, int(np.searchsorted(stack.starts, stack.starts[first] + _AT_ONCE)))
        end = min(end, last)
        starts = (stack.starts[first : end + 1] - stack.starts[first]).tolist()
        words = stack.words[int(stack.starts[first]) : int(stack.starts[end])]
        at = words.find(needle)
        while at >= 0:
            text = bisect_right(starts, at) - 1
            found[stack.rows[first + text]] = True
            at = words.find(needle, starts[text + 1])
        first = end
    return found


def _begins(chunks: Sequence[tuple[str, tuple[int, int]]], at: int, term: Term) -> bool:
    held = [word for word, _ in chunks[at : at + len(term.words)]]
    if len(held) < len(term.words) or tuple(held[:-1]) != term.words[:-1]:
        return False
    return held[-1] == term.words[-1] if term.exact else held[-1].startswith(term.words[-1])
