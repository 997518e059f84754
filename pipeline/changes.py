"""What is new, changed and gone since the last build: articles compared with where they were read from.

An origin says where: "file:" and its path, with "#3" for the third record of a file; "url:" and an article's address
and day where somebody handed it to the page or a feed brought it; UPLOADED where it has no address; UNKNOWN in stores
that kept none. A folder that is read again answers for all that was read from it before, and an address for itself:
what is no longer there is gone, or changed where the same file or address now has other words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.models import Article, Rejection
from pipeline.readers import Reading
from pipeline.store_schema import UNKNOWN, Kept, Key, key

UPLOADED = "uploaded"
_SHOWN = 20  # lines that tell of one sort of change


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reading changes in the articles of a store."""

    new: tuple[Article, ...] = ()  # and no later text of one that was there
    changed: tuple[Article | Kept, ...] = ()  # the earlier texts
    gone: tuple[Article | Kept, ...] = ()
    origins: frozenset[tuple[str, Key]] = frozenset()  # to be kept from now on
    lost: frozenset[tuple[str, Key]] = frozenset()  # no longer true

    @property
    def retired(self) -> dict[Key, str]:
        """Why each article that is no longer read is not, in words for the page."""
        changed = {key(one): f"{one.name} was changed since: this is what it said before" for one in self.changed}
        return changed | {key(one): f"{one.name} was withdrawn: it is no longer where it was read" for one in self.gone}

    def told(self) -> list[str]:
        """A line for each article that is new, changed or gone; long lists end with how many more there are."""
        lines = []
        for word, articles in (("new", self.new), ("changed", self.changed), ("gone", self.gone)):
            lines += [f"{word}: {one.name} ({one.published})" for one in articles[:_SHOWN]]
            if len(articles) > _SHOWN:
                lines.append(f"{word}: {len(articles) - _SHOWN} more")
        return lines


@dataclass(frozen=True, slots=True)
class Survey:
    """What a store holds that a reading may change. Two that are equal lead to the same build."""

    articles: tuple[Kept, ...]  # of the same text and day, or from where the reading answers for; by day, then hash
    origins: Mapping[Key, frozenset[str]]  # of these, each whole
    named: frozenset[Kept]  # articles that bear the name of one that is new
    unread: tuple[Rejection, ...]
    gathered: str | None  # the version that all is gathered by; None where it has to be gathered anew
    count: int  # articles that are read, all of the store


def changes(survey: Survey, reading: Reading) -> Changes:
    """What the reading changes in a store of which it may change this."""
    stored, origins = survey.articles, survey.origins
    found = {(origin, key(one)): one for origin, one in given(reading)}
    files, read = {origin for origin, _ in found}, {each for _, each in found}
    lost: set[tuple[str, Key]] = set()
    changed: list[Kept] = []
    gone: list[Kept] = []
    replaced: set[str] = set()
    for one in stored:
        each = key(one)
        were = origins.get(each, frozenset())
        away = {origin for origin in were if (origin, each) not in found and _answered_for(origin, files, reading)}
        if each in read:
            away |= were & {UNKNOWN}
        elif were and away == were:
            (changed if away & files else gone).append(one)
        replaced |= away & files
        lost |= {(origin, each) for origin in away}
    known = {key(one) for one in stored}
    new = {each: one for (origin, each), one in found.items() if each not in known and origin not in replaced}
    return Changes(tuple(new.values()), tuple(changed), tuple(gone), frozenset(found), frozenset(lost))


def given(reading: Reading) -> list[tuple[str, Article]]:
    """Each article that was read, with its origin."""
    if reading.origins:
        return list(zip(reading.origins, reading.articles, strict=True))
    return [(f"url:{one.url} {one.published}" if one.url else UPLOADED, one) for one in reading.articles]


def _answered_for(origin: str, files: set[str], reading: Reading) -> bool:
    """Whether what was read would hold the article of this origin if it were still there."""
    # a file or folder that is there and can't be read says nothing about what it holds
    by_folder = _below(origin, reading.roots) and not _below(origin, reading.refused)
    return by_folder or (origin.startswith("url:") and origin in files)


def _below(origin: str, roots: Sequence[str]) -> bool:
    return any(origin == root or origin.startswith((root.rstrip("/") + "/", root + "#")) for root in roots)
