"""A draft that looks ahead: how it is solved, and what is kept of its prices.

The price of a household stands in its own row of the draft, sealed with its key, so that it goes
when the household is erased; the others are about homes and places, and stand with the settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allocator.domain.future import Future
from allocator.domain.instance import Instance
from allocator.domain.prices import Priced, Prices
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan

KEY = "ahead"
PRICE = "price"


def solve(instance: Instance, settings: Settings, weeks: int | None) -> MatchingPlan:
    """Return the plan of a draft, which looks so many weeks ahead, or not at all.

    Raises
    ------
    NoPlan
        When locks and limits contradict each other.
    """
    if weeks is None:
        return match(instance, settings)
    from allocator.scenarios.ahead import LookAhead, match_ahead

    return match_ahead(instance, settings, LookAhead(Future(weeks=weeks)))


def kept(prices: Prices | None) -> dict[str, Any]:
    """Return what the settings of a draft keep of its prices, in types of JSON."""
    if prices is None:
        return {}
    rows = [row.model_dump(mode="json") for row in prices.rows if row.kind is not Priced.HOUSEHOLD]
    return {KEY: {"weeks": prices.weeks, "rows": rows}}


def kept_of(prices: Prices | None) -> Mapping[str, Mapping[str, int]]:
    """Return what the row of each household keeps of the prices, by id."""
    if prices is None:
        return {}
    rows = [row for row in prices.rows if row.kind is Priced.HOUSEHOLD]
    return {row.id: {PRICE: row.price} for row in rows}
