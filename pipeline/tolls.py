"""The figures of an incident as attributed ranges: what is counted, between which numbers, and who gives each."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.models import Figure


@dataclass(frozen=True, slots=True)
class Toll:
    """One line of the table: 'killed (civilians)', '2 to at least 5', '2: the mayor; at least 5: the ministry'."""

    what: str
    between: str
    told: str


def tolls(figures: Sequence[Figure]) -> tuple[Toll, ...]:
    """A line for each thing counted, in the order of the text. Different groups are never compared."""
    groups: dict[tuple[str, str | None], list[Figure]] = {}
    for each in figures:
        groups.setdefault((each.metric, each.group), []).append(each)
    return tuple(
        Toll(
            f"{metric} ({group})" if group else metric,
            _between(found),
            _told(found),
        )
        for (metric, group), found in groups.items()
    )


def in_words(said: Figure) -> str:
    """'killed (civilians): at least 7, the mayor'."""
    what = f"{said.metric} ({said.group})" if said.group else said.metric
    return f"{what}: {amount(said)}, {said.claimant or 'the outlet'}"


def amount(said: Figure) -> str:
    """'7', '3 to 5', 'at least 7', 'dozens'; 'number not given' where it is not."""
    low, high = said.low, said.high
    if said.value is not None:
        number = str(said.value)
    elif low is not None and high is not None:
        number = f"{low} to {high}"
    elif low is not None or high is not None:
        number = str(low if low is not None else high)
    else:
        number = ""
    qualifier = said.qualifier or ("at least" if number and high is None and low is not None else "")
    if number and high is not None and low is None and not said.qualifier:
        qualifier = "up to"
    return " ".join(part for part in (qualifier, number) if part) or "number not given"


def _told(found: Sequence[Figure]) -> str:
    """Who gives which number; only who, where all give the same."""
    same = len({amount(each) for each in found}) == 1
    who = ((amount(each), each.claimant or "the outlet") for each in found)
    return "; ".join(dict.fromkeys(name if same else f"{number}: {name}" for number, name in who))


def _between(found: Sequence[Figure]) -> str:
    """The lowest and the highest that anybody gives. What is said without a number is left to its own words."""
    told = list(dict.fromkeys(amount(each) for each in found))
    if len(told) == 1:
        return told[0]
    ends = [ends for each in found if (ends := _ends(each))]
    if not ends:
        return " or ".join(told)
    low, high = min(ends)[0], max(end for _, end in ends)
    open_above = any(one.low is not None and one.high is None and one.low == high for one in found)
    if low == high:
        return f"{low} or more" if open_above else str(low)
    return f"{low} to {high}" + (" or more" if open_above else "")


def _ends(said: Figure) -> tuple[int, int] | None:
    known = [number for number in (said.value, said.low, said.high) if number is not None]
    return (min(known), max(known)) if known else None
