"""Reporting clauses as the text has them: "…, the mayor said." The parser often makes of them what they are not."""

import re
from dataclasses import replace

from pipeline.claimants import PRONOUNS, Voice, is_thing, same_body, voice
from pipeline.models import Side

_NO_SPEAKER = {"was", "were", "is", "that", "had", "has", "after", "before", "when", "while", "as", "since", "it"}
_NO_SPEAKER |= {"which", "who"}
_FINAL = re.compile(
    r"[,\"”] (?P<who>(?:[\w.'’-]+ ){0,12}?[\w.'’-]+) (?:has |have |had )?"
    r"(?:said|reported|announced|told|wrote|added|claimed|confirmed|(?:was|were) quoted as saying)"
    r"(?: (?:on|late|early|in|at|by|to|from|via|during) [^,]{1,60}| \w+day|(?<=told)(?: [\w’'-]+){1,12})?[.\"”]*$"
)
_NAMED_FINAL = re.compile(  # "Two died in Sumy, Ihor Koval, the head of its administration, said on television."
    r"[,\"”] (?P<who>(?:[a-z][\w’'-]+ ){0,4}(?:[A-Z][\w.’'-]+ ){1,4}[A-Z][\w.’'-]+, [^,;\"“”]{3,90}), "
    r"(?:has |have |had )?(?:said|reported|announced|told|wrote|added|claimed|confirmed)\b[^,;\"“”]{0,80}[.\"”]*$"
)


_ASIDE = re.compile(  # "Rockets, the mayor said, hit a bakery", "Klimovo, as the governor wrote, was shelled"
    r", (?:as )?(?P<who>he|she|it|they|(?:the |an? |two |[A-Z])(?:[\w.'’-]+ ){0,6}?[\w.'’-]+) "
    r"(?:(?:said|reported|claimed|announced|added|wrote|explained|insisted)(?: on \w+day)?|went on|continued)[,;]"
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
        return (same_body(voice(who, "claims", home), who.lower().split()[-1], last),)
    if match := _HAS_IT.match(text):
        return (voice(match["who"].strip(), "claims", home),)
    if match := _NAMED_FINAL.search(text):
        return (voice(match["who"], "claims", home),)
    if match := _FINAL.search(text):
        who = match["who"]
        if who.lower() in PRONOUNS:
            return (replace(last, stance="claims"),) if last is not None else ()
        if _NO_SPEAKER.isdisjoint(who.lower().split()) and not is_thing(who.split()[-1]):
            return tuple(
                voice(part, "claims", home) for part in re.split(r" and (?=an? |the |two |(?:[a-z]+ ){0,3}[A-Z])", who)
            )
    return ()


_NAME = r"(?:[A-Z][\w.’'-]+ ){1,4}[A-Z][\w.’'-]+"
_SAYS = (
    r"(?:has |have |had )?(?:said|says|told|wrote|announced|reported|added|claimed|confirmed|posted|stated|warned)\b"
)
_NAME_AHEAD = re.compile(rf"(?:^|[,:;“\"] )(?P<name>(?!(?:On|In|At|By|Late|Early) ){_NAME}), $")
_NAME_BEHIND = re.compile(rf", (?P<name>{_NAME}), {_SAYS}")
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
    if re.match(rf", {_SAYS}", behind) and (match := _NAME_AHEAD.search(ahead)):
        return (replace(found[0], claimant=f"{match['name']}, {words}"),)
    if re.match(rf" {_SAYS}", behind) and (match := _BESIDE.search(ahead)):
        first = voice(match["who"], found[0].stance, home)
        return (first, *found) if first.side != "unknown" else found
    return found
