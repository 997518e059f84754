"""What each signal is worth: weights.toml."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gazetteer.errors import GazetteerError

PATH = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True, slots=True)
class Weights:
    """Logits by the signal's name, the words for each, and what "none of these" is worth."""

    none: float
    worth: dict[str, float]
    says: dict[str, str]


@lru_cache(1)
def weights() -> Weights:
    """The table, read. Raises GazetteerError where it is broken."""
    try:
        table = tomllib.loads(PATH.read_text(encoding="utf-8"))
        rows = table["signal"]
        return Weights(
            float(table["none"]),
            {name: float(row["weight"]) for name, row in rows.items()},
            {name: str(row["says"]) for name, row in rows.items()},
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise GazetteerError(f"gazetteer/weights.toml cannot be read: {error!r}.") from error
