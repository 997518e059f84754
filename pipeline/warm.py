"""What workers have in common, loaded when this is imported: in the process that they are forked from, and only there.

The model's memory is then theirs together and not each one's own, and what is made at first need (patterns, tables,
base forms), which takes half a second, is made once. The gazetteer is closed again: a connection to a database must not
be carried into another process.
"""

import contextlib
import datetime as dt
import gc
import os
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver, who ends its workers
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: a process with threads is not forked safely

from pipeline import native, run  # noqa: E402
from pipeline.kinds import kinds  # noqa: E402
from pipeline.models import Article  # noqa: E402

__all__ = ["run"]  # with all that a worker needs

with contextlib.suppress(Exception):  # a worker meets the same error, and its driver hears of it
    rules = "\n\n".join(example for kind in kinds().values() for example in kind.examples)
    run.extract_share([Article("rules", rules, 0, dt.date(2022, 3, 1), "")])
    run.gazetteer().close()
    run.gazetteer.cache_clear()
gc.collect()
native.give_back_freed_memory()  # else a worker's new pages are copies of these
gc.freeze()  # so that a worker's garbage collector does not touch, and thereby copy, what is shared
