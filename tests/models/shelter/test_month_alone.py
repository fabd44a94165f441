"""One month taken out of a problem: it allows what the month did, with fewer types."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.budget import Budget
from models.flow_months import leading
from models.highs import Backend
from models.month_alone import month_alone, nobody_before
from models.path_types import types_of
from models.relocation import NONE
from models.relocation_flow import Flow
from tests.models.shelter import brute
from tests.models.shelter.random_problems import alike_of, problem_of
from tests.models.shelter.test_relocation_flow import by_hand


def least(flow, aims):
    """Return the least of each aim in a flow of one month, with those before it held."""
    found = []
    for aim in aims:
        solution = Backend().solve_mip(flow.model(aim), Budget())
        found.append(None if solution.values is None else round(solution.bound))
        if solution.values is None:
            break
        flow.hold(aim, found[-1])
    return found


@pytest.mark.parametrize("made", [problem_of, alike_of])
def test_as_good_as_a_flow_of_that_month(made):
    """It is no looser than the month as a part of the whole, and has no more types."""
    fewer = 0
    for seed in range(60):
        problem, aims = made(seed)[:2]
        monthly = aims[: leading(aims)]
        types = types_of(problem, monthly)
        for t in range(problem.months if monthly else 0):
            alone, own = month_alone(problem, monthly, t)
            few = types_of(alone, own)
            assert len(few) <= len(types)
            fewer += len(few) < len(types)
            right = least(Flow(problem, types, monthly, range(t, t + 1)), monthly)
            assert least(Flow(alone, few, own, range(1)), own) == right
    assert fewer > 10


def test_every_plan_is_in_each_month_one_of_it():
    """And adds as much to the aims, month after month."""
    seen = 0
    for seed in range(40):
        problem, aims = problem_of(seed)
        monthly = aims[: leading(aims)]
        months = [month_alone(problem, monthly, t) for t in range(problem.months)]
        for plan in list(brute.plans(problem))[::7]:
            added = [0] * len(monthly)
            back = False
            for t, (alone, own) in enumerate(months):
                here = [h for h in range(problem.households) if t in problem.present(h)]
                column = np.array([[plan[h][t]] for h in here], dtype=np.int64).reshape(
                    len(here), 1
                )
                for i, h in enumerate(here):
                    s, first = plan[h][t], brute.first_stay(problem, h, plan[h])[t]
                    back |= s >= 0 and s == alone.start[i] and not first
                    may = alone.staying[i, 0] if first and alone.start[i] == s else False
                    assert s == NONE or may or alone.allowed[i, s, 0]
                added = [n + aim.value(alone, column) for n, aim in zip(added, own, strict=True)]
            if not back:  # who came back is taken to have stayed, in a plan as it stands
                assert added == [aim.value(problem, np.array(plan)) for aim in monthly]
                seen += bool(monthly)
    assert seen > 20


def test_who_can_have_been_there():
    """Site 0 opens in month 1; of site 1 only a first stay is possible before month 2."""
    allowed = np.zeros((1, 2, 3), dtype=np.bool_)
    allowed[0, 0, 1:] = allowed[0, 1, 2] = True
    problem = by_hand([1], np.ones((2, 3), int), allowed=allowed, start=[1])
    for lasts, nobody in ((False, True), (True, False)):
        staying = np.array([[lasts, lasts, True]])
        at = replace(problem, staying=staying)
        assert [nobody_before(at, 0, t) for t in (1, 2)] == [True, False]
        assert [nobody_before(at, 1, t) for t in (1, 2)] == [nobody, nobody]
