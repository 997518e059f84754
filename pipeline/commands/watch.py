"""`watch`: reads a folder, and reads it again whenever something in it has changed."""

import argparse
import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.commands.adding import add as add_articles
from pipeline.console import say
from pipeline.errors import StoreError


def add(commands: Any) -> argparse.ArgumentParser:
    """The command's parser."""
    parser: argparse.ArgumentParser = commands.add_parser("watch", help="read a folder again whenever it changes")
    parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER", help="folders, files or zips")
    parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="between two looks; default 5")
    parser.set_defaults(command=run)
    return parser


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Never ends by itself; Ctrl-C ends it."""
    if options.every <= 0:
        parser.error(f"--every: found {options.every}, but a number of seconds above 0 is needed")
    if missing := [path for path in options.paths if not path.exists()]:
        parser.error(f"{missing[0]}: there is no such file or folder")
    say(f"Watching {', '.join(map(str, options.paths))}. Ctrl-C ends it.")
    follow(options.paths, options.store, _ticks(options.every))
    return 0


def _ticks(seconds: float) -> Iterator[None]:
    while True:
        yield
        time.sleep(seconds)


def follow(paths: list[Path], store: Path | str, ticks: Iterator[None]) -> None:
    """Looks at each tick, and builds where files have changed and come to rest. A build that fails is tried again."""
    from pipeline import watch
    from pipeline.build import build
    from pipeline.readers import read

    failed = False
    for act in watch.at_rest(watch.look(paths) for _ in ticks):
        if not act and not failed:
            continue
        reading = read(paths, today=dt.date.today())
        for rejection in reading.rejections:
            say(f"{rejection.article}: {rejection.reason}")
        if not reading.articles and not reading.rejections:
            continue  # as for `build`, an empty folder is more likely a disk that is not there than news withdrawn
        try:
            add_articles(reading, store, build)
            failed = False
        except StoreError as error:
            say(f"{error} It is tried again.")
            failed = True
