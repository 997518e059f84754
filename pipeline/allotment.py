"""Whose dead they are: which of the places that a sentence names its figures belong to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gazetteer.lookup import Lookup
from gazetteer.place import Place
from pipeline import figures, namesakes
from pipeline.models import Figure
from pipeline.placemention import PlaceMention
from pipeline.reading import Draft, Reading
from pipeline.syntax import Sentence

_NEXT = re.compile(
    r"[^,;:.]{0,60}"
)  # between a figure and the place that it is told of: "killed in", "hurt at a mine in"
_LIST = re.compile(r"\s*(?:,|,? and|,? as well as)\s+(?:in |at |near |on )?(?:the )?", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:and|while|but|as|after|before|when)\b", re.IGNORECASE)


def share_out(
    state: Reading, s: Sentence, told: Sequence[Draft], mentions: Sequence[PlaceMention], claimant: str | None
) -> None:
    """Gives each figure of the sentence to the event that it is told of; one told of no event's place stays apart."""
    counted = figures.spans(s.text, claimant)
    scenes = _scenes(s, mentions, state) if counted else []
    for (start, end), figure in counted:
        place = _place_of(s.text, start, end, scenes)
        draft = None if _is_shared(s.text, start, end, scenes) else _draft_at(told, place, state.gaz)
        if draft is None:
            state.figures.append((figure, s.start, s.end))
        else:
            _add(draft, figure)


def _add(draft: Draft, figure: Figure) -> None:
    draft.event = replace(draft.event, figures=(*draft.event.figures, figure))


def _scenes(s: Sentence, mentions: Sequence[PlaceMention], state: Reading) -> list[tuple[int, int, Place]]:
    """(start, end, place) of the towns and sites that are scenes, in the order of the text."""
    found = []
    for m in mentions:
        place = namesakes.place_of(m, mentions, state.gaz, state.memory) if m.role == "scene" else None
        if place is not None and place.feature_class in ("P", "S"):
            found.append((m.toponym.start - s.start, m.toponym.end - s.start, place))
    return sorted(found, key=lambda one: one[:2])


def _place_of(text: str, start: int, end: int, scenes: list[tuple[int, int, Place]]) -> Place | None:
    """The place right behind the figure, else the last before it, else the first of the sentence; None without any."""
    ahead = next((one for one in scenes if one[0] >= end), None)
    if ahead is not None:
        between = text[end : ahead[0]]
        if _NEXT.fullmatch(between) and not _ANOTHER.search(between):
            return ahead[2]
    before = [one for one in scenes if one[1] <= start]
    return before[-1][2] if before else ahead[2] if ahead else None


def _is_shared(text: str, start: int, end: int, scenes: list[tuple[int, int, Place]]) -> bool:
    """'Rockets hit Sumy and Konotop, killing four': told of the list, and of no one member of it."""
    if any(one[0] >= end and _NEXT.fullmatch(text[end : one[0]]) for one in scenes):
        return False
    before = [one for one in scenes if one[1] <= start]
    return len(before) > 1 and _LIST.fullmatch(text[before[-2][1] : before[-1][0]]) is not None


def _draft_at(told: Sequence[Draft], place: Place | None, gaz: Lookup) -> Draft | None:
    """The event at the place; the first of the sentence where none of its places is any event's."""
    if not told or place is None:
        return next(iter(told), None)
    for draft in told:
        where = draft.event.location
        own = gaz.place(where.place_id) if where is not None else None
        if own is not None and (place.name in (own.name, own.anchor) or own.name == place.anchor):
            return draft
    elsewhere = all(draft.event.location is not None and draft.event.location.basis == "sentence" for draft in told)
    towns = all(d.event.location is not None and d.event.location.precision in ("settlement", "near") for d in told)
    return None if elsewhere and towns else told[0]
