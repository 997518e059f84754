"""Country dumps of GeoNames that the user has added: fetched or taken from a file, checked, and kept in var/added/."""

import hashlib
import http.client
import json
import re
import secrets
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gazetteer.errors import GazetteerError
from gazetteer.sources import geonames_rows

ADDED = Path(__file__).resolve().parent.parent / "var" / "added"
BASE = "https://download.geonames.org/export/dump/"
PACKED_BYTES = 200_000_000  # the largest country has less than 100 MB
SILENCE_SECONDS, WHOLE_SECONDS = 30, 1800  # without a byte; for all of them
_PIECE = 1 << 16
_CODE, _SHA256 = re.compile(r"[A-Z]{2}"), re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Dump:
    """A country's dump, and where it is from. All but `path` stands in the JSON file beside it."""

    country: str  # ISO 3166-1 alpha-2
    origin: str  # address or name of the file that it was taken from
    day: str  # ISO day on which it was added
    sha256: str  # of the zip file
    rows: int
    path: Path = field(compare=False)


def added(folder: Path = ADDED) -> tuple[Dump, ...]:
    """The dumps that have been added, by country. Raises GazetteerError where one is registered, but not there."""
    return tuple(_registered(path) for path in sorted(folder.glob("geonames-??.json")))


@contextmanager
def fetched(country: str, *, day: str, base: str | None = None, folder: Path = ADDED) -> Iterator[Dump]:
    """The country's dump from GeoNames, or from another address, checked; gone after the block unless it is kept.

    Plain http is only spoken to an address that was given. Raises GazetteerError: no network, no dump of that country,
    no zip, not GeoNames, too much, no room.
    """
    address = f"{(base or BASE).rstrip('/')}/{country}.zip"
    schemes = ("https", "http") if base and urlsplit(base).scheme == "http" else ("https",)
    if urlsplit(address).scheme not in schemes:
        raise GazetteerError(f"{address} cannot be fetched: only https addresses are, or http ones given with --from.")
    with _part(folder) as part:
        _fetch(address, schemes, part)
        dump = _checked(part, origin=address, day=day)
        if dump.country != country:
            raise GazetteerError(f"{address} holds {dump.country}.txt, but {country}.txt is needed. Nothing is kept.")
        yield dump


@contextmanager
def taken(path: Path, *, day: str, folder: Path = ADDED) -> Iterator[Dump]:
    """The dump in the file, checked, as a copy that is gone after the block unless it is kept.

    Raises GazetteerError as `fetched` does.
    """
    with _part(folder) as part:
        try:
            if path.stat().st_size > PACKED_BYTES:
                raise GazetteerError(f"{path.name} has more than {PACKED_BYTES:,} bytes, more than any country's dump.")
            shutil.copyfile(path, part)
        except OSError as error:
            raise GazetteerError(f"{path.name} cannot be copied to var/added: {error.strerror or error}.") from error
        yield _checked(part, origin=path.name, day=day)


def at(path: Path) -> Dump:
    """The dump in a file that stays where it is, for a gazetteer of one's own; raises GazetteerError as `taken`."""
    return _checked(path, origin=path.name, day="")


def keep(dump: Dump, *, folder: Path = ADDED) -> Dump:
    """The dump, now registered; one of the same country is replaced. Raises GazetteerError where there is no room."""
    path = _register(folder, dump.country).with_suffix(".zip")
    record = {name: value for name, value in asdict(dump).items() if name != "path"}
    with _part(folder) as part:
        try:
            part.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            dump.path.replace(path)
            part.replace(_register(folder, dump.country))
        except OSError as error:
            raise GazetteerError(f"The dump cannot be kept in var/added: {error.strerror or error}.") from error
    return Dump(**record, path=path)


def remove(country: str, *, folder: Path = ADDED) -> None:
    """Forgets the country's dump. Raises GazetteerError where there is none, naming those that there are."""
    register = _register(folder, country)
    if not register.exists():
        known = ", ".join(path.stem.removeprefix("geonames-") for path in sorted(folder.glob("geonames-??.json")))
        raise GazetteerError(f"No dump of {country} has been added. Added: {known or 'none'}.")
    try:
        register.unlink()
        register.with_suffix(".zip").unlink(missing_ok=True)
    except OSError as error:
        raise GazetteerError(f"The dump of {country} cannot be removed: {error.strerror or error}.") from error


def with_one(dumps: Sequence[Dump], dump: Dump) -> tuple[Dump, ...]:
    """The dumps by country, this one in place of an older one of its country."""
    return tuple(sorted((*(d for d in dumps if d.country != dump.country), dump), key=lambda d: d.country))


def _register(folder: Path, country: str) -> Path:
    return folder / f"geonames-{country}.json"


def _registered(register: Path) -> Dump:
    path = register.with_suffix(".zip")
    country = register.stem.removeprefix("geonames-")
    try:
        found: dict[str, Any] = json.loads(register.read_text(encoding="utf-8"))
        dump = Dump(**found, path=path)
        whole = dump.country == country and bool(_CODE.fullmatch(country)) and bool(_SHA256.fullmatch(dump.sha256))
    except (OSError, ValueError, TypeError):
        whole = False
    if not whole or not path.exists():
        raise GazetteerError(
            f"var/added: geonames-{country}.json and geonames-{country}.zip do not belong together any more. "
            f"Run `python -m gazetteer remove geonames {country}`, and add the dump again."
        )
    return dump


@contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """The path of a file to be, in the folder; whatever is left of it after the block is removed."""
    part = folder / f".{secrets.token_hex(4)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GazetteerError(f"var/added cannot be made: {error.strerror or error}.") from error
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _checked(path: Path, *, origin: str, day: str) -> Dump:
    """The dump, every row of it read once. The messages name the origin, not the copy."""
    try:
        country, count = "", 0
        for row in geonames_rows.rows(path):
            country, count = row.country, count + 1
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except GazetteerError as error:
        raise GazetteerError(str(error).replace(path.name, origin, 1)) from error
    return Dump(country, origin, day, sha256, count, path)


class _NoRoomError(Exception):
    """What came could not be written."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect to another scheme: what is asked for by https comes by https."""

    def __init__(self, schemes: Sequence[str]) -> None:
        self._schemes = schemes

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if urlsplit(newurl).scheme not in self._schemes:
            raise urllib.error.URLError(f"it redirects to {urlsplit(newurl).scheme}:, which is not followed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetch(address: str, schemes: Sequence[str], path: Path) -> None:
    # no handlers of file:, data: and ftp: addresses, so that nothing can lead there
    opener = urllib.request.OpenerDirector()
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(schemes),
    ]
    for handler in handlers:
        opener.add_handler(handler)
    agent = {"User-Agent": "Situation Map (python -m gazetteer add)"}
    request = urllib.request.Request(address, headers=agent)  # noqa: S310 (the caller has checked the scheme)
    until, size = time.monotonic() + WHOLE_SECONDS, 0
    try:
        with opener.open(request, timeout=SILENCE_SECONDS) as answer, path.open("wb") as file:
            promised = answer.headers.get("Content-Length", "")
            while piece := answer.read(_PIECE):
                size += len(piece)
                if size > PACKED_BYTES:
                    raise GazetteerError(f"{address}: more than {PACKED_BYTES:,} bytes came. Nothing is kept.")
                if time.monotonic() > until:
                    raise GazetteerError(f"{address}: not all came within {WHOLE_SECONDS // 60} minutes. Try again.")
                try:
                    file.write(piece)
                except OSError as error:  # of the disk, not of the network
                    raise _NoRoomError(error.strerror or error) from error
    except urllib.error.HTTPError as error:
        error.close()
        what = "there is no dump of that country" if error.code == 404 else f"the server answered {error.code}"
        raise GazetteerError(f"{address} cannot be fetched: {what}. Nothing is kept.") from None
    except _NoRoomError as error:
        raise GazetteerError(f"The dump cannot be written to var/added: {error}. Nothing is kept.") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise GazetteerError(
            f"{address} cannot be fetched: {reason}. Is there a network? A file that you have is added with "
            "`python -m gazetteer add geonames FILE.zip`. Nothing is kept."
        ) from error
    if promised.isdigit() and int(promised) != size:
        raise GazetteerError(f"{address}: {size:,} of {int(promised):,} bytes came. Nothing is kept. Try again.")
