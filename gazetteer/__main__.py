"""Command line: look a name up, or build the gazetteer.

Exit status: 0 found or built, 1 unknown name or broken source, 2 wrong usage.
"""

import argparse
import sys
from collections.abc import Sequence

from gazetteer import build, progress
from gazetteer.errors import GazetteerError
from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.resolve import Clues, resolve


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="python -m gazetteer", description="Place names in, places out.")
    commands = parser.add_subparsers(dest="command", required=True)
    lookup = commands.add_parser("lookup", help="places that a name may denote, the likeliest first")
    lookup.add_argument("name")
    lookup.add_argument("--near", metavar="PLACE", help="a place close by, to choose among namesakes")
    commands.add_parser("build", help="build the gazetteer file anew")
    options = parser.parse_args(arguments)
    try:
        if options.command == "build":
            path = build.default_path()
            build.build(path, progress=progress.show)
            print(f"var/{path.name}")
            return 0
        return _lookup(Lookup.open(progress=progress.show), options.name, options.near)
    except GazetteerError as error:
        print(error, file=sys.stderr)
        return 1


def _lookup(gazetteer: Lookup, name: str, near: str | None) -> int:
    anchors: tuple[Place, ...] = ()
    if near is not None:
        anchor = resolve(gazetteer.candidates(near)).place
        if anchor is None:
            print(f"No place called {near!r} is known.", file=sys.stderr)
            return 1
        anchors = (anchor,)
    resolution = resolve(gazetteer.candidates(name), Clues(anchors=anchors, uses=gazetteer.uses(name)))
    if resolution.place is None:
        print(f"No place called {name!r} is known. A row in gazetteer/sources/landmarks.csv adds one.", file=sys.stderr)
        return 1
    print(_line(resolution.place, resolution.score))
    for reason in resolution.reasons:
        print(f"    {reason}")
    for place, score in resolution.alternatives:
        print(_line(place, score))
    return 0


def _line(place: Place, score: float) -> str:
    where = ", ".join(part for part in (place.name, place.admin1, place.country_code) if part)
    coordinates = f"{place.latitude:.4f}, {place.longitude:.4f} (within {place.uncertainty_km:g} km)"
    return f"{score:.2f}  {where}  {coordinates}  {place.feature_class}.{place.feature_code}  {place.place_id}"


if __name__ == "__main__":
    sys.exit(main())
