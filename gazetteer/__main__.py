"""Command line: look a name up, build the gazetteer, add a country's dump to it or remove one.

Exit status: 0 found or built, 1 unknown name or broken source, 2 wrong usage.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from geopy.exc import GeopyError

from gazetteer import build, dumps, progress
from gazetteer.errors import GazetteerError
from gazetteer.fallback import SERVICES, online
from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.plain import visible
from gazetteer.resolve import Clues, resolve


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="python -m gazetteer", description="Place names in, places out.")
    commands = parser.add_subparsers(dest="command", required=True)
    lookup = commands.add_parser("lookup", help="places that a name may denote, the likeliest first")
    lookup.add_argument("name")
    lookup.add_argument("--near", metavar="PLACE", help="a place close by, to choose among namesakes")
    lookup.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="the day of which the name is to be understood")
    lookup.add_argument("--online", choices=SERVICES, help="ask this service for a name that is not known here")
    lookup.add_argument("--user-agent", metavar="TEXT", help="who asks online: your application, and how to reach you")
    commands.add_parser("build", help="build the gazetteer file anew")
    for command, what, help_ in (
        ("add", "CC|FILE.zip", "add a country's villages: GeoNames' dump of it, fetched by its code, or from a file"),
        ("remove", "CC", "remove what was added for the country with this code"),
    ):
        one = commands.add_parser(command, help=help_)
        one.add_argument("source", choices=("geonames",))
        one.add_argument("what", metavar=what)
        if command == "add":
            one.add_argument("--from", dest="base", metavar="URL", help=f"where the dumps lie (default {dumps.BASE})")
    options = parser.parse_args(arguments)
    try:
        if options.command == "build":
            return _built(build.default_path())
        if options.command == "add":
            return _add(parser, options.what, options.base)
        if options.command == "remove":
            dumps.remove(_code(parser, options.what))
            return _built(build.default_path())
        if options.online and not options.user_agent:
            parser.error(f"--online {options.online} needs --user-agent: who asks, and how to reach you")
        return _lookup(Lookup.open(progress=progress.show), options)
    except GazetteerError as error:
        _say(error)
        return 1


def _show(words: str) -> None:
    print(visible(words))


def _say(words: object) -> None:
    print(visible(str(words)), file=sys.stderr)


def _built(path: Path, known: Sequence[dumps.Dump] | None = None) -> int:
    build.build(path, dumps=known, progress=progress.show)
    gazetteer = Lookup.open(path)
    build.spelled(path, gazetteer.digest)  # so that no look-up has to wait for it
    for source in gazetteer.sources():
        _show(f"{source['places']:>9,}  {source['title']} ({source['licence']})")
    _show(f"var/{path.name}")
    return 0


def _add(parser: argparse.ArgumentParser, what: str, base: str | None) -> int:
    """Keeps the dump once a gazetteer has been built with it: what cannot be built with is not kept."""
    day, file = dt.datetime.now(dt.UTC).date().isoformat(), Path(what)
    if what.lower().endswith(".zip"):
        source = dumps.taken(file, day=day)
    else:
        code = _code(parser, what)
        _say(f"Fetching {code}.zip")
        source = dumps.fetched(code, day=day, base=base)
    with source as dump:
        _say(f"{dump.rows:,} rows on {dump.country}, from {dump.origin}")
        known = dumps.with_one(dumps.added(), dump)
        status = _built(build.default_path(dumps=known), known)
        dumps.keep(dump)
    return status


def _code(parser: argparse.ArgumentParser, text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        parser.error(f"found {text!r}, but a country's code of two letters (UA) or a dump (UA.zip) is needed")
    return text.upper()


def _lookup(gazetteer: Lookup, options: argparse.Namespace) -> int:
    name: str = options.name
    anchors: tuple[Place, ...] = ()
    if options.near is not None:
        anchor = resolve(gazetteer.candidates(options.near)).place
        if anchor is None:
            return _unknown(gazetteer, options.near)
        anchors = (anchor,)
    resolution = resolve(gazetteer.candidates(name), Clues(anchors=anchors, day=options.day, uses=gazetteer.uses(name)))
    if resolution.place is None:
        return _online(name, options) if options.online else _unknown(gazetteer, name)
    _show(_line(resolution.place, resolution.score))
    for reason in resolution.reasons:
        _show(f"    {reason}")
    for place, score in resolution.alternatives:
        _show(_line(place, score))
    return 0


def _unknown(gazetteer: Lookup, name: str) -> int:
    _say(f"No place called {name!r} is known. A row in gazetteer/sources/landmarks.csv adds one.")
    matches = gazetteer.similar(name)
    if matches:
        _say("Did you mean")
    for match in matches:
        where = ", ".join(part for part in (match.place.admin1, match.place.country_code) if part)
        _say(f"    {match.says} ({where})")
    return 1


def _online(name: str, options: argparse.Namespace) -> int:
    try:
        found = online(options.online, user_agent=options.user_agent).geocode(name)
    except GeopyError as error:
        _say(f"{options.online} gave no answer: {error}")
        return 1
    if not found:
        _say(f"No place called {name!r} is known here or to {options.online}.")
        return 1
    for location in found:
        coordinates = f"{location.latitude:.4f}, {location.longitude:.4f}"
        _show(f"{location.address}  {coordinates}  {options.online}, {location.raw['day']}")
    return 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"found {text!r}, but a day as YYYY-MM-DD is needed") from None


def _line(place: Place, score: float) -> str:
    where = ", ".join(part for part in (place.name, place.admin1, place.country_code) if part)
    coordinates = f"{place.latitude:.4f}, {place.longitude:.4f} (within {place.uncertainty_km:g} km)"
    return f"{score:.2f}  {where}  {coordinates}  {place.feature_class}.{place.feature_code}  {place.place_id}"


if __name__ == "__main__":
    sys.exit(main())
