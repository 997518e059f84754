"""One article's sentences -> its events and rejections."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gazetteer.lookup import Gazetteer, Toponym
from pipeline import dates, figures, roles, scene, triggers, voices
from pipeline.dates import DAYS, DateMention
from pipeline.document import Paragraph
from pipeline.modality import unreal
from pipeline.models import Article, Event, Extraction, Figure, Location, Rejection, Report, Side, Stance, When
from pipeline.scene import Memory
from pipeline.syntax import Sentence
from pipeline.triggers import TriggerMention
from pipeline.voices import OWN, Voice

_ORDINALS = {"second": "second", "third": "third", "fourth": "fourth", "another": "another"}


@dataclass(slots=True)
class _Draft:
    """An event under way: later sentences may still add voices to it."""

    event: Event
    paragraph: int
    sentence: int


@dataclass(slots=True)
class _Reading:
    """The state of reading one article."""

    article: Article
    gaz: Gazetteer
    memory: Memory = field(default_factory=Memory)
    drafts: list[_Draft] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    last_voice: Voice | None = None
    day_paragraph: int = -1
    day: DateMention | None = None


def extract(
    article: Article, paragraphs: Sequence[Paragraph], parsed: dict[int, tuple[Sentence, ...]], gaz: Gazetteer
) -> Extraction:
    """What the article tells. parsed holds the sentences of the paragraphs that may tell of an event, by number."""
    reading = _Reading(article, gaz)
    named = {p.number: gaz.toponyms(p.words(article.text)) for p in paragraphs}
    reading.memory.country = _country(named.values())
    count = 0
    for paragraph in paragraphs:
        toponyms = tuple(
            replace(t, start=t.start + paragraph.start, end=t.end + paragraph.start) for t in named[paragraph.number]
        )
        sentences = parsed.get(paragraph.number)
        if paragraph.furniture is not None:
            if triggers.may_tell(paragraph.words(article.text)):
                reading.rejections.append(
                    _rejection(
                        article, "furniture", f"page furniture: “{paragraph.furniture}”", paragraph.start, paragraph.end
                    )
                )
            continue
        if sentences is None:
            _remember_names(reading, toponyms)
            continue
        for s in sentences:
            inside = tuple(t for t in toponyms if s.start <= t.start < s.end)
            _sentence(reading, s, inside, count)
            count += 1
    events = tuple(draft.event for draft in reading.drafts)
    return Extraction(article.sha256, events, tuple(reading.rejections), tuple(reading.figures))


def _rejection(article: Article, stage: str, reason: str, start: int, end: int) -> Rejection:
    return Rejection(stage, article.name, reason, article.text[start:end], start, end)


def _country(named: object) -> str | None:
    """The country that most of the article's places lie in, where the name leaves no doubt of it."""
    votes: dict[str, int] = {}
    for toponyms in named:  # type: ignore[attr-defined]
        for toponym in toponyms:
            best = toponym.candidates[0]
            if best.country_code:
                votes[best.country_code] = votes.get(best.country_code, 0) + 1
    if not votes:
        return None
    if votes.get("UA", 0) * 3 >= max(votes.values()):
        return "UA"
    return max(sorted(votes), key=lambda code: votes[code])


def _remember_names(reading: _Reading, toponyms: tuple[Toponym, ...]) -> None:
    """A paragraph without a trigger still tells what "the city" means in the next one."""
    for toponym in toponyms:
        best = toponym.candidates[0]
        if best.country_code == reading.memory.country and best.feature_class in ("P", "S"):
            reading.memory.add(best)


def _sentence(reading: _Reading, s: Sentence, toponyms: tuple[Toponym, ...], number: int) -> None:
    article, memory = reading.article, reading.memory
    days = dates.find(s.text, article.published)
    mentions = roles.mentions(s, toponyms)
    found = triggers.find(s, lambda token: scene.is_place(toponyms, token))
    told: list[_Draft] = []
    for trigger in found:
        told += _event(reading, s, trigger, mentions, days, number)
    _answers(reading, s, told, number)
    speaker = next((v for draft in told for v in _voices_of(draft) if v.claimant), None) or _speaker(reading, s)
    if speaker:
        reading.last_voice = speaker
    numbers = figures.find(s.text, speaker.claimant if speaker else None)
    if numbers and told:
        told[0].event = replace(told[0].event, figures=told[0].event.figures + numbers)
    else:
        reading.figures.extend(numbers)
    for m in mentions:
        place = scene.sense(m, mentions, reading.gaz, memory).place
        if (
            place
            and m.role in ("scene", "actor")
            and m.relation not in roles.words()["near"]
            and not place.feature_code.startswith("PCL")
        ):
            memory.add(place)
    reading.drafts.extend(told)
    if days and not told:
        reading.day, reading.day_paragraph = days[0], s.paragraph


def _voices_of(draft: _Draft) -> list[Voice]:
    return [Voice(r.claimant, r.claimant_side, r.stance) for r in draft.event.reports]


def _speaker(reading: _Reading, s: Sentence) -> Voice | None:
    for token in s.tokens:
        if token.is_verb and voices.is_speech(token.lemma):
            for subject in s.children(token.i, "nsubj"):
                if subject.is_noun:
                    words = s.phrase(subject.i, without=("relcl", "acl", "advcl", "conj", "cc", "appos"))
                    return Voice(words, voices.side_of(s.words(s.subtree(subject.i))), "claims")
    return None


def _event(
    reading: _Reading,
    s: Sentence,
    trigger: TriggerMention,
    mentions: tuple[roles.PlaceMention, ...],
    days: tuple[DateMention, ...],
    number: int,
) -> list[_Draft]:
    article, memory = reading.article, reading.memory

    def reject(stage: str, reason: str) -> list[_Draft]:
        reading.rejections.append(
            _rejection(article, stage, f"{trigger.kind.label.lower()}, “{trigger.words}”: {reason}", s.start, s.end)
        )
        return []

    if reason := unreal(s, trigger.token):
        return reject("modality", reason)
    day = _day(s, trigger, days)
    if counted := scene.counted_from(s, trigger):
        return reject("time", f"only a point in time to count from: “{counted}”")
    if day is not None and day.historical:
        return reject("time", f"background: it lies long before the article ({day.words})")
    kind, previous = trigger.kind.key, reading.drafts[-1] if reading.drafts else None
    found = scene.find(s, trigger, mentions, reading.gaz, memory)
    locations: tuple[Location | None, ...] = found.locations
    reason = found.reason
    definite = _definite(s, trigger)
    vague = trigger.rule.generic or (trigger.rule.event and trigger.weapon is None)
    if definite and not _stated(locations) and (draft := _told_before(reading, trigger, number)):
        _join(reading, draft, s, trigger)
        return []
    if vague and not locations and not _aimed(s, trigger):
        return reject("figurative", "which attack is meant is not said")
    if trigger.rule.generic and definite and previous is not None and number - previous.sentence <= 6:
        kind = "battle" if previous.event.kind == "battle" else kind
    if not locations and reason == "no place is named" and _goes_on(s, trigger, definite):
        taken = scene.inherited(memory, s.paragraph)
        locations = (taken,) if taken is not None else ()
    if not locations:
        if not _worth_listing(s, trigger, reason):
            return reject("place", reason or "no place is named")
        locations = (None,)
    when = _when(reading, s, day, previous, definite)
    home: Side = "ukraine"
    speakers = voices.speakers(s, trigger.token, reading.last_voice, home=home) or _quoted(reading, s)
    if trigger.token.lemma == "claim" and trigger.doer is not None:  # laying claim is claiming
        words = s.phrase(trigger.doer.i)
        speakers = (Voice(words, voices.side_of(words), "claims"),)
    speakers = speakers or (OWN,)
    if speakers[0].claimant:
        reading.last_voice = speakers[0]
    ordinal = next(
        (
            _ORDINALS[c.lower]
            for t in (trigger.patient, trigger.token)
            if t
            for c in s.children(t.i, "amod", "det", "nummod")
            if c.lower in _ORDINALS
        ),
        None,
    )
    confirmed = voices.confirmations(s, home=home)
    reports = tuple(_report(article, s, trigger, voice) for voice in (*speakers, *confirmed))
    actor = (
        s.phrase(trigger.doer.i)
        if trigger.doer is not None
        and trigger.doer.lower not in (*DAYS, "day", "night", "it", "they", "he", "she", "which")
        else None
    )
    patient = (
        s.phrase(trigger.patient.i)
        if trigger.patient is not None and trigger.patient.lower not in ("it", "they", "them")
        else None
    )
    fired = trigger.rule.object == "weapon"  # "fired rockets": the rockets are no target
    out = []
    for location in locations:
        event = Event(
            kind=kind,
            when=when,
            location=location,
            unplaced_reason=None if location else reason,
            reports=reports,
            unverified=False,
            origin=found.origin if kind == "strike" and trigger.weapon else None,
            actor=actor,
            actor_side=voices.side_of(actor) if actor else "unknown",
            target=patient if kind in ("strike", "explosion") and not fired else None,
            weapon=trigger.weapon if kind in ("strike", "shootdown", "battle") else None,
            object=patient if kind in ("shootdown", "capture") else None,
            ordinal=ordinal,
        )
        out.append(_Draft(event, s.paragraph, number))
        if location is not None:
            memory.last, memory.last_paragraph = location, s.paragraph
    for location in locations:
        if location is not None and (place := reading.gaz.place(location.place_id)):
            memory.add(place)
    return out


def _stated(locations: tuple[Location | None, ...]) -> bool:
    return any(location is not None and location.basis in ("sentence", "offset", "inferred") for location in locations)


def _told_before(reading: _Reading, trigger: TriggerMention, number: int) -> _Draft | None:
    """The event that "the blasts", "the attack" or "the drone had struck" speaks of again."""
    kinds_meant = {trigger.kind.key}
    if trigger.rule.generic or trigger.rule.event:
        kinds_meant = {"strike", "battle", "explosion"}
    for draft in reversed(reading.drafts):
        if number - draft.sentence > (4 if draft.event.kind == "battle" else 8):
            continue
        if draft.event.kind in kinds_meant:
            return draft
    return None


def _join(reading: _Reading, draft: _Draft, s: Sentence, trigger: TriggerMention) -> None:
    """One more sentence on an event told before: its quote and its voices are kept."""
    told = voices.speakers(s, trigger.token, reading.last_voice) or _quoted(reading, s) or (OWN,)
    reports = tuple(_report(reading.article, s, trigger, voice) for voice in told)
    draft.event = replace(
        draft.event, reports=(*draft.event.reports, *(r for r in reports if r not in draft.event.reports))
    )


def _report(article: Article, s: Sentence, trigger: TriggerMention, voice: Voice) -> Report:
    return Report(
        article.name,
        article.sha256,
        article.source,
        article.published,
        s.text,
        s.start,
        s.end,
        trigger.words,
        voice.claimant,
        voice.side,
        voice.stance,
    )


def _aimed(s: Sentence, trigger: TriggerMention) -> bool:
    """'an attack on Sumy', 'strikes in Sumy': somewhere, not just any."""
    return any(
        prep.lower in ("on", "against", "in", "at", "near") for prep, _ in s.prepositions(trigger.token.i)
    ) or trigger.clause.lemma in (
        "hit",
        "kill",
        "injure",
        "wound",
        "destroy",
        "damage",
        "report",
        "launch",
        "carry",
        "conduct",
    )


def _definite(s: Sentence, trigger: TriggerMention) -> bool:
    """'the attack', 'the explosions', 'the drone struck': what was told before."""
    if trigger.token.is_verb and trigger.doer is not None and trigger.weapon:
        return any(c.lower in ("the", "this", "that") for c in s.children(trigger.doer.i, "det"))
    return any(c.lower in ("the", "this", "these", "those", "that") for c in s.children(trigger.token.i, "det"))


def _goes_on(s: Sentence, trigger: TriggerMention, definite: bool) -> bool:
    """Whether a sentence without a place goes on telling of the place before."""
    opening = s.text[:40].lower()
    if re.match(
        r"\W*(?:meanwhile|elsewhere|separately|in other|in a separate|across the country|earlier|last (?:week|month))"
        r"\b",
        opening,
    ):
        return False
    if re.search(r"\b(?:film|video|footage|clip|photograph)s?\b", s.text, re.IGNORECASE):
        return False  # a film may show any place
    if trigger.rule.of is not None or (trigger.rule.object == "weapon" and not definite):
        return False  # "Russia launched 100 missiles" is not at the place told before
    if trigger.token.is_verb or definite:
        return True
    # "there was shelling", "explosions followed": told, not mentioned in passing ("deaths from shelling")
    return trigger.token.dep in ("nsubj", "nsubjpass", "ROOT", "attr", "dobj")


def _worth_listing(s: Sentence, trigger: TriggerMention, reason: str | None) -> bool:
    """A happening that deserves its line among the not placed; a passing general mention does not."""
    if reason and (reason.startswith(("only a country", "the gazetteer", "several places", "the text says"))):
        return True
    agent = trigger.token.dep == "pobj" and s.head(trigger.token.i).lower == "by"
    return trigger.token.is_verb or agent or trigger.token.dep in ("ROOT", "nsubj", "nsubjpass", "dobj", "attr")


def _day(s: Sentence, trigger: TriggerMention, days: tuple[DateMention, ...]) -> DateMention | None:
    """The date phrase that belongs to the trigger: nearest in its own clause, then in the sentence."""
    if not days:
        return None
    best: tuple[tuple[int, int], DateMention] | None = None
    own = {trigger.token.i, trigger.clause.i}
    above = [t.i for t in s.ancestors(trigger.token.i)]
    for day in days:
        tokens = [t for t in s.tokens if day.start <= t.start - s.start < day.end]
        if not tokens:
            continue
        inside = {t.i for t in tokens}
        head = next((t for t in tokens if t.head not in inside or t.head == t.i), tokens[0])
        governors = [t.i for t in s.ancestors(head.i)]
        verbs = [i for i in governors if s.tokens[i].is_verb]
        verb = verbs[0] if verbs else None
        if own & set(governors[:3]) or verb in own:
            rank = 0
        elif verb is not None and verb in above and not voices.is_speech(s.tokens[verb].lemma):
            rank = 1
        elif verb is not None and verb in above:
            rank = 3 if not _between(s, verb, trigger) else 2
        elif trigger.token.i in governors:
            rank = 2
        else:
            rank = 4
        if rank == 4 and day.historical:
            continue
        key = (rank, abs(head.i - trigger.token.i))
        if best is None or key < best[0]:
            best = (key, day)
    return best[1] if best else None


def _between(s: Sentence, verb: int, trigger: TriggerMention) -> bool:
    return trigger.token.i < verb


def _counted_from(day: DateMention, s: Sentence, previous: _Draft | None) -> DateMention:
    """'A day earlier' counts from the day told just before, where one was told in the same paragraph."""
    if not re.search(r"\b(?:earlier|before)$", day.words) or previous is None or previous.paragraph != s.paragraph:
        return day
    shift = previous.event.when.first - previous.event.reports[0].published
    if previous.event.when.basis not in ("stated", "relative") or not shift:
        return day
    return replace(day, first=day.first + shift, last=day.last + shift)


_SAME_DAY = re.compile(r"\b(?:the|that) same (?:day|evening|night|morning|afternoon)\b", re.IGNORECASE)


def _when(reading: _Reading, s: Sentence, day: DateMention | None, previous: _Draft | None, definite: bool) -> When:
    if day is not None:
        return _counted_from(day, s, previous).when()
    if previous is not None and (same := _SAME_DAY.search(s.text)):
        return replace(previous.event.when, basis="inherited", words=same.group())
    if previous is not None and previous.event.when.basis != "publication":
        near = s.paragraph == previous.paragraph or (definite and s.paragraph - previous.paragraph <= 2)
        if near:
            return replace(previous.event.when, basis="inherited")
    if reading.day is not None and reading.day_paragraph == s.paragraph and not reading.day.historical:
        return reading.day.when("inherited")
    published: dt.date = reading.article.published
    return When(published, published, "assumed", "publication", None)


def _quoted(reading: _Reading, s: Sentence) -> tuple[Voice, ...]:
    """Inside a quotation that names no speaker, the last speaker goes on."""
    opens = s.text.lstrip()[:1] in '"“„«'
    if opens and reading.last_voice is not None:
        return (replace(reading.last_voice, stance="claims", quoted=True),)
    return ()


def _answers(reading: _Reading, s: Sentence, told: list[_Draft], number: int) -> None:
    """Denials, silences and 'could not verify' join the events that they answer."""
    text = s.text
    if told:
        _contradictions(reading, s, told)
    if voices.cue("could_not_verify", text):
        recent = told or [d for d in reading.drafts if d.paragraph == s.paragraph]
        recent = recent or [d for d in reading.drafts if d.paragraph == s.paragraph - 1]
        if not told and re.search(r"\b(?:claims|reports|accounts|assertions)\b", text):
            recent = [d for d in reading.drafts if s.paragraph - d.paragraph <= 1]
        for draft in recent:
            draft.event = replace(draft.event, unverified=True)
            _add(reading, draft, s, "could_not_verify", OWN)
        return
    if told:
        return
    if voices.cue("holds", text) and (voice := _speaker(reading, s)):
        taken = [d for d in reading.drafts if d.event.kind == "capture" and s.paragraph - d.paragraph <= 2][-1:]
        for draft in taken:
            if all(r.claimant_side != voice.side for r in draft.event.reports):
                _add(reading, draft, s, "denies", replace(voice, stance="denies"))
        return
    recent = [d for d in reading.drafts if s.paragraph - d.paragraph <= 5]
    if match := voices.cue("no_comment", text):
        voice = voices.subject_voice(s, "no_comment", reading.last_voice)
        kind = _kind_named(text)
        answered = [d for d in recent if d.event.kind == kind] if kind else recent[-1:]
        for draft in answered:
            if voice is not None:
                _add(reading, draft, s, "no_comment", voice, match.group())
    elif (match := voices.cue("denial", text)) and (voice := voices.subject_voice(s, "denies", reading.last_voice)):
        answered = [d for d in recent if s.paragraph - d.paragraph <= 1 and _speaks_of(text, d.event)][-1:]
        for draft in answered:
            if all(r.claimant_side != voice.side for r in draft.event.reports) or voice.side == "unknown":
                _add(reading, draft, s, "denies", voice, match.group())


_DENIES_IT = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss\w*|reject\w*|refut\w*) (?:(?:it|this)\b"
    r"|(?:the|these|those|any|all|such) (?:\w+ )?(?:attack|strike|claim|report|accusation|allegation|account|charge|shelling"
    r"|bombing|blast|version|involvement|responsib|role)|responsib|involve|carrying|hitting|striking|shelling|firing|having"
    r"|being behind|reports|claims|that (?:it|its \w+|they|their \w+) (?:had |have |were |was )?"
    r"(?:fired|shelled|hit|struck|attacked|bombed|targeted|captured|taken|shot|behind))|\bblamed\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\b(?:not|n't|never|refus\w+ to|declin\w+ to|neither\b.{0,40}\bnor|without) (?:confirm\w* (?:or|nor) )?den",
    re.IGNORECASE,
)


def _speaks_of(text: str, event: Event) -> bool:
    """Whether a denial answers this event: it says 'it' or 'the attack', or names the place or the kind again."""
    if _NO_DENIAL.search(text):
        return False
    named = event.location is not None and event.location.name.split(" ")[0] in text
    return bool(_DENIES_IT.search(text)) or named or _kind_named(text) == event.kind


def _kind_named(text: str) -> str | None:
    """The kind that an answer speaks of: 'either plane' answers the shootdowns."""
    table = {
        "shootdown": r"\b(?:planes?|aircraft|helicopters?|jets?|downing)\b",
        "strike": r"\b(?:strikes?|attacks?|shelling|missiles?)\b",
        "explosion": r"\b(?:explosions?|blasts?)\b",
        "capture": r"\b(?:capture|control)\b",
    }
    return next((kind for kind, pattern in table.items() if re.search(pattern, text, re.IGNORECASE)), None)


def _add(reading: _Reading, draft: _Draft, s: Sentence, stance: Stance, voice: Voice, words: str = "") -> None:
    trigger = words or draft.event.reports[0].trigger
    report = Report(
        reading.article.name,
        reading.article.sha256,
        reading.article.source,
        reading.article.published,
        s.text,
        s.start,
        s.end,
        trigger,
        voice.claimant,
        voice.side,
        stance,
    )
    draft.event = replace(draft.event, reports=(*draft.event.reports, report))


def _contradictions(reading: _Reading, s: Sentence, told: list[_Draft]) -> None:
    """'A said that it took the plant, but B said that the city was under control': B denies the capture."""
    for draft in told:
        if draft.event.kind != "capture" or not (match := voices.cue("holds", s.text)):
            continue
        at = next((t for t in s.tokens if t.start - s.start >= match.start()), s.tokens[-1])
        speech = next(
            (
                t
                for t in [at, *s.ancestors(at.i)]
                if t.is_verb and voices.is_speech(t.lemma) and s.children(t.i, "nsubj")
            ),
            None,
        )
        if speech is None:
            continue
        who = s.children(speech.i, "nsubj")[0]
        words = s.phrase(who.i, without=("relcl", "acl", "advcl", "conj", "cc", "appos"))
        if any(r.claimant == words for r in draft.event.reports):
            continue
        side = voices.side_of(s.words(s.subtree(who.i)))
        _add(reading, draft, s, "denies", Voice(words, side, "denies"), match.group())
