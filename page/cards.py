"""The incident card. Labels are ours and HTML; everything else is plain text, shown as it is."""

import streamlit as st

from pipeline import card, corrections
from pipeline.kinds import kinds
from pipeline.models import Incident, Location, Report

_SIGNALS = 5  # shown in a card, the weightiest


def meta(incident: Incident) -> str:
    """Mark, kind, days and status as HTML: all of it from our own tables."""
    kind = kinds().get(incident.kind)
    shape, colour, label = (kind.shape, kind.colour, kind.label) if kind else ("circle", "#777777", "Other")
    return (
        f'<div class="meta"><i class="glyph {shape}" style="background:{colour}"></i><b>{label}</b>'
        f'<span class="day">{card.days(incident.when)}</span>'
        f'<span class="status {incident.status}">{incident.status}</span></div>'
    )


def incident_card(incident: Incident) -> None:
    """What, how sure, where, when, how many, and each voice in its own words."""
    st.html(meta(incident))
    with st.container(key="headline"):
        st.text(incident.headline)
    for number, each in enumerate(incident.corrections):
        section(f"Corrected by hand {number + 1}", corrections.told(each))
    section("How sure", card.how_sure(incident))
    place = incident.location
    if place is None:
        section("Where", "Not placed", incident.unplaced_reason)
        may_be(incident)
    else:
        section("Where", card.where(place), card.why_there(place), card.others(place))
        why_this_one(place)
    section("When", card.days(incident.when), card.why_then(incident.when))
    if incident.figures:
        section("Figures, as given", "\n".join(map(card.figure, incident.figures)))
    if said := card.details(incident):
        section("In their words", "\n".join(f"{label}: {words}" for label, words in said))
    st.html(f'<div class="label">Who says what ({len(incident.reports)})</div>')
    for number, report in enumerate(incident.reports):
        voice(report, number)
    if incident.merge_reason:
        section("Why these reports are one", incident.merge_reason)
    section("Wrong? Set it right with", f"python -m pipeline correct {incident.id} --set FIELD=VALUE")


def may_be(incident: Incident) -> None:
    """What an ambiguous name may mean, numbered as the question marks on the map."""
    if lines := card.may_be(incident):
        section("It may be one of these", "\n".join(lines))


def why_this_one(place: Location) -> None:
    """What spoke for the place among its namesakes: a bar for its worth, and the words."""
    if not (told := card.signals(place)):
        return
    st.html('<div class="label">Why this one of its namesakes</div>')
    for number, (share, words) in enumerate(told[:_SIGNALS]):
        with st.container(key=f"signal-{number}", horizontal=True):
            side = "against" if share < 0 else "for"
            st.html(f'<div class="worth {side}"><i style="width:{abs(share) * 100:.0f}%"></i></div>', width=64)
            st.text(words)
    if len(told) > _SIGNALS:
        with st.container(key="soft-signals"):
            st.text(f"and {len(told) - _SIGNALS} that weigh less")


def section(label: str, words: str, *softer: str | None) -> None:
    """A constant label, and under it words of any origin, as plain text."""
    st.html(f'<div class="label">{label}</div>')
    st.text(words)
    for number, line in enumerate(softer):
        if line:
            with st.container(key=f"soft-{label.split()[0].lower()}-{number}"):
                st.text(line)


def voice(report: Report, number: int) -> None:
    """One voice: its stance, who it is, the sentence verbatim, and where it stands."""
    with st.container(key=f"voice-{report.stance}-{number}"):
        st.html(f'<div class="meta"><span class="status">{card.STANCES[report.stance]}</span></div>')
        st.text(card.voice(report))
        with st.container(key=f"quote-{number}"):
            st.text(report.quote)
        with st.container(key=f"soft-source-{number}"):
            st.text(card.source(report))
