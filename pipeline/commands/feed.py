"""`feed`: reads the articles of an RSS or Atom feed. The only command that asks the network for anything."""

import argparse
import datetime as dt
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands.adding import add as add_articles
from pipeline.console import say
from pipeline.errors import ReaderError, SituationMapError

if TYPE_CHECKING:
    from pipeline.feed import Entry

_MOST = 50


def add(commands: Any) -> argparse.ArgumentParser:
    """The command's parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "feed", help="read the articles of an RSS or Atom feed", description="Asks the network; nothing else here does."
    )
    parser.add_argument("feed", metavar="URL_OR_FILE", help="the feed's address, or a saved feed")
    parser.add_argument("--every", type=float, metavar="SECONDS", help="ask again and again; default once")
    parser.add_argument(
        "--most", type=int, default=_MOST, metavar="N", help="entries read at once; default %(default)s"
    )
    parser.add_argument("--again", action="store_true", help="fetch articles that are stored already, to see changes")
    parser.add_argument("--pause", type=float, default=1.0, metavar="SECONDS", help="between two fetches; default 1")
    parser.add_argument("--allow-http", action="store_true", help="fetch from http:// too")
    parser.add_argument("--allow-private", action="store_true", help="fetch from this machine and its network too")
    parser.set_defaults(command=run)
    return parser


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """1 where some article could not be fetched or read. With --every, only Ctrl-C ends it."""
    if options.most < 1 or options.pause < 0 or (options.every is not None and options.every <= 0):
        parser.error("--most needs at least 1, --pause at least 0, --every more than 0")
    ended = 0
    for _ in _ticks(options.every):
        try:
            ended = _once(options)
        except SituationMapError as error:
            if options.every is None:
                raise
            say(f"{error} It is tried again.")
    return ended


def _ticks(seconds: float | None) -> Iterator[None]:
    yield
    while seconds is not None:
        time.sleep(seconds)
        yield


def _once(options: argparse.Namespace) -> int:
    from pipeline import feed
    from pipeline.build import build
    from pipeline.fetch import Limits, fetch
    from pipeline.settings import Settings

    limits = Limits(allow_http=options.allow_http, allow_private=options.allow_private)
    data = fetch(options.feed, limits).data if "://" in options.feed else _saved(options.feed, limits.max_bytes)
    found = feed.entries(data)
    known = set() if options.again else _known(options.store, found)
    new = [entry for entry in found if entry.url not in known]
    say(f"{len(found)} entries in the feed, {len(new)} to be fetched.")
    if len(new) > options.most:
        say(f"Only the first {options.most} are fetched now; --most allows more.")
    if not new:
        return 0
    reading = feed.read(
        new[: options.most],
        lambda url: fetch(url, limits),
        today=dt.date.today(),
        settings=Settings(),
        wait=lambda: time.sleep(options.pause),
    )
    for rejection in reading.rejections:
        say(f"{rejection.article}: {rejection.reason}")
    return add_articles(reading, options.store, build)


def _saved(name: str, most: int) -> bytes:
    try:
        with Path(name).open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError):
        raise ReaderError(f"{name}: there is no such file, and it is no address either. Name a feed.") from None
    if len(data) > most:
        raise ReaderError(f"{name}: found more than {most:,} bytes, but no feed needs more.")
    return data


def _known(store: Path | str, found: Sequence["Entry"]) -> set[str]:
    from pipeline.errors import StoreMissingError, StoreOutdatedError
    from pipeline.store import Store

    try:
        with Store.open(store, readonly=True) as opened:
            return opened.known_urls({entry.url for entry in found})
    except (StoreMissingError, StoreOutdatedError):
        return set()
