"""Fit points of a pair: how well a home suits a household (rules.md 1.4)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from allocator.domain.choices import HomeKind, Support, TargetGroup
from allocator.rules.arrays import BoolArray, IntArray, equals
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.home_rules import unneeded
from allocator.rules.household_columns import HouseholdColumns

Part = Callable[[HouseholdColumns, HomeColumns, Context], BoolArray]


def ties(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Whether the home lies in a preferred wijk, or in an area that is preferred."""
    return c.prefers[h.preference, p.wijk]


def nareis_room(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Whether the home has room for the relatives expected."""
    lasting = ~equals(p.kind, HomeKind.DOORSTROOM) & ~p.shared
    return (h.nareis > 0) & lasting & (h.persons + h.nareis <= p.max_persons)


def nareis_transit(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Whether the household waits for relatives in a doorstroomlocatie."""
    return (h.nareis > 0) & equals(p.kind, HomeKind.DOORSTROOM)


def safe(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Whether the household needs a safe place and the home is one."""
    return h.safe_place & p.safe_place


def group(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Whether the home is kept for a group."""
    return ~equals(p.target_group, TargetGroup.ANY)


def support(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Whether the home has just the support that the household needs."""
    return ~equals(h.support, Support.NONE) & equals(p.support, h.support)


def exact(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Whether the home has just the bedrooms needed; for one person also one."""
    single = equals(h.persons, 1) & (p.bedrooms <= 1)
    return ~p.shared & (equals(p.bedrooms, h.bedrooms_needed) | single)


def adapted(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Whether the home is adapted and nobody needs that."""
    return unneeded(h, p)


PARTS: dict[str, Part] = {
    "ties": ties,
    "nareis_room": nareis_room,
    "nareis_transit": nareis_transit,
    "safe": safe,
    "group": group,
    "support": support,
    "exact": exact,
    "adapted": adapted,
}
"""The parts by name of their policy key ``fit.<name>``, in the order of rules.md."""


def fit(h: HouseholdColumns, p: HomeColumns, c: Context) -> IntArray:
    """Return the fit points of pairs, own points included, in the broadcast shape."""
    points = c.points.at(h.position, p.position)
    for name, holds in PARTS.items():
        points += np.where(holds(h, p, c), getattr(c.policy.fit, name), 0)
    return points
