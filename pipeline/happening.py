"""Whether two reports tell of one happening: by kind, place, days, object and side. Words in common decide nothing."""

import datetime as dt

from geopy.distance import great_circle

from gazetteer.sphere import distance_km
from pipeline import geometry
from pipeline.models import Event, Location
from pipeline.wordclasses import sorts_of_target

# How far two mentions of one happening may lie apart, km, on top of their own radii
SLACK_KM = 3.0
KM_A_DEGREE = 110.0  # a little less than any degree of latitude has
MARGIN = 1.02  # two formulas for a distance differ by less
NEIGHBOURING = 900  # code points between two sentences that may still tell of one happening in turn
DAY = dt.timedelta(days=1)
_OBJECTS = ("helicopter", "drone", "missile", "rocket", "plane", "jet", "bomber", "ship")
_WITH_TARGET = ("strike", "explosion")
_OF_A_SIDE = ("capture", "withdrawal")
_SITE = ("site", "part")
_AREAS = ("region", "district")


def same_happening(a: Event, b: Event) -> bool:
    """True where kind, place, days, object and ordinal all allow that two events are one happening."""
    if a.kind != b.kind:
        return False
    if a.ordinal != b.ordinal and a.kind == "shootdown" and a.reports[0].article_sha256 == b.reports[0].article_sha256:
        return False
    if _told_apart(a, b):
        return False
    if (
        not _days_meet(a, b)
        or not _things_agree(a.object, b.object)
        or (a.kind in _OF_A_SIDE and not _sides_agree(a, b))
    ):
        return False
    if a.kind in _WITH_TARGET and not _agree(targets_of(a), targets_of(b)):
        return False
    if a.location is None or b.location is None:
        return (
            a.location is b.location
            and a.reports[0].quote == b.reports[0].quote
            and a.reports[0].trigger == b.reports[0].trigger
        )
    return _places_meet(a.location, b.location, wide=a.kind in ("battle", "strike"))


def is_denial(event: Event) -> bool:
    """Whether nobody in its article tells it: it is only denied there."""
    return all(report.stance == "denies" for report in event.reports)


def _told_apart(a: Event, b: Event) -> bool:
    """'Attacks near Avdiivka, Pervomaiske and Nevelske' are three, however near to each other.

    So are attacks near Berkhivka and, a sentence on, near Orikhovo-Vasylivka: one writer gives one place one name,
    unless the sentence itself says that the second lies by the first.
    """
    first, second = a.reports[0], b.reports[0]
    if first.article_sha256 != second.article_sha256 or a.location is None or b.location is None:
        return False
    if a.location.place_id == b.location.place_id:
        return False
    if (first.start, first.trigger) == (second.start, second.trigger):
        return True
    if any(place.precision not in _NAMED or place.basis != "sentence" for place in (a.location, b.location)):
        return False
    return not (_names(second.quote, a.location) or _names(first.quote, b.location))


_NAMED = ("settlement", "near")


def _names(quote: str, place: Location) -> bool:
    return place.name in quote or place.words.split(", ")[-1].removeprefix("near ") in quote


def _sides_agree(a: Event, b: Event) -> bool:
    """Captured by one side is not recaptured by the other; nor do both withdraw in one happening."""
    return a.actor_side == b.actor_side or "unknown" in (a.actor_side, b.actor_side)


def _days_meet(a: Event, b: Event) -> bool:
    if a.when.first <= b.when.last and b.when.first <= a.when.last:
        spans = (a.when.last - a.when.first, b.when.last - b.when.first)
        return max(spans) - min(spans) <= 7 * DAY
    gap = max(b.when.first - a.when.last, a.when.first - b.when.last)
    loose = "assumed" in (a.when.precision, b.when.precision)
    # a night belongs to two days: "overnight on Saturday" and "late on Friday" may be one happening
    night = a.when.precision == b.when.precision == "part_of_day" and a.kind == "shootdown"
    if loose and a.reports[0].article_sha256 == b.reports[0].article_sha256:
        return gap <= DAY  # one mention has no day of its own: an article's "the strikes" are those it dates elsewhere
    return gap <= DAY and (loose or night) and a.kind in ("shootdown", "capture", "withdrawal")


def _things_agree(a: str | None, b: str | None) -> bool:
    return _agree(_things(a), _things(b))


def _agree(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether both may be of one: one of them names nothing, or they name something in common."""
    return not a or not b or bool(a & b)


def targets_of(event: Event) -> frozenset[str]:
    """The sorts of what was hit: a school and a hospital of one town are two strikes."""
    return sorts_of_target(event.target) if event.target and event.kind in _WITH_TARGET else frozenset()


def _things(words: str | None) -> frozenset[str]:
    return frozenset(thing for thing in _OBJECTS if thing in words.lower()) if words else frozenset()


def _places_meet(a: Location, b: Location, *, wide: bool) -> bool:
    if a.place_id == b.place_id:
        return True
    if a.precision in _AREAS or b.precision in _AREAS:
        return False  # a region may hold many happenings of one kind on one day: see _narrowed
    if a.precision == b.precision == "settlement":
        return False  # two towns, however near: Sievierodonetsk is not Lysychansk
    apart = great_circle((a.latitude, a.longitude), (b.latitude, b.longitude)).km
    if a.precision in _SITE and b.precision in _SITE:
        if geometry.is_partial(a.extent) or geometry.is_partial(b.extent):
            return geometry.overlap(a, b)  # "the edge of Kyiv" is around its centre, not at it
        if a.precision == b.precision == "part":
            return False  # two quarters of one city, each with its name
        return apart <= max(map(geometry.reach_km, (a, b))) + 0.5
    if wide and (a.precision in _SITE) != (b.precision in _SITE):
        return False  # one named target is not the whole city
    return apart <= max(a.uncertainty_km, b.uncertainty_km) + SLACK_KM


def tells_closer(wide: Event, narrow: Event) -> bool:
    """True where the same article tells nearby of the same, and says more closely where in the wide place."""
    a, b = wide.reports[0], narrow.reports[0]
    if is_denial(wide) or is_denial(narrow) or wide.kind == "battle":
        return False  # fighting in a region is more than the fighting in one of its towns
    if wide.kind != narrow.kind or a.article_sha256 != b.article_sha256 or not _days_meet(wide, narrow):
        return False
    if abs(a.start - b.start) > NEIGHBOURING or a.start == b.start or wide.location is None or narrow.location is None:
        return False
    if narrow.location.precision == "region" or narrow.location.country != wide.location.country:
        return False
    apart = great_circle(
        (wide.location.latitude, wide.location.longitude), (narrow.location.latitude, narrow.location.longitude)
    ).km
    return narrow.location.admin1 == wide.location.name or apart <= wide.location.uncertainty_km


def meant(event: Event) -> tuple[object, ...]:
    """All of an event that `same_happening` asks about when the other is told by another article."""
    side = event.actor_side if event.kind in _OF_A_SIDE else None
    when = (event.when.first, event.when.last, event.when.precision)
    return (event.kind, *when, _things(event.object), targets_of(event), side, spot(event))


def spot(event: Event) -> tuple[object, ...]:
    """All of an event that `same_happening` asks about its place; of one that is not placed, its words."""
    where = event.location
    if where is None:
        return (event.reports[0].quote, event.reports[0].trigger)
    point = (where.place_id, where.latitude, where.longitude, where.precision, where.uncertainty_km, where.extent)
    return (*point, geometry.reach_km(where))


def may_meet(a: Location, b: Location) -> float:
    """The farthest that two places may lie apart, km, and tell of one happening; -1 where they never do.

    At least as much as `same_happening` allows, for those who look for what to ask it about.
    """
    if a.place_id == b.place_id:
        return geometry.HALFWAY_ROUND_KM
    if a.precision in _AREAS or b.precision in _AREAS or a.precision == b.precision == "settlement":
        return -1.0
    return max(reaches_km(a), reaches_km(b))


def is_area(where: Location) -> bool:
    """Whether only the very same place tells of one happening with it."""
    return where.precision in _AREAS


def reaches_km(where: Location) -> float:
    """How far off another place may lie, km, that is not the same and tells of one happening; see `may_meet`."""
    near = where.uncertainty_km + SLACK_KM
    if (ground := where.extent) is None or not geometry.is_partial(ground):
        return near
    # the other must lie on the ground, whose centre may be elsewhere
    return max(near, ground.outer_km + distance_km(where.latitude, where.longitude, ground.latitude, ground.longitude))


def order(event: Event) -> tuple[object, ...]:
    """What events are sorted by before they are gathered: well-placed and well-dated ones first, so that vaguer ones
    join them; then by content.
    """
    exact = ("site", "part", "settlement", "near", "district", "region", "none")
    vague = (
        event.location is None,
        event.when.precision == "assumed",
        event.when.last - event.when.first,
        event.location is not None and event.location.basis not in ("sentence", "inferred"),
        exact.index(event.location.precision if event.location else "none"),
    )
    first = event.reports[0]
    return (
        event.kind,
        is_denial(event),  # after all that tell: a denial joins them and leads none
        *vague,
        first.published,
        first.article_sha256,
        first.start,
        event.location.place_id if event.location else "",
        first.end,
    )
