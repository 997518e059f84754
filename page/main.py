"""The page: a map to scrub, and beside it the incident that the reader opened, with everybody's words.

Words of articles are drawn by `page.words.text` only, which shows them as they are; all else here is ours and constant.

It comes in two runs. The first draws the map and hardly more: a browser needs longer for the panel and for the doors
above than for the map, and would draw them first. When the map says that it stands, or has kept silent for a while,
the second run draws the rest around it. Where the page's own HTML has begun the map (page/early.py), and it stands
before the first run, that one draws all.
"""

from time import monotonic

import streamlit as st

from gazetteer.errors import GazetteerError
from page import leisure, news
from page.access import admit
from page.data import Shown, background, current, generation, settings
from page.desk import Desk, desk, listen, look
from page.masthead import TITLE, masthead
from page.side import side
from page.telling import HEIGHT, STANDS, command
from page.words import speak, text
from pipeline import address, map_layer
from pipeline.browser import ASSETS
from pipeline.errors import SituationMapError
from pipeline.settings import Settings
from pipeline.wording import tr

LIST_BESIDE, TABLE_BESIDE = [2.55, 1], [1.1, 1]  # shares of the page that the map and the panel beside it take
PATIENCE = 3.0  # seconds that the panel waits for the map, should its frame never say that it stands


def main() -> None:
    """Draws the page."""
    speak()
    st.set_page_config(page_title=TITLE, page_icon=str(ASSETS / "icon.svg"), layout="wide")
    for style in ("page.css", "card.css"):
        st.html(ASSETS / style)
    admit()
    use = settings()
    try:
        now = current(use)
    except (SituationMapError, GazetteerError) as error:
        st.html(f'<div class="masthead"><h1>{tr(TITLE)}</h1><p>{tr("The store could not be opened.")}</p></div>')
        text(str(error))
        st.stop()
    mine = desk(use, now)
    masthead(use, mine, now, doors=stands())
    news.watch(use, now)
    table(use, mine, now)
    if not stands():
        st.fragment(wait, run_every=PATIENCE)()


def stands() -> bool:
    """Whether the map is drawn, or was waited for long enough."""
    return "stands" in st.session_state or st.context.cookies.get(STANDS) == "1"


def wait() -> None:
    """Draws the rest of the page where the map has not said that it stands."""
    if monotonic() - st.session_state.setdefault("began", monotonic()) > PATIENCE / 2:
        st.session_state.stands = True
        st.rerun()


@st.fragment
def table(use: Settings, mine: Desk, now: Shown) -> None:
    """The map and the panel beside it; only this part runs again when the reader acts."""
    speak()
    admit()
    if rebuilt(use, now):
        st.rerun()
    tiles, problem = background(use)
    said = map_layer.said(use.web, tiles)
    leisure.busy(now.field)
    if said and not stands():
        st.session_state.stands = True
        st.rerun()
    with st.container(key="desk"):
        left, right = st.columns(TABLE_BESIDE if mine.view.table else LIST_BESIDE, gap="medium")
        with left:
            if found := address.heard(said, now.cube, now.line):
                listen(mine, now, found)
                news.refresh(mine, now, found.seen)
            look(use, mine, now)
            if problem:
                text(problem)
            map_layer.draw(command(use, mine, now), use.web, height=HEIGHT, tiles=tiles)
            wanted = address.query(mine.view, now.line)
            if "lang" in st.query_params:
                wanted["lang"] = st.query_params["lang"]
            if wanted != bar_now():
                st.query_params.from_dict(wanted)
        if stands():
            with right, st.container(key="side"):
                side(mine, now)


def rebuilt(use: Settings, now: Shown) -> bool:
    """Whether somebody has built since the page was drawn. A store in trouble leaves the page as it is."""
    try:
        return generation(use) != now.generation and current(use).cube != now.cube
    except (SituationMapError, GazetteerError):
        return False


def bar_now() -> dict[str, str | list[str]]:
    """The address bar as `address.query` would write it."""
    return address.written({name: st.query_params.get_all(name) for name in st.query_params})


if __name__ == "__main__":
    main()
