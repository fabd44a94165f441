"""How many homes each rule blocks for a household: the detail of `no_home`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocator.rules.alike import LOOKED_AT, Alike, alike
from allocator.rules.arrays import IntArray
from allocator.rules.context import Context
from allocator.rules.eligibility import CELLS
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.pair_rules import PAIR_RULES
from allocator.rules.rule import Rule

LINKED = ("koppeling",)
UNLINKED = tuple(name for name in LOOKED_AT if name not in LINKED)


def blocked_counts(
    h: HouseholdColumns, p: HomeColumns, c: Context, households: IntArray, *, cells: int = CELLS
) -> IntArray:
    """Return how many home rows each rule blocks for some households.

    Parameters
    ----------
    h, p, c
        All households and homes.
    households
        Positions of the households asked about, shape ``(N,)``.
    cells
        Most pairs judged at one time.

    Returns
    -------
    IntArray
        Shape ``(N, R)``, columns in the order of ``PAIR_RULES``.
    """
    asked = h.take(households)
    counts = np.zeros((len(asked), len(PAIR_RULES)), dtype=np.int64)
    linked = [rule.code == "KOPPELING" for rule in PAIR_RULES]
    # Apart, because households of many areas are alike but for their area.
    for names, wanted in ((LINKED, True), (UNLINKED, False)):
        columns = [i for i, is_linked in enumerate(linked) if is_linked is wanted]
        rules = [PAIR_RULES[i] for i in columns]
        counts[:, columns] = _counts(asked, alike(asked, c, names), p, c, rules, cells)
    return counts


def _counts(
    h: HouseholdColumns,
    groups: Alike,
    p: HomeColumns,
    c: Context,
    rules: Sequence[Rule],
    cells: int,
) -> IntArray:
    """Return the counts of some rules, judged once per group, shape ``(H, len(rules))``."""
    examples = groups.example
    counts = np.zeros((examples.size, len(rules)), dtype=np.int64)
    step = max(1, cells // max(1, len(p)))
    for at in range(0, examples.size, step):
        some = h.take(examples[at : at + step]).rows()
        shape = (some.position.shape[0], len(p))
        for i, rule in enumerate(rules):
            verdict = np.broadcast_to(rule.blocks(some, p.cols(), c), shape)
            counts[at : at + step, i] = np.count_nonzero(verdict, axis=1)
    every: IntArray = counts[groups.group]
    return every
