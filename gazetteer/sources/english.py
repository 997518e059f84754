"""Ordinary English words, so that "Police said" is not taken for a town in Poland. From lemminflect's lexicon (MIT)."""

import gzip
import importlib.util
from pathlib import Path

from gazetteer.errors import GazetteerError


def words() -> frozenset[str]:
    """English words that are written in lower case, about 60,000."""
    # Found but not imported: importing lemminflect loads all of spaCy.
    found = importlib.util.find_spec("lemminflect")
    if found is None or found.origin is None:
        raise GazetteerError("The package lemminflect is not installed. Run: pip install -r requirements.txt")
    path = Path(found.origin).parent / "resources" / "lemma_lu.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        entries = (line.split(",", 1)[0] for line in stream)
        return frozenset(word for word in entries if word.isalpha() and word.islower())
