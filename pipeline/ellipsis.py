"""A verb that is told once for several places: "Two people died in Pokrovsk and one in Lyman"."""

import re

from pipeline.placemention import PlaceMention
from pipeline.placewords import words
from pipeline.syntax import Sentence
from pipeline.triggers import TriggerMention

_LOOSE = ("conj", "appos", "npadvmod", "dep")  # what the parser makes of a clause without its verb


def elided(s: Sentence, m: PlaceMention, best: PlaceMention, trigger: TriggerMention) -> bool:
    """True of the place of a clause that leaves the trigger's verb out; best is the place of the whole one.

    "Two died in Pokrovsk and one in Lyman", "houses in Sumy were hit; in Konotop a school".
    """
    token = s.tokens[m.attach]
    if token.is_verb or m.relation not in ("in", "at", "near") or not (token.tag == "CD" or token.i > m.token.i):
        return False
    told = {t.i for t in (trigger.token, trigger.clause, trigger.patient, best.token) if t is not None}
    if not s.tokens[best.attach].is_verb:
        told.add(best.attach)  # "two air bases, one near Saratov and one near Ryazan"
    while token.dep in _LOOSE:
        token = s.head(token.i)
        if token.i in told:
            return True
    return False


_BY_ANOTHER = re.compile(
    r"(?:,(?! near| outside)|,? and|,? as well as) (?:also )?"
    r"(?:in|at|near|outside|around) (?:the (?:city|town|village|settlement) of )?"
)


def by_another_word(s: Sentence, m: PlaceMention, other: PlaceMention) -> bool:
    """'Fighting in Rubizhne and near Popasna': the next of a list, which another preposition leads to."""
    before, m = sorted((m, other), key=lambda one: one.token.i)
    between = s.text[max(0, before.toponym.end - s.start) : max(0, m.toponym.start - s.start)]
    places = ("in", "at", "near", "outside", "around")
    apart = m.relation != before.relation and {m.relation, before.relation} <= {*places}
    return apart and {m.role, before.role} == {"scene"} and _BY_ANOTHER.fullmatch(between) is not None


def of_another_thing(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'destroyed hangars on an airfield and a store in Sumy': the place of a second object."""
    again = next((t for t in s.ancestors(m.token.i) if t.dep == "conj" and t.tag == "IN"), None)
    if again is not None and any(p.lower == again.lower for p in s.children(trigger.token.i, "prep")):
        return True  # "fell on a school in Sumy, killing five, and on a store in Konotop"
    patient = trigger.patient.i if trigger.patient is not None else trigger.token.i
    things = [t for t in s.ancestors(m.token.i) if t.dep == "conj" and t.is_noun]
    return trigger.token.is_verb and any(thing.head in (trigger.token.i, patient) for thing in things)


def taken_too(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Captured Henichesk, a port, together with an airfield near Melitopol': what was taken beside the object.

    Only ground: "together with allies from Luhansk" and "along with Russia" are those who took it.
    """
    if trigger.kind.key != "capture" or trigger.patient is None or s.said.isdisjoint(_TOO):
        return False
    prep = next((t for t in s.ancestors(m.token.i) if t.lower == "with" and s.tokens[t.i - 1].lower in _TOO), None)
    if prep is None or prep.i < trigger.token.i or prep.head not in (trigger.token.i, trigger.patient.i, prep.i - 1):
        return False
    (thing, *_) = (*s.children(prep.i, "pobj"), prep)
    ground = words()["facility"] | words()["settlement"]
    return thing.lemma in ground and (thing.i == m.token.i or m.relation in ("in", "at", "near", "outside", "with"))


_TOO = ("together", "along")
DAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "january"),
    *("february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
)  # what follows may be of another day


WITH = re.compile("(?: with (?:[a-z-]+ )?[a-z-]+)? ")  # "Ochakiv with drones on Friday"
_ITS_DAY = re.compile(
    rf"{WITH.pattern}(?:(?:on|by|last|early|late) )*(?:the |a )?"
    rf"(?:(?i:{'|'.join(DAYS)})|(?:\w+ )?(?:day|week|hour)s? later|(?:next|following) day)\b"
)


def has_its_day(s: Sentence, m: PlaceMention) -> bool:
    """'Kreminna on Monday and Rubizhne two days later': what follows the name is its own day."""
    return _ITS_DAY.match(s.text, m.toponym.end - s.start) is not None


def is_of_another_day(s: Sentence, clause: int) -> bool:
    """'A tanker was hit on Friday, and a tug was sunk near Odesa on Tuesday': two clauses, each with its day."""
    if not s.children(clause, "nsubj", "nsubjpass"):
        return False
    inside = {t.i for t in s.subtree(clause)}
    days = [t.i in inside for t in s.tokens if t.lower in DAYS and t.tag != "MD"]
    return any(days) and not all(days)
