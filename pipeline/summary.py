"""An incident in plain words: 'Missile strike on an oil depot in Klevan', 'Kreminna said to be captured'."""

import re

from pipeline.kinds import kinds
from pipeline.language import lemma
from pipeline.models import Event, Incident, Location
from pipeline.numbers import WORDS
from pipeline.wordclasses import classes

_LONE = (
    "shelling",
    "airstrike",
    "bombing",
    "bombardment",
    "strike",
    "attack",
    "barrage",
)  # need no "strike" after them
_OPENING = ("a", "an", "the", "its", "their", "his", "another", "second", "some")
_COUNT = ("several", "many", "more", "less", "than", "at", "least", "about", "around", "some", "both", "all", "dozens")
_ASIDE = re.compile(r"\s(?:close|near|over|in|at|from|with|after|on|by|outside)\s")
_PLAIN = 40  # code points; what is longer is no name for a headline


def headline(event: Event | Incident) -> str:
    """The incident without its day: 'Transport plane shot down near Vasylkiv'."""
    place = _where(event.location)
    if event.kind == "shootdown":
        return f"{_capital(_thing(event.object) or 'Aircraft or missile')} shot down{place}"
    if event.kind == "capture":
        thing = _bare(event.object or "")
        if event.location is None and any(
            lemma(word.lower(), "NNS") in classes()["soldiers"] for word in thing.split()
        ):
            return f"A place said to be taken from {thing}"  # "were pushed out of the north" captured no troops
        what = f"{_share(event.object)}{event.location.name}" if event.location else _capital(thing) or "A place"
        return f"{what} said to be captured{_by(event.actor)}"
    if event.kind == "withdrawal":
        who = _capital(_bare(event.actor or "")) or "Forces"
        return f"{who} withdraw{'' if who.endswith('s') else 's'}{re.sub('^ (in|at) ', ' from ', place)}"
    if event.kind == "strike":
        return f"{_strike(event.weapon)}{_on(event)}{place}"
    return f"{ {'explosion': 'Explosion', 'battle': 'Fighting'}.get(event.kind, kinds()[event.kind].label) }{place}"


_SHARE = re.compile(  # "70% of the city", "the northern outskirts of Lyman"
    r"%|\b(?:per ?cent|parts?|half|much|thirds?|quarters?|some|blocks?|streets?|outskirts?|districts?|suburbs?|edge)"
    r" (?:of|in)\b",
    re.IGNORECASE,
)


def _share(words: str | None) -> str:
    """'Most of ', 'Part of ': what of the place was taken; '' of the whole."""
    if words and re.match(r"(?:almost |nearly )?(?:all|the whole) of\b", words, re.IGNORECASE):
        return ""
    if words and re.match(r"most of\b", words, re.IGNORECASE):
        return "Most of "
    return "Part of " if words and _SHARE.search(words) else ""


def _strike(weapon: str | None) -> str:
    """'Cruise missile strike', 'Shelling', 'Strike'."""
    words = _bare(weapon or "").split()
    while words and (_counts(words[0]) or words[0].lower() in classes()["attribution"]):
        words = words[1:]
    if not words:
        return "Strike"
    last = lemma(words[-1].lower(), "NNS")
    name = _capital(" ".join([*words[:-1], last if last in _LONE or words[-1].lower() != last else words[-1]]))
    return name if last in _LONE else f"{name} strike"


def _on(event: Event | Incident) -> str:
    """' on an oil depot' of a building or vehicle that the text brings in; '' where the place itself is the site."""
    target = event.target or ""
    words = target.split()
    if not words or len(target) > _PLAIN or (event.location and event.location.precision == "site"):
        return ""
    first = words[0].lower()
    brought_in = first in ("a", "an") or _counts(first) or (words[0].islower() and first not in _OPENING)
    things = classes()["facility"] | classes()["struck"]
    if not brought_in or first == "some" or not any(lemma(word.lower(), "NNS") in things for word in words):
        return ""
    return " ".join((" on", first, *words[1:]))


def _thing(words: str | None) -> str:
    """What was shot down, by itself: not 'two', but the helicopters of 'several of the helicopters'."""
    kept = _ASIDE.split(words or "", maxsplit=1)[0]
    counted, _, of = kept.partition(" of ")
    named = _bare(of if of and all(map(_counts, counted.split())) else counted)
    return "" if all(_counts(word) or word.lower() in ("them", "those", "one") for word in named.split()) else named


def _by(actor: str | None) -> str:
    """' by Russian forces'; '' of 'troops', who may be anybody's."""
    words = _bare(actor or "")
    return f" by {words}" if any(word[0].isupper() for word in words.split()[:1]) else ""


def _where(location: Location | None) -> str:
    if location is None:
        return ", place not known"
    return (
        f" {'near' if location.precision == 'near' else 'at' if location.precision == 'site' else 'in'} {location.name}"
    )


def _counts(word: str) -> bool:
    return word[:1].isdigit() or word.lower() in WORDS or word.lower() in _COUNT


def _bare(words: str) -> str:
    kept = words.split()
    while kept and kept[0].lower() in _OPENING:
        kept = kept[1:]
    return " ".join(kept[:6])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
