"""The gazetteer's SQLite file, open for reading: one connection a thread."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

_MAPPED_BYTES = (
    48 << 20
)  # of the file, in memory that the system shares and takes back; more is 7 % faster and as much larger


class File(threading.local):
    """Opened anew in each thread that uses it. The file is taken never to change: a new build is a new file."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        self.connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        self._cursor = self.connection.cursor()  # one for all: all its rows are fetched at once
        self.tables = {name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def close(self) -> None:
        """Closes this thread's connection."""
        self._cursor.close()
        self.connection.close()

    def rows(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple]:
        """All rows that the statement gives with these values."""
        try:
            return self._cursor.execute(statement, values).fetchall()
        except UnicodeEncodeError:
            return []  # half a surrogate pair, which no name has

    def records(self, statement: str) -> tuple[dict[str, Any], ...]:
        """The same with the columns by name."""
        cursor = self.connection.execute(statement)
        columns = [column[0] for column in cursor.description]
        return tuple(dict(zip(columns, row, strict=True)) for row in cursor)
