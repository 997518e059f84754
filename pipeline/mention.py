"""An event with the place where it was read, and the happening that it is gathered in."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.happening import order
from pipeline.models import Article, Event, Extraction


@dataclass(slots=True, eq=False)
class Mention:
    """One event of one article. Not frozen: merging anew moves mentions from happening to happening."""

    sha256: str  # of the article
    published: dt.date
    number: int  # place among the events of its article
    event: Event
    cluster: int | None = None  # id of the first mention of its cluster; None: not gathered yet
    home: int | None = None  # the cluster that it has joined as clusters.narrowed says, where it was alone in its own
    incident: str | None = None  # id of the incident, of the first mention of each only
    id: int = field(init=False)  # stands for article and number
    order: tuple = field(init=False)  # in which mentions are gathered; no two have the same

    def __post_init__(self) -> None:
        self.id = numbered(self.sha256, self.published, self.number)
        self.order = (*order(self.event), self.published, self.sha256, self.number)

    @property
    def is_wide(self) -> bool:
        """Whether it only names a region, so that it may join what its article tells more closely."""
        return is_wide(self.event)


def is_wide(event: Event) -> bool:
    """Whether the event's place is a whole region."""
    return event.location is not None and event.location.precision == "region"


def numbered(sha256: str, published: dt.date, number: int) -> int:
    """The id of this mention of an article: 64 bits, never 0."""
    return hashed(sha256, published.isoformat(), str(number))


def hashed(*words: str) -> int:
    """64 bits that stand for the words, never 0."""
    return int.from_bytes(hashlib.sha256("\n".join(words).encode()).digest()[:8], "big", signed=True) or 1


def gathered_of(extraction: Extraction) -> tuple[Event, ...]:
    """All of an article that is gathered, in the order of their numbers: what it tells, then what it only denies."""
    return (*extraction.events, *extraction.denials)


def mentions_of(article: Article, extraction: Extraction) -> list[Mention]:
    """The events of an article, in the order of its extraction."""
    found = enumerate(gathered_of(extraction))
    return [Mention(article.sha256, article.published, number, one) for number, one in found]


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions in the order in which they are gathered."""
    return sorted(mentions, key=lambda one: one.order)
