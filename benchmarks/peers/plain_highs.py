"""The matching round in HiGHS, through the modelling layer of highspy."""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from benchmarks.peers import ABSOLUTE_GAP, MARGIN, THREADS, Found, members
from models.assignment import Assignment
from models.tiers import Tier

OPTIONS = {
    "output_flag": False,
    "threads": THREADS,
    "parallel": "on",
    "mip_rel_gap": 0.0,
    "mip_abs_gap": ABSOLUTE_GAP,
}


class Plain:
    """The whole model; no start is given, since 1.16.0 returned wrong optima with one."""

    def __init__(self, problem: Assignment, tiers: Sequence[Tier]) -> None:
        highspy.Highs.resetGlobalScheduler(True)
        self.model = highspy.Highs()
        for option, setting in OPTIONS.items():
            self.model.setOptionValue(option, setting)
        self.x = [self.model.addBinary() for _ in range(problem.pairs)]
        for pairs in members(problem.household).values():
            self.model.addConstr(self.model.qsum(self.x[i] for i in pairs) <= 1)
        for place, pairs in members(problem.place).items():
            units = int(problem.units[place])
            self.model.addConstr(self.model.qsum(self.x[i] for i in pairs) <= units)
            if problem.one_kind[place]:
                self._one_kind(problem, pairs, units)
        for limit in problem.limits:
            self.model.addConstr(self._sum(limit.members, limit.weight) <= limit.capacity)
        for i in np.flatnonzero(problem.forced).tolist():
            self.model.changeColBounds(self.x[i].index, 1, 1)
        self.value = {tier.name: self._tier(tier) for tier in tiers}

    def _sum(self, pairs: np.ndarray, weights: np.ndarray) -> highspy.highs.highs_linear_expression:
        terms = zip(pairs.tolist(), weights.tolist(), strict=True)
        return self.model.qsum(w * self.x[i] for i, w in terms)

    def _one_kind(self, problem: Assignment, pairs: list[int], units: int) -> None:
        ys = []
        for some in members(problem.kind[problem.household[pairs]]).values():
            y = self.model.addBinary()
            self.model.addConstr(self.model.qsum(self.x[pairs[j]] for j in some) - units * y <= 0)
            ys.append(y)
        self.model.addConstr(self.model.qsum(ys) <= 1)

    def _tier(self, tier: Tier) -> highspy.highs.highs_linear_expression:
        pairs = np.flatnonzero(tier.gain)
        value = self._sum(pairs, tier.gain[pairs]) + tier.constant
        for excess in tier.excesses:
            z = self.model.addVariable(lb=0)
            self.model.addConstr(self._sum(excess.members, excess.weight) - z <= excess.base)
            value += z
        return value

    def hold(self, tier: Tier, worst: int) -> None:
        """Add the row that lets a tier be no worse than this."""
        if tier.sense == "max":
            self.model.addConstr(self.value[tier.name] >= worst - MARGIN)
        else:
            self.model.addConstr(self.value[tier.name] <= worst + MARGIN)

    def optimise(self, tier: Tier, seconds: float) -> Found:
        """Optimise a tier under the rows so far, from nothing."""
        self.model.clearSolver()
        self.model.setOptionValue("time_limit", seconds)
        if tier.sense == "max":
            self.model.maximize(self.value[tier.name])
        else:
            self.model.minimize(self.value[tier.name])
        info = self.model.getInfo()
        status = self.model.getModelStatus()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        chosen = np.array(self.model.vals(self.x)) > 0.5 if found else None
        return Found(
            chosen, info.mip_dual_bound, proven=status == highspy.HighsModelStatus.kOptimal
        )
