"""A name's spelling key: what all its everyday spellings have in common."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = dict.fromkeys(
    map(ord, "'’‘ʼʹʺʻ`´\"“”ьЬъЪ"), None
)  # the soft and hard signs are heard as little as they are
_SPACES = dict.fromkeys(map(ord, "-‐‑‒–—―−_/·.,"), " ")
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ð": "d", "þ": "th"})
_RUN = re.compile(r"\s+")


@lru_cache(65_536)  # news says the same words
def key(name: str) -> str:
    """The name in lower case without accents, apostrophes and soft signs, hyphens and full stops as spaces.

    Idempotent. Empty where nothing is left. "Slov’yansk" and "Slovyansk" share a key, "Kyiv" and "Kiev" do not: those
    are two names of one place.
    """
    text = name
    for _ in range(2):  # lower-casing can bring new marks ("İ"), and decomposing new capitals
        text = unicodedata.normalize("NFKD", text).casefold()
    text = text.translate(_APOSTROPHES).translate(_SPACES).translate(_LETTERS)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _RUN.sub(" ", text).strip()


def script(name: str) -> str | None:
    """'latin' or 'cyrillic' if all letters of the name belong to it, else None."""
    found = set()
    for letter in name:
        if letter.isalpha():
            kind = unicodedata.name(letter, "").split(" ", 1)[0]
            found.add({"LATIN": "latin", "CYRILLIC": "cyrillic"}.get(kind, "other"))
    return found.pop() if len(found) == 1 and found != {"other"} else None
