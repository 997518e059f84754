"""What incidents can be sorted by beside kind, status and outlet: who claims them, where, how precisely, what with.

Each incident has no, one or several values of a facet. A reader chooses values: an incident passes a facet where one of
its values is chosen, or where none is.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from pipeline.errors import RuleError
from pipeline.kinds import RULES
from pipeline.query import fold
from pipeline.store_columns import SIDES, Columns

FACETS = ("region", "weapon", "side", "source", "precision")
OTHER_WEAPON, NO_WEAPON = "other", "unsaid"
UNNAMED = ""  # the source of a report whose outlet is not known
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


def facets(columns: Columns) -> Facets:
    """The incidents, in their order, ready to be filtered. What is not placed has neither region nor precision."""
    spots = columns.spots
    told = {
        "region": _told(columns.spot, [(region(spot.country, spot.admin1),) for spot in spots], ()),
        "weapon": _told(columns.weapon, list(map(weapons, columns.weapons)), weapons(None)),
        "side": _told(columns.sides, [_sides(bits) for bits in range(1 << len(SIDES))], ()),
        "source": _told(
            columns.outlets, [tuple(name or UNNAMED for name in names) for names in columns.outlet_sets], ()
        ),
        "precision": _told(columns.spot, [(spot.precision,) for spot in spots], ()),
    }
    values, rows, codes = zip(*(told[facet] for facet in FACETS), strict=True)
    made = [dict(zip(FACETS, each, strict=True)) for each in (values, rows, codes)]
    return Facets(len(columns), *made)


def _told(column: np.ndarray, values: Sequence[tuple[str, ...]], nothing: tuple[str, ...]) -> tuple:
    """All values, and the pairs of row and value, of a column whose numbers stand for values; -1 for `nothing`."""
    every = tuple(sorted({value for several in [*values, nothing] for value in several}))
    at = {value: code for code, value in enumerate(every)}
    rows, codes = [], []
    most = max((len(several) for several in [*values, nothing]), default=0)
    for place in range(most):  # the first value of each, then the second of those that have one
        code_of = np.array(
            [at[each[place]] if place < len(each) else -1 for each in [*values, nothing]], dtype=np.int32
        )
        code = code_of[column.astype(np.int64)]
        rows.append(np.flatnonzero(code >= 0))
        codes.append(code[code >= 0])
    found, number = (np.concatenate(each) if each else np.zeros(0, dtype=np.int32) for each in (rows, codes))
    held = np.unique(number)  # a row of the tables that no incident uses any more is no value
    return tuple(every[code] for code in held), found, np.searchsorted(held, number)


def _sides(bits: int) -> tuple[str, ...]:
    return tuple(side for number, side in enumerate(SIDES) if bits >> number & 1)


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
