"""The packed columns of all incidents: written again for the months that changed, read whole or for a window."""

import datetime as dt
from collections.abc import Iterable, Mapping

import numpy as np
from sqlalchemy import Connection, delete, select

from pipeline import store_columns
from pipeline.models import Incident
from pipeline.store_columns import EPOCH, Columns, Facts, facts, term
from pipeline.store_schema import INCIDENT, SEGMENT, TERM, day
from pipeline.store_upsert import add, batched

Laid = Mapping[str, Incident | None]  # incidents as corrected, by the id of what was read; None: hidden
_KNOWN: dict[int, str] = {}
_MOST = 200_000  # terms kept in mind
_FEW = 500  # terms that are asked for by name; of more, all are read


def rewrite(connection: Connection, changed: Iterable[str], laid: Laid) -> None:
    """Packs the months again ("2022-02") from the incidents stored, as corrected. Terms that nobody uses go."""
    corrected: dict[str, list[Facts]] = {}
    terms: dict[int, str] = {}
    for one in laid.values():
        if one:
            row, used = facts(one)
            corrected.setdefault(one.when.first.isoformat()[:7], []).append(row)
            terms |= used
    add(connection, TERM, [{"id": number, "value": value} for number, value in terms.items()])
    changed = sorted(changed)
    for month in changed:
        rows = [row for row in _stored(connection, month) if row.id not in laid] + corrected.get(month, [])
        connection.execute(delete(SEGMENT).where(SEGMENT.c.month == month))
        if rows:
            rows.sort(key=lambda row: (row.first, row.id))
            data, held = store_columns.pack(rows)
            last = dt.date.fromordinal(max(row.last for row in rows) + EPOCH).isoformat()
            connection.execute(SEGMENT.insert(), {"month": month, "last": last, "terms": held, "data": data})
    if changed:
        _forget(connection)


def read(connection: Connection, first: dt.date | None = None, last: dt.date | None = None) -> Columns:
    """The columns of all incidents, or of those that touch the days from first to last, both included."""
    wanted = select(SEGMENT.c.data).order_by(SEGMENT.c.month)
    if first:
        wanted = wanted.where(SEGMENT.c.last >= first.isoformat())
    if last:
        wanted = wanted.where(SEGMENT.c.month <= last.isoformat()[:7])
    segments = [store_columns.unpack(data) for data in connection.scalars(wanted)]
    if first or last:
        low = first.toordinal() - EPOCH if first else np.iinfo(np.int32).min
        high = last.toordinal() - EPOCH if last else np.iinfo(np.int32).max
        segments = [store_columns.cut(each, (each["last"] >= low) & (each["first"] <= high)) for each in segments]
    return store_columns.columns(segments, _terms(connection, store_columns.terms_of(segments)))


def _terms(connection: Connection, used: list[int]) -> dict[int, str]:
    """What the terms stand for; those asked before are not asked again, as a term is the hash of what it stands for."""
    found = {number: text for number in used if (text := _KNOWN.get(number)) is not None}
    if missing := [number for number in used if number not in found]:
        rows = select(TERM.c.id, TERM.c.value)
        if len(missing) <= _FEW:
            rows = rows.where(TERM.c.id.in_(missing))
        fresh = dict(connection.execute(rows).all())
        found |= fresh
        if len(_KNOWN) > _MOST:
            _KNOWN.clear()
        _KNOWN.update(fresh)
    return found


def _stored(connection: Connection, month: str) -> list[Facts]:
    table = INCIDENT
    plain = (table.c.id, table.c.first, table.c.last, table.c.sides, table.c.reports)
    words = (table.c.kind, table.c.status, table.c.time, table.c.spot, table.c.outlets, table.c.weapon)
    # "." comes after "-" in any order that we use, and before any digit
    wanted = select(*plain, *words).where(table.c.first >= month, table.c.first < month + ".")
    days: dict[str, int] = {}
    known: dict[str, int] = {}

    def number(text: str) -> int:
        if text not in days:
            days[text] = day(text).toordinal() - EPOCH
        return days[text]

    def named(text: str) -> int:
        if text not in known:
            known[text] = term(text)[0]
        return known[text]

    return [
        Facts(name, number(first), number(last), sides, reports, named(kind), named(status), named(time), *others)
        for name, first, last, sides, reports, kind, status, time, *others in connection.execute(wanted)
    ]


def _forget(connection: Connection) -> None:
    """Removes terms that no segment uses."""
    parts = [np.frombuffer(held, dtype="<i8") for held in connection.scalars(select(SEGMENT.c.terms))]
    used = np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)
    known = np.array(connection.scalars(select(TERM.c.id)).all(), dtype=np.int64)
    gone = np.setdiff1d(known, used).tolist()
    for some in batched(gone):
        connection.execute(delete(TERM).where(TERM.c.id.in_(some)))
