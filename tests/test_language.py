"""The parser's shortcuts change its speed and nothing else."""

import threading
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import decoding, embedding, encoding, language, vocabulary
from pipeline.kinds import RULES
from pipeline.syntax import Sentence

TEXTS = (
    "Russian forces shelled Kharkiv overnight. “Two people were killed,” the mayor said on Saturday.",
    "It couldn't be verified.  Ukraine's military   said it'd shot down a plane near Vasylkiv, 25 miles south of Kyiv.",
    "",
    " \u00a0 ",
    "Kharkiv Kharkiv! Forces forces (forces) 10,000 U.S. dollars… “said”",
)


def parsed(*texts: str) -> list[tuple[Sentence, ...]]:
    return list(language.parse((text, 0, k) for k, text in enumerate(texts)))


@pytest.fixture(scope="module")
def untouched():
    """The model as it is shipped."""
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return spacy.load(language.MODEL, exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])


@pytest.mark.parametrize("text", TEXTS)
def test_words_tags_labels_and_sentences_are_those_of_the_model_as_shipped(untouched, text) -> None:
    doc = untouched(language.plain(text))
    want = [
        [(t.idx, t.text, t.lower_, t.tag_, t.dep_) for t in span if not t.is_space]
        for span in doc.sents
        if span.text.strip()
    ]
    (found,) = parsed(text)
    assert [[(t.start, t.text, t.lower, t.tag, t.dep) for t in s.tokens] for s in found] == want


@pytest.mark.parametrize("text", TEXTS)
def test_heads_are_those_of_the_model_as_shipped(untouched, text) -> None:
    doc = untouched(language.plain(text))
    want = {t.idx: t.head.idx for t in doc if not t.is_space and not t.head.is_space}
    (found,) = parsed(text)
    heads = {t.start: s.tokens[t.head].start for s in found for t in s.tokens}
    assert {at: heads[at] for at in want} == want


def test_heads_and_labels_of_many_texts_at_once_are_those_of_the_model_as_shipped(untouched) -> None:
    seeds = sorted((RULES.parent.parent / "seeds").glob("*.txt"))[:8]
    lines = [language.plain(text) for seed in seeds for text in seed.read_text(encoding="utf-8").splitlines()]
    texts = [text for text in lines if "ounter-" not in text]  # "counter-attack" is one word to us
    attributes = ["HEAD", "DEP", "TAG", "SENT_START"]
    for found, want in zip(decoding.annotated(language._model(), texts), untouched.pipe(texts), strict=True):
        assert (found.to_array(attributes) == want.to_array(attributes)).all(), want.text


def test_a_paragraph_parses_the_same_alone_and_among_others() -> None:
    together = parsed(*TEXTS)
    assert [parsed(text)[0] for text in TEXTS[:1]] == together[:1]


def test_offsets_count_from_the_start_of_the_article() -> None:
    text = "Shells hit Sumy. Nobody was hurt."
    (sentences,) = language.parse([(text, 100, 3)])
    assert [(s.start, s.end, s.text, s.paragraph) for s in sentences] == [
        (100, 116, "Shells hit Sumy.", 3),
        (117, 133, "Nobody was hurt.", 3),
    ]


@pytest.mark.parametrize("words", [8, 60])  # fewer than the texts hold; as many as they hold, and little more
def test_a_full_memory_of_words_starts_again_and_changes_no_parse(monkeypatch, words) -> None:
    want = parsed(*TEXTS)
    monkeypatch.setattr(embedding, "WORDS", words)
    assert parsed(*TEXTS) == want


def test_how_many_words_are_encoded_at_once_changes_no_parse(monkeypatch) -> None:
    want = parsed(*TEXTS)
    monkeypatch.setattr(encoding, "_ROWS", 5)
    assert parsed(*TEXTS) == want


def test_past_its_vocabulary_the_parser_forgets_and_changes_no_parse(monkeypatch) -> None:
    want = parsed(*TEXTS)
    monkeypatch.setattr(language, "VOCABULARY", 0)
    assert parsed(*TEXTS) == want == parsed(*TEXTS)


def test_several_threads_parse_as_one_does() -> None:
    texts = [f"Troops number{k} left town{k} of Bucha on day{k}." for k in range(40)]
    want = parsed(*texts)
    found: dict[int, list[tuple[Sentence, ...]]] = {}
    threads = [threading.Thread(target=lambda k=k: found.update({k: parsed(*texts)})) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[k] == want for k in range(4))


@pytest.mark.parametrize(
    ("text", "town", "subject"),
    [
        ("In Lviv rockets hit three power stations.", "Lviv", "rockets"),
        ("At Kramatorsk rockets fell on a station.", "Kramatorsk", "rockets"),
        ("In Kryvyi Rih drones hit a depot, and in Rivne missiles struck a mill.", "Rih", "drones"),
        ("In Kryvyi Rih drones hit a depot, and in Rivne missiles struck a mill.", "Rivne", "missiles"),
    ],
)
def test_a_town_at_the_head_of_a_clause_is_no_part_of_its_subject(text: str, town: str, subject: str) -> None:
    ((s,),) = language.parse([(text, 0, 0)])
    deps = {t.text: (t.dep, s.head(t.i).tag[:2]) for t in s.tokens}
    assert deps[town] == ("pobj", "IN")
    assert deps[subject] == ("nsubj", "VB")


HASHES = st.one_of(st.integers(0, 20), st.integers(0, 2**64 - 1))  # some of them neighbours


@given(st.dictionaries(HASHES, st.integers(0, 2**31 - 1)), HASHES)
def test_rows_in_columns_are_those_of_the_dictionary_also_of_a_word_that_it_lacks(rows, other) -> None:
    columns = vocabulary.Rows(rows)
    assert columns == rows
    assert columns.get(other) == rows.get(other)


def test_the_model_holds_no_more_words_than_it_was_asked_about(untouched) -> None:
    parsed(*TEXTS)
    held = language._model().vocab
    assert len(held.strings) < len(untouched.vocab.strings) / 10
    assert held.vectors.n_keys == untouched.vocab.vectors.n_keys
