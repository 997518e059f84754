"""Which of a sentence's triggers tell of one and the same happening."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.claimants import is_speech
from pipeline.syntax import Sentence, Token
from pipeline.wordclasses import in_class

if TYPE_CHECKING:
    from pipeline.triggers import TriggerMention


_ENCLOSING = ("shootdown", "battle")
_COUNTS = ("some", "several", "many", "most", "all", "each", "both", "another", "any", "dozens", "two-thirds", "half")


def told_once(s: Sentence, found: list[TriggerMention]) -> Iterator[TriggerMention]:
    """The triggers without those that tell again what another one tells.

    'Repelled a rocket attack' is the attack, 'repelled an assault' one battle: a noun beats its verb.
    """
    found = [m for m in found if not (m.rule.effect and any(_tells_more(s, other, m) for other in found))]
    named = [m for m in found if m.token.is_noun or (m.token.tag == "VBG" and m.token.dep != "advcl")]
    nouns = {m.token.i for m in named if not m.rule.generic}
    repelled = {t.i for m in found if m.token.is_verb for t in s.patients(m.token.i)}
    downed = {m.patient.i for m in found if m.kind.key == "shootdown" and m.patient is not None}
    done = [m for m in found if m.token.is_verb and m.token.i not in nouns and not m.rule.effect]
    doers = {t.i for m in done for t in s.subjects(m.token.i)}
    for mention in found:
        if mention.rule.generic and mention.token.i in repelled:  # "repulsed an attack" is told by its verb
            continue
        if mention.token.is_noun and downed & {obj.i for _, obj in s.prepositions(mention.token.i)}:
            continue  # "fragments of an intercepted missile"
        if mention.token.lemma == "toll" and nouns & {obj.i for _, obj in s.prepositions(mention.token.i)}:
            continue  # "the toll of the rocket strike"
        above = s.head(mention.token.i)
        verb = s.head(above.i)
        if above.dep == "prep" and any(m.token.i == verb.i and m.kind is mention.kind and verb.is_verb for m in found):
            continue  # "damaged in a missile strike"
        if mention.token.i in nouns & doers:  # "was hit by airstrikes" is told by its verb
            continue
        struck = any(m.kind.key == "strike" and m.token.i < mention.token.i for m in found)
        if (
            struck
            and mention.kind.key == "explosion"
            and any(t.lower == "the" for t in s.children(mention.token.i, "det"))
        ):
            continue  # "a missile hit a depot in Sumy, and the blast was heard in Konotop"
        modifies = mention.token.dep in ("acl", "relcl") and any(
            m is not mention
            and m.clause.i != mention.token.i  # "the latest town to fall into their hands" is told by its verb
            and mention.token.head in {k for t in (m.patient, m.doer) if t for k in _named_by(s, t)}
            for m in found
        )
        if any(_goes_on(s, mention, m) for m in found):
            continue
        if modifies and mention.kind.key != "shootdown":
            continue  # "shot down a missile fired at the port" is one happening
        fallen = any(m.kind.key == "shootdown" and m.token.dep == "relcl" and mention.doer == m.patient for m in found)
        if fallen and mention.kind.key == "strike":
            continue  # "a house was damaged by a drone that was shot down"
        led = mention.token.dep == "advcl" and mention.kind.key == "strike" and mention.token.tag in ("VBG", "VBN")
        if led and any(m.token.i == mention.token.head and m.kind.key in _ENCLOSING for m in found):
            continue  # "a jet came down near Sumy, struck by a missile", "beat back a column, destroying three tanks"
        if mention.kind.key in ("strike", "shootdown") and any(_brought_down(s, mention, m) for m in found):
            continue  # "a jet came down after being hit by a missile"
        if any(_comes_of(s, mention, m) or _beaten(s, mention, m) or _follows(s, mention, m) for m in found):
            continue
        if mention.token.is_verb and mention.token.i not in nouns:
            below = {t.i for t in s.children(mention.token.i, "dobj", "nsubjpass")}
            if below & nouns:
                continue
        yield mention


def _comes_of(s: Sentence, harm: TriggerMention, strike: TriggerMention) -> bool:
    """True of "damaging" of 'shelled Nikopol, damaging ten houses', where no second place is named."""
    led = harm.token.dep == "advcl" and harm.token.tag == "VBG" and harm.token.head == strike.token.i
    if not led or strike.token.dep in ("acl", "relcl") or harm.kind is not strike.kind or harm is strike:
        return False
    return not any(t.tag == "NNP" for t in s.subtree(harm.token.i)) and not s.children(harm.token.i, "mark", "nsubj")


def _follows(s: Sentence, harm: TriggerMention, strike: TriggerMention) -> bool:
    """True of "caught" of 'a block caught fire after being struck by a shell', 'burned down after a shell hit it'."""
    if harm is strike or harm.kind.key not in ("strike", "explosion") or strike.kind.key != "strike":
        return False
    above = s.head(strike.token.i)
    if strike.token.dep == "pcomp":
        same = above.lower == "after" and above.head in (harm.token.i, harm.clause.i)
        return same and not s.children(strike.token.i, "dobj", "nsubj", "nsubjpass")
    again = strike.patient is not None and strike.patient.lower in ("it", "they", "them")
    after = any(c.lower == "after" for c in s.children(strike.token.i, "mark"))
    return strike.token.dep == "advcl" and above.i in (harm.token.i, harm.clause.i) and after and again


def is_debris(s: Sentence, harm: TriggerMention) -> bool:
    """True of what debris does, "it" left out: 'fragments of a downed missile had hit it' answers what was told."""
    if harm.kind.key != "strike" or (harm.patient is not None and harm.patient.lower in ("it", "them")):
        return False
    doers = (
        [harm.doer] if harm.doer else [o for c in s.children(harm.token.i, "csubj") for o in s.children(c.i, "dobj")]
    )
    return any(in_class(doer, "debris") for doer in doers)  # "falling debris" comes out as a clause


def _beaten(s: Sentence, loss: TriggerMention, fight: TriggerMention) -> bool:
    """True of "destroyed" of 'attacks were beaten off near Sumy and nine tanks destroyed': what the attackers lost."""
    joined = loss.token.dep == "conj" and loss.token.head == fight.token.i
    if not joined or (loss.kind.key, fight.kind.key) != ("strike", "battle") or loss.token.lemma != "destroy":
        return False
    lost = [*s.children(loss.token.i, "dobj", "nsubj", "nsubjpass"), *([loss.patient] if loss.patient else [])]
    return bool(lost) and all(in_class(t, "struck|force") for t in lost)


def _brought_down(s: Sentence, hit: TriggerMention, fall: TriggerMention) -> bool:
    """True where the strike is what made the aircraft fall: 'crashed after it was hit', 'came down, ploughing into'."""
    if fall.kind.key != "shootdown" or fall is hit:
        return False
    again = hit.patient is not None and hit.patient.lower in ("it", "they") and hit.token.dep == "advcl"
    if again and fall.token.i < hit.token.i and any(c.lower == "after" for c in s.children(hit.token.i, "mark")):
        return True  # "a jet came down over Sumy, its crew were captured, officials said, after it was struck"
    if fall.token.dep == "conj" and fall.token.head == hit.token.i:  # "was hit by a missile and crashed"
        return not s.children(fall.token.i, "nsubj", "nsubjpass") and fall.patient is None
    if hit.token.dep not in ("pcomp", "advcl"):
        return False
    hung = s.head(hit.token.head) if hit.token.dep == "pcomp" else s.head(hit.token.i)
    if hung.i != fall.token.i:
        return False
    fallen = s.children(fall.token.i, "nsubj", "nsubjpass")
    if hit.patient is None:
        return hit.token.dep == "pcomp" and bool(s.children(hit.token.i, "auxpass"))
    return hit.patient in fallen or hit.patient.lower in ("it", "they", "them")


def _named_by(s: Sentence, noun: Token) -> Iterator[int]:
    """Where a noun stands, and the one that it counts: 'one of the missiles'."""
    yield noun.i
    if noun.lower in _COUNTS or noun.tag == "CD":
        yield from (obj.i for prep, obj in s.prepositions(noun.i) if prep.lower == "of")


def _goes_on(s: Sentence, launch: TriggerMention, hit: TriggerMention) -> bool:
    """True for "fired" of "missiles fired from the sea hit a depot", which the parser takes for two verbs in a row."""
    if hit.token.dep != "conj" or hit.token.head != launch.token.i or hit.kind is not launch.kind:
        return False
    between = s.tokens[launch.token.i : hit.token.i]
    return not s.children(launch.token.i, "dobj") and not any(t.dep == "cc" or t.text in ",;:" for t in between)


def _tells_more(s: Sentence, other: TriggerMention, effect: TriggerMention) -> bool:
    """True where the other trigger says what was done by which the effect came: 'hit a house, killing two'."""
    if other.rule.effect:
        same = effect.token.dep == "conj" and effect.token.head == other.token.i  # "killed 20 and wounded 28"
        return same and not s.children(effect.token.i, "nsubj", "nsubjpass")
    if other.kind.key == "shootdown":
        return False
    if effect.doer is not None and other.token.dep in ("acl", "relcl") and other.token.head == effect.doer.i:
        return False  # "a missile fired from a bomber killed two in Sumy": where it fell, not where it came from
    if effect.doer is not None and other.token.i == effect.doer.i:
        return True
    for low, high in ((other.token, effect.token), (effect.token, other.token)):
        while low.i != high.i and low.head != low.i and not (low.dep == "conj" and low.is_verb):
            if effect.weapon is not None and reported_beside(s, low):
                break  # "shells killed two in Nikopol, while the army said that fighting had flared near Izium"
            low = s.head(low.i)
        if low.i == high.i:
            return True
    return False


def reported_beside(s: Sentence, verb: Token) -> bool:
    """True of "said" of '..., while the army said that', 'as Kyiv reported': what is told of another happening."""
    return verb.dep == "advcl" and is_speech(verb.lemma) and bool(s.children(verb.i, "nsubj"))
