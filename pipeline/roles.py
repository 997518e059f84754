"""What each place name does in its sentence: scene, origin, reference point, or part of the name of a body.

A mentioned place is not the event's place until its role says so.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from gazetteer.lookup import Toponym
from pipeline import offsets, qualifying, references
from pipeline.placemention import PlaceMention
from pipeline.placewords import (
    facility_words,
    is_description,
    is_named_district,
    noun_step,
    of_a_thing,
    of_garden_path,
    part_words,
    tells,
)
from pipeline.placewords import words as words  # asked for here by the stages that read roles
from pipeline.syntax import Sentence, Token

_start, _end = attrgetter("start"), attrgetter("end")


def mentions(s: Sentence, toponyms: tuple[Toponym, ...]) -> tuple[PlaceMention, ...]:
    """The place names of a sentence with their roles, in text order."""
    found = []
    for toponym in toponyms if s.tokens else ():
        # words follow one another: those that end behind the name's start, up to the first that starts behind its end
        first = bisect_right(s.tokens, toponym.start, key=_end)
        inside = s.tokens[first : bisect_left(s.tokens, toponym.end, first, key=_start)]
        if not inside:
            continue
        span = {t.i for t in inside}
        head = next((t for t in inside if t.head not in span or t.head == t.i), inside[-1])
        found.append(references.beside_words(s, _climb(s, toponym, head, span)))
    return qualifying.settled(s, tuple(_listed(s, found)))


_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/&]|,? and)\s+")
_PLURAL = re.compile(r"\s+(region|oblast|province|district|raion)s\b", re.IGNORECASE)
# "on towns from Lviv to Kharkiv": the ends of a list, no origin
_MANY = re.compile(r"\b(?:cities|towns|targets|villages|settlements|regions|places|areas|sites)\b[^.;:]{0,40}? from $")
_WHOSE = ("'s ", "’s ")
_DISTRICT = re.compile(
    r"[A-Z][\w’'-]+(?:(?:,| and|, and)? [A-Z][\w’'-]+)* (?:\w+ )?(?:district|raion|neighbou?rhood|quarter|suburb)s?\b"
)
_LOOSE = ("npadvmod", "appos", "conj", "dep", "dobj", "oprd", "attr", "nmod")


def _listed(s: Sentence, found: list[PlaceMention]) -> Iterator[PlaceMention]:
    """'Strikes reported in Kharkiv, Sumy, Chernihiv': names told one after the other stand where the first one does.

    The parser makes apposition, adverb and object of them by turns.
    """
    for k in range(len(found) - 1, 0, -1):  # "Sumy and Kharkiv regions": the noun is everybody's
        last, ahead = found[k], found[k - 1]
        if _BETWEEN_NAMES.fullmatch(s.text[ahead.toponym.end - s.start : last.toponym.start - s.start]):
            after = _PLURAL.match(s.text[last.toponym.end - s.start :])
            shared = last.cue is not None and k + 1 < len(found) and last.group == found[k + 1].group
            if after or (shared and not s.text.startswith(_WHOSE, last.toponym.end - s.start)):
                kind = after[1].lower() if after else last.cue
                found[k] = replace(last, cue=kind)
                found[k - 1] = replace(found[k], toponym=ahead.toponym, token=ahead.token)
    for k in range(1, len(found)):
        ahead, last = found[k - 1], found[k]
        rest = s.text[last.toponym.start - s.start :]
        if s.text[ahead.toponym.end - s.start : last.toponym.start - s.start] in _WHOSE and _DISTRICT.match(rest):
            found[k - 1] = replace(ahead, role="reference")  # "Kharkiv's Saltivka district": it says where that lies
    for k in range(1, len(found)):
        ahead, last = found[k - 1], found[k]
        between = s.text[ahead.toponym.end - s.start : last.toponym.start - s.start]
        ends = ahead.role == "origin" and between == " to " and not qualifying.is_road(s.head(ahead.token.head))
        if ends and _MANY.search(s.text[: ahead.toponym.start - s.start]):
            there = replace(last, role="scene", attach=s.head(ahead.token.head).i, relation="on")
            told = [m for m in found if m is ahead or m.group == last.group]
            found = [replace(there, toponym=m.toponym, token=m.token, cue=m.cue) if m in told else m for m in found]
    before: PlaceMention | None = None
    for m in found:
        loose = m.token.dep in _LOOSE and m.relation in (*_LOOSE, "ROOT")
        second = _is_second_subject(s, m, before)
        if before is not None and ((before.role == "scene" and loose) or second) and _hangs(m) != _hangs(before):
            between = s.text[before.toponym.end - s.start : m.toponym.start - s.start]
            if _BETWEEN_NAMES.fullmatch(between):
                m = replace(before, toponym=m.toponym, token=m.token, cue=m.cue, part=m.part, lies=m.lies)
        before = m
        yield m


def _is_second_subject(s: Sentence, m: PlaceMention, before: PlaceMention | None) -> bool:
    """'Airports in Poltava, Lubny and Myrhorod were bombed', of which the parser says that Lubny was bombed as well."""
    if (
        before is None
        or before.role not in ("scene", "body")
        or before.relation not in ("in", "at", "near")
        or m.relation not in ("nsubjpass", "dobj")
    ):
        return False
    thing = s.tokens[m.group]
    listed = thing.tag in ("NN", "NNS") and any(t.i == thing.i for t in s.ancestors(before.token.i))
    return listed or (m.relation == "nsubjpass" and len(s.children(m.attach, "nsubjpass")) > 1)


def _hangs(m: PlaceMention) -> tuple[int, str]:
    return m.attach, m.relation


def _climb(s: Sentence, toponym: Toponym, head: Token, span: set[int]) -> PlaceMention:
    w = words()
    cur, cue, part, facility, preposition = head, None, None, None, None
    group = head.i
    if head.is_noun and head.lemma in w["facility"] and len(span) > 1:
        pass  # a landmark's own name ends in its facility noun
    for child in s.children(head.i, "compound", "amod", "nmod"):
        if child.i not in span and child.lower in ("city", "town", "village"):
            cue = child.lower
        if (
            child.i not in span
            and offsets.bearing(child.lower) is not None
            and child.lower.endswith("ern")
            and head.i == cur.i
        ):
            part = child.lower
    for child in s.children(head.i, "appos"):  # "Kremenchuk, a city on the Dnipro"
        if cue is None and child.lemma in w["settlement"] | w["district"] and not is_named_district(s, child):
            cue = child.lemma
    for _ in range(12):
        above = s.head(cur.i)
        if above.i == cur.i:
            return PlaceMention(toponym, head, "scene", cur.i, preposition or "ROOT", group, cue, part, facility)
        dep = cur.dep
        if dep in ("appos", "conj") and (above.is_noun or above.tag in ("CD", "DT", "PRP", "JJ", "VBG")):
            if dep == "appos" and above.lemma in w["settlement"] | w["region"] | w["district"]:
                cue = cue or above.lemma
            elif above.lemma in w["organisation"] and dep == "appos":
                return PlaceMention(toponym, head, "body", above.i, dep, group, cue, part, facility)
            named = dep == "appos" and is_named_district(s, cur)  # the parser's word for the next of a list
            if dep == "appos" and cur.i != head.i and above.tag in ("NNP", "NNPS") and not named:
                # "Irpin, a town on the edge of Kyiv": Kyiv only says where the other lies
                link = preposition if preposition is not None and preposition in w["near"] else dep
                return PlaceMention(toponym, head, "reference", above.i, link, group, cue, part, facility)
            cur = above
            group = above.i
            continue
        if dep in ("compound", "nmod", "poss", "amod", "nounmod") and (above.is_noun or above.tag == "VBG"):
            if above.lower in w["direction"]:  # "at Vasylkiv southwest of the capital" parses as one compound
                cur = above
                continue
            step = noun_step(above, dep)
            if above.lemma in w["settlement"] and not any(p.feature_class == "P" for p in toponym.candidates):
                step = "body"  # "the Donbas city" is a city there, not Donbas
            if step == "scene":
                return PlaceMention(toponym, head, "scene", above.i, "of", group, cue, part, facility)
            if step == "body":
                return PlaceMention(toponym, head, "body", above.i, dep, group, cue, part, facility)
            if step == "part":
                part = part_words(s, above)
            elif step == "facility":
                facility = facility_words(s, above, span)
            else:
                cue = cue or above.lemma
            cur = above
            continue
        if dep == "pobj":
            prep = above.lower
            over = s.head(above.i)
            if above.dep == "prep" and over.tag in ("IN", "TO") and over.i != above.i:  # "from near Kyiv"
                beside = over.lower == "out" and s.head(over.i).dep == "relcl"  # "the forces that poured out of Crimea"
                if over.lower == "from" or beside:
                    return PlaceMention(toponym, head, "origin", s.head(over.i).i, "from", group, cue, part, facility)
                over = s.head(over.i)
            if over.lower in w["direction"] and s.children(over.i, "det"):  # "in the north of Kharkiv"
                half = next((c.lower for c in s.children(over.i, "compound", "amod") if c.lower in w["direction"]), "")
                part, cur = half + over.lower, over  # "north" + "west" of "north-west"
                continue
            if prep == "to" and over.lemma in ("approach", "entrance", "entry"):  # "at the entrance to Bakhmut"
                preposition, cur = "near", over
                continue
            if prep == "to" and over.is_noun and not tells(over):  # "the road to Zaporizhzhia"
                return PlaceMention(toponym, head, "body", over.i, prep, group, cue, part, facility)
            if over.lower in w["direction"] and (preposition or prep) in w["near"] | {"at", "in"}:
                # "northeast of Kupiansk near Synkivka": the second name is where it was
                verb = next((t for t in s.ancestors(over.i) if t.is_verb), over)
                return PlaceMention(toponym, head, "scene", verb.i, preposition or prep, group, cue, part, facility)
            if over.lower in w["direction"] or over.lemma in w["unit"]:
                return PlaceMention(toponym, head, "reference", over.i, prep, group, cue, part, facility)
            if above.dep == "conj" and over.tag in ("IN", "TO"):  # "in Dnipro and in Kryvyi Rih"
                over = s.head(over.i)
            verb = s.head(over.i)
            if above.dep == "conj" and over.tag == "VBG" and any(p.lower == prep for p in s.children(verb.i, "prep")):
                over = verb  # "fell on a school in Sumy, killing five, and on a store in Konotop"
            sent_from = over.dep == "pobj" and s.head(over.i).lower == "from" and over.tag in ("NNP", "NNPS")
            if sent_from and prep in (
                "at",
                "on",
                "towards",
                "toward",
                "against",
                "into",
            ):  # "from the Black Sea at Odesa"
                target = s.head(s.head(over.i).i)
                return PlaceMention(toponym, head, "scene", target.i, prep, group, cue, part, facility)
            if prep == "to" and over.lower == "halfway":  # "a town halfway to Donetsk" is not Donetsk
                return PlaceMention(toponym, head, "reference", over.i, prep, group, cue, part, facility)
            if prep == "to" and over.lower == "close":  # "close to Vasylkiv"
                return PlaceMention(toponym, head, "scene", s.head(over.i).i, "near", group, cue, part, facility)
            if prep == "of":
                if over.is_noun or over.tag in ("DT", "CD", "JJ", "PRP", "JJS"):
                    step = noun_step(over, "of")
                    if step == "body" and of_a_thing(s, cur, over, head):
                        step = "cue"
                    if step == "body":
                        return PlaceMention(toponym, head, "body", over.i, "of", group, cue, part, facility)
                    if step == "scene":
                        return PlaceMention(toponym, head, "scene", over.i, "of", group, cue, part, facility)
                    if over.lemma in w["part"] and is_description(s, over):
                        return PlaceMention(toponym, head, "reference", over.i, "of", group, cue, part, facility)
                    if step == "part":
                        part = part_words(s, over)
                    elif step == "facility":
                        facility = facility_words(s, over, span)
                    elif over.lemma in w["settlement"] | w["region"] | w["district"]:
                        cue = cue or over.lemma
                    cur = over
                    continue
                return PlaceMention(toponym, head, "scene", over.i, preposition or "of", group, cue, part, facility)
            launcher = cur.i != head.i and cur.lemma not in w["facility"] | w["settlement"] | w["region"] | w["part"]
            if prep == "from" and launcher and over.lemma not in ("fire", "launch", "come", "fly", "send", "shoot"):
                cur = over  # "filling cans from a tanker in Lysychansk"
                if over.is_verb:
                    return PlaceMention(toponym, head, "scene", over.i, preposition or prep, group, cue, part, facility)
                continue
            smoke = (facility is not None and over.lemma in ("leak", "spill")) or any(
                t.lemma in ("smoke", "plume", "flame", "fire") for t in (*s.children(over.i, "nsubj"), s.head(over.i))
            )
            if (
                prep == "from" and over.lemma in ("rise", "come", "billow", "pour", "leak", "spill") and smoke
            ):  # "smoke rising from Odesa", "ammonia leaked from a plant near Sumy"
                return PlaceMention(toponym, head, "scene", over.i, "at", group, cue, part, facility)
            if prep == "from" and preposition and of_garden_path(s, cur):
                return PlaceMention(toponym, head, "scene", over.i, preposition, group, cue, part, facility)
            if prep == "from":
                return PlaceMention(toponym, head, "origin", over.i, "from", group, cue, part, facility)
            aside = preposition in ("in", "at") and prep in ("down", "up")  # "Down the river at Enerhodar"
            if aside or (prep == "without" and preposition == "into"):  # "drove without opposition into Snihurivka"
                return PlaceMention(toponym, head, "scene", over.i, preposition or prep, group, cue, part, facility)
            if prep not in w["locative"]:
                return PlaceMention(toponym, head, "body", over.i, prep, group, cue, part, facility)
            preposition = preposition or prep
            happens = tells(over) and over.lemma not in w["facility"]  # "plant" is a verb too
            if over.is_noun and not happens and over.i < cur.i:
                if over.lemma in w["organisation"] - w["folk"] or over.lower in w["organisation"] - w["folk"]:
                    return PlaceMention(toponym, head, "body", over.i, prep, group, cue, part, facility)
                listed = over.dep == "conj" or s.children(over.i, "conj")  # "a refinery and a plant in X" is neither
                if over.lemma in w["facility"] and facility is None and not listed:
                    facility = facility_words(s, over, span)
                cur = over
                continue
            return PlaceMention(toponym, head, "scene", over.i, preposition, group, cue, part, facility)
        return PlaceMention(toponym, head, "scene", above.i, preposition or dep, group, cue, part, facility)
    return PlaceMention(toponym, head, "scene", cur.i, preposition or "dep", group, cue, part, facility)


def facility_before(s: Sentence, m: PlaceMention) -> str | None:
    """The facility right before "in" and the name, on whichever word the parser hangs them: 'hit a depot in Sumy'."""
    w = words()
    before = [t for t in s.tokens if t.start < m.toponym.start]
    while before and (before[-1].tag == "DT" or before[-1].lower == "of" or before[-1].lemma in w["settlement"]):
        before.pop()
    if len(before) < 2 or before[-1].lower not in ("in", "at", *w["near"]) or before[-2].lemma not in w["facility"]:
        return None
    return facility_words(s, before[-2], set())
