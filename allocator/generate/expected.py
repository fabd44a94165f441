"""Who would live where if nothing limited the wijken: a quick guess, not a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules.columns import Context, HomeColumns, HouseholdColumns, columns, takes_part
from allocator.rules.eligibility import Eligibility, find
from allocator.rules.measures import urgency
from allocator.rules.remaining import Remaining


@dataclass(frozen=True)
class Matching:
    """The matching round of an instance as the rules see it, limits left aside."""

    households: list[Household]
    homes: list[Home]
    h: HouseholdColumns
    p: HomeColumns
    c: Context
    possible: Eligibility


def matching(instance: Instance) -> Matching:
    """Return the columns and the possible pairs of an instance."""
    households, homes = takes_part(instance)
    h, p, c = columns(instance)
    return Matching(households, homes, h, p, c, find(h, p, c))


def placements(m: Matching) -> list[tuple[Household, Home]]:
    """Give each household, the most urgent first, the smallest home that is possible."""
    left = Remaining(m.h, m.p, ())
    pairs = []
    for household in np.argsort(-urgency(m.h, m.c), kind="stable").tolist():
        homes = m.possible.homes_of(household).astype(np.int64)
        homes = homes[left.free(household, homes)]
        if homes.size:
            home = int(homes[np.argmin(m.p.max_persons[homes])])
            left.place(household, home)
            pairs.append((m.households[household], m.homes[home]))
    return pairs
