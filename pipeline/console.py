"""Where the command line's words go: results to standard output or a file, messages and progress to standard error."""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from gazetteer.plain import visible
from pipeline.errors import SituationMapError


def say(message: str) -> None:
    """Writes a line to standard error, at once, with nothing in it that steers a terminal."""
    sys.stderr.write(f"{visible(message)}\n")
    sys.stderr.flush()


def show(result: str) -> None:
    """Writes a line to standard output, with nothing in it that steers a terminal."""
    sys.stdout.write(f"{visible(result)}\n")


@contextlib.contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name only when it is whole.

    A terminal is shown no character that steers it; a file or a pipe gets each as it is. Raises SituationMapError where
    the file cannot be written.
    """
    if path is None:
        screen = io.StringIO() if sys.stdout.isatty() else None
        yield screen or sys.stdout
        if screen:
            sys.stdout.write(visible(screen.getvalue()))
        sys.stdout.flush()
        return
    if path.exists() and not path.is_file():
        raise SituationMapError(f"{path}: found a folder or device, but --output needs a file's name.")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as error:
        raise SituationMapError(f"{path}: can't be written: {error.strerror}. Does its folder exist?") from None
    unfinished = Path(name)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as stream:  # noqa: PTH123 an open handle
            yield stream
            stream.flush()
            os.fsync(handle)
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)  # it can't be read without being set
    os.umask(mask)
    return mask


def progress(label: str) -> Callable[[int, int], None]:
    """A function to be told articles done and to do: it draws a bar on a terminal, else a plain line at each tenth."""
    if sys.stderr.isatty():
        from tqdm import tqdm

        bar: tqdm = tqdm(desc=label, unit="article")

        def draw(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)
            if done >= total:
                bar.close()

        return draw
    said = 0

    def tell(done: int, total: int) -> None:
        nonlocal said
        tenth = 10 * done // max(total, 1)
        if tenth > said:
            said = tenth
            say(f"{label}: {done} of {total}")

    return tell
