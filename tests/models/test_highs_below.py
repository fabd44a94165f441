"""HiGHS: vertices of relaxations, and plans of at most a value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.budget import Budget
from models.highs import Backend
from models.highs_model import NODE_WORK
from models.outcome import Solution, Status
from tests.models import small
from tests.models.small import INF, linear

SEEDS = range(40)


def random_model(seed):
    """Return a minimum over up to eight integers of 0 to 3, with rows of both sorts."""
    dice = np.random.default_rng(seed)
    n = int(dice.integers(3, 9))
    rows = [
        (dice.integers(-2, 6, n).tolist(), -INF, float(dice.integers(6, 20))),
        (dice.integers(0, 6, n).tolist(), float(dice.integers(3, 40)), INF),
        (dice.integers(0, 2, n).tolist(), 1.0, 5.0),
    ]
    cost = dice.integers(1, 9, n).tolist()
    offset = int(dice.integers(-30, 30))
    return linear("min", cost, rows, offset=offset, upper=[3.0] * n)


def value(model, x):
    return model.offset + float(model.cost @ x)


def satisfies(model, x):
    rows = model.matrix @ x
    inside = (rows >= model.row_lower - 1e-6) & (rows <= model.row_upper + 1e-6)
    return bool(inside.all() and (x >= -1e-6).all() and (x <= model.upper + 1e-6).all())


def least(model):
    """Return the least value, trying all."""
    n = model.cost.size
    every = np.stack(np.meshgrid(*[np.arange(4)] * n, indexing="ij"), axis=-1).reshape(-1, n)
    rows = every @ model.matrix.toarray().T
    good = ((rows >= model.row_lower) & (rows <= model.row_upper)).all(axis=1)
    return int((model.offset + every[good] @ model.cost).min()) if good.any() else None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_relaxation_ends_with_a_vertex_of_the_same_value(seed):
    model = random_model(seed)
    found, simplex = Backend().relax(model, Budget()), Backend().open_lp(model).solve(Budget())
    if simplex is None:
        assert found is None
        return
    assert found.objective == pytest.approx(simplex.objective)
    assert value(model, found.values) == pytest.approx(found.objective)
    assert satisfies(model, found.values)
    assert is_vertex(model, found.values)


def is_vertex(model, x):
    """Whether rows at a limit leave the columns between their bounds only one value."""
    between = (x > 1e-4) & (x < model.upper - 1e-4)
    rows = model.matrix @ x
    tight = (abs(rows - model.row_lower) < 1e-4) | (abs(rows - model.row_upper) < 1e-4)
    own = model.matrix.toarray()[tight][:, between]
    return not between.any() or np.linalg.matrix_rank(own) == between.sum()


@pytest.mark.parametrize("seed", [0, 2, 4])
def test_a_vertex_where_many_are_best(seed):
    """Where an interior point ends amid them, a relaxation ends with one of them."""
    model = small.hard(12, 4, seed)
    model = replace(model, sense="min", cost=-np.round(model.cost / 20))
    lp = Backend().open_lp(model)
    lp.interior = True
    amid = lp.solve(Budget())
    found = Backend().relax(model, Budget())
    assert found.objective == pytest.approx(amid.objective)
    assert not is_vertex(model, amid.values)
    assert is_vertex(model, found.values)


def test_a_relaxation_without_an_answer():
    assert Backend().relax(small.NONE, Budget()) is None
    assert Backend().relax(small.hard(30, 6, seed=1), Budget(seconds=0)) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_below_a_value_there_is_the_best_or_nothing(seed):
    model = random_model(seed)
    best = least(model)
    if best is None:
        assert Backend().solve_below(model, 999, None, Budget()).status is Status.INFEASIBLE
        return
    for most in (best - 7, best - 1):
        none = Backend().solve_below(model, most, None, Budget())
        assert is_none(model, none, most)
    for most in (best, best + 1, best + 40):
        found = Backend().solve_below(model, most, None, Budget())
        assert found.status is Status.OPTIMAL
        assert value(model, found.values) == pytest.approx(best)
        assert satisfies(model, found.values)
        assert best - 1 < found.bound <= best + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("sense", ["max", "min"])
@pytest.mark.parametrize("heuristics", [True, False])
def test_better_than_a_value_there_is_the_best_or_nothing(seed, sense, heuristics):
    model = random_model(seed)
    best = least(model)
    if best is None:
        return
    sign = -1 if sense == "max" else 1
    model = replace(model, sense=sense, cost=sign * model.cost, offset=sign * model.offset)
    for known in (best, best - 6):
        none = Backend().solve_better(model, sign * known, Budget(), heuristics=heuristics)
        assert none.status is Status.OPTIMAL
        assert none.bound == sign * known
    for known in (best + 1, best + 40):
        found = Backend().solve_better(model, sign * known, Budget(), heuristics=heuristics)
        assert found.status is Status.OPTIMAL
        assert value(model, found.values) == pytest.approx(sign * best)
        assert sign * found.bound == pytest.approx(best, abs=0.999)


@pytest.mark.parametrize("sense", ["max", "min"])
def test_a_search_for_better_that_is_cut_off_has_a_bound_that_is_true(sense):
    for rows, n, seed, best in SPLIT:
        sign = -1 if sense == "max" else 1
        model = split(rows, n, seed)
        model = replace(model, sense=sense, cost=sign * model.cost, offset=sign * model.offset)
        for known in (best, best + 1):
            found = Backend().solve_better(
                model, sign * known, Budget(work=5 * NODE_WORK), heuristics=False
            )
            assert found.bound is None or sign * found.bound <= best + 1e-6


def test_after_an_error_it_is_solved_as_any_other(monkeypatch):
    model, asked = split(2, 12, 1), []

    def failing(self, model, budget, **options):
        asked.append(options)
        return solve(self, model, budget, **options) if len(asked) > 1 else Solution(Status.ERROR)

    solve = Backend._solve_mip
    monkeypatch.setattr(Backend, "_solve_mip", failing)
    found = Backend().solve_better(model, 9, Budget(), heuristics=False)
    assert value(model, found.values) == pytest.approx(2)
    assert [one.get("most") for one in asked] == [8, None]


def is_none(model, solution, most):
    """Whether a solution says that there is none, or as HiGHS may, one that is no good."""
    if solution.status is Status.INFEASIBLE:
        return solution.values is None
    above = value(model, solution.values) > most + 0.5
    return solution.status is Status.OPTIMAL and above and solution.bound > most


def test_there_are_models_with_plans_and_without():
    found = [least(random_model(seed)) is None for seed in SEEDS]
    assert 3 <= sum(found) <= 20


def split(rows, n, seed):
    """Return a model that takes many nodes: halve n numbers in several ways at a time."""
    dice = np.random.default_rng(seed)
    numbers = dice.integers(0, 100, (rows, n))
    off = [[0] * 2 * i + [1, -1] + [0] * 2 * (rows - i - 1) for i in range(rows)]
    halves = [float(own.sum() // 2) for own in numbers]
    return linear(
        "min",
        [0] * n + [1] * 2 * rows,
        [([*a, *b], half, half) for a, b, half in zip(numbers.tolist(), off, halves, strict=True)],
        upper=[1.0] * n + [200.0] * 2 * rows,
        integer=[True] * n + [False] * 2 * rows,
    )


# The least that the numbers of each model are off, of all ways to halve them.
SPLIT = [(2, 12, 1, 2), (3, 14, 1, 6), (3, 16, 1, 6)]


@pytest.mark.parametrize(("rows", "n", "seed", "best"), SPLIT)
def test_the_least_of_hard_models(rows, n, seed, best):
    model = split(rows, n, seed)
    every = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    numbers, halves = model.matrix.toarray()[:, :n], model.row_lower
    assert abs(every @ numbers.T - halves).sum(axis=1).min() == best
    found = Backend().solve_below(model, best, None, Budget())
    assert value(model, found.values) == pytest.approx(best)
    assert is_none(model, Backend().solve_below(model, best - 1, None, Budget()), best - 1)


@pytest.mark.parametrize(("rows", "n", "seed", "best"), SPLIT)
@pytest.mark.parametrize("nodes", [0, 5, 20])
def test_a_tree_that_is_cut_off_says_nothing_that_is_not_so(rows, n, seed, best, nodes):
    model = split(rows, n, seed)
    at = Backend().solve_below(model, best, nodes, Budget())
    assert at.status in (Status.FEASIBLE, Status.UNKNOWN)
    assert at.bound is None or at.bound <= best + 1e-6
    below = Backend().solve_below(model, best - 1, nodes, Budget())
    assert below.values is None or value(model, below.values) >= best - 1e-6


@pytest.mark.parametrize(
    ("nodes", "work", "most"),
    [
        (None, None, 10_000),
        (0, None, 0),
        (5, None, 5),
        (20, None, 20),
        (1000, 5 * NODE_WORK, 5),  # what is left of the budget, when that is less
        (5, 1000 * NODE_WORK, 5),
        (None, 5 * NODE_WORK, 5),
    ],
)
def test_a_tree_ends_after_so_many_nodes(nodes, work, most):
    budget = Budget(work=work)
    found = Backend().solve_below(split(3, 16, 1), 5, nodes, budget)
    assert budget.used_work == found.work
    assert found.work <= NODE_WORK * (1 + most)
    assert (found.status is Status.INFEASIBLE) == (most > 100)


@pytest.mark.parametrize("nodes", [None, 5])
def test_nothing_above_the_value_is_found(nodes):
    """Of 12 numbers a way to halve them that is off by 653 is found, where 1 was asked for."""
    assert Backend().solve_below(split(2, 12, 1), 1, nodes, Budget()).values is None


@pytest.mark.parametrize(("rows", "n", "seed", "best"), SPLIT[1:])
def test_a_plan_within_the_gap_ends_it(rows, n, seed, best):
    """The bound says how far from the best it may be."""
    model = split(rows, n, seed)
    near = Backend().solve_below(model, 1000, None, Budget(), gap=0.95)
    assert near.status is Status.OPTIMAL
    assert near.work < Backend().solve_below(model, 1000, None, Budget()).work
    assert near.bound <= best < value(model, near.values)
    assert value(model, near.values) - near.bound <= 0.95 * value(model, near.values) + 1e-6
