"""Bytes to text, every character kept."""

import codecs
import re

from pipeline.errors import ReaderError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""")
# What news is kept in. Without this list a few odd bytes are taken for a mainframe's code page.
_LIKELY = [
    *("cp1251", "cp1252", "cp1250", "cp1254", "cp1257", "koi8_u", "koi8_r", "cp866", "mac_cyrillic"),
    *("iso8859_2", "iso8859_5", "iso8859_9", "iso8859_15", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
]


def decode(data: bytes, *, declares_charset: bool = False) -> str:
    """The text of a file: UTF-8, or by its byte order mark, or as its page declares, or as detected.

    Line ends stay as they are. Raises ReaderError for what is not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\0" in data:
        raise ReaderError(
            "found NUL bytes, so this is a binary file, but only plain text is allowed. Save it as UTF-8 text."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declares_charset and (declared := _DECLARED.search(data[:4096])):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return _detect(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReaderError(
            f"found a {encoding.upper()} mark, but byte {error.start:,} breaks that encoding. Save it again as UTF-8."
        ) from None


def _detect(data: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=_LIKELY)
    match = matches.best()
    for other in matches:
        # alike in most letters ("près" may be "prčs"): where nothing else tells them apart, the commoner one
        alike = match and other.chaos <= match.chaos and other.coherence >= match.coherence
        if alike and other.encoding == "cp1252":
            match = other
    text = str(match) if match else ""
    if not text or any(char < " " and char not in "\t\n\r\v\f" for char in text):
        raise ReaderError("its bytes are no text in UTF-8 or any encoding that could be detected. Save it as UTF-8.")
    return text
