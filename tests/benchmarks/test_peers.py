"""The peers solve the same problem: the values of our road, and of trying every plan."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import highspy
import numpy as np
import pytest

from benchmarks import ours
from benchmarks.peers import PEERS, Found, WrongPlan, in_order, load
from benchmarks.problem import Problem, prepare
from tests.brute_force import best
from tests.random_instances import small_instance

SEEDS = range(31)


@pytest.fixture(autouse=True)
def _threads() -> Iterator[None]:
    """HiGHS keeps its number of threads for the whole process: give it back."""
    yield
    highspy.Highs.resetGlobalScheduler(True)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_agree(seed):
    instance = small_instance(seed)
    expected = best(instance)
    problem = prepare(instance)
    assert [tier.name for tier in problem.tiers] == list(expected)
    runs, _ = ours.optimise(problem, limit=60)
    assert all(run.proven for run in runs)
    assert {run.name: run.value for run in runs} == expected
    data, aims = problem.merged()
    for name in PEERS:
        runs = list(in_order(load(name), data, aims, limit=60))
        assert all(run.proven and run.value == run.bound for run in runs), name
        assert {run.name: run.value for run in runs} == expected, name


def _problem() -> Problem:
    """Return a problem with two tiers at least."""
    problem = prepare(small_instance(7))
    assert len(problem.tiers) > 1
    return problem


class Nobody:
    """Places nobody, and claims to be right."""

    proven, everybody = True, False

    def __init__(self, problem, tiers):
        self.nobody = np.full(problem.pairs, self.everybody) | problem.forced
        self.held = []

    def optimise(self, tier, seconds):
        return Found(self.nobody, 12.00000001, self.proven)

    def hold(self, tier, worst):
        self.held.append((tier, worst))


def test_tier_without_proof_is_the_last():
    class Unsure(Nobody):
        proven = False

    problem = _problem()
    (run,) = in_order(Unsure, problem.data, problem.tiers, limit=60)
    assert run.name == problem.tiers[0].name
    assert run.value == problem.tiers[0].value(problem.data.forced)
    assert not run.proven
    assert run.bound == 12


def test_nothing_begins_after_the_limit():
    problem = _problem()
    assert list(in_order(Nobody, problem.data, problem.tiers, limit=0)) == []


def test_plan_that_breaks_a_constraint_is_caught():
    class Everybody(Nobody):
        everybody = True

    problem = _problem()
    with pytest.raises(WrongPlan, match="a constraint"):
        list(in_order(Everybody, problem.data, problem.tiers, limit=60))


def test_plan_that_loses_a_tier_is_caught():
    problem = _problem()
    first, second = problem.tiers[:2]
    # A tier that is held one better than the plan has it.
    value = first.value(problem.data.forced)
    harder = dataclasses.replace(first, slack=-1)
    assert harder.better(harder.worst_allowed(value), value)
    with pytest.raises(WrongPlan, match=first.name):
        list(in_order(Nobody, problem.data, (harder, second), limit=60))
