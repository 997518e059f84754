"""What each phrase for days means, given the day that it counts from: the functions that rules/dates.toml names."""

import datetime as dt
import re
from collections.abc import Callable

from pipeline import numbers

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
DAY = dt.timedelta(days=1)

Span = tuple[dt.date, dt.date]


def _one(day: dt.date) -> Span:
    return day, day


def _latest(name: str, published: dt.date, *, last: bool = False) -> dt.date:
    """The latest such weekday up to the day of publication; 'last Saturday' in Saturday's paper is a week back."""
    back = (published.weekday() - DAYS.index(name.lower())) % 7
    return published - dt.timedelta(days=back or (7 if last else 0))


def _month_number(name: str) -> int:
    return next(k for k, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _month_span(month: int, year: int) -> Span:
    return dt.date(year, month, 1), (dt.date(year, month, 28) + 4 * DAY).replace(day=1) - DAY


def _calendar(day: str, month: str, year: str | None, published: dt.date) -> dt.date | None:
    number = int(re.sub(r"\D", "", day))
    for candidate in [int(year)] if year else [published.year, published.year - 1]:
        try:
            found = dt.date(candidate, _month_number(month), number)
        except ValueError:
            continue  # 29 February of a common year
        if year or found <= published:
            return found
    return None


def _calendar_day(match: re.Match[str], published: dt.date) -> Span | None:
    found = _calendar(match["day"], match["month"], match["year"], published)
    return _one(found) if found else None


def _span_of_days(match: re.Match[str], published: dt.date) -> Span | None:
    first = _calendar(match["a"], match["month"], match["year"], published)
    last = _calendar(match["b"], match["month"], match["year"], published)
    return (first, last) if first and last and first <= last else None


def _span_of_weekdays(match: re.Match[str], published: dt.date) -> Span:
    last = _latest(match["b"], published)
    return last - dt.timedelta(days=(last.weekday() - DAYS.index(match["a"].lower())) % 7), last


def _iso_day(match: re.Match[str], published: dt.date) -> Span | None:
    try:
        return _one(dt.date(int(match["year"]), int(match["m"]), int(match["d"])))
    except ValueError:
        return None


def _time_ago(match: re.Match[str], anchor: dt.date) -> Span | None:
    n, unit = int(numbers.value(match["n"])), match["unit"].lower()
    if n > 20_000:
        return None
    if unit == "hour":
        return (anchor - DAY, anchor) if n > 12 else _one(anchor)
    if unit == "day":
        return _one(anchor - n * DAY)
    if unit == "week":
        about = anchor - 7 * n * DAY
        return _one(about) if n == 1 else (about - 3 * DAY, about + 3 * DAY)
    if unit == "month":
        about = anchor - 30 * n * DAY
        return about - 15 * DAY, about + 15 * DAY
    return (dt.date(anchor.year - n, 1, 1), dt.date(anchor.year - n, 12, 31)) if anchor.year - n >= 1900 else None


def _time_later(match: re.Match[str], anchor: dt.date) -> Span | None:
    """'Hours later' is the same day, as far as one can tell; "days later", without a number, is no day at all."""
    unit = match["unit"].lower()
    if unit == "hour" or match["n"] is None:
        return _one(anchor) if unit == "hour" else None
    days = (7 if unit == "week" else 1) * int(numbers.value(match["n"]))
    return _one(anchor + days * DAY) if days < 3650 else None


_NTH = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _nth_day(match: re.Match[str], anchor: dt.date) -> Span | None:
    """'For a third day' is the day and the two before it; of the fifteenth and later nobody means each."""
    said = match["nth"].lower()
    n = _NTH.index(said) + 2 if said in _NTH else int(re.sub(r"\D", "", said))
    return (anchor - (n - 1) * DAY, anchor) if 2 <= n < 15 else None


def _day_of_month(match: re.Match[str], published: dt.date) -> Span | None:
    """The latest such day up to that of publication: 'on the 27th' in a paper of the 2nd is last month's."""
    number = int(re.sub(r"\D", "", match["day"]))
    month = published.replace(day=1)
    for _ in range(3):
        if number <= _month_span(month.month, month.year)[1].day and month.replace(day=number) <= published:
            return _one(month.replace(day=number))
        month = (month - DAY).replace(day=1)
    return None


def _slashed_day(match: re.Match[str], published: dt.date) -> Span | None:
    """'26/02/2022' in either order of day and month; None where both are days, as nothing tells which is meant."""
    found = set()
    for day, month in ((match["a"], match["b"]), (match["b"], match["a"])):
        try:
            found.add(dt.date(int(match["year"]), int(month), int(day)))
        except ValueError:
            continue
    days = [day for day in found if day <= published]
    return _one(days[0]) if len(days) == 1 else None


def _turn_of_year(match: re.Match[str], published: dt.date) -> Span:
    month, day = (1, 1) if match["which"].lower() == "day" else (12, 31)
    this = dt.date(published.year, month, day)
    return _one(this if this <= published else this.replace(year=published.year - 1))


def _past_span(match: re.Match[str], published: dt.date) -> Span:
    days = (
        int(numbers.value(match.groupdict().get("n") or "one"))
        * {"day": 1, "week": 7, "month": 30}[match["unit"].lower()]
    )
    return published - min(days, 3650) * DAY, published


def _whole_month(match: re.Match[str], published: dt.date) -> Span | None:
    number = _month_number(match["month"])
    year = int(match["year"]) if match["year"] else published.year - (number > published.month)
    first, last = _month_span(number, year)
    start, middle, end = (0, 9), (9, 19), (19, 30)
    third = {"early": start, "first": start, "start": start, "beginning": start, "mid": middle, "middle": middle}
    third |= {"late": end, "last": end, "end": end}
    words = match.group().lower()
    part = next((span for word, span in third.items() if re.search(rf"\b{word}\b", words)), None)
    return (first + part[0] * DAY, min(last, first + part[1] * DAY)) if part else (first, last)


def _whole_year(match: re.Match[str], published: dt.date) -> Span | None:
    year = int(match["year"])
    last = year + 9 if match["decade"] else year
    return (dt.date(year, 1, 1), dt.date(last, 12, 31)) if year < published.year else None


def _monday(published: dt.date, weeks_back: int = 0) -> dt.date:
    return published - (published.weekday() + 7 * weeks_back) * DAY


MEANS: dict[str, Callable[[re.Match[str], dt.date], Span | None]] = {
    "calendar_day": _calendar_day,
    "span_of_days": _span_of_days,
    "span_of_weekdays": _span_of_weekdays,
    "iso_day": _iso_day,
    "since_weekday": lambda m, p: (_latest(m["day"], p), p),
    "weekday": lambda m, p: _one(_latest(m["day"], p, last=bool(m["last"]))),
    "time_ago": _time_ago,
    "time_later": _time_later,
    "day_after": lambda m, p: _one(p + DAY),
    "nth_day": _nth_day,
    "day_of_month": _day_of_month,
    "slashed_day": _slashed_day,
    "turn_of_year": _turn_of_year,
    "day_before": lambda m, p: _one(p - DAY),
    "same_day": lambda m, p: _one(p),
    "past_day": lambda m, p: (p - DAY, p),
    "past_span": _past_span,
    "recent_days": lambda m, p: (p - 3 * DAY, p),
    "recent_weeks": lambda m, p: (p - 21 * DAY, p),
    "weekend": lambda m, p: (_latest("saturday", p), _latest("saturday", p) + DAY),
    "this_week": lambda m, p: (_monday(p), p),
    "last_week": lambda m, p: (_monday(p, 1), _monday(p, 1) + 6 * DAY),
    "this_month": lambda m, p: (p.replace(day=1), p),
    "start_of_month": lambda m, p: (p.replace(day=1), min(p, p.replace(day=10))),
    "last_month": lambda m, p: _month_span((p.month - 2) % 12 + 1, p.year - (p.month == 1)),
    "last_year": lambda m, p: (dt.date(p.year - 1, 1, 1), dt.date(p.year - 1, 12, 31)),
    "whole_month": _whole_month,
    "whole_year": _whole_year,
}
