"""What a definite description without a name stands for: the capital, a region by its town, a known site."""

import re
from functools import cache

from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.sphere import distance_km
from pipeline import roles
from pipeline.memory import Memory
from pipeline.syntax import Sentence, Token

PARTS = ("centre", "center", "outskirt", "outskirts", "suburb", "suburbs")  # of a town
AROUND = ("area", "district", "vicinity")  # "bitter clashes in the district": round the town told of
DIVISIONS = ("region", "oblast", "province", "peninsula")


def words_for_places(s: Sentence) -> list[Token]:
    """The words of a sentence that a place told of before may be called by: "there", "city", "plant"."""
    nouns = _nouns()
    return [token for token in s.tokens if token.lower == "there" or (token.is_noun and token.lemma in nouns)]


@cache
def _nouns() -> frozenset[str]:
    words = roles.words()
    return words["settlement"] | words["facility"] | {"capital", "port", "island", *PARTS, *AROUND, *DIVISIONS}


def region_of(gaz: Lookup, settlement: Place | None) -> Place | None:
    """The first-order division that a settlement lies in; None where it is not known."""
    if settlement is None or settlement.admin1 is None:
        return None
    return next((p for p in gaz.candidates(settlement.admin1) if p.feature_code == "ADM1"), None)


def facility_before(gaz: Lookup, memory: Memory, words: str, noun: str) -> Place | None:
    """The site that "the airport" or "the plant" means: one named before, or the only one of the latest settlement.

    First that of the latest event, where it was one of the kind: the steelworks of a town that buses have reached since
    was never spoken of.
    """
    key = gaz.facility(words)
    if (latest := _last_site(gaz, memory, key)) is not None:
        return latest
    if (told := _site_told_of(memory, words, noun)) is not None:
        return told
    settlement = memory.settlement(gaz)
    for place in reversed(memory.places):
        if place.feature_class == "S" and (noun in place.name.lower() or (key and _is_facility(gaz, place, key))):
            return place
        if place.feature_class == "P" and settlement is not None:
            sites = gaz.sites(key, settlement, within_km=15.0) if key else ()
            return sites[0] if len(sites) == 1 else None
    return None


_ANY_SITE = ("site", "complex", "compound", "facility", "building")  # what a site of any kind may be called again
_ITS_TOWN_KM = 15.0


def _site_told_of(memory: Memory, words: str, noun: str) -> Place | None:
    """'The station' after Kramatorsk railway station, 'the site' after any: the latest place of one of the paragraphs.

    None where a town was spoken of since that is not its own.
    """
    towns = []
    for place in reversed(memory.places):
        if place.feature_class == "P":
            towns.append(place)
        elif place.feature_class == "S" and memory.lately(place, 1):
            if words not in _ANY_SITE and noun not in place.name.lower():
                continue  # "the hospital complex" is none of a port
            apart = (distance_km(place.latitude, place.longitude, p.latitude, p.longitude) for p in towns)
            return place if all(km <= _ITS_TOWN_KM for km in apart) else None
    return None


def _last_site(gaz: Lookup, memory: Memory, key: str | None) -> Place | None:
    place = gaz.place(memory.last.place_id) if memory.last is not None else None
    same = place is not None and place.feature_class == "S" and key is not None and _is_facility(gaz, place, key)
    return place if same else None


def _is_facility(gaz: Lookup, place: Place, key: str) -> bool:
    return any(site.place_id == place.place_id for site in gaz.sites(key, place, within_km=1.0))


_SECOND = re.compile(r"(?:(\w+)(?:'s|’s) |\b(?:the|its) )second(?:[- ](?:largest|biggest))? $", re.IGNORECASE)
_SECOND_CITIES = {"UA": "Kharkiv", "RU": "Saint Petersburg"}  # by people: that of each country that the war is in


def second_city(s: Sentence, token: Token, gaz: Lookup, memory: Memory) -> Place | None:
    """What "Ukraine's second-largest city" or "the country's second city" means; None of any other city."""
    if token.i < 2 or "second" not in (s.tokens[token.i - 1].lower, s.tokens[max(0, token.i - 3)].lower):
        return None
    match = _SECOND.search(s.text[: token.start - s.start])
    if match is None:
        return None
    owner = gaz.demonym(match[1]) if match[1] and match[1].lower() != "country" else None
    named = next((p for p in gaz.candidates(match[1]) if p.is_country), None) if match[1] and owner is None else None
    country = owner or named
    if match[1] and match[1].lower() != "country" and country is None:
        return None  # "Poland's", of which no such town is told here, or "the region's"
    name = _SECOND_CITIES.get((country.country_code if country is not None else memory.country) or "")
    return next((p for p in gaz.candidates(name) if p.feature_class == "P"), None) if name else None


_MAYOR = re.compile(r"\bmayor of ([A-Z]\w+)|\b(?!The )([A-Z]\w+)(?:'s|’s)? mayor\b")
_SEATS = {"UA": "Kyiv", "RU": "Moscow", "BY": "Minsk"}


def capital(s: Sentence, token: Token, gaz: Lookup, memory: Memory) -> Place | None:
    """The capital of the country that is said, "the Polish capital", else of the one that the article is about.

    None for that of a region, or of a country whose capital was not named.
    """
    said = [t for t in s.children(token.i, "amod", "compound", "poss") if t.lower not in ("its", "their")]
    if any(t.lemma in ("regional", "provincial", "district", "local", "administrative", "region") for t in said):
        return None
    country = next((found for t in said if t.text[:1].isupper() and (found := gaz.demonym(t.text))), None)
    if country is not None and not country.is_country:
        return None  # "the Crimean capital"
    code = country.country_code if country is not None else memory.country
    office = _MAYOR.search(s.text) if country is None and "mayor" in s.said else None
    if office is not None:  # "Moscow's mayor said that ten drones heading for the capital were downed"
        run = next((p for p in gaz.candidates(office[1] or office[2]) if p.feature_code == "PPLC"), None)
        if run is not None:
            return run
    for place in reversed(memory.places):
        if place.feature_code == "PPLC" and (country is None or place.country_code == code):
            return place
    name = _SEATS.get(code or "") if country is not None or code == "UA" else None
    return next((p for p in gaz.candidates(name) if p.feature_code == "PPLC"), None) if name else None
