"""Feeds the readers what a fuzzer makes of the sample files, until one raises or breaks a promise.

    make fuzz          a minute; longer: .venv/bin/python -m tools.fuzz_readers GROUP -max_total_time=3600

GROUP is text (plain text, JSON, CSV, zips) or pages (HTML and feeds, which take fifty times as long an input).
The first byte chooses the format and whether the rest, the file, is put into UTF-8 first: to guess an encoding takes
a hundred times as long as to read the text. What a minute found interesting is kept in var/fuzz for the next one. An
input that fails is written to var/fuzz-crash-…: make it small (-minimize_crash=1), mend what it found, and add it to
the corpus in tests/test_readers.py. Options are libFuzzer's.
"""

import datetime as dt
import hashlib
import importlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pipeline.readers", "pipeline.feed", "json", "csv", "zipfile", "email"]):
    from pipeline import feed, readers
    from pipeline.errors import ReaderError

    for suffix in readers.formats() - {readers.ARCHIVE}:
        importlib.import_module(f"pipeline.readers{suffix}")

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 1, 1)
FEED = ".feed"
PAGES = (".html", FEED)
GROUPS = {"text": tuple(sorted(readers.formats() - {".htm", *PAGES})), "pages": PAGES}
AS_IT_IS = 240  # first bytes from here on leave the file as it is
WORDS = ("date 2022-02-26", "title:", "source:", "url:", '"date":', '"text":', '"articles":', "2022-02-26T10:00Z")


def one_input(data: bytes, suffixes: tuple[str, ...]) -> None:
    """Raises whatever is wrong with how the bytes are read."""
    if not data:
        return
    chosen, data = data[0], data[1:]
    suffix = suffixes[chosen % len(suffixes)]
    if chosen < AS_IT_IS and suffix != readers.ARCHIVE:
        data = data.decode("utf-8", "ignore").replace("\0", "").encode()
    if suffix == FEED:
        try:
            feed.entries(data)
        except ReaderError as error:
            said(str(error))
        return
    found = readers.read_bytes(f"a{suffix}", data, today=TODAY)
    assert found.articles or found.rejections or suffix == ".zip", "nothing was said of it"
    for article in found.articles:
        assert hashlib.sha256(article.text.encode()).hexdigest() == article.sha256
        assert 0 <= article.body_start < len(article.text)
        assert dt.date(1900, 1, 1) <= article.published <= TODAY
        said(article.name)
    for rejection in found.rejections:
        said(rejection.article)
        said(rejection.reason)


def said(words: str) -> None:
    """Raises where a message could steer a terminal, or flood it."""
    assert words.isprintable(), "a message with control characters"
    assert 0 < len(words) < 500, "a message without end"


def samples(folder: Path, suffixes: tuple[str, ...]) -> None:
    """Puts the sample of each format where the fuzzer begins."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "tests" / "data" / "readers").iterdir()):
        if path.suffix in suffixes:
            data = bytes([suffixes.index(path.suffix)]) + path.read_bytes()
            (folder / hashlib.sha256(data).hexdigest()).write_bytes(data)


def main() -> None:
    """Runs until the time is over or something fails; libFuzzer ends the program."""
    if len(sys.argv) < 2 or sys.argv[1] not in GROUPS:
        sys.exit(f"fuzz_readers: name one of {', '.join(GROUPS)}, then libFuzzer's options")
    group, options = sys.argv[1], sys.argv[2:]
    folder, words = ROOT / "var" / "fuzz" / group, ROOT / "var" / "fuzz" / "words"
    samples(folder, GROUPS[group])
    words.write_text("".join('"{}"\n'.format(word.replace('"', '\\"')) for word in WORDS), encoding="ascii")
    usual = ["-max_len=4096", "-timeout=20", f"-dict={words}", f"-artifact_prefix={ROOT / 'var' / 'fuzz-'}"]
    atheris.Setup([sys.argv[0], *usual, *options, str(folder)], lambda data: one_input(data, GROUPS[group]))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
