"""What the gazetteer is made of, with the licence of each source: sources.csv."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gazetteer.sources.geonames_dump import SOURCE as DUMP
from gazetteer.sources.tables import HERE, rows


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is credited; `key` stands in `Place.source`."""

    key: str
    title: str
    licence: str
    attribution: str
    as_of: str  # a version, a year or an ISO day


def sources() -> tuple[Source, ...]:
    """The sources, in the order of their keys. Raises GazetteerError for a broken table."""
    columns = ("key", "title", "licence", "attribution", "as_of")
    return tuple(Source(**row) for _, row in rows(HERE / "sources.csv", columns))


def credited(dumps: Mapping[str, str]) -> tuple[Source, ...]:
    """The sources of a gazetteer with the dumps of these countries, by ISO code; their days are the source's.

    The source of dumps is only there where there is one.
    """
    days = ", ".join(f"{country} added on {day}" if day else country for country, day in sorted(dumps.items()))
    return tuple(
        replace(source, as_of=days) if source.key == DUMP else source
        for source in sources()
        if source.key != DUMP or dumps
    )
