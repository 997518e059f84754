"""Events that report one happening become one incident, with every quote kept and a status that follows by rule."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from geopy.distance import great_circle

from pipeline import geometry
from pipeline.kinds import kinds
from pipeline.language import lemma
from pipeline.models import Event, Figure, Incident, Location, Report, Status, When

# How far two mentions of one happening may lie apart, km, on top of their own radii
SLACK_KM = 3.0
NEIGHBOURING = 900  # code points between two sentences that may still tell of one happening in turn
DAY = dt.timedelta(days=1)
_OBJECTS = ("helicopter", "drone", "missile", "rocket", "plane", "jet", "bomber", "ship")
_SITE = ("site", "part")
LONE = ("shelling", "airstrike", "bombing", "bombardment", "strike", "attack", "barrage")  # need no "strike" after them


def merge(events: Iterable[Event]) -> tuple[Incident, ...]:
    """One incident for each happening. The order of the events changes nothing."""
    clusters: list[list[Event]] = []
    for event in sorted(events, key=_order):
        for cluster in clusters:
            if all(same_happening(event, other) for other in cluster):
                cluster.append(event)
                break
        else:
            clusters.append([event])
    found = [_incident(cluster) for cluster in _narrowed(clusters)]
    return tuple(sorted(found, key=lambda incident: (incident.when.first, incident.when.last, incident.id)))


def _narrowed(clusters: list[list[Event]]) -> list[list[Event]]:
    """Clusters in which 'in Transnistria' has joined 'in its capital, Tiraspol' of the next sentence.

    Only inside one article, for neighbouring sentences, and only where the wide place holds the narrow one.
    """
    wide = [c for c in clusters if len(c) == 1 and c[0].location is not None and c[0].location.precision == "region"]
    for cluster in wide:
        event = cluster[0]
        home = next(
            (c for c in clusters if c is not cluster and any(_tells_closer(event, other) for other in c)),
            None,
        )
        if home is not None:
            home.append(event)
            clusters = [c for c in clusters if c is not cluster]
    return clusters


def _tells_closer(wide: Event, narrow: Event) -> bool:
    a, b = wide.reports[0], narrow.reports[0]
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


def _order(event: Event) -> tuple[object, ...]:
    """Well-placed and well-dated reports first, so that vaguer ones join them; then by content."""
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
        *vague,
        first.published,
        first.article_sha256,
        first.start,
        event.location.place_id if event.location else "",
        first.end,
    )


def same_happening(a: Event, b: Event) -> bool:
    """True where kind, place, days, object and ordinal all allow that two events are one happening."""
    if a.kind != b.kind:
        return False
    if a.ordinal != b.ordinal and a.kind == "shootdown" and a.reports[0].article_sha256 == b.reports[0].article_sha256:
        return False
    if (
        not _days_meet(a, b)
        or not _things_agree(a.object, b.object)
        or (a.kind == "capture" and not _sides_agree(a, b))
    ):
        return False
    if a.location is None or b.location is None:
        return (
            a.location is b.location
            and a.reports[0].quote == b.reports[0].quote
            and a.reports[0].trigger == b.reports[0].trigger
        )
    return _places_meet(a.location, b.location, wide=a.kind in ("battle", "strike"))


def _sides_agree(a: Event, b: Event) -> bool:
    """Captured by one side is not recaptured by the other."""
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
    if a is None or b is None:
        return True
    kind_a, kind_b = ({thing for thing in _OBJECTS if thing in words.lower()} for words in (a, b))
    return not kind_a or not kind_b or bool(kind_a & kind_b)


def _places_meet(a: Location, b: Location, *, wide: bool) -> bool:
    if a.place_id == b.place_id:
        return True
    if "region" in (a.precision, b.precision) or "district" in (a.precision, b.precision):
        return False  # a region may hold many happenings of one kind on one day: see _narrowed
    if a.precision == b.precision == "settlement":
        return False  # two towns, however near: Sievierodonetsk is not Lysychansk
    apart = great_circle((a.latitude, a.longitude), (b.latitude, b.longitude)).km
    if a.precision in _SITE and b.precision in _SITE:
        if geometry.is_partial(a.extent) or geometry.is_partial(b.extent):
            return geometry.overlap(a, b)  # "the edge of Kyiv" is around its centre, not at it
        return apart <= max(map(geometry.reach_km, (a, b))) + 0.5
    if wide and (a.precision in _SITE) != (b.precision in _SITE):
        return False  # one named target is not the whole city
    return apart <= max(a.uncertainty_km, b.uncertainty_km) + SLACK_KM


def _closest(lead: Event, cluster: Sequence[Event]) -> Location | None:
    """Where the lead puts it; or the site inside the part of a town that the lead gives."""
    if lead.location is None or not geometry.is_partial(lead.location.extent):
        return lead.location
    sites = (event.location for event in cluster if event.location and event.location.precision == "site")
    return next(sites, lead.location)


def _incident(cluster: Sequence[Event]) -> Incident:
    lead = cluster[0]
    reports = _reports(cluster)
    status, reason = status_of(reports)
    location = _closest(lead, cluster)
    when = min(
        (e.when for e in cluster),
        key=lambda w: (w.precision == "assumed", w.last - w.first, w.basis == "inherited", w.first, w.words or ""),
    )
    content = "\n".join(f"{r.article_sha256} {r.start} {r.end} {r.trigger}" for r in reports)
    key = f"{lead.kind}\n{location.place_id if location else ''}\n{when.first}\n{when.last}\n{lead.object}\n{content}"
    return Incident(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        kind=lead.kind,
        headline=headline(replace(lead, location=location)),
        when=when,
        location=location,
        unplaced_reason=lead.unplaced_reason,
        candidates=lead.candidates,
        reports=reports,
        status=status,
        status_reason=reason,
        unverified=any(e.unverified for e in cluster),
        origin=_first(e.origin for e in cluster),
        actor=_first(e.actor for e in cluster),
        target=_first(e.target for e in cluster),
        weapon=_first(e.weapon for e in cluster),
        object=_first(e.object for e in cluster),
        figures=_figures(cluster),
        merge_reason=_merge_reason(cluster, when),
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _reports(cluster: Sequence[Event]) -> tuple[Report, ...]:
    unique = {(r.article_sha256, r.start, r.end, r.claimant, r.stance): r for e in cluster for r in e.reports}
    return tuple(
        sorted(
            unique.values(), key=lambda r: (r.published, r.article_sha256, r.start, r.end, r.claimant or "", r.stance)
        )
    )


def _figures(cluster: Sequence[Event]) -> tuple[Figure, ...]:
    return tuple(dict.fromkeys(figure for e in cluster for figure in e.figures))


def _merge_reason(cluster: Sequence[Event], when: When) -> str | None:
    if len(cluster) == 1:
        return None
    articles = len({e.reports[0].article_sha256 for e in cluster})
    where = cluster[0].location.name if cluster[0].location else "no place"
    days = f"{when.first}" if when.first == when.last else f"{when.first} to {when.last}"
    label = kinds()[cluster[0].kind].label.lower()
    told = f"{len(cluster)} mentions in {articles} article{'s' * (articles > 1)}"
    return f"{told} agree in kind ({label}), place ({where}) and day ({days}); nothing in them conflicts"


def headline(event: Event | Incident) -> str:
    """The incident in plain words, without its day: 'Transport plane shot down near Vasylkiv'."""
    place = _where(event.location)
    thing = (event.object or "").split(" of ")[0]
    if event.kind == "shootdown":
        return f"{_capital(_bare(thing) or 'Aircraft')} shot down{place}"
    if event.kind == "capture":
        return f"{event.location.name if event.location else _capital(_bare(thing) or 'A place')} said to be captured"
    if event.kind == "withdrawal":
        return f"{_capital(_bare(event.actor or '') or 'Forces')} withdraw{re.sub('^ (in|at) ', ' from ', place)}"
    if event.kind == "strike":
        return f"{_strike(event.weapon)}{place}"
    return f"{ {'explosion': 'Explosion', 'battle': 'Fighting'}.get(event.kind, kinds()[event.kind].label) }{place}"


def _strike(weapon: str | None) -> str:
    """'Cruise missile strike', 'Shelling', 'Strike'."""
    words = _bare(weapon or "").split()
    while words and (
        words[0][0].isdigit()
        or words[0].lower() in ("two", "three", "four", "five", "several", "many", "russian", "ukrainian")
    ):
        words = words[1:]
    if not words:
        return "Strike"
    last = lemma(words[-1].lower(), "NNS")
    name = _capital(" ".join([*words[:-1], last if last in LONE or words[-1].lower() != last else words[-1]]))
    return name if last in LONE else f"{name} strike"


def _where(location: Location | None) -> str:
    if location is None:
        return ", place not known"
    return (
        f" {'near' if location.precision == 'near' else 'at' if location.precision == 'site' else 'in'} {location.name}"
    )


def _bare(words: str) -> str:
    kept = words.split()
    while kept and kept[0].lower() in ("a", "an", "the", "its", "their", "his", "another", "second", "some"):
        kept = kept[1:]
    return " ".join(kept[:6])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def status_of(reports: Sequence[Report]) -> tuple[Status, str]:
    """The status by the rule of the design, and that rule in words with the voices that made it so."""

    def who(chosen: Iterable[Report]) -> str:
        return " and ".join(dict.fromkeys(r.claimant or (r.source or "the outlet") for r in chosen))

    denied = [r for r in reports if r.stance == "denies"]
    told = [r for r in reports if r.stance in ("claims", "states", "witnesses")]
    confirmed = [r for r in reports if r.stance == "confirms"]
    sides = {r.claimant_side for r in told if r.stance == "claims"}
    if denied:
        return "disputed", f"denied or contradicted by {who(denied)}"
    if confirmed and told and any(r.claimant_side == "third" or r.claimant_side not in sides for r in confirmed):
        return "confirmed", f"{who(told)} told it and {who(confirmed)} confirmed it"
    own = [r for r in told if r.stance in ("states", "witnesses")]
    claims = [r for r in told if r.stance == "claims"] + confirmed
    outlets = {r.source or r.article_sha256 for r in own if r.source}
    known = {r.claimant_side for r in claims} - {"unknown"}
    witnessed = [r for r in own if r.stance == "witnesses"]
    if len(known) > 1 or (claims and witnessed) or len(outlets) > 1:
        return "corroborated", f"reported independently by {who(claims + witnessed if claims else own)}"
    if claims and not own:
        return "claimed", f"told by {who(claims)} alone"
    if claims and own:
        return "claimed", f"told by {who(claims)}; the outlet repeats it without a second source"
    return "reported", f"told by {who(own) if own else 'the outlet'} in its own voice"
