"""Whether an attack that was stopped was fought off: then it is a battle, and nothing that did not happen."""

from pipeline.syntax import Sentence, Token
from pipeline.wordclasses import in_class


def is_parried(s: Sentence, verb: Token, attack: Token) -> bool:
    """'Marines halted an assault on Lyman', 'a Russian push was stopped': it was fought off.

    Not 'they halted their assault' nor 'the truce stopped the fighting': whoever stops it, or says that it was
    stopped, must be soldiers, or it must be told whose it was.
    """
    if not in_class(attack, "onslaught|ground_attack") or any(c.tag == "PRP$" for c in s.children(attack.i, "poss")):
        return False
    whose = any(in_class(c, "nation_at_large|side|nation") for c in s.children(attack.i, "amod", "compound", "poss"))
    if s.is_passive(verb.i) and not s.subjects(verb.i):
        return whose or any(in_class(t, "arms|soldiers") for t in s.children(verb.head, "nsubj") if verb.dep == "ccomp")
    by_soldiers = any(in_class(t, "soldiers|they") for t in s.subjects(verb.i)) or _said_by_soldiers(s, verb)
    definite = any(c.lower == "the" for c in s.children(attack.i, "det"))
    return by_soldiers and (whose or not definite)


def _said_by_soldiers(s: Sentence, verb: Token) -> bool:
    """'The brigade said it had halted an attack': whom the pronoun stands for."""
    pronoun = any(t.lower in ("it", "they", "we") for t in s.subjects(verb.i))
    return pronoun and any(in_class(t, "soldiers") for t in s.children(verb.head, "nsubj"))
