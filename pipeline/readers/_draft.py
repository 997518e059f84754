"""What every format hands over, and the checks that all of them share."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.errors import ReaderError
from pipeline.models import Article
from pipeline.settings import Settings

FIELDS = ("title", "date", "text", "source", "url")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ](.+))?", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its format tells it, before the checks. body_start counts code points into text."""

    text: str
    body_start: int
    published: dt.date
    title: str | None = None
    source: str | None = None
    url: str | None = None


# The record's number, from 1, in a file of many, else None; then the record or what is wrong with it.
Parsed = Iterator[tuple[int | None, Draft | ReaderError]]


def day(value: str) -> dt.date:
    """The day that an ISO date or date and time names, as written: an article is dated in its own local time.

    Raises ReaderError on anything else.
    """
    match = _DAY.fullmatch(value.strip())
    if not match:
        raise ReaderError(
            f"found the date {shown(value)}, but only YYYY-MM-DD is allowed, such as 2022-02-26. Rewrite the date."
        )
    try:
        found = dt.date.fromisoformat(match[1])
        if match[2]:
            dt.datetime.fromisoformat(f"{match[1]}T{match[2].strip()}")
    except ValueError:
        raise ReaderError(
            f"found the date {shown(value)}, which no calendar has. Write the day it was published."
        ) from None
    return found


def one_day(values: list[str]) -> dt.date:
    """The day that all values name. Raises ReaderError where there is none or they differ."""
    if not values:
        raise ReaderError("no date was found, and none is ever guessed. Add the day it was published as YYYY-MM-DD.")
    days = sorted({day(value) for value in values})
    if len(days) > 1:
        listed = " and ".join(each.isoformat() for each in days)
        raise ReaderError(f"found two different dates, {listed}, but one is allowed. Keep the day it was published.")
    return days[0]


def from_fields(fields: Mapping[str, object]) -> Draft:
    """The record that named fields make, the text exactly as the field holds it.

    Names match in any case; other fields are ignored. Raises ReaderError where one is missing or is not text.
    """
    known: dict[str, str] = {}
    for key, value in fields.items():
        name = key.strip().lower()
        if name not in FIELDS or value is None:
            continue
        if not isinstance(value, str):
            kind = type(value).__name__
            raise ReaderError(f"found {kind} in '{name}', but only text is allowed. Put the value in quotation marks.")
        if name in known:
            raise ReaderError(f"found '{name}' twice in one record, but one is allowed. Remove one of them.")
        known[name] = value
    if "text" not in known:
        found = ", ".join(shown(key, most=20) for key in list(fields)[:8]) or "nothing"
        raise ReaderError(f"found no 'text', only {found}. Allowed are {', '.join(FIELDS)}; rename the field.")
    stated = known.get("date", "")
    return Draft(
        text=known["text"],
        body_start=0,
        published=one_day([stated] if stated.strip() else []),
        title=known.get("title", "").strip() or None,
        source=known.get("source", "").strip() or None,
        url=known.get("url", "").strip() or None,
    )


def article(name: str, draft: Draft, *, today: dt.date, settings: Settings) -> Article:
    """The article, once its day and text pass the checks. Raises ReaderError where one fails."""
    if draft.published.year < settings.earliest_year:
        raise ReaderError(
            f"found the date {draft.published}, but the year must be {settings.earliest_year} or later. "
            "Correct the date."
        )
    if draft.published > today:
        raise ReaderError(f"found the date {draft.published}, which is after today, {today}. Correct the date.")
    for part in (draft.text, draft.title, draft.source, draft.url):
        if part is not None and _SURROGATE.search(part):
            raise ReaderError(
                "found half of a surrogate pair (\\ud800 to \\udfff), which is no character. "
                "Save the file again as UTF-8 with whole characters."
            )
        if part is not None and "\0" in part:
            raise ReaderError("found a NUL character, so this is not plain text. Remove it or save the file as text.")
    for field in ("title", "source", "url"):
        if (length := len(getattr(draft, field) or "")) > settings.max_field_characters:
            raise ReaderError(
                f"found {length:,} characters in '{field}', but at most {settings.max_field_characters:,} are allowed. "
                "Put the story into the text."
            )
    if not any(map(str.isalnum, draft.text[draft.body_start :])):
        raise ReaderError("found a date but no text after it. Add the article's text.")
    if len(draft.text) > settings.max_text_characters:
        raise ReaderError(
            f"found {len(draft.text):,} characters in one article, but at most {settings.max_text_characters:,} "
            "are allowed. Split it into its articles."
        )
    return Article(
        name=name,
        text=draft.text,
        body_start=draft.body_start,
        published=draft.published,
        sha256=hashlib.sha256(draft.text.encode("utf-8")).hexdigest(),
        title=draft.title,
        source=draft.source,
        url=draft.url,
    )


def shown(value: str, *, most: int = 60) -> str:
    """The value in quotation marks, short and on one line, so that a message can't be forged or flooded by it."""
    short = value if len(value) <= most else value[:most] + "…"
    return "'" + clean(short) + "'"


def clean(value: str) -> str:
    """The value with characters that steer a terminal or turn text around replaced by U+FFFD."""
    return "".join(char if char.isprintable() else "\ufffd" for char in value)
