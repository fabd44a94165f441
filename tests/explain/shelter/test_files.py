"""The rows of moves.csv and shortages.csv that an explanation makes, judged by the checker."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from allocator.check.shelter.case import shelter_case
from allocator.check.shelter.moves import moves_of
from allocator.check.shelter.moves_file import wrong_moves
from allocator.check.shelter.places import places_of
from allocator.check.shelter.shortages_file import wrong_shortages
from allocator.explain.shelter.plan import Explained
from allocator.formulate_shelter import lay_out_shelter, relocation
from allocator.reading import read_instance
from allocator.texts import texts
from models.first_plan import first_plan
from models.relocation import NONE
from tests.explain.shelter.plans import BACKEND, fits, stays_of, tiers_of
from tests.explain.shelter.random_shelter import instance_of, plan_of

NIJMEGEN = Path(__file__).parents[3] / "instances" / "nijmegen"


def faults(given, shelter, plan, found):
    """Return what the checker has against the rows."""
    case = shelter_case(given)
    places, unfit = places_of(case, stays_of(shelter, plan))
    assert unfit == ()
    moves = [move for household in case.households for move in moves_of(case, places, household)]
    repeats = {(move.household, move.month): move.repeat for move in moves}
    name = [r.id for r in shelter.residents]
    site = {s: str(one.id) for s, one in enumerate(shelter.sites)}
    moved = [
        {
            "household": name[e.went.household],
            "persons": str(shelter.persons[e.went.household]),
            "month": shelter.months.name(e.went.month),
            "kind": "entry" if e.went.before < 0 else "move",
            "from_site": site.get(e.went.before, ""),
            "to_site": site.get(e.went.to, ""),
            "reason": e.went.reason,
            "repeat": str(int(repeats[name[e.went.household], e.went.month])),
            "why": e.why,
        }
        for e in found.moves
    ]
    short = [
        {
            "household": name[e.row.household],
            "from_month": shelter.months.name(e.row.first),
            "to_month": shelter.months.name(e.row.last),
            "persons": str(shelter.persons[e.row.household]),
            "reason": e.row.reason,
            "why": e.why,
        }
        for e in found.shortages
    ]
    return [*wrong_moves(case, moved, moves), *wrong_shortages(case, places, short)]


def whys(found):
    return [e.why for e in (*found.moves, *found.shortages)]


def readable(text):
    """Whether a text is made of whole sentences, and says no more than it may."""
    wrong = ("{", "}", "  ", "..", "; .", ": .", "lhbt", "lgbt", "own_room", "safe_place")
    return text.endswith(".") and not any(part in text.lower() for part in wrong)


@pytest.mark.parametrize("seed", range(60, 72))
def test_random_instances(seed):
    given = instance_of(seed)
    shelter, problem, plan = plan_of(given, seed)
    for language in ("nl", "en"):
        found = Explained(shelter, problem, plan, tiers_of(shelter), texts(language), BACKEND)
        assert faults(given, shelter, plan, found) == []
        assert all(map(readable, whys(found)))
        assert len(found.missing) == len(set(np.nonzero(plan == NONE)[1].tolist()))


@cache
def nijmegen():
    given = read_instance(NIJMEGEN).instance
    shelter = lay_out_shelter(given)
    problem = relocation(shelter, fits)
    return given, shelter, problem, first_plan(problem, BACKEND)


def test_nijmegen():
    given, shelter, problem, plan = nijmegen()
    found = Explained(shelter, problem, plan, tiers_of(shelter), texts("nl"), BACKEND)
    assert faults(given, shelter, plan, found) == []
    assert all(map(readable, whys(found)))
    assert len(found.shortages) >= 299
    # counting decides nearly always, and every other question is put once
    assert found._standing.fitting.solved < 30


def test_nothing_to_explain():
    given = instance_of(0).model_copy(
        update={"households": (), "sites": (), "rooms": (), "site_decisions": ()}
    )
    shelter = lay_out_shelter(given)
    problem = relocation(shelter, fits)
    found = Explained(
        shelter, problem, first_plan(problem, BACKEND), tiers_of(shelter), texts("nl"), BACKEND
    )
    assert (found.moves, found.shortages, found.missing) == ((), (), ())
