"""Headings lend their place to the items below; a dateline and a lone name at the top lend none."""

import pytest

from pipeline.headings import dateline
from tests.conftest import Tell

BULLETIN = """Summary of the day

KHARKIV REGION

Guided bombs destroyed a house. Shells hit a barn in Lyptsi.

Kherson:

A drone hit a bus.

Diplomacy

Rockets hit a school, a minister told the council in Geneva.

Horlivka. Eight people were hurt when shells hit a bus stop.
"""


def told(tell: Tell, text: str) -> list[tuple[str | None, str | None]]:
    return [(e.location.name, e.location.basis) if e.location else (None, None) for e in tell(text).events]


def test_what_names_no_place_is_where_its_heading_says_and_is_marked_so(tell: Tell) -> None:
    assert told(tell, BULLETIN) == [
        ("Kharkiv Oblast", "paragraph"),
        ("Lyptsi", "sentence"),
        ("Kherson", "paragraph"),
        (None, None),
        ("Horlivka", "paragraph"),
    ]
    heads = [e.location.words for e in tell(BULLETIN).events if e.location and e.location.basis == "paragraph"]
    assert heads == [
        "under the heading “KHARKIV REGION”",
        "under the heading “Kherson”",
        "under the heading “Horlivka”",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "KYIV, Feb. 17 (Agency) - A missile hit a depot.",
        "MARIUPOL — A missile hit a depot.",
        "Kyiv\n\nA missile hit a depot.",
        "SLOVIANSK/KYIV, Ukraine, Feb 17 (Agency) - A missile hit a depot.\n\nShells hit a barn.",
    ],
)
def test_where_an_article_was_written_is_no_scene(text: str, tell: Tell) -> None:
    assert {name for name, _ in told(tell, text)} == {None}


def test_the_day_of_a_dateline_is_not_that_of_the_event(tell: Tell) -> None:
    (event,) = tell("ODESA, Feb. 20 (Agency) - A missile hit a depot in Izmail.").events
    assert event.when.basis == "publication"


def test_the_city_of_a_dateline_is_the_one_meant_below(tell: Tell) -> None:
    assert told(tell, "LUHANSK, Ukraine — A missile hit a depot in this eastern city.") == [("Luhansk", "coreference")]


def test_a_namesake_in_the_region_of_the_heading_is_meant(tell: Tell) -> None:
    text = "Summary\n\nKHERSON REGION\n\nA drone hit Krasne.\n\nODESA REGION\n\nShells hit a barn."
    places = [e.location for e in tell(text).events]
    assert [place.admin1 for place in places if place] == ["Kherson Oblast", "Odesa Oblast"]


def test_a_denial_under_one_heading_answers_nothing_under_another(tell: Tell) -> None:
    text = (
        "Shelling\n\nLyman. Shells hit a barn, rebels said.\n\nBakhmut. Ukraine's army denied that it had shelled it."
    )
    assert all(report.stance != "denies" for event in tell(text).events for report in event.reports)


@pytest.mark.parametrize("place", ["Lviv, Ukraine (CNN) ", "LVIV, Ukraine — ", "Kyiv, Ukraine — "])
def test_where_an_article_was_written_is_told_before_it_in_any_letters(place: str) -> None:
    assert dateline(f"{place}Russia widened its assault on Sunday.") == len(place)
