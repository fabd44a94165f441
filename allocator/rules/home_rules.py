"""Pair rules on whom a home is fit or meant for: MOBILITY, ADAPTED, RENT, TARGET_GROUP."""

from __future__ import annotations

from datetime import timedelta

from allocator.domain.choices import TargetGroup
from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules.access_rules import no_numbers
from allocator.rules.arrays import BoolArray, equals
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.rent import rent_amounts, rent_limit
from allocator.rules.rule import PROGRAMME, SETTING, Rule


def mobility(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a home that somebody cannot get around in."""
    no_wheelchair = h.needs_wheelchair & ~p.wheelchair
    stairs = h.needs_step_free & ~(p.step_free | p.wheelchair)
    return no_wheelchair | stairs


def unneeded(h: HouseholdColumns, p: HomeColumns) -> BoolArray:
    """Whether a home is adapted and nobody needs that."""
    return p.wheelchair & ~(h.needs_wheelchair | h.needs_step_free)


def adapted(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block an adapted home for others until it has stood for some time."""
    return unneeded(h, p) & (c.today < p.available_from + c.policy.reserve_adapted_days)


def adapted_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return until when the home is kept for those who need it."""
    days = timedelta(days=instance.policy.reserve_adapted_days)
    return {"kept_until": home.available_from + days}


def rent(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a home above the household's rent limit, where the rent is given."""
    return p.rent > h.rent_limit


def rent_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return the rent limit and the rent, in euro per month."""
    amounts = rent_amounts(instance.policy, instance.peildatum)
    return {
        "limit_eur": rent_limit(household, instance.peildatum, amounts),
        "rent_eur": "–" if home.rent_eur is None else home.rent_eur,
    }


def young_ex_amv(h: HouseholdColumns) -> BoolArray:
    """Whether the head is an ex-AMV under 23."""
    return h.head_ex_amv & h.head_under_23


def target_group(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a home kept for a group that the head is not of."""
    return (
        (equals(p.target_group, TargetGroup.EX_AMV) & ~young_ex_amv(h))
        | (equals(p.target_group, TargetGroup.UNDER_23) & ~h.head_under_23)
        | (equals(p.target_group, TargetGroup.UNDER_28) & ~h.head_under_28)
        | (equals(p.target_group, TargetGroup.OVER_55) & ~h.head_over_55)
    )


RULES = (
    Rule("MOBILITY", f"{PROGRAMME}: matching let op beperkingen", mobility, no_numbers),
    Rule("ADAPTED", f"{SETTING} (reserve_adapted_days)", adapted, adapted_numbers),
    Rule(
        "RENT",
        "passend toewijzen, Woningwet art. 46; bedragen uit de Wet op de huurtoeslag",
        rent,
        rent_numbers,
    ),
    Rule(
        "TARGET_GROUP",
        f"label van de woning, opgegeven door de corporatie; {PROGRAMME}: woningen voor ex-AMV",
        target_group,
        no_numbers,
    ),
)
