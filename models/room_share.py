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

        The budget itself is narrowed meanwhile, so that a wish to stop comes through; progress
        on parts of a plan says nothing of the whole and is not reported.
        """
        budget = self._budget
        whole, progress = budget.work, budget.progress
        budget.work = min(self._end, budget.used_work + work)
        if whole is not None:
            budget.work = min(budget.work, whole)
        budget.progress = None
        try:
            return backend.solve_mip(model, budget)
        finally:
            budget.work, budget.progress = whole, progress
