"""Whether a sentence tells of a new happening, goes on about the one before, or only mentions one in passing."""

import re
from dataclasses import replace

from geopy.distance import great_circle

from pipeline import figures, headline, reading, reporting_clause, voices
from pipeline.dates import DAYS, DateMention
from pipeline.models import Location
from pipeline.placemention import PlaceMention
from pipeline.reading import Draft, Reading
from pipeline.syntax import Sentence
from pipeline.triggers import TriggerMention
from pipeline.voices import OWN, Voice
from pipeline.wordclasses import in_class

ELSEWHERE_KM = 15.0  # further from the event told before than its own surroundings: a site beside a town lies within


def stated(locations: tuple[Location | None, ...], *, inferred: bool = True) -> bool:
    """True where the sentence itself names one of the locations, or an office that stands for it."""
    named = ("sentence", "offset", "inferred") if inferred else ("sentence", "offset")
    return any(location is not None and location.basis in named for location in locations)


_SUMMED = re.compile(
    r"\bsince\b|\b(?:in|over|during) the (?:past|last) (?:week|month|year)|\b(?:so far|in (?:all|total))\b"
    r"|\bthere\b|\bat the (?:site|scene|spot|plant)\b",
    re.IGNORECASE,
)


_ACCIDENT = re.compile(
    r"\b(?:crash|collision|accident|landslide|avalanche|earthquake|flood|lightning|drown|brawl|match)", re.I
)


def untold(
    s: Sentence,
    trigger: TriggerMention,
    locations: tuple[Location | None, ...],
    mentions: tuple[PlaceMention, ...],
) -> str | None:
    """Why deaths and wounds without a cause tell of no happening of their own; None where they tell of one.

    "In Kurakhove a woman was killed", in talk of shelling, is a shell in Kurakhove. "Five people were hurt" belongs to
    what was told before, and a region's dead since the spring to no single event.
    """
    hurt = trigger.patient or trigger.doer
    counted = hurt is not None and (
        hurt.tag == "CD" or any(c.tag == "CD" or c.lower in ("a", "an", "another") for c in s.children(hurt.i))
    )
    if _ACCIDENT.search(s.text):
        return "an accident, not an attack"
    if (
        _SUMMED.search(s.text)
        or not counted
        or any(c.tag in ("VBP", "VBZ") for c in s.children(trigger.token.i, "aux"))
    ):
        return "a sum of many events, or told of one before"
    scenes = [m for m in mentions if m.role == "scene"]
    alone = len(scenes) == 1 and scenes[0].token.i < trigger.token.i  # "In Lutsk a block burned; thirty were wounded"
    own = _own_words(s, trigger)
    placed = [each for each in locations if each is not None and each.basis == "sentence"]
    if not any(each.precision != "region" and (alone or own.issuperset(each.words.lower().split())) for each in placed):
        return "what hurt them is told elsewhere"
    return None


def _own_words(s: Sentence, trigger: TriggerMention) -> set[str]:
    """The words of the trigger's own clause in lower case, without the clauses beside and below it."""
    stack, kept = [trigger.clause.i], []
    while stack:
        k = stack.pop()
        kept.append(s.tokens[k])
        stack.extend(c.i for c in s.children(k) if not (c.is_verb and c.dep in ("conj", "ccomp", "advcl", "parataxis")))
    return {token.lower for token in kept}


def told_before(state: Reading, trigger: TriggerMention, number: int) -> Draft | None:
    """The event that "the blasts", "the attack" or "the drone had struck" speaks of again."""
    kinds_meant = {trigger.kind.key}
    if trigger.rule.generic or trigger.rule.event:
        kinds_meant = {"strike", "battle", "explosion"}
    elif trigger.kind.key == "explosion":
        kinds_meant = {"strike", "explosion"}  # "the blast", after a missile
    for draft in reversed(state.drafts):
        if number - draft.sentence > 8:
            return None
        if draft.event.kind == "battle" and number - draft.sentence > 4:
            continue
        if draft.event.kind in kinds_meant:
            return None if _moved_on(state, draft, number) else draft
    return None


def _moved_on(state: Reading, draft: Draft, number: int) -> bool:
    """True where the text has gone to another place since: 'fighting at Ivankiv ... at Hostomel ... the landing'."""
    there, where = state.memory.there(), draft.event.location
    if there is None or where is None or number - draft.sentence <= 1:
        return False
    apart = great_circle((there.latitude, there.longitude), (where.latitude, where.longitude)).km
    return apart > ELSEWHERE_KM + where.uncertainty_km


def join(state: Reading, draft: Draft, s: Sentence, trigger: TriggerMention, day: DateMention | None) -> None:
    """One more sentence on an event told before: its quote and its voices are kept, and its day where none was told."""
    if day is not None and draft.event.when.basis == "publication":
        draft.event = replace(draft.event, when=day.when())
    told = (
        voices.speakers(s, trigger.token, state.last_voice, home=reading.home_now(state))
        or reading.quoted_speaker(state, s)
        or (OWN,)
    )
    reports = tuple(reading.report_of(state.article, s, trigger, voice) for voice in told)
    draft.event = replace(
        draft.event, reports=(*draft.event.reports, *(r for r in reports if r not in draft.event.reports))
    )


_POINTS_AT = re.compile(  # "the strike had hit a barracks", "they were caused by missiles", "a couple died"
    r"\b(?:died|killed|wounded|injured|damaged|destroyed|caught fire"
    r"|the (?:attack|strike|blast|explosion|shelling|raid|fire|blaze)s? (?:had |has |have )?(?:hit|struck|was|were"
    r"|caused|happened|began|took place|came)"
    r"|(?:it|they|this) (?:was|were|had been) (?:caused|carried|the work|deliberate))\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(  # a sum of many events
    r"\b(?:since|so far|in (?:all|total)|altogether|across|elsewhere|(?:past|last) (?:\w+ )?(?:hours|days?|weeks?"
    r"|months?|year)|regions?|oblasts?|war)\b",
    re.IGNORECASE,
)


def told_on(state: Reading, s: Sentence, told: list[Draft], speaker: Voice | None, *, elsewhere: bool) -> Draft | None:
    """The event right before that a speaker says more of, whose voice it gets: 'The governor said two had died.'

    The event is given back where the sentence's dead and wounded are its own. None where the sentence tells of its own,
    names another scene, or sums up; nor where several places were told.
    """
    if told or elsewhere or not state.drafts or s.paragraph - state.drafts[-1].paragraph > 1:
        return None
    last, text = state.drafts[-1], state.article.text
    if last.event.kind not in ("strike", "explosion", "shootdown") or last.heading != state.memory.heading_words:
        return None
    between = text[max(report.end for report in last.event.reports) : s.start]
    places = {
        d.event.location.place_id
        for d in state.drafts
        if d.paragraph == last.paragraph and d.event.location is not None
    }
    if len(places) != 1 or len(re.findall(r"[.!?](?=\s|$)", between)) > 1:
        return None
    if (
        (since := next(reversed(state.memory.places), None))
        and since.feature_class == "P"
        and since.place_id not in places
    ):
        return None  # "In Irpin a reporter was shot. The police chief accused Russian troops": of that
    if voices.may_answer(s.text) or _TOGETHER.search(s.text):
        return None
    hurt = any(one.metric in ("killed", "wounded") for one in figures.find(s.text, None))
    if not hurt and not _POINTS_AT.search(s.text):
        return None
    who = speaker or reporting_clause.opening(s.text, state.last_voice, reading.home_now(state))
    if who is None or who.claimant is None or who.side not in ("ukraine", "russia", "third"):
        return None
    if all(report.claimant != who.claimant for report in last.event.reports):
        reading.add_voice(state, last, s, "claims", replace(who, stance="claims"))
    return last if hurt else None


def aimed(s: Sentence, trigger: TriggerMention) -> bool:
    """'an attack on Sumy', 'strikes in Sumy', 'damage after strike': somewhere, not just any."""
    if headline.is_caption(s) and headline.caused(s, trigger.token):
        return True
    return any(
        prep.lower in ("on", "against", "in", "at", "near") for prep, _ in s.prepositions(trigger.token.i)
    ) or trigger.clause.lemma in (
        "hit",
        "kill",
        "injure",
        "wound",
        "destroy",
        "damage",
        "report",
        "launch",
        "carry",
        "conduct",
    )


def is_definite(s: Sentence, trigger: TriggerMention) -> bool:
    """'the attack', 'the explosions', 'the drone struck', 'the hospital was wrecked': what was told before."""
    if trigger.rule.amid and trigger.patient is not None and trigger.kind.key == "strike":
        return any(c.lower in ("the", "its", "their") for c in s.children(trigger.patient.i, "det", "poss"))
    if trigger.token.is_noun and trigger.token.lemma in ("remnant", "fragment", "wreckage", "debris"):
        return True  # "remnants of a rocket lay on the grass": of what was told before
    if trigger.token.is_verb and trigger.doer is not None and trigger.weapon:
        return any(c.lower in ("the", "this", "that") for c in s.children(trigger.doer.i, "det"))
    if any(c.lower in (*DAYS, "today", "yesterday") for c in s.children(trigger.token.i, "poss")):
        return True  # "Thursday's strikes"
    return any(c.lower in ("the", "this", "these", "those", "that") for c in s.children(trigger.token.i, "det"))


def hits_what_is_there(s: Sentence, trigger: TriggerMention) -> bool:
    """'They fired on the queue', 'blasts shook the main street': a thing of the town that the paragraph opened with.

    Not in what somebody is quoted as saying, who may speak of any town.
    """
    if trigger.kind.key not in ("strike", "explosion") or s.text[:1] in "\"“”'‘":
        return False
    verb = s.head(trigger.token.i) if trigger.token.dep == "nsubj" else trigger.token
    hit = [*([trigger.patient] if trigger.patient else []), *s.children(verb.i, "dobj")]
    hit += [obj for prep, obj in s.prepositions(verb.i) if prep.lower in ("on", "into")]
    there = (t for t in hit if any(c.lower == "the" for c in s.children(t.i, "det")))
    return any(t.tag in ("NN", "NNS") and not in_class(t, "force|weapon|aircraft") for t in there)


def is_here(s: Sentence) -> bool:
    """False where a sentence begins with words that lead away from the place before."""
    opening = s.text[:40].lower()
    away = (
        r"\W*(?:meanwhile|elsewhere|separately|in other|in a separate|across the country|earlier|last (?:week|month))\b"
    )
    return not re.match(away, opening)


def goes_on(s: Sentence, trigger: TriggerMention, definite: bool) -> bool:
    """Whether a sentence without a place goes on telling of the place before."""
    if not is_here(s):
        return False
    if re.search(r"\b(?:film|video|footage|clip|photograph)s?\b", s.text, re.IGNORECASE):
        return False  # a film may show any place
    if "of" in trigger.rule.oblique or (trigger.rule.object == "weapon" and not definite):
        return False  # "Russia launched 100 missiles" is not at the place told before
    if trigger.token.is_verb or definite:
        return True
    # "there was shelling", "explosions followed": told, not mentioned in passing ("deaths from shelling")
    return trigger.token.dep in ("nsubj", "nsubjpass", "ROOT", "attr", "dobj")


def worth_listing(s: Sentence, trigger: TriggerMention, reason: str | None) -> bool:
    """A happening that deserves its line among the not placed; a passing general mention does not."""
    if reason and (reason.startswith(("only a country", "the gazetteer", "several places", "the text"))):
        return True
    if headline.is_caption(s) and headline.caused(s, trigger.token):
        return True  # "Kindergarten damaged after missile strike": all that there is
    above = s.head(trigger.token.i)
    if above.lower in ("from", "of") and in_class(s.head(above.i), "effect"):
        return True  # "The ambulance suffered damage from an explosion"
    if trigger.kind.key == "shootdown" and any(p.lower == "of" for p, _ in s.prepositions(trigger.token.i)):
        return True  # "following the downing of a missile": one happening, wherever it stands
    agent = trigger.token.dep == "pobj" and s.head(trigger.token.i).lower == "by"
    return trigger.token.is_verb or agent or trigger.token.dep in ("ROOT", "nsubj", "nsubjpass", "dobj", "attr")
