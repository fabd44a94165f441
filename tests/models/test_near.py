"""Looking for a good plan near the relaxation: it changes no answer, and mostly finds the best."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from models import near, searching
from models.assignment import chosen_pairs, formulate, is_feasible
from models.budget import Budget
from models.core import CoreSolver
from models.grouping import columns_of
from models.highs import Backend
from models.lexicographic import solve
from models.outcome import Status
from models.tight import Tight
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

PAIRS = [(h, p) for h in range(6) for p in range(3)]
PROBLEM = build.problem(
    PAIRS,
    [2, 1, 1],
    limits=[({(h, 0): size for h, size in enumerate([5, 5, 4, 4, 3, 2])}, 8)],
)
GAIN = [(7 * h + 5 * p) % 11 + 1 for h, p in PAIRS]


def tight(model):
    """Return a relaxation of a model, as far as is asked here."""
    lp = Backend().open_lp(model)
    found = lp.solve(Budget())
    return Tight(found.objective, found.reduced_costs, found.duals, model, basis=lp.basis)


@RELAXED
@given(cases(scale=300))
def test_with_it_every_tier_is_as_good_and_proven(case):
    problem, tiers = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "LARGE", 0)
        start = plain.array(problem, next(plain.plans(problem)))
        outcome = solve(problem, tiers, start, CoreSolver(Backend()), Budget())
    assert [stage.best for stage in outcome.stages] == plain.best(problem, tiers)
    assert outcome.optimal


@RELAXED
@given(cases(scale=300))
def test_what_it_finds_is_a_better_plan(case):
    problem, tiers = case
    if not problem.pairs:
        return
    tier = tiers[0]
    start = plain.array(problem, next(plain.plans(problem)))
    columns = columns_of(problem, formulate(problem, tier))
    value = tier.value(start)
    found = near.near(tight(columns.model), columns.values(start), value, Backend(), Budget())
    assert found is not None
    if found.values is None:
        return
    plan = columns.plan(found.values)
    assert is_feasible(problem, plan)
    assert tier.better(tier.value(plan), value)


@pytest.mark.parametrize("sense", ["max", "min"])
def test_it_begins_with_what_the_plan_has(sense, monkeypatch):
    """Without any vertex there are the columns of the plan alone, and no better one among them."""
    monkeypatch.setattr(near, "_vertices", lambda *given: iter(()))
    monkeypatch.setattr(near, "USED", 2.0)
    tier = build.tier(PAIRS, GAIN, sense)
    model = formulate(PROBLEM, tier)
    plan = np.zeros(len(PAIRS))
    found = near.near(tight(model), plan, tier.value(plan > 0), Backend(), Budget())
    assert found is not None
    assert (found.status, found.values) == (Status.OPTIMAL, None)


def test_vertices_as_good_as_the_relaxation_are_so():
    """Of a tier in which many plans are equal, other objectives find others of them."""
    tier = build.tier(PAIRS, [1] * len(PAIRS))
    model = formulate(PROBLEM, tier)
    backend, dice = Backend(), np.random.default_rng(0)
    lp = backend.open_lp(near._with_value(model))
    best = lp.solve(Budget())
    assert best is not None
    near._hold(lp, model, best.objective)
    seen = set()
    for _ in range(8):
        lp.ask(np.append(dice.random(len(PAIRS)), np.zeros(model.cost.size - len(PAIRS))))
        vertex = lp.solve(Budget())
        assert vertex is not None
        assert float(model.cost @ vertex.values) >= best.objective - 1e-4
        seen.add(vertex.values.round(6).tobytes())
    assert len(seen) > 1


def test_it_finds_the_best_of_a_small_problem():
    tier = build.tier(PAIRS, GAIN)
    model = formulate(PROBLEM, tier)
    nothing = np.zeros(len(PAIRS))
    found = near.near(tight(model), nothing, 0, Backend(), Budget())
    assert found is not None
    assert found.values is not None
    assert [tier.value(chosen_pairs(PROBLEM, found.values))] == plain.best(PROBLEM, [tier])


def test_without_time_there_is_nothing():
    model = tight(formulate(PROBLEM, build.tier(PAIRS, GAIN)))
    assert near.near(model, np.zeros(len(PAIRS)), 0, Backend(), Budget(seconds=0)) is None
    stopped = Budget()
    stopped.stop()
    assert near.near(model, np.zeros(len(PAIRS)), 0, Backend(), stopped) is None
