"""Plans that are made better a few households at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.budget import Budget
from models.inserting import Inserting
from models.relocation import Aim, Area
from tests.models.shelter import brute
from tests.models.shelter.random_problems import case_of
from tests.models.shelter.test_relocation_flow import best_of, by_hand, is_plan

SEEDS = range(120)


def insert(problem, aims, plan, budget, done=0):
    return Inserting(problem, aims).insert(plan, budget, done)


def worth(problem, aims, plan):
    return [brute.value(problem, aim, plan) for aim in aims]


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_a_plan_that_is_no_worse(seed):
    problem, aims, plans = case_of(seed)
    for plan in plans[:: max(1, len(plans) // 5)]:
        given = np.array(plan)
        found = insert(problem, aims, given, Budget())
        assert is_plan(problem, found)
        assert worth(problem, aims, found.tolist()) <= worth(problem, aims, plan)
        assert given.tolist() == [list(row) for row in plan]


def test_it_is_mostly_the_best():
    every = best = 0
    for seed in SEEDS:
        problem, aims, plans = case_of(seed)
        if plans and aims:
            found = insert(problem, aims, np.array(plans[-1]), Budget())
            every += 1
            best += worth(problem, aims, found.tolist()) == best_of(aims, problem, plans)
    assert every > 80
    assert best > 0.7 * every


def unplaced(households, months):
    return Aim("unplaced", unplaced=np.ones((households, months), int))


def test_nothing_changes_without_a_budget():
    problem, nowhere = by_hand([1], [[1, 1]]), np.array([[-1, -1]])
    assert insert(problem, [unplaced(1, 2)], nowhere, Budget(work=0)).tolist() == [[-1, -1]]
    assert insert(problem, [unplaced(1, 2)], nowhere, Budget()).tolist() == [[0, 0]]


def test_who_pays_most_comes_first():
    """One room: the second household pays more without it."""
    problem = by_hand([1, 1], [[1]])
    aim = Aim("unplaced", unplaced=np.array([[1], [2]]))
    assert insert(problem, [aim], np.array([[-1], [-1]]), Budget()).tolist() == [[-1], [0]]


def test_those_who_keep_together_go_together():
    """Two in one site each, of two rooms; alone neither can go where the other is."""
    problem = by_hand([1, 1, 1, 1], [[2], [2], [2]])
    group = Aim("together", groups=(np.array([0, 1]),))
    plan = np.array([[0], [1], [0], [1]])
    found = insert(problem, [unplaced(4, 1), group], plan, Budget())
    assert found.tolist() == [[2], [2], [0], [1]]


def test_shares_count_who_is_there():
    """Site 0 may have one; the other of two goes to site 1, though nobody pays by itself."""
    problem = by_hand([1, 1], [[2], [2]])
    share = Aim("share", shares=(Area(np.array([True, False]), 1),))
    found = insert(problem, [unplaced(2, 1), share], np.array([[0], [0]]), Budget())
    assert sorted(found.tolist()) == [[0], [1]]


def test_one_makes_room_for_another():
    """The second can be in the first site alone, which the first has left for no reason."""
    problem = by_hand([1, 1], [[1], [1]])
    allowed = np.array([[[True], [True]], [[True], [False]]])
    problem = replace(problem, allowed=allowed)
    plan = np.array([[0], [-1]])
    assert insert(problem, [unplaced(2, 1)], plan, Budget()).tolist() == [[1], [0]]


def test_nobody_makes_room_for_what_is_as_good_as_it_can_be():
    """As above; only the aim that is done would gain by it."""
    problem = by_hand([1, 1], [[1], [1]])
    allowed = np.array([[[True], [True]], [[True], [False]]])
    problem = replace(problem, allowed=allowed)
    plan = np.array([[0], [-1]])
    aims = [unplaced(2, 1), Aim("move", move=np.ones(2, int))]
    assert insert(problem, aims, plan, Budget(), done=1).tolist() == plan.tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_kept_from_aim_to_aim_changes_nothing(seed):
    """Other plans, and the same again: as if each were the first."""
    problem, aims, plans = case_of(seed)
    kept = Inserting(problem, aims) if plans else None
    given = [np.array(plan) for plan in plans[:: max(1, len(plans) // 4)]]
    for i, plan in enumerate([*given, *given]):
        done = min(i, len(aims) - 1)
        found = kept.insert(plan, Budget(), done)
        assert found.tolist() == insert(problem, aims, plan, Budget(), done).tolist()
        again = kept.insert(found, Budget(), done)
        assert again.tolist() == insert(problem, aims, found, Budget(), done).tolist()


class Nobody(set):
    """Remembers nothing."""

    def __contains__(self, unit):
        return False


def test_who_was_tried_in_vain_is_tried_in_vain_again():
    skipped = 0

    class Seen(set):
        def __contains__(self, unit):
            nonlocal skipped
            skipped += super().__contains__(unit)
            return super().__contains__(unit)

    for seed in SEEDS[::2]:
        problem, aims, plans = case_of(seed)
        for plan in plans[:: max(1, len(plans) // 3)]:
            remembers, forgets = Inserting(problem, aims), Inserting(problem, aims)
            remembers._in_vain, forgets._in_vain = Seen(), Nobody()
            given = np.array(plan)
            for _ in range(2):
                found = remembers.insert(given, Budget())
                assert found.tolist() == forgets.insert(given, Budget()).tolist()
                given = found
    assert skipped > 100
