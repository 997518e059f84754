"""Where ground fighting went on, and when: fronts.csv. A war report's bare village name is likelier to lie there."""

import datetime as dt
from functools import lru_cache

from gazetteer.errors import GazetteerError
from gazetteer.sources.tables import HERE, rows

COLUMNS = ("country_code", "admin1", "first", "last", "seat_held", "note")
_Spans = tuple[tuple[dt.date, dt.date | None, bool], ...]


def fighting_in(country_code: str | None, admin1: str | None, day: dt.date) -> bool:
    """Whether ground fighting went on in that first-order division on that day."""
    spans = _fronts().get((country_code, admin1), ())
    return any(first <= day and (last is None or day <= last) for first, last, _ in spans)


def seat_is_held(country_code: str | None, admin1: str | None, day: dt.date) -> bool:
    """Whether the division's seat lay behind the lines on that day.

    Then its bare name often stands for the division: "fighting goes on in Luhansk" in 2022, not in the city.
    """
    spans = _fronts().get((country_code, admin1), ())
    return any(held and first <= day and (last is None or day <= last) for first, last, held in spans)


@lru_cache(1)
def _fronts() -> dict[tuple[str | None, str | None], _Spans]:
    found: dict[tuple[str | None, str | None], _Spans] = {}
    for number, row in rows(HERE / "fronts.csv", COLUMNS):
        area = (row["country_code"], row["admin1"])
        try:
            last = dt.date.fromisoformat(row["last"]) if row["last"] else None
            span = (dt.date.fromisoformat(row["first"]), last, row["seat_held"] == "yes")
        except ValueError as error:
            raise GazetteerError(
                f"gazetteer/sources/fronts.csv, row {number}: {error}. Days look like 2022-02-24."
            ) from error
        found[area] = (*found.get(area, ()), span)
    return found
