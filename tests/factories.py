"""Records by hand: every field has a harmless value, and a test names only what it is about."""

import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any

from pipeline.models import (
    Alternative,
    Article,
    Event,
    Extraction,
    Figure,
    Incident,
    Location,
    Rejection,
    Report,
    Situation,
    When,
)

DAY = dt.date(2022, 2, 26)
AT = dt.datetime(2022, 3, 1, tzinfo=dt.UTC)
QUOTE = "A missile hit a residential building in Kyiv, the mayor said."


def article(text: str = f" date 2022-02-26 {QUOTE}", **fields: Any) -> Article:
    """An article with the hash of its text, its story after a header of 17 characters if it has one."""
    start = 17 if text.startswith(" date ") else 0
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return replace(Article("001.txt", text, start, DAY, sha256), **fields)


def report(**fields: Any) -> Report:
    """The outlet's own words, from the article that `article()` makes."""
    one = Report(
        article="001.txt",
        article_sha256=article().sha256,
        source=None,
        published=DAY,
        quote=QUOTE,
        start=17,
        end=17 + len(QUOTE),
        trigger="hit",
        claimant="the mayor",
        claimant_side="ukraine",
        stance="claims",
    )
    return replace(one, **fields)


def location(**fields: Any) -> Location:
    """Kyiv."""
    one = Location(
        place_id="geonames:703448",
        name="Kyiv",
        latitude=50.45466,
        longitude=30.5238,
        country="UA",
        admin1="Kyiv City",
        precision="settlement",
        uncertainty_km=10.0,
        basis="sentence",
        words="Kyiv",
    )
    return replace(one, **fields)


def alternative(**fields: Any) -> Alternative:
    """Another place of the name."""
    return replace(Alternative("Kyiv, Mykolaiv Oblast", 47.5, 31.5, 0.1), **fields)


def when(first: dt.date = DAY, last: dt.date | None = None, **fields: Any) -> When:
    """One day, stated, unless another last day is given."""
    precision = "day" if last in (None, first) else "range"
    return replace(When(first, last or first, precision, "stated", "on Saturday"), **fields)


def figure(**fields: Any) -> Figure:
    """Two civilians killed."""
    return replace(Figure("killed", "civilians", 2, None, None, None, "the mayor"), **fields)


def event(**fields: Any) -> Event:
    """A strike on Kyiv."""
    one = Event(
        kind="strike",
        when=when(),
        location=location(),
        unplaced_reason=None,
        reports=(report(),),
        unverified=False,
        weapon="missile",
    )
    return replace(one, **fields)


def incident(**fields: Any) -> Incident:
    """A strike on Kyiv that the mayor claims."""
    one = Incident(
        id="aaaa000000000000",
        kind="strike",
        headline="Missile strike in Kyiv",
        when=when(),
        location=location(),
        unplaced_reason=None,
        reports=(report(),),
        status="claimed",
        status_reason="Only the mayor says so.",
        unverified=False,
        origin=None,
        actor=None,
        target="a residential building",
        weapon="missile",
        object=None,
        figures=(),
        merge_reason=None,
    )
    return replace(one, **fields)


def unplaced(**fields: Any) -> Incident:
    """An incident that no place could be defended for."""
    return incident(**{"id": "bbbb000000000000", "location": None, "unplaced_reason": "No place is named.", **fields})


def rejection(**fields: Any) -> Rejection:
    """A sentence of something that did not happen."""
    return replace(Rejection("modality", "001.txt", "It is only threatened.", "It may strike Kyiv.", 17, 36), **fields)


def extraction(of: Article, **fields: Any) -> Extraction:
    """What one article yields: one event, told by a report that bears its name and hash."""
    told = report(article=of.name, article_sha256=of.sha256, source=of.source, published=of.published)
    return replace(Extraction(of.sha256, (event(reports=(told,)),), ()), **fields)


def situation(*incidents: Incident, rejections: tuple[Rejection, ...] = ()) -> Situation:
    """A situation of the incidents given."""
    return Situation(incidents, rejections)


def annotated(sentence: str) -> dict[str, Any]:
    """An annotated event that `incident()` gets right: a strike in Kyiv that the sentence tells."""
    return {
        "kind": ["strike", "explosion"],
        "place": "Kyiv",
        "lat": 50.45,
        "lon": 30.52,
        "tolerance_km": 15,
        "date": ["2022-02-26"],
        "status": ["claimed"],
        "sentences": [sentence],
    }
