"""Places that are meant but not named: "the city", "the capital", "the airport", "there", and the sentence before."""

import re
from dataclasses import replace
from itertools import islice

from gazetteer.lookup import Lookup
from gazetteer.place import Place
from pipeline import attachment, definite, namesakes, placing, roles, seats, whereabouts
from pipeline.memory import Memory
from pipeline.models import Location
from pipeline.placemention import PlaceMention
from pipeline.placewords import noun_words
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.voices import is_speech
from pipeline.wordclasses import in_class


def inherited(
    s: Sentence, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory, *, topical: bool = True
) -> Location | None:
    """The place of the event told just before, marked as taken over.

    In the same paragraph, or in the next one where that opens with words that point back ("It said that ...", "The
    defenders"). None where the sentence names another town, whatever that does in it.
    """
    if any(m.role == "reference" and m.distance_km for m in mentions):
        return None  # "drove them back to 55 km east of Kyiv": not the town told of before
    if topical and memory.topic is not None and memory.last_paragraph != s.paragraph:
        if not any(_elsewhere(m, mentions, gaz, memory, memory.topic) for m in mentions):
            return placing.as_location(memory.topic, "paragraph", f"the paragraph opens with {memory.topic.name}")
        return None
    if topical and memory.last is None and (town := memory.only_town(gaz)) is not None:
        return placing.as_location(town, "previous", f"no other town was named before: {town.name}")
    if memory.last is None or s.paragraph - memory.last_paragraph > 1:
        return None
    last = gaz.place(memory.last.place_id)
    if any(_elsewhere(m, mentions, gaz, memory, last) for m in mentions):
        return None  # "Officials in Odesa reported 22 killed at a barracks" is not where the shell before it fell
    if s.paragraph == memory.last_paragraph:
        return replace(memory.last, basis="paragraph")
    if s.text.rstrip("\"'”’ )")[-1:] not in (".", "!", "?", "…", ":", ";", ","):
        return None  # a heading looks ahead: "'They are storming us'"
    points_back = any(token.lower in _BACK for token in s.tokens[:3]) or any(
        token.lemma in _BESIEGED and _is_definite(s, token) for token in s.tokens[:6]
    )
    return replace(memory.last, basis="previous") if points_back else None


def headed(
    s: Sentence, trigger: TriggerMention, reason: str, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> Location | None:
    """The place of the heading that the sentence stands under, marked as taken over.

    None where there is none, where the sentence names a town outside it, or where it names ground that is not known: a
    region holds that as well, but is not what was captured.
    """
    place = memory.heading
    if place is None or (place.feature_class == "P" and not memory.at_war(place)):
        return None  # "In Munich", where they only talk of it
    if reason != "no place is named" and (
        place.feature_code != "ADM1" or trigger.kind.key in ("capture", "withdrawal")
    ):
        return None
    for m in mentions:
        other = namesakes.place_of(m, mentions, gaz, memory)
        if other is None or other.is_country or other.feature_class != "P" or other.feature_code == "PPLC":
            continue
        if other.admin1 != place.admin1 or (
            place.feature_class == "P" and other.name not in (place.name, place.anchor)
        ):
            return None
    return placing.as_location(place, "paragraph", f"under the heading “{memory.heading_words}”")


_BACK = ("it", "they", "he", "she", "this", "these", "both", "there")
_BESIEGED = ("garrison", "defender", "attacker")  # of the place told before: "An officer of the garrison said"


def _is_definite(s: Sentence, token: Token) -> bool:
    return any(c.lower in ("the", "its") for c in s.children(token.i, "det", "poss")) or token.tag == "NNS"


def _elsewhere(
    m: PlaceMention, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory, last: Place | None
) -> bool:
    """True of the name of a town of the article's country, its capital excepted, that is not the last place told of."""
    place = namesakes.place_of(m, mentions, gaz, memory)
    if place is None or place.feature_class != "P" or place.feature_code == "PPLC":
        return False
    return place.country_code == memory.country and last is not None and place.name not in (last.name, last.anchor)


def _named_before(
    s: Sentence,
    token: Token,
    classes: str,
    mentions: tuple[PlaceMention, ...],
    gaz: Lookup,
    memory: Memory,
    *,
    abroad: bool = False,
) -> Place | None:
    """The latest place that the sentence itself names before a word that points back, and that somebody is at."""
    for m in reversed(mentions):
        verb = s.tokens[m.attach]
        if _of_somebodys(s, m, mentions) or (m.relation == "nsubj" and is_speech(verb.lemma)):
            continue  # "Kyiv said fighting continued in the town": a government that speaks
        if whereabouts.of_the_teller(s, m, token):
            continue
        if m.token.i > token.i or m.role in ("origin", "reference") or verb.lemma in attachment.GOING:
            continue
        speaks = verb.lemma in roles.words()["organisation"] - roles.words()["folk"]
        if m.role == "body" and (speaks or m.relation == "poss"):
            continue
        place = namesakes.place_of(m, mentions, gaz, memory)
        if place is not None and place.feature_code == "PPLC" and _acts(m, verb):
            continue  # "an attempt by Kyiv to retake the island ... shot down there": a government
        if (
            place is not None
            and place.feature_class in classes
            and (place.country_code == memory.country or (abroad and m.relation in ("in", "at", "near")))
        ):
            return place
    return None


def _acts(m: PlaceMention, verb: Token) -> bool:
    """True of a capital that stands for its government: 'an attempt by Kyiv', 'Kyiv wants', 'accused Kyiv'."""
    w = roles.words()
    if m.relation in ("dobj", "nsubjpass"):
        return verb.lemma in w["dealt_with"]
    return m.relation in ("by", "with", "against", "for", "as") or (
        m.relation == "nsubj" and verb.lemma not in w["undergoes"]
    )


def _of_somebodys(s: Sentence, m: PlaceMention, mentions: tuple[PlaceMention, ...]) -> bool:
    """'The mayor of Melitopol, who is now in Zaporizhzhia': where somebody is who speaks for another town."""
    clause = next((t for t in s.ancestors(m.token.i) if t.dep == "relcl"), None)
    return clause is not None and any(o.role == "body" and o.attach == clause.head for o in mentions)


_OF_COUNTRY = re.compile(
    r"[\w-]+(?: and (?:the )?[\w-]+)? of (?:the country|Ukraine|Russia|Crimea|[Ee]urope)\b|[\w-]+ and (?:the )?"
    r"(?:north|south|east|west)"
)
_NOT_IN = ("from", "than", "as", "about", "since", "during", "after", "before", "by", "with")


def described_place(
    s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> Location | None:
    """'the city', 'the capital', 'the region', 'the plant', 'there': what was named before."""
    if not (told := definite.words_for_places(s)):
        return _by_pronoun(s, trigger, mentions, gaz, memory)
    scope = {t.i for t in s.subtree(trigger.clause.i)} | {t.i for t in s.subtree(trigger.token.i)}
    if trigger.clause.dep == "relcl":
        scope.add(trigger.clause.head)  # "the city, which had been under attack"
    if trigger.clause.dep == "advcl" and not is_speech(s.head(trigger.clause.i).lemma):
        # "in the capital three people died when a missile landed"
        scope |= {t.i for p in s.children(trigger.clause.head, "prep", "advmod") for t in s.subtree(p.i)}
        if s.tokens[0].lower == "in":
            scope |= {t.i for t in s.tokens[:4]}  # whatever the parser hangs "the capital" on
    w = roles.words()
    for token in told:
        there_too = token.lower == "there" and token.dep == "advmod"
        near = (token.i, *(a.i for a in islice(s.ancestors(token.i), 2)))
        if not (there_too or token.is_noun) or (scope.isdisjoint(near) and not _mourns(s, token, trigger)):
            continue
        if there_too:
            # "a block in Belgorod collapsed after what the governor there called shelling": abroad, but named
            there = _named_before(s, token, "PS", mentions, gaz, memory, abroad=True)
            there = there or seats.run_by_teller(s, token, mentions, gaz, memory)
            if there is not None:
                return placing.as_location(there, "coreference", "there")
        det = next((c for c in s.children(token.i, "det", "poss") if c.lower in _POINTING), None)
        det = det or _of_its_country(s, token, mentions)
        if token.lemma == "city" and (second := definite.second_city(s, token, gaz, memory)) is not None:
            return placing.as_location(second, "coreference", "the second city")
        if (
            det is None
            or not token.is_noun
            or any(
                c.tag.startswith("NNP") and c is not det and not _region_of(c, token, mentions)
                for c in s.children(token.i, "compound", "appos", "poss")
            )
        ):
            continue
        owns = token.lemma == "capital" and token.dep == "poss" and token.head in scope  # "the capital's main station"
        if any(p.lower == "of" and o.tag.startswith("NNP") for p, o in s.prepositions(token.i)) or (
            not owns
            and token.dep in ("compound", "poss", "nsubj")
            and token.head not in (trigger.token.i, _under(trigger))
            and not _mourns(s, token, trigger)
        ):
            continue
        if s.children(token.i, "conj") or _OF_COUNTRY.match(s.text[token.start - s.start :]):
            continue  # "the centre and west of the country"
        beyond = s.tokens[s.head(token.i).head]
        if token.dep == "pobj" and beyond.lower in w["direction"] and not s.children(beyond.i, "det"):
            continue  # "southwest of the capital", but "in the southwest of the capital" is inside it
        ahead = s.head(token.i).lower if token.dep == "pobj" else ""
        if ahead in _NOT_IN and not (ahead == "from" and "from" in trigger.rule.oblique):
            continue  # but "they were driven from the town"
        place, around = None, token.lemma in definite.AROUND
        if token.lemma == "capital":
            place = definite.capital(s, token, gaz, memory)
        elif token.lemma in w["settlement"] | {"port"} or (token.lemma in definite.PARTS and token.dep == "pobj"):
            # "they had come as far as Kherson, and there was fighting in the city"
            topic = memory.topic
            core = token.lemma in ("centre", "center") and topic is not None and topic.feature_class == "P"
            before = topic if core else memory.settlement(gaz)
            plain = not core and not s.children(token.i, "compound", "amod")  # "the Donbas city" is another
            of_teller = seats.town_of_teller(s, trigger, mentions, gaz, memory) if plain else None
            # "told reporters in Lviv that his city had been shelled": not where the mayor is
            named = (
                mentions if of_teller is None else tuple(m for m in mentions if not is_speech(s.tokens[m.attach].lemma))
            )
            told_of = next((t for t in told if plain and t.lemma == "capital" and t.i < token.i), None)
            place = _named_before(s, token, "P", named, gaz, memory) or of_teller
            place = place or (definite.capital(s, told_of, gaz, memory) if told_of is not None else before)
        elif around and token.dep == "pobj" and not s.children(token.i, "amod", "prep", "relcl", "acl"):
            place = _named_before(s, token, "P", mentions, gaz, memory) or memory.settlement(gaz)
        elif token.lemma in definite.DIVISIONS:
            seat = seats.of_speaker(s, mentions, gaz, memory) or memory.lately(memory.latest("P"), 0)
            place = memory.lately(memory.latest("A", "T")) or definite.region_of(gaz, seat)
        elif token.lemma == "island":
            place = memory.latest(codes=("ISL",))
        elif token.lemma in w["facility"]:
            place = definite.facility_before(gaz, memory, noun_words(s, token), token.lemma)
        if place is not None and not (token.lemma == "village" and (place.population or 0) > _NO_VILLAGE):
            located = placing.around if around else placing.as_location
            return located(place, "coreference", s.words(s.tokens[det.i : token.i + 1]))
    return _by_pronoun(s, trigger, mentions, gaz, memory)


_NO_VILLAGE = 50_000  # inhabitants: "the village" is another then
_AT_IT = ("on", "at", "into", "upon", "around", "over", "against", "near", "towards", "toward")


def _by_pronoun(
    s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...], gaz: Lookup, memory: Memory
) -> Location | None:
    """'The works is a maze. Bombs had been dropped on it': what its paragraph named last."""
    clause, hit = trigger.clause, trigger.patient
    if hit is not None and hit.lower == "it" and clause.dep == "advcl":  # "thousands fled Sumy as it was shelled"
        beside = [m for m in mentions if m.token.head == clause.head and m.token.dep in ("dobj", "nsubj", "nsubjpass")]
        towns = (namesakes.place_of(m, mentions, gaz, memory) for m in beside)
        if (town := next((p for p in towns if p is not None and p.feature_class == "P"), None)) is not None:
            return placing.as_location(town, "coreference", "it")
    if hit is not None and any(c.lower == "its" for c in s.children(hit.i, "poss")) and in_class(hit, "fabric"):
        # "The Antonivka bridge lay in the water. Its spans were blown up"
        whole = memory.sole("P", "S") if not mentions else None
        return placing.as_location(whole, "coreference", s.phrase(hit.i)) if whole is not None else None
    for prep, obj in s.prepositions(trigger.token.i):
        if obj.lower == "it" and prep.lower in _AT_IT:
            place = _named_before(s, obj, "PS", mentions, gaz, memory) or memory.lately(memory.there(), 0)
            return placing.as_location(place, "coreference", "it") if place is not None else None
    return None


def _mourns(s: Sentence, town: Token, trigger: TriggerMention) -> bool:
    """'This northern city buried 34 people killed by a missile': the town that the article is written from."""
    this = any(c.lower == "this" for c in s.children(town.i, "det"))
    return this and trigger.token.is_verb and town.dep == "nsubj" and s.head(town.i).lemma in ("mourn", "bury", "reel")


_POINTING = ("the", "this", "that", "its", "their", "his", "her")


def _of_its_country(s: Sentence, noun: Token, mentions: tuple[PlaceMention, ...]) -> Token | None:
    """The name in "Ukraine's capital", which stands where an article would."""
    owner = next(iter(s.children(noun.i, "poss")), None) if noun.lemma == "capital" else None
    found = next((m for m in mentions if owner is not None and m.token.i == owner.i), None)
    return owner if found is not None and found.toponym.candidates[0].is_country else None


def _under(trigger: TriggerMention) -> int:
    """The verb of 'the town came under fire', whose subject is what was hit; the trigger itself where there is none."""
    return trigger.clause.i if trigger.token.is_noun and trigger.rule.after else trigger.token.i


def _region_of(name: Token, noun: Token, mentions: tuple[PlaceMention, ...]) -> bool:
    """True of "Donbas" in "the Donbas city": a region's name, which only tells which city is meant."""
    found = next((m for m in mentions if m.token.i == name.i), None)
    is_town = found is None or any(p.feature_class == "P" for p in found.toponym.candidates)
    return not is_town and noun.lemma in roles.words()["settlement"] | {"port"}
