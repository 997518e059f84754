"""Searching in lower case: bits of words that a text must hold, and patterns in place of those that ignore case.

A pattern that ignores case is tried letter by letter, at twice the time of one over a text in lower case.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

KEPT = 10_000  # words of which the bits are remembered, the latest: some 2 MB
_CAPITAL = re.compile(r"(?<!\\)(?<!\(\?)[A-Z]")  # not "\W", nor "(?P<name>"
_NONE: frozenset[str] = frozenset()


def lowered(text: str) -> str:
    """The text in lower case, of the same length, so that what is found in it stands at the same place."""
    return text.lower() if text.isascii() else text.replace("İ", "i").lower()


def over_lower(pattern: str) -> re.Pattern[str]:
    """What finds in lowered(text) all that the pattern, its case ignored, finds in the text.

    Where a part minds its case, "(?-i:May)", it finds more.
    """
    return re.compile(_CAPITAL.sub(lambda letter: letter.group().lower(), pattern.replace("(?-i:", "(?:")))


class Bits:
    """Bits of words in lower case, without blanks, that texts are searched for. Word by word: most come again."""

    def __init__(self, bits: Iterable[str]) -> None:
        every = tuple(sorted(set(bits)))
        some = re.compile("|".join(map(re.escape, every))).search  # most words hold none

        @lru_cache(KEPT)
        def of_word(word: str) -> frozenset[str]:
            return frozenset([bit for bit in every if bit in word]) if some(word) else _NONE

        self._of_word = of_word

    def held(self, low: str) -> frozenset[str]:
        """Those that a text in lower case holds."""
        return _NONE.union(*filter(None, map(self._of_word, low.split())))
