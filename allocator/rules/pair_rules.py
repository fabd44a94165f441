"""The pair rules in the order of rules.md 1.1, and their verdict together."""

from __future__ import annotations

import numpy as np

from allocator.rules import access_rules, home_rules, living_rules, space_rules
from allocator.rules.arrays import BoolArray
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.rule import Rule

PAIR_RULES: tuple[Rule, ...] = (
    *access_rules.RULES,
    *space_rules.RULES,
    *home_rules.RULES,
    *living_rules.RULES,
)


def blocked(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Return where any rule blocks the pair.

    Parameters
    ----------
    h, p
        Columns of shapes that broadcast: ``(H, 1)`` and ``(1, P)``, or ``(N,)`` twice.
    c
        What the rules look at besides.

    Returns
    -------
    BoolArray
        In the broadcast shape.
    """
    shape = np.broadcast_shapes(h.position.shape, p.position.shape)
    result = np.zeros(shape, dtype=np.bool_)
    for rule in PAIR_RULES:
        result |= rule.blocks(h, p, c)
    return result


def blocking_codes(
    h: HouseholdColumns, p: HomeColumns, c: Context, *, household: int, home: int
) -> tuple[str, ...]:
    """Return the codes of the rules that block one pair of positions, in order of rules.md."""
    one, other = h.one(household), p.one(home)
    return tuple(rule.code for rule in PAIR_RULES if rule.blocks(one, other, c)[0])
