"""What a build found, into the store: over all articles at once, or a few more or less. The caller holds the lock."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, select

from pipeline import store_mentions, store_reads, store_rows, store_segments, store_upsert, store_writes
from pipeline import store_schema as schema
from pipeline.changes import Changes
from pipeline.mention import Mention, mentions_of
from pipeline.models import Article, Extraction, Incident, Rejection, Run, Situation, in_text_order
from pipeline.store_mentions import Mentions
from pipeline.store_schema import Key, key

# The incidents to be told anew, and the ids of those they replace: of the mentions known, the new and the gone ones.
Regather = Callable[[Mentions, Sequence[Mention], Sequence[Mention]], tuple[Sequence[Incident], Collection[str]]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a build read out of articles, one extraction for each, in the same order."""

    articles: Sequence[Article]
    extractions: Sequence[Extraction]
    version: str  # id of the run that made the extractions
    unread: Sequence[Rejection] = ()  # files that are no article
    changes: Changes = field(default_factory=Changes)
    run: Run | None = None

    def __post_init__(self) -> None:
        if len(self.articles) != len(self.extractions):
            raise ValueError(f"{len(self.articles)} articles, but {len(self.extractions)} extractions")

    @property
    def told(self) -> dict[Key, Extraction]:
        """The extraction of each article."""
        return dict(zip(map(key, self.articles), self.extractions, strict=True))


def keys(connection: Connection) -> set[Key]:
    """Every article that is read."""
    return {(sha256, schema.day(published)) for sha256, published in connection.execute(_READ)}


_READ = select(schema.ARTICLE.c.sha256, schema.ARTICLE.c.published).where(schema.ARTICLE.c.retired.is_(None))


def replace(
    connection: Connection,
    found: Found,
    stored: Collection[Key],
    situation: Situation,
    mentions: Sequence[Mention] | None,
) -> None:
    """Makes the store hold what was found and nothing else; stored are the articles that it holds already.

    Without mentions, the next build gathers everything anew.
    """
    _articles(connection, found, [one for one in found.articles if key(one) not in stored])
    connection.execute(delete(schema.EXTRACTION).where(schema.EXTRACTION.c.version != found.version))
    kept = {one.id for one in situation.incidents}
    told = store_reads.told_by(connection, list(found.changes.retired))
    store_writes.retire(
        connection, found.changes, store_reads.incidents(connection, [one for one in told if one not in kept])
    )
    laid = store_reads.overlay(connection)
    owners = {one.name: key(one) for one in found.articles}
    months = store_writes.replace(connection, situation, found.unread, owners)
    repack(connection, months, laid)
    store_mentions.fill(connection, mentions or ())
    connection.execute(delete(schema.META).where(schema.META.c.key == "gathered"))
    if mentions is not None:
        store_upsert.put(connection, schema.META, [{"key": "gathered", "value": found.version}])


def add(connection: Connection, found: Found, regather: Regather) -> None:
    """Adds articles that are not stored and takes out those retired; the store was gathered by the same version."""
    laid = store_reads.overlay(connection)
    _articles(connection, found, found.articles)
    known = Mentions(connection, found.version)
    gone = [one for each in found.changes.retired for one in known.of(each)]
    new = [one for each in zip(found.articles, found.extractions, strict=True) for one in mentions_of(*each)]
    known.remove(gone)
    known.insert(new)
    made, ended = regather(known, new, gone)
    kept = {one.id for one in made}
    lost = store_reads.incidents(connection, sorted(set(ended) - kept)) if found.changes.retired else []
    rejections = store_rows.rejection_rows(found.unread, (), {})
    for of, extraction in found.told.items():
        rejections += store_rows.set_aside_rows(of, in_text_order(extraction.rejections))
    set_aside = store_reads.rejection_ids(connection, [*found.changes.changed, *found.changes.gone])
    store_writes.retire(connection, found.changes, lost)
    repack(connection, store_writes.exchange(connection, ended, made, set_aside, rejections), laid)


def keep(connection: Connection, extractions: Mapping[Key, Extraction], version: str) -> None:
    """Sets extractions aside, but for those of articles that are stored and gathered by this version."""
    known = set()
    if store_reads.meta(connection, "gathered") == version:
        rows = store_upsert.of_articles(connection, _READ, schema.ARTICLE, extractions)
        known = {(sha256, schema.day(day)) for sha256, day in rows}
    new = {of: one for of, one in extractions.items() if of not in known}
    store_writes.insert_extractions(connection, new, version)


def repack(connection: Connection, months: Iterable[str], before: store_reads.Overlay) -> None:
    """Packs the columns of the months again, and of all months in which corrections show otherwise than before."""
    laid = store_reads.overlay(connection)
    store_segments.rewrite(connection, {*months} | laid.months(before), laid.shown)


def _articles(connection: Connection, found: Found, new: Sequence[Article]) -> None:
    if found.run:
        store_upsert.add(connection, schema.RUN, [store_rows.run_row(found.run)])
    store_writes.insert_articles(connection, new)
    store_writes.insert_extractions(connection, found.told, found.version)
