"""Where an event happened: the place of a trigger, chosen among the names of its sentence and what went before.

Syntax first, then the sentence, then a definite description ("the city"), then the sentence before. Where none can be
defended there is no place, and the reason is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gazetteer.lookup import Lookup, Toponym
from gazetteer.place import Place
from gazetteer.resolve import Resolution
from pipeline import (
    anaphora,
    aside,
    attachment,
    ellipsis,
    enumeration,
    namesakes,
    placing,
    roles,
    seats,
    together,
    unplaced,
    whereabouts,
)
from pipeline.memory import Memory
from pipeline.models import Location
from pipeline.namesakes import Undecided
from pipeline.placemention import RIGHT_BEHIND, PlaceMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention

_Ranked = tuple[int, int, int, PlaceMention, Place, Resolution]
_LINES = ("STM", "STMX", "CNL", "RSV", "LK")  # hundreds of km long: their middle is no place for a marker


@dataclass(frozen=True, slots=True)
class Scene:
    """The places of one trigger, or why there is none."""

    locations: tuple[Location, ...]
    reason: str | None = None
    origin: str | None = None
    undecided: tuple[Undecided, ...] = ()  # names that several places bear: one event each, not placed


def find(
    s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> Scene:
    """Where the trigger's event happened."""
    origin = next((m.toponym.text for m in mentions if m.role == "origin" and attachment.within(s, m, trigger)), None)
    ranked: list[_Ranked] = []
    countries: list[str] = []
    parts: list[str] = []
    rivers: list[str] = []
    for m in (enumeration.right_behind(s, attachment.as_scene(s, m, trigger), trigger) for m in mentions):
        if m.role != "scene":
            continue
        meant = namesakes.place_of(m, mentions, gaz, memory)
        if meant is None or (rank := attachment.rank_of(s, m, trigger, meant, memory)) is None:
            continue
        if meant.feature_code == "SEA" and not attachment.at_sea(m, trigger):
            origin = origin or m.toponym.text
            continue
        if meant.is_country:
            countries.append(m.toponym.text)
            continue
        if _part_of_the_world(meant):
            parts.append(m.toponym.text)
            continue
        if meant.feature_code in _LINES:
            rivers.append(m.toponym.text)
            continue
        wide = meant.feature_class in ("A", "H", "L") or meant.feature_code in ("PEN",)
        beside = m.relation in roles.words()["near"] or placing.is_sector(s, m)
        ranked.append((rank, int(wide), int(beside), m, meant, namesakes.sense(m, mentions, gaz, memory)))
    if trigger.kind.key == "battle" and not any(row[4].feature_class == "P" for row in ranked):
        # a ground attack launched "from Lysychansk" is fought beside it; one from a country or a sea is not
        for m in mentions:
            if m.role == "origin" and attachment.own(m, trigger) and not attachment.of_doer(m, trigger):
                resolution = namesakes.sense(m, mentions, gaz, memory)
                if resolution.place is not None and resolution.place.feature_class == "P":
                    ranked.append((0, 0, 1, replace(m, relation="near"), resolution.place, resolution))
    if aside.is_later(s, trigger):
        below = {t.i for t in s.subtree(trigger.token.i)}
        ranked = [row for row in ranked if row[3].token.i in below] or ranked
    ranked = [
        row for row in ranked if not any(attachment.opens_wider(s, row[3], other[3], trigger) for other in ranked)
    ]
    if any(attachment.is_target(row[3], trigger) for row in ranked):  # "guns at the plant shelled Nikopol"
        ranked = [row for row in ranked if not attachment.below_doer(s, row[3], trigger)]
    ranked = [row for row in ranked if not any(attachment.only_near(s, row[3], other[3]) for other in ranked)]
    divisions = [row for row in ranked if row[4].feature_code == "ADM1"]
    ranked = [row for row in ranked if not any(_holds(s, row, other) for other in ranked)]
    # "the region was shelled, Popasna worst of all": the name singled out is where it was
    ranked = [row for row in ranked if row[3].relation == "worst" and row[0] == 0] or ranked
    spots = [row for row in ranked if row[0] < 2 and row[4].feature_class == "P" and not placing.is_sector(s, row[3])]
    if spots:  # "in the Pokrovsk direction, near Vozdvyzhenka and Selydove": the villages say where in it
        ranked = [row for row in ranked if row in spots or not placing.is_sector(s, row[3])]
    in_passing = whereabouts.is_told_in_passing(s, trigger)
    described = None if in_passing else anaphora.described_place(s, trigger, mentions, gaz, memory)
    if trigger.kind.key == "capture" and (unknown := unplaced.unknown_name(s, trigger, mentions)):
        return Scene((), f"the gazetteer has no place called {unknown}", origin)
    if ranked and all(row[4].feature_code == "ADM1" and row[0] for row in ranked):
        # "In Luhansk region, monitors 2 km north of Kadiivka heard explosions"
        reckoned = _reckoned(s, trigger, mentions, gaz, memory)
        if reckoned is not None and reckoned.admin1 in {row[4].name for row in ranked}:
            return Scene((reckoned,), None, origin)
    if ranked:
        ranked.sort(key=lambda row: (row[0], row[1], row[2], abs(row[3].token.i - trigger.token.i)))
        rank, _, near, best, _, _ = ranked[0]
        if rank >= 2 and described is not None and described.place_id != ranked[0][4].place_id:
            return Scene((described,), None, origin)
        chosen = [
            row
            for row in ranked
            if row[3] is best
            or (
                not (rank and _is_one(s, trigger))
                and row[1] == ranked[0][1]
                and (attachment.listed(best, row[3]) or attachment.coordinate(best, row[3]))
            )
        ]
        chosen += [
            row
            for row in ranked
            if row[0] == rank == 0
            and row not in chosen
            and row[2] == near
            and (not near or ellipsis.elided(s, row[3], best, trigger))
            and row[1] == ranked[0][1]
            and attachment.beside(s, best, row[3], trigger)
        ]
        chosen += [
            row
            for row in ranked
            if row not in chosen and row[0] <= 1 and any(ellipsis.by_another_word(s, row[3], o[3]) for o in chosen)
        ]
        if head := [row for row in chosen if row[4].feature_class in ("P", "S") or row[4].feature_code == "ADM1"]:
            known, sector = {row[3].token.i for row in chosen}, placing.is_sector(s, head[0][3])
            one = rank > 1 or head[0][4].feature_code == "ADM1" or _is_one(s, trigger)
            for m in enumeration.rest(s, head[0][3], mentions, trigger, one=one):
                meant = namesakes.place_of(m, mentions, gaz, memory) if m.token.i not in known else None
                if meant is not None and not _is_part_of(head[0][4], meant) and placing.is_sector(s, m) <= sector:
                    # "In Kyiv, a block in the Podil district", "in the Kharkiv sector, two attacks near Lyptsi"
                    chosen.append((0, 0, 0, m, meant, namesakes.sense(m, mentions, gaz, memory)))
        chosen.sort(key=lambda row: row[3].token.i)
        pair = [row[3] for row in chosen if row[3].relation == "between"]
        if len(pair) == 2:
            return _amid(pair[0], pair[1], origin)
        undecided = tuple(namesakes.undecided(row[3], row[5]) for row in chosen if row[5].ambiguous)
        undecided += tuple(
            Undecided(f"the gazetteer has no place called {name}", ())
            for name in unplaced.unknown_members(s, trigger, [row[3] for row in chosen], mentions)
        )
        chosen = [row for row in chosen if not row[5].ambiguous]
        if not chosen:
            around = [
                row
                for row in divisions
                if 0 <= row[3].toponym.start - best.toponym.end <= RIGHT_BEHIND
                or (row[0] == 0 and row[3].attach == best.attach and row[3].relation in ("in", "over", "across"))
            ]
            if len(undecided) == len(around) == 1 and trigger.kind.key not in ("capture", "withdrawal"):
                region = _somewhere_in(around[0], undecided[0])
                return Scene((region,), None, origin)
            return Scene((), undecided[0].reason, origin, undecided)
        return Scene(
            tuple(
                _unique(
                    namesakes.explained(placing.location_of(s, m, place, resolution, "sentence", gaz), resolution)
                    for _, _, _, m, place, resolution in chosen
                )
            )
            + _listed_beyond(s, [row[3] for row in chosen], mentions, gaz, memory),
            None,
            origin,
            undecided,
        )
    if several := together.several(s, trigger, memory):
        words, places = several
        reason = None if places else f"the text says only {words!r}"
        return Scene(tuple(placing.as_location(each, "coreference", words) for each in places), reason, origin)
    if described is not None:
        return Scene((described,), None, origin)
    if side := unplaced.on_one_side(s, trigger, mentions):
        return Scene((), f"the text says only {side!r}", origin)
    if reckoned := _reckoned(s, trigger, mentions, gaz, memory):
        return Scene((reckoned,), None, origin)
    if unknown := unplaced.unknown_name(s, trigger, mentions):
        return Scene((), f"the gazetteer has no place called {unknown}", origin)
    if sea := unplaced.at_sea(s, trigger):
        return Scene((), f"the text says only {sea!r}", origin)
    if not attachment.of_a_ship(trigger) and (ruled := seats.ruled(s, trigger, mentions, gaz, memory)):
        return Scene((ruled,), None, origin)
    if rivers:
        return Scene((), f"only a river is named: {rivers[0]}", origin)
    if countries:
        return Scene((), f"only a country is named: {countries[0]}", origin)
    if parts:
        return Scene((), f"only a part of the world is named: {parts[0]}", origin)
    if elsewhere := unplaced.unknown_beside(s, mentions):
        return Scene((), f"a place is named beside it that the gazetteer lacks: {elsewhere}", origin)
    if vague := unplaced.vague(s):
        return Scene((), f"the text says only {vague!r}", origin)
    return Scene((), unplaced.IN_PASSING if in_passing else "no place is named", origin)


def _reckoned(
    s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> Location | None:
    """'25 miles south of Kyiv', and no name of what lies there: dead reckoning from the name that is given."""
    for m in mentions:
        if (
            m.role == "reference"
            and (m.distance_km or m.bearing is not None)
            and attachment.within(s, m, trigger)
            and m.refers is None
            and (anchor := namesakes.place_of(m, mentions, gaz, memory))
            and (m.distance_km or anchor.feature_class == "P")  # "the west of Ukraine" is no spot
        ):
            return placing.dead_reckoning(m, anchor)
    return None


def _listed_beyond(
    s: Sentence, chosen: list[PlaceMention], mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> tuple[Location, ...]:
    """'Near Soledar and north of Bakhmut': what has no name of its own and stands in one list with what has."""
    found = []
    for m in mentions:
        heads = [t for t in s.ancestors(m.token.i) if t.dep == "conj"]
        listed = m.role == "reference" and m.refers is None and any(t.head == c.token.i for t in heads for c in chosen)
        if listed and m.bearing is not None and (anchor := namesakes.place_of(m, mentions, gaz, memory)):
            found += [placing.dead_reckoning(m, anchor)] if anchor.feature_class == "P" else []
    return tuple(found)


def _amid(one: PlaceMention, other: PlaceMention, origin: str | None) -> Scene:
    """'Between Marinka and Pobieda': half way, of the two nearest bearers of the names; nowhere where those are far."""
    ends = placing.nearest_pair(one.toponym.candidates, other.toponym.candidates)
    if ends is not None and (
        location := placing.between(*ends, f"between {one.toponym.text} and {other.toponym.text}")
    ):
        return Scene((location,), None, origin)
    return Scene((), f"the text says only 'between {one.toponym.text} and {other.toponym.text}'", origin)


def _somewhere_in(region: _Ranked, name: Undecided) -> Location:
    """'Kostiantynivka in the Mykolaiv region', which has four: somewhere in the region, and all four are kept."""
    location = placing.as_location(region[4], "sentence", f"a place of several of that name, {region[3].toponym.text}")
    return replace(location, alternatives=name.candidates)


def _is_one(s: Sentence, trigger: TriggerMention) -> bool:
    """'They fought at Dymer and Ivankiv and had blown up a bridge': one thing is hit, and not in two towns."""
    patient = trigger.patient
    return patient is not None and any(c.lower in ("a", "an", "one") for c in s.children(patient.i, "det", "nummod"))


_WIDE_KM = 75.0


def _part_of_the_world(place: Place) -> bool:
    """Whether it is land so wide, and so far from the war, that it places nothing: "in the Bavarian Alps"."""
    return place.source == "world-regions" and place.feature_class in "LT" and place.uncertainty_km >= _WIDE_KM


def _unique(locations: Iterable[Location]) -> Iterator[Location]:
    seen = set()
    for location in locations:
        if location.place_id not in seen:
            seen.add(location.place_id)
            yield location


def _holds(s: Sentence, wide: _Ranked, narrow: _Ranked) -> bool:
    """'Horlivka, Donetsk', 'the Saltivka district of Kharkiv': the second name only says where the first lies."""
    a, b = narrow[3].toponym, wide[3].toponym
    between = s.text[a.end - s.start : b.start - s.start] if a.end <= b.start else "-"
    named = narrow[4].admin1 is not None and narrow[4].admin1.split(" ")[0] == wide[4].name.split(" ")[0]
    if _is_part_of(narrow[4], wide[4]):
        return between.split()[-1:] in (["of"], ["in"], [","])
    if narrow[4].feature_code in ("ADM2", "ADM3") and wide[4].feature_code == "ADM1":
        return named and between.replace("the", "").strip() in ("of", "in", ",", ", in")
    return named and narrow[4].feature_class in "PS" and between.strip() in (",", "(", "in", ", in")


def _is_part_of(part: Place, town: Place) -> bool:
    return part.feature_code == "PPLX" and part.anchor == town.name


def is_place(toponyms: tuple[Toponym, ...], token: Token) -> bool:
    """True where the token is part of a place name that is no country."""
    for toponym in toponyms:
        if toponym.start <= token.start < toponym.end:
            return not all(p.is_country for p in toponym.candidates)
    return False
