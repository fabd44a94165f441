"""Stages solved area by area: against every plan that there is, and against the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import by_areas, by_parts
from models.area_search import Search
from models.area_stages import AreaStages, first_prices, sign
from models.areas import areas
from models.assignment import formulate
from models.backends import BACKENDS
from models.budget import Budget
from models.by_areas import AreaSolver
from models.by_parts import solve_by_parts
from models.core import CoreSolver
from models.highs import Backend
from models.lexicographic import SolverFailed, Stage, solve_merged
from models.tiers import Fixed
from tests.models import build, plain
from tests.models.regions import region, regions, small
from tests.models.strategies import FEW, RELAXED

HIGHS = Backend()
DIVIDED = [(28, 3, 0, 4), (54, 3, 0, 4), (89, 3, 0, 4), (217, 3, 1, 3), (234, 3, 1, 3)]
"""Regions in which the best prices leave somebody partly in an area."""


@pytest.fixture(scope="module", autouse=True)
def _small():
    with pytest.MonkeyPatch.context() as patch:
        small(patch)
        yield


def start_of(problem):
    return plain.array(problem, next(plain.plans(problem)))


def solved(case, **limits):
    problem, tiers = case
    solver = AreaSolver(problem, areas(problem, tiers), HIGHS)
    outcome = solve_merged(problem, tiers, start_of(problem), solver, Budget(**limits))
    return outcome, solver


def agrees(case, outcome):
    problem, tiers = case
    assert [stage.best for stage in outcome.stages] == plain.best(problem, tiers)
    assert outcome.optimal
    assert plain.keeps(problem, plain.plan_of(outcome.chosen))


def holds(case, outcome):
    """Check that no plan is better than the bounds, with the tiers before as they are."""
    problem, tiers = case
    left = list(plain.plans(problem))
    assert plain.plan_of(outcome.chosen) in left
    for tier, stage in zip(tiers, outcome.stages, strict=True):
        top = max(sign(tier) * plain.value(tier, plan) for plan in left)
        assert sign(tier) * stage.bound >= top >= sign(tier) * stage.best
        left = [plan for plan in left if not tier.better(stage.best, plain.value(tier, plan))]
    assert plain.plan_of(outcome.chosen) in left


@RELAXED
@given(regions())
def test_it_agrees_with_trying_every_plan(case):
    if areas(*case):
        agrees(case, solved(case)[0])


@pytest.mark.parametrize("numbers", DIVIDED, ids=str)
def test_who_is_partly_in_an_area_is_decided(numbers, monkeypatch):
    divided = []
    one = Search.divide
    monkeypatch.setattr(Search, "divide", lambda self: divided.append(self) or one(self))
    case = region(*numbers)
    agrees(case, solved(case)[0])
    assert divided


def test_plans_of_all_searches_are_gone_on_with():
    case = region(217, 3, 1, 3)
    outcome, solver = solved(case)
    assert len(solver._branches) == 3
    agrees(case, outcome)


@pytest.mark.parametrize("numbers", DIVIDED, ids=str)
def test_what_is_not_decided_stays_open(numbers, monkeypatch):
    monkeypatch.setattr(by_areas, "MOST_SEARCHES", 1)
    case = region(*numbers)
    outcome, solver = solved(case)
    assert len(solver._branches) == 1
    assert not outcome.optimal
    holds(case, outcome)


@FEW
@given(regions(), st.sampled_from([0, 30, 100, 300, 1000]))
def test_a_search_that_is_cut_off_keeps_its_word(case, work):
    if areas(*case):
        holds(case, solved(case, work=work)[0])


@pytest.mark.parametrize("stopped", [0, 1, 2, 3, 5, 8])
def test_a_search_that_is_stopped_keeps_its_word(stopped, monkeypatch):
    case = region(89, 3, 0, 4)
    budget = Budget()
    asked = []
    one = AreaStages._solve

    def solve(self, number, prices, budget):
        asked.append(number)
        if len(asked) > stopped:
            budget.stop()
        return one(self, number, prices, budget)

    monkeypatch.setattr(AreaStages, "_solve", solve)
    problem, tiers = case
    solver = AreaSolver(problem, areas(problem, tiers), HIGHS)
    outcome = solve_merged(problem, tiers, start_of(problem), solver, budget)
    holds(case, outcome)


@RELAXED
@given(regions(), st.data())
def test_any_prices_give_a_bound(case, data):
    problem, tiers = case
    found = areas(problem, tiers)
    if not found:
        return
    plan = start_of(problem)
    stages = [AreaStages(one, CoreSolver(HIGHS)) for one in found]
    for one in stages:
        one.offer(plan[one.area.part.pairs])
    number = 1 + max(int(one.linking.max()) for one in found)
    nobody = np.zeros((len(found), number), dtype=np.int64)
    stage = Stage(problem, tiers[0], (), plan)
    search = Search(stage, stages, nobody[0] > 0, nobody, plan, HIGHS)
    for _ in range(3):
        prices = np.array([data.draw(st.integers(0, 12)) for _ in range(number)])
        search._ask(prices, Budget())
        assert search.lost >= 0
    best = sign(tiers[0]) * (plain.best(problem, tiers)[0] - tiers[0].constant)
    assert search.bound >= best


def one_area(gains=(10,)):
    """Return an area of a household that links it to others and can have a place at each gain."""
    pairs = [(0, place) for place in range(len(gains))] + [(1, len(gains))]
    limits = [({pair: 1 for pair in pairs}, 2)]
    other = [(0, len(gains) + 1), (2, len(gains) + 1)]
    limits.append(({pair: 1 for pair in other}, 2))
    pairs = sorted([*pairs, *other])
    gain = {(0, place): worth for place, worth in enumerate(gains)}
    problem = build.problem(pairs, [1] * (len(gains) + 2), limits=limits)
    tiers = [build.tier(pairs, [gain.get(pair, 0) for pair in pairs])]
    stages = AreaStages(areas(problem, tiers)[0], CoreSolver(HIGHS))
    stages.offer(np.zeros(stages.area.part.problem.pairs, dtype=np.bool_))
    return stages


def ask(stages, price):
    return stages.ask(0, np.array([price]), Budget())


def test_an_area_is_not_solved_again_where_answers_before_tell(monkeypatch):
    stages = one_area()
    asked = []
    one = AreaStages._solve
    monkeypatch.setattr(AreaStages, "_solve", lambda *a: asked.append(a[2][0]) or one(*a))
    assert [ask(stages, price).bound for price in (4, 4, 9, 30, 11, 2)] == [6, 6, 1, 0, 0, 8]
    # At 30 and at 2 the answers before leave one worth, at 9 and 11 they leave more than one.
    assert asked == [4, 9, 11]


def test_an_area_is_not_solved_again_where_another_search_tells(monkeypatch):
    one, other = one_area(), one_area()
    ask(other, 4)
    one.hear(other)
    monkeypatch.setattr(AreaStages, "_solve", None)
    assert [ask(one, price).bound for price in (4, 2)] == [6, 8]


@pytest.mark.parametrize(("own", "its", "heard"), [(10, 0, True), (0, 10, False)])
def test_only_a_search_with_all_plans_of_this_one_tells_bounds(own, its, heard):
    one, other = one_area(), one_area()
    for stages, worst in ((one, own), (other, its)):
        stages.held.append(Fixed(stages.area.part.tiers[0], worst))
    other.known[b""] = ask(one_area(), 4)
    one.hear(other)
    assert bool(one.heard) is heard


@pytest.mark.parametrize(("least", "offered"), [(10, True), (11, False)])
def test_plans_of_another_search_are_offered_where_they_keep_what_is_held(least, offered):
    one, other = one_area(), one_area()
    ask(other, 4)
    for stages, worst in ((one, least), (other, 0)):
        stages.held.append(Fixed(stages.area.part.tiers[0], worst))
    one.hear(other)
    assert ((10,) in [offer.worth for offer in one.offers]) is offered


def test_a_search_is_within_another_only_if_every_plan_is():
    """Each with prices of its own, held at what some plan is worth."""
    dice = np.random.default_rng(1)
    said = {True: 0, False: 0}
    for seed in range(100):
        problem, tiers = region(seed, 3, 1, 3)
        for area in areas(problem, tiers):
            plans = [plain.array(area.part.problem, one) for one in plain.plans(area.part.problem)]
            one, other = (AreaStages(area, CoreSolver(HIGHS)) for _ in range(2))
            for stages in (one, other):
                tier = stages._at(0, dice.integers(0, 5, 3))
                worth = sorted(sign(tier) * tier.value(plan) for plan in plans)
                stages.held.append(Fixed(tier, sign(tier) * int(dice.choice(worth))))
            every = all(other.keeps(plan) for plan in plans if one.keeps(plan))
            said[one.within(other)] += 1
            assert every or not one.within(other)
            assert one.within(one)
    assert min(said.values()) > 50


def test_searches_hear_of_each_other(monkeypatch):
    case = region(234, 3, 1, 3)
    asked = []
    one = AreaStages._solve
    monkeypatch.setattr(AreaStages, "_solve", lambda *a: asked.append(a) or one(*a))
    solved(case)
    heard = len(asked)
    monkeypatch.setattr(AreaStages, "hear", lambda *a: None)
    solved(case)
    assert heard < len(asked) - heard


def test_a_price_may_lie_between_the_values_of_a_tier():
    stages = one_area()  # its values differ by 10
    assert ask(stages, 10).bound == 0
    assert ask(stages, 5).bound == 5


@pytest.mark.parametrize("numbers", DIVIDED, ids=str)
def test_first_prices_are_those_of_the_relaxation(numbers):
    """With them areas together are worth no more than relaxed, but for what is rounded."""
    problem, tiers = region(*numbers)
    found = areas(problem, tiers)
    stages = [AreaStages(one, CoreSolver(HIGHS)) for one in found]
    plan = start_of(problem)
    for one in stages:
        one.offer(plan[one.area.part.pairs])
    linking = numbers[-1]
    stage = Stage(problem, tiers[0], (), plan)
    nobody = np.zeros((len(found), linking), dtype=np.int64)
    prices = first_prices(stage, stages, nobody[0] > 0, HIGHS, Budget())
    search = Search(stage, stages, nobody[0] > 0, nobody, plan, HIGHS)
    search._ask(prices, Budget())
    relaxed = HIGHS.open_lp(formulate(problem, tiers[0])).solve(Budget())
    rounded = linking * len(found) * tiers[0].step / 2
    assert search.bound <= relaxed.objective - tiers[0].constant + rounded
    assert (prices >= 0).all()
    assert prices.any()
    assert (prices % tiers[0].step == 0).all()


def test_bounds_that_contradict_a_plan_are_an_error(monkeypatch):
    one = Search._ask

    def wrong(self, prices, budget):
        better = one(self, prices, budget)
        object.__setattr__(self._best, "bound", -(10**6))
        return better

    monkeypatch.setattr(Search, "_ask", wrong)
    with pytest.raises(SolverFailed, match="contradict"):
        solved(region(28, 3, 0, 4))


def test_progress_is_that_of_the_stage():
    case = region(28, 3, 0, 4)
    told = []
    outcome = solved(case, progress=lambda bound, value: told.append((bound, value)))[0]
    reached = [(stage.bound, stage.best) for stage in outcome.stages]
    assert set(reached) <= set(told)
    assert all(isinstance(bound, int) for bound, _ in told)


def by_the_road(case, backend, monkeypatch):
    problem, tiers = case
    used = []
    one = AreaSolver.__init__
    monkeypatch.setattr(AreaSolver, "__init__", lambda *a: used.append(a) or one(*a))
    start = start_of(problem)
    outcome = solve_by_parts(problem, tiers, start, backend, Budget(), threads=1)
    return outcome, bool(used)


@pytest.mark.parametrize("backend", BACKENDS)
def test_large_parts_are_solved_by_areas_with_highs(backend, monkeypatch):
    case = region(28, 3, 0, 4)
    assert not by_the_road(case, backend, monkeypatch)[1]
    monkeypatch.setattr(by_parts, "MANY_PAIRS_OF_AREAS", 0)
    outcome, used = by_the_road(case, backend, monkeypatch)
    assert used is (backend == "highs")
    agrees(case, outcome)
