"""What is one happening and what is two, and the status that follows from the voices by rule."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.happening import same_happening
from pipeline.incidents import merge, status_of
from pipeline.models import Event, Report, When
from tests import factories as make

FRIDAY, SATURDAY, SUNDAY = (dt.date(2022, 2, day) for day in (25, 26, 27))
KYIV = make.location()
VASYLKIV = make.location(place_id="v", name="Vasylkiv", latitude=50.18, longitude=30.32, uncertainty_km=3.0)
NEAR = replace(VASYLKIV, precision="near")
BILA = make.location(place_id="b", name="Bila Tserkva", latitude=49.80, longitude=30.12, uncertainty_km=5.0)
REGION = make.location(place_id="r", name="Kyiv Oblast", precision="region", uncertainty_km=90.0)


def says(who: str | None, side: str, stance: str = "claims", **fields: object) -> Report:
    return make.report(claimant=who, claimant_side=side, stance=stance, **fields)


def event(article: str = "a", *, day: dt.date = SATURDAY, **fields: object) -> Event:
    start = int(fields.pop("start", 0))
    told = make.report(article=f"{article}.txt", article_sha256=article * 64, start=start, end=start + 50)
    return make.event(**{"reports": (told,), "when": make.when(day), **fields})


def shootdown(article: str = "a", **fields: object) -> Event:
    return event(article, **{"kind": "shootdown", "object": "a plane", "weapon": None, "location": VASYLKIV, **fields})


def taken(article: str = "a", **fields: object) -> Event:
    return event(article, **{"kind": "capture", "weapon": None, **fields})


STATUS = [
    ([says(None, "outlet", "states", source="A")], "reported"),
    ([says("a witness", "outlet", "witnesses")], "reported"),
    ([says("the mayor", "ukraine")], "claimed"),
    ([says("the mayor", "ukraine"), says("the governor", "ukraine")], "claimed"),
    ([says("the mayor", "ukraine"), says(None, "outlet", "states", source="A")], "claimed"),
    ([says("the mayor", "ukraine"), says("Moscow", "russia", "no_comment")], "claimed"),
    ([says("the mayor", "ukraine"), says(None, "outlet", "could_not_verify")], "claimed"),
    ([says("the mayor", "ukraine"), says("a witness", "outlet", "witnesses")], "corroborated"),
    ([says("the mayor", "ukraine"), says("Moscow", "russia")], "corroborated"),
    ([says("the mayor", "ukraine"), says("a US official", "third")], "corroborated"),
    (
        [says(None, "outlet", "states", source="A"), says(None, "outlet", "states", source="B", quote="It was hit.")],
        "corroborated",
    ),
    ([says(None, "outlet", "states", source="A"), says(None, "outlet", "states", source="B")], "reported"),  # copied
    ([says(None, "outlet", "states", source="A"), says(None, "outlet", "states", source="A")], "reported"),
    ([says("the mayor", "ukraine"), says("a US official", "third", "confirms")], "confirmed"),
    ([says("Moscow", "russia"), says("the mayor", "ukraine", "confirms")], "confirmed"),
    ([says("the mayor", "ukraine"), says("the army", "ukraine", "confirms")], "claimed"),
    ([says("the mayor", "ukraine", "confirms")], "claimed"),
    ([says("the mayor", "ukraine"), says("Moscow", "russia", "denies")], "disputed"),
    (
        [says("the mayor", "ukraine"), says("the UN", "third", "confirms"), says("Moscow", "russia", "denies")],
        "disputed",
    ),
]


@pytest.mark.parametrize(
    ("reports", "status"), STATUS, ids=[" + ".join(f"{r.claimant_side} {r.stance}" for r in row[0]) for row in STATUS]
)
def test_the_status_follows_from_the_voices(reports: list[Report], status: str) -> None:
    assert status_of(reports)[0] == status


@pytest.mark.parametrize(("reports", "status"), STATUS)
def test_the_order_of_voices_changes_no_status(reports: list[Report], status: str) -> None:
    assert status_of(reports[::-1])[0] == status


@pytest.mark.parametrize(("reports", "status"), STATUS)
def test_the_reason_names_a_voice_and_never_says_verified(reports: list[Report], status: str) -> None:
    reason = status_of(reports)[1]
    assert any((r.claimant or r.source or "the outlet") in reason for r in reports)
    assert "verified" not in reason


SAME = [
    ("two articles on one shootdown", shootdown("a"), shootdown("b")),
    ("one with the thing unnamed", shootdown("a"), shootdown("b", object=None)),
    ("plane and transport plane", shootdown("a"), shootdown("b", object="a transport plane")),
    ("a place and near it", shootdown("a"), shootdown("b", location=NEAR)),
    ("captured and captured by somebody", taken("a", actor_side="russia"), taken("b", actor_side="unknown")),
    ("a day and a span that holds it", event("a"), event("b", when=make.when(FRIDAY, SUNDAY))),
]
APART = [
    ("other kinds", event("a"), event("b", kind="explosion")),
    ("other days", event("a"), event("b", day=dt.date(2022, 2, 23))),
    ("neighbouring days", event("a"), event("b", day=SUNDAY)),
    ("other towns", shootdown("a"), shootdown("b", location=BILA)),
    ("a second plane of the same article", shootdown("a"), shootdown("a", ordinal="second", start=90)),
    ("a plane and a drone", shootdown("a"), shootdown("b", object="four drones")),
    ("captured and recaptured", taken("a", actor_side="russia"), taken("b", actor_side="ukraine")),
    ("a town and its whole region", event("a", location=VASYLKIV), event("b", location=REGION)),
    ("placed and not placed", event("a"), event("b", location=None, unplaced_reason="no place is named")),
    (
        "two not placed",
        event("a", location=None, unplaced_reason="no place is named", reports=(make.report(quote="One."),)),
        event("b", location=None, unplaced_reason="no place is named", reports=(make.report(quote="Two."),)),
    ),
    ("a day and a season", event("a"), event("b", when=make.when(dt.date(2022, 2, 1), SUNDAY))),
]


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_what_agrees_is_one_incident(a: Event, b: Event) -> None:
    assert same_happening(a, b)
    assert same_happening(b, a)
    (incident,) = merge([a, b])
    assert len(incident.reports) == 2
    assert incident.merge_reason


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_what_conflicts_stays_apart(a: Event, b: Event) -> None:
    assert not same_happening(a, b)
    assert not same_happening(b, a)
    assert len(merge([a, b])) == 2


def test_a_single_report_has_no_reason_to_be_merged() -> None:
    (incident,) = merge([event()])
    assert incident.merge_reason is None


def test_quotes_of_all_outlets_are_kept_oldest_first() -> None:
    early, late = shootdown("b"), shootdown("a")
    late = replace(late, reports=(replace(late.reports[0], published=SUNDAY),))
    (incident,) = merge([late, early])
    assert [report.article for report in incident.reports] == ["b.txt", "a.txt"]


def test_the_better_placed_report_gives_the_place() -> None:
    vague = event("a", location=replace(KYIV, basis="paragraph"))
    (incident,) = merge([vague, event("b")])
    assert incident.location is not None
    assert incident.location.basis == "sentence"


def test_a_stated_day_beats_the_day_of_publication() -> None:
    assumed = shootdown("a", when=When(SATURDAY, SATURDAY, "assumed", "publication", None))
    (incident,) = merge([assumed, shootdown("b", when=make.when(FRIDAY))])
    assert (incident.when.first, incident.when.precision) == (FRIDAY, "day")


def test_unverified_by_one_is_unverified() -> None:
    (incident,) = merge([event("a", unverified=True), event("b")])
    assert incident.unverified


def test_the_same_figure_is_listed_once() -> None:
    (incident,) = merge([event("a", figures=(make.figure(),)), event("b", figures=(make.figure(),))])
    assert incident.figures == (make.figure(),)


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    made = []
    for k in range(draw(st.integers(1, 7))):
        place = draw(st.sampled_from([KYIV, VASYLKIV, BILA, REGION, None]))
        first = draw(st.sampled_from([FRIDAY, SATURDAY, SUNDAY]))
        made.append(
            event(
                draw(st.sampled_from("abc")),
                start=100 * k,
                kind=draw(st.sampled_from(["strike", "shootdown", "capture"])),
                location=place,
                unplaced_reason=None if place else "no place is named",
                when=make.when(first, first + dt.timedelta(days=draw(st.integers(0, 2)))),
                object=draw(st.sampled_from([None, "a plane", "a drone"])),
                ordinal=draw(st.sampled_from([None, "second"])),
                actor_side=draw(st.sampled_from(["russia", "ukraine", "unknown"])),
            )
        )
    return made


@settings(deadline=None, max_examples=120)
@given(events(), st.randoms(use_true_random=False))
def test_the_order_of_events_changes_nothing(made: list[Event], chance: object) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merge(shuffled) == merge(made)


@settings(deadline=None, max_examples=120)
@given(events())
def test_no_report_is_lost_or_told_twice(made: list[Event]) -> None:
    incidents = merge(made)
    before = {(r.article_sha256, r.start) for e in made for r in e.reports}
    after = [(r.article_sha256, r.start) for incident in incidents for r in incident.reports]
    assert set(after) == before
    assert len(after) == len(before)


@settings(deadline=None, max_examples=80)
@given(events())
def test_ids_tell_incidents_apart(made: list[Event]) -> None:
    incidents = merge(made)
    assert len({incident.id for incident in incidents}) == len(incidents)


@settings(deadline=None, max_examples=80)
@given(events())
def test_an_incident_lies_within_the_days_and_places_of_its_reports(made: list[Event]) -> None:
    for incident in merge(made):
        assert any(e.when == incident.when for e in made)
        assert any(e.location == incident.location for e in made)
