"""What a pronoun or a bare number stands for, as far as a word class can tell: "three of them were brought down"."""

import re
from functools import lru_cache

from pipeline.language import lemma, may_be_of
from pipeline.syntax import Sentence, Token
from pipeline.wordclasses import classes, in_class

REACH = 400  # code points of the text before a sentence that its pronouns may mean: two or three sentences
_PLURAL = ("they", "them", "these", "those", "both", "some", "several")
_OF_MANY = ("another", "others", "more", "most", "half", "rest", "second", "third", "fourth", "fifth")
_WORD = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")


def is_anaphor(s: Sentence, token: Token) -> bool:
    """True of "it", "them", "three", "another", "one of them": words that name nothing by themselves."""
    counted = [obj for prep, obj in s.prepositions(token.i) if prep.lower == "of"]
    if counted:
        return (token.tag == "CD" or token.lower in (*_PLURAL, *_OF_MANY)) and counted[0].lower in _PLURAL
    return token.lower in ("it", *_PLURAL, *_OF_MANY) or token.tag == "CD"


def may_mean(s: Sentence, token: Token, name: str, before: str) -> bool:
    """True where a thing of the class is named ahead of the pronoun or number.

    "It" looks back in its own sentence only; plurals and numbers also in before, the text that leads up to it.
    """
    if not is_anaphor(s, token):
        return False
    if any(t.is_noun and in_class(t, name) for t in s.tokens[: token.i]):
        return True
    if token.lower == "it":
        return False
    return spoken_of(name, before)


def spoken_of(name: str, text: str) -> bool:
    """True where a word of the class, or of one of several, stands in the text."""
    words = _words(text)
    return any(_speaks_of(words, classes()[part]) for part in name.split("|"))


def _speaks_of(words: frozenset[str], named: frozenset[str]) -> bool:
    """Whether one of the words is named, or the plural of one; lemma() is slow, and asked of what may be one only."""
    if not words.isdisjoint(named):
        return True
    return any(lemma(word, "NNS") in named for word in words if not may_be_of(word).isdisjoint(named))


@lru_cache(100)  # each rule of each trigger asks for the same text
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))
