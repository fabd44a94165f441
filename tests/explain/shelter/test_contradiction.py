"""Which locks leave no relocation plan, and which rules or limits they break."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.errors import LocksContradict, Stopped
from allocator.relocating import RelocationSettings, relocate
from models.budget import Budget
from tests.check.shelter.build import MAN, WIJKEN, instance, lock, ontheemde, refused, rooms, site

NO_TIERS = {"tiers": {"relocation": ()}}


def case(households, sites, groups, *decisions, **tables):
    """Return an instance whose plans need only keep the rules: no tier is optimised."""
    policy = {**NO_TIERS, **tables.pop("policy", {})}
    return instance(households, sites, groups, policy=policy, site_decisions=decisions, **tables)


def contradiction(given):
    """Return the locks and what they break, after trying that no smaller set would do.

    With the locks of the set alone there is no plan; with any of them less there is.
    """
    with pytest.raises(LocksContradict) as found:
        relocate(given, RelocationSettings())
    locks = found.value.locks
    rest = [d for d in given.site_decisions if d.decision == "refused"]
    every = [d for d in given.site_decisions if d.decision == "lock"]
    own = [d for d in every if (d.household, d.site) in locks]
    assert len(own) == len(locks) > 0
    with pytest.raises(LocksContradict) as again:
        relocate(given.model_copy(update={"site_decisions": (*rest, *own)}), RelocationSettings())
    assert (again.value.locks, again.value.broken) == (locks, found.value.broken)
    for one in own:
        left = (*rest, *(d for d in own if d is not one))
        relocate(given.model_copy(update={"site_decisions": left}), RelocationSettings())
    return dict(locks), found.value.broken


def alone(*broken):
    """Return what is found when the lock of H1 in A alone contradicts."""
    return {"H1": "A"}, broken


WHEELCHAIR = {0: {"mobility": "wheelchair"}}
STEP_FREE = {0: {"mobility": "step_free"}}
RULES = [
    (("KOPPELING",), {"koppeling": "zuid"}, {}, {}),
    (("CARE",), {}, {"care": True}, {}),
    (("CARE",), {"support": "intensive"}, {}, {"care_strict": True}),
    (("WOMEN",), {"people": {0: MAN}}, {"women_only": True}, {}),
    (("MOBILITY",), {"people": WHEELCHAIR}, {"step_free": True}, {}),
    (("MOBILITY",), {"people": STEP_FREE}, {}, {}),
    (("CARE", "WOMEN"), {"people": {0: MAN}}, {"care": True, "women_only": True}, {}),
    (("NOTICE",), {"current_site": "B"}, {}, {}),
]


@pytest.mark.parametrize(("broken", "household", "place", "policy"), RULES)
def test_one_lock_against_a_rule(broken, household, place, policy):
    """The locks of H2 and H3 are fine and not named."""
    given = case(
        [ontheemde("H1", 30, **household), ontheemde("H2", 30), ontheemde("H3", 30)],
        [site("A", **place), site("B"), site("C")],
        [rooms("A", 1, 2), rooms("B", 1, 3), rooms("C", 1, 3)],
        *(lock("H1", "A"), lock("H2", "B"), lock("H3", "C", date(2025, 7, 1))),
        policy=policy,
    )
    assert contradiction(given) == alone(*broken)


NOT_AGAINST = [
    ({"koppeling": "noord"}, {}, {}, None),  # hatert lies in noord
    ({}, {"care": True}, {"care_exclusive": False}, None),
    ({"support": "intensive"}, {}, {}, None),
    ({}, {"women_only": True}, {}, None),
    ({"people": STEP_FREE}, {"step_free": True}, {}, None),
    ({"current_site": "B"}, {}, {}, date(2025, 5, 1)),  # notice is over
    ({"current_site": "B"}, {}, {"first_move_month": 0}, None),
    ({"current_site": "A", "koppeling": "zuid"}, {}, {}, None),  # a first stay is spared
    ({"current_site": "A", "people": WHEELCHAIR}, {}, {}, date(2025, 6, 1)),
    ({"koppeling": "zuid"}, {"closes_on": date(2025, 3, 1)}, {}, None),  # it is never usable
    ({"koppeling": "zuid", "leaves_on": date(2025, 3, 1)}, {}, {}, None),  # never present
    ({"koppeling": "zuid", "leaves_on": date(2025, 6, 30)}, {}, {}, date(2025, 7, 1)),
]


@pytest.mark.parametrize(("household", "place", "policy", "from_on"), NOT_AGAINST)
def test_one_lock_that_no_rule_is_against(household, place, policy, from_on):
    given = case(
        [ontheemde("H1", 30, **household), ontheemde("H2", 30)],
        [site("A", **place), site("B")],
        [rooms("A", 1, 2), rooms("B", 1, 3)],
        lock("H1", "A", from_on),
        policy=policy,
    )
    plan = relocate(given, RelocationSettings())
    months = {stay.to_month for stay in plan.stays if (stay.household, stay.site) == ("H1", "A")}
    there = given.households[0].leaves_on is None and given.sites[0].closes_on is None
    assert months == ({"2025-09"} if there else set())


@pytest.mark.parametrize(
    ("refused_from", "locked_from"),
    [
        (None, None),
        (date(2025, 8, 1), None),
        (None, date(2025, 8, 1)),
        (date(2025, 8, 1), date(2025, 9, 30)),
    ],
)
def test_a_lock_against_a_refusal(refused_from, locked_from):
    given = case(
        [ontheemde("H1", 30), ontheemde("H2", 30)],
        [site("A")],
        [rooms("A", 1, 2)],
        *(refused("H1", "A", refused_from), lock("H1", "A", locked_from), lock("H2", "A")),
    )
    assert contradiction(given) == alone("DECIDED")


def test_a_refusal_of_the_site_of_a_first_stay():
    given = case(
        [ontheemde("H1", 30, current_site="A")],
        [site("A")],
        [rooms("A", 1)],
        *(refused("H1", "A", date(2025, 9, 1)), lock("H1", "A")),
    )
    assert contradiction(given) == alone("DECIDED")


FULL = [
    ("max_persons:A", {"max_persons": 4}, {}, 9),
    ("max_moves_in:A", {"max_moves_in": 4}, {}, 9),
    ("rooms:A", {}, {}, 2),
    ("shelter_persons_max:hatert", {}, {"hatert": 4}, 9),
    ("shelter_persons_max:noord", {"max_persons": 5, "max_moves_in": 5}, {"noord": 4}, 9),
]


def wijken(limits):
    return tuple(
        wijk.model_copy(update={"shelter_persons_max": limits.get(wijk.code)}) for wijk in WIJKEN
    )


@pytest.mark.parametrize(("broken", "place", "limits", "beds"), FULL)
def test_two_locks_against_a_limit(broken, place, limits, beds):
    """H1 (2 persons) and H2 (3) are one too many for 4; rooms of 2 are too few for both.

    H3 is locked where there is place enough, in another wijk.
    """
    given = case(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32), ontheemde("H3", 30)],
        [site("A", **place), site("B", wijk="zuid", max_persons=1)],
        [rooms("A", beds, 2), rooms("B", 1)],
        *(lock("H1", "A"), lock("H2", "A"), lock("H3", "B")),
        wijken=wijken(limits),
    )
    assert contradiction(given) == ({"H1": "A", "H2": "A"}, (broken,))


@pytest.mark.parametrize(("broken", "place", "limits", "beds"), FULL[:2] + FULL[3:])
def test_two_locks_just_within_a_limit(broken, place, limits, beds):
    """One person more is allowed."""
    given = case(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32)],
        [site("A", **{name: most + 1 for name, most in place.items()})],
        [rooms("A", beds, 2)],
        *(lock("H1", "A"), lock("H2", "A")),
        wijken=wijken({code: most + 1 for code, most in limits.items()}),
    )
    assert len(relocate(given, RelocationSettings()).stays) == 2


def test_two_sites_of_a_wijk():
    given = case(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32)],
        [site("A"), site("B", wijk="noord")],
        [rooms("A", 2), rooms("B", 3)],
        *(lock("H1", "A"), lock("H2", "B", date(2025, 9, 1))),
        wijken=wijken({"noord": 4, "zuid": 0}),
    )
    assert contradiction(given) == ({"H1": "A", "H2": "B"}, ("shelter_persons_max:noord",))


def test_one_lock_too_many_persons():
    given = case(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30)],
        [site("A", max_persons=1)],
        [rooms("A", 2)],
        *(lock("H1", "A"), lock("H2", "A", date(2025, 5, 1))),
    )
    assert contradiction(given) == alone("max_persons:A")


def test_one_lock_without_a_room_that_is_large_enough():
    """One person cannot have two rooms, but two persons can, of one bed each."""
    for ages, count in (((30, 31), 1), ((30, 31, 32), 2)):
        given = case([ontheemde("H1", *ages)], [site("A")], [rooms("A", 1, count)], lock("H1", "A"))
        assert contradiction(given) == alone("rooms:A")
        enough = given.model_copy(update={"rooms": (rooms("A", 1, count + 1),)})
        assert relocate(enough, RelocationSettings()).stays[0].site == "A"


def test_a_room_that_closes():
    """The only room with place for a wheelchair closes in July."""
    given = case(
        [ontheemde("H1", 30, people=WHEELCHAIR)],
        [site("A")],
        [rooms("A", 1, 3), rooms("A", 1, wheelchair=True, closes_on=date(2025, 6, 30))],
        lock("H1", "A"),
    )
    assert contradiction(given) == alone("rooms:A")


def test_any_two_of_three():
    """For 5 persons any two of 3 are too many: two are named, and the third is not.

    H4 left before the first month: its lock asks for nothing.
    """
    given = case(
        [
            *(ontheemde(f"H{i}", 30, 31, 32) for i in (1, 2, 3)),
            ontheemde("H4", 30, leaves_on=date(2025, 3, 1)),
        ],
        [site("A", max_persons=5)],
        [rooms("A", 3, 3)],
        *(lock(f"H{i}", "A") for i in (1, 2, 3, 4)),
    )
    locks, broken = contradiction(given)
    assert (len(locks), broken) == (2, ("max_persons:A",))


def test_three_that_are_too_many_only_together():
    given = case(
        [ontheemde(f"H{i}", 30, 31) for i in (1, 2, 3)],
        [site("A", max_persons=5)],
        [rooms("A", 2, 3)],
        *(lock(f"H{i}", "A", date(2025, 3 + i, 12)) for i in (1, 2, 3)),
    )
    assert contradiction(given) == ({f"H{i}": "A" for i in (1, 2, 3)}, ("max_persons:A",))


def test_singles_that_may_not_share():
    """A woman and a man in the one room of two; two women may."""
    for people, contradicts in ((MAN, True), ({}, False)):
        given = case(
            [ontheemde("H1", 30), ontheemde("H2", 30, people={0: people})],
            [site("A")],
            [rooms("A", 2)],
            *(lock("H1", "A"), lock("H2", "A")),
        )
        if contradicts:
            assert contradiction(given) == ({"H1": "A", "H2": "A"}, ("rooms:A",))
        else:
            assert {s.rooms for s in relocate(given, RelocationSettings()).stays} == {("A/2-01",)}


def test_two_limits_that_each_stand_in_the_way():
    """Without one of them there is still no plan, so none alone makes the difference."""
    given = case(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32)],
        [site("A", max_persons=4, max_moves_in=4)],
        [rooms("A", 3, 2)],
        *(lock("H1", "A"), lock("H2", "A")),
    )
    assert contradiction(given) == ({"H1": "A", "H2": "A"}, ())


def test_who_lives_there_already_need_not_move_in():
    """Moving in counts for H2 alone; and who lives in a site may be too many for it."""
    given = case(
        [ontheemde("H1", 30, 31, current_site="A"), ontheemde("H2", 30, 31, 32)],
        [site("A", max_moves_in=3)],
        [rooms("A", 3, 2)],
        *(lock("H1", "A"), lock("H2", "A")),
    )
    assert len(relocate(given, RelocationSettings()).stays) == 2
    for most, both in ((3, True), (1, False)):
        small = given.model_copy(update={"sites": (site("A", max_persons=most),)})
        locks = {"H1": "A", "H2": "A"} if both else {"H2": "A"}
        assert contradiction(small) == (locks, ("max_persons:A",))
    own = small.model_copy(update={"site_decisions": (lock("H1", "A"),)})
    assert [s.household for s in relocate(own, RelocationSettings()).stays] == ["H1"]


@pytest.mark.parametrize("spared", [{"koppeling": "zuid"}, {"people": WHEELCHAIR}])
def test_a_rule_that_a_first_stay_is_spared_is_not_named(spared):
    """H1 may be in A as it lives there; that H2 comes is one person too many."""
    given = case(
        [ontheemde("H1", 30, 31, current_site="A", **spared), ontheemde("H2", 30, 31, 32)],
        [site("A", max_persons=4)],
        [rooms("A", 3, 2)],
        *(lock("H1", "A"), lock("H2", "A")),
    )
    assert contradiction(given) == ({"H1": "A", "H2": "A"}, ("max_persons:A",))


def test_without_time_nothing_is_claimed():
    """That no plan exists is not proven in no time at all; then nothing is said of locks."""
    given = case(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32)],
        [site("A", max_persons=4)],
        [rooms("A", 3, 2)],
        *(lock("H1", "A"), lock("H2", "A")),
    )
    for budget in (Budget(seconds=0), Budget(work=0)):
        with pytest.raises(Stopped):
            relocate(given, RelocationSettings(budget=budget))


@pytest.mark.parametrize("work", [1, 100])
def test_with_little_work_no_limit_is_named_without_proof(work):
    """Only max_persons stands in the way."""
    given = case(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32)],
        [site("A", max_persons=4, max_moves_in=9)],
        [rooms("A", 3, 2)],
        *(lock("H1", "A"), lock("H2", "A")),
    )
    with pytest.raises(LocksContradict) as found:
        relocate(given, RelocationSettings(budget=Budget(work=work)))
    assert set(found.value.broken) <= {"max_persons:A"}


ABSENT = [{"arrives_on": date(2025, 6, 10)}, {"leaves_on": date(2025, 8, 10)}]


@pytest.mark.parametrize("absent", ABSENT)
def test_who_comes_later_or_leaves_breaks_the_same_limit(absent):
    given = case(
        [ontheemde("H1", 30, 31, **absent), ontheemde("H2", 30, 31, 32)],
        [site("A", max_persons=4)],
        [rooms("A", 3, 2)],
        *(lock("H1", "A"), lock("H2", "A")),
    )
    assert contradiction(given) == ({"H1": "A", "H2": "A"}, ("max_persons:A",))


def test_a_site_without_rooms():
    given = case([ontheemde("H1", 30)], [site("A")], [], lock("H1", "A"))
    assert contradiction(given) == alone("rooms:A")


def test_who_would_need_five_rooms():
    given = case(
        [ontheemde("H1", *range(30, 39))], [site("A")], [rooms("A", 2, 9)], lock("H1", "A")
    )
    assert contradiction(given) == alone("rooms:A")
