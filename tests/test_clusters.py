"""Gathering by asking few is gathering by asking all."""

import datetime as dt
import random

import pytest

from pipeline import clusters
from pipeline.happening import same_happening
from pipeline.models import Event, Extent, Stance
from tests import factories as make

POINTS = [
    (50.45, 30.52),
    (50.46, 30.55),
    (50.3, 30.4),
    (50.19, 30.33),
    (49.8, 30.12),
    (-17.0, 179.99),
    (-17.0, -179.99),
]


def asking_all(events: list[Event]) -> list[list[Event]]:
    gathered: list[list[Event]] = []
    for event in events:
        home = next((one for one in gathered if all(same_happening(event, other) for other in one)), None)
        if home is None:
            gathered.append([event])
        else:
            home.append(event)
    return gathered


def some_events(draw: random.Random) -> list[Event]:

    def ground(latitude: float, longitude: float) -> Extent | None:
        """Of the place's own surroundings, as in what articles tell."""
        ring = Extent("disk", latitude + 0.05, longitude, 20.0, 5.0)
        east = Extent("sector", latitude, longitude + 0.08, 30.0, 2.0, 90.0, 45.0)
        return draw.choice((None, ring, east))

    places = [
        make.location(
            place_id=f"p{draw.choice((k, k, k - 1))}", latitude=point[0] + draw.choice((0, 0.03)), longitude=point[1],
            precision=precision, uncertainty_km=draw.choice((0.5, 3.0, 10.0, 40.0)), extent=ground(*point),
            basis=draw.choice(("sentence", "inferred")), alternatives=draw.choice(((), (make.alternative(),))),
        )
        for k, point in enumerate(POINTS)
        for precision in ("site", "part", "settlement", "near", "district", "region")
    ]  # fmt: skip

    def event() -> Event:
        article, start = draw.choice("abcd"), draw.randrange(0, 3000, 50)
        stance: Stance = draw.choice(("states", "states", "states", "denies"))
        told = make.report(article_sha256=article * 64, start=start, quote=draw.choice("qw"), stance=stance)
        first = make.DAY + dt.timedelta(draw.choice((0, 0, 1, 2, 9)))
        days = make.when(first, first + dt.timedelta(draw.choice((0, 0, 1, 7, 8, 60))))
        return make.event(
            kind=draw.choice(("strike", "shootdown", "capture")), location=draw.choice((None, *places)),
            when=make.when(days.first, days.last, precision=draw.choice(("day", "assumed", "part_of_day", "range"))),
            reports=(told,), actor_side=draw.choice(("ukraine", "russia", "unknown")),
            object=draw.choice((None, "a plane", "two drones", "a Missile and a plane", "it")),
            ordinal=draw.choice((None, None, "second")),
            target=draw.choice((None, "a school", "the hospital and a school", "two clinics", "a field")),
        )  # fmt: skip

    return [event() for _ in range(draw.randrange(2, 50))]


@pytest.mark.parametrize("seed", range(25))
def test_gathering_by_asking_few_is_gathering_by_asking_all(seed) -> None:
    events = some_events(random.Random(seed))
    assert [[events[k] for k in one] for one in clusters.clustered(events)] == asking_all(events)


@pytest.mark.parametrize("article", ["{:064x}", "one"], ids=["told by as many articles", "told by one article"])
def test_a_strike_told_four_thousand_times_is_asked_about_no_more_often(article, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(clusters, "same_happening", lambda a, b: asked.append(a) or same_happening(a, b))
    name = article.format if "x" in article else lambda _: "a" * 64
    told = [make.event(reports=(make.report(article_sha256=name(k), start=k),)) for k in range(4000)]
    assert clusters.clustered(told) == [list(range(len(told)))]
    assert len(asked) < 2 * len(told)
