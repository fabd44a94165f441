"""What a month is worth for a site: the difference of two full solves, by another formulation."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from allocator.domain.instance import Instance
from allocator.formulate_shelter import aims, lay_out_shelter
from allocator.relocating import Least, formulated, least
from allocator.scenarios.chances import Chances
from allocator.scenarios.rates import months_of
from allocator.scenarios.worth.sites import known_shelter, site_items, site_values_of
from allocator.scenarios.worth.things import Item, Thing
from allocator.shelter_parts import parts_of
from allocator.slipping import slipped
from models import cpsat
from models.budget import Budget
from models.highs import Backend
from models.relocation_plain import Plain
from tests.check.shelter.build import DAY, instance, lock, ontheemde, rooms, site
from tests.random_shelter import shelter_instance
from tests.scenarios.build import future

MONTHLY = Fraction(1461, 336)
SEEDS = range(20)


def leaving(chance: float):
    return future(weeks=20, chance=True, shelter={"leave_per_month": chance})


def by_hand(start: Instance, item: Item | None, chances: Chances) -> int:
    """Return the fewest person-months without a place, of a plain model in CP-SAT."""
    asked = start.model_copy(
        update={
            "horizon_months": min(start.horizon_months, months_of(start.peildatum, 20)),
            "site_decisions": (),
        }
    )
    if item is not None:
        asked = slipped(asked, {item.id: 1 if item.thing is Thing.SITE_LATER else -1})
    people = [gone(h, asked, chances) for h in asked.households]
    shelter = lay_out_shelter(asked.model_copy(update={"households": tuple(people)}))
    problem = formulated(shelter, Backend())
    (aim,) = aims(shelter, ("unsheltered",))
    plain = Plain(problem, [aim])
    solution = cpsat.Backend().solve_mip(plain.model(aim), Budget())
    return aim.value(problem, plain.plan(solution.values))


def gone(household, start, chances):
    """Return a household that leaves before the first month for which it is drawn."""
    chance = float(chances.future.shelter.leave_per_month)
    for t in range(1, start.horizon_months):
        if chances.dice("leave", household.id, t).chance(chance):
            month = start.peildatum.month - 1 + t
            day = start.peildatum.replace(
                year=start.peildatum.year + month // 12, month=month % 12 + 1, day=1
            ) - timedelta(days=1)
            before = household.leaves_on or day
            return household.model_copy(update={"leaves_on": min(day, before)})
    return household


@pytest.mark.parametrize("seed", SEEDS)
def test_a_value_is_the_difference_of_two_full_solves(seed):
    start, expected = shelter_instance(seed), leaving(0.1)
    chances = Chances(expected, seed, 0)
    wanted = site_items(start)
    found = site_values_of(start, expected, seed, 0, wanted, Budget())
    assert [value.item for value in found] == wanted
    assert all(value.proven for value in found)
    base = by_hand(start, None, chances)
    assert {v.item: v.value for v in found} == {
        item: (base - by_hand(start, item, chances)) * MONTHLY for item in wanted
    }


def test_something_is_worth_something():
    """Of twenty cases, both ways, and sites that open as well as those that close."""
    signs = set()
    for seed in SEEDS:
        start = shelter_instance(seed)
        opens = {s.id for s in start.sites if s.opens_on and s.opens_on > start.peildatum}
        for v in site_values_of(start, leaving(0), seed, 0, site_items(start), Budget()):
            if v.value:
                signs.add((v.item.thing, v.item.id in opens, v.value > 0))
    assert {
        (Thing.SITE_EARLIER, False, False),
        (Thing.SITE_LATER, False, True),
        (Thing.SITE_EARLIER, True, True),
        (Thing.SITE_LATER, True, False),
    } == signs


def waiting_for(opens: int) -> Instance:
    """Return two people who have no place until a site opens."""
    return instance(
        [ontheemde("H1", 30, 8)],
        [site("A", opens_on=DAY + timedelta(days=opens)), site("B"), site("C", wijk="zuid")],
        [rooms("A", 2)],
    )


def test_a_month_of_two_people_is_counted_in_weeks():
    start = waiting_for(60)
    found = site_values_of(start, leaving(0), 1, 0, site_items(start), Budget())
    assert [(v.item.thing, v.item.id, v.value) for v in found] == [
        (Thing.SITE_EARLIER, "A", 2 * MONTHLY),
        (Thing.SITE_LATER, "A", -2 * MONTHLY),
    ]
    assert float(MONTHLY) == pytest.approx(365.25 / 12 / 7)


def test_sites_without_a_day_have_no_month():
    assert [item.id for item in site_items(waiting_for(60))] == ["A", "A"]
    assert site_values_of(waiting_for(60), leaving(0), 1, 0, [], Budget()) == ()


def test_a_lock_does_not_hold_a_site_to_its_day():
    start = waiting_for(60)
    locked = start.model_copy(update={"site_decisions": (lock("H1", "A", DAY),)})
    wanted = site_items(start)
    assert site_values_of(locked, leaving(0), 1, 0, wanted, Budget()) == site_values_of(
        start, leaving(0), 1, 0, wanted, Budget()
    )


def test_who_leaves_first_is_worth_nothing():
    start = waiting_for(60)
    found = site_values_of(start, leaving(1), 1, 0, site_items(start), Budget())
    assert [v.value for v in found] == [0, 0]


def test_the_period_is_that_of_the_scenario():
    start, chances = waiting_for(60), Chances(leaving(0), 1, 0)
    assert known_shelter(start, future(weeks=3), chances).horizon_months == 1
    assert known_shelter(start, future(weeks=500), chances).horizon_months == start.horizon_months


def test_the_least_of_parts_adds_up():
    """Two areas that have nothing to do with each other, and a day that moves in one of them."""
    people = [ontheemde("H1", 30, 8, koppeling="noord"), ontheemde("H2", 40, koppeling="zuid")]
    sites = [
        site("A", opens_on=DAY + timedelta(days=60)),
        site("Z", wijk="zuid", opens_on=DAY + timedelta(days=35)),
    ]
    start = instance(people, sites, [rooms("A", 2), rooms("Z", 1)])
    assert len(parts_of(start)) == 2
    assert least(start, "unsheltered", Budget()) == Least(2 * 3 + 2, proven=True)
    found = site_values_of(start, leaving(0), 1, 0, site_items(start), Budget())
    assert [v.value for v in found] == [2 * MONTHLY, MONTHLY, -2 * MONTHLY, -MONTHLY]
