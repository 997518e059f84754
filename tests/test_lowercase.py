"""Searching in lower case finds what a search that ignores case does, at the same place."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import dates, kinds, voices
from pipeline.lowercase import Bits, lowered, over_lower

PATTERNS = [
    *(phrase[0].pattern for _, phrase in dates._phrases()),
    *(voices._cue(name).pattern for name in voices._hints()),
    *(kinds._blocks(key).pattern for key in kinds.kinds()),
]
WORDS = sorted({word for pattern in PATTERNS for word in re.findall(r"[A-Za-z]{2,}", pattern)})
words = st.sampled_from([*WORDS, "İzmir", "«", "’s", "12", "2022", ",", "."]).flatmap(
    lambda word: st.sampled_from([word, word.upper(), word.capitalize()])
)
texts = st.lists(words, max_size=10).map(" ".join)


@given(st.text())
def test_lower_case_keeps_every_character_where_it_stands(text: str) -> None:
    low = lowered(text)
    assert len(low) == len(text)
    assert all(a == b.lower() for a, b in zip(low, text, strict=True) if b not in "İΣ")


@settings(deadline=None, max_examples=60)
@given(texts)
def test_every_pattern_over_lower_case_finds_what_it_finds_where_case_is_ignored(text: str) -> None:
    for pattern in PATTERNS:
        broad = over_lower(pattern).search(lowered(text))
        found = re.compile(pattern, re.IGNORECASE).search(text)
        if "(?-i:" in pattern:  # it may find more
            assert found is None or (broad is not None and broad.start() <= found.start())
        else:
            assert (found and found.span()) == (broad and broad.span())


@pytest.mark.parametrize(
    ("text", "held"), [("they denied it", {"den", "ied"}), ("a den", {"den"}), ("it", set()), ("", set())]
)
def test_bits_are_held_inside_words(text: str, held: set[str]) -> None:
    assert Bits(["den", "ied", "den"]).held(text) == held
