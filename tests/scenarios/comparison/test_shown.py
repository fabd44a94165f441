"""How figures are written, and what may be said of a difference."""

from __future__ import annotations

import pytest

from allocator.scenarios.comparison.shown import MEASURES, Amounts, Verdict, verdict
from allocator.scenarios.intervals import Interval
from allocator.texts import texts

PERSONS, WAIT, OVER = (
    MEASURES[name] for name in ("housed_persons", "waited_mean", "over_term_share")
)


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(3, 2.0, 0.1, 3.9), Verdict.MORE),
        (Interval(3, -2.0, -3.9, -0.1), Verdict.LESS),
        (Interval(3, 2.0, -0.1, 4.1), Verdict.UNSURE),
        (Interval(3, 2.0, 0.0, 4.0), Verdict.UNSURE),
        (Interval(3, 0.0, 0.0, 0.0), Verdict.SAME),
        (Interval(3, 2.0, 2.0, 2.0), Verdict.MORE),
        (Interval(1, 2.0, None, None), Verdict.UNKNOWN),
        (None, Verdict.UNKNOWN),
    ],
)
def test_what_may_be_said(interval, expected):
    assert verdict(interval) is expected


def test_values():
    show = Amounts(texts("nl"))
    assert show.value(PERSONS, Interval(20, 1272.4, 1267.1, 1277.7)) == "1.272 ± 5"
    assert show.value(WAIT, Interval(20, 62.46, 61.5, 63.42)) == "62,5 ± 1,0"
    assert show.value(OVER, Interval(20, 0.985, 0.974, 0.996)) == "98% ± 1"
    assert show.value(WAIT, Interval(1, 3.25, None, None)) == "3,2"
    assert show.value(WAIT, Interval(20, 6.0, 6.0, 6.0)) == "6,0"
    assert show.value(PERSONS, Interval(20, -48.2, -50, -46.4)) == "−48 ± 2"
    assert show.value(PERSONS, Interval(20, -0.2, -1, 0.6)) == "0 ± 1"
    assert show.value(WAIT, None) == "–"
    assert Amounts(texts("en")).value(PERSONS, Interval(2, 1272.4, 1267.1, 1277.7)) == "1,272 ± 5"


def test_changes():
    show = Amounts(texts("nl"))
    assert show.change(PERSONS, Interval(20, 38.2, 35.1, 41.3)) == "+38 ± 3"
    assert show.change(PERSONS, Interval(20, -38.2, -41.3, -35.1)) == "−38 ± 3"
    assert show.size(PERSONS, Interval(20, -38.2, -41.3, -35.1)) == "38 ± 3"
    assert show.change(OVER, Interval(20, -0.015, -0.03, 0.0)) == "−2 ± 2"
    assert show.change(PERSONS, Interval(20, 0.2, -3, 3.4)) == "0 ± 3"


def test_a_difference_that_is_there_shows():
    """2 ± 2 would look like none; 0 ± 0 too."""
    show = Amounts(texts("nl"))
    assert show.change(PERSONS, Interval(20, 2.1, 0.2, 4.0)) == "+2,1 ± 1,9"
    assert show.change(PERSONS, Interval(20, 0.31, 0.09, 0.53)) == "+0,3 ± 0,2"
    assert show.change(PERSONS, Interval(20, 2.1, -0.2, 4.4)) == "+2 ± 2"
