"""Denials that stand alone: 'Kyiv denied that Marinka had been captured' is no event, but answers who says that it was.

Each becomes an event that is told by its denial only. It is gathered after all others, makes no incident of its own,
and joins one where kind, place, days and object agree, whichever article tells that.
"""

import datetime as dt
from dataclasses import replace

from pipeline import attributes, namesakes, placing, reading, roles, scene, timing, voices
from pipeline.dates import DateMention
from pipeline.models import Event, Location, Report, When
from pipeline.placemention import PlaceMention
from pipeline.reading import Reading
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.voices import Voice

# A side mostly answers within the news of the same days; what it denied later may be something else.
REACH = dt.timedelta(days=3)
_PRECISE = ("site", "part", "settlement", "near")  # a region may hold many happenings of one kind
_SIDES = ("ukraine", "russia")


def denied(
    state: Reading,
    s: Sentence,
    trigger: TriggerMention,
    mentions: tuple[PlaceMention, ...],
    days: tuple[DateMention, ...],
) -> tuple[Event, ...]:
    """What the sentence says did not happen, by each place that it names; () where no side of the war denies it."""
    if not (who := _deniers(state, s, trigger)):
        return ()
    places = [one for one in scene.find(s, trigger, mentions, state.gaz, state.memory).locations if _is_named(one)]
    day, actor = timing.day_of(s, trigger, days), attributes.actor(s, trigger)
    if day is not None and day.historical:
        return ()
    kind = trigger.kind.key
    found = []
    for where in places:
        patient = attributes.patient(s, trigger, where, mentions)
        found.append(
            Event(
                kind=kind,
                when=day.when() if day is not None else _lately(state),
                location=where,
                unplaced_reason=None,
                reports=tuple(reading.report_of(state.article, s, trigger, voice) for voice in who),
                unverified=False,
                actor_side=voices.side_of(actor) if actor else "unknown",
                target=patient if kind in ("strike", "explosion") else None,
                object=patient if kind in ("shootdown", "capture") else None,
            )
        )
    return tuple(found)


def _deniers(state: Reading, s: Sentence, trigger: TriggerMention) -> list[Voice]:
    """The sides of the war that deny it: 'Moscow denied that ...', or 'Sumy has not been taken, the army said'."""
    home = reading.home_now(state)
    verb = next((t for t in s.ancestors(trigger.token.i) if t.is_verb and t.lemma in voices.denying()), None)
    if verb is not None and not s.children(verb.i, "neg"):
        told = voices.named(s, s.subjects(verb.i), "denies", state.last_voice, home)
    elif trigger.kind.key in ("capture", "withdrawal") and _is_undone(s, trigger.token):
        told = voices.speakers(s, trigger.token, state.last_voice, home=home)
    else:
        return []
    return [replace(voice, stance="denies") for voice in told if voice.side in _SIDES]


def _is_undone(s: Sentence, verb: Token) -> bool:
    """'Has not taken', 'was not captured': that it is not done; 'could not' and 'failed to' only tell of an attempt."""
    helpers = {t.lower for t in s.children(verb.i, "aux", "auxpass")}
    return (
        bool(s.children(verb.i, "neg")) and bool(helpers) and helpers <= {"have", "has", "had", "was", "were", "been"}
    )


def _is_named(where: Location | None) -> bool:
    """Whether the sentence itself names the place, and no whole region."""
    if where is None or where.precision not in _PRECISE:
        return False
    return where.basis == "sentence" or (where.basis == "inferred" and where.precision == "site")


def held(state: Reading, s: Sentence, mentions: tuple[PlaceMention, ...]) -> tuple[Event, ...]:
    """'The general staff said that Vuhledar remained under its control': that the town was captured is denied."""
    cue = voices.cue("holds", s.text)
    voice = reading.speaker_of(state, s) if cue else None
    if cue is None or voice is None or voice.side not in _SIDES:
        return ()
    if voices.named_side(cue.group()) not in (voice.side, "unknown"):
        return ()  # "Moscow said that the town was still in Ukrainian hands" contradicts nobody
    verbs = _verbs_at(s, cue.start(), cue.end())
    subjects = {t.i for verb in verbs for t in (*s.subjects(verb.i), *s.patients(verb.i))}
    found = []
    for m in mentions:
        place = namesakes.place_of(m, mentions, state.gaz, state.memory)
        if place is None or not subjects & {m.token.i, m.group, m.token.head} or m.relation in roles.words()["near"]:
            continue
        where = placing.as_location(place, "sentence", m.toponym.text)
        if where.precision in _PRECISE:
            found.append(
                Event(
                    kind="capture",
                    when=_lately(state),
                    location=where,
                    unplaced_reason=None,
                    reports=(_report(state, s, cue.group(), voice),),
                    unverified=False,
                    actor_side="russia" if voice.side == "ukraine" else "ukraine",
                )
            )
    return tuple(found)


def _verbs_at(s: Sentence, start: int, end: int) -> list[Token]:
    return [t for t in s.tokens if t.is_verb and start <= t.start - s.start < end]


def _lately(state: Reading) -> When:
    """The days of which a denial without a day may be."""
    return When(state.article.published - REACH, state.article.published, "range", "publication", None)


def _report(state: Reading, s: Sentence, words: str, voice: Voice) -> Report:
    a = state.article
    said = (s.text, s.start, s.end, words)
    return Report(a.name, a.sha256, a.source, a.published, *said, voice.claimant, voice.side, "denies")
