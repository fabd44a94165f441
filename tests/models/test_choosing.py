"""Plans of areas that go together, and prices from them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.budget import Budget
from models.choosing import Choice, Offer
from models.highs import Backend
from tests.models.strategies import RELAXED

HIGHS = Backend()


def offer(worth, linking=()):
    return Offer(np.zeros(0, dtype=np.bool_), tuple(worth), tuple(linking))


def choice(offers, number, *, tier=0, held=(), must=()):
    return Choice(offers, tier, held, np.isin(np.arange(number), must))


def best(made):
    found = made.best(HIGHS, Budget())
    return None if found is None else [(one.worth[made.tier], one.linking) for one in found]


def test_nobody_is_chosen_twice():
    first = [offer([5], [0]), offer([3])]
    second = [offer([4], [0]), offer([1])]
    assert best(choice([first, second], 1)) == [(3, ()), (4, (0,))]


def test_who_must_have_a_place_has_one():
    offers = [[offer([1], [0]), offer([9])], [offer([2], [0]), offer([5])]]
    assert best(choice(offers, 1)) == [(9, ()), (5, ())]
    assert best(choice(offers, 1, must=[0])) == [(9, ()), (2, (0,))]


def test_a_tier_before_is_held():
    offers = [[offer([3, 1]), offer([0, 9])], [offer([2, 1]), offer([1, 3])]]
    assert best(choice(offers, 0, tier=1, held=[4])) == [(1, ()), (3, ())]


def test_nothing_goes_together():
    assert best(choice([[offer([1], [0])], [offer([1], [0])]], 1)) is None


@st.composite
def choices(draw):
    number = draw(st.integers(1, 3))
    linking = st.sets(st.integers(0, number - 1)).map(sorted)
    one = st.builds(lambda worth, who: offer([worth], who), st.integers(-9, 9), linking)
    offers = draw(st.lists(st.lists(one, min_size=1, max_size=4), min_size=2, max_size=3))
    return choice(offers, number, must=draw(st.sets(st.integers(0, number - 1))))


def bound(made, prices):
    """Return what the offers say of the bound at prices."""
    own = [
        max(one.worth[0] - sum(prices[list(one.linking)]) for one in area) for area in made.offers
    ]
    return sum(own) + sum(prices)


@RELAXED
@given(choices(), st.integers(1, 5), st.data())
def test_prices_are_the_best_in_the_box(made, box, data):
    number = made.must.size
    near = np.array([data.draw(st.integers(0, 6)) for _ in range(number)])
    step = made.prices(near, box, HIGHS, Budget())
    low = np.where(made.must, near - box, np.maximum(0, near - box))
    assert (step.prices >= low - 1e-6).all()
    assert (step.prices <= near + box + 1e-6).all()
    assert bound(made, step.prices) == pytest.approx(step.expected, abs=1e-5)
    every = product(*(range(a, b + 1) for a, b in zip(low, near + box, strict=True)))
    assert min(bound(made, np.array(prices)) for prices in every) >= step.expected - 1e-5


def test_shares_say_how_much_of_whom_is_where():
    offers = [[offer([4], [0]), offer([0])], [offer([4], [1]), offer([0])]]
    step = choice(offers, 2).prices(np.zeros(2, dtype=np.int64), 9, HIGHS, Budget())
    assert step.shares.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_there_are_no_prices_where_an_area_offers_nothing():
    made = choice([[], [offer([1])]], 1)
    assert made.prices(np.zeros(1, dtype=np.int64), 1, HIGHS, Budget()) is None


def test_what_is_left_after_what_is_paid():
    one = offer([7, -2], [0, 2])
    prices = np.array([3, 100, 5])
    assert one.paid(prices) == 8
    assert [one.after(tier, prices) for tier in (0, 1)] == [-1, -10]
