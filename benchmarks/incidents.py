"""How well incidents are extracted, against articles annotated by hand: figures, and each miss and false find.

    python -m benchmarks.incidents [ARTICLES_DIR GOLD_DIR] [--json]

Without folders it measures every annotated set of tests/data.

GOLD_DIR holds one JSON file an article: article (file name), events, and where needed optional, negatives, neutral and
part. Every article is read by itself. An incident answers an event whose kinds hold its kind, when its point lies
within the event's tolerance_km ("placed") and its first day is one of the event's days ("strict"), or when a sentence
that it quotes is one of the event's ("found"). Each is used once, so a second marker for one event is wrong. What
answers an optional event only, or stands on neutral sentences alone, counts neither way. What is not placed counts
in "found" only. Kinds other than the six scored ones are left out. A part named "kept apart" gets figures and no list,
so that rules can be mended without reading what they are measured on.
"""

import argparse
import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from geopy.distance import great_circle

from pipeline import readers, run
from pipeline.errors import SituationMapError
from pipeline.models import Incident

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
SCORED = frozenset({"strike", "explosion", "shootdown", "battle", "capture", "withdrawal"})
RUN = 6  # words in a row that make two sentences one
MEASURES = ("strict", "placed", "found")
APART = "kept apart"
Gold = dict[str, Any]


def annotated_sets() -> list[Path]:
    """The folders of tests/data that hold annotated articles: articles/, gold/ and floor.json."""
    return sorted(path.parent for path in DATA.glob("*_set/gold"))


def words(text: str) -> list[str]:
    """Its words in small letters, apostrophes straight, punctuation gone."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'").replace("‘", "'"))


def quotes_one_of(quotes: Iterable[str], sentences: Iterable[str]) -> bool:
    """Whether a quote shares RUN words in a row with one of the sentences, or all words of the shorter."""
    said = [words(quote) for quote in quotes]
    for wanted in map(words, sentences):
        for quote in said:
            length = min(RUN, len(wanted), max(1, len(quote)))
            # compared as text, so that "counter-attacks" cut short still is the sentence's
            if any(" ".join(wanted[k : k + length]) in " ".join(quote) for k in range(len(wanted) - length + 1)):
                return True
    return False


def within(incident: Incident, points: Iterable[Gold], radius: str) -> bool:
    """Whether its marker lies within that radius (a key of each point, kilometres) of one of the points."""
    where = incident.location
    return where is not None and any(
        great_circle((where.latitude, where.longitude), (point["lat"], point["lon"])).km <= point[radius]
        for point in points
    )


def same_kind(incident: Incident, event: Gold) -> bool:
    return incident.kind in event["kind"]


def near(incident: Incident, event: Gold) -> bool:
    return within(incident, [event, *event.get("also_places", [])], "tolerance_km")


def quoted(incident: Incident, event: Gold) -> bool:
    return quotes_one_of((report.quote for report in incident.reports), event["sentences"])


ANSWERS: dict[str, Callable[[Incident, Gold], bool]] = {
    "strict": lambda i, e: same_kind(i, e) and near(i, e) and i.when.first.isoformat() in e["date"],
    "placed": lambda i, e: same_kind(i, e) and near(i, e),
    "found": lambda i, e: same_kind(i, e) and quoted(i, e),
}


def pairs(
    incidents: Sequence[Incident], events: Sequence[Gold], answers: Callable[[Incident, Gold], bool]
) -> dict[int, int]:
    """As many incidents as possible, each with an event of its own; those that quote its sentences first."""
    choices = [
        sorted((e for e, event in enumerate(events) if answers(incident, event)), key=lambda e: not fits[e])
        for incident, fits in ((i, [quoted(i, event) for event in events]) for i in incidents)
    ]
    taken: dict[int, int] = {}

    def seat(i: int, asked: set[int]) -> bool:
        for e in choices[i]:
            if e not in asked:
                asked.add(e)
                if e not in taken or seat(taken[e], asked):
                    taken[e] = i
                    return True
        return False

    for i in sorted(range(len(incidents)), key=lambda i: not any(quoted(incidents[i], event) for event in events)):
        seat(i, set())
    return {i: e for e, i in taken.items()}


def left_open(incident: Incident, gold: Gold, answers: Callable[[Incident, Gold], bool]) -> bool:
    """Whether the annotator left it open: an optional event, or neutral sentences alone."""
    if any(answers(incident, o) or (same_kind(incident, o) and near(incident, o)) for o in gold.get("optional", [])):
        return True
    neutral = [n["sentence"] if isinstance(n, dict) else n for n in gold.get("neutral", [])]
    return bool(incident.reports) and all(quotes_one_of([report.quote], neutral) for report in incident.reports)


def has_status(incident: Incident, event: Gold) -> bool:
    return incident.status in event["status"] or (incident.unverified and "unverified" in event["status"])


def score(gold: Gold, incidents: Sequence[Incident]) -> dict[str, Any]:
    """One article's counts: [right, wrong, missed] of each measure, [right, of] for status, and what went wrong."""
    counted = [incident for incident in incidents if incident.kind in SCORED]
    placed = [incident for incident in counted if incident.location is not None]
    events = gold["events"]
    row: dict[str, Any] = {"article": gold["article"], "part": gold.get("part"), "faults": []}
    for measure, answers in ANSWERS.items():
        pool = counted if measure == "found" else placed
        found = pairs(pool, events, answers)
        false = [i for k, i in enumerate(pool) if k not in found and not left_open(i, gold, answers)]
        row[measure] = [len(found), len(false), len(events) - len(found)]
        if measure != "strict":
            continue
        judged = [(pool[i], events[e]) for i, e in found.items() if events[e].get("status")]
        row["status"] = [sum(has_status(i, e) for i, e in judged), len(judged)]
        row["faults"] += [f"missed  {fault_of(e)}" for k, e in enumerate(events) if k not in found.values()]
        row["faults"] += [f"wrong   {told(i)}" for i in false]
        row["faults"] += [
            f"status  {told(i)} is {i.status}, not {'/'.join(e['status'])}" for i, e in judged if not has_status(i, e)
        ]
    barred = [n["forbidden_place"] for n in gold.get("negatives", []) if n.get("forbidden_place")]
    pins = [(incident, place) for place in barred for incident in placed if within(incident, [place], "radius_km")]
    row["forbidden"] = len(pins)
    row["faults"] += [f"barred  {told(incident)}" for incident, _ in pins]
    row["unplaced"] = len(counted) - len(placed)
    row["faults"] += [f"no place {told(i)} ({i.unplaced_reason})" for i in counted if i.location is None]
    return row


def fault_of(event: Gold) -> str:
    return f"{'/'.join(event['kind'])} in {event['place']} {event['date'][0]}: {event['sentences'][0][:100]}"


def told(incident: Incident) -> str:
    place = incident.location.name if incident.location else "no place"
    return f"{incident.kind} in {place} {incident.when.first}: {incident.reports[0].quote[:100]}"


def rates(right: int, wrong: int, missed: int) -> dict[str, float]:
    """Precision, recall and F1 of the counts; 0 where there is nothing to divide by."""
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    named = {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}
    return {**named, "right": right, "wrong": wrong, "missed": missed}


def total(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures of some articles together."""
    figures: dict[str, Any] = {"articles": len(rows)}
    for measure in MEASURES:
        figures[measure] = rates(*(sum(row[measure][k] for row in rows) for k in range(3)))
    right, of = (sum(row["status"][k] for row in rows) for k in range(2))
    figures["status"] = {"right": right, "of": of}
    return {**figures, **{key: sum(row[key] for row in rows) for key in ("forbidden", "unplaced")}}


def extracted(articles: Path, gold: Path) -> list[tuple[Gold, tuple[Incident, ...]]]:
    """Each annotation with what its article tells. Raises SituationMapError where files lack or an article fails."""
    annotated = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(gold.glob("*.json"))]
    if not annotated:
        raise SituationMapError(f"{gold}: no annotation was found; *.json files are needed, one an article")
    texts = {Path(each.name).name: each for each in readers.read([articles], today=dt.date.max).articles}
    absent = [each["article"] for each in annotated if each["article"] not in texts]
    if absent:
        raise SituationMapError(f"{articles}: no article called {', '.join(absent)}, which {gold} annotates")
    chosen = [texts[each["article"]] for each in annotated]
    situations = [
        run.situate([article], [e], merge=False) for article, e in zip(chosen, run.extract(chosen), strict=True)
    ]
    if failed := [r for situation in situations for r in situation.rejections if r.stage == "reading"]:
        raise SituationMapError("\n".join(f"{r.article}: {r.reason}" for r in failed))
    return [(each, found.incidents) for each, found in zip(annotated, situations, strict=True)]


def measure(articles: Path, gold: Path) -> list[dict[str, Any]]:
    """One row of counts an annotated article. Raises SituationMapError as `extracted` does."""
    return [score(annotation, incidents) for annotation, incidents in extracted(articles, gold)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, metavar="ARTICLES_DIR")
    parser.add_argument("gold", nargs="?", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--json", action="store_true", help="figures and faults as one JSON object")
    options = parser.parse_args()
    if options.articles and not options.gold:
        parser.error("GOLD_DIR is missing: give both folders or none")
    chosen = (
        [(options.articles, options.gold)] if options.gold else [(f / "articles", f / "gold") for f in annotated_sets()]
    )
    rows: list[dict[str, Any]] = []
    parts: dict[str, list[dict[str, Any]]] = {}
    try:
        for articles, gold in chosen:
            for row in measure(articles, gold):
                name = row["part"] or "all"
                parts.setdefault(name if options.gold else f"{gold.parent.name}, {name}", []).append(row)
                rows.append(row)
    except SituationMapError as error:
        sys.exit(str(error))
    for row in rows:
        if row["part"] == APART:
            row["faults"] = []
    figures = {part: total(found) for part, found in parts.items()}
    if options.json:
        print(json.dumps({"parts": figures, "articles": rows}, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print(row["article"], *(f"{measure} {rates(*row[measure])['f1']:.2f}" for measure in MEASURES), sep="  ")
        print(*(f"    {fault}\n" for fault in row["faults"]), sep="", end="")
    for part, found in figures.items():
        right, of = found["status"]["right"], found["status"]["of"]
        rest = f"{found['forbidden']} forbidden pins, {found['unplaced']} not placed"
        print(f"\n{part}: {found['articles']} articles, status right {right} of {of}, {rest}")
        for measured in MEASURES:
            print(f"  {measured:6}", *(f"{key} {value}" for key, value in found[measured].items()))


if __name__ == "__main__":
    main()
