"""CSV: a line of column names, among them date and text, then one article a row."""

import csv
import io

from pipeline.errors import ReaderError
from pipeline.readers._decode import decode
from pipeline.readers._draft import FIELDS, Draft, Parsed, from_fields, shown

HOLDS_MANY = True


def parse(data: bytes, name: str) -> Parsed:
    """One article for each row; a broken row is passed over. Raises ReaderError on missing columns or quotes."""
    text = decode(data).removeprefix("\ufeff")
    if not text.strip():
        raise ReaderError(f"the file is empty. Its first line must name columns: {','.join(FIELDS)}")
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # an article is longer than the usual cell
    # strict: a quotation mark left open would otherwise swallow every row below it
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        _check(header)
        for row in rows:
            if row:
                number += 1
                yield number, _draft(header, row, rows.line_num)
    except csv.Error as error:
        wrong = str(error).replace("\t", "tab")  # it shows the separator
        raise ReaderError(
            f"broken CSV at line {rows.line_num}: {wrong}. Close every quotation mark, and double those inside a cell."
        ) from None
    if not number:
        raise ReaderError("found column names but no rows. Add one row for each article.")


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=first.count)  # the comma wins a draw


def _check(header: list[str]) -> None:
    missing = [column for column in ("date", "text") if column not in header]
    if missing:
        found = ", ".join(shown(cell, most=20) for cell in header[:8])
        raise ReaderError(
            f"found the columns {found}, but {' and '.join(missing)} must be there too. "
            f"Allowed are {', '.join(FIELDS)}; name the columns in the first line."
        )
    for column in FIELDS:
        if header.count(column) > 1:
            raise ReaderError(f"found the column '{column}' twice, but one is allowed. Remove one of them.")


def _draft(header: list[str], row: list[str], line: int) -> Draft | ReaderError:
    if len(row) != len(header):
        return ReaderError(
            f"found {len(row)} cells in the row that ends at line {line}, but there are {len(header)} columns. "
            "Put cells that hold the separator in quotation marks."
        )
    try:
        return from_fields(dict(zip(header, row, strict=True)))
    except ReaderError as error:
        return error
