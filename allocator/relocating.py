"""The relocation plan: the whole road from an instance to a plan, in one function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

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
from allocator.shelter_parts import joined, parts_of
from allocator.shelter_plan import RelocationPlan
from allocator.slipping import slipped, slips_of
from allocator.texts import texts
from models.budget import Budget
from models.highs import Backend
from models.relocation import Aim, Need, Relocation, Site
from models.relocation_solve import RelocationOutcome, solve
from models.relocation_start import start
from models.rooming import holds
from models.side_by_side import GENEROUS, SideBySide, in_order

BEFORE_ANNOUNCED = "displaced"
"""The tier after which the changes of what was announced come; without it they come first."""

# Processes cost a second to begin with: not for fewer households × sites.
MANY_PLACES = 2000
# What a part takes however small it is, as if it had so many households × sites more.
AT_LEAST = 100
# What finding out who is where may take of the seconds given; the rest is for rooms.
SOLVE_SHARE = 0.94


@dataclass(frozen=True)
class RelocationSettings:
    """How to solve, apart from what the city decided.

    ``slips`` say which sites are taken to open or close later, as ``SITE=+2``.  With an
    ``announcement`` the plan differs from it as little as can be, after the tier ``displaced``.
    ``threads`` is how many parts are solved at a time.
    """

    slips: Sequence[str] = ()
    announcement: Announcement | None = None
    language: str = "nl"
    budget: Budget = field(default_factory=Budget)
    on_stage: Callable[[Aim], None] = lambda aim: None
    threads: int | None = None


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
    asked = slipped(instance, slips)
    parts = parts_of(asked)
    if len(parts) == 1:
        plan = _relocate(asked, settings).plan
        seconds = plan.seconds
    else:
        clock.lap("eligibility")
        plans = _side_by_side(parts, settings)
        clock.lap("solve")
        plan, seconds = joined(instance, plans), _divided(clock.seconds, plans)
    everybody = residents(instance)
    return replace(
        plan,
        households=len(everybody),
        persons=sum(resident.persons for resident in everybody),
        seconds=seconds,
        slips=slips,
        input_digest=digest(instance),
    )


@dataclass(frozen=True)
class Least:
    """The least that a tier can be, and whether it is proven."""

    value: int
    proven: bool


def least(instance: Instance, tier: str, budget: Budget) -> Least:
    """Return the least that a tier of relocation can be, whatever becomes of the others.

    Nobody is told which room is whose, and why: what takes most of the time of a plan is left out.

    Raises
    ------
    LocksContradict
        When locks leave no plan.
    Stopped
        When the budget ends before there is one.
    """
    found = [_least(part, tier, budget) for part in parts_of(instance)]
    return Least(sum(one.value for one in found), all(one.proven for one in found))


def _least(part: Instance, tier: str, budget: Budget) -> Least:
    shelter, backend = lay_out_shelter(part), Backend()
    problem = formulated(shelter, backend)
    begin = _begin(shelter, problem, budget, backend)
    (stage,) = solve(problem, aims(shelter, (tier,)), begin, budget, backend=backend).stages
    return Least(stage.best, stage.optimal)


def _divided(seconds: dict[str, float], plans: Sequence[RelocationPlan]) -> dict[str, float]:
    """Divide what solving took over the phases of the parts, as these took it side by side."""
    total = Counter[str]()
    for plan in plans:
        total.update(plan.seconds)
    rate = seconds["solve"] / total.total()
    return {
        phase: rate * own + (seconds["eligibility"] if phase == "eligibility" else 0.0)
        for phase, own in total.items()
    }


def _side_by_side(parts: Sequence[Instance], settings: RelocationSettings) -> list[RelocationPlan]:
    """Return the plan of each part."""
    places = [len(part.households) * len(part.sites) for part in parts]
    threads = settings.threads if sum(places) >= MANY_PLACES else 1
    sizes = [AT_LEAST + number for number in places]
    own = replace(settings, budget=Budget(), on_stage=_unseen)
    budget = settings.budget
    beside = SideBySide(_part, np.array(sizes, dtype=np.int64), budget, threads)
    with beside.open() as do:
        every = in_order(beside.sizes, beside.processes)
        # Large parts take all the seconds they may, so none has more than its share.
        done = do([_Task(part, own) for part in parts], every, 1.0)
        # Those that are not proven have what is left; of work they had their shares.
        again = [i for i in every if not done[i].proven]
        if again and budget.seconds is not None and budget.work is None and not budget.exhausted:
            tasks = [_Task(part, own, done[i].outcome) for i, part in enumerate(parts)]
            done |= {i: _better(done[i], one) for i, one in do(tasks, again, GENEROUS).items()}
    budget.spend(sum(one.work for one in done.values()))
    return [done[i].plan for i in range(len(parts))]


def _unseen(_aim: Aim) -> None:
    """Show nothing of a part: others are solved beside it."""


@dataclass(frozen=True)
class _Task:
    """A part to solve; from what was found before on, if given."""

    part: Instance
    settings: RelocationSettings
    before: RelocationOutcome | None = None


@dataclass(frozen=True)
class _Done:
    """The plan of a part, the outcome that it comes from, and the work that it took."""

    plan: RelocationPlan
    outcome: RelocationOutcome
    work: int = 0

    @property
    def proven(self) -> bool:
        """Whether nothing is left to find out."""
        return all(stage.optimal for stage in self.outcome.stages)


def _part(task: _Task, budget: Budget) -> _Done:
    used = budget.used_work
    done = _relocate(task.part, replace(task.settings, budget=budget), task.before)
    return replace(done, work=budget.used_work - used)


def _better(one: _Done, other: _Done) -> _Done:
    """Return the later of two, but when that is worse in what differs first: aims, then rooms."""
    first, then = (
        [*(stage.best for stage in done.outcome.stages), done.plan.room_changes]
        for done in (one, other)
    )
    return replace(other if then <= first else one, work=one.work + other.work)


def _relocate(
    instance: Instance, settings: RelocationSettings, before: RelocationOutcome | None = None
) -> _Done:
    """Return the best plan of an instance in which all belongs together.

    ``slips`` are part of it already.  It goes on from what was found ``before``, if given.
    """
    clock = Clock()
    shelter = lay_out_shelter(instance)
    backend = Backend()
    problem = formulated(shelter, backend)
    clock.lap("eligibility")
    optimised, reported = ranked(shelter, settings.announcement)
    budget, told = settings.budget, settings.on_stage
    with budget.part(SOLVE_SHARE):
        begin = before.plan if before else _begin(shelter, problem, budget, backend)
        known = before.stages if before else ()
        outcome = solve(problem, optimised, begin, budget, told, backend, known)
    rooms = give_rooms(shelter, outcome.plan, budget)
    clock.lap("solve")
    t = texts(settings.language)
    explained = Explained(shelter, problem, outcome.plan, optimised, t, backend)
    repeat = aims(shelter, ("repeat",))[0]
    moved = moves(shelter, outcome.plan, explained.moves, repeat)
    without = shortages(shelter, explained.shortages)
    clock.lap("explain")
    plan = RelocationPlan(
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
        households=len(shelter.residents),
        persons=int(shelter.persons.sum()),
        deviations=rooms.deviations,
        seconds=clock.seconds,
        slips={},
        announced=compared(shelter, outcome.plan, settings.announcement),
        solver=backend.version,
        version=__version__,
        input_digest="",
    )
    return _Done(plan, outcome)


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
