"""By whom, with what and against what: an event's attributes in the words of its sentence, None where it has none."""

import re
from collections.abc import Iterable

from pipeline.claimants import named_side
from pipeline.models import Location
from pipeline.placemention import PlaceMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.wordclasses import in_class

_OWNER = re.compile(r"^(?:its|their|his|her|our|my|whose)\s+", re.IGNORECASE)
_GENITIVE = re.compile(r"['’]s?$")  # "Russia's shelling"
_DEED = re.compile(r" (?:of|for) (?=(?:having|\w+ing)\b).*")  # "accused the Azov regiment of shelling the town"
_ALIGHT = re.compile(r" (?:alight|ablaze|aflame|on fire)$")
_EARLIER = re.compile(r"^(?:\w+ )?(?:earlier|later|ago) ")  # "a day earlier missiles fell"
_NO_TARGET = re.compile(r"^whose |\b(?:unmanned|aerial)\b", re.IGNORECASE)  # "hit by unmanned aerial vehicles", misread
_PRONOUN = ("PRP", "PRP$", "WP", "WP$", "WDT", "DT", "EX")


def actor(s: Sentence, trigger: TriggerMention) -> str | None:
    """Who did it: a party, its people or what they fly and sail; not the missile, nor the town that "fell"."""
    doer = _accused(s, trigger.token) or trigger.doer
    if doer is None or trigger.rule.named or not _fights(s, doer):
        return None
    return _GENITIVE.sub("", _OWNER.sub("", _DEED.sub("", s.phrase(doer.i)))) or None


def _accused(s: Sentence, verb: Token) -> Token | None:
    """Of "Kyiv accused Russian pilots of having fired at Kopani" the pilots."""
    for above in s.ancestors(verb.i):
        if above.lemma in ("accuse", "suspect", "blame"):
            passive = s.children(above.i, "nsubjpass") or (s.children(above.i, "nsubj") if above.tag == "VBN" else [])
            return next(iter(s.children(above.i, "dobj") or passive), None)
        if above.is_verb and above.dep not in ("pcomp", "aux"):
            return None
    return None


def _fights(s: Sentence, doer: Token) -> bool:
    if in_class(doer, "force|combatant"):
        return True
    name = doer.tag.startswith("NNP") and not in_class(doer, "weapon|place|facility|ministry")
    return name and named_side(s.phrase(doer.i)) in ("russia", "ukraine")  # "Azov", "Wagner"


def weapon(s: Sentence, trigger: TriggerMention) -> str | None:
    """What it was done with; not what was hit or shot down, though that is a weapon too."""
    words, hit = _EARLIER.sub("", trigger.weapon or ""), trigger.patient
    if hit is not None and words in s.phrase(hit.i) and (trigger.kind.key == "shootdown" or in_class(hit, "struck")):
        return None
    return words or None


def patient(
    s: Sentence, trigger: TriggerMention, location: Location | None, mentions: Iterable[PlaceMention]
) -> str | None:
    """What it was done to there: where places have each a thing of their own, that one, None where that is unclear."""
    one = trigger.patient
    if one is None or one.tag in _PRONOUN:
        return None
    if trigger.kind.key in ("strike", "explosion") and in_class(one, "weapon") and not in_class(one, "struck"):
        return None  # "fired rockets": the rockets are no target
    if one.lemma == "fire":  # "set fire to an oil depot"
        told = (*s.prepositions(one.i), *s.prepositions(trigger.token.i))
        one = next((thing for word, thing in told if word.lower == "to"), one)
    if location is not None:
        scenes = [m for m in mentions if m.role == "scene"]
        here = next((m for m in scenes if location.words.endswith(m.toponym.text)), None)
        if here is not None and any(one.i < m.token.i < here.token.i and m.group != here.group for m in scenes):
            after = max(m.token.i for m in scenes if m.token.i < here.token.i and m.group != here.group)
            near = (*s.conjuncts(one.i), *(t for t in s.ancestors(here.token.i) if in_class(t, "facility|struck")))
            own = [each for each in near if after < each.i < here.token.i]
            if not own:
                return None
            one = own[0]
    words = _ALIGHT.sub("", s.phrase(one.i))
    return None if _NO_TARGET.search(words) else words


_ORDINALS = {
    **{"second": "second", "third": "third", "fourth": "fourth", "another": "another"},
    **{"others": "another"},  # "others were heard in Sumy"
}


def ordinal(s: Sentence, trigger: TriggerMention) -> str | None:
    """What keeps it apart from one told before: "second" of "a second plane"; None where nothing does."""
    for t in (trigger.patient, trigger.token):
        for c in (*s.children(t.i, "amod", "det", "nummod"), *([t] if t.lower == "others" else [])) if t else ():
            if c.lower in _ORDINALS:
                return _ORDINALS[c.lower]
    return None
