"""Which sentences of an article the parser is asked about: those that may tell, place, count, answer or speak.

The parser takes most of the time. A paragraph without a trigger word is never parsed, and in the others a fifth of
the words change nothing of what is read: no rule can hold in them, they lend no town to the next sentence, no number of
people is in them, no answer, and nobody who speaks on in what follows. What they name is still noted, see topics.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gazetteer.lookup import Lookup, Toponym
from pipeline import document, figures, lexicon, toponyms, voices
from pipeline.document import Paragraph
from pipeline.models import Article
from pipeline.syntax import Sentence

_BODY = re.compile(  # "the ministry said": that of the sentence before, whose side it is on
    r"\b[Tt]he (?:\w+ )?\w+ (?:had |has |have |also |later )?(?:said|says|told|adds?|added|claim|report|confirm|den)"
)
_POINTS_BACK = frozenset(("he", "she", "it", "they", "who", "which", "that"))  # to who spoke before
_SAID = frozenset(("say", "tell", "add", "announce", "claim", "confirm", "deny"))  # always by somebody
_QUOTED = re.compile(r"[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence as far as full stops tell, or several in a row. start and end are code points in the article."""

    paragraph: int
    start: int
    end: int
    text: str
    needed: bool  # by the parser

    def unparsed(self) -> Sentence:
        """The sentence without its words: it is counted, and nothing is read out of it but its days."""
        return Sentence(self.start, self.end, self.text, (), (), self.paragraph)


@dataclass(frozen=True, slots=True)
class Outline:
    """An article before it is parsed."""

    paragraphs: tuple[Paragraph, ...]
    named: dict[int, tuple[Toponym, ...]]  # names of each paragraph by its number, with offsets in its words
    passages: tuple[Passage, ...]  # of the paragraphs that may tell of an event or answer one


def outline(article: Article, gaz: Lookup) -> Outline:
    """The article's paragraphs, its names, and the passages for the parser; no names where it has no such passage."""
    paragraphs = document.paragraphs(article)
    story = [p for p in paragraphs if p.furniture is None]
    told = {p.number for p in story if lexicon.may_tell(p.words(article.text))}
    # what answers an event ("has not commented", "could not verify") stands in the paragraphs after it
    near = {number + step for number in told for step in (1, 2)} - told
    chosen = [p for p in story if p.number in told or (p.number in near and voices.may_answer(p.words(article.text)))]
    if not chosen:
        return Outline(paragraphs, {}, ())
    named = {p.number: toponyms.find(p.words(article.text), gaz) for p in paragraphs}
    passages = [passage for p in chosen for passage in _split(article.text, p, named[p.number])]
    return Outline(paragraphs, named, tuple(_joined(article.text, _with_speakers(passages))))


def _split(text: str, paragraph: Paragraph, names: Sequence[Toponym]) -> Iterator[Passage]:
    towns = [paragraph.start + t.start for t in names if not all(place.is_country for place in t.candidates)]
    bullet = document.BULLET.match(text, paragraph.start, paragraph.story_end)
    opening = bullet.end() if bullet is not None and bullet.end() < paragraph.story_end else paragraph.start
    rows = []
    for start, stop in document.sentences(text, opening, paragraph.story_end):
        words = text[start:stop].rstrip()
        tells, named = lexicon.may_tell(words), any(start <= town < stop for town in towns)
        rows.append((start, words, tells and named, _matters(words, tells=tells, named=named)))
    for k, (start, words, lends, needed) in enumerate(rows):
        # the town of "Death came to Sumy, too" is that of "A missile had hit the square" after it
        before_one = lends and k + 1 < len(rows) and rows[k + 1][3]
        yield Passage(paragraph.number, start, start + len(words), words, needed or before_one)


def _matters(text: str, *, tells: bool, named: bool) -> bool:
    """True of a sentence that may tell of an event or answer one, or that counts people or losses.

    tells: whether it has a trigger's word; named: whether a town or region is named in it.
    """
    return (tells and lexicon.may_hold(text, named=named)) or voices.may_answer(text) or bool(figures.find(text, None))


def _with_speakers(passages: Sequence[Passage]) -> list[Passage]:
    """The passages of an article, in order, of which those are needed too that one needed may take its speaker from."""
    found: list[Passage] = []
    wanted = False
    for passage in reversed(passages):
        asked = passage.needed or wanted
        speaks = asked and lexicon.holds(passage.text, voices.saying())
        if wanted and speaks and not passage.needed:
            passage = replace(passage, needed=True)
        if passage.needed:
            bare = speaks and (lexicon.holds(passage.text, _POINTS_BACK) or _BODY.search(passage.text) is not None)
            quoted = _QUOTED.search(passage.text) is not None
            wanted = bare or quoted or (wanted and not lexicon.holds(passage.text, _SAID))
        found.append(passage)
    return found[::-1]


def _joined(text: str, passages: Sequence[Passage]) -> Iterator[Passage]:
    """Those in a row that the parser needs as one, as each helps it to read the next."""
    for (number, needed), row in groupby(passages, key=lambda passage: (passage.paragraph, passage.needed)):
        if not needed:
            yield from row
            continue
        first, *rest = row
        end = (rest or [first])[-1].end
        yield Passage(number, first.start, end, text[first.start : end], needed)
