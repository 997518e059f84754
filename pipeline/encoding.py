"""The convolutions of the parser's tok2vec, in fewer and smaller steps than thinc takes, with its very numbers.

thinc keeps what training would need, and goes through arrays of many MB step by step. Here a few hundred words go
through all steps of a layer at once, which fit into the processor's cache, and nothing is kept for a way back.
"""

from typing import Any, NamedTuple

import numpy as np

_ROWS = 512  # words at once: half a MB


class _Layer(NamedTuple):
    """One convolution: a word and its neighbours, the largest of some linear pieces, layer normalisation, residual."""

    weights: np.ndarray  # of three words by outputs, piece after piece, so that the pieces can be compared as wholes
    bias: np.ndarray
    pieces: int
    scale: np.ndarray
    shift: np.ndarray


def quicken(nlp: Any) -> None:
    """Has the pipeline's tok2vec go through its convolutions in this way. Its output stays the same."""
    from thinc.api import Model

    tok2vec = nlp.get_pipe("tok2vec").model
    encode = tok2vec.layers[1]
    layers = [_layer(residual) for residual in encode.layers[0].layers]
    pad = encode.attrs["pad"]

    def forward(_: Any, texts: list[np.ndarray], is_train: bool) -> tuple[list[np.ndarray], None]:
        return encoded(texts, layers, pad), None

    tok2vec.layers[1] = Model("swift_encode", forward, layers=[encode], dims={"nO": encode.get_dim("nO")})


def _layer(residual: Any) -> _Layer:
    maxout, norm = residual.layers[0].layers[1].layers[0].layers
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    return _Layer(
        np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T),
        np.ascontiguousarray(bias.T).reshape(-1),
        weights.shape[1],
        norm.get_param("G"),
        norm.get_param("b"),
    )


def encoded(texts: list[np.ndarray], layers: list[_Layer], pad: int) -> list[np.ndarray]:
    """The vectors of the words of each text with what stands around them. pad rows of zeros stand between texts."""
    lengths = np.array([len(text) for text in texts])
    ends = (lengths + pad).cumsum()
    width = texts[0].shape[1]
    # with a row of zeros on either end for the neighbours that are not there
    words = np.zeros((ends[-1] + pad + 2, width), dtype=np.float32)
    for text, end in zip(texts, ends.tolist(), strict=True):
        words[end + 1 - len(text) : end + 1] = text
    beside = np.empty((_ROWS, 3 * width), dtype=np.float32)
    for layer in layers:
        out = np.zeros_like(words)
        for first in range(1, len(words) - 1, _ROWS):
            stop = min(first + _ROWS, len(words) - 1)
            own = beside[: stop - first]
            for k in range(3):
                own[:, k * width : (k + 1) * width] = words[first - 1 + k : stop - 1 + k]
            linear = own @ layer.weights
            linear += layer.bias
            best = linear[:, :width]
            for k in range(1, layer.pieces):
                best = np.maximum(best, linear[:, k * width : (k + 1) * width])
            best -= best.mean(axis=1, keepdims=True)
            best *= ((best * best).mean(axis=1, keepdims=True) + np.float32(1e-08)) ** (-1.0 / 2.0)
            best *= layer.scale
            best += layer.shift
            np.add(words[first:stop], best, out=out[first:stop])
        words = out
    return [words[end + 1 - length : end + 1] for end, length in zip(ends.tolist(), lengths.tolist(), strict=True)]
