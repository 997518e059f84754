"""First- and second-order divisions and US counties: names out of tables, places out of the settlements in them."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gazetteer.names import key, script
from gazetteer.place import Place
from gazetteer.romanise import romanisations
from gazetteer.sources.records import Record
from gazetteer.sources.tables import HERE, rows
from gazetteer.sphere import distance_km

SOURCE = "geonames-divisions"
COUNTIES = "us-atlas"
_WORDS = re.compile(
    r"\b(oblast|region|krai|territory|county|district|voivodeship|municipality|republic of|republic|city|province|"
    r"governorate|prefecture|department|state|parish)\b(?! of)",
    re.I,
)
_FORMS = ("oblast", "region", "province", "obl")
_FORMS_ABROAD = ("region", "province", "state", "governorate", "prefecture", "department")
_COUNCIL = re.compile(
    r"^(royal borough of|borough of|city and borough of|city and county of|metropolitan borough of|city of|district of|"
    r"county of|county|powiat|provincia di|provincia de la|provincia de|province of|província de|départ[e]ment de)\s+|"
    r"\s+(county borough|county council|district council|council area|council|district|county|borough|city)$",
    re.I,
)
_CITY_KM = 20.0
_OWN_CITY = 0.8  # of a division's inhabitants: it is the city of its name and nothing besides


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a division needs to know of a settlement."""

    number: int
    name: str
    alternates: tuple[str, ...]  # of the large ones only
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Division:
    """A first-order division by its GeoNames code."""

    name: str
    alternates: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    own: bool = False  # named by ourselves, down to the forms of its name


Area = tuple[str, str]  # ISO 3166-1 alpha-2 of the country, GeoNames code of the division


def first_order(by_division: Mapping[Area, Sequence[Settlement]]) -> dict[Area, Division]:
    """Divisions of the world by country and code; admin1.csv, where the names are our own, comes before the world's.

    One abroad that is called like a town in it is told apart: "Kandahar region", as "Kandahar" means the city.
    """
    found: dict[Area, Division] = {}
    more = {
        (row["country_code"], row["code"]): (_split(row["abbreviations"]), _split(row["alternate_names"]))
        for _, row in rows(HERE / "admin1_names.csv", ("country_code", "code", "abbreviations", "alternate_names"))
    }
    for _, row in rows(HERE / "admin1_world.csv", ("country_code", "code", "name")):
        area = (row["country_code"], row["code"])
        abbreviations, alternates = more.get(area, ((), ()))
        name = row["name"]
        if not alternates and key(name) in {key(town.name) for town in by_division.get(area, ())}:
            name = f"{name} region"
        found[area] = Division(name, alternates, abbreviations)
    for _, row in rows(HERE / "admin1.csv", ("country_code", "code", "name", "alternate_names")):
        found[row["country_code"], row["code"]] = Division(row["name"], _split(row["alternate_names"]), own=True)
    return found


def middles() -> dict[Area, tuple[float, float]]:
    """Latitude and longitude of the middle of countries, and of divisions so large and empty that settlements mislead.

    A country's code of a division is "".
    """
    return {
        (row["country_code"], row["admin1_code"]): (float(row["latitude"]), float(row["longitude"]))
        for _, row in rows(HERE / "middles.csv", ("country_code", "admin1_code", "latitude", "longitude"))
    }


def first_order_records(
    divisions: Mapping[Area, Division], by_division: Mapping[Area, Sequence[Settlement]]
) -> Iterator[Record]:
    """A record for each division with settlements, in the middle of them, sorted by country and code.

    The mean of the settlements, none weighing more than another, lay nearest to the centres of the states' areas of
    the ways tried on the United States (61 km off on average; medians 83 km, by inhabitants 128 km).
    """
    given = middles()
    for (country, code), division in sorted(divisions.items()):
        settlements = by_division.get((country, code))
        if not settlements:
            continue
        latitude, longitude = given.get((country, code)) or middle([(s.latitude, s.longitude) for s in settlements])
        spread = sorted(distance_km(latitude, longitude, s.latitude, s.longitude) for s in settlements)
        radius = round(max(5.0, spread[int(len(spread) * 0.68)]), 1)
        if _is_a_city(division, settlements, radius):
            continue  # it is in the gazetteer as a city
        place = Place(
            place_id=f"geonames:{country}.{code}",
            name=division.name,
            latitude=latitude,
            longitude=longitude,
            feature_class="A",
            feature_code="ADM1",
            country_code=country,
            admin1=division.name,
            population=sum(s.population for s in settlements) or None,
            uncertainty_km=radius,
            source=SOURCE,
        )
        yield _named(place, division, settlements)


def _named(place: Place, division: Division, settlements: Sequence[Settlement]) -> Record:
    bare = " ".join(_WORDS.sub("", division.name).split()) or division.name
    if not division.own:
        forms = () if division.alternates else tuple(f"{bare} {word}" for word in _FORMS_ABROAD)
        shared = (bare,) if key(bare) != key(division.name) else ()
        return Record(place, (*division.alternates, *forms), shared, abbreviations=division.abbreviations)
    seats = [s for s in settlements if s.population > 50_000 and key(bare) in {key(n) for n in (s.name, *s.alternates)}]
    bases = {bare} | {n for s in seats for n in s.alternates if script(n) == "latin"}
    forms = tuple(f"{base} {word}" for base in sorted(bases) for word in _FORMS)
    if division.name.endswith(("Krai", "County", "Voivodeship", "District")):
        forms += tuple(f"{base} {division.name.rsplit(' ', 1)[1].lower()}" for base in sorted(bases))
    cyrillic = (name for name in division.alternates if script(name) == "cyrillic")
    adjectives = frozenset(form for name in cyrillic for form in romanisations(name))
    weak = (bare, *(n for n in sorted(bases) if n != bare))
    return Record(place, (*division.alternates, *forms), weak_names=weak, keys=adjectives)


def _is_a_city(division: Division, settlements: Sequence[Settlement], radius_km: float) -> bool:
    """Whether the division is the city of its name and no land besides: Vienna, not Kabul."""
    if division.own:
        return division.name.endswith(" City")
    largest = max(settlements, key=lambda s: s.population)
    everybody = sum(s.population for s in settlements)
    bare = key(division.name).removesuffix(" region")
    namesake = bare in {key(name) for name in (largest.name, *largest.alternates)}
    return namesake and radius_km <= _CITY_KM and largest.population > _OWN_CITY * everybody


def second_order(divisions: Mapping[Area, Division]) -> Iterator[Record]:
    """Divisions of admin2.csv, by their everyday names: "Cork", "County Cork", "Powiat bocheński"."""
    columns = ("country_code", "admin1_code", "code", "name", "latitude", "longitude", "radius_km")
    for _, row in rows(HERE / "admin2.csv", columns):
        name = row["name"]
        bare = _COUNCIL.sub("", _COUNCIL.sub("", name)).strip() or name
        above = divisions.get((row["country_code"], row["admin1_code"]))
        display = (
            name if key(name) != key(bare) else f"{name} {'county' if row['country_code'] == 'IE' else 'district'}"
        )
        place_id = f"geonames:{row['country_code']}.{row['admin1_code']}.{row['code']}"
        place = _second(place_id, display, row["country_code"], above, row, SOURCE)
        forms = (f"{bare} county", f"{bare} district", f"{bare} province", f"County {bare}")
        yield Record(place, forms, weak_names=(bare,))


def counties(divisions: Mapping[Area, Division]) -> Iterator[Record]:
    """Counties and parishes of the United States: "Laurel County", and "Laurel" where nothing else is meant."""
    for _, row in rows(HERE / "us_counties.csv", ("fips", "name", "state", "latitude", "longitude", "radius_km")):
        name = row["name"]
        bare = _COUNCIL.sub("", name).removesuffix(" Parish")
        state = divisions.get(("US", row["state"]))
        place = _second(f"census:{row['fips']}", name, "US", state, row, COUNTIES)
        yield Record(place, weak_names=(bare,) if bare != name else ())


def _second(
    place_id: str, name: str, country: str, above: Division | None, row: Mapping[str, str], source: str
) -> Place:
    return Place(
        place_id=place_id,
        name=name,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        feature_class="A",
        feature_code="ADM2",
        country_code=country,
        admin1=above.name if above else None,
        population=None,
        uncertainty_km=float(row["radius_km"]),
        source=source,
        admin2=name,
    )


def middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Latitude and longitude of the middle of points on the sphere, in degrees."""
    x = y = z = 0.0
    for north, east in points:
        latitude, longitude = math.radians(north), math.radians(east)
        x += math.cos(latitude) * math.cos(longitude)
        y += math.cos(latitude) * math.sin(longitude)
        z += math.sin(latitude)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 4), round(math.degrees(math.atan2(y, x)), 4)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in cell.split("|"))))
