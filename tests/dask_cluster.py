"""A Dask cluster of the tests' own, in a process of its own: one worker, on the loopback, stopped at the end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PROGRAM = """
import sys
import dask
from pipeline.remote import ALLOCATOR
if __name__ == "__main__":
    dask.config.set({
        "distributed.nanny.pre-spawn-environ": ALLOCATOR,
        "distributed.scheduler.allowed-failures": int(sys.argv[2]),
    })
    from distributed import LocalCluster
    with LocalCluster(
        n_workers=int(sys.argv[1]), threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@contextmanager
def cluster(folder: Path, *, workers: int = 1, failures: int = 0) -> Iterator[str]:
    """The address of a cluster; failures is how often work may end its worker and be tried again."""
    program = folder / "cluster.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, program, str(workers), str(failures)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdin
    assert running.stdout
    try:
        yield running.stdout.readline().strip()
    finally:
        running.stdin.close()
        running.stdout.close()
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@contextmanager
def worker(address: str, folder: Path) -> Iterator[None]:
    """A worker that nobody starts again when it dies."""
    running = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        running.kill()
        running.wait()
