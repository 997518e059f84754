"""Why a sentence was read as it was: every mention, rule and decision, in words for an analyst."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from gazetteer.lookup import Lookup
from pipeline import dates, events, geometry, lexicon, roles, scene, tolls, toponyms, triggers
from pipeline.document import Paragraph
from pipeline.kinds import Trigger, kinds
from pipeline.models import Article, Event, Extraction, Rejection
from pipeline.syntax import Sentence, Token

_ROLES = {
    "scene": "scene",
    "origin": "origin, where it came from",
    "reference": "reference, which only tells where another place lies",
    "body": "body, the name of who acts or speaks, or a part of one",
}
_RULES_SHOWN = 3  # of those that a word fails


def explain(
    article: Article, paragraphs: Sequence[Paragraph], parsed: Mapping[int, tuple[Sentence, ...]], gaz: Lookup
) -> str:
    """Lines of plain text, by sentence: the places and their roles, the days, the triggers, and what came of them.

    parsed is what events.extract gets: paragraphs that cannot tell of an event are not in it.
    """
    extraction = events.extract(article, paragraphs, dict(parsed), gaz)
    blocks: list[list[str]] = []
    for paragraph in paragraphs:
        if paragraph.furniture:
            blocks.append([f"Page furniture: “{paragraph.furniture}”"])
        elif paragraph.number not in parsed:
            why = "nothing in this paragraph can tell of an event, so it is not parsed"
            blocks.append([f"“{paragraph.words(article.text)}”", f"  trigger  none: {why}"])
        for s in parsed.get(paragraph.number, ()):
            blocks.append([f"“{s.text}”", *_sentence(s, article.published, gaz)])
            if came := list(_outcome(extraction, s.start, s.end)):
                blocks[-1] += ["", *came]
    if extraction.figures:
        blocks.append(
            [
                f"of the article as a whole: {tolls.in_words(figure)}"
                for figure in dict.fromkeys(one for one, *_ in extraction.figures)
            ]
        )
    for rejection in extraction.rejections:
        if rejection.stage == "furniture":
            blocks.append([_set_aside(rejection)])
    if not extraction.events and not extraction.rejections and not extraction.denials:
        blocks.append(["=> no event"])
    return "\n\n".join("\n".join(block) for block in blocks)


def _sentence(s: Sentence, published: dt.date, gaz: Lookup) -> Iterator[str]:
    names = tuple(toponyms.moved(t, s.start) for t in toponyms.find(s.text, gaz))
    for m in roles.mentions(s, names):
        first = m.toponym.candidates[0]
        others = len(m.toponym.candidates) - 1
        beside = ", ".join(filter(None, (m.cue, m.part, m.facility)))
        first_meant = f"first of {others + 1}: {first.name}, {first.admin1 or first.country_code}"
        distance = f", {m.distance_km:.0f} km" if m.distance_km else ""
        yield (
            f"  place    {m.toponym.text}: {_ROLES[m.role]}{distance} ({m.relation} “{s.tokens[m.attach].text}”"
            f"{'; with ' + beside if beside else ''}); {first_meant}"
        )
    for day in dates.find(s.text, published):
        span = f"{day.first}" if day.first == day.last else f"{day.first} to {day.last}"
        background = ", background" if day.historical else ""
        yield f"  day      “{day.words}”: {span} ({day.basis}, {day.precision}{background})"
    found = triggers.find(s, lambda token: scene.is_place(names, token))
    for t in found:
        wants = _wants(t.rule)
        yield f"  trigger  “{t.words}”: {t.kind.key}{', ' + wants if wants else ''}"
    for token in s.tokens:
        if token.i not in {t.token.i for t in found} and (missed := _missed(token)):
            yield f"  passed   “{token.text}”: {missed}"
    for kind in kinds().values():
        if veto := kind.blocked(s.text):
            yield f"  veto     “{veto.group()}” is no {kind.label.lower()}"
    if not found:
        yield "  trigger  none: nothing in this sentence tells of an event"


def _missed(token: Token) -> str | None:
    """What the rules of a word ask for that does not stand with it; None of a word that is in no rule."""
    rules = {part: lexicon.by_lemma().get((part, token.lemma), ()) for part in ("verb", "noun")}
    asked = rules["verb"] if token.is_verb else rules["noun"] if token.is_noun else ()
    if not asked:
        tells = token.is_verb or token.is_noun
        read = tells and ("noun" if rules["noun"] else "verb" if rules["verb"] else None)
        return f"would count as a {read} only" if read else None
    said = list(dict.fromkeys(f"{kind.key} {_wants(rule)}".strip() for kind, rule in asked))
    more = f"; and {len(said) - _RULES_SHOWN} more" if len(said) > _RULES_SHOWN else ""
    return f"no rule of it is met, or another word tells it: {'; '.join(said[:_RULES_SHOWN])}{more}"


def _wants(rule: Trigger) -> str:
    """What must stand with a trigger, in words: 'done to an aircraft'."""

    def one_of(names: str | None) -> str:
        return (names or "").replace("|", " or ").replace("_", " ")

    quoted = " or ".join
    wanted: list[tuple[object, str]] = [
        (rule.particle, "with " + quoted(f"“{word}”" for word in rule.particle)),
        (rule.before, "after " + quoted(f"“{word}”" for word in rule.before)),
        (rule.after, "governed by " + quoted(f"“{word}”" for word in rule.after)),
        (rule.subject, f"done by: {one_of(rule.subject)}"),
        (rule.object, f"done to: {one_of(rule.object)}"),
        (rule.any_argument, f"done by or to: {one_of(rule.any_argument)}"),
        (rule.modifier, f"qualified by: {one_of(rule.modifier)}"),
        (rule.needs, f"in its clause: {one_of(rule.needs)}"),
        (rule.oblique, quoted(f"“{prep}” {one_of(name)}" for prep, name in rule.oblique.items())),
        (rule.anaphor, f"of a pronoun that stands for: {one_of(rule.anaphor)}"),
        (rule.amid, f"where the text speaks of: {one_of(rule.amid)}"),
        (rule.passive, "in the passive"),
        (rule.caption, "in words without a verb"),
    ]
    return ", ".join(words for asked, words in wanted if asked)


def _outcome(extraction: Extraction, start: int, end: int) -> Iterator[str]:
    """What came of the sentence from start to end."""
    for event in extraction.events:
        if event.reports[0].start != start:
            continue
        yield f"=> {event.kind}, {_place(event)}, {_days(event)}"
        yield from _why_here(event)
        for report in event.reports:
            later = f", in “{report.quote}”" if report.start != start else ""
            yield f"   {report.stance}: {report.claimant or 'the outlet itself'} ({report.claimant_side}){later}"
        yield from (f"   {tolls.in_words(figure)}" for figure in event.figures)
    for denial in extraction.denials:
        if denial.reports[0].start == start:
            who = " and ".join(f"{each.claimant} ({each.claimant_side})" for each in denial.reports)
            yield f"=> {who} denies: {denial.kind}, {_place(denial)}, {_days(denial)}; joins what others tell of it"
    for rejection in extraction.rejections:
        if rejection.stage != "furniture" and rejection.start is not None and start <= rejection.start < end:
            yield _set_aside(rejection)


def _set_aside(rejection: Rejection) -> str:
    return f"set aside ({rejection.stage}): {rejection.reason}"


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
