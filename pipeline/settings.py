"""What may differ between two installations, as one frozen value that is passed down."""

import re
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths and limits. The limits keep one hostile file from taking the machine."""

    store: Path | str = _ROOT / "var" / "situation.sqlite"  # a file, or an address of PostgreSQL
    seeds: Path = _ROOT / "seeds"
    max_file_bytes: int = 2_000_000  # one article's file; the longest seed has 9,000
    max_archive_bytes: int = 200_000_000  # a file of many articles, or all that a zip unpacks to
    max_archive_files: int = 20_000
    max_archive_ratio: int = 200  # unpacked bytes for each packed one; news text packs 3 to 5 times
    max_text_characters: int = 200_000  # one article, about 33,000 words; a day of a live blog has half of that
    max_field_characters: int = 2_000  # a title, an outlet's name or an address
    earliest_year: int = 1900
    refresh_seconds: float = 10.0  # how often an open page looks whether somebody has built; 0: only when it is used

    @property
    def web(self) -> Path:
        """The folder for what browsers are sent, beside the store where that is a file."""
        return (self.store.parent if isinstance(self.store, Path) else _ROOT / "var") / "web"


def store_named(words: str) -> Path | str:
    """The file or PostgreSQL address that somebody named."""
    return words if "://" in words else Path(words)


def shown(store: Path | str) -> str:
    """The store's name without the password that an address may hold."""
    return re.sub(r"(?<=://)([^/@:]*):[^/]*@", r"\1:***@", str(store))
