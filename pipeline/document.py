"""An article's paragraphs, with page furniture marked and not removed."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.kinds import RULES
from pipeline.models import Article

MAX_PARAGRAPH = 5_000  # code points given to the parser at once; its memory grows with the longest paragraph
BULLET = re.compile(r"[-–—*•·▪●‣◦]\s+")  # before an item of a list: no part of its first sentence
_WRAPPED = 50  # a line shorter than this ends on purpose
# A full stop, then blank, then what may open a sentence. Not after an initial, a title or a short form.
# Possessive and only from the first of a run of stops: a page of dots takes no longer than a page of words.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s++(?=[\"'“‘«(\[]?[A-ZЀ-Я0-9])")
_SHORT = re.compile(
    r"(?:\b[A-Z]|(?<!\S)\d\d?|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Capt|Sgt|Gov|Sen|Rep|St|No|no|vs|approx|a\.m|p\.m"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's span in the article, in code points. story_end is where its own words end and a credit begins."""

    number: int
    start: int
    end: int
    story_end: int
    furniture: str | None  # the words that show it to be page furniture

    def words(self, text: str) -> str:
        """The story's words of this paragraph, verbatim."""
        return text[self.start : self.story_end]


def paragraphs(article: Article) -> tuple[Paragraph, ...]:
    """The paragraphs after the header, in order; together they hold every character that is not blank."""
    return tuple(_mark(article.text, k, start, end) for k, (start, end) in enumerate(_spans(article)))


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences between two offsets, as far as full stops tell: to ask the parser takes long."""
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if not _SHORT.search(text, max(at, match.start() - 8), match.start() + 1):
            yield at, match.end()
            at = match.end()
    yield at, end


_BLANK_LINES = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*")
_LINE_ENDS = re.compile(r"[\r\n]+")
_NEVER = re.compile(r"(?!)")


def _spans(article: Article) -> Iterator[tuple[int, int]]:
    for a, b in _with_items(article.text, list(_lines(article))):
        yield from _capped(article.text, a, b)


def _lines(article: Article) -> Iterator[tuple[int, int]]:
    text = article.text
    has_blank_lines = _BLANK_LINES.search(text.strip()) is not None
    for start, end in _split(text, article.body_start, len(text), _BLANK_LINES):
        lines = list(_split(text, start, end, _LINE_ENDS))
        wrapped = has_blank_lines and len(lines) > 1 and all(b - a >= _WRAPPED for a, b in lines[:-1])
        yield from [(start, end)] if wrapped else lines


_NAME = r"[A-Z][\w’'-]+"
_ITEM = re.compile(
    rf"{BULLET.pattern}{_NAME}(?: {_NAME}){{0,3}}(?:,? \(?(?:{_NAME} )?(?:region|district|oblast)\)?)?[,;.]?"
)


def _with_items(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The paragraphs, of which one that ends in a colon takes the bare names listed below it along."""
    k = 0
    while k < len(lines):
        start, end = lines[k]
        last = k
        while text[end - 1] == ":" and last + 1 < len(lines) and _ITEM.fullmatch(text, *lines[last + 1]):
            last += 1
        yield start, lines[last][1] if last > k + 1 else end
        k = last + 1 if last > k + 1 else k + 1


def _split(text: str, start: int, end: int, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The spans between the separators, without the blanks around them; not those of blanks alone."""
    at = start
    for match in (*separator.finditer(text, start, end), None):
        stop = match.start() if match else end
        words = text[at:stop]
        if stripped := words.strip():
            a = at if stripped == words else at + words.index(stripped)
            yield a, a + len(stripped)
        at = match.end() if match else end


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= MAX_PARAGRAPH:
        yield start, end
        return
    while end - start > MAX_PARAGRAPH:
        piece = text[start : start + MAX_PARAGRAPH]
        cut = max(piece.rfind(". ") + 1, 0) or piece.rfind(" ") + 1 or MAX_PARAGRAPH
        yield from _split(text, start, start + cut, _NEVER)
        start += cut
    yield from _split(text, start, end, _NEVER)


def _mark(text: str, number: int, start: int, end: int) -> Paragraph:
    words = text[start:end]
    if match := _whole().match(words[:300]):
        return Paragraph(number, start, end, end, match.group().strip())
    for pattern in furniture()["tail"]:
        if match := pattern.search(words, max(0, len(words) - 200)):
            story = words[: match.start()].rstrip()
            return Paragraph(number, start, end, start + len(story), None)
    return Paragraph(number, start, end, end, None)


@cache
def _whole() -> re.Pattern[str]:
    """What one of the patterns `whole` matches, the first of them that does."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in furniture()["whole"]), re.IGNORECASE)


@cache
def furniture() -> dict[str, tuple[re.Pattern[str], ...]]:
    """The compiled patterns of rules/furniture.toml, by table."""
    table = tomllib.loads((RULES / "furniture.toml").read_text(encoding="utf-8"))
    return {name: tuple(re.compile(row["pattern"], re.IGNORECASE) for row in rows) for name, rows in table.items()}
