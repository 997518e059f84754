"""Sites, squares, seas, rivers, islands and corrections that no package has: landmarks.csv, our own work."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from gazetteer.errors import GazetteerError
from gazetteer.place import Place
from gazetteer.sources.facilities import facilities
from gazetteer.sources.records import DatedName, Record
from gazetteer.sources.tables import HERE, rows, shown

SOURCE = "landmarks"
WORLD = "world-regions"
PATH = HERE / "landmarks.csv"
WORLD_PATH = HERE / "world_regions.csv"
COLUMNS = (
    "id",
    "name",
    "alternate_names",
    "latitude",
    "longitude",
    "feature_class",
    "feature_code",
    "country_code",
    "admin1",
    "anchor",
    "uncertainty_km",
    "facility",
    "valid_from",
    "valid_to",
    "note",
)
_ID = re.compile(r"(override:geonames:\d+|[a-z0-9]+(-[a-z0-9]+)*)")
_OVERRIDE = "override:"
_NEEDED = "it may be empty only in a row that overrides another source."


@dataclass(frozen=True, slots=True)
class Override:
    """Corrections to a row of another source; None and () keep what is there."""

    place_id: str
    row: int
    name: str | None
    names: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    feature_class: str | None
    feature_code: str | None
    admin1: str | None
    anchor: str | None
    uncertainty_km: float | None


def world_regions(path: Path = WORLD_PATH) -> tuple[Record, ...]:
    """Continents, oceans, great rivers and regions of the world: a table with the columns of landmarks.csv.

    Empty where there is no such table. Raises GazetteerError as `read` does.
    """
    if not path.exists():
        return ()
    records, _ = read(path)
    return tuple(replace(record, place=replace(record.place, source=WORLD)) for record in records)


def read(path: Path = PATH) -> tuple[tuple[Record, ...], tuple[Override, ...]]:
    """The landmarks, and the corrections to other sources, in the order of the file.

    Raises GazetteerError for the first row that is not unique, not in order, outside its country, or malformed.
    """
    records: list[Record] = []
    overrides: list[Override] = []
    boxes = country_boxes()
    kinds = facilities().includes
    last = ""
    for number, row in rows(path, COLUMNS):
        check = _Row(path, number, row)
        identity = row["id"]
        if not _ID.fullmatch(identity):
            check.fail("id", "small letters, digits and single hyphens, or override:geonames:<number>, are needed.")
        if identity == last:
            check.fail("id", "another row has the same id. Give each row its own.")
        if identity < last:
            check.fail("id", f"it follows '{last}'. Sort the rows by id.")
        last = identity
        names = tuple(name.strip() for name in row["alternate_names"].split("|") if name.strip())
        country = row["country_code"] or None
        latitude, longitude = check.coordinates(boxes.get(country or ""), country)
        radius = check.number("uncertainty_km", 0.01, 5000)
        for column in ("valid_from", "valid_to"):
            check.day(column)
        if row["facility"] and row["facility"] not in kinds:
            check.fail("facility", f"a kind of site in facilities.toml is needed: {', '.join(sorted(kinds))}.")
        if row["feature_class"] and row["feature_class"] not in "PASHTLRVU":
            check.fail("feature_class", "a GeoNames class (P, A, S, H, T, L, R, V or U) is needed.")
        if identity.startswith(_OVERRIDE):
            overrides.append(
                Override(
                    place_id=identity.removeprefix(_OVERRIDE),
                    row=number,
                    name=row["name"] or None,
                    names=names,
                    latitude=latitude,
                    longitude=longitude,
                    feature_class=row["feature_class"] or None,
                    feature_code=row["feature_code"] or None,
                    admin1=row["admin1"] or None,
                    anchor=row["anchor"] or None,
                    uncertainty_km=radius,
                )
            )
            continue
        for column in ("name", "feature_class", "feature_code"):
            if not row[column]:
                check.fail(column, _NEEDED)
        if latitude is None or longitude is None:
            check.fail("latitude", _NEEDED)
        if radius is None:
            check.fail("uncertainty_km", _NEEDED)
        place = Place(
            place_id=f"landmark:{identity}",
            name=row["name"],
            latitude=latitude,
            longitude=longitude,
            feature_class=row["feature_class"],
            feature_code=row["feature_code"],
            country_code=country,
            admin1=row["admin1"] or None,
            population=None,
            uncertainty_km=radius,
            source=SOURCE,
            anchor=row["anchor"] or None,
        )
        days = (row["valid_from"] or None, row["valid_to"] or None)
        own = (DatedName(place.name, *days),) if any(days) else ()
        records.append(Record(place, names, facility=row["facility"] or None, dated=own))
    return tuple(records), tuple(overrides)


def country_boxes() -> dict[str, tuple[float, float, float, float]]:
    """South, north, west and east limits in degrees, coastal waters included, of the countries that have them."""
    columns = ("country_code", "alternate_names", "south", "north", "west", "east")
    return {
        row["country_code"]: (float(row["south"]), float(row["north"]), float(row["west"]), float(row["east"]))
        for _, row in rows(HERE / "countries.csv", columns)
        if row["south"]
    }


class _Row:
    """One row under examination; every complaint says where it stands and what stands there."""

    def __init__(self, path: Path, number: int, row: dict[str, str]) -> None:
        self.path, self.position, self.row = path, number, row

    def fail(self, column: str, but: str) -> NoReturn:
        raise GazetteerError(
            f"{shown(self.path)}, row {self.position}, {column}: found '{self.row[column]}', but {but}"
        )

    def number_or_fail(self, column: str) -> float | None:
        if not self.row[column]:
            return None
        try:
            return float(self.row[column])
        except ValueError:
            self.fail(column, "a number is needed, with a full stop for the decimals.")

    def number(self, column: str, low: float, high: float) -> float | None:
        value = self.number_or_fail(column)
        if value is not None and not low <= value <= high:
            self.fail(column, f"it must lie between {low:g} and {high:g}.")
        return value

    def coordinates(
        self, box: tuple[float, float, float, float] | None, country: str | None
    ) -> tuple[float | None, float | None]:
        south, north, west, east = box or (-90.0, 90.0, -180.0, 180.0)
        latitude, longitude = self.number_or_fail("latitude"), self.number_or_fail("longitude")
        if (latitude is None) != (longitude is None):
            self.fail("latitude" if latitude is None else "longitude", "the other coordinate is there. Give both.")
        subject = country if box and country else "a coordinate"
        swapped = " Are latitude and longitude swapped?"
        if latitude is not None and not south <= latitude <= north:
            self.fail("latitude", f"{subject} lies between {south:g} and {north:g}.{swapped}")
        if longitude is not None and not west <= longitude <= east:
            self.fail("longitude", f"{subject} lies between {west:g} and {east:g}.{swapped}")
        return latitude, longitude

    def day(self, column: str) -> None:
        if self.row[column]:
            try:
                dt.date.fromisoformat(self.row[column])
            except ValueError:
                self.fail(column, "an ISO day such as 2016-05-19 is needed, or nothing.")
