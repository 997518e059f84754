"""Work spread over processes, where a process may die at any moment and nothing is lost.

Each worker holds a pipe to us and one share of the items at a time. Its death closes the pipe, so we know at once what
it was doing: those items are done again one by one, and one that ends its worker every time is given up by name.
"""

import contextlib
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from pipeline.errors import WorkerError

Item = TypeVar("Item")
Result = TypeVar("Result")

SHARE = 16  # items given to a worker at once
SHARES = 4  # at least so many for each worker, so that none waits long for the last one
DEATHS = 3  # of workers, on one item, before it is given up
FEW = 300  # items that one process has done before others have started
PATIENCE_S = 600.0  # a worker that answers nothing for so long counts as dead
STARTING_S = 600.0  # the same, before its first word


def processes_for(items: int, asked: int | None) -> int:
    """How many processes are worth it: those asked for, else one for few items and one a core for many."""
    if asked is not None:
        return max(1, min(asked, items))
    return 1 if items < FEW else max(1, min(_cores(), items // SHARE))


def spread(
    task: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item], *, processes: int
) -> Iterator[tuple[int, Result | None]]:
    """(Place of the item, its result) as they come, each item once; None for one that ended its worker three times.

    task is a function of a module's top level that gives one result an item, in their order. Its processes are new
    ones ("spawn"), so that no thread or open file of ours is shared. An error that it raises is raised here. Workers
    end when the iterator is closed or dropped, and by themselves when we die. Raises WorkerError where none can start.
    """
    size = max(1, min(SHARE, len(items) // (SHARES * processes)))
    shares = deque(range(k, min(k + size, len(items))) for k in range(0, len(items), size))
    deaths: Counter[int] = Counter()
    stillborn = 0
    busy: dict[Connection, tuple[Any, range]] = {}
    try:
        while shares or busy:
            while len(busy) < min(processes, len(shares) + len(busy)):
                connection, process = _start(task)
                busy[connection] = (process, range(0))
            patience = PATIENCE_S if all(share for _, share in busy.values()) else STARTING_S
            told: list[Any] = wait(list(busy), patience) or list(busy)
            for connection in told:
                process, share = busy.pop(connection)
                answer = _answer(connection)
                if isinstance(answer, BaseException):
                    _end(connection, process)
                    raise answer
                if answer is not None:
                    stillborn = 0
                    if shares:
                        busy[connection] = (process, _give(connection, shares.popleft(), items))
                    else:
                        _end(connection, process)
                    yield from zip(share, answer, strict=True)
                    continue
                _end(connection, process)
                stillborn += not share
                if stillborn >= DEATHS:
                    raise WorkerError("no worker process can be started. Try --workers 1; is there memory to spare?")
                for k in reversed(share):
                    deaths[k] += len(share) == 1  # of several, who knows which it was
                    if deaths[k] >= DEATHS:
                        yield k, None
                    else:
                        shares.appendleft(range(k, k + 1))
    finally:
        for connection, (process, _) in busy.items():
            _end(connection, process)


def _give(connection: Connection, share: range, items: Sequence[Any]) -> range:
    with contextlib.suppress(OSError):  # dead before it was asked: listening to it will tell
        connection.send([items[k] for k in share])
    return share


def _answer(connection: Connection) -> Any:
    """What the worker sent; None where it is dead, or has said nothing for too long."""
    try:
        return connection.recv() if connection.poll() else None
    except (EOFError, OSError):
        return None


def _start(task: Callable[[Sequence[Any]], Sequence[Any]]) -> tuple[Connection, Any]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(task, theirs), daemon=True)
    with _deaf_to_ctrl_c():
        process.start()
    theirs.close()  # ours alone would keep it open after the worker's death
    return ours, process


@contextlib.contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """What starts meanwhile never hears Ctrl-C, which is for us: we end our workers. We hear it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(connection: Connection, process: Any) -> None:
    connection.close()
    process.kill()
    process.join()


def _work(task: Callable[[Sequence[Any]], Sequence[Any]], connection: Connection) -> None:
    """A worker's life: it says that it is there, then shares in and results out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer: Any = ()
    while True:
        try:
            connection.send(answer)
            share = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = task(share)
        except Exception as error:
            answer = error


def _cores() -> int:
    """Cores that we may use, which may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
