"""The shelter of ontheemden, month by month, with a relocation plan that is made anew each month.

Each month: who leaves is gone, the plan is made by ``relocate`` (:mod:`allocator.relocating`, the
function that the command calls) from where people are, and the city goes to the next month as it
says.  Who is told in a month to move in the next one does so, whatever the next plan says: that is
the notice.  Weekly rounds and the shelter have nothing to do with each other here, but that a
scenario may change both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allocator.domain.base import SiteId
from allocator.domain.choices import Group
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.relocating import RelocationSettings, relocate
from allocator.scenarios.chances import Chances
from allocator.shelter_plan import RelocationPlan
from allocator.slipping import later
from models.budget import Budget


@dataclass(frozen=True)
class Month:
    """A month as it came to be, in persons.

    ``without`` are those present without a place; ``moved`` those who came into another site than
    the month before, or lost their place; ``extended`` those in a site that is only there because
    its contract is stretched.
    ``proven`` says whether the plan of the month is proven best.
    """

    month: str
    present: int
    without: int
    moved: int
    extended: int
    proven: bool


def shelter_months(instance: Instance, chances: Chances, months: int) -> tuple[Month, ...]:
    """Return the months as they came to be.

    Parameters
    ----------
    months
        How many, at most those of the instance's own horizon.

    Raises
    ------
    LocksContradict
        When locks leave no plan.
    Stopped
        When the work of ``future.shelter`` ends before there is a plan.
    """
    future = chances.future.shelter
    people = {str(h.id): h for h in instance.households if h.group is Group.ONTHEEMDE}
    found = []
    before: Mapping[str, str | None] = {name: h.current_site for name, h in people.items()}
    for t in range(min(months, instance.horizon_months)):
        day = instance.peildatum if t == 0 else _first_of_month(instance.peildatum, t)
        if t:
            people = _left(people, chances, t)
        now = instance.model_copy(
            update={
                "peildatum": day,
                "horizon_months": instance.horizon_months - t,
                "households": tuple(people[h] for h in sorted(people)),
                "homes": (),
                "decisions": (),
                "points": (),
                "previous": (),
                "site_decisions": tuple(
                    d for d in instance.site_decisions if d.household in people
                ),
            }
        )
        plan = relocate(now, RelocationSettings(budget=Budget(work=future.work), threads=1))
        places = _places(plan, 0)
        found.append(_month(plan, now, places, before))
        people, before = _moved(people, plan), places
    return tuple(found)


def _first_of_month(day: date, months: int) -> date:
    return later(day.replace(day=1), months)


def _left(people: Mapping[str, Household], chances: Chances, month: int) -> dict[str, Household]:
    """Return who stays: some leave by chance, each by itself."""
    return {h: people[h] for h in people if not leaves_in(h, month, chances)}


def leaves_in(household: str, month: int, chances: Chances) -> bool:
    """Return whether a household is drawn to be gone from a month on."""
    chance = float(chances.future.shelter.leave_per_month)
    return chances.any and chance > 0 and chances.dice("leave", household, month).chance(chance)


def _places(plan: RelocationPlan, t: int) -> dict[str, str | None]:
    """Return where everybody is who is present in a month of a plan, ``None`` for no place."""
    month = plan.months[t]
    without = [s.household for s in plan.shortages if s.from_month <= month <= s.to_month]
    placed = {s.household: s.site for s in plan.stays if s.from_month <= month <= s.to_month}
    return {**dict.fromkeys(without), **placed}


def _month(
    plan: RelocationPlan,
    now: Instance,
    places: Mapping[str, str | None],
    before: Mapping[str, str | None],
) -> Month:
    """Return what the first month of a plan comes to; ``before`` is where people were."""
    name = plan.months[0]
    persons = {str(h.id): len(h.persons) for h in now.households}
    return Month(
        month=name,
        present=_sum(persons, places),
        without=_sum(persons, (h for h, site in places.items() if site is None)),
        moved=_sum(persons, (h for h, site in places.items() if (before.get(h) or site) != site)),
        extended=sum(o.persons for o in plan.occupancy if o.month == name and o.extended),
        proven=plan.status == "optimal",
    )


def _sum(persons: Mapping[str, int], households: Iterable[str]) -> int:
    return sum(persons[household] for household in households)


def _moved(people: Mapping[str, Household], plan: RelocationPlan) -> dict[str, Household]:
    """Return where people are in the next month: as the plan says, which they were told."""
    if len(plan.months) < 2:
        return dict(people)
    first = date.fromisoformat(f"{plan.months[1]}-01")
    places = _places(plan, 1)
    return {
        name: _in(household, places[name], first) if name in places else household
        for name, household in people.items()
    }


def _in(household: Household, site: str | None, since: date) -> Household:
    """Return a household in a site; who was somewhere else before has moved once more."""
    if site == household.current_site:
        return household
    if site is None:
        update: dict[str, object] = {"current_site": None, "moved_in_on": None}
    else:
        moves = household.earlier_moves + (household.current_site is not None)
        update = {
            "current_site": SiteId(site),
            "moved_in_on": since,
            "earlier_moves": moves,
            "arrives_on": None,
        }
    return household.model_copy(update=update)
