from __future__ import annotations

import time

import highspy
import numpy as np
import pytest

from models import highs
from models.budget import Budget
from models.highs import Backend
from models.outcome import Solution, Status
from tests.models import build, small
from tests.models.small import INF, linear

KINDS = highspy.HighsModelStatus


class Wrong(Backend):
    """HiGHS that gets everything wrong with presolve on."""

    def __init__(self, status):
        self.status, self.tried = status, []

    def _solve_mip(self, model, budget, *, presolve):
        self.tried.append(presolve)
        if presolve:
            return Solution(self.status)
        return super()._solve_mip(model, budget, presolve=False)


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.ERROR])
def test_it_tries_without_presolve_when_a_plan_is_known(status):
    backend = Wrong(status)
    found = backend.solve_mip(small.KNAPSACK, Budget(), feasible=True)
    assert backend.tried == [True, False]
    assert (found.status, found.bound) == (Status.OPTIMAL, 114)


@pytest.mark.parametrize(("many", "off"), [(3, highs.NO_PROBING), (4, 0)])
def test_large_models_are_presolved_without_probing(many, off, monkeypatch):
    """The model has three columns."""
    given, load = [], highs._load

    class Noting:
        """A solver that notes which rules of presolve are off."""

        def __init__(self, solver):
            self._solver = solver

        def __getattr__(self, name):
            return getattr(self._solver, name)

        def setOptionValue(self, name, value):
            given.append((name, value))
            return self._solver.setOptionValue(name, value)

    monkeypatch.setattr(
        highs, "_load", lambda model, *, relaxed: Noting(load(model, relaxed=relaxed))
    )
    monkeypatch.setattr(highs, "MANY_COLUMNS", many)
    found = Backend().solve_mip(small.KNAPSACK, Budget())
    assert (found.status, found.bound) == (Status.OPTIMAL, 114)
    assert dict(given).get("presolve_rule_off", 0) == off


def test_it_believes_a_denial_when_no_plan_is_known():
    backend = Wrong(Status.INFEASIBLE)
    assert backend.solve_mip(small.NONE, Budget()).status is Status.INFEASIBLE
    assert backend.tried == [True]


def test_it_believes_other_answers():
    backend = Wrong(Status.UNKNOWN)
    assert backend.solve_mip(small.KNAPSACK, Budget(), feasible=True).status is Status.UNKNOWN
    assert backend.tried == [True]


@pytest.mark.parametrize(
    ("status", "found", "meaning"),
    [
        (KINDS.kOptimal, True, Status.OPTIMAL),
        (KINDS.kInfeasible, False, Status.INFEASIBLE),
        (KINDS.kUnboundedOrInfeasible, False, Status.INFEASIBLE),
        (KINDS.kSolveError, False, Status.ERROR),
        (KINDS.kModelError, False, Status.ERROR),
        (KINDS.kPresolveError, False, Status.ERROR),
        (KINDS.kTimeLimit, True, Status.FEASIBLE),
        (KINDS.kTimeLimit, False, Status.UNKNOWN),
        (KINDS.kInterrupt, True, Status.FEASIBLE),
        (KINDS.kSolutionLimit, False, Status.UNKNOWN),
    ],
)
def test_what_a_status_means(status, found, meaning):
    assert highs._status(status, found) is meaning


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


def test_the_clock_of_highs_goes_on():
    """If this fails, HiGHS no longer needs ``getRunTime`` in its time limit."""
    model = small.hard(60, 12, seed=1)
    solver = highs._load(model, relaxed=True)
    began = time.monotonic()
    for _ in range(3):
        solver.clearSolver()
        solver.run()
        last = time.monotonic()
    assert solver.getRunTime() > 0.5 * (last - began)


def test_one_thread_and_zero_gap_but_for_integers():
    solver = highs._load(small.KNAPSACK, relaxed=False)
    options = {name: solver.getOptionValue(name)[1] for name in ("threads", "mip_rel_gap")}
    assert options == {"threads": 1, "mip_rel_gap": 0.0}
    assert 0 < highs.ABSOLUTE_GAP < 1
    assert not solver.getOptionValue("output_flag")[1]


def test_nothing_is_printed(capfd):
    Backend().solve_mip(small.KNAPSACK, Budget())
    assert capfd.readouterr() == ("", "")


class Stuck(highs.GrowingLp):
    """A relaxation whose interior point method ends before the optimum."""

    def _run(self, budget):
        ended = super()._run(budget)
        self.ran.append(self.interior)
        return KINDS.kUnknown if self.interior else ended

    ran: list[bool]


def test_the_simplex_method_does_what_the_interior_point_method_does_not():
    lp = Stuck(highs._load(small.KNAPSACK, relaxed=True), columns=small.KNAPSACK.cost.size)
    lp.ran, lp.interior = [], True
    found = lp.solve(Budget())
    assert found is not None
    assert found.objective == pytest.approx(Backend().relax(small.KNAPSACK, Budget()).objective)
    assert (lp.ran, lp.interior) == ([True, False], True)
    assert lp.solve(Budget(seconds=0.0)) is None
