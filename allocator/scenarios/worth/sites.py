"""What a month is worth for a shelter site: one that opens, or closes, so much earlier or later.

For a draw of who leaves, the relocation plan with the fewest person-months without a place is
found for the whole period at once, with the dates of a site as they are and a month moved; the
difference is what it is worth, exactly, when both are proven.  Only that tier counts, as only
waiting does for homes: what a plan would sacrifice for it, moves before all, is left out.

What people decided of households and sites (locks, refusals) is left out too, as it is of homes
in a period that is known: it is about the plan of now, and a site that moves may not keep it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from allocator.domain.choices import Group
from allocator.domain.future import Future
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.errors import BadCall
from allocator.relocating import least
from allocator.rules.shelter.months import Months
from allocator.scenarios.chances import Chances
from allocator.scenarios.rates import months_of
from allocator.scenarios.sheltering import leaves_in
from allocator.scenarios.worth.things import OF_SITES, Item, Thing, Value
from allocator.slipping import slipped
from models.budget import Budget

WITHOUT = "unsheltered"
WEEKS_PER_MONTH = Fraction(1461, 4 * 12 * 7)
"""Of a year of 365.25 days: what a person-month without a place is in person-weeks."""


def site_items(instance: Instance) -> list[Item]:
    """Return a month earlier and later of each site whose days can move so."""
    every = (Item(thing, str(site.id), 1) for thing in OF_SITES for site in instance.sites)
    return [item for item in every if _can_move(instance, item)]


def site_values_of(
    instance: Instance,
    future: Future,
    seed: int,
    replication: int,
    wanted: Sequence[Item],
    budget: Budget,
) -> tuple[Value, ...]:
    """Return what each item is worth in one draw of who leaves, in person-weeks."""
    if not wanted:
        return ()
    period = known_shelter(instance, future, Chances(future, seed, replication))
    base = least(period, WITHOUT, budget)
    found = []
    for item in wanted:
        other = least(_moved(period, item), WITHOUT, budget)
        found.append(
            Value(
                item=item,
                estimate=None,
                value=(base.value - other.value) * WEEKS_PER_MONTH,
                proven=base.proven and other.proven,
            )
        )
    return tuple(found)


def known_shelter(instance: Instance, future: Future, chances: Chances) -> Instance:
    """Return the shelter of a period in which it is known who leaves, and when."""
    months = min(instance.horizon_months, months_of(instance.peildatum, future.weeks))
    period = instance.model_copy(
        update={
            "horizon_months": months,
            "site_decisions": (),
            **dict.fromkeys(("homes", "corporaties", "complexes"), ()),
            **dict.fromkeys(("decisions", "points", "previous"), ()),
        }
    )
    calendar = Months.of(period)
    people = tuple(
        _leaving(household, calendar, chances)
        for household in instance.households
        if household.group is Group.ONTHEEMDE
    )
    return period.model_copy(update={"households": people})


def _leaving(household: Household, months: Months, chances: Chances) -> Household:
    """Return a household with the day on which it leaves: before the month that it is drawn for."""
    drawn = next((t for t in range(1, len(months)) if leaves_in(household.id, t, chances)), None)
    if drawn is None:
        return household
    day = months.first[drawn] - timedelta(days=1)
    known = household.leaves_on
    return household.model_copy(update={"leaves_on": day if known is None else min(day, known)})


def _moved(instance: Instance, item: Item) -> Instance:
    """Return the instance with the days of a site moved."""
    months = item.amount if item.thing is Thing.SITE_LATER else -item.amount
    return slipped(instance, {item.id: months})


def _can_move(instance: Instance, item: Item) -> bool:
    try:
        _moved(instance, item)
    except BadCall:
        return False
    return True
