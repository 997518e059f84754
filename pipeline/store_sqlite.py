"""The store as one SQLite file: write-ahead log, durable commits, one writer under a lock, readers that can't write."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import QueuePool

from pipeline import store_lock, store_migration
from pipeline.errors import StoreError, StoreMissingError, StoreOutdatedError
from pipeline.store_engine import WAIT_SECONDS, Database, clearly
from pipeline.store_schema import APPLICATION, SCHEMA, TABLES

_NO_STORE = "there is no store yet. Make it with: python -m pipeline build"
_CACHE_KIB = 128 * 1024  # at most; a small store takes little


def opened(path: Path, *, readonly: bool) -> Database:
    """The database in this file, made if there is none unless readonly; an older one is brought up to date.

    Raises StoreError where it is missing, damaged, no store of ours, or written by a newer version, and
    StoreOutdatedError where it is older and readonly. A broken file is left as it is.
    """
    with clearly(str(path)):
        if readonly:
            return _readonly(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        database = _database(path, "rwc")
        try:
            _prepare(database, path)
        except BaseException:
            database.engine.dispose()
            raise
        return database


def _database(path: Path, mode: str) -> Database:
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        # The page reads one store from several threads, one at a time. Transactions are begun below, not by Python.
        return sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine(
        "sqlite+pysqlite://", creator=connect, poolclass=QueuePool, pool_size=1, max_overflow=0, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that reads first and asks to write later is refused at once when another writes
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous = FULL")  # a commit outlives a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        # a large build touches its indexes all over; with the 2 MB of default it reads each page again and again
        connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")

    def written() -> None:
        # readers would otherwise keep the log growing; it has reached six times the data
        pragma(database, "wal_checkpoint(TRUNCATE)")

    database = Database(engine, str(path), lambda: store_lock.held(path, WAIT_SECONDS), written)
    return database


def pragma(database: Database, words: str) -> Any:
    """The first value that PRAGMA words gives, asked outside any transaction; None where it gives none."""
    # a pooled connection that "closes" goes back to the pool
    with closing(database.engine.raw_connection()) as connection:
        row = connection.cursor().execute(f"PRAGMA {words}").fetchone()  # type: ignore[attr-defined,unused-ignore]
        return row[0] if row else None


def backup(database: Database, path: Path) -> None:
    """Copies the database to a new file, which appears under its name only when it is whole."""
    with clearly(str(path)):
        if path.exists():
            raise StoreError(f"{path}: is there already. Name a new file.")
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(unfinished)) as copy, closing(database.engine.raw_connection()) as connection:
                connection.driver_connection.backup(copy)  # type: ignore[union-attr]
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no log beside it
                (answer,) = copy.execute("PRAGMA quick_check(1)").fetchone()
                if answer != "ok":
                    raise StoreError(f"{path}: the copy is damaged ({answer}). Is the disk sound?")
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def _readonly(path: Path) -> Database:
    if not path.exists():
        raise StoreMissingError(f"{path}: {_NO_STORE}")
    database = _database(path, "ro")
    try:
        try:
            empty = _empty(database)
        except sqlite3.OperationalError:
            # A folder that can't be written has no room for the files that WAL needs. Only there does nobody write
            # meanwhile, so only there may the file be taken for one that never changes.
            if os.access(path.parent, os.W_OK) or path.with_name(path.name + "-wal").exists():
                raise
            database.engine.dispose()
            database = _database(path, "ro&immutable=1")
            empty = _empty(database)
        if empty:  # its first build was stopped before there was anything
            raise StoreMissingError(f"{path}: {_NO_STORE}")
        if (found := _schema(database, path)) < SCHEMA:
            raise StoreOutdatedError(
                f"{path}: found a store of schema {found}, but this version reads schema {SCHEMA}. "
                "Bring it up to date with: python -m pipeline build"
            )
    except BaseException:
        database.engine.dispose()
        raise
    return database


def _prepare(database: Database, path: Path) -> None:
    if not _empty(database) and _schema(database, path) == SCHEMA:
        return
    with store_lock.held(path, WAIT_SECONDS):
        # asked again under the lock: another build may have made the tables meanwhile
        new = _empty(database)
        found = SCHEMA if new else _schema(database, path)
        pragma(database, "journal_mode = WAL")
        with database.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if new:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            elif found < SCHEMA:
                store_migration.migrate(connection, found)
            TABLES.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def _empty(database: Database) -> bool:
    with closing(database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM sqlite_master")
        row = cursor.fetchone()
        return not (row and row[0])


def _schema(database: Database, path: Path) -> int:
    """The schema of the file. Raises StoreError unless this is a store that this version understands."""
    if pragma(database, "application_id") != APPLICATION:
        raise StoreError(f"{path}: found a file that is no store of Situation Map. Name another file.")
    found = int(pragma(database, "user_version"))
    if found > SCHEMA:
        raise StoreError(
            f"{path}: found a store of schema {found}, but this version reads schema {SCHEMA}. "
            "Use the version that wrote it, or build into another file."
        )
    return found
