"""What the gazetteer is made of, with the licence of each source: sources.csv."""

from dataclasses import dataclass

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
