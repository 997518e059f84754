"""A background of the user's own under the markers: an address of map tiles, or a PMTiles file. None by default.

Our base map stays beneath, so nothing is lost where a tile is missing. An address is asked by each reader's browser,
which tells its owner where the reader looks; a file is unpacked once and served by ourselves.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import TilesError

NEEDED = ("{z}", "{x}", "{y}")
MOST_ZOOM = 14  # as close as the map goes
MOST_TILES = 200_000  # unpacked, some 4 GB; Ukraine down to zoom 10 has about 3,000
_SUFFIXES = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}


def tiles(what: str, credit: str | None, web: Path) -> Mapping[str, Any]:
    """What the map is told of the background: `url` with {z}, {x} and {y}, `credit`, `most` (its closest zoom).

    `what` is an address with these three, or the path of a PMTiles file of pictures, which is unpacked below `web`.
    Its url is relative to `web`. Raises TilesError for anything else, and where no credit is given.
    """
    if not (credit or "").strip():
        raise TilesError("Whose tiles are they? Their licence asks that the map says so. Add --tiles-credit TEXT.")
    if "://" not in what:
        path, closest = _unpacked(Path(what), web)
        return {"url": path, "credit": credit, "most": closest, "ours": True}
    parts = urlsplit(what)
    if parts.scheme not in ("https", "http") or not parts.hostname or any(each not in what for each in NEEDED):
        raise TilesError(
            f"--tiles: found {what!r}, but an https address with {{z}}, {{x}} and {{y}} in it, or the path of a "
            ".pmtiles file, is needed."
        )
    if other := set(re.findall(r"\{[^}]*\}", what)) - {*NEEDED, "{r}"}:
        raise TilesError(
            f"--tiles: found {', '.join(sorted(other))} in {what!r}; allowed are {{z}}, {{x}}, {{y}}, {{r}}."
        )
    return {"url": what, "credit": credit, "most": MOST_ZOOM, "ours": False}


def _unpacked(path: Path, web: Path) -> tuple[str, int]:
    """Where the pictures of a PMTiles file lie below web, unpacked there if need be, and their closest zoom."""
    try:
        from pmtiles.reader import MmapSource, Reader, all_tiles
        from pmtiles.tile import Compression, TileType
    except ImportError:
        raise TilesError(
            "--tiles: PMTiles files need one package more: pip install -r requirements-tiles.txt"
        ) from None
    try:
        with path.open("rb") as file:
            stamp = f"{path.resolve()} {path.stat().st_size} {path.stat().st_mtime_ns}"
            source = MmapSource(file)  # type: ignore[no-untyped-call]  # the package has no types
            header = Reader(source).header()  # type: ignore[no-untyped-call]
            suffix = _SUFFIXES.get(header["tile_type"].name.lower())
            if suffix is None or header["tile_compression"] not in (Compression.NONE, Compression.UNKNOWN):
                raise TilesError(
                    f"--tiles: {path.name} holds tiles of type {TileType(header['tile_type']).name}; allowed are "
                    "pictures: PNG, JPEG or WebP, not compressed again."
                )
            if (count := header["addressed_tiles_count"]) > MOST_TILES:
                raise TilesError(
                    f"--tiles: {path.name} holds {count:,} tiles; {MOST_TILES:,} are allowed. "
                    "Cut out a region or fewer zooms: pmtiles extract."
                )
            folder = web / f"tiles-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
            if not folder.exists():
                part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
                for (z, x, y), picture in all_tiles(source):  # type: ignore[no-untyped-call]
                    if z <= MOST_ZOOM:
                        target = part / str(z) / str(x) / f"{y}{suffix}"
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_bytes(picture)
                part.replace(folder)
    except TilesError:
        raise
    except Exception as error:  # the package raises what its parts raise
        raise TilesError(f"--tiles: {path.name} can't be read as a PMTiles file ({error}).") from error
    return f"{folder.name}/{{z}}/{{x}}/{{y}}{suffix}", min(MOST_ZOOM, int(header["max_zoom"]))
