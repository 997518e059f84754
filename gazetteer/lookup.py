"""Names in, candidate places out: exact look-ups in the gazetteer file, what is near a point, what is spelled alike."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer import build, fuzzy
from gazetteer.boxes import Box, boxes
from gazetteer.errors import GazetteerError
from gazetteer.file import File
from gazetteer.fuzzy import Match, Spellings
from gazetteer.names import key
from gazetteer.place import NameUse, Place, swiftly
from gazetteer.scan import Scanner, Toponym
from gazetteer.sources.facilities import Facilities, facilities
from gazetteer.sources.tables import NEAR
from gazetteer.sphere import distance_km

__all__ = ["Lookup", "Match", "Toponym"]

_FIELDS = tuple(Place.__dataclass_fields__)
_COLUMNS = ", ".join(f"place.{column}" for column in _FIELDS)
_OWN = "place_id, name, latitude, longitude, profile, population, uncertainty_km, anchor, middle_of"
_PROFILE = "SELECT feature_class, feature_code, country_code, admin1, source, admin2 FROM profile WHERE profile = ?"
_BY_KEY = f"SELECT weight, word, {_OWN} FROM name JOIN located USING (number) WHERE name.key = ?"
_FIRST_FROM = "SELECT key FROM name WHERE key >= ? ORDER BY key LIMIT 1"
_USES = """SELECT place_id, called, first, last, weight / 10000.0 FROM name JOIN located USING (number)
  JOIN kind USING (kind) WHERE name.key = ? ORDER BY weight DESC, place_id"""
_BY_ID = f"SELECT {_COLUMNS} FROM place WHERE place_id = ?"
_BY_NUMBER = f"SELECT {_COLUMNS} FROM place WHERE number = ?"
_BEARERS = f"SELECT key, weight, {_OWN} FROM name JOIN located USING (number) WHERE key IN (%s)"
_COUNTRY = f"SELECT {_COLUMNS} FROM country JOIN place USING (number) WHERE code = ?"
_DEMONYM = f"SELECT {_COLUMNS} FROM demonym JOIN place USING (number) WHERE demonym.key = ?"
_NEAR = f"""SELECT {_COLUMNS} FROM near JOIN place USING (number)
  WHERE south >= ? AND north <= ? AND west >= ? AND east <= ?"""
_SITES = """SELECT number, facility, place.latitude, place.longitude FROM near JOIN place USING (number)
  WHERE south >= ? AND north <= ? AND west >= ? AND east <= ? AND facility IN (%s)"""
_SETTLEMENTS = """SELECT number, place.latitude, place.longitude FROM near JOIN place USING (number)
  WHERE south >= ? AND north <= ? AND west >= ? AND east <= ?
  AND feature_class = 'P' AND middle_of IS NULL AND (? OR feature_code != 'PPLX')"""
_STEPS = (0.02, 0.1, 0.4, 1.0)  # of the distance asked for: most points have a village close by
_CACHED = 16_384  # names; more would be slower, for the memory that they take
_SIMILAR = 10
_ROUNDING = 2e-5  # degrees


class _Known(NamedTuple):
    """What one key stands for."""

    places: tuple[Place, ...]
    word: bool  # the key is also an ordinary English word


_NOTHING = _Known((), False)


class Lookup:
    """A gazetteer file, open for reading. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, File(path)
        if "located" not in self._file.tables:
            raise sqlite3.DatabaseError("its tables are others")
        self.digest: str = self._file.rows("SELECT value FROM meta WHERE key = 'digest'")[0][0]
        self._profile = lru_cache(None)(self._look_up_profile)  # some 20,000 are all that there are
        self._known = lru_cache(_CACHED)(self._look_up)
        self._used = lru_cache(_CACHED)(self._look_up_uses)
        self._of_id = lru_cache(_CACHED)(partial(self._first, _BY_ID))
        self._sites = lru_cache(1_000)(self._look_up_sites)
        self._spellings: Spellings | None = None  # opened at the first call of similar()

    @classmethod
    def open(cls, path: Path | None = None, *, progress: build.Progress | None = None) -> "Lookup":
        """The gazetteer at path (default: var/ below the project), built first where it is missing.

        Building takes about half a minute and happens once for each state of the sources. Raises GazetteerError where
        it cannot be built, or where the file is something else.
        """
        target = path or build.default_path()
        if not target.exists():
            build.ensure(target, progress=progress)
        try:
            return cls(target)
        except (sqlite3.DatabaseError, TypeError) as error:
            raise GazetteerError(
                f"{target.name} is not a gazetteer ({error}). Delete it, or name another file, and start again."
            ) from error

    def close(self) -> None:
        """Closes the file, as far as this thread has it open: nothing more can be asked here."""
        self._file.close()

    def candidates(self, name: str) -> tuple[Place, ...]:
        """Places the name may denote, most important first.

        Empty if the name is unknown. Spelling variants match; misspellings do not.
        """
        return self._known(key(name)).places

    def uses(self, name: str) -> dict[str, NameUse]:
        """How each place that the name may denote goes by it, by place id, the most important first."""
        return dict(self._used(key(name)))

    def similar(self, name: str, *, country_codes: Collection[str] | None = None) -> tuple[Match, ...]:
        """Up to ten places with a name spelled like this one: other transliterations first, then one letter astray.

        For asking "did you mean", never for placing. Looks in Ukraine and its neighbours, or in those of the given
        countries (ISO 3166-1 alpha-2) that are among them. Empty for names under five letters. The first call ever
        indexes the names, for some five seconds.
        """
        if self._spellings is None:
            self._spellings = Spellings(File(build.spelled(self._path, self.digest)))
        like = {spelling: (how == "letter", far) for spelling, how, far in self._spellings.like(key(name))}
        if not like:
            return ()
        codes = fuzzy.COUNTRIES if country_codes is None else {c.upper() for c in country_codes} & {*fuzzy.COUNTRIES}
        best: dict[str, tuple[tuple[bool, int], int, str, str, list]] = {}
        for spelling, weight, *row in self._file.rows(_BEARERS % _marks(len(like)), tuple(like)):
            if self._profile(row[4])[2] in codes:
                entry = (like[spelling], -weight, spelling, row[0], row)
                best[row[0]] = min(best.get(row[0], entry), entry)
        nearest = sorted(best.values(), key=_by_likeness)[:_SIMILAR]
        return tuple(
            Match(self._place(row), spelling, "letter" if by_letter else "sound")
            for (by_letter, _), _, spelling, _, row in nearest
        )

    def demonym(self, word: str) -> Place | None:
        """The place whose people or things the word tells of: Russia for "Russian". None if it tells of none."""
        return self._first(_DEMONYM, key(word)) if "demonym" in self._file.tables else None

    def sources(self) -> tuple[dict[str, Any], ...]:
        """What the file was built from: a row of the table `source` each, columns by name. Empty if it does not say."""
        return self._file.records("SELECT * FROM source ORDER BY 1") if "source" in self._file.tables else ()

    def place(self, place_id: str) -> Place | None:
        """The place with this id; None if there is none."""
        return self._of_id(place_id)

    def _first(self, statement: str, value: str | None) -> Place | None:
        rows = self._file.rows(statement, (value,))
        return Place(*rows[0]) if rows else None

    def country(self, code: str | None) -> Place | None:
        """The country with this ISO 3166-1 alpha-2 code; None if there is none."""
        return self._first(_COUNTRY, code)

    def near(self, latitude: float, longitude: float, *, within_km: float) -> tuple[tuple[float, Place], ...]:
        """Places within so many kilometres and their distances in km, nearest first. Degrees WGS 84."""
        found = []
        for box in boxes(latitude, longitude, within_km):
            for row in self._file.rows(_NEAR, _corners(box)):
                place = Place(*row)
                distance = distance_km(latitude, longitude, place.latitude, place.longitude)
                if distance <= within_km:
                    found.append((distance, place))
        found.sort(key=lambda entry: (entry[0], entry[1].place_id))
        return tuple(found)

    def nearest(
        self, latitude: float, longitude: float, *, within_km: float = 50.0, districts: bool = True
    ) -> tuple[float, Place] | None:
        """The nearest settlement within so many kilometres, and its distance in km; None if there is none.

        Degrees WGS 84. A settlement of which only the area is known, not where in it, is no answer.
        districts=False passes over parts of cities.
        """
        for reach in (within_km * step for step in _STEPS):
            found = [
                (distance_km(latitude, longitude, north, east), number)
                for box in boxes(latitude, longitude, reach)
                for number, north, east in self._file.rows(_SETTLEMENTS, (*_corners(box), districts))
            ]
            distance, number = min(found, default=(reach, None))
            if number is not None and distance <= reach:
                return distance, Place(*self._file.rows(_BY_NUMBER, (number,))[0])
        return None

    def sites(self, facility: str, near: Place, *, within_km: float = 60.0) -> tuple[Place, ...]:
        """Sites of this kind (a key in facilities.toml) at or near a place: those that news names by it first.

        Then the nearest. A power plant may be a hydroelectric one; the exact kind comes first.
        """
        return self._sites(facility, near, within_km)

    def _look_up_sites(self, facility: str, near: Place, within_km: float) -> tuple[Place, ...]:
        wanted = {facility, *self._facilities.includes.get(facility, ())}
        found = []
        for box in boxes(near.latitude, near.longitude, within_km):
            rows = self._file.rows(_SITES % _marks(len(wanted)), (*_corners(box), *wanted))
            for number, kind, latitude, longitude in rows:
                distance = distance_km(near.latitude, near.longitude, latitude, longitude)
                if distance <= within_km:
                    place = Place(*self._file.rows(_BY_NUMBER, (number,))[0])
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

    @cached_property
    def _facilities(self) -> Facilities:
        return facilities()

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(self._meanings, self._begins)

    def _begins(self, words: str) -> bool:
        """Whether any key is these words, or goes on after them: nothing comes between the two, in order."""
        return any(f"{first} ".startswith(f"{words} ") for (first,) in self._file.rows(_FIRST_FROM, (words,)))

    def _meanings(self, spelled: str) -> tuple[tuple[Place, ...], bool]:
        known = self._known(spelled)
        return known.places, known.word

    def _look_up(self, spelled: str) -> _Known:
        rows = self._file.rows(_BY_KEY, (spelled,)) if spelled else ()
        if not rows and len(spelled) >= _YO_LENGTH and "yo" in spelled:  # Russia's agencies write ё so: Novosyolovskoye
            rows = self._file.rows(_BY_KEY, (spelled.replace("yo", "e"),))
            rows = [row for row in rows if self._place(row[2:]).country_code in NEAR]
        if not rows:
            return _NOTHING
        if len(rows) > 1:
            rows.sort(key=_by_weight)
        return _Known(tuple([self._place(row[2:]) for row in rows]), rows[0][1] == 1)

    def _place(self, own: Sequence[Any]) -> Place:
        """The place of a row with the columns _OWN."""
        place_id, name, latitude, longitude, profile, population, uncertainty_km, anchor, middle_of = own
        feature_class, code, country_code, admin1, source, admin2 = self._profile(profile)
        # fmt: off
        return swiftly(
            place_id, name, latitude, longitude, feature_class, code, country_code, admin1,
            population, uncertainty_km, source, anchor, admin2, middle_of,
        )
        # fmt: on

    def _look_up_profile(self, profile: int) -> tuple[str, str, str | None, str | None, str, str | None]:
        return self._file.rows(_PROFILE, (profile,))[0]

    def _look_up_uses(self, spelled: str) -> tuple[tuple[str, NameUse], ...]:
        return tuple(
            (place_id, NameUse(kind, _day(first), _day(last), weight))
            for place_id, kind, first, last, weight in self._file.rows(_USES, (spelled,))
        )

    def _same_place(self, name: str, place: Place) -> bool:
        return key(name) == key(place.name) or place.place_id in {c.place_id for c in self.candidates(name)[:1]}


_YO_LENGTH = 8  # letters; a shorter one may be anything
_POPULATION, _ID = 7, 2  # in rows of _BY_KEY


def _by_weight(row: tuple) -> tuple[int, int, str]:
    """Sorts rows of _BY_KEY: the likeliest, then the larger first, one of unknown population last."""
    return -row[0], -(row[_POPULATION] if row[_POPULATION] is not None else -1), row[_ID]


def _by_likeness(entry: tuple) -> tuple:
    return entry[:4]


def _corners(box: Box) -> Box:
    """The box a trifle wider: the R-tree rounds its coordinates outwards to 32 bits, half a metre at most."""
    south, north, west, east = box
    return south - _ROUNDING, north + _ROUNDING, west - _ROUNDING, east + _ROUNDING


@lru_cache(512)
def _marks(count: int) -> str:
    """So many question marks for the values of a statement."""
    return ",".join("?" * count)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
