"""The relaxation of a stage with inequalities H3 that are known (:mod:`models.hull`).

They hold for every objective; for other units or another limit their right hand sides are
computed anew, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.arrays import IntArray
from models.assignment import Assignment
from models.budget import Budget
from models.highs import Backend
from models.hull import cut_of, cut_rows
from models.knapsack import columns_of_pairs, knapsacks
from models.lexicographic import Stage
from models.linear import LinearModel
from models.relaxation import with_rows
from models.tight import Tight


@dataclass(frozen=True)
class Cut:
    """The coefficients of an inequality H3 of a limit, shape ``(C,)``."""

    limit: int
    coefficient: IntArray


@dataclass(frozen=True)
class ByCuts:
    """Relaxes with inequalities H3 that are known, each as members, coefficients and most."""

    cuts: tuple[tuple[IntArray, IntArray, int], ...]
    backend: Backend

    @classmethod
    def of(cls, problem: Assignment, cuts: Sequence[Cut], backend: Backend) -> ByCuts:
        """Return the inequalities for the capacities of a problem.

        A limit that cannot bind any more needs none.
        """
        sacks = {sack.limit: sack for sack in knapsacks(problem)}
        made = [
            (sacks[cut.limit].members, *cut_of(sacks[cut.limit], cut.coefficient))
            for cut in cuts
            if cut.limit in sacks
        ]
        return cls(tuple(made), backend)

    def __call__(
        self, model: LinearModel, column: IntArray, stage: Stage, budget: Budget
    ) -> Tight | None:
        """Return the relaxation of the model with the inequalities."""
        left = []
        for members, coefficient, most in self.cuts:
            columns, example = columns_of_pairs(members, column)
            left.append((columns, coefficient[example], most))
        cut = with_rows(model, cut_rows(left))
        lp = self.backend.open_lp(cut)
        relaxation = lp.solve(budget)
        if relaxation is None:
            return None
        return Tight(
            bound=relaxation.objective,
            reduced_costs=relaxation.reduced_costs,
            duals=relaxation.duals,
            cuts=cut,
            basis=lp.basis,
        )
