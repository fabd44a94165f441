"""What ``--limits tight`` promises of a city week, shown by solving it."""

from __future__ import annotations

import pytest

from allocator.domain.instance import Instance
from allocator.formulate import assignment, lay_out, tiers
from allocator.generate import generate
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan
from models.assignment import formulate
from models.budget import Budget
from models.cbc import Backend
from models.outcome import Status

SEEDS = (1, 2, 3, 4, 5)
ENOUGH_SECONDS = 60
# Not every seed is hard for CBC: of 2, 3 and 4 it proves the first tier within a minute.
HARD_FOR_CBC = 1


def only(instance: Instance, *names: str) -> Instance:
    """Return the instance with these tiers alone: what follows them is not needed here."""
    order = instance.policy.tiers.model_copy(update={"matching": names})
    policy = instance.policy.model_copy(update={"tiers": order})
    return instance.model_copy(update={"policy": policy})


def without_limits(instance: Instance) -> Instance:
    none = {"max_persons": None, "max_supported": None}
    return instance.model_copy(
        update={
            "wijken": tuple(
                w.model_copy(update={"draagkracht_persons": None}) for w in instance.wijken
            ),
            "complexes": tuple(c.model_copy(update=none) for c in instance.complexes),
            "corporaties": tuple(
                c.model_copy(update={"max_placements": None}) for c in instance.corporaties
            ),
            "policy": instance.policy.model_copy(update={"max_placements": None}),
        }
    )


def best(instance: Instance) -> MatchingPlan:
    plan = match(only(instance, "waiting"), Settings())
    assert plan.status == "optimal"
    return plan


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_limits_bind_and_cost_waiting(seed):
    instance = generate("city-week", seed, limits="tight")
    plan, free = best(instance), best(without_limits(instance))
    left = [
        wijk.draagkracht_persons - wijk.placed_before - wijk.placed_new
        for wijk in plan.wijken
        if wijk.draagkracht_persons is not None
    ]
    assert sum(room < 2 for room in left) * 2 >= len(left)
    assert plan.tiers[0].value * 100 <= free.tiers[0].value * 95


@pytest.mark.slow
def test_plain_cbc_does_not_prove_the_first_tier():
    case = lay_out(generate("city-week", HARD_FOR_CBC, limits="tight"))
    model = formulate(assignment(case), tiers(case, ["waiting"])[0])
    solution = Backend().solve_mip(model, Budget(seconds=ENOUGH_SECONDS))
    assert solution.status is not Status.OPTIMAL
