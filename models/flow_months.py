"""Aims that are sums over months, each month for itself.

Where an aim, and every aim before it, is a sum of what each month adds (:func:`monthly`), a
plan that is best in every month is best.  Whether such a plan exists is another matter: from
month to month first stays only end, and not everybody moves in at once.  But the sum of what
the months add at least bounds the aim, exactly, and the months are small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from models.arrays import IntArray
from models.budget import Budget
from models.forbidden import without_forbidden
from models.highs import Backend
from models.linear import LinearModel, dual_bound, least_whole
from models.month_alone import month_alone
from models.outcome import Status
from models.path_types import types_of
from models.relocation import Aim, Held, Relocation
from models.relocation_flow import Flow, monthly

SIDE_BY_SIDE = 2
"""Months solved at a time; the solver works outside Python's lock."""
Known = dict[tuple[bytes, ...], int]
Solve = Callable[[LinearModel, Budget, Backend], tuple[int, bool]]


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
    problem: Relocation,
    aims: Sequence[Aim],
    budget: Budget,
    backend: Backend,
    known: Known | None = None,
    *,
    none: int = 0,
    relaxed: bool = False,
) -> IntArray:
    """Return the least that each month adds to each aim, with those before it at their least.

    Shape ``(A, T)``.  Where the budget ends first it is what was proven: 0 at least.  Months are
    solved side by side, but not when work is counted: which of them it ends would be chance.

    ``known`` keeps what was found, for problems that have months in common.  So many of the first
    aims as ``none`` says are 0 in a plan that is known, which months then need not be asked.
    ``relaxed`` asks no more of a month than its relaxation, which takes far less time and mostly
    says as much.
    """
    known = {} if known is None else known
    problem, left = without_forbidden(problem, [Held(aim, 0) for aim in aims[:none]])
    asked = [*(one.aim for one in left), *aims[none:]]

    def of_month(t: int) -> list[int]:
        alone, own = month_alone(problem, asked, t)
        flow = Flow(alone, types_of(alone, own), own, range(1))
        solve = _relaxed if relaxed else _whole
        found = list(_of_month(flow, own, budget, backend, known, solve))
        found += [0] * (len(asked) - len(found))
        return [0] * none + found[len(left) :]

    with ThreadPoolExecutor(SIDE_BY_SIDE if budget.work is None else 1) as pool:
        rows = list(pool.map(of_month, range(problem.months)))
    return np.array(rows, dtype=np.int64).reshape(problem.months, len(aims)).T


def _of_month(
    flow: Flow,
    aims: Sequence[Aim],
    budget: Budget,
    backend: Backend,
    known: Known,
    solve: Solve,
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
            bound, ended = solve(model, budget, backend)
            if not ended:
                yield bound
                return
            known[key] = bound
        yield known[key]
        flow.hold(aim, known[key])


def _whole(model: LinearModel, budget: Budget, backend: Backend) -> tuple[int, bool]:
    """Return the bound of a model, and whether it was solved to the end."""
    solution = backend.solve_mip(model, budget, feasible=True)
    bound = max(0, least_whole(solution.bound or 0.0))
    return bound, solution.status is Status.OPTIMAL and solution.bound is not None


def _relaxed(model: LinearModel, budget: Budget, backend: Backend) -> tuple[int, bool]:
    """Return the bound of the relaxation of a model, and whether it was solved to the end."""
    relaxation = backend.relax(model, budget)
    if relaxation is None:
        return 0, False
    return max(0, least_whole(dual_bound(model, relaxation.duals))), True


def _key(model: LinearModel) -> tuple[bytes, ...]:
    """Return what two months have in common whose models are the same."""
    matrix = model.matrix
    arrays = (matrix.indptr, matrix.indices, matrix.data, model.cost, model.upper)
    limits = (model.row_lower, model.row_upper, np.array([model.offset]))
    return tuple(array.tobytes() for array in (*arrays, *limits))
