"""A whole period at once: the best that weeks can do when all is known."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest

from allocator.domain.instance import Instance
from allocator.domain.wijk import Wijk
from allocator.scenarios.horizon import Horizon, Known, lay_out_weeks
from allocator.scenarios.simulating import simulate
from models.budget import Budget
from models.by_parts import solve_by_parts
from models.tiers import Tier
from tests.check.build import days, home, household, instance
from tests.scenarios.build import future


def known(start: Instance, households=(), homes=(), *, weeks: int) -> Known:
    """Return a period: what is there, with those who come and their weeks."""
    return Known(
        start,
        [*((h, 0) for h in start.households), *households],
        [*((p, 0, weeks) for p in start.homes), *homes],
        weeks,
    )


def best(horizon: Horizon) -> int:
    """Return the hindsight optimum, proven."""
    nothing = np.zeros(horizon.problem.pairs, dtype=np.bool_)
    tier = Tier("waiting", "max", horizon.gain)
    outcome = solve_by_parts(horizon.problem, [tier], nothing, "highs", Budget())
    assert outcome.optimal
    return outcome.stages[0].best


def pairs(horizon: Horizon) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the week and the gain of each pair by name."""
    return {
        (horizon.household[h], horizon.home[p]): (w, g)
        for h, p, w, g in zip(
            horizon.pair_household.tolist(),
            horizon.pair_home.tolist(),
            horizon.week.tolist(),
            horizon.gain.tolist(),
            strict=True,
        )
    }


def test_what_a_home_spares_is_the_urgency_of_the_weeks_after():
    """H1: 2 persons, 9 weeks: urgency 2 × 10, then 2 × 11, then over the term 2 × (12 + 2)."""
    start = instance([household("H1", 30, 31, koppeldatum=days(-63))], [home("W1", bedrooms=2)])
    found = lay_out_weeks(known(start, homes=[(home("W2", bedrooms=2), 2, 3)], weeks=3))
    assert pairs(found) == {("H1", "W1"): (0, 20 + 22 + 28), ("H1", "W2"): (2, 28)}
    assert found.spared[0].tolist() == [70, 50, 28, 0]


def test_who_comes_later_is_spared_only_later_weeks():
    new = household("H9", 40, koppeldatum=days(7))
    found = lay_out_weeks(known(instance([], [home("W1")]), [(new, 1)], weeks=3))
    assert pairs(found) == {("H9", "W1"): (1, 1 + 2)}


def test_a_pair_becomes_possible_in_its_week():
    start = instance(
        [household("H1", 30, hold_until=days(10)), household("H2", 30)],
        [
            home("W1", wheelchair=True, available_from=days(0)),
            home("W2", available_until=days(185)),
        ],
        policy={"reserve_adapted_days": 14, "min_stay_days": 180},
    )
    found = pairs(lay_out_weeks(known(start, weeks=4)))
    assert {pair: week for pair, (week, _) in found.items()} == {
        ("H1", "W1"): 2,
        ("H2", "W1"): 2,
        ("H2", "W2"): 0,
    }


def test_a_home_must_be_taken_before_it_is_let_to_others():
    start = instance([household("H1", 30, hold_until=days(13))], [])
    some = [(home("W1"), 0, 2), (home("W2"), 0, 3)]
    found = pairs(lay_out_weeks(Known(start, [(start.households[0], 0)], some, 4)))
    assert set(found) == {("H1", "W2")}


def test_a_new_year_has_room_of_its_own():
    """In a wijk for one person a year, two singles are placed: one of them after New Year."""
    wijken = (Wijk(code="hatert", name="H", draagkracht_persons=1),)
    start = instance(
        [household("H1", 30, koppeldatum=date(2025, 6, 1)), household("H2", 40)],
        [home("W1", available_until=None, units=2)],
        wijken=wijken,
        peildatum=date(2025, 12, 22),
    )
    start = start.model_copy(
        update={
            "households": tuple(
                h.model_copy(update={"koppeldatum": date(2025, 6, 1)}) for h in start.households
            )
        }
    )
    two_weeks, three_weeks = (lay_out_weeks(known(start, weeks=n)) for n in (2, 3))
    # 22 December is week 0, 5 January week 2.  204 days are 29 weeks: 1 + 29 + 2 × 19 = 68.
    assert best(two_weeks) == 68 + 71
    assert best(three_weeks) == 68 + 71 + 74 + 74


def test_units_are_counted_once_over_the_years():
    start = instance(
        [household("H1", 30), household("H2", 40)],
        [home("W1", units=1)],
        peildatum=date(2025, 12, 29),
    )
    found = lay_out_weeks(known(start, weeks=3))
    assert best(found) == max(g for g in found.gain.tolist())


@pytest.mark.parametrize("looks", [(0, 2, 4), (0, 3), (0, 1, 2, 3, 4, 9)])
def test_with_looks_further_apart_nothing_is_possible_that_is_not(looks):
    start = instance(
        [household("H1", 30, hold_until=days(10)), household("H2", 30, 5)],
        [home("W1"), home("W2", available_from=days(40))],
    )
    exact = pairs(lay_out_weeks(known(start, weeks=5)))
    rough = pairs(lay_out_weeks(known(start, weeks=5), looks))
    assert set(rough) <= set(exact)
    assert all(rough[pair][0] >= exact[pair][0] for pair in rough)


@pytest.mark.parametrize("seed", range(6))
def test_hindsight_is_the_best_of_all_ways_to_run_the_weeks(seed):
    """Every sequence of weekly choices is tried; none spares more, and one spares as much."""
    dice = np.random.default_rng(seed)
    people = [
        household(
            f"H{i}",
            *([30] * int(dice.integers(1, 4))),
            koppeldatum=days(-7 * int(dice.integers(1, 30))),
        )
        for i in range(3)
    ]
    limit = int(dice.integers(2, 7))
    wijken = (Wijk(code="hatert", name="H", draagkracht_persons=limit),)
    start = instance(people, [home("W1", max_persons=2), home("W2", bedrooms=3)], wijken=wijken)
    found = lay_out_weeks(known(start, weeks=3))
    tried = [spared_by(start, found, choice) for choice in product(range(4), repeat=6)]
    assert best(found) == max(spared for spared in tried if spared is not None)


def spared_by(start: Instance, found: Horizon, choice: tuple[int, ...]) -> int | None:
    """Return what weeks with these choices spare; ``None`` when a choice cannot be."""
    where = {name: i for i, name in enumerate(found.household)}
    possible = set(pairs(found))
    # Number i: H0, H1, H2 or nobody for home i % 2 in week i // 2.
    order = [(i // 2, f"W{i % 2 + 1}", f"H{c}" if c < 3 else None) for i, c in enumerate(choice)]
    persons = {h.id: len(h.persons) for h in start.households}
    limit = start.wijken[0].draagkracht_persons or 0
    total = used = 0
    taken_homes: set[str] = set()
    taken_people: set[str] = set()
    for week, place, who in order:
        if who is None:
            continue
        if place in taken_homes or who in taken_people or (who, place) not in possible:
            return None
        used += persons[who]
        if used > limit:
            return None
        taken_homes.add(place)
        taken_people.add(who)
        total += int(found.spared[where[who], week])
    return total


def test_weekly_rounds_never_beat_hindsight():
    start = instance(
        [household(f"H{i}", *([30] * (1 + i % 3)), koppeldatum=days(-7 * i)) for i in range(1, 8)],
        [home("W1", max_persons=1), home("W2"), home("W3", bedrooms=3, max_persons=6)],
    )
    happened = simulate(start, future(weeks=4), seed=1, replication=0)
    horizon = lay_out_weeks(known(start, weeks=4))
    where = {name: i for i, name in enumerate(horizon.household)}
    spared = sum(int(horizon.spared[where[p.household.id], p.week]) for p in happened.placements)
    assert 0 < spared <= best(horizon)
