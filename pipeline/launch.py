"""Where "from the Black Sea" is, so that the map can draw an arrow from there. An origin is never an event's place."""

import re
from functools import lru_cache
from pathlib import Path

from gazetteer import build
from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.resolve import resolve
from gazetteer.signals import Clues
from pipeline.models import Incident

_AROUND = re.compile(r"^(?:(?:the|territory|area|region|waters|direction|side|airspace|of|over)\s+)+", re.I)


def launched_from(incident: Incident) -> tuple[float, float] | None:
    """Latitude and longitude in degrees of the place that a weapon came from, as far as a map of countries shows it.

    None where no origin is told, where its name is not known or in doubt, and where the incident itself has no place.
    """
    if incident.origin is None or incident.location is None:
        return None
    path = build.default_path()
    if not path.exists():
        return None  # a reader who opens a card does not wait for one to be built
    place = _named(incident.origin, path)
    return None if place is None else (round(place.latitude, 4), round(place.longitude, 4))


@lru_cache(1024)
def _named(words: str, path: Path) -> Place | None:
    name = _AROUND.sub("", words.strip())
    gazetteer = Lookup.open(path)
    found = resolve(gazetteer.candidates(name), Clues(uses=gazetteer.uses(name)))
    return None if found.ambiguous else found.place
