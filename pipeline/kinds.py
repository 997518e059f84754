"""The kinds of event, read from rules/kinds.toml, and the word classes of rules/cues.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import RuleError
from pipeline.lowercase import lowered, over_lower

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One way to tell of a kind: a verb or a noun, and what must stand with it (classes are keys of cues.toml)."""

    verb: tuple[str, ...] = ()  # base forms
    noun: tuple[str, ...] = ()  # base forms
    particle: tuple[str, ...] = ()  # one of these must follow the verb: "shot down"
    not_particle: tuple[str, ...] = ()
    object: str | None = None  # class of what it is done to (object, or subject of a passive)
    subject: str | None = None  # class of what does it (subject, or "by" agent)
    any_argument: str | None = None  # class of any of the two
    modifier: str | None = None  # class of a word before the noun: "rocket attack"
    needs: str | None = None  # class of any word of the clause
    # class of the object of one of these prepositions: {"to": "force"} for "fell to Russian forces"
    oblique: Mapping[str, str] = field(default_factory=dict)
    anaphor: str | None = None  # class of what a pronoun or number stands for: "three of them were brought down"
    amid: str | None = None  # class of a word of the sentence or of the text just before it
    before: tuple[str, ...] = ()  # one of these phrases must stand right before the verb: "no longer holds"
    after: tuple[str, ...] = ()  # verb or preposition that governs the noun: "took control", "under fire"
    passive: bool = False  # only in the passive, and without a doer: "a school was hit"
    intransitive: bool = False  # only without an object: "rolled out of Lyman", not "rolled the guns out of it"
    bare: bool = False  # only where nothing hangs on the verb behind it: "the Russians had gone", not "gone to war"
    finite: bool = False  # only of a finite verb: "failed to take", not "after failing to take"
    named: bool = False  # the subject must be a named place
    told: bool = False  # only as what somebody says: "the town is in Russian hands, its mayor said"
    caption: bool = False  # only in words without a finite verb
    adjective: bool = False  # also before its noun: "a downed jet"
    needs_place_object: bool = False  # the object must be a named place, not a thing
    event: bool = False  # the bare noun counts only as one particular event: "a strike on", "the strike killed"
    effect: bool = (
        False  # tells by what was suffered: "a shell killed two"; gives way to a trigger that tells what was done
    )
    generic: bool = False  # takes its kind from the sentence before: "the attack killed two"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table. colour is #rrggbb; shape names a marker of the page; the crosswalk cells may be None."""

    key: str
    label: str
    definition: str
    colour: str
    shape: str
    triggers: tuple[Trigger, ...]
    blocks: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    acled_event_type: str | None
    acled_sub_event_type: str | None
    acled_by_weapon: Mapping[str, str]
    acled_by_object: Mapping[str, str]
    plover: str | None
    viina: str | None
    cameo: str | None

    def blocked(self, text: str) -> re.Match[str] | None:
        """The figurative or foreign use that vetoes this kind in the words given, if one is there."""
        found = _blocks_over_lower(self.key).search(lowered(text))
        return _blocks(self.key).match(text, found.start()) if found is not None else None


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by key, in the order of the table. Raises RuleError on a broken table."""
    path = RULES / "kinds.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name} is not TOML: {error}. Mend that line.") from error
    return {key: _kind(key, row) for key, row in table.items()}


def acled(kind: str, weapon: str | None, thing: str | None = None) -> tuple[str | None, str | None]:
    """ACLED event type and sub-event type of a kind, refined by the weapon or the thing brought down."""
    row = kinds()[kind]
    for words, finer in ((weapon, row.acled_by_weapon), (thing, row.acled_by_object)):
        for word, sub_type in finer.items():
            if words and re.search(rf"\b{word}", words, re.I):
                event_type = "Strategic developments" if sub_type == "Disrupted weapons use" else row.acled_event_type
                return event_type, sub_type
    return row.acled_event_type, row.acled_sub_event_type


def _kind(key: str, row: Mapping[str, object]) -> Kind:
    known = {each.name for each in fields(Kind)} - {"key", "triggers"} | {"trigger"}
    if unknown := sorted(set(row) - known):
        raise RuleError(f"kinds.toml, [{key}]: found {unknown}; allowed are {sorted(known)}. Correct the spelling.")
    triggers = tuple(_trigger(key, trigger) for trigger in row.get("trigger", ()))  # type: ignore[attr-defined]
    plain = {name: row.get(name) for name in known - {"trigger"}}
    for name in ("blocks", "examples", "counter_examples"):
        plain[name] = tuple(plain[name] or ())  # type: ignore[arg-type]
    for name in ("acled_by_weapon", "acled_by_object"):
        plain[name] = plain[name] or {}
    return Kind(key=key, triggers=triggers, **plain)  # type: ignore[arg-type]


def _trigger(key: str, row: Mapping[str, object]) -> Trigger:
    known = {each.name for each in fields(Trigger)}
    if unknown := sorted(set(row) - known):
        raise RuleError(f"kinds.toml, [[{key}.trigger]]: found {unknown}; allowed are {sorted(known)}.")
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Trigger(**values)


@cache
def _blocks(key: str) -> re.Pattern[str]:
    blocks = "|".join(kinds()[key].blocks)
    return re.compile(rf"\b(?:{blocks})(?!\w)" if blocks else r"(?!)", re.IGNORECASE)


@cache
def _blocks_over_lower(key: str) -> re.Pattern[str]:
    return over_lower(_blocks(key).pattern)
