"""The words of the incident card: why there, why then, how sure. Plain text, to be shown as it is."""

import datetime as dt

from pipeline.models import Figure, Incident, Location, Report, When

_WHERE_BASIS = {
    "sentence": "the sentence that reports it names the place",
    "paragraph": "the place is named in the same paragraph",
    "previous": "the place is named in the sentence before",
    "coreference": "the words point back to a place named earlier",
    "offset": "the words give a distance and direction from a named place",
    "inferred": "the place follows from what else the text says",
}
_PRECISION = {
    "site": "a site",
    "part": "a part of a town",
    "settlement": "a town or village",
    "near": "near a named place",
    "district": "a district only, drawn as an area",
    "region": "a region only, drawn as an area",
    "none": "not known",
}
_WHEN_BASIS = {
    "stated": "the text gives the date",
    "relative": "counted from the day of the article",
    "inherited": "taken from a sentence near it",
    "publication": "no day is given, so the article's own day was assumed",
}
_TIME_PRECISION = {
    "part_of_day": "to the part of the day",
    "day": "to the day",
    "range": "somewhere in these days",
    "assumed": "assumed",
}
STANCES = {
    "states": "states",
    "witnesses": "saw it",
    "claims": "claims",
    "confirms": "confirms",
    "denies": "denies",
    "no_comment": "gives no comment",
    "could_not_verify": "could not verify it",
}
SIDES = {"ukraine": "Ukrainian side", "russia": "Russian side", "third": "third party", "outlet": "the outlet itself"}
# Corners in a box of 20: the same shapes as symbols.js draws, for the list and the card.
_SHAPES = {
    "square": "M4 4h12v12H4z",
    "triangle": "M10 2.5 18 16.5H2z",
    "diamond": "M10 1.5 18 10 10 18.5 2 10z",
    "pentagon": "M10 2 18 8 15 17.5H5L2 8z",
    "hexagon": "M18 10 14 17H6L2 10 6 3h8z",
    "star": "m10 1 2.6 5.9 6.4.6-4.8 4.3 1.4 6.3L10 14.8l-5.6 3.3 1.4-6.3L1 7.5l6.4-.6z",
    "cross": "M7.2 2h5.6v5.2H18v5.6h-5.2V18H7.2v-5.2H2V7.2h5.2z",
    "circle": "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15z",
}


def date(day: dt.date) -> str:
    """'26 Feb 2022'."""
    return f"{day.day} {day:%b %Y}"


def days(when: When) -> str:
    """The day, or the first and the last."""
    return date(when.first) if when.first == when.last else f"{date(when.first)} – {date(when.last)}"


def where(place: Location) -> str:
    """Name, first-order division and country."""
    parts = (place.name, place.admin1 if place.admin1 != place.name else None, place.country)
    return ", ".join(part for part in parts if part)


def why_there(place: Location) -> str:
    """What the text calls it, on what ground it was taken, how precise that is, and the radius."""
    return (
        f"“{place.words}”: {_WHERE_BASIS[place.basis]}. Known to {_PRECISION[place.precision]}; "
        f"most likely within {_km(place.uncertainty_km)}."
    )


def others(place: Location) -> str | None:
    """Other places that the name may mean, likeliest first; None if there are none."""
    if not place.alternatives:
        return None
    named = (f"{other.name} ({other.score:.2f})" for other in place.alternatives)
    return f"Could also mean: {', '.join(named)}"


def why_then(when: When) -> str:
    """The words that gave the day, on what ground, and how precise that is."""
    words = f"“{when.words}”: " if when.words else ""
    return f"{words}{_WHEN_BASIS[when.basis]}. Known {_TIME_PRECISION[when.precision]}."


def figure(said: Figure) -> str:
    """A figure as an attributed range: 'killed: at least 7 civilians, says the governor'."""
    low, high = said.low, said.high
    if said.value is not None:
        amount = str(said.value)
    elif low is not None and high is not None:
        amount = f"{low} to {high}"
    elif low is not None or high is not None:
        amount = str(low if low is not None else high)
    else:
        amount = ""
    qualifier = said.qualifier or ("at least" if amount and high is None and low is not None else "")
    if not amount and not qualifier:
        amount = "number not given"
    counted = " ".join(part for part in (qualifier, amount, said.group) if part)
    return f"{said.metric}: {counted}, according to {said.claimant or 'the outlet'}"


def details(incident: Incident) -> tuple[tuple[str, str], ...]:
    """Who, what with, against what: a label and the words, where the text has them."""
    pairs = (
        ("By", incident.actor),
        ("With", incident.weapon),
        ("Against", incident.target),
        ("What was hit or taken", incident.object),
        ("Came from", incident.origin),
    )
    return tuple((label, words) for label, words in pairs if words)


def voice(report: Report) -> str:
    """Who speaks, and for which side."""
    side = SIDES.get(report.claimant_side)
    who = report.claimant or ("the outlet, in its own voice" if report.claimant_side == "outlet" else "not named")
    return f"{who} ({side})" if side and report.claimant else who


def source(report: Report) -> str:
    """Outlet, day and file."""
    return f"{report.source or 'outlet not named'}, {date(report.published)} · {report.article}"


def glyph(shape: str, colour: str) -> str:
    """The kind's mark as SVG. Takes names and colours of our own table only."""
    path = _SHAPES.get(shape, _SHAPES["circle"])
    return (
        f'<svg class="glyph" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">'
        f'<path d="{path}" fill="{colour}" stroke="currentColor" stroke-width="1"/></svg>'
    )


def _km(radius: float) -> str:
    return "1 km" if radius <= 1 else f"{radius:.0f} km"
