"""The brute force itself, on plans that can be worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from allocator.check import breaks_limits, case_of, check_matching, possible
from tests.brute_force import NAMES, allowance, best, best_plan, plans, size
from tests.check.build import days, home, household, instance, lock
from tests.random_instances import small_instance

PEOPLE = [
    household("H1", 30, koppeldatum=days(-7 * 9)),
    household("H2", 30, koppeldatum=days(-7 * 8), preferred_wijken=("zuid",)),
]
ONE_HOME = [home("W1", wijk="zuid")]


def test_longest_wait_goes_first():
    assert best_plan(instance(PEOPLE, ONE_HOME)) == (("H1", "W1"),)
    assert best(instance(PEOPLE, ONE_HOME))["waiting"] == 10


def test_tier_left_out():
    given = instance(PEOPLE, ONE_HOME)
    assert best_plan(given, without_tier="waiting") == (("H2", "W1"),)
    assert "waiting" not in best(given, without_tier="waiting")


def test_tolerance_lets_a_later_tier_decide():
    # waiting 10 or 9: at 10% floor(1.0) = 1 may be given up; H2 has 40 points more
    given = instance(PEOPLE, ONE_HOME, policy={"tolerance": {"waiting": 10}})
    assert best_plan(given) == (("H2", "W1"),)
    assert best(given)["waiting"] == 10
    given = instance(PEOPLE, ONE_HOME, policy={"tolerance": {"waiting": Decimal("9.9")}})
    assert best_plan(given) == (("H1", "W1"),)
    given = instance(PEOPLE, ONE_HOME, policy={"slack": {"waiting": 1}})
    assert best_plan(given) == (("H2", "W1"),)


def test_lock_and_limits():
    given = instance(PEOPLE, ONE_HOME, decisions=(lock("H2", "W1"),))
    assert best_plan(given) == (("H2", "W1"),)
    assert best_plan(given, without_limit="lock") == (("H1", "W1"),)
    assert len(best_plan(given, without_limit="units")) == 2
    both = instance(PEOPLE, ONE_HOME, decisions=(lock("H1", "W1"), lock("H2", "W1")))
    assert best(both) is None
    assert best_plan(both) is None


def test_rule_left_out():
    given = instance(PEOPLE, [home("W1", rent_eur=900)])
    assert best_plan(given) == ()
    assert best_plan(given, without_rule="RENT") == (("H1", "W1"),)


def test_allowance():
    assert allowance(-205, Decimal("12.5"), 2) == 27  # floor(25.625) + 2


@pytest.mark.parametrize("seed", [3, 14, 15, 92, 65])
def test_every_plan_is_tried(seed):
    """The same plans as from a product of all choices, without any cleverness."""
    instance = small_instance(seed)
    case = case_of(instance)
    options = {h: [*homes, None] for h, homes in possible(case).items()}
    options.update({h: [w] for h, w in case.locks.items()})
    found = set()
    for choice in product(*options.values()):
        plan = [(h, w) for h, w in zip(options, choice, strict=True) if w is not None]
        if not breaks_limits(case, plan):
            verdict = check_matching(instance, plan)
            assert verdict.sound
            found.add(tuple(verdict.tier_values.get(name, 0) for name in NAMES))
    assert found == set(plans(instance))
    assert size(instance) <= 300_000
