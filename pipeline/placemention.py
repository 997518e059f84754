"""The record of a place name in a sentence, with what it does there."""

from dataclasses import dataclass
from typing import Literal

from gazetteer.lookup import Toponym
from pipeline.syntax import Token

Role = Literal["scene", "origin", "reference", "body"]


RIGHT_BEHIND = 10  # code points between a name and the division it lies in: ", in the "


@dataclass(frozen=True, slots=True)
class Lies:
    """Where a name is said to lie: "a village south of the city", "in the Vovchansk district"."""

    bearing: float | None = None  # from the town, degrees clockwise from north
    region: bool = False  # in the region
    border: str | None = None  # at that with whom: "Russia", "Belarusian"
    nearby: bool = False
    district: str | None = None  # in it: "Kupiansk"
    loosely: bool = False  # by a comma alone, which parts the members of a list as well


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in a sentence and what it does there."""

    toponym: Toponym
    token: Token  # the name's head
    role: Role
    attach: int  # token that the name, with all that it stands in, hangs on
    relation: str  # preposition ("in", "near", "on") or argument ("dobj", "nsubj", "nsubjpass") that links the two
    group: int  # names in one list ("Sumy, Poltava and Mariupol") share their group
    cue: str | None = None  # "city", "region", ...: the class noun beside the name
    part: str | None = None  # "eastern outskirts"
    facility: str | None = None  # "hydroelectric power plant", "air base"
    distance_km: float | None = None  # for a reference: how far the scene lies from it
    bearing: float | None = None  # and in which direction, degrees clockwise from north
    taken: str | None = None  # the facility that is said to be captured there
    refers: int | None = None  # for a reference: token of the name whose place it tells
    lies: Lies | None = None
