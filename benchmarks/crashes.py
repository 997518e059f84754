"""What kill -9 does to an ingest: python -m benchmarks.crashes [--kills N] [--steps N] [--clients N] [--servers N].

Processes add the sample articles to a store, one build each, and are killed at random moments and at every step of
SQLite; after each kill the store is read through. PostgreSQL's clients and server too, where it is installed. JSON out:
lost = articles whose build had returned and that are not there; half = times that the store did not hold exactly what
its articles tell; equal = the stores that were completed afterwards equal one that nobody interrupted, row by row.
"""

import argparse
import datetime as dt
import json
import mmap
import os
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pipeline import build as building
from pipeline import readers, run
from pipeline.errors import StoreError
from pipeline.models import Article, Run
from pipeline.readers import Reading
from pipeline.settings import Settings
from pipeline.store import Store, key
from pipeline.store_schema import TABLES
from tests import postgres

Where = Path | str


class Ready:
    """Stands for `pipeline.run` in the children: the extractions are made once, the merging is done each time."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = tuple(articles)
        self.told = dict(zip(map(key, articles), run.extract(articles), strict=True))
        self.made_by = run.provenance()

    gather, regather = staticmethod(run.gather), staticmethod(run.regather)

    def provenance(self) -> Run:
        """That of the real one."""
        return self.made_by

    def stream(self, articles: Sequence[Article], **_: Any) -> Any:
        """The extractions made before."""
        return enumerate([self.told[key(one)] for one in articles])


class Child:
    """A process that builds the articles in, one after the other, and names each once its build has returned."""

    def __init__(self, where: Where, articles: Sequence[Article], before: Callable[[], None] = lambda: None) -> None:
        out, into = os.pipe()
        self.process = os.fork()
        if not self.process:
            os.close(out)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            try:
                before()
                for one in articles:
                    building.build(Reading((one,), ()), where)
                    os.write(into, f"{one.sha256}\n".encode())
                os._exit(0)
            finally:
                os._exit(1)
        os.close(into)
        self._told = os.fdopen(out)

    def kill(self) -> None:
        """Ends it at once."""
        os.kill(self.process, signal.SIGKILL)

    def end(self) -> set[str]:
        """The articles whose build had returned."""
        names = set(self._told.read().split())
        self._told.close()
        os.waitpid(self.process, 0)
        return names


class Ingest:
    """One store that is filled over many kills, and counted."""

    def __init__(self, ready: Ready, new: Callable[[], Where]) -> None:
        self.ready, self.new, self.where = ready, new, new()
        self.acknowledged: set[str] = set()
        self.kills = self.lost = self.half = self.completed = 0
        whole = new()
        Child(whole, ready.articles).end()
        self.expected = canonical(whole)
        self.equal = True

    def killed(self, child: Child) -> None:
        """Counts what a kill did, and goes on in a new store once this one is full."""
        self.acknowledged |= child.end()
        self.kills += 1
        stored = self.looked_at()
        self.lost += len(self.acknowledged - stored)
        if len(stored) == len(self.ready.articles):
            self.complete()

    def looked_at(self) -> set[str]:
        """The articles that are there; counts a half where they and what is told of them don't agree."""
        try:
            with Store.open(self.where, readonly=True) as store:
                articles, faults = store.articles(), store.faults(thorough=True)
                expected = run.situate(articles, [self.ready.told[key(one)] for one in articles])
                shown = sorted(store.situation().incidents, key=lambda one: one.id)
                same = shown == sorted(expected.incidents, key=lambda one: one.id)
                self.half += bool(faults) or not same or len(store.columns()) != len(shown)
                return {one.sha256 for one in articles}
        except StoreError as error:
            if "no store yet" not in str(error):
                self.half += 1
            return set()

    def complete(self) -> None:
        """Builds what is missing, compares, and begins a new store."""
        Child(self.where, self.ready.articles).end()
        self.equal &= canonical(self.where) == self.expected
        self.completed += 1
        self.where, self.acknowledged = self.new(), set()

    def counted(self) -> dict[str, Any]:
        """What came of all the kills; the last store is completed first."""
        if self.acknowledged or not self.completed:
            self.complete()
        return {name: getattr(self, name) for name in ("kills", "lost", "half", "completed", "equal")}


def canonical(where: Where) -> dict[str, list[str]]:
    """Every row of every table, sorted."""
    with Store.open(where, readonly=True) as store, store._database.read() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in TABLES.sorted_tables}


def at_random(ready: Ready, new: Callable[[], Where], kills: int, draw: random.Random) -> dict[str, Any]:
    """Kills at random moments, of processes that have been told to ingest all."""
    ingest = Ingest(ready, new)
    began = time.perf_counter()
    Child(new(), ready.articles).end()
    whole = time.perf_counter() - began
    while ingest.kills < kills:
        child = Child(ingest.where, ready.articles)
        time.sleep(draw.uniform(0, whole))
        child.kill()
        ingest.killed(child)
    return ingest.counted()


def at_steps(ready: Ready, new: Callable[[], Where], kills: int) -> dict[str, Any]:
    """Kills before and after each statement and commit of SQLite, and every 20 of its instructions inside them."""
    seen = mmap.mmap(-1, 8)  # shared with the children
    Child(new(), ready.articles[:1], lambda: _stepping(None, seen)).end()
    total = int.from_bytes(seen[:8], "big")
    ingest = Ingest(ready, new)
    for fatal in range(1, total + 1, max(1, total // kills)):
        child = Child(ingest.where, ready.articles, lambda fatal=fatal: _stepping(fatal, seen))
        ingest.killed(child)
    return {"steps": total, **ingest.counted()}


def _stepping(fatal: int | None, seen: mmap.mmap) -> None:
    """Ends this process at its step of that number; None writes down how many there have been."""
    steps = 0

    def step(*_: object) -> int:
        nonlocal steps
        steps += 1
        if fatal is None:
            seen[:8] = steps.to_bytes(8, "big")
        elif steps == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def both_sides(method: Callable) -> Callable:
        def stepped(self: Any, *arguments: Any) -> Any:
            step()
            found = method(self, *arguments)
            step()
            return found

        return stepped

    class Cursor(sqlite3.Cursor):
        execute = both_sides(sqlite3.Cursor.execute)
        executemany = both_sides(sqlite3.Cursor.executemany)

    class Connection(sqlite3.Connection):
        commit = both_sides(sqlite3.Connection.commit)

        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

    plain = sqlite3.connect

    def connect(*arguments: Any, **options: Any) -> Any:
        made = plain(*arguments, factory=Connection, **options)
        made.set_progress_handler(step, 20)
        return made

    sqlite3.connect = connect


def four_at_once(ready: Ready, new: Callable[[], Where]) -> dict[str, Any]:
    """Four ingesters of the same articles, one of them killed, while four read."""
    ingest = Ingest(ready, new)
    Store.open(ingest.where).close()
    stop, errors, reads = threading.Event(), [], []

    def look() -> None:
        try:
            with Store.open(ingest.where, readonly=True) as store:
                while not stop.is_set():
                    began = time.perf_counter()
                    told = {each.article_sha256 for one in store.situation().incidents for each in one.reports}
                    columns = len(store.columns())
                    reads.append(time.perf_counter() - began)
                    if not told <= {one.sha256 for one in store.articles()} or columns < 0:
                        raise StoreError("an incident of an article that is not there")
        except StoreError as error:
            errors.append(str(error))

    children = [Child(ingest.where, ready.articles) for _ in range(4)]
    readers_ = [threading.Thread(target=look) for _ in range(4)]
    for each in readers_:
        each.start()
    time.sleep(0.2)
    children[0].kill()
    for child in children:
        ingest.acknowledged |= child.end()
    stop.set()
    for each in readers_:
        each.join()
    lost = len(ingest.acknowledged - ingest.looked_at())
    same = canonical(ingest.where) == ingest.expected
    return {"lost": lost, "half": ingest.half, "equal": same, "reads": len(reads), "reader errors": errors}


def servers(ready: Ready, server: postgres.Server, kills: int, draw: random.Random) -> dict[str, Any]:
    """Ends PostgreSQL without warning while somebody ingests."""
    ingest = Ingest(ready, server.database)
    recovered = []
    while ingest.kills < kills:
        child = Child(ingest.where, ready.articles)
        time.sleep(draw.uniform(0, 1.0))
        server.stop("immediate")
        began = time.perf_counter()
        server.start()
        recovered.append(round(time.perf_counter() - began, 2))
        child.kill()
        ingest.killed(child)
    return {**ingest.counted(), "longest start, seconds": max(recovered, default=None)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    began = time.perf_counter()
    for name, default in (("kills", 200), ("steps", 200), ("clients", 60), ("servers", 12), ("articles", 8)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    found = readers.read([Settings().seeds], today=dt.date.today()).articles[: options.articles]
    ready, draw = Ready(found), random.Random(1)
    building.run = ready  # type: ignore[assignment]
    building._SHARE = 1  # so that few articles are added, and not all gathered at once
    told: dict[str, Any] = {"articles": len(found)}
    with tempfile.TemporaryDirectory() as folder:
        count = iter(range(1_000_000))
        new = lambda: Path(folder) / f"{next(count)}.sqlite"  # noqa: E731
        told["sqlite"] = {
            "at random": at_random(ready, new, options.kills, draw),
            "at every step": at_steps(ready, new, options.steps),
            "four at once": four_at_once(ready, new),
        }
    if why := postgres.missing():
        told["postgresql"] = why
    else:
        with postgres.server() as server:
            told["postgresql"] = {
                "clients at random": at_random(ready, server.database, options.clients, draw),
                "servers at random": servers(ready, server, options.servers, draw),
                "four at once": four_at_once(ready, server.database),
            }
    told["seconds"] = round(time.perf_counter() - began)
    json.dump(told, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
