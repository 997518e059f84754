"""A name's spelling key: what all its everyday spellings have in common."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = "'’‘ʼʹʺʻ`´\"“”ьЬъЪ"  # the soft and hard signs are heard as little as they are
DIVISION_WORDS = frozenset(  # in the names of divisions, for what they are
    ("region", "oblast", "obl", "province", "krai", "territory", "county", "parish", "state", "voivodeship", "republic")
)
_SPACES = "-‐‑‒–—―−_/·.,"
_LETTERS = {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ð": "d", "þ": "th"}
_PLAIN = (
    {ord(c): None for c in _APOSTROPHES} | {ord(c): " " for c in _SPACES} | {ord(c): x for c, x in _LETTERS.items()}
)
_MARKS = {code: None for code in range(0x20000) if unicodedata.combining(chr(code))}
_ALL = _MARKS | _PLAIN
_CYRILLIC = re.compile(r"[\u0400-\u0481\u048a-\u04ff][\u0400-\u0481\u048a-\u04ff '’-]*")  # most that is not Latin


@lru_cache(65_536)  # news says the same words
def key(name: str) -> str:
    """The name in lower case without accents, apostrophes and soft signs, hyphens and full stops as spaces.

    Idempotent. Empty where nothing is left. "Slov’yansk" and "Slovyansk" share a key, "Kyiv" and "Kiev" do not: those
    are two names of one place.
    """
    if name.isascii():
        return name.lower() if name.isalpha() else " ".join(name.lower().translate(_PLAIN).split())
    text = name
    for _ in range(2):  # lower-casing can bring new marks ("İ"), and decomposing new capitals
        text = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(text.translate(_ALL).split())


def alike_from_the_start(name: str, other: str) -> int:
    """How many letters two names have in common before they first differ."""
    for length, (letter, another) in enumerate(zip(name, other, strict=False)):
        if letter != another:
            return length
    return min(len(name), len(other))


def script(name: str) -> str | None:
    """'latin' or 'cyrillic' if all letters of the name belong to it, else None."""
    if name.isascii():
        return "latin" if name.lower() != name.upper() else None
    if _CYRILLIC.fullmatch(name):
        return "cyrillic"
    found = None
    for letter in filter(str.isalpha, name):
        now = _script(letter)
        if now == "other" or found not in (None, now):
            return None
        found = now
    return found


@lru_cache(10_000)
def _script(letter: str) -> str:
    kind = unicodedata.name(letter, "").split(" ", 1)[0]
    return {"LATIN": "latin", "CYRILLIC": "cyrillic"}.get(kind, "other")
