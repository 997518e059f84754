"""Names that stand in the clause of an event and are not where it happened.

What came of it elsewhere ("were taken to Dnipro after a strike"), who did it ("a strike by Moscow"), a road's ends, and
what it is likened to.
"""

import re
from collections.abc import Iterator

from gazetteer.place import Place
from pipeline.claimants import is_thing
from pipeline.placemention import PlaceMention
from pipeline.placewords import words
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.voices import is_speech

_HOLDING = ("control", "hold", "run", "occupy", "administer", "claim", "govern", "seize", "keep", "guard", "man")
_LIKENED = re.compile(  # "as strong as that in Beirut", "the size of those dropped on Grozny", "the worst since Dnipro"
    r"\b(?:as (?:that|those|the one)|(?:similar|compar\w+|akin) to|reminiscent of|(?:size|scale|likes) of|than|unlike"
    r"|(?:heard|felt|seen|audible|visible) (?:from )?as far (?:\w+ )?as"
    r"|(?:worst|deadliest|largest|biggest|heaviest|first) since)"
    r"(?: (?:those|that|the|one|ones|scenes?|siege|battle|attacks?|strikes?|seen|dropped|carried out|made"
    r"|in|at|on|of))* $",
    re.IGNORECASE,
)


def stands_aside(s: Sentence, m: PlaceMention, place: Place, trigger: TriggerMention) -> bool:
    """True of a name that is no scene of this trigger, though it stands in its clause."""
    return (
        _did_it(s, m, place)
        or _end_of_a_road(s, m, trigger)
        or _aftermath(s, m, trigger)
        or _of_the_doer(s, m, trigger)
        or _of_a_life(s, m, trigger)
        or _meant_for(s, m, trigger)
        or _dates_it(s, m, trigger)
        or _beside_a_war(s, m, trigger)
        or _its_prey(s, m, trigger)
        or bool(_LIKENED.search(s.text[: m.toponym.start - s.start]))
    )


def _did_it(s: Sentence, m: PlaceMention, place: Place) -> bool:
    """'A strike by Moscow', 'Washington was told of the strike': the government that sits there."""
    held = s.tokens[m.attach].lemma in _HOLDING and m.relation == "by"
    if held and place.feature_class != "P":
        return True  # "both controlled by the Donetsk People's Republic"
    if place.feature_code != "PPLC":
        return False
    informed = m.relation in ("nsubjpass", "dobj") and s.tokens[m.attach].lemma in words()["dealt_with"]
    return informed or (m.relation == "by" and not s.children(m.token.i, "amod", "compound"))


def _its_prey(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Shot down a jet that had dropped bombs on Sumy': what it had done before, and where."""
    if trigger.kind.key != "shootdown":
        return False
    clause = next((t for t in (s.tokens[m.attach], *s.ancestors(m.attach)) if t.dep == "relcl"), None)
    return (
        clause is not None
        and clause.i > trigger.token.i
        and clause.lemma in _STRIKES
        and bool(s.children(clause.i, "dobj") and s.children(clause.i, "nsubj"))
    )


_STRIKES = ("fire", "launch", "drop", "bomb", "strike", "hit", "attack", "shell", "pound")
_WAGED = ("counteroffensive", "counter-offensive", "offensive", "invasion", "campaign")  # all along a front


def _beside_a_war(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Shells fell on Sumy as Kyiv told of gains in its counteroffensive': that is of no town of another clause."""
    if trigger.token.lemma not in _WAGED:
        return False
    named = {m.attach, *(t.i for t in s.ancestors(m.attach))}
    path = [t for t in (trigger.token, *s.ancestors(trigger.token.i)) if t.i not in named]
    return any(t.dep == "advcl" for t in path)


def _end_of_a_road(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'The Odesa-Reni highway', 'a pipeline running from Urengoy to Uzhhorod', 'a convoy leaving Sumy for Poltava'."""
    verb = s.tokens[m.attach]
    along = verb.lemma in words()["route_verb"] and verb.i not in (trigger.token.i, trigger.clause.i)
    if along and m.relation in ("to", "for", "from", "with", "dobj", "towards", "toward"):
        return True
    end, start = m.toponym.end - s.start, m.toponym.start - s.start
    return bool(_ROAD_FROM.match(s.text[end:]) or (_TO.search(s.text[:start]) and _ROAD.match(s.text[end:])))


def _meant_for(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Put some on to buses for Sumy before the attack', 'an attack that brought sharp words for Moscow'."""
    other = s.tokens[m.attach].is_verb and m.attach not in (trigger.token.i, trigger.clause.i)
    return other and m.relation == "for"


def _dates_it(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'The attacks came a day after a missile hit a house in Kryvyi Rih': what was elsewhere, and only says when."""
    if "after" not in s.said and "before" not in s.said:
        return False
    way = [m.token, *s.ancestors(m.token.i)]
    if any(t.i == trigger.token.i for t in way):
        return False
    below = {t.i for t in way[: next((k for k, t in enumerate(way) if t.i == trigger.clause.i), 0)]}
    spans = (t for t in s.children(trigger.clause.i, "prep") if t.lower in ("after", "before") and t.i in below)
    return any(c.lemma in _SPANS for t in spans for c in s.children(t.i, "npadvmod"))


_SPANS = ("day", "week", "month", "year")


def _of_the_doer(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'The unit, formed in Kharkiv, captured a village': where those who do it were formed, born or based."""
    doers = {t.i for t in (trigger.doer, *s.children(trigger.clause.i, "nsubj")) if t is not None}
    doers = {i for i in doers if not is_thing(s.tokens[i].lemma)}  # "footage geolocated to Toretsk shows a strike"
    above = [s.tokens[m.attach], *s.ancestors(m.attach)]
    return any(
        t.dep in ("acl", "relcl")
        and (t.tag == "VBN" or t.lemma in _HOLDING)  # "those who hold Rubizhne were trying to cross the river"
        and t.head in doers
        and t.i not in (trigger.token.i, trigger.clause.i)
        for t in above
    )


def _of_a_life(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Born in Kherson, he was killed by a shell', 'the missile that hit it was made in Kyiv': what was before."""
    verb = s.tokens[m.attach]
    if not verb.is_verb or verb.i in (trigger.token.i, trigger.clause.i):
        return False
    if verb.lemma in words()["manufacture"] and verb.head in {t.i for t in (trigger.doer, trigger.token) if t}:
        return True  # "killed by a mine that had been made in Rostov"
    way = [trigger.token, *s.ancestors(trigger.token.i)]
    if all(t.i != verb.i for t in way):
        return False
    if verb.lemma == "work" and any(t.tag == "NNS" for t in s.children(verb.i, "nsubj")):
        return False  # "crews worked all night in Pavlohrad after a rocket hit": where they work now
    beside = any(t.dep in ("relcl", "acl") for t in way[: [t.i for t in way].index(verb.i)])
    there = verb.tag == "VBG" and any(c.lemma == "be" for c in s.children(verb.i, "aux"))
    if there and any(t.dep == "advcl" and t.head == verb.i for t in way):
        return False  # "firemen were working in a market in Sumy when it was shelled again": that is where they were
    return verb.lemma in words()["biography"] or (beside and verb.lemma in words()["manufacture"])


_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
_WAY = r"(?:road|highway|motorway|railway|route|line|pipeline|train|bus|flight|corridor|ferry)s?\b"
_ROAD = re.compile(rf" (?:[a-z]+ )?{_WAY}")
_ROAD_FROM = re.compile(rf"(?: ?[-–—] ?| to ){_NAME}{_ROAD.pattern}")
_TO = re.compile(rf"{_NAME}(?: ?[-–—] ?| to )$")


def _aftermath(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Bodies were taken to Dnipro after', 'Doctors in Lviv treated', 'Sumy and Konotop lost power after a strike'."""
    for above in _governing(s, trigger):
        if not _hangs_on(s, m, above, trigger):
            continue
        if above.lemma in words()["carries"]:
            goals = (p for p in s.children(above.i, "prep") if p.lower in ("to", "into"))
            return any(m.token.i in {t.i for t in s.subtree(p.i)} for p in goals)
        if above.lemma in words()["follows_up"]:
            return True
        if not _path(s, trigger, above).isdisjoint(words()["remembers"]):
            return True  # "Hundreds gathered in Lviv for the funeral of soldiers killed by shelling"
        subjects = {t.lemma for t in s.children(above.i, "nsubj", "nsubjpass") if t.i < m.token.i}
        if not subjects.isdisjoint(words()["traded"] | words()["remembers"]):
            return True  # "Oil prices rose in London after a drone strike"
        nouns = {t.lemma for t in s.children(above.i, "nsubj", "nsubjpass", "dobj", "attr")}
        if (m.token.dep == "conj" or s.children(m.token.i, "conj")) and not nouns.isdisjoint(words()["outage"]):
            return True
    return False


def _path(s: Sentence, trigger: TriggerMention, above: Token) -> set[str]:
    """The lemmas of the nouns between the trigger and a verb above it, and of that verb's subjects."""
    found = {t.lemma for t in s.children(above.i, "nsubj")}
    for token in s.ancestors(trigger.token.i):
        if token.i == above.i:
            break
        found.add(token.lemma if token.is_noun else "")
    return found


def _governing(s: Sentence, trigger: TriggerMention) -> Iterator[Token]:
    """The verbs that what the trigger tells comes after, or is the reason of; none where it governs itself."""
    below, under = trigger.token, False
    for above in s.ancestors(trigger.token.i):
        clause = below.dep == "advcl" and bool(
            s.children(below.i, "mark", "advmod")
        )  # not "landed, beginning a battle"
        shown = below.dep == "prep" and below.lower in ("of", "about", "on", "from") and above.lemma in words()["works"]
        under = (
            under
            or clause
            or shown
            or below.dep in ("pcomp", "relcl", "acl")
            or (below.dep == "prep" and below.lower in _AFTER)
        )
        if above.is_verb and under:
            yield above
        below = above


def is_later(s: Sentence, trigger: TriggerMention) -> bool:
    """True of 'after a strike on Usatove', whose own place it keeps, whatever came of it elsewhere."""
    return trigger.token.dep == "pobj" and s.head(trigger.token.i).lower in ("after", "following", "since", "before")


_AFTER = ("after", "following", "by", "from", "for", "over", "amid", "during", "since")


def _hangs_on(s: Sentence, m: PlaceMention, above: Token, trigger: TriggerMention) -> bool:
    """True where the name belongs to the verb above, and not to what the trigger tells below it."""
    for token in (s.tokens[m.attach], *s.ancestors(m.attach)):
        if token.i == above.i:
            return True
        if token.i in (trigger.token.i, trigger.clause.i) or token.dep in ("advcl", "relcl"):
            return False
    return False


def of_a_person(s: Sentence, clause: Token) -> bool:
    """'Olena, a teacher now living in Warsaw, said': what is told of one who speaks, and of nothing that happened."""
    if clause.dep != "acl" or s.head(clause.i).tag != "NN":
        return False
    noun = s.head(clause.i)
    while noun.dep == "appos":
        noun = s.head(noun.i)
    return noun.dep == "nsubj" and noun.tag == "NNP" and is_speech(s.head(noun.i).lemma)
