"""What one article tells twice, under two kinds or two days: a blast and the missile that made it, a fall and its day.

Only inside an article, whose writer knows that they are one. Events of different articles are compared in `happening`.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from gazetteer.sphere import distance_km
from pipeline.happening import NEIGHBOURING, SLACK_KM, targets_of
from pipeline.models import Event, Location
from pipeline.reading import Draft

_PLANTED = re.compile(  # what goes off where it lies, and not where it falls
    r"\b(?:mines?|landmines?|tripwires?|booby\w*|car bomb|(?:explosive )?device|planted|sabot\w+|suicide|parcel|gas"
    r"|grenade|unexploded|detonated (?:a|an|the))\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:(?:hours?|minutes?|days?|weeks?|nights?) (?:later|earlier|before|after)|separate(?:ly)?|another|second|third"
    r"|again|also|too|meanwhile|elsewhere|previous(?:ly)?|fresh|new|recorded)\b|\b\d\d?[:.]\d\d\b",  # or one of its own
    re.IGNORECASE,
)
_WEEK = dt.timedelta(days=7)  # a place falls once: a headline without a day is of the fall that the story dates


def folded(drafts: Sequence[Draft]) -> tuple[Event, ...]:
    """The events of the drafts, in their order; of two that tell of one happening the one that says more, with both.

    A blast is the strike near it in the text, at the same place and time; a capture or withdrawal without a day is the
    one there that has its day, and so is a strike that took its day from another, where the next sentence dates it.
    """
    kept = [draft.event for draft in drafts]
    lead = min((draft.paragraph for draft in drafts), default=0)
    for draft in drafts:
        event = draft.event
        if event not in kept:
            continue
        others = [other for other in kept if other is not event and _is_of(event, other, opens=draft.paragraph == lead)]
        if others:
            home = min(others, key=lambda other: abs(other.reports[0].start - event.reports[0].start))
            kept[kept.index(home)] = _both(home, event)
            kept.remove(event)
    return tuple(kept)


def only_fell(debris: Draft, told: Sequence[Draft], before: Sequence[Draft]) -> bool:
    """Whether what debris did is told by the shootdown of the same sentence, and by no strike or blast before it."""
    where = debris.event.location
    shot = [each.event.location for each in told if each.event.kind == "shootdown"]
    if not any(where is None or (place is not None and place.place_id == where.place_id) for place in shot):
        return False
    harmed = (each.event for each in before if each.event.kind in ("strike", "explosion"))
    return not any(where and event.location and _holds(event.location, where) for event in harmed)


def _is_of(event: Event, other: Event, *, opens: bool) -> bool:
    """Whether the other says more of the happening that the event tells; opens where that stands in the headline."""
    if event.kind == other.kind and event.kind in ("strike", "shootdown") and _dates(event, other, opens=opens):
        return True
    if event.location is None or other.location is None:
        return False
    if (event.kind, other.kind) == ("explosion", "strike"):
        apart = abs(event.reports[0].start - other.reports[0].start)
        return (
            (opens or apart <= NEIGHBOURING)
            and event.ordinal is None
            and _holds(event.location, other.location)
            and _same_days(event, other, opens=opens)
            and not _PLANTED.search(event.reports[0].quote)
            and not any(_ANOTHER.search(one.reports[0].quote) for one in (event, other))
        )
    if event.kind == other.kind and event.kind in ("capture", "withdrawal"):
        undated = event.when.basis == "publication" and other.when.basis in ("stated", "relative")
        sides = {event.actor_side, other.actor_side} - {"unknown"}
        near = event.when.first - other.when.last <= _WEEK
        return undated and near and len(sides) < 2 and event.location.place_id == other.location.place_id
    if event.kind == other.kind == "strike" and opens and event.location.basis == "coreference":
        # "rockets tore into Ukraine's second city" of a lead, and further down "in Kharkiv, rockets fell on Saltivka"
        below = other.reports[0].start - event.reports[0].end > 1 and other.location.basis != "coreference"
        return below and _holds(event.location, other.location) and _same_days(event, other, opens=opens)
    if event.kind == other.kind == "strike" and event.when.basis == "inherited":  # "it hit a depot", "hit on Monday"
        dated = other.when.basis in ("stated", "relative")
        near = abs(event.reports[0].start - other.reports[0].start) <= NEIGHBOURING // 3
        days = abs(event.when.first - other.when.first) <= dt.timedelta(days=1)
        alike = targets_of(event) & targets_of(other)
        return dated and near and days and bool(alike) and event.location.place_id == other.location.place_id
    return False


def _dates(event: Event, other: Event, *, opens: bool) -> bool:
    """Whether one of the two is the other with its day: the lead's "a jet was shot down near Sumy", without one.

    "The mall was hit on Thursday" is the mall of the sentences before, which is named there; what is known by its
    figures, its target or what was shot down alone.
    """
    again = event.location is None and event.target is not None and event.target.lower().startswith("the ")
    lead, dated = (other, event) if again else (event, other)
    if lead.location is None or lead.when.basis != "publication" or dated.when.basis not in ("stated", "relative"):
        return False
    apart = dated.reports[0].start - lead.reports[0].start
    if (
        not dt.timedelta(0) <= lead.when.first - dated.when.last <= _LATELY
        or event.ordinal
        or other.ordinal
        or apart < 0
    ):
        return False
    if len({lead.actor_side, dated.actor_side} - {"unknown"}) > 1 or _ANOTHER.search(dated.reports[0].quote):
        return False
    alike = bool(targets_of(lead) & targets_of(dated))
    if again:
        return alike and apart <= NEIGHBOURING // 2
    counted = {(f.metric, f.value) for f in lead.figures if f.value} & {(f.metric, f.value) for f in dated.figures}
    same = lead.object is not None and dated.object is not None and _noun(lead.object) == _noun(dated.object)
    return (
        opens
        and dated.location is not None
        and _holds(lead.location, dated.location)
        and (alike or bool(counted) or same)
    )


_LATELY = dt.timedelta(days=3)


def _noun(words: str) -> str:
    return words.casefold().split(",")[0].split()[-1]


def _holds(wide: Location, narrow: Location) -> bool:
    """Whether the second is the first, or a site or part of that town."""
    if wide.place_id == narrow.place_id:
        return True
    if wide.precision != "settlement" or narrow.precision not in ("site", "part"):
        return False
    apart = distance_km(wide.latitude, wide.longitude, narrow.latitude, narrow.longitude)
    return apart <= wide.uncertainty_km + SLACK_KM


def _same_days(event: Event, other: Event, *, opens: bool) -> bool:
    gap = max(other.when.first - event.when.last, event.when.first - other.when.last)
    undated = "publication" in (event.when.basis, other.when.basis)
    return gap <= (_WEEK if opens and event.when.basis == "publication" else dt.timedelta(days=1 if undated else 0))


def _both(home: Event, event: Event) -> Event:
    """The first with the reports and figures of the second, and its day where it has none of its own."""
    when = event.when if home.when.basis == "publication" and event.when.basis != "publication" else home.when
    reports = (*home.reports, *(report for report in event.reports if report not in home.reports))
    figures = tuple(dict.fromkeys((*home.figures, *event.figures)))
    unverified = home.unverified or event.unverified
    return replace(home, when=when, reports=reports, figures=figures, unverified=unverified)
