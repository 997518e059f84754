"""Names in, candidate places out: exact look-ups in the gazetteer file, and the scan of a text for known names."""

import math
import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gazetteer import build
from gazetteer.errors import GazetteerError
from gazetteer.names import key
from gazetteer.place import Place
from gazetteer.scan import Scanner, Toponym
from gazetteer.sources.facilities import facilities
from gazetteer.sphere import distance_km

__all__ = ["Lookup", "Toponym"]

_COLUMNS = ", ".join(f"place.{column}" for column in Place.__dataclass_fields__)
_BY_KEY = f"""SELECT {_COLUMNS}, name.word FROM name JOIN place USING (number)
  WHERE name.key = ? ORDER BY name.weight DESC, place.population DESC, place.place_id"""
_BY_ID = f"SELECT {_COLUMNS} FROM place WHERE place_id = ?"
_COUNTRY = f"SELECT {_COLUMNS} FROM place WHERE feature_code = 'PCLI' AND country_code = ?"
_NEAR = f"""SELECT {_COLUMNS}, place.facility FROM near JOIN place USING (number)
  WHERE south >= ? AND north <= ? AND west >= ? AND east <= ?"""
_KM_PER_DEGREE = 110.5
_CACHED = 65_536


@dataclass(frozen=True, slots=True)
class _Known:
    """What one key stands for."""

    places: tuple[Place, ...]
    word: bool  # the key is also an ordinary English word


_NOTHING = _Known((), False)


class Lookup:
    """A gazetteer file, open for reading. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self.digest: str = self._connection().execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()[0]
        self._known = lru_cache(_CACHED)(self._look_up)
        self._facilities = facilities()
        self._scanner = Scanner(self._meanings)

    @classmethod
    def open(cls, path: Path | None = None, *, progress: build.Progress | None = None) -> "Lookup":
        """The gazetteer at path (default: var/ below the project), built first where it is missing.

        Building takes about 20 seconds and happens once for each state of the sources. Raises GazetteerError where
        it cannot be built, or where the file is something else.
        """
        target = path or build.default_path()
        if not target.exists():
            build.build(target, progress=progress)
        try:
            return cls(target)
        except (sqlite3.DatabaseError, TypeError) as error:
            raise GazetteerError(
                f"{target.name} is not a gazetteer ({error}). Delete it, or name another file, and start again."
            ) from error

    def candidates(self, name: str) -> tuple[Place, ...]:
        """Places the name may denote, most important first.

        Empty if the name is unknown. Spelling variants match; misspellings do not.
        """
        return self._known(key(name)).places

    def place(self, place_id: str) -> Place | None:
        """The place with this id; None if there is none."""
        row = self._connection().execute(_BY_ID, (place_id,)).fetchone()
        return Place(*row) if row else None

    def country(self, code: str | None) -> Place | None:
        """The country with this ISO 3166-1 alpha-2 code; None if there is none."""
        row = self._connection().execute(_COUNTRY, (code,)).fetchone()
        return Place(*row) if row else None

    def near(self, latitude: float, longitude: float, *, within_km: float) -> tuple[tuple[float, Place], ...]:
        """Places within so many kilometres and their distances in km, nearest first. Degrees WGS 84."""
        return tuple((distance, place) for distance, place, _ in self._around(latitude, longitude, within_km))

    def sites(self, facility: str, near: Place, *, within_km: float = 60.0) -> tuple[Place, ...]:
        """Sites of this kind (a key in facilities.toml) at or near a place: those that news names by it first.

        Then the nearest. A power plant may be a hydroelectric one; the exact kind comes first.
        """
        wanted = {facility, *self._facilities.includes.get(facility, ())}
        found = []
        for distance, place, kind in self._around(near.latitude, near.longitude, within_km):
            if kind in wanted:
                anchored = place.anchor is not None and self._same_place(place.anchor, near)
                found.append((not anchored, kind != facility, distance, place.place_id, place))
        return tuple(entry[-1] for entry in sorted(found, key=lambda entry: entry[:-1]))

    def facility(self, words: str) -> str | None:
        """The kind of site that the words end with, a key in facilities.toml: "a Soviet-era hydroelectric plant".

        None if there is none. The longest match counts, plurals too.
        """
        tokens = key(words).split()
        for start in range(len(tokens)):
            tail = " ".join(tokens[start:])
            for form in (tail, tail.removesuffix("s"), tail.removesuffix("es")):
                if form in self._facilities.by_words:
                    return self._facilities.by_words[form]
        return None

    def toponyms(self, text: str) -> tuple[Toponym, ...]:
        """Known names in the text, in order, none overlapping: the longest that begins leftmost.

        Spans count code points and leave out a possessive 's. Demonyms, surnames, weekdays and ordinary words at the
        start of a sentence are not names of places.
        """
        return self._scanner.toponyms(text)

    def _meanings(self, spelled: str) -> tuple[tuple[Place, ...], bool]:
        known = self._known(spelled)
        return known.places, known.word

    def _look_up(self, spelled: str) -> _Known:
        rows = self._connection().execute(_BY_KEY, (spelled,)).fetchall() if spelled else []
        if not rows:
            return _NOTHING
        return _Known(tuple(Place(*row[:-1]) for row in rows), bool(rows[0][-1]))

    def _around(self, latitude: float, longitude: float, within_km: float) -> list[tuple[float, Place, str | None]]:
        up = within_km / _KM_PER_DEGREE
        aside = up / max(0.05, math.cos(math.radians(latitude)))
        box = (latitude - up, latitude + up, longitude - aside, longitude + aside)
        found = []
        for row in self._connection().execute(_NEAR, box):
            place = Place(*row[:-1])
            distance = distance_km(latitude, longitude, place.latitude, place.longitude)
            if distance <= within_km:
                found.append((distance, place, row[-1]))
        found.sort(key=lambda entry: (entry[0], entry[1].place_id))
        return found

    def _same_place(self, name: str, place: Place) -> bool:
        return key(name) == key(place.name) or place.place_id in {c.place_id for c in self.candidates(name)[:1]}

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(self._uri, uri=True)
        return connection
