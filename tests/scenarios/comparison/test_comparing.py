"""Means, paired differences and gains, by hand."""

from __future__ import annotations

import pytest

from allocator.scenarios.comparing import compare
from tests.scenarios.comparison.build import figures, outcomes

T2, T1 = 4.302653, 12.706205  # Student's t, 97.5%, of 2 and of 1 degree of freedom
NOBODY = outcomes()
HOUSED = figures({("a", "housed", "all"): (10, 12, 17), ("b", "housed", "all"): (12, 15, 18)})


def test_a_mean_and_its_interval():
    """10, 12 and 17: mean 13, variance (9 + 1 + 16) / 2 = 13."""
    found = compare(HOUSED, NOBODY, ("a", "b"))
    assert (found.base, found.replications) == ("a", 3)
    value = found.value("a", "housed")
    assert value is not None
    assert (value.n, value.mean) == (3, 13)
    half = T2 * 13**0.5 / 3**0.5
    assert value.low == pytest.approx(13 - half, abs=1e-5)
    assert value.high == pytest.approx(13 + half, abs=1e-5)


def test_a_difference_is_taken_run_by_run():
    """2, 3 and 1: mean 2, variance 1; far surer than the two means are."""
    found = compare(HOUSED, NOBODY, ("a", "b"))
    difference = found.difference("b", "housed")
    assert difference is not None
    assert (difference.n, difference.mean) == (3, 2)
    assert difference.high == pytest.approx(2 + T2 / 3**0.5, abs=1e-5)
    assert difference.low == pytest.approx(2 - T2 / 3**0.5, abs=1e-5)
    assert found.difference("a", "housed") is None
    swapped = compare(HOUSED, NOBODY, ("b", "a")).difference("a", "housed")
    assert swapped is not None
    assert swapped.mean == -2


def test_a_run_without_the_figure_counts_for_neither():
    """Known in both in the runs 0 and 2 only: 4 − 1 and 9 − 4, so 4 ± t·√2/√2."""
    given = figures(
        {("a", "waited_mean", "all"): (1, 2, 4), ("b", "waited_mean", "all"): (4, None, 9)}
    )
    found = compare(given, NOBODY, ("a", "b"))
    value, difference = found.value("b", "waited_mean"), found.difference("b", "waited_mean")
    assert value is not None
    assert difference is not None
    assert (value.n, value.mean) == (2, 6.5)
    assert (difference.n, difference.mean) == (2, 4)
    assert difference.high == pytest.approx(4 + T1, abs=1e-4)


def test_a_figure_that_one_scenario_does_not_have_has_no_difference():
    given = figures({("a", "housed", "size=5"): (1, 2), ("b", "housed", "all"): (4, 9)})
    found = compare(given, NOBODY, ("a", "b"))
    assert found.value("a", "housed", "size=5") is not None
    assert found.differences == ()
    assert found.value("b", "housed", "size=5") is None


def test_rows_in_any_order_give_the_same():
    mixed = HOUSED.sample(frac=1, random_state=3)
    assert compare(mixed, NOBODY, ("a", "b")) == compare(HOUSED, NOBODY, ("a", "b"))


def test_who_is_housed_sooner_and_later():
    """Run 0: H1 of two persons 2 weeks sooner, H2 of three 5 weeks later, H3 alike.

    Run 1: H1 alike, H2 a week sooner.  Who is in one of the two only counts for nothing.
    """
    given = outcomes(
        *[("a", 0, "H1", 2, 10), ("a", 0, "H2", 3, 20), ("a", 0, "H3", 1, 5)],
        *[("a", 1, "H1", 2, 10), ("a", 1, "H2", 3, 20), ("a", 1, "H3", 1, 5)],
        *[("b", 0, "H1", 2, 8), ("b", 0, "H2", 3, 25), ("b", 0, "H3", 1, 5)],
        *[("b", 0, "N1", 9, 1), ("b", 1, "H1", 2, 10), ("b", 1, "H2", 3, 19)],
    )
    (gains,) = compare(HOUSED, given, ("a", "b")).gains
    assert gains.scenario == "b"
    means = [gains.sooner, gains.later, gains.alike, gains.weeks_won, gains.weeks_lost]
    assert [one.mean for one in means] == [1, 0.5, 1, 3.5, 7.5]
    assert gains.weeks_lost.n == 2
