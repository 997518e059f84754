"""Incidents in a row that are fetched when somebody looks at them: a list of a million costs no more than its ids."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

import numpy as np

from pipeline.models import Incident

Fetch = Callable[[Sequence[str]], Sequence[Incident]]  # those of these ids, in their order; unknown ones are left out
AT_ONCE = 500  # incidents fetched by one question while all are gone through


class Listed(Sequence[Incident]):
    """Incidents by their ids. A part of it is one too; going through it fetches some at a time."""

    def __init__(self, ids: np.ndarray, fetch: Fetch) -> None:
        self.ids = ids  # bytes of ASCII
        self.fetch = fetch

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> Incident: ...
    @overload
    def __getitem__(self, index: slice) -> "Listed": ...
    def __getitem__(self, index: int | slice) -> "Incident | Listed":
        if isinstance(index, slice):
            return Listed(self.ids[index], self.fetch)
        name = self.ids[index].decode()
        found = self.fetch((name,))
        if not found:  # removed from the store since the list was made
            raise LookupError(f"the incident {name} is not in the store any more")
        return found[0]

    def __iter__(self) -> Iterator[Incident]:
        for start in range(0, len(self), AT_ONCE):
            yield from self.fetch(self[start : start + AT_ONCE].names())

    def names(self) -> tuple[str, ...]:
        """The ids as text."""
        return tuple(each.decode() for each in self.ids.tolist())

    def named(self, names: Sequence[str]) -> "Listed":
        """Those of these ids, in their order."""
        return Listed(np.array([name.encode() for name in names], dtype=bytes), self.fetch)

    def where(self, rows: np.ndarray) -> "Listed":
        """Those of these row numbers, or where the flags are true."""
        return Listed(self.ids[rows], self.fetch)


class ById:
    """The incident of an id, fetched when asked for; the last ones asked for are kept."""

    def __init__(self, fetch: Fetch, *, kept: int = 4_000) -> None:
        self._fetch = fetch
        self._kept = kept
        self._known: dict[str, Incident] = {}  # the longest unused first

    def get(self, name: str) -> Incident | None:
        """The incident of this id; None where there is none."""
        return next(iter(self.several((name,))), None)

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def several(self, names: Sequence[str]) -> tuple[Incident, ...]:
        """The incidents of these ids, in their order; unknown ones are left out."""
        known = {name: one for name in names if (one := self._known.pop(name, None)) is not None}
        if missing := [name for name in names if name not in known]:
            known |= {one.id: one for one in self._fetch(missing)}
        self._known.update(known)
        for name in list(self._known)[: -self._kept]:
            self._known.pop(name, None)
        return tuple(known[name] for name in names if name in known)


def held(incidents: Sequence[Incident]) -> Listed:
    """These incidents, which are in memory anyway."""
    by_id = {one.id: one for one in incidents}
    ids = np.array([one.id.encode() for one in incidents], dtype=bytes)
    return Listed(ids, lambda names: [by_id[name] for name in names if name in by_id])
