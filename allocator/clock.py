"""Seconds by phase."""

from __future__ import annotations

import time


class Clock:
    """Measures the phases of a run, one after the other."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def lap(self, phase: str) -> None:
        """End a phase: what passed since the one before is its time."""
        now = time.perf_counter()
        self.seconds[phase] = self.seconds.get(phase, 0.0) + now - self._last
        self._last = now
