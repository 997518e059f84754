"""What people set right by hand, laid over what was read: made, written down, and found again after every build.

A correction is tied to the incident's id and, as the id changes with every voice that joins, to the sentences that
told it: it finds the incident of the same kind and place, as read, that shares most of them. Where none does, the
correction is an orphan, listed for a person to look at again; it is never laid over a guess.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from pipeline.errors import SituationMapError
from pipeline.models import Correction, Incident, Location, Passage, Rejection, Status, When
from pipeline.summary import headline

ORIGINAL = "original"  # takes back what earlier corrections of the field said
NOWHERE = "none"
YES, NO = "yes", "no"
_PLACE = ("place_id", "name", "latitude", "longitude", "country", "admin1", "precision", "uncertainty_km")


@dataclass(frozen=True, slots=True)
class Corrected:
    """Incidents with all corrections in place, and what must not vanish with them."""

    incidents: tuple[Incident, ...]
    hidden: tuple[Rejection, ...]  # taken off by hand
    orphans: tuple[Correction, ...]  # corrections of incidents that are not read any more

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """Hidden incidents and orphans as the page lists them, among what was set aside."""
        return (*self.hidden, *map(_orphan, self.orphans))


def make(
    incident: Incident, field: str, value: str, *, kinds: Sequence[str], reason: str, author: str, at: dt.datetime
) -> Correction:
    """The correction of one field of an incident as it was read. place is given as `place` writes it.

    Raises SituationMapError where field or value are none that can be.
    """
    for name, words in (("reason", reason), ("author", author)):
        if not words.strip():
            raise SituationMapError(f"found an empty {name}, but every correction needs one. Say --{name} …")
    new = _checked(field, value.strip(), kinds)
    passages = tuple(Passage(r.article, r.article_sha256, r.start, r.end, r.quote) for r in incident.reports)
    place_id = incident.location.place_id if incident.location else None
    old = written(incident, field)
    parts = [incident.id, field, old, new, reason.strip(), author.strip(), at.isoformat()]
    name = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
    return Correction(
        name, incident.id, field, old, new, reason.strip(), author.strip(), at, incident.kind, place_id, passages
    )


def apply(incidents: Sequence[Incident], corrections: Sequence[Correction]) -> Corrected:
    """The incidents as read, with every correction laid over the one it belongs to; originals stay in `old`."""
    if not corrections:
        return Corrected(tuple(incidents), (), ())
    by_id = {one.id: one for one in incidents}
    by_quote: dict[str, list[Incident]] = {}
    for one in incidents:
        for quote in {report.quote for report in one.reports}:
            by_quote.setdefault(quote, []).append(one)
    of: dict[str, list[Correction]] = {}
    orphans = []
    for each in sorted(corrections, key=lambda each: (each.at, each.id)):
        target = by_id.get(each.incident) or _found_again(each, by_quote)
        if target is None:
            orphans.append(each)
        else:
            of.setdefault(target.id, []).append(each)
    shown, hidden = [], []
    for one in incidents:
        corrected, is_hidden = _corrected(one, of[one.id]) if one.id in of else (one, None)
        if is_hidden:
            hidden.append(_hidden(corrected, is_hidden))
        else:
            shown.append(corrected)
    shown.sort(key=lambda one: (one.when.first, one.id))
    return Corrected(tuple(shown), tuple(hidden), tuple(orphans))


def _found_again(correction: Correction, by_quote: Mapping[str, Sequence[Incident]]) -> Incident | None:
    shared: dict[str, int] = {}
    found: dict[str, Incident] = {}
    for passage in correction.passages:
        for one in by_quote.get(passage.quote, ()):
            # one sentence may tell of strikes on three towns, so kind and place have to be the same too
            place_id = one.location.place_id if one.location else None
            if (one.kind, place_id) == (correction.kind, correction.place_id):
                shared[one.id] = shared.get(one.id, 0) + 1
                found[one.id] = one
    if not found:
        return None
    return min(found.values(), key=lambda one: (-shared[one.id], one.when.first, one.id))


def _corrected(one: Incident, corrections: Sequence[Correction]) -> tuple[Incident, Correction | None]:
    """The incident as corrected, and the correction that hides it, if one does."""
    last = {each.field: each for each in corrections if each.field in _SET or each.field == "hidden"}
    standing = {field: each for field, each in last.items() if each.new != ORIGINAL}
    changed = replace(one, corrections=tuple(corrections))
    for field, each in standing.items():
        if field in _SET:
            changed = _SET[field](changed, each)
    if {"kind", "place"} & set(standing):
        changed = replace(changed, headline=headline(changed))
    hides = standing.get("hidden")
    return changed, hides if hides and hides.new == YES else None


def _kind(one: Incident, correction: Correction) -> Incident:
    return replace(one, kind=correction.new)


def _status(one: Incident, correction: Correction) -> Incident:
    status = cast(Status, correction.new)  # `make` has asked
    return replace(one, status=status, status_reason=f"set by {correction.author}: {correction.reason}")


def _day(one: Incident, correction: Correction) -> Incident:
    first, last = days(correction.new)
    return replace(one, when=When(first, last, "day" if first == last else "range", "corrected", one.when.words))


def _place(one: Incident, correction: Correction) -> Incident:
    if correction.new == NOWHERE:
        reason = f"taken off the map by {correction.author}: {correction.reason}"
        return replace(one, location=None, unplaced_reason=reason, candidates=())
    known = json.loads(correction.new)
    words = one.location.words if one.location else known["name"]
    where = Location(**{name: known[name] for name in _PLACE}, basis="corrected", words=words)
    return replace(one, location=where, unplaced_reason=None, candidates=())


_SET: Mapping[str, Callable[[Incident, Correction], Incident]] = {
    "kind": _kind,
    "status": _status,
    "day": _day,
    "place": _place,
}
FIELDS = (*_SET, "hidden")


def _checked(field: str, value: str, kinds: Sequence[str]) -> str:
    allowed = {"kind": tuple(kinds), "status": get_args(Status), "hidden": (YES, NO)}
    if field not in FIELDS:
        raise SituationMapError(f"found the field {field!r}, but only {', '.join(FIELDS)} can be corrected.")
    if value == ORIGINAL:
        return value
    if field in allowed and value not in allowed[field]:
        raise SituationMapError(
            f"found {field}={value!r}, but only {', '.join((*allowed[field], ORIGINAL))} are allowed."
        )
    if field == "day":
        first, last = days(value)
        return first.isoformat() if first == last else f"{first}/{last}"
    return value


def days(value: str) -> tuple[dt.date, dt.date]:
    """First and last day of "2022-02-26" or "2022-02-26/2022-02-28". Raises SituationMapError on anything else."""
    try:
        first, last = (dt.date.fromisoformat(part) for part in (value.split("/") if "/" in value else (value, value)))
    except ValueError:
        raise SituationMapError(
            f"found the day {value[:60]!r}, but 2022-02-26, or 2022-02-26/2022-02-28 for first and last, is needed."
        ) from None
    if first > last:
        raise SituationMapError(f"found {first}/{last}, where the first day is after the last. Exchange them.")
    return first, last


def place(where: Location | None) -> str:
    """The place as a correction writes it down."""
    return json.dumps({name: getattr(where, name) for name in _PLACE}, ensure_ascii=False) if where else NOWHERE


def written(incident: Incident, field: str) -> str:
    """What the field holds, in the notation of corrections."""
    when = incident.when
    day = when.first.isoformat() if when.first == when.last else f"{when.first}/{when.last}"
    held = {"kind": incident.kind, "status": incident.status, "day": day, "hidden": NO}
    return held[field] if field in held else place(incident.location)


def words(value: str) -> str:
    """The value for a reader: a place as its name and point, all else as it is."""
    if not value.startswith("{"):
        return value
    known = json.loads(value)
    return f"{known['name']} ({known['latitude']:.4f}, {known['longitude']:.4f})"


def told(correction: Correction) -> str:
    """'kind: strike -> explosion, by A. Editor on 2022-03-01: the mayor spoke of a gas leak'."""
    change = f"{correction.field}: {words(correction.old)} -> {words(correction.new)}"
    return f"{change}, by {correction.author} on {correction.at.date()}: {correction.reason}"


def _hidden(one: Incident, by: Correction) -> Rejection:
    report = one.reports[0]
    reason = f"hidden by {by.author}: {by.reason} ({one.headline})"
    return Rejection("correction", report.article, reason, report.quote, report.start, report.end)


def _orphan(one: Correction) -> Rejection:
    first = one.passages[0] if one.passages else None
    reason = (
        f"a correction has lost its incident, as its sentence is gone or read otherwise now; look again ({told(one)})"
    )
    span = (first.quote, first.start, first.end) if first else (None, None, None)
    return Rejection("correction", first.article if first else one.incident, reason, *span)
