"""What every pair costs, beside a solve from scratch with the pair forced."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from allocator.check import Pairs, tier_values
from allocator.check.case import case_of
from allocator.explain.alternatives import alternatives
from allocator.matching import Settings, match
from models.budget import Budget
from models.tiers import Tier
from tests.check.build import home, household, instance, lock
from tests.explain.forced import SEEDS, Judged, judged, known, laid_out, loss_of, matched
from tests.random_instances import small_instance


@cache
def everything() -> tuple[Judged, ...]:
    """Return every pair of all instances, solved to the end."""
    return tuple(one for seed in SEEDS for one in judged(laid_out(seed), seed))


def possible() -> list[Judged]:
    return [one for one in everything() if one.found.status == "possible"]


def loose(tier: Tier) -> bool:
    """Whether a best plan may end worse in a tier than its best value."""
    return tier.tolerance > 0 or tier.slack > 0


def firm(one: Judged) -> bool:
    """Whether no tier is loose, so that all best plans have the same values."""
    return not any(loose(tier) for tier in one.plan.tiers)


def test_status_and_rules_are_those_of_the_checker():
    seen: Counter[tuple[str, bool]] = Counter()
    for one in everything():
        proposed = (one.household, one.home) in {
            (row.household, row.home) for row in matched(one.seed).proposals
        }
        assert one.found.blocked_by == one.blocked, one
        if proposed:
            assert one.found.status == "proposed"
        else:
            assert one.found.status == ("blocked" if one.blocked else "possible")
        seen[one.found.status, bool(one.blocked)] += 1
    assert len(seen) == 4  # a lock may have been made against the rules
    assert all(n >= 5 for n in seen.values()), seen


def test_only_the_possible_can_cost_something():
    for one in everything():
        if one.found.status == "proposed":
            assert one.found.loss == {tier.name: 0 for tier in one.plan.tiers}
        if one.found.status == "blocked":
            assert one.found.loss is None
        assert one.found.exact
        if one.found.status != "possible":
            assert one.found.waits_longer == one.found.gains == ()


def test_no_loss_exactly_when_no_plan_has_the_pair():
    """A household that has a decision keeps it; others may stand in the way by theirs."""
    none: Counter[bool] = Counter()
    for one in possible():
        assert (one.found.loss is None) == (one.after is None), one
        if one.after is None:
            assert one.found.waits_longer == one.found.gains == ()
            none[one.locked] += 1
        assert one.after is None or not one.locked
    assert none[True] >= 5
    assert none[False] >= 5


def test_each_loss_equals_a_solve_from_scratch_with_the_pair_forced():
    """Tier by tier.

    In a loose tier two best plans may differ: there the plan must lie between the best value
    that the solve from scratch has at that stage and the worst that is allowed then.  In the
    last tier a plan is as good as its stage, loose or not.
    """
    equal = within = 0
    for one in possible():
        if one.after is None:
            continue
        assert one.found.loss is not None
        assert list(one.found.loss) == [tier.name for tier in one.plan.tiers]
        wanted = loss_of(one.plan, one.after)
        best = {tier.name: tier.best for tier in one.after.tiers}
        for tier, before in zip(one.plan.tiers, one.plan.values, strict=True):
            lost = one.found.loss[tier.name]
            if loose(tier) and tier is not one.plan.tiers[-1]:
                sign = 1 if tier.sense == "max" else -1
                top = best[tier.name]
                assert top is not None
                assert lost is not None
                value, worst = before - sign * lost, tier.worst_allowed(top)
                assert sign * worst <= sign * value <= sign * top, one
                within += 1
            else:
                assert lost == wanted[tier.name], one
                equal += 1
    assert equal >= 2000
    assert within >= 50


def test_a_proven_plan_loses_before_it_gains():
    """The first tier in which anything changes gets worse."""
    changed = 0
    for one in possible():
        if one.found.loss and firm(one):
            first = next((n for n in one.found.loss.values() if n), 0)
            assert first >= 0, one
            changed += first > 0
    assert changed >= 200


def test_who_waits_longer_and_who_gains():
    """The households left are those of the plan from scratch where the lottery decides."""
    seen: Counter[str] = Counter()
    for one in possible():
        if one.after is None:
            continue
        placed = {row.household for row in matched(one.seed).proposals}
        lost, gained = one.names(one.found.waits_longer), one.names(one.found.gains)
        assert lost <= placed
        assert not gained & placed
        now = (placed - lost) | gained
        assert one.household in now
        seen["waits"] += bool(lost)
        seen["gains"] += bool(gained - {one.household})
        assert one.found.loss is not None
        case = case_of(small_instance(one.seed))
        for name in ("waiting", "lottery"):  # the two that tell who is placed, and not where
            if name in one.found.loss:
                before, after = (_sum(case, name, some) for some in (placed, now))
                assert before - after == one.found.loss[name]
        if "lottery" in one.found.loss and firm(one):
            assert now == {row.household for row in one.after.proposals}
            seen["same"] += 1
    assert seen["waits"] >= 100
    assert seen["gains"] >= 20
    assert seen["same"] >= 100


def _sum(case, name, households):
    """Return what the checker makes of a tier that only asks who is placed."""
    home = next(iter(case.homes))
    return tier_values(case, Pairs(case), [(h, home) for h in sorted(households)])[name]


def test_the_bound_at_once_is_never_above_the_loss():
    positive = 0
    for one in possible():
        at = one.plan.pair_at(one.found.household, one.found.home)
        least = int(one.plan.known.least_losses()[at])
        if one.after is not None:
            assert least <= max(0, loss_of(one.plan, one.after)[one.plan.tiers[0].name]), one
            positive += least > 0
    assert positive >= 100


def lexicographic(one: Judged) -> None:
    """Make sure that a loss that is not exact is a bound on that of the solve from scratch."""
    assert one.found.loss is not None
    assert one.found.waits_longer == one.found.gains == ()
    names = [tier.name for tier in one.plan.tiers]
    assert list(one.found.loss) == names
    told = [n for n in one.found.loss.values() if n is not None]
    assert told == list(one.found.loss.values())[: len(told)]  # the later ones are None
    assert all(n == 0 for n in told[:-1])  # the first that gets worse is the last one told
    if one.after is not None:
        true = list(loss_of(one.plan, one.after).values())
        assert told <= true[: len(told)], one


@pytest.mark.parametrize("laid_out_too", [False, True])
def test_without_any_time_everything_is_a_bound(laid_out_too):
    bounds = 0
    for seed in SEEDS:
        given = laid_out(seed)
        if laid_out_too:
            given = known(small_instance(seed), matched(seed), Budget(work=0))
        for one in judged(given, seed, Budget(work=0)):
            if one.found.status != "possible":
                assert one.found.exact
                continue
            assert not one.found.exact
            lexicographic(one)
            assert sum(n is not None for n in one.found.loss.values()) == 1
            bounds += max(n or 0 for n in one.found.loss.values()) > 0
    assert (bounds > 0) != laid_out_too


def test_a_time_that_ends_half_way_leaves_bounds():
    """Some pairs are exact, some bounds, and some of these reach into later tiers."""
    seen: Counter[tuple[bool, int]] = Counter()
    exact = {(one.seed, one.household, one.home): one.found for one in possible()}
    for seed in SEEDS:
        for work in (1, 20, 60):
            for one in judged(laid_out(seed), seed, Budget(work=work)):
                if one.found.status != "possible":
                    continue
                if one.found.exact:
                    assert one.found == exact[seed, one.household, one.home]
                else:
                    lexicographic(one)
                loss = one.found.loss or {}
                seen[one.found.exact, sum(n is not None for n in loss.values())] += 1
    assert seen[True, 7] >= 50
    assert seen[False, 1] >= 50
    assert seen[False, 2] + seen[False, 3] >= 10


def test_the_nearest_are_solved_first_and_told():
    told = []
    plan = laid_out(next(s for s in SEEDS if _open(s) > 3))
    pairs = [(h, p) for h in range(len(plan.case.households)) for p in range(len(plan.case.homes))]
    alternatives(plan, pairs, Budget(work=0), lambda done, total: told.append((done, total)))
    assert told == [(i, len(told)) for i in range(len(told))]
    assert len(told) > 3


def _open(seed):
    return sum(one.seed == seed for one in possible())


def test_a_plan_that_is_not_proven_may_be_worse_than_the_one_with_the_pair():
    """The exact loss is still the difference with a solve from scratch, and may be below 0."""
    better = compared = 0
    for seed in SEEDS[:12]:
        start = match(small_instance(seed), Settings(budget=Budget(work=0)))
        plan = known(small_instance(seed), start)
        for one in judged(plan, seed):
            if one.found.loss is None or one.found.status != "possible" or not firm(one):
                continue
            assert one.after is not None
            assert one.found.exact
            assert one.found.loss == loss_of(plan, one.after), one
            better += next((n for n in one.found.loss.values() if n), 0) < 0
            compared += 1
    assert better >= 10
    assert compared >= 40


def test_without_tiers_nothing_can_be_lost():
    """H1 has a decision for W1; H2 is in W2, and W3 is as good."""
    given = instance(
        [household("H1", 30), household("H2", 30)],
        [home("W1"), home("W2"), home("W3", bedrooms=2)],
        policy={"tiers": {"matching": ()}},
        decisions=(lock("H1", "W1"),),
    )
    plan = known(given, match(given, Settings()))
    pairs = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)]
    found = alternatives(plan, pairs, Budget())
    assert [(one.status, one.loss, one.exact) for one in found] == [
        ("proposed", {}, True),
        ("possible", None, True),
        ("possible", None, True),
        ("proposed", {}, True),
        ("possible", {}, True),
    ]
    assert alternatives(plan, pairs[4:], Budget(work=0))[0].loss == {}
