"""What workers have in common, loaded when this is imported: in the process that they are forked from, and only there.

The model's memory is then theirs together and not each one's own. The gazetteer is not opened here: a connection to a
database must not be carried into another process.
"""

import contextlib
import gc
import os
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver, who ends its workers
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: a process with threads is not forked safely

from pipeline import language, lexicon, run  # noqa: E402

__all__ = ["run"]  # with all that a worker needs

with contextlib.suppress(Exception):  # a worker meets the same error, and its driver hears of it
    list(language.parse([("Rockets hit a bakery.", 0, 0)]))
    lexicon.trigger_forms()
gc.collect()
gc.freeze()  # so that a worker's garbage collector does not touch, and thereby copy, what is shared
