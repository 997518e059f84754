"""Denials, contradictions, silences and 'could not verify': they join the events that they answer."""

import re
from dataclasses import replace

from pipeline import reading, voices
from pipeline.models import Event
from pipeline.reading import Draft, Reading
from pipeline.syntax import Sentence
from pipeline.voices import OWN, Voice


def answer(state: Reading, s: Sentence, told: list[Draft]) -> None:
    """Denials, silences and 'could not verify' join the events that they answer."""
    text = s.text
    if told:
        _contradictions(state, s, told)
    if voices.cue("could_not_verify", text):
        recent = told or [d for d in state.drafts if d.paragraph == s.paragraph]
        recent = recent or [d for d in state.drafts if d.paragraph == s.paragraph - 1]
        if not told and re.search(r"\b(?:claims|reports|accounts|assertions)\b", text):
            recent = [d for d in state.drafts if s.paragraph - d.paragraph <= 1]
        for draft in recent:
            draft.event = replace(draft.event, unverified=True)
            reading.add_voice(state, draft, s, "could_not_verify", OWN)
        return
    if told:
        return
    if voices.cue("holds", text) and (voice := reading.speaker_of(state, s)):
        taken = [d for d in state.drafts if d.event.kind == "capture" and s.paragraph - d.paragraph <= 2][-1:]
        for draft in taken:
            if all(r.claimant_side != voice.side for r in draft.event.reports):
                reading.add_voice(state, draft, s, "denies", replace(voice, stance="denies"))
        return
    here = state.memory.heading_words  # under another heading another happening is answered
    recent = [d for d in state.drafts if s.paragraph - d.paragraph <= 5 and d.heading == here]
    if match := voices.cue("no_comment", text):
        voice = voices.subject_voice(s, "no_comment", state.last_voice)
        kind = _kind_named(text)
        answered = [d for d in recent if d.event.kind == kind] if kind else recent[-1:]
        for draft in answered:
            if voice is not None:
                reading.add_voice(state, draft, s, "no_comment", voice, match.group())
    elif (match := voices.cue("denial", text)) and (voice := voices.subject_voice(s, "denies", state.last_voice)):
        part = _part_with(text, match)
        if voice.claimant and voice.claimant in text and voice.claimant not in part:
            return  # "the ministry claimed the town; the operator denied it": who denies is not who claims
        answered = [d for d in recent if s.paragraph - d.paragraph <= 1 and _speaks_of(part, d.event)][-1:]
        for draft in answered:
            if match.group().lower().startswith("blamed") and _only_accuses(draft.event, voice):
                continue
            if all(r.claimant_side != voice.side for r in draft.event.reports) or voice.side == "unknown":
                reading.add_voice(state, draft, s, "denies", voice, match.group())


def _part_with(text: str, match: re.Match[str]) -> str:
    """The part of a sentence between semicolons that holds the match."""
    end = text.find(";", match.end())
    return text[text.rfind(";", 0, match.start()) + 1 : end if end >= 0 else len(text)]


_DENIES_IT = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss\w*|reject\w*|refut\w*) (?:(?:it|this)\b"
    r"|(?:the|these|those|any|all|such) (?:\w+ )?(?:attack|strike|claim|report|accusation|allegation|account|charge"
    r"|shelling|bombing|blast|version|involvement|responsib|role)|responsib|involve|carrying|hitting|striking|shelling|firing|having"
    r"|being behind|reports|claims|that (?:it|its \w+|they|their \w+) (?:had |have |were |was )?"
    r"(?:fired|shelled|hit|struck|attacked|bombed|targeted|captured|taken|shot|behind|went in|gone in|entered|stormed"
    r"|done (?:it|so)|did (?:it|so)|been there))|\bblamed\b",
    re.IGNORECASE,
)


def _only_accuses(event: Event, voice: Voice) -> bool:
    """True where the side that was hurt blames the other, and nobody had told it another way: no denial."""
    hurt = "russia" if event.location is not None and event.location.country == "RU" else "ukraine"
    return voice.side == hurt and not any(report.claimant for report in event.reports)


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


def _contradictions(state: Reading, s: Sentence, told: list[Draft]) -> None:
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
        reading.add_voice(state, draft, s, "denies", Voice(words, side, "denies"), match.group())
