"""Plain text: `date 2022-02-26` and the story on the same line, or a header of title, source, url and date lines."""

import datetime as dt
import re

from pipeline.errors import ReaderError
from pipeline.readers._decode import decode
from pipeline.readers._draft import Draft, Parsed, one_day, shown

_BLANK = re.compile(r"\s*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_FIELD = re.compile(r"[ \t]*(title|source|url|date)[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE)
# "date 2022-02-26 Five stations ...": the day, then the story; a colon after "date" is allowed.
_DATE = re.compile(
    r"[ \t]*date[ \t]*:?[ \t]*([0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.+Z-]+)?)(?=\s|$)"
    r"(?:[ \t]*[0-9]{1,2}:[0-9:.+Z-]+(?=\s*$))?",  # a time of day with nothing after it isn't the story
    re.IGNORECASE | re.MULTILINE,
)
_DATE_WORD = re.compile(r"[ \t]*date\b[ \t]*:?[ \t]*(?=[0-9])([^\r\n]*)", re.IGNORECASE)
_LATER = re.compile(r"^[ \t]*date[ \t]*:?[ \t]*([0-9]{4}-[0-9]{2}-[0-9]{2})\b", re.IGNORECASE | re.MULTILINE)


def parse(data: bytes, name: str) -> Parsed:
    """One article; its text keeps the header. Raises ReaderError where there isn't exactly one date."""
    text = decode(data)
    fields, dates, start = _header(text)
    if not dates:
        line = text.strip("\ufeff \t\r\n").split("\n", 1)[0]
        if not line:
            raise ReaderError("the file is empty. It must begin with a line such as: date 2022-02-26")
        raise ReaderError(
            f"no date was found: the file begins {shown(line)}, but must begin with a line such as: date 2022-02-26. "
            "Add the day it was published; none is ever guessed."
        )
    published = one_day(dates)
    _only_one(text, start, published)
    yield None, Draft(text, start, published, fields.get("title"), fields.get("source"), fields.get("url"))


def _header(text: str) -> tuple[dict[str, str], list[str], int]:
    """What the header states, every date in it, and where the story begins."""
    fields: dict[str, str] = {}
    dates: list[str] = []
    position = 1 if text.startswith("\ufeff") else 0
    position = _skip(text, position)
    on_new_line = True
    while True:
        if match := _DATE.match(text, position):
            dates.append(match[1])
        elif on_new_line and (match := _FIELD.match(text, position)):
            key, value = match[1].lower(), match[2].strip()
            if key == "date":
                dates.append(value)
            elif fields.setdefault(key, value) != value:
                raise ReaderError(f"found '{key}' twice in the header, but one is allowed. Remove one of them.")
        elif not dates and (match := _DATE_WORD.match(text, position)):
            dates.append(match[1].split(" ")[0])  # no ISO day: what is wrong with it is said later
            break
        else:
            break
        position = _skip(text, match.end())
        breaks = len(_LINE_END.findall(text, match.end(), position))
        on_new_line = breaks > 0
        # A blank line ends the header, so that a story may begin "Source: ...".
        if breaks > 1 and dates:
            break
    return {key: value for key, value in fields.items() if value}, dates, position


def _skip(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _only_one(text: str, start: int, published: dt.date) -> None:
    """Refuses a second article in the same file: its events would all be put on the first one's day."""
    for match in _LATER.finditer(text, start):
        if match[1] != published.isoformat():
            line = text.count("\n", 0, match.start()) + 1
            raise ReaderError(
                f"found two different dates, {published} and {match[1]} (line {line}), but one is allowed. "
                "Put each article in its own file."
            )
