"""The words of a sentence that tell of an event, by the rules of kinds.toml over the parse."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import antecedent, doubles, headline
from pipeline.claimants import is_speech
from pipeline.frames import Frame, Verb, of_noun, of_verb
from pipeline.kinds import Kind, Trigger
from pipeline.language import lemma
from pipeline.lexicon import A_PLACE, asking, bases, said_in, trigger_forms
from pipeline.syntax import Sentence, Token
from pipeline.wordclasses import (
    IsPlace,
    any_of_class,
    classes,
    in_class,
    names_place,
    phrase_in_class,
    phrase_of_class,
)


@dataclass(frozen=True, slots=True)
class TriggerMention:
    """One word that tells of an event, the rule that says so, and what it is done with, to and by."""

    token: Token
    kind: Kind
    rule: Trigger
    words: str  # verbatim: "shot down", "rocket attack"
    clause: Token  # the verb whose arguments are the event's: the verb itself, or the noun's light verb
    weapon: str | None
    patient: Token | None  # what it is done to
    doer: Token | None


def find(sentence: Sentence, is_place: IsPlace, before: str = "") -> tuple[TriggerMention, ...]:
    """The triggers of a sentence in order, at most one kind a word.

    is_place tells whether a token names a place; before is the text that leads up to the sentence.
    """
    known, spelled = bases(), trigger_forms()
    if sentence.said.isdisjoint(known) and sentence.said.isdisjoint(spelled):
        return ()
    telling = [token for token in sentence.tokens if token.lemma in known or token.lower in spelled]
    if not telling:
        return ()
    said = said_in(sentence)
    if any(map(is_place, sentence.tokens)):
        said.add(A_PLACE)
    found = [mention for token in telling if (mention := _match(sentence, token, said, is_place, before))]
    return tuple(doubles.told_once(sentence, found))


def _match(s: Sentence, token: Token, said: set[str], is_place: IsPlace, before: str) -> TriggerMention | None:
    verb = Verb(s, token)
    for part, base in _readings(s, token):
        for kind, rule, asked in asking().get((part, base), ()):
            if any(map(said.isdisjoint, asked)):
                continue
            frame = of_verb(s, verb, rule, is_place) if part == "verb" else of_noun(s, token, rule)
            if frame is None or not _holds(s, token, kind, rule, frame, is_place) or kind.blocked(_around(s, token)):
                continue
            meant = frame.doers if rule.subject in ("counted", "they") else frame.patients or frame.doers
            if rule.anaphor and not any(antecedent.may_mean(s, t, rule.anaphor, before) for t in meant):
                continue
            if rule.amid and not antecedent.spoken_of(rule.amid, f"{before} {s.text}"):
                continue
            weapon = _weapon(s, token, frame.patients, frame.doers)
            patient, doer = next(iter(frame.patients), None), next(iter(frame.doers), None)
            return TriggerMention(token, kind, rule, frame.words, frame.clause, weapon, patient, doer)
    return None


_SHARE = ("%", "percent", "most", "much", "half", "all")
_NOMINAL = ("dobj", "nsubj", "pobj", "nsubjpass", "conj", "attr", "ROOT", "appos", "dep")


_BESIDE = ("punct", "cc", "conj", "parataxis", "npadvmod")  # what hangs on a verb and says nothing of what was done
_TELLING = ("report", "describe", "note", "record", "hear", "see", "confirm")


def _readings(s: Sentence, token: Token) -> list[tuple[str, str]]:
    """(verb or noun, base form), likeliest first: what the word may be in the table, by its tag and its place."""
    if headline.opens_as_noun(s, token):
        return [("noun", token.lemma)]
    if headline.participle(s, token):
        return [("verb", lemma(token.lower, "VBG"))]
    if token.tag in ("VBD", "VBN") and _is_attribute(s, token):
        return []
    if token.tag == "JJ" and token.dep == "amod" and token.lower.endswith("ed"):  # "intercepted missile"
        return [("verb", lemma(token.lower, "VBN"))]
    if token.tag == "JJ" and token.dep in ("nsubj", "nsubjpass", "dobj", "pobj"):  # "a counteroffensive has begun"
        return [("noun", token.lemma)]
    if token.tag == "VBG":
        if token.lemma == "retreat" and s.children(token.i, "dobj"):
            return []  # "mined by retreating troops", "retreating soldiers left mines": it takes no object
        there = any(t.dep == "expl" for t in s.tokens[max(0, token.i - 3) : token.i])
        if headline.is_compound(s, token) or (there and not s.children(token.i, "dobj", "nsubj")):
            return [("noun", token.lower)]  # "there was fighting in the centre"
        above = s.head(token.i).lower
        after = token.dep == "pcomp" and above in ("by", "after", "amid", "during", "following")
        told = token.dep == "xcomp" and s.head(token.i).lemma in _TELLING  # "reported fighting near Brovary"
        if token.dep in _NOMINAL or ((after or told) and not s.children(token.i, "dobj")):  # "damaged by fighting"
            return [("verb", token.lemma), ("noun", token.lower)]
        return [] if token.dep in ("amod", "compound") else [("verb", token.lemma), ("verb", token.lower)]
    if token.is_verb and token.dep != "compound" and (token.dep != "amod" or token.tag == "VBN"):
        return [("verb", token.lemma), ("verb", token.lower)]
    possessive = token.dep in ("attr", "acomp") and (token.tag in ("PRP", "PRP$") or token.lower == "theirs")
    return [("noun", token.lemma), ("noun", token.lower)] if token.is_noun or possessive else []


def _is_attribute(s: Sentence, token: Token) -> bool:
    """True of "occupied" in "the airfield at occupied Berdiansk", of which the parser may make what somebody does."""
    ahead, name = s.tokens[token.i - 1 : token.i], s.tokens[token.i + 1 : token.i + 2]
    return bool(ahead and name) and ahead[0].lower in _LEADS_TO and name[0].tag == "NNP" and name[0].head == token.i


_LEADS_TO = ("in", "at", "near", "on", "from", "of", "over", "around", "outside", "into", "across", "to", "towards")


def _holds(s: Sentence, token: Token, kind: Kind, rule: Trigger, frame: Frame, is_place: IsPlace) -> bool:
    """True where all that the rule asks for stands with the trigger."""
    patients, doers = frame.patients, frame.doers
    if rule.caption and not headline.is_caption(s):
        return False
    if rule.passive and (doers or not frame.passive):
        return False
    if rule.bare and any(c.i > token.i and c.dep not in _BESIDE for c in s.children(token.i)):
        return False
    if rule.finite and not s.is_finite(token.i):
        return False
    if rule.told and not (frame.clause.dep == "ccomp" and is_speech(s.head(frame.clause.i).lemma)):
        return False
    if rule.intransitive and s.children(token.i, "dobj"):
        return False
    if rule.passive and rule.amid and (token.dep in ("acl", "relcl") or any(p.lower in _SHARE for p in patients)):
        return False  # "80% of the houses were destroyed" is how things stand, no event
    if rule.object and not any_of_class(s, patients, rule.object, is_place):
        # a name that the gazetteer lacks may still be a place: it is listed as not placed, not lost
        town = kind.key == "capture" and "place" in rule.object.split("|")
        unknown = town and patients and patients[0].tag == "NNP" and not s.children(patients[0].i)
        by_force = any_of_class(s, doers, "force", is_place) or any(d.lower in ("it", "they") for d in doers)
        if not (unknown and by_force):
            return False
    tellers = _who_says(s, token, doers) if rule.subject == "force" and kind.key == "strike" else []
    by_teller = any_of_class(s, tellers, "force|ministry", is_place)
    by_teller = by_teller or ("force" in (rule.subject or "").split("|") and _of_its_own(s, token))
    if rule.subject and not by_teller and not any_of_class(s, doers, rule.subject, is_place):
        return False
    if rule.any_argument and not any_of_class(s, patients + doers, rule.any_argument, is_place):
        return False
    if rule.named and not any(is_place(t) or names_place(s, t, is_place) for t in doers):
        return False
    if rule.needs_place_object and not any(
        is_place(t) or names_place(s, t, is_place) or _placed_site(s, t, is_place) for t in patients
    ):
        return False
    if rule.modifier and not any(in_class(c, rule.modifier) for c in _modifiers(s, token)):
        return False
    if (
        rule.needs
        and not phrase_of_class(s, doers, rule.needs)
        and not (token.dep == "acl" and any(in_class(c, rule.needs) for p in patients for c in _modifiers(s, p)))
        and not any(in_class(c, rule.needs) for d in doers for c in s.children(d.i, "acl", "relcl"))
        and not phrase_of_class(s, _used(s, frame.clause), rule.needs)
        and not any(
            in_class(t, rule.needs) and not _is_where(s, t)
            for t in _clause(s, token, frame.clause)
            if t.i != token.i and t not in patients
        )
    ):
        return False
    if rule.before and not s.text[: token.start - s.start].lower().rstrip().endswith(rule.before):
        return False
    if not rule.oblique:
        return True
    # "carried out 12 attacks near Hrekivka": the parser hangs "near" on either
    hung = [*s.prepositions(token.i), *(s.prepositions(frame.clause.i) if rule.after else ())]
    hung += [deeper for prep, tool in hung if prep.lower == "with" for deeper in s.prepositions(tool.i)]
    return any(
        any_of_class(s, [obj], rule.oblique.get(prep.lower, ""), is_place)
        for prep, obj in hung
        if prep.lower in rule.oblique
    )


def _who_says(s: Sentence, token: Token, doers: list[Token]) -> list[Token]:
    """Of "Ukraine's military said it had hit a depot" the military, whom "it" stands for."""
    above = s.head(token.i)
    pronoun = len(doers) == 1 and doers[0].lower in ("it", "they") and doers[0].head == token.i
    if not pronoun or token.dep != "ccomp" or above.lemma not in ("say", "claim", "announce", "confirm", "report"):
        return []
    return s.children(above.i, "nsubj")


def _of_its_own(s: Sentence, token: Token) -> bool:
    """'The ministry claimed to have taken Vesele', 'its claim to have', 'he boasted of having': by its own forces."""
    done = any(c.lemma == "have" for c in s.children(token.i, "aux"))
    above = s.head(token.i) if token.dep in ("xcomp", "acl") else s.head(s.head(token.i).i)
    return (
        done
        and token.dep in ("xcomp", "pcomp", "acl")
        and above.lemma in ("claim", "boast", "say", "report", "declare")
    )


def _is_where(s: Sentence, token: Token) -> bool:
    """Whether it is only where: "came under attack from the press in Kyiv" names no force."""
    return token.tag == "NNP" and token.dep == "pobj" and s.head(token.i).lower in ("in", "at", "near", "outside")


def _placed_site(s: Sentence, head: Token, is_place: IsPlace) -> bool:
    """'the airfield at Hostomel': a site that is taken as a whole, and where it lies."""
    return in_class(head, "site") and any(is_place(obj) for _, obj in s.prepositions(head.i))


def _around(s: Sentence, token: Token) -> str:
    """The trigger with some words on either side: where a veto must stand."""
    a, b = max(0, token.i - 6), min(len(s.tokens), token.i + 8)
    return s.words(s.tokens[a:b])


def _modifiers(s: Sentence, noun: Token) -> list[Token]:
    direct = s.children(noun.i, "compound", "amod", "nmod", "poss")
    return direct + [
        c for d in direct for c in (*s.conjuncts(d.i)[1:], *s.children(d.i, "compound", "amod", "conj", "nmod"))
    ]


def _clause(s: Sentence, token: Token, clause: Token) -> Iterator[Token]:
    """The words of the trigger's own clause, without the clauses below it."""
    stack, seen = [clause.i, token.i], set()
    while stack:
        k = stack.pop()
        if k in seen:
            continue
        seen.add(k)
        yield s.tokens[k]
        stack.extend(
            c.i for c in s.children(k) if c.dep not in ("ccomp", "advcl", "relcl", "conj", "parataxis") or not c.is_verb
        )


def _used(s: Sentence, verb: Token) -> list[Token]:
    """Of "used two drones to hit a depot" the drones, and of "two drones were used to"."""
    above = s.head(verb.i)
    return s.children(above.i, "dobj", "nsubjpass") if above.lemma == "use" and verb.dep in ("xcomp", "advcl") else []


def _weapon(s: Sentence, token: Token, patients: list[Token], doers: list[Token]) -> str | None:
    tools = [obj for prep, obj in s.prepositions(token.i) if prep.lower in ("with", "by", "using", "from", "in")]
    for head in (*patients, *doers, *tools, *(used := _used(s, token))):
        if phrase_in_class(s, head, "weapon") and (
            head.lemma in classes()["weapon"] or (head in (*tools, *used) and head.is_noun and in_class(head, "weapon"))
        ):
            return s.phrase(head.i, without=("relcl", "acl", "appos", "advcl", "conj", "cc", "det", "poss", "prep"))
    kept = [c for c in _modifiers(s, token) if in_class(c, "weapon|from_a_distance")]
    if token.is_noun and kept:
        return " and ".join(dict.fromkeys(c.text for c in sorted(kept, key=lambda c: c.i)))
    return token.text if token.lemma in ("shelling", "airstrike", "bombing", "shellfire") else None
