"""'In Lviv rockets hit a depot': without a comma the parser makes one noun of the town and of what hits it."""

from dataclasses import replace

from pipeline.syntax import Token

BEFORE_NOUN = ("compound", "amod", "nmod", "pobj")  # what the parser takes the town for
_SUBJECTS = ("nsubj", "nsubjpass")
_GROUND = (
    "region",
    "oblast",
    "district",
    "province",
    "raion",
    "city",
    "airport",
    "station",
    "airfield",
    "base",
    "area",
)


def mend(tokens: list[Token], kids: list[list[int]], k: int) -> None:
    """Gives the preposition before token k its town, and the verb after it its subject. Changes both lists.

    Token k is a proper noun behind a preposition. Nothing is changed where the preposition has an object of its own
    and the verb a subject, nor where a division of a country is named: "in Lviv region".
    """
    prep = tokens[k - 1]
    verb = tokens[prep.head]
    if not verb.is_verb or verb.i < k or prep.lower not in ("in", "at", "near", "outside", "around", "over", "inside"):
        return
    objects = [tokens[c] for c in kids[prep.i] if tokens[c].dep == "pobj"]
    subjects = [tokens[c] for c in kids[verb.i] if tokens[c].dep in _SUBJECTS and tokens[c].i < verb.i]
    last = k
    while tokens[last + 1].tag == "NNP":
        last += 1
    noun = subjects[0] if not objects and subjects else objects[-1] if objects and not subjects else None
    if noun is None or noun.tag not in ("NN", "NNS") or not last < noun.i < verb.i or noun.lower in _GROUND:
        return
    if any(t.tag not in ("NN", "NNS", "JJ", "CD", "HYPH") for t in tokens[last + 1 : noun.i]):
        return
    passive = any(tokens[c].dep == "auxpass" for c in kids[verb.i])
    _hang(tokens, kids, noun.i, verb.i, "nsubjpass" if passive else "nsubj")
    _hang(tokens, kids, last, prep.i, "pobj")
    for i in range(k, last):
        _hang(tokens, kids, i, last, "compound")


def _hang(tokens: list[Token], kids: list[list[int]], i: int, head: int, dep: str) -> None:
    kids[tokens[i].head].remove(i)
    tokens[i] = replace(tokens[i], head=head, dep=dep)
    kids[head] = sorted([*kids[head], i])


def part(tokens: list[Token], kids: list[list[int]], k: int) -> None:
    """Gives the verb behind token k its subject: 'two died in Sumy and Poltava was hit'. Changes both lists.

    Token k is a proper noun that the parser lists with the name before it, though "was", "is" or "has" follows, and
    the verb of that has no subject of its own.
    """
    aux = tokens[k + 1] if k + 1 < len(tokens) else None
    if aux is None or aux.lower not in ("was", "is", "has") or tokens[k - 1].lower != "and":
        return
    verb = tokens[aux.head] if aux.dep in ("aux", "auxpass") else aux
    above = tokens[k]
    while above.dep in ("conj", "appos"):
        above = tokens[above.head]
    subjects = [c for c in kids[verb.i] if tokens[c].dep in _SUBJECTS]
    ahead = tokens[above.i - 1] if above.i else above
    if subjects == [above.i] and ahead.dep == "prep" and not kids[ahead.i] and ahead.head < ahead.i:
        _hang(tokens, kids, above.i, ahead.i, "pobj")  # "rockets fell on Kharkiv and Izium was captured"
    elif above.dep != "pobj" or subjects or verb.i <= k:
        return
    passive = any(tokens[c].dep == "auxpass" for c in kids[verb.i])
    _hang(tokens, kids, k, verb.i, "nsubjpass" if passive else "nsubj")
