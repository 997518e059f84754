"""Which located settlement is which of Ukraine's official list (KATOTTG), and where that puts hromadas and raions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import translitua

from gazetteer.names import alike_from_the_start, key, script
from gazetteer.place import Place
from gazetteer.sources.divisions import middle
from gazetteer.sources.records import Record
from gazetteer.sources.tables import HERE, rows
from gazetteer.sphere import distance_km

SETTLEMENTS = "KMXC"  # cities with special status, cities, settlements, villages
RAION_KM, HROMADA_KM = 36.0, 9.7  # radius of a disk of the median area of all of them
IN_RAION_KM, IN_HROMADA_KM = 75.0, 25.0  # how far from the middle a settlement of it may lie
LIKE = 4  # letters that the names of a raion and of its seat have in common at least
CITY_FROM = 8_000  # inhabitants from which a namesake that is a city is meant


@dataclass(slots=True)
class Unit:
    """A settlement, hromada or raion of the list."""

    code: str  # "UA01020030050049624": 2 digits of the oblast, 2 of the raion, 3 of the hromada, 3 of the settlement
    category: str
    name: str  # in Ukrainian; of a hromada or raion the adjective
    index: int | None = None  # of the record that locates it

    @property
    def oblast(self) -> str:
        """Beginning of the code that all of its oblast share."""
        return self.code[:4]

    @property
    def raion(self) -> str:
        """Beginning of the code that all of its raion share."""
        return self.code[:6]

    @property
    def hromada(self) -> str:
        """Beginning of the code that all of its hromada share."""
        return self.code[:9]


@dataclass(frozen=True, slots=True)
class Area:
    """A hromada or raion: its name in English, and its middle with the radius in km of 68 % of what is known in it."""

    name: str
    latitude: float
    longitude: float
    radius_km: float


def units_of() -> list[Unit]:
    """All settlements, hromadas and raions, in the order of their codes."""
    columns = ("code", "category", "name")
    return [Unit(row["code"], row["category"], row["name"]) for _, row in rows(HERE / "katottg.csv", columns)]


def oblasts_of(units: Iterable[Unit]) -> dict[str, str]:
    """English name of the first-order division by the beginning of its codes."""
    columns = ("country_code", "code", "name", "alternate_names")
    names = {
        key(alternate): row["name"]
        for _, row in rows(HERE / "admin1.csv", columns)
        if row["country_code"] == "UA"
        for alternate in row["alternate_names"].split("|")
    }
    return {
        unit.oblast: names.get(key(unit.name)) or names[key(f"{unit.name} область")]
        for unit in units
        if unit.category in "OK"
    }


def raions_of(units: Iterable[Unit], oblasts: Mapping[str, str], records: Iterable[Record]) -> dict[str, Area]:
    """The raions, which are landmarks, by the beginning of their codes: "Бахмутський" is Bakhmut Raion."""
    landmarks: dict[str | None, list[Record]] = defaultdict(list)
    for record in records:
        if record.place.feature_code == "ADM2" and record.place.country_code == "UA":
            landmarks[record.place.admin1].append(record)
    pairs = []
    for unit in units:
        if unit.category == "P":
            adjective = key(english(unit.name))
            for record in landmarks[oblasts[unit.oblast]]:
                likeness = max(alike_from_the_start(adjective, key(n)) for n in (record.place.name, *record.names))
                pairs.append((-likeness, unit.raion, record.place))
    found: dict[str, Area] = {}
    taken: set[str] = set()
    for likeness, raion, place in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].place_id)):
        if raion not in found and place.place_id not in taken and -likeness >= LIKE:
            found[raion] = Area(place.name, place.latitude, place.longitude, max(place.uncertainty_km, RAION_KM))
            taken.add(place.place_id)
    return found


def seated_raions(
    units: Sequence[Unit],
    oblasts: Mapping[str, str],
    records: Sequence[Record],
    rows_by_name: Mapping[tuple[str | None, str], list[int]],
    known: Mapping[str, Area],
) -> dict[str, Area]:
    """The other raions, about the town that gives them their name: "Калуський" is Kalush Raion.

    Two are named after a river and a place that is gone; those lie about one of their towns until `move_to_middle`.
    """
    towns: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.category in "MX":
            towns[unit.raion].append(unit)
    found: dict[str, Area] = {}
    for unit in units:
        if unit.category != "P" or unit.raion in known or not towns[unit.raion]:
            continue
        alike = [(alike_from_the_start(t.name, unit.name), t) for t in towns[unit.raion]]
        likely = [(t.category == "M", n, t.code, t) for n, t in alike if n >= LIKE - (t.category == "M")]
        seat = max(likely or [(t.category == "M", 0, t.code, t) for _, t in alike], key=lambda entry: entry[:3])[-1]
        name = english(seat.name if likely else unit.name)
        places = [records[i].place for i in rows_by_name.get((oblasts[unit.oblast], key(seat.name)), ())]
        if places:
            place = max(places, key=lambda p: (p.population or 0, p.place_id))
            found[unit.raion] = Area(f"{name} Raion", place.latitude, place.longitude, RAION_KM)
    return found


def by_name(records: Sequence[Record], located: Iterable[int]) -> dict[tuple[str | None, str], list[int]]:
    """Indices of located settlements by oblast and key of any of their names."""
    found: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for index in located:
        record = records[index]
        names = (record.place.name, *record.names, *record.given_names)
        for name in {key(n) for n in names} | (record.keys if not any(map(_cyrillic, names)) else frozenset()):
            found[record.place.admin1, name].append(index)
    return found


def match(
    units: Iterable[Unit],
    oblasts: Mapping[str, str],
    raions: Mapping[str, Area],
    records: Sequence[Record],
    rows_by_name: Mapping[tuple[str | None, str], list[int]],
) -> None:
    """Gives each unit the record that is certainly it: same name, same oblast, no other of the name as near."""
    pairs: list[tuple[Unit, int]] = []
    alone: dict[tuple[str, str], int] = Counter((u.oblast, u.name) for u in units if u.category in SETTLEMENTS)
    for unit in units:
        if unit.category not in SETTLEMENTS:
            continue
        admin1 = oblasts[unit.oblast]
        indices = rows_by_name.get((admin1, key(unit.name))) or rows_by_name.get((admin1, key(english(unit.name))), [])
        pairs += [(unit, index) for index in dict.fromkeys(indices)]
    taken: set[int] = set()

    def accept(unit: Unit, index: int) -> None:
        unit.index = index
        taken.add(index)

    for unit, index in pairs:  # a city before the villages of its name
        population = records[index].place.population or 0
        if unit.category in "KM" and population >= CITY_FROM and unit.index is None and index not in taken:
            larger = [
                i for u, i in pairs if u is unit and i != index and (records[i].place.population or 0) > population
            ]
            if not larger:
                accept(unit, index)
    for _ in range(3):  # each round knows the hromadas better
        known = _located_in(units, records)
        scored = []
        for unit, index in pairs:
            if unit.index is None and index not in taken:
                place = records[index].place
                far = _how_far(unit, place, known, raions)
                if far is None and unit.raion not in raions and alone[unit.oblast, unit.name] == 1:
                    far = IN_RAION_KM  # of a raion that we cannot place, but there is no other of the name
                if far is not None:
                    scored.append((far, unit.code, index, unit))
        scored.sort(key=lambda entry: entry[:3])
        for _, _, index, unit in scored:
            if unit.index is None and index not in taken:
                accept(unit, index)


def _located_in(units: Iterable[Unit], records: Sequence[Record]) -> dict[str, list[Place]]:
    known: dict[str, list[Place]] = defaultdict(list)
    for unit in units:
        if unit.index is not None:
            known[unit.hromada].append(records[unit.index].place)
    return known


def _how_far(unit: Unit, place: Place, known: Mapping[str, list[Place]], raions: Mapping[str, Area]) -> float | None:
    """Kilometres to what is known of the hromada; a raion's middle is farther; None where it is too far to be it."""
    neighbours = known.get(unit.hromada)
    if neighbours:
        near = min(distance_km(place.latitude, place.longitude, n.latitude, n.longitude) for n in neighbours)
        return near if near <= IN_HROMADA_KM else None
    raion = raions.get(unit.raion)
    if raion is None:
        return IN_HROMADA_KM if unit.category == "K" else None
    far = distance_km(place.latitude, place.longitude, raion.latitude, raion.longitude)
    return IN_HROMADA_KM + far if far <= IN_RAION_KM else None


def hromadas_of(units: Iterable[Unit], settlements: Iterable[Unit], records: Sequence[Record]) -> dict[str, Area]:
    """Hromadas of which something is located: the middle of that, by the name of their seat."""
    inside: dict[str, list[Unit]] = defaultdict(list)
    for unit in settlements:
        inside[unit.hromada].append(unit)
    found: dict[str, Area] = {}
    for unit in units:
        places = [records[u.index].place for u in inside[unit.hromada] if u.index is not None]
        if unit.category != "H" or not places:
            continue
        seats = [u for u in inside[unit.hromada] if u.code[9:12] == "001"]
        name = english(seats[0].name) if seats else english(unit.name)
        latitude, longitude = middle([(p.latitude, p.longitude) for p in places])
        spread = sorted(distance_km(latitude, longitude, p.latitude, p.longitude) for p in places)
        radius = max(HROMADA_KM, spread[int(len(spread) * 0.68)])
        found[unit.hromada] = Area(f"{name} hromada", latitude, longitude, round(radius, 1))
    return found


def move_to_middle(
    raions: dict[str, Area], landmarks: frozenset[str], settlements: Iterable[Unit], records: Sequence[Record]
) -> None:
    """Moves the raions that are no landmarks from their seats to the middle of what is located in them."""
    inside: dict[str, list[Place]] = defaultdict(list)
    for unit in settlements:
        if unit.index is not None:
            inside[unit.raion].append(records[unit.index].place)
    for raion, places in inside.items():
        if raion in raions and raion not in landmarks:
            latitude, longitude = middle([(p.latitude, p.longitude) for p in places])
            raions[raion] = replace(raions[raion], latitude=latitude, longitude=longitude)


def english(name: str) -> str:
    """As Ukraine romanises it since 2010."""
    return str(translitua.translit(name, translitua.UkrainianKMU))


def _cyrillic(name: str) -> bool:
    return script(name) == "cyrillic"
