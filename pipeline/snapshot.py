"""A view of the map as data for a page that stands alone: the cube that the map counts with, and every card."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline import timeline
from pipeline.dossier import Dossier, Find, dossier
from pipeline.kinds import kinds
from pipeline.models import Incident
from pipeline.timeline import Coverage, Timeline, Window

MOST = 2_000  # incidents; with their quotes about eight megabytes, which every browser and mail still takes


@dataclass(frozen=True, slots=True)
class Kept:
    """The incidents that fit, by first day, and how many older ones do not."""

    incidents: tuple[Incident, ...]
    left_out: int


def newest(incidents: Iterable[Incident], most: int = MOST) -> Kept:
    """As many as fit, those that ended last. Of the same day, by id: the same input gives the same page."""
    ordered = sorted(incidents, key=lambda one: (one.when.last, one.when.first, one.id))
    kept = sorted(ordered[-most:] if most else [], key=lambda one: (one.when.first, one.id))
    return Kept(tuple(kept), len(ordered) - len(kept))


def view(
    incidents: Sequence[Incident], coverage: Sequence[Coverage], window: Window | None, find: Find
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The cube of these incidents, over the days of the window if one is given, and their cards in the same order.

    A slider that began with the first article and ended with the last would hide the silence around them.
    """
    table = kinds()
    line = replace(timeline.timeline(incidents, table, coverage), asked=window)
    cards = [_card(line, number, incident, find) for number, incident in enumerate(incidents)]
    return timeline.cube(line, table, voices=True), cards


def _card(line: Timeline, index: int, incident: Incident, find: Find) -> dict[str, Any]:
    """An incident's card, and by which numbers of the cube the page finds it."""
    told = dossier(incident, find)
    at = {name: int(line.columns[name][index]) for name in ("point", "kind", "status", "set", "start", "stop")}
    return {**at, **_words(told)}


def _words(told: Dossier) -> dict[str, Any]:
    incident = told.incident
    return {
        "id": incident.id,
        "name": incident.headline,
        "headline": told.headline,
        "days": told.days,
        "may": [[round(each.latitude, 4), round(each.longitude, 4)] for each in incident.candidates],
        "sections": [_plain(each, "key", "label", "words", "softer") for each in told.sections],
        "columns": [_plain(each, "key", "label", "count", "voices") for each in told.columns],
        "tolls": [_plain(each, "what", "between", "told") for each in told.tolls],
        "quotes": [
            _plain(each, "stance", "does", "voice", "before", "quote", "after", "source", "url") for each in told.quotes
        ],
    }


def _plain(record: object, *names: str) -> Mapping[str, Any]:
    return {name: getattr(record, name) for name in names}
