"""What a span of text may denote, where somebody else has found it to be a place: "the Kharkiv area", "Russian"."""

import re

from gazetteer.lookup import Lookup
from gazetteer.place import Place

_AROUND = re.compile(
    r"^(?:the|greater|metropolitan|downtown|central|northern|southern|eastern|western|north|south|east|west|upper|lower"
    r"|old|city of|town of|village of|county of|state of|province of|republic of)\s+"
    r"|(?:['’]s?|-based|-area|\s+(?:area|region|city|town|village|state|metro|metropolitan area|district|province))$",
    re.IGNORECASE,
)
_SHORT = (("st ", "saint "), ("mt ", "mount "), ("ft ", "fort "), ("n ", "north "), ("s ", "south "))


def denoted(gazetteer: Lookup, words: str) -> tuple[Place, ...]:
    """Places that the words may denote: by name, without the words around it, or the country of a demonym.

    Empty if none is known. The scan of running text is stricter (Lookup.toponyms): there "Russian" is no place.
    """
    seen = words.strip()
    while seen:
        if found := gazetteer.candidates(seen):
            return found
        if (home := gazetteer.demonym(seen)) is not None:
            return (home,)
        lower = seen.lower().replace(".", "")
        for short, full in _SHORT:
            if lower.startswith(short) and (found := gazetteer.candidates(full + lower[len(short) :])):
                return found
        shorter = _AROUND.sub("", seen, count=1).strip()
        if shorter == seen:
            return ()
        seen = shorter
    return ()
