"""Number words of news English and what they are worth."""

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: n for n, word in enumerate([*_UNITS.split(), "seventeen", "eighteen", "nineteen"])}
WORDS |= {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
WORDS |= {f"{ten}-{one}": WORDS[ten] + WORDS[one] for ten in _TENS.split() for one in _UNITS.split()[1:10]}
WORDS |= {"a": 1, "an": 1, "a dozen": 12}
PATTERN = "|".join(sorted(WORDS, key=lambda word: (-len(word), word)))  # for a regular expression, longest first


def value(words: str) -> float:
    """The number that digits ('1,000', '8.5') or a number word say. Raises ValueError on anything else."""
    plain = words.lower().replace(",", "").strip()
    if plain in WORDS:
        return float(WORDS[plain])
    return float(plain)
