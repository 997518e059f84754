"""The interface's words in the reader's language. English is the key; what has no translation stays English.

Quotes and headlines are not interface: they stay as they are. Reasons that the pipeline wrote down when it read the
articles are told again by their pattern, around the words that they quote. Tables: wordings/LANGUAGE.toml; the browser
gets its phrases as JSON.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "English", "uk": "Українська"}
_TABLES = Path(__file__).parent / "wordings"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_language: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """From here on, in this thread, words come in that language; English for one that we don't have."""
    _language.set(language if language in LANGUAGES else "en")


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Inside, words come in that language; afterwards in the one before."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def language() -> str:
    """The key of the language spoken now."""
    return _language.get()


@cache
def table(language: str) -> dict[str, Any]:
    """`phrases` and `counted` of a language, both by their English; empty for English itself."""
    if language == "en":
        return {"phrases": {}, "counted": {}}
    read = wordings(language)
    return {"phrases": read["phrases"], "counted": read["counted"]}


@cache
def wordings(language: str) -> dict[str, Any]:
    """All that the table of a language other than English holds."""
    return tomllib.loads((_TABLES / f"{language}.toml").read_text(encoding="utf-8"))


def tr(text: str, /, **values: object) -> str:
    """The phrase in the reader's language, with {name} replaced by the value of that name."""
    words: str = table(_language.get())["phrases"].get(text, text)
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", str(value))
    return words


_LONGEST = 600  # code points of a reason; no pattern is looked for in more
_DEEPEST = 3  # reasons within reasons


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    told = wordings(language).get("told", {})
    return tuple(
        (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(english)), re.DOTALL), words)
        for english, words in told.items()
    )


def retold(reason: str, *, depth: int = 0) -> str:
    """A reason that the pipeline wrote down, in the reader's language where its pattern is known; else as it is."""
    if _language.get() == "en" or len(reason) > _LONGEST or depth > _DEEPEST:
        return reason
    for pattern, words in _patterns(_language.get()):
        if match := pattern.fullmatch(reason):
            held = {name: retold(each, depth=depth + 1) for name, each in match.groupdict().items()}
            return re.sub(r"\{(\w+)\}", lambda gap, held=held: held[gap[1]], words)  # type: ignore[misc]
    return reason


def counted(number: int, one: str, many: str) -> str:
    """A number and what it counts, in its plural: counted(3, "{n} article", "{n} articles") is '3 articles'."""
    forms = table(_language.get())["counted"].get(many) or (one, many)
    return forms[_form(number, len(forms))].replace("{n}", numeral(number))


def numeral(number: int) -> str:
    """The number as the reader's language groups it: 12,345 or 12 345."""
    return f"{number:,}" if _language.get() == "en" else f"{number:,}".replace(",", "\u00a0")


def month(number: int) -> str:
    """The short name of a month, 1 to 12."""
    return tr(_MONTHS[number - 1])


def weekday(number: int) -> str:
    """The short name of a day of the week, 0 for Monday to 6."""
    return tr(_WEEKDAYS[number])


def _form(number: int, forms: int) -> int:
    """Which of the plural forms: two in English; one, few and many in Ukrainian (CLDR's rule for whole numbers)."""
    if forms == 2:
        return 0 if number == 1 else 1
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
