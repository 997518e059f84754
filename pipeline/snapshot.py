"""A view of the map as data for a page that stands alone: the cube that the map counts with, and every card."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline import address, timeline
from pipeline.dossier import Dossier, Find, dossier
from pipeline.edition import MOST, Edition
from pipeline.kinds import kinds
from pipeline.launch import launched_from
from pipeline.models import Incident
from pipeline.timeline import Timeline, Window


def newest(incidents: Iterable[Incident], most: int = MOST) -> tuple[tuple[Incident, ...], int]:
    """As many as fit, those that began last, by first day and id; and how many are left out."""
    ordered = sorted(incidents, key=lambda one: (one.when.first, one.id))
    return tuple(ordered[-most:]), max(0, len(ordered) - most)


@dataclass(frozen=True, slots=True)
class Page:
    """What the map begins with, what it counts with, and a card for each incident. All of it goes into JSON."""

    start: dict[str, Any]
    cube: dict[str, Any]
    cards: list[dict[str, Any]]


def page(incidents: Sequence[Incident], edition: Edition, window: Window | None) -> Page:
    """The incidents over all days of the window: were they to end with the last article, the silence would not show.

    Filters are not taken over: these incidents are what they left.
    """
    table, looks = kinds(), edition.view
    line = replace(timeline.timeline(incidents, table, edition.covered()), asked=window)
    view = address.View(centre=looks.centre, bars=looks.bars, step=looks.step, speed=looks.speed)
    cards = [_card(line, number, incident, edition.find) for number, incident in enumerate(incidents)]
    return Page(address.start(view, line), timeline.cube(line, table, voices=True), cards)


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
        "from": launched_from(incident),
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
