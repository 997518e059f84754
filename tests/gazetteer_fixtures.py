"""The real gazetteer, built once and shared by the tests that need it."""

from functools import lru_cache

from gazetteer.lookup import Lookup


@lru_cache(1)
def real_gazetteer() -> Lookup:
    return Lookup.open()
