"""Aims that are sums over months, each month for itself.

Where an aim, and every aim before it, is a sum of what each month adds (:func:`monthly`), a
plan that is best in every month is best.  Whether such a plan exists is another matter: from
month to month first stays only end, and not everybody moves in at once.  But the sum of what
the months add at least bounds the aim, exactly, and the months are small.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from models.arrays import IntArray
from models.budget import Budget
from models.highs import Backend
from models.linear import LinearModel
from models.outcome import Status
from models.path_types import Types
from models.relocation import Aim, Relocation
from models.relocation_flow import Flow, monthly

SAFETY = 1e-5
Known = dict[tuple[bytes, ...], int]


def leading(aims: Sequence[Aim]) -> int:
    """Return how many of the aims, from the first on, months can be solved apart for.

    An aim that may end worse than its best can do so in any month, which ends it.
    """
    number = 0
    for aim in aims:
        if not monthly(aim):
            break
        number += 1
        if aim.tolerance or aim.slack:
            break
    return number


def least_by_month(
    problem: Relocation, types: Types, aims: Sequence[Aim], budget: Budget, backend: Backend
) -> IntArray:
    """Return the least that each month adds to each aim, with those before it at their least.

    Shape ``(A, T)``.  Where the budget ends first it is what was proven: 0 at least.
    """
    least = np.zeros((len(aims), problem.months), dtype=np.int64)
    known: Known = {}
    for t in range(problem.months):
        flow = Flow(problem, types, aims, range(t, t + 1))
        for i, value in enumerate(_of_month(flow, aims, budget, backend, known)):
            least[i, t] = value
    return least


def _of_month(
    flow: Flow, aims: Sequence[Aim], budget: Budget, backend: Backend, known: Known
) -> Iterator[int]:
    """Yield the least of each aim in a month, as far as it is proven."""
    for aim in aims:
        entries, constant = flow.costs(aim)
        if not entries:
            yield constant
            continue
        model = flow.model(aim)
        key = _key(model)
        if key not in known:
            if budget.exhausted:
                return
            solution = backend.solve_mip(model, budget, feasible=True)
            if solution.status is not Status.OPTIMAL or solution.bound is None:
                yield max(0, math.ceil((solution.bound or 0.0) - SAFETY))
                return
            known[key] = math.ceil(solution.bound - SAFETY)
        yield known[key]
        flow.hold(aim, known[key])


def _key(model: LinearModel) -> tuple[bytes, ...]:
    """Return what two months have in common whose models are the same."""
    matrix = model.matrix
    arrays = (matrix.indptr, matrix.indices, matrix.data, model.cost, model.upper)
    limits = (model.row_lower, model.row_upper, np.array([model.offset]))
    return tuple(array.tobytes() for array in (*arrays, *limits))
