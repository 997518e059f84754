"""`doctor`: looks whether all is sound, and makes a backup of the store."""

import argparse
from pathlib import Path
from typing import Any

from pipeline.console import say, show

_MARKS = {"good": "ok  ", "note": "note", "bad": "BAD "}


def add(commands: Any) -> argparse.ArgumentParser:
    """The command's parser."""
    parser: argparse.ArgumentParser = commands.add_parser("doctor", help="is everything sound? and make a backup")
    parser.add_argument("--thorough", action="store_true", help="read every article and report of the store too")
    parser.add_argument(
        "--backup", type=Path, metavar="FILE", help="copy the store to FILE, whole, while others use it"
    )
    parser.set_defaults(command=run)
    return parser


def run(options: argparse.Namespace, _: argparse.ArgumentParser) -> int:
    """1 where something is to be acted on."""
    from pipeline.doctor import examine
    from pipeline.store import Store

    bad = False
    for found in examine(options.store, thorough=options.thorough):
        bad |= found.state == "bad"
        show(f"{_MARKS[found.state]}  {found.subject}: {found.words}")
    if options.backup:
        with Store.open(options.store, readonly=True) as store:
            store.backup(options.backup)
        say(f"Copied to {options.backup}.")
    return int(bad)
