"""Incidents filtered and counted by region, weapon, side of claimant and precision."""

import numpy as np
import pytest

from pipeline.facets import counts, facets, passing, region, weapon_table, weapons
from pipeline.store_columns import columns, facts, pack, unpack
from pipeline.wordclasses import classes
from tests import factories as make

RUSSIAN = make.report(claimant_side="russia")
PAPER = make.report(claimant_side="russia", source="The Paper")
INCIDENTS = (
    make.incident(weapon="Iranian-made Shahed drones", reports=(make.report(), RUSSIAN)),
    make.incident(location=make.location(admin1="Sumy Oblast", precision="near"), reports=(RUSSIAN, PAPER)),
    make.unplaced(weapon=None),
)
ROWS = [facts(one) for one in INCIDENTS]
TERMS = {number: text for _, terms in ROWS for number, text in terms.items()}
FACETS = facets(columns([unpack(pack([row for row, _ in ROWS])[0])], TERMS))
ALL = np.ones(3, dtype=bool)


@pytest.mark.parametrize(
    ("chosen", "passes"),
    [
        ({}, [1, 1, 1]),
        ({"side": frozenset({"ukraine"})}, [1, 0, 1]),
        ({"side": frozenset({"ukraine", "russia"})}, [1, 1, 1]),
        ({"region": frozenset({"Sumy Oblast", "Kyiv City"})}, [1, 1, 0]),
        ({"region": frozenset({"Sumy Oblast"}), "side": frozenset({"ukraine"})}, [0, 0, 0]),
        ({"weapon": frozenset({"drone"})}, [1, 0, 0]),
        ({"source": frozenset({"The Paper"})}, [0, 1, 0]),
        ({"source": frozenset({""})}, [1, 1, 1]),
        ({"weapon": frozenset({"trebuchet"})}, [0, 0, 0]),
    ],
)
def test_incident_passes_where_one_of_its_values_is_chosen(chosen: dict, passes: list[int]) -> None:
    assert passing(FACETS, chosen).tolist() == [bool(flag) for flag in passes]


def test_counts_are_of_those_among_whom_one_chooses() -> None:
    assert counts(FACETS, "side", ALL) == {"russia": 2, "ukraine": 2}
    assert counts(FACETS, "side", np.array([False, True, True])) == {"russia": 1, "ukraine": 1}


def test_a_facet_does_not_narrow_its_own_counts() -> None:
    chosen = {"region": frozenset({"Sumy Oblast"}), "weapon": frozenset({"drone"})}
    assert passing(FACETS, chosen, but="region").tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("words", "sorts"),
    [
        ("Missile and air", ("missile", "air")),
        ("three Ukrainian Tochka-U missiles", ("missile",)),
        ("Kh-22 missiles", ("missile",)),
        ("mortar shell", ("artillery",)),
        ("trebuchet", ("other",)),
        (None, ("unsaid",)),
    ],
)
def test_weapon_is_sorted_by_the_words_of_its_article(words: str | None, sorts: tuple[str, ...]) -> None:
    assert weapons(words) == sorts


def test_every_weapon_that_the_rules_know_is_of_a_sort() -> None:
    assert [word for word in sorted(classes()["weapon"]) if weapons(word) == ("other",)] == ["munition"]


def test_no_two_sorts_share_a_word() -> None:
    said = [word for _, words in weapon_table().values() for word in words]
    assert len(said) == len(set(said))


def test_divisions_abroad_and_those_not_known_are_apart() -> None:
    told = [region("UA", "Sumy Oblast"), region("RU", "Sumy Oblast"), region("UA", None), region(None, None)]
    assert told == ["Sumy Oblast", "RU:Sumy Oblast", "UA:", ":"]
