"""Linear relaxations: their duals, and what they keep when they are changed and solved again."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np
import pytest
from scipy import sparse

from models.budget import Budget
from models.highs import Backend
from models.highs_lp import DUAL, PRIMAL, GrowingLp
from models.highs_model import load
from models.linear import LinearModel
from tests.models import build, small
from tests.models.small import INF, linear

KINDS = highspy.HighsModelStatus


def test_a_relaxation_with_its_prices():
    # 3 and 5/6 of the other fit in 8; one more of the row is worth 7/6
    lp = Backend().open_lp(linear("max", [5, 7], [([3, 6], -INF, 8)], offset=10))
    budget = Budget()
    found = lp.solve(budget)
    assert found.objective == pytest.approx(10 + 5 + 7 * 5 / 6)
    assert found.values == pytest.approx([1, 5 / 6])
    assert found.duals == pytest.approx([7 / 6])
    assert found.reduced_costs == pytest.approx([5 - 3 * 7 / 6, 0])


def test_a_relaxation_grows():
    lp = Backend().open_lp(linear("max", [5, 7], [([1, 1], -INF, 0), ([1, 0], -INF, 1)]))
    assert lp.solve(Budget()).objective == pytest.approx(0)
    lp.add_column(build.ints([0]), np.array([-1.0]))  # makes room in the first row
    grown = lp.solve(Budget())
    assert grown.objective == pytest.approx(12)
    assert grown.values == pytest.approx([1, 1])  # of the columns that it began with
    assert grown.duals.size == 2


@pytest.mark.parametrize("afresh", [True, False])
def test_a_relaxation_that_begins_afresh_ends_the_same(afresh):
    """Alone a run that goes on from the basis before it needs no steps where nothing changed."""
    budget = Budget()
    lp = Backend().open_lp(small.hard(30, 6, seed=1), afresh=afresh)
    first, work = lp.solve(budget), budget.used_work
    again = lp.solve(budget)
    assert again.objective == pytest.approx(first.objective)
    assert (budget.used_work > work) == afresh


def test_a_relaxation_that_has_no_answer():
    assert Backend().open_lp(small.NONE).solve(Budget()) is None


def test_a_relaxation_is_cut_off_by_its_work():
    budget = Budget(work=2)
    assert Backend().open_lp(small.hard(30, 6, seed=1)).solve(budget) is None
    assert budget.exhausted
    assert Backend().open_lp(small.hard(30, 6, seed=1)).solve(Budget()) is not None


def test_time_spent_on_earlier_rounds_counts_once(monkeypatch):
    """The clock of HiGHS goes on from run to run; the limit is what is left from now."""
    lp = Backend().open_lp(small.hard(30, 6, seed=1))
    monkeypatch.setattr(lp._solver, "getRunTime", lambda: 100.0)
    budget = Budget(seconds=7)
    lp.solve(budget)
    assert 100 + 6 < lp._solver.getOptionValue("time_limit")[1] <= 100 + 7


def first_columns(model: LinearModel, n: int) -> LinearModel:
    """Return a model with so many of its columns."""
    own = {name: getattr(model, name)[:n] for name in ("cost", "lower", "upper", "integer")}
    return replace(model, **own, matrix=model.matrix[:, :n], columns=model.columns[:n])


def add(lp: GrowingLp, model: LinearModel, columns: range) -> None:
    """Add columns that a model has and its relaxation has not."""
    for j in columns:
        coefficients = model.matrix[:, [j]].toarray().ravel()
        rows = np.flatnonzero(coefficients)
        lp.add_column(rows, coefficients[rows], float(model.cost[j]))


@pytest.mark.parametrize("change", ["nothing", "a row", "the costs"])
@pytest.mark.parametrize("seed", range(5))
def test_columns_added_come_to_the_optimum_of_all_at_once(seed, change):
    """The basis before stays feasible where nothing else is changed, and alone then is used so."""
    model = small.hard(8, 3, seed)
    lp = Backend().open_lp(first_columns(model, 12))
    assert lp.solve(Budget()) is not None
    for columns in (range(12, 18), range(18, 24)):
        add(lp, model, columns)
        if change == "a row":
            lp.hold(0, float(model.row_lower[0]), float(model.row_upper[0]))
        if change == "the costs":
            lp.ask(model.cost[:12])
        found = lp.solve(Budget())
        method = lp._solver.getOptionValue("simplex_strategy")[1]
        assert method == (PRIMAL if change == "nothing" else DUAL)
    whole = Backend().open_lp(model).solve(Budget())
    assert found.objective == pytest.approx(whole.objective)
    paid = model.row_upper @ found.duals + np.maximum(0, found.reduced_costs).sum()
    assert paid == pytest.approx(whole.objective)


class Doubting(GrowingLp):
    """A relaxation whose primal simplex method comes to a stop without the optimum."""

    def _run_with(self, simplex, budget):
        ended = super()._run_with(simplex, budget)
        self.ran.append(simplex)
        return KINDS.kUnknown if simplex == PRIMAL else ended

    ran: list[int]


def test_the_dual_simplex_method_does_what_the_primal_one_does_not():
    model = small.hard(8, 3, seed=1)
    lp = Doubting(load(first_columns(model, 12), relaxed=True), columns=12)
    lp.ran = []
    lp.solve(Budget())
    add(lp, model, range(12, 24))
    found = lp.solve(Budget())
    assert lp.ran == [DUAL, PRIMAL, DUAL]
    assert found.objective == pytest.approx(Backend().open_lp(model).solve(Budget()).objective)
    add(lp, model, range(1))
    assert lp.solve(Budget(seconds=0.0)) is None


@pytest.mark.parametrize("limit", [INF, 0.999])
def test_a_model_with_one_row_more_begins_where_the_other_ended(limit):
    """The row asks for nothing, or for somewhat less than the optimum."""
    model = small.hard(30, 6, seed=1)
    lp = Backend().open_lp(model)
    first = lp.solve(Budget())
    more = replace(
        model,
        matrix=sparse.vstack([model.matrix, sparse.csr_array(model.cost[None, :])]).tocsr(),
        row_lower=np.append(model.row_lower, -INF),
        row_upper=np.append(model.row_upper, limit * first.objective),
        rows=[*model.rows, "value"],
    )
    budget, afresh = Budget(), Budget()
    begun = Backend().open_lp(more)
    begun.begin(lp.basis)
    found = begun.solve(budget)
    assert found.objective == pytest.approx(Backend().open_lp(more).solve(afresh).objective)
    assert found.objective == pytest.approx(min(1.0, limit) * first.objective)
    assert budget.used_work < afresh.used_work / 4
    assert (budget.used_work == 0) == (limit == INF)


class Stuck(GrowingLp):
    """A relaxation whose interior point method ends before the optimum."""

    def _run(self, budget):
        ended = super()._run(budget)
        self.ran.append(self.interior)
        return KINDS.kUnknown if self.interior else ended

    ran: list[bool]


def test_the_simplex_method_does_what_the_interior_point_method_does_not():
    lp = Stuck(load(small.KNAPSACK, relaxed=True), columns=small.KNAPSACK.cost.size)
    lp.ran, lp.interior = [], True
    found = lp.solve(Budget())
    assert found is not None
    assert found.objective == pytest.approx(Backend().relax(small.KNAPSACK, Budget()).objective)
    assert (lp.ran, lp.interior) == ([True, False], True)
    assert lp.solve(Budget(seconds=0.0)) is None
