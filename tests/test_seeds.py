"""The sample articles are what their README says: dated, varied, and of a size that a page can hold."""

import re

import pytest

from pipeline.models import Article, Extraction
from pipeline.settings import Settings

FILES = sorted(Settings().seeds.glob("*.txt"))


def test_there_are_sample_articles_enough_to_fill_a_map(seeds: tuple[Article, ...]) -> None:
    assert len(seeds) == len(FILES) >= 50


def test_each_bears_the_day_of_its_file_name(seeds: tuple[Article, ...]) -> None:
    assert [article.published.isoformat() for article in seeds] == [article.name[:10] for article in seeds]


def test_no_two_hold_the_same_text(seeds: tuple[Article, ...]) -> None:
    assert len({article.sha256 for article in seeds}) == len(seeds)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_is_plain_text_of_readable_length(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_bytes().decode("utf-8")
    assert 100 <= len(text.split()) <= 1_500
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]", text)
    assert not re.search(r"https?://|www\.", text)


def test_nearly_every_sample_tells_of_an_event(seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]) -> None:
    silent = [article.name for article, told in zip(seeds, extractions, strict=True) if not told.events]
    assert len(silent) <= len(seeds) // 20


def test_no_sample_fails_to_be_analysed(extractions: tuple[Extraction, ...]) -> None:
    assert not [r.reason for told in extractions for r in told.rejections if r.stage == "reading"]
