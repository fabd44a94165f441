"""Linear relaxations in HiGHS, with their duals: solved, changed and solved again."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.highs_model import watch
from models.linear import Basis

PRIMAL, DUAL = 4, 1  # what HiGHS calls the simplex methods
BASIC = highspy.HighsBasisStatus.kBasic
STATUS = {int(status): status for status in highspy.HighsBasisStatus.__members__.values()}
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

    The basis of an optimum stays primal feasible when columns are added, so that the primal simplex
    method goes on from it, which takes a few steps where the dual one, as HiGHS does unasked, took
    thousands: a fifth of the time of all rounds of a backlog.  With ``afresh`` no basis is kept:
    where many columns come at a time, presolve is worth more.
    """

    def __init__(self, solver: highspy.Highs, columns: int) -> None:
        self._solver, self._columns = solver, columns
        self._interior = False
        self._feasible = False
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

    @property
    def basis(self) -> Basis:
        """The basis that it ended with."""
        found = self._solver.getBasis()
        return Basis(bytes(map(int, found.col_status)), bytes(map(int, found.row_status)))

    def begin(self, basis: Basis) -> None:
        """Begin with the basis of a model that had the same columns, and the first of the rows."""
        more = self._solver.getNumRow() - len(basis.rows)
        start = highspy.HighsBasis()
        start.col_status = [STATUS[status] for status in basis.columns]
        start.row_status = [STATUS[status] for status in basis.rows] + [BASIC] * more
        self._solver.setBasis(start)

    def add_column(self, rows: IntArray, coefficients: FloatArray, cost: float = 0.0) -> None:
        """Add a column between 0 and infinity."""
        index = rows.astype(np.int32)
        self._solver.addCol(cost, 0.0, highspy.kHighsInf, index.size, index, coefficients)

    def ask(self, cost: FloatArray) -> None:
        """Replace the objective: what each of the columns that it began with adds."""
        index = np.arange(self._columns, dtype=np.int32)
        self._solver.changeColsCost(index.size, index, cost)
        self._feasible = False

    def hold(self, row: int, lower: float, upper: float) -> None:
        """Replace the limits of a row."""
        self._solver.changeRowBounds(row, lower, upper)
        self._feasible = False

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
        primal = self._feasible and not self.afresh
        status = self._run_with(PRIMAL if primal else DUAL, budget)
        if primal and status in NOT_SOLVED and not budget.exhausted:
            status = self._run_with(DUAL, budget)
        self._feasible = status == highspy.HighsModelStatus.kOptimal
        return status

    def _run_with(self, simplex: int, budget: Budget) -> highspy.HighsModelStatus:
        self._solver.setOptionValue("simplex_strategy", simplex)
        watch(self._solver, budget)
        self._solver.run()
        budget.spend(max(0, int(self._solver.getInfo().simplex_iteration_count)))
        return self._solver.getModelStatus()
