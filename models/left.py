"""What is left of a problem while its tiers are held one after the other.

Once later tiers may bring a tier no lower than w, no plan to come can have what the relaxation
of that tier rules out (:mod:`models.tight`): those pairs are fixed, and the limits of rows that
are the same at every stage are narrowed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from models.arrays import BoolArray, IntArray
from models.assignment import Assignment, formulate
from models.grouping import Within
from models.lexicographic import Stage
from models.linear import LinearModel
from models.tiers import positions


@dataclass(frozen=True)
class Part:
    """A stage over the pairs that are left, and its model.

    ``kept`` are the positions of those pairs, and ``position`` maps all pairs to them, -1 for
    the others.
    """

    kept: IntArray
    position: IntArray
    stage: Stage
    model: LinearModel


@dataclass
class Left:
    """Pairs that may be chosen, pairs that must be, and the limits of the lasting rows."""

    active: BoolArray
    forced: BoolArray
    limits: dict[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def all_of(cls, problem: Assignment) -> Left:
        """Begin with all pairs."""
        return cls(np.ones(problem.pairs, dtype=np.bool_), problem.forced.copy())

    def part(self, stage: Stage) -> Part | None:
        """Return what is left of a stage; ``None`` when nothing can be chosen any more."""
        kept = np.flatnonzero(self.active)
        if kept.size == 0:
            return None
        position = positions(kept, stage.problem.pairs)
        small = restrict_stage(stage, kept, position, self.forced)
        model = formulate(small.problem, small.tier, small.fixed)
        lower, upper = model.row_lower.copy(), model.row_upper.copy()
        for i, name in enumerate(model.rows):
            lower[i], upper[i] = self.limits.get(name, (lower[i], upper[i]))
        return Part(kept, position, small, replace(model, row_lower=lower, row_upper=upper))

    def narrow(self, kept: IntArray, within: Within) -> None:
        """Fix what no plan to come can have otherwise; ``kept`` are the pairs it is about."""
        self.active[kept[within.never]] = False
        self.forced[kept[within.always]] = True
        self.limits |= within.limits


def restrict_stage(stage: Stage, kept: IntArray, position: IntArray, forced: BoolArray) -> Stage:
    """Return the stage over the pairs ``kept``."""
    problem = replace(stage.problem.restrict(kept), forced=forced[kept])
    return Stage(
        problem=problem,
        tier=stage.tier.restrict(kept, position),
        fixed=tuple(replace(held, tier=held.tier.restrict(kept, position)) for held in stage.fixed),
        plan=stage.plan[kept],
    )
