"""Our own road, measured like a peer: the plan to begin with, merging, and all tiers."""

from __future__ import annotations

import time

from benchmarks.peers import TierRun
from benchmarks.problem import Problem
from models.backends import stage_solver
from models.budget import Budget
from models.by_parts import solve_by_parts

OURS = "plaatswijs"


def optimise(problem: Problem, limit: float) -> tuple[list[TierRun], dict[str, float]]:
    """Return what became of each tier, and the seconds of merging and of all tiers."""
    stage_solver("highs")  # imports its library, which is not counted for anyone
    began = time.perf_counter()
    arguments = problem.data, problem.tiers, problem.start
    outcome = solve_by_parts(*arguments, "highs", Budget(seconds=limit))
    total = time.perf_counter() - began
    runs = [
        TierRun(stage.name, stage.best, stage.bound, stage.optimal, stage.seconds)
        for stage in outcome.stages
    ]
    in_tiers = sum(run.seconds for run in runs)
    # Proofs beside the search count twice where they overlap.
    return runs, {"merge": max(0.0, total - in_tiers), "tiers": min(total, in_tiers)}
