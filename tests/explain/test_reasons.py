"""The reason of each household left out of a plan, also of plans that are far from good."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from allocator.check import Pairs, breaks_limits, case_of, possible
from allocator.check.beside import Beside
from allocator.explain.reasons import LeftOut, left_out
from allocator.formulate import lay_out
from tests.random_instances import small_instance


@pytest.mark.parametrize("every", [0, 2, 3])
def test_beside_part_of_a_plan(every):
    """Judge the locks alone, and plans with some households in the first home that has room."""
    seen = Counter()
    for seed in range(20):
        case = lay_out(small_instance(seed))
        checker = case_of(case.instance)
        placements = some_placements(checker, every)
        household = np.searchsorted(case.households.id, [h for h, _ in placements])
        home = np.searchsorted(case.homes.id, [w for _, w in placements])
        beside = Beside(checker, Pairs(checker), placements)
        names = case.homes.id.tolist()
        outside = left_out(case, household, home)
        left = sorted(checker.households.keys() - {h for h, _ in placements})
        assert [str(case.households.id[out.household]) for out in outside] == left
        for out, id_ in zip(outside, left, strict=True):
            assert (out.reason, out.detail(names)) == beside.reason(id_), (seed, id_)
            seen[out.reason] += 1
    assert set(seen) == {"no_home", "choice", "limit", "priority"}
    assert seen["choice"] >= 10


def some_placements(checker, every):
    """Return the locks and, one household in ``every``, a possible home within all limits."""
    placements = list(checker.locks.items())
    for i, (household, homes) in enumerate(possible(checker).items()):
        if not every or i % every or household in checker.locks:
            continue
        for home in homes:
            if not breaks_limits(checker, [*placements, (household, home)]):
                placements.append((household, home))
                break
    return sorted(placements)


@pytest.mark.parametrize(
    ("out", "detail"),
    [
        (LeftOut(0, "no_home", blocked=(("SIZE", 2), ("RENT", 1))), "SIZE:2|RENT:1"),
        (LeftOut(0, "no_home"), ""),
        (
            LeftOut(0, "limit", limits=("corporatie:A", "guidance"), homes=(1,)),
            "corporatie:A|guidance",
        ),
        (LeftOut(0, "choice", homes=(0, 2)), "W1|W3"),
        (LeftOut(0, "priority", homes=(0, 2)), ""),
    ],
)
def test_detail(out, detail):
    assert out.detail(["W1", "W2", "W3"]) == detail
