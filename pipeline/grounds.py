"""Reasons put together: what two sentences were set aside for alike, whatever words and names they hold."""

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.models import Rejection

# these are told in the words of a file or of a person, which have nothing in common
_STAGES = {
    "reading": "Could not be read",
    "retired": "Withdrawn or changed since it was read",
    "correction": "Set right by hand",
}
_TRIGGER = re.compile(r"^[^“:]{1,40}, “[^”]*”: ")  # "strike, “attack”: "
_QUOTED = re.compile(r"(?: only)? (?:'[^']*'|“[^”]*”)")
_NAMED = re.compile(r"(?<=are called ).+?(?=, and\b)")
_BRACKETS = re.compile(r" \([^)]*\)")


def ground(reason: str) -> str:
    """What a reason says apart from its example: 'negated', 'no place is named', 'several places are called …'."""
    words = _TRIGGER.sub("", reason)
    words = _BRACKETS.sub("", _NAMED.sub("…", words)).split(": ")[0]
    words = _QUOTED.sub(" …", words).strip() or reason
    return words[:1].upper() + words[1:]


def ground_of(rejection: Rejection) -> str:
    """The ground of a rejection."""
    return _STAGES.get(rejection.stage) or ground(rejection.reason)


def counted(grounds: Iterable[str]) -> list[tuple[str, int]]:
    """The grounds, with how often each is one; the most frequent first."""
    return sorted(Counter(grounds).items(), key=lambda one: (-one[1], one[0]))
