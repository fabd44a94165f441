"""A relocation plan made again after a slip, as near as can be to what was announced.

What is left of the announced plan without the months that break is a plan too, where it keeps the
rules: a search that was cut off before it found a better one ends with that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from allocator.check import Stay, check_stays
from allocator.domain.announcement import Announcement
from allocator.domain.instance import Instance
from allocator.errors import LocksContradict, PlanRejected, Stopped
from allocator.plan import TierResult
from allocator.relocating import RelocationSettings, relocate
from allocator.shelter_plan import RelocationPlan
from models.budget import Budget

Status = Literal["optimal", "feasible", "stopped", "no_plan"]
ANNOUNCED = "announced"


@dataclass(frozen=True)
class PlanTask:
    """What is to be planned again: an instance with a slip, and what was announced before.

    Parameters
    ----------
    seconds
        How long it may take; each tier ends after a fixed amount of work when ``None``.
    left
        The stays that are left of the announced plan.
    lost
        Person-months that the announced plan has and these have not, by household.
    persons
        The persons of those households.
    """

    instance: Instance
    announcement: Announcement
    seconds: float | None
    left: Sequence[Stay] = ()
    lost: Mapping[str, int] = field(default_factory=dict)
    persons: int = 0


@dataclass(frozen=True)
class Replanned:
    """What planning again comes to.

    Parameters
    ----------
    status
        ``optimal`` when every tier is proven; ``stopped`` when there was no plan in time, and
        ``no_plan`` when locks leave none.
    tiers
        In order, with what is proven of each; none without a plan.
    households, persons
        Who would be elsewhere in some month than was announced.
    """

    status: Status
    tiers: tuple[TierResult, ...] = ()
    households: int = 0
    persons: int = 0

    def tier(self, name: str) -> TierResult | None:
        """Return a tier, ``None`` where there is no plan."""
        return next((tier for tier in self.tiers if tier.name == name), None)


def plan_again(task: PlanTask) -> Replanned:
    """Plan again, and let the independent checker judge the plan.

    Raises
    ------
    PlanRejected
        When the plan fails its check.
    """
    settings = RelocationSettings(
        announcement=task.announcement, budget=Budget(seconds=task.seconds), threads=1
    )
    try:
        plan = relocate(task.instance, settings)
    except Stopped:
        return Replanned("stopped")
    except LocksContradict:
        return Replanned("no_plan")
    _check(task.instance, plan)
    elsewhere = {row.household: row.persons for row in plan.announced or () if row.changed}
    found = Replanned(plan.status, plan.tiers, len(elsewhere), sum(elsewhere.values()))
    return found if found.status == "optimal" else _or_left(task, found)


def _or_left(task: PlanTask, found: Replanned) -> Replanned:
    """Return what is left of the announced plan where that is better than what was found."""
    verdict = check_stays(task.instance, task.left)
    if not verdict.sound:
        return found
    values = {**verdict.tier_values, ANNOUNCED: sum(task.lost.values())}
    ranked = [tier for tier in found.tiers if tier.optimal is not None]
    if [values[tier.name] for tier in ranked] >= [tier.value for tier in ranked]:
        return found
    tiers = tuple(_with(found.tiers, values))
    return replace(found, tiers=tiers, households=len(task.lost), persons=task.persons)


def _with(tiers: Sequence[TierResult], values: Mapping[str, int]) -> Iterator[TierResult]:
    """Yield tiers with the values of another plan.

    A bound holds for all plans that are as good in the tiers before as the plan it was proven
    beside; of others only that nothing is below 0 is known.
    """
    as_good = True
    for tier in tiers:
        value = values[tier.name]
        if tier.optimal is None:
            yield replace(tier, value=value)
            continue
        bound = tier.bound if as_good else 0
        yield replace(tier, value=value, best=value, bound=bound, optimal=value == bound)
        as_good = as_good and value <= tier.value


def _check(instance: Instance, plan: RelocationPlan) -> None:
    """Judge the stays of a plan, and its values but for what was announced, which is in no file."""
    stays = [
        Stay(row.household, row.site, row.rooms, row.from_month, row.to_month) for row in plan.stays
    ]
    verdict = check_stays(instance, stays)
    known = {tier.name: tier.value for tier in plan.tiers if tier.name != ANNOUNCED}
    if not verdict.sound or known != dict(verdict.tier_values):
        raise PlanRejected(verdict.violations)
