"""Articles, what was read out of them, the incidents they make, and what people corrected: in SQLite or PostgreSQL.

This and the modules named store_* are the only rooms that speak SQL.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, delete, func, select

from pipeline import (
    store_checks,
    store_postgres,
    store_reads,
    store_rows,
    store_segments,
    store_sqlite,
    store_upsert,
    store_writes,
)
from pipeline import store_schema as schema
from pipeline.changes import Changes
from pipeline.errors import StoreError
from pipeline.models import Article, Correction, Extraction, Incident, Rejection, Retirement, Run, Situation, load
from pipeline.store_columns import Columns
from pipeline.store_engine import Database
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
        found: dict[Key, set[str]] = {}
        with self._database.read() as connection:
            for origin, sha256, day in connection.execute(select(schema.ORIGIN)):
                found.setdefault((sha256, schema.day(day)), set()).add(origin)
        return {each: frozenset(origins) for each, origins in found.items()}

    def extractions(self, version: str) -> dict[Key, Extraction]:
        """What this version of the pipeline has already read out of articles."""
        table = schema.EXTRACTION
        wanted = select(table.c.sha256, table.c.published, table.c.json).where(table.c.version == version)
        with self._database.read() as connection:
            rows = connection.execute(wanted)
            return {(sha256, schema.day(day)): load(Extraction, text) for sha256, day, text in rows}

    def keep(self, extractions: Mapping[Key, Extraction], version: str) -> None:
        """Sets extractions aside, so that a long build that is stopped goes on where it was. Shows nowhere else."""
        with self._database.write() as connection:
            store_writes.insert_extractions(connection, extractions, version)

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
    ) -> None:
        """Stores all of it in one transaction, whole or not at all; what is the same already is not touched.

        There is one extraction for each article, in the same order, and articles hold all that are stored already but
        those that changes retires. unread are files that are no article; the stored situation lists them before its
        own rejections. Raises StoreChangedError where the store holds others: a situation made without them would
        lose them.
        """
        if len(articles) != len(extractions):
            raise ValueError(f"{len(articles)} articles, but {len(extractions)} extractions")
        changes = changes or Changes()
        with self._database.write() as connection:
            table = schema.ARTICLE
            rows = connection.execute(select(table.c.sha256, table.c.published).where(table.c.retired.is_(None)))
            stored = {(sha256, schema.day(published)) for sha256, published in rows}
            if others := stored - {key(article) for article in articles} - set(changes.retired):
                raise StoreChangedError(
                    f"{self._database.name}: holds {len(others)} more articles than were merged. Build again."
                )
            if run:
                store_upsert.add(connection, schema.RUN, [store_rows.run_row(run)])
            store_writes.insert_articles(connection, [one for one in articles if key(one) not in stored])
            store_writes.retire(connection, changes, situation)
            store_writes.insert_extractions(
                connection, dict(zip(map(key, articles), extractions, strict=True)), version
            )
            connection.execute(delete(schema.EXTRACTION).where(schema.EXTRACTION.c.version != version))
            if store_reads.meta(connection, "generation") != (generation := store_rows.generation(situation, unread)):
                laid = store_reads.overlay(connection)
                months = store_writes.replace(connection, situation, unread)
                self._repack(connection, months, laid)
                store_upsert.put(connection, schema.META, [{"key": "generation", "value": generation}])

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

    def set_aside_count(self) -> int:
        """How many rejections `situation` has."""
        with self._database.read() as connection:
            made = connection.scalar(select(func.count()).select_from(schema.REJECTION)) or 0
            return made + len(_late(connection, store_reads.overlay(connection)))

    def texts(self) -> Iterator[tuple[str, tuple[str | None, ...]]]:
        """Of every incident as corrected its id and what of it can be searched: headline, place, quotes, voices."""
        with self._database.read() as connection:
            yield from store_reads.texts(connection)

    def arrivals(self, after: int = 0) -> tuple[int, tuple[str, ...]]:
        """The number of the last build that brought incidents to others, and the ids that came after an earlier one."""
        with self._database.read() as connection:
            return store_reads.arrivals(connection, after)

    def unread(self) -> tuple[Rejection, ...]:
        """The files that could not be read, as last saved."""
        table = schema.REJECTION
        with self._database.read() as connection:
            wanted = select(table.c.json).where(table.c.unread).order_by(table.c.position)
            return tuple(load(Rejection, text) for text in connection.scalars(wanted))

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
            known = schema.INCIDENT.c.id
            found = connection.scalars(select(known).where(known.startswith(incident, autoescape=True)).limit(2)).all()
            if len(found) != 1:
                count = "no incident" if not found else "more than one incident"
                raise StoreError(
                    f"{self._database.name}: found {count} whose id begins with {incident!r}. Copy its id."
                )
            laid = store_reads.overlay(connection)
            made = tuple(make(store_reads.incidents(connection, found)[0]))
            store_upsert.add(connection, schema.CORRECTION, [store_rows.correction_row(each) for each in made])
            self._repack(connection, set(), laid)
        return made

    def corrections(self) -> tuple[tuple[Correction, ...], tuple[Correction, ...]]:
        """Every correction, oldest first; and those among them whose incident is not read any more."""
        with self._database.read() as connection:
            return store_reads.corrections(connection), store_reads.overlay(connection).orphans

    def restore(self, made: Sequence[Correction]) -> int:
        """Appends corrections of another store; those that are here already are passed over. Returns how many came."""
        with self._database.write() as connection:
            before = connection.scalar(select(func.count()).select_from(schema.CORRECTION))
            laid = store_reads.overlay(connection)
            store_upsert.add(connection, schema.CORRECTION, [store_rows.correction_row(each) for each in made])
            self._repack(connection, set(), laid)
            return (connection.scalar(select(func.count()).select_from(schema.CORRECTION)) or 0) - (before or 0)

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

    @staticmethod
    def _repack(connection: Connection, months: set[str], before: store_reads.Overlay) -> None:
        """Packs the columns of the months again, and of all months in which corrections show otherwise than before."""
        laid = store_reads.overlay(connection)
        store_segments.rewrite(connection, months | laid.months(before), laid.shown)


def _late(connection: Connection, laid: store_reads.Overlay) -> tuple[Rejection, ...]:
    """What comes last among the rejections: see `situation`."""
    return (*laid.rejections, *map(_told, store_reads.retirements(connection)))


def _told(one: Retirement) -> Rejection:
    reason = f"{one.reason} ({one.headline})"
    return Rejection("retired", one.article, reason, one.quote, one.start, one.end)
