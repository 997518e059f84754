"""A scoreboard: how often each field of an incident is right, wrong or missing, on articles annotated by hand.

    python -m benchmarks.score [ARTICLES_DIR GOLD_DIR] [--json]

Without folders it goes through every annotated set of tests/data. Each annotated event is paired with one incident at
most: one that agrees with it in most (kind, place and day; kind and place; kind and sentence), else any one that
quotes a sentence of it. An event without an incident is missing in every field. Then, for each field:

kind      among the kinds annotated, else wrong
place     the marker lies within the tolerance annotated; not placed is missing
date      the first day is one of the days annotated
claimant  a report names the speaker annotated, by a word of the name or office; nobody named is missing. Only events
          with an annotated speaker are asked
status    among those annotated
merge     told by this incident alone; wrong where a second incident tells the same kind, place and day again

Counts of the part "kept apart" are given, never what stands behind them.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.incidents import (
    ANSWERS,
    SCORED,
    Gold,
    annotated_sets,
    extracted,
    has_status,
    left_open,
    near,
    pairs,
    quoted,
    same_kind,
    words,
)
from pipeline.errors import SituationMapError
from pipeline.models import Incident

FIELDS = ("kind", "place", "date", "claimant", "status", "merge")
OUTCOMES = ("right", "wrong", "missing")
# what many offices share tells no speaker from another
_COMMON = frozenset(words("the a an of in for to and his her its own head chief who says said region regional city"))
_ROUNDS: tuple[Callable[[Incident, Gold], bool], ...] = (*ANSWERS.values(), quoted)


def paired(incidents: Sequence[Incident], events: Sequence[Gold]) -> dict[int, int]:
    """{event: incident}, each used once; those that agree in most are paired first."""
    taken: dict[int, int] = {}
    for answers in _ROUNDS:
        spare = [i for i in range(len(incidents)) if i not in taken.values()]
        open_ = [e for e in range(len(events)) if e not in taken]
        found = pairs([incidents[i] for i in spare], [events[e] for e in open_], answers)
        taken |= {open_[e]: spare[i] for i, e in found.items()}
    return taken


def claimant(incident: Incident, event: Gold) -> str:
    """Whether one of its speakers is the one annotated: right, wrong, or missing where nobody is named."""
    wanted = set(words(event["claimant"])) - _COMMON
    said = [set(words(report.claimant)) for report in incident.reports if report.claimant]
    if any(wanted & names for names in said):
        return "right"
    return "wrong" if said else "missing"


def outcomes(incident: Incident, event: Gold, others: Sequence[Incident]) -> dict[str, str]:
    """The outcome of each field of an incident that answers an event; others answer none."""
    strict = ANSWERS["strict"]
    judged = {
        "kind": same_kind(incident, event),
        "place": near(incident, event),
        "date": incident.when.first.isoformat() in event["date"],
        "status": has_status(incident, event),
        "merge": not (strict(incident, event) and any(strict(other, event) for other in others)),
    }
    told = {field: "right" if good else "wrong" for field, good in judged.items()}
    if incident.location is None:
        told["place"] = "missing"
    return told | ({"claimant": claimant(incident, event)} if event.get("claimant") else {})


def tally(gold: Gold, incidents: Sequence[Incident]) -> dict[str, Counter[str]]:
    """One article's counts of right, wrong and missing by field."""
    counted = [incident for incident in incidents if incident.kind in SCORED]
    events = gold["events"]
    taken = paired(counted, events)
    spare = [incident for i, incident in enumerate(counted) if i not in taken.values()]
    spare = [incident for incident in spare if not left_open(incident, gold, ANSWERS["strict"])]
    counts = {field: Counter[str]() for field in FIELDS}
    for e, event in enumerate(events):
        asked = [field for field in FIELDS if field != "claimant" or event.get("claimant")]
        told = outcomes(counted[taken[e]], event, spare) if e in taken else dict.fromkeys(asked, "missing")
        for field, outcome in told.items():
            counts[field][outcome] += 1
    return counts


def added(tallies: Sequence[dict[str, Counter[str]]]) -> dict[str, dict[str, int]]:
    """The counts of some articles together, by field and outcome."""
    total = {field: sum((each[field] for each in tallies), Counter[str]()) for field in FIELDS}
    return {field: {outcome: count[outcome] for outcome in OUTCOMES} for field, count in total.items()}


def table(figures: dict[str, dict[str, dict[str, int]]]) -> str:
    """The scoreboard as text: one block a part, one line a field, the share of right ones last."""
    lines = []
    for part, fields in figures.items():
        lines.append(f"{part:28}" + "".join(f"{outcome:>9}" for outcome in OUTCOMES) + f"{'share':>8}")
        for field, count in fields.items():
            asked = sum(count.values())
            share = f"{count['right'] / asked:8.2f}" if asked else f"{'-':>8}"
            lines.append(f"  {field:26}" + "".join(f"{count[outcome]:9}" for outcome in OUTCOMES) + share)
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, metavar="ARTICLES_DIR")
    parser.add_argument("gold", nargs="?", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--json", action="store_true", help="the counts as one JSON object")
    options = parser.parse_args()
    if options.articles and not options.gold:
        parser.error("GOLD_DIR is missing: give both folders or none")
    given = {"": (options.articles, options.gold)} if options.gold else {}
    folders = given or {f"{folder.name}, ": (folder / "articles", folder / "gold") for folder in annotated_sets()}
    tallies: dict[str, list[dict[str, Counter[str]]]] = {}
    try:
        for name, (articles, gold) in folders.items():
            for annotation, incidents in extracted(articles, gold):
                part: Any = annotation.get("part", "all")
                for each in (f"{name}{part}", *(() if options.gold else (f"all sets, {part}",))):
                    tallies.setdefault(each, []).append(tally(annotation, incidents))
    except SituationMapError as error:
        sys.exit(str(error))
    figures = {part: added(found) for part, found in sorted(tallies.items())}
    print(json.dumps(figures, indent=1) if options.json else table(figures))


if __name__ == "__main__":
    main()
