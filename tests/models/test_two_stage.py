"""Now and later together: the model says what its formulas say, and its duals are worth it."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest

import models.two_stage
from models.assignment import Assignment, Limit
from models.budget import Budget
from models.highs import Backend
from models.two_stage import Later, Now, formulate, worth


def ints(*values: int) -> np.ndarray:
    """Return an array of whole numbers."""
    return np.array(values, dtype=np.int64)


def later(pairs, gain, *, households, units, limits=(), shared=None, known=(2, 1)) -> Later:
    """Return a sample; its first households and places are those of now."""
    household, place = ints(*(h for h, _ in pairs)), ints(*(p for _, p in pairs))
    problem = Assignment(
        household=household,
        place=place,
        households=households,
        units=ints(*units),
        kind=np.zeros(households, dtype=np.int64),
        one_kind=np.zeros(len(units), dtype=np.bool_),
        limits=tuple(limits),
        forced=np.zeros(household.size, dtype=np.bool_),
    )
    return Later(
        problem, np.array(gain, dtype=float), np.arange(known[0]), np.arange(known[1]), shared or {}
    )


# Households 0 and 1 are here, and one home; 0 would be spared 9 by it, 1 is spared 10.
NOW = Now(ints(0, 1), ints(0, 0), np.array([9.0, 10.0]), ())
# Household 2 comes for that home, and is spared 7; for household 1 another home comes, spared 6.
BOTH = later([(2, 0), (1, 1)], [7, 6], households=3, units=(1, 1))
# Nobody comes, and no other home.
NOBODY = later([(0, 0), (1, 0)], [4, 3], households=2, units=(1,))


def test_the_labels_are_those_of_the_formulas():
    labels = re.findall(r"\((A\d \w+)\)", models.two_stage.__doc__)
    _, blocks = formulate(NOW, [BOTH])
    assert [label.replace(" ", "_") for label in labels] == [block.label for block in blocks]


def test_the_names_of_rows_and_columns():
    model, _ = formulate(NOW, [BOTH, NOBODY])
    assert list(model.columns) == [
        *("x(e0)", "x(e1)", "y(k0,e0)", "y(k0,e1)", "y(k1,e0)", "y(k1,e1)")
    ]
    assert model.rows[:5] == [
        *("A1_one_place(k0,h0)", "A1_one_place(k0,h1)", "A1_one_place(k0,h2)"),
        *("A2_units(k0,p0)", "A2_units(k0,p1)"),
    ]


def test_a_pair_of_now_is_worth_it_in_every_sample():
    model, _ = formulate(NOW, [BOTH, NOBODY])
    assert model.cost.tolist() == [18, 20, 7, 6, 4, 3]


def test_who_can_be_placed_later_leaves_the_home_to_who_cannot():
    """Now 0 and later 1 brings 9 + 6; now 1 brings 10; now nobody 7 + 6."""
    found = worth(NOW, [BOTH], Backend(), Budget())
    assert found is not None
    net = NOW.gain - found.household[NOW.household] - found.place[NOW.place]
    assert net[0] == pytest.approx(0, abs=1e-4)
    assert net[1] < -0.5  # it would bring 5 less, of which the middle of all duals says a part


def test_the_duals_bound_what_any_choice_brings():
    """Strong duality: the duals of all rows sum to the optimum, which brute force finds."""
    samples = [BOTH, NOBODY]
    model, _ = formulate(NOW, samples)
    relaxed = Backend().open_lp(model).solve(Budget())
    assert relaxed is not None
    best = max(
        float(model.cost @ np.array(choice))
        for choice in product((0.0, 1.0), repeat=model.cost.size)
        if (model.matrix @ np.array(choice) <= model.row_upper + 1e-9).all()
    )
    assert relaxed.objective == pytest.approx(best)
    assert relaxed.duals @ model.row_upper == pytest.approx(best)


def test_limits_are_shared_with_later_weeks_or_are_of_now_alone():
    """One person fits in the wijk: now or later; and no more than one placement now."""
    wijk = Limit("draagkracht:x", ints(0), ints(2), 3)
    sample = later(
        [(2, 1)],
        [8],
        households=3,
        units=(2, 1),
        limits=[wijk],
        shared={0: (ints(0, 1), ints(1, 2))},
    )
    one_now = Limit("corporatie:A", ints(0, 1), ints(1, 1), 1)
    now = Now(ints(0, 1), ints(0, 0), np.array([5.0, 6.0]), (one_now,))
    model, blocks = formulate(now, [sample])
    assert blocks[2].upper.tolist() == [3.0]
    assert model.matrix.toarray()[-2:].tolist() == [[1, 2, 2], [1, 1, 0]]
    # Best: household 0 now (1 of 3) and household 2 later (2 of 3): 5 + 8.
    found = worth(now, [sample], Backend(), Budget())
    assert found is not None
    assert found.limits["draagkracht:x"] > 0
    relaxed = Backend().open_lp(model).solve(Budget())
    assert relaxed is not None
    assert relaxed.objective == pytest.approx(13)


def test_nothing_is_said_when_the_budget_ends_first():
    assert worth(NOW, [BOTH], Backend(), Budget(seconds=0)) is None
