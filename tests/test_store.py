"""What is stored comes back equal, whole or not at all, whatever else happens meanwhile."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.build import build
from pipeline.errors import StoreError
from pipeline.models import Article, Extraction, Situation
from pipeline.readers import Reading
from pipeline.store import SCHEMA, Store, StoreChangedError, key
from tests import factories

ROOT = Path(__file__).parent.parent


def articles(count: int, *, start: int = 0) -> list[Article]:
    return [factories.article(f" date 2022-02-26 Story {n}.", name=f"{n:03}.txt") for n in range(start, start + count)]


def situation(count: int, **fields) -> Situation:
    made = [factories.incident(id=f"{n:016x}", **fields) for n in range(count)]
    return factories.situation(*made, rejections=(factories.rejection(),))


def fill(store: Store, count: int = 3, *, version: str = "1", **fields) -> None:
    stories = articles(count)
    store.save(stories, [factories.extraction(story) for story in stories], situation(count, **fields), version)


def canonical(path: Path) -> str:
    """Every row of every table, sorted: two stores of equal content have equal dumps."""
    with sqlite3.connect(path) as connection:
        text = "\n".join(sorted(connection.iterdump()))
    connection.close()
    return text


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "var" / "situation.sqlite"


def test_what_is_saved_comes_back_equal(path):
    full = factories.incident(
        location=factories.location(alternatives=(factories.alternative(),), country=None, admin1=None),
        figures=(factories.figure(), factories.figure(value=None, low=2, claimant=None)),
        reports=(factories.report(), factories.report(stance="denies", source="The Paper")),
        merge_reason="Same day and place.",
    )
    made = factories.situation(full, factories.unplaced(), rejections=(factories.rejection(quote=None, start=None),))
    story = factories.article(title="T", source="S", url="https://example.org")
    with Store.open(path) as store:
        store.save([story], [factories.extraction(story)], made, "1")
    with Store.open(path, readonly=True) as store:
        assert store.situation() == made
        assert store.articles() == (story,)
        assert store.article(story.sha256) == story
        assert store.article("unknown") is None
        assert store.extractions("1") == {key(story): factories.extraction(story)}
        assert store.extractions("2") == {}


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
locations = st.none() | st.builds(
    factories.location,
    name=words,
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    admin1=st.none() | words,
    alternatives=st.lists(st.builds(factories.alternative, name=words), max_size=2).map(tuple),
)
incidents = st.builds(
    factories.incident,
    id=st.uuids().map(lambda value: value.hex),
    headline=words,
    location=locations,
    when=st.builds(factories.when, days),
    actor=st.none() | words,
    figures=st.lists(st.builds(factories.figure, value=st.none() | st.integers(0)), max_size=2).map(tuple),
)


@given(made=st.lists(incidents, unique_by=lambda one: one.id, max_size=3), text=words, name=words)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_records_come_back_equal(tmp_path_factory, made, text, name):
    story = factories.article(text + ".", name=name)
    with Store.open(tmp_path_factory.mktemp("store") / "s.sqlite") as store:
        store.save([story], [factories.extraction(story)], Situation(tuple(made), ()), "1")
        assert store.situation().incidents == tuple(sorted(made, key=lambda one: (one.when.first, one.id)))
        assert store.articles() == (story,)


def test_saving_the_same_again_changes_nothing(path):
    with Store.open(path) as store:
        fill(store)
        generation, dump = store.generation(), canonical(path)
        changes = store._connection.total_changes
        fill(store)
        assert store._connection.total_changes == changes
        assert store.generation() == generation
    assert canonical(path) == dump


def test_files_that_are_no_article_are_listed_first(path):
    bad = factories.rejection(stage="reading", article="bad.txt", quote=None, start=None, end=None)
    with Store.open(path) as store:
        fill(store)
        before = store.generation()
        store.save(articles(3), list(map(factories.extraction, articles(3))), situation(3), "1", unread=[bad])
        assert store.unread() == (bad,)
        assert store.situation().rejections == (bad, factories.rejection())
        assert store.generation() != before


def test_generation_tells_another_situation_apart(path):
    with Store.open(path) as store:
        assert store.generation() == ""
        fill(store)
        before = store.generation()
        fill(store, actor="somebody else")
        assert store.generation() != before


def test_extractions_of_an_older_version_give_way(path):
    with Store.open(path) as store:
        fill(store, version="1")
        fill(store, version="2")
        assert len(store.extractions("2")) == 3
        assert store.extractions("1") == {}


def test_extractions_set_aside_show_nowhere_else(path):
    with Store.open(path) as store:
        fill(store)
        before = store.generation()
        (story,) = articles(1, start=9)
        store.keep({key(story): factories.extraction(story)}, "1")
        assert key(story) in store.extractions("1")
        assert len(store.articles()) == 3
        assert store.generation() == before


def test_a_save_that_would_lose_a_stored_article_is_refused(path):
    with Store.open(path) as store:
        fill(store, 3)
        dump = canonical(path)
        with pytest.raises(StoreChangedError, match="1 more articles"):
            fill(store, 2)
    assert canonical(path) == dump


def test_a_failing_save_leaves_all_as_it_was(path):
    twice = situation(2)
    broken = replace(twice, incidents=(twice.incidents[0],) * 2)
    with Store.open(path) as store:
        fill(store)
        dump = canonical(path)
        stories = articles(5)
        with pytest.raises(StoreError):
            store.save(stories, [factories.extraction(story) for story in stories], broken, "1")
        assert canonical(path) == dump
        fill(store, 4)


# The child saves a second state over the first and is killed at each step in turn: a forked copy of it per step, so
# that the imports are paid once. Steps are the statements, and every 10 instructions of SQLite inside them.
KILLER = """
import os, shutil, signal, sqlite3, sys
from pathlib import Path
from pipeline.store import Store
from tests.test_store import articles, factories, fill

folder = Path(sys.argv[1])
steps = 0
fatal = None

def step(*_):
    global steps
    steps += 1
    if steps == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0

class Connection(sqlite3.Connection):
    def execute(self, *arguments):
        step()
        found = super().execute(*arguments)
        step()
        return found

plain = sqlite3.connect
sqlite3.connect = lambda *a, **k: plain(*a, factory=Connection, **k)

def run(path):
    global steps
    with Store.open(path) as store:
        store._connection.set_progress_handler(step, 10)
        steps = 0
        fill(store, 6, actor="second")

with Store.open(folder / "first.sqlite") as store:
    fill(store, 3, actor="first")
shutil.copy(folder / "first.sqlite", folder / "second.sqlite")
run(folder / "second.sqlite")
total = steps
for fatal in range(1, total + 1, max(1, total // 80)):
    path = folder / f"killed-{fatal:04}.sqlite"
    shutil.copy(folder / "first.sqlite", path)
    child = os.fork()
    if not child:
        run(path)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, fatal
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_kill_at_any_step_of_a_save_leaves_the_old_or_the_new_state_whole(tmp_path):
    subprocess.run([sys.executable, "-c", KILLER, str(tmp_path)], check=True, timeout=60, cwd=ROOT)
    old, new = canonical(tmp_path / "first.sqlite"), canonical(tmp_path / "second.sqlite")
    killed = sorted(tmp_path.glob("killed-*.sqlite"))
    assert len(killed) >= 40
    states = []
    for path in killed:
        with Store.open(path, readonly=True) as store:
            assert len(store.situation().incidents) == len(store.articles())
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        states.append(canonical(path))
    assert set(states) == {old, new}
    assert states == sorted(states, key=[old, new].index), "once committed, it stays"


def test_readers_see_whole_states_while_a_build_writes(path):
    with Store.open(path) as store:
        fill(store, 1, actor="1")
    stop = threading.Event()
    seen: list[tuple[int, set[str | None]]] = []
    errors: list[Exception] = []

    def look() -> None:
        with Store.open(path, readonly=True) as reader:
            while not stop.is_set():
                try:
                    made = reader.situation().incidents
                    seen.append((len(made), {one.actor for one in made}))
                except Exception as error:
                    errors.append(error)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    with Store.open(path) as store:
        for count in range(2, 30):
            fill(store, count, actor=str(count))
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert seen
    assert all(actors == {str(count)} for count, actors in seen)


# --- opening --------------------------------------------------------------------------------------------------------


def test_missing_store_is_not_made_by_a_reader(path):
    with pytest.raises(StoreError, match="there is no store yet"):
        Store.open(path, readonly=True)
    assert not path.exists()


@pytest.mark.parametrize("readonly", [True, False])
def test_a_file_of_something_else_is_refused_and_left_alone(path, readonly):
    path.parent.mkdir()
    path.write_bytes(b"These are somebody's notes, not a store. " * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        Store.open(path, readonly=readonly)
    assert path.read_bytes() == before


@pytest.mark.parametrize("readonly", [True, False])
def test_somebody_elses_database_is_refused_and_left_alone(path, readonly):
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="no store of Situation Map"):
        Store.open(path, readonly=readonly)
    assert path.read_bytes() == before


@pytest.mark.parametrize("readonly", [True, False])
def test_a_newer_schema_is_refused_and_left_alone(path, readonly):
    with Store.open(path) as store:
        fill(store)
        store._connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    before = canonical(path)
    with pytest.raises(StoreError, match=f"schema {SCHEMA + 1}"):
        Store.open(path, readonly=readonly)
    assert canonical(path) == before


def test_damage_inside_is_said_in_words(path):
    with Store.open(path) as store:
        fill(store)
        store._connection.execute("UPDATE incident SET json = '{}'")
    with Store.open(path, readonly=True) as store, pytest.raises(StoreError, match="damaged"):
        store.situation()


def test_cut_off_file_is_said_in_words(path):
    with Store.open(path) as store:
        fill(store, 200)
    os.truncate(path, path.stat().st_size // 2)

    def use() -> None:
        with Store.open(path, readonly=True) as store:
            store.articles()
            store.situation()

    with pytest.raises(StoreError):
        use()


def test_a_reader_cannot_write(path):
    with Store.open(path) as store:
        fill(store)
    with Store.open(path, readonly=True) as store, pytest.raises(StoreError):
        fill(store, 4)


@pytest.mark.parametrize("name", ["a b#c?d%20.sqlite", "склад.sqlite"])
def test_any_file_name_will_do(tmp_path, name):
    with Store.open(tmp_path / name) as store:
        fill(store)
    assert (tmp_path / name).exists()


# --- building -------------------------------------------------------------------------------------------------------


class Pipeline:
    """Stands where pipeline.run stands: one incident per event, named by its article."""

    def __init__(self) -> None:
        self.extracted: list[str] = []
        self.before_merge = lambda: None

    def version(self) -> str:
        return "1"

    def extract(self, articles, *, progress=None) -> tuple[Extraction, ...]:
        self.extracted += [one.name for one in articles]
        for done, _ in enumerate(articles, 1):
            progress(done, len(articles))
        return tuple(map(factories.extraction, articles))

    def situate(self, articles, extractions) -> Situation:
        self.before_merge()
        reports = [one.events[0].reports for one in extractions]
        assert [one[0].article for one in reports] == [one.name for one in articles]
        return Situation(tuple(factories.incident(id=one[0].article_sha256, reports=one) for one in reports), ())


@pytest.fixture
def pipeline(monkeypatch) -> Pipeline:
    standing = Pipeline()
    monkeypatch.setattr("pipeline.build.run", standing)
    return standing


def reading(*stories: Article, rejections=()) -> Reading:
    return Reading(stories, tuple(rejections))


def test_build_reads_only_what_is_new_and_merges_all(path, pipeline):
    told = []
    one, two, three = articles(3)
    assert build(reading(one, two), path, progress=lambda *done: told.append(done)).added == 2
    built = build(reading(two, three), path)
    assert (built.added, built.extracted, built.changed) == (1, 1, True)
    assert sorted(pipeline.extracted) == ["000.txt", "001.txt", "002.txt"]
    assert len(built.situation.incidents) == 3
    assert told[-1] == (2, 2)
    assert not build(reading(one, two, three), path).changed


def test_articles_in_any_order_and_portions_make_the_same_store(tmp_path, pipeline):
    stories = articles(6)
    build(reading(*stories), tmp_path / "a")
    for each in reversed(stories):
        build(reading(each), tmp_path / "b")
    build(reading(*stories[::2], *stories[1::2]), tmp_path / "c")
    assert canonical(tmp_path / "a") == canonical(tmp_path / "b") == canonical(tmp_path / "c")


def test_another_build_in_between_loses_nothing(path, pipeline):
    one, two = articles(2)

    def intrude() -> None:
        pipeline.before_merge = lambda: None
        build(reading(two), path)

    pipeline.before_merge = intrude
    built = build(reading(one), path)
    assert len(built.situation.incidents) == 2
    with Store.open(path, readonly=True) as store:
        assert len(store.articles()) == 2


def test_a_stopped_build_goes_on_where_it_was(path, pipeline):
    def stop() -> None:
        raise KeyboardInterrupt

    pipeline.before_merge = stop
    with pytest.raises(KeyboardInterrupt):
        build(reading(*articles(3)), path)
    pipeline.before_merge = lambda: None
    assert build(reading(*articles(4)), path).extracted == 1


def test_an_extraction_set_aside_under_another_name_is_made_again(path, pipeline):
    (story,) = articles(1)
    with Store.open(path) as store:
        store.keep({key(story): factories.extraction(replace(story, name="old.txt"))}, "1")
    (incident,) = build(reading(story), path).situation.incidents
    assert incident.reports[0].article == story.name


def test_a_namesake_read_later_bears_its_hash(path, pipeline):
    one, two = articles(1)[0], replace(articles(2)[1], name="000.txt")
    build(reading(one), path)
    build(reading(two), path)
    build(reading(two), path)
    with Store.open(path, readonly=True) as store:
        assert {each.name for each in store.articles()} == {"000.txt", f"000.txt ({two.sha256[:8]})"}


def test_unreadable_file_is_kept_in_mind_until_it_can_be_read(path, pipeline):
    one, two = articles(2)
    bad = factories.rejection(stage="reading", article="000.txt", reason="no date", quote=None, start=None, end=None)
    assert build(reading(rejections=[bad]), path).situation.rejections == (bad,)
    assert build(reading(two), path).situation.rejections == (bad,)
    assert build(reading(one), path).situation.rejections == ()
