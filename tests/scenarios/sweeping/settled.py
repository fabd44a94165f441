"""Loaded in the workers of a test, and in the test: the code is taken to be the same in both.

While somebody works on the code, a worker may begin before a file is changed and the test look
after it.
"""

from __future__ import annotations

from allocator.scenarios.sweeping import same_code

CODE = "settled"


def settle() -> None:
    """Take the code to be the same everywhere."""
    same_code._code = lambda: CODE
    same_code.versions.cache_clear()


def dask_setup(_worker: object) -> None:
    """Do so in a worker, which calls this when it begins."""
    settle()
