"""The brief: every incident is counted, none is lost on its map, and no word in it is ever code."""

import datetime as dt
import io
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import briefing, exports, static_map
from pipeline.edition import WARNING, Edition
from pipeline.models import Incident
from pipeline.timeline import Coverage, Window
from pipeline.wording import spoken
from tests import factories as make
from tests.hostile import INJECTIONS, STEERING
from tests.test_snapshot import hostile

ELEMENTS = re.compile(r"<(/?)([a-zA-Z]+)((?: [a-zA-Z-]+(?::[a-z]+)?=\"[^\"]*\")*)/?>")


def page(*incidents: Incident, edition: Edition | None = None) -> str:
    stream = io.StringIO()
    exports.write("brief", incidents, stream, edition)
    return stream.getvalue()


def body(written: str) -> str:
    return written[written.index("<body>") :]


def at(latitude: float, longitude: float, number: int = 0, **fields: object) -> Incident:
    where = make.location(latitude=latitude, longitude=longitude, precision=fields.pop("precision", "settlement"))
    return make.incident(id=f"{number:016x}", location=where, **fields)


@pytest.mark.parametrize("words", INJECTIONS.values(), ids=INJECTIONS)
def test_no_word_of_an_article_makes_an_element_or_an_attribute(words: str) -> None:
    plain, told = (
        body(page(hostile(one), make.unplaced(unplaced_reason=one), edition=Edition(chosen=(one,))))
        for one in ("w" * len(words), words)
    )
    assert [found.groups() for found in ELEMENTS.finditer(told)] == [
        found.groups() for found in ELEMENTS.finditer(plain)
    ]
    assert told.count("<") == plain.count("<")
    assert not set(STEERING) & set(told)


def test_it_has_no_script_and_asks_for_nothing() -> None:
    written = page(make.incident())
    assert "script" not in written
    assert "default-src 'none'; style-src 'unsafe-inline'" in written
    assert not re.findall(r"\b(?:src|href|on\w+)=|url\(|@import", written)


def test_it_says_what_it_is_of_and_what_it_leaves_out() -> None:
    day = dt.timedelta(days=1)
    edition = Edition(
        made=dt.date(2026, 11, 22),
        since=make.DAY - day,
        until=make.DAY,
        coverage=(Coverage(make.DAY, "Agency", 2), Coverage(make.DAY + day, "Other", 9)),
    )
    written = page(make.incident(), make.unplaced(), edition=edition)
    for words in (
        WARNING,
        "Made on 22 Nov 2026",
        "25 Feb 2022 – 26 Feb 2022 · 2 incidents in 1 article",
        "2 articles: Agency 2. No article on 1 of 2 days",
        "1 incident whose place cannot be defended, never put on a guess. Why: No place is named. (1)",
        "1 incident on the map",
    ):
        assert words in written


def test_every_incident_stands_in_the_table_once() -> None:
    told = [make.incident(), make.unplaced(kind="battle", status="disputed"), make.incident(kind="unheard_of")]
    rows = briefing.table(told)
    assert sum(sum(row.counts) for row in rows) == 3
    assert [row.kind for row in rows] == ["strike", "battle", "unheard_of"]


def test_no_incidents_make_a_page_too() -> None:
    assert "0 incidents in 0 articles" in page()


def test_those_told_by_most_articles_come_first_and_the_page_says_how_many_there_are() -> None:
    twice = make.incident(id="b" * 16, reports=(make.report(), make.report(article_sha256="0" * 64)))
    many = [make.incident(id=f"{number:016x}", headline=f"Number {number}") for number in range(60)]
    chosen = briefing.first([*many, twice])
    assert chosen[0] == twice
    assert 3 < len(chosen) < 20
    assert f"{len(chosen)} of 61 incidents" in page(*many, twice)


def test_a_language_of_longer_words_leaves_room_for_them_on_the_one_page() -> None:
    many = [make.incident(id=f"{number:016x}", headline=f"Number {number}") for number in range(60)]
    with spoken("uk"):
        assert 3 < len(briefing.first(many)) < 20
        fewer = len(briefing.first(many))
    assert fewer < len(briefing.first(many))


def test_a_long_quote_is_cut_and_says_so() -> None:
    assert briefing.cut("word " * 100).endswith("word […]")
    assert briefing.cut(make.QUOTE) == make.QUOTE


def test_first_who_tells_it_then_who_answers() -> None:
    no_comment = make.report(stance="no_comment", claimant="Kyiv")
    denial = make.report(stance="denies", claimant="Moscow")
    assert briefing.voices(make.incident(reports=(no_comment, denial, make.report()))) == (make.report(), denial)


places = st.lists(
    st.tuples(st.floats(44.5, 52.2), st.floats(22.5, 40.0), st.sampled_from(["settlement", "region"])), max_size=30
)


@given(places)
def test_no_incident_is_lost_on_the_map_and_no_area_becomes_a_pin(told: list[tuple[float, float, str]]) -> None:
    incidents = [at(lat, lng, number, precision=precision) for number, (lat, lng, precision) in enumerate(told)]
    marks = static_map.marks(incidents, static_map.frame(incidents))
    assert sorted(one.id for mark in marks for one in mark.incidents) == sorted(one.id for one in incidents)
    for mark in marks:
        assert {one.location.precision == "region" for one in mark.incidents if one.location} == {mark.area}


def test_the_map_is_mercators_and_its_scale_holds() -> None:
    drawn = static_map.frame([])
    kyiv, south = drawn.at(50.45, 30.52), drawn.at(48.45, 30.52)
    degree = drawn.scale / math.cos(math.radians(49.45))  # of latitude on Mercator's map
    assert south[1] - kyiv[1] == pytest.approx(2 * degree, rel=0.001)
    written = static_map.svg([], drawn)
    (wide,), (told,) = re.findall(r"H([\d.]+)V", written), re.findall(r">(\d+) km<", written)
    (left,) = re.findall(r'<path d="M([\d.]+) \d+V\d+H', written)
    middle = math.cos(math.radians(48.5))
    assert (float(wide) - float(left)) / drawn.scale * 111.2 * middle == pytest.approx(float(told), rel=0.02)


def test_incidents_far_from_ukraine_have_a_frame_of_their_own_or_are_counted() -> None:
    far = at(31.8, -102.4)
    assert static_map.frame([far]).holds(31.8, -102.4)
    assert not static_map.frame([far, at(50.0, 30.0)]).holds(31.8, -102.4)
    assert "1 incident on the map, 1 more outside its frame" in page(far, at(50.0, 30.0, 1))


def test_days_without_an_article_are_counted() -> None:
    window = Window(make.DAY, make.DAY + dt.timedelta(days=4))
    coverage = (
        Coverage(make.DAY, "A", 1),
        Coverage(make.DAY, "B", 1),
        Coverage(make.DAY - dt.timedelta(days=1), "A", 1),
    )
    assert briefing.silent_days(coverage, window) == 4


def test_a_brief_in_ukrainian_leaves_the_words_of_articles_as_they_are() -> None:
    with spoken("uk"):
        written = page(make.incident(), make.unplaced(), edition=Edition(made=dt.date(2026, 11, 22)))
    assert '<html lang="uk">' in written
    assert "2 події у 1 статті" in written
    assert "Складено 22 лист. 2026." in written
    assert make.QUOTE in written
    ours = re.sub(r"<svg.*?</svg>|<[^>]*>", "", body(written), flags=re.DOTALL)
    assert not re.findall(r"\b(?:incidents?|article|outlet|claimed|rules|within|Read)\b", ours)
