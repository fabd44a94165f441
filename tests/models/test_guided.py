from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import guided
from models.assignment import formulate
from models.budget import Budget
from models.core import CoreSolver
from models.guided import Guided
from models.highs import Backend
from models.lexicographic import solve
from models.outcome import Solution, Status
from tests.models import build, plain, small
from tests.models.strategies import RELAXED, cases


def worth(model, values):
    """Return the value of a solution, continuous columns as they are."""
    return model.offset + model.cost @ values


class Recorder(Backend):
    """A backend that keeps what it is asked, and answers with a bound that is given."""

    def __init__(self, bound=None):
        self.bound, self.asked = bound, []

    def solve_mip(self, model, budget, *, feasible=False):
        self.asked.append((model, budget, feasible))
        return Solution(Status.FEASIBLE, np.zeros(model.cost.size), self.bound, 7)


@RELAXED
@given(cases().filter(lambda case: case[0].pairs > 0), st.data())
def test_of_the_best_plans_it_finds_the_nearest(case, data):
    problem, tiers = case
    plans = list(plain.plans(problem))
    positions = range(problem.pairs)
    guide = plain.array(problem, data.draw(st.sets(st.sampled_from(positions))))
    for tier in tiers:
        model = formulate(problem, tier)
        solution = Guided(Backend(), guide).solve_mip(model, Budget(), feasible=True)
        (best,) = plain.best(problem, [tier])
        left = [plan for plan in plans if plain.value(tier, plan) == best]
        near = plain.plan_of(guide)
        found = plain.plan_of(solution.values[: problem.pairs] > 0.5)
        assert solution.status is Status.OPTIMAL
        assert plain.value(tier, found) == best
        assert worth(model, solution.values) == pytest.approx(best)
        assert solution.bound == best
        assert len(found & near) == max(len(plan & near) for plan in left)


@pytest.mark.parametrize("name", small.OPTIMA)
def test_it_agrees_with_the_backend_alone(name):
    model, value, _ = small.OPTIMA[name]
    for guide in ([1, 1, 0], [0, 1, 1], [0, 0, 0]):
        solution = Guided(Backend(), np.array(guide[: model.cost.size]) > 0).solve_mip(
            model, Budget()
        )
        assert worth(model, solution.values) == pytest.approx(value)
        assert solution.bound == value


def test_without_a_plan_there_is_none():
    solution = Guided(Backend(), np.array([True, False])).solve_mip(small.NONE, Budget())
    assert solution.status is Status.INFEASIBLE


@pytest.mark.parametrize("sense", ["max", "min"])
def test_the_model_that_is_solved(sense):
    sign = 1 if sense == "max" else -1
    model = small.linear(sense, [6, -7, 8, 0], [([3, 4, 5, 1], -np.inf, 8)], offset=100)
    recorder, budget = Recorder(), Budget()
    by = Guided(recorder, np.array([True, True, False]))
    solution = by.solve_mip(model, budget, feasible=True)
    ((asked, same, feasible),) = recorder.asked
    assert same is budget
    assert feasible
    # twice three: two pairs of the guide are less than one of the tier
    assert asked.cost.tolist() == [36 + sign, -42 + sign, 48, 0]
    assert asked.offset == 600
    assert asked.matrix is model.matrix
    assert model.cost.tolist() == [6, -7, 8, 0]
    assert (solution.status, solution.bound, solution.work) == (Status.FEASIBLE, None, 7)
    by.solve_mip(model, budget)
    assert not recorder.asked[1][2]


@pytest.mark.parametrize(
    ("bound", "proven"),
    [
        (6 * 14, 14),
        (6 * 14 + 2, 14),  # two pairs of the guide
        (6 * 14 + 2.9, 14),  # and the gap of a backend
        (6 * 14 - 0.9, 14),  # less what was rounded
        (6 * 14 + 4.9, 14),
        (6 * 14 + 5, 15),
        (6 * 14 - 1, 14),
        (6 * 14 - 1.1, 13),
        (-6 * 3 + 2, -3),
    ],
)
def test_the_bound(bound, proven):
    for sense, sign in (("max", 1), ("min", -1)):
        model = small.linear(sense, [6, 7], [])
        by = Guided(Recorder(sign * bound), np.array([True, True]))
        assert by.solve_mip(model, Budget()).bound == sign * proven


@pytest.mark.parametrize(
    ("cost", "guide", "changed"),
    [
        ([250_000, 3], [True, False], True),  # four times that is the largest
        ([250_001, 3], [True, False], False),
        ([3, -250_001], [True, False], False),
        ([166_666, 3], [True, True], True),  # six times
        ([166_667, 3], [True, True], False),
        ([5, 3], [False, False], False),
    ],
)
def test_large_costs_and_no_guide_go_to_the_backend_as_they_are(cost, guide, changed):
    model, recorder, budget = small.linear("max", cost, []), Recorder(12.5), Budget()
    solution = Guided(recorder, np.array(guide)).solve_mip(model, budget, feasible=True)
    ((asked, same, feasible),) = recorder.asked
    assert (asked is not model) == changed
    assert same is budget
    assert feasible
    assert (solution.bound == 12.5) != changed
    assert guided.LARGEST_COST == 1e6


# Two households for two places, worth the same in both; a limit that never binds keeps the
# places from being alike.
PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1)]
PROBLEM = build.problem(PAIRS, [1, 1], limits=[({(0, 0): 1}, 1)])
EQUAL = build.tier(PAIRS, [6, 6, 4, 4])


@pytest.mark.parametrize("guide", [[(0, 0), (1, 1)], [(0, 1), (1, 0)]])
def test_stages_stay_near_the_guide(guide):
    chosen = build.choice(PAIRS, guide)
    solver = CoreSolver(Backend(), guide=chosen)
    outcome = solve(PROBLEM, [EQUAL, EQUAL], build.nothing(PROBLEM), solver, Budget())
    assert outcome.values == (10, 10)
    assert outcome.optimal
    assert outcome.chosen.tolist() == chosen.tolist()
