"""All the names of one article resolved together: one sense an article, each name a witness for the others."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.context import Context, Named, Support
from gazetteer.lookup import Lookup
from gazetteer.names import key
from gazetteer.place import Place
from gazetteer.resolve import Clues, Resolution, resolve

_ADJUNCT = re.compile(  # what stands between a name and the division or country that it lies in
    r"\s*[,(]\s*(?:in\s+|near\s+)?|\s+in\s+(?:the\s+)?(?:(?:southern|northern|eastern|western|central)\s+)?"
    r"|\s*[,(]\s*(?:[\w'’-]+\s+){1,2}(?:district|raion|rayon|municipality)[),]*\s*(?:(?:of|in)\s+(?:the\s+)?)?"
)


_OF_DISTRICT = re.compile(r"\s*[,(]\s*(?:in\s+)?(?:the\s+)?|\s+in\s+(?:the\s+)?|\s+of\s+(?:the\s+)?")
_DISTRICT = re.compile(r"\s+(?:district|raion|rayon)\b")  # named after the town that it is run from


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the article says around one name, and about each of its candidates, in their order."""

    clues: Clues
    support: tuple[Support, ...]


def resolve_names(
    text: str,
    names: Sequence[Named],
    gazetteer: Lookup,
    *,
    country: str | None = None,
    day: dt.date | None = None,
) -> list[Resolution]:
    """One resolution a name, in their order.

    country is the ISO code of the country that the article is about, if that is known beforehand; day is the article's.
    """
    found = evidence(text, names, gazetteer, country=country, day=day)
    return [resolve(name.candidates, one.clues, one.support) for name, one in zip(names, found, strict=True)]


def evidence(
    text: str,
    names: Sequence[Named],
    gazetteer: Lookup,
    *,
    country: str | None = None,
    day: dt.date | None = None,
) -> list[Evidence]:
    """What the article says around each name, in their order.

    A division or country right after a name ("Odessa, Texas"; "Paris in France") tells which one is meant, there and
    wherever the article names it without one.
    """
    context = Context(names)
    areas = [_areas(name.candidates) for name in names]
    after: list[tuple[Place, ...]] = []
    seats: list[tuple[Place, ...]] = []
    for index, name in enumerate(names):
        following = names[index + 1 : index + 3]
        gaps = [text[name.start + len(name.text) : each.start] for each in following]
        seat = following[0] if gaps and _OF_DISTRICT.fullmatch(gaps[0]) and _is_district(text, following[0]) else None
        seats.append(_seat(seat) if seat else ())
        inside = areas[index + 1] if gaps and not seat and _ADJUNCT.fullmatch(gaps[0]) else ()
        if seat and len(gaps) > 1 and _ADJUNCT.fullmatch(gaps[1]):
            inside = areas[index + 2]
        after.append(inside)
    told: dict[str, tuple[Place, ...]] = defaultdict(tuple)
    for name, inside in zip(names, after, strict=True):
        told[key(name.text)] = told[key(name.text)] or inside
    return [
        Evidence(
            Clues(
                inside=own or told[key(name.text)],
                beside=seat,
                country=country,
                day=day,
                uses=gazetteer.uses(name.text),
            ),
            context.supports(name.text, name.candidates, name.start),
        )
        for name, own, seat in zip(names, after, seats, strict=True)
    ]


def _is_district(text: str, name: Named) -> bool:
    """'Krasnodon' in 'Porechye, Krasnodon district, Luhansk region'."""
    return _DISTRICT.match(text, name.start + len(name.text)) is not None


def _seat(district: Named) -> tuple[Place, ...]:
    """The town that a district is called after."""
    return tuple(p for p in district.candidates[:1] if p.feature_class == "P")


def _areas(candidates: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(place for place in candidates if place.is_country or place.feature_code in ("ADM1", "ADM2", "ADM2H"))
