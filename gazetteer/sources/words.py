"""Words that look like names of places and mostly are not: an English lexicon and our own not_places.csv."""

import gzip
import importlib.util
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from gazetteer.errors import GazetteerError
from gazetteer.names import key
from gazetteer.sources.tables import HERE, rows

DEMONYMS = ("demonym", "country_code", "place_id")  # columns
_WORDS = ("weekday", "month", "title", "first_name", "given_name_or_town", "surname", "function_word", "word")
_PHRASES = ("outlet", "club", "organisation", "ship", "treaty", "force", "dish")  # "Dynamo Kyiv" names no city
KINDS = frozenset((*_WORDS, *_PHRASES, "demonym"))
_NEVER_A_NAME = frozenset(("weekday", "month", "title", "first_name", "demonym", "function_word"))


@cache
def not_places() -> Mapping[str, str]:
    """Kind of each word or phrase in not_places.csv and demonyms.csv, by its key.

    Raises GazetteerError for a kind that is none of KINDS.
    """
    found = {key(row["demonym"]): "demonym" for _, row in rows(HERE / "demonyms.csv", DEMONYMS)}
    for number, row in rows(HERE / "not_places.csv", ("name", "kind")):
        if row["kind"] not in KINDS:
            raise GazetteerError(
                f"gazetteer/sources/not_places.csv, row {number}, kind: found '{row['kind']}', "
                f"but one of {', '.join(sorted(KINDS))} is needed."
            )
        found[key(row["name"])] = row["kind"]
    return MappingProxyType(found)


def ordinary_words() -> frozenset[str]:
    """Keys that a small place may not have: English words that are written in lower case, weekdays, first names."""
    # The lexicon is lemminflect's (MIT). Found but not imported: importing lemminflect loads all of spaCy.
    found = importlib.util.find_spec("lemminflect")
    if found is None or found.origin is None:
        raise GazetteerError("The package lemminflect is not installed. Run: pip install -r requirements.txt")
    path = Path(found.origin).parent / "resources" / "lemma_lu.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        entries = {line.split(",", 1)[0] for line in stream}
    english = {word for word in entries if word.isalpha() and word.islower()}
    return frozenset(english | {word for word, kind in not_places().items() if kind in _NEVER_A_NAME})
