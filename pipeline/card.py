"""The words of the incident card: why there, why then, how sure. Plain text, to be shown as it is."""

import datetime as dt

from gazetteer.sphere import distance_km
from pipeline import geometry
from pipeline.models import Alternative, Incident, Location, Report, When
from pipeline.wording import month, retold, tr
from pipeline.wording import weekday as day_name

_WHERE_BASIS = {
    "sentence": "the sentence that reports it names the place",
    "paragraph": "the place is named in the same paragraph",
    "previous": "the place is named in the sentence before",
    "coreference": "the words point back to a place named earlier",
    "offset": "the words give a distance and direction from a named place",
    "inferred": "the place follows from what else the text says",
    "corrected": "the place was set by hand",
}
_PRECISION = {
    "site": "a site",
    "part": "a part of a town",
    "settlement": "a town or village",
    "near": "the neighbourhood of a named place",
    "district": "a district only, drawn as an area",
    "region": "a region only, drawn as an area",
    "none": "not known",
}
_LEAST = 0.05  # a signal worth less would be shown as 0.0
_WHEN_BASIS = {
    "stated": "the text gives the date",
    "relative": "counted from the day of the article",
    "inherited": "taken from a sentence near it",
    "publication": "no day is given, so the article's own day was assumed",
    "corrected": "the day was set by hand",
}
_TIME_PRECISION = {
    "part_of_day": "Known to the part of the day.",
    "day": "Known to the day.",
    "range": "Known to lie in these days.",
    "assumed": "",
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


def date(day: dt.date) -> str:
    """'26 Feb 2022'."""
    return f"{day.day} {month(day.month)} {day.year}"


def days(when: When) -> str:
    """The day, or the first and the last."""
    return window(when.first, when.last)


def window(first: dt.date, last: dt.date) -> str:
    """The day, or the first and the last: '24 Feb 2022 – 3 Mar 2022'."""
    return date(first) if first == last else f"{date(first)} – {date(last)}"


def where(place: Location) -> str:
    """Name, first-order division and country."""
    parts = (place.name, place.admin1 if place.admin1 != place.name else None, place.country)
    return ", ".join(part for part in parts if part)


def why_there(place: Location) -> str:
    """What the text calls it, on what ground it was taken, how precise that is, and the radius."""
    known = tr("Known to {what}", what=tr(_PRECISION[place.precision]))
    if place.middle_of is not None:
        known = tr("Placed in the middle of {what}: its own coordinates are not known", what=place.middle_of)
    elif place.extent is not None and (shape := geometry.in_words(place.extent)):
        known = tr("Known to {what}", what=shape)
    return tr(
        "“{words}”: {basis}. {known}; most likely within {km}.",
        basis=tr(_WHERE_BASIS[place.basis]),
        known=known,
        km=_km(place.uncertainty_km),
        words=place.words,
    )


def others(place: Location) -> str | None:
    """Other places that the name may mean, likeliest first; None if there are none."""
    if not place.alternatives:
        return None
    named = (
        f"{namesake(other)}, {_away(distance_km(place.latitude, place.longitude, other.latitude, other.longitude))}"
        for other in place.alternatives
    )
    return tr("Could also mean: {places}.", places="; ".join(named))


def may_be(incident: Incident) -> tuple[str, ...]:
    """The places that an ambiguous name may mean, numbered as on the map, likeliest first; () where it is placed."""
    if incident.location is not None:
        return ()
    named = [namesake(each) for each in incident.candidates]
    told = (
        name if named.count(name) == 1 else f"{name} ({each.latitude:.2f}° N, {each.longitude:.2f}° E)"
        for name, each in zip(named, incident.candidates, strict=True)
    )
    return tuple(f"{number}  {words}" for number, words in enumerate(told, 1))


def namesake(place: Alternative) -> str:
    """'Ivanivka, Kherson Oblast'; the country where no division is known."""
    parts = (place.name, place.admin1 if place.admin1 not in (None, place.name) else place.country)
    return ", ".join(part for part in parts if part)


def signals(place: Location) -> tuple[tuple[float, str], ...]:
    """What spoke for this place among its namesakes, weightiest first: its share of the weightiest, and words.

    A share lies between -1 and 1; below 0 it spoke against the place. () where there was nothing to choose.
    """
    if not place.alternatives:
        return ()
    worth = sorted(((each.value * each.weight, each.reason) for each in place.signals), key=lambda one: -abs(one[0]))
    told = [(value, reason) for value, reason in worth if abs(value) >= _LEAST]
    most = max((abs(value) for value, _ in told), default=1.0)
    return tuple((value / most, f"{sentence(reason)} ({value:+.1f})".replace("(-", "(−")) for value, reason in told)


def why_then(when: When, published: dt.date | None = None) -> str:
    """The words that gave the day, the day of their article where it is known, on what ground, and how precise that is.

    '“Friday” in an article of Sat 26 Feb 2022 → Fri 25 Feb 2022.'
    """
    basis = sentence(tr(_WHEN_BASIS[when.basis]))
    if when.words and published and when.basis in ("relative", "inherited"):
        near = ", in a sentence near it," if when.basis == "inherited" else ""
        told = f"“{{words}}”{near} in an article of {{published}} → {{days}}"
        words = tr(told, published=weekday(published), days=weekdays(when), words=when.words)
    elif when.words:
        words = tr("“{words}”: {basis}", basis=tr(_WHEN_BASIS[when.basis]), words=when.words)
    elif published and when.basis == "publication":
        words = f"{basis}: {weekday(published)}"
    else:
        words = basis
    return f"{words}. {tr(_TIME_PRECISION[when.precision])}".strip()


def dated_by(incident: Incident) -> dt.date | None:
    """The day of the article whose words gave the incident its day; None where that can't be told."""
    words = (incident.when.words or "").casefold()
    told = {each.published for each in incident.reports if words and words in each.quote.casefold()}
    days_told = told or {each.published for each in incident.reports}
    return next(iter(days_told)) if len(days_told) == 1 else None


def weekday(day: dt.date) -> str:
    """'Sat 26 Feb 2022'."""
    return f"{day_name(day.weekday())} {date(day)}"


def weekdays(when: When) -> str:
    """The day with its name, or the first and the last."""
    return weekday(when.first) if when.first == when.last else f"{weekday(when.first)} – {weekday(when.last)}"


def details(incident: Incident) -> tuple[tuple[str, str], ...]:
    """Who, what with, against what: a label and the words, where the text has them."""
    pairs = (
        ("By", incident.actor),
        ("With", incident.weapon),
        ("Against", incident.target),
        ("What was hit or taken", incident.object),
        ("Came from", incident.origin),
    )
    return tuple((tr(label), words) for label, words in pairs if words)


def voice(report: Report) -> str:
    """Who speaks, and for which side."""
    side = SIDES.get(report.claimant_side)
    unnamed = "the outlet, in its own voice" if report.claimant_side == "outlet" else "not named"
    who = report.claimant or tr(unnamed)
    return f"{who} ({tr(side)})" if side and report.claimant else who


def source(report: Report) -> str:
    """Outlet, day and file."""
    return f"{report.source or tr('outlet not named')}, {date(report.published)} · {report.article}"


def how_sure(incident: Incident) -> str:
    """The status with the rule and the voices that gave it."""
    aside = f" {tr('An outlet says that it could not verify this.')}" if incident.unverified else ""
    return f"{tr(incident.status.capitalize())}: {retold(incident.status_reason.rstrip('.'))}.{aside}"


def sentence(words: str) -> str:
    """The words with a capital to begin with."""
    return words[:1].upper() + words[1:]


def _away(km: float) -> str:
    return tr("{km} away", km=_km(km))


def _km(radius: float) -> str:
    return tr("{n} km", n=1 if radius <= 1 else f"{radius:.0f}")
