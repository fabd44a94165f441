"""Seconds by phase."""

from __future__ import annotations

from types import SimpleNamespace

import allocator.clock
from allocator.clock import Clock


def test_phases(monkeypatch):
    moments = iter([100.0, 101.5, 103.5, 104.0])
    monkeypatch.setattr(
        allocator.clock, "time", SimpleNamespace(perf_counter=lambda: next(moments))
    )
    clock = Clock()
    clock.lap("read")
    clock.lap("solve")
    clock.lap("read")
    assert clock.seconds == {"read": 2.0, "solve": 2.0}
