"""What the map is told: numbers and our own file names, never a word of an article."""

from page import news
from page.data import Shown, sought
from page.desk import Desk
from pipeline.settings import Settings

STANDS = "situation-map-stands"  # cookie by which a browser tells that its map was drawn before Streamlit asked for it
HEIGHT = 760  # pixels of the map; the style sheet fits it to the window


def command(use: Settings, mine: Desk, now: Shown) -> dict[str, object]:
    """What the map is to show on this reader's desk."""
    return {
        "cube": now.cube,
        "rows": sought(use, now, mine.view.hidden, mine.sought.only),
        "start": mine.start,
        "focus": mine.focus,
        "only": [number for number, name in enumerate(now.line.sources) if name in mine.view.wanted.source],
        "marks": mine.marks,
        "look": news.look_of(use, mine),
    }
