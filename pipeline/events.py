"""One article's sentences -> its events and rejections."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gazetteer.context import Context, Named
from gazetteer.lookup import Lookup, Toponym
from pipeline import (
    allotment,
    anaphora,
    answers,
    antecedent,
    atlarge,
    attributes,
    cataphora,
    denials,
    doubles,
    headings,
    lexicon,
    namesakes,
    narrative,
    reading,
    retelling,
    roles,
    scene,
    timing,
    topics,
    toponyms,
    triggers,
    twicetold,
    unplaced,
    voices,
)
from pipeline.dates import DateMention
from pipeline.document import Paragraph
from pipeline.framing import remembered
from pipeline.modality import general, unreal
from pipeline.models import Article, Event, Extraction, Location, Rejection
from pipeline.placemention import PlaceMention
from pipeline.reading import Draft, Reading
from pipeline.syntax import Sentence
from pipeline.triggers import TriggerMention
from pipeline.voices import OWN

# News has up to 3 triggers and a list of some 40 places in a sentence, and 100 events in its longest live blog. What
# holds more is no prose, and its every trigger would be weighed against its every place.
MOST_TRIGGERS, MOST_TOLD, MOST_EVENTS = 20, 100, 1_000


def extract(
    article: Article,
    paragraphs: Sequence[Paragraph],
    parsed: dict[int, tuple[Sentence, ...]],
    gaz: Lookup,
    *,
    named: Mapping[int, tuple[Toponym, ...]] | None = None,
) -> Extraction:
    """What the article tells. parsed holds the sentences of the paragraphs that may tell of an event, by number.

    named holds the names of every paragraph, by its number; they are looked for where it is not given.
    """
    state = Reading(article, gaz)
    if not parsed:
        return Extraction(article.sha256, (), tuple(_furniture(article, paragraphs)))
    if named is None:
        named = {p.number: toponyms.find(p.words(article.text), gaz) for p in paragraphs}
    state.memory.country = toponyms.country(named.values())
    state.memory.day = article.published
    state.memory.context = Context(
        Named(t.text, p.start + t.start, t.candidates) for p in paragraphs for t in named[p.number]
    )
    told = [p for p in paragraphs if p.furniture is None]
    scopes = headings.scopes([(p.words(article.text), named[p.number]) for p in told])
    heads = dict(zip((p.number for p in told), scopes, strict=True))
    top = next(iter(told), None)
    count = 0
    for paragraph in paragraphs:
        if paragraph.furniture is not None:
            state.rejections.extend(_furniture(article, (paragraph,)))
            continue
        names = tuple(toponyms.moved(t, paragraph.start) for t in named[paragraph.number])
        if top is paragraph:
            state.top = paragraph.number
        if top is paragraph and (length := headings.dateline(paragraph.words(article.text))):
            state.body = paragraph.start + length
            topics.remember(state, tuple(t for t in names if t.start < state.body))
            names = tuple(t for t in names if t.start >= state.body)
        sentences = parsed.get(paragraph.number)
        topics.stand_under(state, heads[paragraph.number], paragraph)
        narrative.stand_under(state, paragraph.words(article.text), paragraph.number)
        if sentences is None:
            topics.remember(state, names, paragraph.number)
            cataphora.settle_below(state, paragraph.words(article.text), paragraph.start, paragraph.number, names)
            continue
        for s in sentences:
            if len(state.drafts) >= MOST_EVENTS:
                if lexicon.may_tell(s.text):
                    reason = f"this article has told of {MOST_EVENTS:,} events already, more than any news article does"
                    state.rejections.append(_rejection(article, "length", reason, s.start, s.end))
                continue
            inside = tuple(t for t in names if s.start <= t.start < s.end)
            _sentence(state, s, inside, count)
            count += 1
    events = twicetold.folded(state.drafts)
    figures, denied = tuple(dict.fromkeys(state.figures)), tuple(state.denials)
    return Extraction(article.sha256, events, tuple(state.rejections), figures, denied)


def _furniture(article: Article, paragraphs: Iterable[Paragraph]) -> Iterator[Rejection]:
    for p in paragraphs:
        if p.furniture is not None and lexicon.may_tell(p.words(article.text)):
            yield _rejection(article, "furniture", f"page furniture: “{p.furniture}”", p.start, p.end)


def _rejection(article: Article, stage: str, reason: str, start: int, end: int) -> Rejection:
    return Rejection(stage, article.name, reason, article.text[start:end], start, end)


def _sentence(state: Reading, s: Sentence, names: tuple[Toponym, ...], number: int) -> None:
    article, memory = state.article, state.memory
    topics.open_with(state, s, names)
    mentions = roles.mentions(s, names)
    before = article.text[max(0, s.start - antecedent.REACH) : s.start]
    found = triggers.find(s, lambda token: scene.is_place(names, token), before)
    days = narrative.days_of(state, s) if found else ()
    told: list[Draft] = []
    fallen: list[Draft] = []
    for k, trigger in enumerate(found):
        if k == MOST_TRIGGERS or len(told) >= MOST_TOLD:
            left = f"“{trigger.words}” and all that follows it are left out"
            reason = f"{len(found)} words of this sentence tell of events, more than any sentence of news does: {left}"
            state.rejections.append(_rejection(article, "length", reason, trigger.token.start, s.end))
            break
        drafts = _event(state, s, trigger, mentions, days, number)
        fallen += drafts if doubles.is_debris(s, trigger) else []
        told += drafts
    told = [each for each in told if each not in fallen or not twicetold.only_fell(each, told, state.drafts)]
    answers.answer(state, s, told)
    if not told and all(one.reports[0].start != s.start for one in state.denials):
        state.denials += denials.held(state, s, mentions)
    speaker = next((v for draft in told for v in reading.voices_of(draft) if v.claimant), None) or reading.speaker_of(
        state, s
    )
    more = retelling.told_on(state, s, told, speaker, elsewhere=any(m.role == "scene" for m in mentions))
    reading.keep_speaker(state, s, speaker)
    for m in mentions:
        namesakes.ask(m, mentions, state.gaz, memory)  # all before the first is kept, which what they mean may hang on
    allotment.share_out(state, s, told or ([more] if more else ()), mentions, speaker.claimant if speaker else None)
    topics.keep(state, s, mentions)
    # after a name told in passing, "the town" is that of the event
    for one in (draft.event.location for draft in told):
        if one is not None and (place := state.gaz.place(one.place_id)):
            memory.add(place, hit=True)
    cataphora.settle(state, s.text, s.start, s.paragraph, names, told)
    state.drafts.extend(told)
    state.awaiting.extend(draft for draft in told if draft.awaits is not None)
    if found:
        narrative.keep(state, s, told, days)
    else:
        narrative.pass_by(state, s)


def _event(
    state: Reading,
    s: Sentence,
    trigger: TriggerMention,
    mentions: tuple[PlaceMention, ...],
    days: tuple[DateMention, ...],
    number: int,
) -> list[Draft]:
    article, memory = state.article, state.memory

    def reject(stage: str, reason: str) -> list[Draft]:
        state.rejections.append(
            _rejection(article, stage, f"{trigger.kind.label.lower()}, “{trigger.words}”: {reason}", s.start, s.end)
        )
        return []

    if reason := unreal(s, trigger.token, trigger.rule.before, kind=trigger.kind.key):
        state.denials += denials.denied(state, s, trigger, mentions, days)
        return reject("modality", reason)
    day = timing.day_of(s, trigger, days)
    counted = timing.counted_from(s, trigger, day) or ("since" if timing.only_dates(s, trigger, day) else None)
    narrative.frame(state, s, trigger, day, counted)
    if counted:
        return reject("time", f"only a point in time to count from: “{counted}”")
    if day is not None and day.historical:
        return reject("time", f"background: it lies long before the article ({day.words})")
    if day is None and (reason := remembered(s, trigger.token, trigger.kind.key)):
        return reject("modality", reason)
    kind, previous = trigger.kind.key, state.drafts[-1] if state.drafts else None
    found = scene.find(s, trigger, mentions, state.gaz, memory)
    locations: tuple[Location | None, ...] = found.locations
    reason = found.reason
    if reason == unplaced.IN_PASSING:
        return reject("place", reason)
    lands = [location.country for location in locations if location is not None]
    if day is None and lands and not any(map(memory.is_of_its_war, lands)) and atlarge.in_passing(trigger):
        return reject("place", atlarge.FAR)
    if trigger.rule.effect and trigger.rule.amid and (why := retelling.untold(s, trigger, locations, mentions)):
        return reject("place", why)
    it = trigger.doer is not None and trigger.doer.lower == "it" and kind == "explosion"  # "It exploded at four"
    definite = it or retelling.is_definite(s, trigger)
    vague = trigger.rule.generic or (trigger.rule.event and trigger.weapon is None)
    named = retelling.stated(locations, inferred=trigger.rule.amid is None)
    if definite and not named and (draft := retelling.told_before(state, trigger, number)):
        retelling.join(state, draft, s, trigger, day)
        return []
    if vague and not locations and not retelling.aimed(s, trigger):
        return reject("figurative", "which attack is meant is not said")
    here = [location.place_id for location in locations if location is not None]
    told_there = previous is not None and (
        not retelling.stated(locations)
        or (previous.event.location is not None and previous.event.location.place_id in here)
    )
    if trigger.rule.generic and definite and previous is not None and told_there and number - previous.sentence <= 6:
        kind = "battle" if previous.event.kind == "battle" else kind
    awaits = cataphora.awaited(state, s, trigger, mentions)
    if (
        awaits is not None
        and kind in ("capture", "withdrawal")
        and any(each is not None and each.basis == "offset" for each in locations)
    ):
        locations, reason = (), f"the text says only {awaits.words!r}"  # "took a town west of Kyiv": which is not told
    if not locations and not found.undecided and reason is not None:
        taken = None
        if awaits is not None and awaits.apart:
            pass  # "a small town" is not that of the dateline
        elif (reason == "no place is named" or unplaced.names_site(reason)) and retelling.goes_on(s, trigger, definite):
            topical = day is not None or retelling.hits_what_is_there(s, trigger)
            taken = anaphora.inherited(s, mentions, state.gaz, memory, topical=topical)
        if (
            not (awaits and awaits.apart)
            and (taken is None or memory.last_paragraph != s.paragraph)
            and retelling.is_here(s)
        ):
            taken = anaphora.headed(s, trigger, reason, mentions, state.gaz, memory) or taken
        locations = (taken,) if taken is not None else ()
    if not locations:
        if not retelling.worth_listing(s, trigger, reason):
            return reject("place", reason or "no place is named")
        locations = () if found.undecided else (None,)
    wide = all(location is None or location.precision == "region" for location in locations)
    if wide and day is None and (reason_why := general(s, trigger.token, trigger.clause)):
        return reject("modality", reason_why)
    if locations == (None,) and (reason_why := atlarge.at_large(s, trigger, day, reason)):
        return reject("modality", reason_why)
    telling = narrative.Telling(kind, definite, frozenset(here))
    when = narrative.when_of(state, s, trigger, day, telling)
    theirs = timing.days_of_places(s, (m.toponym for m in mentions), days) if len(locations) > 1 else {}
    country = next((location.country for location in locations if location is not None), state.memory.country)
    home = reading.home(country)
    speakers = voices.speakers(s, trigger.token, state.last_voice, home=home) or reading.quoted_speaker(state, s)
    if trigger.token.lemma == "claim" and trigger.doer is not None:  # laying claim is claiming
        speakers = voices.named(s, [trigger.doer], "claims", state.last_voice, home) or speakers
    speakers = (
        reading.seen_from(article, speakers)
        or reading.continued(state, s, number, (kind, when, next(iter(locations), None)))
        or (OWN,)
    )
    if speakers[0].claimant:
        state.last_voice = speakers[0]
    ordinal = attributes.ordinal(s, trigger)
    confirmed = voices.confirmations(s, home=home)
    reports = tuple(reading.report_of(article, s, trigger, voice) for voice in (*speakers, *confirmed))
    actor = attributes.actor(s, trigger)
    weapon = attributes.weapon(s, trigger)
    main = day is None or narrative.is_main(s, trigger, day)
    out = []
    spots = [(location, None if location else reason, ()) for location in locations]
    undecided = [(None, name.reason, name.candidates) for name in found.undecided]
    for location, unplaced_reason, candidates in (*spots, *undecided):
        patient = attributes.patient(s, trigger, location, mentions)
        own = next((theirs[name] for name in theirs if location is not None and location.words.endswith(name)), None)
        event = Event(
            kind=kind,
            when=narrative.when_of(state, s, trigger, own, telling) if own is not None else when,
            location=location,
            unplaced_reason=unplaced_reason,
            candidates=candidates,
            reports=reports,
            unverified=False,
            origin=found.origin if kind == "strike" and trigger.weapon else None,
            actor=actor,
            actor_side=voices.side_of(actor) if actor else "unknown",
            target=patient if kind in ("strike", "explosion") else None,
            weapon=weapon if kind in ("strike", "shootdown", "battle") else None,
            object=patient if kind in ("shootdown", "capture") else None,
            ordinal=ordinal,
        )
        left_open = awaits if awaits is not None and cataphora.is_open(awaits, location) else None
        out.append(Draft(event, s.paragraph, number, memory.heading_words, left_open, main))
        if again := timing.again(s, day, days):
            out.append(replace(out[-1], event=replace(event, when=again.when())))
        if location is not None and not timing.only_dates(s, trigger):
            memory.last, memory.last_paragraph = location, s.paragraph
    for location in locations:
        if location is not None and (place := state.gaz.place(location.place_id)):
            memory.add(place, hit=True)
    return out
