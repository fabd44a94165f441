from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from models import core
from models.assignment import formulate
from models.budget import Budget
from models.core import ByPatterns, CoreSolver, _solve_core
from models.grouping import Pairs
from models.highs import Backend
from models.left import Left, restrict_stage
from models.lexicographic import SolverFailed, Stage, solve
from models.outcome import Solution, Status
from models.relaxation import Pool, tighten
from models.tiers import Fixed, positions
from models.tight import Tight
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

# Households of 5, 5, 4, 4 and 3 persons; at most 8 in place 0 (3 units), 9 in place 1 (2).
# Together they tie the two knapsacks, so that the relaxation is not integral.
PERSONS = [5, 5, 4, 4, 3]
PAIRS = [(h, p) for h in range(5) for p in range(2)]
PROBLEM = build.problem(
    PAIRS,
    [3, 2],
    limits=[({(h, p): PERSONS[h] for h, p in PAIRS if p == q}, 8 + q) for q in (0, 1)],
)
FIRST = build.tier(PAIRS, [900, 905, 870, 873, 790, 780, 800, 811, 500, 650], name="first")
SECOND = build.tier(PAIRS, [3, 1, 4, 1, 5, 9, 2, 6, 5, 3], "min", name="second", slack=1)


class Counting(Backend):
    """HiGHS that keeps the models it solves."""

    def __init__(self):
        self.cores = []

    def solve_mip(self, model, budget, *, feasible=False):
        self.cores.append(model)
        return super().solve_mip(model, budget, feasible=feasible)


def solved(problem, tiers, backend=None, budget=None, start=None):
    start = plain.array(problem, next(plain.plans(problem))) if start is None else start
    solver = CoreSolver(backend or Backend())
    return solve(problem, tiers, start, solver, budget or Budget())


@RELAXED
@given(cases())
def test_the_core_finds_the_best(case):
    problem, tiers = case
    outcome = solved(problem, tiers)
    assert [stage.best for stage in outcome.stages] == plain.best(problem, tiers)
    assert outcome.optimal


@RELAXED
@given(cases(scale=300))
def test_cores_that_begin_tiny_grow_to_the_best(case):
    problem, tiers = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "SMALL_CORE", 0)
        patch.setattr(core, "FIRST_CORE", 0.0)
        outcome = solved(problem, tiers)
    assert [stage.best for stage in outcome.stages] == plain.best(problem, tiers)
    assert outcome.optimal


def test_a_core_holds_few_pairs_and_grows(monkeypatch):
    monkeypatch.setattr(core, "SMALL_CORE", 0)
    monkeypatch.setattr(core, "FIRST_CORE", 0.0)
    backend = Counting()
    gain = FIRST.gain.tolist()
    tier = build.tier(PAIRS, [*gain[:8], 50, 300])  # the last household is far from a place
    outcome = solved(PROBLEM, [tier], backend)
    assert outcome.values == tuple(plain.best(PROBLEM, [tier]))
    free = [int((model.lower < model.upper)[:10].sum()) for model in backend.cores]
    assert free == sorted(free)
    assert free[0] < 10


def test_a_small_core_is_solved_whole_at_once(monkeypatch):
    monkeypatch.setattr(core, "FIRST_CORE", 0.0)
    backend = Counting()
    outcome = solved(PROBLEM, [FIRST], backend)
    assert outcome.values == tuple(plain.best(PROBLEM, [FIRST]))
    assert len(backend.cores) == 1


@RELAXED
@given(cases())
def test_what_is_fixed_is_so_in_every_plan_to_come(case):
    problem, tiers = case
    solver = CoreSolver(Backend())
    plan = plain.array(problem, next(plain.plans(problem)))
    fixed = []
    for i, tier in enumerate(tiers):
        result = solver(Stage(problem, tier, tuple(fixed), plan), Budget())
        plan = result.plan
        fixed.append(Fixed(tier, tier.worst_allowed(tier.value(plan))))
        state = solver._left
        for left in plain.narrow(problem, tiers[: i + 1])[1]:
            chosen = plain.array(problem, left)
            assert not (chosen & ~state.active).any()
            assert not (state.forced & ~chosen).any()
            assert not plain.outside(state, problem, left)


@pytest.mark.parametrize("big", [10**6, 10**8, 3 * 10**9, 2 * 10**10])
def test_large_values_are_proven(big):
    tier = build.tier(PAIRS, [big + g for g in FIRST.gain.tolist()])
    outcome = solved(PROBLEM, [tier, SECOND], budget=Budget(seconds=60))
    assert [stage.best for stage in outcome.stages] == plain.best(PROBLEM, [tier, SECOND])
    assert outcome.optimal


class Coarse(Backend):
    """A backend that proves no more than its gap asks of it."""

    def __init__(self):
        self.solved = 0

    def solve_mip(self, model, budget, *, feasible=False):
        self.solved += 1
        found = super().solve_mip(model, budget, feasible=feasible)
        value = model.cost @ np.round(found.values) + model.offset
        return Solution(found.status, found.values, value + 2.5, found.work)


def test_a_core_that_holds_all_that_matters_is_the_last():
    backend = Coarse()
    outcome = solved(PROBLEM, [FIRST], backend, Budget(seconds=60))
    assert outcome.values == tuple(plain.best(PROBLEM, [FIRST]))
    assert backend.solved == 1
    assert not outcome.optimal  # 2 more are not ruled out
    assert outcome.stages[0].bound == outcome.values[0] + 2


class Asking(Counting):
    """HiGHS that keeps the values it is asked to beat."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def solve_better(self, model, value, budget, *, heuristics):
        self.asked.append((value, heuristics))
        return super().solve_better(model, value, budget, heuristics=heuristics)


@pytest.mark.parametrize("sense", ["max", "min"])
def test_the_second_core_is_asked_for_better_plans_alone(sense, monkeypatch):
    """The first core is what the relaxation has; it leaves 45 for the second to rule out."""
    monkeypatch.setattr(core, "SMALL_CORE", 0)
    monkeypatch.setattr(core, "FIRST_CORE", 0.0)
    sign = 1 if sense == "max" else -1
    pairs = [(h, 0) for h in range(6)]
    problem = build.problem(pairs, [6])
    tier = build.tier(pairs, [sign * g for g in (10, 9, 8, -7, -6, -5)], sense)
    costs = np.array([sign * c for c in (10.0, 9.0, 8.0, -7.0, -6.0, -5.0)])
    model = formulate(problem, tier)
    backend = Asking()
    stage = Stage(problem, tier, (), build.nothing(problem))
    tight = Tight(sign * 35.0, costs, np.zeros(7), model)
    result = _solve_core(stage, Pairs(problem, model), tight, backend, Budget())
    assert (tier.value(result.plan), result.bound) == (sign * 27, sign * 27)
    assert backend.asked == [(sign * 27, False)]
    # near the bound there is no first core
    asking = Asking()
    stage = replace(stage, plan=result.plan)
    for near, first in ((0.2, 1), (0.3, 0)):
        monkeypatch.setattr(core, "NEAR", near)
        _solve_core(stage, Pairs(problem, model), tight, asking, Budget())
        assert len(asking.cores) == first
        asking.cores.clear()
    assert asking.asked == [(sign * 27, False), (sign * 27, True)]


@pytest.mark.parametrize(("most", "first"), [(0.5, 1), (0.9, 0)])
def test_a_first_core_that_leaves_hardly_a_column_out_is_the_whole(most, first, monkeypatch):
    """Four of the six columns cost at most 1, and five less than the gap."""
    monkeypatch.setattr(core, "SMALL_CORE", 0)
    monkeypatch.setattr(core, "MOST", most)
    pairs = [(h, 0) for h in range(6)]
    problem = build.problem(pairs, [6])
    tier = build.tier(pairs, [1] * 6)
    costs = np.array([0.5, 0.9, 1.0, -1.0, -3.0, -7.0])
    model = formulate(problem, tier)
    backend = Asking()
    tight = Tight(6.0, costs, np.zeros(7), model)
    _solve_core(
        Stage(problem, tier, (), build.nothing(problem)),
        Pairs(problem, model),
        tight,
        backend,
        Budget(),
    )
    free = np.count_nonzero(backend.cores[0].lower < backend.cores[0].upper)
    assert free == (5 if first else 4)


@pytest.mark.parametrize(("small", "asked"), [(0, [(0, True)]), (6, [])])
def test_a_small_core_is_solved_whole_however_near(small, asked, monkeypatch):
    monkeypatch.setattr(core, "SMALL_CORE", small)
    monkeypatch.setattr(core, "NEAR", 1.0)
    pairs = [(h, 0) for h in range(6)]
    problem = build.problem(pairs, [6])
    tier = build.tier(pairs, [1] * 6)
    backend = Asking()
    stage = Stage(problem, tier, (), build.nothing(problem))
    model = formulate(problem, tier)
    tight = Tight(6.0, np.ones(6), np.zeros(7), model)
    result = _solve_core(stage, Pairs(problem, model), tight, backend, Budget())
    assert result.bound == 6
    assert backend.asked == asked


class Denying(Backend):
    """A backend that calls every model infeasible."""

    def solve_mip(self, model, budget, *, feasible=False):
        return Solution(Status.INFEASIBLE)


def test_a_backend_that_denies_the_plan_so_far_fails():
    with pytest.raises(SolverFailed, match="first: infeasible, though a plan exists"):
        solved(PROBLEM, [FIRST], Denying())


class Unsure(Backend):
    """A backend that ends without a plan and without a bound; it may end the budget before."""

    def __init__(self, budget=None):
        self.asked, self.budget = 0, budget

    def open_lp(self, model):
        lp = super().open_lp(model)
        if self.budget is not None:
            self.budget.stop()
        return lp

    def solve_mip(self, model, budget, *, feasible=False):
        self.asked += 1
        return Solution(Status.UNKNOWN)


def test_without_an_answer_the_plan_so_far_and_the_relaxation_count(monkeypatch):
    monkeypatch.setattr(core, "SMALL_CORE", 0)
    monkeypatch.setattr(core, "FIRST_CORE", 0.0)
    start = build.choice(PAIRS, [(4, 0)])
    backend = Unsure()
    outcome = solved(PROBLEM, [FIRST], backend, start=start)
    assert backend.asked == 1
    assert outcome.values == (500,)
    best = plain.best(PROBLEM, [FIRST])[0]
    assert best <= outcome.stages[0].bound < 900 * 5


class Silent(Backend):
    """A backend that is cut off before it has a relaxation."""

    def open_lp(self, model):
        lp = super().open_lp(model)
        lp.solve = lambda budget: None
        return lp


def test_without_a_relaxation_the_plan_so_far_and_the_trivial_bound_count():
    outcome = solved(PROBLEM, [FIRST], Silent(), start=build.choice(PAIRS, [(4, 0)]))
    assert outcome.values == (500,)
    assert outcome.stages[0].bound == 905 + 873 + 790 + 811 + 650


def test_it_tells_the_value_and_the_bound_of_each_stage():
    told = []
    budget = Budget(progress=lambda value, bound: told.append((value, bound)))
    outcome = solved(PROBLEM, [FIRST], budget=budget, start=build.choice(PAIRS, [(4, 0)]))
    assert told[0][0] == 500
    assert all(bound >= outcome.values[0] for _, bound in told)


def test_a_budget_that_ends_with_the_relaxation_is_not_overdrawn():
    budget = Budget()
    backend = Unsure(budget)
    outcome = solved(PROBLEM, [FIRST], backend, budget, build.choice(PAIRS, [(4, 0)]))
    assert backend.asked == 0
    assert outcome.values == (500,)
    assert plain.best(PROBLEM, [FIRST])[0] <= outcome.stages[0].bound


@pytest.mark.parametrize("budget", [Budget(seconds=0), Budget(work=0), Budget(stopped=True)])
def test_nothing_to_spend_leaves_the_plan_as_it_is(budget):
    start = build.choice(PAIRS, [(4, 0)])
    outcome = solved(PROBLEM, [FIRST, SECOND], budget=budget, start=start)
    assert outcome.values == (500, 5)
    assert outcome.stages[0].bound == 905 + 873 + 790 + 811 + 650  # each its best pair
    assert outcome.stages[1].bound == 0


@pytest.mark.parametrize("work", [1, 5, 20, 60, 100, 300])
def test_little_work_gives_true_bounds(work):
    outcome = solved(PROBLEM, [FIRST, SECOND], budget=Budget(work=work))
    best = plain.best(PROBLEM, [FIRST])[0]
    assert outcome.stages[0].best <= best <= outcome.stages[0].bound
    again = solved(PROBLEM, [FIRST, SECOND], budget=Budget(work=work))
    assert again.chosen.tobytes() == outcome.chosen.tobytes()
    assert again.work == outcome.work


def test_with_no_pair_left_a_tier_is_proven():
    pairs = [(0, 0), (1, 0)]
    problem = build.problem(pairs, [1])
    tiers = [build.tier(pairs, [-(10**6), -(10**6) - 1]), build.tier(pairs, [1, 2], constant=4)]
    solver = CoreSolver(Backend())
    outcome = solve(problem, tiers, build.nothing(problem), solver, Budget())
    assert not solver._left.active.any()
    assert outcome.values == (0, 4)
    assert outcome.optimal


@pytest.mark.parametrize("sense", ["max", "min"])
def test_pairs_within_the_next_better_value_are_in_the_core(sense):
    """All gains are multiples of 10: of a plan of 20 and a bound of 45, 30 is the next."""
    sign = 1 if sense == "max" else -1
    pairs = [(h, 0) for h in range(6)]
    problem = build.problem(pairs, [6])
    tier = build.tier(pairs, [sign * 10] * 6, sense)
    plan = build.choice(pairs, pairs[:2])
    # 45 − 15.2 is just below 30, and 45 − 15.3 beyond the margin
    costs = np.array([sign * c for c in (3, 3, -15.2, -15.3, 0, -60)])
    model = formulate(problem, tier)
    tight = Tight(sign * 45.0, costs, np.zeros(7), model)
    backend = Counting()
    stage = Stage(problem, tier, (), plan)
    _solve_core(stage, Pairs(problem, model), tight, backend, Budget())
    (model,) = backend.cores
    assert (model.lower < model.upper).tolist() == [True, True, True, False, True, False]


def core_rows(sense, theta):
    """Return the limits of the rows of a core: four households for a place of three.

    The plan places the first; a household is worth 4, 6, 2 and nothing, a place 5.
    """
    sign = 1.0 if sense == "max" else -1.0
    pairs = [(h, 0) for h in range(4)]
    problem = build.problem(pairs, [3], limits=[(dict.fromkeys(pairs, 2), 7)])
    tier = build.tier(pairs, [sign] * 4, sense)
    model = formulate(problem, tier)
    assert [row[:2] for row in model.rows] == ["C1", "C1", "C1", "C1", "C2", "C5"]
    duals = sign * np.array([4.0, 6.0, 2.0, 0.0, 5.0, 1.0])
    tight = Tight(0.0, np.zeros(4), duals, model)
    made = tight.core(theta, np.array([1.0, 0, 0, 0]))
    assert made.row_upper.tolist() == [1, 1, 1, 1, 3, 7]
    return made.row_lower.tolist()


@pytest.mark.parametrize("sense", ["max", "min"])
def test_a_core_leaves_little_of_a_row_but_what_its_plan_leaves(sense):
    """The plan uses a unit of three and two persons of seven, and leaves the second out."""
    none = -np.inf
    assert core_rows(sense, 6.5) == [none, none, none, none, 1, 1]
    assert core_rows(sense, 5.0) == [none, 0, none, none, 1, 2]
    assert core_rows(sense, 3.9) == [1, 0, none, none, 1, 2]
    assert core_rows(sense, 0.0) == [1, 0, 0, none, 1, 2]


class Given:
    """A relaxation that is given, and keeps what it is asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, model, column, stage, budget):
        self.asked.append((column.tolist(), stage.tier.value(stage.plan)))
        return tighten(model, [], Pool([]), Backend(), budget)


def test_a_stage_is_relaxed_over_what_is_left():
    relax = Given()
    left = Left.all_of(PROBLEM)
    left.active[[0, 7]] = False
    solver = CoreSolver(Backend(), relax, left)
    start = build.choice(PAIRS, [(4, 0)])
    outcome = solve(PROBLEM, [FIRST], start, solver, Budget())
    assert relax.asked == [([-1, 0, 1, 2, 3, 4, 5, -1, 6, 7], 500)]
    # as if 0-0 and 3-1 were no pairs
    kept = build.ints([1, 2, 3, 4, 5, 6, 8, 9])
    tier = FIRST.restrict(kept, positions(kept, 10))
    assert outcome.values == tuple(plain.best(PROBLEM.restrict(kept), [tier]))


def test_patterns_are_kept_from_stage_to_stage():
    start = build.choice(PAIRS, [(0, 0), (4, 0), (1, 1)])
    stage = Stage(PROBLEM, FIRST, (), start)
    relax = ByPatterns.of(PROBLEM, Backend())
    assert [sack.limit for sack in relax.sacks] == [0, 1]
    assert [[p.sum() for p in known] for known in relax.pool.patterns] == [[0], [0]]
    kept = build.ints([0, 2, 4, 6, 8])
    position = positions(kept, 10)
    small_stage = restrict_stage(stage, kept, position, PROBLEM.forced)
    model = formulate(small_stage.problem, small_stage.tier)
    tight = relax(model, position, stage, Budget())
    (best,) = plain.best(small_stage.problem, [small_stage.tier])
    assert best <= tight.bound + 1e-6
    sizes = [
        sack.size[patterns[1] > 0].tolist()
        for sack, patterns in zip(relax.sacks, relax.pool.patterns, strict=True)
    ]
    assert sizes == [[3, 5], [5]]  # those of the plan come first after the empty ones
    assert [len(known) > 2 for known in relax.pool.patterns] == [True, False]


def test_restrict_stage():
    kept = build.ints([1, 4, 6])
    plan = build.choice(PAIRS, [(0, 0), (2, 0)])
    forced = build.choice(PAIRS, [(2, 0)])
    stage = Stage(PROBLEM, SECOND, (Fixed(FIRST, 17),), plan)
    small = restrict_stage(stage, kept, positions(kept, 10), forced)
    assert build.of(small.problem) == [(0, 1), (2, 0), (3, 0)]
    assert small.problem.forced.tolist() == [False, True, False]
    assert small.plan.tolist() == [False, True, False]
    assert small.tier.gain.tolist() == [1, 5, 2]
    assert small.fixed[0].tier.gain.tolist() == [905, 790, 800]
    assert small.fixed[0].worst == 17
    assert formulate(small.problem, small.tier, small.fixed).columns == [
        "x(h0,p1)",
        "x(h2,p0)",
        "x(h3,p0)",
    ]
