"""Rows of results for the tests."""

from __future__ import annotations

from benchmarks.results import Row

SHARED = {
    "date": "2026-03-02T09:00:00+00:00",
    "commit": "abc1234",
    "machine": "A processor, 2 cores",
    "versions": "Python 3.11.9, highspy 1.16.0",
    "load": "0.1",
    "size": "city-week",
    "limits": "tight",
    "digest": "d1",
    "pairs": 6009,
    "limit": 120.0,
    "of": 2,
    "tiers": "waiting|fit",
    "bounds": "24102|1180",
    "tier_seconds": "1|2",
    "phases": "",
    "peak_mb": 81.4,
}


def row(seed: int, solver: str, seconds: float, **changes: object) -> Row:
    """Return a row in which both tiers are proven, unless told otherwise."""
    usual = {"status": "proven", "proven": 2, "values": "24102|1180"}
    given = {**SHARED, **usual, "seed": seed, "solver": solver, "seconds": seconds, **changes}
    return Row(**given)


def cut_off(seed: int, solver: str, proven: int) -> Row:
    """Return the row of a run that was cut off at its limit."""
    return row(seed, solver, 121.5, status="limit", proven=proven, values="24102|900")
