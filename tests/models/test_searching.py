"""A closer bound and cutting planes from the root: they change no answer."""

from __future__ import annotations

import pytest
from hypothesis import given

from models import core, searching
from models.assignment import formulate
from models.budget import Budget
from models.core import CoreSolver
from models.grouping import columns_of
from models.highs import Backend
from models.lexicographic import solve, whole_bound
from tests.models import plain
from tests.models.strategies import RELAXED, cases


@RELAXED
@given(cases(scale=300))
def test_with_it_every_tier_is_as_good_and_proven(case):
    """Nothing is found near the relaxation, so that the root is asked about every tier."""
    problem, tiers = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "LARGE", 0)
        patch.setattr(searching, "near", lambda *given: None)
        patch.setattr(core, "SMALL_CORE", 0)
        start = plain.array(problem, next(plain.plans(problem)))
        outcome = solve(problem, tiers, start, CoreSolver(Backend()), Budget())
    assert [stage.best for stage in outcome.stages] == plain.best(problem, tiers)
    assert outcome.optimal


@RELAXED
@given(cases(scale=300))
def test_bound_and_cuts_count_for_plans_as_good_as_the_one_that_is_known(case):
    problem, tiers = case
    if not problem.pairs:
        return
    tier = tiers[0]
    worst = tier.value(plain.array(problem, next(plain.plans(problem))))
    columns = columns_of(problem, formulate(problem, tier))
    told = Backend().root(columns.model, worst, Budget())
    best = plain.best(problem, [tier])[0]
    bound = whole_bound(tier, told.bound)
    assert bound is None or not tier.better(best, bound)
    if told.cuts is None or columns.own < columns.model.cost.size:
        return
    for chosen in plain.plans(problem):
        plan = plain.array(problem, chosen)
        if not tier.better(worst, tier.value(plan)):
            sums = told.cuts.matrix @ columns.values(plan)
            assert (sums >= told.cuts.lower - 1e-6).all()
            assert (sums <= told.cuts.upper + 1e-6).all()
