"""Flows against every plan there is, and each constraint by a problem that needs it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from models.budget import Budget
from models.building import Building
from models.flow_plan import plan_of
from models.highs import Backend
from models.outcome import Status
from models.path_types import types_of
from models.relocation import NONE, Aim, Area, Need, Relocation, Site, moves_of
from models.relocation_flow import FIRST, Flow, monthly
from tests.models.shelter import brute
from tests.models.shelter.random_problems import alike_of, plans_of_alike, problem_of

SEEDS = range(120)
ALIKE = range(150)
BACKEND = Backend()


def by_hand(persons, rooms, *, start=None, most=(), most_in=(), areas=(), aside=0, **changes):
    """Return a problem in which everybody may be everywhere in all months.

    ``rooms`` has shape ``(S, T)``; a household has one, whatever its size.  ``aside`` are rooms
    of site 0 that only a first stay can be in.
    """
    persons, rooms = np.array(persons), np.array(rooms)
    shape, months = (persons.size, rooms.shape[0]), rooms.shape[1]
    needs = [Need(n, -1, (True, False)) for n in (1, 2, 3, 4)]
    problem = Relocation(
        persons=persons,
        first=np.zeros_like(persons),
        last=np.full_like(persons, months - 1),
        start=np.full_like(persons, -1) if start is None else np.array(start),
        allowed=np.ones((*shape, months), dtype=np.bool_),
        staying=np.ones((persons.size, months), dtype=np.bool_),
        unplaced=np.ones((persons.size, months), dtype=np.bool_),
        need=np.repeat(persons[:, None] - 1, shape[1], axis=1),
        first_need=persons - 1 + (4 if aside else 0),
        needs=tuple((*needs, *(replace(n, kinds=(True, True)) for n in needs)) for _ in rooms),
        sites=tuple(
            Site(
                beds=np.array([4, 4]),
                rooms=np.array([own, [aside if s == 0 else 0] * months]),
                most=dict(most).get(s),
                most_in=dict(most_in).get(s),
            )
            for s, own in enumerate(rooms)
        ),
        areas=tuple(Area(np.array(sites), most) for sites, most in areas),
    )
    return replace(problem, **changes)


def optima(problem, aims, flow=None):
    """Return the best value of each aim over flows, and its numbers; ``None`` without any."""
    types = types_of(problem, aims)
    flow = flow or Flow(problem, types, aims, range(problem.months))
    found, counts = [], None
    for aim in aims:
        model = flow.model(aim)
        solution = BACKEND.solve_mip(model, Budget())
        if solution.status is Status.INFEASIBLE:
            return None, None
        found.append(round(model.offset + float(model.cost @ solution.values)))
        flow.hold(aim, aim.worst_allowed(found[-1]))
        counts = flow.counts(solution.values)
    return found, counts


def planned(problem, aims, counts):
    return plan_of(problem, types_of(problem, aims), aims, counts)


def best_of(aims, problem, plans):
    """Return the best value of each aim in order, ``None`` without plans."""
    left, found = list(plans), []
    if not left:
        return None
    for aim in aims:
        values = [brute.value(problem, aim, plan) for plan in left]
        found.append(min(values))
        left = [plan for plan, one in zip(left, values, strict=True) if one == min(values)]
    return found


def is_plan(problem, plan):
    rows = [tuple(row) for row in plan.tolist()]
    alone = all(row in brute.rows(problem, h) for h, row in enumerate(rows))
    return alone and brute.keeps(problem, rows)


def without_again(aims):
    return [aim for aim in aims if aim.again is None]


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_the_best_of_all_plans(seed):
    problem, aims = problem_of(seed)
    aims = [*without_again(aims), Aim("placed", unplaced=1 + 0 * problem.staying)]
    found, counts = optima(problem, aims)
    assert found == brute.best(problem, aims)
    if counts is not None:
        plan = planned(problem, aims, counts)
        assert is_plan(problem, plan)
        assert [brute.value(problem, aim, plan.tolist()) for aim in aims] == found


@pytest.mark.parametrize("seed", ALIKE)
def test_it_is_the_best_of_all_plans_for_households_that_are_alike(seed):
    problem, aims, kind = alike_of(seed)
    aims = [*without_again(aims), Aim("placed", unplaced=1 + 0 * problem.staying)]
    found, counts = optima(problem, aims)
    assert found == best_of(aims, problem, plans_of_alike(problem, kind))
    if counts is not None:
        plan = planned(problem, aims, counts)
        assert is_plan(problem, plan)
        assert [brute.value(problem, aim, plan.tolist()) for aim in aims] == found


def test_problems_are_of_all_sorts():
    found = {name: 0 for name in ("alike", "none", "first stay apart", "joined", "over", "groups")}
    for seed in ALIKE:
        problem, aims, kind = alike_of(seed)
        types = types_of(problem, aims)
        flow = Flow(problem, types, aims, range(problem.months))
        rows = {name.split("(")[0] for name in flow.model(Aim()).rows}
        apart = {k for k, s, _ in flow.states if s == FIRST}
        found["alike"] += max(types.count) > 1
        found["none"] += next(plans_of_alike(problem, kind), None) is None
        found["first stay apart"] += bool(apart)
        found["joined"] += any(problem.start[h] >= 0 for h in set(types.example) - apart)
        found["over"] += "M3_others" in rows
        found["groups"] += any(aim.groups for aim in aims)
    assert min(found.values()) >= 10, found


def chains(problem, aim):
    """Whether some path has three moves, each soon after the one before, but not the third."""
    for h in range(problem.households):
        earlier = [] if aim.moved[h] is None else [aim.moved[h]]
        for row in brute.rows(problem, h):
            months = [*earlier, *moves_of(int(problem.start[h]), np.array(row)).tolist()]
            for a, b, c in zip(months, months[1:], months[2:], strict=False):
                if 0 < b - a <= aim.within >= c - b > 0 and c - a > aim.within:
                    return True
    return False


@pytest.mark.parametrize("seed", SEEDS)
def test_moves_soon_after_another_are_never_counted_too_often(seed):
    problem, aims = problem_of(seed)
    again = [aim for aim in aims if aim.again is not None]
    aims = [*again, *without_again(aims)]
    expected = brute.best(problem, aims)
    found, _ = optima(problem, aims)
    if expected is None:
        assert found is None
    elif any(chains(problem, aim) for aim in again):
        assert found <= expected
    else:
        assert found == expected


def test_there_are_problems_with_chains_and_without():
    found = [
        chains(problem, a) for problem, aims in map(problem_of, SEEDS) for a in aims if a.moved
    ]
    assert 10 < sum(found) < len(found) - 30


def test_of_a_chain_the_least_is_counted():
    # moves in months 1, 2 and 3: the last two come soon after another, one could do for both
    aim = Aim("again", again=np.array([5]), within=1, moved=(None,))
    allowed = np.zeros((1, 3, 4), dtype=np.bool_)
    allowed[0, [0, 1, 2, 0], [0, 1, 2, 3]] = True
    problem = by_hand([1], np.ones((3, 4), int), start=[0], allowed=allowed)
    problem = replace(problem, staying=allowed[:, 0], unplaced=~problem.unplaced)
    assert brute.best(problem, [aim]) == [10]
    assert optima(problem, [aim])[0] == [5]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_plan_costs(seed):
    """With a plan fixed, the least that is counted is what it costs, in all and by month."""
    problem, aims = problem_of(seed)
    aims = without_again(aims)
    types = types_of(problem, aims)
    for plan in islice(brute.plans(problem), 3, 40, 12):
        flow = Flow(problem, types, aims, range(problem.months))
        flow.fix(flow.of_plan(np.array(plan)), range(problem.months))
        for aim in aims:
            model = flow.model(aim)
            solution = BACKEND.solve_mip(model, Budget())
            expected = brute.value(problem, aim, plan)
            assert model.offset + model.cost @ solution.values == pytest.approx(expected)
            by_month = [flow.costs(aim, t) for t in range(problem.months)]
            worth = [
                constant + sum(solution.values[c] * cost for c, cost in entries)
                for entries, constant in by_month
            ]
            assert sum(worth) == pytest.approx(expected)
            assert sorted(e for own, _ in by_month for e in own) == sorted(flow.costs(aim)[0])


@pytest.mark.parametrize("seed", range(40))
def test_months_in_the_middle_cost_what_they_add(seed):
    problem, aims = problem_of(seed)
    types = types_of(problem, aims)
    for plan in islice(brute.plans(problem), 2):
        for t in range(problem.months):
            flow = Flow(problem, types, aims, range(t, t + 1))
            flow.fix(flow.of_plan(np.array(plan)), [t])
            if not flow.states:  # nobody is present
                continue
            for aim in (aim for aim in aims if monthly(aim)):
                model = flow.model(aim)
                solution = BACKEND.solve_mip(model, Budget())
                found = model.offset + model.cost @ solution.values
                assert found == pytest.approx(month_of(problem, aim, plan, t))


def month_of(problem, aim, plan, month):
    """Return what a month adds to an aim that has no moves, household by household."""
    stays = [brute.first_stay(problem, h, row)[month] for h, row in enumerate(plan)]
    total = 0
    for h, row in enumerate(plan):
        place = row[month]
        if place == NONE and aim.unplaced is not None:
            total += aim.unplaced[h, month]
        elif place >= 0 and stays[h] and aim.staying is not None:
            total += aim.staying[h, month]
        elif place >= 0 and not stays[h] and aim.place is not None:
            total += aim.place[h, place, month]
    for group in aim.groups:
        places = [plan[h][month] for h in group.tolist() if plan[h][month] >= NONE]
        if places:
            total += len({p for p in places if p >= 0}) + places.count(NONE) - 1
    for share in aim.shares:
        there = [h for h, row in enumerate(plan) if row[month] >= 0 and share.sites[row[month]]]
        total += max(0, sum(int(problem.persons[h]) for h in there) - share.most)
    return total


WITHOUT = Aim("unplaced", unplaced=np.ones((2, 2), dtype=int))


@pytest.mark.parametrize(
    ("limits", "status"),
    [
        # two households, one room: each month leaves one without a place
        ([(2, None)], Status.OPTIMAL),
        ([(1, None)], Status.INFEASIBLE),
        ([(1, 0), (1, 1)], Status.OPTIMAL),
        ([(2, 0), (0, 1)], Status.INFEASIBLE),
        ([(0, 0)], Status.INFEASIBLE),
    ],
)
def test_an_aim_is_held_in_all_or_in_a_month(limits, status):
    problem = by_hand([1, 1], [[1, 1]])
    flow = Flow(problem, types_of(problem, [WITHOUT]), [WITHOUT], range(2))
    for worst, month in limits:
        flow.hold(WITHOUT, worst, month)
    assert BACKEND.solve_mip(flow.model(WITHOUT), Budget()).status is status


def test_months_are_fixed_or_left():
    problem = by_hand([1, 2], [[1, 1]])
    persons = replace(WITHOUT, unplaced=np.array([[1, 1], [2, 2]]))
    flow = Flow(problem, types_of(problem, [persons]), [persons], range(2))
    flow.fix({(0, 0, 0): 1, (1, NONE, 0): 1}, [0])  # the smaller is in the room
    solution = BACKEND.solve_mip(flow.model(persons), Budget())
    assert (
        persons.value(
            problem, plan_of(problem, flow.types, [persons], flow.counts(solution.values))
        )
        == 2 + 1
    )
    assert flow.counts(solution.values) == {
        (0, 0, 0): 1, (0, NONE, 0): 0, (1, 0, 0): 0, (1, NONE, 0): 1,
        (0, 0, 1): 0, (0, NONE, 1): 1, (1, 0, 1): 1, (1, NONE, 1): 0,
    }  # fmt: skip


def test_rooms_are_asked_for_in_whole_numbers():
    # singles of two groups would each take half of one room of two
    problem = by_hand([1, 1], [[1]])
    needs = (Need(1, 0, (True, False)), Need(1, 1, (True, False)))
    problem = replace(problem, needs=(needs,), need=np.array([[0], [1]]))
    aim = Aim("unplaced", unplaced=np.ones((2, 1), dtype=int))
    assert optima(problem, [aim])[0] == [1]


def table(*rows):
    return np.array(rows)


# Constraint, problem, aims, their optima, and what they would be without the constraint.
NEEDED = {
    # one household: 3 in the site, 5 without
    "F1": (
        by_hand([1], [[1]]),
        [Aim(place=table([[3]]), unplaced=table([5]))],
        [3],
        [0],
    ),
    # staying costs 5 in month 0, then nothing; leaving at once and coming back 1 + 3; with the
    # first stay in month 1 without one in month 0: 1
    "F2": (
        by_hand([1], [[1, 1], [1, 1]], start=[0]),
        [
            Aim(
                staying=table([5, 0]),
                place=table([[9, 3], [1, 4]]),
                unplaced=table([9, 9]),
            )
        ],
        [4],
        [1],
    ),
    # site 0 closes: a move at 2
    "F3": (
        by_hand([1], [[1, 0], [1, 1]], start=[0], unplaced=np.zeros((1, 2), dtype=np.bool_)),
        [Aim(move=table(2))],
        [2],
        [0],
    ),
    # of four one moves in each month: 3 + 2 without a place
    "M4": (
        by_hand([1] * 4, [[4, 4]], most_in={0: 1}),
        [Aim(unplaced=np.ones((4, 2), dtype=int))],
        [5],
        [0],
    ),
    # as many as like would come in month 1, when who is in in month 0 is not known: 3
    "F4": (
        by_hand([1] * 4, [[4, 4]], most_in={0: 1}),
        [Aim(unplaced=np.ones((4, 2), dtype=int))],
        [5],
        [3],
    ),
    # site 0 closes, and it is all of the wijk: 3
    "F5": (
        by_hand([1], [[1, 0], [1, 1]], start=[0]),
        [Aim(leave=((0, np.array([True, False]), 3),))],
        [3],
        [0],
    ),
    # staying costs 4 in month 1, and a stay that is not the first there nothing; 5 elsewhere
    "F6": (
        by_hand([1], [[1, 1], [1, 1]], start=[0]),
        [
            Aim(
                staying=table([0, 4]),
                place=table([[5, 0], [5, 5]]),
                unplaced=table([7, 7]),
            )
        ],
        [4],
        [0],
    ),
    # the second aim is 3 with a place, 1 without
    "F7": (
        by_hand([1], [[1]]),
        [Aim(unplaced=table([2])), Aim(place=table([[3]]), unplaced=table([1]))],
        [0, 3],
        [0, 1],
    ),
    # one room for two, of which one of four persons; and at most four persons in two rooms
    "R3": (by_hand([1, 4], [[1]]), [Aim(unplaced=table([2], [8]))], [2], [0]),
    "R1": (by_hand([1, 4], [[1]]), [Aim(unplaced=table([2], [8]))], [2], [0]),
    "M2": (by_hand([1, 4], [[2]], most={0: 4}), [Aim(unplaced=table([2], [8]))], [2], [0]),
    "M2 of an area": (
        by_hand([1, 4], [[1], [1]], areas=[([True, True], 4)]),
        [Aim(unplaced=table([2], [8]))],
        [2],
        [0],
    ),
    # most is 2; of 3 + 1 who live there the one can go to site 1, where there is one room, or
    # stay at 2; the third, of 1 person, then may not come in beside the three: 1 without a place
    "M3": (
        by_hand([3, 1, 1], [[3], [1]], start=[0, 0, -1], most={0: 2}),
        [Aim(staying=table([0], [2], [0]), unplaced=table([9], [9], [1]))],
        [1],
        [0],
    ),
    "M3 of an area": (
        by_hand([3, 1, 1], [[3], [1]], start=[0, 0, -1], areas=[([True, False], 2)]),
        [Aim(staying=table([0], [2], [0]), unplaced=table([9], [9], [1]))],
        [1],
        [0],
    ),
    # a room in each of two sites: in two places, 1 more than one; without sites counted -1
    "M5": (
        by_hand([1, 1], [[1], [1]]),
        [Aim("placed", unplaced=table([1], [1])), Aim("together", groups=(np.arange(2),))],
        [0, 1],
        [0, -1],
    ),
    # 1 + 4 persons above 2
    "M6": (
        by_hand([1, 4], [[2]]),
        [Aim(unplaced=table([1], [1])), Aim(shares=(Area(np.array([True]), 2),))],
        [0, 3],
        [0, 0],
    ),
}


HOME = Aim("home", staying=table([1, 0]), place=table([[0, 0], [5, 5]]), unplaced=table([9, 9]))


def test_who_stays_as_the_first_stay_joins_another_does_not_move_in():
    """It costs 1 more in month 0 and nothing in month 1; nobody may move into site 0."""
    problem = by_hand([1], [[1, 1], [1, 1]], start=[0], most_in={0: 0})
    assert optima(problem, [HOME])[0] == brute.best(problem, [HOME]) == [1]


def test_who_leaves_as_the_first_stay_joins_another_moves():
    """Site 0 has no room in month 1."""
    problem = by_hand([1], [[1, 0], [1, 1]], start=[0])
    aims = [HOME, Aim("move", move=table(1))]
    assert optima(problem, aims)[0] == brute.best(problem, aims) == [6, 1]


def moving(moved, within):
    """Return who must move in months 1 and 2, and what a move soon after another is then."""
    allowed = np.eye(3, dtype=np.bool_)[None]
    problem = by_hand([1], np.ones((3, 3), int), start=[0], allowed=allowed)
    problem = replace(problem, staying=allowed[:, 0], unplaced=~problem.unplaced)
    return problem, [Aim(again=np.array([5]), within=within, moved=(moved,))]


NEEDED["F8"] = *moving(None, 1), [5], [0]
# moved in month -1 too: the moves in months 1 and 2 both come soon after that one
NEEDED["F8 of an earlier move"] = *moving(-1, 3), [10], [0]


@pytest.mark.parametrize("label", NEEDED)
def test_every_constraint_is_needed(label, monkeypatch):
    problem, aims, expected, otherwise = NEEDED[label]
    assert optima(problem, aims)[0] == expected == brute.best(problem, aims)
    monkeypatch.setattr(Building, "add_row", without(label.split()[0]))
    assert optima(problem, aims)[0] == otherwise


def without(label):
    """Return how rows are added without those of a constraint."""
    add = Building.add_row

    def add_row(building, name, entries, **limits):
        kept = {} if name.startswith(f"{label}_") else limits
        return add(building, name, entries, **kept)

    return add_row


def test_two_groups_of_sites_to_leave_are_counted_each_for_itself():
    """One of two alike must leave site 0, of two wijken, and site 1 and 2 are of one of them.

    The other comes from site 3, of neither.  Whoever goes where, one wijk is left.
    """
    rooms = [[1, 0], [0, 1], [0, 1], [1, 0]]
    problem = by_hand([1, 1], rooms, unplaced=np.zeros((2, 2), dtype=np.bool_))
    wijken = np.array([[1, 1, 0, 0], [1, 0, 1, 0]], dtype=np.bool_)
    aims = [Aim("leave", leave=tuple((h, wijk, 1) for h in range(2) for wijk in wijken))]
    assert brute.best(problem, aims) == [1]
    found, counts = optima(problem, aims)
    assert found == [0]
    assert aims[0].value(problem, planned(problem, aims, counts)) == 1
