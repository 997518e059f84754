"""What a sentence says of a happening as a whole: a habit, a drill, a goal, a work of art, punished, over, or a lie."""

import itertools
import tomllib
from collections.abc import Mapping
from functools import cache

from pipeline.kinds import RULES
from pipeline.syntax import Sentence, Token

EXPECTED = "planned, possible or expected, not reported as done"


@cache
def cues() -> Mapping[str, Mapping[str, str]]:
    """Base form -> reason, for each table of rules/modality.toml."""
    table = tomllib.loads((RULES / "modality.toml").read_text(encoding="utf-8"))
    return {name: {word: row["reason"] for row in rows for word in row["words"]} for name, rows in table.items()}


def framed(s: Sentence, trigger: Token) -> str | None:
    """Why the sentence as a whole makes nothing that happened of what the trigger tells; None where it does not."""
    if reason := _habit(s, trigger) or _drill(s, trigger):
        return reason
    if _under_if(s, trigger) or _inverted(s, trigger):
        return "only if something else holds: hypothetical"
    if _awaited(s, trigger) or _weighed_up(s, trigger):
        return EXPECTED
    return _weighed(s, trigger) or _in_a_work(s, trigger)


def _weighed_up(s: Sentence, trigger: Token) -> bool:
    """True of 'meaning capturing the rest of the region would take months': what would come of it, were it done."""
    described = trigger.dep in ("acl", "relcl") and s.head(trigger.i).lower != "meaning"  # "troops attacking it will"
    if trigger.tag != "VBG" or described:
        return False
    behind = max((t.i for t in s.subtree(trigger.i)), default=trigger.i) + 1
    return behind < len(s.tokens) and s.tokens[behind].tag == "MD"


def remembered(s: Sentence, trigger: Token, kind: str) -> str | None:
    """Why a trigger without a day is no news: it is honoured, told of months, or only dates what came after it."""
    chain = [trigger, *s.ancestors(trigger.i)]
    for below, above in itertools.pairwise(chain):
        if below.dep in ("advcl", "conj", "parataxis"):
            break
        if above.lemma in cues()["honours"] and below.dep != "nsubj":
            return cues()["honours"][above.lemma]
        if below.dep == "prep" and above.lemma in cues()["reputed"] and above.dep in ("acl", "relcl", "amod", "appos"):
            return cues()["reputed"][above.lemma]
        if below.dep == "relcl" and above.lemma in _AGES and above.tag == "NNS":
            return "a time of many events, not one of them"  # "the months when shells fell on the town"
        if below.dep in ("acl", "relcl") and above.is_noun and _is_about_them(s, trigger, below, above):
            return "says who or where somebody is, and no day"
    taken = kind in ("capture", "withdrawal") and trigger.is_noun and trigger.dep == "pobj"
    known = any(c.lower == "the" or c.dep == "poss" for c in s.children(trigger.i, "det", "poss"))
    if taken and known and s.head(trigger.i).lower in ("after", "since", "following", "until"):
        return "only a point in time to count from, without a day of its own"
    return None


def _is_about_them(s: Sentence, trigger: Token, clause: Token, noun: Token) -> bool:
    """'Supplies the troops attacking Kharkiv': done for those who fight, and no news of the fighting."""
    verbs = [clause, *s.children(clause.i, "aux")]
    going = clause.tag == "VBG" and all(v.tag in ("VBG", "VBZ", "VBP") for v in verbs)
    if not going or trigger.i not in (clause.i, *(t.i for t in s.children(clause.i))):
        return False
    for above in s.ancestors(noun.i):
        if above.is_verb:
            return above.lemma in cues()["serves"] and noun.dep != "nsubj"
        if above.dep in ("nsubj", "nsubjpass"):
            return False
    return False


_AGES = ("month", "year", "week", "decade", "time")


def _weighed(s: Sentence, trigger: Token) -> str | None:
    """What the sentence says of the happening as a whole: that it is punished, is over, is a goal, or is a lie."""
    for token in (trigger, *s.ancestors(trigger.i)):
        above = s.head(token.i)
        if token.dep in ("pobj", "pcomp") and above.lower in ("over", "for"):  # "sanctions over the shelling"
            said = [t for t in s.tokens[: above.i] if t.is_noun or t.is_verb]
            if judged := next((t for t in said if t.lemma in cues()["judged"]), None):
                return cues()["judged"][judged.lemma]
            if fame := _famed(s, above):
                return cues()["reputed"][fame]  # "a city infamous for the siege of its airport was quiet on Monday"
        if token.dep == "pobj" and above.lower in ("after", "following") and (why := _likened(s, s.head(above.i))):
            return why
        sought = token is trigger and token.dep == "attr" and above.lemma in _BEING
        if sought and (aim := _aim(s.children(above.i, "nsubj"))):
            return aim  # "their next target is the capture of Siversk"
        if token is trigger and token.dep == "nsubjpass" and above.lemma == "cause":  # "was caused by a gas leak"
            causes = [c for _, o in s.prepositions(above.i) for c in (o, *s.children(o.i, "compound", "amod"))]
            if accident := next((c.lower for c in causes if c.lower in cues()["accidents"]), None):
                return cues()["accidents"][accident]
        if token.dep != "nsubj" or not token.is_noun:
            continue
        if token is trigger and above.lemma in cues()["ends"] and not s.children(above.i, "dobj", "prep"):
            return cues()["ends"][above.lemma]  # "the shelling stopped"
        if above.lemma in _BEING and token is trigger and (aim := _aim(s.children(above.i, "attr"))):
            return aim  # "the liberation of Crimea is the goal"
        if token is trigger and above.lemma in _SEEMING and (why := _said_of(s, above)):
            return why
        if above.lemma in ("be", "turn", "prove") and token is not trigger:
            told = next((t for t in s.tokens[above.i + 1 : above.i + 5] if t.lower in cues()["falsehoods"]), None)
            if told is not None:  # "the claim that Sumy has fallen is false", "reports of a blast proved wrong"
                return cues()["falsehoods"][told.lower]
    return None


def _famed(s: Sentence, prep: Token) -> str | None:
    """The word of "infamous for", where what follows has no day of its own."""
    noun = s.head(prep.i)
    behind = (t for t in s.children(noun.i, "amod", "acl") if noun.i < t.i < prep.i)  # "a city infamous this year for"
    for word in (noun, *behind):
        if word.lemma in cues()["reputed"] and (word.tag == "JJ" or word.lemma == "know"):
            return None if any(t.tag == "CD" or t.lower.endswith("day") for t in s.subtree(prep.i)) else word.lemma
    return None


def _likened(s: Sentence, verb: Token) -> str | None:
    """'Moscow made a similar claim after the bombing': the claim is today's, the bombing an earlier one."""
    told = [*s.children(verb.i, "dobj", "attr", "pobj"), *([s.head(verb.i)] if verb.dep == "acl" else [])]
    for noun in told:
        alike = any(c.lower in _ALIKE for c in s.children(noun.i, "amod"))
        if alike and noun.lemma in cues()["likened"]:
            return cues()["likened"][noun.lemma]
    return None


_BEING = ("be", "remain", "become", "stay")
_SEEMING = (*_BEING, "seem", "look", "appear", "prove")


def _said_of(s: Sentence, verb: Token) -> str | None:
    """What "is unlikely", "has become routine", "is out of the question", "is days away" make of their subject."""
    for word in (*s.children(verb.i, "acomp", "oprd", "advmod"), *(obj for _, obj in s.prepositions(verb.i))):
        if word.dep == "acomp" and word.lower in cues()["habits"]:
            return cues()["habits"][word.lower]
        far = word.dep == "advmod" and word.lower in ("off", "away") and verb.tag != "VBD"
        if (far and s.children(word.i, "npadvmod")) or (word.dep != "advmod" and word.lower in cues()["doubted"]):
            return EXPECTED
    return None


def _aim(nouns: list[Token]) -> str | None:
    """The reason that goes with the first noun that is a goal or a possibility; None where none is."""
    known = {**cues()["nouns"], **cues()["goals"]}
    return next((known[t.lemma] for t in nouns if t.lemma in known), None)


_ALIKE = ("similar", "same", "comparable", "earlier", "previous")


def _habit(s: Sentence, trigger: Token) -> str | None:
    """'They shell the town daily': in the present tense a habit, not one event."""
    verb = trigger if trigger.is_verb else next((t for t in s.ancestors(trigger.i) if t.is_verb), trigger)
    if verb.tag not in ("VBZ", "VBP") or s.children(verb.i, "aux"):
        return None
    spans = [c for t in s.children(verb.i, "npadvmod") for c in s.children(t.i, "det")]  # "every day"
    said = [*spans, *(t for t in s.subtree(verb.i) if t.tag == "RB")]
    said += s.children(trigger.i, "amod") if trigger.is_noun else []  # "is under daily shelling"
    return next((cues()["habits"][t.lower] for t in said if t.lower in cues()["habits"]), None)


def _drill(s: Sentence, trigger: Token) -> str | None:
    """'Crews held an exercise near Rivne; rockets were fired': what is fired in a drill hits nobody.

    Nor does what is bombed "during an exercise"; but troops who hold one may well be hit in it.
    """
    if trigger.lemma not in _FIRED + _STORMED:
        return None
    things = [o for o in s.children(trigger.i, "dobj", "nsubjpass") if s.children(o.i, "amod")]
    if any(c.lower in _DUMMIES for o in things for c in s.children(o.i, "amod")):
        return "a drill"  # "bombed a mock airfield"
    held = [o for p, o in s.prepositions(trigger.i) if p.lower in ("during", "in", "at", "as")]
    held += [o for one in held for p, o in s.prepositions(one.i) if p.lower == "of"]  # "as part of an exercise"
    if trigger.lemma in _FIRED:
        held += [t for t in s.tokens[: trigger.i] if t.is_noun]
    return next((cues()["drills"][t.lemma] for t in held if t.lemma in cues()["drills"]), None)


_FIRED = ("fire", "launch", "shoot", "drop", "destroy", "intercept", "repel")
_STORMED = ("bomb", "shell", "storm", "attack", "seize", "capture")
_DUMMIES = ("mock", "dummy", "simulated", "imaginary", "notional")


def _under_if(s: Sentence, trigger: Token) -> bool:
    """True where 'if' or 'unless' opens the trigger's own stretch of words, whatever the parser makes of it."""
    if s.said.isdisjoint(("if", "unless")):
        return False
    for token in reversed(s.tokens[: trigger.i]):
        if token.text in ",;:" or token.lower in ("asked", "see", "as", "even"):
            return False
        if token.lower in ("if", "unless"):
            return s.tokens[token.i - 1].lower not in ("asked", "see", "as", "even") if token.i else True
    return False


def _inverted(s: Sentence, trigger: Token) -> bool:
    """'Had the missile landed nearer, the school would be gone': a condition that begins with its verb.

    What it hangs on did happen: "Had they slept there, they would have died when drones hit the port."
    """
    if not s.tokens or s.tokens[0].lower not in ("had", "were", "should"):
        return False
    for token in (trigger, *s.ancestors(trigger.i)):
        if token.dep == "advcl" and any(c.lower in ("when", "after") for c in s.children(token.i, "mark", "advmod")):
            return False
    return any(t.lower in ("would", "could", "might", "will") for t in s.tokens)


def _awaited(s: Sentence, trigger: Token) -> bool:
    """'They were told to leave before the shelling begins': in the present tense it has not come yet."""
    if s.said.isdisjoint(_NOT_YET):
        return False
    for token in (trigger, *s.ancestors(trigger.i)):
        verbs = [token, *s.children(token.i, "aux", "auxpass")]
        if token.dep == "advcl" and any(v.tag in ("VBZ", "VBP") and v.lemma != "have" for v in verbs):
            live = any(t.tag in ("VBZ", "VBP") for t in s.ancestors(token.i))  # "shows rockets before a fireball rises"
            return not live and any(c.lower in _NOT_YET for c in s.children(token.i, "mark", "advmod"))
    return False


_NOT_YET = ("before", "until", "till")


def _in_a_work(s: Sentence, trigger: Token) -> str | None:
    """'A play about the storming of Mariupol', 'her novel describes how soldiers took a village': no report."""
    works, below = cues()["works"], trigger
    if works.keys().isdisjoint(s.said) and cues()["studies"].keys().isdisjoint(s.said):
        return None
    for above in s.ancestors(trigger.i):
        inside = below.dep == "prep" or (below.dep == "acl" and below.tag == "VBG" and below is not trigger)
        inside = inside or (below.dep == "relcl" and any(t.lower in ("which", "where") for t in _opens(s, below)))
        if above.lemma in works and inside:
            return works[above.lemma]
        subjects = s.children(above.i, "nsubj") if above.is_verb and above is not trigger else []
        tells = above.tag in ("VBZ", "VBP") or above.lemma in ("tell", "depict", "describe", "portray", "recreate")
        if tells and (told := next((t for t in subjects if t.lemma in works), None)):
            return works[told.lemma]
        if any(t.lemma in cues()["studies"] for t in subjects) and any(
            t.lower in ("how", "why") for t in _opens(s, below)
        ):
            return "told in hindsight, not reported"  # "the study asks why the assault failed"
        below = above
    return None


def _opens(s: Sentence, clause: Token) -> list[Token]:
    """The words before the verb of a clause that hang on it, by however many steps."""
    return [t for t in s.subtree(clause.i) if t.i < clause.i]
