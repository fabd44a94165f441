"""Models in HiGHS as we use it: one thread, quiet, and ended when a budget ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import highspy

from models.budget import Budget
from models.linear import LinearModel

# Objective values are integers: a gap under 1, less what a bound is rounded by, proves them.
ABSOLUTE_GAP = 0.9
# A node of a search tree counts as so many simplex iterations: a round figure, so that one
# limit bounds relaxations and trees.  HiGHS does not tell the iterations inside a tree.
NODE_WORK = 100
# Objective values are integers: what lies between a value and the next.
HALF = 0.5
CUTS = highspy.cb.HighsCallbackType.kCallbackMipGetCutPool


class Quiet(highspy.Highs):
    """HiGHS that prints nothing, not even the banner that its own constructor prints."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


def load(model: LinearModel, *, relaxed: bool) -> highspy.Highs:
    """Return a solver that holds the model, with our options."""
    solver = Quiet()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", ABSOLUTE_GAP)
    lp = highspy.HighsLp()
    lp.num_col_ = model.cost.size
    lp.num_row_ = model.row_lower.size
    lp.sense_ = highspy.ObjSense.kMaximize if model.sense == "max" else highspy.ObjSense.kMinimize
    lp.offset_ = model.offset
    lp.col_cost_ = model.cost
    lp.col_lower_ = model.lower
    lp.col_upper_ = model.upper
    lp.row_lower_ = model.row_lower
    lp.row_upper_ = model.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.matrix.indptr
    lp.a_matrix_.index_ = model.matrix.indices
    lp.a_matrix_.value_ = model.matrix.data
    if not relaxed:
        kinds = [highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger]
        lp.integrality_ = [kinds[int(i)] for i in model.integer]
    solver.passModel(lp)
    return solver


def watch(
    solver: highspy.Highs, budget: Budget, on_cuts: Callable[[Any], None] | None = None
) -> None:
    """Let the solver end when the budget does, and report what it knows.

    ``on_cuts`` is called with the cutting planes of the root, when there are any.
    """
    seconds = budget.seconds_left
    if seconds is not None:  # the clock of a solver goes on from run to run
        solver.setOptionValue("time_limit", solver.getRunTime() + seconds)
    if budget.work_left is not None:
        solver.setOptionValue("simplex_iteration_limit", budget.work_left)
        solver.setOptionValue("mip_max_nodes", budget.work_left // NODE_WORK)

    def look_up(kind: Any, _message: str, out: Any, back: Any, _data: Any) -> None:
        if on_cuts is not None and kind == CUTS:
            on_cuts(out)
            return
        back.user_interrupt = budget.stopped
        if budget.progress is not None and math.isfinite(out.mip_dual_bound):
            budget.progress(float(out.mip_primal_bound), float(out.mip_dual_bound))

    solver.setCallback(look_up, None)
    solver.startCallback(highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt)
    solver.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)
    if on_cuts is not None:
        solver.startCallback(CUTS)
