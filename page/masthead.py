"""The head of the page: title, what the store holds, and the doors to upload, download and explanation."""

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from gazetteer.errors import GazetteerError
from page.data import Shown, credits_of_places, read_in
from page.desk import Desk
from page.downloads import downloads
from page.words import hint, text
from pipeline import address, card
from pipeline.errors import SituationMapError
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.wording import LANGUAGES, counted, language, tr

TITLE = "Situation Map"
UPLOADS = ("txt", "json", "jsonl", "csv")
ABOUT = (
    (
        "Incidents are read out of articles by rules, by machine, and nobody has checked them: each shows the "
        "sentences it comes from.",
        "<b>Disputed</b>: some voice denies or contradicts it.",
        "<b>Confirmed</b>: a third party or the side it hurts confirms it.",
        "<b>Corroborated</b>: independent voices report it.",
        "<b>Claimed</b>: one side or one official says so.",
        "<b>Reported</b>: the outlet states it or saw it.",
    ),
    (
        "A hatched disc is an event known only to a district or region; choosing an incident draws the ground that its "
        "words leave open.",
        "What cannot be placed is listed, never put on a capital. No report does not mean that nothing happened.",
    ),
    ("Base map: Natural Earth, public domain. Places: GeoNames, CC BY 4.0.",),
)


def masthead(use: Settings, mine: Desk, now: Shown, *, doors: bool) -> None:
    """Title, what the store holds, and the doors to upload, download and explanation, or these not yet."""
    span = now.line.span
    holds = (
        " ".join(
            (
                counted(len(now.line.incidents), "{n} incident", "{n} incidents"),
                counted(now.articles, "in {n} article", "in {n} articles"),
            )
        )
        if len(now.line.incidents)
        else tr("no incidents yet")
    )
    days = (
        tr(", {first} to {last}", first=card.date(span.first), last=card.date(span.last))
        if span and len(now.line.incidents)
        else ""
    )
    with st.container(horizontal=True, key="top", vertical_alignment="center"):
        st.html(f'<div class="masthead"><h1>{tr(TITLE)}</h1><p>{holds}{days}</p></div>')
        if not doors:
            return
        with st.popover(tr("Add articles")):
            upload(use)
        with st.popover(tr("Download")):
            downloads(use, mine, now)
        with st.popover(tr("About")):
            st.html("".join(f"<p>{' '.join(map(tr, part))}</p>" for part in ABOUT))
            for number, line in enumerate(credits_of_places()):
                with st.container(key=f"soft-credit-{number}"):
                    text(line)
            for key, name in LANGUAGES.items():
                if key != language():
                    st.button(name, key=f"speak-{key}", type="tertiary", on_click=turn_to, args=(mine, now, key))
            if st.user.get("is_logged_in"):
                st.button(tr("Log out"), on_click=st.logout)


def turn_to(mine: Desk, now: Shown, key: str) -> None:
    """The page in another language. The map is mounted anew for it, as it stands now."""
    st.query_params["lang"] = st.session_state.language = key
    mine.start = address.start(mine.view, now.line)


def upload(use: Settings) -> None:
    """The reader's own articles: chosen, read, added to the store, and what became of them in words."""
    files = st.file_uploader(
        tr("Dated articles: txt, json, jsonl or csv, up to 2 MB each"),
        type=list(UPLOADS),
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('uploads', 0)}",
    )
    hint("A text file begins with its date, as in “date 2022-02-26 A missile hit …”. Nothing leaves this machine.")
    if files and st.button(tr("Read and add"), type="primary", width="stretch"):
        st.session_state.upload_said = add(use, [(file.name, file.getvalue()) for file in files])
        st.session_state.uploads = st.session_state.get("uploads", 0) + 1
        st.rerun()
    for number, line in enumerate(st.session_state.get("upload_said", ())):
        with st.container(key=f"soft-upload-{number}"):
            text(line)


def add(use: Settings, files: Sequence[tuple[str, bytes]]) -> list[str]:
    """Lines that tell what was added and what was refused, and why."""
    from pipeline.readers import Reading, read_bytes

    today = dt.date.today()
    allowed = frozenset(f".{suffix}" for suffix in UPLOADS)
    readings = [read_bytes(name, data, today=today, suffixes=allowed, settings=use) for name, data in files]
    reading = Reading(
        tuple(article for each in readings for article in each.articles),
        tuple(refused for each in readings for refused in each.rejections),
    )
    refused = [f"{each.article}: {each.reason}" for each in reading.rejections]
    try:
        built = read_in(reading, use)
    except (SituationMapError, GazetteerError) as error:
        return [str(error), *refused]
    with Store.open(use.store, readonly=True) as store:
        told_by = store.incidents(store.told_by(reading.articles))
    found = sorted(told_by, key=lambda one: (one.when.first, one.id))
    st.session_state.found = tuple(incident.id for incident in found)
    placed = sum(incident.location is not None for incident in found)
    known = len(reading.articles) - built.added
    added = counted(built.added, "{n} article", "{n} articles")
    new = tr("{articles} added, {known} were here already.", articles=added, known=known)
    lines = [new if known else tr("{articles} added.", articles=added)]
    told = counted(len(found), "{n} incident", "{n} incidents")
    lines.append(tr("What you gave reports {incidents}, {placed} of them on the map.", incidents=told, placed=placed))
    return [*lines, *refused]
