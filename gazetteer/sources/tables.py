"""Rows of the CSV tables beside this module, and the way to complain about one."""

import csv
from collections.abc import Iterator
from pathlib import Path

from gazetteer.errors import GazetteerError

HERE = Path(__file__).parent
NEAR = ("UA", "RU", "BY", "MD", "PL", "RO", "SK", "HU", "GE", "LT", "LV", "EE", "BG", "TR")  # kept down to hamlets


def shown(path: Path) -> str:
    """The file as a reader of the project knows it: gazetteer/sources/landmarks.csv."""
    return f"gazetteer/sources/{path.name}" if path.parent == HERE else path.name


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Row number (the header is row 1) and the row's cells, stripped. Lines that begin with # are comments.

    Raises GazetteerError for a missing file, wrong columns or a ragged row.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(line if not line.startswith("#") else "\n" for line in stream)
            header: tuple[str, ...] | None = None
            for cells in reader:
                if not cells:
                    continue
                if header is None:
                    header = tuple(cells)
                    if header != columns:
                        raise GazetteerError(
                            f"{shown(path)}, row 1: found columns {','.join(header)}, "
                            f"but {','.join(columns)} are needed."
                        )
                    continue
                if len(cells) != len(columns):
                    raise GazetteerError(
                        f"{shown(path)}, row {reader.line_num}: found {len(cells)} cells, "
                        f"but {len(columns)} are needed. Does a text with a comma lack its quotation marks?"
                    )
                yield reader.line_num, dict(zip(columns, (cell.strip() for cell in cells), strict=True))
    except FileNotFoundError:
        raise GazetteerError(f"{shown(path)} is missing. Restore it from the repository.") from None
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{shown(path)} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from None
