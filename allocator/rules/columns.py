"""From an instance to columns: households, homes, and what the rules look at besides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from allocator.domain.choices import DecisionKind, Group
from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules.arrays import NOT_GIVEN, BoolArray, IntArray, whole
from allocator.rules.context import Context, areas_within, preferences
from allocator.rules.home_columns import HomeColumns, home_columns
from allocator.rules.household_columns import HouseholdColumns, household_columns
from allocator.rules.pairs import pair_table
from allocator.rules.rent import rent_amounts, rent_limit

__all__ = ["Context", "HomeColumns", "HouseholdColumns", "columns", "takes_part"]


def takes_part(instance: Instance) -> tuple[list[Household], list[Home]]:
    """Return who takes part in the matching round, in order of id; columns follow it."""
    households = [h for h in instance.households if h.group is Group.STATUSHOUDER]
    return (
        sorted(households, key=lambda household: household.id),
        sorted(instance.homes, key=lambda home: home.id),
    )


def columns(instance: Instance) -> tuple[HouseholdColumns, HomeColumns, Context]:
    """Return the columns of an instance on its peildatum."""
    households, homes = takes_part(instance)
    day, policy = instance.peildatum, instance.policy
    wijken = sorted(instance.wijken, key=lambda wijk: wijk.code)
    wijk_at: dict[str, int] = {wijk.code: i for i, wijk in enumerate(wijken)}
    within = areas_within(wijken, wijk_at)
    preference, prefers = preferences([h.preferred_wijken for h in households], wijk_at, within)
    amounts = rent_amounts(policy, day)
    limit, rent = ranks(
        [rent_limit(h, day, amounts) for h in households], [p.rent_eur for p in homes]
    )
    needed, area = ranks(
        [policy.m2_per_person * len(h.persons) for h in households],
        [p.area_m2 for p in homes],
    )
    h = household_columns(
        households,
        day,
        policy,
        wijk_at=wijk_at,
        preference=preference,
        rent_limit=limit,
        area_needed=needed,
    )
    p = home_columns(homes, wijk_at=wijk_at, area=area, rent=rent)
    return h, p, _context(instance, h, p, wijken=tuple(wijk_at), within=within, prefers=prefers)


def ranks(
    one: Sequence[Decimal | None], other: Sequence[Decimal | None]
) -> tuple[IntArray, IntArray]:
    """Return the ranks of two lists of amounts among all of them, -1 for ``None``.

    Ranks compare as the amounts do, to the last digit, and equal amounts have one rank.
    """
    every = sorted({amount for amount in (*one, *other) if amount is not None})

    def rank(amount: Decimal | None) -> int:
        return NOT_GIVEN if amount is None else bisect_left(every, amount)

    return whole([rank(amount) for amount in one]), whole([rank(amount) for amount in other])


def _context(
    instance: Instance,
    h: HouseholdColumns,
    p: HomeColumns,
    *,
    wijken: tuple[str, ...],
    within: BoolArray,
    prefers: BoolArray,
) -> Context:
    """Return the day, the policy, the wijken and the tables of pairs of an instance."""
    refusals = [
        (d.household, d.home, 1) for d in instance.decisions if d.decision is not DecisionKind.LOCK
    ]
    return Context(
        peildatum=instance.peildatum,
        policy=instance.policy,
        horizon_days=instance.horizon_days,
        lottery_seed=instance.lottery_seed,
        wijken=wijken,
        within=within,
        prefers=prefers,
        refused=pair_table(refusals, h, p),
        points=pair_table([(x.household, x.home, x.points) for x in instance.points], h, p),
    )
