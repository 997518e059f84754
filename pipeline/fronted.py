"""What the parser makes one noun of, and is a clause: 'In Lviv rockets hit a depot', 'Drone strikes bus in Kherson'."""

from dataclasses import replace

from pipeline.syntax import DAYS, Token

_MUNITIONS = (
    "grad",
    "uragan",
    "smerch",
    "iskander",
    "kalibr",
    "kinzhal",
    "shahed",
    "himars",
    "tochka",
    "lancet",
    "geran",
)
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
    while tokens[last + 1].tag == "NNP" and tokens[last + 1].lower not in _MUNITIONS:  # "In Nikopol Grad rockets hit"
        last += 1
    noun = subjects[0] if not objects and subjects else objects[-1] if objects and not subjects else None
    if noun is None or noun.tag not in ("NN", "NNS") or not last < noun.i < verb.i or noun.lower in _GROUND:
        return
    if any(
        t.tag not in ("NN", "NNS", "JJ", "CD", "HYPH") for t in tokens[last + 1 : noun.i] if t.lower not in _MUNITIONS
    ):
        return
    passive = any(tokens[c].dep == "auxpass" for c in kids[verb.i])
    _hang(tokens, kids, noun.i, verb.i, "nsubjpass" if passive else "nsubj")
    _hang(tokens, kids, last, prep.i, "pobj")
    for i in range(k, last):
        _hang(tokens, kids, i, last, "compound")


def clause(tokens: list[Token], kids: list[list[int]], k: int) -> None:
    """Makes the verb at token k of a headline what it is, and the noun behind it its object. Changes both lists.

    Token k is a verb in -s that the parser has put before a noun: 'Drone strikes bus'. Nothing is changed where it has
    no subject of its own, or where the noun is not the head of all.
    """
    noun = tokens[k].head
    if noun < k or tokens[noun].head != noun or not any(tokens[c].dep == "nsubj" for c in kids[k]):
        return
    kids[noun].remove(k)
    tokens[k] = replace(tokens[k], head=k, dep="ROOT")
    tokens[noun] = replace(tokens[noun], head=k, dep="dobj")
    kids[k] = sorted([*kids[k], noun])


def second_verb(tokens: list[Token], kids: list[list[int]], k: int) -> None:
    """Makes the participle at token k a verb and the name behind it its object. Changes both lists.

    'Troops crossed the river and captured Sumy', of which the parser makes a captured Sumy that they crossed. Nothing
    is changed where the name is not listed with a verb.
    """
    name = tokens[k].head
    above = tokens[tokens[name].head]
    if not k < name or tokens[name].tag != "NNP" or tokens[name].dep != "conj" or not above.is_verb or above.i > k:
        return
    _hang(tokens, kids, k, above.i, "conj")
    _hang(tokens, kids, name, k, "dobj")
    tokens[k] = replace(tokens[k], tag="VBD")


def interposed(tokens: list[Token], kids: list[list[int]], k: int) -> None:
    """Gives the verb above token k the subject: 'Izium and Lyman, both cut off, were bombed'. Changes both lists.

    Token k is a verb of a clause to which the parser has given the subject of the main one. Nothing is changed where
    no comma parts the two, or where the verb above has a subject of its own.
    """
    above = tokens[tokens[k].head]
    subject = next((c for c in kids[k] if tokens[c].dep in _SUBJECTS), None)
    if subject is None or not subject < k < above.i or any(tokens[c].dep in _SUBJECTS for c in kids[above.i]):
        return
    opens = min([k, *(c for c in kids[k] if c > subject and tokens[c].text != ",")])
    closes = next((t.i for t in tokens[k + 1 : above.i] if t.text == ","), None)
    if closes is None or all(t.text != "," for t in tokens[subject:opens]) or not tokens[subject].tag.startswith("NN"):
        return
    passive = any(tokens[c].dep == "auxpass" for c in kids[above.i])
    _hang(tokens, kids, subject, above.i, "nsubjpass" if passive else "nsubj")
    _hang(tokens, kids, k, subject, "acl")
    tokens[k] = replace(tokens[k], tag="VBN")


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


def after_day(tokens: list[Token], kids: list[list[int]], k: int) -> None:
    """Gives the verb behind token k its subject: 'fought on Monday and shells fell on Sumy'. Changes both lists.

    Token k is a noun that the parser lists with the day before it. Nothing is changed where no finite verb follows, or
    where that has a subject of its own.
    """
    if tokens[tokens[k].head].lower not in DAYS or tokens[k].head > k:
        return
    verb = next((t for t in tokens[k + 1 : k + 4] if t.is_verb or t.tag not in ("RB", "MD")), None)
    if verb is not None and verb.dep in ("aux", "auxpass"):
        verb = tokens[verb.head]
    if verb is None or not verb.is_verb or verb.i < k or verb.head >= k or verb.dep not in ("advcl", "conj", "ccomp"):
        return
    if verb.tag in ("VBG", "VB") or any(tokens[c].dep in _SUBJECTS or tokens[c].dep == "mark" for c in kids[verb.i]):
        return
    passive = any(tokens[c].dep == "auxpass" for c in kids[verb.i])
    _hang(tokens, kids, k, verb.i, "nsubjpass" if passive else "nsubj")
    tokens[verb.i] = replace(tokens[verb.i], dep="conj")


def purpose(tokens: list[Token], kids: list[list[int]], k: int) -> None:
    """Hangs the verb at token k on what it was done with: 'used drones for the first time to hit a depot'.

    Token k is an infinitive that the parser takes for a clause about "time". Changes both lists.
    """
    time = tokens[tokens[k].head]
    above = tokens[time.head]
    verb = tokens[above.head]
    if time.lower == "time" and above.lower == "for" and verb.lemma == "use":
        _hang(tokens, kids, k, verb.i, "xcomp")
