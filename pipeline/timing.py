"""When an event happened: the date phrase that belongs to the trigger, else the day told before, else the article's."""

import datetime as dt
import re
from dataclasses import replace

from pipeline import voices
from pipeline.dates import DateMention
from pipeline.models import When
from pipeline.reading import Draft, Reading
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention


def day_of(s: Sentence, trigger: TriggerMention, days: tuple[DateMention, ...]) -> DateMention | None:
    """The date phrase that belongs to the trigger: nearest in its own clause, then in the sentence."""
    if not days:
        return None
    best: tuple[tuple[int, int], DateMention] | None = None
    own = {trigger.token.i, trigger.clause.i}
    above = [t.i for t in s.ancestors(trigger.token.i)]
    for day in days:
        tokens = [t for t in s.tokens if day.start <= t.start - s.start < day.end]
        if not tokens:
            continue
        inside = {t.i for t in tokens}
        head = next((t for t in tokens if t.head not in inside or t.head == t.i), tokens[0])
        governors = [t.i for t in s.ancestors(head.i)]
        verbs = [i for i in governors if s.tokens[i].is_verb]
        verb = verbs[0] if verbs else None
        if own & set(governors[:3]) or verb in own:
            rank = 0
        elif verb is not None and verb in above and not voices.is_speech(s.tokens[verb].lemma):
            rank = 1
        elif verb is not None and verb in above:
            rank = 3 if not _between(verb, trigger) else 2
        elif trigger.token.i in governors:
            rank = 2
        else:
            rank = 4
        if (rank == 4 and day.historical) or _in_another_clause(s, head, trigger):
            continue
        key = (rank, abs(head.i - trigger.token.i))
        if best is None or key < best[0]:
            best = (key, day)
    return best[1] if best else None


def _in_another_clause(s: Sentence, head: Token, trigger: TriggerMention) -> bool:
    """'Amid fighting in Sumy, he spoke of an advance that has made gains this month': a day of that clause alone.

    Only in the perfect: "a shell landed among families who were fleeing on Sunday" is one time. A clause on what the
    trigger was done by or to is about the trigger too: "rockets that had come on Friday hit Sumy".
    """
    clause = next((t for t in s.ancestors(head.i) if t.dep == "relcl"), None)
    if clause is None or trigger.token.i in {t.i for t in s.subtree(clause.i)}:
        return False
    if not any(aux.lemma == "have" for aux in s.children(clause.i, "aux")):
        return False
    noun = clause.head
    return noun not in {t.i for t in (trigger.token, trigger.doer, trigger.patient) if t is not None}


def _between(verb: int, trigger: TriggerMention) -> bool:
    return trigger.token.i < verb


def _counted_from(day: DateMention, s: Sentence, previous: Draft | None) -> DateMention:
    """'A day earlier' counts from the day told just before, where one was told in the same paragraph."""
    if not re.search(r"\b(?:earlier|before)$", day.words) or previous is None or previous.paragraph != s.paragraph:
        return day
    shift = previous.event.when.first - previous.event.reports[0].published
    if previous.event.when.basis not in ("stated", "relative") or not shift:
        return day
    return replace(day, first=day.first + shift, last=day.last + shift)


_SAME_DAY = re.compile(r"\b(?:(?:the|that) same|that) (?:day|evening|night|morning|afternoon)\b", re.IGNORECASE)


def when_of(state: Reading, s: Sentence, day: DateMention | None, previous: Draft | None, definite: bool) -> When:
    """The days of an event: its own phrase, those told just before, or the article's day, marked as assumed."""
    if day is not None:
        return _counted_from(day, s, previous).when()
    if previous is not None and (same := _SAME_DAY.search(s.text)):
        return replace(previous.event.when, basis="inherited", words=same.group())
    if previous is not None and previous.event.when.basis != "publication":
        near = s.paragraph == previous.paragraph or (definite and s.paragraph - previous.paragraph <= 2)
        if near:
            return replace(previous.event.when, basis="inherited")
    if state.day is not None and state.day_paragraph == s.paragraph and not state.day.historical:
        return state.day.when("inherited")
    published: dt.date = state.article.published
    return When(published, published, "assumed", "publication", None)
