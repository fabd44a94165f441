"""Small random shelter instances and plans of them, by seed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from allocator.formulate_shelter import aims, lay_out_shelter, relocation
from models.budget import Budget
from models.first_plan import first_plan
from models.relocation_solve import solve
from tests.check.shelter.build import DAY, WIJKEN, instance, ontheemde, refused, rooms, site
from tests.explain.shelter.plans import BACKEND, fits

NAMES = "ABC"


def instance_of(seed):
    """Return an instance of two or three small sites and up to seven households."""
    dice = Random(seed)
    sites = [_site(dice, name) for name in NAMES[: dice.randint(2, 3)]]
    groups = [group for s in sites for group in _rooms(dice, s.id)]
    households = [_household(dice, i, sites) for i in range(dice.randint(3, 7))]
    wijken = tuple(
        w.model_copy(update={"shelter_persons_max": dice.choice([None, None, 3, 5])})
        for w in WIJKEN
    )
    decisions = tuple(
        refused(h.id, dice.choice(sites).id, dice.choice([None, date(2025, 7, 1)]))
        for h in households
        if dice.random() < 0.15
    )
    policy = {"first_move_month": dice.choice([0, 1, 2]), "care_strict": dice.random() < 0.3}
    return instance(
        households, sites, groups, policy=policy, wijken=wijken, site_decisions=decisions
    )


def plan_of(given, seed):
    """Return the shelter, the problem and a plan: solved for a while, or only begun with."""
    shelter = lay_out_shelter(given)
    problem = relocation(shelter, fits)
    plan = first_plan(problem, BACKEND)
    if seed % 3:
        names = ("unsheltered", "moves", "together") if seed % 3 == 1 else ("moves", "unsheltered")
        plan = solve(problem, aims(shelter, names), plan, Budget(work=2_000)).plan
    return shelter, problem, plan


def _site(dice, name):
    return site(
        name,
        wijk=dice.choice(["hatert", "noord", "zuid"]),
        opens_on=_day(dice, 0.2, 10, 90),
        closes_on=_day(dice, 0.4, 5, 120),
        extend_until=None,
        max_persons=dice.choice([None, None, 2, 4, 5]),
        max_moves_in=dice.choice([None, None, 1, 3]),
        step_free=dice.random() < 0.5,
        safe_place=dice.random() < 0.5,
        women_only=dice.random() < 0.15,
        care=dice.random() < 0.15,
    )


def _rooms(dice, name):
    for beds in dice.sample([1, 2, 3, 4], dice.randint(1, 2)):
        closes_on = _day(dice, 0.2, 20, 120)
        wheelchair = dice.random() < 0.3
        yield rooms(name, beds, dice.randint(1, 2), wheelchair=wheelchair, closes_on=closes_on)


def _day(dice, share, first, last):
    return DAY + timedelta(days=dice.randint(first, last)) if dice.random() < share else None


def _household(dice, i, sites):
    ages = [30, *(dice.choice([5, 31]) for _ in range(dice.choice([0, 0, 0, 1, 2, 4])))]
    people = {
        0: {
            "gender": dice.choice("fffmx"),
            "mobility": dice.choice(["none"] * 6 + ["step_free", "wheelchair"]),
        }
    }
    arrives = _day(dice, 0.2, 20, 90)
    needs = [need for need in ("own_room", "safe_place") if dice.random() < 0.15]
    return ontheemde(
        f"H{i}",
        *ages,
        people=people,
        needs=needs,
        support=dice.choice(["none", "none", "none", "intensive"]),
        koppeling=dice.choice([None] * 6 + ["noord"]),
        keep_with=dice.choice(["", "g"]),
        arrives_on=arrives,
        leaves_on=_day(dice, 0.2, 100, 150),
        current_site=None if arrives else dice.choice([None, *(s.id for s in sites)]),
    )
