"""Which names a place may be found by, and what each is worth: a name belongs to the place that news means by it."""

import difflib
from collections import defaultdict
from functools import lru_cache

from gazetteer.importance import importance
from gazetteer.names import key, script
from gazetteer.place import Place
from gazetteer.sources.records import Record
from gazetteer.sources.tables import NEAR
from gazetteer.sources.words import ordinary_words
from gazetteer.sphere import distance_km

BIG = 30_000  # inhabitants from which a city owns its names
BIG_REACH_KM = 30.0
ALIKE = 0.5  # of the letters in common, in order, where the first is the same
VERY_ALIKE = 0.58  # where it is not: Nikolaev and Mykolaiv
FAR_POPULATION = 100_000  # far from Ukraine, a smaller place has no names unlike its own ("Africa", in Tunisia)
ALTERNATE_PENALTY = 0.08  # "Kiev", an alternate of Kyiv, still beats a hamlet called Kiev
WEAK_PENALTY = 0.2  # "Sumy" for Sumy Oblast


def spellings(records: list[Record]) -> list[dict[str, float]]:
    """For each record, in their order, its keys and how much each is worth: the likeliest bearer of a key has most."""
    ordinary = ordinary_words()
    owners = _owners(records)
    variants = _latin_variants(records)
    found: list[dict[str, float]] = []
    for record in records:
        place = record.place
        worth = importance(place)
        own = key(place.name)
        keys: dict[str, float] = {}
        for name in record.weak_names:
            keys[key(name)] = worth - WEAK_PENALTY
        others = {key(name) for name in record.names} | record.keys
        given = {key(name) for name in record.given_names}  # by ourselves, so they stay
        if place.feature_class == "S" and place.anchor:
            others |= _site_names({own, *others}, variants.get(key(place.anchor), frozenset()))
        for other in others:
            if place.feature_class == "P" and other not in given and _taken(other, record, owners):
                continue
            keys[other] = worth - ALTERNATE_PENALTY
        keys[own] = worth
        floor = _word_floor(place)
        keys = {k: w for k, w in keys.items() if k not in ordinary or (k == own and (place.population or 0) >= floor)}
        if place.feature_class == "P":
            # "White House" is an alternate name of Casablanca
            keys = {k: w for k, w in keys.items() if len(k) >= 3 and (k == own or not ordinary.issuperset(k.split()))}
            if place.country_code not in NEAR and (place.population or 0) < FAR_POPULATION:
                keys = {k: weight for k, weight in keys.items() if _alike(k, own)}
        found.append({k: round(weight, 4) for k, weight in keys.items() if len(k) >= 2})
    return found


def _word_floor(place: Place) -> int:
    """Inhabitants from which a place can be called by an ordinary English word: Bar in Ukraine, Perm, Shanghai."""
    if place.feature_code == "PCLI":
        return 0
    if place.country_code == "UA":
        return 10_000
    return 100_000 if place.country_code in NEAR else 500_000


def _owners(records: list[Record]) -> dict[str, list[Place]]:
    """All keys of settlements, and whose they are."""
    owners: dict[str, list[Place]] = defaultdict(list)
    for record in records:
        place = record.place
        if place.feature_class != "P" or place.feature_code == "PPLX":
            continue
        for name in {key(place.name), *(key(name) for name in record.names), *record.keys}:
            owners[name].append(place)
    return owners


def _taken(name: str, record: Record, owners: dict[str, list[Place]]) -> bool:
    """Whether this other name of a settlement is rather somebody else's.

    A village that also claims to be called Kyiv does not get that name. Nor does Nikopol, which was Sloviansk once,
    get the name of today's Sloviansk, and a district only keeps names that no town has.
    """
    place = record.place
    big = (place.population or 0) >= BIG and place.feature_code != "PPLX"
    alike = place.feature_code != "PPLX" and _alike(name, key(place.name))
    for owner in owners.get(name, ()):
        if owner.place_id == place.place_id:
            continue
        if distance_km(place.latitude, place.longitude, owner.latitude, owner.longitude) <= BIG_REACH_KM:
            continue
        if not big and (owner.population or 0) >= BIG:
            return True
        if not alike and (place.country_code != "UA" or owner.country_code == "UA") and _alike(name, key(owner.name)):
            return True
    return False


@lru_cache(200_000)
def _alike(name: str, other: str) -> bool:
    """Whether two keys spell one name: Kiev and Kyiv, but not Artemivsk and Bakhmut. True for other scripts."""
    if not name.isascii() or not other.isascii():
        return name == other or not name.isascii()
    if set(name.split()) > set(other.split()):
        return True  # Krasnyi Lyman is Lyman
    alike = difflib.SequenceMatcher(None, name, other).ratio()
    return alike >= (ALIKE if name[:1] == other[:1] else VERY_ALIKE)


def _latin_variants(records: list[Record]) -> dict[str, frozenset[str]]:
    """Latin keys of each Ukrainian city that may be a site's anchor, by the key of its first name."""
    return {
        key(record.place.name): frozenset(
            {key(name) for name in record.names if script(name) == "latin"} | record.keys | {key(record.place.name)}
        )
        for record in sorted(records, key=lambda r: r.place.population or 0)
        if record.place.feature_class == "P" and record.place.country_code == "UA"
        if record.place.feature_code != "PPLX"
    }


def _site_names(keys: set[str], anchors: frozenset[str]) -> set[str]:
    """The site's names with every spelling of its city: "Zaporozhye nuclear power plant"."""
    spelled: set[str] = set()
    for name in keys:
        for anchor in anchors:
            if name.startswith(anchor + " "):
                spelled |= {other + name[len(anchor) :] for other in anchors}
    return spelled
