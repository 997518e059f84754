"""Airports, airfields and air bases in use around Ukraine: airfields.csv, out of OurAirports (public domain)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from gazetteer.names import key, script
from gazetteer.place import Place
from gazetteer.sources.records import Record
from gazetteer.sources.tables import HERE, rows
from gazetteer.sphere import distance_km

SOURCE = "ourairports"
SAME_SITE_KM = 3.0
ANCHOR_KM = 30.0
COLUMNS = ("ident", "kind", "name", "latitude", "longitude", "country_code", "region", "municipality", "codes")
FACILITIES = frozenset(("air_base", "airfield", "airport"))
# Word in the name, feature code, key in facilities.toml, forms under which news has it, radius in km of the site.
_KINDS = (
    (
        re.compile(r"\bair ?base\b", re.I),
        "AIRB",
        "air_base",
        ("air base", "airbase", "military airfield"),
        2.0,
    ),
    (re.compile(r"\b(international )?airport\b", re.I), "AIRP", "airport", ("airport", "international airport"), 2.0),
    (re.compile(r"\b(airfield|airstrip|aerodrome|aerodrom)\b", re.I), "AIRF", "airfield", ("airfield",), 1.5),
)
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_SPLIT = re.compile(r"[\s/,-]+")


def missing_from(records: Sequence[Record]) -> list[Record]:
    """The airfields that no record of these is: a landmark of the same kind within 3 km is the same site.

    The anchor is the nearest settlement, up to 30 km off, that the airfield's name or municipality names.
    """
    known = [r.place for r in records if r.facility in FACILITIES]
    towns: dict[tuple[int, int], list[Record]] = defaultdict(list)
    for record in records:
        if record.place.feature_class == "P" and record.place.feature_code != "PPLX" and not record.place.middle_of:
            towns[int(record.place.latitude * 2), int(record.place.longitude * 2)].append(record)
    found = []
    for _, row in rows(HERE / "airfields.csv", COLUMNS):
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        if not any(_near(latitude, longitude, place) <= SAME_SITE_KM for place in known):
            cell = int(latitude * 2), int(longitude * 2)
            around = [t for y in (-1, 0, 1) for x in (-1, 0, 1) for t in towns.get((cell[0] + y, cell[1] + x), ())]
            found.append(_record(row, latitude, longitude, around))
    return found


def _record(row: dict[str, str], latitude: float, longitude: float, around: Iterable[Record]) -> Record:
    full = _IN_BRACKETS.sub("", row["name"])
    pattern, code, facility, forms, radius = next((kind for kind in _KINDS if kind[0].search(full)), _KINDS[2])
    bare = " ".join(pattern.sub("", full).split(" / ")[0].split()) or row["municipality"] or full
    town = _anchor(bare, row["municipality"], latitude, longitude, around)
    base = town.place.name if town and _names(town, bare) else bare
    name = f"{base} {forms[0].title() if facility != 'air_base' else 'Air Base'}"
    stems = dict.fromkeys((base, bare, *(part.strip() for part in re.split(r" - |/", bare) if len(part.strip()) > 3)))
    place = Place(
        place_id=f"{SOURCE}:{row['ident']}",
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class="S",
        feature_code=code,
        country_code=row["country_code"],
        admin1=town.place.admin1 if town else None,
        population=None,
        uncertainty_km=radius,
        source=SOURCE,
        anchor=town.place.name if town else None,
        admin2=town.place.admin2 if town else None,
    )
    names = (full, *(f"{stem} {form}" for stem in stems for form in (*forms, "airfield")))
    # "the airfield near Kyiv" is none of the strips of clubs and farms; those are met by name only
    plain = row["kind"] == "small" and code != "AIRB"
    return Record(place, tuple(n for n in names if " " in n), facility=None if plain else facility)


def _anchor(bare: str, municipality: str, latitude: float, longitude: float, around: Iterable[Record]) -> Record | None:
    wanted = {key(bare), key(municipality), *(key(part) for part in _SPLIT.split(bare) if len(part) > 3)} - {""}
    near = []
    for record in around:
        far = _near(latitude, longitude, record.place)
        if far <= ANCHOR_KM and any(_names(record, word) for word in wanted):
            near.append((far, record.place.place_id, record))
    return min(near, key=lambda entry: entry[:2])[-1] if near else None


def _names(record: Record, word: str) -> bool:
    wanted = key(word)
    return wanted in record.keys or wanted in {
        key(n) for n in (record.place.name, *record.names) if script(n) == "latin"
    }


def _near(latitude: float, longitude: float, place: Place) -> float:
    if abs(latitude - place.latitude) > 1:
        return float("inf")
    return distance_km(latitude, longitude, place.latitude, place.longitude)
