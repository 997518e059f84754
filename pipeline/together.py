"""Towns that one sentence named together, and that a later one means: "both towns", "the three villages"."""

import re

from gazetteer.place import Place
from pipeline.memory import Memory
from pipeline.syntax import Sentence
from pipeline.triggers import TriggerMention

_SEVERAL = re.compile(
    r"(?:\bboth(?: of)?(?: the| these)?|\b(?:all|the|these|those)(?: of)?(?: the)? (?P<n>two|three|four))"
    r" (?:\w+ )?(?:towns|cities|villages|settlements|ports)\b",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4}


def several(s: Sentence, trigger: TriggerMention, memory: Memory) -> tuple[str, tuple[Place, ...]] | None:
    """The words "both towns", said of what happened, and the towns named together before; () where they were not.

    None where the words do not stand in the trigger's clause.
    """
    match = _SEVERAL.search(s.text)
    if match is None:
        return None
    noun = next((t for t in s.tokens if t.end - s.start == match.end()), None)
    if noun is None or not {noun.i, *(t.i for t in s.ancestors(noun.i))} & {trigger.token.i, trigger.clause.i}:
        return None
    count = _COUNTS[match["n"].lower()] if match["n"] else 2
    return match.group(), memory.listed if len(memory.listed) == count else ()
