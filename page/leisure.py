"""What the server does while nobody asks it for anything.

It makes the quotes ready for the first search, and brings in what a table, a card and a download need.
"""

from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from threading import Thread
from time import monotonic, sleep

import streamlit as st

from pipeline.errors import SituationMapError
from pipeline.finding import Field

QUIET = 8.0  # seconds without a run of any page before it begins
LULL = 1.0  # seconds without one before it goes on
REST = 0.01  # seconds after every few texts, for whoever comes in between
LATER = ("pandas", "pipeline.launch", "pipeline.snapshot")  # which take longer to bring in than the map to draw


@dataclass(slots=True)
class Clock:
    """When a page ran last, of all readers'."""

    last: float = 0.0

    def wait(self, quiet: float) -> None:
        """Returns when none has run for so many seconds."""
        sleep(REST)
        while monotonic() - self.last < quiet:
            sleep(quiet / 8)


@st.cache_resource(show_spinner=False)
def clock() -> Clock:
    """The one clock of the server."""
    return Clock()


def busy(field: Field) -> None:
    """Notes that a page runs. The first that shows these incidents has their texts made ready later on."""
    clock().last = monotonic()
    if field.claim():
        Thread(target=make_ready, args=(field, clock()), name="leisure", daemon=True).start()


def make_ready(field: Field, clock: Clock) -> None:
    """Makes the texts ready while the clock is quiet. A store in trouble is told to whoever searches."""
    clock.wait(QUIET)
    for module in LATER:
        import_module(module)
        clock.wait(LULL)
    with suppress(SituationMapError):
        field.make_ready(lambda: clock.wait(LULL))
