"""A share of a budget: some of the work, within all of the limits."""

from __future__ import annotations

from models.budget import Budget
from models.cpsat import Backend
from models.linear import LinearModel
from models.outcome import Solution


class Share:
    """So much work of CP-SAT out of a budget, which it is counted in."""

    def __init__(self, budget: Budget, work: int) -> None:
        self._budget = budget
        self._end = budget.used_work + work

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left of the share or of the budget."""
        return self._budget.exhausted or self._budget.used_work >= self._end

    def solve(self, backend: Backend, model: LinearModel, work: int) -> Solution:
        """Solve a model within so much work.

        The budget itself is narrowed meanwhile, so that a wish to stop comes through.
        """
        left = self._end - self._budget.used_work
        with self._budget.within(work=min(left, work)) as budget:
            return backend.solve_mip(model, budget)
