"""What a place name hangs on, seen from one trigger: its own ground, its clause, or none of its business."""

import re
from dataclasses import replace

from gazetteer.place import Place
from pipeline import aside, ellipsis, headline, roles, whereabouts
from pipeline.doubles import reported_beside
from pipeline.memory import Memory
from pipeline.modality import supposed
from pipeline.placemention import PlaceMention
from pipeline.placewords import noun_words
from pipeline.syntax import Sentence
from pipeline.triggers import TriggerMention
from pipeline.voices import is_speech
from pipeline.wordclasses import equated, in_class


def listed(best: PlaceMention, other: PlaceMention) -> bool:
    """True of another member of the same list: 'Sumy, Poltava and Mariupol'."""
    return (
        other is not best
        and other.group == best.group
        and other.attach == best.attach
        and other.facility == best.facility
    )


def beside(s: Sentence, best: PlaceMention, other: PlaceMention, trigger: TriggerMention) -> bool:
    """'in Sumy and at Konotop': a second place by its own preposition, coordinated with the first.

    Also 'a school in Sumy, a depot in Poltava': the place of another one of the things that were hit.
    """
    if ellipsis.elided(s, other, best, trigger):
        return True
    if other.relation != best.relation and not ellipsis.of_another_thing(s, other, trigger):
        return False
    first, last = sorted((best.token.i, other.token.i))
    linking = ("and", best.relation, ",", ";", "the")
    if all(t.lower in linking or t.tag == "NNP" for t in s.tokens[first:last]):
        return True  # "on Odesa, on Mykolaiv and on Dnipro"
    if other.attach != best.attach:
        return False
    if any(t.lower in ("and", "as") for t in s.tokens[first:last]):
        return True
    thing = s.head(s.head(other.token.i).i)
    while thing.dep in ("conj", "appos") and thing.is_noun:
        thing = s.head(thing.i)
    return trigger.patient is not None and thing.i == trigger.patient.i


def as_scene(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> PlaceMention:
    """The mention as this trigger sees it: a force withdraws from its scene, an airport hit "in Dnipro" is its own."""
    of = s.head(m.token.i)
    held = of.lower == "of" and of.head == trigger.token.i and "of" in trigger.rule.oblique  # "forces in control of X"
    if trigger.rule.named and trigger.doer is not None and trigger.doer.i == m.token.i:
        return replace(m, role="scene", relation="nsubj", attach=trigger.token.i)  # "from Izium, which fell on Friday"
    m = whereabouts.told_of(s, m, trigger)
    if whereabouts.under_way(s, m, trigger) or whereabouts.on_its_way(s, m, trigger):
        return replace(m, role="scene", relation="near", attach=trigger.clause.i)
    if ellipsis.taken_too(s, m, trigger):
        return replace(m, role="scene", relation="dobj", attach=trigger.token.i, taken=m.facility)
    brought_out = m.role == "origin" and whereabouts.brought_out(s, m, trigger)
    lived = m.role in ("body", "scene") and whereabouts.of_those_there(s, m, trigger)
    if brought_out or lived or (m.role in ("scene", "origin") and whereabouts.of_its_clause(s, m, trigger)):
        return replace(m, role="scene", relation="in", attach=trigger.token.i)
    if m.role in ("body", "scene") and trigger.token.dep == "acl" and trigger.patient == m.token:
        return replace(m, role="scene", relation="dobj", attach=trigger.token.i)  # "Sumy, shelled on Monday, was dark"
    if m.role == "body" and (held or _sufferer(s, m, trigger) or _named_after(s, m)):
        m = replace(m, role="scene")
    told = s.tokens[m.attach].lemma in ("report", "record") and s.is_passive(m.attach)
    heard = told and m.toponym.candidates[0].feature_class == "P"
    if (
        m.role == "origin"
        and heard
        and trigger.token.dep == "nsubjpass"
        and trigger.token.head == m.attach
        and m.facility is None
        and m.part is None
    ):
        return replace(m, role="scene", relation="in")  # "strikes were reported from Lviv"
    if m.role == "origin" and "from" in trigger.rule.oblique:  # "had driven marines from Lobkove"
        m = replace(m, role="scene", relation="in")
    if trigger.kind.key == "withdrawal":
        if m.role == "origin" or (of.lower == "of" and s.head(of.i).lower == "out"):  # "out of Bucha and from Irpin"
            again = whereabouts.goes_on_behind(s, of, trigger)
            return replace(m, role="scene", relation="in", attach=trigger.token.i if again else m.attach)
        if m.relation in ("to", "towards", "toward", "into", "across", "through"):
            return replace(m, role="reference")
    patient = trigger.patient
    if trigger.kind.key == "capture" and patient is not None and patient.lemma in roles.words()["facility"]:
        m = replace(m, taken=noun_words(s, patient))
    bare = m.facility is None and m.attach == trigger.token.i and m.relation in ("in", "at", "outside", "above", "near")
    if bare and patient is not None and patient.lemma in roles.words()["facility"]:
        return replace(m, facility=noun_words(s, patient))
    return m


def opens_wider(s: Sentence, m: PlaceMention, other: PlaceMention, trigger: TriggerMention) -> bool:
    """'In Donetsk, forces attacked near Avdiivka': what opens the sentence yields to what the trigger is said of."""
    held = {t.i for t in (trigger.token, trigger.clause, trigger.patient) if t is not None}
    apart = other.group != m.group and other.token.i > trigger.token.i > m.token.i
    return apart and whereabouts.opens(s, m) and m.relation == "in" and other.attach in held


_NEARBY = re.compile(
    r",? \(?(?:(?:both|all|each) )?"
    r"(?:(?:just|right|only|lies|lying|which is|not far|a \w+ \w+) )?(?:near|outside|from|close to|next to|beside) "
    r"(?:the (?:city|town|village|port) of )?"
)


def only_near(s: Sentence, m: PlaceMention, other: PlaceMention) -> bool:
    """'In Oskil, near Izium', 'Dyagilevo near Ryazan': the second name only tells where the first one lies."""
    between = s.text[max(0, other.toponym.end - s.start) : max(0, m.toponym.start - s.start)]
    return m.relation in roles.words()["near"] and _NEARBY.fullmatch(between) is not None


def _sufferer(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Forces in Mariupol come under attack', 'Blasts shook a ministry in Tiraspol': where what is attacked is."""
    under = trigger.token.is_noun and s.head(trigger.token.i).lower == "under"
    hurt = s.children(trigger.clause.i, "nsubj") if under else [trigger.patient] if trigger.patient else []
    hurt = hurt + s.children(trigger.token.head if trigger.token.dep == "nsubj" else trigger.token.i, "dobj")
    hurt = hurt + [o for t in hurt for p, o in s.prepositions(t.i) if p.lower == "of"]  # "a column of a brigade in X"
    hurt += [o for p, o in s.prepositions(trigger.token.i) if p.lower in ("into", "through")]  # "the council in X"
    if m.relation == "of" and trigger.kind.key != "capture":  # "a column of vehicles near Dymer"
        return s.head(m.token.i).lower in _THERE and m.attach in {t.i for t in hurt}
    return m.relation in _THERE and m.attach in {t.i for t in hurt}


def _named_after(s: Sentence, m: PlaceMention) -> bool:
    """'Kharkiv Gymnasium No. 47 shelled': in a caption, what bears a town's name stands in it, unless it is people."""
    noun, w = s.tokens[m.attach], roles.words()
    people = noun.lemma in w["organisation"] or noun.lower in w["organisation"] or in_class(noun, "force|weapon")
    named = m.relation in ("compound", "nmod") and (
        noun.tag in ("NNP", "NNPS") or m.facility is not None or in_class(noun, "effect")  # "#Kharkiv aftermath"
    )
    return named and not people and headline.is_caption(s)


_THERE = ("in", "at", "near", "outside")


def of_a_ship(trigger: TriggerMention) -> bool:
    """True where what was hit is a ship: nobody's town is the scene then."""
    return trigger.patient is not None and trigger.patient.lemma in roles.words()["vessel"]


def at_sea(m: PlaceMention, trigger: TriggerMention) -> bool:
    """A sea is where ships are hit and aircraft fall; otherwise it is where the weapon came from."""
    if trigger.kind.key in ("shootdown", "battle"):
        return m.relation in ("in", "over", "on", "above")
    return trigger.kind.key in ("strike", "explosion") and of_a_ship(trigger) and m.relation in ("in", "on")


def coordinate(best: PlaceMention, other: PlaceMention) -> bool:
    """Two names that are both what the verb is about: 'Sumy and, further on, Mariupol were hit'."""
    same = other.attach == best.attach and other.relation == best.relation
    return same and best.relation in ("nsubj", "nsubjpass", "dobj")


def rank_of(s: Sentence, m: PlaceMention, trigger: TriggerMention, place: Place, memory: Memory) -> int | None:
    """0 where the name hangs on the trigger itself, 1 in its clause, 2 elsewhere in the sentence; None where barred."""
    if aside.stands_aside(s, m, place, trigger):
        return None
    if trigger.patient is not None and trigger.patient.i in (m.token.i, m.group, m.token.head):
        return 0  # "shelled and tried to storm Azovstal": the object, however far
    if trigger.rule.named and trigger.doer is not None and trigger.doer.i in (m.token.i, m.group):
        return 0  # "Izium, called the gate to the Donbas, fell"
    if any(m.token in equated(s, t) for t in (trigger.patient, trigger.doer) if t is not None):
        return 0  # "Kherson became the first city to be overrun"
    verb = s.tokens[m.attach]
    if m.relation == "conj" and verb.dep == "relcl" and m.attach in (trigger.token.i, trigger.clause.i):
        return None  # "Lutsk, whose airfield was struck, and Rivne": what goes on before the clause, to the parser
    if whereabouts.of_a_speaker(s, m):
        return None
    if verb.lower == "according":
        return None  # "according to the general staff in Kyiv": where the speaker sits
    told = verb.lemma == "show" or (
        verb.lemma in ("report", "hear", "record", "count", "register", "log")
        and (
            s.is_passive(verb.i)
            or verb.tag == "VBN"
            or (trigger.token.dep == "nsubj" and trigger.token.head == verb.i)  # "Blasts reported in Sumy"
        )
    )
    if is_speech(verb.lemma) and m.attach != trigger.token.i and verb.is_verb and not told:
        if whereabouts.of_themselves(s, m, verb, trigger):
            return 1
        own = place.feature_code != "PPLC" and (place.country_code == memory.country or place.feature_class == "A")
        if (
            m.relation not in ("nsubj", "dobj")
            and own
            and whereabouts.opens(s, m)
            and not whereabouts.is_there(s, m, verb)
        ):
            return 1  # "In the Donbas region, officials said that ..."; in a capital the speaker sits
        if m.relation not in ("dobj", "nsubjpass") or not whereabouts.below(s, m.attach, trigger.token.i):
            return None
    if (
        place.feature_code == "PPLC"
        and m.relation == "in"
        and whereabouts.opens(s, m)
        and trigger.token.dep not in ("nsubj", "nsubjpass")
        and verb.i != trigger.token.i
        and verb.lemma not in whereabouts.HURT
    ):
        return None  # "In Moscow the talk was of a strike"
    if m.attach == trigger.token.i and trigger.rule.oblique.get(m.relation) == "force":
        return None  # "fell to Moscow": to whom, not where
    if m.relation == "to" and trigger.kind.key == "battle" and trigger.token.is_noun and verb.is_verb:
        return None  # "the battle moved to Brussels"
    if m.relation == "nsubj" and verb.is_verb:
        if whereabouts.lost_its_own(s, m, trigger, place):
            return 0
        other = trigger.patient is not None and trigger.patient.i != m.token.i
        if other and verb.i == trigger.token.i and not s.is_passive(verb.i):
            return None
        hit = trigger.rule.after if trigger.token.lemma == "hit" else ()  # "Kharkiv took several hits"
        if verb.i != trigger.token.i and verb.lemma not in (*roles.words()["undergoes"], *hit):
            return None
    if verb.i not in (trigger.token.i, trigger.clause.i) and verb.is_verb and verb.lemma in GOING:
        if trigger.kind.key == "battle" and trigger.patient is not None and verb.head == trigger.patient.i:
            return 1  # "stopped an attempt to move towards Kurakhove"
        return None  # "fired while flying over Kursk", "a minister who turned up in Kyiv"
    crossed = _verbs_between(s, m.attach, trigger)
    if crossed is None and whereabouts.opens(s, m) and verb.lemma in whereabouts.HURT:
        # "In Lyman two died and six were hurt when a rocket hit a house"
        return 1 if m.relation == "in" and whereabouts.below(s, verb.i, trigger.token.i) else None
    return None if crossed is None else min(crossed, 2)


GOING = ("fly", "travel", "visit", "return", "flee", "escape", "arrive", "turn", "go", "head", "move", "drive", "sail")


def _verbs_between(s: Sentence, attach: int, trigger: TriggerMention) -> int | None:
    """How many clauses lie between a name and the trigger; None across a report ('said in Kyiv that ...')."""
    own = {trigger.token.i, trigger.clause.i, *([trigger.patient.i] if trigger.patient is not None else [])}
    chain = [attach, *(t.i for t in s.ancestors(attach))]
    if trigger.token.i in chain:
        passed = chain[: chain.index(trigger.token.i)]
        below = [s.children(i, "nsubj", "nsubjpass") for i in passed if s.tokens[i].dep in ("advcl", "pcomp")]
        if any(t.lower != "what" for each in below for t in each):  # "the blast of what may be a mine near Sumy"
            return None  # "hours after troops left Sumy, missiles hit ..." says nothing of where they hit
        anew = [i for i in passed if s.tokens[i].dep == "conj"]
        if any(whereabouts.said_anew(s, trigger.token.i, i) or ellipsis.is_of_another_day(s, i) for i in anew):
            return None
        when = (c for i in passed if s.tokens[i].dep == "relcl" for c in s.children(i, "advmod"))
        if whereabouts.has_its_ground(s, trigger, passed) or any(c.lower == "when" for c in when):
            return None  # and of "the worst raid since Monday, when shells hit Sumy"
        return sum(s.tokens[i].is_verb and i not in own for i in passed)
    upward = [trigger.token.i, *(t.i for t in s.ancestors(trigger.token.i))]
    common = next(i for i in upward if i in chain or s.tokens[i].head == i)
    apart = (i for i in upward[: upward.index(common)] if s.tokens[i].dep == "conj")
    if any(s.children(i, "nsubj", "nsubjpass", "expl") and not whereabouts.leads_on(s, i) for i in apart):
        return None  # "the ministers met in Warsaw, and fighting went on"
    up = [i for i in upward[1 : upward.index(common) + 1] if s.tokens[i].is_verb and i not in own]
    down = [i for i in chain[: chain.index(common)] if s.tokens[i].is_verb and i not in own] if common in chain else []
    if any(is_speech(s.tokens[i].lemma) and s.tokens[i].tag != "VBG" for i in up if i == attach):  # "video showing"
        return None
    if trigger.kind.key == "battle" and any(reported_beside(s, s.tokens[i]) for i in upward[: upward.index(common)]):
        return None  # "missiles hit Odesa, as Kyiv reported gains in its offensive": told apart, and of elsewhere
    if any(s.tokens[i].dep in ("relcl", "advcl") or aside.of_a_person(s, s.tokens[i]) for i in down):
        return None  # the place of another clause: "Britain, whose envoy stood in Kyiv, condemned the strike"
    if whereabouts.has_its_ground(s, trigger, down) or any(supposed(s, s.tokens[i]) for i in down):
        return None  # "a group that follows the fighting said that Lyman may fall"
    return len(up) + len(down)


def own(m: PlaceMention, trigger: TriggerMention) -> bool:
    """True where the name hangs on the trigger or on who does it or suffers it: 'an assault from Lysychansk'."""
    return m.attach in {t.i for t in (trigger.token, trigger.clause, trigger.doer, trigger.patient) if t is not None}


def of_doer(m: PlaceMention, trigger: TriggerMention) -> bool:
    """True of 'Chechen forces from Grozny attacked': where those come from who do it."""
    return trigger.doer is not None and m.attach == trigger.doer.i and m.attach != trigger.token.i


def is_target(m: PlaceMention, trigger: TriggerMention) -> bool:
    """True where the name, or the list that it stands in, is what was hit."""
    return trigger.patient is not None and trigger.patient.i in (m.token.i, m.group)


def below_doer(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """True of 'guns at the plant shelled': where those stand who do it, or what they do it with."""
    doer = trigger.doer or next(iter(s.children(trigger.clause.i, "nsubj")), None)
    if doer in (None, trigger.patient, m.token) or any(t == doer for t in s.ancestors(trigger.token.i)):
        return False  # "artillery hitting Kharkiv"
    return any(t.i == doer.i for t in s.ancestors(m.token.i))


def within(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """True where the name bears on the trigger at all, and not on what a later clause tells of something else."""
    for t in (s.tokens[m.attach], *s.ancestors(m.attach)):
        if t.i == trigger.token.i:
            break
        if t.dep == "conj" and t.i > trigger.token.i and s.children(t.i, "nsubj", "nsubjpass"):
            return False  # "two ships were hit on Friday, and a third said it had been attacked 80 miles from Sinop"
    return _verbs_between(s, m.attach, trigger) is not None
