"""What a search finds, what it says of a query that it can't read, and where the words found stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import QueryError
from pipeline.haystack import excerpt, haystack, holding, spans
from pipeline.query import Term, fold, parse

TEXT = "Two cruise missiles hit Slov’yansk’s rail depot on Friday, the mayor of Mykolaïv said."
words = st.text(st.sampled_from("aAb cC'’-“\"()é…,.ÿïйʼ½ß"), max_size=25)


def found(query: str, *fields: str) -> bool:
    node = parse(query)
    assert node is not None
    return bool(holding(haystack([(0, fields)], 1), node)[0])


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("missile", True),
        ("MISSILE", True),
        ("issile", False),
        ('"missile"', False),
        ('"cruise missiles"', True),
        ("“missiles hit”", True),
        ('"missiles cruise"', False),
        ("missile AND drone", False),
        ("missile drone", False),
        ("missile OR drone", True),
        ("missile NOT drone", True),
        ("NOT missile", False),
        ("NOT (drone OR tank)", True),
        ("drone OR missile AND tank", False),
        ("(drone OR missile) AND depot", True),
        ("missile and mayor", False),
        ("slovyansk", True),
        ("SLOV'YANSK", True),
        ("mykolaiv", True),
        ("missile – depot", True),
        ("rail-depot", True),
    ],
)
def test_query_finds_what_it_says(query: str, holds: bool) -> None:
    assert found(query, TEXT) is holds


def test_phrase_does_not_run_from_one_field_into_the_next() -> None:
    assert not found('"shelling kyiv"', "shelling", "Kyiv")
    assert found("shelling kyiv", "shelling", "Kyiv")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ('missile "rail depot', "quotation mark at character 9 is not closed"),
        ("(missile OR drone", "bracket that opens at character 1 is not closed"),
        ("missile) drone", "bracket that closes at character 8 was never opened"),
        ("missile OR", "Nothing stands after OR"),
        ("missile NOT AND drone", "Nothing stands after NOT"),
        ("OR missile", "Nothing stands before OR"),
        ("missile ()", "Nothing stands between the brackets"),
        ('missile "…"', "phrase at character 9 holds no word"),
        ("???", "no word in the search"),
        ("(" * 30 + "a", "More than 20 brackets"),
        ("a" * 301, "301 characters"),
    ],
)
def test_malformed_query_is_told_what_to_do_and_not_repeated(query: str, says: str) -> None:
    with pytest.raises(QueryError, match=says) as raised:
        parse(query)
    assert "missile" not in str(raised.value)


@given(st.text(max_size=40) | st.lists(st.sampled_from(["AND", "OR", "NOT", "(", ")", '"', "a", "b"])).map(" ".join))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        node = parse(text)
    except QueryError:
        return
    assert node is None or holding(haystack([(0, ["a b"]), (1, [])], 2), node).shape == (2,)


@given(words, st.sampled_from([Term(("a",), False), Term(("b", "c"), False), Term(("c",), True)]))
def test_words_are_marked_just_where_the_search_found_some(text: str, term: Term) -> None:
    marked = spans(text, term)
    assert bool(marked) == bool(holding(haystack([(0, [text])], 1), term)[0])
    assert all(fold(text[start:end]) for start, end in marked)


def test_words_under_not_are_not_marked() -> None:
    assert [TEXT[a:b] for a, b in spans(TEXT, parse("missile OR slovyansk NOT depot"))] == ["missiles", "Slov’yansk’s"]


def test_excerpt_shows_the_words_found_between_whole_words() -> None:
    assert excerpt(TEXT, parse("depot"), around=16) == "…rail depot on Friday, the…"
    assert excerpt(TEXT, parse("drone")) is None
