"""Words for days, resolved against the day on which the article was published. Never later than that day.

The phrases stand in rules/dates.toml; daywords.py says what each of them means.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline import numbers
from pipeline.daywords import DAY, MEANS, Span
from pipeline.daywords import DAYS as DAYS
from pipeline.daywords import MONTHS as MONTHS
from pipeline.kinds import RULES
from pipeline.lowercase import Bits, lowered, over_lower
from pipeline.models import TimeBasis, TimePrecision, When

BACKGROUND = 62 * DAY  # what lies further back than two months is not what the article is news of


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


def find(
    text: str, published: dt.date, told: dt.date | None = None, *, here: bool = True, today: dt.date | None = None
) -> tuple[DateMention, ...]:
    """The date phrases of a text, in order and without overlap; the longest phrase wins.

    told is the day told just before the text: "two days later" counts from it, and "a day earlier" where it was told
    here, in the same paragraph; unless the text names another day before them. Without one, what is earlier counts from
    the article's day, and "later" means nothing. today is the day that "yesterday" counts from: the article's, unless
    it is of another.
    """
    found: list[DateMention] = []
    low = lowered(text)
    for pattern, broad, means, basis in _worth_trying(_bits().held(low)):
        for match in _matches(pattern, broad, text, low):
            if any(match.start() < seen.end and seen.start < match.end() for seen in found):
                continue
            anchor = _anchor(match, found, today if today and means in _FROM_THEN else published, told, here=here)
            span = means(match, anchor) if anchor is not None else None
            if span is None or span[0] > published or span[0].year < 1900:
                continue
            found.append(_mention(text, match, span[0], min(span[1], published), basis, published))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _matches(pattern: re.Pattern[str], broad: re.Pattern[str], text: str, low: str) -> Iterator[re.Match[str]]:
    """All matches in a text, in lower case where the pattern minds no case: the broad one is faster."""
    if "(?-i:" not in pattern.pattern:
        yield from broad.finditer(low)
    elif first := broad.search(low):  # which may find more
        yield from pattern.finditer(text, first.start())


_FROM_THEN = tuple(MEANS[name] for name in ("day_before", "same_day", "past_day", "time_ago", "nth_day", "weekday"))
_FROM_TODAY = (None, "ago", "since")  # counted from the day of the article
_ONWARD = frozenset({"later", "after", "next", "following"})


def _anchor(
    match: re.Match[str], found: list[DateMention], published: dt.date, told: dt.date | None, *, here: bool
) -> dt.date | None:
    """The day that a phrase counts from: 'two days earlier' counts from the day named before it, if one is."""
    anchor = match.groupdict().get("anchor")
    if anchor in _FROM_TODAY:
        return published
    nth = match.groupdict().get("nth") is not None
    before = [mention for mention in found if nth or mention.end <= match.start()]  # "for a third day on Friday"
    if before:
        return max(before, key=lambda mention: mention.end).first
    if not _ONWARD.isdisjoint(anchor.lower().split()):
        return told
    return told if told is not None and here else published


def _mention(
    text: str, match: re.Match[str], first: dt.date, last: dt.date, basis: TimeBasis, published: dt.date
) -> DateMention:
    whole = text[match.start() : match.end()]
    words = whole.strip(" ,")
    part = _part_of_day().search(words)
    precision: TimePrecision = "part_of_day" if part and last - first <= DAY else "day" if first == last else "range"
    start = match.start() + whole.index(words)
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


_Asked = tuple[frozenset[str], ...]  # of each of which a text must hold one
_Means = Callable[[re.Match[str], dt.date], Span | None]
_Phrase = tuple[re.Pattern[str], re.Pattern[str], _Means, TimeBasis]


@cache
def _phrases() -> tuple[tuple[_Asked, _Phrase], ...]:
    """Bits of each phrase; its pattern, the same over lower case, meaning and basis. In the order of the table."""
    found = []
    for row in _table()["phrase"]:  # type: ignore[attr-defined]
        bits = tuple(frozenset(bits.split()) for bits in row["has"].split(" & "))
        pattern = rf"\b(?:{_filled(row['pattern'], _pieces())})(?!\w)"
        found.append((bits, (re.compile(pattern, re.I), over_lower(pattern), MEANS[row["means"]], row["basis"])))
    return tuple(found)


@cache
def _bits() -> Bits:
    return Bits(bit for all_bits, _ in _phrases() for bits in all_bits for bit in bits)


@lru_cache(10_000)
def _worth_trying(held: frozenset[str]) -> tuple[_Phrase, ...]:
    """The phrases that may stand in a text that holds these bits, in the order of the table."""
    return tuple(phrase for all_bits, phrase in _phrases() if not any(bits.isdisjoint(held) for bits in all_bits))
