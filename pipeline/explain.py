"""Why a sentence was read as it was: every mention, rule and decision, in words for an analyst."""

import datetime as dt
import hashlib
from collections.abc import Iterator

from gazetteer.lookup import Lookup
from pipeline import dates, document, events, geometry, language, roles, scene, tolls, toponyms, triggers
from pipeline.kinds import kinds
from pipeline.models import Article, Event, Extraction
from pipeline.syntax import Sentence


def explain(text: str, *, published: dt.date, gaz: Lookup) -> str:
    """Lines of plain text: the places and their roles, the days, the triggers, and what came of them."""
    article = Article("the sentence", text, 0, published, hashlib.sha256(text.encode()).hexdigest())
    paragraphs = document.paragraphs(article)
    rows = ((p.words(text), p.start, p.number) for p in paragraphs)
    parsed = dict(zip((p.number for p in paragraphs), language.parse(rows), strict=True))
    extraction = events.extract(article, paragraphs, parsed, gaz)
    lines: list[str] = []
    for paragraph in paragraphs:
        if paragraph.furniture:
            lines.append(f"Page furniture: “{paragraph.furniture}”")
        for s in parsed[paragraph.number]:
            lines += [f"“{s.text}”", *_sentence(s, published, gaz)]
    return "\n".join([*lines, "", *_outcome(extraction)])


def _sentence(s: Sentence, published: dt.date, gaz: Lookup) -> Iterator[str]:
    names = tuple(toponyms.moved(t, s.start) for t in toponyms.find(s.text, gaz))
    for m in roles.mentions(s, names):
        first = m.toponym.candidates[0]
        others = len(m.toponym.candidates) - 1
        beside = ", ".join(filter(None, (m.cue, m.part, m.facility)))
        first_meant = f"first of {others + 1}: {first.name}, {first.admin1 or first.country_code}"
        distance = f", {m.distance_km:.0f} km" if m.distance_km else ""
        yield (
            f"  place    {m.toponym.text}: {m.role}{distance} ({m.relation} “{s.tokens[m.attach].text}”"
            f"{'; with ' + beside if beside else ''}); {first_meant}"
        )
    for day in dates.find(s.text, published):
        span = f"{day.first}" if day.first == day.last else f"{day.first} to {day.last}"
        background = ", background" if day.historical else ""
        yield f"  day      “{day.words}”: {span} ({day.basis}, {day.precision}{background})"
    found = triggers.find(s, lambda token: scene.is_place(names, token))
    for t in found:
        yield f"  trigger  “{t.words}”: {t.kind.key}"
    for kind in kinds().values():
        if veto := kind.blocked(s.text):
            yield f"  veto     “{veto.group()}” is no {kind.label.lower()}"
    if not found:
        yield "  trigger  none: nothing in this sentence tells of an event"


def _outcome(extraction: Extraction) -> Iterator[str]:
    for event in extraction.events:
        yield f"=> {event.kind}, {_place(event)}, {_days(event)}"
        yield from _why_here(event)
        for report in event.reports:
            yield f"   {report.stance}: {report.claimant or 'the outlet itself'} ({report.claimant_side})"
        yield from (f"   {tolls.in_words(figure)}" for figure in event.figures)
    for figure in extraction.figures:
        yield f"of the article as a whole: {tolls.in_words(figure)}"
    for rejection in extraction.rejections:
        yield f"set aside ({rejection.stage}): {rejection.reason}"
    if not extraction.events and not extraction.rejections:
        yield "=> no event"


def _place(event: Event) -> str:
    where = event.location
    if where is None:
        return f"not placed: {event.unplaced_reason}"
    others = ", ".join(f"{a.name} ({a.latitude:.2f}, {a.longitude:.2f})" for a in where.alternatives)
    ground = geometry.in_words(where.extent) if where.extent else None
    return (
        f"{where.precision} {where.name} ({where.latitude:.4f}, {where.longitude:.4f}), "
        f"within {where.uncertainty_km:g} km{', on ' + ground if ground else ''}; "
        f"basis: {where.basis}, “{where.words}”{'; could also be ' + others if others else ''}"
    )


def _why_here(event: Event) -> Iterator[str]:
    """What spoke for the place among its namesakes, in logits; or what the name may mean where that left it open."""
    if event.location is not None and event.location.alternatives:
        worth = [(each.value * each.weight, each.reason) for each in event.location.signals]
        for value, reason in sorted(worth, key=lambda each: -abs(each[0])):
            if abs(value) >= 0.05:  # less would be shown as 0.0
                yield f"   {value:+5.1f} {reason}"
    for other in event.candidates:
        yield f"   may be {other.name}, {other.admin1 or other.country} ({other.latitude:.2f}, {other.longitude:.2f})"


def _days(event: Event) -> str:
    when = event.when
    span = f"{when.first}" if when.first == when.last else f"{when.first} to {when.last}"
    return f"{span} ({when.precision}, {when.basis}{', “' + when.words + '”' if when.words else ''})"
