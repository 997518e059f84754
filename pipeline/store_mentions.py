"""The mentions of a store and the clusters they are in, for those who gather a few of them anew.

Only what decides whether a question is worth asking stands in the tables; the events themselves are read from the
extractions of their articles.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, or_, select

from gazetteer.sphere import distance_km
from pipeline.happening import KM_A_DEGREE, MARGIN, is_area, reaches_km, spot
from pipeline.mention import Mention, gathered_of, hashed, numbered
from pipeline.models import Event, Extent, Extraction, Location, load
from pipeline.store_schema import EXTRACTION, MENTION, SPOT, Key, Row, day
from pipeline.store_upsert import add, batched, of_articles

_LONG_DAYS = 8  # an event of more is looked for in another way
_COLUMNS = (MENTION.c[name] for name in ("sha256", "published", "number", "cluster", "home", "incident"))
_WANTED = select(MENTION.c.id, *_COLUMNS)


class Mentions:
    """The mentions of a store, as pipeline.regathering asks for them; the caller holds the transaction."""

    def __init__(self, connection: Connection, version: str) -> None:
        self._connection = connection
        self._version = version
        self._known: dict[int, Mention] = {}
        self._events: dict[Key, tuple[Event, ...]] = {}
        self._near: dict[int, list[int]] = {}

    def near(self, one: Mention) -> list[Mention]:
        """At least all that may tell of one happening with it."""
        return self._found(_days(self._around(one), one))

    def leads(self, one: Mention) -> list[Mention]:
        """Those of `near` that are the first of their cluster."""
        return self._found(_days(self._around(one).where(MENTION.c.cluster == MENTION.c.id), one))

    def members(self, cluster: int) -> list[Mention]:
        """All that are in the cluster."""
        return self._found([_WANTED.where(MENTION.c.cluster == cluster)])

    def joined(self, cluster: int) -> list[Mention]:
        """The wide ones whose home it is."""
        return self._found([_WANTED.where(MENTION.c.home == cluster)])

    def of_text(self, sha256: str) -> list[Mention]:
        """All of the articles with this text, whatever the day they bear."""
        table = EXTRACTION
        same = and_(table.c.sha256 == sha256, table.c.version == self._version)
        days = self._connection.scalars(select(table.c.published).where(same)).all()
        return [one for each in days for one in self.of((sha256, day(each)))]

    def of(self, article: Key) -> list[Mention]:
        """All of this article, in their order; none of one that is not gathered."""
        self._read([article])
        ids = [numbered(*article, number) for number in range(len(self._events.get(article, ())))]
        return self._found(_WANTED.where(MENTION.c.id.in_(some)) for some in batched(ids))

    def mention(self, number: int) -> Mention | None:
        """The one of this id; None where there is none."""
        if number not in self._known:
            self._found([_WANTED.where(MENTION.c.id == number)])
        return self._known.get(number)

    def move(self, one: Mention, cluster: int) -> None:
        """Puts it into the cluster, and says so in it."""
        one.cluster = cluster
        self._write(one, cluster=cluster)

    def settle(self, one: Mention, home: int | None) -> None:
        """Gives a wide one this home, and says so in it."""
        one.home = home
        self._write(one, home=home)

    def name(self, one: Mention, incident: str | None) -> None:
        """Gives the first mention of a happening the id of its incident, or takes it, and says so in it."""
        one.incident = incident
        self._write(one, incident=incident)

    def insert(self, mentions: Sequence[Mention]) -> None:
        """Adds mentions, gathered or not."""
        places = {_spot(one): one.event.location for one in mentions}
        add(self._connection, SPOT, [_spot_row(name, place) for name, place in places.items()])
        add(self._connection, MENTION, list(map(_row, mentions)))
        self._known |= {one.id: one for one in mentions}
        self._near.clear()

    def remove(self, mentions: Sequence[Mention]) -> None:
        """Takes mentions out, and spots that nobody tells of any more."""
        for some in batched([one.id for one in mentions]):
            self._connection.execute(delete(MENTION).where(MENTION.c.id.in_(some)))
        told = select(MENTION.c.id).where(MENTION.c.spot == SPOT.c.id)
        for some in batched(sorted({_spot(one) for one in mentions})):
            self._connection.execute(delete(SPOT).where(SPOT.c.id.in_(some), ~told.exists()))
        for one in mentions:
            self._known.pop(one.id, None)

    def _write(self, one: Mention, **values: Any) -> None:
        self._connection.execute(MENTION.update().where(MENTION.c.id == one.id).values(**values))

    def _found(self, wanted: Iterable[Select]) -> list[Mention]:
        rows = [row for each in wanted for row in self._connection.execute(each)]
        missing = [row for row in rows if row.id not in self._known]
        self._read({(row.sha256, day(row.published)) for row in missing})
        for row in missing:
            article = row.sha256, day(row.published)
            event = self._events[article][row.number]
            self._known[row.id] = Mention(*article, row.number, event, row.cluster, row.home, row.incident)
        return [self._known[row.id] for row in rows]

    def _read(self, articles: Iterable[Key]) -> None:
        table = EXTRACTION
        missing = [each for each in articles if each not in self._events]
        wanted = select(table.c.sha256, table.c.published, table.c.json).where(table.c.version == self._version)
        for sha256, published, text in of_articles(self._connection, wanted, table, missing):
            self._events[sha256, day(published)] = gathered_of(load(Extraction, text))

    def _around(self, one: Mention) -> Select:
        return _WANTED.where(MENTION.c.kind == one.event.kind, MENTION.c.spot.in_(self._spots(one)))

    def _spots(self, one: Mention) -> list[int]:
        """The spots whose mentions may tell of one happening with this one: at least those of clusters.clustered."""
        name, where = _spot(one), one.event.location
        if where is None:
            return [name]
        if name not in self._near:
            same = self._connection.scalars(select(SPOT.c.id).where(SPOT.c.place_id == where.place_id))
            found = dict.fromkeys([*same, name])
            if not is_area(where):
                found |= dict.fromkeys(self._in_reach(where))
            self._near[name] = list(found)
        return self._near[name]

    def _in_reach(self, where: Location) -> list[int]:
        own = reaches_km(where)
        columns = (SPOT.c[name] for name in ("id", "latitude", "longitude", "reach_km", "is_settlement"))
        near = []
        for band in self._connection.scalars(select(SPOT.c.band).where(SPOT.c.band.is_not(None)).distinct()).all():
            high = max(own, 2.0**band) * MARGIN / KM_A_DEGREE
            low, high = where.latitude - high, where.latitude + high
            near.append(and_(SPOT.c.band == band, SPOT.c.latitude.between(low, high)))
        if not near:
            return []
        return [
            name
            for name, latitude, longitude, reach, is_settlement in self._connection.execute(
                select(*columns).where(or_(*near))
            )
            if not (is_settlement and where.precision == "settlement")
            and distance_km(where.latitude, where.longitude, latitude, longitude) <= max(own, reach) * MARGIN
        ]


def fill(connection: Connection, mentions: Sequence[Mention]) -> None:
    """Makes the tables hold these mentions and no others."""
    connection.execute(delete(MENTION))
    connection.execute(delete(SPOT))
    Mentions(connection, "").insert(mentions)


def _days(around: Select, one: Mention) -> list[Select]:
    """Those whose days meet its own or the days next to them."""
    first, last = (each.toordinal() for each in (one.event.when.first, one.event.when.last))
    meet = around.where(MENTION.c.first <= last + 1, MENTION.c.last >= first - 1)
    short = meet.where(MENTION.c.is_long.is_(False), MENTION.c.first >= first - 1 - _LONG_DAYS)
    return [short, meet.where(MENTION.c.is_long.is_(True))]


def _spot(one: Mention) -> int:
    return hashed(*map(str, _plain(spot(one.event))))


def _plain(values: Iterable[object]) -> Iterator[object]:
    """The values one by one, numbers as they come back from JSON."""
    for value in values:
        if isinstance(value, Extent):
            yield from _plain(astuple(value))
        else:
            yield float(value) if isinstance(value, int) else value


def _row(one: Mention) -> Row:
    days = one.event.when
    return {
        "id": one.id,
        "sha256": one.sha256,
        "published": one.published.isoformat(),
        "number": one.number,
        "kind": one.event.kind,
        "first": days.first.toordinal(),
        "last": days.last.toordinal(),
        "is_long": (days.last - days.first).days > _LONG_DAYS,
        "spot": _spot(one),
        "cluster": one.cluster,
        "home": one.home,
        "incident": one.incident,
    }


def _spot_row(name: int, where: Location | None) -> Row:
    nothing = dict.fromkeys(("place_id", "latitude", "longitude", "reach_km", "is_settlement", "band"))
    if where is None:
        return {"id": name, **nothing}
    row = {"id": name, **nothing, "place_id": where.place_id}
    if is_area(where):
        return row
    reach = reaches_km(where)
    point = {"latitude": where.latitude, "longitude": where.longitude, "reach_km": reach}
    return {**row, **point, "is_settlement": where.precision == "settlement", "band": math.ceil(math.log2(reach))}
