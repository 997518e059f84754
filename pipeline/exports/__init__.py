"""Incidents out, one module per format with `write(incidents, stream)`; the folder is the register."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from pipeline.models import Incident

if TYPE_CHECKING:
    from pipeline.aggregates import Aggregate
    from pipeline.edition import Edition


class _Format(Protocol):
    def write(self, incidents: Iterable[Incident], stream: TextIO) -> None: ...


class _Sums(Protocol):
    def write(self, incidents: Iterable[Incident], stream: TextIO, aggregates: "Iterable[Aggregate]") -> None: ...


class _Page(Protocol):
    def write(self, incidents: Iterable[Incident], stream: TextIO, edition: "Edition") -> None: ...


def formats() -> tuple[str, ...]:
    """The name of every format, in order of the alphabet."""
    here = [str(Path(__file__).parent)]
    return tuple(sorted(info.name for info in pkgutil.iter_modules(here) if not info.name.startswith("_")))


def write(
    format_name: str,
    incidents: Iterable[Incident],
    stream: TextIO,
    edition: "Edition | None" = None,
    aggregates: "Iterable[Aggregate] | None" = None,
) -> None:
    """Writes the incidents to the stream in one of the formats. Raises KeyError for any other name.

    The edition is for formats that are pages, which say when they were made and which days they show; aggregates are
    for those that hold what belongs to no incident.
    """
    if format_name not in formats():
        raise KeyError(format_name)
    module = import_module(f"{__name__}.{format_name}")
    if edition is not None and getattr(module, "IN_EDITION", False):
        cast(_Page, module).write(incidents, stream, edition)
    elif aggregates is not None and getattr(module, "HOLDS_AGGREGATES", False):
        cast(_Sums, module).write(incidents, stream, aggregates)
    else:
        cast(_Format, module).write(incidents, stream)
