"""Numbers of people killed, wounded, missing, captured or displaced, and of equipment lost, as somebody gives them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from pipeline import numbers
from pipeline.models import Figure

_VAGUE = ("dozens", "scores", "hundreds", "thousands", "several", "many")
_EXACT = rf"\d{{1,3}}(?:,\d{{3}})+|\d+|{numbers.PATTERN}"
_NUMBER = rf"(?P<n>{_EXACT}|{'|'.join(_VAGUE)})(?:(?:[-–]| to +)(?P<to>{_EXACT}))?"
_LOW, _HIGH = ("at least", "more than", "over"), ("up to", "as many as", "fewer than", "less than")
_ABOUT = ("about", "around", "some", "nearly", "almost", "an estimated")
_QUALIFIER = rf"(?P<q>{'|'.join((*_LOW, *_HIGH, *_ABOUT))})?"
_COUNT = rf"{_QUALIFIER} ?(?<![-\w]){_NUMBER}"
_PEOPLE = (
    "people|persons?|civilians?|soldiers?|servicemen|service members|troops|fighters|children|child|women|woman|men|man"
    "|residents?|workers?|others|police officers|officers|paratroopers|employees|sailors|rescuers|medics|boys?|girls?"
    "|teenagers?|marines"
)
_GROUP = (
    r"(?P<group>(?:(?:of|his|its|their|the|Ukrainian|Russian|other|civilian|young|elderly|military|local) )*"
    rf"(?:{_PEOPLE}))"
)
_BETWEEN = (
    r"(?:(?:were|was|had been|have been|has been|have|has|had|are|is|being|more|others?|reported|confirmed|and \w+) )*"
)
_ASIDE = (  # "39 civilians, including four children, were killed"
    r"(?:, (?:including|among them|(?:most|many|all) of (?:them|whom)|mostly|all)\b[^,;.:]{0,60},)?"
)
_METRICS = {
    "killed": r"(?:killed|dead|died|deaths?|lost (?:their|his|her) (?:life|lives))",
    "wounded": r"(?:wounded|injured|hurt|hospitali[sz]ed)",
    "missing": r"missing",
    "captured": r"(?:captured|taken (?:prisoner|captive)|surrendered)",
    "displaced": r"(?:evacuated|displaced|left their homes|fled|(?:forced|made) to (?:leave|flee))",
}
_VERB = {
    "killed": r"(?:kill(?:ed|ing|s)?|claim(?:ed|ing) the li(?:fe|ves) of)",
    "wounded": r"(?:wound(?:ed|ing|s)?|injur(?:ed|ing|es)|hurt(?:ing)?)",
    "captured": r"(?:captur(?:ed|ing)|took prisoner)",
}
_SAID = {  # every pattern of a metric holds one of these, in lower case; a sentence without is not searched for it
    "killed": ("kill", "dead", "died", "death", "lost", "claim", "toll", "number", "lives"),
    "wounded": ("wound", "injur", "hurt", "hospitali"),
    "missing": ("missing",),
    "captured": ("captur", "taken", "took", "surrender"),
    "displaced": ("evacuat", "displac", "left", "fled", "to leave", "to flee"),
}
_LOSSES = ("destroy", "los", "knock", "disabl", "sank", "sunk", "wip")  # the same of what is lost
# "the toll rose from three to five": the last number is what it is now
_TOLL = (
    r"(?:(?:death )?toll|number of (?:the )?(?:dead|killed|deaths|victims))\b[^.;,]{0,80}?"
    rf"\b(?:(?:from (?:{_EXACT}) )?to|at|of|was|is|reached|now) {_COUNT}\b(?! (?:wounded|injured|hurt|missing))"
)
_TAKEN = rf"\b(?:took|taking|taken|cost|costing) {_COUNT} lives"
_EQUIPMENT = (
    r"(?P<group>(?:(?:Russian|Ukrainian|enemy|main battle|infantry fighting|fighting|combat|military|air defence) )*"
    r"(?:tanks?|(?:armou?red )?(?:personnel )?(?:vehicles?|carriers?)|aircraft|warplanes?|planes?|jets?|bombers?"
    r"|helicopters?|guns?|howitzers?|mortars?|artillery (?:systems?|pieces?)|launchers?|trucks?|lorries|ships?|boats?))"
)
_LOSS = (
    r"(?:destroy(?:ed|ing|s)?|los(?:t|es|ing)|knock(?:ed|ing|s)? out|disabl(?:ed|ing|es)|sank|sunk|wip(?:ed|ing) out)"
)
_ITEM = re.compile(rf"{_COUNT} {_EQUIPMENT}\b", re.IGNORECASE)
_LOST = re.compile(rf"(?P<passive>\b(?:were|was|have been|has been|had been) )?\b{_LOSS}\b", re.IGNORECASE)
_REACH = 160  # code points on that side of "destroyed" that may count what was lost
_BETWEEN_TWO = re.compile(rf"\bbetween ({_EXACT}) and ({_EXACT})\b", re.IGNORECASE)
_FATES = (
    *("kill", "dead", "died", "death", "wound", "injur", "hurt", "missing", "captur", "prisoner", "captive"),
    *("evacuat", "displac", "homes", "fled", "life", "lives", "toll", "victims", "hospitali", "surrender", "forced"),
    *("destroy", "lost", "loses", "losing", "knock", "disabl", "sank", "sunk", "wip"),
)
_FATE = re.compile("|".join(_FATES))
_TOLD = {  # "ten people were killed", "ten civilian deaths", "killing ten people"
    metric: tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"{_COUNT} (?:{_GROUP}{_ASIDE} )?{_BETWEEN}{word}\b",
            rf"{_COUNT} (?:(?:civilian|military|confirmed) )?(?P<group>civilian|soldier)? ?{word}\b",
            *([rf"{_VERB[metric]} {_COUNT}(?: {_GROUP})?\b"] if metric in _VERB else []),
            *((_TOLL, _TAKEN) if metric == "killed" else ()),
        )
    )
    for metric, word in _METRICS.items()
}
# where a number may begin, and words that may stand before it: the patterns are slow, and tried there alone
_SPELLED = re.compile(r"(?<![-\w])\w+")
_WORDS, _DIGIT = re.compile(r"\w+"), re.compile(r"\d")
_NUMERALS = frozenset(word.split("-")[0] for word in (*numbers.WORDS, *_VAGUE))
_QUALIFIED = re.compile(rf"(?:{'|'.join((*_LOW, *_HIGH, *_ABOUT))}) ?$", re.IGNORECASE)
_LONGEST_QUALIFIER = max(map(len, (*_LOW, *_HIGH, *_ABOUT))) + 1
_EVENTUAL = re.compile(r"\b(?:can|could|may|might|would|if|fear(?:s|ed)?|no)\b[^.]{0,25}$", re.IGNORECASE)
_EVENTUAL_REACH = 32  # code points, the most that it matches

_RATE = re.compile(  # "40 dead every night" counts no one event's; but "killed ten a day after"
    r"[^.;,:]{0,40}?\b(?:(?:every|each|per) (?:single )?|a )(?:day|night|week|month)\b"
    r"(?! (?:after|before|earlier|later))",
    re.IGNORECASE,
)


def find(text: str, claimant: str | None) -> tuple[Figure, ...]:
    """The figures of a sentence, in order. A number whose people or fate is not said is no figure."""
    return tuple(figure for _, figure in spans(text, claimant))


def spans(text: str, claimant: str | None) -> tuple[tuple[tuple[int, int], Figure], ...]:
    """The same, each with the span of its words in the text, code points."""
    found = _counted(text)
    return found if claimant is None else tuple((span, replace(one, claimant=claimant)) for span, one in found)


@lru_cache(4_096)  # asked for when the parser is fed, and again when the sentence is read, up to a batch later
def _counted(text: str) -> tuple[tuple[tuple[int, int], Figure], ...]:
    found: dict[int, tuple[tuple[int, int], Figure]] = {}
    low = text.casefold()
    if not any(map(_fateful, low.split())):
        return ()
    if "between" in low:
        text = _BETWEEN_TWO.sub(lambda two: f"{'':8}{two[1]} to  {two[2]}", text)  # as long as it was: spans hold
    starts = _starts(text)
    for metric, patterns in _TOLD.items():
        if not starts or not any(bit in low for bit in _SAID[metric]):
            continue
        for pattern in patterns:
            for match in (
                _found_at(pattern, text, starts) if pattern.pattern.startswith(_COUNT) else pattern.finditer(text)
            ):
                if _is_eventual(text, match.start()) or _RATE.match(text, match.end()):
                    continue
                if match["n"].lower() in ("a", "an") and not match.groupdict().get("group"):
                    continue  # "killing a mother and her children" gives no number
                found.setdefault(match.start("n"), (match.span(), _figure(match, metric)))
    for lost in _LOST.finditer(text) if any(bit in low for bit in _LOSSES) else ():
        start, end = (lost.start() - _REACH, lost.start()) if lost["passive"] else (lost.end(), lost.end() + _REACH)
        for match in _ITEM.finditer(text, max(0, start), end):
            between = text[match.end() : lost.start()] if lost["passive"] else text[lost.end() : match.start()]
            if not re.search(r"[.;:!?]", between) and not _is_eventual(text, match.start()):
                found.setdefault(match.start("n"), (match.span(), _figure(match, "equipment")))
    return tuple(found[at] for at in sorted(found))


@lru_cache(8_192)  # news says the same words
def _fateful(word: str) -> bool:
    """Whether a lower-case word holds one of those that tell what became of somebody or something."""
    return _FATE.search(word) is not None


def _is_eventual(text: str, start: int) -> bool:
    """True of a number that begins there and that only may be: "could have killed ten"."""
    return _EVENTUAL.search(text, max(0, start - _EVENTUAL_REACH), start) is not None


def _starts(text: str) -> list[int]:
    """Where _COUNT may match, in order: at numbers, the blanks before them, and what qualifies them."""
    found: set[int] = set()
    if _NUMERALS.isdisjoint(_WORDS.findall(text.lower())) and _DIGIT.search(text) is None:
        return []
    for word in _SPELLED.finditer(text):
        if word.group().lower() in _NUMERALS or word.group()[0].isdecimal():
            at = word.start()
            found |= {at, at - 1} if text[at - 1 : at] == " " else {at}
            if qualifier := _QUALIFIED.search(text, max(0, at - _LONGEST_QUALIFIER), at):
                found.add(qualifier.start())
    return sorted(found)


def _found_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What pattern.finditer(text) finds, where it can only match at the starts."""
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            end = match.end()
            yield match


def _figure(match: re.Match[str], metric: str) -> Figure:
    word = match["n"].lower().replace(",", "")
    qualifier = (match["q"] or "").lower() or None
    group = (match.groupdict().get("group") or "").strip() or None
    if word in _VAGUE:
        return Figure(metric, group, None, None, None, " ".join(filter(None, (qualifier, word))), None)
    value = int(numbers.value(word))
    if match["to"]:
        return Figure(metric, group, None, value, int(numbers.value(match["to"])), qualifier, None)
    if qualifier in _LOW:
        return Figure(metric, group, None, value, None, qualifier, None)
    if qualifier in _HIGH:
        return Figure(metric, group, None, None, value, qualifier, None)
    return Figure(metric, group, value, None, None, qualifier, None)
