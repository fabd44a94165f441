from __future__ import annotations

import time

import highspy
import pytest

from models import highs, highs_model
from models.budget import Budget
from models.highs import Backend
from models.outcome import Solution, Status
from tests.models import small

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
    given, load = [], highs.load

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
        highs, "load", lambda model, *, relaxed: Noting(load(model, relaxed=relaxed))
    )
    monkeypatch.setattr(highs, "MANY_COLUMNS", many)
    found = Backend().solve_mip(small.KNAPSACK, Budget())
    assert (found.status, found.bound) == (Status.OPTIMAL, 114)
    assert dict(given).get("presolve_rule_off", 0) == off


def test_a_model_without_integer_columns_has_a_bound():
    model = small.linear("min", [1], [([1], 2, small.INF)], offset=-7, integer=[False], upper=[9])
    found = Backend().solve_mip(model, Budget())
    assert (found.status, found.bound) == (Status.OPTIMAL, -5)


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


def test_the_clock_of_highs_goes_on():
    """If this fails, HiGHS no longer needs ``getRunTime`` in its time limit."""
    model = small.hard(60, 12, seed=1)
    solver = highs_model.load(model, relaxed=True)
    began = time.monotonic()
    for _ in range(3):
        solver.clearSolver()
        solver.run()
        last = time.monotonic()
    assert solver.getRunTime() > 0.5 * (last - began)


def test_one_thread_and_zero_gap_but_for_integers():
    solver = highs_model.load(small.KNAPSACK, relaxed=False)
    options = {name: solver.getOptionValue(name)[1] for name in ("threads", "mip_rel_gap")}
    assert options == {"threads": 1, "mip_rel_gap": 0.0}
    assert 0 < highs_model.ABSOLUTE_GAP < 1
    assert not solver.getOptionValue("output_flag")[1]


def test_nothing_is_printed(capfd):
    Backend().solve_mip(small.KNAPSACK, Budget())
    assert capfd.readouterr() == ("", "")
