"""What the map shows, to be taken away: as a page that stands alone, or as data."""

import datetime as dt
import io
from functools import partial

import streamlit as st

from page.data import Shown
from page.desk import Desk, found
from page.finding import label
from page.words import hint
from pipeline import exports, timeline
from pipeline.edition import MOST as PAGE_HOLDS
from pipeline.edition import Edition, in_words
from pipeline.errors import SituationMapError
from pipeline.facets import FACETS
from pipeline.finding import Wanted
from pipeline.kinds import kinds
from pipeline.models import Article, Report
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.timeline import Hidden
from pipeline.wording import language, spoken, tr

FORMATS = (  # label, format, end of the file's name, media type
    ("The map as one page (HTML)", "html", "-map.html", "text/html"),
    ("A brief of one page, to print (HTML)", "brief", "-brief.html", "text/html"),
    ("GeoJSON", "geojson", ".geojson", "application/geo+json"),
    ("CSV", "csv", ".csv", "text/csv"),
)


ONLY = {facet: f"only {facet}" for facet in FACETS}  # what the pages say of a filter
MOST = {"html": PAGE_HOLDS, "brief": 20_000}  # incidents that a page takes, the newest; it says what it leaves out


def downloads(use: Settings, mine: Desk, now: Shown) -> None:
    """A button for each format. What it holds is made when it is pressed, from the view as it is then."""
    hint(
        "All that the days and filters show, placed or not, with every quote. The page opens from the disk, without a "
        "network and without this program."
    )
    for words, name, suffix, mime in FORMATS:
        st.download_button(
            tr(words),
            data=partial(export, use, mine, now, name, language()),
            file_name=f"situation{suffix}",
            mime=mime,
            on_click="ignore",
            width="stretch",
        )


def export(use: Settings, mine: Desk, now: Shown, name: str, speaking: str = "en") -> str:
    """What the map shows, in one of the export formats: pages in the reader's language, data as programs read it."""
    window, hidden = mine.view.window, mine.view.hidden
    incidents = found(mine, now, window)  # by day, and fetched only when written
    fit = MOST.get(name, len(incidents))
    stream = io.StringIO()
    with Store.open(use.store, readonly=True) as store:

        def find(report: Report) -> Article | None:
            try:
                return store.article(report.article_sha256, report.published)
            except SituationMapError:  # the quote stands without its neighbours
                return None

        with spoken(speaking if name in MOST else "en"):
            edition = Edition(
                made=dt.date.today(),
                since=window.first if window else None,
                until=window.last if window else None,
                chosen=chosen(hidden, mine.view.wanted),
                view=mine.view,
                coverage=tuple(
                    one for one in now.line.coverage if (one.source or timeline.UNNAMED) not in hidden.sources
                ),
                left_out=max(0, len(incidents) - fit),
                find=find,
            )
            exports.write(name, incidents[-fit:] if fit else incidents, stream, edition)
    return stream.getvalue()


def chosen(hidden: Hidden, wanted: Wanted) -> tuple[str, ...]:
    """What is switched off and looked for, in words: whoever gets the page must know that it is not all."""
    table = kinds()
    only = {tr(ONLY[facet]): sorted(label(facet, one) for one in values) for facet, values in wanted.chosen.items()}
    return in_words(
        {
            tr("search"): [wanted.words] if wanted.words else [],
            **only,
            tr("without"): sorted(tr(table[key].label) if key in table else key for key in hidden.kinds),
            tr("without status"): sorted(tr(status) for status in hidden.statuses),
            tr("without source"): sorted(name or tr("outlet not named") for name in hidden.sources),
        }
    )
