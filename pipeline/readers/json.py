"""JSON: one object, a list of them, or {"articles": [...]}, with the keys title, date, text, source and url."""

import json
from collections.abc import Mapping

from pipeline.errors import ReaderError
from pipeline.readers._decode import decode
from pipeline.readers._draft import Draft, Parsed, from_fields

HOLDS_MANY = True


def parse(data: bytes, name: str) -> Parsed:
    """One article for each object; a broken object is passed over. Raises ReaderError where the file is no JSON."""
    found = value(decode(data).removeprefix("\ufeff"))
    if isinstance(found, dict) and "articles" in found:
        found = found["articles"]
    elif isinstance(found, dict):
        yield None, draft(found)
        return
    if not isinstance(found, list):
        raise ReaderError(f"found {type(found).__name__}, but one object or a list of objects is allowed.")
    if not found:
        raise ReaderError("the list of articles is empty. Add at least one object with 'date' and 'text'.")
    for number, record in enumerate(found, 1):
        yield number, draft(record)


def draft(record: object) -> Draft | ReaderError:
    """The record, or what is wrong with it."""
    if not isinstance(record, Mapping):
        return ReaderError(f"found {type(record).__name__}, but an object with 'date' and 'text' is required.")
    try:
        return from_fields(record)
    except ReaderError as error:
        return error


def value(text: str, *, first_line: int = 1) -> object:
    """What the JSON text holds. Raises ReaderError naming line and column where it is broken."""
    if not text.strip():
        raise ReaderError("the file is empty. It must hold an object with 'date' and 'text'.")
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        line = error.lineno + first_line - 1
        raise ReaderError(f"broken JSON in line {line}, column {error.colno}: {error.msg}. Correct it there.") from None
    except RecursionError:
        raise ReaderError("the JSON is nested too deeply. Articles need one level of objects.") from None
    except ValueError as error:  # a number of more than 4,300 digits
        raise ReaderError(f"broken JSON: {str(error)[:100]}. Articles hold text only.") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ReaderError(f"found the key '{twice[:60]}' twice in one object, but one is allowed. Remove one of them.")
    return record
