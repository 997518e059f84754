"""Paragraphs hold every word of an article, in order; page furniture is marked and never removed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import MAX_PARAGRAPH, Paragraph, paragraphs
from tests.conftest import story

LONG = "The column stood for hours on the road, and nobody in the town could tell whose tanks these were."


def words(text: str) -> list[str]:
    return [p.words(text) for p in paragraphs(story(text))]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_blank_lines_part_paragraphs_whatever_the_newline(newline: str) -> None:
    assert words(f"One.{newline}{newline}Two.{newline} {newline}Three.{newline}") == ["One.", "Two.", "Three."]


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    assert words("One.\nTwo.\nThree.") == ["One.", "Two.", "Three."]


def test_hard_wrapped_lines_stay_one_paragraph() -> None:
    wrapped = f"{LONG}\n{LONG}\nThe end."
    assert words(f"{wrapped}\n\nTwo.") == [wrapped, "Two."]


def test_a_header_is_no_part_of_the_story() -> None:
    text = " date 2022-02-26 One.\n\nTwo."
    article = story(text)
    assert words(text)[0].startswith("date")
    headed = type(article)(article.name, text, 17, article.published, article.sha256)
    assert [p.words(text) for p in paragraphs(headed)] == ["One.", "Two."]


def test_a_credit_at_the_end_is_cut_from_the_story_and_kept_in_the_paragraph() -> None:
    text = "Smoke rises over the depot in Lutsk. Credit: Staff photographer"
    (paragraph,) = paragraphs(story(text))
    assert paragraph.words(text) == "Smoke rises over the depot in Lutsk."
    assert text[paragraph.start : paragraph.end] == text
    assert paragraph.furniture is None


@pytest.mark.parametrize("line", ["Play video", "Read more: The war in maps", "Sign up to our letter", "Advertisement"])
def test_furniture_is_marked_with_its_words_and_kept(line: str) -> None:
    text = f"Shells fell on Sumy.\n\n{line}"
    first, second = paragraphs(story(text))
    assert first.furniture is None
    assert second.furniture
    assert text[second.start : second.end] == line


def test_a_very_long_paragraph_is_cut_between_sentences() -> None:
    text = " ".join([LONG] * 100)
    parts = paragraphs(story(text))
    assert all(p.end - p.start <= MAX_PARAGRAPH for p in parts)
    assert all(p.words(text).endswith(".") for p in parts)


def covers(text: str, parts: tuple[Paragraph, ...]) -> None:
    at = 0
    for number, part in enumerate(parts):
        assert part.number == number
        assert text[at : part.start].strip() == ""
        assert part.start < part.end <= len(text)
        assert part.start <= part.story_end <= part.end
        at = part.end
    assert text[at:].strip() == ""


pieces = st.sampled_from(
    [
        "One word",
        ". ",
        "\n",
        "\n\n",
        "\r\n",
        "\r\n\r\n",
        " ",
        "\t",
        "\u2028",
        "\x85",
        "Credit: Staff",
        "Play video",
        "é",
        "x" * 700,
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(pieces, max_size=30).map("".join))
def test_paragraphs_cover_every_character_that_is_not_blank(text: str) -> None:
    covers(text, paragraphs(story(text)))


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_paragraphs_cover_any_text(text: str) -> None:
    covers(text, paragraphs(story(text)))


def test_no_paragraph_is_blank() -> None:
    assert all(re.search(r"\S", words) for words in words("\n\n  \n One.\n\n\t\n\nTwo. \n\n"))
