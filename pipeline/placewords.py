"""What a noun beside a place name makes of it: ground, a part, a facility, a body that speaks, or a happening there."""

import tomllib
from collections.abc import Mapping
from functools import cache

from pipeline.kinds import RULES
from pipeline.lexicon import noun_forms
from pipeline.syntax import Sentence, Token
from pipeline.wordclasses import in_class


@cache
def words() -> Mapping[str, frozenset[str]]:
    """The word lists of cues.toml, [places]."""
    table = tomllib.loads((RULES / "cues.toml").read_text(encoding="utf-8"))
    return {name: frozenset(row) for name, row in table["places"].items()}


def tells(noun: Token) -> bool:
    """True of a noun that may be a trigger; forces and hands are none, though "force" and "change hands" are."""
    return (noun.lower in noun_forms() or noun.lemma in _AS_GOOD) and noun.lemma not in words()["organisation"] | {
        "hand",
        "force",
    }


_AS_GOOD = ("damage", "turn")  # "it was Kyiv's turn"


def noun_step(noun: Token, link: str) -> str:
    """How a noun that a place name belongs to leads on: scene (a trigger), body, part, facility, or cue (ground)."""
    w = words()
    if tells(noun) and noun.lemma not in w["facility"] | {"control", "claim", "fire"}:
        return "scene"
    if noun.lemma in w["settlement"] | w["region"] and noun.lemma not in ("area",):
        return "cue"
    if noun.lemma in w["part"] or noun.lower in w["part"]:
        return "part" if noun.lemma not in ("district",) or link == "of" else "cue"
    if noun.lemma in w["district"]:
        return "cue"
    if noun.lemma in w["facility"] or noun.lower in w["facility"]:
        return "facility"
    if noun.lemma in w["quantity"] or noun.lower in w["quantity"] or noun.tag in ("CD", "DT", "JJS", "PRP"):
        return "cue"
    return "body"


def part_words(s: Sentence, noun: Token) -> str:
    """'Eastern outskirts': the noun for a part of a place, with what says which part, in small letters."""
    return " ".join([c.lower for c in s.children(noun.i, "amod", "compound") if c.tag != "NNP"] + [noun.lower])


def facility_words(s: Sentence, noun: Token, span: set[int]) -> str:
    """'Hydroelectric power plant': the noun for a facility and what qualifies it, without the name at tokens span."""
    kept = [c for c in s.children(noun.i, "compound", "amod", "nmod") if c.i not in span and c.i < noun.i]
    kept += [d for c in kept for d in s.children(c.i, "compound", "amod", "nmod") if d.i not in span]
    return " ".join(t.lower for t in sorted([*kept, noun], key=lambda t: t.i))


def noun_words(s: Sentence, noun: Token) -> str:
    """A noun with the words that qualify it: 'hydroelectric power plant'."""
    return " ".join(t.lower for t in [*s.children(noun.i, "compound", "amod"), noun])


def of_garden_path(s: Sentence, noun: Token) -> bool:
    """'Missiles fired from the sea destroyed depots in the Odesa region': to the parser they came from the depots."""
    return any(s.children(c.i, "npadvmod") for c in s.children(noun.i, "amod") if c.tag == "VBN")


def of_a_thing(s: Sentence, cur: Token, over: Token, name: Token) -> bool:
    """'Five floors of a house in Mykolaiv', 'a wall of the works at Sumy': what is part of a thing that is there."""
    w = words()
    thing = over.is_noun and cur.i != name.i and cur.lemma in w["facility"]
    if over.dep in ("nsubj", "appos") and not in_class(over, "fabric"):
        return False  # a person, more likely; but "the runway of Odesa's airport is out of use"
    return thing and over.lemma not in w["organisation"] | w["folk"]


def is_named_district(s: Sentence, noun: Token) -> bool:
    """True of "Kyiv's Podil district", which is no description of another name: it has its own, and a town's."""
    if not any(c.tag == "NNP" for c in s.children(noun.i, "compound")):
        return False
    town = [*s.children(noun.i, "poss"), *(obj for prep, obj in s.prepositions(noun.i) if prep.lower == "of")]
    return any(t.tag == "NNP" for t in town)


def is_description(s: Sentence, part: Token) -> bool:
    """True of the suburb of "Brovary, a suburb of Kyiv, and Irpin", whatever the parser takes it for."""
    article = next((c for c in s.children(part.i, "det") if c.lower in ("a", "an") and c.i > 1), None)
    return article is not None and s.tokens[article.i - 1].text == "," and s.tokens[article.i - 2].tag == "NNP"
