"""The place names of a paragraph, and what its lists imply of them.

A noun shared by a list belongs to each member ("the Afipsky and Slavyansk refineries"), and a district belongs to the
city that is named with it ("the Kyivskyi and Prymorskyi districts of Odesa").
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gazetteer.lookup import Lookup, Toponym
from gazetteer.place import Place
from gazetteer.sphere import distance_km
from pipeline import commonplace, coordinates

_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
_NAMES = rf"{_NAME}(?:(?:, | and |, and ){_NAME})*"
_SHARED = re.compile(rf"\b(?P<names>{_NAME}(?:(?:, | and |, and ){_NAME})+) (?P<noun>[a-z]+(?: [a-z]+){{0,2}})")
# what every such list holds, which is looked for much faster: a second name, and soon behind it a word in the plural
_MAY_SHARE = re.compile(r"(?:,| and) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2} (?:[a-z]+ ){0,2}[a-z]*s")
_OF_CITY = re.compile(rf"\b(?P<names>{_NAMES}) districts? (?:of|in) (?:the city of )?(?P<city>{_NAME})")
_CITYS = re.compile(rf"\bdistricts of (?:the city of )?(?P<city>{_NAME})(?:,| -| —|:) (?P<names>{_NAMES})")
_WHOSE = re.compile(rf"\b(?P<city>[A-Z][\w-]+(?: [A-Z][\w-]+){{0,2}})[’']s (?P<names>{_NAMES}) districts?\b")
_SEAT = re.compile(rf"\b(?:the )?(?:headquarters|HQ) of (?:the |{_NAME}[’']s? )?(?P<name>{_NAME})")
_ONE = re.compile(_NAME)
_SEAT_FROM = 5_000  # inhabitants
_BEYOND_DOUBT = 100_000  # inhabitants from which a town's name is taken for the town
_DESIGNATION = re.compile(r"-\d")  # "A Mi-8 was lost" is of no place called A Mi
_BITS = (" district", " headquarters of ", "HQ of ")


def find(text: str, gaz: Lookup) -> tuple[Toponym, ...]:
    """The known names of a text in order, none overlapping, each with the places that it may mean there."""
    found = {t.start: t for t in gaz.toponyms(text) if not _DESIGNATION.match(text, t.end)}
    for toponym in [t for t in found.values() if t.text.endswith(_CLASSES)]:
        _as_region(toponym, gaz, found)
    low = text.casefold()
    if any(bit in low for bit in _NICKNAME_BITS):
        for start in [start for start in found if _NICKNAME.search(text[max(0, start - 40) : start])]:
            del found[start]
    for toponym in list(found.values()):
        _of_country(text, toponym, gaz, found)
        _of_division(text, toponym, gaz, found)
    if "bridge" in text:
        for toponym in _crossings(text, gaz):
            _put(found, toponym)
    for span in coordinates.find(text, gaz):
        _put(found, span)
    if _MAY_SHARE.search(text):
        for toponym in _sharing(text, gaz):
            _put(found, toponym)
    if any(bit in low for bit in _BASE_BITS) and _BASES.search(text):
        for toponym in _bases(text, gaz):
            if not _at_town(toponym, found.get(toponym.start)):
                _put(found, toponym)
    if any(bit in text for bit in _BITS):
        for toponym in _seats(text, gaz):
            _put(found, toponym)
        _districts(text, gaz, found)
    return tuple(found[start] for start in sorted(found))


def country(named: Iterable[tuple[Toponym, ...]]) -> str | None:
    """ISO code of the country that most of the article's places lie in, where the name leaves no doubt of it."""
    votes: dict[str, int] = {}
    for names in named:
        for toponym in names:
            best = toponym.candidates[0]
            if commonplace.doubt(best) is not None:
                continue  # it can't be its own witness
            abroad = {p.country_code for p in toponym.candidates} != {best.country_code}
            if abroad and best.country_code != "UA" and (best.population or 0) < _BEYOND_DOUBT:
                continue  # a Suvorovo may be in any of three countries
            if best.country_code:
                votes[best.country_code] = votes.get(best.country_code, 0) + 1
    if not votes:
        return None
    if votes.get("UA", 0) * 3 >= max(votes.values()):
        return "UA"
    return max(sorted(votes), key=lambda code: votes[code])


_AFTER = re.compile(r", (?:an? |the )?(?:[\w-]+ ){0,2}?(?P<whose>[A-Z][a-z]+) (?:[\w-]+ ){0,2}?(?:town|city|village)\b")
_BEFORE = re.compile(r"\b(?P<whose>[A-Z][a-z]+) (?:[a-z-]+ ){0,2}?(?:town|city|village) of $")


def _of_country(text: str, toponym: Toponym, gaz: Lookup, found: dict[int, Toponym]) -> None:
    """'Donetsk, a small Russian town': of the places of that name those in Russia; none where it has none."""
    match = _AFTER.match(text, toponym.end)
    if match is None and text.endswith(" of ", 0, toponym.start):
        match = _BEFORE.search(text[max(0, toponym.start - 60) : toponym.start])
    country = gaz.demonym(match["whose"]) if match else None
    if country is None or not country.is_country:
        return
    there = tuple(p for p in toponym.candidates if p.country_code == country.country_code)
    del found[toponym.start]
    if there:
        found[toponym.start] = replace(toponym, candidates=there)


_DIVISION = re.compile(r", (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?![\w’'-]|(?:,|,? and|,? or) (?:the )?[A-Z])")


def _of_division(text: str, toponym: Toponym, gaz: Lookup, found: dict[int, Toponym]) -> None:
    """'Odessa, Texas': of the places of that name the one in Texas; none where we know of none there."""
    match = _DIVISION.match(text, toponym.end)
    named = gaz.candidates(match["name"]) if match else ()
    area = next((p for p in named[:1] if p.feature_code == "ADM1"), None)
    if any(p.feature_code == "PPLC" for p in named):
        return  # "rockets hit Belgorod, Kyiv said"
    if area is None or toponym.start not in found or area.country_code == toponym.candidates[0].country_code:
        return
    there = tuple(p for p in toponym.candidates if (p.country_code, p.admin1) == (area.country_code, area.name))
    del found[toponym.start]
    if there:
        found[toponym.start] = replace(toponym, candidates=there)


# "who gave only his call sign, Dnipro"
_NICKNAME = re.compile(
    r"\b(?:call[- ]?signs?|nom de guerre|nicknamed|surnamed|code[- ]?named?)(?: (?:is|was|of))?[,:]? [\"“']?$",
    re.IGNORECASE,
)
_NICKNAME_BITS = ("sign", "guerre", "name")  # one of these is in each
_CLASSES = (" city", " town", " village")


def _as_region(toponym: Toponym, gaz: Lookup, found: dict[int, Toponym]) -> None:
    """'The Donbas city' is a city there: a name that is no settlement's does not hold the word for one."""
    name = toponym.text.rpartition(" ")[0]
    region = gaz.candidates(name)
    if region and not any(p.feature_class == "P" for p in (*toponym.candidates, *region)):
        found[toponym.start] = Toponym(toponym.start, toponym.start + len(name), name, region)


def _put(found: dict[int, Toponym], one: Toponym) -> None:
    for start in [t.start for t in found.values() if t.start < one.end and one.start < t.end]:
        del found[start]
    found[one.start] = one


def _members(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """(start in the text, name) of each member of a list of names."""
    for name in _ONE.finditer(match["names"]):
        yield match.start("names") + name.start(), name.group()


def _sharing(text: str, gaz: Lookup) -> Iterator[Toponym]:
    """Sites that a list names by one noun in the plural: 'the Belaya and Olenya air bases' are two air bases."""
    for match in _SHARED.finditer(text):
        noun = next((one for one in _singulars(match["noun"]) if gaz.facility(one)), None)
        if noun is None:
            continue
        for start, name in _members(match):
            sites = [p for p in gaz.candidates(f"{name} {noun}") if p.feature_class == "S"]
            if sites:
                yield Toponym(start, start + len(name), name, tuple(sites))


def _singulars(words: str) -> Iterator[str]:
    """'air base' of 'air bases in the north': each beginning that ends in a plural, in the singular, longest first."""
    said = words.split()
    for count in range(len(said), 0, -1):
        last = said[count - 1]
        if last.endswith("ies"):
            yield " ".join([*said[: count - 1], last.removesuffix("ies") + "y"])
        elif last.endswith("s"):
            yield " ".join([*said[: count - 1], last.removesuffix("s")])


_CROSSING = (
    re.compile(  # "the bridge between Russia and Crimea", "the bridge linking the peninsula of Crimea to Russia"
        r"\bbridge (?:between|from|(?:that|which) (?:links|connects|joins)|linking|connecting|joining"
        r"|across the strait between) (?:the )?[\w’' -]{3,40}? (?:and|with|to) (?:the )?[\w’' -]{3,40}"
    )
)


def _crossings(text: str, gaz: Lookup) -> Iterator[Toponym]:
    """The bridge that is told by the two lands which it joins, where the gazetteer has one that is called after one."""
    for match in _CROSSING.finditer(text):
        ends = [t for t in gaz.toponyms(match.group()) if t.candidates[0].feature_class == "A"]
        if len(ends) < 2:
            continue
        for end in ends:
            sites = [p for p in gaz.candidates(f"{end.text.split()[-1]} bridge") if p.feature_code == "BDG"]
            if sites:
                last = max(each.end for each in ends)
                yield Toponym(
                    match.start(), match.start() + last, text[match.start() : match.start() + last], tuple(sites)
                )
                break


# words beside which a bare name may be that of an air base: "bombers burned at Olenya, in the Murmansk region"
_BASE_BITS = ("base", "airfield", "aerodrome", "bomber")
_BASES = re.compile(r"\b(?:air ?base|airfield|aerodrome|bomber|base)s?\b", re.IGNORECASE)
_BASE = re.compile(
    rf"\b(?P<names>{_NAME}) (?:base|airfield|aerodrome)\b"
    rf"|\b(?:base|airbase|airfield|aerodrome)s? (?:at|of) (?P<there>{_NAME})"
    rf"|(?P<inside>{_NAME}),? in (?:the )?"
    rf"(?P<division>{_NAME} (?:[Rr]egion|[Oo]blast|[Pp]rovince|[Kk]rai|[Tt]erritory))"
)


_SEVERAL_BASES = re.compile(  # "on three bases: Ivanovo, Dyagilevo near Ryazan, and Ukrainka in the Amur region"
    r"\b(?:air ?bases|bases|airfields|aerodromes) ?(?:[-–—:,(]+|at|of|including) ?"
    r"(?P<list>[A-Z](?:(?! (?:was|were|has|had|have|said|as) )[^.;:()])+)"
)
_WHERE_THEY_LIE = re.compile(r"\b(?:in|near|outside|of|from)(?: the)? $")


_BESIDE_KM = 40.0


def _at_town(base: Toponym, named: Toponym | None) -> bool:
    """True of 'the air base at Vasylkiv', where the name is that of a town beside it, which later words may mean."""
    site = base.candidates[0]
    if named is not None and named.end > base.end:
        return True  # "the Kanatove airfield" is known by its whole name
    towns = [p for p in named.candidates if p.feature_class == "P"] if named is not None else []
    return any(distance_km(p.latitude, p.longitude, site.latitude, site.longitude) <= _BESIDE_KM for p in towns)


def _bases(text: str, gaz: Lookup) -> Iterator[Toponym]:
    """Air bases by their bare names, where a word beside it says that one is meant, or the region that it lies in."""
    for match in _BASE.finditer(text):
        group = next(g for g in ("names", "there", "inside") if match[g])
        sites = [p for p in gaz.candidates(f"{match[group]} air base") if p.feature_code == "AIRB"]
        if group == "inside":
            divisions = {p.name for p in gaz.candidates(match["division"]) if p.feature_code == "ADM1"}
            sites = [p for p in sites if p.admin1 in divisions]
        if sites:
            yield Toponym(match.start(group), match.end(group), match[group], tuple(sites))
    for several in _SEVERAL_BASES.finditer(text):
        for name in _ONE.finditer(several["list"]):
            sites = [p for p in gaz.candidates(f"{name.group()} air base") if p.feature_code == "AIRB"]
            if sites and not _WHERE_THEY_LIE.search(several["list"][: name.start()]):
                start = several.start("list") + name.start()
                yield Toponym(start, start + len(name.group()), name.group(), tuple(sites))


def _seats(text: str, gaz: Lookup) -> Iterator[Toponym]:
    """'the headquarters of Russia's Black Sea Fleet', where that has a place of its own."""
    for match in _SEAT.finditer(text):
        if sites := [p for p in gaz.candidates(f"{match['name']} headquarters") if p.feature_class == "S"]:
            yield Toponym(match.start(), match.end(), match.group(), tuple(sites))


def _districts(text: str, gaz: Lookup, found: dict[int, Toponym]) -> None:
    """Leaves a district's name to the districts of its city; a name that is none of them is no place by itself."""
    for match in (*_OF_CITY.finditer(text), *_CITYS.finditer(text), *_WHOSE.finditer(text)):
        city = found.get(match.start("city"))
        town = next((p for p in city.candidates if p.feature_class == "P"), None) if city else None
        if town is None:
            continue
        members = [(start, name, _own_district(name, town, gaz)) for start, name in _members(match)]
        listed = match.re is _CITYS and text.endswith("the ", 0, match.start())  # "two districts of Odesa, X and Y"
        if listed and all(not own and _is_town(name, gaz) for _, name, own in members):
            continue  # "the districts of Synelnykove, Nikopol and Kryvyi Rih"
        for start, name, own in members:
            if own:
                _put(found, Toponym(start, start + len(name), name, own))
            elif start in found and start != match.start("city") and match.re is not _WHOSE:  # which a raion may be too
                del found[start]


def _own_district(name: str, town: Place, gaz: Lookup) -> tuple[Place, ...]:
    """The districts of the town that the name may mean, with the word "district" or without."""
    return of_city(gaz.candidates(name), town) or of_city(gaz.candidates(f"{name} district, {town.name}"), town)


def _is_town(name: str, gaz: Lookup) -> bool:
    """True of a town that a district of a region may be named after."""
    return any(p.feature_class == "P" and (p.population or 0) >= _SEAT_FROM for p in gaz.candidates(name)[:1])


def of_city(candidates: Iterable[Place], town: Place) -> tuple[Place, ...]:
    """Those of the candidates that are districts of the town."""
    return tuple(p for p in candidates if p.feature_code == "PPLX" and p.anchor == town.name)


def moved(toponym: Toponym, by: int) -> Toponym:
    """The same name, so many code points further on."""
    return Toponym(toponym.start + by, toponym.end + by, toponym.text, toponym.candidates)
