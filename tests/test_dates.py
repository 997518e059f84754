"""Words for days mean the days that a reader of that day's paper takes them for, and never a later one."""

import datetime as dt
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import dates
from pipeline.dates import BACKGROUND, DAYS, MONTHS, DateMention, find
from pipeline.kinds import RULES

SATURDAY = dt.date(2022, 2, 26)
ROWS = tomllib.loads((RULES / "dates.toml").read_text(encoding="utf-8"))["phrase"]


def one(text: str, published: dt.date = SATURDAY) -> DateMention:
    mentions = find(text, published)
    assert len(mentions) == 1, [mention.words for mention in mentions]
    return mentions[0]


def span(mention: DateMention) -> str:
    return f"{mention.first}" if mention.first == mention.last else f"{mention.first}..{mention.last}"


# The paper is that of Saturday, 26 February 2022.
PHRASES = [
    # weekdays: the latest one, the day of publication included
    ("It was hit on Saturday.", "on Saturday", "2022-02-26", "day"),
    ("It was hit on Friday.", "on Friday", "2022-02-25", "day"),
    ("It was hit on Sunday.", "on Sunday", "2022-02-20", "day"),
    ("Thursday's attack was the worst.", "Thursday", "2022-02-24", "day"),
    ("It was hit for a third day.", "for a third day", "2022-02-24..2022-02-26", "range"),
    ("It was hit for the second straight day.", "for the second straight day", "2022-02-25..2022-02-26", "range"),
    ("It was hit last Saturday.", "last Saturday", "2022-02-19", "day"),
    ("It was hit last Monday.", "last Monday", "2022-02-21", "day"),
    ("It fell early on Saturday.", "early on Saturday", "2022-02-26", "part_of_day"),
    ("It fell late on Friday.", "late on Friday", "2022-02-25", "part_of_day"),
    ("It fell late Friday.", "late Friday", "2022-02-25", "part_of_day"),
    ("It fell on Friday evening.", "on Friday evening", "2022-02-25", "part_of_day"),
    ("It fell Friday night.", "Friday night", "2022-02-25", "part_of_day"),
    ("It fell overnight on Saturday.", "overnight on Saturday", "2022-02-26", "part_of_day"),
    ("It fell in the early hours of Saturday.", "in the early hours of Saturday", "2022-02-26", "part_of_day"),
    ("It fell before dawn on Saturday.", "before dawn on Saturday", "2022-02-26", "part_of_day"),
    ("It fell at dawn on Thursday.", "at dawn on Thursday", "2022-02-24", "part_of_day"),
    ("It fell at noon on Thursday.", "at noon on Thursday", "2022-02-24", "part_of_day"),
    ("It fell at 5 am on Thursday.", "at 5 am on Thursday", "2022-02-24", "part_of_day"),
    ("It fell at about 4.30 a.m. on Thursday.", "at about 4.30 a.m. on Thursday", "2022-02-24", "part_of_day"),
    ("On Thursday morning it fell.", "On Thursday morning", "2022-02-24", "part_of_day"),
    # spans
    ("It has burnt since Thursday.", "since Thursday", "2022-02-24..2022-02-26", "range"),
    ("It has burnt since early on Friday.", "since early on Friday", "2022-02-25..2022-02-26", "part_of_day"),
    ("They fought between Thursday and Saturday.", "between Thursday and Saturday", "2022-02-24..2022-02-26", "range"),
    ("They fought from Monday to Wednesday.", "from Monday to Wednesday", "2022-02-21..2022-02-23", "range"),
    ("They fought from 20 to 24 February.", "from 20 to 24 February", "2022-02-20..2022-02-24", "range"),
    ("They fought on February 20-24, 2022.", "February 20-24, 2022", "2022-02-20..2022-02-24", "range"),
    ("They fought over the past 24 hours.", "over the past 24 hours", "2022-02-25..2022-02-26", "range"),
    ("They fought in the past three days.", "in the past three days", "2022-02-23..2022-02-26", "range"),
    ("They fought in recent days.", "in recent days", "2022-02-23..2022-02-26", "range"),
    ("It fell earlier this week.", "earlier this week", "2022-02-21..2022-02-26", "range"),
    ("It fell last week.", "last week", "2022-02-14..2022-02-20", "range"),
    ("It fell this month.", "this month", "2022-02-01..2022-02-26", "range"),
    ("It fell last month.", "last month", "2022-01-01..2022-01-31", "range"),
    ("It fell at the start of the month.", "at the start of the month", "2022-02-01..2022-02-10", "range"),
    ("It fell earlier in the month.", "earlier in the month", "2022-02-01..2022-02-10", "range"),
    ("It fell at the end of January.", "at the end of January", "2022-01-20..2022-01-31", "range"),
    ("It fell by the beginning of February.", "by the beginning of February", "2022-02-01..2022-02-10", "range"),
    ("They fought over the weekend.", "over the weekend", "2022-02-26", "day"),
    # counted back
    ("It fell overnight.", "overnight", "2022-02-26", "part_of_day"),
    ("It fell during the night.", "during the night", "2022-02-26", "part_of_day"),
    ("It fell tonight.", "tonight", "2022-02-26", "part_of_day"),
    ("It fell this morning.", "this morning", "2022-02-26", "part_of_day"),
    ("It fell today.", "today", "2022-02-26", "day"),
    ("It fell yesterday.", "yesterday", "2022-02-25", "day"),
    ("It fell yesterday evening.", "yesterday evening", "2022-02-25", "part_of_day"),
    ("It fell last night.", "last night", "2022-02-25", "part_of_day"),
    ("It fell the night before.", "the night before", "2022-02-25", "part_of_day"),
    ("It fell a day earlier.", "a day earlier", "2022-02-25", "day"),
    ("It fell two days ago.", "two days ago", "2022-02-24", "day"),
    ("It fell 3 days earlier.", "3 days earlier", "2022-02-23", "day"),
    ("It fell a week ago.", "a week ago", "2022-02-19", "day"),
    ("It fell two weeks ago.", "two weeks ago", "2022-02-09..2022-02-15", "range"),
    ("It fell a few minutes or three hours ago.", "three hours ago", "2022-02-26", "day"),
    # the calendar
    ("It fell on 24 February.", "on 24 February", "2022-02-24", "day"),
    ("It fell on February 24.", "on February 24", "2022-02-24", "day"),
    ("It fell on Feb. 24.", "on Feb. 24", "2022-02-24", "day"),
    ("It fell on Feb. 24, 2022.", "on Feb. 24, 2022", "2022-02-24", "day"),
    ("It fell on the 24th of February.", "on the 24th of February", "2022-02-24", "day"),
    ("It fell on Thursday, 24 February 2022.", "on Thursday, 24 February 2022", "2022-02-24", "day"),
    ("It fell on Thursday, February 24th.", "on Thursday, February 24th", "2022-02-24", "day"),
    ("It fell on 2022-02-24.", "2022-02-24", "2022-02-24", "day"),
    ("It fell early on 24 February.", "early on 24 February", "2022-02-24", "part_of_day"),
    ("It fell on 31 December.", "on 31 December", "2021-12-31", "day"),
    ("It fell in January.", "in January", "2022-01-01..2022-01-31", "range"),
    ("It fell in December.", "in December", "2021-12-01..2021-12-31", "range"),
    ("It fell in early February.", "in early February", "2022-02-01..2022-02-10", "range"),
    ("It fell in late January.", "in late January", "2022-01-20..2022-01-31", "range"),
    ("It fell in mid-January.", "in mid-January", "2022-01-10..2022-01-20", "range"),
    ("It was taken in 2014.", "in 2014", "2014-01-01..2014-12-31", "range"),
    ("It was taken in March 2014.", "in March 2014", "2014-03-01..2014-03-31", "range"),
    ("It was built in the 1970s.", "the 1970s", "1970-01-01..1979-12-31", "range"),
]


@pytest.mark.parametrize(("text", "words", "days", "precision"), PHRASES, ids=[row[0] for row in PHRASES])
def test_a_phrase_means_its_days(text: str, words: str, days: str, precision: str) -> None:
    mention = one(text)
    assert (mention.words, span(mention), mention.precision) == (words, days, precision)


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        ("It fell on Friday.", dt.date(2023, 1, 2), "2022-12-30"),
        ("It fell on 31 December.", dt.date(2023, 1, 2), "2022-12-31"),
        ("It fell on Dec. 31.", dt.date(2023, 1, 1), "2022-12-31"),
        ("It fell in December.", dt.date(2023, 1, 2), "2022-12-01..2022-12-31"),
        ("It fell last month.", dt.date(2023, 1, 2), "2022-12-01..2022-12-31"),
        ("It fell last week.", dt.date(2023, 1, 2), "2022-12-26..2023-01-01"),
        ("It fell yesterday.", dt.date(2023, 1, 1), "2022-12-31"),
        ("It fell overnight into Sunday.", dt.date(2023, 1, 1), "2023-01-01"),
        ("It fell on 29 February.", dt.date(2024, 3, 1), "2024-02-29"),
        ("It fell in February.", dt.date(2024, 3, 1), "2024-02-01..2024-02-29"),
        ("It fell last year.", dt.date(2023, 1, 2), "2022-01-01..2022-12-31"),
        ("It fell over the weekend.", dt.date(2022, 2, 28), "2022-02-26..2022-02-27"),
        ("It fell on the 27th.", dt.date(2022, 3, 2), "2022-02-27"),
        ("It fell on the 31st, she said.", dt.date(2022, 3, 2), "2022-01-31"),
        ("It fell on New Year's Eve.", dt.date(2023, 1, 2), "2022-12-31"),
        ("It fell on 26/02/2022.", dt.date(2022, 3, 2), "2022-02-26"),
        ("It fell on 24 Feb.", dt.date(2022, 3, 2), "2022-02-24"),
    ],
)
def test_days_reach_back_over_the_turn_of_a_month_or_year(text: str, published: dt.date, days: str) -> None:
    assert span(one(text, published)) == days


@pytest.mark.parametrize(
    "text",
    [
        "It will resume on 30 March 2023.",
        "The truce of 2022-02-30 was never signed.",
        "The plan is for 2025.",
        "As many as 12 may have died.",
        "They march 20 miles a day.",
        "The second day was the worst.",
        "The 93rd Brigade and 24 tanks were there.",
        "A shell fell on the 9th floor.",
        "Men of the 24th and 79th brigades were there.",
        "It fell on 02/03/2021.",
        "Sunflower oil and Fridays-only bread are scarce.",
    ],
)
def test_no_day_is_invented(text: str) -> None:
    assert find(text, SATURDAY) == ()


@pytest.mark.parametrize(
    ("text", "historical"),
    [
        ("It was taken in 2014.", True),
        ("It exploded in April 1986.", True),
        ("It was taken in November.", True),
        ("It was taken in January.", False),
        ("It was hit on Thursday.", False),
        ("It was hit two weeks ago.", False),
    ],
)
def test_what_lies_more_than_two_months_back_is_background(text: str, historical: bool) -> None:
    assert one(text).historical is historical


@pytest.mark.parametrize("text", ["It fell on Thursday, and three days earlier too.", "On Thursday; a day earlier"])
def test_earlier_counts_from_the_day_named_before_it(text: str) -> None:
    first, second = find(text, SATURDAY)
    assert first.first == dt.date(2022, 2, 24)
    assert second.first == dt.date(2022, 2, 24) - dt.timedelta(days=3 if "three" in text else 1)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Two days later it burnt.", 24),
        ("Hours later it burnt.", 22),
        ("The next morning it burnt.", 23),
        ("The day after, it burnt.", 23),
        ("The previous day it burnt.", 21),
        ("On Friday, and two days later, it burnt.", 25),
    ],
)
def test_what_is_later_counts_from_the_day_told_before(words: str, day: int) -> None:
    assert find(words, SATURDAY, dt.date(2022, 2, 22))[0].first == dt.date(2022, 2, day)


@pytest.mark.parametrize("words", ["Two days later it burnt.", "The next day it burnt.", "Days later it burnt."])
def test_what_is_later_than_nothing_told_is_no_day(words: str) -> None:
    assert find(words, SATURDAY) == ()


def test_a_day_earlier_in_a_new_paragraph_counts_from_the_articles_day() -> None:
    (mention,) = find("A day earlier it burnt.", SATURDAY, dt.date(2022, 2, 22), here=False)
    assert mention.first == dt.date(2022, 2, 25)


def test_several_phrases_come_in_text_order() -> None:
    found = find("On Friday it burnt, on Thursday it fell, and by 24 February it was gone.", SATURDAY)
    assert [mention.first.day for mention in found] == [25, 24, 24]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["example"])
def test_a_row_of_the_table_reads_its_example_whole(row: dict[str, str]) -> None:
    (mention,) = find(row["example"], SATURDAY, dt.date(2022, 2, 22))
    assert (mention.words, mention.basis) == (row["example"], row["basis"])


SCRAPS = (
    *("Feb.", "last", "this", "week", "month", "overnight", "early", "late", "on", "since", "from", "to", "between"),
    *("and", "24", "31", "29", "2022", "1899", "2022-02-24", "days", "three", "ago", "earlier", "in", "the", "of"),
    *("morning", "night", "9999999", "past", "years", "hours", ",", "at", "5", "am", "weekend", "yesterday", "-", "0"),
)
words = st.sampled_from([*DAYS, *MONTHS, *SCRAPS])
days = st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31))


@settings(deadline=None, max_examples=300)
@given(st.lists(words, max_size=14).map(" ".join), days)
def test_days_are_in_order_never_later_than_the_paper_and_their_words_in_the_text(
    text: str, published: dt.date
) -> None:
    end = 0
    for mention in find(text, published):
        assert dt.date(1900, 1, 1) <= mention.first <= mention.last <= published
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.words
        assert mention.historical == (published - mention.last > BACKGROUND)
        assert mention.precision != "assumed"
        end = mention.end


@settings(deadline=None, max_examples=100)
@given(days, st.sampled_from(DAYS))
def test_a_weekday_lies_within_the_seven_days_up_to_the_paper(published: dt.date, name: str) -> None:
    mention = one(f"It fell on {name.capitalize()}.", published)
    assert mention.first.weekday() == DAYS.index(name)
    assert 0 <= (published - mention.first).days <= 6


SEEDS = sorted((RULES.parent.parent / "seeds").glob("*.txt"))


@pytest.mark.parametrize("row", ROWS, ids=[row["pattern"][:40] for row in ROWS])
def test_a_phrase_s_example_holds_one_of_its_bits(row) -> None:
    for bits in row["has"].split(" & "):
        assert any(bit in row["example"].casefold() for bit in bits.split())


def find_by_every_pattern(text: str, published: dt.date) -> tuple[DateMention, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "_worth_trying", lambda held: tuple(phrase for _, phrase in dates._phrases()))
        return find(text, published)


@pytest.mark.parametrize("path", SEEDS, ids=[path.stem for path in SEEDS])
def test_a_pattern_passed_over_by_its_bits_finds_nothing_in_the_seeds(path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert find(line, SATURDAY) == find_by_every_pattern(line, SATURDAY)


@settings(deadline=None, max_examples=300)
@given(st.lists(words, max_size=14).map(" ".join), days)
def test_a_pattern_passed_over_by_its_bits_finds_nothing(text: str, published: dt.date) -> None:
    assert find(text, published) == find_by_every_pattern(text, published)
