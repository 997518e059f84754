"""What a reader looks for, and which incidents and set-aside sentences that is."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from threading import Event, Lock, Semaphore

import numpy as np

from pipeline import facets as by
from pipeline.errors import QueryError, StoreError
from pipeline.facets import FACETS, Chosen, Facets
from pipeline.grounds import ground_of
from pipeline.haystack import Haystack, haystack, holding
from pipeline.models import Rejection
from pipeline.query import Node, Term, parse
from pipeline.store_columns import Columns

Named = Callable[[str], Collection[str]]  # ids of the places that go by a name, as a gazetteer has them
Text = tuple[str, Sequence[str | None]]  # an incident's id, and some of its words
_NOTHING: frozenset[str] = frozenset()
_FEW = 200  # texts, which take some milliseconds


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search in the query language, and the values chosen of each facet; by default all is wanted."""

    words: str = ""
    region: frozenset[str] = _NOTHING
    weapon: frozenset[str] = _NOTHING
    side: frozenset[str] = _NOTHING
    source: frozenset[str] = _NOTHING
    precision: frozenset[str] = _NOTHING

    @property
    def chosen(self) -> Chosen:
        """The values chosen, by facet; facets of which none is are left out."""
        return {facet: values for facet in FACETS if (values := getattr(self, facet))}


class Field:
    """Incidents and rejections, ready to be searched: their texts are made ready when somebody first searches."""

    def __init__(self, columns: Columns, rejections: Sequence[Rejection], texts: Callable[[], Iterator[Text]]) -> None:
        """texts gives what can be searched, each with the id of its incident: several for one, in any order."""
        self.columns, self.rejections, self._texts = columns, rejections, texts
        self._making, self._hurry, self._free = Lock(), Event(), Semaphore()
        self._told: Haystack | None = None
        self._done = 0

    @cached_property
    def facets(self) -> Facets:
        """The incidents' values."""
        return by.facets(self.columns)

    @property
    def told(self) -> Haystack:
        """What of each incident can be searched, in the order of the columns."""
        self._hurry.set()
        return self.make_ready(lambda: None)

    def claim(self) -> bool:
        """True for the first who asks: it is for him to call make_ready, beside what else he does."""
        return self._free.acquire(blocking=False)

    def make_ready(self, pause: Callable[[], None]) -> Haystack:
        """The texts, made ready at leisure: with a pause after every few of them, until somebody wants to search."""
        with self._making:
            if self._told is None:
                try:
                    self._told = haystack(self._numbered(pause), len(self.columns.id))
                except OSError as error:
                    raise StoreError(
                        f"The quotes could not be made ready for a search: {error}. Is the disk full?"
                    ) from error
            return self._told

    def _numbered(self, pause: Callable[[], None]) -> Iterator[tuple[int, Sequence[str | None]]]:
        """The texts, each with the row of its incident; those of none that is shown are left out."""
        ids, texts, self._done = self.columns.id, self._texts(), 0
        order = np.argsort(ids)
        inorder = ids[order]
        while some := list(islice(texts, _FEW)):
            if not self._hurry.is_set():
                pause()
            names = np.array([name.encode() for name, _ in some])
            at = np.searchsorted(inorder, names)
            at[at == len(ids)] = 0
            known = inorder[at] == names if len(ids) else [False] * len(some)
            yield from ((int(order[k]), words) for k, (_, words), here in zip(at, some, known, strict=True) if here)
            self._done += len(some)

    @property
    def done(self) -> int:
        """Texts made ready so far; an incident has several."""
        return self._done

    @property
    def ready(self) -> bool:
        """Whether a search need not wait for the texts to be made ready."""
        return self._told is not None

    @cached_property
    def aside(self) -> Haystack:
        """Of each rejection the quote, the reason and the file."""
        texts = ((one.quote, one.reason, one.article) for one in self.rejections)
        return haystack(enumerate(texts), len(self.rejections))

    @cached_property
    def grounds(self) -> tuple[str, ...]:
        """Why each rejection is one, in few words."""
        return tuple(map(ground_of, self.rejections))

    def at(self, place_ids: Collection[str]) -> np.ndarray:
        """One flag for each incident: whether it is placed at one of these."""
        there = [spot.place_id in place_ids for spot in self.columns.spots]
        return np.array([*there, False])[self.columns.spot]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is found. None where nothing narrows it; fault tells in words why the search could not be read."""

    only: np.ndarray | None = field(default=None, repr=False)  # one flag for each incident
    aside: np.ndarray | None = field(default=None, repr=False)  # one flag for each rejection
    words: np.ndarray | None = field(default=None, repr=False)  # by the search alone, whatever is chosen
    node: Node | None = None
    fault: str | None = None


def seek(field: Field, wanted: Wanted, named: Named | None = None) -> Sought:
    """What is wanted, among these. A search that can't be read is left aside, and its fault told."""
    node, fault = None, None
    try:
        node = parse(wanted.words)
    except QueryError as error:
        fault = str(error)
    words = aside = None
    if node is not None:

        def also(term: Term) -> np.ndarray:
            return field.at(frozenset(named(" ".join(term.words))) if named else ())

        words, aside = holding(field.told, node, also), holding(field.aside, node)
    only = words
    if wanted.chosen:
        only = by.passing(field.facets, wanted.chosen) & (True if words is None else words)
    return Sought(only, aside, words, node, fault)


def counted(field: Field, wanted: Wanted, sought: Sought, facet: str, among: np.ndarray) -> dict[str, int]:
    """How many of those among whom one looks have each value of the facet, by all that is wanted but this facet."""
    met = among & by.passing(field.facets, wanted.chosen, but=facet)
    return by.counts(field.facets, facet, met if sought.words is None else met & sought.words)
