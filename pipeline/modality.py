"""Whether a trigger tells of something that happened. If not, why not, in words for the page."""

from pipeline import framing, parried
from pipeline.framing import cues as _cues
from pipeline.syntax import RANKED, Sentence, Token

_COMPLEMENTS = ("xcomp", "acl", "advcl", "relcl", "ccomp", "pcomp", "ROOT", "conj", "dep")
_SAYING = ("say", "confirm", "report", "announce", "claim", "disclose")
# nobody was hurt in it, or nobody speaks of it: that it happened is taken for granted
_HARM = ("hurt", "injure", "wound", "kill", "die", "harm", "casualty", "victim", "injury", "death", "damage", "loss")
_REMARK = (
    "responsibility",
    "involvement",
    "role",
    "part",
    "explanation",
    "comment",
    "reason",
    "warning",
    "reaction",
    "information",
    "detail",
)
_CAUSE = ("cause", "reason", "source", "origin", "target", "purpose", "motive", "extent", "scale", "detail", "number")
_MAKING = ("have", "make", "let", "see", "get")  # somebody do something
_MODALS = {"will", "'ll", "would", "could", "may", "might", "can", "should", "must", "shall", "'d"}


def unreal(s: Sentence, trigger: Token, asked: tuple[str, ...] = (), *, kind: str = "") -> str | None:
    """Why the trigger tells of nothing that happened; None where it does.

    asked are phrases of which its rule wants one before it: "no longer holds" tells of a loss, it negates nothing.
    kind is the key of the trigger's kind: a withdrawal that is ordered is an announced one.
    """
    if s.text.rstrip("\"'”’ ").endswith("?"):
        return "a question, not a report"
    if reason := framing.framed(s, trigger):
        return reason
    token: Token | None = trigger
    below: Token | None = None
    steps = 0
    while token is not None and steps < 8:
        if below is not None and trigger.is_noun and token.is_verb and token.lemma in _cues()["followed_up"]:
            return None  # "gathered to bury the victims of the attack"
        if reason := _at(s, token, below, trigger, asked, kind):
            return reason
        unsaid = token.dep == "ccomp" and s.head(token.i).lemma in _SAYING
        who = any(c.tag in ("WP", "WDT", "WRB") for c in s.children(token.i))  # "did not say who had shelled it"
        nobody = any(_none_at_all(s, c) for c in s.children(token.head, "nsubj"))
        feared = [c for c in s.children(token.head, "nsubj") if c.lemma in _cues()["nouns"]]
        if token.dep == "ccomp" and feared:  # "worries grow that Russia is mounting an attack"
            return _cues()["nouns"][feared[0].lemma]
        if token.dep == "ccomp" and nobody and token.i > token.head:  # not "a car blew up, nobody said why"
            return "negated: nobody in the sentence says that it happened"
        if unsaid and not who and s.children(token.head, "neg"):
            return "negated: nobody in the sentence says that it happened"
        below, token = token, _next(s, token, trigger)
        steps += 1
    return None


def supposed(s: Sentence, verb: Token) -> bool:
    """True of what is only planned, feared or possible; what is denied is not: 'nothing is left of the airport'."""
    reason = unreal(s, verb)
    return reason is not None and not reason.startswith("negated")


def _next(s: Sentence, token: Token, trigger: Token) -> Token | None:
    """The word above, as far as what is said of it bears on the trigger."""
    if token.head == token.i or token.dep in ("relcl", "parataxis"):
        return None
    head = s.head(token.i)
    made = token.tag == "VB" and head.lemma in _MAKING  # "the plan would have Ukraine withdraw"
    if token.dep == "ccomp" and head.lemma not in _cues()["verbs"] and not made:
        return None  # a report of what happened: its own wording decides
    finite = token.tag in ("VBD", "VBZ", "VBP") or bool(s.children(token.i, "auxpass", "nsubj", "nsubjpass"))
    finite = finite or any(c.tag in ("VBD", "VBZ", "VBP") for c in s.children(token.i, "aux"))  # "and are pulling out"
    if token.dep == "conj" and token.is_verb and finite and head.tag not in ("MD",):
        return None  # "tried to take the airfield and were beaten back"
    told = token.dep == "acl" and token.tag in ("VBN", "VBD")  # and "a plan, drawn up in May, to capture Sumy" is not
    if told and (s.tokens[token.i - 1].text == "," or ":" in s.words(s.tokens[head.i : token.i])):
        return None  # "Nikopol, hit by rockets, has no water", "Monday's key events: missiles hit Kyiv"
    aside = token.dep == "advcl" and token is not trigger
    return None if aside and not any(c.lower in ("if", "unless") for c in s.children(token.i)) else head


def _at(
    s: Sentence, token: Token, below: Token | None, trigger: Token, asked: tuple[str, ...], kind: str
) -> str | None:
    cues = _cues()
    verbal = token.is_verb or token.tag == "MD"
    known = below is not None and _granted_that(s, trigger)
    if verbal or token.dep == "ROOT":
        for child in s.children(token.i):
            aside = known or (below is not None and (below.dep in ("advcl", "relcl", "parataxis") or _before(below)))
            if not aside and child.dep in ("nsubj", "nsubjpass", "dobj") and _none_at_all(s, child):
                return "negated: the text says that it did not happen"
            own = below is trigger and token.lemma in cues["ends"]  # "the shelling did not stop for an hour"
            own = own or (token is trigger and any(phrase.split()[0] == child.lower for phrase in asked))
            own = own or (child.dep == "neg" and _sets_against(s, token, child))
            if child.dep == "neg" and not own and not (below is not None and (known or _outside(token, below))):
                return "negated: the text says that it did not happen"
            if (
                child.dep in ("aux", "auxpass")
                and child.lower in _MODALS
                and (below is None or not _outside(token, below))
            ):
                if child.lower in ("could", "can", "would") and _perceived(token):
                    continue
                return framing.EXPECTED
            if (
                child.dep == "mark"
                and child.lower in ("if", "unless", "whether", "lest", "once")
                and (below is None or below.i > child.i)
            ):
                return "only if something else holds: hypothetical"
    if token.tag == "VB" and _infinitive(s, token) and token.dep in _COMPLEMENTS:
        governor = s.head(token.i)
        if _granted(governor, kind) or (governor.lemma == "have" and governor.tag == "VBD"):  # "had to fall back"
            return None
        if governor.i != token.i and governor.lemma in cues["verbs"] and _governs(s, governor, token):
            return cues["verbs"][governor.lemma]
        ranked = governor.is_noun and any(c.lower in RANKED for c in s.children(governor.i, "amod"))
        if ranked and token.dep in ("relcl", "acl"):  # "Kherson became the first city to fall", not "would be"
            expected = any(c.lower in _MODALS for c in s.children(s.head(governor.i).i, "aux"))
            return framing.EXPECTED if expected else None
        used = governor.lemma == "use" and (  # "used howitzers to shell Nikopol", "drones were used to strike it"
            s.children(governor.i, "dobj") or any(c.tag == "VBD" for c in s.children(governor.i, "auxpass", "aux"))
        )
        if token.i == governor.i or (governor.lemma not in cues["implicative"] and not used):
            return "an aim or plan, not reported as done"
    if token.tag in ("VBG", "VBN") and token.dep == "xcomp" and _infinitive(s, token) and _ahead(s.head(token.i)):
        return framing.EXPECTED
    if below is None:
        return None
    if verbal and token.lemma in cues["bent_on"] and below.dep == "prep" and below.lower in ("on", "at", "towards"):
        return cues["bent_on"][token.lemma]  # "the main effort is directed at the seizure of Popasna"
    if token.is_noun and token.lemma in cues["turned_to"] and below.dep in ("prep", "acl"):
        return None if below.lower == "of" else cues["turned_to"][token.lemma]  # "the focus of the attack was Lyman"
    left = any(c.lower == "from" for c in s.children(trigger.i, "prep"))  # "ordered a retreat from Kherson"
    reported = token.lemma == "deny" and (known or _did_harm(s, trigger))  # of the strike, only who did it is denied
    reported = reported or token.lemma not in cues["verbs"] or (_granted(token, kind) and (trigger.is_verb or left))
    if kind == "battle" and token.lemma in cues["parried"]:
        reported = reported or parried.is_parried(s, token, trigger)
    if not reported and (token.is_verb or token.is_noun) and _governs(s, token, below):
        return cues["verbs"][token.lemma]
    if (
        token.is_noun
        and token.lemma in cues["nouns"]
        and below.dep in ("prep", "acl", "compound", "pobj", "pcomp", "ccomp", "relcl")
    ):
        return cues["nouns"][token.lemma]
    if token.lemma in cues["stepping_stones"] and below.dep == "prep" and below.lower == "for":
        return cues["stepping_stones"][token.lemma]
    if token.is_noun and below.dep in ("acl", "ccomp", "prep") and _none_at_all(s, token) and not known:
        return "negated: the text says that it did not happen"  # "no sign that Sumy had been taken"
    above = s.head(token.i).lower
    if token.lower == "to" and below.dep == "pcomp" and above in cues["verging"]:  # "close to holding the town"
        return cues["verging"][above]
    if token.lower == "for" and token.dep == "prep" and below is trigger and trigger.is_noun:
        verb = next((t for t in s.ancestors(token.i) if t.is_verb), None)
        if verb is not None and verb.lemma in cues["massed"]:  # "has massed troops near Izium for an assault"
            return cues["massed"][verb.lemma]
    if token.dep == "prep":
        before = s.tokens[token.i - 1].lower if token.i else ""
        for words in (token.lower, f"{before} {token.lower}"):  # "without storming", "instead of storming"
            stood = token.lower == "against" and s.head(token.i).lemma in ("hold", "defend", "stand", "fight")
            stood = stood and s.head(token.i).tag in ("VBD", "VBN", "VBG") and s.is_finite(token.head)
            kept = words == "from" and s.head(token.i).lemma in ("defend", "protect", "shield", "guard", "shelter")
            if kept:
                return cues["prepositions"]["against"]
            if words == "without" and below.dep == "pobj" and s.head(trigger.i).lower in ("by", "after"):
                continue  # "left without heating by a missile strike"
            if words in cues["prepositions"] and not stood:
                return cues["prepositions"][words]
    if trigger.is_noun and below is trigger:
        for child in s.children(trigger.i, "det", "amod", "neg"):
            seen = child.lower == "likely" and s.head(trigger.i).lower in ("from", "by", "after")
            if child.lower in cues["modifiers"] and not seen:  # "damage from a likely artillery strike" was done
                return cues["modifiers"][child.lower]
    return None


def _granted(verb: Token, kind: str) -> bool:
    """True of the order to withdraw that a force was given: 'the minister ordered his troops to leave'."""
    return kind == "withdrawal" and verb.is_verb and verb.lemma in _cues()["granted"]


def _granted_that(s: Sentence, trigger: Token) -> bool:
    """'Nobody was hurt in the strike', 'Kyiv has not commented on the blast': what is negated is not that it happened.

    Harm that did not come of it, or a word about one particular happening, which the text names as known.
    """
    if not trigger.is_noun or trigger.dep != "pobj":
        return False
    prep = s.head(trigger.i)
    held = s.head(prep.i)
    things = [held, *(s.children(held.i, "attr", "nsubj", "dobj") if held.lemma in ("be", "cause", "have") else ())]
    if prep.lower in ("in", "during", "after", "following", "from") and any(t.lemma in _HARM for t in things):
        return True
    known = any(c.lower in ("the", "this", "that", "these", "those") for c in s.children(trigger.i, "det"))
    if not known and not s.children(trigger.i, "poss"):
        return False
    if held.is_verb:
        return prep.lower in ("on", "to", "about", "before", "after", "during", "since", "behind")
    return held.lemma in _REMARK or (held.lemma in _CAUSE and prep.lower in ("of", "for", "behind"))


def _did_harm(s: Sentence, trigger: Token) -> bool:
    """'Denied hitting the school on Tuesday, where nine pupils died': what came of it is told as a fact."""
    above = s.head(trigger.i) if trigger.dep == "dobj" else trigger  # "denied carrying out the attack on a school"
    verbs = (t for t in s.subtree(above.i) if t.lemma in ("die", "kill") and t.dep in ("relcl", "advcl"))
    return any(any(c.tag in ("WDT", "WRB", "WP") for c in s.subtree(t.i)) and not s.children(t.i, "neg") for t in verbs)


def _none_at_all(s: Sentence, noun: Token) -> bool:
    """'no missiles', 'nothing', 'nobody'."""
    return noun.lower in ("nothing", "nobody", "none") or any(
        c.lower in ("no", "neither") for c in s.children(noun.i, "det", "preconj")
    )


def _outside(verb: Token, below: Token) -> bool:
    """True where what is negated above says nothing of the clause below: 'has not said who struck'."""
    if below.tag == "VB" and verb.lemma in _MAKING:
        return False
    if _before(below):
        return True
    return below.dep in ("advcl", "relcl", "parataxis") or (below.dep == "ccomp" and verb.lemma not in _cues()["verbs"])


def _before(below: Token) -> bool:
    """'Sumy had no light after the shelling': what came of it, or in spite of it, is negated and not the shelling."""
    return below.dep == "prep" and below.lower in ("after", "following", "since", "amid", "despite")


def _sets_against(s: Sentence, verb: Token, negation: Token) -> bool:
    """'The missile fell not in Lviv but in Rivne': it fell; what is negated is a place or a target."""
    after = s.tokens[negation.i + 1 : negation.i + 9]
    return negation.i > verb.i and any(t.lower == "but" for t in after) and not any(t.is_verb for t in after[:2])


def _perceived(token: Token) -> bool:
    """'Explosions could be heard' is a report."""
    return token.lemma in ("hear", "see", "feel", "smell")


def _infinitive(s: Sentence, token: Token) -> bool:
    return any(c.tag == "TO" for c in s.children(token.i, "aux"))


def _ahead(governor: Token) -> bool:
    """'There was going to be shelling', 'is to be stormed': what lies ahead."""
    return governor.lower in ("going", "about", "due") or governor.lemma == "be"


def _governs(s: Sentence, verb: Token, below: Token) -> bool:
    """True where below is what the verb is about (its object, complement or 'of' phrase), not its doer or its time."""
    if below.dep == "ccomp" and below.i < verb.i:
        return False  # "it was under attack, residents were told": reported, whatever the verb
    finite = below.is_verb and not _infinitive(s, below) and bool(s.children(below.i, "aux", "mark"))
    if verb.lemma == "tell" and (finite or below.dep == "ccomp") and not _infinitive(s, below):
        return False  # "he told the Herald that shells had hit it"
    if verb.lemma == "call" and (below.dep == "oprd" or (below.dep == "dobj" and not s.children(below.i, "det"))):
        return False  # "what the governor called massive shelling", "what he called a rocket attack"
    if below.dep in ("dobj", "xcomp", "ccomp", "pcomp", "nsubjpass", "attr", "oprd", "acl", "conj", "dep"):
        return True
    if verb.lemma in ("tell", "ask") and below.lower in ("of", "about"):
        return False  # "residents told of blasts" is a report, "they told the army to advance" an order
    if below.dep == "prep":
        return (
            below.lower in ("of", "for", "against", "from", "to", "about", "on", "with")
            and verb.lemma in _cues()["verbs"]
        )
    return False


def general(s: Sentence, trigger: Token, clause: Token) -> str | None:
    """Why a trigger without a day or a town only tells how the war goes: 'heavy attacks continue'; None where not."""
    plural = trigger.tag == "NNS" and not s.children(trigger.i, "nummod")
    present = clause.tag in ("VBZ", "VBP", "VBG") and plural
    return _cues()["courses"].get(clause.lemma) if present else None
