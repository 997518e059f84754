"""The whole flow: an article that fails stops no other, and three articles on one night make one picture."""

import datetime as dt

import pytest

from pipeline import events, run
from pipeline.models import Article, Extraction, Incident, Situation
from tests.conftest import story

ONE = "Rockets hit a bakery in Sumy on Friday."
TWO = "Shells fell on Nikopol on Friday."


def test_one_extraction_an_article_in_their_order() -> None:
    articles = [story(TWO, name="b"), story("Nothing happened.", name="c"), story(ONE, name="a")]
    assert [told.article_sha256 for told in run.extract(articles)] == [article.sha256 for article in articles]


def test_no_articles_no_extractions() -> None:
    assert run.extract([]) == ()
    assert run.situate([], []) == Situation((), ())


def test_long_articles_are_not_read_together_and_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [story(text, name=name) for text, name in ((ONE, "a"), (TWO, "b"), (ONE * 9, "c"), (TWO, "d"))]
    together = run.extract(articles)
    monkeypatch.setattr(run, "BATCH_LENGTH", len(articles[0].text) + len(articles[1].text))
    assert list(run._batches(articles)) == [[0, 1], [2], [3]]
    assert run.extract(articles) == together


def test_progress_counts_up_to_all() -> None:
    seen: list[tuple[int, int]] = []
    run.extract([story(ONE), story(TWO)], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_an_article_that_fails_becomes_a_rejection_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = events.extract

    def fails(article: Article, *rest: object, **more: object) -> Extraction:
        if article.name == "bad.txt":
            raise ValueError("no head")
        return sound(article, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(events, "extract", fails)
    first, bad, last = run.extract(
        [story(ONE, name="a.txt"), story(ONE + " ", name="bad.txt"), story(TWO, name="c.txt")]
    )
    assert len(first.events) == len(last.events) == 1
    assert bad.events == ()
    (rejection,) = bad.rejections
    assert (rejection.stage, rejection.article) == ("reading", "bad.txt")
    assert "ValueError: no head" in rejection.reason


def test_two_outlets_on_one_strike_are_one_incident_with_both_quotes() -> None:
    articles = [
        story("A missile hit a warehouse in Odesa on Friday, the mayor said.", name="a", source="A"),
        story("On Friday a missile destroyed a depot in Odesa, Moscow said.", name="b", source="B"),
    ]
    (incident,) = run.situate(articles, run.extract(articles)).incidents
    assert {report.source for report in incident.reports} == {"A", "B"}
    assert incident.status == "corroborated"


def test_without_merging_each_article_keeps_its_own() -> None:
    articles = [story(ONE, name="a"), story("Rockets hit a school in Sumy on Friday.", name="b")]
    told = run.extract(articles)
    assert len(run.situate(articles, told).incidents) == 1
    assert len(run.situate(articles, told, merge=False).incidents) == 2


def test_a_second_plane_is_a_second_incident() -> None:
    text = "A plane was shot down near Vasylkiv on Saturday. A second plane was shot down near Vasylkiv on Saturday."
    articles = [story(text)]
    found = run.situate(articles, run.extract(articles)).incidents
    assert [incident.kind for incident in found] == ["shootdown", "shootdown"]


def test_captured_and_recaptured_are_two_incidents() -> None:
    articles = [
        story("Russian troops captured Lyman on Friday.", name="a"),
        story("Ukrainian troops recaptured Lyman on Friday.", name="b"),
    ]
    assert len(run.situate(articles, run.extract(articles)).incidents) == 2


def test_incidents_come_by_first_day() -> None:
    articles = [
        story("Shells fell on Sumy on Friday. Rockets hit Nikopol on Thursday. Bombs fell on Izium on Saturday.")
    ]
    days = [incident.when.first.day for incident in run.situate(articles, run.extract(articles)).incidents]
    assert days == [24, 25, 26]


def test_the_version_is_stable_within_a_run() -> None:
    assert run.version() == run.version()
    assert len(run.version()) == 16


# Three of the samples are of the same Saturday, from three hands.
FRIDAY, SATURDAY = dt.date(2022, 2, 25), dt.date(2022, 2, 26)


@pytest.fixture(scope="module")
def saturday(seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]) -> tuple[Incident, ...]:
    rows = [(a, e) for a, e in zip(seeds, extractions, strict=True) if a.published == SATURDAY]
    assert len(rows) == 3
    return run.situate([a for a, _ in rows], [e for _, e in rows]).incidents


def at(incidents: tuple[Incident, ...], kind: str, place: str) -> list[Incident]:
    return [i for i in incidents if i.kind == kind and i.location is not None and i.location.name == place]


@pytest.mark.parametrize("place", ["Vasylkiv", "Bila Tserkva"])
def test_each_transport_plane_is_one_incident(place: str, saturday: tuple[Incident, ...]) -> None:
    (incident,) = at(saturday, "shootdown", place)
    assert incident.when.first in (FRIDAY, SATURDAY)
    assert incident.location is not None
    assert incident.location.precision == "near"


def test_the_second_plane_has_an_american_voice_beside_the_ukrainian(saturday: tuple[Incident, ...]) -> None:
    (incident,) = at(saturday, "shootdown", "Bila Tserkva")
    assert {"ukraine", "third"} <= {report.claimant_side for report in incident.reports}
    assert incident.status in ("corroborated", "confirmed")


def test_moscows_silence_on_the_planes_is_kept(saturday: tuple[Incident, ...]) -> None:
    for place in ("Vasylkiv", "Bila Tserkva"):
        (incident,) = at(saturday, "shootdown", place)
        assert "no_comment" in {report.stance for report in incident.reports}


def test_melitopol_was_claimed_on_friday_and_london_disputes_it(saturday: tuple[Incident, ...]) -> None:
    (incident,) = at(saturday, "capture", "Melitopol")
    assert (incident.when.first, incident.when.last) == (FRIDAY, FRIDAY)
    assert incident.status == "disputed"
    assert "russia" in {report.claimant_side for report in incident.reports}


@pytest.mark.parametrize("place", ["Sumy", "Poltava", "Mariupol"])
def test_each_of_three_cities_was_struck_from_the_black_sea(place: str, saturday: tuple[Incident, ...]) -> None:
    (incident,) = at(saturday, "strike", place)
    assert incident.origin == "Black Sea"
    assert incident.when.first == SATURDAY


def test_nothing_stands_where_nothing_happened(saturday: tuple[Incident, ...]) -> None:
    placed = {incident.location.name for incident in saturday if incident.location}
    assert not placed & {"Black Sea", "Minsk", "Warsaw", "Moscow", "London", "Crimea", "Sevastopol", "Washington"}


def test_kyiv_was_not_captured(saturday: tuple[Incident, ...]) -> None:
    assert at(saturday, "capture", "Kyiv") == []
