"""Lists of places as the text has them, where the parser loses the thread: "Kharkiv, the second city, and Mykolaiv".

A small model hangs what follows an apposition, a second clause or a comma on any word near by. The order of names and
of what stands between them says the same more plainly, as long as no verb comes between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import roles, whereabouts
from pipeline.placemention import PlaceMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.wordclasses import in_class

MOST = 12  # words between two members of a list
_AT = ("in", "at", "near", "on", "over", "around", "outside")
_LINKS = ("and", ",", "also", *_AT)
_TURNS = (
    *("that", "which", "who", "while", "but", "after", "before", "when", "if", "because", "or", "not", "than", "from"),
    *("to", "towards", "toward", "into", "by", "with", "between", "against", "for", "until", "since", "where", "whose"),
    *(";", ":", "(", ")", "–", "—", "“", "”", '"'),
)
_DAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "january"),
    *("february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
)  # what follows may be of another day
_SETTLED = ("city", "town", "village", "port", "settlement", "cities", "towns", "villages", "ports", "settlements")


def right_behind(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> PlaceMention:
    """The mention as the trigger's own where only a preposition parts the two: 'blasts were reported in Kyiv, ...'."""
    heard = trigger.token.dep == "nsubjpass" and trigger.token.head == trigger.clause.i
    verb = trigger.clause if heard else trigger.token
    if m.attach == verb.i or m.role not in ("scene", "body") or m.token.i - verb.i not in (2, 3):
        return m
    prep = s.tokens[verb.i + 1]
    behind = _behind(s, m)
    if prep.lower not in _AT or s.tokens[prep.i + 1].start != m.toponym.start or (behind and behind.is_noun):
        return m  # "on Kursk soil"
    return replace(m, role="scene", relation=prep.lower, attach=trigger.token.i)


def rest(
    s: Sentence, first: PlaceMention, mentions: Sequence[PlaceMention], trigger: TriggerMention, *, one: bool
) -> list[PlaceMention]:
    """The names that go on the list that first opens, as scenes; [] where it opens none.

    one: whether a single thing is hit, which lies in one town; what another town has of its own is still told.
    """
    found: list[PlaceMention] = []
    sure = 0
    last = first
    for m in sorted((m for m in mentions if m.token.i > first.token.i), key=lambda m: m.token.i):
        between = [t for t in s.tokens if last.toponym.end <= t.start < m.toponym.start]
        if not _is_gap(between) or (one and not _thing(between)) or not _is_member(s, m, first, trigger):
            if m.toponym.candidates[0].feature_class not in ("P", "S"):
                continue  # "Mykolaiv, a port on the Black Sea, and Odesa"
            break
        found.append(replace(m, role="scene", relation=m.relation if m.relation in _AT else "in", attach=first.attach))
        last = m
        if any(t.lower == "and" or t.lower == "well" for t in between):
            sure = len(found)
    return found[:sure]  # "Horlivka, Donetsk" is no list


def _is_gap(between: Sequence[Token]) -> bool:
    if not between or len(between) > MOST or between[-1].lower not in (*_LINKS, "of", "as"):
        return False
    if between[-1].lower == "of" and (len(between) < 2 or between[-2].lower not in _SETTLED):
        return False
    links = [k for k, t in enumerate(between) if t.lower in ("and", ",", "well")]
    if not links or (any(t.is_noun for t in between[links[-1] :]) and not _thing(between)):
        return False  # "and volunteers in Lviv packed parcels"
    for before, t in zip((None, *between), between, strict=False):
        part = t.tag in ("VBG", "VBN") and before is not None and before.text == ","
        if t.lower in _TURNS or t.lower in _DAYS or t.tag == "MD" or (t.is_verb and not part):
            return False
        if in_class(t, "officer|ministry") or t.lemma in roles.words()["organisation"]:
            return False
    return True


def _thing(between: Sequence[Token]) -> bool:
    """'a school in Sumy, a depot in Konotop', 'two in Sumy and one in Konotop': what the next place has of its own."""
    link = max(k for k, t in enumerate(between) if t.lower in ("and", ",", "well"))
    return between[-1].lower in _AT and any(
        t.tag == "CD" or in_class(t, "facility|struck") or t.lemma in roles.words()["facility"] for t in between[link:]
    )


def _is_member(s: Sentence, m: PlaceMention, first: PlaceMention, trigger: TriggerMention) -> bool:
    if (
        m.role not in ("scene", "body")
        or m.refers is not None
        or m.toponym.candidates[0].feature_class not in ("P", "S")
    ):
        return False
    behind = _behind(s, m)
    if behind is not None and (behind.tag in ("VBD", "VBZ", "VBP", "MD", "POS") or behind.is_noun):
        return False  # "and Kyiv said", "and Kyiv's mayor"
    if whereabouts.of_a_speaker(s, m):
        return False
    verb = _verb(s, m.token)
    own = {trigger.token.i, trigger.clause.i, _verb(s, first.token)}
    return verb is None or verb in own or not s.children(verb, "nsubj", "nsubjpass", "expl")


def _behind(s: Sentence, m: PlaceMention) -> Token | None:
    return next((t for t in s.tokens if t.start >= m.toponym.end), None)


def _verb(s: Sentence, token: Token) -> int | None:
    above: Iterator[Token] = s.ancestors(token.i)
    return next((t.i for t in above if t.is_verb), None)
