"""Several at once, some of them killed: nothing acknowledged is lost, nothing is there twice or by half."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline import build as building
from pipeline.errors import StoreError, StoreOutdatedError
from pipeline.models import dump
from pipeline.readers import Reading
from pipeline.store import Store
from tests import factories, postgres
from tests.test_build import Pipeline
from tests.test_store import articles, canonical, fill
from tests.test_store_sqlite import SCHEMA_2, old_rejections

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


class Ingester:
    """A process that adds articles one build after the other, and tells each name once it is stored."""

    def __init__(self, where: Path | str, count: int) -> None:
        out, into = os.pipe()
        self.process = os.fork()  # the imports are paid already
        if not self.process:
            os.close(out)
            try:
                building.run, building._SHARE = Pipeline(), 1
                for one in articles(count):
                    building.build(Reading((one,), ()), where)
                    os.write(into, f"{one.name}\n".encode())
            finally:
                os._exit(0)
        os.close(into)
        self.told = os.fdopen(out)

    def kill(self) -> None:
        os.kill(self.process, signal.SIGKILL)

    def end(self) -> tuple[int, list[str]]:
        """How it ended, and the names told since they were last asked for."""
        names = self.told.read().split()
        self.told.close()
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1]), names


def whole(where: Path | str) -> set[str]:
    """The names of the stored articles, once each has been seen to have all that belongs to it."""
    with Store.open(where, readonly=True) as store:
        names = {one.name for one in store.articles()}
        told = {report.article for one in store.situation().incidents for report in one.reports}
        assert store.faults() == []
        assert len(store.extractions("1")) >= len(names)
    assert told == names
    return names


def test_ingesters_that_are_killed_lose_nothing_they_acknowledged(where):
    acknowledged: set[str] = set()
    for number in range(20):
        one = Ingester(where, 12)
        for _ in range(number % 5):
            acknowledged.add(one.told.readline().strip())
        time.sleep(0.002 * number)  # somewhere else inside the next build each time
        one.kill()
        acknowledged |= set(one.end()[1])
        if acknowledged:
            assert acknowledged <= whole(where)


def test_four_ingesters_of_the_same_articles_one_of_them_killed_store_each_once(new_store):
    where, alone = new_store(), new_store()
    running = [Ingester(where, 8) for _ in range(4)]
    running[0].told.readline()
    running[0].kill()
    assert [one.end()[0] for one in running] == [-signal.SIGKILL, 0, 0, 0]
    assert Ingester(alone, 8).end()[0] == 0
    assert whole(where) == {one.name for one in articles(8)}
    assert canonical(where) == canonical(alone)


def test_a_log_does_not_grow_while_many_read(tmp_path):
    path = tmp_path / "s"
    with Store.open(path) as store:
        fill(store, 60)
    stop, errors = threading.Event(), []

    def look() -> None:
        try:
            with Store.open(path, readonly=True) as reader:
                while not stop.is_set():
                    made = reader.situation().incidents
                    assert len({one.actor for one in made}) == 1
        except (StoreError, AssertionError) as error:
            errors.append(error)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    largest = 0
    with Store.open(path) as store:
        for n in range(8):
            fill(store, 60, actor=str(n))
            log = path.with_name(path.name + "-wal")
            largest = max(largest, log.stat().st_size if log.exists() else 0)
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert largest < 4_000_000


def test_a_writer_that_waits_too_long_says_so(tmp_path, monkeypatch):
    from pipeline import store_lock, store_sqlite

    monkeypatch.setattr(store_sqlite, "WAIT_SECONDS", 0.05)
    with Store.open(tmp_path / "s") as store:
        fill(store, 1)
        with store_lock.held(tmp_path / "s", 1), pytest.raises(StoreError, match="another build has been writing"):
            fill(store, 2)
        fill(store, 2)


def test_a_lock_is_let_go_of_when_its_holder_dies(tmp_path):
    from pipeline import store_lock

    child = os.fork()
    if not child:
        with store_lock.held(tmp_path / "s", 1):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    with store_lock.held(tmp_path / "s", 0.5):
        pass


def test_a_server_that_is_cut_off_comes_back_with_all_it_acknowledged():
    if why := postgres.missing():
        pytest.skip(why)
    with postgres.server() as server:
        where = server.database()
        with Store.open(where) as store:
            for count in range(1, 5):
                fill(store, count, actor=str(count))
                server.stop("immediate")  # as when the power goes, but for what the disk had not written
                with pytest.raises(StoreError):
                    fill(store, 9)
                server.start()
                with Store.open(where, readonly=True) as reader:
                    assert [one.actor for one in reader.situation().incidents] == [str(count)] * count


def test_a_password_is_never_shown():
    if why := postgres.missing():
        pytest.skip(why)
    with pytest.raises(StoreError) as told:
        Store.open("postgresql://me:s3cret@127.0.0.1:1/x?connect_timeout=1")
    assert "s3cret" not in str(told.value)
    assert "me:***@" in str(told.value)


def test_another_programs_tables_are_left_alone(postgres_server):
    import psycopg

    where = postgres_server.database()
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute("CREATE TABLE article (mine text)")
    with Store.open(where) as store:
        fill(store, 1)
    with psycopg.connect(where) as connection:
        assert connection.execute("SELECT count(*) FROM article").fetchone() == (0,)


def test_both_databases_give_the_same_answers(tmp_path, postgres_server):
    dumps = []
    for where in (tmp_path / "s", postgres_server.database()):
        with Store.open(where) as store:
            fill(store, 4, location=None)
            fill(store, 7, target="складу", figures=(factories.figure(),))
            dumps.append((canonical(where), store.situation(), store.articles(), store.generation(), store.origins()))
    assert {**dumps[0][0], "meta": None} == {**dumps[1][0], "meta": None}
    assert dumps[0][1:] == dumps[1][1:]


def test_an_older_store_in_postgresql_is_brought_up_to_date(postgres_server):
    import psycopg

    old, new = postgres_server.database(), postgres_server.database()
    for where in (old, new):
        with Store.open(where) as store:
            fill(store, 3)
    with psycopg.connect(old, autocommit=True, options="-c search_path=situation_map") as connection:
        for words in (*SCHEMA_2[:-1], *old_rejections((False, dump(factories.rejection())))):
            connection.execute(words)
        connection.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")
    with pytest.raises(StoreOutdatedError, match="schema 2"):
        Store.open(old, readonly=True)
    Store.open(old).close()
    assert canonical(old) == canonical(new)
