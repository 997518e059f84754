"""The records that cross a stage.

All are frozen; collections are tuples. A span counts Unicode code points into `Article.text`, start included, end
excluded, so that `text[start:end]` is always the words quoted. Unknown is None or (), never 0 and never an invented
day. Records go to disk and back through `dump` and `load`.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")
TimePrecision = Literal["part_of_day", "day", "range", "assumed"]
TimeBasis = Literal["stated", "relative", "inherited", "publication", "corrected"]
LocationPrecision = Literal["site", "part", "settlement", "near", "district", "region", "none"]
LocationBasis = Literal["sentence", "paragraph", "previous", "coreference", "offset", "inferred", "corrected"]
ExtentKind = Literal["disk", "sector", "area"]
Status = Literal["reported", "claimed", "corroborated", "confirmed", "disputed"]
Side = Literal["ukraine", "russia", "third", "outlet", "unknown"]
Stance = Literal["states", "witnesses", "claims", "confirms", "denies", "no_comment", "could_not_verify"]


@dataclass(frozen=True, slots=True)
class Article:
    """One dated article, its text exactly as received."""

    name: str  # file name as shown to the reader ("001.txt", "feed.jsonl#3"); never used as a path
    text: str  # as received, header included
    body_start: int  # offset at which the story begins, after any header; 0 where there is none
    published: dt.date
    sha256: str  # of the text in UTF-8
    title: str | None = None
    source: str | None = None  # outlet
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place that the name may mean. Degrees WGS 84; score between 0 and 1."""

    name: str
    latitude: float
    longitude: float
    score: float
    admin1: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class PlaceSignal:
    """What one signal added to the choice among namesakes. See gazetteer.resolve."""

    name: str  # "importance", "country", "offset", ...
    value: float  # between 0 and 1
    weight: float  # what the signal is worth
    reason: str  # in words for the page: "12 km from another place of the article"


@dataclass(frozen=True, slots=True)
class Extent:
    """The ground that the words leave open, as the map draws it. Degrees WGS 84, km; see geometry.

    A disk, or a ring where inner_km is not 0; a sector, the part of a ring within half_angle of a bearing; an area, the
    outlines of one or more divisions.
    """

    kind: ExtentKind
    latitude: float  # of the centre, from which the distances are counted
    longitude: float
    outer_km: float  # of an area: the radius around its centre that holds 68 % of it
    inner_km: float = 0.0
    bearing: float | None = None  # degrees clockwise from north
    half_angle: float | None = None  # degrees to either side of the bearing
    regions: tuple[str, ...] = ()  # of an area: ids in assets/base/regions.json


@dataclass(frozen=True, slots=True)
class Location:
    """Where, how precisely, and why there. Degrees WGS 84."""

    place_id: str
    name: str
    latitude: float
    longitude: float
    country: str | None  # ISO 3166-1 alpha-2
    admin1: str | None
    precision: LocationPrecision
    uncertainty_km: float  # the event lies within this radius with about 68 %
    basis: LocationBasis
    words: str  # what the text calls it ("the capital", "near Vasylkiv")
    alternatives: tuple[Alternative, ...] = ()
    signals: tuple[PlaceSignal, ...] = ()  # why this one of its namesakes; () where there is none
    extent: Extent | None = None  # None: a disk of uncertainty_km
    middle_of: str | None = None  # the area in whose middle it stands, as its own coordinates are not known


@dataclass(frozen=True, slots=True)
class When:
    """First and last day, both included, and why then."""

    first: dt.date
    last: dt.date
    precision: TimePrecision
    basis: TimeBasis
    words: str | None  # "overnight on Saturday"; None where the article's day was taken


@dataclass(frozen=True, slots=True)
class Figure:
    """A number somebody gives: people killed, wounded, ... Unknown is None, never 0."""

    metric: str  # killed, wounded, missing, captured, displaced, equipment (lost or destroyed)
    group: str | None  # civilians, soldiers, children, ...
    value: int | None
    low: int | None
    high: int | None
    qualifier: str | None  # "at least", "more than", "up to", "dozens"
    claimant: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """One voice on one happening: a sentence, verbatim, and who speaks in it."""

    article: str  # Article.name
    article_sha256: str
    source: str | None
    published: dt.date
    quote: str
    start: int
    end: int
    trigger: str  # the words that told
    claimant: str | None  # verbatim
    claimant_side: Side
    stance: Stance


@dataclass(frozen=True, slots=True)
class Event:
    """What one article says of one happening. location is None where no place can be defended."""

    kind: str  # key in rules/kinds.toml
    when: When
    location: Location | None
    unplaced_reason: str | None  # in words for the page; None where placed
    reports: tuple[Report, ...]  # in text order; the first one tells, the others add a voice
    unverified: bool
    origin: str | None = None
    actor: str | None = None
    actor_side: Side = "unknown"
    target: str | None = None
    weapon: str | None = None
    object: str | None = None
    ordinal: str | None = None  # "second" in "a second plane": keeps two happenings apart
    figures: tuple[Figure, ...] = ()
    candidates: tuple[Alternative, ...] = ()  # not placed, as the name may mean any of these; likeliest first


@dataclass(frozen=True, slots=True)
class Rejection:
    """What was set aside, where, and why, in words for the page.

    stage is "reading" for a file or record that could not be read (then article is its name and the span None),
    "modality" for what did not happen (negated, planned, historical, ...), "figurative", "furniture", "place", "time",
    "length" for what goes beyond all that news holds.
    """

    stage: str
    article: str
    reason: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one article. The same article always gives the same extraction."""

    article_sha256: str
    events: tuple[Event, ...]
    rejections: tuple[Rejection, ...]
    figures: tuple[tuple[Figure, int, int], ...] = ()  # of no single incident; span of the sentence: aggregates.py
    denials: tuple[Event, ...] = ()  # told by who denies it only; joins what another tells: denials.py


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening, everybody who reports it, and the status that follows by rule. Exported names: see exports."""

    id: str  # hash of content: same input, same id, on any machine, in any order
    kind: str
    headline: str  # in plain words: "Transport plane shot down near Vasylkiv"
    when: When
    location: Location | None
    unplaced_reason: str | None
    reports: tuple[Report, ...]  # oldest first
    status: Status
    status_reason: str  # the rule and the voices that made it so, in words
    unverified: bool
    origin: str | None
    actor: str | None
    target: str | None
    weapon: str | None
    object: str | None
    figures: tuple[Figure, ...]
    merge_reason: str | None  # why several reports are one; None for a single report
    candidates: tuple[Alternative, ...] = ()  # not placed, as the name may mean any of these; likeliest first
    corrections: tuple["Correction", ...] = ()  # what people set right by hand, oldest first; all are kept


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that told an incident when it was corrected: what the correction is tied to, beside the id."""

    article: str  # Article.name
    sha256: str  # of the article
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody set right by hand, and why. Never changed, never deleted; a later one of its field replaces it."""

    id: str  # hash of content
    incident: str  # id it had then
    field: str  # "kind", "status", "place", "day", "hidden"
    old: str  # as the pipeline had it then, in the same notation as new
    new: str  # "original" takes earlier corrections of the field back
    reason: str
    author: str
    at: dt.datetime  # UTC
    kind: str  # as the pipeline had it
    place_id: str | None  # as the pipeline had it
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Retirement:
    """An incident, or a voice of one, that is no longer shown as its article was withdrawn or changed."""

    incident: str  # id it had
    headline: str
    article: str  # Article.name
    article_sha256: str
    published: dt.date
    reason: str  # in words for the page
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """What read the articles: hashes of everything that decides what is read out of them. The id stands for all."""

    id: str
    code: str
    model: str  # name and version
    gazetteer: str
    rules: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What a build or an extract returns."""

    incidents: tuple[Incident, ...]  # by first day, then id
    rejections: tuple[Rejection, ...]


def in_text_order(rejections: Iterable[Rejection]) -> list[Rejection]:
    """The rejections of one article, as they stand in its text; those of the whole article first."""
    return sorted(rejections, key=lambda r: (r.start if r.start is not None else -1, r.end or -1, r.stage, r.reason))


def dump(record: object) -> str:
    """One line of JSON for any of the records above."""
    return _adapter(type(record)).dump_json(record).decode()


def load(kind: type[T], text: str) -> T:
    """The record back, equal to what was dumped. Raises pydantic.ValidationError on anything else."""
    return _adapter(kind).validate_json(text)


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    # one takes milliseconds to make, and a store holds thousands of records
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


_ADAPTERS: dict[type, TypeAdapter] = {}
