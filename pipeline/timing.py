"""When an event happened: the date phrase that belongs to the trigger. Where it has none, see narrative.py."""

import re
from collections.abc import Iterable
from dataclasses import replace

from gazetteer.lookup import Toponym
from pipeline import ellipsis, voices
from pipeline.dates import DateMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.wordclasses import in_class


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
        if tokens[-1].dep == "poss":  # "in spite of Tuesday's promise", where "of Tuesday" is the phrase
            head = tokens[-1]
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
        own_clause = _when_told(s, inside, trigger)
        if own_clause and day.words.lower().startswith("since"):
            day = replace(day, last=day.first, precision="day")
        if (
            (_only_compares(s, day) and not own_clause)
            or _of_another_noun(s, head, trigger)
            or _aside(s, head, trigger)
        ):
            continue
        if ";" in s.text[slice(*sorted((day.start, trigger.token.start - s.start)))]:
            if day.words.lower().startswith("since"):
                continue  # "the last bridge was blown up; the others had been unusable since late May"
            rank += 2  # "drones hit a depot a week ago; the funeral was on Monday"
        key = (0 if own_clause else rank, abs(head.i - trigger.token.i))
        if best is None or key < best[0]:
            best = (key, day)
    return _night_told(s, trigger, best[1], days) if best else None


def days_of_places(s: Sentence, names: Iterable[Toponym], days: tuple[DateMention, ...]) -> dict[str, DateMention]:
    """Name -> the day that it is told with, where several are dealt out: 'Lyman on Monday and Sumy on Tuesday'."""
    if len(days) < 2:
        return {}
    found = {}
    for name in names:
        end = name.end - s.start
        own = next((day for day in days if ellipsis.WITH.fullmatch(s.text, end, max(end, day.start))), None)
        if own is not None:
            found[name.text] = own
    return found


_AGAIN = re.compile(r",? (?:and|then|and then) again,? ")


def again(s: Sentence, day: DateMention | None, days: tuple[DateMention, ...]) -> DateMention | None:
    """The second day in 'was hit on Monday and again on Friday'; None where it happened once."""
    if day is None or "again" not in s.said:
        return None
    later = (other for other in days if _AGAIN.fullmatch(s.text, day.end, max(day.end, other.start)))
    return next((other for other in later if other.first != day.first), None)


_NIGHT = re.compile(r"over ?night|during the night|in the (?:early|small) hours|at dawn", re.IGNORECASE)


def of_speech(s: Sentence, trigger: TriggerMention, day: DateMention) -> bool:
    """Whether it is the day on which somebody spoke of the trigger: 'The army said on Sunday that it had hit Sumy.'"""
    head = next((t for t in s.tokens if day.start <= t.start - s.start < day.end), None)
    if head is None:
        return False
    verb = next((t for t in s.ancestors(head.i) if t.is_verb), None)
    return verb is not None and voices.is_speech(verb.lemma) and verb.i in {t.i for t in s.ancestors(trigger.token.i)}


def _night_told(s: Sentence, trigger: TriggerMention, day: DateMention, days: tuple[DateMention, ...]) -> DateMention:
    """'It said on Friday that a raid had been repelled overnight': the night is that before it was told."""
    if not _NIGHT.fullmatch(day.words):
        return day
    told = next((d for d in days if d is not day and d.first == d.last and of_speech(s, trigger, d)), None)
    return replace(day, first=told.first, last=told.last) if told is not None else day


def _in_another_clause(s: Sentence, head: Token, trigger: TriggerMention) -> bool:
    """'Amid fighting in Sumy, he spoke of an advance that has made gains this month': a day of that clause alone.

    Only in the perfect or behind a comma: "a shell landed among families who were fleeing on Sunday" is one time. A
    clause on what the trigger was done by is about the trigger too, and in the perfect so is one on what it was done
    to: "rockets that had come on Friday hit Sumy". "The reporter, who was in Grozny in 1999, was killed" is not, nor is
    "Lyman, retaken on Friday, was shelled".
    """
    clause = next((t for t in s.ancestors(head.i) if t.dep == "relcl" or is_reduced(s, t)), None)
    below = s.subtree(clause.i) if clause is not None else []
    if clause is None or trigger.token.i in {t.i for t in below}:
        return False
    if clause.dep != "relcl":
        told = s.tokens[below[0].i - 2]  # "a drone, launched on Friday, hit Sumy" is one time
        own = told.i == trigger.token.i or (clause.dep == "acl" and clause.head == trigger.token.i)
        return not own and not in_class(told, "weapon|aircraft")
    if any(aux.lemma == "have" for aux in s.children(clause.i, "aux")):
        return clause.head not in {t.i for t in (trigger.token, trigger.doer, trigger.patient) if t is not None}
    said = next((t for t in s.tokens[clause.head + 1 : clause.i] if t.tag in ("WDT", "WP", "WP$")), None)
    apart = said is not None and s.tokens[said.i - 1].text == ","
    return apart and clause.head not in {t.i for t in (trigger.token, trigger.doer) if t is not None}


def is_reduced(s: Sentence, verb: Token) -> bool:
    """True of the participle behind a comma in "Lyman, retaken on Friday, was shelled"."""
    if verb.dep not in ("acl", "advcl") or verb.tag not in ("VBN", "VBD") or s.children(verb.i, "nsubj", "mark", "aux"):
        return False
    first = s.subtree(verb.i)[0].i
    return first > 1 and s.tokens[first - 1].text == ","


def _when_told(s: Sentence, day: set[int], trigger: TriggerMention) -> bool:
    """'The worst since Monday, when planes hit a convoy': the day of what is told by "when", right behind it."""
    clause = next((t for t in (trigger.token, *s.ancestors(trigger.token.i)) if t.dep == "relcl"), None)
    if clause is None or clause.head not in day:
        return False
    return any(c.lower == "when" for c in s.children(clause.i, "advmod"))


_COMPARING = re.compile(
    r"\b(?:first|second|third|\w{3,}th|only|most|least|worst|\w{3,}est|since)\b[^,;.]{0,80}$", re.IGNORECASE
)
_SPAN = re.compile(r"\b(?:days?|weeks?|months?|years?) $", re.IGNORECASE)
SINCE = ("since", "before", "until", "till")


def _only_compares(s: Sentence, day: DateMention) -> bool:
    """'The first raid on the capital since the end of April': a day to compare with."""
    since = day.words.lower().startswith("since") or s.text[: day.start].lower().endswith(("since ", "since the "))
    return since and _COMPARING.search(s.text[: day.start].removesuffix("the ").removesuffix("since ")) is not None


def _of_another_noun(s: Sentence, head: Token, trigger: TriggerMention) -> bool:
    """'During the weekend ceasefire', "before Monday's talks": the day of what the noun tells, which is no time."""
    noun = s.head(head.i)
    if noun.lower == "since":
        noun = s.head(noun.i)  # "Sevastopol, a Russian city since 2014"
        if noun.is_noun and trigger.token.i not in (noun.i, *(t.i for t in s.subtree(noun.i))):
            return noun.i not in {t.i for t in (trigger.doer, trigger.clause) if t is not None}
        return False
    own = {t.i for t in (trigger.token, trigger.doer, trigger.patient, trigger.clause) if t is not None}
    if head.dep not in ("compound", "poss", "nmod", "amod") or not noun.is_noun or noun.i in own:
        return False
    return noun.lemma not in TIMES and trigger.token.i not in {t.i for t in s.subtree(noun.i)}


TIMES = (
    *("morning", "afternoon", "evening", "night", "dawn", "noon", "midday", "midnight", "hour", "day", "week"),
    *("weekend", "attack", "strike", "raid", "shelling", "barrage", "fighting", "battle", "bombardment", "assault"),
    "explosion",
)


# "in response to Tuesday's raid", "despite a truce agreed on Friday": what came before, and is told beside
_IN_SPITE = frozenset(
    (
        *("spite", "despite", "notwithstanding", "contrary", "breach", "violation", "defiance"),
        *("response", "retaliation", "revenge", "retribution", "reprisal", "answer", "protest"),
    )
)


def _aside(s: Sentence, head: Token, trigger: TriggerMention) -> bool:
    """A day of a clause beside the event: 'since it invaded in February', 'accusing them of firing on Sunday'."""
    held = {trigger.token.i, trigger.clause.i}
    for above in (head, *s.ancestors(head.i)):
        if above.lower in _IN_SPITE and above.i != head.i and held.isdisjoint(t.i for t in s.subtree(above.i)):
            return True
        if above.i in held or held & {t.i for t in s.subtree(above.i)}:
            return False
        marks = [c for c in s.children(above.i, "mark", "advmod", "npadvmod") if above.dep == "advcl"]
        if any(c.lower in SINCE for c in marks):
            return True
        if any(c.lower == "after" and _SPAN.search(s.text[: c.start - s.start]) for c in marks):
            return True  # "two days after the deal was signed on Friday"
        if above.dep in ("advcl", "pcomp") and above.tag == "VBG" and voices.is_speech(above.lemma):
            return True
    return False


def _between(verb: int, trigger: TriggerMention) -> bool:
    return trigger.token.i < verb


def only_dates(s: Sentence, trigger: TriggerMention, day: DateMention | None = None) -> bool:
    """'The third since an airliner was shot down over Sumy': told to date another event, whose place it is not.

    False where the day that it was given stands in that clause: "since troops took Sumy on Friday" tells of Friday.
    """
    clauses = [t for t in (trigger.token, trigger.clause, *s.ancestors(trigger.token.i)) if t.dep == "advcl"]
    dating = [t for t in clauses if any(c.lower == "since" for c in s.children(t.i, "mark", "advmod"))]
    if day is None:
        return bool(dating)
    spans = [(below[0].start - s.start, below[-1].end - s.start) for t in dating if (below := s.subtree(t.i))]
    return bool(dating) and not any(day.start < end and start < day.end for start, end in spans)


def _since(s: Sentence, trigger: TriggerMention) -> str | None:
    """'The worst since the attack on Vinnytsia': an attack that only says since when."""
    prep = s.head(trigger.token.i)
    if trigger.token.dep != "pobj" or prep.lower != "since":
        return None
    return s.words(s.tokens[prep.i : trigger.token.i + 1])


_COUNTED = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|many|some|\d+)? ?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?) (?:after|since|before) $",
    re.IGNORECASE,
)


_COUNTED_FIRST = re.compile(_COUNTED.pattern[:-1], re.IGNORECASE)
_COUNTING = ("after ", "since ", "before ")


def _counts(s: Sentence, verb: Token, trigger: Token, end: int) -> bool:
    """False of "hours after the speech, missiles hit Lviv": what ends there stands beside the verb, not over it."""
    after = next((t for t in s.tokens if t.end == end), None)
    if after is None or any(above.i == after.i for above in s.ancestors(trigger.i)):
        return True
    return after.dep == "mark" and after.head == verb.i and verb.dep not in ("ROOT", "ccomp", "conj")


def counted_from(s: Sentence, trigger: TriggerMention, day: DateMention | None = None) -> str | None:
    """'two days after' an explosion crippled the bridge: the words, where the event only dates another one.

    None for minutes or hours from what is given its day: "an hour before missiles hit Sumy on Friday" tells of both, as
    "trains have stood still since an air strike near Barvinkove on Friday" does.
    """
    if day is not None and _since(s, trigger):
        below = s.subtree(trigger.token.i)
        if any(day.start <= t.start - s.start < day.end for t in below):
            return None
    words = _counted_from(s, trigger)
    return None if words is not None and day is not None and _CLOSE.search(words) else words


_CLOSE = re.compile(r"\b(?:minutes?|hours?) (?:after|before)$", re.IGNORECASE)


def _counted_from(s: Sentence, trigger: TriggerMention) -> str | None:
    if words := _since(s, trigger):
        return words
    low = s.text.casefold()
    if not any(word in low for word in _COUNTING):
        return None
    for token in (trigger.token, *s.ancestors(trigger.token.i)):
        first = min(t.start for t in s.subtree(token.i)) - s.start
        under = token.dep not in ("ROOT", "ccomp", "conj")  # "resigned a week after shells fell"
        marks = [m.end - s.start + 1 for m in s.children(token.i, "mark") if under and m.lower != "since"]
        for start in (first, token.start - s.start, *marks):
            before = s.text[:start]
            if before[-7:].lower().endswith(_COUNTING) and (match := _COUNTED.search(before)):
                return match.group().strip()
        opening = s.text[first : token.start - s.start]
        if (
            (token.is_verb or token is trigger.token)
            and (match := _COUNTED_FIRST.match(opening))
            and _counts(s, token, trigger.token, s.start + first + len(match.group().rstrip()))
        ):
            return match.group().strip()
        if token.head == token.i or token.dep in ("ccomp", "ROOT"):
            return None
    return None
