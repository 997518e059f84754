"""The state of reading one article: its drafts of events, its last speaker, and the reports made of its sentences."""

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from gazetteer.lookup import Lookup
from gazetteer.place import Place
from pipeline import claimants, reporting_clause, voices
from pipeline.claimants import PRONOUNS, same_body, voice
from pipeline.dates import DateMention
from pipeline.memory import Memory
from pipeline.models import Article, Event, Figure, Location, Rejection, Report, Side, Stance, When
from pipeline.syntax import Sentence
from pipeline.triggers import TriggerMention
from pipeline.voices import Voice


@dataclass(frozen=True, slots=True)
class Awaited:
    """A place that the text describes and has not named yet."""

    words: str  # "a small town"
    noun: str  # lemma: town, base
    settlement: bool
    apart: bool  # not where the article is: "a town", "a base close to the border"
    part: str | None = None  # "eastern", of the country
    divisions: frozenset[str] = frozenset()  # names of the regions that it is said to lie in
    beside: Place | None = None  # "a town outside Kharkiv"
    country: str | None = None  # ISO code: "a Polish village"


@dataclass(slots=True)
class Draft:
    """An event under way: later sentences may still add voices to it."""

    event: Event
    paragraph: int
    sentence: int
    heading: str = ""  # that its sentence stands under
    awaits: Awaited | None = None  # the place that it is told of, which the text has not named yet
    main: bool = True  # it is what its sentence tells, not what that recalls beside it: see narrative.is_main


@dataclass(slots=True)
class Reading:
    """The state of reading one article."""

    article: Article
    gaz: Lookup
    memory: Memory = field(default_factory=Memory)
    drafts: list[Draft] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    denials: list[Event] = field(default_factory=list)
    figures: list[tuple[Figure, int, int]] = field(default_factory=list)  # with the span of the sentence
    last_voice: Voice | None = None
    lister: tuple[Voice, int] | None = None  # who lists what follows, and in which paragraph
    day: DateMention | None = None  # of the latest sentence that told of no event
    day_paragraph: int = -1
    day_at: int = -1  # code point where that sentence begins
    undated: list[Sentence] = field(default_factory=list)  # of the paragraph, told of nothing: not asked for days yet
    heading_day: When | None = None  # that the items below a date are of
    frame: When | None = None  # the day of the raid that the article is news of
    framed: bool = False  # whether that is settled
    live: bool = False  # items headed by the clock
    awaiting: list[Draft] = field(default_factory=list)  # drafts whose place may be named in the next sentences
    awaited_for: int = 0  # sentences since
    top: int = 0  # number of the first paragraph that is no furniture
    body: int = 0  # code point of the article's text where the story begins, behind its dateline


def voices_of(draft: Draft) -> list[Voice]:
    """The voices in a draft's reports."""
    return [Voice(r.claimant, r.claimant_side, r.stance) for r in draft.event.reports]


_HOME: dict[str, Side] = {"UA": "ukraine", "RU": "russia", "": "unknown"}


def home(country: str | None) -> Side:
    """The side whose officials run a place in the country, given by its ISO code, unless the words say otherwise."""
    return _HOME.get(country or "", "third")


def home_now(state: Reading) -> Side:
    """The side whose officials run the place of the latest event; of the article's country where there is none."""
    last = state.memory.last
    return home(last.country if last is not None else state.memory.country)


def speaker_of(state: Reading, s: Sentence) -> Voice | None:
    """Who speaks in the sentence, where a verb of saying has a subject; None otherwise."""
    saying = voices.saying()
    for token in s.tokens if not s.said.isdisjoint(saying) else ():
        if token.lemma in saying and token.is_verb:
            subjects = [subject for subject in s.children(token.i, "nsubj") if subject.is_noun]
            if found := voices.named(s, subjects, "claims", state.last_voice, home_now(state)):
                return found[0]
    return None


def keep_speaker(state: Reading, s: Sentence, speaker: Voice | None) -> None:
    """Keeps who speaks in a sentence for those after it: "he" and what goes on unattributed.

    Where nobody speaks, the person whom it opens with; and who says that a list follows.
    """
    home = home_now(state)
    if speaker is not None:
        state.last_voice = speaker
        state.lister = None
    elif (
        (match := _PERSON.match(s.text))
        and _HE.match(state.article.text, s.end)
        and (person := voice(match["who"], "claims", home)).side != "unknown"
    ):
        state.last_voice = person
    if (lister := reporting_clause.lister(s.text, state.last_voice, home)) is not None:
        state.lister = (lister, s.paragraph)
        state.last_voice = lister


_HE = re.compile(r"[^.\n]{0,300}?\b(?:[Hh]e|[Ss]he) ")  # in the sentence after it
_PERSON = re.compile(  # "Ihor Koval, the mayor of Sumy, visited ..." and "The mayor of Sumy, Ihor Koval, visited ..."
    r"(?P<who>(?!(?:In|At|On|Near|From|To|By|For|Outside|Around|After|Since) )"
    r"(?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+, (?:the |a |an |who )?[a-z][^,;.]{2,80}"
    r"|(?:The|Its|Their|A|An) [^,;.]{3,60}, (?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+), "
)


def report_of(article: Article, s: Sentence, trigger: TriggerMention, voice: Voice) -> Report:
    """The sentence as one voice's report of the trigger's event."""
    return Report(
        article.name,
        article.sha256,
        article.source,
        article.published,
        s.text,
        s.start,
        s.end,
        trigger.words,
        voice.claimant,
        voice.side,
        voice.stance,
    )


def quoted_speaker(state: Reading, s: Sentence) -> tuple[Voice, ...]:
    """Inside a quotation that names no speaker, the last speaker goes on; else who is named where it closes."""
    text = state.article.text
    opens = s.text.lstrip()[:1] in _OPENING
    if not opens and not _is_open(text[text.rfind("\n", 0, s.start) + 1 : s.start]):
        return ()
    if opens and (own := speaker_of(state, s)) is not None:
        return (own,)
    closing = _CLOSES.match(text, s.end - 1, s.end + _QUOTE_REACH)
    who = (closing["who"] or closing["first"]) if closing is not None else None
    if who is not None and who.lower() not in PRONOUNS:
        return (same_body(voice(who, "claims", home_now(state)), who.lower().split()[-1], state.last_voice),)
    return (replace(state.last_voice, stance="claims"),) if state.last_voice is not None else ()


def seen_from(article: Article, told: tuple[Voice, ...]) -> tuple[Voice, ...]:
    """The voices; to an outlet of Russia's state "the defence ministry" is Russia's, wherever the scene is."""
    if not any(v.claimant and claimants.is_national(v.claimant) for v in told):
        return told
    if not _STATE_OUTLET.search(article.source or "") and not _STATE_OUTLET.search(article.text, 0, _DATELINE):
        return told
    return tuple(
        replace(v, side="russia")
        if v.claimant and claimants.is_national(v.claimant) and claimants.named_side(v.claimant) == "unknown"
        else v
        for v in told
    )


_STATE_OUTLET = re.compile(r"(?:^|[/(\s])(?:TASS|RIA Novosti|Sputnik|RT)(?:$|[/)])|^RIA\b")
_DATELINE = 300  # code points in which an agency names itself: "MOSCOW, August 5. /TASS/."


def continued(state: Reading, s: Sentence, number: int, told: tuple[str, When, Location | None]) -> tuple[Voice, ...]:
    """Who told of the sentence before, where this one goes on telling: 'In Kozinka a man was wounded.'

    Only inside a paragraph, of a side of the war, of the same days, and of a region that they may speak for: a ministry
    speaks of any, a governor or mayor of their own. Not after a quotation, nor where the writer turns to other things.
    """
    if state.lister is not None and state.lister[1] == s.paragraph and not _TURNS.search(s.text):
        return (state.lister[0],)
    before = next((d for d in reversed(state.drafts) if number - d.sentence == 1 and d.paragraph == s.paragraph), None)
    if before is None or _TURNS.search(s.text) or _SPOKEN.search(before.event.reports[0].quote):
        return ()
    voice, last = voices_of(before)[0], before.event
    if voice.stance != "claims" or voice.side not in ("ukraine", "russia"):
        return ()
    kind, when, where = told
    alike = (kind != "explosion" or last.kind == kind) and abs(when.first - last.when.first) <= _SAME_NEWS
    own = where is not None and last.location is not None and where.admin1 == last.location.admin1
    return (voice,) if alike and (own or claimants.is_national(voice.claimant or "")) else ()


_SAME_NEWS = dt.timedelta(days=2)
_SPOKEN = re.compile(r"[,.!?][\"”»]")
_TURNS = re.compile(
    r"^(?:but|however|yet|meanwhile|separately|elsewhere|earlier|previously|in turn)\b"
    r"|\b(?:reported|heard|a \w+ earlier)\b",
    re.IGNORECASE,
)
_OPENING = '"“„«'
_QUOTE_REACH = 700  # code points from a sentence to the end of the quotation that it stands in
_SAID = r"(?:said|says|told|wrote|added|explained|recalled)\b"
_WHO = r"(?:the |an? )?[\w’'-]+(?: [\w’'-]+){0,5}?"
_NAME = r"(?:, (?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+(?=[,.:;]))?"
_CLOSES = re.compile(  # '... Another fell on a bakery," said the mayor, Ihor Koval.'
    rf"[^\n\"”»]*[,.!?][\"”»] (?:{_SAID} (?P<who>{_WHO}{_NAME})(?=[,.:;]| who )"
    rf"|(?P<first>{_WHO}(?:, [^,.;:\n“”\"]{{2,60}}){{0,2}}?),? {_SAID})"
)


def _is_open(ahead: str) -> bool:
    """Whether a quotation begun in the words ahead is still open at their end."""
    straight = ahead.count('"') % 2 == 1
    return straight or ahead.count("“") > ahead.count("”") or ahead.count("«") > ahead.count("»")


def add_voice(state: Reading, draft: Draft, s: Sentence, stance: Stance, voice: Voice, words: str = "") -> None:
    """Adds the sentence to an event told before, as a report with the stance given."""
    trigger = words or draft.event.reports[0].trigger
    report = Report(
        state.article.name,
        state.article.sha256,
        state.article.source,
        state.article.published,
        s.text,
        s.start,
        s.end,
        trigger,
        voice.claimant,
        voice.side,
        stance,
    )
    draft.event = replace(draft.event, reports=(*draft.event.reports, report))
