"""The command line: build, extract, export, explain, check.

Results go to standard output or --output, messages to standard error. Exit status: 0 done, 1 some input was rejected
(the rest is done), 2 wrong usage or a store or output that can't be used.
"""

import argparse
import datetime as dt
import io
import os
import sys
import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from gazetteer.errors import GazetteerError
from pipeline.commands.adding import add as add_articles
from pipeline.commands.adding import status
from pipeline.console import output, progress, say, show
from pipeline.errors import ReaderError, SituationMapError
from pipeline.settings import Settings, store_named
from pipeline.workers import processes_for

if TYPE_CHECKING:
    from pipeline.models import Incident
    from pipeline.readers import Reading

DONE, REJECTED, WRONG = 0, 1, 2
_COMMANDS = ("correct", "watch", "feed", "doctor")  # modules in pipeline/commands
_MOST_WORKERS = 64
_STOPPED = 130  # what a shell reports of a program ended by Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status. Raises SystemExit(2) on wrong usage, as argparse does."""
    # The model was trained under an older spaCy and says so at each load; the parses agree.
    warnings.filterwarnings("ignore", message=r"\[W095\]")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.command(options, parser))
    except (SituationMapError, GazetteerError, OSError) as error:
        if isinstance(error, BrokenPipeError):  # "| head" has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        say(str(error))
        return WRONG
    except KeyboardInterrupt:
        say("Stopped. What was stored before is as it was.")
        return _STOPPED


def _build(options: argparse.Namespace, _: argparse.ArgumentParser) -> int:
    reading = _read(options.paths or [Settings().seeds])
    _gazetteer()
    from pipeline.build import build

    return add_articles(reading, options.store, partial(build, workers=options.workers, dask=options.dask))


def _extract(options: argparse.Namespace, _: argparse.ArgumentParser) -> int:
    with output(options.output) as stream:
        reading = _read(options.paths)
        _gazetteer()
        from pipeline import exports, run
        from pipeline.aggregates import aggregates
        from pipeline.edition import Edition

        workers = processes_for(len(reading.articles), options.workers)
        extractions = run.extract(
            reading.articles, workers=workers, dask=options.dask, progress=progress("Reading articles")
        )
        situation = run.situate(reading.articles, extractions, merge=options.merge)
        read = {(article.sha256, article.published): article for article in reading.articles}
        edition = Edition(made=dt.date.today(), find=lambda report: read.get((report.article_sha256, report.published)))
        sums = aggregates(reading.articles, extractions)
        exports.write(options.format, situation.incidents, stream, edition, sums)
    say(f"{len(reading.articles)} articles, {len(situation.incidents)} incidents.")
    names = {article.name for article in reading.articles}
    failed = [each for each in situation.rejections if each.stage == "reading" and each.article in names]
    return status(reading, failed)


def _export(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from pipeline import exports
    from pipeline.aggregates import aggregates
    from pipeline.edition import Edition, in_words
    from pipeline.kinds import kinds
    from pipeline.models import Status
    from pipeline.store import Store
    from pipeline.timeline import Coverage

    _allowed(parser, "--kind", options.kind, tuple(kinds()))
    _allowed(parser, "--status", options.status, get_args(Status))
    if options.since and options.until and options.since > options.until:
        parser.error(f"--since {options.since} is after --until {options.until}")
    with Store.open(options.store, readonly=True) as store:
        incidents = [each for each in store.situation().incidents if _wanted(each, options)]
        edition = Edition(
            made=dt.date.today(),
            since=options.since,
            until=options.until,
            chosen=in_words({"kind": options.kind, "status": options.status, "source": options.source}),
            coverage=tuple(Coverage(*row) for row in store.coverage()),
            find=lambda report: store.article(report.article_sha256, report.published),
        )
        cited = sorted({(r.article_sha256, r.published) for incident in incidents for r in incident.reports})
        told = store.extractions(None, cited)
        found = [(article, told[one]) for one in cited if one in told and (article := store.article(*one))]
        sums = aggregates(*zip(*found, strict=True)) if found else ()
        with output(options.output) as stream:
            exports.write(options.format, incidents, stream, edition, sums)
    say(f"{len(incidents)} incidents.")
    return DONE


def _explain(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if not options.sentence.strip():
        parser.error("the sentence is empty")
    reading = _read([Path(options.sentence)]) if _is_file(options.sentence) else None
    _gazetteer()
    from pipeline import run

    if reading is None:
        show(run.explain(options.sentence, published=options.date or dt.date.today()))
        return DONE
    for article in reading.articles:
        dated = replace(article, published=options.date or article.published)
        show(f"{article.name}, {dated.published}\n\n{run.explain_article(dated)}\n")
    return REJECTED if reading.rejections else DONE


def _is_file(words: str) -> bool:
    try:
        return Path(words).is_file()
    except (OSError, ValueError):  # longer than any name of a file, or with a null
        return False


def _check(options: argparse.Namespace, _: argparse.ArgumentParser) -> int:
    from pipeline.readers import read

    reading = read(options.paths, today=dt.date.today())
    for rejection in reading.rejections:
        show(f"{rejection.article}: {rejection.reason}")
    say(f"{len(reading.articles)} articles can be read, {len(reading.rejections)} cannot.")
    return REJECTED if reading.rejections else DONE


def _read(paths: Sequence[Path]) -> "Reading":
    from pipeline.readers import read

    reading = read(paths, today=dt.date.today())
    for rejection in reading.rejections:
        say(f"{rejection.article}: {rejection.reason}")
    if not reading.articles and not reading.rejections:
        raise ReaderError(f"no article was found in {', '.join(map(str, paths))}. Name files, folders or zips of them.")
    return reading


def _gazetteer() -> None:
    """Builds the gazetteer where there is none yet, and shows how far it is; the stages would build it in silence."""
    from gazetteer.lookup import Lookup
    from gazetteer.progress import show

    Lookup.open(progress=show)


def _wanted(incident: "Incident", options: argparse.Namespace) -> bool:
    """Whether it passes every filter. An incident that may have happened on a day of the window is in it."""
    sources = {(report.source or "").casefold() for report in incident.reports}
    return (
        (not options.kind or incident.kind in options.kind)
        and (not options.status or incident.status in options.status)
        and (not options.source or bool(sources & {source.casefold() for source in options.source}))
        and (options.since is None or incident.when.last >= options.since)
        and (options.until is None or incident.when.first <= options.until)
    )


def _allowed(parser: argparse.ArgumentParser, option: str, given: Sequence[str], allowed: Sequence[str]) -> None:
    for value in given:
        if value not in allowed:
            parser.error(f"{option}: found {value!r}, but only {', '.join(allowed)} are allowed")


def _day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"found {value!r}, but a day such as 2022-02-26 is needed") from None


def _count(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"found {value!r}, but a number from 1 to {_MOST_WORKERS} is needed")
    return int(value)


def _format(value: str) -> str:
    from pipeline import exports

    if value not in exports.formats():
        raise argparse.ArgumentTypeError(f"found {value!r}, but only {', '.join(exports.formats())} are allowed")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipeline", description="News articles in, dated incidents out.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="read articles into the store")
    build.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files, folders or zips; default seeds/")
    build.set_defaults(command=_build)

    extract = commands.add_parser("extract", help="articles in, incidents out, no store")
    extract.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, folders or zips")
    extract.add_argument("--no-merge", dest="merge", action="store_false", help="keep each article's incidents apart")
    extract.set_defaults(command=_extract)

    export = commands.add_parser("export", help="incidents of the store to a file")
    export.add_argument("--kind", action="append", default=[], help="only this kind; may be repeated")
    export.add_argument("--status", action="append", default=[], help="only this status; may be repeated")
    export.add_argument("--source", action="append", default=[], help="only reported by this outlet; may be repeated")
    export.add_argument("--since", type=_day, metavar="DAY", help="only incidents that last until DAY or later")
    export.add_argument("--until", type=_day, metavar="DAY", help="only incidents that begin on DAY or earlier")
    export.set_defaults(command=_export)

    explain = commands.add_parser("explain", help="every mention, rule and decision of a sentence or article, in words")
    explain.add_argument("sentence", metavar="SENTENCE", help="a sentence, or a file of articles")
    explain.add_argument(
        "--date", type=_day, metavar="DAY", help="the day it was published; default today, or the file's"
    )
    explain.set_defaults(command=_explain)

    check = commands.add_parser("check", help="what could not be read, and why")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, folders or zips")
    check.set_defaults(command=_check)

    for command in (build, extract):
        command.add_argument(
            "--workers",
            type=_count,
            metavar="N",
            help="processes that read; default 1 for few articles, else one a core",
        )
        command.add_argument("--dask", metavar="ADDRESS", help="a Dask cluster that reads instead: tcp://HOST:8786")
    others = [import_module(f"pipeline.commands.{name}").add(commands) for name in _COMMANDS]
    for command in (build, export, *others):
        command.add_argument(
            "--store",
            type=store_named,
            metavar="FILE",
            default=os.environ.get("DATABASE_URL") or Settings().store,
            help="a file or an address of PostgreSQL; default DATABASE_URL, then var/situation.sqlite",
        )
    for command in (extract, export):
        command.add_argument("--format", type=_format, metavar="FORMAT", default="geojson", help="default %(default)s")
        command.add_argument("--output", type=Path, metavar="FILE", help="default standard output")
    return parser


if __name__ == "__main__":
    sys.exit(main())
