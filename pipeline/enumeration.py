"""Lists of places as the text has them, where the parser loses the thread: "Kharkiv, the second city, and Mykolaiv".

A small model hangs what follows an apposition, a second clause or a comma on any word near by. The order of names and
of what stands between them says the same more plainly, as long as no verb comes between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import ellipsis, references, roles, together, whereabouts
from pipeline.document import BULLET
from pipeline.placemention import PlaceMention
from pipeline.syntax import Sentence, Token
from pipeline.triggers import TriggerMention
from pipeline.wordclasses import in_class

MOST = 12  # words between two members of a list
_AT = ("in", "at", "near", "on", "over", "around", "outside", "inside", "within")
_AND = ("and", ",", ";", "well", ":")
_LINKS = (*_AND, "also", "as", "but", *_AT)
_TURNS = (
    *("that", "which", "who", "while", "but", "after", "before", "when", "if", "because", "or", "not", "than", "from"),
    *("to", "towards", "toward", "into", "by", "with", "between", "against", "for", "until", "since", "where", "whose"),
    *(";", ":", "(", ")", "–", "—", "“", "”", '"'),
)
_SETTLED = ("city", "town", "village", "port", "settlement", "cities", "towns", "villages", "ports", "settlements")
_OTHERS = ("another", "others", "those", "more", "several", "some")  # "one in Sumy, another in Konotop"
_WAS = ("was", "were", "did", "is", "are", "had", "has", "have")
_HARMED = ("kill", "wound", "injure", "hurt", "damage", "destroy")
_OPENS, _ENDS = {"(": ")", "-": "-", "–": "–", "—": "—"}, ("and", "as")
_CLAUSE = ("which", "where", "who", "whose")


def right_behind(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> PlaceMention:
    """The mention as the trigger's own where only a preposition parts the two: 'blasts were reported in Kyiv, ...'."""
    if _among(s, m, trigger) or _is_item(s, m, trigger) or together.is_first_of_counted(s, m, trigger):
        return replace(m, role="scene", relation="in", attach=trigger.token.i)
    heard = trigger.token.dep == "nsubjpass" and trigger.token.head == trigger.clause.i
    verb = trigger.clause if heard else trigger.token
    if m.attach == verb.i or m.role not in ("scene", "body") or m.token.i - verb.i not in (2, 3):
        return m
    prep = s.tokens[verb.i + 1]
    behind = _behind(s, m)
    if prep.lower not in _AT or s.tokens[prep.i + 1].start != m.toponym.start or (behind and behind.is_noun):
        return m  # "on Kursk soil"
    return replace(m, role="scene", relation=prep.lower, attach=trigger.token.i)


def _among(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Several towns, among them Bakhmut, were shelled': the first one singled out of what the trigger is done to."""
    ahead = s.tokens[max(0, m.token.i - 3) : m.token.i]
    words = [t for t in ahead if t.end <= m.toponym.start][-2:]
    if [t.lower for t in words] not in (["among", "them"], ["among", "these"]) or m.role == "origin":
        return False
    held = {t.i for t in (trigger.token, trigger.clause, trigger.patient, trigger.doer) if t is not None}
    return words[0].head in held or s.head(words[0].head).i in held or s.tokens[words[0].head].head in held


def _is_item(s: Sentence, m: PlaceMention, trigger: TriggerMention) -> bool:
    """'Settlements shelled on Monday:' and below it the first name, behind a bullet."""
    ahead = next((t for t in reversed(s.tokens[: m.token.i]) if t.end <= m.toponym.start), None)
    if ahead is None or ahead.i == 0 or not _is_bullet(s, ahead):
        return False
    return s.tokens[ahead.i - 1].text == ":" and trigger.token.i < ahead.i


def rest(
    s: Sentence, first: PlaceMention, mentions: Sequence[PlaceMention], trigger: TriggerMention, *, one: bool
) -> list[PlaceMention]:
    """The names of the list that first stands in, as scenes, without itself; [] where it stands in none.

    one: whether a single thing is hit, which lies in one town; what another town has of its own is still told.
    """
    if len(mentions) < 2:
        return []
    if trigger.clause.dep == "relcl" and trigger.clause.head == first.token.i < trigger.token.i:
        return []  # "Lutsk, whose airfield was struck, and Dnipro": told of the first alone
    aside = _interpolated(s)
    alone = first.token.i + 1 < len(s.tokens) and s.tokens[first.token.i + 1].lower in ("was", "is", "has")
    members = sorted((m for m in mentions if m.token.i not in aside), key=lambda m: m.token.i)
    ahead = [m for m in reversed(members) if m.toponym.end <= first.toponym.start]
    if alone and first.relation in ("nsubj", "nsubjpass") and s.tokens[max(0, first.token.i - 1)].lower == "and":
        ahead = []  # "two died in Sumy and Poltava was hit": one town, and a clause of its own
    after = [m for m in members if m.toponym.start >= first.toponym.end]
    found = [m for others in (ahead, after) for m in _run(s, first, others, trigger, aside, one=one)]
    return [replace(m, role="scene", relation=_relation(m), attach=first.attach) for m in found]


def _relation(m: PlaceMention) -> str:
    return m.relation if m.relation in _AT else "in"


def _run(
    s: Sentence, first: PlaceMention, others: list[PlaceMention], trigger: TriggerMention, aside: set[int], *, one: bool
) -> list[PlaceMention]:
    """Those of the others, in their order, that go on the list which first stands in."""
    found: list[PlaceMention] = []
    sure = 0
    last, end = first, first.toponym.end
    led = -1
    for m in others:
        forward = m.token.i > last.token.i
        if forward and (lead := references.leads_on(s, m)):
            aside, led = {*aside, *lead}, lead.stop
            continue
        left, right = (end, m.toponym.start) if forward else (m.toponym.end, last.toponym.start)
        between = _bare([t for t in s.tokens if left <= t.start < right and t.i not in aside])
        if all(t.i != led for t in between) and _tells_where(s, m, between if forward else None):
            end = m.toponym.end if forward else end  # "near Kamianka, west of Izium, and in Dovhenke"
            continue
        below = bool(between) and all(_is_bullet(s, t) for t in between)
        if (below or (forward and _leaves_verb_out(s, first, m, between, trigger))) and m.role != "origin":
            found.append(m)
            last, end, sure = m, m.toponym.end, len(found)
            continue
        own = bool(between) and _thing(between)
        dated = own or (forward and ellipsis.has_its_day(s, m))
        if (
            not _is_gap(between, trigger, dated=dated)
            or (one and not own)
            or not _is_member(s, m, first, trigger, own=own, named=between)
        ):
            if m.toponym.candidates[0].feature_class not in ("P", "S"):
                continue  # "Mykolaiv, a port on the Black Sea, and Odesa"
            break
        found.append(m)
        last, end = m, m.toponym.end
        alike = bool(sure) and not forward and m.cue is None and m.group == found[-2].group
        if own or alike or any(t.lower in ("and", "well", "but", *_WAS) or t.i == led for t in between):
            sure = len(found)
    return found[:sure]  # "Horlivka, Donetsk" is no list


def _leaves_verb_out(
    s: Sentence, first: PlaceMention, m: PlaceMention, between: Sequence[Token], trigger: TriggerMention
) -> bool:
    """'Mykolaiv was hit by missiles and the port of Ochakiv by artillery': what is said of the first is said of it."""
    if between and between[-1].lower == "of" and between[-2:][0].lower in _SETTLED:
        between = _bare(list(between[:-2]))
    if (
        first.relation != "nsubjpass"
        or not between
        or between[-1].lower not in ("and", ";", ",")
        or len(between) > MOST
    ):
        return False
    after = [t for t in s.tokens[m.token.i + 1 : m.token.i + 3] if t.text != ","]
    told = all(t.i == trigger.token.i or t.dep == "auxpass" for t in between if t.is_verb)
    return told and bool(after) and after[0].lower == "by" and any(t.lower == "by" for t in between)


def _is_bullet(s: Sentence, t: Token) -> bool:
    """True of the mark before an item that stands on a line of its own."""
    return BULLET.match(f"{t.text} ") is not None and s.text[: t.start - s.start].rstrip(" ").endswith("\n")


def _interpolated(s: Sentence) -> set[int]:
    """Indices of what stands between brackets or dashes, and of a clause on one member of a list.

    'Mykolaiv - where a hotel burned - and Odesa', 'Nikopol, which lies on the river, and Marhanets'.
    """
    found: set[int] = set()
    tokens = s.tokens
    for t in tokens:
        if t.i in found:
            continue
        close = _OPENS.get(t.text)
        if close is not None:
            end = next((o.i for o in tokens[t.i + 1 :] if o.text == close), None)
            before, after = tokens[t.i - 1] if t.i else t, tokens[end + 1] if end and end + 1 < len(tokens) else t
            apart = t.text == "(" or (t.start > before.end and end is not None and after.start > tokens[end].end)
            if end is not None and apart and end - t.i <= 2 * MOST and after.lower in ("and", ","):
                found.update(range(t.i, end + 1))
        elif t.lower in _CLAUSE and t.i and tokens[t.i - 1].text == ",":
            end = next((o.i for o in tokens[t.i + 1 : -1] if o.text == "," and tokens[o.i + 1].lower in _ENDS), None)
            if end is not None and end - t.i <= 2 * MOST and not any(o.text == "," for o in tokens[t.i : end]):
                found.update(range(t.i - 1, end))
    return found


def _bare(between: list[Token]) -> list[Token]:
    """The words between two names without the article that opens the second: 'in the'."""
    while between and (between[-1].tag == "DT" or between[-1].lower in ("nearby", "neighbouring", "neighboring")):
        between = between[:-1]
    return between


def _tells_where(s: Sentence, m: PlaceMention, between: list[Token] | None) -> bool:
    """'West of Izium', 'near Ryazan' right behind another name: it only says where that lies.

    between: what parts it from the name before; None where that is not known.
    """
    prep = next((t for t in reversed(s.tokens[: m.token.i]) if t.end <= m.toponym.start), None)
    named = s.tokens[prep.i - 1] if prep is not None and prep.i else None
    if prep is not None and named is not None and prep.lower in roles.words()["near"] and named.tag in ("NNP", ","):
        return True
    inside = m.part is not None and [t.lower for t in (between or [])[:3]] in ([",", "in", "the"], [",", "on", "the"])
    told = (m.role == "reference" and m.refers is not None) or inside
    return told and between is not None and not any(t.is_verb or t.lower in ("and", "as", ";") for t in between)


def _is_gap(between: Sequence[Token], trigger: TriggerMention, *, dated: bool = False) -> bool:
    if not between or len(between) > MOST or between[-1].lower not in (*_LINKS, *_WAS, "of"):
        return False
    if between[-1].lower == "of" and (len(between) < 2 or not _is_ground(between[-2])):
        return False
    if _as_was(between) is not None:
        told = {trigger.token.i, trigger.clause.i}
        return all(t.i in told or t.lower in _WAS for t in between if t.is_verb)
    links = [k for k, t in enumerate(between) if t.lower in _AND]
    if between[0].lower == "but":  # "not only Kharkiv but also Poltava"
        return [t.lower for t in between[1:]] in (["also"], ["also", "in"], ["also", "on"])
    own = bool(links) and _thing(between)
    if not links or (any(t.is_noun for t in between[links[-1] :]) and not own):
        return False  # "and volunteers in Lviv packed parcels"
    for k, t in enumerate(between):
        before = between[k - 1] if k else None
        part = t.tag in ("VBG", "VBN") and before is not None and before.text == ","
        harmed = own and t.lemma in _HARMED and (t.i + 1 == between[-1].i or (before and before.lower == "and"))
        if (
            (t.text in (";", ":") and k >= links[-1] - 1 and between[-1].lower in _AT)
            or harmed
            or (t.lower in ("that", "those") and between[k + 1].lower in ("of", *_AT))
            or (dated and t.lower == "with")
            or (t.lower == "but" and between[k + 1 : k + 2] and between[k + 1].lower == "also")
        ):
            continue
        if t.lower in _TURNS or (t.lower in ellipsis.DAYS and not dated) or t.tag == "MD" or (t.is_verb and not part):
            return False
        body = t.lemma in roles.words()["organisation"] and not in_class(t, "civilian")
        if body or in_class(t, "officer|ministry"):
            return False
    return True


def _as_was(between: Sequence[Token]) -> Token | None:
    """The verb of 'Lyman was shelled, as were the towns of ...', right before the next name; None where it is not."""
    words = [t for t in between if t.tag != "DT" and t.lower != "of" and t.lower not in _SETTLED]
    if len(words) < 2 or words[-1].lower not in _WAS or words[-2].lower not in ("as", "so"):
        return None
    return words[-1]


def _thing(between: Sequence[Token]) -> bool:
    """'a school in Sumy, a depot in Konotop', 'two in Sumy and one in Konotop': what the next place has of its own."""
    link = max((k for k, t in enumerate(between) if t.lower in _AND), default=None)
    if link is None or not (between[-1].lower in _AT or (between[-1].lower == "of" and _is_ground(between[-2]))):
        return False
    return any(
        t.tag == "CD"
        or t.lower in _OTHERS
        or in_class(t, "facility|struck|civilian")
        or t.lemma in roles.words()["facility"]
        for t in between[link:]
    )


def _is_ground(noun: Token) -> bool:
    """'The towns of', 'the outskirts of'."""
    return noun.lower in _SETTLED or noun.lemma in roles.words()["part"]


def _is_member(
    s: Sentence, m: PlaceMention, first: PlaceMention, trigger: TriggerMention, *, own: bool, named: Sequence[Token]
) -> bool:
    place = m.toponym.candidates[0]
    alike = place.feature_class in ("P", "S") or (
        own and place.feature_code == first.toponym.candidates[0].feature_code
    )
    parallel = m.role == "reference" and m.bearing is None
    closed = [t.lower for t in named[-2:]] == [",", "and"]  # "Pavlohrad, a rail hub in the east, and Dnipro"
    beside = own and (first.relation in _AT or first.facility is not None)
    parallel = parallel and (closed or beside or all(t.lower in ("and", ",") for t in named))
    if not (m.role in ("scene", "body") or parallel) or m.refers is not None or not alike:
        return False
    behind = _behind(s, m)
    ahead = m.token.i > first.token.i
    if behind is not None and ahead and behind.tag in ("VBD", "VBZ", "VBP", "MD"):
        return False  # "and Kyiv said"
    if behind is not None and (behind.tag == "POS" or (behind.is_noun and behind.lemma != m.cue)):
        return False  # "and Kyiv's mayor"
    if whereabouts.of_a_speaker(s, m):
        return False
    opens = not any(t.is_verb for t in s.tokens[: m.token.i])
    if parallel or (not ahead and opens and m.relation not in _AT and first.relation in ("nsubj", "nsubjpass")):
        return True  # it opens the sentence, and nothing but its apposition parts it from the subject
    verb = _verb(s, m.token)
    told = {trigger.token.i, trigger.clause.i, _verb(s, first.token), *(t.i for t in named if t.lemma in _HARMED)}
    if verb is not None and verb and s.tokens[verb - 1].lower in ("as", "so") and s.tokens[verb].lower in _WAS:
        return True  # "as were Lyman and Kramatorsk"
    return verb is None or verb in told or not s.children(verb, "nsubj", "nsubjpass", "expl")


def _behind(s: Sentence, m: PlaceMention) -> Token | None:
    return next((t for t in s.tokens if t.start >= m.toponym.end), None)


def _verb(s: Sentence, token: Token) -> int | None:
    above: Iterator[Token] = s.ancestors(token.i)
    return next((t.i for t in above if t.is_verb), None)
