"""Former names with the days of their validity, and words for the people of a place: own tables."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from gazetteer.errors import GazetteerError
from gazetteer.names import key
from gazetteer.sources.records import DatedName, Record
from gazetteer.sources.tables import HERE, rows, shown

HISTORIC = HERE / "historic_names.csv"
DEMONYMS = HERE / "demonyms.csv"


def dated(records: list[Record], path: Path = HISTORIC, *, may_lack: str | None = None) -> list[Record]:
    """The records with the names that historic_names.csv gives their places; unchanged where there is no such table.

    may_lack begins the ids that may be missing: a country's dump has its villages under ids of its own.
    Raises GazetteerError for a place that no source has, and for days that are neither a year nor an ISO day.
    """
    names: dict[str, list[DatedName]] = defaultdict(list)
    where: dict[str, int] = {}
    if not path.exists():
        return records
    columns = ("name", "place_id", "valid_from", "valid_to", "alternate_spellings", "note")
    for number, row in rows(path, columns):
        where.setdefault(row["place_id"], number)
        spellings = tuple(filter(None, (part.strip() for part in row["alternate_spellings"].split("|"))))
        first = _day(path, number, "valid_from", row["valid_from"], first=True)
        last = _day(path, number, "valid_to", row["valid_to"], first=False)
        names[row["place_id"]].append(DatedName(row["name"], first, last, spellings))
    known = {record.place.place_id for record in records}
    for place_id, number in where.items():
        if place_id not in known and not (may_lack and place_id.startswith(may_lack)):
            raise GazetteerError(
                f"{shown(path)}, row {number}, place_id: found '{place_id}', but no source has such a place. "
                "Look its id up with: python -m gazetteer lookup NAME"
            )
    return [
        replace(record, dated=(*record.dated, *names[record.place.place_id]))
        if record.place.place_id in names
        else record
        for record in records
    ]


def demonyms(records: Iterable[Record], path: Path = DEMONYMS) -> Iterator[tuple[str, int]]:
    """Key of each demonym and the number of its place, in the order of the keys: "russian" and Russia.

    Raises GazetteerError where a row names no known place, or a demonym stands there twice.
    """
    if not path.exists():
        return
    numbers = {record.place.place_id: number for number, record in enumerate(records)}
    countries = {
        record.place.country_code: number
        for number, record in enumerate(records)
        if record.place.feature_code == "PCLI"
    }
    found: dict[str, int] = {}
    for number, row in rows(path, ("demonym", "country_code", "place_id")):
        target = numbers.get(row["place_id"]) if row["place_id"] else countries.get(row["country_code"])
        spelled = key(row["demonym"])
        if target is None or spelled in found:
            wrong = "it stands in the table twice" if target is not None else "its country or place is not known"
            raise GazetteerError(f"{shown(path)}, row {number}, demonym: found '{row['demonym']}', but {wrong}.")
        found[spelled] = target
    yield from sorted(found.items())


def _day(path: Path, number: int, column: str, cell: str, *, first: bool) -> str | None:
    """ISO day of a cell that holds a year or a day; a year begins on its first day and ends on its last."""
    if not cell:
        return None
    try:
        if cell.isdigit() and len(cell) <= 4:
            return dt.date(int(cell), *((1, 1) if first else (12, 31))).isoformat()
        return dt.date.fromisoformat(cell).isoformat()
    except ValueError:
        raise GazetteerError(
            f"{shown(path)}, row {number}, {column}: found '{cell}', but a year or an ISO day such as "
            "2016-05-19 is needed."
        ) from None
