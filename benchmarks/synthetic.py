"""A store of made-up incidents, as many as wanted: towns by Zipf's law, 1,400 days, all kinds. For benchmarks only."""

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import get_args

from pipeline import store_rows, store_segments, store_upsert
from pipeline import store_schema as schema
from pipeline.kinds import kinds
from pipeline.models import Article, Incident, Location, Report, Side, Status, When
from pipeline.store import Store, key

TOWNS, DAYS, OUTLETS = 5_000, 1_400, 30
START = dt.date(2022, 2, 24)
_BATCH = 20_000
_QUOTE = (
    "Report {n}: shells hit a warehouse and a residential street of {town} on {day}, the head of the district said."
)
_WEAPONS = (None, "missile", "drone", "artillery", "rockets", "guided bombs", "mortar", "cruise missile")


def towns(seed: int = 1) -> list[Location]:
    """Made-up towns inside the box of Ukraine."""
    draw = random.Random(seed)
    return [
        Location(
            f"synthetic:{n}", f"Town {n}", round(draw.uniform(44.5, 52.2), 5), round(draw.uniform(22.2, 40.1), 5),
            "UA", f"Oblast {n % 27}", draw.choice(("settlement", "settlement", "site", "near", "region")),
            draw.choice((1.0, 2.5, 5.0, 10.0)), "sentence", f"Town {n}",
        )
        for n in range(TOWNS)
    ]  # fmt: skip


def incidents(count: int, seed: int = 1) -> Iterator[Incident]:
    """Incidents, the same for the same seed; every twentieth is not placed."""
    draw = random.Random(seed)
    places = towns()
    weights = list(accumulate(1 / (rank + 1) for rank in range(TOWNS)))
    names, statuses, sides = tuple(kinds()), get_args(Status), get_args(Side)
    for n in range(count):
        where = draw.choices(places, cum_weights=weights)[0] if n % 20 else None
        first = START + dt.timedelta(draw.randrange(DAYS))
        day = When(first, first, "day", "stated", "on Monday")
        reports = tuple(
            _report(n, voice, where, first, draw.choice(sides)) for voice in range(draw.choice((1, 1, 2, 3)))
        )
        yield Incident(
            id=hashlib.sha256(f"{seed} {n}".encode()).hexdigest()[:16], kind=draw.choice(names),
            headline=f"Shelling in {where.name if where else 'a place not known'}", when=day, location=where,
            unplaced_reason=None if where else "No place is named.", reports=reports, status=draw.choice(statuses),
            status_reason="told by the head of the district alone", unverified=False, origin=None, actor=None,
            target="a warehouse", weapon=draw.choice(_WEAPONS), object=None, figures=(), merge_reason=None,
        )  # fmt: skip


def _report(n: int, voice: int, where: Location | None, first: dt.date, side: Side) -> Report:
    quote = _QUOTE.format(n=n, town=where.name if where else "the district", day=first)
    outlet = (n * 7 + voice) % OUTLETS
    told = article(n // 4, first)
    return Report(
        told.name, told.sha256, f"Outlet {outlet}" if outlet else None, first + dt.timedelta(1), quote, 0, len(quote),
        "hit", "the head of the district", side, "claims",
    )  # fmt: skip


def article(n: int, day: dt.date) -> Article:
    """A made-up article."""
    text = f"Article {n} of {day}."
    return Article(f"{n}.txt", text, 0, day, hashlib.sha256(text.encode()).hexdigest(), source=f"Outlet {n % OUTLETS}")


def fill(where: Path | str, count: int, *, told: Iterator[Incident] | None = None, days: int = DAYS) -> None:
    """Writes so many incidents into a new store, all of them in one transaction; told: these in the place of ours."""
    draw = random.Random(2)
    articles = [article(n, START + dt.timedelta(draw.randrange(days))) for n in range(count // 4)]
    with Store.open(where) as store, store._database.write() as connection:
        store_upsert.add(
            connection, schema.ARTICLE, [store_rows.article_row(one) for one in {key(a): a for a in articles}.values()]
        )
        made, months = told or incidents(count), set()
        while batch := list(islice(made, _BATCH)):
            for table, rows in store_rows.incident_rows(batch).items():
                store_upsert.add(connection, table, rows)
            months |= {one.when.first.isoformat()[:7] for one in batch}
        store_segments.rewrite(connection, months, {})
        store_upsert.put(connection, schema.META, [{"key": "generation", "value": f"synthetic {count}"}])
