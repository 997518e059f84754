"""What a brief of one page says of many incidents: how many of what, which first, what is not placed, who was read."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.kinds import kinds
from pipeline.models import Incident, Report
from pipeline.timeline import STATUSES, Coverage, Window
from pipeline.wording import language, retold

LONGEST = 260  # code points of a quote; what is cut off is marked
ORDER = "first those told by most articles, then by most voices, then the latest"
_ROOM = 72.0  # lines in the two columns of the page, with some to spare
_LONGER = 8.0  # of them that a translation needs for what stands above and below the columns
_A_LINE = 54  # code points of a column, with some to spare


@dataclass(frozen=True, slots=True)
class Row:
    """How many incidents of a kind there are, by status, in the order of STATUSES."""

    kind: str
    label: str
    counts: tuple[int, ...]


def table(incidents: Iterable[Incident]) -> tuple[Row, ...]:
    """A row for each kind that there is, in the order of the table of kinds."""
    told = Counter((one.kind, one.status) for one in incidents)
    known = {key: row.label for key, row in kinds().items()}
    found = [*known, *sorted({kind for kind, _ in told} - set(known))]
    rows = [Row(key, known.get(key, key), tuple(told[key, status] for status in STATUSES)) for key in found]
    return tuple(row for row in rows if any(row.counts))


def first(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """As many incidents, in ORDER, as the page has room for. Importance is not judged: nobody here knows it."""

    def rank(one: Incident) -> tuple[int, int, int, str]:
        articles = {report.article_sha256 for report in one.reports}
        said = {(report.claimant, report.source) for report in one.reports}
        return -len(articles), -len(said), -one.when.last.toordinal(), one.id

    ordered, kept = sorted(incidents, key=rank), []
    room = _ROOM if language() == "en" else _ROOM - _LONGER
    for one in ordered:
        if (room := room - _lines(one)) < 0:
            break
        kept.append(one)
    return tuple(kept or ordered[:1])


def _lines(one: Incident) -> float:
    """How many lines of a column the incident takes: headline, reasons, quotes and who says them."""
    parts = [one.headline + " 26 Feb 2022 corroborated", retold(one.status_reason) + " " * 60]
    for report in voices(one):
        parts += [cut(report.quote), f"{report.claimant} {report.source}" + " " * 40]
    return 0.8 + sum(math.ceil(len(words) / _A_LINE) for words in parts)


def voices(incident: Incident) -> tuple[Report, ...]:
    """The first voice that tells it, and the first that answers: denies, confirms, or gives no comment."""
    tells = [one for one in incident.reports if one.stance in ("states", "witnesses", "claims")] or incident.reports
    order = ("denies", "confirms", "no_comment", "could_not_verify")
    answers = sorted((one for one in incident.reports if one.stance in order), key=lambda one: order.index(one.stance))
    return tuple(dict.fromkeys((*tells[:1], *answers[:1])))


def cut(quote: str) -> str:
    """The quote on one line, and no longer than fits; what is left out is marked."""
    words = " ".join(quote.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()} […]"


def unplaced(incidents: Iterable[Incident]) -> tuple[tuple[str, int], ...]:
    """Why incidents are not placed, and how many for each reason; most first."""
    reasons = Counter(one.unplaced_reason or "No reason is known" for one in incidents if one.location is None)
    return tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))


def silent_days(coverage: Sequence[Coverage], window: Window) -> int:
    """On how many days of the window no article was published."""
    days = (window.last - window.first).days + 1
    return days - len({one.published for one in coverage if window.first <= one.published <= window.last})


def outlets(coverage: Iterable[Coverage]) -> tuple[tuple[str | None, int], ...]:
    """The outlets and their articles, most first; None for those not named."""
    told: Counter[str | None] = Counter()
    for one in coverage:
        told[one.source] += one.articles
    return tuple(sorted(told.items(), key=lambda item: (-item[1], item[0] or "")))
