"""The store's tables, the same for SQLite and PostgreSQL. Asks nothing itself; store_rows.py fills them."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from pipeline.models import Article

Key = tuple[str, dt.date]
Row = dict[str, Any]

UNKNOWN = "unknown"  # the origin of an article of which none was kept; see changes.py
SCHEMA = 5  # goes up whenever the tables below change; store_migration.py then says how to get there
APPLICATION = 0x53_49_54_4D  # "SITM" in a SQLite file's head tells our files from other people's

# Ids and days are compared byte by byte, as SQLite does; PostgreSQL would ask the language of the machine.
WORDS = Text().with_variant(Text(collation="C"), "postgresql")

TABLES = MetaData()


def _keys(*names: str) -> Iterator[Column]:
    """Columns that together tell a row from all others."""
    return (Column(name, WORDS, primary_key=True) for name in names)


def _needed(kind: Text | type[Integer | Double | Boolean | LargeBinary], *names: str) -> Iterator[Column]:
    """Columns that every row fills."""
    return (Column(name, kind, nullable=False) for name in names)


TEXT = Text()
META = Table("meta", TABLES, *_keys("key"), *_needed(TEXT, "value"))
RUN = Table("run", TABLES, *_keys("id"), *_needed(TEXT, "code", "model", "gazetteer", "rules"))
ARTICLE = Table(
    "article",
    TABLES,
    *_keys("sha256", "published"),
    *_needed(WORDS, "name"),
    *(Column(name, Text) for name in ("title", "source", "url")),
    *_needed(Integer, "body_start"),
    *_needed(TEXT, "text"),
    Column("retired", Text),  # why it is no longer read; null while it is
    Index("article_by_day", "published", "source", "retired"),  # counts without touching the texts
    Index("article_by_text", "sha256", "published", "retired", "name"),  # the same for those of a folder read again
    Index("article_by_name", "name"),
    Index("article_by_url", "url"),
)
# where an article was read from, see changes.py
ORIGIN = Table(
    "origin", TABLES, *_keys("origin", "sha256", "published"), Index("origin_by_article", "sha256", "published")
)
# version is the id of the run
EXTRACTION = Table("extraction", TABLES, *_keys("sha256", "published", "version"), *_needed(TEXT, "json"))
PLACE = Table(
    "place",
    TABLES,
    *_keys("id"),
    *_needed(WORDS, "digest", "gazetteer_id"),
    *_needed(TEXT, "name"),
    *_needed(Double, "latitude", "longitude"),
    *(Column(name, Text) for name in ("country", "admin1")),
    Index("place_by_gazetteer_id", "gazetteer_id"),
)
INCIDENT = Table(
    "incident",
    TABLES,
    *_keys("id"),
    *_needed(WORDS, "digest", "kind", "first", "last"),
    Column("place", WORDS, ForeignKey("place.id")),
    *_needed(WORDS, "status"),
    # what store_columns.py packs, with terms for words
    *_needed(WORDS, "time"),
    *_needed(BigInteger, "spot", "outlets", "weapon"),
    *_needed(Integer, "sides", "reports"),
    *_needed(TEXT, "json"),  # without its reports
    Index("incident_by_day", "first", "last", "kind"),
    Index("incident_at_place", "place", "first", "id"),  # answers for a town without touching the incidents
)
REPORT = Table(
    "report",
    TABLES,
    *_keys("id"),
    *_needed(WORDS, "digest"),
    Column("incident", WORDS, ForeignKey("incident.id"), nullable=False),
    *_needed(Integer, "position"),
    *_needed(WORDS, "sha256", "published"),
    *_needed(Integer, "start", "stop"),  # "end" is a word of SQL
    *_needed(TEXT, "quote"),
    *_needed(BigInteger, "words"),  # the quote's term: a correction finds its sentence by it
    *_needed(WORDS, "stance"),
    *_needed(TEXT, "json"),
    Index("report_by_incident", "incident", "position"),
    Index("report_by_article", "sha256", "published"),
    Index("report_by_words", "words"),
)
# Made of the incidents, for those who read columns of all of them: see store_columns.py.
TERM = Table(
    "term",
    TABLES,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    *_needed(TEXT, "value"),  # JSON
)
SEGMENT = Table(
    "segment",
    TABLES,
    *_keys("month"),  # "2022-02", of the first day
    *_needed(WORDS, "last"),  # the last day of any of its incidents
    *_needed(LargeBinary, "terms", "data"),
)
REJECTION = Table(
    "rejection",
    TABLES,
    *_keys("id"),
    *_needed(WORDS, "digest"),
    Column("is_read", Boolean, nullable=False),  # false: it is a file that could not be read
    *_needed(WORDS, "article", "published", "sha256"),  # the name comes first, as they are listed by it
    *_needed(Integer, "number"),
    *_needed(TEXT, "json"),
    Index("rejection_in_order", "is_read", "article", "published", "sha256", "number"),
)
# What tells which events may be one happening, so that a build asks few: see store_mentions.py. An id is a hash.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # whose key is then the row's own
MENTION = Table(
    "mention",
    TABLES,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    *_needed(WORDS, "sha256", "published"),
    *_needed(Integer, "number"),
    *_needed(WORDS, "kind"),
    *_needed(Integer, "first", "last"),  # days since 1 January of the year 1
    Column("is_long", Boolean, nullable=False),
    *_needed(BigInteger, "spot"),
    *(Column(name, BigInteger) for name in ("cluster", "home")),
    Column("incident", WORDS),
    Index("mention_by_spot", "spot", "kind", "is_long", "first"),
    Index("mention_by_cluster", "cluster"),
)
Index(
    "mention_by_home",
    MENTION.c.home,
    sqlite_where=MENTION.c.home.is_not(None),
    postgresql_where=MENTION.c.home.is_not(None),
)
SPOT = Table(
    "spot",
    TABLES,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("place_id", WORDS),
    *(Column(name, Double) for name in ("latitude", "longitude", "reach_km")),
    Column("is_settlement", Boolean),
    Column("band", Integer),  # reach_km is at most 2 to the power of this; null where only the same place counts
    Index("spot_by_place", "place_id"),
    Index("spot_by_band", "band", "latitude"),
)
# Never changed and never deleted: what people set right by hand is the one thing that no build can make again.
CORRECTION = Table(
    "correction",
    TABLES,
    *_keys("id"),
    *_needed(TEXT, "incident", "field", "old", "new", "reason", "author"),
    *_needed(WORDS, "at"),
    *_needed(TEXT, "kind"),
    Column("place_id", Text),
    *_needed(TEXT, "passages"),
)
RETIREMENT = Table(
    "retirement", TABLES, *_keys("id"), *_needed(WORDS, "incident", "sha256", "published"), *_needed(TEXT, "json")
)
# Which incidents a store that held others already got, build by build: how it came to hold what it holds.
ARRIVAL = Table(
    "arrival", TABLES, Column("number", Integer, primary_key=True, autoincrement=False), *_needed(TEXT, "incidents")
)


class Kept(NamedTuple):
    """What tells a stored article from the others, without its text."""

    sha256: str
    published: dt.date
    name: str


def key(article: Article | Kept) -> Key:
    """What makes an article one of its own: hash of its text, and the day it was published."""
    return article.sha256, article.published


_JSON = json.JSONEncoder(ensure_ascii=False, default=str)  # made once: making it is most of the work


def digest(*parts: object) -> str:
    """16 hexadecimal digits that stand for the parts."""
    return hashlib.sha256(_JSON.encode(parts).encode()).hexdigest()[:16]


def day(text: str) -> dt.date:
    """The day of a column. Raises ValueError where it is none."""
    return dt.date.fromisoformat(text)
