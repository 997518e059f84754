"""Passages parsed lately, by their words: agency copy stands word for word in many articles, and is parsed once."""

import threading
from dataclasses import dataclass, field

from pipeline.syntax import Draft, Sentence, finished

KEPT = 1_000  # passages, the latest ones: some 15 MB of records
_SHORTEST = 60  # code points; what is shorter is as soon parsed as moved


Parsed = tuple[int, tuple[Sentence, ...]]  # the offset that a passage was parsed at, and its sentences there


@dataclass(slots=True)
class Repeats:
    """The latest passages. Safe to share between threads."""

    _known: dict[str, Parsed] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, text: str) -> Parsed | None:
        """What was made of these words; None where they are not known."""
        return self._known.get(text)

    def keep(self, text: str, parsed: Parsed) -> None:
        """Remembers what was parsed, and forgets the oldest where there is too much of it."""
        if len(text) < _SHORTEST:
            return
        with self._lock:
            self._known[text] = parsed
            if len(self._known) > KEPT:
                del self._known[next(iter(self._known))]


def moved(parsed: Parsed, offset: int, number: int) -> tuple[Sentence, ...]:
    """The sentences as if their passage began at this offset (code points in the article), in this paragraph."""
    by, sentences = offset - parsed[0], parsed[1]
    if not by and all(s.paragraph == number for s in sentences):
        return sentences
    return tuple(
        Sentence(
            s.start + by,
            s.end + by,
            s.text,
            tuple(
                finished(
                    [
                        Draft(t.i, t.text, t.lower, t.lemma, t.tag, t.dep, t.head, t.start + by, t.end + by)
                        for t in s.tokens
                    ]
                )
            ),
            s.kids,
            number,
        )
        for s in sentences
    )
