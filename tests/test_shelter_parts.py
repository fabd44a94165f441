"""Parts of the shelter, their plans, and the same without parts."""

from __future__ import annotations

import pickle
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from allocator import relocating
from allocator.check import check_stays
from allocator.domain.wijk import Wijk
from allocator.errors import LocksContradict
from allocator.reading import digest
from allocator.relocating import RelocationSettings, relocate
from allocator.shelter_parts import joined, parts_of
from allocator.shelter_plan import ExtraRooms, Missing
from models.budget import Budget
from models.outcome import StageOutcome
from models.relocation_solve import RelocationOutcome
from tests.check.shelter.build import instance, lock, ontheemde, rooms, site
from tests.random_shelter import shelter_instance

PLAIN = RelocationSettings(threads=1)


def named(given, prefix, policy):
    """Return an instance whose ids begin with a prefix, of households linked to all its wijken."""

    def of(name):
        return None if name is None else f"{prefix}{name}"

    def renamed(rows, *columns):
        return tuple(
            row.model_copy(update={column: of(getattr(row, column)) for column in columns})
            for row in rows
        )

    households = [
        household.model_copy(
            update={
                "koppeling": household.koppeling or "all",
                "persons": renamed(household.persons, "id", "school_wijk"),
            }
        )
        for household in given.households
    ]
    wijken = [wijk.model_copy(update={"within": wijk.within or "all"}) for wijk in given.wijken]
    top = given.wijken[0].model_copy(
        update={
            "code": "all",
            "within": None,
            "shelter_persons_max": None,
            "shelter_fair_share_persons": None,
        }
    )
    return given.model_copy(
        update={
            "policy": policy,
            "wijken": renamed((*wijken, top), "code", "within"),
            "sites": renamed(given.sites, "id", "wijk"),
            "rooms": renamed(given.rooms, "site"),
            "households": renamed(households, "id", "koppeling", "current_site", "keep_with"),
            "site_decisions": renamed(given.site_decisions, "household", "site"),
        }
    )


TABLES = ("wijken", "sites", "rooms", "households", "site_decisions")


def together(*instances):
    """Return one instance of some that share nothing."""
    return instances[0].model_copy(
        update={
            name: tuple(row for one in instances for row in getattr(one, name)) for name in TABLES
        }
    )


def both(seed):
    policy = shelter_instance(seed).policy
    own = [named(shelter_instance(seed + i), name, policy) for i, name in enumerate("xy")]
    return own, together(*own)


def values(plan):
    return {tier.name: tier.value for tier in plan.tiers}


@pytest.mark.parametrize("seed", [0, 4, 8, 12, 20, 28, 32, 36])
def test_the_plan_of_the_parts_is_the_best_of_the_whole(seed):
    own, whole = both(seed)
    assert len(parts_of(whole)) >= 2
    plan, undivided = relocate(whole, PLAIN), relocating._relocate(whole, PLAIN).plan
    verdict = check_stays(whole, plan.stays)
    assert verdict.violations == ()
    assert values(plan) == dict(verdict.tier_values)
    assert (plan.room_changes, plan.deviations) == (
        verdict.room_changes,
        len({one.household for one in verdict.deviations}),
    )
    each = [relocate(one, PLAIN) for one in own]
    if all(one.status == "optimal" for one in (plan, *each)):
        added = {name: sum(values(one)[name] for one in each) for name in values(plan)}
        assert values(plan) == added
    if undivided.status == plan.status == "optimal":
        assert values(plan) == values(undivided)
    assert [(row.site, row.month) for row in plan.occupancy] == [
        (row.site, row.month) for row in undivided.occupancy
    ]
    assert (plan.households, plan.persons) == (
        sum(one.households for one in each),
        sum(one.persons for one in each),
    )
    assert plan.input_digest == digest(whole)
    assert list(plan.seconds) == ["eligibility", "solve", "explain"]
    by_household = [row.household for row in plan.stays]
    order = [str(household.id) for household in whole.households]
    assert by_household == sorted(by_household, key=order.index)


def test_the_plan_does_not_depend_on_the_number_of_processes(monkeypatch):
    monkeypatch.setattr(relocating, "MANY_PLACES", 0)
    whole = both(3)[1]
    one, two = (relocate(whole, RelocationSettings(threads=n)) for n in (1, 2))
    assert replace(one, seconds={}) == replace(two, seconds={})


def solving(monkeypatch, first):
    """Note with what each part is solved; of each the first outcome is changed by ``first``."""
    asked, solve = [], relocating.solve

    def noting(problem, aims, plan, budget, told, backend, known):
        found = solve(problem, aims, plan, budget, told, backend, known)
        asked.append((plan.tolist(), found.plan.tolist(), known))
        return found if known else first(found)

    monkeypatch.setattr(relocating, "solve", noting)
    return asked


def unproven(outcome):
    return replace(outcome, stages=tuple(replace(one, bound=-1) for one in outcome.stages))


def test_parts_that_are_not_proven_are_solved_on_with_the_seconds_left(monkeypatch):
    whole = both(4)[1]
    plan = relocate(whole, PLAIN)
    asked = solving(monkeypatch, unproven)
    settings = replace(PLAIN, budget=Budget(seconds=600))
    again = relocate(whole, settings)
    assert (again.status, values(again)) == ("optimal", values(plan))
    n = len(parts_of(whole))
    assert len(asked) == 2 * n
    assert all(known == () for _, _, known in asked[:n])
    for begin, _, known in asked[n:]:
        assert begin in [found for _, found, _ in asked[:n]]
        assert {stage.bound for stage in known} == {-1}


@pytest.mark.parametrize(
    ("budget", "first"),
    [
        (Budget(), unproven),  # no limit: it was not cut off
        (Budget(seconds=600, work=10**9), unproven),  # of work each had its share
        (Budget(seconds=600), lambda outcome: outcome),  # all is proven
    ],
)
def test_parts_are_solved_once_otherwise(budget, first, monkeypatch):
    whole = both(4)[1]
    asked = solving(monkeypatch, first)
    relocate(whole, replace(PLAIN, budget=budget))
    assert len(asked) == len(parts_of(whole))


@pytest.mark.parametrize(
    ("later", "kept"),
    [((5, 2, 9, 4), True), ((5, 1, 9, 6), True), ((5, 3, 1, 0), False), ((5, 2, 9, 5), False)],
)
def test_the_second_plan_of_a_part_counts_when_it_is_no_worse(later, kept):
    def done(*best):
        stages = tuple(StageOutcome(str(i), value, 0, 0.0) for i, value in enumerate(best))
        outcome = RelocationOutcome(np.zeros((0, 0)), stages[:-1], best[:-1])
        return relocating._Done(SimpleNamespace(room_changes=best[-1]), outcome, work=1)

    one, other = done(5, 2, 9, 4), done(*later)
    better = relocating._better(one, other)
    assert better.outcome is (other if kept else one).outcome
    assert better.work == 2


HOMES = [site("A"), site("B", wijk="noord"), site("C", wijk="zuid"), site("D", wijk="zuid")]
ROOMS = [rooms(name, 2, 3) for name in "ABCD"]
ONE, TWO = ontheemde("1", 30, koppeling="hatert"), ontheemde("2", 30, koppeling="zuid")


def parts(*households, **more):
    given = instance(households, HOMES, ROOMS, **more)
    return [
        tuple("".join(row.id for row in rows) for rows in (part.households, part.sites))
        for part in parts_of(given)
    ]


def test_what_connects_parts():
    """Site A is in hatert, which lies within noord, where B is; C and D are in zuid."""
    assert parts(TWO, ONE) == [("2", "BCD"), ("1", "A")]
    assert parts(ONE) == [("1", "ABCD")]
    apart = [("1", "AB"), ("2", "CD")]
    assert parts(ONE, TWO) == apart
    assert parts(ontheemde("1", 30, koppeling="noord"), TWO) == apart
    whole = [("12", "ABCD")]
    assert parts(ONE, TWO.model_copy(update={"current_site": "A"})) == whole
    assert parts(ONE, TWO, ontheemde("3", 30)) == [("123", "ABCD")]
    assert parts(ONE, TWO, site_decisions=[lock("1", "C")]) == whole
    kept = {"keep_with": "k"}
    assert parts(ONE.model_copy(update=kept), TWO.model_copy(update=kept)) == whole
    assert parts(ONE, TWO, policy={"slack": {"moves": 1}}) == whole
    assert parts(ONE, TWO, policy={"tolerance": {"moves": 1}}) == whole
    # who is not there any more is in none
    gone = ontheemde("3", 30, leaves_on="2025-04-01")
    assert parts(ONE, TWO, gone) == apart


@pytest.mark.parametrize("column", ["shelter_persons_max", "shelter_fair_share_persons"])
def test_sites_of_a_wijk_that_counts_shelter_belong_together(column):
    """Of the households one is linked to each of two wijken within a third."""
    for limit, number in ((None, 2), (9, 1)):
        wijken = (
            Wijk.model_validate({"code": "top", "name": "top", column: limit}),
            *(Wijk(code=code, name=code, within="top") for code in ("hatert", "noord", "zuid")),
        )
        assert len(parts(ONE, TWO, wijken=wijken)) == number


def test_a_part_that_fails_fails_the_plan():
    given = instance([ONE, TWO], HOMES, [rooms("C", 2, 3)], site_decisions=(lock("1", "A"),))
    assert len(parts_of(given)) == 2
    with pytest.raises(LocksContradict):
        relocate(given, PLAIN)
    error = LocksContradict((("h", "s"),), ("CARE",))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (again.locks, again.broken) == (error.locks, error.broken)


def test_what_is_missing_is_added_by_month():
    plan = relocate(both(0)[0][0], PLAIN)
    one = Missing("2025-05", 1, 2, 2, (ExtraRooms(2, False, 1),), 0, True)
    two = Missing("2025-05", 3, 4, 0, (ExtraRooms(1, True, 1), ExtraRooms(2, False, 2)), 3, False)
    late = replace(one, month="2025-06")
    plans = [
        replace(plan, missing=(late,)),
        replace(plan, missing=(one,)),
        replace(plan, missing=(two,)),
    ]
    given = both(0)[0][0]
    assert joined(given, plans).missing == (
        Missing("2025-05", 4, 6, 2, (ExtraRooms(1, True, 1), ExtraRooms(2, False, 3)), 3, False),
        late,
    )
