"""The words of a sentence that tell of an event, by the rules of kinds.toml over the parse."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.kinds import RULES, Kind, Trigger, kinds
from pipeline.language import forms
from pipeline.syntax import Sentence, Token

_WORDS = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")


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


@cache
def classes() -> Mapping[str, frozenset[str]]:
    """The word classes of cues.toml: base forms."""
    table = tomllib.loads((RULES / "cues.toml").read_text(encoding="utf-8"))
    lists = table["classes"] | {"facility": table["places"]["facility"]}
    return {name: frozenset(words) for name, words in lists.items()}


@cache
def _by_lemma() -> Mapping[tuple[str, str], tuple[tuple[Kind, Trigger], ...]]:
    found: dict[tuple[str, str], list[tuple[Kind, Trigger]]] = {}
    for kind in kinds().values():
        for rule in kind.triggers:
            for part in ("verb", "noun"):
                for base in getattr(rule, part):
                    found.setdefault((part, base), []).append((kind, rule))
    return {key: tuple(sorted(rules, key=lambda row: -_conditions(row[1]))) for key, rules in found.items()}


def _conditions(rule: Trigger) -> int:
    named = (rule.particle, rule.object, rule.subject, rule.any_argument, rule.modifier, rule.needs, rule.of, rule.to)
    return sum(bool(value) for value in (*named, rule.after)) - rule.generic


@cache
def trigger_forms() -> frozenset[str]:
    """Every inflected form of every trigger word, lower case: a paragraph without one is never parsed."""
    return frozenset(form for _, base in _by_lemma() for form in forms(base))


def may_tell(text: str) -> bool:
    """True of a text that holds a trigger word's form."""
    return not trigger_forms().isdisjoint(_WORDS.findall(text.lower()))


def find(sentence: Sentence, is_place: Callable[[Token], bool]) -> tuple[TriggerMention, ...]:
    """The triggers of a sentence in order, at most one kind a word. is_place tells whether a token names a place."""
    found = [mention for token in sentence.tokens if (mention := _match(sentence, token, is_place))]
    return tuple(_without_doubles(sentence, found))


def _match(s: Sentence, token: Token, is_place: Callable[[Token], bool]) -> TriggerMention | None:
    verbal = token.is_verb and token.dep != "compound" and (token.dep != "amod" or token.tag == "VBN")
    part = "verb" if verbal else "noun" if token.is_noun else None
    if token.tag == "VBG" and token.dep in (
        "dobj",
        "nsubj",
        "pobj",
        "nsubjpass",
        "conj",
        "attr",
        "ROOT",
        "appos",
        "dep",
    ):
        options = [("verb", token.lemma), ("noun", token.lower)]
    elif (token.tag == "VBG" and token.dep in ("amod", "compound")) or (
        part is None and token.tag in ("JJ", "VBN", "VBD")
    ):
        options = []
    else:
        options = [(part, token.lemma), (part, token.lower)] if part else []
    for key in options:
        for kind, rule in _by_lemma().get(key, ()):
            mention = _try(s, token, kind, rule, is_place, verbal=key[0] == "verb")
            if mention:
                return mention
    return None


def _try(
    s: Sentence, token: Token, kind: Kind, rule: Trigger, is_place: Callable[[Token], bool], *, verbal: bool
) -> TriggerMention | None:
    if verbal:
        particle = _particle(s, token)
        if rule.particle and (particle is None or particle.lower not in rule.particle):
            return None
        if particle is not None and particle.lower in rule.not_particle:
            return None
        words = s.words([token, particle]) if rule.particle and particle else token.text
        clause = token
        patients, doers = s.patients(token.i), s.subjects(token.i)
        if token.dep == "amod":
            if not rule.adjective:
                return None
            patients = [s.head(token.i)]
        if s.is_passive(token.i):
            pass
        elif token.dep == "acl" and token.tag == "VBN" and not patients:
            patients = [s.head(token.i)]
    else:
        if token.dep in ("compound", "nmod", "npadvmod") or any(
            c.dep == "compound" and c.i > token.i for c in s.children(token.i)
        ):
            return None
        governor = _governor(s, token)
        if rule.after and not (governor & set(rule.after)):
            return None
        words = s.words(
            [*(c for c in s.children(token.i, "compound", "amod") if _in_class(c, "weapon|from_a_distance")), token]
        )
        clause = next((above for above in s.ancestors(token.i) if above.is_verb), token)
        patients, doers = [], _noun_doers(s, token)
        if rule.after and token.lemma in ("control", "claim", "fire"):
            words = s.words([clause if clause.i < token.i else token, token])
            doers = s.subjects(clause.i)
    arguments = patients + doers
    if rule.passive and (doers or not s.is_passive(token.i)):
        return None
    if rule.object and not _any_class(s, patients, rule.object, is_place):
        # a name that the gazetteer lacks may still be a place: it is listed as not placed, not lost
        unknown = kind.key == "capture" and patients and patients[0].tag == "NNP" and not s.children(patients[0].i)
        by_force = _any_class(s, doers, "force", is_place) or any(d.lower in ("it", "they") for d in doers)
        if not (unknown and by_force):
            return None
    if rule.subject and not _any_class(s, doers, rule.subject, is_place):
        return None
    if rule.any_argument and not _any_class(s, arguments, rule.any_argument, is_place):
        return None
    if rule.named and not any(is_place(t) for t in doers):
        return None
    if rule.needs_place_object and not any(is_place(t) or _names_place(s, t, is_place) for t in patients):
        return None
    if rule.modifier and not any(_in_class(c, rule.modifier) for c in _modifiers(s, token)):
        return None
    if (
        rule.needs
        and not phrase_of_class(s, doers, rule.needs)
        and not any(_in_class(t, rule.needs) for t in _clause(s, token, clause) if t.i != token.i and t not in patients)
    ):
        return None
    for prep, cls in (("of", rule.of), ("to", rule.to)):
        objects = [obj for p, obj in s.prepositions(token.i) if p.lower == prep]
        if cls and not _any_class(s, objects, cls, is_place):
            return None
    if kind.blocked(_around(s, token)):
        return None
    weapon = _weapon(s, token, patients, doers)
    return TriggerMention(token, kind, rule, words, clause, weapon, next(iter(patients), None), next(iter(doers), None))


def _around(s: Sentence, token: Token) -> str:
    """The trigger with some words on either side: where a veto must stand."""
    a, b = max(0, token.i - 6), min(len(s.tokens), token.i + 8)
    return s.words(s.tokens[a:b])


def _particle(s: Sentence, verb: Token) -> Token | None:
    for child in s.children(verb.i, "prt", "advmod"):
        if child.i > verb.i and child.lower in ("down", "up", "off", "back", "out", "over", "away"):
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


def _in_class(token: Token, name: str) -> bool:
    return any(token.lemma in words or token.lower in words for words in map(classes().__getitem__, name.split("|")))


def phrase_in_class(s: Sentence, head: Token, name: str) -> bool:
    """True where the head of a noun phrase, or a word that modifies it, is of the class."""
    return _in_class(head, name) or any(_in_class(c, name) for c in s.children(head.i, "compound", "amod", "nmod"))


def phrase_of_class(s: Sentence, heads: list[Token], name: str) -> bool:
    """True where one of the noun phrases is of the class."""
    return any(phrase_in_class(s, head, name) for head in heads)


def _names_place(s: Sentence, head: Token, is_place: Callable[[Token], bool]) -> bool:
    return any(is_place(t) for t in s.children(head.i, "appos", "compound")) or any(
        is_place(obj) for prep, obj in s.prepositions(head.i) if prep.lower == "of"
    )


def _any_class(s: Sentence, heads: list[Token], name: str, is_place: Callable[[Token], bool]) -> bool:
    if "place" in name.split("|"):
        return any(is_place(h) or _in_class(h, name) or _names_place(s, h, is_place) for h in heads)
    if name == "weapon":  # "air defences fired" is no weapon fired at anybody, "air-launched missiles" are
        return any(
            phrase_in_class(s, h, name) and h.lemma not in ("defence", "defense", "system", "unit", "force")
            for h in heads
        )
    return any(phrase_in_class(s, h, name) or _counted(s, h, name) for h in heads)


def _counted(s: Sentence, head: Token, name: str) -> bool:
    """'one of its fighters', 'a group of soldiers': the class is that of what is counted."""
    return any(prep.lower == "of" and phrase_in_class(s, obj, name) for prep, obj in s.prepositions(head.i))


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


def _weapon(s: Sentence, token: Token, patients: list[Token], doers: list[Token]) -> str | None:
    tools = [obj for prep, obj in s.prepositions(token.i) if prep.lower in ("with", "by", "using", "from", "in")]
    for head in (*patients, *doers, *tools):
        if phrase_in_class(s, head, "weapon") and (
            head.lemma in classes()["weapon"] or (head in tools and head.is_noun and _in_class(head, "weapon"))
        ):
            return s.phrase(head.i, without=("relcl", "acl", "appos", "advcl", "conj", "cc", "det", "poss", "prep"))
    kept = [c for c in _modifiers(s, token) if _in_class(c, "weapon|from_a_distance")]
    if token.is_noun and kept:
        return " and ".join(dict.fromkeys(c.text for c in sorted(kept, key=lambda c: c.i)))
    return token.text if token.lemma in ("shelling", "airstrike", "bombing", "shellfire") else None


def _without_doubles(s: Sentence, found: list[TriggerMention]) -> Iterator[TriggerMention]:
    """'Repelled a rocket attack' is the attack, 'repelled an assault' one battle: a noun beats its verb."""
    nouns = {m.token.i for m in found if (m.token.is_noun or m.token.tag == "VBG") and not m.rule.generic}
    repelled = {t.i for m in found if m.token.is_verb for t in s.patients(m.token.i)}
    doers = {t.i for m in found if m.token.is_verb for t in s.subjects(m.token.i) if m.token.i not in nouns}
    for mention in found:
        if mention.rule.generic and mention.token.i in repelled:  # "repulsed an attack" is told by its verb
            continue
        if mention.token.i in nouns & doers:  # "was hit by airstrikes" is told by its verb
            continue
        modifies = mention.token.dep in ("acl", "relcl") and any(
            m is not mention and mention.token.head in {t.i for t in (m.patient, m.doer) if t is not None}
            for m in found
        )
        if modifies:
            continue  # "shot down a missile fired at the port" is one happening
        if mention.token.is_verb and mention.token.i not in nouns:
            below = {t.i for t in s.children(mention.token.i, "dobj", "nsubjpass")}
            if below & nouns:
                continue
        yield mention
