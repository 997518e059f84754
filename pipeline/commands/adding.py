"""What the commands that add articles have in common: the build with its progress, and what came of it in words."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.console import progress, say
from pipeline.settings import shown

if TYPE_CHECKING:
    from pipeline.build import Built
    from pipeline.models import Situation
    from pipeline.readers import Reading


def add(reading: "Reading", store: Path | str, build: Callable[..., "Built"]) -> "Situation":
    """What the store holds with what was read in it; says what is new, changed and gone."""
    built = build(reading, store, progress=progress("Reading articles"))
    for line in built.changes.told():
        say(line)
    placed = sum(1 for incident in built.situation.incidents if incident.location)
    say(f"{len(reading.articles)} articles read, {built.added} of them new; {built.extracted} analysed.")
    say(f"The store holds {len(built.situation.incidents)} incidents, {placed} of them placed: {shown(store)}")
    orphans = sum(1 for one in built.situation.rejections if one.stage == "correction" and "look again" in one.reason)
    if orphans:
        say(f"{orphans} corrections have lost their incident. See them with: python -m pipeline correct --list")
    return built.situation


def status(reading: "Reading", situation: "Situation") -> int:
    """1 where something that was given now could not be read or analysed, which is said; else 0."""
    names = {article.name for article in reading.articles}
    failed = [each for each in situation.rejections if each.stage == "reading" and each.article in names]
    for rejection in failed:
        say(f"{rejection.article}: {rejection.reason}")
    return 1 if failed or reading.rejections else 0
