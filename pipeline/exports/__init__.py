"""Incidents out, one module per format with `write(incidents, stream)`; the folder is the register."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Protocol, TextIO, cast

from pipeline.models import Incident


class _Format(Protocol):
    def write(self, incidents: Iterable[Incident], stream: TextIO) -> None: ...


def formats() -> tuple[str, ...]:
    """The name of every format, in order of the alphabet."""
    here = [str(Path(__file__).parent)]
    return tuple(sorted(info.name for info in pkgutil.iter_modules(here) if not info.name.startswith("_")))


def write(format_name: str, incidents: Iterable[Incident], stream: TextIO) -> None:
    """Writes the incidents to the stream in one of the formats. Raises KeyError for any other name."""
    if format_name not in formats():
        raise KeyError(format_name)
    cast(_Format, import_module(f"{__name__}.{format_name}")).write(incidents, stream)
