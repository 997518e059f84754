"""Words for days, resolved against the day on which the article was published. Never later than that day.

The phrases stand in rules/dates.toml; here is what each of them means.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline import numbers
from pipeline.kinds import RULES
from pipeline.models import TimeBasis, TimePrecision, When

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
DAY = dt.timedelta(days=1)
BACKGROUND = 62 * DAY  # what lies further back than two months is not what the article is news of

Span = tuple[dt.date, dt.date]


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
    historical: bool  # before the days that the article can be news of

    def when(self, basis: TimeBasis | None = None) -> When:
        """The same as a record of the incident."""
        return When(self.first, self.last, self.precision, basis or self.basis, self.words)


def find(text: str, published: dt.date) -> tuple[DateMention, ...]:
    """The date phrases of a text, in order and without overlap; the longest phrase wins."""
    found: list[DateMention] = []
    low = text.casefold()
    held = {bits for bits in _bits() if any(bit in low for bit in bits)}
    for bits, pattern, means, basis in _phrases():
        if bits not in held:
            continue
        for match in pattern.finditer(text):
            if any(match.start() < seen.end and seen.start < match.end() for seen in found):
                continue
            span = means(match, _anchor(match, found, published))
            if span is None or span[0] > published or span[0].year < 1900:
                continue
            found.append(_mention(match, span[0], min(span[1], published), basis, published))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _anchor(match: re.Match[str], found: list[DateMention], published: dt.date) -> dt.date:
    """The day that a phrase counts from: 'two days earlier' counts from the day named before it, if one is."""
    if match.groupdict().get("anchor") in (None, "ago", "since"):
        return published
    before = [mention for mention in found if mention.end <= match.start()]
    return max(before, key=lambda mention: mention.end).first if before else published


def _mention(match: re.Match[str], first: dt.date, last: dt.date, basis: TimeBasis, published: dt.date) -> DateMention:
    words = match.group().strip(" ,")
    part = _part_of_day().search(words)
    precision: TimePrecision = "part_of_day" if part and last - first <= DAY else "day" if first == last else "range"
    start = match.start() + match.group().index(words)
    return DateMention(start, start + len(words), first, last, precision, basis, words, published - last > BACKGROUND)


@cache
def _part_of_day() -> re.Pattern[str]:
    pieces = _pieces()
    return re.compile(
        rf"\b(?:{pieces['OF_DAY']}|over ?night|early|late|tonight|{pieces['CLOCK']})(?!\w)", re.IGNORECASE
    )


@cache
def _table() -> dict[str, object]:
    return tomllib.loads((RULES / "dates.toml").read_text(encoding="utf-8"))


@cache
def _pieces() -> dict[str, str]:
    pieces = {"NUMBER": f"(?:{numbers.PATTERN})"}
    for name, pattern in _table()["pieces"].items():  # type: ignore[attr-defined]
        pieces[name] = _filled(pattern, pieces)
    return pieces


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    return re.sub(r"\{([A-Z_]+)\}", lambda name: pieces[name[1]], pattern)


Bits = tuple[str, ...]  # of which a text must hold one


@cache
def _phrases() -> tuple[tuple[Bits, re.Pattern[str], Callable[[re.Match[str], dt.date], Span | None], TimeBasis], ...]:
    """Bits, pattern, meaning and basis of each phrase, in the order of the table."""
    return tuple(
        (
            tuple(row["has"].split()),
            re.compile(rf"\b(?:{_filled(row['pattern'], _pieces())})(?!\w)", re.I),
            _MEANS[row["means"]],
            row["basis"],
        )
        for row in _table()["phrase"]  # type: ignore[attr-defined]
    )


@cache
def _bits() -> frozenset[Bits]:
    return frozenset(bits for bits, *_ in _phrases())


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


def _past_span(match: re.Match[str], published: dt.date) -> Span:
    days = int(numbers.value(match["n"])) * {"day": 1, "week": 7, "month": 30}[match["unit"].lower()]
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


_MEANS: dict[str, Callable[[re.Match[str], dt.date], Span | None]] = {
    "calendar_day": _calendar_day,
    "span_of_days": _span_of_days,
    "span_of_weekdays": _span_of_weekdays,
    "iso_day": _iso_day,
    "since_weekday": lambda m, p: (_latest(m["day"], p), p),
    "weekday": lambda m, p: _one(_latest(m["day"], p, last=bool(m["last"]))),
    "time_ago": _time_ago,
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
