"""Names the gazetteer lacks, led to names that it has: another transliteration, or one letter astray.

What is found is only spelled like the name asked for. It serves to ask "did you mean"; nothing is placed by it.
"""

import re
import sqlite3
import zlib
from array import array
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Literal

import numpy as np

from gazetteer.file import File
from gazetteer.names import alike_from_the_start
from gazetteer.place import Place

How = Literal["sound", "letter"]  # the same consonants in another transliteration, or one letter astray

COUNTRIES = ("UA", "BY", "HU", "MD", "PL", "RO", "RU", "SK")  # Ukraine and its neighbours: elsewhere nothing is guessed
SHORTEST = 5  # letters of a key: among shorter ones nearly every word is one letter from some village
DRIFT = 1  # vowels in which two transliterations may differ beyond what is usual: Kharkiv, Kharkov
_CONSONANTS = 3  # of a name that sound alone can tell

TABLES = """
CREATE TABLE spelling (number INTEGER PRIMARY KEY, key TEXT NOT NULL);
CREATE TABLE alike (bucket INTEGER PRIMARY KEY, entries BLOB NOT NULL);
"""
# A key is filed under itself, under all that is left of it when one letter goes, and under its sound: the deletion
# neighbourhood of W. Garbe's SymSpell. Of the CRC-32 of each, the upper 18 bits are the bucket and the lower 8 are
# kept; a bucket's entries are first these bytes of all, then the three bytes of each one's number in `spelling`.
# Bucket -1 is a bit for each value of the upper 25: whether anything is filed there at all.
_NUMBER_BITS, _BUCKET_SHIFT, _CHECK, _FILTER_SHIFT = 24, 14, 0xFF, 7
_FILTER = -1
_SOUND = "~"  # before a sound; no key has it first

_KEYS = f"""SELECT key, number FROM name JOIN place USING (number)
  WHERE country_code IN ({", ".join(f"'{code}'" for code in COUNTRIES)}) AND length(key) >= {SHORTEST}
  ORDER BY weight DESC, key, number"""

# What transliterations from Ukrainian and Russian write for one consonant, in order; then letter by letter.
_DIGRAPHS = (
    *(("shch", "š"), ("sch", "š"), ("sh", "š"), ("tch", "č"), ("ch", "č"), ("zh", "ž"), ("kh", "h"), ("gh", "h")),
    *(("ts", "ц"), ("tz", "ц"), ("ce", "цe"), ("ci", "цi"), ("cy", "цy"), ("ck", "k"), ("ph", "v")),
)
_VOWELS = "aeiouyjаеєэёиіїйоуюяыў"
_HEARD = str.maketrans(
    {
        **dict.fromkeys(_VOWELS, "-"),
        **dict(zip("gгґхcqкwfвфбджзлмнпрстшщч", "hhhhkkkvvvvbdžzlmnprstššč", strict=True)),
        "x": "ks",
    }
)
_TWICE = re.compile(r"(.)\1+")
_VOWEL_RUN = re.compile(f"[{_VOWELS}]+")
_GLIDES = str.maketrans("аояую", "aoauu", "eyijеєэёиійїы")


@dataclass(frozen=True, slots=True)
class Match:
    """A place one of whose names is spelled like the one asked for."""

    place: Place
    spelling: str  # the key of that name
    by: How

    @property
    def says(self) -> str:
        """The likeness in words."""
        how = "in another transliteration" if self.by == "sound" else "but for one letter"
        return f"{self.place.name}: spelled like “{self.spelling}”, {how}"


def write(path: Path, gazetteer: Path) -> None:
    """Write the index of the gazetteer's names to a new SQLite file at path. Raises sqlite3.Error."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("PRAGMA synchronous = OFF")
        file.execute("ATTACH ? AS known", (str(gazetteer),))
        with file:
            file.executescript(TABLES)
            index(file)


def index(file: sqlite3.Connection) -> None:
    """Fill the tables from those of names and places. The same names give the same tables."""
    numbers: dict[str, int] = {}
    heard_as: dict[str, str] = {}
    sounds: set[tuple[str, int]] = set()
    filed, number_of = array("I"), array("I")  # checksums, and the number of the key filed under each
    for key, place in file.execute(_KEYS):
        if key not in numbers:
            numbers[key] = len(numbers)
            checksums = _checksums(key)
            filed.extend(checksums)
            number_of.extend(repeat(numbers[key], len(checksums)))
            heard_as[key] = sound(key)
        heard = heard_as[key]
        if heard and (heard, place) not in sounds:  # of a place's spellings that sound alike, the likeliest will do
            sounds.add((heard, place))
            filed.append(_sound_checksum(heard))
            number_of.append(numbers[key])
    file.executemany("INSERT INTO spelling VALUES (?, ?)", ((number, key) for key, number in numbers.items()))
    entries = np.array(filed, dtype=np.uint64) << np.uint64(_NUMBER_BITS) | np.array(number_of, dtype=np.uint64)
    entries.sort()  # of its own: np.unique takes five times as long to do it
    different = np.ones(len(entries), dtype=bool)
    different[1:] = entries[1:] != entries[:-1]
    file.executemany("INSERT INTO alike VALUES (?, ?)", _buckets(entries[different]))


class Spellings:
    """The index that `write` has written, open for reading. Safe to share between threads."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._filter: bytes = file.rows(_entries(1), (_FILTER,))[0][1]

    def like(self, spelled: str) -> list[tuple[str, How, int]]:
        """Known keys like this one, how, and how far from it (0 nearest), without itself; in no telling order.

        Empty for a key under five letters.
        """
        if len(spelled) < SHORTEST:
            return []
        heard = sound(spelled)
        checksums = _checksums(spelled)
        if heard:
            checksums.add(_sound_checksum(heard))
        numbers = self._filed(checksums)
        if not numbers:
            return []
        found: list[tuple[str, How, int]] = []
        rows = self._file.rows(_spellings(len(numbers)), tuple(numbers))
        for (key,) in rows:
            if key == spelled:
                continue
            if heard and sound(key) == heard and (drift := _drift(spelled, key)) <= DRIFT:
                found.append((key, "sound", drift + (not one_edit(spelled, key))))
            elif one_edit(spelled, key):
                found.append((key, "letter", 0))
        return found

    def _filed(self, checksums: set[int]) -> set[int]:
        """Numbers of the spellings filed under any of these; a few too many, since only eight bits are compared."""
        wanted: dict[int, list[int]] = {}
        for checksum in checksums:
            bit = checksum >> _FILTER_SHIFT
            if self._filter[bit >> 3] >> (bit & 7) & 1:
                wanted.setdefault(checksum >> _BUCKET_SHIFT, []).append(checksum & _CHECK)
        numbers: set[int] = set()
        if not wanted:
            return numbers
        for bucket, entries in self._file.rows(_entries(len(wanted)), tuple(wanted)):
            count = len(entries) >> 2
            for check in wanted[bucket]:
                at = entries.find(check, 0, count)
                while at >= 0:
                    numbers.add(int.from_bytes(entries[count + 3 * at : count + 3 * at + 3], "little"))
                    at = entries.find(check, at + 1, count)
        return numbers


def sound(key: str) -> str:
    """The consonants of a key as heard through any transliteration, each run of vowels a dash.

    Empty where fewer than three consonants are left. "hulyaipole" and "gulyaipole" both give "h-l-p-l-".
    """
    for written, heard in _DIGRAPHS:
        key = key.replace(written, heard)
    heard = key.translate(_HEARD)
    while "--" in heard:
        heard = heard.replace("--", "-")
    if _TWICE.search(heard):  # seldom
        heard = _TWICE.sub(r"\1", heard)
    return heard if len(heard) - heard.count("-") - heard.count(" ") >= _CONSONANTS else ""


def one_edit(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two neighbours exchanged, makes one of the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = alike_from_the_start(one, other)
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def _drift(one: str, other: str) -> int:
    """How many vowels differ between two keys of one sound. "yai" amounts to a; e, i and y are the same."""
    vowels = ([run.translate(_GLIDES)[:1] for run in _VOWEL_RUN.findall(key)] for key in (one, other))
    return sum(left != right for left, right in zip(*vowels, strict=False))


def _checksums(key: str) -> set[int]:
    """CRC-32 of the key, and of it without each letter in turn."""
    if key.isascii():
        text = key.encode()
        return {zlib.crc32(text[:at] + text[at + 1 :]) for at in range(len(text))} | {zlib.crc32(text)}
    return {_checksum(key[:at] + key[at + 1 :]) for at in range(len(key))} | {_checksum(key)}


def _checksum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _sound_checksum(heard: str) -> int:
    return _checksum(_SOUND + heard)


def _buckets(entries: "np.ndarray") -> Iterator[tuple[int, bytes]]:
    """Rows of the table `alike` from sorted checksums, each with the number of its spelling below it."""
    checksums = entries >> np.uint64(_NUMBER_BITS)
    bits = np.zeros(1 << 32 - _FILTER_SHIFT, dtype=np.uint8)
    bits[checksums >> np.uint64(_FILTER_SHIFT)] = 1
    yield _FILTER, np.packbits(bits, bitorder="little").tobytes()
    checks = (checksums & np.uint64(_CHECK)).astype(np.uint8).tobytes()
    numbers = entries.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :3].tobytes()
    buckets, starts = np.unique(checksums >> np.uint64(_BUCKET_SHIFT), return_index=True)
    ends = [*starts[1:].tolist(), len(entries)][: len(starts)]  # none where nothing is filed
    for bucket, start, end in zip(buckets.tolist(), starts.tolist(), ends, strict=True):
        yield bucket, checks[start:end] + numbers[3 * start : 3 * end]


@lru_cache(256)
def _entries(count: int) -> str:
    return f"SELECT bucket, entries FROM alike WHERE bucket IN ({','.join('?' * count)})"


@lru_cache(256)
def _spellings(count: int) -> str:
    return f"SELECT key FROM spelling WHERE number IN ({','.join('?' * count)})"
