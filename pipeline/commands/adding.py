"""What the commands that add articles have in common: the build with its progress, and what came of it in words."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.console import progress, say
from pipeline.settings import shown

if TYPE_CHECKING:
    from pipeline.build import Built
    from pipeline.models import Rejection
    from pipeline.readers import Reading


def add(reading: "Reading", store: Path | str, build: Callable[..., "Built"]) -> int:
    """Builds, and says what is new, changed and gone; see `status` for what it returns."""
    built = build(reading, store, progress=progress("Reading articles"))
    for line in built.changes.told():
        say(line)
    say(f"{len(reading.articles)} articles read, {built.added} of them new; {built.extracted} analysed.")
    say(f"The store holds {built.incidents} incidents, {built.placed} of them placed: {shown(store)}")
    if built.orphans:
        say(f"{built.orphans} corrections have lost their incident. See them with: python -m pipeline correct --list")
    return status(reading, built.failed)


def status(reading: "Reading", failed: Sequence["Rejection"]) -> int:
    """1 where something that was given now could not be read or analysed, which is said; else 0."""
    for rejection in failed:
        say(f"{rejection.article}: {rejection.reason}")
    return 1 if failed or reading.rejections else 0
