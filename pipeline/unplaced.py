"""Why an event has no place: the words that name ground which is too vague or unknown for a marker."""

import re

from gazetteer.names import key
from gazetteer.sources.words import not_places
from pipeline import roles
from pipeline.dates import DAYS, MONTHS
from pipeline.placemention import PlaceMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.voices import is_speech
from pipeline.wordclasses import in_class

IN_PASSING = "it is only told in passing, and no place is named"
_VAGUE = re.compile(
    r"\b(?:in|across|on|along|over|throughout) (?:the )?(?:"
    r"(?:\w+ and )?(?:central|western|eastern|southern|northern|occupied|cent(?:re|er)|south|north|east|west)"
    r"(?: and \w+)?(?: of the country| ukraine| russia)?"
    r"|(?:several|many|multiple|other|some|two|three|four|five) (?:\w+ )?"
    r"(?:cities|towns|villages|regions|areas|places|stations)"
    r"|(?:front ?line|front|border|country)s?)\b(?!-| (?:city|town|village|outskirts|suburb|of (?:the|a|an|it)\b))",
    re.IGNORECASE,
)


def vague(s: Sentence) -> str | None:
    """Words for a place too wide or too vague to stand on the map: 'across the south', 'in several towns'."""
    match = _VAGUE.search(s.text)
    return match.group() if match else None


_OPEN_WATER = re.compile(r"(?:over|at|above|off|in|into|on) (?:(?:the )?(?:open )?sea|(?:the )?international waters)\b")


def at_sea(s: Sentence, trigger: TriggerMention) -> str | None:
    """'Over the sea', where the trigger is said to be at one without a name: nobody's town; None otherwise."""
    for prep, noun in s.prepositions(trigger.token.i):
        if noun.lemma in ("sea", "water"):
            words = s.words(s.tokens[prep.i : noun.i + 1])
            return words if _OPEN_WATER.fullmatch(words) else None
    return None


def on_one_side(s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...]) -> str | None:
    """'Three villages west of Donetsk', where these were taken: none of them is known, and Donetsk was not taken."""
    if trigger.kind.key not in ("capture", "withdrawal"):
        return None
    for m in mentions:
        if m.role == "reference" and m.bearing is not None and not m.distance_km and m.refers is None:
            noun = next((t for t in s.ancestors(m.token.i) if t.lemma in roles.words()["settlement"]), None)
            if noun is not None and any(t.i in (trigger.token.i, trigger.clause.i) for t in s.ancestors(noun.i)):
                return s.words([t for t in s.subtree(noun.i) if t.i <= m.token.i])
    return None


def unknown_name(s: Sentence, trigger: TriggerMention, mentions: tuple[PlaceMention, ...]) -> str | None:
    """A capitalised name that stands where the trigger's place stands, and that the gazetteer lacks."""
    known = {t.i for m in mentions for t in s.tokens if t.start < m.toponym.end and m.toponym.start < t.end}
    heads = {trigger.token.i, trigger.clause.i} | ({trigger.patient.i} if trigger.patient else set())
    if is_speech(trigger.clause.lemma):
        heads.discard(trigger.clause.i)
    scenes = [obj for head in sorted(heads) for prep, obj in s.prepositions(head) if prep.lower in _GROUND]
    if trigger.patient is not None and trigger.kind.key in ("capture", "withdrawal"):
        named = [o for p, o in s.prepositions(trigger.patient.i) if p.lower == "of"] + [trigger.patient]
        named = [t for t in named if not in_class(t, "force")]  # "pushed the Ukrainians out of Lyman"
        scenes += [t for t in named if not any(k in known for k in (x.i for x in s.subtree(t.i)))]
    elif trigger.patient is not None and trigger.token.is_verb and not s.children(trigger.patient.i, "det", "nummod"):
        scenes.append(trigger.patient)  # "a drone hit Qwertivka"; "the Moskva" is a ship
    w = roles.words()
    for obj in scenes:
        if obj.tag in ("NN", "NNS") and obj.lemma not in w["settlement"] | w["district"] | w["region"] | w["facility"]:
            continue  # "at a National Guard post": the name is that of a body
        named = [t for t in (obj, *s.children(obj.i, "compound", "poss", "nmod")) if t.tag in ("NNP", "NNPS")]
        called = [] if named else _called(s, obj)
        if any(t.i in known or t.lower in _NO_NAMES or t.lower.isdigit() for t in (*named, *called)):
            continue
        if named or called:
            return s.words(called) if called else s.phrase(obj.i)
    return None


def _called(s: Sentence, noun: Token) -> list[Token]:
    """The name in 'the village of Qwertivka Nova', in the order of the text; none behind another sort of noun."""
    if noun.lemma not in roles.words()["settlement"]:
        return []
    names = [o for p, o in s.prepositions(noun.i) if p.lower == "of" and o.tag in ("NNP", "NNPS")]
    return [t for o in names[:1] for t in (*s.children(o.i, "compound"), o)]


def names_site(reason: str) -> bool:
    """True where what the gazetteer lacks is a hospital, a street or the like: it stands in the place told before."""
    last = reason.rsplit(" ", 1)[-1].lower()
    return reason.startswith("the gazetteer has no place called") and last in roles.words()["facility"]


def unknown_members(
    s: Sentence, trigger: TriggerMention, chosen: list[PlaceMention], mentions: tuple[PlaceMention, ...]
) -> tuple[str, ...]:
    """Capitalised members of the chosen places' lists that the gazetteer lacks: 'Komar and Qwertivka' -> Qwertivka."""
    known = {t.i for m in mentions for t in s.tokens if t.start < m.toponym.end and m.toponym.start < t.end}
    found = {}
    for m in chosen:
        if m.relation in ("nsubj", "poss") or "district" in (m.part or ""):
            continue  # "two districts of Odesa, Kyivskyi and Prymorskyi"
        beside = s.children(trigger.token.i, "conj") if trigger.token.is_verb else []  # a second object, to the parser
        for token in (*s.conjuncts(m.token.i), *beside):
            words = [*s.children(token.i, "compound", "amod"), token]
            if token.tag not in ("NNP", "NNPS") or any(t.i in known or not t.text[:1].isupper() for t in words):
                continue
            after = s.tokens[token.i + 1] if token.i + 1 < len(s.tokens) else None
            people = any(key(t.text) in not_places() for t in words) or token.lower in _NO_NAMES
            if people or token.text.isupper() or (after is not None and (after.is_verb or after.is_noun)):
                continue
            found[token.i] = s.words(words)
    return tuple(found[i] for i in sorted(found))


def unknown_beside(s: Sentence, mentions: tuple[PlaceMention, ...]) -> str | None:
    """'in the Darnytskyi district': ground that is named somewhere in the sentence, under a name nobody knows."""
    w = roles.words()
    known = {t.i for m in mentions for t in s.tokens if t.start < m.toponym.end and m.toponym.start < t.end}
    for token in s.tokens:
        if token.dep == "pobj" and s.head(token.i).lower in _GROUND and token.lemma in w["district"] | w["settlement"]:
            named = [t for t in s.children(token.i, "compound", "nmod") if t.tag == "NNP"]
            if named and not any(t.i in known for t in named):
                return s.phrase(token.i)
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
