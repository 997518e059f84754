"""Places that a lead leaves without a name and the next sentences give: "a town in the east ... The raid on Izium"."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from gazetteer.lookup import Toponym
from gazetteer.place import Place
from gazetteer.sphere import distance_km
from pipeline import geometry, namesakes, offsets, placing, roles
from pipeline.models import Location
from pipeline.placemention import PlaceMention
from pipeline.reading import Awaited, Draft, Reading
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention

_LEAD = 2  # paragraphs at the top whose places may be named below them
_SENTENCES, _PARAGRAPHS = 4, 2  # how far below
_BESIDE_KM = 5.0  # from a town to a site that is told of as its own
_RAID = ("strike", "explosion")  # what is a blast here and a missile there


def awaited(state: Reading, s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...]) -> Awaited | None:
    """The place without a name that the lead tells of; None where there is none: 'a market in a small town'."""
    if s.paragraph - state.top >= _LEAD:
        return None
    own = {t.i for t in (trigger.token, trigger.clause, trigger.patient) if t is not None}
    w = roles.words()
    found: Token | None = None
    for token in s.tokens:
        towns, sites = token.lemma in w["settlement"] | _TOWNS, token.lemma in w["facility"]
        if not (towns or sites) or not token.is_noun or (found is not None and sites):
            continue
        article = any(c.lower in ("a", "an", "another") for c in s.children(token.i, "det")) or (
            towns and any(c.lower == "home" for c in s.children(token.i, "compound", "amod", "nmod"))
        )
        named = any(c.tag.startswith("NNP") and _is_name(c, mentions) for c in s.subtree(token.i) if c.i < token.i)
        called = any(p.lower == "of" and o.tag == "NNP" for p, o in s.prepositions(token.i))
        if article and not named and not called and own & {token.i, *(t.i for t in s.ancestors(token.i))}:
            found = token
            if towns:
                break
    part = _PART.search(s.text)
    if found is None and part is not None:
        return Awaited(part.group(), "", False, True, part[1].lower())
    if found is None or s.children(found.i, "appos"):
        return None
    divisions = {m.toponym.candidates[0].name for m in mentions if m.toponym.candidates[0].feature_code == "ADM1"}
    near = (m.toponym.candidates[0] for m in mentions if m.role == "reference" or m.relation in w["near"])
    beside = next((p for p in near if p.feature_class == "P"), None)
    settlement = found.lemma in w["settlement"] | _TOWNS
    words = s.phrase(found.i)
    apart = settlement or any(t.lemma == "border" for t in s.tokens)
    said = (state.gaz.demonym(c.text) for c in s.children(found.i, "amod", "compound", "poss") if c.text[:1].isupper())
    country = next((land.country_code for land in said if land is not None and land.is_country), None)
    side = part and part[1].lower()
    return Awaited(words, found.lemma, settlement, apart, side, frozenset(divisions), beside, country)


_TOWNS = frozenset(("port", "hometown"))
_PART = re.compile(r"\b((?:north|south)?-?(?:eastern|western|northern|southern)|central) (?:Ukraine|Ukrainian)\b", re.I)


def _is_name(token: Token, mentions: tuple[PlaceMention, ...]) -> bool:
    """True of a part of a place name that is no country's: 'a Donetsk suburb'."""
    named = (m for m in mentions if m.toponym.start <= token.start < m.toponym.end)
    return any(not m.toponym.candidates[0].is_country for m in named)


def is_open(of: Awaited, location: Location | None) -> bool:
    """True where the place described is not placed, or only by what it lies beside: 'a town outside Kharkiv'."""
    if location is None:
        return True
    if location.precision == "region":
        return location.name in of.divisions
    beside = location.basis == "offset" or (location.basis == "sentence" and location.precision == "near")
    return of.settlement and beside and of.beside is not None and of.beside.place_id == location.place_id


def settle(state: Reading, words: str, start: int, paragraph: int, names: Sequence[Toponym], told: list[Draft]) -> None:
    """Places what was told before of a place without a name, where this sentence gives it. Called before told is kept.

    words begin at start, a code point in the article. The first sentence that names a town decides, for or against.
    """
    state.awaiting = [d for d in state.awaiting if paragraph - d.paragraph <= _PARAGRAPHS]
    if not state.awaiting:
        return
    state.awaited_for += 1
    lands = {d.awaits.country or state.memory.country for d in state.awaiting if d.awaits is not None}
    towns = {p.place_id: p for t in names if (p := _named(state, words, start, t, lands))}
    if len(towns) == 1:
        (place,) = towns.values()
        for draft in state.awaiting:
            _place(draft, words, place, told)
    if towns or state.awaited_for >= _SENTENCES:
        state.awaiting, state.awaited_for = [], 0


def settle_below(state: Reading, words: str, start: int, paragraph: int, names: Sequence[Toponym]) -> None:
    """The same of a paragraph that tells of no event."""
    for end in (*(m.end() for m in _STOP.finditer(words)), len(words)):
        settle(state, words[:end], start, paragraph, [t for t in names if t.start - start < end], [])


_STOP = re.compile(r"[.!?][\"”]?\s+(?=[A-Z“\"])")


def _named(state: Reading, words: str, start: int, toponym: Toponym, lands: Set[str | None]) -> Place | None:
    """The town or site in one of the countries that a name means for certain; None where it says who speaks or whence.

    words begin at start, a code point in the article.
    """
    first, ahead = toponym.candidates[0], words[: toponym.start - start]
    if (
        first.feature_class not in ("P", "S")
        or first.feature_code in ("PPLC", "PPLX")
        or first.country_code not in lands
    ):
        return None
    if _ASIDE.search(ahead) or _OFFICE.match(words[toponym.end - start :]) or offsets.before_name(ahead) is not None:
        return None
    place = first if len(toponym.candidates) == 1 else namesakes.of_heading(toponym, state.gaz, state.memory)
    return place if place is not None and place.feature_class in ("P", "S") else None


_OFFICE = re.compile(  # behind a name: "Lviv regional governor Maksym Kozytskyy"
    r"(?:['’]s)? (?:regional |city |town |local |military )*"
    r"(?:governor|mayor|head|chief|council|officials?|authorit\w+|police|prosecutors?|administration|emergency)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # before a name: who speaks, where it is likened to, what it is beside
    r"\b(?:(?<!video )(?<!footage )(?<!pictures )from"
    r"|than|governor of|mayor of|head of|prosecutors? in|officials? in|like|unlike|near|outside|towards?"
    r"|reporters in|as far as|between)(?: the)?(?: (?:city|town|village|port) of)? $",
    re.IGNORECASE,
)


def _place(draft: Draft, words: str, place: Place, told: list[Draft]) -> None:
    """Puts the draft where the town is, if all that was said of the place fits it."""
    of, event = draft.awaits, draft.event
    if of is None or not _fits(of, place):
        return
    same = [d for d in told if d.event.kind == event.kind or {d.event.kind, event.kind} <= set(_RAID)]
    if (told and not same) or _ANOTHER.search(words):
        return
    noun = _OR_ELSE.get(of.noun, re.escape(of.noun))
    again = of.noun and re.search(rf"\b(?:the|its) (?:\w+ ){{0,2}}(?:{noun})\b", words, re.IGNORECASE)
    if place.feature_class == "S" and not (same or of.noun in place.name.lower()):
        return
    if not (same or again or _THE_ATTACK.search(words)):
        return  # "Kherson has been quiet": a name alone is not yet the town that was meant
    there = next((d.event.location for d in same if d.event.location is not None and d.event.kind == event.kind), None)
    described = f"{of.words}: {place.name}"
    near = there is not None and (
        there.name == place.name  # of several of the name the one that the sentence says more of
        or _apart(there.latitude, there.longitude, place) <= there.uncertainty_km + _BESIDE_KM
    )
    found = replace(there, basis="coreference", words=described) if there is not None and near else None
    draft.event = replace(
        event,
        location=found or placing.as_location(place, "coreference", described),
        unplaced_reason=None,
        candidates=(),
    )
    draft.awaits = None


_OR_ELSE = {"port": r"port|harbou?r|quay|docks"}
_ANOTHER = re.compile(r"\b(?:another|also|separate(?:ly)?|elsewhere|meanwhile|second|earlier)\b", re.IGNORECASE)
_THE_ATTACK = re.compile(
    r"\bthe (?:\w+ )?(?:attack|strike|raid|blast|explosion|shelling|bombing|bombardment|crash|wreckage)s?\b",
    re.IGNORECASE,
)


def _fits(of: Awaited, place: Place) -> bool:
    """Whether the place lies where the text says that the one without a name does."""
    if of.country is not None and place.country_code != of.country:
        return False
    if of.divisions and place.admin1 not in of.divisions:
        return False
    reach = geometry.constants()["cataphora"]
    if of.beside is not None:
        apart = _apart(of.beside.latitude, of.beside.longitude, place)
        return of.beside.place_id != place.place_id and apart <= reach["beside_km"]
    if of.part is None or place.country_code != "UA":
        return True
    sides = {
        "east": place.longitude >= reach["east_from"],
        "west": place.longitude <= reach["west_to"],
        "north": place.latitude >= reach["north_from"],
        "south": place.latitude <= reach["south_to"],
        "central": reach["centre_from"] <= place.longitude <= reach["centre_to"],
    }
    return all(fits for side, fits in sides.items() if side in of.part)


def _apart(latitude: float, longitude: float, place: Place) -> float:
    return distance_km(latitude, longitude, place.latitude, place.longitude)
