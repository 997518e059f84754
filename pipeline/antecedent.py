"""What a pronoun or a bare number stands for, as far as a word class can tell: "three of them were brought down"."""

import re
from functools import lru_cache

from pipeline.language import lemma
from pipeline.syntax import Sentence, Token
from pipeline.wordclasses import classes, in_class

REACH = 400  # code points of the text before a sentence that its pronouns may mean: two or three sentences
_PLURAL = ("they", "them", "these", "those", "both", "some", "several")
_WORD = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")


def is_anaphor(s: Sentence, token: Token) -> bool:
    """True of "it", "them", "three", "one of them": words that name nothing by themselves."""
    counted = [obj for prep, obj in s.prepositions(token.i) if prep.lower == "of"]
    if counted:
        return (token.tag == "CD" or token.lower in _PLURAL) and counted[0].lower in _PLURAL
    return token.lower in ("it", *_PLURAL) or token.tag == "CD"


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
    told = _nouns(text)
    return any(not told.isdisjoint(classes()[part]) for part in name.split("|"))


@lru_cache(100)  # each rule of each trigger asks for the same text
def _nouns(text: str) -> frozenset[str]:
    """The words of a text in lower case, and what each is the plural of."""
    return frozenset(spelling for word in _WORD.findall(text.lower()) for spelling in (word, lemma(word, "NNS")))
