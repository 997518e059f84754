"""The words of kinds.toml, by base form: which rules a word may meet, and which texts hold none of them."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache, reduce
from operator import or_

from pipeline.kinds import Kind, Trigger, kinds
from pipeline.language import KEPT, forms, may_be_of
from pipeline.syntax import Sentence
from pipeline.wordclasses import classes, designations

_WORDS = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
_SPELLED = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|%")
_PARTS = re.compile(r"[^\W\d_]+|[^\W_]+")


@cache
def by_lemma() -> Mapping[tuple[str, str], tuple[tuple[Kind, Trigger], ...]]:
    """The rules of each ("verb" or "noun", base form), those that ask for most first."""
    found: dict[tuple[str, str], list[tuple[Kind, Trigger]]] = {}
    for kind in kinds().values():
        for rule in kind.triggers:
            for part in ("verb", "noun"):
                for base in getattr(rule, part):
                    found.setdefault((part, base), []).append((kind, rule))
    return {key: tuple(sorted(rules, key=lambda row: -_conditions(row[1]))) for key, rules in found.items()}


A_PLACE = ""  # among the spellings of a sentence: that it names a place
Asked = tuple[frozenset[str], ...]  # spellings, of each of which a sentence must hold one


@cache
def asking() -> Mapping[tuple[str, str], tuple[tuple[Kind, Trigger, Asked], ...]]:
    """The same with what each rule asks for: where a sentence lacks one of these, its parse need not be looked at."""
    return {key: tuple((kind, rule, _asks(kind, rule)) for kind, rule in rules) for key, rules in by_lemma().items()}


def _asks(kind: Kind, rule: Trigger) -> Asked:
    told = f"{rule.subject}|ministry" if rule.subject == "force" and kind.key == "strike" else rule.subject  # "it said"
    # a capture may be of a place that the gazetteer lacks
    taken = None if kind.key == "capture" and "place" in (rule.object or "").split("|") else rule.object
    sets = [_spellings(name) for name in (taken, told, rule.any_argument, rule.modifier, rule.needs) if name]
    if rule.named or rule.needs_place_object:
        sets.append(frozenset({A_PLACE}))
    return (*sets, *_governed(rule))


@cache  # hundreds of rules ask for some hundred classes
def _spellings(name: str) -> frozenset[str]:
    parts = name.split("|")
    return frozenset().union(*(classes()[part] for part in parts), {A_PLACE} if "place" in parts else ())


def said_in(sentence: Sentence) -> set[str]:
    """All spellings of a sentence's words, as the classes of words have them."""
    said = set(sentence.said)
    for word in sentence.said:
        if "-" in word:
            said.update(designations(word))
    return said


def _conditions(rule: Trigger) -> int:
    named = (
        rule.particle,
        rule.object,
        rule.subject,
        rule.any_argument,
        rule.modifier,
        rule.needs,
        rule.oblique,
        rule.anaphor,
        rule.amid,
        rule.before,
    )
    return sum(bool(value) for value in (*named, rule.after, rule.caption)) - rule.generic


@cache
def bases() -> frozenset[str]:
    """Every trigger word in its base form."""
    return frozenset(base for _, base in by_lemma())


@cache
def _of_form() -> Mapping[str, tuple[str, ...]]:
    """The trigger words, in base form, that a form may be of."""
    found: dict[str, dict[str, None]] = {}
    for base in sorted(bases()):
        for form in forms(base):
            found.setdefault(form, {})[base] = None
    return {form: tuple(of) for form, of in found.items()}


@cache
def trigger_forms() -> frozenset[str]:
    """Every inflected form of every trigger word, lower case: a paragraph without one is never parsed."""
    return frozenset(_of_form())


@cache
def noun_forms() -> frozenset[str]:
    """Every form that a trigger may have as a noun, lower case: "strikes", "shelling"; not "edge", a verb there."""
    gerunds = {form for part, base in by_lemma() if part == "verb" for form in forms(base) if form.endswith("ing")}
    return frozenset(gerunds) | {form for part, base in by_lemma() if part == "noun" for form in forms(base)}


def may_tell(text: str) -> bool:
    """True of a text that holds a trigger word's form."""
    return not trigger_forms().isdisjoint(_WORDS.findall(text.lower()))


def may_hold(text: str, *, named: bool) -> bool:
    """True of a text in which a rule may hold. named: whether it names a town or region.

    A rule asks for words that stand with the trigger: where none of them is in the text, no parse will find them.
    """
    low, spelled = text.lower(), _spelled(text)
    met = reduce(or_, map(_met_by, spelled), _numbered()[A_PLACE] if named else 0)
    return any(
        met & asked == asked and (not phrases or any(phrase in low for phrase in phrases))
        for base in frozenset().union(*map(_may_trigger, spelled))
        for asked, phrases in _asked()[base]
    )


@lru_cache(maxsize=KEPT)
def _may_trigger(word: str) -> frozenset[str]:
    """The trigger words, in base form, that a lower-case word or a part of it may be a form of."""
    return frozenset(base for reading in _readings(word) for base in _of_form().get(reading, ()))


@lru_cache(maxsize=KEPT)
def _met_by(word: str) -> int:
    """The sets of words that rules ask for of which the word, a part of it or what these may be forms of is one."""
    numbered = _numbered()
    return reduce(or_, (numbered.get(reading, 0) for reading in _readings(word)))


@cache
def _numbered() -> Mapping[str, int]:
    """Each word that a rule asks for, with a bit for each set of such words that it is in."""
    found: dict[str, int] = {}
    for one, bit in _bits().items():
        for word in one:
            found[word] = found.get(word, 0) | bit
    return found


@cache
def _bits() -> Mapping[frozenset[str], int]:
    sets = dict.fromkeys(one for rules in asking().values() for *_, asked in rules for one in asked)
    return {one: 1 << number for number, one in enumerate(sets)}


def holds(text: str, wanted: frozenset[str]) -> bool:
    """True where one of the words wanted is in the text, or may be what a word or a part of one there is a form of."""
    return any(map(_one_of(wanted), _spelled(text)))


@lru_cache(maxsize=1_000)  # a sentence is asked one thing after the other
def _spelled(text: str) -> list[str]:
    return _SPELLED.findall(text.lower())


@lru_cache(maxsize=16)  # who asks, asks for one of few sets of words; news says the same words
def _one_of(wanted: frozenset[str]) -> Callable[[str], bool]:
    return lru_cache(maxsize=KEPT)(lambda word: not wanted.isdisjoint(_readings(word)))


@lru_cache(maxsize=KEPT)
def _readings(word: str) -> frozenset[str]:
    parts = {word, *_PARTS.findall(word), *designations(word)}
    return frozenset().union(*map(may_be_of, parts))


@cache
def _asked() -> Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]]:
    """What the rules of each base form ask for: the bits of sets of which a word must be there, and phrases, of which
    one must.
    """
    found: dict[str, dict[tuple[int, tuple[str, ...]], None]] = {base: {} for base in bases()}
    for (_, base), rules in asking().items():
        for _, rule, asked in rules:
            found[base][reduce(or_, map(_bits().__getitem__, asked), 0), rule.before] = None
    return {base: tuple(needs) for base, needs in found.items()}


def _governed(rule: Trigger) -> Iterator[frozenset[str]]:
    """What a rule asks for by the words themselves: a particle, what governs the noun, a preposition and its object."""
    if rule.particle:
        yield frozenset(rule.particle)
    if rule.after:
        yield frozenset(governor.split()[0] for governor in rule.after)
    if rule.oblique:
        yield frozenset(rule.oblique)
        yield frozenset().union(*map(_spellings, rule.oblique.values()))
