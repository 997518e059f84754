"""A GeoNames country dump, read: the rows of CC.txt in CC.zip, each checked before anything is made of it.

The format is the main table of https://download.geonames.org/export/dump/readme.txt: 19 columns between tabs, UTF-8.
"""

import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gazetteer.errors import GazetteerError

COLUMNS = 19
UNPACKED_BYTES = 2_000_000_000  # all countries together have 1.7 GB
LINE_BYTES = 200_000  # GeoNames allows 10,000 characters of alternate names
SHOWN = 60  # characters of a wrong cell that a message repeats
CLASSES = "AHLPRSTUV"
_TABLE = re.compile(r"[A-Z]{2}\.txt")


class Row(NamedTuple):
    """A row of the dump, as far as it is used here. Latitude and longitude in decimal degrees, WGS 84."""

    number: int  # geonameid
    name: str
    names: tuple[str, ...]  # in ASCII, and the alternate ones
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country: str  # ISO 3166-1 alpha-2
    admin1: str  # GeoNames code; empty where the dump gives none
    population: int | None


def rows(path: Path) -> Iterator[Row]:
    """The rows of the one CC.txt in the zip file, in their order, read piece by piece; other members are ignored.

    Raises GazetteerError where the file is no such zip, or a row is not as GeoNames has it: which, and what was found.
    """
    seen = False
    try:
        with zipfile.ZipFile(path) as file:
            table = _table(path, file)
            with file.open(table) as stream:
                left, number = UNPACKED_BYTES, 0
                while line := stream.readline(LINE_BYTES + 1):
                    number += 1
                    left -= len(line)
                    if len(line) > LINE_BYTES or left < 0:
                        raise _wrong(path, table, number, "more text than any dump of GeoNames has")
                    seen = True
                    yield _row(path, table, number, line)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise GazetteerError(
            f"{path.name} cannot be unpacked: {error or type(error).__name__}. A whole, unencrypted zip file of "
            "GeoNames is needed (UA.zip); fetch it again."
        ) from error
    except OSError as error:
        raise GazetteerError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if not seen:
        raise GazetteerError(f"{path.name}: {table} is empty, but a dump of GeoNames has a row for each place.")


def _table(path: Path, file: zipfile.ZipFile) -> str:
    names = file.namelist()
    tables = [name for name in names if _TABLE.fullmatch(name)]
    if len(tables) != 1:
        found = ", ".join(repr(name[:SHOWN]) for name in names[:3]) or "nothing"
        raise GazetteerError(
            f"{path.name}: found {found} in it, but a country dump of GeoNames holds one table, such as UA.txt in "
            "UA.zip. Take the file from https://download.geonames.org/export/dump/."
        )
    return tables[0]


def _row(path: Path, table: str, number: int, line: bytes) -> Row:
    try:
        cells = line.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        raise _wrong(path, table, number, f"a byte that is not UTF-8 (the line's byte {error.start})") from None
    if len(cells) != COLUMNS:
        raise _wrong(path, table, number, f"{len(cells)} columns")
    country = table.removesuffix(".txt")
    if not (cells[0].isascii() and cells[0].isdigit()):
        raise _wrong(path, table, number, f"geonameid {cells[0][:SHOWN]!r}")
    if not cells[1].strip():
        raise _wrong(path, table, number, "no name")
    if cells[6] and (len(cells[6]) > 1 or cells[6] not in CLASSES):
        raise _wrong(path, table, number, f"feature class {cells[6][:SHOWN]!r}")
    if cells[8] != country:
        raise _wrong(path, table, number, f"country {cells[8][:SHOWN]!r}")
    latitude, longitude = _degrees(cells[4], 90), _degrees(cells[5], 180)
    if latitude is None or longitude is None:
        raise _wrong(path, table, number, f"coordinates {cells[4][:SHOWN]!r}, {cells[5][:SHOWN]!r}")
    population = cells[14] or "0"
    if not (population.isascii() and population.isdigit() and len(population) < 12):
        raise _wrong(path, table, number, f"population {population[:SHOWN]!r}")
    return Row(
        int(cells[0]),
        cells[1].strip(),
        tuple(dict.fromkeys(name.strip() for name in (cells[2], *cells[3].split(",")) if name.strip())),
        latitude,
        longitude,
        cells[6],
        cells[7],
        country,
        cells[10],
        int(population) or None,  # 0 is how GeoNames says that it does not know
    )


def _degrees(cell: str, most: float) -> float | None:
    try:
        degrees = float(cell)
    except ValueError:
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= most else None


def _wrong(path: Path, table: str, number: int, found: str) -> GazetteerError:
    return GazetteerError(
        f"{path.name}, {table}, line {number}: found {found}, but a dump of GeoNames has {COLUMNS} columns "
        f"between tabs (id, name, ..., latitude, longitude, class, code, {table.removesuffix('.txt')}, ...). "
        "Take the file from https://download.geonames.org/export/dump/."
    )
