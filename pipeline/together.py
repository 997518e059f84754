"""Towns that are counted and named apart: "both towns" of the sentence before, "two villages, he said: A and B"."""

import re

from gazetteer.place import Place
from pipeline import numbers
from pipeline.memory import Memory
from pipeline.placemention import PlaceMention
from pipeline.placewords import words
from pipeline.syntax import Sentence
from pipeline.triggers import TriggerMention

_SEVERAL = re.compile(
    r"(?:\bboth(?: of)?(?: the| these)?|\b(?:all|the|these|those)(?: of)?(?: the)? (?P<n>two|three|four))"
    r" (?:\w+ )?(?:towns|cities|villages|settlements|ports)\b",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4}


def several(s: Sentence, trigger: TriggerMention, memory: Memory) -> tuple[str, tuple[Place, ...]] | None:
    """The words "both towns", said of what happened, and the towns named together before; () where they were not.

    None where the words do not stand in the trigger's clause.
    """
    match = _SEVERAL.search(s.text)
    if match is None:
        return None
    noun = next((t for t in s.tokens if t.end - s.start == match.end()), None)
    if noun is None or not {noun.i, *(t.i for t in s.ancestors(noun.i))} & {trigger.token.i, trigger.clause.i}:
        return None
    count = _COUNTS[match["n"].lower()] if match["n"] else 2
    return match.group(), memory.listed if len(memory.listed) == count else ()


_COLON = re.compile(r": (?:the )?(?:(?:towns|cities|villages|settlements) of )?$")
_BREAK = re.compile(r"[.;:\"“”()]")
_AND = re.compile(r",? and |, ")
_NAMED = re.compile(r"(?:the \w+ of )?[A-Z][\w'’-]+(?: (?:[a-z]{2,3} )?[A-Z][\w'’-]+){0,2}")


def is_first_of_counted(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Retook three villages north of Kharkiv, he said: Bezruky, Slatyne and Prudianka': the first of those three.

    True where the colon is followed by as many names as were counted in what the trigger was done to, and by no more.
    """
    colon = _COLON.search(s.text, 0, m.toponym.start - s.start)
    if colon is None or trigger.token.start - s.start > colon.start():
        return False
    ground = words()["settlement"] | words()["district"] | {"place", "port"}
    ahead = [t for t in s.tokens if t.end - s.start <= colon.start() and t.tag == "NNS" and t.lemma in ground]
    if not ahead:
        return False
    noun = ahead[-1]
    verb = next((t for t in s.ancestors(noun.i) if t.is_verb or t.i == trigger.token.i), None)
    count = next((t.lower for t in s.children(noun.i, "nummod")), None)
    told = trigger.token.head == trigger.clause.i or s.head(trigger.token.i).lower == "under"  # but "after the attack"
    if count is None or verb is None or (verb.i != trigger.token.i and not (told and verb.i == trigger.clause.i)):
        return False
    named = _AND.split(_BREAK.split(s.text[m.toponym.start - s.start :])[0].rstrip(" ,"))
    return len(named) == numbers.WORDS.get(count, count) and all(_NAMED.fullmatch(each) for each in named)
