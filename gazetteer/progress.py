"""How far the build of the gazetteer is, for a command line: a bar on a terminal, else plain lines."""

import sys

_LABEL = "Building the gazetteer (once)"
_WIDTH = 20  # characters of the bar


def show(done: int, total: int, what: str) -> None:
    """Tells standard error which step has begun. Made to be the progress of `Lookup.open` and `build.build`."""
    if sys.stderr.isatty():
        bar = "#" * (_WIDTH * done // total)
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{_LABEL} [{bar:<{_WIDTH}}] {what:<36}{end}")
    else:
        sys.stderr.write(f"{_LABEL}: {what} ({done} of {total})\n")
    sys.stderr.flush()
