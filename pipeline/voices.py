"""Who says it, which side that is, and what stance they take."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache

from pipeline import reporting_clause
from pipeline.claimants import OWN as OWN  # asked for here by the stages that read voices
from pipeline.claimants import Voice as Voice
from pipeline.claimants import denying as denying
from pipeline.claimants import is_speech as is_speech
from pipeline.claimants import mistaken_object as mistaken_object
from pipeline.claimants import named as named
from pipeline.claimants import named_side as named_side
from pipeline.claimants import person_ahead, speech, tables, voice
from pipeline.claimants import saying as saying
from pipeline.claimants import side_of as side_of
from pipeline.lowercase import Bits, lowered, over_lower
from pipeline.models import Side, Stance
from pipeline.syntax import Sentence, Token


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile("|".join(tables()["voices"][name]), re.IGNORECASE)


@cache
def _cue_over_lower(name: str) -> re.Pattern[str]:
    return over_lower(_cue(name).pattern)


def cue(name: str, text: str) -> re.Match[str] | None:
    """The first cue of cues.toml, [voices], of that name in the text."""
    low, hinted = _hinted(text)
    found = _cue_over_lower(name).search(low) if name in hinted else None
    return _cue(name).match(text, found.start()) if found is not None else None


@lru_cache(1_000)  # a sentence is asked for one cue after the other
def _hinted(text: str) -> tuple[str, frozenset[str]]:
    """The text in lower case, and the names of the cues that may stand in it, as it holds bits of them."""
    low = lowered(text)
    return low, _hinted_at(_bits().held(low))


@lru_cache(10_000)
def _hinted_at(held: frozenset[str]) -> frozenset[str]:
    return frozenset(
        name for name, rows in _hints().items() if any(not any(bits.isdisjoint(held) for bits in row) for row in rows)
    )


@cache
def _hints() -> Mapping[str, tuple[tuple[frozenset[str], ...], ...]]:
    """The bits of each cue: of each set of a row one must be held."""
    has = tables()["voices"]["has"]
    return {
        name: tuple(tuple(frozenset(bits.split()) for bits in row.split(" & ")) for row in has[name]) for name in has
    }


@cache
def _bits() -> Bits:
    return Bits(bit for rows in _hints().values() for row in rows for bits in row for bit in bits)


def may_answer(text: str) -> bool:
    """True of a text that may deny, contradict or leave open what was told before it."""
    return any(cue(name, text) for name in ("could_not_verify", "no_comment", "holds", "denial", "confirmation"))


def speakers(s: Sentence, trigger: Token, last: Voice | None, *, home: Side = "ukraine") -> tuple[Voice, ...]:
    """Who tells of the trigger: governing verb of saying, 'according to', a speaker at the sentence's end; else none.

    A pronoun takes the words of the last speaker.
    """
    found = reporting_clause.spelled_out(s.text, _speakers(s, trigger, last, home), home)
    if found and all(one.stance == "denies" for one in found):
        return (_contradicted(s, trigger), *found)
    return found


def _contradicted(s: Sentence, trigger: Token) -> Voice:
    """Whose claim is denied: Russia of 'rejected Russia's claim that', "reports" of 'dismissed reports that'."""
    noun = next((t for t in s.ancestors(trigger.i) if t.is_noun), None)
    if noun is None:
        return OWN
    owner = next(iter(s.children(noun.i, "poss")), None)
    words = s.phrase(owner.i).removesuffix("'s").removesuffix("’s") if owner is not None else s.phrase(noun.i)
    return Voice(words, named_side(words), "claims")


def _speakers(s: Sentence, trigger: Token, last: Voice | None, home: Side) -> tuple[Voice, ...]:
    if found := _cited(s, last, home):
        return found
    last = person_ahead(s, home) or last
    below, own, inside = trigger, _own_part(s, trigger), False
    for above in s.ancestors(trigger.i):
        inside = inside or below.dep == "relcl"
        if inside and any(t.lower == "according" for t in s.tokens[trigger.i : above.i]):
            break  # "in Sumy, where troops fought, according to the army, the mayor said that": the army's word
        if above.start - s.start > len(own):
            below = above
            continue
        stance = speech().get(above.lemma) if above.is_verb else None
        if above.lemma in ("put", "give") and any(t.lemma in _TOLLS for t in s.children(above.i, "dobj")):
            stance = "claims"
        if above.lemma == "call" and any(c.lower == "what" for c in s.children(above.i)):
            stance = "claims"  # "what the governor called a massive strike"
        if (
            stance
            and not s.children(above.i, "neg")  # "Ukraine did not say how it had struck" claims nothing
            and below.dep
            in (
                "ccomp",
                "xcomp",
                "dobj",
                "pcomp",
                "prep",
                "parataxis",
                "dep",
                "acl",
                "attr",
                "oprd",
                "nsubjpass",
                "conj",
            )
            and not _aside(s, below)
            and not _hearsay(s, above)
        ):
            teller = _outer(s, above)
            found = named(s, s.subjects(teller.i), stance, last, home) or _office(s, teller, stance, home)
            if found:
                return found
            if above.lemma == "accuse" and s.is_passive(above.i):
                return (Voice(None, "unknown", "claims"),)  # "was accused of shelling": by whom is not said
        below = above
    if found := _according(s, last, home) or _witnesses(s, trigger, home) or _details(s, trigger, home):
        return found
    return reporting_clause.speakers(own, last, home)


def _own_part(s: Sentence, trigger: Token) -> str:
    """The sentence up to a semicolon behind the trigger, where somebody speaks before it.

    "The town was retaken, the minister said; Moscow says that its men still hold it." Where nobody does, who is named
    at the end tells of all: "A depot was hit; two died, the mayor said."
    """
    end = s.text.find(";", trigger.end - s.start)
    ahead = (t for t in s.tokens if t.start - s.start < end and t.is_verb and is_speech(t.lemma))
    return s.text[:end] if end >= 0 and any(s.children(t.i, "nsubj") for t in ahead) else s.text


_TOLLS = ("toll", "number", "dead", "count", "figure")  # "the ministry put the toll of the strike at ten"
PERCEIVES = ("see", "hear", "witness", "watch", "observe")


def _witnesses(s: Sentence, trigger: Token, home: Side) -> tuple[Voice, ...]:
    """'Reporters of the agency saw a missile hit the station', 'OSCE monitors heard 12 explosions': who was there."""
    for verb in s.ancestors(trigger.i):
        if verb.is_verb and verb.lemma in PERCEIVES and not s.children(verb.i, "neg"):
            found = (voice(s.phrase(t.i), "claims", home) for t in s.children(verb.i, "nsubj") if t.is_noun)
            there = (replace(v, stance="witnesses") for v in found if cue("present", v.claimant or ""))
            return tuple(there)
    return ()


def _details(s: Sentence, trigger: Token, home: Side) -> tuple[Voice, ...]:
    """'The army gave more detail about the strike', 'Kyiv released footage of the raid': who lets it be known."""
    for verb in s.ancestors(trigger.i):
        if verb.is_verb and cue("gives", f"{verb.lemma} ") and not s.children(verb.i, "neg"):
            known = any(cue("given", t.lemma) for t in s.children(verb.i, "dobj"))
            subjects = [t for t in s.children(verb.i, "nsubj") if t.is_noun]
            return named(s, subjects, "claims", None, home) if known and trigger.i > verb.i else ()
    return ()


def _hearsay(s: Sentence, verb: Token) -> bool:
    """'A city said to be vital' says nothing itself."""
    if verb.dep == "acl" and verb.tag == "VBN":
        return True
    after = s.tokens[verb.i + 1 : verb.i + 3]
    infinitive = len(after) == 2 and after[0].lower == "to" and after[1].tag == "VB"
    if verb.lemma in ("say", "believe", "think") and verb.tag in ("VBN", "VBD"):
        return infinitive  # nobody "said to be" anything; but "the corps claimed to have cleared Vesele"
    return infinitive and verb.tag != "VBG" and not s.children(verb.i, "nsubj")


def _outer(s: Sentence, verb: Token) -> Token:
    """The verb whose subject speaks: 'said' of 'The US said it believed' and of 'said its men held on, adding that'."""
    subjects = s.children(verb.i, "nsubj")
    bare = all(t.lower in ("it", "he", "she", "they") for t in subjects)
    if subjects and not bare:
        return verb
    inner = verb if subjects or verb.dep == "ccomp" else s.head(verb.i)
    above = s.head(inner.i)
    adding = verb.tag == "VBG" and verb.dep == "advcl"
    if inner.dep == "ccomp" and is_speech(above.lemma) and s.children(above.i, "nsubj") and (subjects or adding):
        return above
    return verb


_OFFICE = re.compile(  # "the governor, Serhiy Haidai, said", whose office the parser hangs on the name before it
    r"(?:^|[,“\"] )(?P<who>(?:the|its|their|an?) (?:[\w’'-]+ ){0,4}[\w’'-]+), "
    r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}, $"
)


_LED = re.compile(  # "Zelensky, in Oslo for talks, said", of whom the parser may make an adverb
    r"(?P<who>(?:The |An? )?[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,4}), "
    r"(?:in|at|from|visiting|on|speaking|during) [^,]{3,60}, $"
)


def _office(s: Sentence, verb: Token, stance: Stance, home: Side) -> tuple[Voice, ...]:
    """The office and name right before a verb of saying that the parser gave no subject."""
    ahead = s.text[: verb.start - s.start]
    match = _OFFICE.search(ahead) or _LED.match(ahead)
    return (voice(match["who"], stance, home, context=match.group()),) if match and not s.subjects(verb.i) else ()


def _aside(s: Sentence, below: Token) -> bool:
    """A verb of saying that only stands beside the event, which has a conjoined clause of its own."""
    return below.dep == "conj" and below.is_verb and bool(s.children(below.i, "nsubj", "nsubjpass"))


_SOURCES, _CITING, _CONFIRMING = ("according", "per"), ("cite", "quote"), ("confirm", "corroborate", "verify")


def _according(s: Sentence, last: Voice | None, home: Side) -> tuple[Voice, ...]:
    for token in s.tokens if not s.said.isdisjoint(_SOURCES) else ():
        if token.lower == "according":
            sources = (obj for prep in s.children(token.i, "prep") for obj in s.children(prep.i, "pobj"))
        elif token.lower == "per" and (token.i == 0 or s.tokens[token.i - 1].text == ","):
            sources = (obj for obj in s.children(token.i, "pobj"))  # not "ten shells per hour"
        else:
            continue
        for obj in sources:
            heads = [t for t in s.conjuncts(obj.i) if t.is_noun or t.tag in ("CD", "PRP")]
            if _is_somebodys(s, obj):
                return (voice(s.phrase(obj.i), "claims", home),)
            return named(s, heads, "claims", last, home)
    return ()


def _is_somebodys(s: Sentence, noun: Token) -> bool:
    """'The morning report', 'its daily bulletin': one that somebody gives, and not 'reports' that go about."""
    known = any(c.lower in ("the", "its", "their") or c.dep == "poss" for c in s.children(noun.i))
    return known and noun.tag == "NN" and noun.lemma in ("report", "bulletin", "briefing", "summary", "statement")


def _cited(s: Sentence, last: Voice | None, home: Side) -> tuple[Voice, ...]:
    """'TASS reported, citing the defence ministry': who is cited, on the reporter's side if on none else."""
    for token in s.tokens if not s.said.isdisjoint(_CITING) else ():
        if token.lemma not in _CITING or not (token.tag == "VBG" or _as_saying(s, token)):
            continue
        sources = [t for obj in s.children(token.i, "dobj") for t in s.conjuncts(obj.i) if t.is_noun]
        found = [v for v in named(s, sources, "claims", last, home) if v.side != "unknown"]
        if found and any(t.is_verb and is_speech(t.lemma) for t in s.tokens):
            russian = any(
                named_side(s.phrase(t.i)) == "russia"
                for verb in s.tokens
                if verb.is_verb and (is_speech(verb.lemma) or verb is token)
                for t in s.children(verb.i, "nsubj")
            )
            return tuple(
                replace(v, side="russia") if russian and named_side(v.claimant or "") == "unknown" else v for v in found
            )
    return ()


def _as_saying(s: Sentence, verb: Token) -> bool:
    """'TASS quoted the fire service as saying'."""
    return any(p.lower == "as" and any(c.tag == "VBG" for c in s.children(p.i)) for p in s.children(verb.i, "prep"))


def confirmations(s: Sentence, *, home: Side = "ukraine") -> tuple[Voice, ...]:
    """'an account confirmed by a senior American official': the voices that confirm what the sentence tells."""
    found = []
    for token in s.tokens if not s.said.isdisjoint(_CONFIRMING) else ():
        if token.lemma in _CONFIRMING and token.tag == "VBN" and not s.children(token.i, "neg"):
            for agent in s.children(token.i, "agent", "prep"):
                if agent.lower == "by":
                    for obj in s.children(agent.i, "pobj"):
                        found += [voice(s.phrase(t.i), "confirms", home) for t in s.conjuncts(obj.i)]
    return tuple(found)


def subject_voice(s: Sentence, stance: Stance, last: Voice | None, *, home: Side = "ukraine") -> Voice | None:
    """The speaker of a sentence that answers what was told before: 'The Russian military has not commented.'"""
    root = next((t for t in s.tokens if t.head == t.i), None)
    if root is None:
        return None
    candidates = named(s, s.subjects(root.i), stance, last, home)
    if not candidates and (source := next((t for t in s.tokens if t.lower in ("from", "by")), None)):
        candidates = named(s, s.children(source.i, "pobj"), stance, last, home)
    return replace(candidates[0], stance=stance) if candidates else None
