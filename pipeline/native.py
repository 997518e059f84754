"""Switches of the C libraries below us. Where a library is built otherwise, nothing is switched and all still works."""

import contextlib
import ctypes
from pathlib import Path

import numpy as np

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's malloc.h
_KEPT = 128 * 2**20  # bytes


def keep_freed_memory() -> None:
    """Has the allocator hold what a batch frees for the next one. Given back and asked for anew, it costs a fifth."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # musl, macOS and Windows have no such switch
        libc = ctypes.CDLL(None)
        for parameter in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
            libc.mallopt(parameter, _KEPT)


def give_back_freed_memory() -> None:
    """Has the allocator return to the system what nothing uses."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def multiply_on_one_core() -> None:
    """Has numpy's OpenBLAS use one thread. The parser's matrices are small: a second thread makes them slower.

    The environment variable for it counts only before numpy is imported.
    """
    for path in (Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas*"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(str(path)).scipy_openblas_set_num_threads64_(1)
