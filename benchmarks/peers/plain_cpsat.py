"""The matching round in CP-SAT, two workers.

With two workers CP-SAT runs one full search, by default with few linear relaxations, and
the second looks for better plans.  On tight limits only ``max_lp`` proves anything soon.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.peers import THREADS, Found, members
from models.assignment import Assignment
from models.tiers import Tier


class Plain:
    """The whole model; a pair is a Boolean variable."""

    workers = THREADS
    subsolvers: tuple[str, ...] = ("max_lp",)

    def __init__(self, problem: Assignment, tiers: Sequence[Tier]) -> None:
        self.model = cp_model.CpModel()
        self.x = [self.model.new_bool_var("") for _ in range(problem.pairs)]
        for pairs in members(problem.household).values():
            self.model.add_at_most_one(self.x[i] for i in pairs)
        for place, pairs in members(problem.place).items():
            units = int(problem.units[place])
            self.model.add(sum(self.x[i] for i in pairs) <= units)
            if problem.one_kind[place]:
                self._one_kind(problem, pairs)
        for limit in problem.limits:
            self.model.add(self._sum(limit.members, limit.weight) <= limit.capacity)
        for i in np.flatnonzero(problem.forced).tolist():
            self.model.add(self.x[i] == 1)
        self.value = {tier.name: self._tier(tier) for tier in tiers}

    def _sum(self, pairs: np.ndarray, weights: np.ndarray) -> cp_model.LinearExprT:
        chosen = [self.x[i] for i in pairs.tolist()]
        return cp_model.LinearExpr.weighted_sum(chosen, weights.tolist())

    def _one_kind(self, problem: Assignment, pairs: list[int]) -> None:
        ys = []
        for some in members(problem.kind[problem.household[pairs]]).values():
            y = self.model.new_bool_var("")
            for j in some:
                self.model.add_implication(self.x[pairs[j]], y)
            ys.append(y)
        self.model.add_at_most_one(ys)

    def _tier(self, tier: Tier) -> cp_model.LinearExprT:
        pairs = np.flatnonzero(tier.gain)
        value = self._sum(pairs, tier.gain[pairs]) + tier.constant
        for excess in tier.excesses:
            most = max(0, int(excess.weight.sum()) - excess.base)
            z = self.model.new_int_var(0, most, "")
            self.model.add(self._sum(excess.members, excess.weight) - z <= excess.base)
            value += z
        return value

    def hold(self, tier: Tier, worst: int) -> None:
        """Add the row that lets a tier be no worse than this."""
        if tier.sense == "max":
            self.model.add(self.value[tier.name] >= worst)
        else:
            self.model.add(self.value[tier.name] <= worst)

    def optimise(self, tier: Tier, seconds: float) -> Found:
        """Optimise a tier under the rows so far, with the plan of the tier before as hint."""
        if tier.sense == "max":
            self.model.maximize(self.value[tier.name])
        else:
            self.model.minimize(self.value[tier.name])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self.workers
        solver.parameters.subsolvers.extend(self.subsolvers)
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        bound = solver.best_objective_bound
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Found(None, bound, proven=False)
        chosen = np.array(solver.values(self.x)) > 0
        self.model.clear_hints()
        for x, one in zip(self.x, chosen.tolist(), strict=True):
            self.model.add_hint(x, one)
        return Found(chosen, bound, proven=status == cp_model.OPTIMAL)
