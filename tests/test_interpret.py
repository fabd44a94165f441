"""From chosen pairs to rows: marks, loads and what is left of the task."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.domain.instance import Taakstelling
from allocator.domain.wijk import Wijk
from allocator.interpret import taakstelling
from allocator.matching import Settings, match
from tests.check.build import DAY, home, household, instance, lock


def matched(*arguments, **tables):
    return match(instance(*arguments, **tables), Settings())


def test_a_proposal_row():
    partner = {1: {"role": "partner"}}
    missing = {"documents": "missing_iban", "nareis_persons": 1}
    person = household("H1", 30, 31, people=partner, koppeldatum=date(2025, 1, 1), **missing)
    (row,) = matched([person], [home("W1", kind="sociale_huur", max_persons=2)]).proposals
    # from 1 January to 1 July 2025 are 181 days, 25 weeks: 2 × (1 + 25 + 2 × 15)
    assert (row.household, row.home, row.persons, row.weeks, row.urgency) == (
        "H1",
        "W1",
        2,
        25,
        112,
    )
    assert (row.wijk, row.corporatie, row.kind) == ("hatert", "A", "sociale_huur")
    assert (row.relocates, row.provisional, row.deviation, row.fit) == (True, True, (), 10)


@pytest.mark.parametrize(
    ("documents", "provisional"),
    [("complete", False), ("missing_bsn", True), ("missing_iban", True), ("missing_both", True)],
)
def test_provisional(documents, provisional):
    (row,) = matched([household("H1", 30, documents=documents)], [home("W1")]).proposals
    assert row.provisional == provisional


@pytest.mark.parametrize(
    ("columns", "locked", "codes"),
    [
        ({"rent_eur": 999, "max_persons": 1}, True, ("SIZE", "RENT")),
        ({"kind": "doorstroom"}, True, ("TRANSIT",)),
        ({}, True, ()),
        ({}, False, ()),
    ],
)
def test_deviation_is_what_a_lock_overrides(columns, locked, codes):
    decisions = (lock("H1", "W1"),) if locked else ()
    people = [household("H1", 30, 31, people={1: {"role": "partner"}})]
    (row,) = matched(people, [home("W1", **columns)], decisions=decisions).proposals
    assert row.deviation == codes


def test_rows_stand_in_order_of_id():
    people = [household(id_, 30) for id_ in ("H2", "H10", "h1", "H1", "A-1")]
    plan = matched(people, [home("W2"), home("W10"), home("W1")])
    for table in (plan.proposals, plan.unplaced):
        ids = [row.household for row in table]
        assert ids == sorted(ids)
    assert len(plan.proposals) == 3


WIJKEN = (
    Wijk(code="zuid", name="Zuid"),
    Wijk(code="noord", name="Noord", draagkracht_persons=20, placed_persons=5),
    Wijk(code="hatert", name="Hatert", within="noord", draagkracht_persons=8, placed_persons=1),
    Wijk(code="hees", name="Hees", within="noord", draagkracht_persons=0),
)


@pytest.mark.parametrize(("count_nareis", "new"), [(False, 3), (True, 5)])
def test_loads_are_in_counted_persons_also_of_larger_areas(count_nareis, new):
    people = [household("H1", 30, nareis_persons=2), household("H2", 30, 31)]
    homes = [home("W1"), home("W2", bedrooms=2), home("W3", wijk="zuid", max_persons=1, bedrooms=0)]
    policy = {"count_nareis": count_nareis}
    decisions = (lock("H1", "W1"), lock("H2", "W2"))
    plan = matched(people, homes, wijken=WIJKEN, policy=policy, decisions=decisions)
    found = {w.code: (w.placed_before, w.placed_new, w.load) for w in plan.wijken}
    assert found == {
        "zuid": (0, 0, None),
        "noord": (5, new, (5 + new) / 20),
        "hatert": (1, new, (1 + new) / 8),
        "hees": (0, 0, None),
    }
    # the task stays in persons, and so do the rows
    assert sum(row.persons for row in plan.proposals) == 3


def test_wijken_stand_in_the_order_of_the_instance():
    plan = matched([household("H1", 30)], [home("W1")], wijken=WIJKEN)
    assert [w.code for w in plan.wijken] == ["zuid", "noord", "hatert", "hees"]


def task(from_on, until, **persons):
    return Taakstelling(from_on=from_on, until=until, **persons)


@pytest.mark.parametrize(
    ("from_on", "until", "after"),
    [
        (date(2025, 7, 1), date(2025, 12, 31), 38),  # begins on the peildatum
        (date(2025, 1, 1), date(2025, 7, 1), 38),  # ends on it
        (date(2025, 1, 1), date(2025, 6, 30), 43),
        (date(2025, 7, 2), date(2025, 12, 31), 43),
    ],
)
def test_the_plan_counts_for_the_half_year_of_the_peildatum(from_on, until, after):
    assert date(2025, 7, 1) == DAY
    one = task(from_on, until, persons=40, backlog_persons=10, realised_persons=7)
    (found,) = taakstelling(instance([], [], taakstelling=(one,)), placed_persons=5)
    assert (found.until, found.to_do_before, found.to_do_after) == (until, 43, after)


def test_a_task_that_is_done_goes_below_zero():
    one = task(DAY, DAY, persons=1, realised_persons=2)
    (found,) = taakstelling(instance([], [], taakstelling=(one,)), placed_persons=5)
    assert (found.to_do_before, found.to_do_after) == (-1, -6)
    assert taakstelling(instance([], []), placed_persons=5) == ()
