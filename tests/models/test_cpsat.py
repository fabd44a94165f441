from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from ortools.sat.python import cp_model

from models import cpsat
from models.budget import Budget
from models.cpsat import Backend
from models.outcome import Status
from tests.models import golden, small
from tests.models.small import INF, linear


def test_a_free_column_gets_the_most_that_its_row_can_ask():
    model = linear(
        "min",
        [0, 0, 1, 1],
        [([3, 4, -1, 0], -INF, 5), ([3, -4, 0, -1], -INF, 9), ([1, 1, 1, 0], 1, INF)],
        upper=[1, 1, INF, INF],
        integer=[True, True, False, False],
    )
    assert cpsat._highest(model) == [1, 1, 3 + 4 - 5, 0]


def test_a_group_that_begins_above_its_base_may_carry_more():
    # z(a1) has base −2 and 2 + 4 persons; z(a0) has base 1, z(a2) 3
    assert cpsat._highest(golden.MODEL)[-3:] == [2 + 3 - 1, 2 + 4 + 2, 3 + 4 - 3]


def test_rows_are_rounded_to_the_integers_they_mean():
    model = linear("max", [1, 1, 1], [([2, 2, 2], 1.6, 4.4)])
    assert sum(Backend().solve_mip(model, Budget()).values) == 2
    least = linear("min", [1, 1, 1], [([2, 2, 2], 1.6, 4.4)])
    assert sum(Backend().solve_mip(least, Budget()).values) == 1


def test_without_any_bound_it_claims_none():
    found = Backend().solve_mip(small.hard(40, 8, seed=2), Budget(seconds=1e-9))
    assert (found.status, found.values, found.bound) == (Status.UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (cp_model.OPTIMAL, Status.OPTIMAL),
        (cp_model.FEASIBLE, Status.FEASIBLE),
        (cp_model.INFEASIBLE, Status.INFEASIBLE),
        (cp_model.UNKNOWN, Status.UNKNOWN),
        (cp_model.MODEL_INVALID, Status.ERROR),
    ],
)
def test_what_a_status_means(status, meaning):
    assert cpsat._status(status) is meaning


class Solver:
    """Stands for a solver that runs; counts how often it is asked to stop."""

    asked = 0

    def stop_search(self):
        self.asked += 1


def test_a_wish_to_stop_reaches_a_solver_that_runs(monkeypatch):
    monkeypatch.setattr(cpsat, "POLL_SECONDS", 0.01)
    solver, budget = Solver(), Budget()
    watch = cpsat._Watch(solver, budget)
    time.sleep(0.05)
    assert solver.asked == 0
    budget.stop()
    deadline = time.monotonic() + 60
    while not solver.asked and time.monotonic() < deadline:
        time.sleep(0.01)
    watch.end()
    assert solver.asked > 0


def test_nothing_watches_when_a_solve_has_ended():
    before = threading.active_count()
    watch = cpsat._Watch(Solver(), Budget())
    watch.end()
    watch._poll()  # one that was under way
    watch._timer.join(timeout=60)
    assert threading.active_count() <= before


def test_one_worker_gives_one_answer():
    model = small.hard(15, 4, seed=9)
    answers = {Backend().solve_mip(model, Budget()).values.tobytes() for _ in range(3)}
    assert len(answers) == 1


def test_values_are_whole():
    values = Backend().solve_mip(golden.MODEL, Budget()).values
    assert values.dtype == np.float64
    assert (values == np.round(values)).all()
