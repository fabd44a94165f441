"""What is wrong with ``models`` on a problem whose plans are all known."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from random import Random

import numpy as np

from models import core
from models.again import Capacity, Known
from models.arrays import BoolArray
from models.assignment import formulate, is_feasible
from models.backends import load, stage_solver
from models.budget import Budget
from models.core import CoreSolver
from models.highs import Backend
from models.knapsack import knapsacks
from models.lexicographic import Stage, merge_plan, plain_stage, solve, trivial_bound
from models.merge import merge_places, split_places
from models.outcome import Outcome
from models.relaxation import Pool, tighten
from models.tiers import Fixed
from models.tight import Tight
from tests.models import build, plain
from tests.mutation.problems import Data

NEAR = 1e-6
Wrong = Iterator[str]


class Models:
    """A problem, its tiers and its plans, by the modules as they are loaded now."""

    def __init__(self, data: Data) -> None:
        self.problem = build.problem(
            data.pairs,
            data.units,
            kind=data.kind,
            one_kind=data.one_kind,
            limits=data.limits,
            forced=data.forced,
        )
        self.tiers = [build.tier(data.pairs, **tier) for tier in data.tiers]
        self.plans = list(plain.plans(self.problem))
        self.best, self.left = plain.narrow(self.problem, self.tiers)

    def wrong(self) -> Wrong:
        """Yield what is wrong, the most telling first."""
        yield from self.answers()
        yield from self.feasibility()
        yield from self.merging()
        if self.problem.pairs:
            yield from self.relaxing()
            yield from self.fixing()
        yield from self.again()
        yield from self.cut_off()

    def answers(self) -> Wrong:
        """Every road to the best values."""
        start = self.array(self.plans[0])
        usual = core.FIRST_CORE, core.SMALL_CORE
        for name, road in (
            ("core", stage_solver("highs")),
            ("tiny cores", CoreSolver(Backend())),
            ("plain HiGHS", plain_stage(load("highs"))),
            ("CP-SAT", stage_solver("cpsat")),
        ):
            core.FIRST_CORE, core.SMALL_CORE = (0.0, 0) if name == "tiny cores" else usual
            outcome = solve(self.problem, self.tiers, start, road, Budget())
            values = [plain.value(t, plain.plan_of(outcome.chosen)) for t in self.tiers]
            if [stage.best for stage in outcome.stages] != self.best or not outcome.optimal:
                yield f"best values by {name}"
            if plain.plan_of(outcome.chosen) not in self.left or list(outcome.values) != values:
                yield f"plan by {name}"
        core.FIRST_CORE, core.SMALL_CORE = usual

    def feasibility(self) -> Wrong:
        """Which sets of pairs are plans, and what they are worth."""
        feasible = set(self.plans)
        dice = Random(len(self.plans))
        codes = {dice.getrandbits(self.problem.pairs) for _ in range(60)}
        some = [frozenset(i for i in range(self.problem.pairs) if c >> i & 1) for c in codes]
        near = [plan ^ {i} for plan in self.plans[:20] for i in range(self.problem.pairs)]
        for plan in {*some, *near, *self.plans[:60]}:
            chosen = self.array(plan)
            if is_feasible(self.problem, chosen) != (plan in feasible):
                yield "feasibility"
            if any(t.value(chosen) != plain.value(t, plan) for t in self.tiers):
                yield "value"
        for tier in self.tiers:
            bound = trivial_bound(self.problem, tier)
            if any(tier.better(plain.value(tier, plan), bound) for plan in self.plans):
                yield "trivial bound"

    def merging(self) -> Wrong:
        """Merging places and undoing it."""
        small, tiers, leader = merge_places(self.problem, self.tiers)
        if plain.best(small, tiers) != self.best:
            yield "best values of the merged problem"
        for plan in self.plans[:40]:
            merged = merge_plan(self.problem, leader, self.array(plan))
            split = plain.plan_of(split_places(self.problem, leader, merged))
            if not is_feasible(small, merged) or split not in self.plans:
                yield "merged plan"
            for tier, other in zip(self.tiers, tiers, strict=True):
                if tier.value(self.array(plan)) != other.value(merged):
                    yield "value of a merged plan"

    def relaxing(self) -> Wrong:
        """The bound, the cuts and the reduced costs of each tier by itself."""
        sacks = knapsacks(self.problem)
        for tier in self.tiers:
            model = formulate(self.problem, tier)
            sign = 1 if tier.sense == "max" else -1
            pool = Pool([sack.pattern(self.array(self.plans[0])) for sack in sacks])
            tight = tighten(model, sacks, pool, Backend(), Budget())
            lp = Backend().open_lp(model).solve(Budget())
            best = max(sign * plain.value(tier, plan) for plan in self.plans)
            if not best - NEAR <= sign * tight.bound < floor(sign * lp.objective + NEAR) + 1:
                yield "bound of the relaxation"
            cost = np.abs(tight.reduced_costs[: self.problem.pairs])
            held = tight.at[: self.problem.pairs]
            cuts = tight.cuts.matrix[model.row_lower.size :, : self.problem.pairs]
            most = tight.cuts.row_upper[model.row_lower.size :]
            for plan in self.plans:
                chosen = self.array(plan)
                lost = sign * (tight.bound - plain.value(tier, plan))
                against = cost[held != chosen].sum()
                if against > lost + NEAR:
                    yield "reduced cost"
                if against + self._unused(tight, chosen) > lost + NEAR:
                    yield "duals"
                if (cuts @ chosen > most).any():
                    yield "cut"

    def fixing(self) -> Wrong:
        """What is fixed after a stage is so in every plan that is left."""
        solver, plan, fixed = CoreSolver(Backend()), self.array(self.plans[0]), []
        for i, tier in enumerate(self.tiers):
            result = solver(Stage(self.problem, tier, tuple(fixed), plan), Budget())
            plan = result.plan
            fixed.append(Fixed(tier, tier.worst_allowed(tier.value(plan))))
            for left in plain.narrow(self.problem, self.tiers[: i + 1])[1]:
                chosen = self.array(left)
                state = solver._left
                if (chosen & ~state.active).any() or (state.forced & ~chosen).any():
                    yield "fixed pairs"
                if plain.outside(state, self.problem, left):
                    yield "limits of rows"

    def _unused(self, tight: Tight, chosen: BoolArray) -> float:
        """What the distance of a plan from the limits of rows about pairs alone costs."""
        model, pairs = tight.cuts, self.problem.pairs
        sign = 1 if model.sense == "max" else -1
        price = np.where(abs(model.matrix[:, pairs:]).sum(axis=1) == 0, sign * tight.duals, 0.0)
        limit = np.where(price > 0, model.row_upper, model.row_lower)
        slack = limit - model.matrix[:, :pairs] @ chosen
        return float((price * np.where(price == 0, 0.0, slack)).sum())

    def again(self) -> Wrong:
        """Solving again with every pair, without every household, and with more capacity."""
        start = self.array(self.plans[-1])
        outcome = solve(self.problem, self.tiers, start, stage_solver("highs"), Budget())
        best = [stage.best for stage in outcome.stages]
        known = Known(self.problem, self.tiers, outcome.chosen, best, Backend(), Budget())
        tier = self.tiers[0]
        sign = 1 if tier.sense == "max" else -1
        value = tier.value(outcome.chosen)
        for pair, loss in enumerate(known.least_losses().tolist()):
            plans = [plan for plan in self.plans if pair in plan]
            if self._is_wrong(known.with_pair(pair, Budget()), plans):
                yield "with a pair"
            lost = [max(0, sign * (value - plain.value(tier, plan))) for plan in plans]
            if loss < 0 or loss > min(lost, default=loss) or (outcome.chosen[pair] and loss):
                yield "least loss"
        units = {p: 1 + p % 2 for p in range(0, self.problem.units.size, 2)}
        limits = {i: 2 for i in range(len(self.problem.limits))}
        for more in (Capacity(units), Capacity(limits=limits)):
            every = list(plain.plans(more.added_to(self.problem)))
            if self._is_wrong(known.with_capacity(more, Budget()), every):
                yield "with more capacity"
        yield from self.enlarging(known, Capacity(units, limits))

    def enlarging(self, known: Known, more: Capacity) -> Wrong:
        """What is said of more capacity for each household."""
        every = list(plain.plans(more.added_to(self.problem)))
        tier = self.tiers[0]
        sign = 1 if tier.sense == "max" else -1
        best = max(sign * plain.value(tier, plan) for plan in every)
        if known.first_with(more, Budget()) != best or known.first_at_least(more) > best:
            yield "first tier with more capacity"
        for household, own in plain.by_household(self.problem).items():
            plans = [plan for plan in every if not plan & set(own)]
            outcome = known.with_capacity(more, Budget(), without=household)
            if self._is_wrong(outcome, plans):
                yield "without a household"
            values = [sign * plain.value(tier, plan) for plan in every if plan & set(own)]
            bound = known.prices(household).most(more)
            if max(values, default=bound) > bound + NEAR:
                yield "prices"
            if max(values, default=bound) > known.most_with(household, more, Budget()):
                yield "most with a household"

    def _is_wrong(self, outcome: Outcome | None, plans: list[plain.Plan]) -> bool:
        """Whether an outcome is not the best of some plans; ``None`` is that of none."""
        if outcome is None or not plans:
            return (outcome is None) == bool(plans)
        best, left = plain.among(plans, self.tiers)
        plan = plain.plan_of(outcome.chosen)
        values = [plain.value(tier, plan) for tier in self.tiers]
        return (
            [stage.best for stage in outcome.stages] != best
            or not outcome.optimal
            or plan not in left
            or list(outcome.values) != values
        )

    def cut_off(self) -> Wrong:
        """Bounds of a solve that was cut off are true, and its plan is one."""
        start = self.array(self.plans[-1])
        for budget in (Budget(work=0), Budget(work=3), Budget(work=101)):
            outcome = solve(self.problem, self.tiers, start, stage_solver("highs"), budget)
            first, tier = outcome.stages[0], self.tiers[0]
            if plain.plan_of(outcome.chosen) not in self.plans:
                yield "plan when cut off"
            if tier.better(first.best, self.best[0]) or tier.better(self.best[0], first.bound):
                yield "bound when cut off"
            if tier.better(plain.value(tier, self.plans[-1]), first.best):
                yield "start when cut off"
            if first.optimal != (first.bound == first.best):
                yield "proof when cut off"

    def array(self, plan: plain.Plan):
        return plain.array(self.problem, plan)
