"""What the map shows, to be taken away: as a page that stands alone, or as data."""

import datetime as dt
import io
from functools import partial

import streamlit as st

from page.data import Shown
from page.desk import Desk, found
from page.finding import label
from page.words import hint
from pipeline import exports, snapshot, timeline
from pipeline.edition import Edition, in_words
from pipeline.errors import SituationMapError
from pipeline.finding import Wanted
from pipeline.kinds import kinds
from pipeline.models import Article, Report
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.timeline import Hidden
from pipeline.wording import spoken, tr

FORMATS = (  # label, format, end of the file's name, media type
    ("The map as one page (HTML)", "html", "-map.html", "text/html"),
    ("A brief of one page, to print (HTML)", "brief", "-brief.html", "text/html"),
    ("GeoJSON", "geojson", ".geojson", "application/geo+json"),
    ("CSV", "csv", ".csv", "text/csv"),
)


MOST = {"html": snapshot.MOST, "brief": 20_000}  # incidents that a page takes, the newest; it says what it leaves out


def downloads(use: Settings, mine: Desk, now: Shown) -> None:
    """A button for each format. What it holds is made when it is pressed, from the view as it is then."""
    hint(
        "All that the days and filters show, placed or not, with every quote. The page opens from the disk, without a "
        "network and without this program."
    )
    for words, name, suffix, mime in FORMATS:
        st.download_button(
            tr(words),
            data=partial(export, use, mine, now, name),
            file_name=f"situation{suffix}",
            mime=mime,
            on_click="ignore",
            width="stretch",
        )


def export(use: Settings, mine: Desk, now: Shown, name: str) -> str:
    """What the map shows, in one of the export formats; in English, whatever the reader speaks, as it is passed on."""
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

        with spoken("en"):
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
    only = {f"only {facet}": sorted(label(facet, one) for one in values) for facet, values in wanted.chosen.items()}
    return in_words(
        {
            "search": [wanted.words] if wanted.words else [],
            **only,
            "without": sorted(table[key].label if key in table else key for key in hidden.kinds),
            "without status": sorted(hidden.statuses),
            "without source": sorted(name or "outlet not named" for name in hidden.sources),
        }
    )
