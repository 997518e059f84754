"""The head of the page: title, what the store holds, and the doors to upload, download and explanation."""

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from gazetteer.errors import GazetteerError
from page.data import Shown, credits_of_places, read_in
from page.desk import Desk
from page.downloads import downloads
from page.words import text
from pipeline import card
from pipeline.errors import SituationMapError
from pipeline.settings import Settings

TITLE = "Situation Map"
UPLOADS = ("txt", "json", "jsonl", "csv")
ABOUT = """<p>Incidents are read out of articles by rules, by machine, and nobody has checked them: each shows the
sentences it comes from. <b>Disputed</b>: some voice denies or contradicts it. <b>Confirmed</b>: a third party or the
side it hurts confirms it. <b>Corroborated</b>: independent voices report it. <b>Claimed</b>: one side or one official
says so. <b>Reported</b>: the outlet states it or saw it.</p><p>A hatched disc is an event known only to a district or
region; choosing an incident draws the ground that its words leave open.
What cannot be placed is listed, never put on a capital. No report does not mean that nothing happened.</p>
<p>Base map: Natural Earth, public domain. Places: GeoNames, CC BY 4.0.</p>"""


def masthead(use: Settings, mine: Desk, now: Shown) -> None:
    """Title, what the store holds, and the doors to upload, download and explanation."""
    span = now.line.span
    holds = (
        f"{_count(len(now.line.incidents), 'incident')} in {_count(now.articles, 'article')}"
        if len(now.line.incidents)
        else "no incidents yet"
    )
    days = f", {card.date(span.first)} to {card.date(span.last)}" if span and len(now.line.incidents) else ""
    with st.container(horizontal=True, key="top", vertical_alignment="center"):
        st.html(f'<div class="masthead"><h1>{TITLE}</h1><p>{holds}{days}</p></div>')
        with st.popover("Add articles"):
            upload(use)
        with st.popover("Download"):
            downloads(use, mine, now)
        with st.popover("About"):
            st.html(ABOUT)
            for number, line in enumerate(credits_of_places()):
                with st.container(key=f"soft-credit-{number}"):
                    text(line)
            if st.user.get("is_logged_in"):
                st.button("Log out", on_click=st.logout)


def upload(use: Settings) -> None:
    """The reader's own articles: chosen, read, added to the store, and what became of them in words."""
    files = st.file_uploader(
        "Dated articles: txt, json, jsonl or csv, up to 2 MB each",
        type=list(UPLOADS),
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('uploads', 0)}",
    )
    st.html(
        '<p class="hint">A text file begins with its date, as in “date 2022-02-26 A missile hit …”. '
        "Nothing leaves this machine.</p>"
    )
    if files and st.button("Read and add", type="primary", width="stretch"):
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
    hashes = {article.sha256 for article in reading.articles}
    found = [one for one in built.situation.incidents if any(each.article_sha256 in hashes for each in one.reports)]
    st.session_state.found = tuple(incident.id for incident in found)
    placed = sum(incident.location is not None for incident in found)
    known = len(reading.articles) - built.added
    lines = [f"{_count(built.added, 'article')} added" + (f", {known} were here already" if known else "") + "."]
    lines.append(f"What you gave reports {_count(len(found), 'incident')}, {placed} of them on the map.")
    return [*lines, *refused]


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}" + ("" if number == 1 else "s")
