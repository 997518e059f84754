"""One writer at a time, kept apart by a file beside the store that the system lets go of when its holder dies.

SQLite keeps writers apart by itself, but versions before 3.51.3 may damage a file in which one connection writes while
another moves the log into it (sqlite.org/wal.html, "the WAL-reset bug"). The lock covers both.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreError

_STEP_SECONDS = 0.02


@contextmanager
def held(path: Path, wait_seconds: float) -> Iterator[None]:
    """Holds the lock of the store at path. Raises StoreError where another holds it all the time."""
    handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        until = time.monotonic() + wait_seconds
        while not _taken(handle):
            if time.monotonic() > until:
                raise StoreError(f"{path}: another build has been writing for {wait_seconds:.0f} s. Try again later.")
            time.sleep(_STEP_SECONDS)
        yield
    finally:
        os.close(handle)  # which lets go of it


def _taken(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
