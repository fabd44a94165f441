"""From an instance to arrays: compared with the checker's plain figures."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from allocator import formulate
from allocator.check import SENSES as CHECKER_SENSES
from allocator.check import capacities, case_of, possible, tier_values, tiers_in_order, uses
from allocator.check.pairs import Pairs
from allocator.domain.choices import Sharing
from allocator.domain.policy import MATCHING_TIERS, Policy
from allocator.errors import NoPlan
from allocator.formulate import SENSES, assignment, lay_out, tier_order, tiers
from tests.random_instances import small_instance

SEEDS = range(25)


def pairs_of(case):
    """Return the pairs of a case as ids."""
    h, p = case.households.id[case.pairs.household], case.homes.id[case.pairs.home]
    return list(zip(h.tolist(), p.tolist(), strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_are_the_possible_and_the_locked(seed):
    instance = small_instance(seed)
    case, checker = lay_out(instance), case_of(instance)
    expected = {(h, w) for h, homes in possible(checker).items() for w in homes}
    assert len(case.possible) == len(expected)
    assert pairs_of(case) == sorted(expected | set(checker.locks.items()))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_tier_of_any_choice(seed):
    """Values of random sets of pairs, feasible or not: each tier is a sum the checker knows."""
    instance = small_instance(seed)
    case, checker = lay_out(instance), case_of(instance)
    pairs, ids, dice = Pairs(checker), pairs_of(case), Random(seed)
    names = [n for n in MATCHING_TIERS if instance.previous or n != "stability"]
    made = tiers(case, names)
    assert [tier.name for tier in made] == names
    for share in (0.0, 0.3, 1.0):
        # at most one home per household, as the checker takes a plan
        chosen: dict[str, int] = {}
        for i, (household, _) in enumerate(ids):
            if dice.random() < share:
                chosen.setdefault(household, i)
        picked = np.zeros(len(ids), dtype=np.bool_)
        picked[list(chosen.values())] = True
        expected = tier_values(checker, pairs, [ids[i] for i in sorted(chosen.values())])
        found = {tier.name: tier.value(picked) for tier in made}
        assert found == {name: expected[name] for name in names}


@pytest.mark.parametrize("seed", SEEDS)
def test_limits_units_and_locks(seed):
    instance = small_instance(seed)
    case, checker = lay_out(instance), case_of(instance)
    ids, problem = pairs_of(case), assignment(case)
    left = capacities(checker)
    homes = list(checker.homes.values())
    assert problem.units.tolist() == [home.units for home in homes]
    assert problem.one_kind.tolist() == [home.sharing == Sharing.SAME for home in homes]
    assert problem.households == len(checker.households)
    assert {ids[i] for i in np.flatnonzero(problem.forced)} == set(checker.locks.items())
    for limit in problem.limits:
        assert limit.capacity == left[limit.name]
        weights = {i: uses(checker, *pair).get(limit.name, 0) for i, pair in enumerate(ids)}
        right = {i: n for i, n in weights.items() if n}
        assert dict(zip(limit.members.tolist(), limit.weight.tolist(), strict=True)) == right
    used = {name for pair in ids for name, n in uses(checker, *pair).items() if n and name in left}
    assert used - {f"units:{home.id}" for home in homes} <= {limit.name for limit in problem.limits}


def test_measured_in_parts_or_at_once(monkeypatch):
    for seed in range(8):
        case = lay_out(small_instance(seed))
        whole = tiers(case, ("fit", "relocations", "occupancy"))
        monkeypatch.setattr(formulate, "CHUNK", 3)
        parts = tiers(case, ("fit", "relocations", "occupancy"))
        monkeypatch.undo()
        for one, other in zip(whole, parts, strict=True):
            assert one.gain.tolist() == other.gain.tolist()


def test_senses_and_tolerances():
    policy = {"tolerance": {"waiting": "1.5"}, "slack": {"fit": 7}}
    instance = small_instance(1)
    instance = instance.model_copy(update={"policy": Policy.model_validate(policy)})
    assert SENSES == CHECKER_SENSES
    for tier in tiers(lay_out(instance), MATCHING_TIERS):
        assert tier.sense == CHECKER_SENSES[tier.name]
        assert str(tier.tolerance) == ("1.5" if tier.name == "waiting" else "0")
        assert tier.slack == (7 if tier.name == "fit" else 0)


ORDERS = [
    (MATCHING_TIERS, True, MATCHING_TIERS, ()),
    (MATCHING_TIERS, False, tuple(t for t in MATCHING_TIERS if t != "stability"), ()),
    (
        ("fit", "waiting"),
        True,
        ("fit", "waiting"),
        ("relocations", "stability", "spread", "occupancy", "lottery"),
    ),
    (
        ("stability", "fit"),
        False,
        ("fit",),
        ("waiting", "relocations", "spread", "occupancy", "lottery"),
    ),
    ((), False, (), tuple(t for t in MATCHING_TIERS if t != "stability")),
]


@pytest.mark.parametrize(("asked", "previous", "optimised", "reported"), ORDERS)
def test_order(asked, previous, optimised, reported):
    policy = Policy.model_validate({"tiers": {"matching": asked}})
    assert tier_order(policy, has_previous=previous) == (optimised, reported)


def test_order_is_that_of_the_checker():
    for seed in SEEDS:
        instance = small_instance(seed)
        found = tier_order(instance.policy, has_previous=bool(instance.previous))
        assert tuple(map(tuple, found)) == tuple(map(tuple, tiers_in_order(case_of(instance))))


def test_chosen_and_keys():
    case = lay_out(small_instance(2))
    some = np.arange(0, len(case.pairs), 2)
    household, home = (x[some].astype(np.int64) for x in (case.pairs.household, case.pairs.home))
    assert np.flatnonzero(case.chosen(household, home)).tolist() == some.tolist()
    assert (np.diff(case.key) > 0).all()
    assert not case.chosen(household[:0], home[:0]).any()


def test_locks_that_break_a_limit_leave_no_plan():
    for seed in range(5):
        with pytest.raises(NoPlan):
            lay_out(small_instance(seed, contradicting=True))
