"""Where those who tell of an event have their office: the scene where no other place is named."""

import re

from gazetteer.lookup import Lookup
from gazetteer.place import Place
from pipeline import definite, namesakes, placing, whereabouts
from pipeline.memory import Memory
from pipeline.models import Location
from pipeline.placemention import PlaceMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.voices import is_speech

_RULERS = ("governor", "mayor", "head", "chief", "administration", "council", "leader")
_SERVANTS = ("official", "authority", "prosecutor", "police", "rescuer", "service")  # a capital's are the country's


def ruled(
    s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> Location | None:
    """A governor or mayor who names no other place speaks of the one they run; marked as inferred.

    Officials in a capital speak of the whole country.
    """
    for m in _tellers(s, trigger, mentions):
        if s.tokens[m.attach].lemma in (*_RULERS, *_SERVANTS):
            place = namesakes.place_of(m, mentions, gaz, memory)
            if place is not None and place.feature_code == "PPLC" and s.tokens[m.attach].lemma in _SERVANTS:
                continue
            if place is not None and place.country_code == memory.country and not place.is_country:
                regional = any(c.lower == "regional" for c in s.children(m.attach, "amod"))
                regional = regional or (s.tokens[m.attach].lemma == "governor" and place.feature_code == "PPLA")
                if regional and not _at_the_seat(s, trigger):
                    place = definite.region_of(gaz, place) or place  # "the governor of Kharkiv" governs its region
                return placing.as_location(place, "inferred", s.phrase(m.attach))
    return _of_the_town_told_of(s, trigger, mentions, gaz, memory)


def run_by_teller(
    s: Sentence, token: Token, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> Place | None:
    """What "there" means to who runs a town or region: that, or what of it was told before; None where nothing was.

    "The authorities in Makiivka said shelling had killed three there", whatever town the article told of before; "the
    governor of Poltava region said missiles struck two cities there". Police in a region's seat speak of all of it.
    """
    there = memory.there()
    for m in mentions:
        office = s.tokens[m.attach]
        if m.role != "body" or office.dep != "nsubj" or office.lemma not in (*_RULERS, *_SERVANTS):
            continue
        place = namesakes.place_of(m, mentions, gaz, memory)
        if place is None or place.is_country or (place.feature_code == "PPLC" and office.lemma in _SERVANTS):
            continue
        region = place.name if place.feature_code == "ADM1" else None
        if place.feature_code == "PPLA" and not _of_the_town(s, office):
            region = place.admin1
        if region is not None and there is not None and there.admin1 == region:
            return there
        others = (o for o in mentions if o is not m and m.token.i < o.token.i < token.i)
        if place.feature_class == "A" or (
            place.country_code == memory.country and all(o.toponym.candidates[0].is_country for o in others)
        ):
            return place
    return there


def _of_the_town(s: Sentence, office: Token) -> bool:
    """'The mayor of', 'the city council of', 'municipal authorities in': of the town alone, not of its region."""
    return office.lemma == "mayor" or any(
        c.lower in ("city", "town", "municipal") for c in s.children(office.i, "amod", "compound")
    )


def of_speaker(s: Sentence, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory) -> Place | None:
    """'The head of the regional government in Lviv': the seat of the region that is spoken of."""
    seats = (namesakes.place_of(m, mentions, gaz, memory) for m in mentions if m.role == "body")
    return next((p for p in seats if p is not None and p.feature_code == "PPLA"), None)


def _at_the_seat(s: Sentence, trigger: TriggerMention) -> bool:
    """True where the seat of a region is what was hit: 'the regional administration building'."""
    held = [t for t in (trigger.token, trigger.patient) if t is not None]
    hit = [*held, *(o for t in held for _, o in s.prepositions(t.i))]
    return any(_SEAT.search(s.phrase(t.i)) for t in hit)


_SEAT = re.compile(r"\bregional (?:state )?(?:administration|council|government|police|headquarters)\b", re.IGNORECASE)


def _of_the_town_told_of(
    s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> Location | None:
    """'Queues formed in Sumy. Shells had hit a market, the city council said': the town that its paragraph told of.

    Also that of the paragraph before, where this one has named none.
    """
    if any(m.role == "scene" for m in mentions):
        return None
    for verb in (*s.ancestors(trigger.token.i), *s.children(trigger.clause.i, "parataxis")):
        for who in s.children(verb.i, "nsubj") if is_speech(verb.lemma) else ():
            own = who.lemma == "mayor" or any(c.lower in ("city", "town") for c in s.children(who.i, "compound"))
            known = any(
                c.tag.startswith("NNP") and c.lower not in ("city", "town")
                for c in s.children(who.i, "compound", "poss")
            )
            if own and not known and s.children(who.i, "det", "poss"):
                town = memory.lately(memory.settlement(gaz), 0) or memory.one_town()
                return placing.as_location(town, "coreference", s.phrase(who.i)) if town is not None else None
    return None


def _tellers(s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...]) -> list[PlaceMention]:
    """The names that bodies bear, without those who told something else: "Police in Lviv said a rocket hit a depot,
    while the governor of Rivne said that a barracks was struck".
    """
    bodies = [m for m in mentions if m.role == "body"]
    for verb in s.ancestors(trigger.token.i):
        if own := [m for m in bodies if s.head(m.attach).i == verb.i and s.tokens[m.attach].dep == "nsubj"]:
            return own
        speaks = verb.is_verb and is_speech(verb.lemma) and any(t.is_noun for t in s.children(verb.i, "nsubj"))
        if speaks and verb.dep in ("conj", "advcl", "parataxis"):
            return []
    return bodies


def town_of_teller(
    s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> Place | None:
    """'Sumy's mayor said shells had hit the city': the town of who runs it and tells of it."""
    for m in mentions:
        office = s.tokens[m.attach]
        # "Mayor Anatoliy Fedoruk of Bucha"
        titled = any(c.lower in _RUNS_A_TOWN for c in s.children(office.i, "compound"))
        if m.role != "body" or not (titled or office.lemma in _RUNS_A_TOWN):
            continue
        if any(c.lower in ("regional", "oblast", "provincial") for c in s.children(office.i, "amod", "compound")):
            continue  # "the Luhansk regional governor": of many towns
        behind = office.dep in ("npadvmod", "appos", "dep") and any(
            is_speech(above.lemma) for above in s.ancestors(trigger.token.i)
        )
        if not (behind or whereabouts.of_the_teller(s, m, trigger.token)):
            continue  # behind: "..., the mayor of Sumy, Oleksandr Lysenko, said", of which the parser makes an adverb
        place = namesakes.place_of(m, mentions, gaz, memory)
        if place is not None and place.feature_class == "P" and place.country_code == memory.country:
            return place
    return None


_RUNS_A_TOWN = ("mayor", "governor", "council", "administration", "head", "chief", "commander", "police")
