"""From paths to the bytes of regular files: folders walked, zips opened, nothing else touched."""

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pipeline.errors import ReaderError
from pipeline.readers._draft import clean
from pipeline.settings import Settings

# A folder of articles may explain itself.
_DOCUMENTATION = re.compile(r"(readme|licen[cs]e|copying)(\.[^.]*)?", re.IGNORECASE)
_LONGEST_NAME = 255  # characters, as on disks; a zip may hold longer ones
_TYPES = {
    stat.S_IFIFO: "a pipe (FIFO)",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file that may hold articles. parts are the names from the outermost folder or zip to the file itself."""

    parts: tuple[str, ...]
    load: Callable[[int], bytes]  # its bytes, at most so many; raises ReaderError
    refused: bool = False  # load only says why

    @property
    def suffix(self) -> str:
        """The end of the name in lower case, ".txt"; "" where there is none."""
        return Path(self.parts[-1]).suffix.lower()


def find(paths: Sequence[Path], settings: Settings) -> Iterator[Source]:
    """Every file below the paths, folders in order of name. A zip stands for its members. Each file comes once."""
    seen: set[tuple[int, int]] = set()
    for path in paths:
        for found in _walk(path, seen):
            if found.suffix == ".zip" and not found.refused:
                yield from members(found, settings)
            else:
                yield found


def _walk(path: Path, seen: set[tuple[int, int]]) -> Iterator[Source]:
    # a stack, not recursion: folders can be nested deeper than Python's calls
    stack: list[tuple[Path, frozenset[tuple[int, int]]]] = [(path, frozenset())]
    while stack:
        here, above = stack.pop()
        try:
            status = here.stat()
        except (OSError, ValueError) as error:
            yield _broken(here, _why(error))
            continue
        identity = (status.st_dev, status.st_ino)
        if not stat.S_ISDIR(status.st_mode):
            if identity not in seen:
                seen.add(identity)
                yield _regular(here, status)
        elif identity in above:
            yield _broken(here, "found a link back to a folder that it lies in. Remove the link.")
        elif identity not in seen:
            seen.add(identity)
            try:
                names = sorted(os.listdir(here), reverse=True)  # noqa: PTH208 names only
            except OSError as error:
                yield _broken(here, _why(error))
                continue
            wanted = [name for name in names if not name.startswith(".") and not _DOCUMENTATION.fullmatch(name)]
            stack.extend((here / name, above | {identity}) for name in wanted)


def _regular(path: Path, status: os.stat_result) -> Source:
    if not stat.S_ISREG(status.st_mode):
        kind = _TYPES.get(stat.S_IFMT(status.st_mode), "something else")
        return _broken(path, f"found {kind}, but only files, folders and zip files are allowed. It was not opened.")
    return Source(parts(path), lambda most: _load(path, most))


def _load(path: Path, most: int) -> bytes:
    try:
        # The file may have been exchanged for a pipe since; opened like this, that doesn't wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as file:  # noqa: PTH123 an open handle
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise ReaderError("found something that is no regular file any more. It was not read.")
            if status.st_size > most:
                raise too_large(status.st_size, most)
            data = file.read(most + 1)
    except OSError as error:
        raise ReaderError(_why(error)) from None
    if len(data) > most:
        raise too_large(len(data), most)
    return data


def members(archive: Source, settings: Settings) -> Iterator[Source]:
    """The files in a zip, in order of name; a Source that raises for each that can't be read. Nothing is unpacked."""
    try:
        data = archive.load(settings.max_archive_bytes)
        # Its list of contents is read as a whole, half a kilobyte for each 46 bytes; what begins a line of it tells how
        # long it is at most. Hidden files count here, so there may be more of them than articles.
        if (listed := data.count(b"PK\x01\x02")) > 4 * settings.max_archive_files:
            raise ReaderError(f"found {listed:,} entries in the zip, which is more than any articles need. Split it.")
        zipped = zipfile.ZipFile(BytesIO(data))
    except ReaderError as error:
        yield refused(archive.parts, str(error))
        return
    except (zipfile.BadZipFile, ValueError, RuntimeError, OverflowError, OSError) as error:
        yield refused(archive.parts, f"found no zip file that can be read ({clean(str(error))}). Make it again.")
        return
    infos = sorted((info for info in zipped.infolist() if _wanted(info)), key=lambda info: info.filename)
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > settings.max_archive_files:
        allowed = f"at most {settings.max_archive_files:,} are allowed. Split it."
        yield refused(archive.parts, f"found {len(infos):,} files in the zip, but {allowed}")
    elif unpacked > settings.max_archive_bytes:
        allowed = f"at most {settings.max_archive_bytes:,} are allowed. Split it."
        yield refused(archive.parts, f"found {unpacked:,} bytes of unpacked files in the zip, but {allowed}")
    elif unpacked > settings.max_archive_ratio * max(len(data), 1):
        allowed = f"at most {settings.max_archive_ratio} are allowed. Pack the articles themselves."
        yield refused(
            archive.parts, f"found {unpacked // max(len(data), 1):,} unpacked bytes for each packed; {allowed}"
        )
    else:
        for info in infos:
            yield _member(archive, zipped, info)


def _wanted(info: zipfile.ZipInfo) -> bool:
    # "../x.txt" is only ever a label, so its dots are no hidden folder
    parts = [part for part in info.filename.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return bool(parts) and not info.is_dir() and not hidden and not _DOCUMENTATION.fullmatch(parts[-1])


def _member(archive: Source, zipped: zipfile.ZipFile, info: zipfile.ZipInfo) -> Source:
    inside = [part for part in info.filename.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    parts = (*archive.parts, *(clean(part[:_LONGEST_NAME]) for part in inside))

    def load(most: int) -> bytes:
        if info.file_size > most:
            raise too_large(info.file_size, most)
        try:
            with zipped.open(info) as file:
                data = file.read(most + 1)  # the size that a zip states need not be true
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError) as error:
            raise ReaderError(f"it can't be unpacked ({clean(str(error))[:120]}). Make the zip again.") from None
        if len(data) > most:
            raise too_large(len(data), most)
        return data

    if info.flag_bits & 1:
        return refused(
            parts, "found an encrypted file in a zip, but only open ones are allowed. Pack it without password."
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return refused(parts, "found a file packed in an unusual way in a zip. Pack it as usual (deflate).")
    if stat.S_ISLNK(info.external_attr >> 16):
        return refused(parts, "found a link in a zip, but only files are allowed. Pack the file itself.")
    if parts[-1].lower().endswith(".zip"):
        return refused(parts, "found a zip inside a zip, which is not opened. Unpack the inner one first.")
    return Source(parts, load)


def refused(parts: tuple[str, ...], reason: str) -> Source:
    """A Source that only says why it can't be read."""

    def load(most: int) -> bytes:
        raise ReaderError(reason)

    return Source(parts, load, refused=True)


def too_large(found: int, most: int) -> ReaderError:
    """What to say of a file of so many bytes."""
    return ReaderError(f"found {found:,} bytes, but at most {most:,} are allowed. Split it into its articles.")


def _broken(path: Path, reason: str) -> Source:
    return refused(parts(path), reason)


def parts(path: Path) -> tuple[str, ...]:
    """The path's names from the root, fit to be shown and stored."""
    # a name that is no UTF-8 comes with lone surrogates, which could never be stored
    names = Path(os.path.abspath(path)).parts  # noqa: PTH100 without ".." and without following links
    return tuple(clean(name.encode("utf-8", "replace").decode("utf-8")) for name in names)


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder. Check the path."
    if isinstance(error, PermissionError):
        return "it may not be read by this user. Change its permissions."
    if isinstance(error, OSError) and error.strerror:
        return f"it can't be read: {error.strerror}. Check the file."
    return f"it can't be read: {clean(str(error))[:120]}. Check the path."
