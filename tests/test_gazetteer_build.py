"""Building the file: the same every time, and never half done."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from gazetteer import __main__ as program
from gazetteer import build, progress, writing
from gazetteer.errors import GazetteerError
from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.sources import registry
from gazetteer.sources.landmarks import COLUMNS
from gazetteer.sources.records import Record
from tests.gazetteer_fixtures import only

ROOT = Path(__file__).resolve().parent.parent
HEAD = ",".join(COLUMNS) + "\n"
OVERRIDE = "override:geonames:1,Vasylkiv,Vassilkof,50.2,30.4,,,,,,,,,,\n"


def _place(number: int, name: str, **changes: object) -> Place:
    values: dict[str, object] = {
        "place_id": f"geonames:{number}",
        "name": name,
        "latitude": 50.18,
        "longitude": 30.32,
        "feature_class": "P",
        "feature_code": "PPL",
        "country_code": "UA",
        "admin1": "Kyiv Oblast",
        "population": 37_000,
        "uncertainty_km": 3.0,
        "source": "test",
    }
    return Place(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A landmarks file over a country of four settlements."""
    records = (
        Record(_place(1, "Vasylkiv"), ("Васильків",)),
        Record(_place(2, "Vasylkivka", latitude=48.2, longitude=36.0, population=900), ("Vasylkiv", "Hope")),
        Record(_place(3, "Nikopol", latitude=47.57, longitude=34.4, population=100_000), ("Sloviansk",)),
        Record(_place(4, "Sloviansk", latitude=48.85, longitude=37.6, population=100_000)),
    )
    for name, replacement in only(records).items():
        monkeypatch.setattr(f"gazetteer.build.{name}", replacement)
    path = tmp_path / "landmarks.csv"
    path.write_text(HEAD, encoding="utf-8")
    return path


def _built(folder: Path, landmarks: Path) -> Lookup:
    path = folder / "gazetteer.sqlite"
    build.build(path, landmarks_path=landmarks)
    return Lookup.open(path)


def test_the_same_sources_give_the_same_bytes(tmp_path: Path, small: Path) -> None:
    first, second = tmp_path / "first.sqlite", tmp_path / "second.sqlite"
    build.build(first, landmarks_path=small)
    build.build(second, landmarks_path=small)
    assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest()


def test_names_are_indexed_by_their_spelling_once_when_first_asked_for(tmp_path: Path, small: Path) -> None:
    path = tmp_path / "small.sqlite"
    build.build(path, landmarks_path=small)
    gazetteer = Lookup.open(path)
    assert not list(tmp_path.glob("*.spelled"))
    assert [match.place.name for match in gazetteer.similar("Nikipol")] == ["Nikopol"]
    (index,) = tmp_path.glob("*.spelled")
    made = index.stat().st_mtime_ns
    assert build.spelled(path, gazetteer.digest) == index
    assert index.stat().st_mtime_ns == made
    assert build.spelled(path, "another") != index


def test_another_landmark_is_another_digest(tmp_path: Path, small: Path) -> None:
    before = build.digest(small)
    small.write_text(HEAD + OVERRIDE, encoding="utf-8")
    assert build.digest(small) != before
    assert _built(tmp_path, small).digest == build.digest(small)


def test_a_village_does_not_take_a_towns_name(tmp_path: Path, small: Path) -> None:
    assert [place.place_id for place in _built(tmp_path, small).candidates("Vasylkiv")] == ["geonames:1"]


def test_a_former_name_yields_to_the_city_that_bears_it(tmp_path: Path, small: Path) -> None:
    assert [place.place_id for place in _built(tmp_path, small).candidates("Sloviansk")] == ["geonames:4"]


def test_an_english_word_names_no_village(tmp_path: Path, small: Path) -> None:
    assert _built(tmp_path, small).candidates("Hope") == ()


def test_an_override_moves_and_names_a_place(tmp_path: Path, small: Path) -> None:
    small.write_text(HEAD + OVERRIDE, encoding="utf-8")
    (place,) = _built(tmp_path, small).candidates("Vassilkof")
    assert (place.place_id, place.latitude, place.population) == ("geonames:1", 50.2, 37_000)


def test_an_override_of_nothing_is_refused(tmp_path: Path, small: Path) -> None:
    small.write_text(HEAD + OVERRIDE.replace(":1,", ":999,"), encoding="utf-8")
    with pytest.raises(GazetteerError, match="override:geonames:999"):
        _built(tmp_path, small)


def test_an_interrupted_build_leaves_the_old_file(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(b"old")

    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "_columns", stop)
    with pytest.raises(KeyboardInterrupt):
        build.build(path, landmarks_path=small)
    assert path.read_bytes() == b"old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gazetteer.sqlite", "landmarks.csv"]


def test_two_builds_in_step_do_not_write_into_one_another(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "gazetteer.sqlite"
    both, columns = threading.Barrier(2, timeout=20), writing._columns

    def in_step(*arguments: Any) -> tuple[object, ...]:
        both.wait()  # no row is written before the other build is about to write the same
        return columns(*arguments)

    monkeypatch.setattr(writing, "_columns", in_step)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_built, tmp_path, small) for _ in range(2)]:
            assert [place.place_id for place in done.result().candidates("Vasylkiv")] == ["geonames:1"]
    monkeypatch.undo()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gazetteer.sqlite", "landmarks.csv"]
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_two_programs_that_start_at_once_both_open_the_gazetteer(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from gazetteer import build; from gazetteer.lookup import Lookup\n"
        "from gazetteer.sources.records import Record; from tests.test_gazetteer_build import _place\n"
        "from tests.gazetteer_fixtures import only\n"
        "for name, replacement in only([Record(_place(1, 'Vasylkiv'))]).items():\n"
        "    module, function = name.split('.')\n"
        "    setattr(getattr(build, module), function, replacement)\n"
        "build.landmarks.read = lambda path: ((), ())\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "print(Lookup.open(Path(sys.argv[1])).candidates('Vasylkiv')[0].place_id)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "gazetteer.sqlite")]
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                subprocess.Popen(command, cwd=ROOT, text=True, stdin=PIPE, stdout=PIPE, stderr=subprocess.STDOUT)
            )
            for _ in range(2)
        ]
        for one in started:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in started:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        said = [one.communicate(timeout=60)[0] for one in started]
    assert said == ["geonames:1\n"] * 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gazetteer.lock", "gazetteer.sqlite"]


def test_tidying_keeps_the_latest_three_others(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for age in range(5):
        old = tmp_path / f"gazetteer-{age}.sqlite"
        old.write_bytes(b"old")
        os.utime(old, (1_000_000 - age, 1_000_000 - age))
    for name in ("0", "4"):
        (tmp_path / f"gazetteer-{name}-ab.spelled").touch()
    path = tmp_path / "gazetteer-new.sqlite"
    monkeypatch.setattr(build, "default_path", lambda **_: path)
    build.build(path, landmarks_path=small)
    assert [file.name for file in tmp_path.glob("*.spelled")] == ["gazetteer-0-ab.spelled"]  # whose gazetteer is left
    left = {file.name for file in tmp_path.glob("*.sqlite")}
    assert left == {f"gazetteer-{name}.sqlite" for name in ("new", 0, 1, 2)}


def test_what_a_killed_build_left_goes_after_a_day(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "gazetteer-1.sqlite.ab.part", tmp_path / "gazetteer-1.sqlite.cd.part"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (1_000_000, 1_000_000))
    path = tmp_path / "gazetteer-new.sqlite"
    monkeypatch.setattr(build, "default_path", lambda **_: path)
    build.build(path, landmarks_path=small)
    assert (old.exists(), new.exists()) == (False, True)


def test_who_comes_second_waits_and_does_not_build_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "gazetteer.sqlite"
    built: list[Path] = []

    def slow(target: Path, **options: object) -> None:
        built.append(target)
        target.write_bytes(b"whole")

    monkeypatch.setattr(build, "build", slow)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(build.ensure, path) for _ in range(4)]:
            done.result()
    assert built == [path]


def test_the_file_names_its_sources_and_counts_their_places(tmp_path: Path, small: Path) -> None:
    counted = {source["key"]: source["places"] for source in _built(tmp_path, small).sources()}
    assert set(counted) == {source.key for source in registry.sources()} - {"geonames-dump"}  # none was added
    assert counted["katottg"] == 0


def test_progress_goes_from_nothing_to_everything(tmp_path: Path, small: Path) -> None:
    steps: list[tuple[int, int]] = []
    build.build(
        tmp_path / "gazetteer.sqlite",
        landmarks_path=small,
        progress=lambda done, total, what: steps.append((done, total)),
    )
    assert steps == sorted(steps)
    assert (steps[0][0], steps[-1][0]) == (0, steps[-1][1])


def test_a_terminal_sees_one_bar_that_fills(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    for done, what in enumerate(("reading", "writing", "done")):
        progress.show(done, 2, what)
    shown = capsys.readouterr().err
    assert shown.count("\r") == 3
    assert [frame.count("#") for frame in shown.split("\r")] == [0, 0, 10, 20]
    assert shown.index("\n") == len(shown) - 1  # what follows begins a line of its own


def test_another_file_is_not_taken_for_a_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be looked at", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"notes.txt is not a gazetteer"):
        Lookup.open(path)


def test_an_empty_database_is_not_taken_for_a_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    with pytest.raises(GazetteerError, match="is not a gazetteer"):
        Lookup.open(path)


def test_the_file_cannot_be_written_through_the_gazetteer(tmp_path: Path, small: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        _built(tmp_path, small)._file.connection.execute("DELETE FROM name")


def test_lookup_prints_the_place_and_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["lookup", "Bila Tserkva", "--near", "Kyiv"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert "Bila Tserkva, Kyiv Oblast, UA" in first
    assert "49.7994, 30.1165" in first


@pytest.mark.parametrize("arguments", [["lookup", "Xyzzy"], ["lookup", "Kyiv", "--near", "Xyzzy"]])
def test_an_unknown_name_is_exit_status_one(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert program.main(arguments) == 1
    assert "'Xyzzy'" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["fly"], ["lookup"]])
def test_wrong_usage_is_exit_status_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        program.main(arguments)
    assert caught.value.code == 2
