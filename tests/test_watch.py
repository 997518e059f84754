"""A folder is read again when something in it has changed and come to rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.commands.watch import follow
from pipeline.errors import StoreError
from pipeline.store import Store
from pipeline.watch import Snapshot, at_rest, look
from tests.test_cli import GOOD, quick  # noqa: F401 a fixture


def at(*sizes: int) -> Snapshot:
    return frozenset((f"{n}.txt", size, 0, n) for n, size in enumerate(sizes))


@pytest.mark.parametrize(
    ("looks", "acted"),
    [
        ([at(1), at(1), at(1)], [True, False, False]),
        ([at(1), at(1, 5), at(1, 9), at(1, 9), at(1, 9)], [True, False, False, True, False]),
        ([at(1), at(), at()], [True, False, True]),
        ([at(1), at(2), at(1)], [True, False, False]),
        ([at(1), *(at(n) for n in range(2, 16))], [True, *[False] * 11, True, False, False]),
    ],
)
def test_a_change_is_acted_on_once_it_has_come_to_rest(looks, acted):
    assert list(at_rest(looks)) == acted


def test_a_look_finds_files_however_deep_and_follows_no_link_in_a_circle(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").write_text("x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    before = look([tmp_path])
    assert str(tmp_path / "a" / "b" / "c.txt") in {path for path, *_ in before}
    (tmp_path / "a" / "b" / "c.txt").write_text("xy")
    assert look([tmp_path]) != before
    assert look([tmp_path / "gone"]) == frozenset()


@pytest.fixture
def folder(tmp_path, quick) -> Path:  # noqa: F811
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.txt").write_text(GOOD)
    return made


def stored(path: Path) -> list[str]:
    with Store.open(path, readonly=True) as store:
        return [article.name for article in store.articles()]


def test_articles_are_added_and_taken_away_as_they_come_and_go(folder, tmp_path, capsys):
    path = tmp_path / "s"
    seen: list[list[str]] = []

    def ticks() -> Iterator[None]:
        yield
        seen.append(stored(path))
        (folder / "b.txt").write_text(GOOD.replace("Kyiv", "Lviv"))
        yield
        yield
        seen.append(sorted(stored(path)))
        (folder / "a.txt").unlink()
        yield
        yield
        seen.append(stored(path))
        for each in folder.iterdir():
            each.unlink()
        yield
        yield
        seen.append(stored(path))

    follow([folder], path, ticks())
    assert seen == [["a.txt"], ["a.txt", "b.txt"], ["b.txt"], ["b.txt"]], "an empty folder takes nothing away"
    assert "gone: a.txt" in capsys.readouterr().err


def test_a_build_that_fails_is_tried_again(folder, tmp_path, monkeypatch, capsys):
    from pipeline import build as building

    sound, calls = building.build, []

    def fails_once(*arguments, **options):
        calls.append(None)
        if len(calls) == 1:
            raise StoreError("another build has been writing for 30 s.")
        return sound(*arguments, **options)

    monkeypatch.setattr(building, "build", fails_once)
    follow([folder], tmp_path / "s", iter([None] * 3))
    assert len(calls) == 2
    assert stored(tmp_path / "s") == ["a.txt"]
    assert "tried again" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["no/such/folder"], [".", "--every", "0"], []])
def test_wrong_usage_is_said(arguments):
    with pytest.raises(SystemExit) as ended:
        main(["watch", *arguments])
    assert ended.value.code == 2
