"""What every source delivers."""

from dataclasses import dataclass, field

from gazetteer.place import Place


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name that a place bore, or has borne, between two days; None where the span is open."""

    name: str
    first: str | None  # ISO days, both included
    last: str | None
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A place, and the names by which it may be met."""

    place: Place
    names: tuple[str, ...] = ()  # as written, besides place.name
    weak_names: tuple[str, ...] = ()  # shared with something more important: "Sumy" for Sumy Oblast
    given_names: tuple[str, ...] = ()  # those of `names` that we vouch for
    facility: str | None = None  # key in facilities.toml
    keys: frozenset[str] = field(default=frozenset())  # ready-made keys of romanisations
    abbreviations: tuple[str, ...] = ()  # "VA", "Va."
    dated: tuple[DatedName, ...] = ()


def settlement_radius_km(population: int | None) -> float:
    """Radius of the built-up area in km: 0.105 * population ** 0.318, at least 0.6; 1.0 where nobody has counted."""
    # Fitted to the outlines of 2,459 Ukrainian settlements; off by a factor of 1.33 in the middle.
    return 1.0 if not population else round(max(0.6, 0.105 * population**0.318), 2)
