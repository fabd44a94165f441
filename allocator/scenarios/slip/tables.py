"""The tables of slips: one place for their columns and order."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.report.tables import Table
from allocator.scenarios.slip.base import BasePlan
from allocator.scenarios.slip.holding import SlipResult
from allocator.scenarios.slip.replan import ANNOUNCED, Replanned

SHOWN = ("evictions", "unsheltered", "displaced", "moves", "extension")
"""Tiers whose values stand beside a slip; all of them have a table of their own."""
SLIPS = (
    "sites",
    "months",
    "moves",
    "moves_valid",
    "moves_early",
    "moves_broken",
    "persons_broken",
    "broken_households",
    "broken_persons",
    "broken_person_months",
    "first_broken",
    "status",
    *(f"{tier}_{when}" for tier in SHOWN for when in ("before", "after")),
    "changed_households",
    "changed_persons",
    "changed_person_months",
)
TIERS = ("sites", "months", "tier", "before", "after", "bound", "proven")
BROKEN = (
    "sites",
    "months",
    "household",
    "persons",
    "site",
    "from_month",
    "to_month",
    "broken_months",
    "rule",
)
NOT_DONE = "not_done"
"""The status of a slip for which nobody planned again."""


def tables(base: BasePlan, results: Sequence[SlipResult]) -> dict[str, Table]:
    """Return the tables by name: a row for each slip, for its tiers, and for what breaks."""
    return {
        "slips": Table(SLIPS, [_slip(base, one) for one in results]),
        "slip_tiers": Table(TIERS, [row for one in results for row in _tiers(base, one)]),
        "broken": Table(BROKEN, [row for one in results for row in _broken(one)]),
    }


def named(sites: Sequence[str]) -> str:
    """Return the sites of a slip as they stand in a cell."""
    return "|".join(sites)


def status_of(one: SlipResult) -> str:
    """Return how planning again ended."""
    return NOT_DONE if one.replanned is None else one.replanned.status


def _slip(base: BasePlan, one: SlipResult) -> tuple[object, ...]:
    """Return the row of a slip; what no plan says is empty."""
    left = one.replay
    return (
        named(one.slip.sites),
        one.slip.months,
        left.moves.households,
        left.valid.households,
        left.early.households,
        left.broken.households,
        left.broken.persons,
        left.broken_households,
        left.broken_persons,
        left.person_months,
        left.first_month,
        status_of(one),
        *_again(base, one.replanned),
    )


def _again(base: BasePlan, again: Replanned | None) -> list[object]:
    """Return the columns about the plan that was made again."""
    tiers = {} if again is None else {tier.name: tier.value for tier in again.tiers}
    values = [value for name in SHOWN for value in (base.values[name], tiers.get(name))]
    if again is None or not tiers:
        return [*values, None, None, None]
    return [*values, again.households, again.persons, tiers.get(ANNOUNCED)]


def _tiers(base: BasePlan, one: SlipResult) -> list[tuple[object, ...]]:
    """Return a row for each tier of the plan that was made again."""
    tiers = () if one.replanned is None else one.replanned.tiers
    return [
        (
            named(one.slip.sites),
            one.slip.months,
            tier.name,
            base.values.get(tier.name),
            tier.value,
            tier.bound,
            None if tier.optimal is None else int(tier.optimal),
        )
        for tier in tiers
    ]


def _broken(one: SlipResult) -> list[tuple[object, ...]]:
    """Return a row for all months in a row in which a household breaks a rule."""
    return [
        (
            named(one.slip.sites),
            one.slip.months,
            row.household,
            row.persons,
            row.site,
            row.from_month,
            row.to_month,
            row.months,
            row.rule,
        )
        for row in one.replay.breaks
    ]
