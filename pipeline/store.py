"""Articles, what was read out of them, the incidents they make, and what people corrected: in SQLite or PostgreSQL.

This and the modules named store_* are the only rooms that speak SQL.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from sqlalchemy import delete, func, select

from pipeline import corrections, store_checks, store_postgres, store_reads, store_sqlite, store_writes
from pipeline import store_schema as schema
from pipeline.changes import Changes
from pipeline.errors import StoreError
from pipeline.models import Article, Correction, Extraction, Incident, Rejection, Retirement, Run, Situation, load
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
            return tuple(schema.article(row._asdict()) for row in connection.execute(wanted))

    def coverage(self) -> list[tuple[Any, str | None, int]]:
        """Day, outlet and number of its articles that are read, by day and outlet; an outlet not known is None."""
        table = schema.ARTICLE
        columns = (table.c.published, table.c.source)
        wanted = select(*columns, func.count()).where(table.c.retired.is_(None)).group_by(*columns).order_by(*columns)
        with self._database.read() as connection:
            return [(schema.day(published), source, count) for published, source, count in connection.execute(wanted)]

    def article(self, sha256: str, published: Any = None) -> Article | None:
        """The article with this text, retired or not, the earliest published unless a day is given; None if none."""
        table = schema.ARTICLE
        wanted = select(table).where(table.c.sha256 == sha256).order_by(table.c.published).limit(1)
        if published:
            wanted = wanted.where(table.c.published == published.isoformat())
        with self._database.read() as connection:
            row = connection.execute(wanted).first()
            return schema.article(row._asdict()) if row else None

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
                store_writes.add(connection, schema.RUN, [schema.run_row(run)])
            store_writes.insert_articles(connection, [one for one in articles if key(one) not in stored])
            store_writes.retire(connection, changes, situation)
            store_writes.insert_extractions(
                connection, dict(zip(map(key, articles), extractions, strict=True)), version
            )
            connection.execute(delete(schema.EXTRACTION).where(schema.EXTRACTION.c.version != version))
            if store_reads.meta(connection, "generation") != (generation := schema.generation(situation, unread)):
                store_writes.replace(connection, situation, unread)
                store_writes.put(connection, schema.META, [{"key": "generation", "value": generation}])

    def situation(self) -> Situation:
        """The incidents as corrected, by first day, then id, and all that was set aside, from the same moment.

        What was hidden by hand, corrections that lost their incident, and what went with an article that was
        withdrawn or changed come last among the rejections.
        """
        with self._database.read() as connection:
            table = schema.REJECTION
            rejections = connection.scalars(select(table.c.json).order_by(table.c.position)).all()
            corrected = corrections.apply(store_reads.incidents(connection), store_reads.corrections(connection))
            retired = store_reads.retirements(connection)
        set_aside = (*(load(Rejection, text) for text in rejections), *corrected.rejections, *map(_told, retired))
        return Situation(corrected.incidents, set_aside)

    def unread(self) -> tuple[Rejection, ...]:
        """The files that could not be read, as last saved."""
        table = schema.REJECTION
        with self._database.read() as connection:
            rows = connection.scalars(select(table.c.json).where(table.c.unread).order_by(table.c.position))
            return tuple(load(Rejection, text) for text in rows)

    def generation(self) -> str:
        """Hash of all that a page shows: another value means that it must read again. "" when empty."""
        with self._database.read() as connection:
            ids = [
                one
                for table in (schema.CORRECTION, schema.RETIREMENT)
                for one in connection.scalars(select(table.c.id).order_by(table.c.id))
            ]
            made = store_reads.meta(connection, "generation") or ""
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
            made = tuple(make(store_reads.incidents(connection, found[0])[0]))
            store_writes.add(connection, schema.CORRECTION, [schema.correction_row(each) for each in made])
        return made

    def corrections(self) -> tuple[tuple[Correction, ...], tuple[Correction, ...]]:
        """Every correction, oldest first; and those among them whose incident is not read any more."""
        with self._database.read() as connection:
            made = store_reads.corrections(connection)
            return made, corrections.apply(store_reads.incidents(connection), made).orphans

    def restore(self, made: Sequence[Correction]) -> int:
        """Appends corrections of another store; those that are here already are passed over. Returns how many came."""
        with self._database.write() as connection:
            before = connection.scalar(select(func.count()).select_from(schema.CORRECTION))
            store_writes.add(connection, schema.CORRECTION, [schema.correction_row(each) for each in made])
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


def _told(one: Retirement) -> Rejection:
    reason = f"{one.reason} ({one.headline})"
    return Rejection("retired", one.article, reason, one.quote, one.start, one.end)
