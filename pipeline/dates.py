"""Words for days, resolved against the day on which the article was published. Never later than that day."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline.models import TimeBasis, TimePrecision, When

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
NUMBERS = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
NUMBERS |= {"a": 1, "an": 1}
DAY = dt.timedelta(days=1)

_PART = r"(?:early|late|earlier|later)(?: on| in)?(?: the)?"
_OF_DAY = r"(?:morning|afternoon|evening|night|midnight|noon|midday|dawn|dusk|lunchtime)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:jan(?:uary|\.)|feb(?:ruary|\.)|mar(?:ch|\.)|apr(?:il|\.)|may|june?\.?|july?\.?|aug(?:ust|\.)|sept?(?:ember|\.)|oct(?:ober|\.)|nov(?:ember|\.)|dec(?:ember|\.))"
_NUMBER = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ORDINAL_DAY = r"(?:\d{1,2})(?:st|nd|rd|th)?"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A span of words (code points in the text given) and the days they may mean."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    precision: TimePrecision
    basis: TimeBasis
    words: str
    historical: bool  # before the days the article can be news of: years past, or over two months back

    def when(self, basis: TimeBasis | None = None) -> When:
        """The same as a record of the incident."""
        return When(self.first, self.last, self.precision, basis or self.basis, self.words)


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    days: Callable[[re.Match[str], dt.date], tuple[dt.date, dt.date] | None]
    basis: TimeBasis


def find(text: str, published: dt.date) -> tuple[DateMention, ...]:
    """The date phrases of a text, in order and without overlap; the longest phrase wins."""
    found: list[DateMention] = []
    for rule in _rules():
        for match in rule.pattern.finditer(text):
            if any(match.start() < seen.end and seen.start < match.end() for seen in found):
                continue
            days = rule.days(match, published)
            if days is None or days[0] > published:
                continue
            first, last = days[0], min(days[1], published)
            words = match.group().strip(" ,")
            span = last - first
            part = re.search(rf"\b(?:{_OF_DAY}|overnight|early|late|tonight|night|{_CLOCK})\b", words, re.I)
            precision: TimePrecision = "range" if span >= 2 * DAY else "part_of_day" if part else "day"
            if span == DAY:
                precision = "part_of_day" if part else "range"
            historical = (published - last).days > 62
            start = match.start() + (len(match.group()) - len(match.group().lstrip(" ,")))
            found.append(DateMention(start, start + len(words), first, last, precision, rule.basis, words, historical))
    return tuple(sorted(found, key=lambda mention: mention.start))


_CLOCK = r"\d{1,2}(?:[.:]\d\d)? ?(?:am|pm|a\.m\.|p\.m\.)"


def _one(day: dt.date | None) -> tuple[dt.date, dt.date] | None:
    return None if day is None else (day, day)


def _weekday(name: str, published: dt.date, *, last: bool = False) -> dt.date:
    """The latest such weekday on or before the day of publication; 'last Saturday' in Saturday's paper is a week back."""
    back = (published.weekday() - DAYS.index(name.lower())) % 7
    return published - dt.timedelta(days=back or (7 if last else 0))


def _month(name: str) -> int:
    return next(k for k, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _calendar(day: str, month: str, year: str | None, published: dt.date) -> tuple[dt.date, dt.date] | None:
    number = int(re.sub(r"\D", "", day))
    for candidate in [int(year)] if year else [published.year, published.year - 1]:
        try:
            found = dt.date(candidate, _month(month), number)
        except ValueError:
            return None
        if year or found <= published:
            return _one(found)
    return None


def _whole_month(month: str, year: str | None, published: dt.date) -> tuple[dt.date, dt.date] | None:
    number = _month(month)
    y = int(year) if year else published.year - (number > published.month)
    if not 1900 <= y <= published.year:
        return None
    last = (dt.date(y, number, 28) + 4 * DAY).replace(day=1) - DAY
    return dt.date(y, number, 1), last


def _ago(match: re.Match[str], published: dt.date) -> tuple[dt.date, dt.date] | None:
    word, unit = match["n"].lower(), match["unit"].lower()
    n = int(word) if word.isdigit() else NUMBERS[word]
    if unit == "hour":
        return (published - DAY, published) if n > 12 else _one(published)
    if unit == "day":
        return _one(published - n * DAY)
    if unit == "week":
        return (
            _one(published - 7 * n * DAY) if n == 1 else (published - (7 * n + 3) * DAY, published - (7 * n - 3) * DAY)
        )
    if unit == "month":
        middle = published - dt.timedelta(days=30 * n)
        return middle - 15 * DAY, middle + 15 * DAY
    year = published.year - n
    return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year >= 1900 else None


def _since(match: re.Match[str], published: dt.date) -> tuple[dt.date, dt.date]:
    return _weekday(match["day"], published), published


def _days_range(match: re.Match[str], published: dt.date) -> tuple[dt.date, dt.date] | None:
    first = _calendar(match["a"], match["month"], match["year"], published)
    last = _calendar(match["b"], match["month"], match["year"], published)
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _week(published: dt.date, back: int) -> tuple[dt.date, dt.date]:
    monday = published - dt.timedelta(days=published.weekday() + 7 * back)
    return monday, monday + 6 * DAY


def _weekend(published: dt.date) -> tuple[dt.date, dt.date]:
    saturday = _weekday("saturday", published)
    return saturday, saturday + DAY


def _year(match: re.Match[str], published: dt.date) -> tuple[dt.date, dt.date] | None:
    year = int(match["year"])
    return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if 1900 <= year < published.year else None


@cache
def _rules() -> tuple[_Rule, ...]:
    """The phrases, longest first: each pattern, the days it means, and how they are known."""

    def rule(
        pattern: str,
        days: Callable[[re.Match[str], dt.date], tuple[dt.date, dt.date] | None],
        basis: TimeBasis = "relative",
    ) -> _Rule:
        return _Rule(re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), days, basis)

    night = rf"(?:over ?night|in the (?:early )?(?:hours|morning|evening|afternoon|night)(?: hours)?|{_PART}|the (?:morning|evening|night|afternoon)|{_OF_DAY}|at {_OF_DAY}|before {_OF_DAY}|around {_OF_DAY}|(?:at |around |about |just (?:before|after) )*{_CLOCK}(?: local time)?)"
    year = r"(?:,? (?P<year>(?:19|20)\d\d))?"
    return (
        rule(
            rf"(?:between |from )?(?P<a>{_ORDINAL_DAY}) ?(?:-|–|to|and) ?(?P<b>{_ORDINAL_DAY}) (?P<month>{_MONTH}){year}",
            _days_range,
            "stated",
        ),
        rule(
            rf"(?:between |from )?(?P<month>{_MONTH}) (?P<a>{_ORDINAL_DAY}) ?(?:-|–|to|and) ?(?P<b>{_ORDINAL_DAY}){year}",
            _days_range,
            "stated",
        ),
        rule(r"(?P<year>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)", _iso, "stated"),
        rule(
            rf"(?:{night} )?(?:(?:on|of) )?(?:{_WEEKDAY},? )?(?:the )?(?P<day>{_ORDINAL_DAY})(?: of)? (?P<month>{_MONTH}){year}",
            lambda m, p: _calendar(m["day"], m["month"], m["year"], p),
            "stated",
        ),
        rule(
            rf"(?:{night} )?(?:(?:on|of) )?(?:{_WEEKDAY},? )?(?P<month>{_MONTH}) (?P<day>{_ORDINAL_DAY})(?! (?:people|civilians|soldiers|troops|missiles)){year}",
            lambda m, p: _calendar(m["day"], m["month"], m["year"], p),
            "stated",
        ),
        rule(
            rf"(?:over ?night )?(?:from |between )(?P<a>{_WEEKDAY}) (?:to|into|and|until) (?P<b>{_WEEKDAY})",
            _weekday_range,
        ),
        rule(
            rf"(?:since|from) (?:{_PART} |{_OF_DAY} )*(?:on )?(?P<day>{_WEEKDAY})(?: {_OF_DAY})?(?: on(?:ward)?s?)?",
            _since,
        ),
        rule(rf"(?P<n>{_NUMBER}) days? (?:earlier|before|after) (?:on )?(?P<day>{_WEEKDAY})", lambda m, p: None),
        rule(
            rf"(?:{night} )*(?:(?:on|of|by|into) )?(?P<last>last )?(?P<day>{_WEEKDAY})(?: {_OF_DAY}| over ?night)?(?:,? at {_CLOCK})?",
            lambda m, p: _one(_weekday(m["day"], p, last=bool(m["last"]))),
        ),
        rule(
            rf"(?P<n>{_NUMBER}|\d+) (?P<unit>hour|day|week|month|year)s? (?:ago|earlier|after|prior|previously)", _ago
        ),
        rule(
            r"(?:the (?:previous|night before|day before)|the day earlier|yesterday(?: (?:morning|afternoon|evening))?|a day (?:earlier|before)|last night|the (?:previous|preceding) (?:day|night|evening))",
            lambda m, p: _one(p - DAY),
        ),
        rule(
            r"(?:today|tonight|this (?:morning|afternoon|evening)|(?:early|late|earlier) this (?:morning|afternoon|evening)|earlier today|in the past hours?|over ?night|during the night|in the (?:early|small) hours|at dawn)",
            lambda m, p: _one(p),
        ),
        rule(
            r"(?:in|over|during|within) the (?:past|last|previous) (?:24 hours|day)|in the past day",
            lambda m, p: (p - DAY, p),
        ),
        rule(
            rf"(?:in|over|during|within|for) the (?:past|last|previous) (?P<n>{_NUMBER}) (?P<unit>day|week|month)s",
            lambda m, p: _past(m, p),
        ),
        rule(
            r"in recent days|over (?:the )?(?:past|last) (?:few|several) days|in the past (?:few|several) days",
            lambda m, p: (p - 3 * DAY, p),
        ),
        rule(r"(?:in|over) recent weeks|in the past (?:few|several) weeks", lambda m, p: (p - 21 * DAY, p)),
        rule(r"(?:at|over|during) the weekend|this weekend|last weekend", lambda m, p: _weekend(p)),
        rule(r"(?:earlier |late |later |early )?this week", lambda m, p: (_week(p, 0)[0], p)),
        rule(r"(?:earlier |late |early )?last week|the previous week", lambda m, p: _week(p, 1)),
        rule(r"(?:earlier |late |early )?this month", lambda m, p: (p.replace(day=1), p)),
        rule(r"(?:late |early )?last month", lambda m, p: _whole_month(MONTHS[(p.month - 2) % 12], None, p)),
        rule(r"last year", lambda m, p: (dt.date(p.year - 1, 1, 1), dt.date(p.year - 1, 12, 31))),
        rule(
            rf"(?:in|since|during|of|by|early|late|mid|until|throughout)[ -](?:early |late |mid-)?(?P<month>{_MONTH})(?: (?P<year>(?:19|20)\d\d))?(?! \d)",
            lambda m, p: _whole_month(m["month"], m["year"], p),
            "stated",
        ),
        rule(
            r"(?:in|since|during|from|of|before|by|the|until)(?: early| late)? (?P<year>(?:19|20)\d\d)s?",
            _year,
            "stated",
        ),
    )


def _iso(match: re.Match[str], published: dt.date) -> tuple[dt.date, dt.date] | None:
    try:
        return _one(dt.date(int(match["year"]), int(match["m"]), int(match["d"])))
    except ValueError:
        return None


def _weekday_range(match: re.Match[str], published: dt.date) -> tuple[dt.date, dt.date]:
    last = _weekday(match["b"], published)
    return last - dt.timedelta(days=(last.weekday() - DAYS.index(match["a"].lower())) % 7), last


def _past(match: re.Match[str], published: dt.date) -> tuple[dt.date, dt.date]:
    word = match["n"].lower()
    n = (int(word) if word.isdigit() else NUMBERS[word]) * {"day": 1, "week": 7, "month": 30}[match["unit"].lower()]
    return published - n * DAY, published
