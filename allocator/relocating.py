"""The relocation plan: the whole road from an instance to a plan, in one function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from allocator import __version__
from allocator.clock import Clock
from allocator.domain.announcement import Announcement
from allocator.domain.instance import Instance
from allocator.domain.policy import RELOCATION_TIERS
from allocator.errors import Stopped
from allocator.explain.shelter import Explained
from allocator.explain.shelter.contradiction import contradiction
from allocator.formulate_shelter import Shelter, aims, announced, lay_out_shelter, relocation
from allocator.interpret_shelter import compared, give_rooms, moves, occupancy, shortages
from allocator.plan import TierResult
from allocator.reading.digest import digest
from allocator.rules.arrays import IntArray
from allocator.rules.shelter.residents import residents
from allocator.shelter_plan import RelocationPlan
from allocator.slipping import slipped, slips_of
from allocator.texts import texts
from models.budget import Budget
from models.highs import Backend
from models.relocation import Aim, Need, Relocation, Site
from models.relocation_solve import RelocationOutcome, solve
from models.relocation_start import start
from models.rooming import holds

BEFORE_ANNOUNCED = "displaced"
"""The tier after which the changes of what was announced come; without it they come first."""

# What finding out who is where may take of the seconds given; the rest is for rooms.
SOLVE_SHARE = 0.94


@dataclass(frozen=True)
class RelocationSettings:
    """How to solve, apart from what the city decided.

    ``slips`` say which sites are taken to open or close later, as ``SITE=+2``.  With an
    ``announcement`` the plan differs from it as little as can be, after the tier ``displaced``.
    """

    slips: Sequence[str] = ()
    announcement: Announcement | None = None
    language: str = "nl"
    budget: Budget = field(default_factory=Budget)
    on_stage: Callable[[Aim], None] = lambda aim: None


def relocate(instance: Instance, settings: RelocationSettings) -> RelocationPlan:
    """Return the best relocation plan, with its proof and its reasons.

    Raises
    ------
    BadCall
        When a site cannot slip as asked.
    LocksContradict
        When locks leave no plan.
    Stopped
        When the budget ends before there is one.
    """
    clock = Clock()
    slips = slips_of(settings.slips, instance)
    shelter = lay_out_shelter(slipped(instance, slips))
    backend = Backend()
    problem = formulated(shelter, backend)
    clock.lap("eligibility")
    optimised, reported = ranked(shelter, settings.announcement)
    with settings.budget.part(SOLVE_SHARE):
        begin = _begin(shelter, problem, settings.budget, backend)
        outcome = solve(problem, optimised, begin, settings.budget, settings.on_stage, backend)
    rooms = give_rooms(shelter, outcome.plan, settings.budget)
    clock.lap("solve")
    t = texts(settings.language)
    explained = Explained(shelter, problem, outcome.plan, optimised, t, backend)
    repeat = aims(shelter, ("repeat",))[0]
    moved = moves(shelter, outcome.plan, explained.moves, repeat)
    without = shortages(shelter, explained.shortages)
    clock.lap("explain")
    everybody = residents(instance)
    return RelocationPlan(
        name=instance.name,
        peildatum=instance.peildatum,
        months=tuple(shelter.months.name(t) for t in range(len(shelter.months))),
        stays=rooms.stays,
        moves=moved,
        occupancy=occupancy(shelter, outcome.plan),
        shortages=without,
        missing=explained.missing,
        tiers=_results(problem, (*optimised, *reported), outcome),
        room_changes=rooms.changes,
        room_changes_bound=rooms.bound,
        households=len(everybody),
        persons=sum(resident.persons for resident in everybody),
        deviations=rooms.deviations,
        seconds=clock.seconds,
        slips=slips,
        announced=compared(shelter, outcome.plan, settings.announcement),
        solver=backend.version,
        version=__version__,
        input_digest=digest(instance),
    )


def ranked(
    shelter: Shelter, announcement: Announcement | None
) -> tuple[tuple[Aim, ...], tuple[Aim, ...]]:
    """Return the tiers that are optimised, in order, and those that are only reported.

    What was announced comes after what it gives way to: the tiers up to ``displaced``.
    """
    order = shelter.instance.policy.tiers.relocation
    optimised = aims(shelter, order)
    if announcement is not None:
        at = order.index(BEFORE_ANNOUNCED) + 1 if BEFORE_ANNOUNCED in order else 0
        optimised = (*optimised[:at], announced(shelter, announcement), *optimised[at:])
    return optimised, aims(shelter, tuple(n for n in RELOCATION_TIERS if n not in order))


def _begin(shelter: Shelter, problem: Relocation, budget: Budget, backend: Backend) -> IntArray:
    """Return a plan to begin with.

    Raises
    ------
    LocksContradict
        When locks leave none.
    Stopped
        When none was found in time.
    """
    found = start(problem, budget, backend)
    if found.none_exists:
        raise contradiction(shelter, problem, budget, backend)
    if found.plan is None:
        raise Stopped
    return found.plan


def formulated(shelter: Shelter, backend: Backend) -> Relocation:
    """Return the data of the formulation."""

    def hold(site: Site, needs: tuple[Need, ...], demand: list[int]) -> bool:
        return holds(site, needs, demand, 0, backend)

    return relocation(shelter, hold)


def _results(
    problem: Relocation, every: Sequence[Aim], outcome: RelocationOutcome
) -> tuple[TierResult, ...]:
    """Return the tiers with the exact values of the plan; those not optimised come last."""
    results = []
    for i, aim in enumerate(every):
        value = aim.value(problem, outcome.plan)
        if i < len(outcome.stages):
            stage = outcome.stages[i]
            proof = stage.best, stage.bound, stage.optimal
            results.append(TierResult(aim.name, "min", value, *proof))
        else:
            results.append(TierResult(aim.name, "min", value))
    return tuple(results)
