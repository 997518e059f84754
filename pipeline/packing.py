"""Counts as text that packs well: one character for a small number, up to six for a large one.

The browser fetches JSON that the server compresses with deflate, whose Huffman codes then come near the entropy of the
numbers; columns of digits and commas are twice as long. `S.among` in assets/cube.js reads them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

# The printable characters of ASCII that JSON leaves as they are: 91 digits, from # (35) on without the backslash (92).
DIGITS = 91
# A number's first digit says how many follow: none below the first bound, one below the second, and so on.
_LEADS = (70, 86, 90, DIGITS)
_MORE = (0, 1, 2, 5)
_STARTS = (0, *_LEADS[:-1])
_LIMITS = np.cumsum([(end - start) * DIGITS**more for start, end, more in zip(_STARTS, _LEADS, _MORE, strict=True)])


def packed(numbers: np.ndarray) -> str:
    """The numbers as text. Raises ValueError where one is negative or above 6 thousand million."""
    if not numbers.size:
        return ""
    if numbers.min() < 0 or numbers.max() >= _LIMITS[-1]:
        raise ValueError(f"found {numbers.min()} to {numbers.max()}; 0 to {_LIMITS[-1] - 1} can be packed")
    size = np.searchsorted(_LIMITS, numbers, side="right")
    more = np.array(_MORE)[size]
    at = np.cumsum(more + 1) - more - 1
    text = np.zeros(int(at[-1] + more[-1] + 1), dtype=np.uint8)
    rest = numbers.astype(np.int64) - np.array([0, *_LIMITS[:-1]])[size]
    for place in range(max(_MORE), 0, -1):
        long = more >= place
        text[at[long] + place] = rest[long] % DIGITS
        rest[long] //= DIGITS
    text[at] = rest + np.array(_STARTS)[size]
    return (text + 35 + (text >= 57)).tobytes().decode("ascii")


def counted(columns: Mapping[str, np.ndarray], looks: Sequence[str]) -> dict[str, Any]:
    """How many rows there are of each point, first day and look, as the browser takes them.

    A look is what rows have in common in the columns of that name. Looks that are about as common as one another make a
    group: in it, the steps from one row to the next are about alike, and none is paid for that is hardly ever taken. A
    counted row is a point (from -1 on), its cell, which is first day * looks of the group + look, and n. They come by
    point, then cell, each as the difference to the one before; cells begin again at each point.
    """
    sizes = [int(columns[name].max(initial=0)) + 1 for name in looks]
    mixed = np.ravel_multi_index([columns[name] for name in looks], sizes)
    codes, look, common = np.unique(mixed, return_inverse=True, return_counts=True)
    group = np.log2(common).astype(np.int64) // _OCTAVES
    groups = []
    for each in np.unique(group):
        mine = np.flatnonzero(group == each)
        rank = np.zeros(len(codes), dtype=np.int64)
        rank[mine] = np.arange(len(mine))
        rows = group[look] == each
        found = _grouped(columns["point"][rows], columns["first"][rows].astype(np.int64), rank[look[rows]], len(mine))
        values = np.unravel_index(codes[mine], sizes)
        groups.append({"looks": {name: each.tolist() for name, each in zip(looks, values, strict=True)}, **found})
    return {"groups": groups}


_OCTAVES = 3  # looks of which one is up to eight times as common as another share a group


def _grouped(points: np.ndarray, first: np.ndarray, look: np.ndarray, looks: int) -> dict[str, str]:
    cells = (int(first.max(initial=0)) + 1) * looks
    keys, counts = np.unique((points + 1) * cells + first * looks + look, return_counts=True)
    point, cell = np.divmod(keys, cells)
    step = np.diff(point, prepend=0)
    gap = np.where(step > 0, cell, np.diff(cell, prepend=0))
    return {"point": packed(step), "cell": packed(gap), "n": packed(counts)}
