"""Random instances: the reasons agree with the checker, and the changes do what they say."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement

import pytest

from allocator.check.shelter.case import shelter_case
from allocator.check.shelter.reasons import Reasons
from allocator.explain.shelter import Explained
from allocator.formulate_shelter import relocation
from allocator.texts import texts
from models.relocation import NONE
from tests.explain.shelter.applied import applied, put, raised, roomy, with_rooms, works
from tests.explain.shelter.plans import BACKEND, broken, fits, tiers_of
from tests.explain.shelter.random_shelter import instance_of, plan_of

SEEDS = range(30)
MANY = 50  # more persons than a limit can be short of


@cache
def case(seed):
    given = instance_of(seed)
    shelter, problem, plan = plan_of(given, seed)
    assert works(given, plan)
    return (
        given,
        shelter,
        plan,
        Explained(shelter, problem, plan, tiers_of(shelter), texts("nl"), BACKEND),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_checker_gives_the_same_reasons(seed):
    given, shelter, plan, found = case(seed)
    checked = shelter_case(given)
    judge = Reasons(checked)
    told = {}
    for e in found.shortages:
        for t in e.row.months:
            told[e.row.household, t] = e.row.reason
    without = {
        (h, t) for h, row in enumerate(plan.tolist()) for t, s in enumerate(row) if s == NONE
    }
    assert set(told) == without
    for (h, t), reason in told.items():
        right = judge.reason(checked.households[shelter.residents[h].id], t)
        assert reason == right if right else reason in ("full", "priority")


@pytest.mark.parametrize("seed", SEEDS)
def test_full_is_full_and_priority_is_not(seed):
    given, shelter, plan, found = case(seed)
    for e in found.shortages:
        h = e.row.household
        if e.row.reason == "full":
            for t in e.row.months:
                for s in range(len(shelter.sites)):
                    assert not works(given, put(plan, h, [t], s))
        if e.trial is not None:
            months = range(e.trial.first, e.trial.last + 1)
            assert set(months) <= set(e.row.months)
            assert works(given, put(plan, h, months, e.trial.site))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_smallest_change(seed):
    """It does it; with less of anything it does not; and no other site takes less."""
    given, shelter, plan, found = case(seed)
    for e in found.shortages:
        if e.change is None:
            continue
        after = put(plan, e.row.household, e.row.months, e.change.site)
        changed = applied(given, shelter, e.change)
        if not works(changed, plan):  # a notice that did not hold, as a site was too full, does
            continue
        assert works(changed, after)
        for less in smaller(given, shelter.persons[e.row.household], e.change):
            assert not works(applied(given, shelter, less), after)
        if e.row.reason == "full":
            others = [
                least(given, shelter, plan, e, s)
                for s in range(len(shelter.sites))
                if shelter.usable[s, list(e.row.months)].all() and suits(given, shelter, e, s)
            ]
            assert all(size is None or e.change.size[1:4] <= size for size in others)


def suits(given, shelter, e, s):
    """Whether a site has rooms for a household, whatever their dates, or it lives there."""
    checked, household = shelter_case(given), shelter.residents[e.row.household].id
    facts, site = checked.households[household], shelter.sites[s].id
    return facts.current_site == site or Reasons(checked)._suits(facts, site)


def sizes(given, persons):
    """Return the sizes of extra rooms, in beds."""
    most = max(max((g.beds for g in given.rooms), default=1), -(-int(persons) // 4))
    return range(1, most + 1)


def smaller(given, persons, change):
    """Yield the change with less of one thing."""
    for i, limit in enumerate(change.limits):
        less = replace(limit, over=limit.over - 1)
        yield replace(change, limits=(*change.limits[:i], less, *change.limits[i + 1 :]))
    for kind in ("opens", "closes", "first_move_month"):
        if getattr(change, kind) is not None:
            yield replace(change, **{kind: None})
    if change.rooms is not None:
        yield replace(change, rooms=None)
        beds = change.rooms.beds
        for number in range(1, len(beds) + 1):
            for other in combinations_with_replacement(sizes(given, persons), number):
                if (len(other), sum(other)) < (len(beds), sum(beds)):
                    yield replace(change, rooms=replace(change.rooms, beds=other))


def least(given, shelter, plan, e, s):
    """Return changes, beds and persons that a site takes at least, found by trying."""
    h, months = e.row.household, e.row.months
    after = put(plan, h, months, s)
    kinds = [("max_persons", s), ("max_moves_in", s)]
    kinds += [("shelter_persons_max", w) for w in range(len(given.wijken))]
    tables = {"max_persons": given.sites, "max_moves_in": given.sites}
    kinds = [k for k in kinds if getattr(tables.get(k[0], given.wijken)[k[1]], k[0]) is not None]
    free = given
    for kind, subject in kinds:
        free = raised(free, kind, subject, MANY)
    resident, site = shelter.residents[h], shelter.sites[s]
    wheelchair = resident.wheelchair or (resident.step_free and not site.step_free)
    rooms = [
        beds
        for n in range(3)
        for beds in combinations_with_replacement(sizes(given, shelter.persons[h]), n)
    ]
    for beds in sorted(rooms, key=lambda beds: (len(beds), sum(beds))):
        span = shelter.months, months[0], months[-1]
        roomy = with_rooms(free, site.id, beds, wheelchair, *span)
        if works(roomy, after):
            break
    else:
        return None
    raises = [
        next(by for by in range(MANY + 1) if works(raised(roomy, *kind, by - MANY), after))
        for kind in kinds
    ]
    raises = [by for by in raises if by]
    return len(beds) + len(raises), sum(beds), sum(raises)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reason_of_a_move_is_true(seed):
    """By the checker, that looks at the plan as it would be had the household stayed."""
    given, shelter, plan, found = case(seed)
    checked = shelter_case(given)
    keys = [(m.went.household, m.went.month) for m in found.moves]
    assert keys == sorted(set(keys))
    for m in found.moves:
        h, t = m.went.household, m.went.month
        facts = checked.households[shelter.residents[h].id]
        if m.went.before < 0:
            assert m.went.reason in ("need", "room", "together", "other")
            continue
        usable = checked.usable(facts, shelter.sites[m.went.before].id, t)
        assert (m.went.reason == "closes") is not usable
        if usable:
            month = shelter.months.name(t)
            stayed = put(plan, h, [t], m.went.before)
            wrong = {rule for rule, at in broken(given, shelter, stayed) if at == month}
            holds = roomy(relocation(shelter, fits), stayed, months=[t])
            if m.went.reason == "room":
                assert not holds or wrong & {"max_persons", "shelter_persons_max"}
            elif m.went.reason in ("together", "other"):
                assert holds
                assert wrong <= {"lock", "DECIDED"}
