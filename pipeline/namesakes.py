"""Which of several places of one name is meant: one sense an article, unless a word beside the name says otherwise."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gazetteer.lookup import Lookup, Toponym
from gazetteer.place import Place
from gazetteer.resolve import Clues, Offset, Resolution, resolve
from pipeline import commonplace, neighbours, regions, roles
from pipeline.memory import Memory, Question
from pipeline.models import Alternative, Location, PlaceSignal
from pipeline.neighbours import Towards
from pipeline.placemention import PlaceMention

_BIG = 100_000  # inhabitants from which a name needs no context


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
    region = region or regions.here(mention, memory) or regions.told_of(mention, memory)
    areas = regions.are_areas_of_one(mention, memory)
    town = mention.cue is None and mention.relation in regions.BESIDE_A_TOWN and regions.may_be_one(mention.toponym)
    spelled = (mention.toponym.text.lower(), mention.cue or "", region or "", areas, town)
    known = memory.senses.get(spelled)
    telling = mention.lies is not None or next(_telling(mention, all_mentions), None) is not None
    if known is None or (telling and known.start != mention.toponym.start):
        candidates = regions.without_borrowers(mention.toponym, gaz)
        if areas:
            candidates = tuple(p for p in candidates if p.feature_code == "ADM1")
        elif town:
            candidates = tuple(p for p in candidates if p.feature_code != "ADM1")
        towards = list(_towards(mention, all_mentions, gaz, memory))
        if mention.cue is not None or not regions.is_city(candidates, memory):
            candidates = _where_told(mention, candidates, all_mentions, towards, gaz, memory)
        stated = regions.beside(mention, all_mentions, memory)
        if mention.cue is None and regions.is_city(candidates, memory) and stated in (None, candidates[0].admin1):
            candidates = candidates[:1]  # Mykolaiv of half a million, not its namesakes, wherever the article has been
        elif mention.cue is None and region is None and regions.is_seat_hit(mention, candidates, memory):
            candidates = candidates[:1]  # "Kherson was shelled": the town; "people died in Kherson" may be its region
        offset = None
        for other in all_mentions:
            inside = mention.token.i == other.refers
            if other.role == "reference" and inside and other is not mention and other.distance_km:
                anchor = place_of(other, (), gaz, memory)
                offset = Offset(other.distance_km, other.bearing, anchor) if anchor else None
        others = [m for m in all_mentions if m.toponym.start != mention.toponym.start]
        telling_where = [m for m in others if _tells_where(m, mention, memory)]
        beside = [m.toponym.candidates[0] for m in telling_where]
        if neighbours.are_scattered([m.toponym.candidates[0] for m in telling_where if m.group == mention.group]):
            beside = [m.toponym.candidates[0] for m in telling_where if m.group != mention.group]
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
        if amiss := neighbours.is_amiss((each for each in towards if each.named), candidates):
            doubt = f"the gazetteer has no place called {mention.toponym.text} near {amiss.town.name}"
        if (area := _district(mention, gaz, memory)) and not neighbours.in_district(area, candidates):
            doubt = f"the gazetteer has no place called {mention.toponym.text} in {area.name}"
        listed = [m.toponym.candidates for m in all_mentions if m is not mention and _is_listed(m, mention, memory)]
        if memory.day and stated is None and (astray := neighbours.is_astray(listed, candidates, memory.day)):
            doubt = f"none that we know of is anywhere near {astray.name}, which is named beside it"
        if stated and not any(p.admin1 == stated for p in candidates) and commonplace.is_said_of(mention, all_mentions):
            doubt = f"the gazetteer has no place called {mention.toponym.text} in {stated}"
        asked = Question(candidates, clues, mention.toponym.text, mention.toponym.start, doubt)
        memory.senses[spelled] = asked
        if known is not None and doubt is None and asked.weighed(memory.context).ambiguous:
            memory.senses[spelled] = known  # these words don't tell more
    return memory.senses[spelled]


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places, each once: one that is told of again and again is no nearer for it."""
    return tuple({place.place_id: place for place in places}.values())


def of_heading(toponym: Toponym, gaz: Lookup, memory: Memory) -> Place | None:
    """The place that a heading names; None where that is in doubt."""
    uses = gaz.uses(toponym.text)
    clues = Clues(country=memory.country, anchors=_once(memory.places[-6:]), day=memory.day, uses=uses)
    candidates = toponym.candidates[:1] if regions.is_city(toponym.candidates, memory) else toponym.candidates
    support = memory.context.supports(toponym.text, candidates, toponym.start) if memory.context else ()
    found = resolve(candidates, clues, support)
    return None if found.ambiguous else found.place


def _tells_where(m: PlaceMention, mention: PlaceMention, memory: Memory) -> bool:
    """A name that needs no context and stands beside another: 'Krasne, near Lviv', 'Sumy, Poltava and Lyman'."""
    first = m.toponym.candidates[0]
    after = _said_near(m, mention)
    alone = len(m.toponym.candidates) == 1 or _is_big(m.toponym)
    listed = m.group == mention.group
    return (after or listed) and alone and not first.is_country and first.country_code == memory.country


def _is_big(toponym: Toponym) -> bool:
    return (toponym.candidates[0].population or 0) >= _BIG


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


def _where_told(
    mention: PlaceMention,
    candidates: tuple[Place, ...],
    all_mentions: Iterable[PlaceMention],
    told: list[Towards],
    gaz: Lookup,
    memory: Memory,
) -> tuple[Place, ...]:
    """The candidates that lie where the words around the name put it; all of them where that rules none out."""
    candidates = neighbours.beyond(told, candidates)
    lies = mention.lies
    if area := _district(mention, gaz, memory):
        return neighbours.in_district(area, candidates) or candidates
    if lies is not None and lies.border and (land := _country_of(lies.border, gaz)):
        candidates = neighbours.at_border(land, candidates, gaz)
    if lies is not None and lies.nearby:
        return neighbours.nearby(_told_before(mention, all_mentions, gaz, memory), candidates)
    others = [m for m in all_mentions if m.toponym.start != mention.toponym.start]
    if near := [m.toponym.candidates[0] for m in others if _said_near(m, mention) and _tells_where(m, mention, memory)]:
        return neighbours.near(near, candidates)
    return neighbours.of_list([_may_be(m) for m in others if _is_listed(m, mention, memory)], candidates)


def _district(mention: PlaceMention, gaz: Lookup, memory: Memory) -> Place | None:
    """The district that a name is said to lie in, or the town that it is called after.

    None of a city: "Kherson, Dniprovskyi district" is a part of it, "Odesa, Izium district, Lozova" is a list.
    """
    lies = mention.lies
    if lies is None or lies.district is None:
        return None
    if (lies.loosely or _ADJECTIVE.search(lies.district)) and regions.is_city(mention.toponym.candidates, memory):
        return None
    today = memory.day is None or memory.day >= _DISTRICTS_OF_TODAY
    named = (*(gaz.candidates(f"{lies.district} district") if today else ()), *gaz.candidates(lies.district)[:1])
    return next((p for p in named if p.feature_code == "ADM2" or (p.feature_class, p.anchor) == ("P", None)), None)


_DISTRICTS_OF_TODAY = dt.date(2020, 7, 17)  # Ukraine made 136 out of 490
_ADJECTIVE = re.compile(r"(?:sk|tsk|zk|n)(?:y|yi|iy)$")


def _may_be(m: PlaceMention) -> tuple[Place, ...]:
    """What a name of a list may mean: of a big city's name, the city."""
    return m.toponym.candidates[:1] if _is_big(m.toponym) else m.toponym.candidates


def _is_listed(m: PlaceMention, mention: PlaceMention, memory: Memory) -> bool:
    first = m.toponym.candidates[0]
    return m.group == mention.group and not first.is_country and memory.at_war(first)


def _country_of(word: str, gaz: Lookup) -> str | None:
    """ISO code of the country that is called so, or whose people are: "Russia", "Russian"."""
    named = gaz.demonym(word) or next((p for p in gaz.candidates(word) if p.is_country), None)
    return named.country_code if named is not None and named.is_country else None


def _told_before(
    mention: PlaceMention, all_mentions: Iterable[PlaceMention], gaz: Lookup, memory: Memory
) -> list[Place]:
    """The towns of the same sentence that the name comes after; else the one told of last."""
    scenes = [m for m in all_mentions if m.role == "scene" and m.toponym.end <= mention.toponym.start]
    places = [place_of(m, all_mentions, gaz, memory) for m in scenes]
    towns = [p for p in places if p is not None and p.feature_class == "P"]
    last = None if towns else memory.lately(memory.settlement(gaz), 1)
    return [*towns, *([last] if last is not None else [])]


def _towards(
    mention: PlaceMention, all_mentions: Iterable[PlaceMention], gaz: Lookup, memory: Memory
) -> Iterator[Towards]:
    """The towns beyond doubt from which the name is said to lie in some direction: "Dalne, south of Kurakhove"."""
    if mention.lies is not None and mention.lies.bearing is not None:
        town = memory.lately(memory.settlement(gaz), 1)
        if town is not None:
            yield Towards(town, mention.lies.bearing, named=False)
    for m in _telling(mention, all_mentions):
        found = None if regions.is_city(m.toponym.candidates, memory) else sense(m, all_mentions, gaz, memory)
        town = m.toponym.candidates[0] if found is None else found.place if not found.ambiguous else None
        if town is not None and town.feature_class == "P":
            yield Towards(town, m.bearing, m.distance_km)


def _telling(mention: PlaceMention, all_mentions: Iterable[PlaceMention]) -> Iterator[PlaceMention]:
    """The references from which the name, or the list that it stands in, is said to lie somewhere.

    "Near Masiutivka, 13 km northeast of Kupiansk, and Bilohorivka, 12 km south of Kreminna": to each its own.
    """
    listed: set[int] = set()
    shared = []
    for m in all_mentions:
        if m.role == "reference" and m.refers is not None and (m.bearing is not None or m.distance_km is not None):
            listed = listed or {o.token.i for o in all_mentions if o.group == mention.group}
            if m.refers in listed and m.group != mention.group:
                shared.append(m)
    yield from [m for m in shared if m.refers == mention.token.i] or shared


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
