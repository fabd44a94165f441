"""What a pair costs later: the price of all it uses (``allocator.domain.prices``)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocator.domain.prices import Priced, Prices
from allocator.rules.arrays import IntArray, whole
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.limits import Limit

PRICED_LIMITS = {
    "draagkracht": Priced.WIJK,
    "complex": Priced.COMPLEX,
    "supported": Priced.SUPPORTED,
}
"""The limits that have a price: those that later rounds share with this one."""


def scarcity(
    h: HouseholdColumns,
    p: HomeColumns,
    *,
    household: IntArray,
    home: IntArray,
    limits: Sequence[Limit],
    prices: Prices,
) -> IntArray:
    """Return the price of each pair, in person-weeks, shape ``(E,)``.

    Its household and its home; for each wijk around the home and for its complex the room that the
    household takes there.

    Parameters
    ----------
    household, home
        Positions of the pairs, shape ``(E,)``.
    """
    of_household = whole([prices.price(Priced.HOUSEHOLD, i) for i in h.id.ravel().tolist()])
    of_home = whole([prices.price(Priced.HOME, i) for i in p.id.ravel().tolist()])
    total: IntArray = of_household[household] + of_home[home]
    for limit in limits:
        kind = PRICED_LIMITS.get(limit.kind)
        price = prices.price(kind, limit.subject) if kind is not None else 0
        if price:
            inside = np.zeros(len(p), dtype=np.int64)
            inside[limit.homes] = price
            total = total + inside[home] * limit.weight[household]
    return total
