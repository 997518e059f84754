"""Denials, contradictions, silences and 'could not verify': they join the events that they answer."""

import re
from dataclasses import replace

from pipeline import blame, reading, voices
from pipeline.claimants import PRONOUNS
from pipeline.models import Event, Stance
from pipeline.reading import Draft, Reading
from pipeline.syntax import Sentence
from pipeline.voices import OWN, Voice


def answer(state: Reading, s: Sentence, told: list[Draft]) -> None:
    """Denials, silences and 'could not verify' join the events that they answer."""
    text, home = s.text, reading.home_now(state)
    if told:
        _silent_beside(state, s, told)
        _contradictions(state, s, told)
        _denied_beside(state, s, told)
        _left_to_them(state, s, told)
    if _mutual(state, s, told):
        return
    if voices.cue("could_not_verify", text) and (told or not (_FIGURES.search(text) or _of_its_own(s))):
        recent = told or [d for d in state.drafts if d.paragraph == s.paragraph]
        recent = recent or [d for d in state.drafts if d.paragraph == s.paragraph - 1]
        if not told and re.search(r"\b(?:claims|reports|accounts|assertions)\b", text):
            recent = [d for d in state.drafts if s.paragraph - d.paragraph <= 1]
        party = None if told else _silent_side(state, s)
        if party is not None:
            for draft in recent[-1:]:
                reading.add_voice(state, draft, s, "no_comment", party)
            return
        for draft in recent:
            draft.event = replace(draft.event, unverified=True)
            reading.add_voice(state, draft, s, "could_not_verify", OWN)
        return
    _held(state, s, told)
    if (
        told
        and _ONLY_MILITARY.search(text)
        and all(d.event.location is None or d.event.location.basis != "sentence" for d in told)
    ):
        told.clear()  # of what was told before it says that it was something else
    if told:
        return
    here = state.memory.heading_words  # under another heading another happening is answered
    recent = [d for d in state.drafts if s.paragraph - d.paragraph <= 5 and d.heading == here]
    if (match := voices.cue("no_comment", text)) and not _confirmation(text):
        voice = voices.subject_voice(s, "no_comment", state.last_voice, home=home)
        kind = _kind_named(text)
        answered = [d for d in recent if d.event.kind == kind] if kind else recent[-1:]
        for draft in answered:
            if voice is not None:
                reading.add_voice(state, draft, s, "no_comment", voice, match.group())
    elif (match := _confirmation(text)) and (voice := voices.subject_voice(s, "confirms", state.last_voice, home=home)):
        kind = _kind_named(match.group())
        near = [d for d in recent if _is_near(state, s, d, match.group()) and kind in (None, d.event.kind)]
        for draft in near[-1:]:
            if all(r.claimant != voice.claimant for r in draft.event.reports):
                stance: Stance = "claims" if "responsib" in match.group() else "confirms"
                reading.add_voice(state, draft, s, stance, replace(voice, stance=stance), match.group())
    elif (match := voices.cue("denial", text)) and (
        voice := voices.subject_voice(s, "denies", state.last_voice, home=home)
    ):
        part = _part_with(text, match)
        if voice.claimant and voice.claimant in text and voice.claimant not in part:
            return  # "the ministry claimed the town; the operator denied it": who denies is not who claims
        answered = [d for d in recent if _is_near(state, s, d, part) and _speaks_of(part, d.event)][-1:]
        for draft in answered:
            if _of_another_claim(state, s, draft, part):
                continue
            if match.group().lower().startswith("blamed") and _only_accuses(draft.event, voice):
                continue
            if all(r.claimant_side != voice.side for r in draft.event.reports) or voice.side == "unknown":
                reading.add_voice(state, draft, s, "denies", voice, match.group())


def _mutual(state: Reading, s: Sentence, told: list[Draft]) -> bool:
    """Whether the sentence says that each side blames the other: then both deny what was told last."""
    if not blame.may_charge(s.text):
        return False
    near = told or [d for d in state.drafts if s.paragraph - d.paragraph <= 1 and _is_near(state, s, d, s.text)]
    near = [d for d in near if d.event.kind in ("strike", "explosion", "shootdown")]  # of a battle both may be right
    words = blame.charge(s.text)
    last = next((d for d in reversed(near) if blame.points_back(words) or _kind_named(words) == d.event.kind), None)
    if last is None:
        return False
    found = blame.each_other(s.text, [r.quote for r in last.event.reports if r.quote != s.text])
    for voice in found:
        reading.add_voice(state, last, s, "denies", voice)
    return bool(found)


def _silent_beside(state: Reading, s: Sentence, told: list[Draft]) -> None:
    """'Ukraine has not commented on the explosions in Saky': a side that is silent on what its own sentence tells."""
    match = voices.cue("no_comment", s.text)
    own = match is not None and not any(d.event.reports[0].claimant for d in told)
    voice = voices.subject_voice(s, "no_comment", state.last_voice, home=reading.home_now(state)) if own else None
    if match and voice and voice.side in ("ukraine", "russia") and (voice.claimant or "?") in s.text[: match.start()]:
        reading.add_voice(state, told[-1], s, "no_comment", voice, match.group())


def _left_to_them(state: Reading, s: Sentence, told: list[Draft]) -> None:
    """'Kyiv confirmed that its troops had left the town' confirms the other side's claim that it has taken it."""
    for draft in told:
        first, there = draft.event.reports[0], draft.event.location
        if draft.event.kind != "withdrawal" or first.stance != "confirms" or there is None:
            continue
        taken = [d for d in state.drafts if d.event.kind == "capture" and s.paragraph - d.paragraph <= 1]
        for other in taken[-1:]:
            same = other.event.location is not None and other.event.location.place_id == there.place_id
            if same and all(r.claimant_side != first.claimant_side for r in other.event.reports):
                voice = Voice(first.claimant, first.claimant_side, "confirms")
                reading.add_voice(state, other, s, "confirms", voice, first.trigger)


_ONLY_MILITARY = re.compile(r"\b(?:only|exclusively|solely) (?:at |on )?(?:\w+ ){0,2}military\b", re.IGNORECASE)
_FIGURES = re.compile(
    r"\b(?:figures?|numbers?|tolls?|losses) (?:could|can|has|have|was|were|is|are)\b"
    r"|\bclaims? of (?:[\w'’-]+ ){0,4}(?:fatalities|losses|casualties|deaths|dead)\b",
    re.IGNORECASE,
)


def _of_its_own(s: Sentence) -> bool:
    """'Moscow said it had lost ten men, a figure that could not be verified': the sentence's own claim, no earlier."""
    verbs = [t for t in s.tokens if t.lemma in ("verify", "confirm", "corroborate") and t.is_verb]
    return any(
        t.dep in ("relcl", "advcl", "acl") and t.head != t.i
        for verb in verbs[-1:]
        for t in (verb, *s.ancestors(verb.i))
    )


def _silent_side(state: Reading, s: Sentence) -> Voice | None:
    """'Kyiv has not confirmed the loss': a side of the war that is silent, and no outlet that could not verify it."""
    match = re.search(r"\b(?:has|have|had)(?: not|n['’]t) (?:yet )?confirm", s.text)
    home = reading.home_now(state)
    party = voices.subject_voice(s, "no_comment", state.last_voice, home=home) if match else None
    if match is None or party is None or party.side not in ("ukraine", "russia"):
        return None
    return party if s.text[: match.start()].rstrip().endswith(party.claimant or "?") else None


def _held(state: Reading, s: Sentence, told: list[Draft]) -> None:
    """'Its troops still held the town', 'fighting went on there': whoever says so denies that it was captured."""
    if not voices.cue("holds", s.text) or not (voice := reading.speaker_of(state, s)):
        return
    if any(draft.event.kind == "capture" for draft in told):
        return  # "announced that the town was under its control" tells of the capture itself
    taken = [d for d in state.drafts if d.event.kind == "capture" and s.paragraph - d.paragraph <= 2][-1:]
    for draft in taken:
        there, own = draft.event.location, [d.event.location for d in told]
        if told and (there is None or all(here is None or here.place_id != there.place_id for here in own)):
            continue  # it goes on elsewhere
        if all(r.claimant_side != voice.side for r in draft.event.reports):
            reading.add_voice(state, draft, s, "denies", replace(voice, stance="denies"))


_CONFIRMS_IT = re.compile(
    r"\b(?:confirm|acknowledg|admit|conced|corroborat)\w* (?:(?:it|this|that|as much)(?= on | in | at |,|\.|$)"
    r"|(?:the|this|that|these|those|his|her|their|its|both|all|a) (?:[\w’'-]+ ){0,2}?(?:loss(?:es)?|reports?|claims?"
    r"|accounts?|attacks?|strikes?|captures?|withdrawals?|retreats?|incidents?|explosions?|blasts?|downing|hits?|fall"
    r"|news|shelling)\b"
    r"|that (?:it|its \w+|they|their \w+) (?:had|have|has) (?:withdrawn|retreated|pulled|left|lost))"
    r"|\b(?:claimed|took) responsibility\b|\b(?:was|were|been) (?:later |also )?confirmed by\b",
    re.IGNORECASE,
)


def _confirmation(text: str) -> re.Match[str] | None:
    """'Kyiv later confirmed the loss': the words, where they confirm what was told before and are not negated."""
    match = voices.cue("confirmation", text) and _CONFIRMS_IT.search(text)
    return None if not match or _NOT_YET.search(text[: match.start()]) else match


_NOT_YET = re.compile(
    r"(?:\b(?:not|never|neither|nor|no|could|would|if|to|without)|n[’']t|(?:declin|refus)\w+ to) (?:\w+ )?(?:be )?$",
    re.IGNORECASE,
)


def _denied_beside(state: Reading, s: Sentence, told: list[Draft]) -> None:
    """'Russia said that it took Lyman, which Kyiv denied': a second voice in the sentence of the first."""
    for verb in s.tokens if not s.said.isdisjoint(voices.denying()) else ():
        if not verb.is_verb or verb.lemma not in voices.denying() or s.children(verb.i, "neg"):
            continue
        objects = s.children(verb.i, "dobj")
        back = any(t.lower in ("it", "this", "that", "which") or t.lemma in _TOLD_THINGS for t in objects)
        subjects = s.children(verb.i, "nsubj")
        if not back or not subjects or any(t.lower in PRONOUNS for t in subjects):
            continue
        (voice, *_) = voices.named(s, subjects, "denies", None, reading.home_now(state)) or (None,)
        for draft in told[-1:]:
            sides = {r.claimant_side for r in draft.event.reports}
            if voice is not None and (voice.side not in sides or voice.side == "unknown"):
                reading.add_voice(state, draft, s, "denies", voice, verb.text)


_TOLD_THINGS = ("claim", "report", "account", "accusation", "allegation", "charge", "assertion", "version")


def _part_with(text: str, match: re.Match[str]) -> str:
    """The part of a sentence between semicolons that holds the match."""
    end = text.find(";", match.end())
    return text[text.rfind(";", 0, match.start()) + 1 : end if end >= 0 else len(text)]


_DENIES_IT = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss\w*|reject\w*|refut\w*) (?:(?:it|this)\b"
    r"|(?:the|these|those|any|all|such) (?:\w+ )?(?:attack|strike|claim|report|accusation|allegation|account|charge"
    r"|shelling|bombing|blast|version|involvement|responsib|role)|responsib|involve|carrying|hitting|striking|shelling|firing"
    r"|having|being behind|reports|claims|(?:its|the|their) (?:fall|loss|capture|seizure)"
    r"|that (?:it|its \w+|they|their \w+|the \w+) (?:had |have |were |was )?"
    r"(?:fired|shelled|hit|struck|attacked|bombed|targeted|captured|taken|shot|behind|went in|gone in|entered|stormed"
    r"|fallen|fell|done (?:it|so)|did (?:it|so)|been there))|\bblamed\b|\bno (?:\w+ )?(?:sorti|mission|shells)"
    r"|\bcall(?:ed|s)? .{0,40}(?:fake|false|lie|lies|untrue|fabricat\w+|staged|provocation)"
    r"|\b(?:is|was|are|were) (?:simply )?(?:not true|untrue|false|fake|a lie|lies|nonsense|staged|fabricated|faked)\b"
    r"|\bno truth (?:in|to) (?:it|this|that|the)\b|\bcorrespond (?:to|with) reality"
    r"|\bnothing to do with (?:it|the|this)\b"
    r"|\bdisput\w+ (?:that|this|it)\b|\b(?:only|exclusively|solely) (?:at |on )?(?:\w+ ){0,2}military ",
    re.IGNORECASE,
)


def _only_accuses(event: Event, voice: Voice) -> bool:
    """True where the side that was hurt blames the other, and nobody had told it another way: no denial."""
    if event.kind == "explosion" and event.actor_side == "unknown":
        return True  # nobody was said to have done it
    hurt = "russia" if event.location is not None and event.location.country == "RU" else "ukraine"
    return voice.side == hurt and not any(report.claimant for report in event.reports)


_NO_DENIAL = re.compile(
    r"\b(?:not|n't|never|refus\w+ to|declin\w+ to|neither\b.{0,40}\bnor|without) (?:confirm\w* (?:or|nor) )?den",
    re.IGNORECASE,
)


def _is_near(state: Reading, s: Sentence, draft: Draft, words: str) -> bool:
    """Whether an answer may mean what the draft tells: in its paragraph, or in the next where nothing stands between.

    "Tanks had crossed, the department said. Moscow called that a fake." is of the tanks, not of the paragraph before.
    """
    if draft.paragraph == s.paragraph:
        return True
    text, told = state.article.text, draft.event
    before = text[text.rfind("\n", 0, s.start) + 1 : s.start]
    opens = not before.strip() or _kind_named(before) == told.kind or any(thing in before for thing in _TOLD_THINGS)
    named = told.location is not None and told.location.name.split(" ")[0] in words
    return s.paragraph - draft.paragraph == 1 and (opens or named or _kind_named(words) == told.kind)


def _of_another_claim(state: Reading, s: Sentence, draft: Draft, words: str) -> bool:
    """'They fight at Hostomel. Moscow said that it had seized the field. Kyiv denied it': that it was seized."""
    told = draft.event.reports
    if any(report.claimant for report in told) or not re.search(r"\bden\w+ (?:it|that|this)\b", words):
        return False
    between = state.article.text[max(report.end for report in told) : s.start]
    return re.search(r"\b(?:said|announced|claimed|declared|stated|reported)\b", between) is not None


def _speaks_of(text: str, event: Event) -> bool:
    """Whether a denial answers this event: it says 'it' or 'the attack', or names the place or the kind again."""
    if _NO_DENIAL.search(text):
        return False
    named = event.location is not None and event.location.name.split(" ")[0] in text
    return bool(_DENIES_IT.search(text)) or named or _kind_named(text) == event.kind


def _kind_named(text: str) -> str | None:
    """The kind that an answer speaks of: 'either plane' answers the shootdowns."""
    return next((kind for kind, pattern in _KINDS_NAMED.items() if pattern.search(text)), None)


_KINDS_NAMED = {
    "shootdown": re.compile(r"\b(?:planes?|aircraft|helicopters?|jets?|downing)\b", re.IGNORECASE),
    "strike": re.compile(r"\b(?:strikes?|attacks?|shelling|missiles?)\b", re.IGNORECASE),
    "explosion": re.compile(r"\b(?:explosions?|blasts?)\b", re.IGNORECASE),
    "capture": re.compile(r"\b(?:capture|control|fall|seizure)\b", re.IGNORECASE),
}


def _contradictions(state: Reading, s: Sentence, told: list[Draft]) -> None:
    """'A said that it took the plant, but B said that the city was under control': B denies the capture."""
    for draft in told:
        if draft.event.kind != "capture" or not (match := voices.cue("holds", s.text)):
            continue
        at = next((t for t in s.tokens if t.start - s.start >= match.start()), s.tokens[-1])
        above = (t for t in (at, *s.ancestors(at.i)) if t.is_verb and voices.is_speech(t.lemma))
        speech = next((t for t in above if s.children(t.i, "nsubj")), None)
        if speech is None:
            continue
        who = s.children(speech.i, "nsubj")[0]
        words = s.phrase(who.i, without=("relcl", "acl", "advcl", "conj", "cc", "appos"))
        if any(r.claimant == words for r in draft.event.reports):
            continue
        side = voices.side_of(s.words(s.subtree(who.i)), home=reading.home_now(state))
        reading.add_voice(state, draft, s, "denies", Voice(words, side, "denies"), match.group())
