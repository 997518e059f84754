"""What incidents can be sorted by beside kind, status and outlet: who claims them, where, how precisely, what with.

Each incident has no, one or several values of a facet. A reader chooses values: an incident passes a facet where one of
its values is chosen, or where none is.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from pipeline.errors import RuleError
from pipeline.kinds import RULES
from pipeline.models import Incident
from pipeline.query import fold

FACETS = ("region", "weapon", "side", "precision")
OTHER_WEAPON, NO_WEAPON = "other", "unsaid"
ABROAD = ":"  # "RU:Belgorod Oblast"; a division of Ukraine goes by its bare name
HOME = "UA"

Chosen = Mapping[str, frozenset[str]]  # by facet


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of many incidents, by facet: pairs of an incident's number and the number of its value."""

    size: int
    values: Mapping[str, tuple[str, ...]]  # those that there are, in alphabetical order
    rows: Mapping[str, np.ndarray] = field(repr=False)
    codes: Mapping[str, np.ndarray] = field(repr=False)


def facets(incidents: Iterable[Incident]) -> Facets:
    """The incidents, in their order, ready to be filtered and counted by their values."""
    pairs: dict[str, tuple[list[int], list[str]]] = {facet: ([], []) for facet in FACETS}
    size = 0
    for number, incident in enumerate(incidents):
        size += 1
        for facet, had in values_of(incident).items():
            rows, said = pairs[facet]
            rows += [number] * len(had)
            said += had
    values: dict[str, tuple[str, ...]] = {}
    codes: dict[str, np.ndarray] = {}
    for facet, (_, said) in pairs.items():
        values[facet] = tuple(sorted(set(said)))
        at = {value: code for code, value in enumerate(values[facet])}
        codes[facet] = np.array([at[value] for value in said], dtype=np.int32)
    return Facets(size, values, {facet: np.array(rows, dtype=np.int32) for facet, (rows, _) in pairs.items()}, codes)


def values_of(incident: Incident) -> dict[str, tuple[str, ...]]:
    """An incident's values by facet, each once. One that is not placed has no region and no precision."""
    place = incident.location
    return {
        "region": (region(place.country, place.admin1),) if place else (),
        "weapon": weapons(incident.weapon),
        "side": tuple(dict.fromkeys(report.claimant_side for report in incident.reports)),
        "precision": (place.precision,) if place else (),
    }


def region(country: str | None, admin1: str | None) -> str:
    """'Kharkiv Oblast', 'RU:Belgorod Oblast', 'UA:' where the division is not known, ':' of the sea."""
    return admin1 if country == HOME and admin1 else f"{country or ''}{ABROAD}{admin1 or ''}"


def weapons(words: str | None) -> tuple[str, ...]:
    """Sorts of the weapon that the words name, by the table; OTHER_WEAPON for one that it lacks."""
    if not words:
        return (NO_WEAPON,)
    said = f" {' '.join(word.removesuffix('s') for word in fold(words))} "
    found = tuple(key for key, row in weapon_table().items() if any(f" {word} " in said for word in row[1]))
    return found or (OTHER_WEAPON,)


@cache
def weapon_table() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Sorts of weapon by key: label and words, from rules/weapons.toml. Raises RuleError where the table is broken."""
    rows = tomllib.loads((RULES / "weapons.toml").read_text(encoding="utf-8")).get("weapon", [])
    for number, row in enumerate(rows, 1):
        if set(row) != {"key", "label", "words"} or not row["words"]:
            raise RuleError(
                f"weapons.toml, [[weapon]] {number}: found {sorted(row)}; a row has key, label and words, all of them."
            )
    return {
        row["key"]: (row["label"], tuple(" ".join(w.removesuffix("s") for w in fold(word)) for word in row["words"]))
        for row in rows
    }


def passing(facets: Facets, chosen: Chosen, *, but: str | None = None) -> np.ndarray:
    """One flag for each incident: whether it has a chosen value of every facet, `but` one left aside."""
    met = np.ones(facets.size, dtype=bool)
    for facet, wanted in chosen.items():
        if wanted and facet != but:
            codes = [code for code, value in enumerate(facets.values[facet]) if value in wanted]
            had = np.zeros(facets.size, dtype=bool)
            had[facets.rows[facet][np.isin(facets.codes[facet], codes)]] = True
            met &= had
    return met


def counts(facets: Facets, facet: str, among: np.ndarray) -> dict[str, int]:
    """How many of the incidents that are flagged have each value, with those that none has."""
    held = np.bincount(facets.codes[facet][among[facets.rows[facet]]], minlength=len(facets.values[facet]))
    return dict(zip(facets.values[facet], held.tolist(), strict=True))
