"""From the rows of a relocation plan to where households are in each month."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from allocator.formulate_shelter.shelter import Shelter
from allocator.rules.arrays import IntArray
from models.relocation import AWAY, NONE


def places_in(shelter: Shelter, rows: Iterable[tuple[str, str, str, str]]) -> IntArray:
    """Return where households are in each month, shape ``(H, T)``; what cannot be is left out.

    Parameters
    ----------
    rows
        Households, sites, and the first and last month there.
    """
    number = {r.id: h for h, r in enumerate(shelter.residents)}
    site = {str(one.id): s for s, one in enumerate(shelter.sites)}
    month = {shelter.months.name(t): t for t in range(len(shelter.months))}
    plan = np.where(shelter.present, NONE, AWAY)
    for household, place, first, last in rows:
        if first in month and last in month and household in number and place in site:
            row = plan[number[household]]
            months = np.arange(month[first], month[last] + 1)
            row[months[row[months] == NONE]] = site[place]
    return plan
