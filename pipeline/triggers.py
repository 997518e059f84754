"""The words of a sentence that tell of an event, by the rules of kinds.toml over the parse."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import antecedent, doubles, headline
from pipeline.kinds import Kind, Trigger
from pipeline.language import lemma
from pipeline.lexicon import bases, by_lemma, trigger_forms
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
    telling = [token for token in sentence.tokens if token.lemma in known or token.lower in spelled]
    found = [mention for token in telling if (mention := _match(sentence, token, is_place, before))]
    return tuple(doubles.told_once(sentence, found))


def _match(s: Sentence, token: Token, is_place: IsPlace, before: str) -> TriggerMention | None:
    for part, base in _readings(s, token):
        for kind, rule in by_lemma().get((part, base), ()):
            frame = _of_verb(s, token, rule, is_place) if part == "verb" else _of_noun(s, token, rule)
            if frame is None or not _holds(s, token, kind, rule, frame, is_place) or kind.blocked(_around(s, token)):
                continue
            meant = frame.patients or frame.doers
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


def _readings(s: Sentence, token: Token) -> list[tuple[str, str]]:
    """(verb or noun, base form), likeliest first: what the word may be in the table, by its tag and its place."""
    if headline.opens_as_noun(s, token):
        return [("noun", token.lemma)]
    if headline.participle(s, token):
        return [("verb", lemma(token.lower, "VBG"))]
    if token.tag == "JJ" and token.dep == "amod" and token.lower.endswith("ed"):  # "intercepted missile"
        return [("verb", lemma(token.lower, "VBN"))]
    if token.tag == "JJ" and token.dep in ("nsubj", "nsubjpass", "dobj", "pobj"):  # "a counteroffensive has begun"
        return [("noun", token.lemma)]
    if token.tag == "VBG":
        if headline.is_compound(s, token):
            return [("noun", token.lower)]
        above = s.head(token.i).lower
        after = token.dep == "pcomp" and above in ("by", "after", "amid", "during", "following")
        if token.dep in _NOMINAL or (after and not s.children(token.i, "dobj")):  # "damaged by fighting"
            return [("verb", token.lemma), ("noun", token.lower)]
        return [] if token.dep in ("amod", "compound") else [("verb", token.lemma), ("verb", token.lower)]
    if token.is_verb and token.dep != "compound" and (token.dep != "amod" or token.tag == "VBN"):
        return [("verb", token.lemma), ("verb", token.lower)]
    possessive = token.dep in ("attr", "acomp") and (token.tag in ("PRP", "PRP$") or token.lower == "theirs")
    return [("noun", token.lemma), ("noun", token.lower)] if token.is_noun or possessive else []


@dataclass(frozen=True, slots=True)
class _Frame:
    """A trigger's words and arguments, before the rule's conditions are asked."""

    words: str
    clause: Token
    patients: list[Token]
    doers: list[Token]
    passive: bool = False


def _of_verb(s: Sentence, token: Token, rule: Trigger, is_place: IsPlace) -> _Frame | None:
    particle = _particle(s, token)
    if rule.particle and (particle is None or particle.lower not in rule.particle):
        return None
    if particle is not None and particle.lower in rule.not_particle:
        return None
    words = s.words([token, particle]) if rule.particle and particle else token.text
    if phrase := headline.participle(s, token):
        return _Frame(words, token, [phrase[1]], [phrase[0]])
    if token.dep == "amod":
        return _Frame(words, token, [s.head(token.i)], s.subjects(token.i), True) if rule.adjective else None
    patients, doers = s.patients(token.i) or headline.torn_off(s, token), s.subjects(token.i)
    intransitive = rule.subject or rule.named or "to" in rule.oblique  # "Sievierodonetsk fell", "rockets fell"
    if not patients and not intransitive and headline.short_passive(s, token):
        agents = [t for t in doers if t.dep == "pobj"]
        subjects = s.children(token.i, "nsubj")
        undergone = any_of_class(s, subjects, rule.object or "place|facility|struck", is_place)
        if agents or (undergone and not any(in_class(t, "weapon|warplane") and not rule.object for t in subjects)):
            return _Frame(words, token, subjects, agents, True)
    if rule.subject and not rule.object and not doers and token.dep == "acl" and s.head(token.i).dep == "ROOT":
        patients, doers = [], patients  # "A missile ploughed into a shop" comes out as one noun phrase
    if token.dep == "acl" and token.tag == "VBN" and not patients and not s.is_passive(token.i):
        patients = [s.head(token.i)]
    return _Frame(words, token, patients, doers, s.is_passive(token.i))


def _of_noun(s: Sentence, token: Token, rule: Trigger) -> _Frame | None:
    head = s.head(token.i)
    # "blast damage in Sumy", "fighting NE of Kyiv"
    effect = (token.dep == "compound" or token.tag == "VBG") and headline.is_caption(s)
    effect = effect and (token.tag == "NNS" or in_class(head, "effect|direction"))  # and "explosions rock Kherson"
    below = any(c.dep == "compound" and c.i > token.i for c in s.children(token.i))
    opens = token.dep == "npadvmod" and not any(t.is_noun or t.is_verb for t in s.tokens[: token.i])
    if below or (token.dep in ("compound", "nmod", "npadvmod", "amod") and not (effect or opens)):
        return None
    if rule.after and not (_governor(s, token) & set(rule.after)):
        return None
    words = s.words(
        [*(c for c in s.children(token.i, "compound", "amod") if in_class(c, "weapon|from_a_distance")), token]
    )
    clause = next((above for above in s.ancestors(token.i) if above.is_verb), token)
    if rule.after and (token.lemma in ("control", "claim", "fire", "hand") or rule.named or rule.subject):
        words = s.words([clause if clause.i < token.i else token, token])
        return _Frame(words, clause, [], s.subjects(clause.i))
    return _Frame(words, clause, [], _noun_doers(s, token))


def _holds(s: Sentence, token: Token, kind: Kind, rule: Trigger, frame: _Frame, is_place: IsPlace) -> bool:
    """True where all that the rule asks for stands with the trigger."""
    patients, doers = frame.patients, frame.doers
    if rule.caption and not headline.is_caption(s):
        return False
    if rule.passive and (doers or not frame.passive):
        return False
    if rule.passive and rule.amid and (token.dep in ("acl", "relcl") or any(p.lower in _SHARE for p in patients)):
        return False  # "80% of the houses were destroyed" is how things stand, no event
    if rule.object and not any_of_class(s, patients, rule.object, is_place):
        # a name that the gazetteer lacks may still be a place: it is listed as not placed, not lost
        unknown = kind.key == "capture" and patients and patients[0].tag == "NNP" and not s.children(patients[0].i)
        by_force = any_of_class(s, doers, "force", is_place) or any(d.lower in ("it", "they") for d in doers)
        if not (unknown and by_force):
            return False
    tellers = _who_says(s, token, doers) if rule.subject == "force" and kind.key == "strike" else []
    by_teller = any_of_class(s, tellers, "force|ministry", is_place)
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
        and not any(in_class(c, rule.needs) for d in doers for c in s.children(d.i, "acl"))
        and not phrase_of_class(s, _used(s, frame.clause), rule.needs)
        and not any(
            in_class(t, rule.needs) for t in _clause(s, token, frame.clause) if t.i != token.i and t not in patients
        )
    ):
        return False
    if rule.before and not s.text[: token.start - s.start].lower().rstrip().endswith(rule.before):
        return False
    if not rule.oblique:
        return True
    # "carried out 12 attacks near Hrekivka": the parser hangs "near" on either
    hung = [*s.prepositions(token.i), *(s.prepositions(frame.clause.i) if rule.after else ())]
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


def _placed_site(s: Sentence, head: Token, is_place: IsPlace) -> bool:
    """'the airfield at Hostomel': a site that is taken as a whole, and where it lies."""
    return in_class(head, "site") and any(is_place(obj) for _, obj in s.prepositions(head.i))


def _around(s: Sentence, token: Token) -> str:
    """The trigger with some words on either side: where a veto must stand."""
    a, b = max(0, token.i - 6), min(len(s.tokens), token.i + 8)
    return s.words(s.tokens[a:b])


def _particle(s: Sentence, verb: Token) -> Token | None:
    for child in s.children(verb.i, "prt", "advmod", "prep"):
        if child.dep == "prep" and not any(c.lower in ("of", "from") for c in s.children(child.i, "prep")):
            continue  # "pulled its men out of the terminal"
        if child.i > verb.i and child.lower in (
            "down",
            "up",
            "off",
            "back",
            "out",
            "over",
            "away",
            "through",
            "forward",
        ):
            return child
    after = s.tokens[verb.i + 1 : verb.i + 2]
    return after[0] if after and after[0].lower in ("down", "up", "off", "back", "out") else None


def _governor(s: Sentence, noun: Token) -> set[str]:
    """Lemmas of the verb and preposition that govern a noun, with the verb's particle: {'come', 'under'}."""
    found = set()
    for above in list(s.ancestors(noun.i))[:3]:
        found.add(above.lemma)
        found.add(above.lower)
        if particle := _particle(s, above):
            found.add(f"{above.lemma} {particle.lower}")
        if above.is_verb:
            break
    return found


def _noun_doers(s: Sentence, noun: Token) -> list[Token]:
    doers = [obj for prep, obj in s.prepositions(noun.i) if prep.lower in ("by", "from")]
    return doers or s.children(noun.i, "poss")


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
    """Of "used two drones to hit a depot" the drones."""
    above = s.head(verb.i)
    return s.children(above.i, "dobj") if above.lemma == "use" and verb.dep in ("xcomp", "advcl") else []


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
