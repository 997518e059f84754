"""A worker that dies at any moment costs no item, and its work never hangs."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import run, workers
from pipeline.errors import WorkerError
from pipeline.workers import processes_for, spread
from tests import tasks
from tests.conftest import story

ROOT = Path(__file__).resolve().parent.parent


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")  # a dead one that nobody has asked after is no longer alive
        return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_every_item_has_its_result_once() -> None:
    found = list(spread(tasks.double, range(50), processes=2))
    assert sorted(found) == [(k, 2 * k) for k in range(50)]


@given(st.lists(st.integers(0, 2_000_000)), st.integers(1, 8))
def test_each_item_is_in_one_share_the_heaviest_first_and_none_is_overfull(weights, processes) -> None:
    shares = list(workers._shares(weights, processes))
    places = [k for share in shares for k in share]
    assert sorted(places) == list(range(len(weights)))
    assert [weights[k] for k in places] == sorted(weights, reverse=True)
    assert all(len(share) <= workers.SHARE for share in shares)
    assert all(len(share) == 1 or sum(weights[k] for k in share) <= workers.FULL for share in shares)


@given(st.lists(st.integers(1, 8_000), min_size=100), st.integers(2, 8))
def test_no_worker_holds_more_than_its_part_of_what_is_left(weights, processes) -> None:
    left = sum(weights)
    least = workers.LEAST * left / len(weights)
    for share in workers._shares(weights, processes):
        held = sum(weights[k] for k in share)
        assert len(share) == 1 or held <= max(least, left / processes / workers.SHARES)
        left -= held


def test_no_items_start_no_process(monkeypatch) -> None:
    monkeypatch.setattr(workers, "_start", lambda *_: pytest.fail("a process was started"))
    assert list(spread(tasks.double, [], processes=2)) == []


def test_an_item_that_ends_its_worker_every_time_is_given_up_and_costs_no_other() -> None:
    items = [1, 2, tasks.FATAL, 4, 5, 6, 7, 8, 9]
    found = dict(spread(tasks.double_or_die, items, processes=1))
    assert found == {k: None if item == tasks.FATAL else 2 * item for k, item in enumerate(items)}


def test_an_item_whose_worker_dies_once_is_done_by_another(tmp_path) -> None:
    items = [(item, tmp_path) for item in range(3)]
    assert dict(spread(tasks.die_once, items, processes=2)) == {0: 0, 1: 1, 2: 2}


def test_a_worker_killed_from_outside_costs_nothing() -> None:
    found = {}
    for k, pid in spread(tasks.who, range(40), processes=2):
        if not found:
            os.kill(pid, signal.SIGKILL)
        found[k] = pid
    assert sorted(found) == list(range(40))


def test_an_error_of_the_task_is_raised_here() -> None:
    with pytest.raises(ValueError, match="no such article"):
        list(spread(tasks.fail, [1, 2], processes=1))


def test_dropping_the_results_ends_the_workers() -> None:
    results = spread(tasks.who, range(100), processes=2)
    _, pid = next(results)
    results.close()
    assert not alive(pid)


def test_an_item_that_holds_its_worker_for_too_long_is_given_up_and_costs_no_other(monkeypatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE_S", 3.0)
    assert dict(spread(tasks.double_or_hang, [1, tasks.FATAL, 3], processes=1)) == {0: 2, 1: None, 2: 6}


def test_workers_that_cannot_start_are_an_error(monkeypatch) -> None:
    monkeypatch.setattr(workers, "_work", tasks.fail)  # a worker that never says that it is there
    with pytest.raises(WorkerError, match="--workers 1"):
        list(spread(tasks.double, [1], processes=1))


PROGRAM = """
import sys
from pathlib import Path
from pipeline.workers import spread
from tests import tasks
if __name__ == "__main__":
    list(spread(tasks.say_who_and_wait, [(1, Path(sys.argv[1])), (2, Path(sys.argv[1]))], processes=2))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_workers_do_not_outlive_their_driver(tmp_path, number) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    told = tmp_path / "told"
    told.mkdir()
    driver = subprocess.Popen(
        [sys.executable, program, told],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hears_an_interrupt,
    )
    wait_for(lambda: len(list(told.iterdir())) == 2)
    pids = [int(path.name.split("-")[1]) for path in told.iterdir()]
    if number == signal.SIGINT:
        os.killpg(driver.pid, number)  # as a terminal does: to the driver and its workers alike
    else:
        driver.kill()
    driver.wait(120)
    if number == signal.SIGKILL:
        (told / "go on").touch()  # what is done for nobody is done in vain: the worker sees it when it answers
    wait_for(lambda: not any(map(alive, pids)))
    with driver.stderr as errors:
        assert errors.read().count("Traceback") == (number == signal.SIGINT)  # the driver's own; no worker speaks


def hears_an_interrupt() -> None:
    # what a shell starts in the background ignores Ctrl-C, and so does all that it starts
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(condition) -> None:
    stop = threading.Event()
    watchdog = threading.Timer(120, stop.set)
    watchdog.start()
    while not condition():
        assert not stop.is_set(), "waited in vain"
        time.sleep(0.05)
    watchdog.cancel()


@pytest.mark.parametrize(
    ("items", "asked", "processes"),
    [(5, None, 1), (5, 2, 2), (1, 8, 1), (0, 3, 1), (10_000, 1, 1), (10_000, None, workers._cores())],
)
def test_few_items_are_worth_one_process_and_many_one_a_core(items, asked, processes) -> None:
    assert processes_for(items, asked) == processes


def test_articles_read_by_two_workers_give_what_one_gives() -> None:
    articles = [
        story("Rockets hit a bakery in Sumy on Friday.", name="a"),
        story("Shells fell on Nikopol on Friday, the mayor said.", name="b"),
        story("Nothing happened.", name="c"),
    ]
    assert run.extract(articles, workers=2) == run.extract(articles)
    if sys.platform == "linux":  # forked from one process that holds the model for all
        assert dict(spread(tasks.has_imported, ["pipeline.warm"], processes=1, warm="pipeline.warm")) == {0: True}


def test_an_article_that_ends_its_workers_is_rejected_by_name(monkeypatch) -> None:
    monkeypatch.setattr(run, "spread", lambda task, articles, **_: iter([(1, None), (0, run._failed(one, "x"))]))
    one, two = story("Shells fell.", name="one.txt"), story("Shells fell again.", name="two.txt")
    lost = run.extract([one, two], workers=2)[1]
    (rejection,) = lost.rejections
    assert (lost.article_sha256, rejection.stage, rejection.article) == (two.sha256, "reading", "two.txt")
    assert "ended the process" in rejection.reason
