"""CP-SAT from OR-Tools: integer models whose coefficients are integers."""

from __future__ import annotations

import math
from importlib.metadata import version
from threading import Timer

import numpy as np
from ortools.sat.python import cp_model

from models.budget import Budget
from models.linear import LinearModel
from models.outcome import Solution, Status

# One unit of work is a thousandth of CP-SAT's deterministic second.
WORK_PER_SECOND = 1000
POLL_SECONDS = 0.1


class Backend:
    """Solves linear models with CP-SAT, one worker, always in the same way."""

    name = "cpsat"

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        return f"CP-SAT (ortools {version('ortools')})"

    def solve_mip(self, model: LinearModel, budget: Budget, *, feasible: bool = False) -> Solution:
        """Solve the integer model; ``feasible`` is of no use to this backend."""
        built = _build(model)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.linearization_level = 2
        solver.parameters.catch_sigint_signal = False
        if budget.seconds_left is not None:
            solver.parameters.max_time_in_seconds = budget.seconds_left
        if budget.work_left is not None:
            solver.parameters.max_deterministic_time = budget.work_left / WORK_PER_SECOND
        watch = _Watch(solver, budget)
        status = solver.solve(built, watch)
        watch.end()
        work = math.ceil(solver.response_proto.deterministic_time * WORK_PER_SECOND)
        budget.spend(work)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        values = np.array(solver.response_proto.solution, dtype=np.float64) if found else None
        bound = solver.best_objective_bound if found or status == cp_model.UNKNOWN else None
        if not found and bound == 0.0:  # what it says as well when it has no bound yet
            bound = None
        return Solution(status=_status(status), values=values, bound=bound, work=work)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Reports progress, and ends the search when the budget is stopped."""

    def __init__(self, solver: cp_model.CpSolver, budget: Budget) -> None:
        super().__init__()
        self._solver, self._budget, self._ended = solver, budget, False
        self._arm()

    def _arm(self) -> None:
        self._timer = Timer(POLL_SECONDS, self._poll)
        self._timer.daemon = True
        self._timer.start()

    def _poll(self) -> None:
        if self._budget.stopped:
            self._solver.stop_search()
        if not self._ended:
            self._arm()

    def on_solution_callback(self) -> None:
        """Report a new solution."""
        if self._budget.progress is not None:
            self._budget.progress(self.objective_value, self.best_objective_bound)

    def end(self) -> None:
        """Stop watching."""
        self._ended = True
        self._timer.cancel()


def _build(model: LinearModel) -> cp_model.CpModel:
    """Translate the arrays; an unbounded column gets the most that its rows can ask of it."""
    built = cp_model.CpModel()
    highest = _highest(model)
    columns = [
        built.new_int_var(int(low), int(high), "")
        for low, high in zip(model.lower, highest, strict=True)
    ]
    matrix = model.matrix
    for i in range(model.row_lower.size):
        entries = slice(matrix.indptr[i], matrix.indptr[i + 1])
        expression = cp_model.LinearExpr.weighted_sum(
            [columns[j] for j in matrix.indices[entries]],
            [int(a) for a in matrix.data[entries]],
        )
        low, high = model.row_lower[i], model.row_upper[i]
        domain = cp_model.Domain(
            math.ceil(low) if math.isfinite(low) else cp_model.INT_MIN,
            math.floor(high) if math.isfinite(high) else cp_model.INT_MAX,
        )
        built.add_linear_expression_in_domain(expression, domain)
    cost = cp_model.LinearExpr.weighted_sum(columns, [int(c) for c in model.cost])
    if model.sense == "max":
        built.maximize(cost + model.offset)
    else:
        built.minimize(cost + model.offset)
    return built


def _highest(model: LinearModel) -> list[float]:
    """Return finite upper bounds: z needs no more than its row can reach.

    A column without an upper bound stands in rows ``Σ w·x − z ≤ b``, so no optimum needs it
    above ``max(0, Σ w − b)``.
    """
    highest = model.upper.copy()
    for column in np.flatnonzero(~np.isfinite(highest)).tolist():
        most = 0.0
        for row in np.flatnonzero((model.matrix[:, [column]].toarray() < 0).ravel()).tolist():
            entries = slice(model.matrix.indptr[row], model.matrix.indptr[row + 1])
            weights = model.matrix.data[entries]
            most = max(most, float(weights[weights > 0].sum()) - model.row_upper[row])
        highest[column] = most
    return [float(h) for h in highest]


def _status(status: cp_model.CpSolverStatus) -> Status:
    """Translate the status of CP-SAT."""
    known: dict[cp_model.CpSolverStatus, Status] = {
        cp_model.OPTIMAL: Status.OPTIMAL,
        cp_model.FEASIBLE: Status.FEASIBLE,
        cp_model.INFEASIBLE: Status.INFEASIBLE,
        cp_model.UNKNOWN: Status.UNKNOWN,
    }
    return known.get(status, Status.ERROR)
