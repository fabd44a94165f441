"""What would house a household: tried out, and every smaller change tried out as well.

The instances have the lottery among their tiers and no tolerance, so that all best plans of a
week place the same households, and one plan tells whether a change does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, islice, product

import pytest

from allocator.check import blocked_by, breaks_limits, case_of, possible
from allocator.domain.choices import DecisionKind
from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from allocator.explain.change import Part, changed
from allocator.explain.helping import Help, Helper
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan
from models.budget import Budget
from tests.check.build import home, household, instance, lock
from tests.explain.forced import SEEDS, forced, known, laid_out, loss_of, matched
from tests.random_instances import small_instance

ORDER = ("units", "draagkracht", "complex", "supported", "corporatie", "guidance")
Parts = tuple[Part, ...]


def decided(seed: int) -> bool:
    """Whether the lottery decides between plans that are equal otherwise."""
    policy = small_instance(seed).policy
    firm = not policy.tolerance and not policy.slack
    return firm and "lottery" in policy.tiers.matching


@cache
def chosen() -> tuple[int, ...]:
    """Return some instances in which it does."""
    return tuple(islice(filter(decided, SEEDS), 14))


@cache
def after(seed: int, parts: Parts) -> MatchingPlan:
    """Return the best plan of an instance with a change, from scratch."""
    plan = match(changed(small_instance(seed), "", parts), Settings(backend="cpsat"))
    assert plan.status == "optimal"
    return plan


def houses(seed: int, parts: Parts, name: str) -> bool:
    return any(row.household == name for row in after(seed, parts).proposals)


@cache
def helps() -> list[tuple[int, str, Help]]:
    """Return what helps every household that is left out of the plan of a chosen instance."""
    found = []
    for seed in chosen():
        plan = laid_out(seed)
        helper = Helper(plan)
        names = plan.case.households.id.tolist()
        for row in matched(seed).unplaced:
            found.append((seed, row.household, helper.help(names.index(row.household), Budget())))
    return found


def kinds(help_: Help) -> set[str]:
    return {part.kind for part in help_.parts}


def more_room() -> list[tuple[int, str, Help]]:
    return [one for one in helps() if kinds(one[2]) & set(ORDER)]


# --- every change that is looked at, from the instance alone --------------------------------------


def levers(seed: int) -> Iterator[tuple[str, str, int, set[str]]]:
    """Yield kind, subject, how far it is exceeded already, and its homes."""
    given = small_instance(seed)
    within = {wijk.code: wijk.within for wijk in given.wijken}
    for one in given.homes:
        yield "units", one.id, 0, {one.id}
    for wijk in given.wijken:
        if wijk.draagkracht_persons is not None:
            inside = {h.id for h in given.homes if wijk.code in (h.wijk, within[h.wijk])}
            over = wijk.placed_persons - wijk.draagkracht_persons
            yield "draagkracht", wijk.code, max(0, over), inside
    for block in given.complexes:
        inside = {h.id for h in given.homes if h.complex == block.id}
        if block.max_persons is not None:
            yield "complex", block.id, max(0, block.placed_persons - block.max_persons), inside
        if block.max_supported is not None:
            over = block.placed_supported - block.max_supported
            yield "supported", block.id, max(0, over), inside
    for owner in given.corporaties:
        if owner.max_placements is not None:
            yield (
                "corporatie",
                owner.id,
                0,
                {h.id for h in given.homes if h.corporatie == owner.id},
            )
    if given.policy.max_placements is not None:
        yield "guidance", "", 0, {h.id for h in given.homes}


def changes(seed: int, name: str) -> list[Parts]:
    """Return every change for a household, the smallest first."""
    case = case_of(small_instance(seed))
    facts = case.households[name]
    persons = facts.persons + (facts.nareis if case.policy.count_nareis else 0)
    homes = set(possible(case)[name])
    all_levers = list(levers(seed))
    some = [(one,) for one in all_levers]
    some += [two for two in combinations(all_levers, 2) if homes & two[0][3] & two[1][3]]
    found = []
    for chosen in some:
        most = [persons if kind in ("draagkracht", "complex") else 1 for kind, *_ in chosen]
        for amounts in product(*(range(1, n + 1) for n in most)):
            found.append(
                tuple(
                    Part(kind, subject, over + n)  # type: ignore[arg-type]
                    for (kind, subject, over, _), n in zip(chosen, amounts, strict=True)
                )
            )
    return sorted(found, key=size)


def size(parts: Parts) -> tuple[object, ...]:
    """Return what orders changes: fewer kinds, fewer units, the order of kinds."""
    named = sorted((ORDER.index(part.kind), part.subject, part.amount) for part in parts)
    return len(parts), sum(part.amount for part in parts), named


# --- the tests ------------------------------------------------------------------------------------


def test_the_instances_have_households_of_every_sort():
    assert len(chosen()) == 14
    sorts = [tuple(sorted(kinds(help_))) for _, _, help_ in helps()]
    assert sum("rule" in sort for sort in sorts) >= 5
    assert sorts.count(("priority",)) >= 3
    assert sum(len(help_.parts) == 1 for _, _, help_ in more_room()) >= 10
    assert sum(len(help_.parts) == 2 for _, _, help_ in more_room()) >= 3
    assert all(help_.complete for _, _, help_ in helps())
    assert len({kind for _, _, help_ in more_room() for kind in kinds(help_)}) >= 4


def test_the_change_tried_out_houses_the_household():
    for seed, name, help_ in more_room():
        assert houses(seed, help_.parts, name), (seed, name, help_.parts)


def test_each_smaller_change_does_not():
    tried = 0
    for seed, name, help_ in more_room():
        for parts in changes(seed, name):
            if size(parts) >= size(help_.parts):
                break
            assert not houses(seed, parts, name), (seed, name, parts, help_.parts)
            tried += 1
    assert tried >= 100


def test_another_priority_only_when_no_change_does_it():
    """And then the home where it costs the plan least, by solves from scratch."""
    for seed, name, help_ in helps():
        if kinds(help_) != {"priority"}:
            continue
        for parts in changes(seed, name):
            assert not houses(seed, parts, name), (seed, name, parts)
        homes = possible(case_of(small_instance(seed)))[name]
        plans = {p: plan for p in homes if (plan := forced(seed, name, p)) is not None}
        costs = {p: list(loss_of(laid_out(seed), plan).values()) for p, plan in plans.items()}
        (part,) = help_.parts
        assert costs[part.subject] == min(costs.values())


def test_no_possible_home_the_fewest_rules_set_aside():
    nowhere = 0
    for seed, name, help_ in helps():
        given = small_instance(seed)
        case = case_of(given)
        if possible(case)[name]:
            assert "rule" not in kinds(help_)
            continue
        fits = [
            len(blocked_by(case, name, p))
            for p in case.homes
            if not breaks_limits(case, [*case.locks.items(), (name, p)])
        ]
        if not fits:  # no limit has room for the household
            assert help_.parts == ()
            nowhere += 1
            continue
        *rules, decision = help_.parts
        assert [part.subject for part in rules] == list(blocked_by(case, name, decision.subject))
        assert {part.kind for part in rules} == {"rule"}
        assert len(rules) == min(fits)
        plan = match(changed(given, name, help_.parts), Settings(backend="cpsat"))
        assert (name, decision.subject) in {(r.household, r.home) for r in plan.proposals}
    assert nowhere > 0


def test_without_time_it_is_not_known():
    seed, name, _ = more_room()[0]
    plan = known(small_instance(seed), matched(seed), Budget(work=0))
    at = plan.case.households.id.tolist().index(name)
    assert Helper(plan).help(at, Budget(work=0)) == Help(at, (), complete=False)


def test_a_time_that_ends_half_way_leaves_no_other_answer():
    """Not known, or the answer that all the time in the world gives."""
    known_too = unknown = 0
    for seed in chosen()[:6]:
        plan = laid_out(seed)
        names = plan.case.households.id.tolist()
        for work in (1, 60, 250, 600):
            helper = Helper(plan)
            for name, help_ in ((name, help_) for s, name, help_ in helps() if s == seed):
                found = helper.help(names.index(name), Budget(work=work))
                if found.complete:
                    assert found == help_, (seed, name, work)
                    known_too += bool(kinds(found) & set(ORDER))
                else:
                    assert found.parts == ()
                    unknown += 1
    assert known_too >= 5
    assert unknown >= 20


def test_a_helper_answers_the_same_in_any_order():
    seed = chosen()[0]
    plan = laid_out(seed)
    names = plan.case.households.id.tolist()
    wanted = [(names.index(name), help_) for s, name, help_ in helps() if s == seed]
    helper = Helper(plan)
    assert len(wanted) > 1
    for at, help_ in reversed(wanted):
        assert helper.help(at, Budget()) == help_


# --- by hand --------------------------------------------------------------------------------------


def test_room_in_a_limit_that_was_exceeded_already_is_made_up_for():
    """Hatert may have 2 and has 5: 3 to make up for, 2 for the household."""
    wijk = Wijk(code="hatert", name="Hatert", draagkracht_persons=2, placed_persons=5)
    given = instance([household("H1", 30, 4)], [home("W1", bedrooms=2)], wijken=(wijk,))
    plan = known(given, match(given, Settings()))
    parts = (Part("draagkracht", "hatert", 5),)
    assert Helper(plan).help(0, Budget()) == Help(0, parts)
    more = changed(given, "H1", parts)
    assert more.wijken[0].draagkracht_persons == 7


def test_nothing_helps_who_may_go_nowhere():
    """The only home is full by a decision, and one unit more would go to who waits longer."""
    people = [household("H1", 30), household("H2", 30, support="intensive")]
    given = instance(people, [home("W1")], decisions=(lock("H1", "W1"),))
    plan = known(given, match(given, Settings()))
    assert Helper(plan).help(1, Budget()) == Help(1, ())


TABLES = {
    "wijken": (Wijk(code="hatert", name="Hatert", draagkracht_persons=4),),
    "complexes": (Complex(id="C1", name="C1", wijk="hatert", max_persons=5, max_supported=6),),
    "corporaties": (Corporatie(id="A", name="A", max_placements=7),),
    "policy": {"max_placements": 8},
}
CHANGES = [
    (Part("units", "W2", 2), lambda i: [h.units for h in i.homes], [1, 5]),
    (Part("draagkracht", "hatert", 2), lambda i: i.wijken[0].draagkracht_persons, 6),
    (Part("complex", "C1", 2), lambda i: i.complexes[0].max_persons, 7),
    (Part("supported", "C1", 2), lambda i: i.complexes[0].max_supported, 8),
    (Part("corporatie", "A", 2), lambda i: i.corporaties[0].max_placements, 9),
    (Part("guidance", "", 2), lambda i: i.policy.max_placements, 10),
]


@pytest.mark.parametrize(("part", "look", "value"), CHANGES)
def test_a_change_of_the_instance(part, look, value):
    given = instance([household("H1", 30)], [home("W1"), home("W2", units=3)], **TABLES)
    more = changed(given, "H1", [part])
    assert look(more) == value
    back = changed(more, "H1", [Part(part.kind, part.subject, -2)])
    assert back == given  # and nothing else


def test_a_decision_of_the_instance():
    given = instance([household("H1", 30)], [home("W1")], decisions=())
    more = changed(given, "H1", [Part("rule", "HOLD"), Part("priority", "W1")])
    assert [(d.household, d.home, d.decision) for d in more.decisions] == [
        ("H1", "W1", DecisionKind.LOCK)
    ]
