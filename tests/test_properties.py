"""Laws that hold for any text: spans slice to their words, order changes nothing, nothing is lost without a trace."""

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import language, run
from pipeline.kinds import kinds
from pipeline.models import Article, Extraction, dump, load
from pipeline.timeline import Hidden, Window, timeline, within
from tests.conftest import story

WORDS = [
    *("Rockets", "hit", "Sumy", "Kyiv", "the city", "on Friday", "missiles", "fired", "from the Black Sea", "was"),
    *("captured", "shot down", "a plane", "near", "30 km south of", "the mayor said", "Moscow denied it", "not", "if"),
    *("according to Haidai,", "Kovalenko, who leads the region,", "governor of Sumy", "a plant, said"),
    *("troops", "withdrew", "two people were killed", "overnight", "in 2014", "explosions", "Reuters", "there", "and"),
]
ODD = [
    *(
        "🚀",
        "🇺🇦",
        "👩‍🚒",
        "“",
        "”",
        "«",
        "»",
        "’",
        "—",
        "…",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\u00a0",
        "\u0301",
    ),
    *("Kyi\u0308v", "Київ", "Чернігів", "x" * 260, "!?" * 30, "." * 80, "-" * 90, "\r\n", "\n\n", "\t", "\u2028", "İ"),
    *("Zaporizhzhia’s", "“Rockets hit Sumy,” he said.", "(", ")", '"', "'", "&lt;b&gt;", "<script>", "\x85", "ﬁ", "ß"),
]
pieces = st.lists(st.sampled_from([*WORDS, *ODD, ".", ". ", ", "]), min_size=1, max_size=25)
texts = pieces.map(" ".join)
few = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def spans_hold(article: Article, told: Extraction) -> None:
    for event in told.events:
        assert event.kind in kinds()
        assert event.when.first <= event.when.last <= article.published
        assert (event.location is None) == (event.unplaced_reason is not None)
        for report in event.reports:
            assert article.body_start <= report.start < report.end <= len(article.text)
            assert article.text[report.start : report.end] == report.quote
            assert (report.article, report.article_sha256) == (article.name, article.sha256)
    for rejection in told.rejections:
        assert rejection.stage != "reading", rejection.reason
        assert rejection.reason
        if rejection.quote is not None:
            assert article.text[rejection.start : rejection.end] == rejection.quote


def test_in_every_sample_quotes_are_the_words_at_their_span(
    seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]
) -> None:
    for article, told in zip(seeds, extractions, strict=True):
        spans_hold(article, told)


@few
@given(texts)
def test_in_any_text_quotes_are_the_words_at_their_span(text: str) -> None:
    article = story(text)
    spans_hold(article, run.extract([article])[0])


@few
@given(st.text(max_size=120))
def test_no_text_breaks_the_extraction(text: str) -> None:
    article = story(text)
    spans_hold(article, run.extract([article])[0])


HARD = {
    "a paragraph of 6,000 characters": "Rockets hit a bakery in Sumy on Friday. " * 150,
    "a sentence of 6,000 characters": "Rockets hit Sumy and " * 290 + "Kyiv.",
    "a word of 50,000 characters": "Rockets hit Sumy. " + "x" * 50_000,
    "20,000 full stops": "Rockets hit Sumy" + "." * 20_000,
    "5,000 brackets": "(" * 5_000 + "Rockets hit Sumy" + ")" * 5_000,
    "2,000 newlines": "Rockets hit Sumy." + "\n" * 2_000 + "Shells fell on Kyiv.",
    "500 short lines": "Rockets hit Sumy.\n" * 500,
    "emoji between words": "🚀 Rockets 🚀 hit 🇺🇦 a bakery in Sumy 👩‍🚒 on Friday. 🚀",
    "decomposed letters": "Rockets hit Zˇaporizhzhia and Kyi\u0308v on Friday.",
    "right-to-left marks": "\u202eRockets hit \u2066Sumy\u2069 on Friday.\u202c",
    "Windows newlines": "Rockets hit Sumy.\r\n\r\nShells fell on Kyiv.\r\n",
    "curly quotation marks": "“Rockets hit Sumy,” the mayor said. “They’d hit Kyiv’s centre.”",
    "nothing but blanks": " \n\t \u00a0 \n",
}


@pytest.mark.parametrize("text", HARD.values(), ids=list(HARD))
def test_a_hard_text_keeps_its_spans(text: str) -> None:
    article = story(text)
    spans_hold(article, run.extract([article])[0])


def test_emoji_before_a_sentence_do_not_shift_its_quote() -> None:
    (told,) = run.extract([story("🚀🇺🇦👩‍🚒 Smoke rose. Rockets hit a bakery in Sumy on Friday.")])
    assert told.events[0].reports[0].quote == "Rockets hit a bakery in Sumy on Friday."


@few
@given(texts)
def test_what_the_parser_reads_is_as_long_as_the_text(text: str) -> None:
    assert len(language.plain(text)) == len(text)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_articles_changes_no_extraction(
    seed: int, seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]
) -> None:
    order = random.Random(seed).sample(range(len(seeds)), 12)
    again = run.extract([seeds[k] for k in order])
    assert [dump(told) for told in again] == [dump(extractions[k]) for k in order]


def test_the_order_of_articles_changes_no_byte_of_the_situation(
    seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]
) -> None:
    expected = dump(run.situate(seeds, extractions))
    for seed in (1, 2, 3):
        order = random.Random(seed).sample(range(len(seeds)), len(seeds))
        assert dump(run.situate([seeds[k] for k in order], [extractions[k] for k in order])) == expected


def test_what_is_dumped_comes_back_equal(extractions: tuple[Extraction, ...]) -> None:
    assert all(load(Extraction, dump(told)) == told for told in extractions)


@pytest.mark.parametrize("merge", [True, False])
def test_every_report_reaches_the_situation(
    merge: bool, seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]
) -> None:
    situation = run.situate(seeds, extractions, merge=merge)
    before = {(r.article, r.start, r.end) for told in extractions for e in told.events for r in e.reports}
    denied = {(r.article, r.start, r.end) for told in extractions for each in told.denials for r in each.reports}
    after = {(r.article, r.start, r.end) for incident in situation.incidents for r in incident.reports}
    assert before <= after <= before | denied  # a denial of what nobody tells is no incident
    assert len(situation.rejections) == sum(len(told.rejections) for told in extractions)


def test_merging_invents_no_place_and_no_day(seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]) -> None:
    events = [event for told in extractions for event in told.events]
    for incident in run.situate(seeds, extractions).incidents:
        assert incident.location in [event.location for event in events]
        assert incident.when in [event.when for event in events]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_wider_window_never_loses_an_incident(
    data: st.DataObject, seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]
) -> None:
    line = timeline(run.situate(seeds, extractions, merge=False).incidents, list(kinds()))
    span = line.span
    assert span is not None
    days = (span.last - span.first).days
    first = data.draw(st.integers(0, days))
    last = data.draw(st.integers(first, days))
    day = dt.timedelta(days=1)
    narrow = Window(span.first + first * day, span.first + last * day)
    wide = Window(narrow.first - data.draw(st.integers(0, 40)) * day, narrow.last + data.draw(st.integers(0, 40)) * day)
    shown = {incident.id for incident in within(line, narrow, Hidden())}
    assert shown <= {incident.id for incident in within(line, wide, Hidden())}
