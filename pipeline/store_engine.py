"""A database that the store reads in whole states and writes one at a time, and its troubles in words."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError, SQLAlchemyError

from pipeline.errors import StoreError

WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Database:
    """One open database. name is fit to be shown: a password is never in it."""

    engine: Engine
    name: str
    exclusive: Callable[[], AbstractContextManager[None]]  # held while writing, and while what follows is done
    written: Callable[[], None]  # what follows each transaction that wrote

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database, whatever is written meanwhile."""
        with clearly(self.name), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection that writes alone: all of it is stored when the block ends, or nothing."""
        with clearly(self.name), self.exclusive():
            with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield connection
            self.written()

    def close(self) -> None:
        """Lets go of the database."""
        with clearly(self.name):
            self.engine.dispose()


@contextmanager
def clearly(name: str) -> Iterator[None]:
    """Turns what a database says into words that somebody can act on."""
    try:
        yield
    except (OperationalError, InterfaceError, sqlite3.OperationalError) as error:
        raise StoreError(f"{name}: {_first_line(error)}. Is it in use by another build, or out of reach?") from error
    except (DatabaseError, sqlite3.DatabaseError, ValidationError, ValueError) as error:
        raise StoreError(
            f"{name}: the store is damaged, or was written by another version ({_first_line(error)}). "
            "Run: python -m pipeline build. If that does not help, python -m pipeline doctor says more."
        ) from error
    except SQLAlchemyError as error:
        raise StoreError(f"{name}: {_first_line(error)}. Try again, and run: python -m pipeline doctor") from error
    except OSError as error:
        raise StoreError(f"{name}: {error.strerror or error}. Check the path and its permissions.") from error


def _first_line(error: Exception) -> str:
    return (str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__])[0]
