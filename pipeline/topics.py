"""What a sentence leaves for those after it: the places that "the town", "there" or nothing at all may mean there."""

import re

from gazetteer.lookup import Toponym
from gazetteer.place import Place
from pipeline import headings, namesakes, offsets, roles, voices
from pipeline.document import Paragraph
from pipeline.placemention import PlaceMention
from pipeline.reading import Reading
from pipeline.syntax import Sentence


def stand_under(state: Reading, heading: headings.Heading | None, paragraph: Paragraph) -> None:
    """A heading's place is the first that "the city" or "the region" below it may mean."""
    memory, before = state.memory, state.memory.heading_words
    memory.heading = namesakes.of_heading(heading.toponym, state.gaz, memory) if heading else None
    memory.heading_words = heading.words if heading and memory.heading else ""
    if memory.heading is not None and memory.heading_words != before:
        memory.add(memory.heading)


def remember(state: Reading, names: tuple[Toponym, ...], paragraph: int | None = None) -> None:
    """A paragraph without a trigger still tells what "the city" means in the next one; no number of a dateline."""
    if paragraph is not None:
        state.memory.paragraph = paragraph
    _count(state, names)
    for toponym in names:
        best = toponym.candidates[0]
        if best.country_code == state.memory.country and best.feature_class in ("P", "S"):
            state.memory.add(best)


def _count(state: Reading, names: tuple[Toponym, ...]) -> None:
    """Counts the towns that the article names, whatever it tells of them; a capital may be a government."""
    memory, text = state.memory, state.article.text
    for toponym in names:
        best = toponym.candidates[0]
        if best.feature_class != "P" or best.feature_code == "PPLC" or best.country_code != memory.country:
            continue
        name = best.anchor or best.name if best.feature_code == "PPLX" else best.name
        memory.named.add(name)
        memory.lately_named[name] = memory.paragraph
        start = max(text.rfind("\n", 0, toponym.start) + 1, state.article.body_start, state.body)
        if _OPENING.fullmatch(text, min(start, toponym.start), toponym.start):
            memory.opened.add(best.name)  # "Kremenchuk was in mourning": what the article is about


_LEADS_TO = re.compile(r"\b(?:in|into|inside|across|throughout)(?: the)?(?: (?:\w+ern|rest of))? $", re.IGNORECASE)
_OPENING = re.compile(  # "the Moskva" is a ship
    r"\W*(?:(?:more|news) (?:on|from) |(?:in|at|inside|around|the (?:fate|plight|siege) of) )?"
    r"(?:neighbou?ring |nearby )?"  # "Further south, in Mykolaiv, ..."
    r"(?:(?:far |farther |further )?(?:(?:to|in) the )?(?:north|south|east|west)[a-z-]*, (?:in|at|around) )?"
    r"(?:the (?:[a-z-]+ ){0,2}?(?:city|town|village|port|suburb|island|settlement)(?: of)? )?",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # before a name: who speaks, where from, what it is beside
    r"\b(?:from|than|governor of|mayor of|head of|to|for|like|by|before|unlike)(?: the)?"
    r"(?: (?:city|town|village) of)? $",
    re.IGNORECASE,
)


def open_with(state: Reading, s: Sentence, names: tuple[Toponym, ...]) -> None:
    """Takes note of what a paragraph opens with, and of the names of a sentence that was not parsed.

    That tells nothing itself, but "there" may mean the country that it names, and "the town" its town.
    """
    memory = state.memory
    if memory.paragraph != s.paragraph:
        memory.paragraph, memory.topic, memory.opening = s.paragraph, None, _topic(state, s, names)
    else:
        memory.topic = memory.opening
    _count(state, names)
    if s.tokens:
        return
    for toponym in names:
        best, ahead = toponym.candidates[0], s.text[: toponym.start - s.start]
        if best.is_country:
            if _LEADS_TO.search(ahead):
                memory.add(best)
        elif best.feature_code == "ADM1" and best.country_code == memory.country:
            memory.add(best)
        elif best.feature_code != "PPLC" and not _ASIDE.search(ahead) and offsets.before_name(ahead) is None:
            place = _certain(state, toponym)
            if place is not None and place.feature_class in ("P", "S", "T"):
                memory.add(place)


def _topic(state: Reading, s: Sentence, names: tuple[Toponym, ...]) -> Place | None:
    """The town, site or island that a paragraph opens with: 'Okhtyrka was less lucky', 'In Sumy, ...'."""
    for toponym in names:
        if _OPENING.fullmatch(s.text[: toponym.start - s.start]) and toponym.candidates[0].feature_code != "PPLC":
            place = _certain(state, toponym)
            return place if place is not None and (place.feature_class in "PS" or place.feature_code == "ISL") else None
    return None


def _certain(state: Reading, toponym: Toponym) -> Place | None:
    """What a name means where that is beyond doubt, in the article's country."""
    places = toponym.candidates
    place = places[0] if len(places) == 1 else namesakes.of_heading(toponym, state.gaz, state.memory)
    return place if place is not None and place.country_code == state.memory.country else None


def keep(state: Reading, s: Sentence, mentions: tuple[PlaceMention, ...]) -> None:
    """Keeps what a parsed sentence spoke of."""
    opening = state.memory.opening if state.memory.topic is None else None
    theirs = bool(mentions) and mentions[0].role == "body" and mentions[0].relation in ("compound", "nmod", "amod")
    if opening is not None and opening.feature_class == "P" and not theirs:  # "Dnipro doctors treated the wounded"
        state.memory.add(opening)  # "The fate of Kherson was harder to tell. Moscow said it had taken the city."
    places = [place for m in mentions if (place := spoken_of(state, s, m, mentions)) is not None]
    for place in places:
        state.memory.add(place)
    towns = tuple({p.place_id: p for p in places if p.feature_class == "P"}.values())
    if len(towns) > 1:
        state.memory.listed = towns


def spoken_of(state: Reading, s: Sentence, m: PlaceMention, mentions: tuple[PlaceMention, ...]) -> Place | None:
    """The place, if "the town" or "there" may mean it in what follows."""
    scene = m.role == "scene" or m.relation == "goal"  # "making for Sumy ... in the district"
    # "Forces in Sumy regrouped": people of a town; of a capital they may be ministers
    folk = m.relation == "of" and s.tokens[m.attach].lemma in roles.words()["folk"]  # "residents of Irpin"
    body = m.role == "body" and (folk or m.relation in ("in", "at", "inside", "outside"))
    first = m.toponym.candidates[0]
    if m.role == "body" and first.feature_code == "ADM1" and first.country_code == state.memory.country:
        return first  # "the governor of the Luhansk region", which is "the region" then
    if not (scene or body) or m.relation in roles.words()["near"] - {"around", "round"}:
        return None
    said = voices.is_speech(s.tokens[m.attach].lemma) and m.relation in ("in", "at", "nsubj")
    if said and first.feature_code == "PPLC":
        return None  # "the general staff in Kyiv confirmed", "Kyiv said": "the town" is none of theirs
    resolution = namesakes.sense(m, mentions, state.gaz, state.memory)
    place = None if resolution.ambiguous else resolution.place
    town = place is not None and place.feature_class == "P" and place.feature_code != "PPLC"
    return place if scene or town else None
