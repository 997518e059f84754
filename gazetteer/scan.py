"""Known names in running text, longest and leftmost first."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gazetteer.names import key
from gazetteer.place import Place
from gazetteer.sources.tables import NEAR
from gazetteer.sources.words import not_places

LONGEST = 5  # words
_CACHED = 16_384  # pairs of words
WELL_KNOWN = 15_000  # inhabitants
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w[\w\u0301]*(?:['’ʼ`]\w+)*")
_POSSESSIVE = frozenset(("'s", "’s", "'S", "’S"))
_JOINT = re.compile(r"[ \t\u00a0\u202f]?[-‐‑–]?(?:\r?\n)?[ \t]?")  # what may stand between two words of one name
_SENTENCE_END = re.compile(r"(?:^|[.!?:;…]|\n)[\s\"“”‘’'«»(\[—–-]*$|[\"“‘«(\[]\s*$")
_STAND_BEFORE = frozenset(("function_word", "weekday", "month", "demonym"))  # "In Krasne", not "Nova Krasne"
_STAND_AFTER = frozenset(("district", "raion", "region", "oblast", "province", "village", "town", "city", "council"))
_LOWER_CASE = frozenset(("treaty", "force", "dish"))  # phrases that may end in lower case: "Black Sea fleet"
_CALLED = re.compile(r"\b(?:village|town|city|settlement|hamlet)s?(?: of)? $")  # "the village of Smile"
_TITLES = frozenset(("st", "mt", "ft"))  # "St. Petersburg"


@dataclass(frozen=True, slots=True)
class Toponym:
    """A known name in a text; text[start:end] is the name."""

    start: int
    end: int
    text: str
    candidates: tuple[Place, ...]


class _Token:
    """A word of a text."""

    __slots__ = ("capital", "end", "start", "stop")

    def __init__(self, found: re.Match[str]) -> None:
        word = found[0]
        self.start, self.stop = found.span()
        self.end = self.stop - 2 if word[-2:] in _POSSESSIVE else self.stop  # without a possessive 's
        self.capital = word[0].isupper()


class _Tokens:
    """The words of a text. Each is looked at once it is asked for: most are of no name, nor beside one."""

    def __init__(self, found: Sequence[re.Match[str]]) -> None:
        self._found = found
        self._made: dict[int, _Token] = {}

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, index: int) -> _Token:
        if index not in self._made:
            self._made[index] = _Token(self._found[index])
        return self._made[index]

    def word(self, index: int) -> str:
        """The word as it stands there, with a possessive 's."""
        return self._found[index][0]

    def between(self, first: int, behind: int) -> list[_Token]:
        """Those from the first up to the one behind them, as far as the text goes."""
        return [self[index] for index in range(first, min(behind, len(self._found)))]


Meanings = Callable[[str], tuple[tuple[Place, ...], bool]]  # places of a key; whether it is an English word too
Begins = Callable[[str], bool]  # whether any key begins with these words


class Scanner:
    """Looks for names that `meanings` knows."""

    def __init__(self, meanings: Meanings, begins: Begins) -> None:
        self._meanings, self._begins = meanings, begins
        self._goes_on = lru_cache(_CACHED)(self._look_ahead)
        self._not_places = not_places()
        self._phrases: dict[str, dict[str, int]] = {}  # by first and second word: how many the longest phrase has
        for phrase in self._not_places:
            first, *rest = phrase.split()
            if rest:
                seconds = self._phrases.setdefault(first, {})
                seconds[rest[0]] = max(seconds.get(rest[0], 0), len(rest) + 1)

    def toponyms(self, text: str) -> tuple[Toponym, ...]:
        """See Lookup.toponyms."""
        words = list(_WORD.finditer(text))
        tokens = _Tokens(words)
        found: list[Toponym] = []
        behind = 0
        for index, each in enumerate(words):
            if index < behind:
                continue
            word = each[0]
            # "the Black Sea Fleet" holds a sea, and means ships
            seconds = self._phrases.get(word.lower())
            step = self._phrase(text, tokens, index, seconds) if seconds and index + 1 < len(words) else 0
            if word[0].isupper():
                match = self._longest(text, tokens, index)
                if match and match[1] > step:
                    toponym, step = match
                    found.append(toponym)
            if step:
                behind = index + step
        return tuple(found)

    def _phrase(self, text: str, tokens: _Tokens, first: int, seconds: Mapping[str, int]) -> int:
        """How many words from here on make a phrase of not_places.csv, the longest one; 0 where none does.

        seconds: how long the longest may be, by its second word.
        """
        second, _, _ = key(tokens.word(first + 1)).partition(" ")
        longest = max(seconds.get(second, 0), seconds.get(second.removesuffix("s"), 0))  # "Kyiv Independent's"
        last, found = first, 0
        for length in range(2, longest + 1):
            if last + 1 >= len(tokens) or not _joined(text, tokens[last], tokens[last + 1]):
                break
            last += 1
            kind = self._not_places.get(key(text[tokens[first].start : tokens[last].end]))
            # "Kyiv Independent" is a newspaper, "a Kyiv independent of Moscow" is none
            if kind and (
                tokens[last].capital or (kind in _LOWER_CASE and any(t.capital for t in tokens.between(first, last)))
            ):
                found = length
        return found

    def _longest(self, text: str, tokens: _Tokens, first: int) -> tuple[Toponym, int] | None:
        here, furthest = tokens[first], min(first + LONGEST, len(tokens)) - 1
        last, start_at = first, here.start
        if (
            last < furthest
            and _joined(text, here, tokens[first + 1])
            and self._may_go_on(text, here, tokens[first + 1])
        ):
            last += 1
            while last < furthest and _joined(text, tokens[last], tokens[last + 1]):
                last += 1
        for end in range(last, first - 1, -1):
            end_at = tokens[end].end
            words = text[start_at:end_at]
            places, english = self._meanings(key(words))
            if not places:
                continue
            if end > first:
                places = _written_so(places, tokens[end])
                if english:
                    places = tuple(place for place in places if place.feature_class != "P" or not _outworded(place))
                if not places or (_obscure(places[0]) and not self._told_where(text, tokens, end)):
                    continue
            elif not self._single(text, tokens, first, places, english):
                return None
            return Toponym(start_at, end_at, words, places), end - first + 1
        return None

    def _may_go_on(self, text: str, first: _Token, second: _Token) -> bool:
        """Whether any name known begins with the two words, the second with or without its possessive 's."""
        if self._goes_on(text[first.start : second.end]):
            return True
        return second.end != second.stop and self._goes_on(text[first.start : second.stop])

    def _look_ahead(self, words: str) -> bool:
        """Whether any name known begins with the two words."""
        return self._begins(" ".join(key(words).split(" ", 2)[:2]))

    def _single(self, text: str, tokens: _Tokens, index: int, places: tuple[Place, ...], english: bool) -> bool:
        """Whether one word, capitalised and known, is meant as a place."""
        token = tokens[index]
        word = text[token.start : token.end]
        spelled = key(word)
        if places[0].feature_code == "ADM1" and english and spelled != key(places[0].name):
            return self._abbreviates(text, tokens, index)
        if len(spelled) < 3 and not word.isupper():
            return False  # "Us" is not the US
        kind = self._not_places.get(spelled)
        if kind == "given_name_or_town":
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if following and following.capital and text[token.end : following.start] == " ":
                return False  # "Volodymyr Zelensky"
        elif kind:
            return False
        if index and text[tokens[index - 1].stop : token.start] == " ":
            before = text[tokens[index - 1].start : tokens[index - 1].stop]
            if before[:1].isupper() and self._not_places.get(key(before)) in ("first_name", "title"):
                return False  # "Robert Moore"
        if _obscure(places[0]) and not self._told_where(text, tokens, index):
            return False
        if _little_known(places[0]) and self._inside_a_longer_name(text, tokens, index):
            return False
        if text[token.stop : token.stop + 1] in ("-", "‐", "‑") and text[token.stop + 1 : token.stop + 2].islower():
            return False  # "Moscow-backed" says who, not where
        if english and places[0].feature_code != "PCLI":
            if all(map(_outworded, places)):
                called = _CALLED.search(text[max(0, token.start - 20) : token.start])
                return called is not None or self._told_where(text, tokens, index)
            return not word.isupper() and not _SENTENCE_END.search(text[max(0, token.start - 12) : token.start])
        return True

    def _abbreviates(self, text: str, tokens: _Tokens, index: int) -> bool:
        """Whether "VA" or "Va." is the state: after a name and a comma, in capitals or with its full stop."""
        token = tokens[index]
        word = text[token.start : token.end]
        if not index or not (word.isupper() or text[token.stop : token.stop + 1] == "."):
            return False
        left = tokens[index - 1]
        return left.capital and text[left.stop : token.start] == ", " and not text[left.start : left.end].isupper()

    def _told_where(self, text: str, tokens: _Tokens, last: int) -> bool:
        """Whether a country or division follows after a comma: "Laurel, Mississippi"."""
        if last + 1 >= len(tokens) or text[tokens[last].stop : tokens[last + 1].start] != ", ":
            return False
        following = tokens.between(last + 1, last + 4)
        for end in range(len(following), 0, -1):
            part = following[:end]
            if part[0].capital and part[-1].capital:
                places, _ = self._meanings(key(text[part[0].start : part[-1].end]))
                if any(place.feature_code in ("ADM1", "PCLI") for place in places):
                    return True
        return False

    def _inside_a_longer_name(self, text: str, tokens: _Tokens, index: int) -> bool:
        """Whether a capitalised word stands right before or after: "Kamala Harris", or a hamlet we do not know."""
        token = tokens[index]
        if index:
            left = tokens[index - 1]
            word = key(text[left.start : left.end])
            kind = self._not_places.get(word)
            if left.capital and text[left.stop : token.start] in (" ", "-") and kind not in _STAND_BEFORE:
                return True
        if index + 1 < len(tokens):
            right = tokens[index + 1]
            word = key(text[right.start : right.end])
            return right.capital and text[token.end : right.start] in (" ", "-") and word not in _STAND_AFTER
        return False


def _outworded(place: Place) -> bool:
    """Whether a name that is also ordinary words rather means those: Bar in Ukraine, Perm and Shanghai stay names."""
    floor = 10_000 if place.country_code == "UA" else 100_000 if place.country_code in NEAR else 500_000
    return (place.population or 0) < floor


def _obscure(place: Place) -> bool:
    """Whether a settlement far from Ukraine is so small that its name alone, in a text, is likelier something else."""
    if place.feature_class != "P" or place.source == "landmarks" or place.country_code in NEAR:
        return False
    return (place.population or 0) < WELL_KNOWN


def _little_known(place: Place) -> bool:
    """Whether it is likelier that a longer name or a person's is meant than this settlement alone."""
    if place.feature_class != "P" or place.feature_code == "PPLX" or place.source == "landmarks":
        return False
    limit = 10_000 if place.country_code == "UA" else 100_000 if place.country_code in NEAR else 1_000_000
    return (place.population or 0) < limit


def _joined(text: str, left: _Token, right: _Token) -> bool:
    """Whether two neighbouring words may belong to one name."""
    between = text[left.stop : right.start]
    if between == ". " and text[left.start : left.end].lower() in _TITLES:
        return True
    return between == " " or (0 < len(between) <= 3 and bool(_JOINT.fullmatch(between)))


def _written_so(places: tuple[Place, ...], last: _Token) -> tuple[Place, ...]:
    """Places whose names may be written with this last word, if it is in lower case: not settlements.

    "Zaporizhzhia nuclear power plant" is a name, "Nova sources" is not the village of Nova Sources. A settlement may
    have a small word inside ("Rostov-on-Don") but ends on a capital.
    """
    if last.capital:
        return places
    return tuple(place for place in places if place.feature_class != "P")
