"""The incident card as data: what page, snapshot and brief show of an incident, in the same words and the same order.

All of it is plain text, to be shown as it is. Keys and labels are ours; the rest may hold words of articles.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline import card, corrections, tolls
from pipeline.context import context, original
from pipeline.models import Article, Incident, Report
from pipeline.stances import Column, columns
from pipeline.tolls import Toll
from pipeline.wording import retold, tr

Find = Callable[[Report], Article | None]  # the article of a report, where it is at hand


@dataclass(frozen=True, slots=True)
class Section:
    """A label, what stands under it, and lines in a softer voice."""

    key: str
    label: str
    words: str
    softer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """One voice: its stance, who it is, the sentence verbatim between its neighbours, and where it stands."""

    stance: str  # key
    does: str  # the stance in words
    voice: str
    before: str | None
    quote: str
    after: str | None
    source: str
    url: str | None  # http or https only
    report: Report


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is shown of one incident."""

    incident: Incident
    headline: str  # with the day
    days: str
    sections: tuple[Section, ...]  # each may be left out where there is nothing to say
    columns: tuple[Column, ...]
    tolls: tuple[Toll, ...]
    quotes: tuple[Quote, ...]

    def section(self, key: str) -> Section | None:
        """The section of that key; None where the incident has none."""
        return next((each for each in self.sections if each.key == key), None)


def dossier(incident: Incident, find: Find) -> Dossier:
    """The incident's card. find is asked once for each report; without its article a quote has no neighbours."""
    days = card.days(incident.when)
    return Dossier(
        incident,
        f"{incident.headline}, {days}",
        days,
        tuple(_sections(incident)),
        columns(incident.reports),
        tolls.tolls(incident.figures),
        tuple(_quote(report, find(report)) for report in incident.reports),
    )


def _sections(incident: Incident) -> list[Section]:
    place = incident.location
    found = [Section("corrected", tr("Corrected by hand"), corrections.told(each)) for each in incident.corrections]
    found.append(Section("sure", tr("How sure"), card.how_sure(incident)))
    if place is None:
        found.append(Section("where", tr("Where"), tr("Not placed"), _lines(retold(incident.unplaced_reason or ""))))
        if may_be := card.may_be(incident):
            found.append(Section("may", tr("It may be one of these"), "\n".join(may_be)))
    else:
        found.append(
            Section("where", tr("Where"), card.where(place), _lines(card.why_there(place), card.others(place)))
        )
    why_then = card.why_then(incident.when, card.dated_by(incident))
    found.append(Section("when", tr("When"), card.days(incident.when), _lines(why_then)))
    if said := card.details(incident):
        found.append(Section("details", tr("As told"), "\n".join(f"{label}: {words}" for label, words in said)))
    if incident.merge_reason:
        found.append(
            Section("merged", tr("Why these reports are one"), f"{card.sentence(retold(incident.merge_reason))}.")
        )
    return found


def _lines(*lines: str | None) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _quote(report: Report, article: Article | None) -> Quote:
    around = context(report, article)
    return Quote(
        report.stance,
        tr(card.STANCES[report.stance]),
        card.voice(report),
        around.before,
        report.quote,
        around.after,
        card.source(report),
        original(article),
        report,
    )
