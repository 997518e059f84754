"""Gathering few mentions anew leaves every happening as gathering all of them at once would."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence

import pytest

from pipeline import incidents
from pipeline.happening import is_denial, same_happening
from pipeline.mention import Mention
from pipeline.models import Event, Report
from pipeline.regathering import regathered
from tests import factories as make
from tests.test_clusters import some_events


class InMind:
    """Mentions in a dictionary, every question answered by looking at all."""

    def __init__(self) -> None:
        self.all: dict[int, Mention] = {}
        self.asked = 0

    def near(self, one: Mention) -> Sequence[Mention]:
        self.asked += 1
        return [other for other in self.all.values() if same_happening(one.event, other.event)]

    def leads(self, one: Mention) -> Sequence[Mention]:
        return [other for other in self.near(one) if other.cluster == other.id]

    def members(self, cluster: int) -> Sequence[Mention]:
        return [other for other in self.all.values() if other.cluster == cluster]

    def joined(self, cluster: int) -> Sequence[Mention]:
        return [other for other in self.all.values() if other.home == cluster]

    def of_text(self, sha256: str) -> Sequence[Mention]:
        return [other for other in self.all.values() if other.sha256 == sha256]

    def mention(self, number: int) -> Mention | None:
        return self.all.get(number)

    def move(self, one: Mention, cluster: int) -> None:
        one.cluster = cluster

    def settle(self, one: Mention, home: int | None) -> None:
        one.home = home

    def name(self, one: Mention, incident: str | None) -> None:
        one.incident = incident

    def change(self, new: Iterable[Mention], gone: Iterable[Mention]) -> tuple[set[str], set[str]]:
        """Takes mentions in and out; the incidents that are told anew, and those that they replace."""
        for one in gone:
            del self.all[one.id]
        self.all |= {one.id: one for one in new}
        found = regathered(self, new, gone)
        told = [group for group in found.groups if not is_denial(group[0].event)]
        for group in found.groups:
            group[0].incident = incidents.incident([each.event for each in group]).id if group in told else None
        return {group[0].incident or "" for group in told}, set(found.ended)


def state(mentions: Iterable[Mention]) -> list[tuple]:
    return sorted((one.id, one.cluster, one.home, one.incident) for one in mentions)


def mentions(events: Iterable[Event], start: int = 0) -> list[Mention]:
    return [Mention(one.reports[0].article_sha256, make.DAY, number, one) for number, one in enumerate(events, start)]


@pytest.mark.parametrize("seed", range(12))
def test_in_whatever_portions_mentions_come_and_go_all_end_where_they_would_at_once(seed) -> None:
    draw = random.Random(seed)
    known, number = InMind(), 0
    held: dict[str, int] = {}
    for _ in range(5):
        new = mentions(some_events(draw), number)
        new = draw.sample(new, draw.choice((0, 1, 2, len(new))))
        number += 200
        gone = draw.sample(list(known.all.values()), len(known.all) * draw.choice((0, 0, 1, 3)) // 10)
        told, ended = known.change(new, gone)
        alone = [Mention(one.sha256, one.published, one.number, one.event) for one in known.all.values()]
        draw.shuffle(alone)
        whole = {one.id for one in incidents.gathered(alone)}
        assert state(known.all.values()) == state(alone)
        before = set(held)
        assert (before - ended) | told == whole
        assert ended <= before
        held = dict.fromkeys(whole, 0)


def test_a_mention_far_off_asks_little() -> None:
    known = InMind()
    days = [make.DAY + dt.timedelta(n) for n in range(200)]
    told = [
        make.event(when=make.when(day), reports=(make.report(published=day, start=n),)) for n, day in enumerate(days)
    ]
    known.change(mentions(told), [])
    known.asked = 0
    late = make.event(when=make.when(days[-1]), reports=(make.report(article_sha256="b" * 64),))
    changed, ended = known.change(mentions([late], 500), [])
    assert (len(changed), len(ended)) == (1, 1)
    assert known.asked <= 3


def test_who_was_kept_out_comes_in_once_the_one_in_the_way_has_moved_on() -> None:
    def told(number: int, first: int, last: int, precision: str) -> Mention:
        days = make.when(make.DAY + dt.timedelta(first), make.DAY + dt.timedelta(last), precision=precision)
        return Mention(f"{number}" * 64, make.DAY, number, make.event(when=days, reports=(report(number),)))

    def report(number: int) -> Report:
        return make.report(article_sha256=f"{number}" * 64)

    long, way, kept_out = told(1, 4, 6, "range"), told(2, 6, 7, "assumed"), told(3, 3, 4, "assumed")
    known = InMind()
    known.change([long, way, kept_out], [])
    assert (way.cluster, kept_out.cluster) == (long.id, kept_out.id)
    known.change([told(4, 7, 7, "day")], [])
    assert kept_out.cluster == long.id
