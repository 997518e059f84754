"""Who speaks: the words that name a speaker, the side they belong to, and what is no speaker at all."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from pipeline.kinds import RULES
from pipeline.models import Side, Stance
from pipeline.syntax import Sentence, Token

PRONOUNS = {"he", "she", "it", "they", "who", "which", "that", "we", "i"}
_DIRECTIONS = ("north", "south", "east", "west")
_TITLES = ("install", "appoint", "back", "name", "call", "elect")  # "an official installed by Moscow"
_GOVERNS = ("govern", "head", "lead", "run", "command")  # "who governs the region" is an office
_HYPHENS = re.compile(r"(?:-\w+)+")
_LONGEST = 110  # code points of a speaker's name with all titles; what is longer is told by a clause of its own
_SIDES: tuple[Side, ...] = ("outlet", "russia", "third", "ukraine")


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker on one event; claimant is verbatim, None for the outlet's own voice."""

    claimant: str | None
    side: Side
    stance: Stance


OWN = Voice(None, "outlet", "states")


@cache
def tables() -> Mapping[str, Any]:
    """cues.toml."""
    return tomllib.loads((RULES / "cues.toml").read_text(encoding="utf-8"))


@cache
def speech() -> Mapping[str, Stance]:
    """The stance that each verb of saying tells, by its base form."""
    table = tables()["speech"]
    stances: dict[str, Stance] = dict.fromkeys(table["claims"], "claims")
    stances |= dict.fromkeys(table["confirms"], "confirms")
    stances |= dict.fromkeys(table["denies"], "denies")
    return stances


def is_speech(lemma: str) -> bool:
    """True of a verb of saying."""
    return lemma in speech()


@cache
def saying() -> frozenset[str]:
    """The verbs of saying, in base form."""
    return frozenset(speech())


@cache
def denying() -> tuple[str, ...]:
    """Verbs that deny what their object tells, in base form."""
    return tuple(tables()["speech"]["denies"])


@cache
def _side(name: str) -> re.Pattern[str]:
    return re.compile("|".join(tables()["sides"][name]))  # over lower case: without a flag it is much faster


@lru_cache(10_000)  # "the mayor" speaks on every page
def named_side(words: str) -> Side:
    """The side that the words themselves name; unknown where they name none."""
    low = words.casefold()
    if _side("media").search(low) and not _side("russia").search(low):
        return "outlet"
    return next((side for side in _SIDES if _side(side).search(low)), "unknown")


def side_of(words: str, *, home: Side = "ukraine") -> Side:
    """The side that a claimant's words belong to; home is the side whose officials run the place."""
    found = named_side(words)
    if found != "unknown":
        return found
    low = words.casefold()
    if any(word in low for word in ("unnamed", "anonymous", "unidentified", "briefed on", "familiar with")):
        return "unknown"
    return home if _side("home").search(low) else "unknown"


@cache
def _national() -> re.Pattern[str]:
    return re.compile("|".join(tables()["sides"]["national"]), re.IGNORECASE)


def is_national(words: str) -> bool:
    """True of one who speaks for a whole country's army or government, and so of any place in the war."""
    return _national().search(words) is not None


def is_thing(word: str) -> bool:
    """True of what tells without being a speaker: footage, maps, "reports"."""
    return word.lower() in _things()


@cache
def _things() -> frozenset[str]:
    return frozenset(tables()["voices"]["inanimate"])


def voice(words: str, stance: Stance, home: Side, *, context: str | None = None) -> Voice:
    """The speaker whom the words name; context, words around them, tells the side where they do not."""
    side: Side
    side = next((found for text in (words, context or "") if (found := named_side(text)) != "unknown"), "unknown")
    if side == "unknown":
        side = side_of(f"{words} {context or ''}", home=home)
    if stance == "claims":
        low = words.casefold()
        if _side("outlet").search(low) or ("witness" in low and re.search(r"\b(?:eye)?witness", low)):
            stance = "witnesses"
        elif side == "outlet":
            stance = "states"  # "Reuters reported": another outlet, in its own voice
    return Voice(words, side, stance)


def named(s: Sentence, subjects: list[Token], stance: Stance, last: Voice | None, home: Side) -> tuple[Voice, ...]:
    """The voices of the noun phrases given; footage and maps are no voices, a pronoun is the last speaker."""
    found = []
    for token in subjects:
        if any(_bears(s, name, token) for name in subjects):
            continue
        if mistaken_object(s, token) is not None:
            token = s.children(token.i, "appos")[0]
        if (
            is_thing(token.lemma)
            or is_thing(token.lower)
            or (token.tag in ("CD", "JJ", "RB") and not token.text.isalpha())
        ):
            continue
        if _is_nobody(s, token):
            continue
        aside = token.lower in _DIRECTIONS and not s.children(token.i, "compound")  # but "Operational Command South"
        if aside or ("whose" in s.said and any(c.lower == "whose" for c in s.subtree(token.i))):
            continue  # "Further west, the governor said" parses with "west" as its subject
        if token.lower in PRONOUNS:
            if last is not None and token.lower not in ("i", "we"):
                found.append(replace(last, stance=stance))
            continue
        words = _full_name(s, token)
        if (office := next((one for one in subjects if _bears(s, token, one)), None)) is not None:
            words = f"{s.phrase(office.i)} {words}"
        context = f"{_apposition(s, token)} {_seat(s, token)} {_owner(s, token)}"
        found.append(same_body(voice(words, stance, home, context=context), token.lower, last))
    return tuple(found)


def person_ahead(s: Sentence, home: Side) -> Voice | None:
    """The person of whom the sentence goes on to tell: 'Ihor Koval has moved; rockets hit his office, he said.'"""
    if " he " not in s.text and " she " not in s.text:
        return None
    he = next((t for t in s.tokens if t.lower in ("he", "she") and t.dep == "nsubj"), None)
    for name in s.tokens[: he.i] if he is not None else ():
        full = name.tag == "NNP" and name.dep == "nsubj" and any(c.tag == "NNP" for c in s.children(name.i, "compound"))
        if full:
            return next(iter(named(s, [name], "claims", None, home)), None)
    return None


def _is_nobody(s: Sentence, noun: Token) -> bool:
    """'Nobody has claimed responsibility', 'neither side did'."""
    return noun.lower in ("nobody", "none") or any(c.lower in ("no", "neither") for c in s.children(noun.i, "det"))


def _bears(s: Sentence, name: Token, office: Token) -> bool:
    """'Ukraine's president Volodymyr Zelenskiy said': one speaker, of whom the parser has made two subjects."""
    if name.tag != "NNP" or office.tag != "NN" or office.head != name.head:
        return False
    return office.i == min(t.i for t in s.subtree(name.i)) - 1


def _full_name(s: Sentence, token: Token) -> str:
    """'The governor, Serhiy Haidai', 'a source in the SBU', 'a resident named Olha': with what names them closer."""
    words = s.phrase(token.i, without=("relcl", "acl", "advcl", "conj", "cc", "appos"))
    start = s.text.find(words, max(0, s.tokens[min(t.i for t in s.subtree(token.i))].start - s.start))
    if start < 0:
        return words
    end = start + len(words)
    if hyphens := _HYPHENS.match(s.text, end):  # "commander-in-chief"
        end = hyphens.end()
    for child in s.children(token.i, "prep", "acl", "appos"):
        if child.start - s.start < end:
            continue
        below = [t for t in s.subtree(child.i) if not _in_clause(s, t, child)]
        first, last = below[0].start - s.start, below[-1].end - s.start
        between = s.text[end:first]
        fits = {
            "prep": between == " " and child.lower in ("in", "at", "from", "with", "on") and not _is_day(below),
            "acl": between == " " and child.lower in ("named", "called"),
            "appos": between in (", ", " ", ", the "),
        }[child.dep]
        if not fits or last - start > _LONGEST:
            break
        end = last
    return s.text[start:end].rstrip(" ,").lstrip('”"» ')


_TIMES = re.compile(
    r"\b(?:\w+day|today|night|morning|evening|afternoon|\d{4}|statement|post|interview|briefing|Telegram)\b"
)


def _is_day(tokens: list[Token]) -> bool:
    return any(_TIMES.fullmatch(t.text) for t in tokens)


def _in_clause(s: Sentence, token: Token, top: Token) -> bool:
    """True of what stands in a clause, or a coordination, below the top."""
    return any(
        t.i != top.i
        and (t.dep in ("relcl", "advcl", "conj", "cc", "punct") or (t.dep == "acl" and t.lemma not in _TITLES))
        for t in _up_to(s, token, top)
    )


def mistaken_object(s: Sentence, name: Token) -> Token | None:
    """The verb right before a name of which the parser has made the speaker: 'Shells hit Sumy, the governor said'."""
    said = s.head(name.i)
    office = next(iter(s.children(name.i, "appos")), None)
    if name.dep != "nsubj" or office is None or office.i > said.i or office.tag not in ("NN", "NNS"):
        return None
    first = min(t.i for t in s.subtree(name.i) if t.i <= name.i)
    verb = s.tokens[first - 1] if first else None
    inside = verb is not None and verb.dep == "ccomp" and verb.head == said.i and not s.children(verb.i, "dobj")
    return verb if inside else None


def same_body(voice: Voice, head: str, last: Voice | None) -> Voice:
    """'The general' is Major General So-and-so of the sentence before, 'the ministry' the one that spoke there."""
    words = voice.claimant or ""
    if last is None or last.claimant is None or not words.lower().startswith("the ") or named_side(words) != "unknown":
        return voice
    return replace(voice, side=last.side) if head in last.claimant.lower().split() else voice


def _seat(s: Sentence, speaker: Token) -> str:
    """'In Moscow, the ministry said': where a body sits that is named by what it is only; '' where that is not told."""
    ahead = [p for p in s.children(speaker.head, "prep") if p.lower in ("in", "from") and p.i < speaker.i]
    return s.words(s.subtree(ahead[0].i)) if ahead else ""


def _owner(s: Sentence, speaker: Token) -> str:
    """'Russia denied it; its defence ministry said': whose ministry that is; '' where the sentence does not tell."""
    if not any(c.lower in ("its", "their", "his", "her") for c in s.children(speaker.i, "poss")):
        return ""
    subjects = (t for t in reversed(s.tokens[: speaker.i]) if t.dep == "nsubj" and t.lower not in PRONOUNS)
    owner = next(subjects, None)
    return s.phrase(owner.i) if owner is not None else ""


def _apposition(s: Sentence, token: Token) -> str:
    """'Mykhailo Podolyak, adviser to the president's office': the office tells the side."""
    whole = s.subtree(token.i)
    aside = {t.i for t in whole if t.dep == "relcl" and t.lemma not in _GOVERNS}
    return s.words([t for t in whole if aside.isdisjoint(a.i for a in _up_to(s, t, token))] if aside else whole)


def _up_to(s: Sentence, token: Token, top: Token) -> list[Token]:
    """The chain of heads from a token, itself included, to the top of its phrase, that excluded."""
    found = []
    for above in (token, *s.ancestors(token.i)):
        if above.i == top.i:
            break
        found.append(above)
    return found
