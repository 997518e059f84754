"""Work spread over processes, where a process may die at any moment and nothing is lost.

Each worker holds a pipe to us and one share of the items at a time. Its death closes the pipe, so we know at once what
it was doing: those items are done again one by one, and one that ends its worker every time is given up by name. So is
one that its worker, alone with it, has not done in time.
"""

import contextlib
import os
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context, set_forkserver_preload
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from pipeline.errors import WorkerError

Item = TypeVar("Item")
Result = TypeVar("Result")

SHARE = 64  # items given to a worker at once: whatever their number, to read them costs as much as one more
FULL = 400_000  # their weight at most, which of articles is their length in code points; one alone may weigh more
LEAST = 6  # of usual weight, unless there are few in all
SHARES = 2  # of what is left, for each worker, so that none waits long for the last one
DEATHS = 3  # of workers, on one item, before it is given up
FEW = 300  # items that one process has done before others have started
PATIENCE_S = 180.0  # a worker that answers nothing for so long is ended; most shares take a second, the worst a minute
STARTING_S = 600.0  # the same, before its first word


def processes_for(items: int, asked: int | None) -> int:
    """How many processes are worth it: those asked for, else one for few items and one a core for many."""
    if asked is not None:
        return max(1, min(asked, items))
    return 1 if items < FEW else max(1, min(_cores(), items // SHARE))


def spread(
    task: Callable[[Sequence[Item]], Sequence[Result]],
    items: Sequence[Item],
    *,
    processes: int,
    weights: Sequence[int] | None = None,
    warm: str | None = None,
) -> Iterator[tuple[int, Result | None]]:
    """(Place of the item, its result) as they come, each item once; None for one that ended its worker three times.

    None, too, for one that a worker had for itself for PATIENCE_S. weights say how long each will take, by any measure:
    the heaviest are done first. task is a function of a module's top level that
    gives one result an item, in their order. Its processes are new ones, so that no thread or open file of ours is
    shared; on Linux they are forked from one that has imported the module called warm, if any, and share its memory.
    An error that a task raises is raised here. Workers end when the iterator is closed or dropped, and by themselves
    when we die. Raises WorkerError where none can start.
    """
    shares = deque(_shares(weights or [1] * len(items), processes))
    deaths: Counter[int] = Counter()
    stillborn = 0
    busy: dict[Connection, tuple[Any, list[int], float]] = {}  # its process, its share, when its time is up
    try:
        while shares or busy:
            while len(busy) < min(processes, len(shares) + len(busy)):
                connection, process = _start(task, warm)
                busy[connection] = (process, [], time.monotonic() + STARTING_S)
            told: list[Any] = wait(list(busy), max(0.0, min(until for *_, until in busy.values()) - time.monotonic()))
            for connection in told or _late(busy):
                process, share, _ = busy.pop(connection)
                answer = _answer(connection)
                if isinstance(answer, BaseException):
                    _end(connection, process)
                    raise answer
                if answer is not None:
                    stillborn = 0
                    if shares:
                        given = _give(connection, shares.popleft(), items)
                        busy[connection] = (process, given, time.monotonic() + PATIENCE_S)
                    else:
                        _end(connection, process)
                    yield from zip(share, answer, strict=True)
                    continue
                _end(connection, process)
                stillborn += not share
                if stillborn >= DEATHS:
                    raise WorkerError("no worker process can be started. Try --workers 1; is there memory to spare?")
                for k in reversed(share):
                    if len(share) == 1:  # of several, who knows which it was
                        deaths[k] += 1 if told else DEATHS
                    if deaths[k] >= DEATHS:
                        yield k, None
                    else:
                        shares.appendleft([k])
    finally:
        for connection, (process, *_) in busy.items():
            _end(connection, process)


def _shares(weights: Sequence[int], processes: int) -> Iterator[list[int]]:
    """The items' places, the heaviest first, in shares that weigh less and less: the workers end at the same time.

    Each has a part of what is left, after Polychronopoulos and Kuck, "Guided self-scheduling" (1987).
    """
    waiting = deque(sorted(range(len(weights)), key=lambda k: -weights[k]))
    left = sum(weights)
    least = min(LEAST * left / max(1, len(weights)), left / (SHARES * processes))
    while waiting:
        wanted = min(FULL, max(least, left / (SHARES * processes)))
        share = [waiting.popleft()]
        heavy = weights[share[0]]
        while waiting and len(share) < SHARE and heavy + weights[waiting[0]] <= wanted:
            heavy += weights[waiting[0]]
            share.append(waiting.popleft())
        left -= heavy
        yield share


def _late(busy: dict[Connection, tuple[Any, list[int], float]]) -> list[Connection]:
    """Those whose time is up."""
    now = time.monotonic()
    return [connection for connection, (*_, until) in busy.items() if until <= now]


def _give(connection: Connection, share: list[int], items: Sequence[Any]) -> list[int]:
    with contextlib.suppress(OSError):  # dead before it was asked: listening to it will tell
        connection.send([items[k] for k in share])
    return share


def _answer(connection: Connection) -> Any:
    """What the worker sent; None where it is dead, or has said nothing for too long."""
    try:
        return connection.recv() if connection.poll() else None
    except (EOFError, OSError):
        return None


def _start(task: Callable[[Sequence[Any]], Sequence[Any]], warm: str | None) -> tuple[Connection, Any]:
    context: Any = get_context("spawn")
    if warm and sys.platform == "linux":  # elsewhere the system's own libraries don't bear forking
        set_forkserver_preload([warm])
        context = get_context("forkserver")
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
