"""Mentions gathered anew where some are new or gone: exactly as if all had been gathered at once, touching few.

Gathering goes through the mentions in their order and asks each about the clusters that are there before it. So a
mention can only end elsewhere than before where a cluster that it was asked about, or would have been, has changed
before its turn. Such mentions are asked again, in order; where the answer is the old one, nothing after it changes.
"""

import heapq
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.clusters import home_of
from pipeline.happening import meant, same_happening
from pipeline.mention import Mention, in_order
from pipeline.models import Event


class Gathered(Protocol):
    """Mentions and the clusters they are in: the new ones among them in none, the gone ones not among them.

    Every answer holds the same object for the same mention.
    """

    def near(self, one: Mention) -> Sequence[Mention]:
        """At least all that may tell of one happening with it."""

    def leads(self, one: Mention) -> Sequence[Mention]:
        """Those of `near` that are the first of their cluster."""

    def members(self, cluster: int) -> Sequence[Mention]:
        """All that are in the cluster."""

    def joined(self, cluster: int) -> Sequence[Mention]:
        """The wide ones whose home it is, though each is in a cluster of its own."""

    def of_text(self, sha256: str) -> Sequence[Mention]:
        """All of the articles with this text, whatever the day they bear."""

    def mention(self, number: int) -> Mention | None:
        """The one of this id; None where there is none."""

    def move(self, one: Mention, cluster: int) -> None:
        """Puts it into the cluster, and says so in it."""

    def settle(self, one: Mention, home: int | None) -> None:
        """Gives a wide one this home, and says so in it."""

    def name(self, one: Mention, incident: str | None) -> None:
        """Gives the first mention of a happening the id of its incident, or takes it, and says so in it."""


@dataclass(frozen=True, slots=True)
class Regathered:
    """The happenings that are to be told anew."""

    groups: tuple[tuple[Mention, ...], ...]  # the mentions of each, the lead first
    ended: frozenset[str]  # the incidents that these mentions made before


def regathered(known: Gathered, new: Iterable[Mention], gone: Iterable[Mention]) -> Regathered:
    """The happenings that are no longer what they were, once the new mentions are gathered and others are gone.

    known is brought up to date; only the ids of new incidents are left to the caller.
    """
    return _Regathering(known).run(list(new), list(gone))


class _Regathering:
    def __init__(self, known: Gathered) -> None:
        self._known = known
        self._members: dict[int, _Members] = {}
        self._queue: list[tuple[tuple, Mention]] = []
        self._queued: set[int] = set()
        self._moved: dict[int, Mention] = {}
        self._changed: dict[int, Mention | None] = {}  # clusters, by their leads

    def run(self, new: Sequence[Mention], gone: Sequence[Mention]) -> Regathered:
        lost = {one.id: one for one in gone}
        for one in gone:
            for each in (one.cluster, one.home):
                self._change(each, lost.get(each) if each is not None else None)
            if one.cluster == one.id:
                self._ask(self._known.members(one.id))
            else:
                self._let_in(one, one.cluster)
        self._ask(new)
        while self._queue:
            _, one = heapq.heappop(self._queue)
            self._queued.discard(one.id)
            self._decide(one)
        self._narrow([*self._moved.values(), *gone])
        return self._told()

    def _ask(self, mentions: Iterable[Mention]) -> None:
        for one in mentions:
            if one.id not in self._queued:
                self._queued.add(one.id)
                heapq.heappush(self._queue, (one.order, one))

    def _decide(self, one: Mention) -> None:
        before = [lead for lead in in_order(self._known.leads(one)) if lead.order < one.order]
        lead = next((lead for lead in before if self._of(lead.id).accepts(one)), one)
        old = one.cluster
        if lead.id == old:
            return
        into = self._of(lead.id)
        if old is not None:
            self._of(old).remove(one)
        self._known.move(one, lead.id)
        if lead is one:
            self._ask(other for other in self._known.near(one) if self._may_change(other, one, same_happening))
        else:
            self._ask(into.later_against(one))
        into.add(one)
        self._change(old)
        self._change(lead.id)
        self._moved[one.id] = one
        if old == one.id:
            self._ask(self._of(old))
        else:
            self._let_in(one, old)

    def _change(self, cluster: int | None, lost: Mention | None = None) -> None:
        if cluster is not None:
            self._changed.setdefault(cluster, lost)

    def _let_in(self, one: Mention, cluster: int | None) -> None:
        """Asks those again whom this one may have kept out of the cluster that it is no longer in."""
        lead = self._known.mention(cluster) if cluster is not None else None
        if lead is not None and lead.cluster == lead.id:
            self._ask(
                other
                for other in self._known.near(lead)
                if other.order > one.order
                and self._may_change(other, lead, lambda a, b: not same_happening(a, one.event))
            )

    def _may_change(self, other: Mention, lead: Mention, asked: Callable[[Event, Event], bool]) -> bool:
        """Whether a later mention, which is not in an earlier cluster, could come into the lead's, if asked says so."""
        if other.order <= lead.order or other.cluster in (None, lead.id):
            return False
        home = self._known.mention(other.cluster)
        earlier = home is not None and home.cluster == home.id and home.order < lead.order
        return not earlier and asked(other.event, lead.event)

    def _of(self, cluster: int) -> "_Members":
        if cluster not in self._members:
            self._members[cluster] = _Members(self._known.members(cluster))
        return self._members[cluster]

    def _narrow(self, touched: Iterable[Mention]) -> None:
        """Finds the homes of wide mentions anew, as clusters.narrowed does: those of clusters and articles touched."""
        wide = {one.id: one for cluster in self._changed for one in self._of(cluster) if one.is_wide}
        for sha256, kind in {(one.sha256, one.event.kind) for one in touched}:
            of_kind = [one for one in self._known.of_text(sha256) if one.event.kind == kind]
            wide |= {one.id: one for one in of_kind if one.is_wide}
        for one in in_order(wide.values()):
            home = self._home(one)
            if home != one.home:
                for each in (one.id, one.home, home):
                    self._change(each)
                self._known.settle(one, home)

    def _home(self, one: Mention) -> int | None:
        if one.cluster != one.id or len(self._of(one.id)) > 1:
            return None
        told: dict[int, list[Event]] = defaultdict(list)
        for other in self._known.of_text(one.sha256):
            if other.event.kind == one.event.kind and other.event.location is not None and not other.is_wide:
                told[other.cluster or 0].append(other.event)
        leads = in_order(lead for cluster in told if (lead := self._known.mention(cluster)))
        return home_of(one.event, {lead.id: told[lead.id] for lead in leads})

    def _told(self) -> Regathered:
        groups, ended = [], set()
        for cluster, lost in self._changed.items():
            lead = lost or self._known.mention(cluster)
            if lead is None:
                continue
            if lead.incident:
                ended.add(lead.incident)
            if lost is None and lead.cluster == lead.id and lead.home is None:
                groups.append((*in_order(self._of(cluster)), *in_order(self._known.joined(cluster))))
            elif lost is None and lead.incident:
                self._known.name(lead, None)
        return Regathered(tuple(groups), frozenset(ended))


class _Members:
    """A cluster: what it answers to a mention that may come into it."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._all: dict[int, Mention] = {}
        self._alike: dict[tuple, list[Mention]] = defaultdict(list)  # in their order
        self._by_article: dict[str, dict[int, Mention]] = defaultdict(dict)
        for one in mentions:
            self.add(one)

    def __iter__(self) -> Iterator[Mention]:
        return iter(list(self._all.values()))

    def __len__(self) -> int:
        return len(self._all)

    def add(self, one: Mention) -> None:
        self._all[one.id] = one
        self._by_article[one.sha256][one.id] = one
        insort(self._alike[meant(one.event)], one, key=_order)

    def remove(self, one: Mention) -> None:
        del self._all[one.id], self._by_article[one.sha256][one.id]
        alike = self._alike[meant(one.event)]
        del alike[bisect_left(alike, one.order, key=_order)]

    def accepts(self, one: Mention) -> bool:
        """Whether all that come before it agree with it. Of those alike that other articles tell, one is asked."""
        own = (other for other in self._by_article.get(one.sha256, {}).values() if other.order < one.order)
        if not all(same_happening(one.event, other.event) for other in own):
            return False
        for alike in self._alike.values():
            other = next((each for each in alike if each.sha256 != one.sha256), None)
            if other is not None and other.order < one.order and not same_happening(one.event, other.event):
                return False
        return True

    def later_against(self, one: Mention) -> Iterator[Mention]:
        """Those after it that do not agree with it."""
        for other in self._by_article.get(one.sha256, {}).values():
            if other.order > one.order and not same_happening(other.event, one.event):
                yield other
        for alike in self._alike.values():
            later = (each for each in alike[bisect_right(alike, one.order, key=_order) :] if each.sha256 != one.sha256)
            first = next(later, None)
            if first is not None and not same_happening(first.event, one.event):
                yield first
                yield from later


def _order(one: Mention) -> tuple:
    return one.order
