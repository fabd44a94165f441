from __future__ import annotations

import numpy as np

from models.outcome import Outcome, Solution, StageOutcome, Status


def test_a_stage_is_optimal_when_its_bound_is_its_value():
    assert StageOutcome("a", 7, 7, 0.1).optimal
    assert not StageOutcome("a", 7, 8, 0.1).optimal


def test_an_outcome_is_optimal_when_all_stages_are():
    one, other = StageOutcome("a", 7, 7, 0.1), StageOutcome("b", 3, 2, 0.1)
    chosen = np.zeros(3, dtype=np.bool_)
    assert Outcome(chosen, (one, one), (7, 7), 5).optimal
    assert not Outcome(chosen, (one, other), (7, 3), 5).optimal
    assert Outcome(chosen, (), (), 0).optimal


def test_what_is_not_known_is_none():
    unknown = Solution(Status.UNKNOWN)
    assert (unknown.values, unknown.bound, unknown.work) == (None, None, 0)
    assert str(unknown.status) == "stopped without a plan"
