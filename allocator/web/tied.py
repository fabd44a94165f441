"""Ending with who started us: a server or a worker that nobody watches is no use."""

from __future__ import annotations

import ctypes
import signal

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Get the signal to end when the process that started this one ends, even when it was killed.

    A worker ends what it is solving first.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
