"""Names that only qualify another name: "the Kharkiv village of Vesele", "the Moscow hotel in Donetsk".

Also the one name that the parser makes a speaker of, though it is what was hit: "Shells hit Sumy, the governor said".
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline import voices
from pipeline.dates import DAYS
from pipeline.placemention import PlaceMention
from pipeline.placewords import is_named_district, words
from pipeline.syntax import Sentence, Token

_BEARS_NAMES = ("hotel", "cinema", "restaurant", "cafe", "theatre", "theater", "supermarket", "stadium", "sanatorium")


def settled(s: Sentence, found: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """The mentions of a sentence once each has been seen beside the others."""
    found = tuple(_street(s, m) for m in found)
    if " from wh" in s.text:
        found = tuple(_fired_from(s, m) for m in found)
    if len(found) > 1:
        found = tuple(_named_for(s, m, found) for m in _villages_region(s, found))
        found = tuple(_told_of_another(s, m, found) for m in found)
        found = tuple(_ends_of_roads(s, found))
        if "between" in s.said:
            found = tuple(_lies_between(s, found))
    return tuple(_denied(s, _where_one_speaks(s, _ship(s, _object_not_speaker(s, _label(s, m))))) for m in found)


def _villages_region(s: Sentence, found: tuple[PlaceMention, ...]) -> Iterator[PlaceMention]:
    """'The Kharkiv village of Vesele' is a village of Kharkiv's region: the first name tells which Vesele."""
    for k, m in enumerate(found):
        after = found[k + 1] if k + 1 < len(found) else None
        if after is not None and m.role == "scene":
            between = s.text[m.toponym.end - s.start : after.toponym.start - s.start].split()
            noun = next((t for t in s.tokens if t.start >= m.toponym.end), None)
            small = noun is not None and noun.lemma in words()["settlement"] - {"city", "capital"}
            regions = tuple(p for p in m.toponym.candidates if p.feature_code == "ADM1")
            if small and regions and 2 <= len(between) <= 3 and between[-1] == "of":
                m = replace(m, role="reference", toponym=replace(m.toponym, candidates=regions), cue="region")
        yield m


def _told_of_another(s: Sentence, m: PlaceMention, found: tuple[PlaceMention, ...]) -> PlaceMention:
    """'Volnovakha, a railway town halfway to Donetsk': the second name only tells what the first one is."""
    if m.role != "scene":
        return m
    named = {o.token.i for o in found if o is not m and o.role == "scene"}
    above = [t for t in s.ancestors(m.token.i) if t.dep == "appos" and t.head in named and not t.tag.startswith("NNP")]
    above = [t for t in above if not is_named_district(s, t)]  # "struck Sumy, Kharkiv's Saltivka district and Izium"
    return replace(m, role="reference") if above and m.cue is None else m


def is_road(noun: Token) -> bool:
    """True of "the road from Lyman to Sloviansk", whose ends are no list of places."""
    return noun.lemma in _ROADS


_ROADS = ("road", "highway", "motorway", "route", "railway", "track")


def _ends_of_roads(s: Sentence, found: tuple[PlaceMention, ...]) -> Iterator[PlaceMention]:
    """'A car was hit on the road from Lyman to Sloviansk': between the two; they only tell where a village lies."""
    roads: dict[int, Token] = {}
    for k, (one, other) in enumerate(pairwise(found)):
        ends = s.text[one.toponym.end - s.start : other.toponym.start - s.start] == " to " and one.role == "origin"
        if ends and is_road(road := s.head(one.token.head)):
            roads |= {k: road, k + 1: road}
    for k, m in enumerate(found):
        yield _along(s, roads[k], m) if k in roads else m


def _lies_between(s: Sentence, found: tuple[PlaceMention, ...]) -> Iterator[PlaceMention]:
    """'Rubizhne, between Lysychansk and Kreminna': the two only tell where the first lies."""
    towns = {m.toponym.end: m.toponym.candidates[0].feature_class in "PS" for m in found}
    told: dict[int, int] = {}
    for k, (one, other) in enumerate(pairwise(found)):
        if s.text[one.toponym.end - s.start : other.toponym.start - s.start] not in _AND_THE:
            continue
        behind = _BETWEEN.search(s.text, 0, one.toponym.start - s.start)
        name = behind and next((t for t in s.tokens if t.end - s.start == behind.start()), None)
        if name and name.tag == "NNP" and name.lower not in DAYS and towns.get(name.end, True):
            told |= {k: name.i, k + 1: name.i}
    for k, m in enumerate(found):
        yield replace(m, role="reference", refers=told[k]) if k in told else m


_AND_THE = (" and ", " and the ")
_BETWEEN = re.compile(
    r",? \(?(?:which (?:lies|is) |lying |a (?:\w+ ){1,2})?(?:about |roughly |just )?(?:half[- ]?way |midway )?between $"
)


def _along(s: Sentence, road: Token, m: PlaceMention) -> PlaceMention:
    on = s.head(road.head)
    settled = on.tag.startswith("NNP") or on.lemma in words()["settlement"] | words()["district"]
    if road.dep != "pobj" or s.head(road.i).lower not in ("on", "along") or settled:
        return replace(m, role="reference")
    while on.is_noun and on.dep != "ROOT":
        on = s.head(on.i)
    return replace(m, role="scene", attach=on.i, relation="between", group=road.i)


def _where_one_speaks(s: Sentence, m: PlaceMention) -> PlaceMention:
    """'Zelensky, in Oslo for talks, said': between a speaker and the verb, where they are and nothing else."""
    if m.role != "scene" or (after := _TILL_VERB.match(s.text[m.toponym.end - s.start :])) is None:
        return m
    ahead = _SPEAKER_AT.search(s.text[: m.toponym.start - s.start])
    if ahead is None:
        return m
    verb = next((t for t in s.tokens if t.end >= m.toponym.end + after.end() and t.is_verb), None)
    speaker = next((t for t in reversed(s.tokens) if t.end - s.start <= ahead.start()), None)
    if verb is None or speaker is None or not voices.is_speech(verb.lemma):
        return m
    spoken = any(t.i == verb.i for t in (s.head(speaker.i), s.head(s.head(speaker.i).i)))
    return replace(m, role="body") if spoken else m


def _fired_from(s: Sentence, m: PlaceMention) -> PlaceMention:
    """'Irpin, from where rockets were fired on the city': they were fired there, and fell elsewhere."""
    if m.role != "scene" or not (after := _FROM_THERE.match(s.text, m.toponym.end - s.start)):
        return m
    verb = next((t for t in s.tokens if t.start - s.start >= after.end() and t.is_verb and t.lemma != "be"), None)
    return replace(m, role="origin") if verb is not None and verb.lemma in _FIRED else m


_FROM_THERE = re.compile(r",? from (?:where|which|whence) ")
_FIRED = ("fire", "launch", "shell", "bombard", "shoot", "lob", "send", "attack", "strike")


def _denied(s: Sentence, m: PlaceMention) -> PlaceMention:
    """'Missiles struck Ternopil, not Lviv', 'not in Kharkiv but in Belgorod': named as where it was not."""
    if m.role != "scene" or s.said.isdisjoint(_NOT):
        return m
    if not any(t.lower in _NOT for t in s.tokens[max(0, m.token.i - 7) : m.token.i]):
        return m
    return replace(m, role="reference") if _NOT_THERE.search(s.text[: m.toponym.start - s.start]) else m


_NOT = ("not", "nor", "rather")
_NOT_THERE = re.compile(
    r"\b(?:not|nor|rather than)(?: (?:in|on|at|near|over))?(?: the)?(?: (?:city|town|village|port) of)? $",
    re.IGNORECASE,
)
_SPEAKER_AT = re.compile(
    r", (?:(?:now |currently |who (?:is|was) |speaking )?(?:in|at|from)|visiting|on a (?:\w+ )?(?:visit|trip) to)"
    r" (?:the )?$"
)
_TILL_VERB = re.compile(r"[^,.;:]{0,50}, [a-z]+")


_STREETS = ("Street", "Avenue", "Boulevard", "Prospekt", "Prospect", "Square", "Lane", "Park", "Highway", "Embankment")


def _street(s: Sentence, m: PlaceMention) -> PlaceMention:
    """'Gorky Park', 'Moscow Avenue': a street or park that bears the name of somebody or some place."""
    end = m.toponym.end - s.start
    named = s.text[end : end + 1] == " " and re.sub(r"\W", "", s.text[end + 1 :].split(" ", 1)[0]) in _STREETS
    return replace(m, role="body") if named and m.toponym.candidates[0].feature_class in "PA" else m


def _named_for(s: Sentence, m: PlaceMention, found: tuple[PlaceMention, ...]) -> PlaceMention:
    """'The Moscow hotel in the centre of Donetsk': the house bears the first name and stands in the second."""
    if m.role != "scene" or m.facility is None:
        return m
    noun = next((t for t in s.tokens if t.start >= m.toponym.end), None)
    if noun is None or noun.lemma not in _BEARS_NAMES or noun.start > m.toponym.end + 1:
        return m
    others = (o for o in found if o.token.i > noun.i and o.role == "scene" and o.relation in ("in", "of", "at"))
    return replace(m, role="body") if next(others, None) is not None else m


def _ship(s: Sentence, m: PlaceMention) -> PlaceMention:
    """'The Sumy was struck', 'the right bank of the Dnipro': no town has an article; ships, clubs and rivers do."""
    if not s.said.isdisjoint(words()["vessel"]) and _bears_it(s, m):
        return replace(m, role="body")
    towns = all(p.feature_class == "P" for p in m.toponym.candidates[:1])
    bare = m.role == "scene" and m.cue is None and m.token.dep in _ARGUMENTS and m.token.end >= m.toponym.end
    if not (bare and towns and "the" in s.said):
        return m
    ahead = s.tokens[m.token.i - 1] if m.token.i else None
    side = next((c for c in s.children(m.token.i, "amod") if c.lower.endswith("ern")), None)
    if ahead is not None and side is not None and side.i == ahead.i:  # "over the northern Caspian"
        ahead = s.tokens[ahead.i - 1] if ahead.i else None
    article = ahead is not None and ahead.lower == "the" and ahead.head == m.token.i and ahead.end < m.toponym.start
    listed = [t for t in s.children(m.token.i, "conj", "appos") if t.tag.startswith("NNP")]
    if not article or listed:  # "the Sumy, Poltava and Kharkiv regions"
        return m
    return replace(m, role="body")


def _bears_it(s: Sentence, m: PlaceMention) -> bool:
    """'The landing ships Saratov and Novocherkassk', 'the Novocherkassk landing ship': a ship that is called so."""
    before = next(
        (t for t in reversed(s.tokens) if t.end <= m.toponym.start and not _OF_A_NAME.fullmatch(t.text)), None
    )
    if before is not None and before.lemma in words()["vessel"]:
        return s.tokens[before.i + 1].text not in (",", "and")
    after = [t for t in s.tokens if t.start >= m.toponym.end][:3]
    named = before is not None and before.lower == "the" and before.end + 1 == m.toponym.start
    called = next((t for t in after if t.lemma in words()["vessel"]), None)
    return named and called is not None and called.tag == "NN" and called.dep != "compound"


_OF_A_NAME = re.compile(r"[A-Z][\w’'-]*|[,\"“‘']|and")


def _label(s: Sentence, m: PlaceMention) -> PlaceMention:
    """'08.40 Lviv: four missiles hit a workshop': the place of the item, of which the parser makes a subject."""
    after = s.tokens[m.token.i + 1 : m.token.i + 2]
    opens = (
        m.relation == "nsubj" and m.role == "scene" and not any(t.is_noun or t.is_verb for t in s.tokens[: m.token.i])
    )
    return replace(m, relation="in") if opens and after and after[0].text == ":" else m


_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "pobj")


def _object_not_speaker(s: Sentence, m: PlaceMention) -> PlaceMention:
    """'Shells hit Sumy, the governor said': to the parser Sumy speaks, and the governor is another name of it."""
    verb = voices.mistaken_object(s, m.token)
    return replace(m, role="scene", attach=verb.i, relation="dobj") if verb is not None else m
