"""Ukraine's official list of settlements (KATOTTG): who they are and where they belong; it has no coordinates.

A settlement that another source has located gets its raion and its official name. The others become places of their
own in the middle of their hromada, and say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gazetteer.place import Place
from gazetteer.romanise import romanisations
from gazetteer.sources.katottg_match import (
    SETTLEMENTS,
    Area,
    Unit,
    by_name,
    english,
    hromadas_of,
    match,
    move_to_middle,
    oblasts_of,
    raions_of,
    seated_raions,
    units_of,
)
from gazetteer.sources.records import Record
from gazetteer.sphere import distance_km

SOURCE = "katottg"
OFF_KM = 14.0  # 68 % of 15,823 settlements lay within so much of the middle of their hromada; half within 10.5
NEXT_KM = 15.0  # a place so near to a settlement lies in that one's raion


def join(records: Sequence[Record]) -> list[Record]:
    """The records, those of Ukraine's settlements with their raion and official name; then hromadas and the unlocated.

    Deterministic. Records that no official name fits keep their names and get the raion of the nearest that is known.
    """
    units = units_of()
    oblasts = oblasts_of(units)
    located = [
        index
        for index, record in enumerate(records)
        if record.place.feature_class == "P" and record.place.country_code == "UA"
        if record.place.feature_code != "PPLX" and record.place.middle_of is None
    ]
    if not located:
        return list(records)
    named = by_name(records, located)
    raions = raions_of(units, oblasts, records)
    landmarks = frozenset(raions)
    raions |= seated_raions(units, oblasts, records, named, raions)
    match(units, oblasts, raions, records, named)
    settlements = [unit for unit in units if unit.category in SETTLEMENTS]
    move_to_middle(raions, landmarks, settlements, records)
    hromadas = hromadas_of(units, settlements, records)
    found = list(records)
    for unit in settlements:
        if unit.index is not None:
            found[unit.index] = _official(found[unit.index], unit, raions.get(unit.raion))
    _lend_raions(found, located, settlements, raions)
    by_seat = {unit.hromada: unit for unit in settlements if unit.code[9:12] == "001"}
    for unit in units:
        if unit.category == "H" and unit.hromada in hromadas:
            seat = by_seat.get(unit.hromada)
            found.append(_hromada(unit, seat, hromadas[unit.hromada], oblasts, raions))
        elif unit.category == "P" and unit.raion in raions and unit.raion not in landmarks:
            found.append(_raion(unit, raions[unit.raion], oblasts))
        elif unit.category in SETTLEMENTS and unit.index is None:
            area = hromadas.get(unit.hromada) or raions.get(unit.raion)
            if area:
                found.append(_unlocated(unit, area, oblasts, raions))
    return found


def _official(record: Record, unit: Unit, raion: Area | None) -> Record:
    place = record.place if raion is None else replace(record.place, admin2=raion.name)
    given = place.name
    if place.source == "geonames-dump":
        place = replace(place, name=english(unit.name))  # a dump has many by a Russian or a former name
    if place.feature_code == "PPL" and unit.code[9:12] == "001":
        place = replace(place, feature_code="PPLA3")  # the first settlement of a hromada is its seat
    names = tuple(dict.fromkeys((*record.names, *((given,) if given != place.name else ()), unit.name)))
    return replace(record, place=place, names=names, keys=record.keys | romanisations(unit.name))


def _lend_raions(
    records: list[Record], located: Iterable[int], settlements: Iterable[Unit], raions: Mapping[str, Area]
) -> None:
    """Gives what no official name fits the raion of the nearest settlement that has one."""
    cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for unit in settlements:
        if unit.index is not None and unit.raion in raions:
            place = records[unit.index].place
            cells[int(place.latitude * 4), int(place.longitude * 4)].append(place)
    for index in located:
        place = records[index].place
        if place.admin2 is None:
            row, column = int(place.latitude * 4), int(place.longitude * 4)
            near = [
                (distance_km(place.latitude, place.longitude, other.latitude, other.longitude), other.admin2)
                for y in (-1, 0, 1)
                for x in (-1, 0, 1)
                for other in cells.get((row + y, column + x), ())
                if other.admin1 == place.admin1
            ]
            if near and min(near)[0] <= NEXT_KM:
                records[index] = replace(records[index], place=replace(place, admin2=min(near)[1]))


def _raion(unit: Unit, area: Area, oblasts: Mapping[str, str]) -> Record:
    bases = dict.fromkeys((area.name.removesuffix(" Raion"), english(unit.name)))
    forms = tuple(f"{base} {word}" for base in bases for word in ("raion", "district", "rayon"))
    return Record(_division("ADM2", unit, area, oblasts, area.name), (*forms, f"{unit.name} район"))


def _hromada(
    unit: Unit, seat: Unit | None, area: Area, oblasts: Mapping[str, str], raions: Mapping[str, Area]
) -> Record:
    raion = raions.get(unit.raion)
    place = _division("ADM3", unit, area, oblasts, raion.name if raion else None)
    bases = dict.fromkeys([*([english(seat.name)] if seat else []), english(unit.name)])
    forms = tuple(f"{base} {word}" for base in bases for word in ("hromada", "community", "territorial community"))
    return Record(place, (*forms, f"{unit.name} громада", f"{unit.name} територіальна громада"))


def _division(code: str, unit: Unit, area: Area, oblasts: Mapping[str, str], raion: str | None) -> Place:
    return Place(
        place_id=f"katottg:{unit.code}",
        name=area.name,
        latitude=area.latitude,
        longitude=area.longitude,
        feature_class="A",
        feature_code=code,
        country_code="UA",
        admin1=oblasts[unit.oblast],
        population=None,
        uncertainty_km=area.radius_km,
        source=SOURCE,
        admin2=raion,
        middle_of=area.name,
    )


def _unlocated(unit: Unit, area: Area, oblasts: Mapping[str, str], raions: Mapping[str, Area]) -> Record:
    raion = raions.get(unit.raion)
    place = Place(
        place_id=f"katottg:{unit.code}",
        name=english(unit.name),
        latitude=area.latitude,
        longitude=area.longitude,
        feature_class="P",
        feature_code="PPL",
        country_code="UA",
        admin1=oblasts[unit.oblast],
        population=None,
        uncertainty_km=max(OFF_KM, area.radius_km),
        source=SOURCE,
        admin2=raion.name if raion else None,
        middle_of=area.name,
    )
    return Record(place, (unit.name,), keys=romanisations(unit.name))
