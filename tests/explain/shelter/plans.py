"""Plans of tiny instances, written by hand: a letter per month is the site of that name."""

from __future__ import annotations

import numpy as np

from allocator.check import Stay, check_stays
from allocator.explain.shelter.plan import Explained
from allocator.explain.shelter.standing import Standing
from allocator.formulate_shelter import aims, lay_out_shelter, relocation
from allocator.texts import texts
from models.highs import Backend
from models.relocation import AWAY, NONE
from models.rooming import holds

BACKEND = Backend()


def fits(site, needs, demand):
    return holds(site, needs, demand, 0, BACKEND)


def laid_out(given, **paths):
    """Return the shelter, the problem and the plan; ``.`` for no place, ``-`` for away."""
    shelter = lay_out_shelter(given)
    number = {str(site.id): s for s, site in enumerate(shelter.sites)} | {".": NONE, "-": AWAY}
    rows = [[number[letter] for letter in paths[r.id]] for r in shelter.residents]
    plan = np.array(rows, dtype=np.int64).reshape(shelter.present.shape)
    assert np.array_equal(plan != AWAY, shelter.present)
    return shelter, relocation(shelter, fits), plan


def standing(given, **paths):
    """Return a plan laid out."""
    return Standing(*laid_out(given, **paths), BACKEND)


def explained(given, language="nl", **paths):
    """Return the explanation of a plan that the checker has nothing against but its rooms."""
    shelter, problem, plan = laid_out(given, **paths)
    assert broken(given, shelter, plan) == set()
    return Explained(shelter, problem, plan, tiers_of(shelter), texts(language), BACKEND)


def tiers_of(shelter):
    """Return the tiers that the instance optimises."""
    return aims(shelter, shelter.instance.policy.tiers.relocation)


def stays_of(shelter, plan):
    """Return the stays of a plan, month by month, without rooms."""
    return [
        Stay(r.id, shelter.sites[s].id, (), shelter.months.name(t), shelter.months.name(t))
        for h, r in enumerate(shelter.residents)
        for t, s in enumerate(plan[h].tolist())
        if s >= 0
    ]


def broken(given, shelter, plan):
    """Return the rules that the checker finds broken, rooms left out, each with its month."""
    verdict = check_stays(given, stays_of(shelter, plan))
    return {(v.rule, v.month) for v in verdict.violations if v.rule not in ("rooms", "sharing")}


def reasons(found):
    """Return the months without a place: a letter per reason."""
    return {(e.row.household, e.row.first, e.row.last): e.row.reason for e in found.shortages}
