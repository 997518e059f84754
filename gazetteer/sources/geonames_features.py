"""Districts, sites, waters and land out of a GeoNames dump, as far as geonames_features.csv and the news know them.

Raions that Ukraine had until 2020 stay: people say "Popasna district" of what lies in another one today.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from gazetteer.names import alike_from_the_start, key, script
from gazetteer.place import Place
from gazetteer.romanise import romanisations
from gazetteer.sources.geonames_dump import SOURCE, Cells, around, cells_of
from gazetteer.sources.geonames_rows import Row
from gazetteer.sources.geonamescache_source import script_of_name
from gazetteer.sources.katottg_match import english
from gazetteer.sources.records import Record
from gazetteer.sources.tables import HERE, rows
from gazetteer.sphere import distance_km

DISTRICTS = ("ADM2", "ADM2H")
DISTRICT_KM = (
    25.0  # about the radius of the 490 raions of before 2020, which had 1,200 km² on average, in all directions
)
SEAT_WITHIN_KM = 45.0  # of the middle of its raion
ANCHOR_WITHIN_KM = 30.0  # of a site that has a settlement's name in its own
NEXT_KM = 25.0  # a thing lies in the division of the nearest settlement
LIKE = 4  # letters that the names of a raion and its seat have in common at least
_WORD = re.compile(r"\s+(raion|rayon|district|район)$", re.I)
_ADJECTIVE = re.compile(r"(s|z|ts)['’ʼ]?k(yi|yy|y|iy|ij|ii|i|yj)$|[сзц]ь?кий$", re.I)
_FORMS = ("raion", "rayon", "district")


class Feature(NamedTuple):
    """What a code of GeoNames' is to us."""

    facility: str | None  # key in facilities.toml
    uncertainty_km: float
    same_km: float


@lru_cache(1)
def features() -> dict[tuple[str, str], Feature]:
    """The table, by class and code. Raises GazetteerError where it is broken."""
    columns = ("feature_class", "feature_code", "facility", "uncertainty_km", "same_km")
    return {
        (row["feature_class"], row["feature_code"]): Feature(
            row["facility"] or None, float(row["uncertainty_km"]), float(row["same_km"])
        )
        for _, row in rows(HERE / "geonames_features.csv", columns)
    }


def useful(row: Row) -> bool:
    """Whether the gazetteer has a use for the row: a settlement, a district, or what the table names."""
    code = (row.feature_class, row.feature_code)
    return row.feature_class == "P" or (row.feature_code in DISTRICTS) or code in features()


def with_features(records: Sequence[Record], rows: Sequence[Row]) -> list[Record]:
    """The records, and what the rows have besides settlements; what the records have already is not added again."""
    found = list(records)
    ids = {record.place.place_id for record in found}
    for country in sorted({row.country for row in rows}):
        inside = [i for i, record in enumerate(found) if record.place.country_code == country]
        settled = [i for i in inside if found[i].place.feature_class == "P" and found[i].place.middle_of is None]
        towns = cells_of(found, settled)
        known: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index in inside:
            for name in {key(name) for name in (found[index].place.name, *found[index].names)}:
                known[found[index].place.feature_class, name].append(index)
        for row in rows:
            place_id = f"geonames:{row.number}"
            if row.country != country or row.feature_class == "P" or place_id in ids:
                continue
            ids.add(place_id)
            if row.feature_code in DISTRICTS:
                if country == "UA":
                    _add_raion(found, row, towns, known)
            else:
                _add_thing(found, row, towns, known)
    return found


def _add_raion(found: list[Record], row: Row, towns: Cells, known: dict[tuple[str, str], list[int]]) -> None:
    """A raion by its adjective ("Popasnianskyi"); a city's council ("Iziumska") is that city and no place besides."""
    names = [_WORD.sub("", name) for name in (row.name, *row.names)]
    adjectives = [name for name in names if _ADJECTIVE.search(name)]
    if not adjectives or not _ADJECTIVE.search(names[0]):
        return
    ukrainian = [name for name in adjectives if script(name) == "cyrillic"]
    near = around(row.latitude, row.longitude, SEAT_WITHIN_KM, found, towns)
    if not near:
        return
    admin1 = found[near[0][1]].place.admin1
    seat = _seat(found, near, admin1, ukrainian, adjectives)
    bases = {key(english(name)) for name in ukrainian} | {key(name) for name in adjectives if script(name) == "latin"}
    bases |= {form for name in ukrainian for form in romanisations(name)}
    bases |= {re.sub(r"k(yi|yy|iy|ij|ii|i|yj)$", "ky", base) for base in bases}
    forms = frozenset(f"{base} {word}" for base in bases for word in _FORMS)
    for index in sorted({i for form in forms for i in known.get(("A", form), ())}):
        today = found[index]
        if today.place.admin1 == admin1 and today.place.feature_code == "ADM2":
            found[index] = replace(today, keys=today.keys | forms)
            return
    name = seat or (english(ukrainian[0]) if ukrainian else adjectives[0].replace("'", "").replace("’", ""))
    place = Place(
        place_id=f"geonames:{row.number}",
        name=f"{name} Raion",
        latitude=row.latitude,
        longitude=row.longitude,
        feature_class="A",
        feature_code="ADM2H",  # whatever the dump says: none of today's is called so
        country_code=row.country,
        admin1=admin1,
        population=row.population,
        uncertainty_km=DISTRICT_KM,
        source=SOURCE,
        middle_of=f"{name} Raion",
    )
    spelled = tuple(f"{name} {word}" for word in _FORMS) + tuple(f"{name} район" for name in ukrainian)
    found.append(Record(place, spelled, keys=forms))


def _seat(
    records: Sequence[Record],
    near: Sequence[tuple[float, int]],
    admin1: str | None,
    ukrainian: Sequence[str],
    adjectives: Sequence[str],
) -> str | None:
    """Name of the settlement that gives the raion its name: the most alike, among those the one of most inhabitants."""
    wanted = {key(name) for name in (*ukrainian, *adjectives)}
    best: tuple[int, int, float, str] | None = None
    for far, index in near:
        record = records[index]
        if record.place.admin1 != admin1 or record.place.feature_code == "PPLX":
            continue
        for name in {key(n) for n in (record.place.name, *record.names)}:
            alike = max(alike_from_the_start(name, other) for other in wanted)
            if alike >= max(LIKE, len(name) - 3):
                entry = (alike, record.place.population or 0, -far, record.place.name)
                best = max(best, entry) if best else entry
    return best[-1] if best else None


def _add_thing(found: list[Record], row: Row, towns: Cells, known: dict[tuple[str, str], list[int]]) -> None:
    feature = features()[row.feature_class, row.feature_code]
    names = tuple(name for name in (row.name, *row.names) if script_of_name(name))
    if not names:
        return
    for index in (i for name in names for i in known.get((row.feature_class, key(name)), ())):
        place = found[index].place
        if distance_km(row.latitude, row.longitude, place.latitude, place.longitude) <= feature.same_km:
            return
    near = around(row.latitude, row.longitude, ANCHOR_WITHIN_KM, found, towns)
    next_to = found[near[0][1]].place if near and near[0][0] <= NEXT_KM else None
    anchor = _anchor(found, near, names) if feature.facility else None
    cyrillic = [name for name in names if script(name) == "cyrillic"] if row.country == "UA" else []
    place = Place(
        place_id=f"geonames:{row.number}",
        name=names[0],
        latitude=row.latitude,
        longitude=row.longitude,
        feature_class=row.feature_class,
        feature_code=row.feature_code,
        country_code=row.country,
        admin1=next_to.admin1 if next_to else None,
        population=None,
        uncertainty_km=feature.uncertainty_km,
        source=SOURCE,
        anchor=anchor,
        admin2=next_to.admin2 if next_to else None,
    )
    found.append(Record(place, names, facility=feature.facility, keys=frozenset().union(*map(romanisations, cyrillic))))
    for name in names:
        known[row.feature_class, key(name)].append(len(found) - 1)


def _anchor(records: Sequence[Record], near: Sequence[tuple[float, int]], names: Sequence[str]) -> str | None:
    """The nearest settlement that stands in one of the site's names."""
    words = [f" {key(name)} " for name in names]
    for _, index in near:
        place = records[index].place
        if place.feature_code != "PPLX" and any(f" {key(place.name)} " in name for name in words):
            return place.name
    return None
