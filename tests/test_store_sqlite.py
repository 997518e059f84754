"""The store as a SQLite file: opened, refused, killed at every step, brought up to date."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import corrections
from pipeline.errors import StoreError, StoreMissingError, StoreOutdatedError
from pipeline.models import dump
from pipeline.store import SCHEMA, Store, key
from tests import factories
from tests.test_store import canonical, fill

ROOT = Path(__file__).parent.parent


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "var" / "situation.sqlite"


def execute(path: Path, words: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(words)


# The child saves a second state over the first and is killed at each step in turn: a forked copy of it per step, so
# that the imports are paid once. Steps are the statements, and every 4 instructions of SQLite inside them.
KILLER = """
import os, shutil, signal, sqlite3, sys
from pathlib import Path
from pipeline.store import Store
from tests.test_store import fill

folder = Path(sys.argv[1])
steps = 0
fatal = None

def step(*_):
    global steps
    steps += 1
    if steps == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0

def stepping(method):
    def both_sides(self, *arguments):
        step()
        found = method(self, *arguments)
        step()
        return found
    return both_sides

class Cursor(sqlite3.Cursor):
    execute = stepping(sqlite3.Cursor.execute)
    executemany = stepping(sqlite3.Cursor.executemany)

class Connection(sqlite3.Connection):
    commit = stepping(sqlite3.Connection.commit)
    def cursor(self, factory=Cursor):
        return super().cursor(factory)

plain = sqlite3.connect
def connect(*arguments, **options):
    made = plain(*arguments, factory=Connection, **options)
    made.set_progress_handler(step, 4)
    return made
sqlite3.connect = connect

def run(path):
    global steps
    with Store.open(path) as store:
        steps = 0
        fill(store, 6, actor="second")

with Store.open(folder / "first.sqlite") as store:
    fill(store, 3, actor="first")
shutil.copy(folder / "first.sqlite", folder / "second.sqlite")
run(folder / "second.sqlite")
total = steps
for fatal in range(1, total + 1, max(1, total // 200)):
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
    subprocess.run([sys.executable, "-c", KILLER, str(tmp_path)], check=True, timeout=240, cwd=ROOT)
    old, new = canonical(tmp_path / "first.sqlite"), canonical(tmp_path / "second.sqlite")
    killed = sorted(tmp_path.glob("killed-*.sqlite"))
    assert len(killed) >= 200
    states = []
    for path in killed:
        with Store.open(path, readonly=True) as store:
            assert len(store.situation().incidents) == len(store.articles())
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        states.append(canonical(path))
    assert all(state in (old, new) for state in states)
    assert states == sorted(states, key=[old, new].index), "once committed, it stays"
    assert new in states


# --- opening --------------------------------------------------------------------------------------------------------


def test_missing_store_is_not_made_by_a_reader(path):
    with pytest.raises(StoreError, match="there is no store yet"):
        Store.open(path, readonly=True)
    assert not path.exists()


def test_a_file_that_a_stopped_first_build_left_empty_is_no_store_yet(path):
    path.parent.mkdir()
    execute(path, "PRAGMA journal_mode = WAL")
    with pytest.raises(StoreMissingError, match="there is no store yet"):
        Store.open(path, readonly=True)
    with Store.open(path) as store:
        fill(store)


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
    execute(path, f"PRAGMA user_version = {SCHEMA + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=f"schema {SCHEMA + 1}"):
        Store.open(path, readonly=readonly)
    assert path.read_bytes() == before


def test_damage_inside_is_said_in_words(path):
    with Store.open(path) as store:
        fill(store)
    execute(path, "UPDATE incident SET json = '{}'")
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


# --- older schemas --------------------------------------------------------------------------------------------------

SCHEMA_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    sha256 TEXT NOT NULL, published TEXT NOT NULL, name TEXT NOT NULL, title TEXT, source TEXT, url TEXT,
    body_start INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (sha256, published));
CREATE TABLE extraction (
    sha256 TEXT NOT NULL, published TEXT NOT NULL, version TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (sha256, published, version));
CREATE TABLE incident (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, place_id TEXT,
    latitude REAL, longitude REAL, status TEXT NOT NULL, json TEXT NOT NULL);
CREATE INDEX incident_by_day ON incident (first, last, kind);
CREATE INDEX incident_by_place ON incident (place_id, first, kind);
CREATE TABLE rejection (position INTEGER PRIMARY KEY, unread INTEGER NOT NULL, json TEXT NOT NULL);
PRAGMA application_id = 1397314637;
PRAGMA user_version = 1;
"""


@pytest.fixture
def old(path) -> Path:
    """A store as the first version wrote it: an article, what was read out of it, and a file that was none."""
    path.parent.mkdir()
    story, made = factories.article(), [factories.incident(), factories.unplaced()]
    bad = factories.rejection(stage="reading", article="bad.txt", quote=None, start=None, end=None)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA_1)
        day = story.published.isoformat()
        row = (story.sha256, day, story.name, None, None, None, story.body_start, story.text)
        connection.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        extraction = (story.sha256, day, "1", dump(factories.extraction(story)))
        connection.execute("INSERT INTO extraction VALUES (?, ?, ?, ?)", extraction)
        for one in made:
            values = (one.id, one.kind, day, day, None, None, None, one.status, dump(one))
            connection.execute("INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        for position, one in enumerate((bad, factories.rejection())):
            connection.execute("INSERT INTO rejection VALUES (?, ?, ?)", (position, not position, dump(one)))
        connection.execute("INSERT INTO meta VALUES ('generation', 'old')")
    return path


def test_an_older_store_is_left_to_a_writer_to_bring_up_to_date(old):
    before = old.read_bytes()
    with pytest.raises(StoreOutdatedError, match="python -m pipeline build"):
        Store.open(old, readonly=True)
    assert old.read_bytes() == before


def test_an_older_store_is_brought_up_to_date_without_loss(old):
    story = factories.article()
    Store.open(old).close()
    with Store.open(old, readonly=True) as store:
        assert store.articles() == (story,)
        assert store.extractions("1") == {key(story): factories.extraction(story)}
        assert store.situation().incidents == (factories.incident(), factories.unplaced())
        bad, other = store.situation().rejections
        assert (bad.article, other) == ("bad.txt", factories.rejection())
        assert store.unread() == (bad,)
        assert store.generation() not in ("", "old")


def test_an_older_store_is_the_same_after_a_save_as_a_new_one(old, tmp_path):
    story, made = factories.article(), factories.situation(factories.incident())
    for path in (old, tmp_path / "new.sqlite"):
        with Store.open(path) as store:
            store.save([story], [factories.extraction(story)], made, "1")
    ours, new = canonical(old), canonical(tmp_path / "new.sqlite")
    assert ours.pop("origin") != new.pop("origin")
    assert ours == new


def test_a_store_of_schema_2_is_the_same_as_a_new_one_once_it_is_brought_up_to_date(path, tmp_path):
    story, made = factories.article(), factories.situation(factories.incident(), factories.unplaced())
    for one in (path, tmp_path / "new.sqlite"):
        with Store.open(one) as store:
            store.save([story], [factories.extraction(story)], made, "1")
            store.correct(
                factories.incident().id,
                lambda read: [
                    corrections.make(read, "day", "2021-01-01", kinds=(), reason="r", author="a", at=factories.AT)
                ],
            )
    for words in SCHEMA_2:
        execute(path, words)
    with pytest.raises(StoreOutdatedError, match="schema 2"):
        Store.open(path, readonly=True)
    Store.open(path).close()
    assert canonical(path) == canonical(tmp_path / "new.sqlite")


def test_a_store_of_schema_3_gets_the_table_that_it_lacks(path):
    with Store.open(path) as store:
        store.save([factories.article()], [factories.extraction(factories.article())], factories.situation(), "1")
    for words in (*SCHEMA_4, "DROP TABLE arrival", "PRAGMA user_version = 3"):
        execute(path, words)
    with Store.open(path) as store:
        assert store.arrivals() == (0, ())


def test_a_store_of_schema_4_is_the_same_as_a_new_one_once_it_is_brought_up_to_date(path):
    with Store.open(path) as store:
        bad = factories.rejection(stage="reading", article="bad.txt", quote=None, start=None, end=None)
        made = factories.situation(factories.incident(), factories.unplaced(), rejections=(factories.rejection(),) * 2)
        store.save([factories.article()], [factories.extraction(factories.article())], made, "1", unread=[bad])
        held = store.situation()
    new = canonical(path)
    aside = old_rejections((True, dump(bad)), *[(False, dump(factories.rejection()))] * 2)
    for words in (*SCHEMA_4, *OLD_PLACES, *aside, "PRAGMA user_version = 4"):
        execute(path, words)
    Store.open(path).close()
    assert canonical(path) == new
    with Store.open(path) as store:
        assert store.situation() == held


# what later schemas have and schema 4 had not
SCHEMA_4 = [
    "DROP TABLE mention",
    "DROP TABLE spot",
    *(f"DROP INDEX {name}" for name in ("article_by_text", "article_by_name", "article_by_url", "origin_by_article")),
    "DROP TABLE rejection",
    """CREATE TABLE rejection (id TEXT PRIMARY KEY, digest TEXT NOT NULL, position INTEGER NOT NULL,
        unread BOOLEAN NOT NULL, json TEXT NOT NULL)""",
]
OLD_PLACES = [
    "PRAGMA foreign_keys = OFF",
    "UPDATE place SET id = 'old'",
    "UPDATE incident SET place = 'old' WHERE place IS NOT NULL",
]


def old_rejections(*given: tuple[bool, str]) -> list[str]:
    """Statements that set these aside as schema 4 did, by whether it was a file and by its JSON."""
    return [
        f"INSERT INTO rejection VALUES ('{position}', '', {position}, {unread}, '{words}')"
        for position, (unread, words) in enumerate(given)
    ]


# what schemas 3 and 4 have and schema 2 had not
SCHEMA_2 = [
    *SCHEMA_4,
    "DROP TABLE arrival",
    "DROP TABLE segment",
    "DROP TABLE term",
    "DROP INDEX article_by_day",
    "DROP INDEX report_by_words",
    "ALTER TABLE report DROP COLUMN words",
    *(f"ALTER TABLE incident DROP COLUMN {name}" for name in ("time", "spot", "outlets", "weapon", "sides", "reports")),
    "PRAGMA user_version = 2",
]


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_kill_while_an_older_store_is_brought_up_to_date_leaves_it_whole(old, tmp_path):
    program = KILLER[: KILLER.index("def run(path)")] + MIGRATION
    subprocess.run([sys.executable, "-c", program, str(tmp_path), str(old)], check=True, timeout=240, cwd=ROOT)
    for path in tmp_path.glob("killed-*.sqlite"):
        Store.open(path).close()
        with Store.open(path, readonly=True) as store:
            assert store.situation().incidents == (factories.incident(), factories.unplaced())


MIGRATION = """
old = Path(sys.argv[2])
shutil.copy(old, folder / "first.sqlite")
Store.open(folder / "first.sqlite").close()
total = steps
for fatal in range(1, total + 1, max(1, total // 40)):
    path = folder / f"killed-{fatal:04}.sqlite"
    shutil.copy(old, path)
    child = os.fork()
    if not child:
        steps = 0
        Store.open(path).close()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, fatal
"""
