"""Generated instances, each made once for all tests: they never change."""

from __future__ import annotations

from functools import cache

from allocator.domain.instance import Instance
from allocator.generate import generate


@cache
def made(
    size: str, seed: int, limits: str = "tight", shelter: str = "enough", scarcity: str = "mid"
) -> Instance:
    """Make an instance, or give the one that was made before."""
    return generate(size, seed, limits=limits, shelter=shelter, scarcity=scarcity)
