"""The timeline of a store, from its packed columns: no incident is fetched to count it."""

from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.listed import Fetch, Listed
from pipeline.store_columns import Columns
from pipeline.timeline import (
    ASSUMED,
    RANGE,
    STATUSES,
    SURE,
    UNNAMED,
    Coverage,
    Timeline,
    busiest_first,
    key_of_point,
)


def stored(columns: Columns, fetch: Fetch, kinds: Iterable[str], coverage: Iterable[Coverage] = ()) -> Timeline:
    """The same timeline as `timeline` makes of the incidents themselves; they are fetched where they are shown."""
    covered = tuple(sorted(coverage, key=lambda one: (one.published, one.source or UNNAMED)))
    known = tuple(dict.fromkeys([*kinds, *sorted(columns.kinds)]))
    outlets = {name or UNNAMED for names in columns.outlet_sets for name in names}
    sources = tuple(sorted(outlets | {one.source or UNNAMED for one in covered}))
    source_at = {name: index for index, name in enumerate(sources)}
    sets: dict[tuple[int, ...], int] = {}
    set_at = [
        sets.setdefault(tuple(sorted({source_at[name or UNNAMED] for name in names})), len(sets))
        for names in columns.outlet_sets
    ]
    points: dict[tuple, int] = {}
    point_at = [points.setdefault(key_of_point(spot), len(points)) for spot in columns.spots]
    drawn = [columns.spots[point_at.index(point)] for point in range(len(points))]
    point, busy = busiest_first(_renumbered(columns.spot, point_at, -1), len(points))
    doubts = {"assumed": ASSUMED, "range": RANGE}
    doubt = _renumbered(columns.time, [doubts.get(time, SURE) for time in columns.times])
    first, last = columns.first.astype(np.int64), columns.last.astype(np.int64)
    return Timeline(
        Listed(columns.id, fetch),
        tuple(drawn[each] for each in busy),
        known,
        sources,
        tuple(sets),
        {
            "point": point,
            "kind": _renumbered(columns.kind, [known.index(kind) for kind in columns.kinds]),
            "status": _renumbered(columns.status, [STATUSES.index(status) for status in columns.statuses]),
            "set": _renumbered(columns.outlets, set_at),
            "start": first,
            "stop": last + 1,
            "doubt": np.where((doubt == RANGE) & (first == last), SURE, doubt),
        },
        covered,
    )


def _renumbered(codes: np.ndarray, anew: Sequence[int], nothing: int = 0) -> np.ndarray:
    """Codes by their new numbers; -1 becomes `nothing`."""
    return np.array([*anew, nothing], dtype=np.int64)[codes]
