"""The texts are made ready for the first search while no page runs, and at once when somebody searches."""

from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from page import leisure
from pipeline.errors import StoreMissingError
from pipeline.finding import Field

NAMES = [f"{number:016x}" for number in range(1000)]


def field(texts: Any = None) -> Field:
    columns: Any = SimpleNamespace(id=np.array([name.encode() for name in NAMES]))
    return Field(columns, (), texts or (lambda: ((name, (f"word {name}",)) for name in NAMES)))


def test_only_the_first_reader_of_the_same_incidents_sets_it_going() -> None:
    one = field()
    assert [one.claim(), one.claim()] == [True, False]
    assert field().claim()


def test_nothing_is_made_ready_while_a_page_runs_and_a_search_does_not_wait_for_quiet() -> None:
    """The page never rests here: the texts are half made when somebody searches, and then are made to the end."""
    one, reached = field(), Event()
    held = Event()

    def pause() -> None:
        reached.set()
        if not one._hurry.is_set():
            held.wait(0.02)

    making = Thread(target=one.make_ready, args=(pause,))
    making.start()
    assert reached.wait(10)
    assert not one.ready
    assert len(one.told) == len(NAMES)
    making.join(10)
    assert one.ready


def test_it_waits_until_no_page_has_run_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(leisure, "monotonic", lambda: now[0])
    monkeypatch.setattr(leisure, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    leisure.Clock(last=100.0).wait(leisure.QUIET)
    assert now[0] >= 100.0 + leisure.QUIET


def test_store_that_is_gone_is_told_to_whoever_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise StoreMissingError("there is no store")

    monkeypatch.setattr(leisure.Clock, "wait", lambda *_: None)
    one = field(gone)
    leisure.make_ready(one, leisure.Clock())
    assert not one.ready
    with pytest.raises(StoreMissingError):
        _ = one.told
