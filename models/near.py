"""A plan near the relaxation of a stage, by an integer model over few of its columns.

A large model has tens of thousands of columns, and its relaxation has so many optima that a search
of the whole spends most of its time on finding any plan at all.  Yet few columns matter.  Taken
are those of the plan so far, and of vertices of the relaxation that are

(N1) optimal when what each column adds to the tier is somewhat other than it is;
(N2) as good as the relaxation in the tier, and optimal for another objective, drawn anew.

The integer model over these is small, and asked for a better plan.  What it finds is as a rule the
best there is, and proves nothing.  Searching among the columns that a relaxation uses is due to
Danna, Rothberg & Le Pape (*Mathematical Programming* 102, 2005), who take those on which it agrees
with a plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy import sparse

from models.arrays import BoolArray, FloatArray
from models.budget import Budget
from models.highs import Backend
from models.highs_lp import GrowingLp
from models.linear import LinearModel
from models.outcome import Solution
from models.tight import Tight

# So many vertices of each sort in a round; where a round finds nothing, some more.
VERTICES, ROUNDS = 2, 3
# What a column adds is changed by at most this part of it, up or down, and made worse by at most
# this part of what those that add anything do on average: most columns add nothing.
OTHER, WORSE = 1.0, 0.05
# The part of the columns that another objective is about.
DRAWN = 0.5
# A column that a vertex has less of is not used in it.
USED = 1e-6


def near(
    tight: Tight, plan: FloatArray, value: int, backend: Backend, budget: Budget
) -> Solution | None:
    """Return what an integer model over few columns finds; ``None`` when there was no time.

    Parameters
    ----------
    plan
        The first columns of the plan so far: those that decide, all with an upper bound.
    value
        What that plan is worth; only a better one is asked for.
    """
    model = tight.cuts
    lp = backend.open_lp(_with_value(model))
    if tight.basis is not None:
        lp.begin(tight.basis)
    relaxation = lp.solve(budget)
    if relaxation is None:
        return None
    dice = np.random.default_rng(0)
    used = (plan > USED) | (relaxation.values[: plan.size] > USED)
    found = None
    for _ in range(ROUNDS):
        for vertex in _vertices(lp, model, relaxation.objective, plan.size, dice, budget):
            used |= vertex
        if budget.exhausted:
            break
        upper = model.upper.copy()
        upper[: plan.size][~used] = np.maximum(model.lower[: plan.size][~used], 0.0)
        few = replace(model, upper=upper)
        found = backend.solve_better(few, value, budget, heuristics=True)
        if found.values is not None:
            break
    return found


def _vertices(
    lp: GrowingLp,
    model: LinearModel,
    objective: float,
    own: int,
    dice: np.random.Generator,
    budget: Budget,
) -> Iterator[BoolArray]:
    """Yield which of the first ``own`` columns each vertex of a round uses."""
    worse = -1.0 if model.sense == "max" else 1.0
    adds = np.abs(model.cost[:own][model.cost[:own] != 0])
    if adds.size:
        lp.hold(model.row_lower.size, -np.inf, np.inf)
        for _ in range(VERTICES):
            other = model.cost.copy()
            other[:own] *= 1 + OTHER * (2 * dice.random(own) - 1)
            other[:own] += worse * WORSE * adds.mean() * dice.random(own)
            yield from _vertex(lp, other, own, budget)
    _hold(lp, model, objective)
    for _ in range(VERTICES):
        drawn = np.zeros(model.cost.size)
        drawn[:own] = worse * dice.random(own) * (dice.random(own) < DRAWN)
        yield from _vertex(lp, drawn, own, budget)


def _vertex(lp: GrowingLp, cost: FloatArray, own: int, budget: Budget) -> Iterator[BoolArray]:
    """Yield which columns the best vertex for other costs uses, when there is time to find it."""
    lp.ask(cost)
    found = lp.solve(budget)
    if found is not None:
        yield found.values[:own] > USED


def _with_value(model: LinearModel) -> LinearModel:
    """Return the model with its objective as a last row, which does not hold anything yet."""
    return replace(
        model,
        matrix=sparse.vstack([model.matrix, sparse.csr_array(model.cost[None, :])]).tocsr(),
        row_lower=np.append(model.row_lower, -np.inf),
        row_upper=np.append(model.row_upper, np.inf),
        rows=[*model.rows, "value"],
    )


def _hold(lp: GrowingLp, model: LinearModel, objective: float) -> None:
    """Ask of the last row that the tier is as good as in the relaxation."""
    value = objective - model.offset
    margin = USED * max(1.0, abs(value))
    if model.sense == "max":
        lp.hold(model.row_lower.size, value - margin, np.inf)
    else:
        lp.hold(model.row_lower.size, -np.inf, value + margin)
