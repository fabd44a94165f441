"""Futures for the tests: nothing happens until it is asked for."""

from __future__ import annotations

from typing import Any

from allocator.domain.future import Future

NOTHING: dict[str, Any] = {
    "weeks": 4,
    "chance": False,
    "inflow": {"persons_per_week": 0},
    "vacancies": {"units_per_week": 0},
    "refusals": {"by_corporatie": 0, "by_household": 0},
    "nareis": {"arrive": False},
}


def future(**changes: Any) -> Future:
    """Return a future in which nothing comes but what is asked for."""
    return Future.model_validate({**NOTHING, **changes})
