"""Where an event happened: the place of a trigger, chosen among the names of its sentence and what went before.

Syntax first, then the sentence, then a definite description ("the city"), then the sentence before. Where none can be
defended there is no place, and the reason is told.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from geopy.distance import great_circle

from gazetteer.lookup import Gazetteer, Toponym
from gazetteer.place import Place
from gazetteer.resolve import Offset, Resolution, resolve
from pipeline import roles
from pipeline.dates import DAYS, MONTHS
from pipeline.models import Alternative, Location, LocationBasis, LocationPrecision
from pipeline.roles import PlaceMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.voices import is_speech

NEAR_KM = 5.0  # "near X" means within 5 km, or twice X's own radius, and no further than 25 (UCDP where_prec 2)
FURTHEST_NEAR_KM = 25.0
OFFSET_SHARE = 0.45  # of the stated distance: how far dead reckoning misses (measured on news phrases)
_BY_CODE = {"the capital": ("PPLC",), "the peninsula": ("PEN",)}


_Ranked = tuple[int, int, int, PlaceMention, Place, Resolution]


_LINES = ("STM", "STMX", "CNL", "RSV", "LK")  # hundreds of km long: their middle is no place for a marker


@dataclass(slots=True)
class Memory:
    """What the article has named so far: the one thing that changes while an article is read."""

    country: str | None = None  # ISO code of the country that the article is about
    places: list[Place] = field(default_factory=list)  # scenes, latest last
    last: Location | None = None  # of the latest event
    last_paragraph: int = -1
    senses: dict[str, Resolution] = field(default_factory=dict)  # one sense per article

    def settlement(self, gaz: Gazetteer) -> Place | None:
        """The latest town or village; for a city district, its city."""
        place = self.latest("P")
        if place is not None and place.feature_code == "PPLX" and place.anchor:
            return next((p for p in gaz.candidates(place.anchor) if p.feature_class == "P"), place)
        return place

    def add(self, place: Place) -> None:
        """Keeps a place that later sentences may mean. A foreign capital is where people speak, not "the city"."""
        if not (place.feature_code == "PPLC" and place.country_code != self.country):
            self.places.append(place)

    def latest(self, *classes: str, codes: tuple[str, ...] = ()) -> Place | None:
        """The latest place of one of the GeoNames classes, or feature codes."""
        for place in reversed(self.places):
            if place.feature_code in codes or (not codes and place.feature_class in classes):
                return place
        return None


@dataclass(frozen=True, slots=True)
class Scene:
    """The places of one trigger, or why there is none."""

    locations: tuple[Location, ...]
    reason: str | None = None
    origin: str | None = None


def sense(mention: PlaceMention, all_mentions: Iterable[PlaceMention], gaz: Gazetteer, memory: Memory) -> Resolution:
    """The place that a name means here: one sense per article unless a class word beside it says otherwise."""
    key = f"{mention.toponym.text.lower()}|{mention.cue or ''}"
    if key not in memory.senses:
        candidates = mention.toponym.candidates
        if mention.cue is None and _towers(candidates, memory.country):
            candidates = candidates[:1]  # Mykolaiv of half a million, not its namesakes, wherever the article has been
        offset = None
        for other in all_mentions:
            inside = mention.token.i == other.refers
            if other.role == "reference" and inside and other is not mention and other.distance_km:
                anchor = sense(other, (), gaz, memory).place
                offset = Offset(other.distance_km, other.bearing, anchor) if anchor else None
        beside = [
            m.toponym.candidates[0] for m in all_mentions if m is not mention and _tells_where(m, mention, memory)
        ]
        memory.senses[key] = resolve(
            candidates,
            cue=mention.cue,
            country=memory.country,
            admin1=_admin1_beside(mention, all_mentions),
            anchors=(*beside, *memory.places[-6:]),
            offset=offset,
        )
    return memory.senses[key]


def _towers(candidates: tuple[Place, ...], country: str | None) -> bool:
    """True where the first candidate is a big city of the article's country and dwarfs every namesake."""
    first = candidates[0]
    size = first.population or 0
    others = [p.population or 0 for p in candidates[1:] if p.feature_class == "P"]
    return (
        first.feature_class == "P"
        and first.country_code == country
        and size >= 100_000
        and size > 10 * max(others, default=0)
    )


def _admin1_beside(mention: PlaceMention, all_mentions: Iterable[PlaceMention]) -> str | None:
    """'Kostiantynivka in the Mykolaiv region', 'In the Sumy region, ... Trostianets': the one division named."""
    found = []
    for other in all_mentions:
        if other is mention or not (other.cue or other.toponym.candidates[0].feature_code == "ADM1"):
            continue
        division = next((p for p in other.toponym.candidates if p.feature_code == "ADM1"), None)
        if division is not None:
            found.append(division.admin1 or division.name)
    return found[0] if len(found) == 1 else None


def _tells_where(m: PlaceMention, mention: PlaceMention, memory: Memory) -> bool:
    """A name that needs no context and stands beside another: 'Krasne, near Lviv', 'Sumy, Poltava and Lyman'."""
    first = m.toponym.candidates[0]
    after = 0 <= m.toponym.start - mention.toponym.end <= 30 and m.relation in roles.words()["near"]
    alone = len(m.toponym.candidates) == 1 or (first.population or 0) >= 100_000
    listed = m.group == mention.group
    return (
        (after or listed)
        and alone
        and not first.feature_code.startswith("PCL")
        and first.country_code == memory.country
    )


def find(
    s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...], gaz: Gazetteer, memory: Memory
) -> Scene:
    """Where the trigger's event happened."""
    origin = next((m.toponym.text for m in mentions if m.role == "origin" and _within(s, m, trigger)), None)
    ranked: list[_Ranked] = []
    countries: list[str] = []
    rivers: list[str] = []
    for m in (_as_scene(s, m, trigger) for m in mentions):
        if m.role != "scene":
            continue
        resolution = sense(m, mentions, gaz, memory)
        if resolution.place is None or (rank := _rank(s, m, trigger, resolution.place, memory)) is None:
            continue
        if resolution.place.feature_code == "SEA" and not _at_sea(s, m, trigger):
            origin = origin or m.toponym.text
            continue
        if resolution.place.feature_code.startswith("PCL"):
            countries.append(m.toponym.text)
            continue
        if resolution.place.feature_code in _LINES:
            rivers.append(m.toponym.text)
            continue
        wide = resolution.place.feature_class in ("A", "H", "L") or resolution.place.feature_code in ("PEN",)
        ranked.append((rank, int(wide), int(m.relation in roles.words()["near"]), m, resolution.place, resolution))
    if trigger.kind.key == "battle" and not any(row[4].feature_class == "P" for row in ranked):
        # a ground attack launched "from Lysychansk" is fought beside it; one from a country or a sea is not
        for m in mentions:
            if m.role == "origin" and _within(s, m, trigger):
                resolution = sense(m, mentions, gaz, memory)
                if resolution.place is not None and resolution.place.feature_class == "P":
                    ranked.append((0, 0, 1, replace(m, relation="near"), resolution.place, resolution))
    ranked = [row for row in ranked if not any(_holds(s, row, other) for other in ranked)]
    described = _described(s, trigger, gaz, memory)
    if trigger.kind.key == "capture" and (unknown := _unknown_name(s, trigger, mentions)):
        return Scene((), f"the gazetteer has no place called {unknown}", origin)
    if ranked:
        ranked.sort(key=lambda row: (row[0], row[1], row[2], abs(row[3].token.i - trigger.token.i)))
        rank, _, near, best, _, _ = ranked[0]
        if rank >= 2 and described is not None:
            return Scene((described,), None, origin)
        chosen = [
            row
            for row in ranked
            if row[3] is best or (row[1] == ranked[0][1] and (_listed(best, row[3]) or _coordinate(best, row[3])))
        ]
        chosen += [
            row
            for row in ranked
            if row[0] == rank == 0
            and row not in chosen
            and not row[2]
            and not near
            and row[1] == ranked[0][1]
            and _beside(s, best, row[3])
        ]
        chosen.sort(key=lambda row: row[3].token.i)
        if ambiguous := [row for row in chosen if row[5].ambiguous]:
            names = ", ".join(row[3].toponym.text for row in ambiguous)
            chosen = [row for row in chosen if row not in ambiguous]
            if not chosen:
                return Scene((), f"several places are called {names}, and nothing tells which one is meant", origin)
        basis: LocationBasis = "sentence"
        return Scene(
            tuple(_unique(_location(s, m, place, resolution, basis, gaz) for _, _, _, m, place, resolution in chosen)),
            None,
            origin,
        )
    if described is not None:
        return Scene((described,), None, origin)
    for m in mentions:
        if (
            m.role == "reference"
            and m.distance_km
            and _within(s, m, trigger)
            and m.refers is None
            and (anchor := sense(m, mentions, gaz, memory).place)
        ):
            return Scene((_offset(m, anchor),), None, origin)
    if unknown := _unknown_name(s, trigger, mentions):
        return Scene((), f"the gazetteer has no place called {unknown}", origin)
    if not _of_a_ship(trigger) and (ruled := _ruled(s, mentions, gaz, memory)):
        return Scene((ruled,), None, origin)
    if rivers:
        return Scene((), f"only a river is named: {rivers[0]}", origin)
    if countries:
        return Scene((), f"only a country is named: {countries[0]}", origin)
    if elsewhere := _unknown_beside(s, mentions):
        return Scene((), f"a place is named beside it that the gazetteer lacks: {elsewhere}", origin)
    if vague := _vague(s, trigger):
        return Scene((), f"the text says only {vague!r}", origin)
    return Scene((), "no place is named", origin)


_OFFICES = ("governor", "mayor", "head", "chief", "administration", "council", "leader")


def _ruled(s: Sentence, mentions: tuple[PlaceMention, ...], gaz: Gazetteer, memory: Memory) -> Location | None:
    """A governor or mayor who names no other place speaks of the one they run; marked as inferred."""
    for m in mentions:
        if m.role == "body" and s.tokens[m.attach].lemma in _OFFICES:
            place = sense(m, mentions, gaz, memory).place
            if place is not None and place.country_code == memory.country and not place.feature_code.startswith("PCL"):
                return _as_location(place, "inferred", s.phrase(m.attach))
    return None


def inherited(memory: Memory, paragraph: int) -> Location | None:
    """The place of the event told just before, in this paragraph or the one above; marked as taken over."""
    if memory.last is None or paragraph - memory.last_paragraph > 1:
        return None
    last = memory.last
    basis: LocationBasis = "paragraph" if paragraph == memory.last_paragraph else "previous"
    return Location(
        last.place_id,
        last.name,
        last.latitude,
        last.longitude,
        last.country,
        last.admin1,
        last.precision,
        last.uncertainty_km,
        basis,
        last.words,
        last.alternatives,
    )


def _unique(locations: Iterable[Location]) -> Iterator[Location]:
    seen = set()
    for location in locations:
        if location.place_id not in seen:
            seen.add(location.place_id)
            yield location


def _holds(s: Sentence, wide: _Ranked, narrow: _Ranked) -> bool:
    """'Horlivka, Donetsk': the second name only says where the first lies."""
    a, b = narrow[3].toponym, wide[3].toponym
    between = s.text[a.end - s.start : b.start - s.start] if a.end <= b.start else "-"
    named = narrow[4].admin1 is not None and narrow[4].admin1.split(" ")[0] == wide[4].name.split(" ")[0]
    return named and narrow[4].feature_class == "P" and between.strip() in (",", "(", "in", ", in")


def _listed(best: PlaceMention, other: PlaceMention) -> bool:
    return (
        other is not best
        and other.group == best.group
        and other.attach == best.attach
        and other.facility == best.facility
    )


def _beside(s: Sentence, best: PlaceMention, other: PlaceMention) -> bool:
    """'in Sumy and at Konotop': a second place by its own preposition, coordinated with the first."""
    return (
        other.attach == best.attach
        and other.relation == best.relation
        and any(
            t.lower in ("and", "as")
            for t in s.tokens[min(best.token.i, other.token.i) : max(best.token.i, other.token.i)]
        )
    )


def _as_scene(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> PlaceMention:
    """The mention as this trigger sees it.

    A force withdraws from its scene, towards another place; the airport that is hit "in Dnipro" is Dnipro's.
    """
    if trigger.kind.key == "withdrawal":
        if m.role == "origin":
            return replace(m, role="scene", relation="in")
        if m.relation in ("to", "towards", "toward", "into", "across", "through"):
            return replace(m, role="reference")
    patient = trigger.patient
    if trigger.kind.key == "capture" and patient is not None and patient.lemma in roles.words()["facility"]:
        m = replace(m, taken=_noun_words(s, patient))
    bare = m.facility is None and m.attach == trigger.token.i and m.relation in ("in", "at", "outside", "above", "near")
    if bare and patient is not None and patient.lemma in roles.words()["facility"]:
        return replace(m, facility=_noun_words(s, patient))
    return m


_SHIPS = ("ship", "vessel", "cruiser", "flagship", "boat", "frigate", "corvette", "tanker", "craft", "tug")


def _of_a_ship(trigger: TriggerMention) -> bool:
    return trigger.patient is not None and trigger.patient.lemma in _SHIPS


def _at_sea(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """A sea is where ships are hit and aircraft fall; otherwise it is where the weapon came from."""
    if trigger.kind.key in ("shootdown", "battle"):
        return m.relation in ("in", "over", "on", "above")
    return trigger.kind.key in ("strike", "explosion") and _of_a_ship(trigger) and m.relation in ("in", "on")


def _coordinate(best: PlaceMention, other: PlaceMention) -> bool:
    """Two names that are both what the verb is about: 'Sumy and, further on, Mariupol were hit'."""
    same = other.attach == best.attach and other.relation == best.relation
    return same and best.relation in ("nsubj", "nsubjpass", "dobj")


def _rank(s: Sentence, m: PlaceMention, trigger: TriggerMention, place: Place, memory: Memory) -> int | None:
    """0 where the name hangs on the trigger itself, 1 in its clause, 2 elsewhere in the sentence; None where barred."""
    verb = s.tokens[m.attach]
    told = verb.lemma in ("report", "hear") and (s.is_passive(verb.i) or verb.tag == "VBN")  # "blasts reported in Sumy"
    if is_speech(verb.lemma) and m.attach != trigger.token.i and verb.is_verb and not told:
        own = place.feature_code != "PPLC" and place.country_code == memory.country
        if m.relation not in ("nsubj", "dobj") and own and _opens(s, m):
            return 1  # "In the Donbas region, officials said that ..."; in a capital the speaker sits
        if m.relation not in ("dobj", "nsubjpass") or not _below(s, m.attach, trigger.token.i):
            return None
    if (
        place.feature_code == "PPLC"
        and m.relation == "in"
        and _opens(s, m)
        and trigger.token.dep not in ("nsubj", "nsubjpass")
    ):
        if verb.i != trigger.token.i:
            return None  # "In Moscow the talk was of a strike"
    if m.relation == "to" and trigger.kind.key == "battle" and trigger.token.is_noun and verb.is_verb:
        return None  # "the battle moved to Brussels"
    if m.relation == "nsubj" and verb.is_verb:
        active = verb.i == trigger.token.i and not s.is_passive(verb.i)
        if active and trigger.patient is not None and trigger.patient.i != m.token.i:
            return None
        if verb.i != trigger.token.i and verb.lemma not in roles.words()["undergoes"]:
            return None
    if verb.i not in (trigger.token.i, trigger.clause.i) and verb.is_verb and verb.lemma in _GOING:
        return None  # "fired while flying over Kursk", "a minister who turned up in Kyiv"
    crossed = _verbs_between(s, m.attach, trigger)
    return None if crossed is None else min(crossed, 2)


_GOING = ("fly", "travel", "visit", "return", "flee", "escape", "arrive", "turn", "go", "head", "move", "drive", "sail")


def _opens(s: Sentence, m: PlaceMention) -> bool:
    """True of a place that opens the sentence, before the subject."""
    subject = next((t for t in s.children(m.attach, "nsubj", "nsubjpass")), None)
    return subject is not None and m.token.i < subject.i


def _below(s: Sentence, above: int, i: int) -> bool:
    return any(t.i == above for t in s.ancestors(i))


def _verbs_between(s: Sentence, attach: int, trigger: TriggerMention) -> int | None:
    """How many clauses lie between a name and the trigger; None across a report ('said in Kyiv that ...')."""
    own = {trigger.token.i, trigger.clause.i}
    chain = [attach, *(t.i for t in s.ancestors(attach))]
    if trigger.token.i in chain:
        passed = chain[: chain.index(trigger.token.i)]
        if any(s.tokens[i].dep in ("advcl", "pcomp") and s.children(i, "nsubj", "nsubjpass") for i in passed):
            return None  # "hours after troops left Sumy, missiles hit ..." says nothing of where they hit
        return sum(s.tokens[i].is_verb and i not in own for i in passed)
    upward = [trigger.token.i, *(t.i for t in s.ancestors(trigger.token.i))]
    common = next(i for i in upward if i in chain or s.tokens[i].head == i)
    if any(s.tokens[i].dep == "conj" and s.children(i, "nsubj", "nsubjpass") for i in upward[: upward.index(common)]):
        return None  # "the ministers met in Warsaw, and fighting went on"
    up = [i for i in upward[1 : upward.index(common) + 1] if s.tokens[i].is_verb and i not in own]
    down = [i for i in chain[: chain.index(common)] if s.tokens[i].is_verb and i not in own] if common in chain else []
    if any(is_speech(s.tokens[i].lemma) for i in up if i == attach):
        return None
    if any(s.tokens[i].dep in ("relcl", "advcl") for i in down):
        return None  # the place of another clause: "Britain, whose envoy stood in Kyiv, condemned the strike"
    return len(up) + len(down)


def _within(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    return _verbs_between(s, m.attach, trigger) is not None


def _described(s: Sentence, trigger: TriggerMention, gaz: Gazetteer, memory: Memory) -> Location | None:
    """'the city', 'the capital', 'the region', 'the plant', 'there': what was named before."""
    scope = {t.i for t in s.subtree(trigger.clause.i)} | {t.i for t in s.subtree(trigger.token.i)}
    w = roles.words()
    for token in s.tokens:
        if token.i not in scope and not any(a.i in scope for a in list(s.ancestors(token.i))[:2]):
            continue
        if token.lower == "there" and token.dep == "advmod" and (there := memory.latest("P", "S")) is not None:
            return _as_location(there, "coreference", "there")
        det = next(
            (c for c in s.children(token.i, "det", "poss") if c.lower in ("the", "this", "that", "its", "their")), None
        )
        if (
            det is None
            or not token.is_noun
            or any(c.tag.startswith("NNP") for c in s.children(token.i, "compound", "appos", "poss"))
        ):
            continue
        if any(p.lower == "of" and o.tag.startswith("NNP") for p, o in s.prepositions(token.i)) or (
            token.dep in ("compound", "poss", "nsubj") and token.head != trigger.token.i
        ):
            continue
        beyond = s.tokens[s.head(token.i).head]
        if token.dep == "pobj" and beyond.lower in w["direction"] and not s.children(beyond.i, "det"):
            continue  # "southwest of the capital", but "in the southwest of the capital" is inside it
        if token.dep == "pobj" and s.head(token.i).lower in (
            "from",
            "than",
            "as",
            "about",
            "since",
            "during",
            "after",
            "before",
            "by",
            "with",
        ):
            continue
        place = None
        if token.lemma == "capital":
            place = _capital(gaz, memory)
        elif (token.lemma in w["settlement"] | {"port"} and token.lemma != "capital") or (
            token.lemma in ("centre", "center", "outskirt", "outskirts", "suburb", "suburbs") and token.dep == "pobj"
        ):
            place = memory.settlement(gaz)
        elif token.lemma in ("region", "oblast", "province", "peninsula"):
            place = memory.latest("A", "T") or _region_of(gaz, memory.latest("P"))
        elif token.lemma == "island":
            place = memory.latest(codes=("ISL",))
        elif token.lemma in w["facility"]:
            place = _facility_before(gaz, memory, _noun_words(s, token), token.lemma)
        if place is not None:
            return _as_location(place, "coreference", s.words(s.tokens[det.i : token.i + 1]))
    return None


def _region_of(gaz: Gazetteer, settlement: Place | None) -> Place | None:
    if settlement is None or settlement.admin1 is None:
        return None
    return next((p for p in gaz.candidates(settlement.admin1) if p.feature_code == "ADM1"), None)


def _noun_words(s: Sentence, noun: Token) -> str:
    return " ".join(t.lower for t in [*s.children(noun.i, "compound", "amod"), noun])


def _facility_before(gaz: Gazetteer, memory: Memory, words: str, noun: str) -> Place | None:
    """The site that "the airport" or "the plant" means: one named before, or the only one of the latest settlement."""
    key = gaz.facility(words)
    for place in reversed(memory.places):
        if place.feature_class == "S" and (noun in place.name.lower() or (key and _is_facility(gaz, place, key))):
            return place
        if place.feature_class == "P" and key and len(sites := gaz.sites(key, place, within_km=15.0)) == 1:
            return sites[0]
    return None


def _is_facility(gaz: Gazetteer, place: Place, key: str) -> bool:
    return any(site.place_id == place.place_id for site in gaz.sites(key, place, within_km=1.0))


def _capital(gaz: Gazetteer, memory: Memory) -> Place | None:
    """The capital of the country that the article is about, once a place in it was named."""
    for place in reversed(memory.places):
        if place.feature_code == "PPLC":
            return place
    if memory.country == "UA":
        return next((p for p in gaz.candidates("Kyiv") if p.feature_code == "PPLC"), None)
    return None


_VAGUE = re.compile(
    r"\b(?:in|across|on|along|over|throughout) (?:the )?(?:"
    r"(?:\w+ and )?(?:central|western|eastern|southern|northern|occupied|cent(?:re|er)|south|north|east|west)"
    r"(?: and \w+)?(?: of the country| ukraine| russia)?"
    r"|(?:several|many|multiple|other|some|two|three|four|five) (?:\w+ )?"
    r"(?:cities|towns|villages|regions|areas|places|stations)"
    r"|(?:front ?line|front|border|country)s?)\b(?!-| (?:city|town|village|outskirts|suburb|of (?:the|a|an|it)\b))",
    re.IGNORECASE,
)


def _vague(s: Sentence, trigger: TriggerMention) -> str | None:
    """Words for a place too wide or too vague to stand on the map: 'across the south', 'in several towns'."""
    match = _VAGUE.search(s.text)
    return match.group() if match else None


def _unknown_name(s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...]) -> str | None:
    """A capitalised name that stands where the trigger's place stands, and that the gazetteer lacks."""
    known = {t.i for m in mentions for t in s.tokens if t.start < m.toponym.end and m.toponym.start < t.end}
    heads = {trigger.token.i, trigger.clause.i} | ({trigger.patient.i} if trigger.patient else set())
    if is_speech(trigger.clause.lemma):
        heads.discard(trigger.clause.i)
    scenes = [obj for head in sorted(heads) for prep, obj in s.prepositions(head) if prep.lower in _GROUND]
    if trigger.patient is not None and trigger.kind.key in ("capture", "withdrawal"):
        named = [o for p, o in s.prepositions(trigger.patient.i) if p.lower == "of"] + [trigger.patient]
        scenes += [t for t in named if not any(k in known for k in (x.i for x in s.subtree(t.i)))]
    for obj in scenes:
        named = [t for t in (obj, *s.children(obj.i, "compound", "poss", "nmod")) if t.tag in ("NNP", "NNPS")]
        if named and not any(t.i in known or t.lower in _NO_NAMES or t.lower.isdigit() for t in named):
            return s.phrase(obj.i)
    return None


def _unknown_beside(s: Sentence, mentions: tuple[PlaceMention, ...]) -> str | None:
    """'in the Darnytskyi district': ground that is named somewhere in the sentence, under a name nobody knows."""
    w = roles.words()
    known = {t.i for m in mentions for t in s.tokens if t.start < m.toponym.end and m.toponym.start < t.end}
    for token in s.tokens:
        if token.dep == "pobj" and s.head(token.i).lower in _GROUND and token.lemma in w["district"] | w["settlement"]:
            named = [t for t in s.children(token.i, "compound", "nmod") if t.tag == "NNP"]
            if named and not any(t.i in known for t in named):
                return s.phrase(token.i)
    return None


_COUNTED = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|many|some|\d+)? ?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?) (?:after|since|before) $",
    re.IGNORECASE,
)


def counted_from(s: Sentence, trigger: TriggerMention) -> str | None:
    """'two days after' an explosion crippled the bridge: the words, where the event only dates another one."""
    for token in (trigger.token, *s.ancestors(trigger.token.i)):
        first = min(t.start for t in s.subtree(token.i)) - s.start
        for start in (first, token.start - s.start):
            before = s.text[:start]
            if match := _COUNTED.search(before):
                return match.group().strip()
        opening = s.text[first : token.start - s.start]
        if (token.is_verb or token is trigger.token) and (
            match := re.match(_COUNTED.pattern[:-1], opening, re.IGNORECASE)
        ):
            return match.group().strip()
        if token.head == token.i or token.dep in ("ccomp", "ROOT"):
            return None
    return None


_GROUND = (
    "in",
    "near",
    "at",
    "outside",
    "over",
    "above",
    "on",
    "around",
    "across",
    "towards",
    "toward",
    "into",
    "against",
)
_NO_NAMES = frozenset({*DAYS, *MONTHS, "ukraine", "russia", "soviet", "telegram", "facebook", "twitter", "nato"})


def _as_location(place: Place, basis: LocationBasis, words: str) -> Location:
    return Location(
        place.place_id,
        place.name,
        place.latitude,
        place.longitude,
        place.country_code,
        place.admin1,
        precision(place),
        place.uncertainty_km,
        basis,
        words,
    )


def precision(place: Place) -> LocationPrecision:
    """How precisely a bare mention of the place locates an event."""
    if place.feature_code in ("PPLX",):
        return "part"
    if place.feature_class == "P":
        return "settlement"
    if place.feature_code in ("ADM2", "ADM3", "ADM2H"):
        return "district"
    if place.feature_class in ("S", "T", "L", "V", "R", "U") and place.uncertainty_km <= 12:
        return "site"
    return "region"


def _location(
    s: Sentence, m: PlaceMention, place: Place, resolution: Resolution, basis: LocationBasis, gaz: Gazetteer
) -> Location:
    alternatives = tuple(
        Alternative(p.name, p.latitude, p.longitude, round(score, 3)) for p, score in resolution.alternatives
    )
    words = s.words([t for t in s.tokens if m.toponym.start <= t.start < m.toponym.end] or [m.token])
    if m.facility and place.feature_class == "P" and (key := gaz.facility(m.facility)):
        sites = gaz.sites(key, place, within_km=35.0)
        if (towards := roles.part_bearing(m.part)) is not None:
            sites = tuple(p for p in sites if _off(place, p, towards) <= 60) or ()
        words_of = set(m.facility.split())
        named = [p for p in sites if words_of <= set(p.name.lower().split()) and p.name.startswith(place.name)]
        named = named if len(named) == 1 else []
        own = [p for p in sites if p.anchor == place.name]
        if m.part and "outskirt" in m.part:
            sites = tuple(
                sorted(
                    sites, key=lambda p: -great_circle((p.latitude, p.longitude), (place.latitude, place.longitude)).km
                )
            )
        if first := next(iter(named or (sites if len(sites) == 1 or m.part else own if len(own) == 1 else ())), None):
            others = tuple(
                Alternative(p.name, p.latitude, p.longitude, 0.3) for p in sites if p is not first and not named
            )[:4]
            found = _as_location(first, "inferred", f"{m.facility}, {words}")
            radius = max(first.uncertainty_km, place.uncertainty_km / 3 if others else 0.0)
            return replace(found, precision="site", uncertainty_km=round(radius, 2), alternatives=others + alternatives)
    kind = precision(place)
    latitude, longitude, radius = place.latitude, place.longitude, place.uncertainty_km
    if m.taken and kind == "settlement":  # "captured the plant above Kyiv" is no capture of Kyiv
        kind, radius, words = "near", max(NEAR_KM, radius), f"{m.taken}, {words}"
    elif m.part and kind == "settlement":
        kind = "part"
        towards = roles.part_bearing(m.part)
        if towards is not None:
            point = great_circle(kilometers=0.8 * radius).destination((latitude, longitude), towards)
            latitude, longitude = round(point.latitude, 5), round(point.longitude, 5)
        radius = max(1.0, radius * 0.6)
        words = f"{m.part}, {words}"
    elif m.relation in roles.words()["near"] and kind in ("settlement", "part", "site"):
        kind = "near"
        radius = min(FURTHEST_NEAR_KM, max(NEAR_KM, 2 * radius))
        words = f"{m.relation} {words}"
    return Location(
        place.place_id,
        place.name,
        latitude,
        longitude,
        place.country_code,
        place.admin1,
        kind,
        round(radius, 2),
        basis,
        words,
        alternatives,
    )


def _off(centre: Place, site: Place, towards: float) -> float:
    import math

    east = (site.longitude - centre.longitude) * math.cos(math.radians(centre.latitude))
    angle = math.degrees(math.atan2(east, site.latitude - centre.latitude)) % 360
    return abs((angle - towards + 180) % 360 - 180)


def _offset(m: PlaceMention, anchor: Place) -> Location:
    """Dead reckoning, for a scene that has no name of its own: wide, and marked as such."""
    distance = m.distance_km or 0.0
    if m.bearing is None:
        latitude, longitude, radius = anchor.latitude, anchor.longitude, distance
    else:
        point = great_circle(kilometers=distance).destination((anchor.latitude, anchor.longitude), m.bearing)
        latitude, longitude, radius = (
            round(point.latitude, 5),
            round(point.longitude, 5),
            max(NEAR_KM, OFFSET_SHARE * distance),
        )
    return Location(
        anchor.place_id,
        anchor.name,
        latitude,
        longitude,
        anchor.country_code,
        anchor.admin1,
        "near",
        round(radius, 2),
        "offset",
        f"{distance:.0f} km from {m.toponym.text}",
    )


def is_place(toponyms: tuple[Toponym, ...], token: Token) -> bool:
    """True where the token is part of a place name that is no country."""
    for toponym in toponyms:
        if toponym.start <= token.start < toponym.end:
            return not all(p.feature_code.startswith("PCL") for p in toponym.candidates)
    return False
