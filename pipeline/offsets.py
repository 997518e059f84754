"""Directions and distances in words: "25 miles south of", "north-west of", "eastern outskirts"."""

import re

from gazetteer.place import Place
from gazetteer.signals import OFFSET_DEGREES
from gazetteer.sphere import distance_km
from pipeline import numbers
from pipeline.geometry import off_bearing
from pipeline.placemention import Lies

_COMPASS = {
    "north": 0.0,
    "east": 90.0,
    "south": 180.0,
    "west": 270.0,
    "northeast": 45.0,
    "southeast": 135.0,
    "southwest": 225.0,
    "northwest": 315.0,
    "ne": 45.0,
    "se": 135.0,
    "sw": 225.0,
    "nw": 315.0,
}
_DISTANCE = re.compile(
    rf"(?P<n>\d+(?:[.,]\d+)?|{numbers.PATTERN})[- ]?"
    r"(?P<unit>nautical miles?|miles?|mi|km|kilomet(?:re|er)s?)\b(?: \([^)]{1,20}\))?(?: or so)?(?: to the| in the)? ?"
    r"(?P<direction>(?:north|south)[- ]?(?:east|west)|north|south|east|west)?(?:erly|ern|wards?)?"
    r"\s?(?:away )?(?:off|of|from)?",
    re.IGNORECASE,
)
_UP_TO_NAME = re.compile(  # what may stand between "25 miles south of" and the name
    r"\s*(?:the )?(?:(?:capital|city|town|village|port|region\w*|southern|northern|eastern|western|besieged|regional)\b"
    r" ?,?(?:of )?)*"
)
_UNITS = ("mile", "km", "kilom")  # one of these, or "mi", is in every distance
_BITS = (*_UNITS, " of ", " from ")  # the same of all that the patterns match
_MI = re.compile(r"mi(?!\w)")
KM_PER_MILE = 1.609344  # international mile
KM_PER_NAUTICAL_MILE = 1.852


_DIRECTION_ONLY = re.compile(
    r"\b((?:north|south)[- ]?(?:east|west)|north|south|east|west|ne|nw|se|sw) (?:of|from)"
    r" (?:the (?:capital|city|town)?,? ?)?$",
    re.IGNORECASE,
)


_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*"
_GOAL = re.compile(
    r"\b(?:[Mm]ak(?:e|es|ing)|[Mm]ade|[Bb]ound|[Hh]ead(?:s|ed|ing)?)(?: (?:on|off|out|straight|back))? for "
    rf"(?:(?:the )?{_NAME}(?: in the \w+)?(?:, and|,| and| or) )*"
    r"(?:the )?(?:(?:city|town|village|port|capital)(?: of)? )?$"
)
_WORST = re.compile(r",? (?:the )?(?:worst|hardest|heaviest|most)(?: of all|(?= ?[.,;]))")


def is_goal(words: str) -> bool:
    """True where the words before a name make it a goal: 'making for Kyiv in the north, ' before 'Kharkiv'."""
    tail = words[-200:]
    return " for " in tail and bool(_GOAL.search(tail))


def is_worst(words: str) -> bool:
    """True where the words after a name single it out: 'Popasna' before ' worst of all'."""
    return bool(_WORST.match(words))


def bearing(direction: str) -> float | None:
    """Degrees clockwise from north of 'south', 'southwest', 'eastern', 'south-east'; None for anything else."""
    plain = re.sub(r"(?:ern|erly|wards?)$", "", direction.lower().replace("-", "").replace(" ", ""))
    return _COMPASS.get(plain)


def part_bearing(part: str | None) -> float | None:
    """The direction in the words for a part of a settlement: 90.0 for 'eastern outskirts', None for 'centre'."""
    return next((found for word in (part or "").split() if (found := bearing(word)) is not None), None)


def before_name(words: str) -> tuple[float | None, float | None] | None:
    """(distance in km, direction in degrees) that the words just before a name give; None where they give neither."""
    tail = words[-60:]
    low = tail.casefold()
    if not any(bit in low for bit in _BITS) and not _MI.search(low):
        return None
    measured = any(unit in low for unit in _UNITS) or _MI.search(low) is not None
    match = next(reversed(list(_DISTANCE.finditer(tail))), None) if measured else None
    if match and _UP_TO_NAME.fullmatch(tail[match.end() :]):
        direction = bearing(match["direction"]) if match["direction"] else None
        if direction is not None or re.search(r"(?:from|of|off|away from|outside)\s*$", match.group()):
            return numbers.value(match["n"]) * _km_per(match["unit"].lower()), direction
    only = _DIRECTION_ONLY.search(tail)
    if only and not re.search(r"(?<!\bto )\bthe $", tail[: only.start()], re.IGNORECASE):
        return None, bearing(only[1])
    return None


_TOWARDS = r"(?P<towards>(?:north|south)[- ]?(?:east|west)|north|south|east|west) of the (?:city|town)(?![\w’'-])"
_LIES = re.compile(
    r"(?:,? (?:an?|the|another|both)(?: [a-z-]+){0,3}? (?:village|town|settlement|hamlet|suburb|place)s?,?"
    r"(?: [a-z]+ed)?"
    r"|, (?:both )?(?:villages|settlements|towns)|,)?(?: also| just| right| both| which (?:lies?|is|are))?"
    rf"(?: (?:to the )?{_TOWARDS}"
    r"| (?P<region>in the (?:(?:far |very )?(?:\w+|\w+ern (?:part|half|corner)) of the )?(?:same )?"
    r"(?:region|oblast|province))(?! of\b| [A-Z])"
    r"| (?:at|on|near|by|along|beside|close to|next to) the (?:border|frontier) with (?P<land>[A-Z]\w+)"
    r"(?! [Rr]egion| [Oo]blast)"
    r"| (?:at|on|near|by|along|beside|close to|next to) the (?P<people>[A-Z]\w+) (?:border|frontier)"
    r"| (?P<nearby>nearby))(?![\w’'-])"
)
_LIES_BITS = (
    *(" of the city", " of the town", " the region", " the oblast", " the province", " same ", "border", "frontier"),
    " nearby",
)
_IN_DISTRICT = re.compile(
    r"(?:,? an? (?:[a-z-]+ ){0,3}?(?:village|town|settlement|hamlet))?"
    r"(?:,? in (?:the )?|,? of the |(?P<comma>, (?:the )?)| \()(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
    r" (?:urban |municipal )?(?:[Dd]istrict|[Rr]aion|[Rr]ayon)(?![\w’'-]|,? and )"
)
_NEARBY = re.compile(r"\b(?:nearby|neighbou?ring|adjoining)(?: (?:villages?|towns?|settlements?)(?: of)?)? $")
_NEARBY_BITS = ("nearby ", "ring ", "adjoining ")
_OPENS = re.compile(rf"(?:Just |Right |(?:Far|Fur)ther |)?(?:[Tt]o the )?{_TOWARDS}", re.IGNORECASE)


def lies(opening: str, ahead: str, behind: str) -> Lies | None:
    """Where a name is said to lie by the words that open its sentence, by those before it, or by those behind it.

    None where they say nothing of that, or name a town or region for it.
    """
    near = behind[:90]
    if any(bit in near for bit in _LIES_BITS) and (match := _LIES.match(near)):
        towards = bearing(match["towards"]) if match["towards"] else None
        return Lies(towards, bool(match["region"]), match["land"] or match["people"], bool(match["nearby"]))
    if ("istrict" in near or "raion" in near.lower() or "rayon" in near.lower()) and (
        match := _IN_DISTRICT.match(near)
    ):
        return Lies(district=match["name"], loosely=bool(match["comma"]))
    if any(bit in ahead[-24:] for bit in _NEARBY_BITS) and _NEARBY.search(ahead[-40:]):
        return Lies(nearby=True)
    if " of the " in opening and (match := _OPENS.match(opening)) and ";" not in ahead:
        return Lies(bearing(match["towards"]))
    return None


def _km_per(unit: str) -> float:
    if unit.startswith("nautical"):
        return KM_PER_NAUTICAL_MILE
    return KM_PER_MILE if unit.startswith("mi") else 1.0


def beyond(town: Place, bearing: float, candidates: tuple[Place, ...]) -> tuple[Place, ...]:
    """Those settlements that lie in the direction from the town, degrees clockwise from north, and not too far off.

    A village is told by a town of its own region, a town also by one farther off: "Lozova, south of Kharkiv", 110 km.
    Of one that lies somewhere around the town's own hall nobody knows the direction.
    """
    return tuple(p for p in candidates if p.feature_class == "P" and _is_beyond(town, bearing, p))


def _is_beyond(town: Place, bearing: float, p: Place) -> bool:
    far = distance_km(town.latitude, town.longitude, p.latitude, p.longitude)
    if p.middle_of is not None and far <= p.uncertainty_km:
        return True
    reach = _VILLAGE_KM if (p.population or 0) < _TOWN else _TOWN_KM
    return far <= reach and off_bearing(town.latitude, town.longitude, p.latitude, p.longitude, bearing) <= (
        OFFSET_DEGREES
    )


_VILLAGE_KM, _TOWN_KM, _TOWN = 80.0, 160.0, 10_000
