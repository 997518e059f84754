"""Events that report one happening become one incident, with every quote kept and a status that follows by rule."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from pipeline import geometry
from pipeline.clusters import clustered, narrowed
from pipeline.happening import is_denial, order
from pipeline.kinds import kinds
from pipeline.mention import Mention, in_order
from pipeline.models import Event, Figure, Incident, Location, Report, Status, When
from pipeline.summary import headline


def merge(events: Iterable[Event]) -> tuple[Incident, ...]:
    """One incident for each happening. The order of the events changes nothing."""
    ordered = sorted(events, key=order)
    groups = narrowed(ordered, clustered(ordered))
    return by_day(incident([ordered[k] for k in group]) for group in groups if not is_denial(ordered[group[0]]))


def gathered(mentions: Iterable[Mention]) -> tuple[Incident, ...]:
    """The same of mentions, in which it writes down where each was gathered."""
    ordered = in_order(mentions)
    events = [one.event for one in ordered]
    clusters = clustered(events)
    for cluster in clusters:
        for k in cluster:
            ordered[k].cluster = ordered[cluster[0]].id
    found = []
    for group in narrowed(events, clusters):
        lead = ordered[group[0]]
        if is_denial(lead.event):
            continue  # nobody tells what they deny
        found.append(incident([events[k] for k in group]))
        lead.incident = found[-1].id
        for k in group:
            ordered[k].home = lead.id if ordered[k].cluster != lead.id else None
    return by_day(found)


def by_day(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """The incidents by first day, last day and id."""
    return tuple(sorted(incidents, key=lambda one: (one.when.first, one.when.last, one.id)))


def _closest(lead: Event, cluster: Sequence[Event]) -> Location | None:
    """Where the lead puts it; or the site inside the part of a town that the lead gives."""
    if lead.location is None or not geometry.is_partial(lead.location.extent):
        return lead.location
    sites = (event.location for event in cluster if event.location and event.location.precision == "site")
    return next(sites, lead.location)


def incident(cluster: Sequence[Event]) -> Incident:
    """The incident that these events report; the first of them leads. Those that only deny it come last."""
    lead, reports = cluster[0], _reports(cluster)
    status, reason = status_of(reports)
    location = _closest(lead, cluster)
    when = min(
        (e.when for e in cluster if not is_denial(e)),
        key=lambda w: (w.precision == "assumed", w.last - w.first, w.basis == "inherited", w.first, w.words or ""),
    )
    content = "\n".join(f"{r.article_sha256} {r.start} {r.end} {r.trigger}" for r in reports)
    key = f"{lead.kind}\n{location.place_id if location else ''}\n{when.first}\n{when.last}\n{lead.object}\n{content}"
    found = Incident(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        kind=lead.kind,
        headline="",  # told of all that the reports say together
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
    return replace(found, headline=headline(found))


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _reports(cluster: Sequence[Event]) -> tuple[Report, ...]:
    def key(r: Report) -> tuple[object, ...]:
        return (r.published, r.article_sha256, r.start, r.end, r.claimant or "", r.stance, r.claimant_side)

    return tuple(sorted({key(r): r for e in cluster for r in e.reports}.values(), key=key))


def _figures(cluster: Sequence[Event]) -> tuple[Figure, ...]:
    return tuple(dict.fromkeys(figure for e in cluster for figure in e.figures))


def _merge_reason(cluster: Sequence[Event], when: When) -> str | None:
    denied, cluster = [e for e in cluster if is_denial(e)], [e for e in cluster if not is_denial(e)]
    if denied:
        by = ", ".join(dict.fromkeys(e.reports[0].article for e in denied))
        where = cluster[0].location.name if cluster[0].location else "no place"
        answer = f"denied in {by}, which names the same kind, place ({where}) and days"
        told = _merge_reason(cluster, when)
        return f"{told}; {answer}" if told else answer
    if len(cluster) == 1:
        return None
    articles = len({e.reports[0].article_sha256 for e in cluster})
    where = cluster[0].location.name if cluster[0].location else "no place"
    days = f"{when.first}" if when.first == when.last else f"{when.first} to {when.last}"
    label = kinds()[cluster[0].kind].label.lower()
    told = f"{len(cluster)} mentions in {articles} article{'s' * (articles > 1)}"
    return f"{told} agree in kind ({label}), place ({where}) and day ({days}); nothing in them conflicts"


def _independent(own: Sequence[Report]) -> bool:
    """True where two outlets tell it, neither in a sentence of the other: agency copy is one voice."""
    said: dict[str, set[str]] = {}
    for r in own:
        if r.source:
            said.setdefault(r.source, set()).add(" ".join(re.findall(r"\w+", r.quote.casefold())))
    return any(one.isdisjoint(other) for one, other in combinations({frozenset(each) for each in said.values()}, 2))


def _amid(claimant: str | None) -> str | None:
    """The claimant amid a sentence: "The mayor" began one where it was read."""
    article, _, rest = (claimant or "").partition(" ")
    return f"{article.lower()} {rest}" if rest and article in ("The", "A", "An") else claimant


def status_of(reports: Sequence[Report]) -> tuple[Status, str]:
    """The status by the rule of the design, and that rule in words with the voices that made it so."""

    def who(chosen: Iterable[Report]) -> str:
        unnamed = "somebody who is not named"
        names = (_amid(r.claimant) or (unnamed if r.stance == "claims" else r.source or "the outlet") for r in chosen)
        *most, last = dict.fromkeys(names)
        return f"{', '.join(most)} and {last}" if most else last

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
    known = {r.claimant_side for r in claims} - {"unknown"}
    witnessed = [r for r in own if r.stance == "witnesses"]
    if len(known) > 1 or (claims and witnessed) or _independent(own):
        return "corroborated", f"reported independently by {who(claims + witnessed if claims else own)}"
    if claims and not own:
        return "claimed", f"told by {who(claims)} alone"
    if claims and own:
        return "claimed", f"told by {who(claims)}; the outlet repeats it without a second source"
    whose = "their" if len({r.source for r in own}) > 1 else "its"
    return "reported", f"told by {who(own) if own else 'the outlet'} in {whose} own voice"
