"""What may differ between two installations, as one frozen value that is passed down."""

from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths and limits. The limits keep one hostile file from taking the machine."""

    store: Path = _ROOT / "var" / "situation.sqlite"
    seeds: Path = _ROOT / "seeds"
    max_file_bytes: int = 2_000_000  # one article's file; the longest seed has 9,000
    max_archive_bytes: int = 200_000_000  # a file of many articles, or all that a zip unpacks to
    max_archive_files: int = 20_000
    max_archive_ratio: int = 200  # unpacked bytes for each packed one; news text packs 3 to 5 times
    max_text_characters: int = 400_000  # one article, about 65,000 words
    earliest_year: int = 1900
