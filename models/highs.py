"""HiGHS through highspy: linear relaxations with duals, and integer models.

Two faults of HiGHS 1.16.0 shape this file: with a starting solution it once returned a
wrong optimum, so none is ever given, and it once called a feasible model infeasible with
presolve on, so ``solve_mip`` can be told that a plan exists and then tries again without.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.linear import LinearModel
from models.outcome import Solution, Status

# Objective values are integers: a gap under 1, less what a bound is rounded by, proves them.
ABSOLUTE_GAP = 0.9
# A node of a search tree counts as so many simplex iterations: a round figure, so that one
# limit bounds relaxations and trees.  HiGHS does not tell the iterations inside a tree.
NODE_WORK = 100
HALF = 0.5
# Presolve without probing, which tries both values of every binary column: of a model with 20,000
# of them it took 30 s of 37, and 5 s of 7, and the rest took no longer without.
NO_PROBING = 1 << 15
MANY_COLUMNS = 8000
NOT_SOLVED = (highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kSolveError)
"""How a method ends that came to a stop by itself, without the optimum."""


@dataclass(frozen=True)
class Relaxation:
    """The optimum of a linear relaxation.

    ``values`` and ``reduced_costs`` are of the columns that the model began with, shape
    ``(n,)``; ``duals`` have shape ``(m,)``.  Both say by how much the objective rises per
    unit, of a column or of the limit of a row.
    """

    objective: float
    values: FloatArray
    reduced_costs: FloatArray
    duals: FloatArray


class GrowingLp:
    """A linear relaxation that keeps its basis while columns are added to it.

    With ``afresh`` it does not: where many columns come at a time, presolve is worth more.
    """

    def __init__(self, solver: highspy.Highs, columns: int) -> None:
        self._solver, self._columns = solver, columns
        self._interior = False
        self.afresh = False

    @property
    def interior(self) -> bool:
        """Whether an interior point method is used."""
        return self._interior

    @interior.setter
    def interior(self, interior: bool) -> None:
        self.use(interior=interior, vertex=not interior)

    def use(self, *, interior: bool, vertex: bool) -> None:
        """Say which method to use, and whether it must end with a vertex."""
        self._interior = interior
        self._solver.setOptionValue("solver", "ipm" if interior else "choose")
        self._solver.setOptionValue("run_crossover", "on" if vertex else "off")

    def add_column(self, rows: IntArray, coefficients: FloatArray, cost: float = 0.0) -> None:
        """Add a column between 0 and infinity."""
        index = rows.astype(np.int32)
        self._solver.addCol(cost, 0.0, highspy.kHighsInf, index.size, index, coefficients)

    def ask(self, cost: FloatArray) -> None:
        """Replace the objective: what each of the columns that it began with adds."""
        index = np.arange(self._columns, dtype=np.int32)
        self._solver.changeColsCost(index.size, index, cost)

    def hold(self, row: int, lower: float, upper: float) -> None:
        """Replace the limits of a row."""
        self._solver.changeRowBounds(row, lower, upper)

    def solve(self, budget: Budget) -> Relaxation | None:
        """Return the optimum, or ``None`` when it was cut off.

        Where the interior point method does not come near enough, the simplex method does it.
        """
        status = self._run(budget)
        if status in NOT_SOLVED and self._interior and not budget.exhausted:
            self.interior = False
            status = self._run(budget)
            self.interior = True
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        info = self._solver.getInfo()
        solution = self._solver.getSolution()
        return Relaxation(
            objective=float(info.objective_function_value),
            values=np.asarray(solution.col_value)[: self._columns],
            reduced_costs=np.asarray(solution.col_dual)[: self._columns],
            duals=np.asarray(solution.row_dual),
        )

    def _run(self, budget: Budget) -> highspy.HighsModelStatus:
        """Run the method, and return how it ended."""
        if self.afresh:
            self._solver.clearSolver()
        _watch(self._solver, budget)
        self._solver.run()
        budget.spend(max(0, int(self._solver.getInfo().simplex_iteration_count)))
        return self._solver.getModelStatus()


class Backend:
    """Solves linear models with HiGHS, one thread, always in the same way."""

    name = "highs"

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        return f"HiGHS {_Quiet().version()} (highspy)"

    def open_lp(self, model: LinearModel, *, afresh: bool = False) -> GrowingLp:
        """Return the relaxation of a model, to be solved and grown."""
        lp = GrowingLp(_load(model, relaxed=True), columns=model.cost.size)
        lp.afresh = afresh
        return lp

    def relax(self, model: LinearModel, budget: Budget) -> Relaxation | None:
        """Return a vertex that is optimal for the relaxation, or ``None`` when it was cut off.

        An interior point method finds it: large models that look alike from month to month
        take the simplex method many times as long.
        """
        lp = GrowingLp(_load(model, relaxed=True), columns=model.cost.size)
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
        least = replace(model, sense="min", cost=sign * model.cost, offset=sign * model.offset)
        found = self.solve_below(least, sign * value - 1, None, budget, heuristics=heuristics)
        if found.status is Status.ERROR:
            return self.solve_mip(model, budget, feasible=True)
        if found.status is Status.INFEASIBLE:
            return replace(found, status=Status.OPTIMAL, bound=float(value), values=None)
        # The bound is on better plans; where it is worse than the value there are none.
        bound = None if found.bound is None else sign * min(found.bound, float(sign * value))
        return replace(found, bound=bound)

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
        solver = _load(model, relaxed=False)
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
        _watch(solver, budget)
        if nodes is not None:
            left = nodes if budget.work_left is None else min(nodes, budget.work_left // NODE_WORK)
            solver.setOptionValue("mip_max_nodes", left)
        solver.run()
        info = solver.getInfo()
        work = NODE_WORK * (1 + max(0, int(info.mip_node_count)))
        budget.spend(work)
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        values = np.asarray(solver.getSolution().col_value) if found else None
        bound = float(info.mip_dual_bound)
        return Solution(
            status=_status(solver.getModelStatus(), found),
            values=values,
            bound=bound if np.isfinite(bound) else None,
            work=work,
        )


class _Quiet(highspy.Highs):
    """HiGHS that prints nothing, not even the banner that its own constructor prints."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


def _empty(model: LinearModel) -> Solution:
    """Solve a model without columns."""
    if (model.row_lower > 0).any() or (model.row_upper < 0).any():
        return Solution(Status.INFEASIBLE)
    return Solution(Status.OPTIMAL, np.zeros(0), float(model.offset))


def _load(model: LinearModel, *, relaxed: bool) -> highspy.Highs:
    """Return a solver that holds the model, with our options."""
    solver = _Quiet()
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


def _watch(solver: highspy.Highs, budget: Budget) -> None:
    """Let the solver end when the budget does, and report what it knows."""
    seconds = budget.seconds_left
    if seconds is not None:  # the clock of a solver goes on from run to run
        solver.setOptionValue("time_limit", solver.getRunTime() + seconds)
    if budget.work_left is not None:
        solver.setOptionValue("simplex_iteration_limit", budget.work_left)
        solver.setOptionValue("mip_max_nodes", budget.work_left // NODE_WORK)

    def look_up(_kind: Any, _message: str, out: Any, back: Any, _data: Any) -> None:
        back.user_interrupt = budget.stopped
        if budget.progress is not None and math.isfinite(out.mip_dual_bound):
            budget.progress(float(out.mip_primal_bound), float(out.mip_dual_bound))

    solver.setCallback(look_up, None)
    solver.startCallback(highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt)
    solver.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)


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
