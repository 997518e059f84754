"""The error tree.

SituationMapError
 +- ReaderError      a file or record cannot be read
 +- FetchError       a web address cannot be fetched, or must not be
 +- RuleError        a rule table is broken
 +- QueryError       a search cannot be read
 +- TilesError       the background asked for can't be used
 +- WorkerError      no worker process can be started
 +- StoreError       the store cannot be opened or written
 |   +- StoreMissingError    there is none yet
 |   +- StoreOutdatedError   it is of an older schema, which opening it for writing brings up to date

A broken gazetteer raises gazetteer.errors.GazetteerError, a root of its own: that room imports nothing of this one.

Raised where a person must act on a broken file. Doubtful content is a Rejection, never an exception.
"""


class SituationMapError(Exception):
    """Says where, what was found, what is allowed and what to do."""


class ReaderError(SituationMapError):
    """A file or a record in it cannot be read."""


class FetchError(SituationMapError):
    """A web address cannot be fetched, or must not be."""


class RuleError(SituationMapError):
    """A table in pipeline/rules is broken."""


class QueryError(SituationMapError):
    """A search cannot be read."""


class TilesError(SituationMapError):
    """The background asked for can't be used."""


class WorkerError(SituationMapError):
    """No process can be started to share the work with."""


class StoreError(SituationMapError):
    """The store cannot be opened, read or written."""


class StoreMissingError(StoreError):
    """There is no store yet, and the caller may not make one."""


class StoreOutdatedError(StoreError):
    """The store is of an older schema; opened for writing, it is brought up to date."""
