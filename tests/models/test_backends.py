"""What every backend does, whichever it is."""

from __future__ import annotations

import numpy as np
import pytest

from models import cbc, cpsat, highs, highs_model
from models.assignment import formulate
from models.backends import BACKENDS, load, stage_solver, write_models
from models.budget import Budget
from models.core import CoreSolver
from models.lexicographic import solve
from models.outcome import Status
from models.tiers import Fixed
from tests.models import build, golden, plain, small

PAIRS = [(h, p) for h in range(4) for p in range(2)]
PERSONS = [2, 3, 4, 5]
PROBLEM = build.problem(
    PAIRS,
    [2, 1],
    kind=[0, 1, 0, 1],
    one_kind=[0],
    limits=[({(h, p): PERSONS[h] for h, p in PAIRS}, 10)],
)
TIERS = (
    build.tier(PAIRS, [6, 6, 9, 9, 12, 11, 15, 14], name="waiting", tolerance="12.5"),
    build.tier(
        PAIRS,
        [0, -1, 0, 0, -1, 0, 0, 0],
        "min",
        name="stability",
        constant=2,
        excesses=[({(h, 1): PERSONS[h] for h in range(4)}, 2)],
    ),
    build.tier(PAIRS, [4, -5, 3, 8, -2, 7, 1, 6], name="fit", constant=-3),
)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", small.OPTIMA)
def test_it_finds_the_optimum_and_proves_it(backend, name):
    model, value, plan = small.OPTIMA[name]
    budget = Budget()
    found = load(backend).solve_mip(model, budget)
    assert found.status is Status.OPTIMAL
    assert np.round(found.values).tolist() == plan
    assert found.bound == pytest.approx(value)
    assert budget.used_work == found.work > 0


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("feasible", [False, True])
def test_it_says_when_there_is_no_plan(backend, feasible):
    found = load(backend).solve_mip(small.NONE, Budget(), feasible=feasible)
    assert found.status is Status.INFEASIBLE
    assert found.values is None
    assert found.bound is None


@pytest.mark.parametrize("backend", BACKENDS)
def test_it_gives_the_same_answer_twice(backend):
    model = small.hard(12, 4, seed=3)
    one, other = (load(backend).solve_mip(model, Budget()) for _ in range(2))
    assert one.values.tobytes() == other.values.tobytes()
    assert (one.bound, one.work) == (other.bound, other.work)


@pytest.fixture(scope="module")
def hard():
    """A model that takes some nodes, and its optimum."""
    model = small.hard(40, 8, seed=2)
    found = load("highs").solve_mip(model, Budget(seconds=300))
    assert found.status is Status.OPTIMAL
    return model, round(float(model.cost @ np.round(found.values)))


LIMITS = [{"seconds": 1e-9}, {"seconds": 0.02}, {"seconds": 0.2}, {"work": 1}, {"work": 20}]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_cut_off_it_gives_what_it_has_and_a_true_bound(backend, limits, hard):
    model, best = hard
    found = load(backend).solve_mip(model, Budget(**limits))
    assert found.status in (Status.OPTIMAL, Status.FEASIBLE, Status.UNKNOWN)
    if found.values is None:
        assert found.status is Status.UNKNOWN
    else:
        plan = np.round(found.values)
        assert (model.matrix @ plan <= model.row_upper).all()
        assert model.cost @ plan <= best
    assert found.bound is None or found.bound >= best - 1e-5


@pytest.mark.parametrize("backend", BACKENDS)
def test_one_that_was_stopped_ends_at_once(backend, hard):
    budget = Budget(seconds=60)
    budget.stop()
    found = load(backend).solve_mip(hard[0], budget)
    assert found.bound is None or found.bound >= hard[1] - 1e-5
    assert budget.seconds_left > 50


@pytest.mark.parametrize("backend", ["highs", "cpsat"])
def test_it_reports_progress(backend, hard):
    told = []
    budget = Budget(progress=lambda value, bound: told.append((value, bound)))
    load(backend).solve_mip(hard[0], budget)
    assert told
    assert min(bound for _, bound in told) >= hard[1] - 1e-5
    assert max(value for value, _ in told if np.isfinite(value)) <= hard[1] + 1e-5


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("limits", [{"work": 1}, {"work": 3}, {"seconds": 0.01}], ids=str)
def test_tiers_that_are_cut_off_keep_a_plan_and_true_bounds(backend, limits):
    start = build.choice(PAIRS, [(0, 0)])
    outcome = solve(PROBLEM, TIERS, start, stage_solver(backend), Budget(**limits))
    assert plain.keeps(PROBLEM, plain.plan_of(outcome.chosen))
    first = outcome.stages[0]
    assert first.best <= plain.best(PROBLEM, TIERS)[0] <= first.bound
    held = Fixed(TIERS[0], TIERS[0].worst_allowed(first.best))
    left = [plan for plan in plain.plans(PROBLEM) if plain.value(TIERS[0], plan) >= held.worst]
    second = outcome.stages[1]
    assert second.bound <= min(plain.value(TIERS[1], plan) for plan in left) <= second.best


def test_the_backends_by_name():
    assert BACKENDS == ("highs", "cpsat", "cbc")
    kinds = (highs.Backend, cpsat.Backend, cbc.Backend)
    assert all(isinstance(load(n), kind) for n, kind in zip(BACKENDS, kinds, strict=True))
    assert [load(name).name for name in BACKENDS] == list(BACKENDS)
    assert [load(name).version.split()[0] for name in BACKENDS] == ["HiGHS", "CP-SAT", "CBC"]
    assert all(any(c.isdigit() for c in load(name).version) for name in BACKENDS)
    assert isinstance(stage_solver("highs"), CoreSolver)
    assert not isinstance(stage_solver("cbc"), CoreSolver)


@pytest.mark.parametrize("ending", [".lp", ".mps"])
def test_written_models_have_the_values_of_the_tiers(ending, tmp_path):
    best = plain.best(PROBLEM, TIERS)
    files = write_models(PROBLEM, TIERS, best, tmp_path / f"week{ending}")
    names = ["week", "week-2-stability", "week-3-fit"]
    assert [file.name for file in files] == [name + ending for name in names]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    for file, value in zip(files, best, strict=True):
        solver = highs_model.Quiet()
        solver.readModel(str(file))
        solver.run()
        assert solver.getInfo().objective_function_value == pytest.approx(value)


@pytest.mark.parametrize("ending", [".LP", ".MPS"])
def test_a_written_model_has_the_names_of_the_formulation(ending, tmp_path):
    (file,) = write_models(
        golden.PROBLEM,
        [golden.MOST],
        plain.best(golden.PROBLEM, [golden.MOST]),
        tmp_path / f"a{ending}",
    )
    solver = highs_model.Quiet()
    solver.readModel(str(file))
    read = solver.getLp()
    model = formulate(golden.PROBLEM, golden.MOST)
    assert sorted(read.row_names_) == sorted(model.rows)
    assert sorted(read.col_names_) == sorted([*model.columns, "constant"])
