"""JSON Lines: one object a line, with the keys title, date, text, source and url."""

from pipeline.errors import ReaderError
from pipeline.readers._decode import decode
from pipeline.readers._draft import Parsed
from pipeline.readers.json import draft, value

HOLDS_MANY = True


def parse(data: bytes, name: str) -> Parsed:
    """One article for each line that isn't blank; a broken line is passed over. Raises ReaderError if all are blank."""
    number = 0
    # Only a line feed ends a record: JSON may hold U+2028 and its kin inside a string.
    for line, text in enumerate(decode(data).removeprefix("\ufeff").split("\n"), 1):
        if not text.strip():
            continue
        number += 1
        try:
            yield number, draft(value(text, first_line=line))
        except ReaderError as error:
            yield number, error
    if not number:
        raise ReaderError("the file is empty. Each line must hold an object with 'date' and 'text'.")
