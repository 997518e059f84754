"""What is said of the war at large: an event without a place that is no one happening.

"Russia widened its assault", "people who fled the fighting", "bridges have been hit again and again". A happening whose
place is merely not named ("a helicopter was shot down, the ministry said") is not meant.
"""

import re

from pipeline.dates import DateMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention

FAR = "an earlier event elsewhere, mentioned in passing"
REASON = "tells of the war at large, of no one happening"
_WAGED = ("offensive", "assault", "invasion", "campaign", "fighting", "counteroffensive", "counter-offensive", "war")
_ESCAPED = ("flee", "escape", "survive", "leave", "displace", "uproot", "mean", "suffer", "endure", "witness")
_ENDURED = ("fighting", "shelling", "bombing", "bombardment", "strike", "attack", "violence")
_OFTEN = re.compile(
    r"\b(?:again and again|time and again|over and over|repeatedly|before and|throughout the war|(?:have|has) all been"
    r"|since (?:the (?:war|invasion|start|beginning)|(?:it|the war|Russia) (?:began|started|invaded))"
    r"|for (?:weeks|months|years|days on end)"
    r"|(?:in|over) (?:the (?:past|last)|recent) (?:few )?(?:weeks|months|years))\b",
    re.IGNORECASE,
)
_TOLD = ("report", "hear", "record", "see", "feel", "register")


def at_large(s: Sentence, trigger: TriggerMention, day: DateMention | None, reason: str | None) -> str | None:
    """Why an event that has no place, and may have the day given, is none; None where something happened.

    reason says why it has no place: a country, or a part of one, is ground on which a war is waged.
    """
    token, wide = trigger.token, (reason or "").startswith(("only a ", "the text says only"))
    known = any(c.lower == "the" or c.dep == "poss" for c in s.children(token.i, "det", "poss"))
    country = (reason or "").startswith("only a ")
    if token.is_noun and token.lemma in _WAGED and (country or known or (wide and token.lemma != "fighting")):
        return REASON  # "opened the assault on Ukraine", "an offensive in the south"
    fought = token.is_verb and token.lemma == "fight" and day is None and token.tag != "VB"
    if fought and (wide or s.children(token.i, "aux")):
        return REASON  # "thousands were fighting"; but "a battalion fought its way out"
    above = s.head(token.i)
    if token.is_noun and token.lemma in _ENDURED and token.dep == "dobj" and above.lemma in _ESCAPED and day is None:
        return REASON  # "200,000 people who fled the fighting"
    return REASON if day is None and (_goes_on(s, trigger.clause) or _in_general(s, token)) else None


def in_passing(trigger: TriggerMention) -> bool:
    """'The general, whose planes bombed Aleppo', 'was famous before the siege of Homs': told of something else."""
    return trigger.token.dep in ("pobj", "relcl", "acl") or trigger.clause.dep in ("relcl", "acl")


def _goes_on(s: Sentence, verb: Token) -> bool:
    """'Has been bombing cities', 'have been hit again and again': in the perfect, many events in one word."""
    helpers = s.children(verb.i, "aux", "auxpass")
    if not any(t.tag in ("VBZ", "VBP") and t.lemma == "have" for t in helpers):
        return False
    return (verb.tag == "VBG" and any(t.lower == "been" for t in helpers)) or _OFTEN.search(s.text) is not None


def _in_general(s: Sentence, noun: Token) -> bool:
    """'Blasts at depots are put down to Kyiv': many, of no number, in the present tense, and in no headline."""
    if noun.tag != "NNS" or s.children(noun.i, "det", "nummod", "poss") or s.text.rstrip("\"'”’ ")[-1:] != ".":
        return False
    verb = s.head(noun.i)
    finite = [verb, *s.children(verb.i, "aux", "auxpass")] if verb.is_verb else []
    present = any(t.tag in ("VBZ", "VBP") and t.lemma != "have" for t in finite)
    return noun.dep in ("nsubj", "nsubjpass", "conj") and present and verb.lemma not in _TOLD
