"""The search language: words, "phrases", AND, OR, NOT and brackets, read into a tree.

Words side by side must all be there, as with AND; NOT binds closest, then AND, then OR. Operators are capitals: "and"
is a word like any other. A word finds every word that begins with it, so that "missile" finds "missiles"; a phrase in
quotation marks finds exactly its words in a row. Accents, apostrophes, capitals and punctuation make no difference.
"""

import re
from dataclasses import dataclass

from gazetteer import names
from pipeline.errors import QueryError

LONGEST = 300  # code points of a query
_DEEPEST = 20  # brackets in brackets
_TOKEN = re.compile(r'\s*(?:(?P<mark>["“”„«»])|(?P<open>\()|(?P<close>\))|(?P<word>[^\s()"“”„«»]+))')
_MARKS = '"“”„«»'
_POSSESSIVE = re.compile(r"(\w)['’ʼ]s\b")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words in a row. exact: the last one whole, not as a beginning."""

    words: tuple[str, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Not:
    """What does not hold the part."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Both:
    """What holds every part."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What holds one part at least."""

    parts: tuple["Node", ...]


Node = Term | Not | Both | Either


def fold(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: "Slov'yansk’s" and "SLOVYANSK" are the same."""
    if "'" in text or "’" in text or "ʼ" in text:
        text = _POSSESSIVE.sub(r"\1", text)
    return tuple(_WORD.findall(names.key(text)))


def parse(text: str) -> Node | None:
    """The tree of a query; None where nothing is asked for.

    Raises QueryError, which says in our own words what is wrong and what to do, and repeats nothing of the text.
    """
    if len(text) > LONGEST:
        raise QueryError(f"The search has {len(text):,} characters; up to {LONGEST} can be read. Make it shorter.")
    tokens = _tokens(text)
    if not tokens:
        if text.strip():
            raise QueryError("There is no word in the search. Write one, or a number.")
        return None
    node, rest = _either(tokens, 0, 0)
    if rest < len(tokens):  # only a closing bracket ends an expression early
        raise QueryError(f"The bracket that closes at character {tokens[rest][2]} was never opened. Take it away.")
    return node


def terms(node: Node | None) -> tuple[Term, ...]:
    """The terms that a text may be found by, in order: those under NOT are left out."""
    match node:
        case Term():
            return (node,)
        case Both(parts) | Either(parts):
            return tuple(dict.fromkeys(term for part in parts for term in terms(part)))
    return ()


Token = tuple[str, Term | None, int]  # what it is, its term, and at which character, counted from 1


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while match := _TOKEN.match(text, at):
        start, at = match.start(match.lastgroup or 0), match.end()
        if match["mark"]:
            end = next((i for i in range(at, len(text)) if text[i] in _MARKS), None)
            if end is None:
                raise QueryError(
                    f"The quotation mark at character {start + 1} is not closed. Put another at the end of the phrase."
                )
            if not (words := fold(text[at:end])):
                raise QueryError(f"The phrase at character {start + 1} holds no word. Write one, or take it away.")
            found.append(("term", Term(words, exact=True), start + 1))
            at = end + 1
        elif match["word"] in ("AND", "OR", "NOT"):
            found.append((match["word"], None, start + 1))
        elif match["word"]:
            if words := fold(match["word"]):  # a dash between two words asks for nothing
                found.append(("term", Term(words, exact=False), start + 1))
        else:
            found.append((match[0].strip(), None, start + 1))
    return found


def _either(tokens: list[Token], at: int, depth: int) -> tuple[Node, int]:
    parts = []
    while True:
        node, at = _both(tokens, at, depth)
        parts.append(node)
        if at == len(tokens) or tokens[at][0] != "OR":
            return (parts[0] if len(parts) == 1 else Either(tuple(parts))), at
        at += 1


def _both(tokens: list[Token], at: int, depth: int) -> tuple[Node, int]:
    parts = []
    while True:
        node, at = _one(tokens, at, depth)
        parts.append(node)
        if at == len(tokens) or tokens[at][0] in ("OR", ")"):
            return (parts[0] if len(parts) == 1 else Both(tuple(parts))), at
        at += tokens[at][0] == "AND"


def _one(tokens: list[Token], at: int, depth: int) -> tuple[Node, int]:
    negated = False
    while at < len(tokens) and tokens[at][0] == "NOT":
        negated, at = not negated, at + 1
    if at == len(tokens) or tokens[at][0] in ("AND", "OR", ")"):
        raise _missing(tokens, at)
    node: Node
    _, term, where = tokens[at]
    if term is not None:
        node, at = term, at + 1
    else:
        if depth == _DEEPEST:
            raise QueryError(f"More than {_DEEPEST} brackets stand in one another. Use fewer.")
        inside, at = _either(tokens, at + 1, depth + 1)
        if at == len(tokens):
            raise _unclosed(where)
        node, at = inside, at + 1
    return (Not(node) if negated else node), at


def _missing(tokens: list[Token], at: int) -> QueryError:
    """What to say where a word is missing: after an operator, before one, or between brackets."""
    before = tokens[at - 1][0] if at else None
    if before in ("AND", "OR", "NOT"):
        told = f"Nothing stands after {before}"
    elif at == len(tokens):
        return _unclosed(tokens[at - 1][2])
    elif before == "(" and tokens[at][0] == ")":
        told = "Nothing stands between the brackets"
    elif tokens[at][0] in ("AND", "OR"):
        told = f"Nothing stands before {tokens[at][0]}"
    else:
        return QueryError(f"The bracket that closes at character {tokens[at][2]} was never opened. Take it away.")
    return QueryError(f"{told}. Put a word or a “phrase” there; and, or, not in small letters are words like others.")


def _unclosed(where: int) -> QueryError:
    return QueryError(f"The bracket that opens at character {where} is not closed. Put a “)” where it ends.")
