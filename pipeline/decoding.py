"""A batch of texts through the model's components, with the steps of the parser taken here, for all texts at once.

The parser is arc-eager with breaks (Nivre 2003; Honnibal and Johnson 2015): a stack, a buffer, and at each step of a
text the move with the highest score among those allowed. spaCy takes the steps of one text after the other, and gives
the interpreter's lock away and takes it back at every unit of its hidden layer, which is half of its time. The scores
are the model's own, so that the moves are those of nlp.pipe.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

import numpy as np

_MOVES = "SDLRB"  # as parser.move_names has them
_AT_SHIFT, _AT_REDUCE, _AT_LEFT, _AT_RIGHT, _AT_BREAK = range(5)
_BELOW = 3  # of the top of the stack, and so many empty places under it


def annotated(nlp: Any, texts: Iterable[str]) -> list[Any]:
    """A Doc of each text, with the tags, heads and labels that nlp.pipe would give."""
    docs = [nlp.make_doc(text) for text in texts]
    for name, component in nlp.pipeline:
        if name == "parser":
            _attach(component, [doc for doc in docs if len(doc)])
        else:
            component.set_annotations(docs, component.predict(docs))
    return docs


def _attach(parser: Any, docs: Sequence[Any]) -> None:
    """Gives each word of the texts its head and label."""
    if not docs:
        return
    lengths = np.array([len(doc) for doc in docs])
    head, label = _walked(parser, docs, lengths)
    root = parser.vocab.strings["ROOT"]
    rows = np.arange(len(head))
    found = np.stack(
        (np.where(head > 0, head - rows, 0).astype(np.int64).view(np.uint64), np.where(head > 0, label, root)), axis=1
    )[1:]
    for doc, own in zip(docs, np.split(found, lengths.cumsum()[:-1]), strict=True):
        doc.from_array(["HEAD", "DEP"], own)
        for hook in parser.postprocesses:
            hook(doc)


def _walked(parser: Any, docs: Sequence[Any], lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Head and label of each word. Words are numbered from 1 through all texts; 0 is none."""
    tokens_to_vectors, lower, upper = parser.model.layers
    seen, _ = lower(tokens_to_vectors.predict(docs), False)  # what each word gives to each feature, and none in row 0
    count, features = seen.shape[:2]
    seen = seen.reshape(count * features, -1)
    bias, pieces = lower.get_param("b").reshape(-1), lower.get_dim("nP")
    weights, upper_bias = upper.get_param("W").T, upper.get_param("b")
    feature = np.arange(features)
    names = [name.partition("-") for name in parser.move_names]
    move_of = np.array([_MOVES.index(move) for move, *_ in names])
    label_of = np.array([parser.vocab.strings[name] if name else 0 for *_, name in names], dtype=np.uint64)

    head, left, right, before = np.zeros((4, count), dtype=np.intp)  # latest children; the right one before
    label = np.zeros(count, dtype=np.uint64)
    opens, returned = np.zeros((2, count), dtype=bool)  # starts a sentence; was put back on the buffer
    stack = np.zeros((len(docs), lengths.max() + _BELOW + 1), dtype=np.intp)
    again = np.zeros((len(docs), lengths.max() + 2), dtype=np.intp)  # words put back, which come before the rest
    depth, waiting = np.zeros((2, len(docs)), dtype=np.intp)  # words on the stack; words put back
    stop = 1 + lengths.cumsum()
    fresh = stop - lengths  # the next word that has not been on the stack

    live = np.arange(len(docs))
    reached = np.empty((len(docs), features), dtype=np.intp)
    possible = np.empty((len(docs), len(_MOVES)), dtype=bool)
    while live.size:
        d, r, b, end = depth[live], waiting[live], fresh[live], stop[live]
        left_over = r + end - b
        s0 = stack[live, d + _BELOW - 1]
        after = b + 1 - r
        first = np.where(r > 0, again[live, r - 1], np.where(b < end, b, 0))
        second = np.where(r > 1, again[live, r - 2], np.where(after < end, after, 0))
        words = reached[: live.size]
        words[:, 0], words[:, 1], words[:, 2] = first, second, s0
        words[:, 3], words[:, 4] = stack[live, d + _BELOW - 2], stack[live, d + _BELOW - 3]
        words[:, 5], words[:, 6], words[:, 7] = left[first], left[s0], right[s0]
        words *= features
        words += feature
        hidden = np.add.reduce(seen.take(words, axis=0), axis=1)
        hidden += bias
        scores = reduce(np.maximum, (hidden[:, k::pieces] for k in range(pieces))) @ weights
        scores += upper_bias

        stacked, go_on = d > 0, (left_over > 0) & ~opens[first]
        more = left_over > 1
        allowed = possible[: live.size]
        allowed[:, 0] = ~stacked | (more & go_on & ~returned[first])
        allowed[:, 1] = stacked
        allowed[:, 2] = allowed[:, 3] = stacked & go_on
        allowed[:, 4] = more & (second == first + 1) & ~opens[second]
        best = np.where(allowed.take(move_of, axis=1), scores, -np.inf).argmax(axis=1)
        move, called = move_of[best], label_of[best]

        opens[second[move == _AT_BREAK]] = True
        right_arc = move == _AT_RIGHT
        k = right_arc.nonzero()[0]
        child, parent = first[k], s0[k]
        head[child], label[child], before[child], right[parent] = parent, called[k], right[parent], child
        k = (right_arc | (move == _AT_SHIFT)).nonzero()[0]
        stack[live[k], d[k] + _BELOW] = first[k]
        depth[live[k]] += 1
        waiting[live[k]] -= r[k] > 0
        fresh[live[k]] += r[k] == 0
        k = (move == _AT_LEFT).nonzero()[0]
        child, parent = s0[k], first[k]
        right[head[child]] = before[child]  # the head that it had, if any, loses its latest
        head[child], label[child], left[parent], returned[parent] = parent, called[k], child, False
        depth[live[k]] -= 1
        k = (move == _AT_REDUCE).nonzero()[0]
        depth[live[k]] -= 1
        k = k[(head[s0[k]] == 0) & (d[k] > 1)]
        returned[s0[k]] = True
        again[live[k], r[k]] = s0[k]
        waiting[live[k]] += 1
        live = live[(depth[live] > 0) | (waiting[live] + stop[live] > fresh[live])]
    return head, label
