"""The root of HiGHS's search tree: a bound, and the cutting planes that bring it about.

Of a large model the root tells nearly all: of three backlogs its bound was the best value of every
tier but one, where the relaxation was up to 8% away.  What makes proofs long are the searches for
plans among fewer columns that HiGHS goes through, and finds nothing by when there is nothing.  None
is tried here.  Nor is there a presolve, so that cutting planes are about the columns of the model.

HiGHS may use that plans are at least as good as some value, so the bound and the cutting planes
count for those alone.  Once it has come across a plan, it asks for better ones than that, and its
cutting planes may lose what is as good: then they are left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.highs_model import HALF, NODE_WORK, load, watch
from models.linear import LinearModel

# Searches for plans, of which none is tried.
SEARCHES = ("rens", "rins", "root_reduced_cost", "feasibility_jump")
# HiGHS takes a limit of this and more for none.
NO_LIMIT = 1e20
# A cutting plane is taken with so much more room, and as much for each unit of its limit: it was
# computed in floating point.
ROOM = 1e-7


@dataclass(frozen=True)
class Cuts:
    """Cutting planes ``lower ≤ matrix · columns ≤ upper``, over all columns of a model."""

    matrix: sparse.csr_array
    lower: FloatArray
    upper: FloatArray


@dataclass(frozen=True)
class Root:
    """What a root tells of plans at least as good as some value.

    ``bound`` is on the objective of the model, ``None`` where nothing was told; ``values`` are a
    plan that was come across, shape ``(n,)``: then there are no ``cuts``.
    """

    bound: float | None = None
    values: FloatArray | None = None
    cuts: Cuts | None = None


def root(model: LinearModel, worst: int, budget: Budget) -> Root:
    """Solve the root of a model for plans at least as good as ``worst``.

    It tells nothing when it was cut off before, or says that there are no such plans: whoever asks
    has one.
    """
    sign = -1 if model.sense == "max" else 1
    solver = load(model.as_minimum(), relaxed=False)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("mip_heuristic_effort", 0.0)
    for search in SEARCHES:
        solver.setOptionValue(f"mip_heuristic_run_{search}", False)
    solver.setOptionValue("mip_allow_restart", False)
    solver.setOptionValue("objective_bound", sign * worst + HALF)
    found: list[Cuts] = []
    watch(solver, budget, lambda out: found.append(_cuts(out, model.cost.size)))
    solver.setOptionValue("mip_max_nodes", 1)
    solver.run()
    info = solver.getInfo()
    budget.spend(NODE_WORK * (1 + max(0, int(info.mip_node_count))))
    bound = sign * float(info.mip_dual_bound)
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible or not np.isfinite(bound):
        return Root()
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        return Root(bound, np.asarray(solver.getSolution().col_value))
    return Root(bound, cuts=found[-1] if found else None)


def _cuts(out: Any, columns: int) -> Cuts:
    """Return the cutting planes that HiGHS tells of, each with a little more room."""
    lower, upper = (
        np.array(limit, dtype=np.float64) for limit in (out.cutpool_lower, out.cutpool_upper)
    )
    value = np.array(out.cutpool_value, dtype=np.float64)
    index: IntArray = np.array(out.cutpool_index, dtype=np.int64)
    start: IntArray = np.array(out.cutpool_start, dtype=np.int64)
    return Cuts(
        sparse.csr_array((value, index, start), shape=(lower.size, columns)),
        np.where(lower <= -NO_LIMIT, -np.inf, lower - ROOM * (1 + np.abs(lower))),
        np.where(upper >= NO_LIMIT, np.inf, upper + ROOM * (1 + np.abs(upper))),
    )
