"""Loads WeasyPrint as it is imported: in the process from which the printers are forked (`reports.printing`), once for
all of them. That process is told to end by its parent's end alone, not by the signal that ends a whole group.
"""

import contextlib
import signal

from reports import engine

signal.signal(signal.SIGTERM, signal.SIG_IGN)
with contextlib.suppress(ImportError, OSError):  # then each printer tries it itself, and says what is missing
    engine.prepare()
