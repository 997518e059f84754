"""An RSS or Atom feed to articles: its entries, and the story on each entry's page."""

import datetime as dt
import email.utils
import io
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from pipeline.errors import FetchError, ReaderError
from pipeline.fetch import Fetch, Fetched
from pipeline.models import Article, Rejection
from pipeline.readers import Reading
from pipeline.readers import html as page
from pipeline.readers._draft import Draft, article, clean, day
from pipeline.settings import Settings

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_NAME = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    url: str
    published: dt.date | None  # the day as written, in the outlet's own time
    title: str | None


def entries(data: bytes) -> tuple[Entry, ...]:
    """The entries that have an address, in the feed's order. Raises ReaderError where this is no feed."""
    import feedparser

    if re.search(rb"<!ENTITY", data.replace(b"\0", b""), re.IGNORECASE):  # in UTF-16 too
        raise ReaderError("found entities declared in the feed, which can blow it up. They are not read.")
    # given a stream, it opens nothing; bytes it would first take for a file's name, and a server may answer "/dev/zero"
    found = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=True)
    if not found.get("version"):
        raise ReaderError("found no RSS or Atom feed. Name a feed's address or a saved feed.")
    made = []
    for entry in found.entries:
        # in Atom "updated" is the last change; the older formats have but one date, which feedparser calls so too
        stated = entry.get("published") or (entry.get("updated") if found.version.startswith("rss") else None)
        if url := str(entry.get("link") or "").strip():
            made.append(Entry(url, _day(str(stated or "")), str(entry.get("title") or "").strip() or None))
    return tuple(made)


def _day(stated: str) -> dt.date | None:
    """The day of RFC 822 or ISO 8601 as written; None where it is neither."""
    try:
        if match := _DAY.match(stated.strip()):
            return day(match[0])
        return email.utils.parsedate_to_datetime(stated).date()
    except (ReaderError, ValueError, TypeError):
        return None


def read(
    found: Collection[Entry],
    fetch: Fetch,
    *,
    known: Collection[str] = (),
    today: dt.date,
    settings: Settings,
    wait: Callable[[], None] = lambda: None,
) -> Reading:
    """The articles behind the entries whose addresses are not known yet; what can't be fetched or read is rejected.

    wait is called between two fetches.
    """
    articles: dict[tuple[str, dt.date], Article] = {}
    rejections: list[Rejection] = []
    wanted = dict.fromkeys(entry for entry in found if entry.url not in known)
    for number, entry in enumerate(wanted):
        if number:
            wait()
        name = _name(entry.url)
        try:
            one = article(name, _draft(fetch(entry.url), entry), today=today, settings=settings)
            articles.setdefault((one.sha256, one.published), one)
        except (ReaderError, FetchError) as error:
            rejections.append(Rejection("reading", name, str(error)))
    return Reading(tuple(articles.values()), tuple(rejections))


def _draft(fetched: Fetched, entry: Entry) -> Draft:
    drafts: Iterator[tuple[int | None, Draft | ReaderError]] = page.parse(
        _utf8(fetched), entry.url, published=entry.published
    )
    _, draft = next(drafts)
    if isinstance(draft, ReaderError):
        raise draft
    return replace(draft, url=entry.url, title=draft.title or entry.title)


def _utf8(fetched: Fetched) -> bytes:
    """The page in UTF-8 where the server says what it is in, and it is that; else as it came."""
    try:
        return fetched.data.decode(fetched.charset or "utf-8").encode()
    except (LookupError, UnicodeError):
        return fetched.data


def _name(url: str) -> str:
    words = clean(re.sub(r"^https?://(www\.)?", "", url))
    return words if len(words) <= _MOST_NAME else words[: _MOST_NAME - 1] + "…"
