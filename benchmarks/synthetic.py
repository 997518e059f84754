"""A store of made-up incidents, as many as wanted: towns by Zipf's law, 1,400 days, all kinds. For benchmarks only.

The rows are those that a build would write, made from a few hundred dumped records by exchanging words, as a million
records would take an hour on a shared machine.
"""

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, get_args

from sqlalchemy import Connection

from pipeline import store_rows, store_segments, store_upsert
from pipeline import store_schema as schema
from pipeline.kinds import kinds
from pipeline.models import Incident, Location, Report, Status, When
from pipeline.store import Store
from pipeline.store_columns import term

TOWNS, DAYS, OUTLETS = 5_000, 1_400, 30
START = dt.date(2022, 2, 24)
_QUOTE = (
    "Shells hit a warehouse and a residential street of the town overnight, the head of the district said on day {n}."
)
_WEAPONS = (None, "missile", "drone", "artillery", "rockets", "guided bombs", "mortar", "cruise missile")
_BATCH = 5_000


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


def incident(n: int, kind: str, status: Status, where: Location | None, day: dt.date) -> Incident:
    """The made-up incident of this number, told by one report."""
    quote, outlet = _QUOTE.format(n=n), f"Outlet {n % OUTLETS}"
    text = hashlib.sha256(f"{n // 4}".encode()).hexdigest()
    voices = ("claimant", "ukraine", "claims")
    told = Report(f"{n // 4}.txt", text, outlet, day + dt.timedelta(1), quote, 0, len(quote), "hit", *voices)
    return Incident(
        id=hashlib.sha256(f"incident {n}".encode()).hexdigest()[:16], kind=kind, headline="Shelling of a town",
        when=When(day, day, "day", "stated", "on Monday"), location=where,
        unplaced_reason=None if where else "No place is named.", reports=(told,), status=status,
        status_reason="told by the head of the district alone", unverified=False, origin=None, actor=None,
        target="a warehouse", weapon=_WEAPONS[n % len(_WEAPONS)], object=None, figures=(), merge_reason=None,
    )  # fmt: skip


def rows(count: int, seed: int = 1) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """A row of the table of incidents and of that of reports for each number, as a build would write them."""
    draw = random.Random(seed)
    weights = list(accumulate(1 / (rank + 1) for rank in range(TOWNS)))
    drawn = draw.choices((*range(1, TOWNS), 0), cum_weights=weights, k=count)
    places = [None, *towns()[:-1]]
    names, statuses = tuple(kinds()), get_args(Status)
    known: dict[int, tuple[dict, dict]] = {}
    for n, town in enumerate(drawn):
        kind, status, weapon = names[n % len(names)], statuses[n % len(statuses)], n % len(_WEAPONS)
        day = START + dt.timedelta(draw.randrange(DAYS))
        # all of one town are made of the rows of one that was dumped
        if town not in known:
            made = store_rows.incident_rows([incident(0, "strike", "claimed", places[town], START)])
            known[town] = made[schema.INCIDENT][0], made[schema.REPORT][0]
        yield _changed(*known[town], incident(n, kind, status, None, day), n, weapon)


_OUTLETS = [term((f"Outlet {n}",)) for n in range(OUTLETS)]
_TERMS = [term(word) if word else (0, "") for word in _WEAPONS]
_FIRST = incident(0, "strike", "claimed", None, START)


def _changed(row: dict, told: dict, one: Incident, n: int, weapon: int) -> tuple[dict, dict]:
    day, report = one.when.first.isoformat(), one.reports[0]
    text = row["json"].replace(_FIRST.id, one.id).replace(START.isoformat(), day)
    text = text.replace('"status":"claimed"', f'"status":"{one.status}"').replace('"strike"', f'"{one.kind}"')
    if one.weapon:
        text = text.replace('"weapon":null', f'"weapon":"{one.weapon}"')
    words = told["json"].replace(_FIRST.reports[0].article_sha256, report.article_sha256)
    words = words.replace(_FIRST.reports[0].quote, report.quote).replace('"0.txt"', f'"{n // 4}.txt"')
    words = words.replace('"Outlet 0"', f'"{report.source}"').replace(f'"end":{told["stop"]}', f'"end":{report.end}')
    published = report.published.isoformat()
    words = words.replace(told["published"], published)
    known = {
        "id": one.id,
        "digest": one.id,
        "kind": one.kind,
        "first": day,
        "last": day,
        "status": one.status,
        "json": text,
    }
    numbers = {"outlets": _OUTLETS[n % OUTLETS][0], "weapon": _TERMS[weapon][0]}
    span = {"sha256": report.article_sha256, "published": published, "stop": report.end, "quote": report.quote}
    ids = {"id": one.id, "digest": one.id, "incident": one.id, "words": n, "json": words}
    return {**row, **known, **numbers}, {**told, **span, **ids}


def fill(
    where: Path | str, count: int, *, told: Iterator[Incident] | None = None, days: int = DAYS, light: bool = False
) -> None:
    """Writes so many incidents into a new store, all of them in one transaction, and an article for every four.

    told: these incidents in the place of ours. light: without the records as JSON and the reports, for those who ask
    about columns and indexes only.
    """
    with Store.open(where) as store, store._database.write() as connection:
        months = _made(connection, count, light=light) if told is None else _written(connection, told)
        for some in _portions(_article(n, days) for n in range(count // 4)):
            connection.execute(schema.ARTICLE.insert(), some)
        store_segments.rewrite(connection, months, {})
        store_upsert.put(connection, schema.META, [{"key": "generation", "value": f"synthetic {count}"}])


def _made(connection: Connection, count: int, *, light: bool) -> set[str]:
    """Writes rows of ours; returns their months."""
    places = store_rows.incident_rows(
        [incident(0, kind, status, None, START) for kind in kinds() for status in get_args(Status)]
        + [incident(n, "strike", "claimed", place, START) for n, place in enumerate(towns())]
    )
    for table in (schema.TERM, schema.PLACE):
        store_upsert.add(connection, table, places[table])
    months = set()
    for some in _portions(rows(count)):
        if light:
            connection.execute(schema.INCIDENT.insert(), [{**row, "json": "{}"} for row, _ in some])
        else:
            connection.execute(schema.INCIDENT.insert(), [row for row, _ in some])
            connection.execute(schema.REPORT.insert(), [row for _, row in some])
        months |= {row["first"][:7] for row, _ in some}
    return months


def _written(connection: Connection, told: Iterator[Incident]) -> set[str]:
    months = set()
    for some in _portions(told):
        for table, made in store_rows.incident_rows(some).items():
            store_upsert.add(connection, table, made)
        months |= {one.when.first.isoformat()[:7] for one in some}
    return months


def _article(n: int, days: int) -> dict[str, Any]:
    day = START + dt.timedelta(n % days)
    head = {"sha256": hashlib.sha256(f"{n}".encode()).hexdigest(), "published": day.isoformat(), "name": f"{n}.txt"}
    rest = dict.fromkeys(("title", "url", "retired"))
    return {**head, **rest, "source": f"Outlet {n % OUTLETS}", "body_start": 0, "text": ""}


def _portions(found: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(found, _BATCH)):
        yield some
