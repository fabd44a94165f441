"""HiGHS through highspy: linear relaxations with duals, and integer models.

Two faults of HiGHS 1.16.0 shape this file: with a starting solution it once returned a
wrong optimum, so none is ever given, and it once called a feasible model infeasible with
presolve on, so ``solve_mip`` can be told that a plan exists and then tries again without.
"""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np

from models.budget import Budget
from models.highs_lp import GrowingLp, Relaxation
from models.highs_model import HALF, NODE_WORK, Quiet, load, watch
from models.highs_root import Root, root
from models.linear import LinearModel
from models.outcome import Solution, Status

# Presolve without probing, which tries both values of every binary column: of a model with 20,000
# of them it took 30 s of 37, and 5 s of 7, and the rest took no longer without.
NO_PROBING = 1 << 15
MANY_COLUMNS = 8000


class Backend:
    """Solves linear models with HiGHS, one thread, always in the same way."""

    name = "highs"

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        return f"HiGHS {Quiet().version()} (highspy)"

    def open_lp(self, model: LinearModel, *, afresh: bool = False) -> GrowingLp:
        """Return the relaxation of a model, to be solved and grown."""
        lp = GrowingLp(load(model, relaxed=True), columns=model.cost.size)
        lp.afresh = afresh
        return lp

    def relax(self, model: LinearModel, budget: Budget) -> Relaxation | None:
        """Return a vertex that is optimal for the relaxation, or ``None`` when it was cut off.

        An interior point method finds it: large models that look alike from month to month
        take the simplex method many times as long.
        """
        lp = GrowingLp(load(model, relaxed=True), columns=model.cost.size)
        lp.use(interior=True, vertex=True)
        return lp.solve(budget)

    def solve_mip(self, model: LinearModel, budget: Budget, *, feasible: bool = False) -> Solution:
        """Solve the integer model; ``feasible`` when a plan is known to exist."""
        solution = self._solve_mip(model, budget, presolve=True)
        if feasible and solution.status in (Status.INFEASIBLE, Status.ERROR):
            solution = self._solve_mip(model, budget, presolve=False)
        return solution

    def solve_below(
        self,
        model: LinearModel,
        most: int,
        nodes: int | None,
        budget: Budget,
        gap: float = 0.0,
        *,
        heuristics: bool = True,
    ) -> Solution:
        """Solve the integer model, a minimum, for plans of at most a value.

        ``nodes`` ends the search tree after so many; ``None`` does not.  A plan that is within
        the relative ``gap`` of the bound ends it too, and counts as optimal.  Without
        ``heuristics`` plans come from the tree alone: where there is hardly one to be found.
        """
        found = self._solve_mip(
            model, budget, presolve=True, most=most, nodes=nodes, gap=gap, heuristics=heuristics
        )
        if found.values is None or model.offset + model.cost @ found.values <= most + HALF:
            return found
        # HiGHS takes the limit for a cut-off, but may come back with a plan above it.
        proven = found.status is Status.OPTIMAL
        return replace(found, status=Status.INFEASIBLE if proven else Status.UNKNOWN, values=None)

    def solve_better(
        self, model: LinearModel, value: int, budget: Budget, *, heuristics: bool
    ) -> Solution:
        """Solve the integer model for plans that are better than ``value``.

        Where there are none it is optimal without a plan, and ``value`` is the bound: to say so
        takes a smaller tree than to find the best.  After an error it is solved as any other.
        """
        sign = -1 if model.sense == "max" else 1
        least = model.as_minimum()
        found = self.solve_below(least, sign * value - 1, None, budget, heuristics=heuristics)
        if found.status is Status.ERROR:
            return self.solve_mip(model, budget, feasible=True)
        if found.status is Status.INFEASIBLE:
            return replace(found, status=Status.OPTIMAL, bound=float(value), values=None)
        # The bound is on better plans; where it is worse than the value there are none.
        bound = None if found.bound is None else sign * min(found.bound, float(sign * value))
        return replace(found, bound=bound)

    def root(self, model: LinearModel, worst: int, budget: Budget) -> Root:
        """Return what the root of the search tree tells of plans at least as good as ``worst``."""
        return root(model, worst, budget)

    def _solve_mip(
        self,
        model: LinearModel,
        budget: Budget,
        *,
        presolve: bool,
        most: int | None = None,
        nodes: int | None = None,
        gap: float = 0.0,
        heuristics: bool = True,
    ) -> Solution:
        if model.cost.size == 0:  # HiGHS has no word for it
            return _empty(model)
        solver = load(model, relaxed=False)
        if model.cost.size >= MANY_COLUMNS:
            solver.setOptionValue("presolve_rule_off", NO_PROBING)
        if not presolve:
            solver.setOptionValue("presolve", "off")
        if not heuristics:
            solver.setOptionValue("mip_heuristic_effort", 0.0)
        if gap:
            solver.setOptionValue("mip_rel_gap", gap)
        if most is not None:  # objective values are integers
            solver.setOptionValue("objective_bound", most + HALF)
        watch(solver, budget)
        if nodes is not None:
            left = nodes if budget.work_left is None else min(nodes, budget.work_left // NODE_WORK)
            solver.setOptionValue("mip_max_nodes", left)
        solver.run()
        info = solver.getInfo()
        work = NODE_WORK * (1 + max(0, int(info.mip_node_count)))
        budget.spend(work)
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        values = np.asarray(solver.getSolution().col_value) if found else None
        status, bound = _status(solver.getModelStatus(), found), float(info.mip_dual_bound)
        if not model.integer.any():  # there is no tree, and no bound of one
            bound = info.objective_function_value if status is Status.OPTIMAL else np.inf
        return Solution(
            status=status,
            values=values,
            bound=bound if np.isfinite(bound) else None,
            work=work,
        )


def _empty(model: LinearModel) -> Solution:
    """Solve a model without columns."""
    if (model.row_lower > 0).any() or (model.row_upper < 0).any():
        return Solution(Status.INFEASIBLE)
    return Solution(Status.OPTIMAL, np.zeros(0), float(model.offset))


def _status(status: highspy.HighsModelStatus, found: bool) -> Status:
    """Translate the status of HiGHS."""
    kinds = highspy.HighsModelStatus
    if status == kinds.kOptimal:
        return Status.OPTIMAL
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Status.INFEASIBLE
    if status in (kinds.kSolveError, kinds.kModelError, kinds.kPresolveError):
        return Status.ERROR
    return Status.FEASIBLE if found else Status.UNKNOWN
