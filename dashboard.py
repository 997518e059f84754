"""The page: a map to scrub, and beside it the incident that the reader opened, with everybody's words.

Words of articles are drawn by `st.text` only, which shows them as they are; all else here is ours and constant.
"""

import argparse
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import streamlit as st

from pipeline import address, card, exports, map_layer, timeline
from pipeline.errors import SituationMapError
from pipeline.kinds import kinds
from pipeline.models import Incident, Rejection, Report
from pipeline.settings import Settings
from pipeline.store import Store

UPLOADS = ("txt", "json", "jsonl", "csv")
PAGE = 15  # rows of a list before "Show more"
HEIGHT = 760  # pixels of the map; the style sheet fits it to the window
TITLE = "Situation Map"


@dataclass(frozen=True, slots=True)
class Shown:
    """One generation of the store, ready to be drawn."""

    line: timeline.Timeline
    by_id: dict[str, Incident]
    rejections: tuple[Rejection, ...]
    cube: str
    articles: int


@dataclass(slots=True)
class Desk:
    """What one reader looks at. start is the map's first view and stays as it was, so that the map stays too."""

    view: address.View
    start: dict[str, object]
    notices: tuple[str, ...]
    cube: str
    pick: int = 0
    focus: dict[str, object] = field(default_factory=lambda: {"seq": 0, "point": None})
    listed: tuple[str, tuple[str, ...]] | None = None  # a heading of ours, and the ids it lists
    rows: int = PAGE


def settings() -> Settings:
    """The settings, with the store named after `--` on the command line, if one is."""
    parser = argparse.ArgumentParser(prog="streamlit run dashboard.py --", exit_on_error=False)
    parser.add_argument("--store", type=Path, default=Settings().store)
    named, _ = parser.parse_known_args()
    return replace(Settings(), store=named.store)


@st.cache_resource(max_entries=3, show_spinner=False)
def shown(store: Path, web: Path, generation: str) -> Shown:
    """The store as it was at that generation."""
    with Store.open(store, readonly=True) as opened:
        situation = opened.situation()
    line = timeline.timeline(situation.incidents, kinds())
    cube = map_layer.publish(timeline.cube(line, kinds()), web)
    articles = {report.article_sha256 for incident in situation.incidents for report in incident.reports}
    by_id = {incident.id: incident for incident in situation.incidents}
    return Shown(line, by_id, situation.rejections, cube, len(articles))


def current(use: Settings) -> Shown:
    """What the store holds now; the seeds are read into it where there is none yet."""
    if not use.store.exists():
        first_build(use)
    with Store.open(use.store, readonly=True) as opened:
        generation = opened.generation()
    return shown(use.store, use.store.parent / "web", generation)


def first_build(use: Settings) -> None:
    """Reads the sample articles, showing how far it is."""
    from pipeline.build import build
    from pipeline.readers import read

    bar = st.progress(0.0, "Reading the sample articles for the first time. This is done once.")

    def progress(done: int, todo: int) -> None:
        bar.progress(done / max(1, todo), f"Reading the sample articles for the first time: {done} of {todo}")

    build(read([use.seeds], today=dt.date.today(), settings=use), use.store, progress=progress)
    bar.empty()


def desk(now: Shown) -> Desk:
    """This reader's desk, laid out from the address bar at first, and moved to the new cube after a build."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    if "desk" not in st.session_state:
        view, notices = address.read(params, now.line)
        st.session_state.desk = Desk(view, address.start(view, now.line), notices, now.cube)
        if view.incident:
            point_at(st.session_state.desk, now, view.incident)
    mine: Desk = st.session_state.desk
    if mine.cube != now.cube:
        mine.cube = now.cube
        if mine.view.incident not in now.by_id:
            mine.view = replace(mine.view, incident=None)
        mine.listed = None
        point_at(mine, now, mine.view.incident)
    return mine


def point_at(mine: Desk, now: Shown, incident_id: str | None) -> None:
    """Has the map mark where the incident is, and widen its window to the incident's days."""
    incident = now.by_id.get(incident_id or "")
    point = timeline.point_of(now.line, incident) if incident else None
    days = (timeline.number(incident.when.first), timeline.number(incident.when.last)) if incident else (None, None)
    mine.focus = {"seq": int(str(mine.focus["seq"])) + 1, "point": point, "lo": days[0], "hi": days[1]}


def open_card(mine: Desk, now: Shown, incident_id: str | None) -> None:
    """Opens the incident's card, or the list where None."""
    mine.view = replace(mine.view, incident=incident_id)
    point_at(mine, now, incident_id)


def close_list(mine: Desk, now: Shown) -> None:
    """Back to all that the map shows."""
    mine.listed, mine.rows = None, PAGE
    open_card(mine, now, None)


def listen(mine: Desk, now: Shown, said: address.Heard) -> None:
    """Takes over what the reader did on the map: window, filters, view, and a new pick."""
    if (said.view.window, said.view.hidden) != (mine.view.window, mine.view.hidden):
        mine.rows = PAGE
    mine.view = replace(said.view, incident=mine.view.incident)
    if said.pick != mine.pick and said.points:
        found = timeline.at(now.line, said.points, said.view.window, said.view.hidden)
        mine.listed = ("At this marker", tuple(incident.id for incident in found)) if len(found) > 1 else None
        mine.view = replace(mine.view, incident=found[0].id if len(found) == 1 else None)
        mine.rows = PAGE
        st.session_state.tray = "incidents"
    mine.pick = said.pick


def export(mine: Desk, now: Shown, name: str) -> str:
    """What the map shows, in one of the export formats."""
    stream = io.StringIO()
    exports.write(name, timeline.within(now.line, mine.view.window, mine.view.hidden), stream)
    return stream.getvalue()


def masthead(use: Settings, mine: Desk, now: Shown) -> None:
    """Title, what the store holds, and the doors to upload, download and explanation."""
    span = now.line.span
    holds = f"{len(now.line.incidents):,} incidents in {now.articles:,} articles" if span else "no incidents yet"
    days = f", {card.date(span.first)} to {card.date(span.last)}" if span else ""
    with st.container(horizontal=True, key="top", vertical_alignment="center"):
        st.html(f'<div class="masthead"><h1>{TITLE}</h1><p>{holds}{days}</p></div>')
        with st.popover("Add articles", icon=":material/upload_file:"):
            upload(use)
        with st.popover("Download", icon=":material/download:"):
            st.html('<p class="hint">All that the days and filters show, placed or not, with every quote.</p>')
            for name, mime in (("geojson", "application/geo+json"), ("csv", "text/csv")):
                st.download_button(
                    name.replace("geojson", "GeoJSON").replace("csv", "CSV"),
                    data=lambda name=name: export(mine, now, name),
                    file_name=f"situation.{name}",
                    mime=mime,
                    on_click="ignore",
                    width="stretch",
                )
        with st.popover("About", icon=":material/info:"):
            st.html(ABOUT)


ABOUT = """<p>Incidents are read out of articles by rules, by machine, and nobody has checked them: each shows the
sentences it comes from. <b>Disputed</b>: some voice denies or contradicts it. <b>Confirmed</b>: a third party or the
side it hurts confirms it. <b>Corroborated</b>: independent voices report it. <b>Claimed</b>: one side or one official
says so. <b>Reported</b>: the outlet states it or saw it.</p><p>A hatched disc is an event known only to a district or
region. What cannot be placed is listed, never put on a capital. No report does not mean that nothing happened.</p>
<p>Base map: Natural Earth, public domain. Places: GeoNames, CC BY 4.0.</p>"""


def upload(use: Settings) -> None:
    """The reader's own articles: chosen, read, added to the store, and what became of them in words."""
    files = st.file_uploader(
        "Dated articles: txt, json, jsonl or csv, up to 2 MB each",
        type=list(UPLOADS),
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('uploads', 0)}",
    )
    st.html(
        '<p class="hint">A text file begins with its date, as in “2022-02-26 Kyiv. …”. Nothing leaves this machine.</p>'
    )
    if files and st.button("Read and add", type="primary", width="stretch"):
        st.session_state.upload_said = add(use, [(file.name, file.getvalue()) for file in files])
        st.session_state.uploads = st.session_state.get("uploads", 0) + 1
        st.rerun()
    for number, line in enumerate(st.session_state.get("upload_said", ())):
        with st.container(key=f"soft-upload-{number}"):
            st.text(line)


def add(use: Settings, files: Sequence[tuple[str, bytes]]) -> list[str]:
    """Lines that tell what was added and what was refused, and why."""
    from pipeline.build import build
    from pipeline.readers import Reading, read_bytes

    bar = st.progress(0.0, "Reading…")
    today = dt.date.today()
    allowed = frozenset(f".{suffix}" for suffix in UPLOADS)
    readings = [read_bytes(name, data, today=today, suffixes=allowed, settings=use) for name, data in files]
    reading = Reading(
        tuple(article for each in readings for article in each.articles),
        tuple(refused for each in readings for refused in each.rejections),
    )
    refused = [f"{each.article}: {each.reason}" for each in reading.rejections]
    try:
        built = build(
            reading,
            use.store,
            progress=lambda done, todo: bar.progress(done / max(1, todo), f"Reading article {done} of {todo}"),
        )
    except SituationMapError as error:
        return [str(error), *refused]
    hashes = {article.sha256 for article in reading.articles}
    found = [one for one in built.situation.incidents if any(each.article_sha256 in hashes for each in one.reports)]
    st.session_state.found = tuple(incident.id for incident in found)
    placed = sum(incident.location is not None for incident in found)
    known = len(reading.articles) - built.added
    lines = [f"{built.added} articles added" + (f", {known} were here already" if known else "") + "."]
    lines.append(f"They report {len(found)} incidents, {placed} of them on the map.")
    return [*lines, *refused]


@st.fragment
def table(use: Settings, mine: Desk, now: Shown) -> None:
    """The map and the panel beside it; only this part runs again when the reader acts."""
    with st.container(key="desk"):
        left, right = st.columns([2.55, 1], gap="medium")
        with left:
            command = {"cube": now.cube, "start": mine.start, "focus": mine.focus}
            said = map_layer.draw(command, use.store.parent / "web", key="map", height=HEIGHT)
            if found := address.heard(said, now.cube, now.line):
                listen(mine, now, found)
            if (wanted := address.query(mine.view, now.line)) != bar_now():
                st.query_params.from_dict(wanted)
        with right, st.container(key="side"):
            side(mine, now)


def bar_now() -> dict[str, str | list[str]]:
    """The address bar as `address.query` would write it."""
    several = ("hide", "without")
    return {
        name: st.query_params.get_all(name) if name in several else st.query_params[name] for name in st.query_params
    }


def side(mine: Desk, now: Shown) -> None:
    """The panel beside the map: a card, a list, or what is not on the map and why."""
    for notice in mine.notices:
        st.info(notice)
    unplaced = tuple(one for one in timeline.within(now.line, None, mine.view.hidden) if one.location is None)
    names = {
        "incidents": "Incidents",
        "unplaced": f"Not placed {len(unplaced):,}",
        "aside": f"Set aside {len(now.rejections):,}",
    }
    tray = st.segmented_control(
        "Beside the map", list(names), format_func=names.__getitem__, key="tray", default="incidents",
        label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    chosen = now.by_id.get(mine.view.incident or "")
    if tray == "aside":
        set_aside(mine, now.rejections)
    elif chosen is not None:
        st.button(
            "Back to the list",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=open_card,
            args=(mine, now, None),
        )
        incident_card(chosen)
    elif tray == "unplaced":
        st.html('<p class="hint">Reported, but no place could be defended. Kept off the map, never on a guess.</p>')
        listing(mine, now, unplaced)
    else:
        incidents(mine, now)


def incidents(mine: Desk, now: Shown) -> None:
    """The incidents picked, or all that the map shows, latest first."""
    if mine.listed:
        heading, ids = mine.listed
        found = tuple(now.by_id[each] for each in ids if each in now.by_id)
        st.button(
            "All incidents shown", icon=":material/arrow_back:", type="tertiary", on_click=close_list, args=(mine, now)
        )
        st.html(f'<p class="hint">{heading}: {len(found)} incidents.</p>')
    else:
        found = timeline.within(now.line, mine.view.window, mine.view.hidden)
        found = tuple(one for one in found if one.location is not None)
        if found:
            st.html('<p class="hint">Latest first. Choose one here, or click a marker.</p>')
        elif not now.line.incidents:
            st.html(
                '<p class="hint">The store holds no incidents. Add articles above; they appear here and on the map.</p>'
            )
        else:
            st.html('<p class="hint">Nothing in these days with these filters.</p>')
    listing(mine, now, tuple(reversed(found)))


def listing(mine: Desk, now: Shown, found: Sequence[Incident]) -> None:
    """Rows to choose from, a page at a time."""
    for number, incident in enumerate(found[: mine.rows]):
        with st.container(key=f"row-{number}"):
            st.html(meta(incident))
            st.text(incident.headline)
            if incident.location is None:
                with st.container(key=f"soft-row-{number}"):
                    st.text(incident.unplaced_reason or "")
            st.button(
                f"Open incident {number + 1}", key=f"open-{number}", on_click=open_card, args=(mine, now, incident.id)
            )
    if len(found) > mine.rows:
        st.button(f"Show more ({len(found) - mine.rows:,} left)", on_click=more, args=(mine,), width="stretch")


def more(mine: Desk) -> None:
    """Lengthens the list by a page."""
    mine.rows += PAGE


def meta(incident: Incident) -> str:
    """Mark, kind, days and status as HTML: all of it from our own tables."""
    kind = kinds().get(incident.kind)
    mark, label = (
        (card.glyph(kind.shape, kind.colour), kind.label) if kind else (card.glyph("circle", "#777777"), "Other")
    )
    return (
        f'<div class="meta">{mark}<b>{label}</b><span class="day">{card.days(incident.when)}</span>'
        f'<span class="status {incident.status}">{incident.status}</span></div>'
    )


def incident_card(incident: Incident) -> None:
    """What, how sure, where, when, how many, and each voice in its own words."""
    st.html(meta(incident))
    with st.container(key="headline"):
        st.text(incident.headline)
    section(
        "How sure",
        incident.status_reason + (" The outlet says it could not verify this." if incident.unverified else ""),
    )
    place = incident.location
    if place is None:
        section("Where", "Not placed", incident.unplaced_reason)
    else:
        section("Where", card.where(place), card.why_there(place), card.others(place))
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


def set_aside(mine: Desk, rejections: Sequence[Rejection]) -> None:
    """What was read and did not become an incident, each with its reason."""
    st.html('<p class="hint">Read, and kept off the map: what did not happen, could not be read, or is no event.</p>')
    for number, each in enumerate(rejections[: mine.rows]):
        with st.container(key=f"voice-aside-{number}"):
            st.text(each.reason)
            if each.quote:
                with st.container(key=f"quote-aside-{number}"):
                    st.text(each.quote)
            with st.container(key=f"soft-aside-{number}"):
                st.text(each.article)
    if len(rejections) > mine.rows:
        st.button(f"Show more ({len(rejections) - mine.rows:,} left)", on_click=more, args=(mine,), width="stretch")


def main() -> None:
    """Draws the page."""
    st.set_page_config(page_title=TITLE, page_icon=str(map_layer.ASSETS / "icon.svg"), layout="wide")
    st.html(map_layer.ASSETS / "page.css")
    use = settings()
    try:
        now = current(use)
    except SituationMapError as error:
        st.html(f'<div class="masthead"><h1>{TITLE}</h1><p>The store could not be opened.</p></div>')
        st.text(str(error))
        st.stop()
    mine = desk(now)
    if ids := st.session_state.pop("found", None):
        mine.listed = ("From your articles", ids)
        mine.view = replace(mine.view, incident=None)
    masthead(use, mine, now)
    table(use, mine, now)


main()
