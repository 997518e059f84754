"""Work spread over a Dask cluster, by the same rules as over processes of our own: see workers.py.

Needs requirements-dask.txt here and on the cluster, and the same version of this program there. A cluster runs what it
is sent, so its ports belong on a network of one's own; see docs/scale.md, also for the settings of its memory.
"""

import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import partial
from typing import Any

from pipeline.errors import WorkerError
from pipeline.workers import Item, Result

SHARE = 100  # items at most that a worker is given at once
SHARES = 4  # at least so many for each thread
PATIENCE_S = 30.0  # for the cluster to answer, and to have a worker
# The model's many small allocations are slow under Dask's own setting, which gives memory back at once: 17 times the
# page faults. For a worker's environment: config key distributed.nanny.pre-spawn-environ.
ALLOCATOR = {
    "MALLOC_TRIM_THRESHOLD_": "134217728",
    "MALLOC_MMAP_THRESHOLD_": "134217728",
    "MALLOC_ARENA_MAX": "1",
}
_ONE_AT_A_TIME = threading.Lock()  # in a worker of several threads, as the parser is no faster with two


def spread(
    task: Callable[[Sequence[Item]], Sequence[Result]],
    items: Sequence[Item],
    *,
    address: str,
    version: Callable[[], str],
) -> Iterator[tuple[int, Result | None]]:
    """(Place of the item, its result) as they come, each item once; None for one that its workers never outlived.

    task is a function of a module's top level, as is version, which has to say the same here and on each worker. How
    often a worker may die of a share is the cluster's own setting (distributed.scheduler.allowed-failures, 3); what was
    in it is then done one by one, and at last alone, as a death is laid to all that its worker had in hand. Raises
    WorkerError where the cluster can't be reached, has no workers, is lost on the way, or has another version; an error
    of the task is raised as it is.
    """
    with _client(address) as client:
        from distributed import KilledWorker

        threads = max(1, sum(client.nthreads().values()))
        size = max(1, min(SHARE, len(items) // (SHARES * threads)))
        shares = deque(range(k, min(k + size, len(items))) for k in range(0, len(items), size))
        suspects: deque[int] = deque()  # whose worker died while it may have been at work on another
        ask = partial(work, task, version, version())
        busy: dict[Any, range] = {}
        while shares or busy or suspects:
            alone = not (shares or busy)
            if alone:
                shares.append(range(suspects[0], suspects.popleft() + 1))
            while shares and len(busy) < 2 * threads:  # one at work and one in waiting
                share = shares.popleft()
                busy[client.submit(ask, [items[k] for k in share], pure=False, retries=0)] = share
            try:
                for future in _done(client, busy, address):
                    share = busy.pop(future)
                    try:
                        yield from zip(share, _result(client, future, address), strict=True)
                    except KilledWorker:
                        if alone:
                            yield share[0], None
                        elif len(share) == 1:
                            suspects.append(share[0])
                        else:
                            shares.extendleft(range(k, k + 1) for k in reversed(share))
            except CancelledError:
                raise WorkerError(f"{address}: the cluster was lost. What was read is kept; try again.") from None


def work(task: Callable[[Sequence[Any]], Any], version: Callable[[], str], ours: str, items: Sequence[Any]) -> Any:
    """What a worker does with a share. Raises WorkerError where its version is not ours."""
    with _ONE_AT_A_TIME:
        if (theirs := version()) != ours:
            raise WorkerError(
                f"a worker of the cluster has another version ({theirs}, not {ours}): of the program, its rules, the "
                "model or the gazetteer. Install the same on all, and let each build its gazetteer."
            )
        return task(items)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """What gives work to the cluster. Not its executor, which waits for ever where a worker dies while it answers:
    seen with distributed 2026.8, where an error in fetching a result reaches nobody.
    """
    try:
        from distributed import Client
    except ImportError:
        raise WorkerError(
            "--dask needs Dask, which is not installed. Run: pip install -r requirements-dask.txt"
        ) from None
    try:
        client: Any = Client(address, timeout=PATIENCE_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise WorkerError(f"{address}: no Dask scheduler answers there ({error}). Give tcp://HOST:8786.") from error
    with client:
        _need_worker(client, address)
        yield client


def _need_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE_S)
    except TimeoutError as error:
        raise WorkerError(f"{address}: the cluster has no workers. Start one: dask worker {address}") from error


def _done(client: Any, busy: Collection[Any], address: str) -> Collection[Any]:
    """Those that are done, one at least. Raises WorkerError where no worker is left, as none will ever be done then."""
    from distributed import wait

    while True:
        try:
            with client.as_current():
                found = wait(list(busy), timeout=PATIENCE_S, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
                return set(found.done)
        except TimeoutError:
            _need_worker(client, address)


def _result(client: Any, future: Any, address: str) -> Any:
    """The result of one that is done. Its worker may die before it is fetched: then it is done again, if one is left.

    Raises what the task raised, or WorkerError where no worker is left.
    """
    while True:
        try:
            return future.result(timeout=PATIENCE_S)
        except TimeoutError:
            if future.status == "error":  # the task's own
                raise
            _need_worker(client, address)
