"""Articles, what was read out of them, the incidents they make, and what people corrected: in SQLite or PostgreSQL.

This and the modules named store_* are the only rooms that speak SQL.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, func, select

from pipeline import (
    store_checks,
    store_corrections,
    store_ingest,
    store_postgres,
    store_reads,
    store_rows,
    store_segments,
    store_sqlite,
    store_survey,
)
from pipeline import store_schema as schema
from pipeline.changes import Changes, Survey
from pipeline.errors import StoreError
from pipeline.mention import Mention
from pipeline.models import Article, Correction, Extraction, Incident, Rejection, Retirement, Run, Situation
from pipeline.readers import Reading
from pipeline.store_columns import Columns
from pipeline.store_engine import Database
from pipeline.store_ingest import Found, Regather
from pipeline.store_schema import SCHEMA, Key, key

__all__ = ["SCHEMA", "Key", "Store", "StoreChangedError", "key"]


class StoreChangedError(StoreError):
    """Another build added articles meanwhile; read the store again and repeat."""


class Store:
    """One open store. Any number of readers may have it open; of writers, one writes at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, where: Path | str, *, readonly: bool = False) -> Self:
        """The store in this file or at this address of PostgreSQL, made if there is none unless readonly.

        Raises StoreError where it is missing, damaged, no store of ours, or written by a newer version. A broken
        file is left as it is. An older one is brought up to date; readonly it raises StoreOutdatedError.
        """
        if isinstance(where, str) and where.startswith(store_postgres.PREFIXES):
            return cls(store_postgres.opened(where, readonly=readonly))
        return cls(store_sqlite.opened(Path(where), readonly=readonly))

    def close(self) -> None:
        """Lets go of the store."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def articles(self) -> tuple[Article, ...]:
        """Every article that is read, by day, then hash: none that was withdrawn or changed."""
        table = schema.ARTICLE
        wanted = select(table).where(table.c.retired.is_(None)).order_by(table.c.published, table.c.sha256)
        with self._database.read() as connection:
            return tuple(store_rows.article(row._asdict()) for row in connection.execute(wanted))

    def coverage(self) -> list[tuple[Any, str | None, int]]:
        """Day, outlet and number of its articles that are read, by day and outlet; an outlet not known is None."""
        of = (schema.ARTICLE.c.published, schema.ARTICLE.c.source)
        wanted = select(*of, func.count()).where(schema.ARTICLE.c.retired.is_(None)).group_by(*of).order_by(*of)
        with self._database.read() as connection:
            return [(schema.day(published), source, count) for published, source, count in connection.execute(wanted)]

    def article_counts(self) -> tuple[int, int]:
        """How many articles there are, retired ones too, and how many of them are retired."""
        with self._database.read() as connection:
            return store_reads.article_counts(connection)

    def article(self, sha256: str, published: Any = None) -> Article | None:
        """The article with this text, retired or not, the earliest published unless a day is given; None if none."""
        table = schema.ARTICLE
        wanted = select(table).where(table.c.sha256 == sha256).order_by(table.c.published).limit(1)
        if published:
            wanted = wanted.where(table.c.published == published.isoformat())
        with self._database.read() as connection:
            row = connection.execute(wanted).first()
            return store_rows.article(row._asdict()) if row else None

    def origins(self) -> dict[Key, frozenset[str]]:
        """Where each article was read from, see changes.py; retired ones have none left."""
        with self._database.read() as connection:
            return store_reads.origins(connection)

    def extractions(self, version: str | None, only: Collection[Key] | None = None) -> dict[Key, Extraction]:
        """What this version of the pipeline (None: the one that gathered) has read out of articles, all or of these."""
        with self._database.read() as connection:
            return store_reads.extractions(connection, version, only)

    def survey(self, reading: Reading) -> Survey:
        """What the store holds that the reading may change."""
        with self._database.read() as connection:
            return store_survey.survey(connection, reading)

    def keep(self, extractions: Mapping[Key, Extraction], version: str) -> None:
        """Sets extractions aside, so that a long build that is stopped goes on where it was. Shows nowhere else."""
        with self._database.write() as connection:
            store_ingest.keep(connection, extractions, version)

    def add(self, found: Found, regather: Regather, *, reading: Reading, survey: Survey) -> None:
        """Stores articles that are new and takes out those retired, whole or not at all; only what differs is touched.

        The store was gathered by the version that found them; regather says what becomes of its incidents. Raises
        StoreChangedError where another build changed what the survey told of the reading.
        """
        with self._database.write() as connection:
            self._same(connection, reading, survey)
            store_ingest.add(connection, found, regather)

    def save(
        self,
        articles: Sequence[Article],
        extractions: Sequence[Extraction],
        situation: Situation,
        version: str,
        *,
        unread: Sequence[Rejection] = (),
        changes: Changes | None = None,
        run: Run | None = None,
        mentions: Sequence[Mention] | None = None,
        reading: Reading | None = None,
        survey: Survey | None = None,
    ) -> None:
        """Stores all of it in one transaction, whole or not at all; what is the same already is not touched.

        There is one extraction for each article, in the same order, and articles hold all that are stored already but
        those that changes retires. unread are files that are no article; the stored situation lists them before its
        own rejections. mentions are those that the situation was gathered from; without them the next build gathers
        all anew. Raises StoreChangedError where the store holds others, which a situation made without them would
        lose, or where another build changed what the survey told of the reading.
        """
        found = Found(articles, extractions, version, unread, changes or Changes(), run)
        with self._database.write() as connection:
            if reading is not None and survey is not None:
                self._same(connection, reading, survey)
            stored = store_ingest.keys(connection)
            if others := stored - set(found.told) - set(found.changes.retired):
                raise StoreChangedError(
                    f"{self._database.name}: holds {len(others)} more articles than were merged. Build again."
                )
            store_ingest.replace(connection, found, stored, situation, mentions)

    def _same(self, connection: Connection, reading: Reading, survey: Survey) -> None:
        if store_survey.survey(connection, reading) != survey:
            raise StoreChangedError(f"{self._database.name}: another build changed it meanwhile. Build again.")

    def situation(self) -> Situation:
        """The incidents as corrected, by first day, then id, and all that was set aside, from the same moment.

        What was hidden by hand, corrections that lost their incident, and what went with an article that was
        withdrawn or changed come last among the rejections.
        """
        with self._database.read() as connection:
            read, laid = store_reads.incidents(connection), store_reads.overlay(connection)
            set_aside = (*store_reads.set_aside(connection, 0, None), *_late(connection, laid))
        corrected = [laid.shown.get(one.id, one) for one in read] if laid.shown else read
        shown = [one for one in corrected if one is not None]
        return Situation(tuple(sorted(shown, key=lambda one: (one.when.first, one.id))), set_aside)

    def columns(self, first: dt.date | None = None, last: dt.date | None = None) -> Columns:
        """What can be counted and filtered of all incidents, or of those that touch the days from first to last."""
        with self._database.read() as connection:
            return store_segments.read(connection, first, last)

    def incidents(self, ids: Sequence[str]) -> tuple[Incident, ...]:
        """The incidents of these ids, as corrected, in the order of the ids; one not known or hidden is left out."""
        with self._database.read() as connection:
            shown: dict[str, Incident | None] = {one.id: one for one in store_reads.incidents(connection, ids)}
            shown |= store_reads.overlay(connection).shown
        return tuple(one for one in (shown.get(name) for name in ids) if one is not None)

    def at_place(self, place_id: str) -> tuple[str, ...]:
        """Ids of the incidents at this place of the gazetteer ("geonames:703448"), by first day, then id."""
        with self._database.read() as connection:
            return store_reads.at_place(connection, place_id)

    def told_by(self, articles: Sequence[Article]) -> tuple[str, ...]:
        """Ids of the incidents that these articles tell of, hidden ones too, in the order of the ids."""
        with self._database.read() as connection:
            return store_reads.told_by(connection, list(map(key, articles)))

    def set_aside(self, start: int = 0, count: int | None = None) -> tuple[Rejection, ...]:
        """The rejections of `situation`, in its order, from the one of this number on, at most count of them."""
        with self._database.read() as connection:
            first = store_reads.set_aside(connection, start, count)
            if count is not None and len(first) == count:
                return tuple(first)
            before = connection.scalar(select(func.count()).select_from(schema.REJECTION)) or 0
            late = _late(connection, store_reads.overlay(connection))[max(0, start - before) :]
        return (*first, *(late if count is None else late[: count - len(first)]))

    def texts(self) -> Iterator[tuple[str, tuple[str | None, ...]]]:
        """What can be searched, each with its incident's id, as corrected: quotes with voices, headline with place."""
        with self._database.read() as connection:
            yield from store_reads.texts(connection)

    def arrivals(self, after: int = 0) -> tuple[int, tuple[str, ...]]:
        """The number of the last build that brought incidents to others, and the ids that came after an earlier one."""
        with self._database.read() as connection:
            return store_reads.arrivals(connection, after)

    def unread(self) -> tuple[Rejection, ...]:
        """The files that could not be read, as last saved."""
        with self._database.read() as connection:
            return store_reads.unread(connection)

    def failed(self, names: Collection[str]) -> tuple[Rejection, ...]:
        """Of the articles of these names, those that were read but could not be analysed."""
        with self._database.read() as connection:
            return store_reads.failed(connection, names)

    def known_urls(self, urls: Collection[str]) -> set[str]:
        """Those of the addresses that some article came from, retired or not."""
        with self._database.read() as connection:
            return store_reads.known_urls(connection, urls)

    def totals(self) -> tuple[int, int]:
        """How many incidents there are as corrected, and how many of them are placed."""
        with self._database.read() as connection:
            return store_reads.totals(connection)

    def generation(self) -> str:
        """Hash of all that a page shows: another value means that it must read again. "" when empty."""
        with self._database.read() as connection:
            made = store_reads.meta(connection, "generation") or ""
            ids = store_reads.ids(connection, schema.CORRECTION, schema.RETIREMENT)
        return hashlib.sha256("\n".join([made, *ids]).encode()).hexdigest() if ids else made

    def correct(self, incident: str, make: Callable[[Incident], Sequence[Correction]]) -> tuple[Correction, ...]:
        """Appends the corrections that make gives for the incident of this id (or its only beginning), as read.

        Raises StoreError where there is none or more than one; what make raises passes through, and nothing is kept.
        """
        with self._database.write() as connection:
            return store_corrections.correct(connection, self._database.name, incident, make)

    def corrections(self) -> tuple[tuple[Correction, ...], tuple[Correction, ...]]:
        """Every correction, oldest first; and those among them whose incident is not read any more."""
        with self._database.read() as connection:
            return store_reads.corrections(connection), store_reads.overlay(connection).orphans

    def restore(self, made: Sequence[Correction]) -> int:
        """Appends corrections of another store; those that are here already are passed over. Returns how many came."""
        with self._database.write() as connection:
            return store_corrections.append(connection, made)

    def counts(self) -> dict[str, int]:
        """How many articles, incidents and so on there are, by name."""
        with self._database.read() as connection:
            return store_checks.counts(connection)

    def faults(self, *, thorough: bool = False) -> list[str]:
        """What is wrong with the store, in words; thorough reads every row."""
        with self._database.read() as connection:
            return list(store_checks.faults(connection, thorough=thorough))

    def backup(self, path: Path) -> None:
        """Copies the store to a new file, whole, whoever reads and writes it meanwhile.

        Raises StoreError where the file exists, can't be written, or the store is no file of SQLite.
        """
        if self._database.engine.dialect.name != "sqlite":
            raise StoreError(f"{self._database.name}: PostgreSQL has pg_dump for that. Run: pg_dump --format=custom")
        store_sqlite.backup(self._database, path)


def _late(connection: Connection, laid: store_reads.Overlay) -> tuple[Rejection, ...]:
    """What comes last among the rejections: see `situation`."""
    return (*laid.rejections, *map(_told, store_reads.retirements(connection)))


def _told(one: Retirement) -> Rejection:
    reason = f"{one.reason} ({one.headline})"
    return Rejection("retired", one.article, reason, one.quote, one.start, one.end)
