"""Files in, articles and clear refusals out.

Each format is one module named as its suffix, with `parse(data, name)`; the folder is the register. A module that sets
HOLDS_MANY numbers its records and may be as large as an archive. Modules that begin with an underscore are no formats.
"""

import datetime as dt
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Protocol, cast

from pipeline.errors import ReaderError
from pipeline.models import Article, Rejection
from pipeline.readers._draft import Draft, Parsed, article, clean, shown
from pipeline.readers._files import Source, find, members, parts, too_large
from pipeline.settings import Settings

ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, in the order of the files, and what was not, each with its reason."""

    articles: tuple[Article, ...]
    rejections: tuple[Rejection, ...]  # stage "reading"
    origins: tuple[str, ...] = ()  # where each article was read, see pipeline/changes.py; () where no file was
    roots: tuple[str, ...] = ()  # the files, folders and zips that were asked for, as origins
    refused: tuple[str, ...] = ()  # origins of what could not be read


class _Format(Protocol):
    def parse(self, data: bytes, name: str) -> Parsed: ...


@cache
def formats() -> frozenset[str]:
    """Every suffix that can be read, ".zip" among them."""
    here = [str(Path(__file__).parent)]
    return frozenset({ARCHIVE, *(f".{info.name}" for info in pkgutil.iter_modules(here) if info.name[0] != "_")})


def read(paths: Sequence[Path], *, today: dt.date, settings: Settings | None = None) -> Reading:
    """The articles in files, folders and zips. Never raises for what a file holds: that becomes a rejection.

    today is the last day an article may bear. Hidden files and a folder's own README are passed over.
    """
    limits = settings or Settings()
    found = _read(find(paths, limits), today, limits, formats())
    return replace(found, roots=tuple(origin(parts(path)) for path in paths))


def read_bytes(
    name: str, data: bytes, *, today: dt.date, suffixes: frozenset[str] | None = None, settings: Settings | None = None
) -> Reading:
    """The articles in one uploaded file, whose name is taken as a label only.

    suffixes are those allowed here, such as {".txt"}; None allows all. Otherwise like read.
    """
    limits = settings or Settings()
    label = PurePosixPath(name.replace("\\", "/")).name or "unnamed"
    label = clean(label.encode("utf-8", "replace").decode("utf-8"))

    def load(most: int) -> bytes:
        if len(data) > most:
            raise too_large(len(data), most)
        return data

    allowed = formats() if suffixes is None else formats() & suffixes
    source = Source((label,), load)
    unpack = source.suffix == ARCHIVE and ARCHIVE in allowed
    found = _read(members(source, limits) if unpack else [source], today, limits, allowed)
    return Reading(found.articles, found.rejections)


def _read(sources: Iterable[Source], today: dt.date, limits: Settings, allowed: frozenset[str]) -> Reading:
    listed = list(sources)
    articles: list[Article] = []
    rejections: list[Rejection] = []
    origins: list[str] = []
    refused: list[str] = []
    first: dict[tuple[str, dt.date], str] = {}
    for name, source in zip(_names(listed), listed, strict=True):
        for label, found in _records(name, source, limits, allowed):
            try:
                if isinstance(found, ReaderError):
                    raise found
                one = article(label, found, today=today, settings=limits)
                known = first.setdefault((one.sha256, one.published), label)
                if known != label:
                    raise ReaderError(f"its text and date are the same as those of {known}. Keep one of the two.")
                articles.append(one)
                origins.append(origin(source.parts) + label.removeprefix(name))
            except ReaderError as error:
                refused.append(origin(source.parts) + label.removeprefix(name))
                rejections.append(Rejection(stage="reading", article=label, reason=str(error)))
    return Reading(tuple(articles), tuple(rejections), tuple(origins), (), tuple(refused))


def origin(path: Sequence[str]) -> str:
    """Where a file was read, as the store keeps it: "file:/home/me/articles/001.txt"."""
    return "file:" + "/".join(part.rstrip("/") for part in path)


def _records(
    name: str, source: Source, limits: Settings, allowed: frozenset[str]
) -> Iterable[tuple[str, Draft | ReaderError]]:
    try:
        if source.suffix not in allowed - {ARCHIVE} and not source.refused:
            raise _unsupported(source.suffix, allowed)
        module = _format(source.suffix) if not source.refused else None
        many = getattr(module, "HOLDS_MANY", False)
        data = source.load(limits.max_archive_bytes if many else limits.max_file_bytes)
        if module is not None:
            for number, found in module.parse(data, name):
                yield (name if number is None else f"{name}#{number}"), found
    except ReaderError as error:
        yield name, error


def _format(suffix: str) -> _Format:
    return cast(_Format, import_module(f"{__name__}.{suffix[1:]}"))


def _unsupported(suffix: str, allowed: frozenset[str]) -> ReaderError:
    found = f"the suffix {shown(suffix)}" if suffix else "no suffix"
    return ReaderError(f"found {found}, but only {', '.join(sorted(allowed))} are allowed. Convert it to one of these.")


def _names(sources: Sequence[Source]) -> list[str]:
    """A label for each: its base name, with as many folders before it as tell it from its namesakes."""
    groups: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for source in sources:
        groups[source.parts[-1]].append(source.parts)
    return [_label(source.parts, groups[source.parts[-1]]) for source in sources]


def _label(parts: tuple[str, ...], namesakes: list[tuple[str, ...]]) -> str:
    depth = 1
    longest = max(map(len, namesakes))
    while depth < longest and len({each[-depth:] for each in namesakes}) < len(namesakes):
        depth += 1
    return "/".join(part.strip("/") for part in parts[-depth:]).lstrip("/")
