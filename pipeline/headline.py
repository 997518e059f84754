"""What captions and headlines leave out: auxiliaries, articles, the verb itself.

"School shelled overnight" has no "was", "Artillery shelling trenches" no "is", "Damage after strike" no verb at all.
The parser was trained on whole sentences; these questions mend what it makes of the others.
"""

from pipeline.language import is_participle
from pipeline.syntax import Sentence, Token
from pipeline.wordclasses import in_class

_PAST = ("VBD", "VBN")


def is_caption(s: Sentence) -> bool:
    """True of words whose main clause has no finite verb, but for the past forms that stand for a passive."""
    root = next(token for token in s.tokens if token.head == token.i)
    for token in (root, *s.conjuncts(root.i)):
        if token.tag in ("MD", "VBZ", "VBP") or s.children(token.i, "aux", "auxpass"):
            return False
        if token.tag == "VBD" and not short_passive(s, token):
            return False
    return True


def short_passive(s: Sentence, verb: Token) -> bool:
    """True of a past form that may be a passive without its auxiliary: 'Helicopter shot down in lake'.

    It has a subject before it and nothing that only an active verb has: an object, a clause below, an auxiliary.
    """
    if verb.tag not in _PAST or s.children(verb.i, "aux", "auxpass", "dobj", "ccomp", "xcomp", "dative", "neg"):
        return False
    if not is_participle(verb.lower) or verb.lemma == "turn":  # "a convoy turned back"
        return False
    subjects = s.children(verb.i, "nsubj")
    return bool(subjects) and all(t.is_noun or t.tag == "CD" for t in subjects)


def opens_as_noun(s: Sentence, token: Token) -> bool:
    """True of a first word that the parser takes for an order: 'Strike on Kherson', 'Strikes on Kherson'."""
    opens = not any(t.is_noun or t.is_verb for t in s.tokens[: token.i])
    bare = not s.children(token.i, "dobj", "nsubj", "aux", "xcomp", "ccomp")
    return token.tag in ("VB", "VBP", "VBZ") and opens and bare and bool(s.children(token.i, "prep"))


def participle(s: Sentence, token: Token) -> tuple[Token, Token] | None:
    """(doer, patient) of 'Artillery bombing trenches', which parses as one noun phrase; None for anything else."""
    head = s.head(token.i)
    noun_phrase = token.dep in ("amod", "compound") and head.i > token.i and head.dep == "ROOT" and head.is_noun
    if not (noun_phrase and token.lower.endswith("ing") and token.i > 0 and is_caption(s)):
        return None
    doer = s.tokens[token.i - 1]
    if not in_class(doer, "weapon|force|warplane") or in_class(head, "effect|drill"):
        return None  # "artillery shelling damage" is damage
    return doer, head


def is_compound(s: Sentence, token: Token) -> bool:
    """True of the first word of 'Shelling aftermath, Derhachi', which is no verb there."""
    head = s.head(token.i)
    return token.dep in ("amod", "compound") and head.i == token.i + 1 and in_class(head, "effect") and is_caption(s)


_CAUSING = ("after", "by", "from", "following", "in", "during", "of", "to")


def caused(s: Sentence, noun: Token) -> bool:
    """True of what a caption shows the effect of: 'House damaged after a strike', 'Aftermath of shelling'."""
    while noun.dep in ("conj", "amod") and noun.head != noun.i:
        noun = s.head(noun.i)
    above = s.head(noun.i)
    if above.i == noun.i:
        return True
    if above.lower not in _CAUSING:
        return in_class(above, "effect")
    over = s.head(above.i)
    told = in_class(over, "effect|footage") or over.is_verb or (over.is_noun and over.head == over.i)
    return above.lower in ("after", "by", "following", "during") or told


def torn_off(s: Sentence, verb: Token) -> list[Token]:
    """The object of 'Ukraine holds the power station, an aide said', where the parser makes it speak with the aide."""
    if verb.tag not in ("VBD", "VBP", "VBZ") or not s.children(verb.i, "nsubj"):
        return []
    for token in s.tokens[verb.i + 1 : verb.i + 8]:
        if token.text in ",;:" or token.is_verb or token.tag == "IN":
            return []
        follows = token.i + 1 < len(s.tokens) and s.tokens[token.i + 1].text == ","
        if token.dep == "nsubj" and follows and len(s.children(token.head, "nsubj")) > 1:
            return [token]
    return []
