"""The relocation plan of instances, against the checker: what may be, and what it is worth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from allocator.check import Stay, check_stays
from allocator.domain.policy import RELOCATION_TIERS
from allocator.formulate_shelter import aims, lay_out_shelter, relocation
from allocator.generating import generate_files
from allocator.reading import read_instance
from models.budget import Budget
from models.first_plan import first_plan
from models.highs import Backend
from models.relocation_solve import solve
from models.rooming import holds

NIJMEGEN = Path(__file__).parents[1] / "instances" / "nijmegen"


def fits(site, needs, demand):
    return holds(site, needs, demand, 0, Backend())


def stays_of(shelter, plan):
    """Return the stays of a plan, month by month, without rooms."""
    return [
        Stay(r.id, shelter.sites[s].id, (), shelter.months.name(t), shelter.months.name(t))
        for h, r in enumerate(shelter.residents)
        for t, s in enumerate(plan[h].tolist())
        if s >= 0
    ]


def agrees(instance, shelter, problem, plan):
    """Whether the checker finds the same worth, and no fault but that rooms are not given."""
    verdict = check_stays(instance, stays_of(shelter, plan))
    found = {v.rule for v in verdict.violations} - {"rooms", "sharing"}
    worth = {aim.name: aim.value(problem, plan) for aim in aims(shelter, RELOCATION_TIERS)}
    return found == set() and worth == dict(verdict.tier_values)


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    def made(seed, shelter):
        folder = tmp_path_factory.mktemp("village") / "instance"
        generate_files(
            folder, size="village", seed=seed, limits="tight", shelter=shelter, scarcity="mid"
        )
        return read_instance(folder).instance

    return made


@pytest.mark.parametrize("shelter", ["enough", "short"])
@pytest.mark.parametrize("seed", range(2))
def test_the_checker_agrees_on_plans_of_villages(seed, shelter, village):
    instance = village(seed, shelter)
    laid = lay_out_shelter(instance)
    problem = relocation(laid, fits)
    order = aims(laid, RELOCATION_TIERS)
    begin = first_plan(problem, Backend())
    outcome = solve(problem, order[:6], begin, Budget(seconds=20))
    for plan in (begin, outcome.plan):
        assert agrees(instance, laid, problem, plan)


def test_the_checker_agrees_on_a_first_plan_of_nijmegen():
    instance = read_instance(NIJMEGEN).instance
    laid = lay_out_shelter(instance)
    problem = relocation(laid, fits)
    plan = first_plan(problem, Backend())
    assert agrees(instance, laid, problem, plan)
    # nobody loses a place in the first month
    assert (plan[:, 0] == problem.start)[problem.start >= 0].all()
    assert int(problem.persons.sum()) == 785


def test_an_instance_without_shelter_has_an_empty_plan(village):
    instance = village(0, "enough").model_copy(
        update={"sites": (), "rooms": (), "site_decisions": (), "households": ()}
    )
    laid = lay_out_shelter(instance)
    problem = relocation(laid, fits)
    assert problem.households == 0
    outcome = solve(problem, aims(laid, RELOCATION_TIERS), first_plan(problem, Backend()), Budget())
    assert outcome.values == (0,) * 12
    assert outcome.plan.shape == (0, 24)


def test_without_a_site_nobody_has_a_place(village):
    instance = village(0, "enough")
    households = tuple(
        h.model_copy(update={"current_site": None, "moved_in_on": None, "earlier_moves": 0})
        for h in instance.households
    )
    bare = instance.model_copy(
        update={"sites": (), "rooms": (), "site_decisions": (), "households": households}
    )
    laid = lay_out_shelter(bare)
    problem = relocation(laid, fits)
    outcome = solve(problem, aims(laid, RELOCATION_TIERS), first_plan(problem, Backend()), Budget())
    assert outcome.values[2] == (laid.persons[:, None] * laid.present).sum() > 0
    assert all(stage.optimal for stage in outcome.stages)
    assert agrees(bare, laid, problem, outcome.plan)


def test_a_household_that_is_never_there_takes_no_part(village):
    instance = village(0, "enough")
    laid = lay_out_shelter(instance)
    gone = laid.residents[0].household.model_copy(
        update={"leaves_on": instance.peildatum.replace(year=2000), "current_site": None}
    )
    others = tuple(gone if h.id == gone.id else h for h in instance.households)
    fewer = lay_out_shelter(instance.model_copy(update={"households": others}))
    assert [r.id for r in fewer.residents] == [r.id for r in laid.residents[1:]]
    assert np.array_equal(fewer.persons, laid.persons[1:])
