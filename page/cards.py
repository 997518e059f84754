"""The incident card. Labels are ours and HTML; everything else is plain text, shown as it is."""

import streamlit as st

from page.reader import article_of, show_in_article
from page.words import label, text
from pipeline import card
from pipeline.context import host
from pipeline.dossier import Dossier, Quote, dossier
from pipeline.kinds import kinds
from pipeline.models import Incident, Location
from pipeline.stances import Column
from pipeline.tolls import Toll
from pipeline.wording import tr

_SIGNALS = 5  # shown in a card, the weightiest


def meta(incident: Incident) -> str:
    """Mark, kind, days and status as HTML: all of it from our own tables."""
    kind = kinds().get(incident.kind)
    shape, colour, called = (kind.shape, kind.colour, kind.label) if kind else ("circle", "#777777", "Other")
    return (
        f'<div class="meta"><i class="glyph {shape}" style="background:{colour}"></i><b>{tr(called)}</b>'
        f'<span class="day">{card.days(incident.when)}</span>'
        f'<span class="status {incident.status}">{tr(incident.status)}</span></div>'
    )


def incident_card(incident: Incident) -> None:
    """What, how sure and by which rule, the voices side by side, where, when, how many, and each in its own words.

    In as few elements as can be: each travels by itself, and a click waits for all of them. So a label is the first
    line of its text, which card.css draws as a label, and what a text is follows from where it stands.
    """
    told = dossier(incident, article_of)
    with st.container(key="card"):
        st.html(meta(incident))
        text(told.headline)
        for number, each in enumerate(one for one in told.sections if one.key == "corrected"):
            section(f"corrected-{number}", f"{each.label} {number + 1}", each.words)
        part(told, "sure")
        side_by_side(told.columns)
        part(told, "where")
        part(told, "may")
        if incident.location:
            why_this_one(incident.location)
        part(told, "when")
        figures(told.tolls)
        part(told, "details")
        label(tr("Quotes ({n})", n=len(told.quotes)))
        for number, quote in enumerate(told.quotes):
            voice(quote, number)
        part(told, "merged")
        section("wrong", tr("Wrong? Set it right with"), f"python -m pipeline correct {incident.id} --set FIELD=VALUE")


def part(told: Dossier, key: str) -> None:
    """A section of the card, where the incident has it."""
    if found := told.section(key):
        section(key, found.label, found.words, *found.softer)


def side_by_side(columns: tuple[Column, ...]) -> None:
    """Who says so, confirms, denies and is silent: four boxes, a count and the voices in each."""
    label(tr("Who says what"))
    with st.container(key="fourfold"):
        for column in columns:
            if column.voices:
                text("\n".join((f"{column.count} {column.label}", *column.voices)))
            else:
                st.html(f'<div class="stance">{column.count} {column.label}</div>')


def figures(tolls: tuple[Toll, ...]) -> None:
    """What was counted, between which numbers, and who gives each: a small table of plain text."""
    if not tolls:
        return
    label(tr("Figures, as given"))
    with st.container(key="figures"):
        for toll in tolls:
            for words in (toll.what, toll.between, toll.told):
                text(words)


def why_this_one(place: Location) -> None:
    """What spoke for the place among its namesakes: a bar for its worth, and the words."""
    if not (told := card.signals(place)):
        return
    label(tr("Why this one of its namesakes"))
    with st.container(key="signals"):
        for share, words in told[:_SIGNALS]:
            side = "against" if share < 0 else "for"
            st.html(f'<div class="worth {side}"><i style="width:{abs(share) * 100:.0f}%"></i></div>')
            text(words)
        if len(told) > _SIGNALS:
            text(tr("and {n} that weigh less", n=len(told) - _SIGNALS))


def section(key: str, named: str, words: str, *softer: str | None) -> None:
    """A label of ours, and under it words of any origin, as plain text; then the softer ones."""
    text(f"{named}\n{words}")
    if lines := [line for line in softer if line]:
        with st.container(key=f"soft-{key}"):
            text("\n".join(lines))


def voice(quote: Quote, number: int) -> None:
    """One voice: its stance, who it is, the sentence verbatim between its neighbours, and where it stands."""
    with st.container(key=f"voice-{quote.stance}-{number}"):
        st.html(f'<div class="meta"><span class="status">{quote.does}</span></div>')
        text(quote.voice)
        if quote.before:
            text(quote.before)
        with st.container(key=f"quote-{number}"):
            text(quote.quote)
        if quote.after:
            text(quote.after)
        text(quote.source)
        with st.container(key=f"doors-{number}", horizontal=True):
            if st.button(tr("Show in article"), key=f"article-{number}", type="tertiary", icon=":material/article:"):
                show_in_article(quote.report)
            if quote.url:
                st.link_button(
                    tr("Original"),
                    quote.url,
                    type="tertiary",
                    icon=":material/open_in_new:",
                    help=tr("At {host}", host=host(quote.url)),
                )
