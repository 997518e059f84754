"""The store in a PostgreSQL database: the same tables, in a schema of their own. Needs requirements-postgres.txt."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError

from pipeline import store_migration
from pipeline.errors import StoreError, StoreMissingError, StoreOutdatedError
from pipeline.store_engine import WAIT_SECONDS, Database, clearly
from pipeline.store_schema import APPLICATION, META, SCHEMA, TABLES
from pipeline.store_upsert import put

PREFIXES = ("postgres://", "postgresql://", "postgresql+psycopg://")
_OURS = "situation_map"  # the schema: other programs' tables in the database are never touched
_MILLISECONDS = int(WAIT_SECONDS * 1000)


def opened(address: str, *, readonly: bool) -> Database:
    """The database at this address ("postgresql://user@host/name"), with our tables in it unless readonly.

    Raises StoreError where it can't be reached, holds no store yet and readonly, or one of a newer version.
    """
    url = _url(address)
    name = url.set(drivername="postgresql").render_as_string(hide_password=True)
    with clearly(name):
        database = _database(url, name, readonly=readonly)
        try:
            if readonly:
                with database.engine.connect() as connection:
                    _check(connection, name)
            else:
                _prepare(database)
        except BaseException:
            database.engine.dispose()
            raise
        return database


def _url(address: str) -> URL:
    try:
        import psycopg  # noqa: F401 asked for here, to say what to install
    except ImportError:
        raise StoreError(
            "PostgreSQL needs psycopg, which is not installed. Run: pip install -r requirements-postgres.txt"
        ) from None
    try:
        return make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        # the address may hold a password, so it is not repeated
        raise StoreError(
            "found a database address that can't be read, but postgresql://USER:PASSWORD@HOST/NAME is needed."
        ) from None


def _database(url: URL, name: str, *, readonly: bool) -> Database:
    options = f"-c search_path={_OURS} -c lock_timeout={_MILLISECONDS}"
    engine = create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,  # the page keeps its store open, and the server may be started anew meanwhile
        hide_parameters=True,
        # "repeatable read" sees one moment; a writer holds the lock below, and must see what the last one wrote
        isolation_level="REPEATABLE READ" if readonly else "READ COMMITTED",
        connect_args={"options": options, "connect_timeout": int(WAIT_SECONDS), "application_name": "situation-map"},
        execution_options={"postgresql_readonly": True} if readonly else {},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": APPLICATION})
        elif not readonly:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    return Database(engine, name, _nothing, lambda: None)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _prepare(database: Database) -> None:
    with database.engine.connect().execution_options(writes=True) as connection, connection.begin():
        if not inspect(connection).has_schema(_OURS):
            connection.exec_driver_sql(f"CREATE SCHEMA {_OURS}")
        if (
            inspect(connection).has_table(META.name, schema=_OURS)
            and (found := _found(connection, database.name)) < SCHEMA
        ):
            store_migration.migrate(connection, found)
        TABLES.create_all(connection)
        put(connection, META, [{"key": "schema", "value": str(SCHEMA)}])


def _check(connection: Connection, name: str) -> None:
    if not inspect(connection).has_table(META.name, schema=_OURS):
        raise StoreMissingError(f"{name}: there is no store yet. Make it with: python -m pipeline build")
    if (found := _found(connection, name)) < SCHEMA:
        raise StoreOutdatedError(
            f"{name}: found a store of schema {found}, but this version reads schema {SCHEMA}. "
            "Bring it up to date with: python -m pipeline build"
        )


def _found(connection: Connection, name: str) -> int:
    """The schema of the store there. Raises StoreError where it is none that this version understands."""
    found = connection.scalar(select(META.c.value).where(META.c.key == "schema")) or ""
    if not found.isdigit() or int(found) > SCHEMA:
        raise StoreError(
            f"{name}: found a store of schema {found}, but this version reads schema {SCHEMA}. "
            "Use the version that wrote it, or name another database."
        )
    return int(found)
