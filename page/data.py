"""The store as the page shows it: opened, built from the samples where there is none, and kept for all readers."""

import argparse
import datetime as dt
import gc
import hashlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from page import ahead
from page.access import open_to_all
from pipeline import map_layer, timeline
from pipeline.errors import StoreMissingError, StoreOutdatedError, TilesError
from pipeline.finding import Field, Named
from pipeline.kinds import kinds
from pipeline.listed import ById
from pipeline.models import Rejection
from pipeline.settings import Settings, store_named
from pipeline.store import Store
from pipeline.stored_timeline import stored
from pipeline.wording import tr

if TYPE_CHECKING:
    from pipeline.build import Built
    from pipeline.readers import Reading


NEVER = 2**31 - 1  # no arrival has so high a number
# Objects made before Python looks for garbage, and how many such looks before it looks further. By its own measure it
# looks through a hundred readers' sessions again and again, for a second or two in which nobody is answered.
_COLLECT_AFTER = (20_000, 10, 20)
_latest: list["Shown"] = []


@dataclass(frozen=True, slots=True)
class Shown:
    """One generation of the store, ready to be drawn."""

    line: timeline.Timeline
    by_id: ById
    rejections: tuple[Rejection, ...]
    cube: str
    articles: int
    generation: str
    latest: int  # number of the last arrival
    store: Store  # open for reading
    field: Field  # the same incidents and rejections, to be searched


def settings() -> Settings:
    """The settings, with the store named after `--` on the command line, or by DATABASE_URL, if one is."""
    named = _named()
    return replace(Settings(), store=store_named(named.store), refresh_seconds=max(0.0, named.refresh))


def _named() -> argparse.Namespace:
    return _parsed(tuple(sys.argv[1:]), os.environ.get("DATABASE_URL") or str(Settings().store))


@lru_cache(maxsize=4)
def _parsed(words: tuple[str, ...], store: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="streamlit run dashboard.py --", exit_on_error=False)
    parser.add_argument("--store", default=store)
    parser.add_argument("--tiles")
    parser.add_argument("--tiles-credit")
    parser.add_argument("--refresh", type=float, default=Settings().refresh_seconds)
    return parser.parse_known_args(words)[0]


def background(use: Settings) -> tuple[Mapping[str, Any] | None, str | None]:
    """The map's background that the command line asks for, and why there is none where it can't be had."""
    named = _named()
    return _background(named.tiles, named.tiles_credit, use.web) if named.tiles else (None, None)


@st.cache_resource(max_entries=3, show_spinner="Unpacking the map's background…")
def _background(what: str, credit: str | None, web: Path) -> tuple[Mapping[str, Any] | None, str | None]:
    from pipeline.tiles import tiles

    try:
        return tiles(what, credit, web), None
    except TilesError as error:
        return None, str(error)


def current(use: Settings) -> Shown:
    """What the store holds now; the seeds are read into it where there is none yet."""
    try:
        held = held_by(use.store)
    except StoreMissingError:
        first_build(use)
        held = held_by(use.store)
    except StoreOutdatedError:
        Store.open(use.store).close()  # which brings it up to date
        held = held_by(use.store)
    return shown(use.store, use.web, *held)


def read_ahead(use: Settings) -> None:
    """Reads the store for the first reader. Raises StoreError where there is none that can be read as it is."""
    shown(use.store, use.web, *held_by(use.store))
    map_layer.drawn(use.web)
    map_layer.answer(use.web)
    credits_of_places()


def generation(use: Settings) -> str:
    """What stands for all that the store tells now."""
    return held_by(use.store)[0]


def _stamp(store: Path | str) -> object:
    """What changes with every write to the store. It is looked at with each click, and costs less than the store."""
    if not isinstance(store, Path):
        return object()  # a server is asked each time
    files = (store, store.with_name(f"{store.name}-wal"))
    return tuple((found.st_mtime_ns, found.st_size) for each in files if each.exists() for found in (each.stat(),))


def held_by(store: Path | str) -> tuple[str, int, tuple[timeline.Coverage, ...]]:
    """What stands for all that the store tells now; its articles by day and outlet, and before them a number for them.

    Streamlit would look into each of some ten thousand rows to tell them apart, which takes a second.
    """
    return _held_at(store, _stamp(store))


@lru_cache(maxsize=3)
def _held_at(store: Path | str, stamp: object) -> tuple[str, int, tuple[timeline.Coverage, ...]]:
    with Store.open(store, readonly=True) as opened:
        covered = tuple(timeline.Coverage(*row) for row in opened.coverage())
        # not the store's own generation alone: some articles tell of nothing, and still were read
        return f"{opened.generation()} {opened.article_counts()}", hash(covered), covered


@st.cache_resource(max_entries=3, show_spinner=False, on_release=lambda one: one.store.close())
def shown(
    store: Path | str, web: Path, generation: str, covered: int, _coverage: tuple[timeline.Coverage, ...]
) -> Shown:
    """The store as it was at that generation."""
    reading = Store.open(store, readonly=True)  # kept open: to open it costs more than what a click asks of it
    columns, rejections = reading.columns(), reading.set_aside()
    last, _ = reading.arrivals(NEVER)
    by_id = ById(reading.incidents)
    line = stored(columns, by_id.several, kinds(), _coverage)
    cube = map_layer.publish(timeline.cube(line, kinds()), web)
    _ = line.by_point  # not at the first click
    ahead.tell(map_layer.assets(web), cube if open_to_all() else None)
    # Kept for all readers: without this, each look for garbage goes through all of it (two thirds of a run's time).
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    field = Field(columns, rejections, lambda: texts_of(store))
    articles = sum(each.articles for each in _coverage)
    _latest[:] = [Shown(line, by_id, rejections, cube, articles, generation, last, reading, field)]
    return _latest[0]


def latest() -> Shown | None:
    """What was read last, without a look whether there is something newer; None before anything was."""
    return _latest[0] if _latest else None


def texts_of(store: Path | str) -> Iterator[tuple[str, Sequence[str | None]]]:
    """Of every incident its id, and what of it can be searched."""
    with Store.open(store, readonly=True) as opened:
        yield from opened.texts()


@st.cache_resource(show_spinner=False)
def places_named() -> Named | None:
    """The ids of the places that go by a name; None where there is no gazetteer."""
    from gazetteer import build
    from gazetteer.lookup import Lookup

    if not (path := build.default_path()).exists():
        return None
    lookup = Lookup(path)
    return lambda name: [place.place_id for place in lookup.candidates(name)]


def sought(use: Settings, now: Shown, hidden: timeline.Hidden, only: np.ndarray | None = None) -> str:
    """Name of the file of the rows that the map counts: of the incidents that `only` marks, where it is given.

    Sources that are switched off are left out, as the cube does not tell them apart; kinds and statuses stay, as the
    map hides these itself. The cube's own name where nothing is left out.
    """
    if only is None and not hidden.sources:
        return now.cube
    met = timeline.met(now.line, None, timeline.Hidden(sources=hidden.sources), only)
    key = hashlib.sha256(np.packbits(met)).hexdigest()
    name = _rows(now.cube, key, use.web, now.line, met)
    if not (use.web / name).exists():  # nobody asked for it in a week
        _rows.clear(now.cube, key, use.web, now.line, met)
        _rows(now.cube, key, use.web, now.line, met)
    return name


@st.cache_data(max_entries=200, show_spinner=False)
def _rows(cube: str, key: str, _web: Path, _line: timeline.Timeline, _met: np.ndarray) -> str:
    return map_layer.publish(timeline.rows(_line, _met), _web)


@st.cache_data(show_spinner=False)
def credits_of_places() -> tuple[str, ...]:
    """A line for each source that the gazetteer was built from, with its licence; () where it does not say."""
    from gazetteer import build
    from gazetteer.lookup import Lookup

    path = build.default_path()
    rows = Lookup(path).sources() if path.exists() else ()
    return tuple(f"{row['attribution'] or row['title']} ({row['licence']})" for row in rows)


def first_build(use: Settings) -> None:
    """Reads the sample articles, showing how far it is."""
    from pipeline.readers import read

    opening = st.empty()
    with opening.container(key="opening"):
        st.html(
            f'<div class="masthead"><h1>{tr("Situation Map")}</h1>'
            f"<p>{tr('Made from the sample articles, this once.')}</p></div>"
        )
        read_in(read([use.seeds], today=dt.date.today(), settings=use), use)
    opening.empty()


def read_in(reading: "Reading", use: Settings) -> "Built":
    """What the store holds with these articles in it; a bar shows how far it is, and is left full.

    Raises StoreError, and GazetteerError where there is no gazetteer yet and it cannot be built.
    """
    from gazetteer.lookup import Lookup
    from pipeline.build import build

    bar = st.progress(0.0, tr("Starting to read…"))

    def building(done: int, steps: int, what: str) -> None:
        bar.progress(done / steps, tr("Building the gazetteer, this once: {what}", what=what))

    def progress(done: int, todo: int) -> None:
        bar.progress(done / max(1, todo), tr("Reading article {done} of {todo}", done=done, todo=todo))

    Lookup.open(progress=building)  # the stages would build it too, but in silence
    bar.progress(0.0, tr("Starting to read…"))
    return build(reading, use.store, progress=progress)
