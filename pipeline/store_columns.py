"""What can be counted and filtered of all incidents, as NumPy columns: packed by month, read in a tenth of a second.

A segment holds the incidents whose first day lies in one month, by first day, then id. Words (kinds, outlets, places)
are numbers in it, which the table of terms explains: hashes of what they stand for, so that the same incidents make the
same bytes in whatever order they came.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any, NamedTuple, get_args

import numpy as np

from pipeline.models import Extent, Incident, Location, LocationPrecision, Side

EPOCH = dt.date(1970, 1, 1).toordinal()
SIDES: tuple[Side, ...] = get_args(Side)
WORDS = ("kind", "status", "time", "spot", "outlets", "weapon")  # columns whose numbers stand for terms
_NUMBERS = {"first": "<i4", "last": "<i4", "sides": "<u1", "reports": "<i4"}
NOTHING = 0  # stands for no term; a hash is never 0


@dataclass(frozen=True, slots=True)
class Spot:
    """What the incidents at one marker share of their locations. Degrees WGS 84."""

    place_id: str
    name: str
    latitude: float
    longitude: float
    country: str | None
    admin1: str | None
    precision: LocationPrecision
    uncertainty_km: float
    extent: Extent | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """One row an incident, by first day, then id, as corrected. Days count from 1 January 1970; last is included."""

    id: np.ndarray  # bytes, as many as the longest id has
    first: np.ndarray
    last: np.ndarray
    kind: np.ndarray  # place in kinds; the same with the others named like a tuple below
    status: np.ndarray
    time: np.ndarray  # how precisely the days are known
    spot: np.ndarray  # -1: not placed
    outlets: np.ndarray
    weapon: np.ndarray  # -1: none is named
    sides: np.ndarray  # bit n is set where some voice belongs to SIDES[n]
    reports: np.ndarray  # how many
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    times: tuple[str, ...]
    spots: tuple[Spot, ...]
    outlet_sets: tuple[tuple[str | None, ...], ...]  # an outlet not known is None, and comes first
    weapons: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.id)

    def ids(self, rows: Iterable[int]) -> tuple[str, ...]:
        """The ids of these rows."""
        return tuple(self.id[row].decode() for row in rows)


class Facts(NamedTuple):
    """What a segment holds of an incident, words as terms."""

    id: str
    first: int
    last: int
    sides: int
    reports: int
    kind: int
    status: int
    time: int
    spot: int
    outlets: int
    weapon: int


def facts(one: Incident) -> tuple[Facts, dict[int, str]]:
    """What a segment holds of the incident, and what its terms stand for."""
    terms: dict[int, str] = {}

    def known(value: Any) -> int:
        if value is None:
            return NOTHING
        number, text = term(value)
        terms[number] = text
        return number

    outlets = sorted({report.source for report in one.reports}, key=lambda name: (name is not None, name or ""))
    row = Facts(
        one.id,
        one.when.first.toordinal() - EPOCH,
        one.when.last.toordinal() - EPOCH,
        sum(1 << SIDES.index(side) for side in {report.claimant_side for report in one.reports}),
        len(one.reports),
        known(one.kind),
        known(one.status),
        known(one.when.precision),
        known(_spot(one.location) if one.location else None),
        known(tuple(outlets)),
        known(one.weapon),
    )
    return row, terms


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: making it is most of the work


@lru_cache(1 << 16)
def _named(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) or 1


def term(value: Any) -> tuple[int, str]:
    """The number that stands for a value, never 0, and the value as JSON."""
    text = _JSON.encode(value)
    return _named(text), text


def _spot(where: Location) -> tuple[Any, ...]:
    values = [getattr(where, each.name) for each in fields(Spot)]
    return tuple(asdict(value) if isinstance(value, Extent) else value for value in values)


def pack(rows: Sequence[Facts]) -> tuple[bytes, bytes]:
    """A segment of these rows, and the terms it uses: 8 bytes each, sorted."""
    arrays: dict[str, np.ndarray] = {"id": np.array([row.id.encode() for row in rows], dtype=bytes)}
    for name, kind in _NUMBERS.items():
        arrays[name] = np.array([getattr(row, name) for row in rows], dtype=kind)
    used = []
    for name in WORDS:
        held, codes = np.unique(np.array([getattr(row, name) for row in rows], dtype="<i8"), return_inverse=True)
        arrays[f"{name}.terms"], arrays[name] = held, codes.astype(np.min_scalar_type(len(held)))
        used.append(held)
    head = json.dumps([[name, array.dtype.str, len(array)] for name, array in arrays.items()]).encode()
    body = b"".join(array.tobytes() for array in arrays.values())
    terms = np.unique(np.concatenate(used))
    return len(head).to_bytes(4, "big") + head + body, terms[terms != NOTHING].astype("<i8").tobytes()


def unpack(data: bytes) -> dict[str, np.ndarray]:
    """The arrays of a segment, by name. Raises ValueError where it is none."""
    start = 4 + int.from_bytes(data[:4], "big")
    arrays = {}
    for name, kind, count in json.loads(data[4:start]):
        arrays[name] = np.frombuffer(data, dtype=kind, count=count, offset=start)
        start += arrays[name].nbytes
    if start != len(data):
        raise ValueError("a segment of incidents is cut off")
    return arrays


def cut(segment: Mapping[str, np.ndarray], kept: np.ndarray) -> dict[str, np.ndarray]:
    """The rows of a segment where kept is true; terms that they do not use go too."""
    made = {name: segment[name][kept] for name in ("id", *_NUMBERS)}
    for name in WORDS:
        held, codes = np.unique(segment[name][kept], return_inverse=True)
        made[name], made[f"{name}.terms"] = codes, segment[f"{name}.terms"][held]
    return made


def terms_of(segments: Sequence[Mapping[str, np.ndarray]]) -> list[int]:
    """The terms that the segments use."""
    if not segments:
        return []
    used = np.unique(np.concatenate([each[f"{name}.terms"] for each in segments for name in WORDS]))
    return [int(number) for number in used[used != NOTHING]]


def columns(segments: Sequence[Mapping[str, np.ndarray]], terms: Mapping[int, str]) -> Columns:
    """The segments in a row, with their terms explained. Raises KeyError where a term is not."""
    made: dict[str, Any] = {}
    empty = np.zeros(0, dtype="S1")
    made["id"] = np.concatenate([each["id"] for each in segments]) if segments else empty
    for name, kind in _NUMBERS.items():
        made[name] = np.concatenate([each[name] for each in segments]) if segments else np.zeros(0, dtype=kind)
    for name, several in zip(WORDS, _TUPLES, strict=True):
        made[name], values = _codes(segments, name, terms)
        made[several] = tuple(values)
    return Columns(**made)


_TUPLES = ("kinds", "statuses", "times", "spots", "outlet_sets", "weapons")


def _codes(
    segments: Sequence[Mapping[str, np.ndarray]], name: str, terms: Mapping[int, str]
) -> tuple[np.ndarray, list]:
    """Each row's place among the values, -1 where it has none; and the values in the order of their JSON."""
    if not segments:
        return np.zeros(0, dtype=np.int32), []
    held = np.unique(np.concatenate([each[f"{name}.terms"] for each in segments]))
    texts = [terms[int(number)] if number != NOTHING else "" for number in held]  # "" sorts before any JSON
    order = sorted(range(len(held)), key=texts.__getitem__)
    nothing = int(NOTHING in held)
    rank = np.empty(len(held), dtype=np.int32)
    rank[order] = np.arange(len(held), dtype=np.int32) - nothing
    parts = [rank[np.searchsorted(held, each[f"{name}.terms"])][each[name]] for each in segments]
    return np.concatenate(parts), [_value(name, texts[k]) for k in order[nothing:]]


def _spot_of(values: Sequence[Any]) -> Spot:
    plain, extent = values[:-1], values[-1]
    ground = Extent(**{**extent, "regions": tuple(extent["regions"])}) if extent else None
    return Spot(*[*plain, ground])


@lru_cache(1 << 16)
def _value(name: str, text: str) -> Any:
    return _MADE.get(name, str)(json.loads(text))


_MADE: Mapping[str, Any] = {"spot": _spot_of, "outlets": tuple}
