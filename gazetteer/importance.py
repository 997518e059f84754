"""How likely a name without any context means this place."""

import math

from gazetteer.names import DIVISION_WORDS, key
from gazetteer.place import Place

_FIXED = {"PCLI": 1.0, "ADM1": 0.55, "ADM2": 0.35, "ADM2H": 0.3, "SEA": 0.85, "OCN": 0.85}
_WELL_KNOWN = 0.8  # a state that goes by its bare name: Virginia is not the town in the Free State
_BY_CLASS = {"A": 0.5, "H": 0.55, "L": 0.6, "R": 0.4, "S": 0.45, "T": 0.5, "U": 0.5, "V": 0.4}
_SEAT_BONUS = {"PPLC": 0.1, "PPLA": 0.03}
_HAMLET = 0.25
_DISTRICT, _DISTRICT_DAMPING = 0.55, 0.75
_UNLISTED = 0.1  # a settlement that no list of places from 500 inhabitants on has: so few live there
_OF_A_DUMP = 0.2  # a stream, hill or station of a country's dump is not the village of its name
_ABANDONED = frozenset(("PPLH", "PPLQ", "PPLW"))
_IN_THE_NEWS = 0.5  # a village that we have added because war news names it
_LARGEST = 7.5  # log10 of the population of the largest city on Earth, about


def importance(place: Place) -> float:
    """Between 0 and 1: by population for settlements, by class for everything else.

    City districts stay below every city, whatever population their row claims: "Pravyi Bereh" has 352,088 in
    GeoNames and would outrank Mariupol, in which it lies. Obolon in Kyiv still outranks Obolon, a village.
    """
    code = place.feature_code
    if code == "ADM1" and DIVISION_WORDS.isdisjoint(key(place.name).split()):
        return min(_WELL_KNOWN, max(_FIXED[code], math.log10(max(place.population or 0, 10)) / _LARGEST))
    if place.feature_class not in "AP" and place.source == "geonames-dump":
        return _OF_A_DUMP
    if place.feature_class != "P":
        return _FIXED.get(code, _BY_CLASS.get(place.feature_class, 0.4))
    size = math.log10(max(place.population or 0, 10)) / _LARGEST
    if code == "PPLX":
        return min(_DISTRICT, max(_HAMLET, size * _DISTRICT_DAMPING))
    if place.middle_of or code in _ABANDONED:
        return _UNLISTED
    if place.source == "landmarks":
        size = max(size, _IN_THE_NEWS)
    return min(0.99, max(_HAMLET, size) + _SEAT_BONUS.get(code, 0.0))
