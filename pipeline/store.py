"""Articles, what was read out of them, and the incidents they make: one SQLite file. The only room that speaks SQL."""

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import quote

from pydantic import ValidationError

from pipeline import store_schema as schema
from pipeline.errors import StoreError
from pipeline.models import Article, Extraction, Incident, Rejection, Situation, load
from pipeline.store_schema import SCHEMA, Key, key

__all__ = ["SCHEMA", "Key", "Store", "StoreChangedError", "key"]

_WAIT_SECONDS = 30.0


class StoreChangedError(StoreError):
    """Another build added articles meanwhile; read the store again and repeat."""


class Store:
    """One open store file. One writer and any number of readers may have it open at once."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Self:
        """The store in this file, made if there is none unless readonly.

        Raises StoreError where it is missing, damaged, no store of ours, or written by a newer version. A broken
        file is left as it is.
        """
        with _clearly(path):
            if readonly:
                return cls(_open_readonly(path), path)
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = _connect(path, "rwc")
            try:
                _prepare(connection, path)
            except BaseException:
                connection.close()
                raise
            return cls(connection, path)

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def articles(self) -> tuple[Article, ...]:
        """Every article, by day, then hash."""
        with _clearly(self._path):
            rows = self._connection.execute(f"SELECT {schema.ARTICLE} FROM article ORDER BY published, sha256")
            return tuple(map(schema.article, rows))

    def article(self, sha256: str, published: dt.date | None = None) -> Article | None:
        """The article with this text, the earliest published unless a day is given; None if there is none."""
        with _clearly(self._path):
            row = self._connection.execute(
                f"SELECT {schema.ARTICLE} FROM article WHERE sha256 = ? AND published = coalesce(?, published)"
                " ORDER BY published LIMIT 1",
                (sha256, published and published.isoformat()),
            ).fetchone()
            return schema.article(row) if row else None

    def extractions(self, version: str) -> dict[Key, Extraction]:
        """What this version of the pipeline has already read out of articles."""
        with _clearly(self._path):
            wanted = "SELECT sha256, published, json FROM extraction WHERE version = ?"
            rows = self._connection.execute(wanted, (version,))
            return {(sha256, dt.date.fromisoformat(day)): load(Extraction, text) for sha256, day, text in rows}

    def keep(self, extractions: Mapping[Key, Extraction], version: str) -> None:
        """Sets extractions aside, so that a long build that is stopped goes on where it was. Shows nowhere else."""
        with _clearly(self._path), self._transaction():
            self._insert_extractions(extractions, version)

    def save(
        self,
        articles: Sequence[Article],
        extractions: Sequence[Extraction],
        situation: Situation,
        version: str,
        *,
        unread: Sequence[Rejection] = (),
    ) -> None:
        """Stores all of it in one transaction, whole or not at all; what is the same already is not touched.

        There is one extraction for each article, in the same order, and articles hold all that are stored already.
        unread are files that are no article; the stored situation lists them before its own rejections.
        Raises StoreChangedError where the store holds others: a situation made without them would lose them.
        """
        if len(articles) != len(extractions):
            raise ValueError(f"{len(articles)} articles, but {len(extractions)} extractions")
        with _clearly(self._path), self._transaction():
            given = {(article.sha256, article.published.isoformat()) for article in articles}
            stored = set(self._connection.execute("SELECT sha256, published FROM article"))
            if stored - given:
                raise StoreChangedError(
                    f"{self._path}: holds {len(stored - given)} more articles than were merged. Build again."
                )
            self._connection.executemany(
                f"INSERT INTO article ({schema.ARTICLE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                schema.article_rows(articles),
            )
            self._insert_extractions(dict(zip(map(key, articles), extractions, strict=True)), version)
            if self._connection.execute("SELECT 1 FROM extraction WHERE version != ? LIMIT 1", (version,)).fetchone():
                self._connection.execute("DELETE FROM extraction WHERE version != ?", (version,))
            if self._meta("generation") != (generation := schema.generation(situation, unread)):
                self._replace(situation, unread, generation)
        with _clearly(self._path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def situation(self) -> Situation:
        """The incidents, by first day, then id, and all that was set aside, both from the same moment."""
        with _clearly(self._path), self._snapshot():
            incidents = self._connection.execute("SELECT json FROM incident ORDER BY first, id")
            made = tuple(load(Incident, text) for (text,) in incidents)
            rejections = self._connection.execute("SELECT json FROM rejection ORDER BY position")
            return Situation(made, tuple(load(Rejection, text) for (text,) in rejections))

    def unread(self) -> tuple[Rejection, ...]:
        """The files that could not be read, as last saved."""
        with _clearly(self._path):
            rows = self._connection.execute("SELECT json FROM rejection WHERE unread ORDER BY position")
            return tuple(load(Rejection, text) for (text,) in rows)

    def generation(self) -> str:
        """Hash of the incidents and rejections: another value means that a page must read again. "" when empty."""
        with _clearly(self._path):
            return self._meta("generation") or ""

    def _meta(self, name: str) -> str | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
        return row[0] if row else None

    def _insert_extractions(self, extractions: Mapping[Key, Extraction], version: str) -> None:
        self._connection.executemany(
            f"INSERT INTO extraction ({schema.EXTRACTION}) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET json = excluded.json WHERE json != excluded.json",
            schema.extraction_rows(extractions, version),
        )

    def _replace(self, situation: Situation, unread: Sequence[Rejection], generation: str) -> None:
        self._connection.execute("DELETE FROM incident")
        self._connection.executemany(
            f"INSERT INTO incident ({schema.INCIDENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            schema.incident_rows(situation.incidents),
        )
        self._connection.execute("DELETE FROM rejection")
        self._connection.executemany(
            f"INSERT INTO rejection ({schema.REJECTION}) VALUES (?, ?, ?)",
            schema.rejection_rows(unread, situation.rejections),
        )
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (generation,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        # IMMEDIATE: a transaction that reads first and asks to write later is refused at once when another writes
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    # The page reads one store from several threads, one at a time.
    return sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)


def _open_readonly(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise StoreError(f"{path}: there is no store yet. Make it with: python -m pipeline build")
    connection = _connect(path, "ro")
    try:
        try:
            connection.execute("SELECT 1 FROM sqlite_master")
        except sqlite3.OperationalError:
            # A folder that can't be written has no room for the files that WAL needs. Only there does nobody write
            # meanwhile, so only there may the file be taken for one that never changes.
            if os.access(path.parent, os.W_OK) or path.with_name(path.name + "-wal").exists():
                raise
            connection.close()
            connection = _connect(path, "ro&immutable=1")
        _check(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _check(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    # asked again inside the transaction: another build may have made the tables meanwhile
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for statement in schema.TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("COMMIT")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises StoreError unless this is a whole store that this version understands."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION:
        raise StoreError(f"{path}: found a file that is no store of Situation Map. Name another file.")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA:
        raise StoreError(
            f"{path}: found a store of schema {version}, but this version reads schema {SCHEMA}. "
            "Use the version that wrote it, or build into another file."
        )


@contextmanager
def _clearly(path: Path) -> Iterator[None]:
    """Turns what SQLite says into words that somebody can act on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path}: {error}. Is it in use by another build, or may it not be written?") from error
    except (sqlite3.DatabaseError, ValidationError, ValueError) as error:
        first = str(error).splitlines()[0]
        raise StoreError(
            f"{path}: the store is damaged ({first}). Move it away and build again from the articles."
        ) from error
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}. Check the path and its permissions.") from error
