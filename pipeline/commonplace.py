"""Names that place nothing by themselves: "Central District", and small towns far off that bear everybody's name."""

import re
from collections.abc import Iterable

from gazetteer.names import DIVISION_WORDS
from gazetteer.place import Place
from gazetteer.sphere import distance_km
from pipeline.placemention import RIGHT_BEHIND, PlaceMention

_GENERIC = re.compile(
    r"(?:(?:the|and|of|central|north\w*|south\w*|east\w*|west\w*|upper|lower|capital|federal|coastal|border|mountain"
    r"|island|first|new|old|lenin\w*|soviet\w*|industrial|district|region|province|city|town|county|state|area"
    r"|territory)\b[ -]?)+",
    re.IGNORECASE,
)
_FAR_OFF_KM = 1_500.0  # beyond the Volga: a small town there shares its name with villages that were never listed
_KYIV = (50.45, 30.52)
_VILLAGE_OF = 22  # code points of " region settlement of "
_WELL_KNOWN = 100_000  # inhabitants from which a town is meant by its name alone


def doubt(place: Place) -> str | None:
    """Why the name needs another of the same country beside it, in words; None where it does not."""
    if place.feature_class == "A" and not place.is_country and place.country_code != "UA":
        if _GENERIC.fullmatch(place.name):
            return (
                f"{place.name} is the name of many places, and nothing else in the text points to {place.country_code}"
            )
        return None
    if place.feature_class != "P" or place.country_code != "RU" or (place.population or 0) >= _WELL_KNOWN:
        return None
    if distance_km(place.latitude, place.longitude, *_KYIV) <= _FAR_OFF_KM:
        return None
    return f"{place.name} is small and far from the war, and nothing else in the text points to {place.admin1}"


def is_said_of(mention: PlaceMention, all_mentions: Iterable[PlaceMention]) -> bool:
    """'The Belgorod region village of Murom', 'Murom in the Belgorod region': no Murom elsewhere is meant."""
    if mention.toponym.candidates[0].feature_class != "P" or mention.cue in DIVISION_WORDS:
        return False
    for m in (
        m for m in all_mentions if m.cue in DIVISION_WORDS or m.toponym.text.split()[-1].lower() in DIVISION_WORDS
    ):
        ahead, behind = mention.toponym.start - m.toponym.end, m.toponym.start - mention.toponym.end
        if 0 < ahead <= _VILLAGE_OF and m.relation == "compound" and mention.cue is not None:
            return True
        if 0 < behind <= RIGHT_BEHIND and m.relation == "in":
            return True
    return False
