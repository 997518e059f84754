"""The words of kinds.toml, by base form: which rules a word may meet, and which texts hold none of them."""

import re
from collections.abc import Mapping
from functools import cache

from pipeline.kinds import Kind, Trigger, kinds
from pipeline.language import forms

_WORDS = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")


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
def trigger_forms() -> frozenset[str]:
    """Every inflected form of every trigger word, lower case: a paragraph without one is never parsed."""
    return frozenset(form for _, base in by_lemma() for form in forms(base))


@cache
def noun_forms() -> frozenset[str]:
    """Every form that a trigger may have as a noun, lower case: "strikes", "shelling"; not "edge", a verb there."""
    gerunds = {form for part, base in by_lemma() if part == "verb" for form in forms(base) if form.endswith("ing")}
    return frozenset(gerunds) | {form for part, base in by_lemma() if part == "noun" for form in forms(base)}


def may_tell(text: str) -> bool:
    """True of a text that holds a trigger word's form."""
    return not trigger_forms().isdisjoint(_WORDS.findall(text.lower()))
