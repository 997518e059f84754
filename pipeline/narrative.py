"""The day that the telling has reached, which a sentence without a day of its own is of.

An article tells of one day's news, paragraph by paragraph. A happening told in a main clause moves its paragraph on to
that day; what is told beside it ("revenge for Saturday's blast") does not. The first day that the lead tells things of
is the article's frame: later paragraphs go back to it. The day of publication is the weakest reading.
"""

import datetime as dt
import re
from dataclasses import replace
from typing import NamedTuple

from pipeline import dates, voices
from pipeline.dates import DateMention
from pipeline.modality import supposed
from pipeline.models import When
from pipeline.reading import Draft, Reading
from pipeline.syntax import Sentence, Token
from pipeline.timing import SINCE, TIMES, is_reduced, of_speech
from pipeline.triggers import TriggerMention

_LONG = dt.timedelta(days=10)  # a longer span is no day that other sentences share
_DAYS, _GOES_ON = dt.timedelta(days=2), ("continue", "persist", "remain")
_LEAD = 3  # paragraphs at the top of an article that tell what it is news of
_RAID = ("strike", "explosion", "shootdown")  # what comes and goes in one night
_LINE = 60  # code points of the longest line that is a date and nothing else
_STAMP = re.compile(r"\W*(?:update[sd]?:? (?:at )?)?\d{1,2}[:.]\d\d(?!\d)", re.IGNORECASE)
_AS_OF = re.compile(
    r"\b(?:(?:received|information|report(?:s|ed)?|situation)\b[^.\n]{0,60}\bas (?:of|at)"
    r"|information received (?:until|till|up to|by))\b",
    re.IGNORECASE,
)
_CALENDAR = re.compile(r"\b(?:day|on|of|the|\d{1,3})\b|[\W_]+", re.IGNORECASE)


class Telling(NamedTuple):
    """What is told of an event beside its day."""

    kind: str  # key in rules/kinds.toml
    definite: bool  # "the strike": told of before
    places: frozenset[str]  # ids of the places that it is told of


def stand_under(state: Reading, words: str, number: int) -> None:
    """A line that is a date says when the items below it are; a clock at their head, that they were told that day."""
    if _STAMP.match(words):
        state.live = True
    as_of = _AS_OF.search(words) if number <= state.top + _LEAD else None
    if len(words) > _LINE and as_of is None:
        return
    found = dates.find(words, state.article.published)
    if as_of is not None:  # "based on information received as of 19:30, 31 January"
        found = tuple(day for day in found if 0 <= day.start - as_of.end() <= _LINE)
    elif len(found) != 1 or _CALENDAR.sub("", words[: found[0].start] + words[found[0].end :]):
        return
    if found and found[0].first == found[0].last:
        state.heading_day = found[0].when("inherited")


def today(state: Reading) -> dt.date | None:
    """The day that "yesterday" counts from, under a line that is a date; None where that is the article's own."""
    return state.heading_day.first if state.heading_day is not None else None


def pass_by(state: Reading, s: Sentence) -> None:
    """Leaves a sentence that tells of nothing until a later one of its paragraph may be of its day."""
    if state.undated and state.undated[-1].paragraph != s.paragraph:
        state.undated.clear()
    state.undated.append(s)


def days_of(state: Reading, s: Sentence) -> tuple[DateMention, ...]:
    """The days that a sentence names, those passed by before it in its paragraph looked at first."""
    passed = [each for each in state.undated if each.paragraph == s.paragraph]
    state.undated.clear()
    for each in passed:
        keep(state, each, [], _days(state, each))
    return _days(state, s)


def _days(state: Reading, s: Sentence) -> tuple[DateMention, ...]:
    told, here = _told_before(state, s)
    said = dates.find(s.text, state.article.published, told, here=here, today=today(state))
    return tuple(day for day in said if s.start + day.start >= state.body)


def _told_before(state: Reading, s: Sentence) -> tuple[dt.date | None, bool]:
    """The day told last, here or a paragraph before, that "two days later" counts from; and whether it was here."""
    previous = state.drafts[-1] if state.drafts else None
    if previous is not None and s.paragraph - previous.paragraph <= 1 and previous.event.when.basis != "publication":
        day = None if _is_long(previous.event.when) else previous.event.when.first
        return day, s.paragraph == previous.paragraph
    return state.day.first if state.day is not None and state.day_paragraph == s.paragraph else None, True


def _is_long(when: When) -> bool:
    return when.last - when.first > _LONG


def keep(state: Reading, s: Sentence, told: list[Draft], days: tuple[DateMention, ...]) -> None:
    """Keeps a day of a sentence that told of no event: 'On Friday he went to Sumy.'"""
    if not told and (lent := next((day for day in days if may_lend(s, day)), None)):
        state.day, state.day_paragraph, state.day_at = lent, s.paragraph, s.start


def may_lend(s: Sentence, day: DateMention) -> bool:
    """Whether the sentences after this one, of the same paragraph, may be of that day: 'On Friday he went to Sumy.'"""
    tokens = [t for t in s.tokens if day.start <= t.start - s.start < day.end]
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head not in inside or t.head == t.i), None)
    if day.historical or day.words.lower().startswith("since") or day.last - day.first > _LONG:
        return False
    if head is None:  # the sentence was not parsed: its words tell
        before, after = re.split("[,;:]", s.text[: day.start])[-1].lower().split(), s.text[day.end :]
        return not s.tokens and not after.startswith(("'s ", "’s ")) and not any(word in SINCE for word in before)
    if any(is_reduced(s, t) for t in s.ancestors(head.i)):
        return False  # "below the dam, blown up on Tuesday, ferries ran again"
    beside = (c.lower for t in s.ancestors(head.i) if t.dep == "advcl" for c in s.children(t.i, "mark", "advmod"))
    noun = s.head(head.i)
    of_noun = head.dep in ("compound", "poss", "nmod", "amod") and noun.is_noun and noun.lemma not in TIMES
    planned = supposed(s, head)  # "it plans a parade on Friday"
    return not of_noun and not planned and not any(word in SINCE for word in beside)


_BESIDE = (*SINCE, "for", "after", "following", "over", "like", "unlike", "despite", "than", "as", "to")
_NEWS = ("after", "following", "that")  # "mourned its dead after Monday's raid": what the article is news of


def is_main(s: Sentence, trigger: TriggerMention, day: DateMention | None) -> bool:
    """Whether the trigger, with its day, is what its sentence tells, not what that recalls: "revenge for the blast"."""
    verb = trigger.clause
    reported = verb.dep == "ccomp" and voices.is_speech(s.head(verb.i).lemma)
    if not reported and any(aux.lower in ("had", "'d", "’d") for aux in s.children(verb.i, "aux")):
        return False
    return _recalled(s, trigger.token, day) is None


def _recalled(s: Sentence, trigger: Token, day: DateMention | None) -> str | None:
    """What leads to a trigger told beside the main clause: "after", "for"; "that" where it is a relative clause.

    Not where the day stands outside: "power failed on Monday after plants were hit" tells both of Monday.
    """
    for above in (trigger, *s.ancestors(trigger.i)):
        leads = [s.head(above.i)] if above.dep in ("pobj", "pcomp") else []
        leads += s.children(above.i, "mark", "advmod") if above.dep == "advcl" else []
        behind = "that" if above.dep == "relcl" else "" if is_reduced(s, above) else None  # "the dam, blown up on"
        word = next((lead.lower for lead in leads if lead.lower in _BESIDE), behind)
        if word is not None and (
            day is None or any(day.start <= t.start - s.start < day.end for t in s.subtree(above.i))
        ):
            return word
    return None


def frame(state: Reading, s: Sentence, trigger: TriggerMention, day: DateMention | None, counted: str | None) -> None:
    """Keeps the day that the lead tells its first happening of. What it only recalls serves until one is told.

    counted are the words of a happening that another is counted from: "a day after missiles hit Sumy", of the day
    before the article's.
    """
    if s.paragraph > state.top + _LEAD or trigger.kind.key not in _RAID or state.framed:
        return
    if counted is not None:
        before = _DAYS_AFTER.fullmatch(counted)
        if before is None or state.frame is not None:
            return
        told = state.article.published - dt.timedelta(days=1 if before[1].lower() in ("a", "one") else 2)
        state.frame = When(told, told, "day", "inherited", counted)
        return
    if day is None:
        # a headline's day is told below it; a sentence of the lead without a day is of the article's own
        state.framed = state.frame is None and s.text.rstrip("\"'”’ ").endswith(".") and is_main(s, trigger, None)
        return
    if day.historical or day.last - day.first > _LONG:
        return
    main = is_main(s, trigger, day)
    if state.frame is not None:  # "he acknowledged the attack on Saturday", "the second raid: eight died on 23 April"
        again = any(c.lower in ("the", "this", "that") for c in s.children(trigger.token.i, "det"))
        main = main and not again and day.first >= state.frame.first
    if main or (state.frame is None and _recalled(s, trigger.token, day) in _NEWS):
        state.frame, state.framed = day.when(), main


_DAYS_AFTER = re.compile(r"(an?|one|two) days? (?:after|since)", re.IGNORECASE)
_SAME_DAY = re.compile(r"\b(?:(?:the|that) same|that) (?:day|evening|night|morning|afternoon)\b", re.IGNORECASE)
_ALSO = re.compile(r"\b(?:also|too|as well)\b", re.IGNORECASE)
_AT_ANOTHER_TIME = re.compile(
    r"\b(?:previous(?:ly)?|earlier|already|repeatedly|regularly|ago|before|since|recent(?:ly)?|in the past|so far"
    r"|over the (?:past|last)|(?:first|last) time|years?|months?|weeks?|now|currently|still|again)\b",
    re.IGNORECASE,
)
_NOT_OF_A_RAID = re.compile(r"\b(?:shell|artiller|mortar|gun|howitzer|tank|grad|bombardment)", re.IGNORECASE)


def _of_the_frame(state: Reading, s: Sentence, trigger: TriggerMention, kind: str) -> When | None:
    """The day of the raid that the article is news of, where the sentence may be told of it.

    The days from then to the latest that it has told of since, as nothing says which of them. None for what goes on
    every day, for what may be of another time, and far from all that was told of the raid.
    """
    first = state.frame
    if first is None or kind not in _RAID or _AT_ANOTHER_TIME.search(s.text):
        return None
    if any(words is not None and _NOT_OF_A_RAID.search(words) for words in (trigger.weapon, trigger.words)):
        return None  # guns fire every day; missiles and drones come in one night
    told = [draft for draft in state.drafts if draft.event.when.basis != "publication" and draft.event.kind in _RAID]
    if s.paragraph - max((draft.paragraph for draft in told), default=state.top) > _LEAD:
        return None
    last = max((draft.event.when.last for draft in told if draft.main), default=first.last)
    if last > first.last:
        return When(first.first, last, "range", "inherited", first.words)
    one_day = first.first == first.last
    return replace(first, basis="inherited", precision="day" if one_day else first.precision)


def _of_the_same(
    state: Reading, s: Sentence, trigger: TriggerMention, of: Telling, spoken: DateMention | None
) -> When | None:
    """The day of what was told before of a place and is told again: 'On Sunday he said rockets had hit Sumy.'

    spoken is the day on which it is said to have happened before; None where no day is given.
    """
    had = any(aux.lower in ("had", "'d", "’d") for aux in s.children(trigger.clause.i, "aux"))
    if not (had or (of.definite and spoken is None)):
        return None
    told_by = spoken.first if spoken is not None else state.article.published
    kinds = ("strike", "explosion") if of.kind in ("strike", "explosion") else (of.kind,)
    for event in (draft.event for draft in reversed(state.drafts)):
        where, when = event.location, event.when
        if event.kind in kinds and where is not None and where.place_id in of.places and when.last <= told_by:
            return replace(when, basis="inherited") if when.basis != "publication" else None
    return None


def when_of(state: Reading, s: Sentence, trigger: TriggerMention, day: DateMention | None, of: Telling) -> When:
    """The days of an event: its own phrase, those told just before, or the article's day, marked as assumed."""
    kind, definite = of.kind, of.definite
    spoken = day if day is not None and of_speech(s, trigger, day) else None
    if (day is None or spoken is not None) and (again := _of_the_same(state, s, trigger, of, spoken)) is not None:
        return again
    if day is not None:
        return day.when()
    previous = state.drafts[-1] if state.drafts else None
    if previous is not None and (same := _SAME_DAY.search(s.text)):
        return replace(previous.event.when, basis="inherited", words=same.group())
    lent = state.day if state.day_paragraph == s.paragraph else None
    told = next((draft for draft in reversed(state.drafts) if draft.main), None)
    if told is not None and told.event.when.basis != "publication" and not _is_long(told.event.when):
        here = s.paragraph == told.paragraph and (lent is None or told.event.reports[0].start > state.day_at)
        reach = 2 if definite else 1 if told.event.kind == kind and _ALSO.search(s.text) else 0
        recalled = state.frame is not None and told.event.when.first < state.frame.first
        if trigger.clause.lemma in _GOES_ON and told.event.when.last - told.event.when.first > _DAYS:
            pass  # "they pulled back last week. Fighting continued, he said": it does now
        elif here or (not state.live and not recalled and s.paragraph - told.paragraph <= reach):
            return replace(told.event.when, basis="inherited")
    if lent is not None:
        return lent.when("inherited")
    if state.heading_day is not None:
        return state.heading_day
    if not state.live and (framed := _of_the_frame(state, s, trigger, kind)) is not None:
        return framed
    published: dt.date = state.article.published
    return When(published, published, "assumed", "publication", None)
