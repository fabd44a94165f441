"""A closer bound and cutting planes from the root: they change no answer, and lose no good plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from scipy import sparse

from allocator.generate import generate
from allocator.matching import Settings, match
from models import core, searching
from models.assignment import formulate
from models.budget import Budget
from models.core import Begun, CoreSolver
from models.highs import Backend
from models.highs_root import Root
from models.lexicographic import Stage, plain_stage, solve, whole_bound
from models.linear import LinearModel
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

PAIRS = list(product(range(8), range(3)))
NOTHING = np.zeros(len(PAIRS), dtype=np.bool_)


def crowded(seed):
    """Return eight households and three places that are tight in persons, with two tiers."""
    dice = np.random.default_rng(seed)
    persons = dice.integers(2, 8, 8)
    problem = build.problem(
        PAIRS,
        [2, 2, 2],
        limits=[({(h, p): int(persons[h]) for h in range(8)}, 8 + p) for p in range(3)],
    )
    gain, cost = dice.integers(1, 60, len(PAIRS)), dice.integers(1, 20, len(PAIRS))
    return problem, [build.tier(PAIRS, gain.tolist()), build.tier(PAIRS, cost.tolist(), "min")]


@pytest.fixture
def asking(monkeypatch):
    """Ask the root of every stage; return its answers."""
    return ask(monkeypatch)


@dataclass(frozen=True)
class Told(Root):
    """What a root told, and what it was asked."""

    model: LinearModel | None = None
    worst: int = 0


def ask(monkeypatch, *, near=False):
    """Ask the root of every stage, with nothing found near the relaxation, or with what is."""
    told = []
    root = Backend.root

    def noted(self, model, worst, budget):
        found = root(self, model, worst, budget)
        told.append(Told(found.bound, found.values, found.cuts, model, worst))
        return found

    monkeypatch.setattr(Backend, "root", noted)
    monkeypatch.setattr(searching, "LARGE", 0)
    if not near:
        monkeypatch.setattr(searching, "near", lambda *given: None)
    monkeypatch.setattr(core, "SMALL_CORE", 0)
    return told


@RELAXED
@given(cases(scale=300))
def test_with_it_every_tier_is_as_good_and_proven(case):
    problem, tiers = case
    start = plain.array(problem, next(plain.plans(problem)))
    with pytest.MonkeyPatch.context() as patch:
        ask(patch)
        outcome = solve(problem, tiers, start, CoreSolver(Backend()), Budget())
    assert [stage.best for stage in outcome.stages] == plain.best(problem, tiers)
    assert outcome.optimal


def values(plan):
    assert all(tier.bound == tier.best for tier in plan.tiers)
    return [tier.best for tier in plan.tiers]


def test_cutting_planes_change_no_answer(monkeypatch):
    """Of a tight week of a city there are some, and no plan as good as the known breaks one."""
    week, settings = generate("city-week", 1, limits="tight"), Settings(threads=1)
    usual = values(match(week, settings))
    told = ask(monkeypatch, near=True)
    assert values(match(week, settings)) == usual
    asked = [one for one in told if one.cuts is not None]
    assert asked
    for one in asked:
        assert one.cuts is not None
        # some of them: each takes an integer model or two
        for row, upper in list(zip(one.cuts.matrix.toarray(), one.cuts.upper, strict=True))[::20]:
            if np.isfinite(upper):
                assert furthest(one, row) <= upper + 1e-6


def furthest(one, row):
    """Return the most that a row comes to in plans that are as good as what was asked for."""
    model = one.model
    low, high = (one.worst - model.offset, np.inf)
    if model.sense == "min":
        low, high = -np.inf, low
    held = replace(
        model,
        matrix=sparse.csr_array(sparse.vstack([model.matrix, model.cost[None, :]])),
        row_lower=np.append(model.row_lower, low),
        row_upper=np.append(model.row_upper, high),
        rows=[*model.rows, "value"],
        cost=row,
        offset=0,
        sense="max",
    )
    bound = Backend().solve_mip(held, Budget()).bound
    assert bound is not None
    return bound


def test_after_a_plan_there_are_no_cutting_planes():
    """HiGHS then asks for better plans, and its cutting planes lose those that are as good."""
    for seed in range(20):
        problem, (tier, _) = crowded(seed)
        told = Backend().root(formulate(problem, tier), 0, Budget())
        best = solve(problem, [tier], NOTHING, plain_stage(Backend()), Budget()).values[0]
        assert told.values is not None
        assert told.cuts is None
        assert told.bound is not None
        assert whole_bound(tier, told.bound) >= best


def test_what_may_be_worse_is_narrowed_by_the_relaxation_without(asking):
    problem, (tier, _) = crowded(0)
    solver = CoreSolver(Backend())
    begun = solver.relax(Stage(problem, tier, (), NOTHING), Budget())
    assert isinstance(begun, Begun)
    best = solve(problem, [tier], NOTHING, plain_stage(Backend()), Budget()).values[0]
    dear = replace(begun.tight, reduced_costs=np.full(begun.tight.cuts.cost.size, -1e6), worst=best)
    closer = replace(begun, proof=replace(begun.proof, tight=dear))

    def left(found, worst):
        other = solver.apart()
        other.narrow(found, worst)
        return other.left.active.tolist()

    assert left(closer, best) == [False] * len(PAIRS)
    assert left(closer, best - 1) == left(begun, best - 1)
    assert any(left(begun, best - 1))


def rooted(monkeypatch, answer):
    """Solve six tiers, with a root that answers so; return how often it was asked."""
    asked = ask(monkeypatch)
    monkeypatch.setattr(Backend, "root", lambda self, *given: asked.append(0) or answer(*given))
    problem, tiers = crowded(0)
    more = [replace(tier, slack=slack) for slack in (9, 5, 0) for tier in tiers]
    assert solve(problem, more, NOTHING, CoreSolver(Backend()), Budget()).optimal
    return len(asked)


def test_no_root_is_asked_after_one_that_says_little(monkeypatch):
    assert rooted(monkeypatch, lambda *given: Root()) == 1


def test_unless_the_relaxation_was_close_anyhow(monkeypatch):
    """Then it says nothing of other tiers."""
    monkeypatch.setattr(searching, "CLOSE", np.inf)
    assert rooted(monkeypatch, lambda *given: Root()) > 1


@pytest.mark.parametrize(("value", "gap"), [(150, 0.25), (112.5, 0.0), (90, 0.25), (0, 112.5)])
def test_how_close_the_relaxation_is(value, gap):
    """It is a part of what the plan is worth, and of a plan that is worth nothing a difference."""
    one = SimpleNamespace(value=value, tight=SimpleNamespace(bound=112.5))
    assert searching.Open.gap.fget(one) == gap


def test_a_root_that_ends_its_tier_says_enough(monkeypatch):
    """Also when its cutting planes do not bring the relaxation near it."""

    def best(model, worst, budget):
        found = Backend().solve_mip(model, budget)
        return Root(found.bound, found.values)

    assert rooted(monkeypatch, best) > 1


def test_a_root_that_contradicts_the_plan_counts_for_nothing(asking, monkeypatch):
    problem, (tier, _) = crowded(0)
    best = solve(problem, [tier], NOTHING, plain_stage(Backend()), Budget())
    monkeypatch.setattr(Backend, "root", lambda self, model, worst, budget: Root(bound=1.0))
    begun = CoreSolver(Backend()).begin(Stage(problem, tier, (), best.chosen), Budget())
    assert isinstance(begun, Begun)
    assert begun.proof.bound is not None
    assert begun.proof.bound >= best.values[0]
