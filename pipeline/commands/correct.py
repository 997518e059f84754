"""`correct`: sets right by hand what was read wrongly, with a reason and a name; nothing is ever overwritten."""

import argparse
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.console import output, say, show
from pipeline.errors import ReaderError, SituationMapError

if TYPE_CHECKING:
    from pipeline.models import Correction, Incident

_POINT = re.compile(r"(-?[0-9.]+)\s*,\s*(-?[0-9.]+)(?:\s*,\s*([0-9.]+))?(?:\s+(\S.*))?")
_PLACE_ID = re.compile(r"[a-z_]+:[\w:.-]+")
_POINT_KM = 1.0  # radius of a point given by hand, where none is given
_MOST_KM = 2_000.0
_HELP = """FIELD is kind, status, day (2022-02-26, or 2022-02-26/2022-02-28 for first and last), hidden (yes or no) or
place: a place id as `python -m gazetteer lookup` prints it, or LATITUDE,LONGITUDE[,RADIUS_KM] [NAME], or none. VALUE
`original` takes earlier corrections of the field back. What was read stays beside every correction."""


def add(commands: Any) -> argparse.ArgumentParser:
    """The command's parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "correct", help="set an incident right by hand; every build keeps it", description=_HELP
    )
    parser.add_argument("incident", nargs="?", metavar="INCIDENT", help="its id, or how the id begins")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="may be repeated")
    parser.add_argument("--reason", default="", metavar="WORDS", help="why, for those who read the map")
    parser.add_argument("--author", default="", metavar="NAME", help="who says so")
    parser.add_argument("--list", action="store_true", help="every correction, and those that lost their incident")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write all corrections to a file, as JSON lines")
    parser.add_argument("--load", type=Path, metavar="FILE", help="add the corrections that --save wrote elsewhere")
    parser.set_defaults(command=run)
    return parser


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """0; or 1 where corrections are listed that have lost their incident."""
    chosen = [bool(options.incident), options.list, bool(options.save), bool(options.load)]
    if sum(chosen) != 1:
        parser.error("correct needs an INCIDENT with --set, or one of --list, --save, --load")
    if options.list:
        return _list(options)
    if options.save:
        return _save(options)
    if options.load:
        return _load(options)
    if not options.set:
        parser.error("nothing to correct: say --set FIELD=VALUE")
    return _correct(options, parser)


def _correct(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from pipeline import corrections
    from pipeline.kinds import kinds
    from pipeline.store import Store

    values: dict[str, str] = {}
    for setting in options.set:
        field, equals, value = setting.partition("=")
        if not equals or field in values:
            parser.error(f"--set: found {setting!r}, but FIELD=VALUE is needed, once for each field")
        values[field] = _place(value) if field == "place" else value
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)

    def make(incident: "Incident") -> Sequence["Correction"]:
        return [
            corrections.make(
                incident, field, value, kinds=tuple(kinds()), reason=options.reason, author=options.author, at=now
            )
            for field, value in values.items()
        ]

    Store.open(options.store, readonly=True).close()  # a store is never made only to be corrected
    with Store.open(options.store) as store:
        for each in store.correct(options.incident, make):
            say(f"{each.incident}: {corrections.told(each)}")
    return 0


def _place(value: str) -> str:
    """The place in the notation of corrections. Raises SituationMapError where it names none."""
    from pipeline.corrections import NOWHERE, ORIGINAL, place
    from pipeline.models import Location

    value = value.strip()
    if value in (NOWHERE, ORIGINAL):
        return value
    if match := _POINT.fullmatch(value):
        try:
            latitude, longitude, radius = float(match[1]), float(match[2]), float(match[3] or _POINT_KM)
        except ValueError:
            raise _no_place(value) from None
        if abs(latitude) > 90 or abs(longitude) > 180 or not 0 < radius <= _MOST_KM:
            raise _no_place(value)
        name = match[4] or f"{latitude:.4f}, {longitude:.4f}"
        point = f"point:{latitude},{longitude}"
        return place(Location(point, name, latitude, longitude, None, None, "site", radius, "corrected", name))
    if _PLACE_ID.fullmatch(value):
        from gazetteer.lookup import Lookup
        from pipeline.placing import as_location

        if found := Lookup.open().place(value):
            return place(as_location(found, "corrected", found.name))
        raise SituationMapError(f"found the place id {value!r}, which the gazetteer does not have. Look the name up.")
    raise _no_place(value)


def _no_place(value: str) -> SituationMapError:
    return SituationMapError(
        f"found place={value[:60]!r}, but a place id such as geonames:703448 (python -m gazetteer lookup NAME prints "
        "it), LATITUDE,LONGITUDE[,RADIUS_KM] [NAME] in degrees, none or original is needed."
    )


def _list(options: argparse.Namespace) -> int:
    from pipeline import corrections
    from pipeline.store import Store

    with Store.open(options.store, readonly=True) as store:
        made, orphans = store.corrections()
    for each in made:
        lost = "  (its incident is not read any more)" if each in orphans else ""
        show(f"{each.incident}: {corrections.told(each)}{lost}")
    say(f"{len(made)} corrections, {len(orphans)} of them without an incident.")
    return 1 if orphans else 0


def _save(options: argparse.Namespace) -> int:
    from pipeline.models import dump
    from pipeline.store import Store

    with Store.open(options.store, readonly=True) as store:
        made, _ = store.corrections()
    with output(options.save) as stream:
        stream.writelines(f"{dump(each)}\n" for each in made)
    say(f"{len(made)} corrections.")
    return 0


def _load(options: argparse.Namespace) -> int:
    from pipeline.models import Correction, load
    from pipeline.store import Store

    lines = options.load.read_text(encoding="utf-8").splitlines()
    made = []
    for number, line in enumerate(lines, 1):
        try:
            made.append(load(Correction, line))
        except ValueError:
            raise ReaderError(
                f"{options.load}, line {number}: found no correction. Load a file that correct --save wrote."
            ) from None
    with Store.open(options.store) as store:
        say(f"{len(made)} corrections read, {store.restore(made)} of them new here.")
    return 0
