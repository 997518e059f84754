"""Where those who tell of an event have their office: the scene where no other place is named."""

from gazetteer.lookup import Lookup
from pipeline import definite, namesakes, placing
from pipeline.memory import Memory
from pipeline.models import Location
from pipeline.placemention import PlaceMention
from pipeline.syntax import Sentence
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
                if regional or (s.tokens[m.attach].lemma == "governor" and place.feature_code == "PPLA"):
                    place = definite.region_of(gaz, place) or place  # "the governor of Kharkiv" governs its region
                return placing.as_location(place, "inferred", s.phrase(m.attach))
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
