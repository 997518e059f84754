"""Reporting clauses as the text has them: "…, the mayor said." The parser often makes of them what they are not."""

import re
from dataclasses import replace

from pipeline.claimants import PRONOUNS, Voice, is_thing, same_body, voice
from pipeline.models import Side

_NO_SPEAKER = {"was", "were", "is", "that", "had", "has", "after", "before", "when", "while", "as", "since", "it"}
_NO_SPEAKER |= {"which", "who", "widely", "previously", "according"}
_SAID = (
    r"(?:has |have |had )?(?:said|says|told|reported|announced|wrote|added|claimed|confirmed|assessed|boasted|noted"
    r"|stated|posted|explained|insisted|declared|tweeted|recalled|recounted|acknowledged|admitted|conceded|alleged"
    r"|estimated|argued|disclosed|maintained|warned|complained|reckon(?:s|ed)|believed?s?)\b"
)
_SAYS = r"(?:say|reports?|claims?|writes|assess(?:es)?)\b"  # at a sentence's end only: "the report says" opens others
_FINAL = re.compile(
    rf"[,\"”] (?P<who>(?:[\w.'’-]+ ){{0,12}}?[\w.'’-]+) (?:{_SAID}|{_SAYS}|(?:was|were) quoted as saying)"
    r"(?: (?:on|late|early|in|at|by|to|from|via|during) [^,]{1,60}| \w+day|(?<=told)(?: [\w’'-]+){1,12})?[.\"”]*$"
)
_NAMED_FINAL = re.compile(  # "Two died in Sumy, Ihor Koval, the head of its administration, said on television."
    r"[,\"”] (?P<who>(?:[a-z][\w’'-]+ ){0,4}(?:[A-Z][\w.’'-]+ ){1,4}[A-Z][\w.’'-]+, [^,;\"“”]{3,90}"
    r"|(?:the|an?|its|their) [^,;:\"“”]{3,80}(?:, [^,;:\"“”]{2,90})?), "  # "the Institute for War, a think-tank, said"
    rf"{_SAID}[^,;\"“”]{{0,80}}[.\"”]*$"
)


_ASIDE = re.compile(  # "Rockets, the mayor said, hit a bakery", "Klimovo, as the governor wrote, was shelled"
    r", (?:as )?(?P<who>he|she|it|they|(?:the |an? |two |its |their |[A-Z])(?:[\w.'’-]+ ){0,6}?[\w.'’-]+"
    rf"(?:, (?:[A-Z][\w.’'-]+ ){{1,3}}[A-Z][\w.’'-]+,)?) (?:{_SAID}(?: on \w+day)?|went on|continued)[,;]"
)
_OFFICE = (
    r"\b(?:officials?|governor|mayor|minist(?:ry|er)|president|spokes\w+|general staff|air force|military|army|navy"
    r"|administration|police|prosecutors?|head|chief|commander|command|emergency service|service|intelligence"
    r"|authorities|council|adviser|aide)\b"
)
_HEADED = re.compile(  # 'Ihor Koval, head of the region: "They struck Sumy"', 'Governor: two hurt in Sumy'
    rf"^(?P<who>[^:.;!?“”\"]{{0,80}}{_OFFICE}[^:.;!?“”\"]{{0,60}}): (?=[“\"«A-Z\w])", re.IGNORECASE
)
_DASHED = re.compile(  # "Sumy shelled, two hurt – governor"
    rf"(?: [–—-]|:) (?P<who>(?:[\w’']+ ){{0,5}}{_OFFICE}(?: [\w’']+){{0,4}})$", re.IGNORECASE
)
_LISTS = re.compile(  # "the governor gave this account of the night: ...", "the staff listed the attacks as follows"
    r"^(?:.{0,80}[:;] )?(?P<who>(?:the |its |their |an? )?[^,:;“”\"]{2,80}?(?:, [^,:;]{2,60},)?) (?:has |have |had )?"
    r"(?:(?:gave|gives) (?:this|the following|an?) [^:.]{0,30}\b(?:account|list|summary|picture|rundown)\b"
    r"|list(?:ed|s)\b|summed up|counted|counts"
    r"|(?:reported|reports|recorded|records) (?:\w+ ){1,4}?(?:attacks|assaults|clashes|strikes|engagements|battles"
    r"|shellings|incidents)\b|(?:\w+ed|gave|put|set out|told) [^:.]{0,60}\b(?:as follows|the following)\b)",
    re.IGNORECASE,
)
_LIST_BITS = ("gave ", "gives ", "list", "summed up", "count", "follow", "report", "record")  # one is in all of these
_BRIEFING = re.compile(  # "From the ministry's morning briefing: ..."
    r"^(?:From|In|According to) (?P<who>[^:,;.]{0,80}\b(?:briefing|report|bulletin|summary|update|statement)\b"
    r"[^:,;.]{0,60}): ",
    re.IGNORECASE,
)


_INVERTED = re.compile(  # "Sumy was bombed, said Ihor Koval, a captain there, in a message, and ships had joined in"
    r"[,”\"] (?:said|wrote|added|reported) (?P<who>(?:(?:the|an?|its) )?(?:[\w.’'-]+ ){0,4}[\w.’'-]+"
    r"(?:, (?:(?:the|an?|its|who|head|mayor|governor) [^,;.]{2,60}|(?:[A-Z][\w.’'-]+ ){0,2}[A-Z][\w.’'-]+))?)[,;]"
)
_HAS_IT = re.compile(  # "The ministry's briefing has it that Vilshana was attacked"
    r"^(?P<who>[^,;]{3,60}?)(?: (?:for|of|on) [^,;]{1,40})? (?:has|had) it that\b"
)


def speakers(text: str, last: Voice | None, home: Side) -> tuple[Voice, ...]:
    """Who is named in the middle of a sentence or at its end as saying it; a pronoun is the last speaker."""
    if match := _ASIDE.search(text):
        who = match["who"]
        if who.lower() in PRONOUNS:
            return (replace(last, stance="claims"),) if last is not None else ()
        return (same_body(voice(who.rstrip(","), "claims", home), who.lower().split()[-1], last),)
    if match := _HAS_IT.match(text):
        return (voice(match["who"].strip(), "claims", home),)
    if match := _NAMED_FINAL.search(text):
        return (voice(match["who"], "claims", home),)
    if match := _FINAL.search(text):
        who = match["who"]
        if who.lower() in PRONOUNS:
            return (replace(last, stance="claims"),) if last is not None else ()
        if _NO_SPEAKER.isdisjoint(who.lower().split()) and (
            not is_thing(who.split()[-1]) or re.search(r"['’]s? ", who)  # but "the general staff's report"
        ):
            return tuple(
                voice(part, "claims", home) for part in re.split(r" and (?=an? |the |two |(?:[a-z]+ ){0,3}[A-Z])", who)
            )
    if match := _INVERTED.search(text):
        return (voice(match["who"], "claims", home),)
    if match := _listing(text):
        colon = re.search(r": \S", text[match.end() :]) or ": " in match.group() or "listed" in match.group()
        return _of_a_side(match["who"], last, home) if colon else ()
    match = _HEADED.match(text) or _BRIEFING.match(text) or _DASHED.search(text)
    return _of_a_side(match["who"], last, home) if match else ()


_OPENING = re.compile(  # "The mayor, Ihor Koval, said that two had died"
    rf"^(?P<who>(?:(?:The|Its|An?|Two|His|Her) |[A-Z])[^,;:“”\"]{{1,70}}?(?:, [^,;:“”\"]{{2,90}},)?) {_SAID}"
)


def opening(text: str, last: Voice | None, home: Side) -> Voice | None:
    """Who speaks in a sentence that the parser was not asked about: who opens it, or is named in it as saying it."""
    match = _OPENING.match(text)
    if match is not None and not is_thing(match["who"].split()[-1]):
        return next(iter(_of_a_side(match["who"].rstrip(","), last, home)), None)
    return next(iter(speakers(text, last, home)), None)


def _listing(text: str) -> re.Match[str] | None:
    low = text.casefold()
    return _LISTS.match(text) if any(bit in low for bit in _LIST_BITS) else None


def lister(text: str, last: Voice | None, home: Side) -> Voice | None:
    """Who lists in this sentence what those after it tell: 'The general staff gave this account of the day.'"""
    match = _listing(text)
    return next(iter(_of_a_side(match["who"], last, home)), None) if match else None


def _of_a_side(who: str, last: Voice | None, home: Side) -> tuple[Voice, ...]:
    """The speaker, where the words tell the side: "Kharkiv region: ..." names no speaker."""
    found = same_body(voice(who.strip(), "claims", home), who.lower().split()[-1], last)
    return (found,) if found.side != "unknown" else ()


_NAME = r"(?:[A-Z][\w.’'-]+ ){1,4}[A-Z][\w.’'-]+"
_NAME_AHEAD = re.compile(rf"(?:^|[,:;“\"] )(?P<name>(?!(?:On|In|At|By|Late|Early) ){_NAME}), $")
_NAME_BEHIND = re.compile(rf", (?P<name>{_NAME}), {_SAID}")
_OF_BOTH = re.compile(  # "according to Ukrainian and Russian officials"
    r"\b(?:Ukrainian and (?:Russian|separatist|rebel)|Russian and Ukrainian)(?:-\w+)?(?: [a-z]+){1,3}$"
    r"|\b[Bb]oth (?:sides|armies|militaries|warring parties)$|\b[Oo]fficials (?:on|from) both sides$"
)
_BESIDE = re.compile(r"[,”\"] (?P<who>(?:[\w’'-]+ ){1,6}[\w’'-]+) and $")


def spelled_out(text: str, found: tuple[Voice, ...], home: Side) -> tuple[Voice, ...]:
    """The voices with a name or office, and the first of two speakers, of which the parser makes part of the clause."""
    if len(found) != 1 or not (words := found[0].claimant) or (start := text.find(words)) < 0:
        return found
    ahead, behind = text[:start], text[start + len(words) :]
    if match := _OF_BOTH.search(ahead + words):
        return tuple(replace(found[0], claimant=match.group(), side=side) for side in ("ukraine", "russia"))
    if match := _NAME_BEHIND.match(behind):
        return (replace(found[0], claimant=f"{words}, {match['name']}"),)
    if re.match(rf", {_SAID}", behind) and (match := _NAME_AHEAD.search(ahead)):
        return (replace(found[0], claimant=f"{match['name']}, {words}"),)
    if re.match(rf" {_SAID}", behind) and (match := _BESIDE.search(ahead)):
        first = voice(match["who"], found[0].stance, home)
        return (first, *found) if first.side != "unknown" else found
    return found
