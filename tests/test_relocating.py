"""The relocation plan of an instance: the whole road, without files."""

from __future__ import annotations

from datetime import date

import pytest

from allocator import __version__
from allocator.check import check_stays
from allocator.domain.policy import RELOCATION_TIERS, Policy
from allocator.errors import Stopped
from allocator.reading import digest
from allocator.relocating import RelocationSettings, relocate
from models.budget import Budget
from models.highs import Backend
from tests.check.shelter.build import MONTHS, instance, lock, ontheemde, rooms, site
from tests.check.shelter.golden import TIERS, golden
from tests.explain.shelter.random_shelter import instance_of

PLAIN = RelocationSettings()


def with_policy(given, **policy):
    return given.model_copy(update={"policy": Policy.model_validate(policy)})


def values(plan):
    return {tier.name: tier.value for tier in plan.tiers}


def test_the_small_instance_worked_out_by_hand():
    """As in the plan by hand, but H1 leaves A before it is extended: 2 × 2 person-months less.

    H2 loses its place in May, as H1 is in one of the two rooms of A (Notice holds in April).
    """
    given = golden()
    plan = relocate(given, PLAIN)
    assert values(plan) == {**TIERS, "extension": 0}
    for tier in plan.tiers:
        assert (tier.best, tier.bound, tier.optimal) == (tier.value, tier.value, True)
    assert (plan.status, plan.room_changes, plan.room_changes_bound) == ("optimal", 0, 0)
    assert plan.months == MONTHS
    assert (plan.households, plan.persons, plan.deviations) == (4, 7, 1)
    assert (plan.moved_households, plan.moved_persons) == (2, 5)
    assert plan.unsheltered_households == 3
    assert [(row.household, row.from_month, row.to_month) for row in plan.shortages] == [
        ("H2", "2025-05", "2025-05"),
        ("H3", "2025-04", "2025-05"),
        ("H4", "2025-04", "2025-09"),
    ]
    assert [row.reason for row in plan.shortages] == ["full", "closed", "no_site"]
    assert (plan.name, plan.peildatum) == (given.name, given.peildatum)
    assert (plan.solver, plan.version) == (Backend().version, __version__)
    assert plan.input_digest == digest(given)
    assert list(plan.seconds) == ["eligibility", "solve", "explain"]
    assert min(plan.seconds.values()) >= 0


@pytest.mark.parametrize("seed", range(12))
def test_the_checker_knows_the_same_values(seed):
    given = instance_of(seed)
    plan = relocate(given, PLAIN)
    verdict = check_stays(given, plan.stays)
    assert verdict.violations == ()
    assert values(plan) == dict(verdict.tier_values)
    assert plan.room_changes == verdict.room_changes
    assert plan.deviations == len({d.household for d in verdict.deviations})
    assert plan.room_changes_bound is None or plan.room_changes_bound <= plan.room_changes
    assert all(tier.bound <= tier.best == tier.value for tier in plan.tiers)


def test_each_tier_is_told():
    told = []
    relocate(golden(), RelocationSettings(on_stage=lambda aim: told.append(aim.name)))
    assert told == list(RELOCATION_TIERS)


def test_what_is_not_optimised_comes_last_with_nothing_proven():
    given = with_policy(golden(), tiers={"relocation": ("repeat", "unsheltered")})
    told = []
    plan = relocate(given, RelocationSettings(on_stage=lambda aim: told.append(aim.name)))
    rest = [name for name in RELOCATION_TIERS if name not in ("repeat", "unsheltered")]
    assert [tier.name for tier in plan.tiers] == ["repeat", "unsheltered", *rest]
    assert told == ["repeat", "unsheltered"]
    # H1 came in March and must leave A in September: a repeat of 2 persons, whatever the order
    assert [(tier.value, tier.optimal) for tier in plan.tiers[:2]] == [(2, True), (11, True)]
    for tier in plan.tiers[2:]:
        assert (tier.best, tier.bound, tier.optimal) == (None, None, None)
        assert tier.value >= TIERS[tier.name] or tier.name == "extension"


def test_no_tier_at_all_is_a_plan_that_keeps_the_rules():
    plan = relocate(with_policy(golden(), tiers={"relocation": ()}), PLAIN)
    assert plan.status == "optimal"
    assert {tier.optimal for tier in plan.tiers} == {None}
    assert [tier.name for tier in plan.tiers] == list(RELOCATION_TIERS)
    assert check_stays(golden(), plan.stays).violations == ()


CARE = instance(
    [ontheemde("H1", 30, current_site="A", support="intensive")],
    [site("A"), site("Z", care=True)],
    [rooms("A", 1), rooms("Z", 1)],
)
# H1 in A all the time: care 6, moves 0.  To Z in May, when notice is over: care 1, moves 1.
ORDERS = [
    ({}, ("care", "moves"), (1, 1), (1, 1)),
    ({}, ("moves", "care"), (0, 6), (0, 6)),
    ({"slack": {"moves": 1}}, ("moves", "care"), (1, 1), (0, 1)),
    ({"tolerance": {"moves": 100}}, ("moves", "care"), (0, 6), (0, 6)),  # 100% of 0 is 0
    ({"slack": {"care": 4}}, ("care", "moves"), (1, 1), (1, 1)),  # 5 is no plan without a move
    ({"slack": {"care": 5}}, ("care", "moves"), (6, 0), (1, 0)),
    ({"tolerance": {"care": 499}}, ("care", "moves"), (1, 1), (1, 1)),  # floor(4.99) = 4
    ({"tolerance": {"care": 500}}, ("care", "moves"), (6, 0), (1, 0)),
    ({"tolerance": {"care": 300}, "slack": {"care": 2}}, ("care", "moves"), (6, 0), (1, 0)),
]


@pytest.mark.parametrize(("policy", "order", "expected", "best"), ORDERS)
def test_order_tolerance_and_slack(policy, order, expected, best):
    plan = relocate(with_policy(CARE, tiers={"relocation": order}, **policy), PLAIN)
    found = plan.tiers[:2]
    assert tuple(tier.name for tier in found) == order
    assert tuple(tier.best for tier in found) == tuple(tier.bound for tier in found) == best
    assert tuple(tier.value for tier in found) == expected
    assert plan.status == "optimal"


def test_who_is_never_here_counts_but_takes_no_part():
    """H1 left in March, H3 comes after the last month; S1 is no ontheemde."""
    given = instance(
        [
            ontheemde("H1", 30, 31, leaves_on=date(2025, 3, 1)),
            ontheemde("H2", 30),
            ontheemde("H3", 30, 31, 32, 33, arrives_on=date(2025, 10, 1)),
            ontheemde("S1", 30, group="statushouder", koppeldatum=date(2025, 4, 1)),
        ],
        [site("A")],
        [rooms("A", 1)],
        site_decisions=(lock("H1", "A"), lock("H3", "A")),
    )
    plan = relocate(given, PLAIN)
    assert [(s.household, s.from_month, s.to_month) for s in plan.stays] == [
        ("H2", "2025-04", "2025-09")
    ]
    assert (plan.households, plan.persons, plan.unsheltered_households) == (3, 7, 0)
    assert (plan.shortages, set(values(plan).values())) == ((), {0})


def test_without_sites():
    given = instance([ontheemde("H1", 30, 5), ontheemde("H2", 30)], [], [])
    plan = relocate(given, PLAIN)
    assert (plan.stays, plan.moves, plan.occupancy) == ((), (), ())
    assert [(r.household, r.persons, r.reason) for r in plan.shortages] == [
        ("H1", 2, "no_site"),
        ("H2", 1, "no_site"),
    ]
    # 6 months: of H1 12 person-months, vulnerable for its child of 5, and 6 of H2
    nonzero = {name: value for name, value in values(plan).items() if value}
    assert nonzero == {"vulnerable": 12, "unsheltered": 18}


@pytest.mark.parametrize(
    "households",
    [
        [],
        [ontheemde("H1", 30, leaves_on=date(2025, 5, 10))],
        [ontheemde("H1", 30)],
    ],
)
def test_months_without_anybody(households):
    """Who there is has a place; months without anybody ask for nothing."""
    plan = relocate(instance(households, [site("A")], [rooms("A", 1)]), PLAIN)
    assert [stay.household for stay in plan.stays] == [h.id for h in households]


def test_the_language_is_that_of_the_sentences():
    found = {}
    for language in ("nl", "en"):
        plan = relocate(golden(), RelocationSettings(language=language))
        found[language] = {row.why for row in (*plan.moves, *plan.shortages)}
    assert not found["nl"] & found["en"]


def test_stopped_before_there_was_a_plan():
    """The two locks cannot be together, but in no time at all that is not known."""
    given = instance(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31)],
        [site("A")],
        [rooms("A", 2)],
        site_decisions=(lock("H1", "A"), lock("H2", "A")),
    )
    with pytest.raises(Stopped):
        relocate(given, RelocationSettings(budget=Budget(seconds=0)))


@pytest.mark.parametrize("seed", [0, 2, 3])
def test_less_work_never_claims_more(seed):
    """With a little more work each time, bounds and plans stay true."""
    given = instance_of(seed)
    best = relocate(given, PLAIN).tiers
    for work in (0, 10, 1000):
        plan = relocate(given, RelocationSettings(budget=Budget(work=work)))
        assert check_stays(given, plan.stays).violations == ()
        proven = True
        for tier, right in zip(plan.tiers, best, strict=True):
            assert tier.bound <= tier.best == tier.value
            assert tier.optimal == (tier.bound == tier.best)
            if proven:  # the same tiers are held before it, so the bound is one on the same
                assert tier.bound <= right.best <= tier.best
            proven = proven and tier.optimal
        assert plan.status == ("optimal" if proven else "feasible")
