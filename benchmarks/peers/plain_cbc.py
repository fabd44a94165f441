"""The matching round in PuLP, solved by the CBC that PuLP brings."""

from __future__ import annotations

import math
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pulp

from benchmarks.peers import ABSOLUTE_GAP, MARGIN, THREADS, Found, members
from models.assignment import Assignment
from models.tiers import Tier


class Plain:
    """The whole model, minimised throughout: CBC's log mixes the signs of a maximum."""

    def __init__(self, problem: Assignment, tiers: Sequence[Tier]) -> None:
        self.model = pulp.LpProblem("matching", pulp.LpMinimize)
        self.x = [self.model.add_variable(f"x{i}", cat=pulp.LpBinary) for i in range(problem.pairs)]
        for pairs in members(problem.household).values():
            self.model += pulp.lpSum(self.x[i] for i in pairs) <= 1
        for place, pairs in members(problem.place).items():
            units = int(problem.units[place])
            self.model += pulp.lpSum(self.x[i] for i in pairs) <= units
            if problem.one_kind[place]:
                self._one_kind(problem, place, pairs, units)
        for limit in problem.limits:
            self.model += self._sum(limit.members, limit.weight) <= limit.capacity
        for i in np.flatnonzero(problem.forced).tolist():
            self.x[i].lowBound = 1
        self.value = {tier.name: self._tier(tier) for tier in tiers}

    def _sum(self, pairs: np.ndarray, weights: np.ndarray) -> pulp.LpAffineExpression:
        terms = zip(pairs.tolist(), weights.tolist(), strict=True)
        return pulp.LpAffineExpression([(self.x[i], w) for i, w in terms])

    def _one_kind(self, problem: Assignment, place: int, pairs: list[int], units: int) -> None:
        ys = []
        for kind, some in members(problem.kind[problem.household[pairs]]).items():
            y = self.model.add_variable(f"y{place}_{kind}", cat=pulp.LpBinary)
            self.model += pulp.lpSum(self.x[pairs[j]] for j in some) <= units * y
            ys.append(y)
        self.model += pulp.lpSum(ys) <= 1

    def _tier(self, tier: Tier) -> pulp.LpAffineExpression:
        pairs = np.flatnonzero(tier.gain)
        if not pairs.size:
            pairs = np.arange(tier.gain.size)[
                :1
            ]  # PuLP trips over a second objective without variables
        value = self._sum(pairs, tier.gain[pairs]) + tier.constant
        for a, excess in enumerate(tier.excesses):
            z = self.model.add_variable(f"z_{tier.name}_{a}", lowBound=0)
            self.model += self._sum(excess.members, excess.weight) - z <= excess.base
            value += z
        return value

    def hold(self, tier: Tier, worst: int) -> None:
        """Add the row that lets a tier be no worse than this."""
        if tier.sense == "max":
            self.model += self.value[tier.name] >= worst - MARGIN
        else:
            self.model += self.value[tier.name] <= worst + MARGIN

    def optimise(self, tier: Tier, seconds: float) -> Found:
        """Optimise a tier under the rows so far, from the plan of the tier before."""
        sign = 1 if tier.sense == "min" else -1
        self.model.setObjective(sign * self.value[tier.name])
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder, "log")
            solver = pulp.COIN_CMD(
                path=pulp.PULP_CBC_CMD.pulp_cbc_path,
                msg=False,
                threads=THREADS,
                gapRel=0,
                gapAbs=ABSOLUTE_GAP,
                timeLimit=math.ceil(seconds),
                warmStart=self.model.sol_status == pulp.LpSolutionOptimal,
                logPath=str(log),
            )
            self.model.solve(solver)
            lower = re.search(r"Lower bound:\s+(\S+)", log.read_text(errors="replace"))
        status = self.model.sol_status
        proven = status == pulp.LpSolutionOptimal
        found = proven or status == pulp.LpSolutionIntegerFeasible
        chosen = np.array([x.varValue or 0 for x in self.x]) > 0.5 if found else None
        bound = sign * float(lower[1]) if lower else None
        return Found(chosen, bound, proven)
