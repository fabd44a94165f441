"""Households that are alike, as counts, against the model of pairs and every plan."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.assignment import formulate
from models.budget import Budget
from models.grouping import Groups, columns_of
from models.highs import Backend
from models.lexicographic import Stage, accept
from models.outcome import Status
from models.tiers import Fixed
from models.tight import Tight
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

EVERY = [(h, p) for h in range(4) for p in range(2)]


def of(gains, pairs=EVERY, excess=(), held=None, **more):
    """Return the model of a tier, and that over groups."""
    problem = build.problem(pairs, [2, 1], **more)
    fixed = [Fixed(held, 3)] if held else []
    tier = build.tier(pairs, gains, excesses=excess)
    model = formulate(problem, tier, fixed)
    return model, columns_of(problem, model)


def groups(*arguments, **more):
    """Return the number of groups, as there are rows G1; 0 when they are not used."""
    _, found = of(*arguments, **more)
    return sum(row.startswith("G1_") for row in found.model.rows)


WAITING = [9, 9, 7, 7, 7, 7, 1, 1]


def test_who_is_alike_but_for_waiting_is_one_group():
    assert groups(WAITING) == 1
    # what each place adds for everybody does not matter
    assert groups([9, 11, 7, 9, 7, 9, 1, 3]) == 1


PERSONS = {(h, p): 3 if h == 3 else 2 for h, p in EVERY}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"gains": [9, 8, 7, 7, 7, 7, 1, 1]}, 2),  # household 0 does not like place 1
        ({"gains": WAITING, "limits": [(PERSONS, 6)]}, 2),
        ({"gains": WAITING, "excess": [(PERSONS, 2)]}, 2),
        ({"gains": WAITING, "kind": [0, 0, 0, 1], "one_kind": [0]}, 2),
        ({"gains": WAITING, "forced": [(2, 0)]}, 2),
        ({"gains": WAITING[:7], "pairs": EVERY[:7]}, 2),
        ({"gains": WAITING, "held": build.tier(EVERY, [0, 1, 0, 0, 0, 0, 0, 0])}, 2),
        ({"gains": WAITING, "held": build.tier(EVERY, [4, 4, 3, 3, 2, 2, 0, 0])}, 1),
        ({"gains": [9, 8, 7, 5, 7, 7, 1, 1]}, 3),
        ({"gains": [9, 8, 7, 7, 7, 5, 1, 2]}, 0),
    ],
)
def test_who_differs_in_one_thing_is_not(more, expected):
    assert groups(**more) == expected


def test_the_model_over_groups():
    model, found = of(WAITING, limits=[(dict.fromkeys(EVERY, 2), 5)])
    assert found.model.columns == ["n(g0,p0)", "n(g0,p1)", "y(h0)", "y(h1)", "y(h2)", "y(h3)"]
    assert found.model.cost.tolist() == [0, 0, 9, 7, 7, 1]
    assert found.model.upper.tolist() == [4, 4, 1, 1, 1, 1]
    rows = dict(zip(found.model.rows, found.model.matrix.toarray().tolist(), strict=True))
    assert rows == {
        "C2_units(p0)": [1, 0, 0, 0, 0, 0],
        "C2_units(p1)": [0, 1, 0, 0, 0, 0],
        "C5_limit(l0)": [2, 2, 0, 0, 0, 0],
        "G1_placed(g0)": [1, 1, -1, -1, -1, -1],
    }
    plan = found.plan(np.array([1.0, 1, 1, 0, 1, 0]))
    assert [pair for pair, chosen in zip(EVERY, plan, strict=True) if chosen] == [(0, 0), (2, 1)]
    assert found.values(plan).tolist() == [1, 1, 1, 0, 1, 0]
    assert found.model.cost @ [1, 1, 1, 0, 1, 0] == model.cost @ plan == 16


def within(gains, gap, costs, **more):
    """Return what is fixed when columns, by name, have reduced costs."""
    _, found = of(gains, **more)
    model = found.model
    reduced = np.array([costs.get(name, 0.0) for name in model.columns])
    tight = Tight(20.0, reduced, np.zeros(len(model.rows)), model)
    fixed = found.within(tight, gap)
    return (
        [pair for pair, one in zip(EVERY, fixed.never, strict=True) if one],
        [pair for pair, one in zip(EVERY, fixed.always, strict=True) if one],
        {name: limits for name, limits in fixed.limits.items() if name.startswith("C1_")},
    )


def test_what_costs_too_much_is_fixed_for_the_whole_group():
    assert within(WAITING, 2.0, {"n(g0,p0)": -2.0, "y(h1)": 2.0, "y(h3)": -2.0}) == ([], [], {})
    never, always, rows = within(WAITING, 2.0, {"n(g0,p0)": -2.1, "y(h1)": 2.1, "y(h3)": -2.1})
    assert never == [(0, 0), (1, 0), (2, 0), (3, 0), (3, 1)]
    assert (always, rows) == ([], {"C1_one_place(h1)": (1.0, 1.0)})
    # that all are in one place is certain when one less costs too much
    assert within(WAITING, 2.0, {"n(g0,p0)": 2.1})[1] == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert within(WAITING, 2.0, {"n(g0,p0)": 1.9})[1] == []
    assert within(WAITING, 2.0, {}, forced=[(2, 0)])[1] == [(2, 0)]


def test_rows_that_cost_too_much_to_leave_open_are_kept():
    _, found = of(WAITING)
    duals = np.array([3.0 if name == "C2_units(p0)" else 0.0 for name in found.model.rows])
    tight = Tight(20.0, np.zeros(found.model.cost.size), duals, found.model)
    assert found.within(tight, 7.0).limits["C2_units(p0)"] == (-np.inf, 2.0)
    assert found.within(tight, 4.0).limits["C2_units(p0)"] == (1.0, 2.0)


@st.composite
def twins(draw):
    """A case in which some households are copies of others, but for what they wait."""
    problem, tiers = draw(cases())
    like = draw(
        st.lists(st.integers(0, problem.households - 1), min_size=0, max_size=2), label="like"
    )
    pairs, rows = build.of(problem), [[] for _ in range(problem.households)]
    for i, (h, _) in enumerate(pairs):
        rows[h].append(i)
    source = [*range(len(pairs)), *(i for h in like for i in rows[h])]
    copied = [
        *pairs,
        *((problem.households + n, pairs[i][1]) for n, h in enumerate(like) for i in rows[h]),
    ]

    def weights(part):
        known = dict(zip(part.members.tolist(), part.weight.tolist(), strict=True))
        return {pair: known[i] for pair, i in zip(copied, source, strict=True) if i in known}

    made = build.problem(
        copied,
        problem.units.tolist(),
        kind=[*problem.kind.tolist(), *(int(problem.kind[h]) for h in like)],
        one_kind=np.flatnonzero(problem.one_kind).tolist(),
        limits=[(weights(one), one.capacity) for one in problem.limits],
        forced=[pair for pair, f in zip(pairs, problem.forced.tolist(), strict=True) if f],
    )
    more = [draw(st.integers(-3, 3)) for _ in like]
    own = [
        build.tier(
            copied,
            [
                int(tier.gain[i]) + (more[h - problem.households] if h >= problem.households else 0)
                for (h, _), i in zip(copied, source, strict=True)
            ],
            tier.sense,
            name=tier.name,
            constant=tier.constant,
            excesses=[(weights(one), one.base) for one in tier.excesses],
        )
        for tier in tiers
    ]
    return made, own


@RELAXED
@given(twins())
def test_it_is_as_good_as_trying_every_plan(case):
    """Tier after tier, of which those before are held; ``accept`` checks every plan exactly."""
    problem, tiers = case
    plans = list(plain.plans(problem))
    fixed, left = [], plans
    for tier in tiers:
        start = plain.array(problem, left[0])
        model = formulate(problem, tier, fixed)
        columns = columns_of(problem, model)
        solution = Backend().solve_mip(columns.model, Budget(), feasible=True)
        assert solution.status is Status.OPTIMAL
        found = columns.plan(solution.values)
        result = accept(Stage(problem, tier, tuple(fixed), start), solution, found)
        values = [plain.value(tier, plan) for plan in left]
        best = max(values) if tier.sense == "max" else min(values)
        assert tier.value(result.plan) == best == result.bound
        fixed.append(Fixed(tier, best))
        left = [plan for plan, value in zip(left, values, strict=True) if value == best]


def test_groups_are_made_of_twins():
    """Of the twins above some are in groups, or the test above says little."""
    found = []

    @RELAXED
    @given(twins())
    def look(case):
        problem, tiers = case
        found.append(isinstance(columns_of(problem, formulate(problem, tiers[0])), Groups))

    look()
    assert sum(found) >= 5  # of 60 mostly 16 to 46
