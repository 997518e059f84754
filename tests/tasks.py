"""What test workers do. A task is found by its name in a module, so these can't stand inside a test."""

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

FATAL = -1
Asked = tuple[int, Path]  # an item, and a folder where a task may leave word


def double(items: Sequence[int]) -> list[int]:
    return [2 * item for item in items]


def double_or_die(items: Sequence[int]) -> list[int]:
    if FATAL in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(items)


def double_or_hang(items: Sequence[int]) -> list[int]:
    if FATAL in items:
        time.sleep(600)
    return double(items)


def has_imported(modules: Sequence[str]) -> list[bool]:
    return [module in sys.modules for module in modules]


def die_once(items: Sequence[Asked]) -> list[int]:
    """Dies at each item's first time, whichever worker has it."""
    for item, folder in items:
        mark = folder / f"{item}"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return [item for item, _ in items]


def fail(items: Sequence[int]) -> list[int]:
    raise ValueError("no such article")


def run_out_of_time(items: Sequence[int]) -> list[int]:
    raise TimeoutError("of its own")


def who(items: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in items]


def say_who_and_wait(items: Sequence[Asked]) -> list[int]:
    """Leaves its process's number with each item's, and goes on when told."""
    for item, folder in items:
        (folder / f"{item}-{os.getpid()}").touch()
    while not (items[0][1] / "go on").exists():
        time.sleep(0.05)
    return [item for item, _ in items]


def version() -> str:
    return "1"


def process() -> str:
    """Another version in each process."""
    return str(os.getpid())
