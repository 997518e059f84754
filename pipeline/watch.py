"""Whether files have changed and come to rest, told from what a look at their folder finds each time."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

# A file's path with its size, its time of change and its number: a file that is replaced has another number.
Snapshot = frozenset[tuple[str, int, int, int]]

_PATIENCE = 12  # looks at files that never come to rest before they are read as they are


def look(paths: Sequence[Path]) -> Snapshot:
    """The files below the paths as they are now. What can't be looked at is passed over: reading it says why."""
    found: set[tuple[str, int, int, int]] = set()
    for path in paths:
        for folder, _, names in os.walk(path):
            found |= {seen for name in names if (seen := _seen(Path(folder, name)))}
        if seen := _seen(path):
            found.add(seen)
    return frozenset(found)


def _seen(path: Path) -> tuple[str, int, int, int] | None:
    try:
        status = path.lstat()
    except (OSError, ValueError):
        return None
    if path.is_dir() and not path.is_symlink():
        return None
    return str(path), status.st_size, status.st_mtime_ns, status.st_ino


def at_rest(looks: Iterable[Snapshot]) -> Iterator[bool]:
    """For each look: whether what it found is new since it was last acted on, and no file of it is still being written.

    The first look is always acted on. Files that differ at every look are acted on after a dozen.
    """
    done: Snapshot | None = None
    before: Snapshot | None = None
    waited = 0
    for found in looks:
        waited = waited + 1 if found != done else 0
        act = done is None or (found != done and (found == before or waited >= _PATIENCE))
        if act:
            done, waited = found, 0
        before = found
        yield act
