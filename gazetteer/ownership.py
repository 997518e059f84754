"""Which names a place may be found by, and what each is worth: a name belongs to the place that news means by it."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from gazetteer.importance import importance
from gazetteer.names import key, script
from gazetteer.place import Place
from gazetteer.romanise import romanisations
from gazetteer.sources.records import Record
from gazetteer.sources.tables import NEAR
from gazetteer.sources.words import ordinary_words
from gazetteer.sphere import within_km

BIG = 30_000  # inhabitants from which a city owns its names
BIG_REACH_KM = 30.0
ALIKE = 0.5  # of the letters in common, in order, where the first is the same
VERY_ALIKE = 0.58  # where it is not: Nikolaev and Mykolaiv
FAR_POPULATION = 100_000  # far from Ukraine, a smaller place has no names unlike its own ("Africa", in Tunisia)
ALTERNATE_PENALTY = 0.08  # "Kiev", an alternate of Kyiv, still beats a hamlet called Kiev
BORNE_BY_ANOTHER = 0.05  # worth of a former name that somebody has today, below that of any hamlet
WEAK_PENALTY = 0.2  # "Sumy" for Sumy Oblast


KINDS = ("own", "other", "romanised", "weak", "historic", "abbreviation")  # what a name can be to its place


@dataclass(frozen=True, slots=True)
class Spelling:
    """What one key is to one place."""

    weight: float
    kind: str  # one of KINDS
    first: str | None = None  # ISO days between which the name is or was borne; None where that is open or unknown
    last: str | None = None


def spellings(records: list[Record]) -> Iterator[dict[str, Spelling]]:
    """For each record, in their order, its keys and what each is to it: the likeliest bearer of a key has most weight.

    Raises GazetteerError where the lexicon of ordinary words is not installed.
    """
    ordinary = ordinary_words()
    owners = _owners(records)
    variants = _latin_variants(records)
    for record in records:
        yield _spellings(record, ordinary, owners, variants)


def _spellings(
    record: Record,
    ordinary: frozenset[str],
    owners: dict[str, list[Place]],
    variants: dict[str, frozenset[str]],
) -> dict[str, Spelling]:
    place = record.place
    settled = place.feature_class == "P"
    small = settled and place.country_code not in NEAR and (place.population or 0) < FAR_POPULATION
    worth = importance(place)
    own = key(place.name)
    weak = {key(name) for name in record.weak_names}
    written = {key(name) for name in record.names}
    others = written | record.keys
    given = {key(name) for name in record.given_names}  # by ourselves, so they stay
    if place.feature_class == "S" and place.anchor:
        others |= _site_names({own, *others}, variants.get(key(place.anchor), frozenset()))
    if place.feature_code == "PPLX":
        others |= _bare_districts({own, *others})
    # "White House" is an alternate name of Casablanca. Own names that are words stay: the scan of a text tells them.
    others = {k for k in others - {own} if k in given or not _is_words(k, ordinary, settled)}
    if small:
        others = {k for k in others if _alike(k, own)}
    if settled:
        others = {k for k in others if k in given or not _taken(k, record, owners)}
    romanised = (others & record.keys) - written
    weak = {k for k in weak if not _is_words(k, ordinary, settled)}
    keys = dict.fromkeys(weak, Spelling(worth - WEAK_PENALTY, "weak"))
    keys |= dict.fromkeys(others - romanised, Spelling(worth - ALTERNATE_PENALTY, "other"))
    keys |= dict.fromkeys(romanised, Spelling(worth - ALTERNATE_PENALTY, "romanised"))
    keys[own] = Spelling(worth, "own")
    if settled:
        keys = {k: s for k, s in keys.items() if len(k) >= 3}
    for abbreviation in map(key, record.abbreviations):
        keys.setdefault(abbreviation, Spelling(worth - WEAK_PENALTY, "abbreviation"))
    if record.dated:
        _date(keys, record, worth, owners)
    return {k: s for k, s in keys.items() if len(k) >= 2}


def _is_words(spelled: str, ordinary: frozenset[str], each: bool) -> bool:
    """Whether the name is an ordinary word or, where each counts, made of nothing but such."""
    return spelled in ordinary or (each and " " in spelled and ordinary.issuperset(spelled.split()))


def _bare_districts(keys: set[str]) -> set[str]:
    """A district's names without the word: "Kyivskyi", "Kyivsky"; the text says "district" in lower case."""
    bare = {name.rsplit(" ", 1)[0] for name in keys if name.endswith((" district", " raion", " rayon"))}
    return bare | {name.removesuffix("i") for name in bare if name.endswith("skyi")}


def _date(keys: dict[str, Spelling], record: Record, worth: float, owners: dict[str, list[Place]]) -> None:
    """Adds former names with their days, and to a present name the day on which it came."""
    for name in record.dated:
        cyrillic = [spelled for spelled in (name.name, *name.spellings) if script(spelled) == "cyrillic"]
        for spelled in {key(name.name), *map(key, name.spellings)}.union(*map(romanisations, cyrillic)):
            known = keys.get(spelled)
            if name.last is None:
                if known:
                    keys[spelled] = Spelling(known.weight, known.kind, name.first)
            elif known is None or known.kind != "own":
                # who is called Stanislav today comes before Ivano-Frankivsk, which was
                borne = any(key(owner.name) == spelled for owner in owners.get(spelled, ()))
                weight = BORNE_BY_ANOTHER if borne else worth - ALTERNATE_PENALTY
                keys[spelled] = Spelling(weight, "historic", name.first, name.last)


def _owners(records: list[Record]) -> dict[str, list[Place]]:
    """Keys of settlements, and whose they are: all keys of a city and of what lies near, else the present name."""
    owners: dict[str, list[Place]] = defaultdict(list)
    for record in records:
        place = record.place
        if place.feature_class != "P" or place.feature_code == "PPLX":
            continue
        names = {key(place.name)}
        if place.country_code in NEAR or (place.population or 0) >= BIG:
            names |= {key(name) for name in record.names} | record.keys
        for name in names:
            owners[name].append(place)
    return owners


def _taken(name: str, record: Record, owners: dict[str, list[Place]]) -> bool:
    """Whether this other name of a settlement is rather somebody else's.

    A village that also claims to be called Kyiv does not get that name. Nor does Nikopol, which was Sloviansk once,
    get the name of today's Sloviansk, and a district only keeps names that no town has.
    """
    place = record.place
    others = [owner for owner in owners.get(name, ()) if owner.place_id != place.place_id]
    if not others:
        return False
    big = (place.population or 0) >= BIG and place.feature_code != "PPLX"
    alike = place.feature_code != "PPLX" and _alike(name, key(place.name))
    if big and alike:
        return False
    for owner in others:
        mighty = not big and (owner.population or 0) >= BIG
        rival = not alike and (place.country_code != "UA" or owner.country_code == "UA")
        if not (mighty or rival):
            continue
        if within_km(BIG_REACH_KM, place.latitude, place.longitude, owner.latitude, owner.longitude):
            continue
        if mighty or _alike(name, key(owner.name)):
            return True
    return False


@lru_cache(200_000)
def _alike(name: str, other: str) -> bool:
    """Whether two keys spell one name: Kiev and Kyiv, but not Artemivsk and Bakhmut. True for other scripts."""
    if not name.isascii() or not other.isascii():
        return name == other or not name.isascii()
    if " " in name and set(name.split()) > set(other.split()):
        return True  # Krasnyi Lyman is Lyman
    need = math.ceil((ALIKE if name[:1] == other[:1] else VERY_ALIKE) * (len(name) + len(other)) / 2)
    if min(len(name), len(other)) < need:
        return False
    if name[:need] == other[:need]:
        return True
    # what the exact comparison can find at most: letters in common in any order
    letters = set(name)
    if sum(map(min, map(name.count, letters), map(other.count, letters))) < need:
        return False
    return _in_common(name, other) >= need


def _in_common(name: str, other: str) -> int:
    """Letters in the matching blocks of two names: the longest piece of both, then so on left and right of it.

    After Ratcliff and Obershelp, as difflib.SequenceMatcher finds them, which takes three times as long.
    """
    start = length = 0
    for at in range(len(name)):
        while name[at : at + length + 1] in other and at + length < len(name):
            start, length = at, length + 1
    if not length:
        return 0
    where = other.find(name[start : start + length])
    left = _in_common(name[:start], other[:where]) if start and where else 0
    return left + length + _in_common(name[start + length :], other[where + length :])


def _latin_variants(records: list[Record]) -> dict[str, frozenset[str]]:
    """Latin keys of each Ukrainian city that may be a site's anchor, by the key of its first name."""
    return {
        key(record.place.name): frozenset(
            {key(name) for name in record.names if script(name) == "latin"} | record.keys | {key(record.place.name)}
        )
        for record in sorted(records, key=lambda r: r.place.population or 0)
        if record.place.feature_class == "P" and record.place.country_code == "UA" and record.place.population
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
