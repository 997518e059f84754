"""Whether a word beside a name ("the village of", "region", "air base") fits a place."""

from gazetteer.names import DIVISION_WORDS, key
from gazetteer.place import Place

_SETTLEMENT, _DIVISION, _SITE, _WATER, _LAND = "settlement", "division", "site", "water", "land"
_CUES: dict[str, tuple[str, ...]] = {
    _SETTLEMENT: ("settlement", "place", "outskirts", "suburb", "centre", "center", "capital", "port city"),
    _DIVISION: tuple(sorted(DIVISION_WORDS)),
    _SITE: (
        *("airport", "airfield", "air base", "airbase", "base", "square", "station", "plant", "bridge", "dam"),
        "port",
    ),
    _WATER: ("river", "sea", "lake", "strait", "reservoir", "gulf", "bay"),
    _LAND: ("island", "peninsula", "spit", "cape", "mountain", "forest"),
}
_KIND_OF_CUE = {cue: kind for kind, cues in _CUES.items() for cue in cues}
_LARGE, _SMALL = ("city",), ("village", "hamlet", "settlement of")
_CITY_FROM, _VILLAGE_TO = 10_000, 5_000  # inhabitants
_KIND_OF_CLASS = {"P": _SETTLEMENT, "A": _DIVISION, "S": _SITE, "H": _WATER, "T": _LAND, "L": _LAND, "V": _LAND}
_WITHOUT_CUE = {"PCLI": 1.0, "ADM1": 0.35, "ADM2": 0.3, "ADM3": 0.2, "PPLX": 0.0}


def kind_of(place: Place) -> str:
    """The kind of place in plain words: settlement, division, site, water or land."""
    return _KIND_OF_CLASS.get(place.feature_class, _SITE)


def without_cue(place: Place) -> float:
    """Between 0 and 1: how usual it is to name such a place without saying what it is. Cities are, regions less so."""
    if place.feature_code == "ADM1" and DIVISION_WORDS.isdisjoint(key(place.name).split()):
        return 1.0  # Virginia and Crimea go by their bare names, Sumy Oblast does not
    usual = _WITHOUT_CUE.get(place.feature_code)
    return usual if usual is not None else 1.0 if place.feature_class == "P" else 0.6


def fit(cue: str, place: Place) -> float | None:
    """Between 0 and 1: how well the word fits the place; None where it says nothing about the kind."""
    kind, word, population = kind_of(place), key(cue), place.population or 0
    settled = kind == _SETTLEMENT
    if word in _LARGE:
        return 0.0 if not settled else 1.0 if population >= _CITY_FROM else 0.3
    if word == "town":
        return 0.0 if not settled else 1.0 if population >= 1000 else 0.7
    if word in _SMALL:
        return 0.0 if not settled else 1.0 if population <= _VILLAGE_TO else 0.4
    if word in ("district", "neighbourhood", "neighborhood", "raion"):
        return 1.0 if place.feature_code in ("PPLX", "ADM2", "ADM2H", "ADM3") else 0.5 if settled else 0.2
    return float(_KIND_OF_CUE[word] == kind) if word in _KIND_OF_CUE else None


def bare_division(name: str) -> str:
    """The key of a division's name without the word for it: "zakarpattia" of "Zakarpattia Oblast"."""
    return " ".join(word for word in key(name).split() if word not in DIVISION_WORDS and word != "city")
