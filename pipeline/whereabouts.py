"""Where those are who speak, which is seldom where it happened of which they speak."""

from dataclasses import replace

from gazetteer.place import Place
from pipeline import roles
from pipeline.placemention import PlaceMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.voices import PERCEIVES, is_speech
from pipeline.wordclasses import in_class


def of_themselves(s: Sentence, m: PlaceMention, verb: Token, trigger: TriggerMention) -> bool:
    """'Fighters inside Azovstal said tanks had fired on them': where those are who tell what was done to them."""
    subject = next(iter(s.children(verb.i, "nsubj")), None)
    if subject is None or m.relation not in ("in", "inside", "at") or not below(s, subject.i, m.token.i):
        return False
    there = in_class(subject, "force") or subject.lemma in roles.words()["folk"]
    clause = {t.lower for t in s.subtree(trigger.clause.i)}
    return there and below(s, verb.i, trigger.token.i) and not clause.isdisjoint(("them", "us", "their", "our"))


def of_those_there(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Residents of Kherson heard blasts', 'Popasna's defenders withstood an assault': where they are who live it.

    'A witness in Kyiv saw a drone hit a house', but 'reporters in Kyiv heard that Sumy was shelled': hearsay.
    """
    people = s.tokens[m.attach]
    if people.is_verb and m.relation == "in":  # "people in Khartoum reported blasts"
        people = s.head(s.head(m.token.i).i)
    if people.dep not in ("nsubj", "poss") or m.relation not in ("of", "poss", "in", "compound"):
        return False
    verb, observes = s.head(people.i), people.lemma in roles.words()["observer"] and m.relation == "in"
    if observes or people.lemma in roles.words()["folk"]:
        heard = verb if verb.lemma in _LIVES else next(iter(s.children(verb.i, "xcomp", "ccomp")), verb)
        between = [t for t in s.ancestors(trigger.token.i) if below(s, heard.i, t.i)]
        if any(is_speech(t.lemma) or s.children(t.i, "mark") for t in (trigger.token, *between)):
            return False
        if any(t.is_noun and t.lemma not in _SOUNDS for t in between):
            return False  # "saw a map of strikes", "heard news of the shelling"
        if heard.lemma == "report":  # "residents of Lviv reported blasts", but "reported a strike on a depot in Sambir"
            elsewhere = (p.lower for t in (trigger.token, heard) for p in s.children(t.i, "prep"))
            return trigger.kind.key == "explosion" and not any(word in _ELSEWHERE for word in elsewhere)
        return heard.lemma in (_LIVES if observes else _HEARS) and below(s, heard.i, trigger.token.i)
    holds = in_class(people, "holder") and m.relation != "in"
    return holds and trigger.kind.key in ("battle", "shootdown") and verb.i in (trigger.token.i, trigger.clause.i)


def under_way(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'A convoy leaving Irpin came under fire', 'it was hit as it left Irpin': those who set out are still near it."""
    verb = s.tokens[m.attach]
    left = (verb.lemma in _LEAVES and m.relation == "dobj") or (verb.lemma == "flee" and m.relation == "from")
    if not left or trigger.kind.key not in ("strike", "battle", "explosion"):
        return False
    if any(p.lower in ("for", "to", "towards", "toward") for p in s.children(verb.i, "prep")):
        return False  # it may have come far
    moved = [*s.children(trigger.clause.i, "nsubj", "nsubjpass"), *([trigger.patient] if trigger.patient else [])]
    moved += [obj for t in moved for prep, obj in s.prepositions(t.i) if prep.lower == "of"]  # "a column of cars"
    if verb.dep == "acl" and verb.tag == "VBG":
        return verb.head in {t.i for t in moved}
    if verb.dep == "relcl" and any(c.lower in ("who", "which", "that") for c in s.children(verb.i, "nsubj")):
        # "a shell landed among families who were fleeing Irpin"
        amid = (obj for prep, obj in s.prepositions(trigger.clause.i) if prep.lower in ("among", "amid", "on", "into"))
        return verb.head in {t.i for t in (*moved, *amid)}
    own = s.children(verb.i, "nsubj")
    return verb.dep == "advcl" and verb.head == trigger.clause.i and all(t.lower in ("it", "they") for t in own)


_LEAVES = ("leave", "flee", "exit", "evacuate", "escape")


def lost_its_own(s: Sentence, m: PlaceMention, trigger: TriggerMention, town: Place) -> bool:
    """'Chernihiv lost its water main in a bombardment': a thing of the town's own, which stands in it."""
    lost = trigger.patient if trigger.token.lemma == "lose" and trigger.kind.key == "strike" else None
    if lost is None or m.attach != trigger.token.i or town.feature_class != "P" or town.feature_code == "PPLC":
        return False  # "Kyiv lost its best brigade": a government
    return any(t.lower == "its" for t in s.subtree(lost.i))


def brought_out(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Babies were carried from a clinic in Sumy after a rocket hit it': it hit what they were carried from."""
    verb = s.tokens[m.attach]
    if trigger.kind.key == "battle" and verb.lemma in _DRIVES and verb.dep in ("acl", "xcomp"):
        return True  # "fought off an attempt to dislodge them from Marinka"
    saved = verb.lemma in _SAVES and trigger.kind.key in ("strike", "explosion") and below(s, verb.i, trigger.token.i)
    return saved and trigger.token.i > m.token.i


_DRIVES = ("dislodge", "oust", "expel", "evict", "drive", "push", "throw", "force", "eject", "knock")
_SAVES = ("carry", "evacuate", "pull", "rescue", "dig", "drag", "flee", "run", "recover", "retrieve", "free", "lead")


def on_its_way(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Shot down as it approached Engels', 'as it was about to land at Luhansk': where an aircraft was on its way."""
    clause = next((t for t in (s.tokens[m.attach], *s.ancestors(m.attach)) if t.dep == "advcl"), None)
    if clause is None or m.role != "scene" or trigger.kind.key != "shootdown" or s.head(clause.i).i != trigger.token.i:
        return False
    marks = {c.lower for c in s.children(clause.i, "mark", "advmod")}
    return s.tokens[m.attach].lemma in _ON_ITS_WAY and not marks.isdisjoint(("as", "while", "when"))


_ON_ITS_WAY = ("approach", "near", "land", "pass", "cross", "descend", "fly", "circle", "hover", "operate", "attack")


HURT = ("die", "kill", "wound", "injure", "hurt", "burn", "collapse")  # "In Kyiv, two died when a plant was hit"


_ELSEWHERE = ("in", "at", "near", "outside", "around", "over", "from")
_HEARS = ("hear", "feel", "wake", "awake", "awaken")
_LIVES = frozenset((*_HEARS, *PERCEIVES))
_SOUNDS = ("sound", "noise", "echo", "rumble", "series", "dozen", "number", "volley", "burst", "round", "wave", "hour")


def told_of(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> PlaceMention:
    """The mention, hung on the trigger where it tells of it from another clause: see _posted and _fell_there."""
    if m.role != "scene" or not (_fell_there(s, m, trigger) or _posted(s, m, trigger)):
        return m
    return replace(m, attach=trigger.token.i)


def _fell_there(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Two people in the region were killed by a drone which hit a house in Hlukhiv': where they were killed."""
    clause, doer = s.tokens[m.attach], trigger.doer
    if not trigger.rule.effect or trigger.weapon is None or doer is None or clause.dep != "relcl":
        return False
    return clause.head == doer.i and clause.lemma in _COMES_DOWN


_COMES_DOWN = ("hit", "strike", "land", "fall", "crash", "explode", "detonate", "burst", "slam", "damage", "destroy")
_POSTED = ("while", "when", "positioned", "stationed", "located", "based")


def _posted(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'While in Popasna (69km west of Luhansk), the mission heard explosions': where they are who hear them."""
    above = s.head(trigger.token.i)
    if trigger.token.dep != "dobj" or above.lemma not in _LIVES or above.i <= m.token.i:
        return False
    opening = s.text[: m.toponym.start - s.start].lower().split()
    return 1 < len(opening) <= 5 and opening[0] in _POSTED and opening[1] in ("in", "at")


def of_its_clause(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Taken to Dnipro from Toretsk, where a bomb had hit a house': it hit Toretsk.

    Also 'visited Irpin, the suburb which troops shelled', 'people from Polohy, which was shelled', 'came from Sumy,
    whose market was shelled'.
    """
    clause = trigger.clause
    if clause.dep != "relcl":
        return False
    told = s.head(clause.i)
    class_noun = told.dep == "appos" and told.lemma in roles.words()["settlement"] and told.head == m.token.i
    if told.i != m.token.i and not class_noun:
        return False
    verbs = (clause.i, *(t.i for t in s.children(clause.i, "conj")))  # "which they shelled and occupied"
    hit = [c for i in verbs for c in s.children(i, "dobj", "nsubjpass")]
    return (
        any(c.lower in ("which", "that") for c in hit)
        or any(c.lower == "where" for c in s.children(clause.i, "advmod"))
        or any(_is_its_own(s, c) for c in hit)
    )


def _is_its_own(s: Sentence, thing: Token) -> bool:
    """'Whose market', but neither "whose mayor" nor "whose embassy in Kyiv"."""
    there = {p.lower for p, _ in (*s.prepositions(thing.i), *s.prepositions(thing.head))} & {"in", "at", "near", "off"}
    whose = any(c.lower == "whose" for c in s.children(thing.i, "poss"))
    return whose and not there and thing.lemma in roles.words()["facility"] | roles.words()["part"]


def goes_on_behind(s: Sentence, prep: Token, trigger: TriggerMention) -> bool:
    """'Pulled out of Bucha, whose bridge was down, and from Irpin': hung by the parser on the clause in between."""
    clause = s.head(prep.i)
    return prep.dep == "conj" and clause.dep == "relcl" and below(s, trigger.token.i, clause.i)


def is_there(s: Sentence, m: PlaceMention, verb: Token) -> bool:
    """'Now in Lviv, she recalled', 'From Lviv, he said': where somebody is who speaks of what was elsewhere."""
    opening = s.text[: m.toponym.start - s.start].lower().split()
    return verb.lemma in ("recall", "remember", "recount") or opening[:1] in (["now"], ["back"], ["speaking"], ["safe"])


_SPEAKERS = (
    *("spokesman", "spokeswoman", "spokesperson", "minister", "ministry", "adviser", "aide", "official", "diplomat"),
    *("journalist", "reporter", "correspondent", "analyst", "ambassador"),
)


def of_a_speaker(s: Sentence, m: PlaceMention) -> bool:
    """'A spokesman for the operation in Kyiv counted 115 attacks': where the speaker sits."""
    for token in s.ancestors(m.token.i):
        if token.is_verb:
            return False
        if token.lemma in _SPEAKERS and token.dep == "nsubj":
            return s.head(token.i).lemma not in _LIVES
    return False


def is_told_in_passing(s: Sentence, trigger: TriggerMention) -> bool:
    """'Others remembered that the town was stormed', 'the missiles that sank it are made here'.

    Such things are of no town that the article spoke of last.
    """
    above = list(s.ancestors(trigger.token.i))
    if any(t.lemma in ("remember", "recollect", "reminisce") and t.is_verb for t in above):
        return True
    relative = next((k for k, t in enumerate([trigger.token, *above]) if t.dep == "relcl"), len(above))
    return any(t.lemma in roles.words()["manufacture"] and s.is_passive(t.i) for t in above[relative:])


def said_anew(s: Sentence, first: int, last: int) -> bool:
    """'That a ship was damaged, and that a jet was shot down near Sumy': told apart, and elsewhere."""
    return any(s.tokens[k].lower == "and" and s.tokens[k + 1].lower == "that" for k in range(first, last))


def leads_on(s: Sentence, conjunct: int) -> bool:
    """'One raid killed two: a shell hit Sumy', 'they lift slabs, hours after a missile tore through': no new matter."""
    return s.tokens[s.children(conjunct)[0].i - 1].text == ":" or any(
        c.lower == "after" for c in s.children(conjunct, "mark")
    )


def of_the_teller(s: Sentence, m: PlaceMention, there: Token) -> bool:
    """'The general staff in Kyiv counted 50 attacks there': where a body sits that tells of somewhere else.

    People tell of where they are: "residents of Sumy heard shots there".
    """
    for token in (m.token, *s.ancestors(m.token.i)):
        if token.dep == "nsubj" and below(s, token.head, there.i):
            verb = s.head(token.i)
            return (is_speech(verb.lemma) or verb.lemma in _TELLS) and token.lemma not in roles.words()["folk"]
    return False


_TELLS = ("report", "count", "record", "register", "log", "list", "note", "put", "document", "tally")


def opens(s: Sentence, m: PlaceMention) -> bool:
    """True of a place that opens the sentence, before the subject."""
    subject = next((t for t in s.children(m.attach, "nsubj", "nsubjpass")), None)
    return subject is not None and m.token.i < subject.i


def below(s: Sentence, above: int, i: int) -> bool:
    """True where token i hangs on the one above it, however far."""
    return any(t.i == above for t in s.ancestors(i))


def has_its_ground(s: Sentence, trigger: TriggerMention, passed: list[int]) -> bool:
    """'Troops fought in two towns and shells hit a clinic in Sumy': what is told in the same breath is elsewhere.

    passed are the words from the name up to the trigger or to what both hang on.
    """
    if not any(s.tokens[i].dep == "conj" and s.children(i, "nsubj", "nsubjpass") for i in passed):
        return False
    w = roles.words()
    said = (t for i in {trigger.token.i, trigger.clause.i} for p, o in s.prepositions(i) for t in _ground(s, p, o))
    return any(t.lemma in w["settlement"] | w["direction"] for t in said)


def _ground(s: Sentence, prep: Token, noun: Token) -> list[Token]:
    return s.subtree(noun.i) if prep.lower in ("in", "across", "at", "near", "along", "around") else []
