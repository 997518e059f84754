"""The region that the text puts a name in, and whether a name means a region itself or the town called like it."""

from collections.abc import Iterable

from gazetteer.lookup import Lookup, Toponym
from gazetteer.names import DIVISION_WORDS, key
from gazetteer.place import Place
from gazetteer.sources.fronts import seat_is_held
from pipeline.memory import Memory
from pipeline.placemention import RIGHT_BEHIND, PlaceMention


def here(mention: PlaceMention, memory: Memory) -> str | None:
    """'In the Luhansk region the army fell back. Troitske was shelled': the one region that the paragraph has named.

    None where the name is not borne there, or needs no choice.
    """
    candidates = mention.toponym.candidates
    if len(candidates) == 1 or mention.cue in DIVISION_WORDS:
        return None
    here = {p.name for p in memory.places if p.feature_code == "ADM1" and memory.seen[p.place_id] == memory.paragraph}
    borne = {p.admin1 for p in candidates if p.feature_class == "P"} & here
    return next(iter(borne)) if len(here) == len(borne) == 1 else None


def told_of(mention: PlaceMention, memory: Memory) -> str | None:
    """'Drones reached Sumy. ... Oleksiivka, a village in the north of the region': that of the place told of last."""
    if mention.lies is None or not mention.lies.region:
        return None
    borne = {p.admin1 for p in mention.toponym.candidates if p.feature_class == "P"}
    last = next((p.admin1 for p in reversed(memory.places) if p.admin1 and p.country_code == memory.country), None)
    return last if last in borne else None


BESIDE_A_TOWN = ("near", "outside", "around", "round")  # "the fighting around Kherson": no region is meant


def may_be_one(toponym: Toponym) -> bool:
    """True where the name is borne by a region and by something smaller, too."""
    return len({p.feature_code == "ADM1" for p in toponym.candidates}) == 2


_VILLAGES = 5  # settlements of one name from which a region is not meant by it, unless it is called so itself


def without_borrowers(toponym: Toponym, gaz: Lookup) -> tuple[Place, ...]:
    """The candidates without regions that only share an old name of their seat: Donetsk began as Oleksandrivka."""
    candidates = toponym.candidates
    if sum(p.feature_class == "P" for p in candidates) < _VILLAGES:
        return candidates
    uses, spelled = gaz.uses(toponym.text), key(toponym.text)
    borrowed = {
        p.place_id
        for p in candidates
        if p.feature_code == "ADM1"
        and p.place_id in uses
        and uses[p.place_id].kind == "weak"
        and key(p.name.split(" ")[0]) != spelled
        and not any(o.feature_code in ("PPLA", "PPLC") and o.admin1 == p.admin1 for o in candidates)
    }
    return tuple(p for p in candidates if p.place_id not in borrowed)


def are_areas_of_one(mention: PlaceMention, memory: Memory) -> bool:
    """True of 'other areas of Donetsk', said of the region while the city of that name is in other hands."""
    if mention.part is None or mention.part.split()[-1:] != ["areas"]:
        return False
    candidates, first = mention.toponym.candidates, mention.toponym.candidates[0]
    held = memory.day is not None and seat_is_held(first.country_code, first.admin1, memory.day)
    return held and any(p.feature_code == "ADM1" for p in candidates)


def is_city(candidates: tuple[Place, ...], memory: Memory) -> bool:
    """True where the first candidate is a big city of the article's country and dwarfs every namesake."""
    first = candidates[0]
    size = first.population or 0
    others = [p.population or 0 for p in candidates[1:] if p.feature_class == "P"]
    return (
        first.feature_class == "P"
        and first.country_code == memory.country
        and not (memory.day and seat_is_held(first.country_code, first.admin1, memory.day))
        and size >= 100_000
        and size > 10 * max(others, default=0)
    )


def is_seat_hit(mention: PlaceMention, candidates: tuple[Place, ...], memory: Memory) -> bool:
    """True of what is hit where a town and its region alone are called so, while the town is not in other hands."""
    if mention.relation not in ("dobj", "nsubjpass") or [p.feature_class for p in candidates] != ["P", "A"]:
        return False
    town, area = candidates
    own = town.feature_code == "PPLA" and area.feature_code == "ADM1" and town.admin1 == area.admin1 == area.name
    held = memory.day is not None and seat_is_held(town.country_code, town.admin1, memory.day)
    return own and town.country_code == area.country_code == memory.country and not held


def beside(mention: PlaceMention, all_mentions: Iterable[PlaceMention], memory: Memory) -> str | None:
    """'Kostiantynivka in the Mykolaiv region', 'In the Sumy region, ... Trostianets': the one division named."""
    found = []
    for other in all_mentions:
        if (
            other is mention
            or other.role == "origin"
            or not (other.cue in DIVISION_WORDS or other.toponym.candidates[0].feature_code == "ADM1")
        ):
            continue
        division = next((p for p in other.toponym.candidates if p.feature_code == "ADM1"), None)
        bearers = {memory.country, *(p.country_code for p in mention.toponym.candidates)}
        behind = 0 <= other.toponym.start - mention.toponym.end <= RIGHT_BEHIND
        if division is not None and behind and (division.country_code in bearers or other.group != mention.group):
            # "Novomoskovsk, in the Tula region", whatever else is named; a namesake at home is not meant either
            return division.admin1 or division.name
        if division is not None and division.country_code in bearers:
            name = division.admin1 or division.name
            others = (m for m in all_mentions if m is not mention and m is not other)
            anothers = any(0 <= other.toponym.start - m.toponym.end <= RIGHT_BEHIND for m in others)
            if not anothers or any(p.admin1 == name for p in mention.toponym.candidates):
                found.append(name)  # "Ivanovo, and Ukrainka in the Amur region": where the second lies
    return found[0] if len(found) == 1 else None
