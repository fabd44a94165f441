"""What every other site would mean: the status by the checker's rules, the loss by trying plans."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np

from allocator.check.shelter import shelter_case
from allocator.check.shelter.pair_rules import blocked_by
from allocator.domain.policy import RELOCATION_TIERS
from allocator.explain.shelter import SiteAlternative, Standing, site_alternatives
from allocator.formulate_shelter import lay_out_shelter
from allocator.relocating import formulated, ranked
from models.budget import Budget
from models.relocation_solve import solve
from models.relocation_start import start
from tests.check.shelter.build import instance, lock, ontheemde, refused, rooms, site
from tests.explain.shelter.plans import BACKEND, laid_out, tiers_of
from tests.explain.shelter.random_shelter import instance_of
from tests.models.shelter import brute


def opened(given, **paths):
    """Return a plan written by hand, laid out, and its tiers."""
    shelter, problem, plan = laid_out(given, **paths)
    return Standing(shelter, problem, plan, BACKEND), tiers_of(shelter)


def ask(given, *pairs, budget=None, **paths):
    standing, tiers = opened(given, **paths)
    return site_alternatives(standing, tiers, pairs, budget or Budget())


def lost(one):
    return {name: n for name, n in one.loss.items() if n}


TWO = instance(
    [ontheemde("H1", 30, 31, current_site="A"), ontheemde("H2", 30, 31)],
    [site("A"), site("B")],
    [rooms("A", 2), rooms("B", 2)],
)


def test_as_proposed():
    one, other = ask(TWO, (0, 0), (1, 1), H1="AAAAAA", H2="BBBBBB")
    assert one == SiteAlternative(0, 0, "proposed", (), dict.fromkeys(RELOCATION_TIERS, 0))
    assert (other.status, other.site, lost(other)) == ("proposed", 1, {})


def test_the_least_cost_of_being_there_once():
    """H1 in B, or H2 in A, in the cheapest month: they change places in the last one."""
    both = ask(TWO, (0, 1), (1, 0), H1="AAAAAA", H2="BBBBBB")
    assert [(one.status, lost(one), one.exact) for one in both] == [
        # H2 can begin in A when H1 goes to B, after the month of notice
        ("possible", {"moves": 4}, True),
        ("possible", {"moves": 4}, True),
    ]


def test_blocked_with_all_codes():
    given = instance(
        [ontheemde("H1", 30, koppeling="zuid", people={0: {"gender": "m"}})],
        [site("A", care=True, women_only=True), site("B", wijk="zuid")],
        [rooms("A", 1), rooms("B", 1)],
        site_decisions=(refused("H1", "A"),),
    )
    (one,) = ask(given, (0, 0), H1="BBBBBB")
    assert (one.status, one.loss) == ("blocked", None)
    assert one.blocked_by == ("KOPPELING", "CARE", "WOMEN", "DECIDED")


def test_refused_later_is_possible_before():
    given = instance(
        [ontheemde("H1", 30)],
        [site("A"), site("B")],
        [rooms("A", 1), rooms("B", 1)],
        site_decisions=(refused("H1", "A", from_on=date(2025, 6, 1)),),
    )
    (one,) = ask(given, (0, 0), H1="BBBBBB")
    assert (one.status, one.blocked_by, lost(one)) == ("possible", (), {"moves": 1})


def test_no_plan_has_it():
    """A lock elsewhere, a site that is closed all the time, and one without rooms that fit."""
    given = instance(
        [ontheemde("H1", 30, 31)],
        [site("A"), site("B"), site("C", opens_on=date(2026, 6, 1)), site("D")],
        [rooms("A", 2), rooms("B", 2), rooms("C", 2)],
        site_decisions=(lock("H1", "A"),),
    )
    found = ask(given, (0, 1), (0, 2), (0, 3), H1="AAAAAA")
    assert [(one.status, one.loss, one.exact) for one in found] == [("possible", None, True)] * 3


def test_a_first_stay_is_spared_the_rules():
    given = instance(
        [ontheemde("H1", 30, current_site="A", koppeling="zuid")],
        [site("A"), site("B", wijk="zuid")],
        [rooms("A", 1), rooms("B", 1)],
    )
    (there,) = ask(given, (0, 0), H1="AAAAAA")
    assert (there.status, there.blocked_by) == ("proposed", ("KOPPELING",))


def test_a_plan_that_can_be_better():
    (one,) = ask(TWO, (1, 1), H1="AAAAAA", H2="......")
    assert (one.status, one.exact) == ("possible", True)
    assert lost(one) == {"unsheltered": -12}


def test_without_time_only_bounds():
    (one,) = ask(TWO, (0, 1), H1="AAAAAA", H2="BBBBBB", budget=Budget(seconds=0.0))
    assert (one.status, one.exact) == ("possible", False)
    known = [name for name, n in one.loss.items() if n is not None]
    assert known == list(RELOCATION_TIERS[: len(known)])
    assert lost(one).get("moves") is None


def case(seed):
    """Return two random households over three months, with their best plan, if there is one."""
    given = instance_of(seed)
    few = given.model_copy(update={"households": given.households[:2], "horizon_months": 3})
    kept = {h.id for h in few.households}
    decisions = tuple(d for d in given.site_decisions if d.household in kept)
    shelter = lay_out_shelter(few.model_copy(update={"site_decisions": decisions}))
    problem = formulated(shelter, BACKEND)
    begin = start(problem, Budget(), BACKEND).plan
    if begin is None:
        return None
    tiers, _ = ranked(shelter, None)
    outcome = solve(problem, tiers, begin, Budget())
    assert all(stage.optimal for stage in outcome.stages)
    return Standing(shelter, problem, outcome.plan, BACKEND), tiers, outcome.values


def test_random_instances():
    """A loss is that of the best of all plans with the pair; blocked is what the checker says."""
    seen = Counter()
    for seed in range(40):
        found = case(seed)
        if found is None:
            continue
        standing, tiers, values = found
        problem, checker = standing.problem, shelter_case(standing.shelter.instance)
        pairs = [(h, s) for h in range(problem.households) for s in range(len(problem.sites))]
        every = list(brute.plans(problem))
        for one in site_alternatives(standing, tiers, pairs, Budget()):
            name = standing.shelter.residents[one.household].id
            last = int(problem.last[one.household])
            site = str(standing.shelter.sites[one.site].id)
            codes = blocked_by(checker, checker.households[name], site, (), last)
            if one.status == "possible":
                own = int(problem.start[one.household]) == one.site
                assert own or not set(codes) - {"DECIDED"}
            else:
                assert set(codes) - {"DECIDED"} == set(one.blocked_by) - {"MOBILITY", "DECIDED"}
            plans = [plan for plan in every if one.site in plan[one.household]]
            kind = one.status
            if kind == "blocked":
                assert not plans
            elif kind == "possible":
                assert one.exact
                assert (one.loss is None) == (not plans)
                kind = "no plan" if one.loss is None else "costs" if lost(one) else "free"
            if one.status == "possible" and one.loss is not None:
                worths = ([t.value(problem, np.array(plan)) for t in tiers] for plan in plans)
                right = [n - v for n, v in zip(min(worths), values, strict=True)]
                assert [*one.loss.values()] == right
            seen[kind] += 1
    assert min(seen[kind] for kind in ("proposed", "blocked", "no plan", "costs", "free")) > 0
