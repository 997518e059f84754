"""Who says it, which side that is, and what stance they take."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipeline.kinds import RULES
from pipeline.models import Side, Stance
from pipeline.syntax import Sentence, Token

_NO_SPEAKER = (
    "was",
    "were",
    "is",
    "that",
    "had",
    "has",
    "after",
    "before",
    "when",
    "while",
    "as",
    "since",
    "which",
    "who",
)
_DIRECTIONS = ("north", "south", "east", "west")
_PRONOUNS = {"he", "she", "it", "they", "who", "which", "that", "we", "i"}
_FINAL = re.compile(
    r"[,\"] (?P<who>(?:[\w.'’-]+ ){0,12}?[\w.'’-]+) (?:has |have |had )?"
    r"(?:said|reported|announced|told|wrote|added|claimed|confirmed)"
    r"(?: (?:on|late|early|in|at|by|to|from) [^,]{1,60}| \w+day)?[.\"]*$"
)


_ASIDE = re.compile(  # "Rockets, the mayor said, hit a bakery"
    r", (?P<who>he|she|it|they|(?:the |an? |two |[A-Z])(?:[\w.'’-]+ ){0,6}?[\w.'’-]+) "
    r"(?:(?:said|reported|claimed|announced|added|wrote|explained|insisted)(?: on \w+day)?|went on|continued)[,;]"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker on one event; claimant is verbatim, None for the outlet's own voice."""

    claimant: str | None
    side: Side
    stance: Stance


OWN = Voice(None, "outlet", "states")


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((RULES / "cues.toml").read_text(encoding="utf-8"))


@cache
def _speech() -> Mapping[str, Stance]:
    table = _tables()["speech"]
    stances: dict[str, Stance] = dict.fromkeys(table["claims"], "claims")
    stances |= dict.fromkeys(table["confirms"], "confirms")
    stances |= dict.fromkeys(table["denies"], "denies")
    return stances


def is_speech(lemma: str) -> bool:
    """True of a verb of saying."""
    return lemma in _speech()


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_tables()["voices"][name]), re.IGNORECASE)


@cache
def _side(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_tables()["sides"][name]))  # over lower case: without a flag it is much faster


@cache
def _has(name: str) -> tuple[str, ...]:
    return tuple(_tables()["voices"]["has"][name].split())


def cue(name: str, text: str) -> re.Match[str] | None:
    """The first cue of cues.toml, [voices], of that name in the text."""
    low = text.casefold()
    return _cue(name).search(text) if any(bit in low for bit in _has(name)) else None


def _named_side(words: str) -> Side:
    sides: tuple[Side, ...] = ("outlet", "russia", "third", "ukraine")
    low = words.casefold()
    return next((side for side in sides if _side(side).search(low)), "unknown")


def may_answer(text: str) -> bool:
    """True of a text that may deny, contradict or leave open what was told before it."""
    return any(cue(name, text) for name in ("could_not_verify", "no_comment", "holds", "denial"))


def side_of(words: str, *, home: Side = "ukraine") -> Side:
    """The side that a claimant's words belong to; home is the side whose officials run the place."""
    named = _named_side(words)
    if named != "unknown":
        return named
    return home if _side("home").search(words.casefold()) else "unknown"


def speakers(s: Sentence, trigger: Token, last: Voice | None, *, home: Side = "ukraine") -> tuple[Voice, ...]:
    """Who tells of the trigger: governing verb of saying, 'according to', a speaker at the sentence's end; else none.

    A pronoun takes the words of the last speaker.
    """
    below = trigger
    for above in s.ancestors(trigger.i):
        stance = _speech().get(above.lemma) if above.is_verb else None
        if (
            stance
            and below.dep
            in (
                "ccomp",
                "xcomp",
                "dobj",
                "pcomp",
                "prep",
                "parataxis",
                "dep",
                "acl",
                "attr",
                "nsubjpass",
                "conj",
            )
            and not _aside(s, below)
            and not (above.dep == "acl" and above.tag == "VBN")  # "a city said to be vital" says nothing
        ):
            teller = _outer(s, above)
            found = named(s, s.subjects(teller.i), stance, last, home) or _office(s, teller, stance, home)
            if found:
                return found
        below = above
    if found := _according(s, last, home):
        return found
    if match := _ASIDE.search(s.text):
        who = match["who"]
        if who.lower() in _PRONOUNS:
            return (replace(last, stance="claims"),) if last is not None else ()
        return (_same_body(_voice(who, "claims", home), who.lower().split()[-1], last),)
    if match := _FINAL.search(s.text):
        who = match["who"]
        if not any(word in who.lower().split() for word in _NO_SPEAKER):
            return tuple(_voice(part, "claims", home) for part in re.split(r" and (?=an? |the |two |[A-Z])", who))
    return ()


def _outer(s: Sentence, verb: Token) -> Token:
    """The verb whose subject speaks: 'said' of 'The US said it believed' and of 'said its men held on, adding that'."""
    subjects = s.children(verb.i, "nsubj")
    bare = all(t.lower in ("it", "he", "she", "they") for t in subjects)
    if subjects and not bare:
        return verb
    inner = verb if subjects or verb.dep == "ccomp" else s.head(verb.i)
    above = s.head(inner.i)
    adding = verb.tag == "VBG" and verb.dep == "advcl"
    if inner.dep == "ccomp" and is_speech(above.lemma) and s.children(above.i, "nsubj") and (subjects or adding):
        return above
    return verb


_OFFICE = re.compile(  # "the governor, Serhiy Haidai, said", whose office the parser hangs on the name before it
    r"(?:^|[,“\"] )(?P<who>(?:the|its|their|an?) (?:[\w’'-]+ ){0,4}[\w’'-]+), "
    r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}, $"
)


def _office(s: Sentence, verb: Token, stance: Stance, home: Side) -> tuple[Voice, ...]:
    """The office and name right before a verb of saying that the parser gave no subject."""
    match = _OFFICE.search(s.text[: verb.start - s.start])
    return (_voice(match["who"], stance, home, context=match.group()),) if match and not s.subjects(verb.i) else ()


def _aside(s: Sentence, below: Token) -> bool:
    """A verb of saying that only stands beside the event, which has a conjoined clause of its own."""
    return below.dep == "conj" and below.is_verb and bool(s.children(below.i, "nsubj", "nsubjpass"))


def named(s: Sentence, subjects: list[Token], stance: Stance, last: Voice | None, home: Side) -> tuple[Voice, ...]:
    """The voices of the noun phrases given; footage and maps are no voices, a pronoun is the last speaker."""
    found = []
    for token in subjects:
        if mistaken_object(s, token) is not None:
            token = s.children(token.i, "appos")[0]
        if token.lemma in _tables()["voices"]["inanimate"] or token.lower in _tables()["voices"]["inanimate"]:
            continue
        if token.lower in _DIRECTIONS or any(c.lower == "whose" for c in s.subtree(token.i)):
            continue  # "Further west, the governor said" parses with "west" as its subject
        if token.lower in _PRONOUNS:
            if last is not None and token.lower not in ("i", "we"):
                found.append(replace(last, stance=stance))
            continue
        words = s.phrase(token.i, without=("relcl", "acl", "advcl", "conj", "cc", "appos"))
        context = f"{_apposition(s, token)} {_seat(s, token)}"
        found.append(_same_body(_voice(words, stance, home, context=context), token.lower, last))
    return tuple(found)


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


def _same_body(voice: Voice, head: str, last: Voice | None) -> Voice:
    """'The general' is Major General So-and-so of the sentence before, 'the ministry' the one that spoke there."""
    words = voice.claimant or ""
    if last is None or last.claimant is None or not words.lower().startswith("the ") or _named_side(words) != "unknown":
        return voice
    return replace(voice, side=last.side) if head in last.claimant.lower().split() else voice


def _seat(s: Sentence, speaker: Token) -> str:
    """'In Moscow, the ministry said': where a body sits that is named by what it is only; '' where that is not told."""
    ahead = [p for p in s.children(speaker.head, "prep") if p.lower in ("in", "from") and p.i < speaker.i]
    return s.words(s.subtree(ahead[0].i)) if ahead else ""


def _apposition(s: Sentence, token: Token) -> str:
    """'Mykhailo Podolyak, adviser to the president's office': the office tells the side."""
    below = [t for t in s.subtree(token.i) if not any(a.dep == "relcl" for a in _up_to(s, t, token))]
    return s.words(below)


def _up_to(s: Sentence, token: Token, top: Token) -> list[Token]:
    """The chain of heads from a token, itself included, to the top of its phrase, that excluded."""
    found = []
    for above in (token, *s.ancestors(token.i)):
        if above.i == top.i:
            break
        found.append(above)
    return found


def _voice(words: str, stance: Stance, home: Side, *, context: str | None = None) -> Voice:
    side: Side
    side = next((found for text in (words, context or "") if (found := _named_side(text)) != "unknown"), "unknown")
    if side == "unknown":
        side = side_of(f"{words} {context or ''}", home=home)
    if re.search(r"\b(?:witness|eyewitness)", words, re.IGNORECASE) or (side == "outlet" and stance == "claims"):
        stance = "witnesses"
    return Voice(words, side, stance)


def _according(s: Sentence, last: Voice | None, home: Side) -> tuple[Voice, ...]:
    for token in s.tokens:
        if token.lower == "according":
            for prep in s.children(token.i, "prep"):
                for obj in s.children(prep.i, "pobj"):
                    heads = s.conjuncts(obj.i)
                    return named(s, [t for t in heads if t.is_noun or t.tag in ("CD", "PRP")], "claims", last, home)
    return ()


def confirmations(s: Sentence, *, home: Side = "ukraine") -> tuple[Voice, ...]:
    """'an account confirmed by a senior American official': the voices that confirm what the sentence tells."""
    found = []
    for token in s.tokens:
        if (
            token.lemma in ("confirm", "corroborate", "verify")
            and token.tag == "VBN"
            and not s.children(token.i, "neg")
        ):
            for agent in s.children(token.i, "agent", "prep"):
                if agent.lower == "by":
                    for obj in s.children(agent.i, "pobj"):
                        found += [_voice(s.phrase(t.i), "confirms", home) for t in s.conjuncts(obj.i)]
    return tuple(found)


def subject_voice(s: Sentence, stance: Stance, last: Voice | None, *, home: Side = "ukraine") -> Voice | None:
    """The speaker of a sentence that answers what was told before: 'The Russian military has not commented.'"""
    root = next((t for t in s.tokens if t.head == t.i), None)
    if root is None:
        return None
    candidates = named(s, s.subjects(root.i), stance, last, home)
    if not candidates and (source := next((t for t in s.tokens if t.lower in ("from", "by")), None)):
        candidates = named(s, s.children(source.i, "pobj"), stance, last, home)
    return replace(candidates[0], stance=stance) if candidates else None
