"""What one more is worth: the difference of two full solves, built anew by another backend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from allocator.domain.future import Future
from allocator.domain.home import Complex, Corporatie
from allocator.domain.instance import Instance
from allocator.domain.wijk import Wijk
from allocator.scenarios.ahead import known_in
from allocator.scenarios.chances import Chances
from allocator.scenarios.coming import coming
from allocator.scenarios.horizon import Known, lay_out_weeks
from allocator.scenarios.intervals import interval, paired
from allocator.scenarios.worth.things import Item, Thing, items, worth_over
from allocator.scenarios.worth.valuing import values_of
from allocator.slipping import later
from models.budget import Budget
from models.by_parts import solve_by_parts
from models.tiers import Tier
from tests.check.build import DAY, days, home, household, instance
from tests.scenarios.build import future

WEEKS = 6


def city(seed: int) -> Instance:
    """Return a small city in which limits bind now and then, and a complex opens later."""
    dice = np.random.default_rng(seed)
    people = [
        household(
            f"H{i}",
            *([30, 29, 8, 4, 2][: int(dice.integers(1, 5))]),
            koppeldatum=days(-7 * int(dice.integers(0, 30))),
            people={1: {"role": "partner"}},
        )
        if (size := int(dice.integers(0, 2)))
        else household(f"H{i}", 40, koppeldatum=days(-7 * int(dice.integers(0, 30))), urgency=size)
        for i in range(9)
    ]
    homes = [
        home("W1", max_persons=2),
        home("W2", bedrooms=3, max_persons=5, wijk="zuid", corporatie="B"),
        home("W3", bedrooms=0, max_persons=1, complex="C", units=2, available_from=days(40)),
    ]
    return instance(
        people,
        homes,
        horizon_days=7,
        wijken=(
            Wijk(code="hatert", name="H", draagkracht_persons=int(dice.integers(2, 7))),
            Wijk(code="zuid", name="Z", draagkracht_persons=int(dice.integers(3, 9))),
        ),
        corporaties=(
            Corporatie(id="A", name="A"),
            Corporatie(id="B", name="B", max_placements=int(dice.integers(0, 2))),
        ),
        complexes=(Complex(id="C", name="C", wijk="hatert", max_persons=2),),
    )


EXPECTED = future(
    weeks=WEEKS,
    chance=True,
    inflow={"persons_per_week": 2},
    vacancies={"units_per_week": "0.7", "offered_weeks": 4},
)


def best(known: Known) -> int:
    """Return the least waiting of a period, by another backend, from nothing."""
    horizon = lay_out_weeks(known)
    persons = {h.id: len(h.persons) for h, _ in known.households}
    size = np.array([persons[name] for name in horizon.household], dtype=np.int64)
    gain = size[horizon.pair_household] * (WEEKS - horizon.week)
    nothing = np.zeros(gain.size, dtype=np.bool_)
    tier = Tier("waiting", "max", gain)
    outcome = solve_by_parts(horizon.problem, [tier], nothing, "cpsat", Budget())
    assert outcome.optimal
    return outcome.stages[0].best


def with_more(known: Known, item: Item) -> Known:
    """Return the period with an item more, as a planner would write it down."""
    start = known.instance
    if item.thing is Thing.HOME:
        more = [
            (p.model_copy(update={"units": p.units + 1}) if p.id == item.id else p, *weeks)
            for p, *weeks in known.homes
        ]
        return replace(known, homes=more)
    if item.thing is Thing.DRAAGKRACHT:
        wijken = tuple(
            w.model_copy(update={"draagkracht_persons": (w.draagkracht_persons or 0) + item.amount})
            if w.code == item.id
            else w
            for w in start.wijken
        )
        return replace(known, instance=start.model_copy(update={"wijken": wijken}))
    if item.thing is Thing.CORPORATIE:
        owners = tuple(
            c.model_copy(update={"max_placements": (c.max_placements or 0) + 1})
            if c.id == item.id
            else c
            for c in start.corporaties
        )
        return replace(known, instance=start.model_copy(update={"corporaties": owners}))
    months = 1 if item.thing is Thing.LATER else -1
    moved = [
        (
            p.model_copy(update={"available_from": later(p.available_from, months)})
            if p.complex == item.id
            else p,
            *weeks,
        )
        for p, *weeks in known.homes
    ]
    return replace(known, homes=moved)


@pytest.mark.parametrize("seed", range(20))
def test_a_value_is_the_difference_of_two_full_solves(seed):
    start = city(seed)
    known = known_in(start, EXPECTED, coming(start, EXPECTED, Chances(EXPECTED, seed, 0)))
    base = best(known)
    wanted = items(start)
    found = values_of(start, EXPECTED, seed, 0, wanted, Budget())
    assert [value.item for value in found] == wanted
    assert all(value.proven for value in found)
    assert {v.item: v.value for v in found} == {
        item: best(with_more(known, item)) - base for item in wanted
    }


def test_something_is_worth_something():
    totals = np.zeros(len(items(city(0))))
    for seed in range(20):
        found = values_of(city(seed), EXPECTED, seed, 0, items(city(0)), Budget())
        totals += [abs(v.value) for v in found]
    # One unit more in the complex is worth nothing: its two persons fill it.
    assert [item.id for item, total in zip(items(city(0)), totals, strict=True) if not total] == [
        "W3"
    ]


def test_the_duals_foretell_the_sign_of_what_it_is_worth():
    """With more of something the relaxation gains at most the dual: concave."""
    start = city(3)
    for value in values_of(start, EXPECTED, 3, 0, items(start), Budget()):
        if value.estimate is not None:
            assert value.estimate >= -1e-6
        assert (value.value <= 0) if value.item.thing is Thing.LATER else (value.value >= 0)


def test_what_there_may_be_more_of():
    assert [(i.thing.value, i.id, i.amount) for i in items(city(0))] == [
        ("home", "W1", 1),
        ("home", "W2", 1),
        ("home", "W3", 1),
        ("draagkracht", "hatert", 10),
        ("draagkracht", "zuid", 10),
        ("corporatie", "B", 1),
        ("earlier", "C", 1),
        ("later", "C", 1),
    ]


def test_homes_that_are_alike_count_once():
    alike = [home("W1", rent_eur="600"), home("W2", wijk="zuid"), home("W3", max_persons=5)]
    assert [item.id for item in items(instance([], alike))] == ["W1", "W3"]


def test_a_complex_that_is_open_has_no_date_to_move():
    start = instance(
        [],
        [home("W1", complex="C", available_from=DAY - timedelta(days=1))],
        complexes=(Complex(id="C", name="C", wijk="hatert"),),
    )
    assert [item.thing for item in items(start)] == [Thing.HOME]


def test_over_draws_there_is_a_mean_and_an_interval():
    start = city(1)
    wanted = items(start)[:2]
    draws = [values_of(start, EXPECTED, 1, r, wanted, Budget()) for r in range(3)]
    found = worth_over(draws)
    for at, one in enumerate(found):
        mine = [draw[at].value for draw in draws]
        assert one.value.mean == pytest.approx(sum(mine) / 3)
        assert one.value.n == 3


def test_an_interval_is_students():
    """Mean 5, standard deviation 2, n 4: 5 ± 3.182 × 2 / 2."""
    found = interval([3, 3.267949192431123, 6.732050807568877, 7])
    assert found.mean == 5
    assert found.low is not None
    assert found.high is not None
    assert found.high - 5 == pytest.approx(5 - found.low)
    assert interval([1.0]).low is None
    assert paired([5.0, 7.0, 9.0], [1.0, 2.0, 3.0]).mean == 5
    with pytest.raises(ValueError, match="mean requires"):
        interval([])


def test_the_interval_holds_the_mean_as_often_as_it_says():
    dice = np.random.default_rng(4)
    inside = 0
    for _ in range(1000):
        found = interval(dice.normal(3, 2, size=6).tolist())
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 3 <= found.high
    assert 930 <= inside <= 970


def test_a_future_may_be_of_any_length():
    assert Future(weeks=1).weeks == 1
