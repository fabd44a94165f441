"""Where tests may begin processes."""

from __future__ import annotations

from multiprocessing import current_process

import pytest

ALONE = pytest.mark.skipif(current_process().daemon, reason="processes cannot be begun here")
"""For tests that begin processes: those of mutants run in one that may have none of its own."""
