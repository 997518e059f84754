"""The model's vocabulary, held small: a tenth of what spaCy makes of it, word for word the same parses.

Of its 776,000 strings only the labels are ever asked for: the words of a text are added as they come. Its 514,000 word
hashes with their vectors' rows are two sorted columns, not a dictionary of as many boxed numbers. What is never loaded
is also never shared, nor copied where a worker touches it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

LEFT_OUT = "strings"  # the part of the model's vocabulary that spacy.load is told to leave alone


def lighten(nlp: Any) -> None:
    """Has a pipeline that was loaded without LEFT_OUT know its labels, and hold its table of vectors in columns."""
    for _, component in nlp.pipeline:
        for label in getattr(component, "labels", ()):
            nlp.vocab.strings.add(label)
    vectors = nlp.vocab.vectors
    if vectors.key2row:
        vectors.key2row = Rows(vectors.key2row)


class Rows(Mapping[int, int]):
    """The row of the vectors' table for the hash of a word: read only, 12 bytes an entry."""

    def __init__(self, rows: Mapping[int, int]) -> None:
        keys = np.fromiter(rows, np.uint64, len(rows))
        order = keys.argsort()
        self._keys = keys[order]
        self._rows = np.fromiter(rows.values(), np.int32, len(rows))[order]

    def __getitem__(self, key: int) -> int:
        at = int(self._keys.searchsorted(np.uint64(key)))
        if at == len(self._keys) or self._keys[at] != key:
            raise KeyError(key)
        return int(self._rows[at])

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys.tolist())

    def __len__(self) -> int:
        return len(self._keys)
