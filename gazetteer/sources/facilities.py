"""Kinds of site and the words for them: facilities.toml."""

import tomllib
from dataclasses import dataclass

from gazetteer.errors import GazetteerError
from gazetteer.names import key
from gazetteer.sources.tables import HERE


@dataclass(frozen=True, slots=True)
class Facilities:
    """Kinds by the keys of the words for them, and the narrower kinds that each includes."""

    by_words: dict[str, str]
    includes: dict[str, tuple[str, ...]]


def facilities() -> Facilities:
    """The table, read. Raises GazetteerError where it cannot be read or a phrase names two kinds."""
    path = HERE / "facilities.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise GazetteerError(f"gazetteer/sources/facilities.toml cannot be read: {error}") from error
    by_words: dict[str, str] = {}
    for name, block in table.items():
        for phrase in block["words"]:
            if by_words.setdefault(key(phrase), name) != name:
                raise GazetteerError(
                    f"gazetteer/sources/facilities.toml, {name}: found '{phrase}', but it already belongs to "
                    f"{by_words[key(phrase)]}. A phrase names one kind of site."
                )
    return Facilities(by_words, {name: tuple(block.get("includes", ())) for name, block in table.items()})
