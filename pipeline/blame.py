"""Two sides that blame each other: each denies that it was the one who did it."""

import re
from collections.abc import Iterable

from pipeline.models import Side
from pipeline.voices import Voice, cue, named_side, side_of

# what they are blamed for: of "accused each other of breaking the truce" no strike is disputed
_CHARGE = re.compile(
    r"\b(?:each other|one another|the other|blame|accusations|Russia|Ukraine|Kyiv|Moscow)(?: on \w+day)? "
    r"(?:for|of|over) (?P<what>[^,;.]+)"
)
_IT = re.compile(
    r"(?:it|this|that|doing (?:it|so)|the (?:deaths?|damage|blaze|fire|disaster|carnage|killings?))\b", re.IGNORECASE
)
_BOTH = re.compile(
    r"\b(?:each|both|the two|the warring)(?: of the)? (?:sides?|part(?:y|ies)|countr(?:y|ies)|arm(?:y|ies))",
    re.IGNORECASE,
)
_WORDS = r"(?:[\w’'-]{1,40} ){0,3}[\w’'-]{1,40}"  # no word is longer, and a hostile one would be tried from each letter
_TWO = re.compile(rf"\b(?P<one>{_WORDS}) and (?P<other>{_WORDS}?) (?:have |has |had |\w{{1,20}}ly )?$")


def may_charge(text: str) -> bool:
    """False of a text in which nobody blames or accuses, by the bits of these words."""
    low = text.casefold()
    return "accus" in low or "blam" in low


def charge(text: str) -> str:
    """What they are blamed for, in the text's words; '' where it does not say."""
    match = cue("mutual", text)
    found = _CHARGE.search(text, match.start() if match else 0)
    return found["what"] if found else ""


def points_back(words: str) -> bool:
    """True of a charge that names what was told before by a pronoun or by its harm: 'for it', 'for the deaths'."""
    return not words or _IT.match(words) is not None


def each_other(text: str, before: Iterable[str]) -> tuple[Voice, ...]:
    """Who blames each other in the text, or in it one who was blamed in the sentences before; () where nobody does.

    Either in one verb ("Russia and Ukraine traded blame") or in an accusation of each.
    """
    if match := cue("mutual", text):
        return _parties(text, match)
    accused = accusations(text)
    earlier = [one for sentence in before for one in accusations(sentence)]
    for who, whom in accused:
        if against := [back for back, charged in (*accused, *earlier) if (back.side, charged) == (whom, who.side)]:
            return (who, *(one for one in against if one.claimant and one.claimant in text))
    return ()


def _parties(text: str, match: re.Match[str]) -> tuple[Voice, ...]:
    """The two who blame each other, each a voice of its own where both are named; else "each side"."""
    if two := _TWO.search(text, 0, match.start()):
        found = [Voice(words, side_of(words), "denies") for words in two.group("one", "other")]
        if {one.side for one in found} == {"ukraine", "russia"}:
            return tuple(found)
    both = _BOTH.search(text)
    return (Voice(both.group() if both else None, "unknown", "denies"),)


_ACCUSES = re.compile(
    r"(?P<who>[^,;:.“”\"]{2,80}?) (?:has |have |had |also |then |in turn )*(?:accuse[ds]?|accusing|blame[ds]?|blaming) "
    r"(?P<whom>[\w’'-]+(?: [\w’'-]+){0,3})"
)


def accusations(text: str) -> tuple[tuple[Voice, Side], ...]:
    """Who blames whom, for each side of the war that the text says blames the other."""
    found = []
    if "accus" in text or "blam" in text:
        for match in _ACCUSES.finditer(text):
            accuser, accused = (named_side(match[part]) for part in ("who", "whom"))
            if {accuser, accused} == {"ukraine", "russia"}:
                found.append((Voice(match["who"].strip(), accuser, "denies"), accused))
    return tuple(found)
