"""A relocation plan that is planned again after a slip, and which slips are looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from allocator.check import check_stays
from allocator.domain.announcement import Announcement
from allocator.errors import BadCall, PlanRejected, Stopped
from allocator.plan import TierResult
from allocator.reading.announcement import months_between
from allocator.scenarios.slip import replan as slip_replan
from allocator.scenarios.slip.base import BasePlan
from allocator.scenarios.slip.holding import Planning, Slip, robustness, slips
from allocator.scenarios.slip.replan import PlanTask, plan_again
from allocator.scenarios.slip.tables import NOT_DONE, status_of, tables
from allocator.slipping import slipped
from models.budget import Budget
from tests.check.shelter.build import instance, lock, ontheemde, rooms, site, stay

ALONE = Planning(processes=1)


def city(**changed):
    """H1 (2) lives in A, which closes after June; B opens in July, and C is there."""
    given = {
        "households": [ontheemde("H1", 30, 31, current_site="A")],
        "sites": [
            site("A", closes_on=date(2025, 6, 30)),
            site("B", opens_on=date(2025, 7, 1)),
            site("C"),
        ],
        "groups": [rooms("A", 2), rooms("B", 2), rooms("C", 2)],
        **changed,
    }
    return instance(given.pop("households"), given.pop("sites"), given.pop("groups"), **given)


def base(given, *stays):
    """Return a plan that keeps all rules, as it was announced."""
    verdict = check_stays(given, stays)
    assert verdict.violations == ()
    places = {}
    for one in stays:
        for month in months_between(one.from_month, one.to_month):
            places.setdefault(one.household, {})[month] = one.site
    return BasePlan(given, stays, verdict.tier_values, frozenset(), Announcement(places))


INTO_B = (stay("H1", "A", "2-01", 0, 2), stay("H1", "B", "2-01", 3, 5))


def test_planned_again():
    """B two months later: H1 is in C in July and August, and in B in September, as announced.

    2 persons × 2 months elsewhere than announced, and two moves of 2 persons instead of one.
    """
    plan = base(city(), *INTO_B)
    [found] = robustness(plan, [Slip(("B",), 2)], ALONE)
    assert found.replay.person_months == 4
    again = found.replanned
    assert (again.status, again.households, again.persons) == ("optimal", 1, 2)
    values = {tier.name: tier.value for tier in again.tiers}
    assert (values["unsheltered"], values["announced"], values["moves"]) == (0, 4, 4)
    assert plan.values["moves"] == 2


def test_without_another_site_who_has_no_place_is_told():
    given = city(
        sites=[site("A", closes_on=date(2025, 6, 30)), site("B", opens_on=date(2025, 7, 1))],
        groups=[rooms("A", 2), rooms("B", 2)],
    )
    results = robustness(base(given, *INTO_B), [Slip(("B",), n) for n in (1, 3)], ALONE)
    assert [one.replay.person_months for one in results] == [2, 6]
    assert [one.replanned.tier("unsheltered").value for one in results] == [2, 6]


def test_a_site_that_closes_later_changes_nothing():
    """H1 could stay in A in July, but goes to B as it was announced."""
    [found] = robustness(base(city(), *INTO_B), [Slip(("A",), 1)], ALONE)
    assert (found.replay.early.households, found.replay.broken.households) == (1, 0)
    assert (found.replanned.status, found.replanned.households) == ("optimal", 0)


def test_each_site_and_all_together():
    """C has no date; A and B have."""
    found = slips(base(city(), *INTO_B), (), (2, 1, 2))
    assert found == [
        Slip(("A",), 1),
        Slip(("A",), 2),
        Slip(("B",), 1),
        Slip(("B",), 2),
        Slip(("A", "B"), 1),
        Slip(("A", "B"), 2),
    ]


def test_one_site_is_not_all_together():
    assert slips(base(city(), *INTO_B), ("B", "B"), (3,)) == [Slip(("B",), 3)]


@pytest.mark.parametrize(
    ("closes", "seen"), [(date(2025, 12, 31), True), (date(2026, 1, 31), False)]
)
def test_a_date_after_the_plan_matters_for_moves_to_come(closes, seen):
    """September is the last month, and a site that closes by December has moves to come."""
    given = city(
        sites=[
            site("A", closes_on=date(2025, 6, 30)),
            site("B", opens_on=date(2025, 7, 1)),
            site("C", closes_on=closes),
        ]
    )
    found = slips(base(given, *INTO_B), (), (1,))
    assert (Slip(("C",), 1) in found) == seen


def test_a_date_that_the_plan_does_not_see_can_be_asked_for():
    given = city(
        sites=[
            site("A", closes_on=date(2025, 6, 30)),
            site("B", opens_on=date(2025, 7, 1)),
            site("C", closes_on=date(2029, 1, 31)),
        ]
    )
    [found] = robustness(base(given, *INTO_B), slips(base(given, *INTO_B), ("C",), (3,)), ALONE)
    assert found.replay.breaks == ()
    assert found.replanned.households == 0


@pytest.mark.parametrize(
    ("sites", "message"),
    [
        (("X",), "cli.slip.site"),
        (("C",), "cli.slip.no_date"),
    ],
)
def test_sites_that_cannot_slip(sites, message):
    with pytest.raises(BadCall) as refused:
        slips(base(city(), *INTO_B), sites, (1,))
    assert refused.value.message == message


def test_no_site_has_a_date():
    given = city(sites=[site("A"), site("B"), site("C")])
    with pytest.raises(BadCall) as refused:
        slips(base(given, stay("H1", "A", "2-01")), (), (1,))
    assert refused.value.message == "cli.scenario.slip.none"


def test_a_site_that_would_close_before_it_opens():
    given = city(
        sites=[
            site("A", closes_on=date(2025, 6, 30)),
            site("B", opens_on=date(2025, 7, 1), closes_on=date(2025, 9, 30)),
            site("C"),
        ],
    )
    plan = base(given, *INTO_B)
    assert len(slips(plan, (), (2,))) == 3
    with pytest.raises(BadCall) as refused:
        slips(plan, (), (3,))
    assert refused.value.message == "cli.slip.order"


def no_plan_in_time(instance, settings):
    raise Stopped


def test_no_plan_in_time(monkeypatch):
    monkeypatch.setattr(slip_replan, "relocate", no_plan_in_time)
    found = plan_again(PlanTask(city(), Announcement({}), 0.5))
    assert found.tier("moves") is None
    assert (found.status, found.tiers) == ("stopped", ())


def test_locks_that_leave_no_plan():
    """Two women with a room each to themselves are locked in the one room of B."""
    given = city(
        households=[
            ontheemde("H1", 30, 31, current_site="A"),
            ontheemde("H2", 30, 31),
        ],
        site_decisions=(lock("H1", "B"), lock("H2", "B")),
    )
    assert plan_again(PlanTask(given, Announcement({}), None)).status == "no_plan"


def test_a_plan_that_fails_its_check(monkeypatch):
    real = slip_replan.check_stays

    def wrong(given, stays):
        verdict = real(given, stays)
        return replace(verdict, tier_values={**verdict.tier_values, "moves": 99})

    monkeypatch.setattr(slip_replan, "check_stays", wrong)
    with pytest.raises(PlanRejected):
        plan_again(PlanTask(city(), Announcement({}), None))


def test_stopped_on_the_way_what_is_not_worked_out_is_told():
    stop, plan = Budget(), base(city(), *INTO_B)
    told = []

    def tell(done, total):
        told.append((done, total))
        if done == 1:
            stop.stop()

    every = [Slip(("B",), n) for n in (1, 2, 3)]
    results = robustness(plan, every, Planning(processes=1, stop=stop, told=tell))
    assert told == [(0, 3), (1, 3)]
    assert [status_of(one) for one in results] == ["optimal", NOT_DONE, NOT_DONE]
    assert [one.replay.person_months for one in results] == [2, 4, 6]
    rows = tables(plan, results)["slips"].rows
    assert [row[-3:] for row in rows] == [(1, 2, 2), (None, None, None), (None, None, None)]


def test_side_by_side_the_same():
    plan = base(city(), *INTO_B)
    every = [Slip(("B",), n) for n in (1, 2)]
    one = robustness(plan, every, ALONE)
    two = robustness(plan, every, Planning(processes=2))
    assert tables(plan, one) == tables(plan, two)


def found_with(values, bounds, names=("unsheltered", "announced", "moves")):
    """Return what a search was cut off with."""
    return slip_replan.Replanned(
        "feasible",
        tuple(
            TierResult(name, "min", value, value, bound, value == bound)
            for name, value, bound in zip(names, values, bounds, strict=True)
        ),
        9,
        9,
    )


def left_task():
    """B one month later: without July 2 persons less have a place, and one move less is made.

    From A to nowhere, and from nowhere to B: the checker counts one move of 2 persons.
    """
    given = slipped(city(), {"B": 1})
    left = (stay("H1", "A", "2-01", 0, 2), stay("H1", "B", "2-01", 4, 5))
    return PlanTask(given, Announcement({}), 1.0, left, {"H1": 2}, 2)


def test_what_is_left_is_better_than_what_was_found_in_time():
    """Both bounds were proven among more plans than those that are as good as this one."""
    found = slip_replan._or_left(left_task(), found_with((12, 12, 2), (0, 1, 2)))
    assert [(t.value, t.bound, t.optimal) for t in found.tiers] == [
        (2, 0, False),
        (2, 1, False),
        (2, 2, True),
    ]
    assert (found.households, found.persons, found.status) == (1, 2, "feasible")


def test_a_bound_that_no_longer_holds():
    """With 2 instead of 1 in the tier announced the bound on moves says nothing."""
    found = slip_replan._or_left(left_task(), found_with((12, 1, 1), (2, 0, 1)))
    assert [(t.value, t.bound, t.optimal) for t in found.tiers] == [
        (2, 2, True),
        (2, 0, False),
        (2, 0, False),
    ]


def test_a_tier_that_is_only_reported_has_no_bound():
    found = found_with((12, 12), (0, 0), names=("unsheltered", "announced"))
    told = replace(found, tiers=(*found.tiers, TierResult("moves", "min", 7)))
    assert slip_replan._or_left(left_task(), told).tiers[-1] == TierResult("moves", "min", 2)


@pytest.mark.parametrize("values", [(2, 2, 2), (0, 9, 9), (2, 2, 1)])
def test_what_was_found_is_as_good(values):
    found = found_with(values, (0, 0, 0))
    assert slip_replan._or_left(left_task(), found) is found


def test_what_is_left_breaks_another_rule():
    """The room of B is too small: what is left is no plan."""
    task = left_task()
    small = task.instance.model_copy(update={"rooms": (rooms("A", 2), rooms("B", 1))})
    found = found_with((12, 12, 0), (0, 0, 0))
    assert slip_replan._or_left(replace(task, instance=small), found) is found
