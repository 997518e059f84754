"""Which of several places of one name is meant: one sense an article, unless a word beside the name says otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gazetteer.lookup import Lookup, Toponym
from gazetteer.names import DIVISION_WORDS, key
from gazetteer.place import Place
from gazetteer.resolve import Clues, Offset, Resolution, resolve
from gazetteer.sources.fronts import seat_is_held
from gazetteer.sphere import distance_km
from pipeline import commonplace, offsets, roles
from pipeline.memory import Memory, Question
from pipeline.models import Alternative, Location, PlaceSignal
from pipeline.placemention import PlaceMention

_RIGHT_BEHIND = 10  # code points between a name and the division it lies in: ", in the "


@dataclass(frozen=True, slots=True)
class Undecided:
    """A name of which the text does not tell what it means."""

    reason: str
    candidates: tuple[Alternative, ...]


def sense(mention: PlaceMention, all_mentions: Iterable[PlaceMention], gaz: Lookup, memory: Memory) -> Resolution:
    """The place that a name means here: one sense per article unless a class word beside it says otherwise."""
    return ask(mention, all_mentions, gaz, memory).weighed(memory.context)


def place_of(mention: PlaceMention, all_mentions: Iterable[PlaceMention], gaz: Lookup, memory: Memory) -> Place | None:
    """The same without the reasons, and sooner: where there is but one candidate nothing needs to be weighed."""
    asked = ask(mention, all_mentions, gaz, memory)
    return asked.candidates[0] if len(asked.candidates) == 1 else asked.weighed(memory.context).place


def ask(mention: PlaceMention, all_mentions: Iterable[PlaceMention], gaz: Lookup, memory: Memory) -> Question:
    """What the name means here, to be weighed if that is needed: what is known of it now is kept with it."""
    region = memory.heading.name if memory.heading is not None and memory.heading.feature_code == "ADM1" else None
    region = region or _region_here(mention, memory)
    areas = _areas_of_a_region(mention, memory)
    town = mention.cue is None and mention.relation in _BESIDE_A_TOWN and _may_be_a_region(mention.toponym)
    spelled = (mention.toponym.text.lower(), mention.cue or "", region or "", areas, town)
    if spelled not in memory.senses:
        candidates = _without_borrowers(mention.toponym, gaz)
        if areas:
            candidates = tuple(p for p in candidates if p.feature_code == "ADM1")
        elif town:
            candidates = tuple(p for p in candidates if p.feature_code != "ADM1")
        candidates = _next_to(mention, candidates, all_mentions, memory)
        stated = _admin1_beside(mention, all_mentions, memory)
        if mention.cue is None and _towers(candidates, memory) and stated in (None, candidates[0].admin1):
            candidates = candidates[:1]  # Mykolaiv of half a million, not its namesakes, wherever the article has been
        elif mention.cue is None and region is None and _is_seat(mention, candidates, memory):
            candidates = candidates[:1]  # "Kherson was shelled": the town; "people died in Kherson" may be its region
        offset = None
        for other in all_mentions:
            inside = mention.token.i == other.refers
            if other.role == "reference" and inside and other is not mention and other.distance_km:
                anchor = place_of(other, (), gaz, memory)
                offset = Offset(other.distance_km, other.bearing, anchor) if anchor else None
        beside = [
            m.toponym.candidates[0]
            for m in all_mentions
            if m.toponym.start != mention.toponym.start and _tells_where(m, mention, memory)
        ]
        clues = Clues(
            cue=mention.cue,
            country=memory.country,
            admin1=stated or region,
            anchors=_once((*beside, *_of_officials(mention, all_mentions), *memory.places[-6:])),
            beside=tuple(place for place in beside if place.feature_class == "P"),
            offset=offset,
            day=memory.day,
            uses=gaz.uses(mention.toponym.text),
        )
        abroad = candidates[0].country_code != memory.country
        doubt = commonplace.doubt(candidates[0]) if abroad and len(candidates) == 1 and stated is None else None
        if stated and not any(p.admin1 == stated for p in candidates) and commonplace.is_said_of(mention, all_mentions):
            doubt = f"the gazetteer has no place called {mention.toponym.text} in {stated}"
        memory.senses[spelled] = Question(candidates, clues, mention.toponym.text, mention.toponym.start, doubt)
    return memory.senses[spelled]


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places, each once: one that is told of again and again is no nearer for it."""
    return tuple({place.place_id: place for place in places}.values())


def _region_here(mention: PlaceMention, memory: Memory) -> str | None:
    """'In the Luhansk region the army fell back. Troitske was shelled': the one region that the paragraph has named.

    None where the name is not borne there, or needs no choice.
    """
    candidates = mention.toponym.candidates
    if len(candidates) == 1 or mention.cue in DIVISION_WORDS:
        return None
    here = {p.name for p in memory.places if p.feature_code == "ADM1" and memory.seen[p.place_id] == memory.paragraph}
    borne = {p.admin1 for p in candidates if p.feature_class == "P"} & here
    return next(iter(borne)) if len(here) == len(borne) == 1 else None


_BESIDE_A_TOWN = ("near", "outside", "around", "round")  # "the fighting around Kherson": no region is meant


def _may_be_a_region(toponym: Toponym) -> bool:
    """True where the name is borne by a region and by something smaller, too."""
    return len({p.feature_code == "ADM1" for p in toponym.candidates}) == 2


_VILLAGES = 5  # settlements of one name from which a region is not meant by it, unless it is called so itself


def _without_borrowers(toponym: Toponym, gaz: Lookup) -> tuple[Place, ...]:
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


def _areas_of_a_region(mention: PlaceMention, memory: Memory) -> bool:
    """True of 'other areas of Donetsk', said of the region while the city of that name is in other hands."""
    if mention.part is None or mention.part.split()[-1:] != ["areas"]:
        return False
    candidates, first = mention.toponym.candidates, mention.toponym.candidates[0]
    held = memory.day is not None and seat_is_held(first.country_code, first.admin1, memory.day)
    return held and any(p.feature_code == "ADM1" for p in candidates)


def of_heading(toponym: Toponym, gaz: Lookup, memory: Memory) -> Place | None:
    """The place that a heading names; None where that is in doubt."""
    uses = gaz.uses(toponym.text)
    clues = Clues(country=memory.country, anchors=_once(memory.places[-6:]), day=memory.day, uses=uses)
    candidates = toponym.candidates[:1] if _towers(toponym.candidates, memory) else toponym.candidates
    support = memory.context.supports(toponym.text, candidates, toponym.start) if memory.context else ()
    found = resolve(candidates, clues, support)
    return None if found.ambiguous else found.place


def _towers(candidates: tuple[Place, ...], memory: Memory) -> bool:
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


def _is_seat(mention: PlaceMention, candidates: tuple[Place, ...], memory: Memory) -> bool:
    """True of what is hit where a town and its region alone are called so, while the town is not in other hands."""
    if mention.relation not in ("dobj", "nsubjpass") or [p.feature_class for p in candidates] != ["P", "A"]:
        return False
    town, area = candidates
    own = town.feature_code == "PPLA" and area.feature_code == "ADM1" and town.admin1 == area.admin1 == area.name
    held = memory.day is not None and seat_is_held(town.country_code, town.admin1, memory.day)
    return own and town.country_code == area.country_code == memory.country and not held


def _admin1_beside(mention: PlaceMention, all_mentions: Iterable[PlaceMention], memory: Memory) -> str | None:
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
        behind = 0 <= other.toponym.start - mention.toponym.end <= _RIGHT_BEHIND
        if division is not None and behind and (division.country_code in bearers or other.group != mention.group):
            # "Novomoskovsk, in the Tula region", whatever else is named; a namesake at home is not meant either
            return division.admin1 or division.name
        if division is not None and division.country_code in bearers:
            name = division.admin1 or division.name
            others = (m for m in all_mentions if m is not mention and m is not other)
            anothers = any(0 <= other.toponym.start - m.toponym.end <= _RIGHT_BEHIND for m in others)
            if not anothers or any(p.admin1 == name for p in mention.toponym.candidates):
                found.append(name)  # "Ivanovo, and Ukrainka in the Amur region": where the second lies
    return found[0] if len(found) == 1 else None


def _tells_where(m: PlaceMention, mention: PlaceMention, memory: Memory) -> bool:
    """A name that needs no context and stands beside another: 'Krasne, near Lviv', 'Sumy, Poltava and Lyman'."""
    first = m.toponym.candidates[0]
    after = _said_near(m, mention)
    alone = len(m.toponym.candidates) == 1 or (first.population or 0) >= 100_000
    listed = m.group == mention.group
    return (after or listed) and alone and not first.is_country and first.country_code == memory.country


def _of_officials(mention: PlaceMention, all_mentions: Iterable[PlaceMention]) -> Iterator[Place]:
    """Where those govern who tell of it: "the governor of Belgorod said shells had hit Shebekino"."""
    for m in all_mentions:
        first = m.toponym.candidates[0]
        governs = m.role == "body" and m.relation in ("of", "poss", "compound")
        if governs and m is not mention and first.feature_code in ("PPLA", "PPLA2", "ADM1"):
            yield first


def _said_near(m: PlaceMention, mention: PlaceMention) -> bool:
    """'Krasne, near Lviv', 'Mykolaivka, a village near Sloviansk'."""
    return 0 <= m.toponym.start - mention.toponym.end <= 30 and m.relation in roles.words()["near"]


_FARTHER = 2.0  # times as far off as the nearest of its name: not the one that is said to be near
_AS_FAR_KM = 10.0


def _next_to(
    mention: PlaceMention, candidates: tuple[Place, ...], all_mentions: Iterable[PlaceMention], memory: Memory
) -> tuple[Place, ...]:
    """The candidates that can be the one "near Sloviansk": the nearest, and those not much farther off."""
    candidates = _beyond(mention, candidates, all_mentions, memory)
    others = [m for m in all_mentions if m.toponym.start != mention.toponym.start and _tells_where(m, mention, memory)]
    near = [m.toponym.candidates[0] for m in others if _said_near(m, mention)]
    beside = near or [m.toponym.candidates[0] for m in others]  # "cleared Vesele and Zolotyi Kolodiaz", next door
    if not beside or any(p.feature_class != "P" for p in candidates):
        return candidates
    far = {
        p.place_id: min(distance_km(p.latitude, p.longitude, o.latitude, o.longitude) for o in beside)
        for p in candidates
    }
    nearest = min(far.values())
    if nearest > (_NEAR_KM if near else _NEXT_DOOR_KM):
        return candidates
    return tuple(p for p in candidates if far[p.place_id] <= max(_FARTHER * nearest, nearest + _AS_FAR_KM))


def _beyond(
    mention: PlaceMention, candidates: tuple[Place, ...], all_mentions: Iterable[PlaceMention], memory: Memory
) -> tuple[Place, ...]:
    """The candidates that lie where a list is said to: 'the villages of Sloboda and Lukashivka, south of Chernihiv'.

    All of them where none does, or where that is said of no town that is beyond doubt.
    """
    listed = {m.token.i for m in all_mentions if m.group == mention.group}
    for m in all_mentions:
        told = m.role == "reference" and m.refers in listed and m.bearing is not None and m.distance_km is None
        if not told or m.group == mention.group or not _towers(m.toponym.candidates, memory):
            continue
        return offsets.beyond(m.toponym.candidates[0], m.bearing or 0.0, candidates) or candidates
    return candidates


_NEAR_KM = 60.0  # Krasne near Lviv lies 43 km from it
_NEXT_DOOR_KM = (
    15.0  # villages of one list that lie so near belong together: of a hundred Vesele one in ten would by chance
)


def explained(location: Location, resolution: Resolution) -> Location:
    """The location with the signals that chose its place; unchanged where another place was taken instead."""
    if resolution.place is None or resolution.place.place_id != location.place_id:
        return location
    signals = tuple(PlaceSignal(s.name, s.value, s.weight, s.reason) for s in resolution.signals)
    return replace(location, signals=signals)


def may_mean(resolution: Resolution) -> tuple[Alternative, ...]:
    """The places that an ambiguous name may mean, the likeliest first."""
    best = [(resolution.place, resolution.score)] if resolution.place else []
    return tuple(
        Alternative(p.name, p.latitude, p.longitude, round(score, 3), p.admin1, p.country_code)
        for p, score in (*best, *resolution.alternatives)
    )


def undecided(mention: PlaceMention, resolution: Resolution) -> Undecided:
    """What is told of a name whose place is in doubt."""
    name = mention.toponym.text
    if resolution.alternatives:
        reason = f"several places are called {name}, and nothing tells which one is meant"
    else:
        reason = f"the text leaves open where {name} is: {(resolution.doubt or '').rstrip('.')}"
    return Undecided(reason, may_mean(resolution))
