"""Whether a relocation plan survives when sites open or close later than planned.

Each site by itself and all together, by one month or more: what is left of the plan as it was
announced, and what planning again comes to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from allocator.check.shelter import ShelterCase, shelter_case
from allocator.domain.instance import Instance
from allocator.errors import BadCall
from allocator.scenarios.slip.base import BasePlan
from allocator.scenarios.slip.replan import PlanTask, Replanned, plan_again
from allocator.scenarios.slip.replay import Replay, left_of, replay
from allocator.scenarios.sweeping.executors import given_up
from allocator.scenarios.sweeping.local import LocalExecutor
from allocator.slipping import slipped
from models.budget import Budget

MONTHS = (1, 2, 3)
NO_DATE = "cli.slip.no_date"


@dataclass(frozen=True)
class Slip:
    """Sites that open or close so many months later than planned."""

    sites: tuple[str, ...]
    months: int


@dataclass(frozen=True)
class SlipResult:
    """What a slip does to a plan; ``replanned`` is ``None`` where nobody came to it."""

    slip: Slip
    replay: Replay
    replanned: Replanned | None


@dataclass(frozen=True)
class Planning:
    """How to plan again: within ``seconds`` each, in so many ``processes`` side by side.

    ``stop`` is a budget that somebody may stop; ``told`` is called with how many plans are made,
    and of how many.
    """

    seconds: float | None = None
    processes: int | None = None
    stop: Budget | None = None
    told: Callable[[int, int], None] = lambda done, total: None


def slips(base: BasePlan, sites: Sequence[str], months: Sequence[int]) -> list[Slip]:
    """Return the slips to look at: each site by itself, and all together when they are more.

    Parameters
    ----------
    sites
        Which; all those whose slip can matter to the plan when there are none.
    months
        By how many months.

    Raises
    ------
    BadCall
        When a site does not exist, has no date, or would close before it opens; or no site has
        a date within the plan.
    """
    chosen = tuple(dict.fromkeys(sites)) or tuple(_dated(base, max(months)))
    if not chosen:
        raise BadCall("cli.scenario.slip.none")
    known = {str(site.id) for site in base.instance.sites}
    for site in chosen:
        if site not in known:
            raise BadCall("cli.slip.site", site=site)
    groups = [(site,) for site in chosen] + ([chosen] if len(chosen) > 1 else [])
    found = [Slip(group, months_) for group in groups for months_ in sorted(set(months))]
    for one in found:
        instance_of(base, one)
    return found


def instance_of(base: BasePlan, slip: Slip) -> Instance:
    """Return the instance of a plan with a slip."""
    return slipped(base.instance, dict.fromkeys(slip.sites, slip.months))


def robustness(base: BasePlan, every: Sequence[Slip], planning: Planning) -> list[SlipResult]:
    """Return what each slip does to the plan, in their order.

    Raises
    ------
    PlanRejected
        When a plan that was made again fails its check.
    SweepStopped
        When a process was ended from outside.
    """
    planned = shelter_case(base.instance)
    cases = [shelter_case(instance_of(base, slip)) for slip in every]
    replays = [replay(planned, case, base.stays) for case in cases]
    tasks = [
        _task(base, case, left, planning.seconds) for case, left in zip(cases, replays, strict=True)
    ]
    rows = zip(every, replays, _plan_all(tasks, planning), strict=True)
    return [SlipResult(slip, left, found) for slip, left, found in rows]


def _task(base: BasePlan, case: ShelterCase, found: Replay, seconds: float | None) -> PlanTask:
    """Return what is to be planned again after a slip."""
    lost = Counter[str]()
    for one in found.breaks:
        lost[one.household] += one.persons * one.months
    return PlanTask(
        instance=case.instance,
        announcement=base.announcement,
        seconds=seconds,
        left=left_of(case, base.stays, found.breaks),
        lost=lost,
        persons=found.broken_persons,
    )


def _plan_all(tasks: Sequence[PlanTask], planning: Planning) -> list[Replanned | None]:
    """Plan again after each slip, until somebody stops it."""
    found: list[Replanned | None] = [None] * len(tasks)
    planning.told(0, len(tasks))
    with given_up(LocalExecutor(planning.processes).results(plan_again, tasks)) as results:
        for done, (i, one) in enumerate(results, start=1):
            found[i] = one
            planning.told(done, len(tasks))
            if planning.stop is not None and planning.stop.stopped:
                break
    return found


def _dated(base: BasePlan, months: int) -> Iterator[str]:
    """Yield the sites whose slip changes anything that the plan or its tiers look at."""
    planned = shelter_case(base.instance)
    for site in base.instance.sites:
        try:
            later = slipped(base.instance, {str(site.id): months})
        except BadCall as error:
            if error.message == NO_DATE:
                continue
            raise
        if _seen(planned, str(site.id)) != _seen(shelter_case(later), str(site.id)):
            yield str(site.id)


def _seen(case: ShelterCase, site: str) -> list[object]:
    """Return what a plan can see of the dates of a site."""
    closes_on = case.sites[site].closes_on
    end = case.months.count - 1 + case.policy.after_months
    soon = closes_on is not None and case.months.index(closes_on) <= end
    by_month = [
        (
            case.status(site, t, resident=resident),
            sorted(case.usable_rooms(site, t, resident=resident)),
        )
        for resident in (False, True)
        for t in range(case.months.count)
    ]
    return [soon, *by_month]
