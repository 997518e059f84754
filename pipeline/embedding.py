"""Word vectors of the parser, computed once for each word and not once for each time that it is written.

The first layers of the model's tok2vec look at one word at a time: what comes out of them depends on the word, on its
norm and on whether a blank follows. They are four tenths of its matrix products, and news says the same words.
"""

import threading
from typing import Any

import numpy as np

WORDS = 50_000  # kept at once: 20 MB
_MIX = np.array([1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)  # odd, so that no bit is lost


def remember(nlp: Any) -> None:
    """Has the pipeline's tok2vec keep what its embedding gives for a word. Its output stays the same."""
    from thinc.api import Model

    tok2vec = nlp.get_pipe("tok2vec").model
    embed = tok2vec.layers[0]
    make_doc = type(nlp.make_doc(""))
    rows: dict[int, int] = {}
    lock = threading.Lock()  # the page reads articles for several people at once
    table = np.zeros((WORDS, embed.get_dim("nO")), dtype=np.float32)

    def learn(words: np.ndarray, keys: list[int]) -> None:
        """Adds the words, rows of (orth, norm, blank after), to the table."""
        doc = make_doc(nlp.vocab, [nlp.vocab.strings[int(row[0])] for row in words], [bool(row[2]) for row in words])
        for token, row in zip(doc, words, strict=True):
            token.norm_ = nlp.vocab.strings[int(row[1])]
        start = len(rows)
        table[start : start + len(words)] = embed.predict([doc])[0]
        rows.update(zip(keys, range(start, start + len(keys)), strict=True))

    def look_up(docs: list[Any]) -> list[np.ndarray]:
        attributes = np.concatenate([doc.to_array(["ORTH", "NORM", "SPACY"]).reshape(-1, 3) for doc in docs])
        keys, first, place = np.unique((attributes * _MIX).sum(axis=1), return_index=True, return_inverse=True)
        names = keys.tolist()
        new = [k for k, name in enumerate(names) if name not in rows]
        if len(rows) + len(new) > WORDS:
            rows.clear()
            new = list(range(len(names)))
        if len(new) > WORDS:  # more than the table holds: not worth keeping
            return embed.predict(docs)
        if new:
            learn(attributes[first[new]], [names[k] for k in new])
        found = table[np.fromiter(map(rows.__getitem__, names), np.intp, len(names))[place]]
        return np.split(found, np.cumsum([len(doc) for doc in docs])[:-1])

    def forward(_: Any, docs: list[Any], is_train: bool) -> tuple[list[np.ndarray], None]:
        with lock:
            return look_up(docs), None

    tok2vec.layers[0] = Model("remembered_embed", forward, layers=[embed], dims={"nO": embed.get_dim("nO")})
