"""Names that only tell where another lies: "25 miles south of Kyiv", and names of which that is told."""

from dataclasses import replace

from pipeline import offsets
from pipeline.dates import DAYS, MONTHS
from pipeline.placemention import PlaceMention
from pipeline.placewords import words
from pipeline.syntax import Sentence


def beside_words(s: Sentence, mention: PlaceMention) -> PlaceMention:
    """'25 miles south of Kyiv', 'southwest of the capital': a reference with its distance and direction."""
    ahead, behind = s.text[: mention.toponym.start - s.start], s.text[mention.toponym.end - s.start :]
    if lies := offsets.lies(s.text[:60], ahead, behind):
        # "Petropavlivka, Kupiansk district": one word to the parser
        cue = None if lies.district and mention.cue in words()["district"] else mention.cue
        mention = replace(mention, lies=lies, cue=cue)
    if offsets.is_goal(ahead):
        return replace(mention, role="reference", relation="goal")
    if offsets.is_worst(behind):
        verb = next((t for t in reversed(s.tokens[: mention.token.i]) if t.is_verb), None)
        return replace(mention, role="scene", attach=verb.i, relation="worst") if verb else mention
    told = offsets.before_name(ahead)
    if told is None:
        return mention
    km, direction = told
    mention = replace(mention, role="reference", distance_km=km, bearing=direction, refers=_referred(s, mention))
    lead = leads_on(s, mention)
    named = lead is not None and s.tokens[lead.stop + 1 : lead.stop + 2]
    return replace(mention, refers=named[0].i) if named and named[0].tag == "NNP" else mention


_DATES = frozenset((*DAYS, *MONTHS))


def _referred(s: Sentence, mention: PlaceMention) -> int | None:
    """The name before a distance phrase: 'Vasylkiv, a city 25 miles south of Kyiv' -> Vasylkiv."""
    for token in reversed(s.tokens[: mention.token.i]):
        if token.start >= mention.toponym.start:
            continue
        if token.lower in _DATES:
            return None  # "on Friday, 27 km south of the Kerch Strait"
        if token.tag in ("NNP", "NNPS") and token.lower not in words()["direction"]:
            ahead = next((t for t in reversed(s.tokens[: token.i]) if not t.text[:1].isupper()), token)
            return None if ahead.lemma in words()["vessel"] else token.i  # "the ship Ivan Khurs 140 km from it"
        if token.is_verb or token.dep == "cc":
            return None  # "near Soledar and north of Bakhmut"
    return None


def leads_on(s: Sentence, m: PlaceMention) -> range | None:
    """The words "west of Bakhmut" of 'near Soledar; west of Bakhmut near Ivanivske': they tell where the next lies."""
    if m.role != "reference" or m.bearing is None:
        return None
    behind = next((t for t in s.tokens if t.start >= m.toponym.end), None)
    start = next(t.i for t in s.tokens if t.end > m.toponym.start)
    while start and s.tokens[start - 1].lower in ("of", "from", *words()["direction"]):
        start -= 1
    return range(start, behind.i) if behind is not None and behind.lower in ("in", "at", "near", "around") else None
