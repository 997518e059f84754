"""The word classes of cues.toml, and whether a word or a noun phrase is of one."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from pipeline.kinds import RULES
from pipeline.syntax import Sentence, Token

IsPlace = Callable[[Token], bool]

_DESIGNATION = re.compile(r"([a-z]+)-\d+")  # of "mi-8mtv-5": the type, without its variant; of "shahed-136" the name


@cache
def classes() -> Mapping[str, frozenset[str]]:
    """The word classes of cues.toml: base forms."""
    table = tomllib.loads((RULES / "cues.toml").read_text(encoding="utf-8"))
    lists = table["classes"] | {name: table["places"][name] for name in ("facility", "direction")}
    return {name: frozenset(words) for name, words in lists.items()}


@cache
def _sort_of_target() -> Mapping[str, str]:
    table = tomllib.loads((RULES / "cues.toml").read_text(encoding="utf-8"))["targets"]
    return {word: sort for sort, words in table.items() for word in words}


def sorts_of_target(words: str) -> frozenset[str]:
    """The sorts of target, of cues.toml, [targets], that the words name; none where they name no sort."""
    sorts = _sort_of_target()
    return frozenset(sorts[word] for word in re.findall(r"[a-z]+", words.casefold()) if word in sorts)


def in_class(token: Token, name: str) -> bool:
    """True where the word is of the class, or of one of several: 'weapon|warplane'."""
    return _in_class(token.lemma, token.lower, name)


@lru_cache(maxsize=100_000)
def _in_class(lemma: str, lower: str, name: str) -> bool:
    spellings = {lemma, lower, *designations(lower)}
    return any(not spellings.isdisjoint(classes()[part]) for part in name.split("|"))


def designations(lower: str) -> tuple[str, ...]:
    """The type and the name in a lower-case designation of a weapon: "mi-8" and "mi" of "mi-8mtv-5"."""
    match = _DESIGNATION.match(lower)
    return (match.group(), match[1]) if match else ()


def phrase_in_class(s: Sentence, head: Token, name: str) -> bool:
    """True where the head of a noun phrase, or a word that modifies it, is of the class."""
    return in_class(head, name) or any(in_class(c, name) for c in s.children(head.i, "compound", "amod", "nmod"))


def phrase_of_class(s: Sentence, heads: list[Token], name: str) -> bool:
    """True where one of the noun phrases is of the class."""
    return any(phrase_in_class(s, head, name) for head in heads)


def names_place(s: Sentence, head: Token, is_place: IsPlace) -> bool:
    """True of 'the town of Irpin', 'the town Irpin', and of both in 'the first town to fall was Irpin'."""
    if any(is_place(t) for t in s.children(head.i, "appos", "compound")):
        return True
    if any(is_place(obj) for prep, obj in s.prepositions(head.i) if prep.lower == "of"):
        return not in_class(head, "person|civilian|soldiers")  # who frees the mayor of a town takes no town
    return in_class(head, "settled|place") and any(map(is_place, equated(s, head)))


def equated(s: Sentence, noun: Token) -> list[Token]:
    """What a noun is said to be, or what is said to be it: 'Irpin' of 'the first town to fall was Irpin'."""
    above = s.head(noun.i)
    if noun.dep not in ("nsubj", "attr") or above.lemma not in ("be", "become"):
        return []
    return s.children(above.i, "attr" if noun.dep == "nsubj" else "nsubj")


def any_of_class(s: Sentence, heads: list[Token], name: str, is_place: IsPlace) -> bool:
    """True where one of the noun phrases is of the class, as an argument of a trigger."""
    if "place" in name.split("|"):
        rest = "|".join(part for part in name.split("|") if part != "place")
        return any(
            is_place(h)
            or in_class(h, name)
            or names_place(s, h, is_place)
            or (_is_share(h) and _counted(s, h, name))
            or (h.tag == "NNP" and rest and phrase_in_class(s, h, rest))  # "the landing ship Saratov"
            for h in heads
        )
    if name == "weapon":  # "air defences fired" is no weapon fired at anybody, nor "anti-tank mines"
        return any(
            phrase_in_class(s, h, name) and h.lemma not in ("defence", "defense", "system", "unit", "force", "mine")
            for h in heads
        )
    return any(phrase_in_class(s, h, name) or _counted(s, h, name) for h in heads)


_SHARES = (
    "most",
    "part",
    "parts",
    "half",
    "all",
    "much",
    "rest",
    "%",
    "percent",
    "majority",
    "quarter",
    "bulk",
    "third",
    "group",
    "cluster",
    "handful",
    "row",
    "string",
)


def _is_share(head: Token) -> bool:
    """'most of the city', 'two-thirds of the town', 'a handful of villages'."""
    return head.tag in ("CD", "JJS", "DT") or head.lower in _SHARES


def _counted(s: Sentence, head: Token, name: str) -> bool:
    """'one of its fighters', 'a group of soldiers': the class is that of what is counted."""
    return any(prep.lower == "of" and phrase_in_class(s, obj, name) for prep, obj in s.prepositions(head.i))
