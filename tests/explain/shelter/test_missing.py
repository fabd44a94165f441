"""How many places are missing, month by month."""

from __future__ import annotations

from datetime import date
from itertools import combinations_with_replacement, product

import pytest

from allocator.explain.shelter.fitting import added, with_rooms
from allocator.explain.shelter.missing import missing_places
from allocator.explain.shelter.standing import Standing
from allocator.explain.shelter.without import Suiting, without_place
from allocator.shelter_plan import ExtraRooms
from tests.check.shelter.build import MAN, instance, ontheemde, rooms, site
from tests.explain.shelter.plans import BACKEND, explained
from tests.explain.shelter.random_shelter import instance_of, plan_of

PAIR = ontheemde("H1", 30, 31)


def missing(given, **paths):
    return explained(given, **paths).missing


def test_nobody():
    assert missing(instance([PAIR], [site("A")], [rooms("A", 2)]), H1="AAAAAA") == ()


def test_months_and_counts():
    """H1 is full, H3 has no site that suits: it is counted, and no room is asked for it."""
    there = ontheemde("H2", 30, 31, 32)
    man = ontheemde("H3", 30, people={0: MAN}, koppeling="zuid")
    given = instance([PAIR, there, man], [site("A")], [rooms("A", 4)])
    found = missing(given, H1="AA....", H2="..AAAA", H3="......")
    assert [m.month for m in found] == [f"2025-0{t}" for t in range(4, 10)]
    assert (found[0].households, found[0].persons, found[0].full) == (2, 4, 3)
    assert (found[2].households, found[2].persons, found[2].full) == (2, 3, 2)
    assert found[2].rooms == (ExtraRooms(2, wheelchair=False, number=1),)
    # H2 can have the room of four, when H1 has the new one
    assert found[0].rooms == (ExtraRooms(2, wheelchair=False, number=1),)
    assert all(m.proven for m in found)


def test_together_less_than_one_by_one():
    """Single women share one room, and the man has the one that gets free."""
    women = [ontheemde(f"H{i}", 30) for i in (1, 2, 3, 4)]
    man = ontheemde("H5", 30, people={0: MAN})
    family = ontheemde("H6", *[30] * 4)
    given = instance([*women, man, family], [site("A")], [rooms("A", 1), rooms("A", 4)])
    without = dict.fromkeys(("H2", "H3", "H4", "H5"), "......")
    found = missing(given, H1="AAAAAA", H6="AAAAAA", **without)
    assert [(m.full, m.persons, m.over_limits) for m in found] == [(4, 4, 0)] * 6
    # all women in the new room, and the man in the room of H1
    assert found[0].rooms == (ExtraRooms(4, wheelchair=False, number=1),)


@pytest.mark.parametrize("most", [3, 5, None])
def test_limits(most):
    """Rooms ignore limits; by how many persons these are exceeded then is told."""
    there = ontheemde("H2", 30, 31, 32)
    given = instance([PAIR, there], [site("A", max_persons=most)], [rooms("A", 4)])
    found = missing(given, H1="......", H2="AAAAAA")
    assert found[0].rooms == (ExtraRooms(2, wheelchair=False, number=1),)
    assert found[0].over_limits == (2 if most == 3 else 0)


def test_limits_of_moving_in_and_of_wijken():
    there = ontheemde("H2", 30, 31, 32, current_site="A")
    wijken = tuple(
        w.model_copy(update={"shelter_persons_max": 2}) for w in instance([], [], []).wijken
    )
    given = instance([PAIR, there], [site("A", max_moves_in=1)], [rooms("A", 4, 2)], wijken=wijken)
    found = missing(given, H1="......", H2="AAAAAA")
    assert found[0].rooms == ()
    # one person too many moves in; and two in hatert and two in noord, which first stays exceed
    assert found[0].over_limits == 1 + 2 + 2


def test_a_wheelchair_room():
    wheels = [ontheemde(f"H{i}", 30, people={0: {"mobility": "wheelchair"}}) for i in (1, 2)]
    given = instance(wheels, [site("A")], [rooms("A", 1, wheelchair=True), rooms("A", 3)])
    found = missing(given, H1="......", H2="AAAAAA")
    assert found[0].rooms == (ExtraRooms(1, wheelchair=True, number=1),)
    late = instance(wheels, [site("A", opens_on=date(2025, 9, 1))], list(given.rooms))
    assert [m.full for m in missing(late, H1="......", H2=".....A")] == [0] * 5 + [1]


@pytest.mark.parametrize("seed", range(30))
def test_no_fewer_rooms_will_do(seed):
    """Against all ways to put the households in sites and to give the sites extra rooms."""
    given = instance_of(seed)
    standing = Standing(*plan_of(given, 0), BACKEND)
    suiting = Suiting(standing)
    rows = without_place(standing, suiting)
    for month in missing_places(standing, suiting, rows, BACKEND):
        t = next(t for t in range(6) if standing.shelter.months.name(t) == month.month)
        full = [row.household for row in rows if row.reason == "full" and t in row.months]
        assert month.full == sum(int(standing.problem.persons[h]) for h in full)
        if len(full) > 3 or not month.proven:
            continue
        size = sum(r.number for r in month.rooms), sum(r.beds * r.number for r in month.rooms)
        assert size == least(given, standing, suiting, full, t)


def least(given, standing, suiting, households, t):
    """Return the fewest rooms, and then the fewest beds, found by trying."""
    sites = range(len(given.sites))
    ways = []
    for h in households:
        first = [standing.starts_first(h, s, t) for s in sites]
        ways.append(
            [
                (s, standing.need(h, s, first=first[s]))
                for s in sites
                if not set(standing.barriers(h, s, t, first=first[s])) - {"notice"}
                and (first[s] or suiting.has_rooms(h, s))
            ]
        )
    largest = max([1, *(g.beds for g in given.rooms)])
    most = max([largest, *(-(-int(standing.problem.persons[h]) // 4) for h in households)])
    kinds = list(product(sites, range(1, most + 1), (False, True)))
    best = None
    for number in range(4):
        for extra in combinations_with_replacement(kinds, number):
            beds = sum(b for _, b, _ in extra)
            if (best is None or beds < best) and any(
                all(holds(standing, s, t, way, extra) for s in sites) for way in product(*ways)
            ):
                best = beds
        if best is not None:
            return number, best
    raise AssertionError("more than three rooms")


def holds(standing, s, t, way, extra):
    """Whether a site with its extra rooms holds those who are put there."""
    demand, there = standing.demand(s, t), standing.rooms(s, t)
    for at, need in way:
        demand = added(demand, need) if at == s else demand
    for at, beds, wheelchair in extra:
        there = with_rooms(there, (beds,), wheelchair=wheelchair) if at == s else there
    return standing.fitting.holds(there, demand)
