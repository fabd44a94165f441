from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from allocator.errors import Conflict
from allocator.rules.columns import columns
from allocator.rules.conflict import conflict
from allocator.rules.limits import Limit, limits, locks
from tests.rules import build
from tests.rules.strategies import RELAXED


def people(*sizes, gender="f"):
    return [
        build.household(f"H{i}", persons=[build.person(j, gender=gender) for j in range(size)])
        for i, size in enumerate(sizes, start=1)
    ]


def found(instance):
    h, p, c = columns(instance)
    return conflict(limits(instance, h, p, c), locks(instance, h, p), h, p)


def hatert(draagkracht):
    return (Wijk(code="hatert", name="H", draagkracht_persons=draagkracht),)


def locked(n, home="W{i}"):
    return [build.lock(f"H{i}", home.format(i=i)) for i in range(1, n + 1)]


def homes(n, **columns):
    return [build.home(f"W{i}", **columns) for i in range(1, n + 1)]


def test_no_locks_no_conflict():
    assert found(build.instance(people(2), homes(1), wijken=hatert(0))) is None


def test_locks_up_to_the_limit_are_no_conflict():
    # 2 + 4 + 1 = 7
    instance = build.instance(people(2, 4, 1), homes(3), decisions=locked(3), wijken=hatert(7))
    assert found(instance) is None


def test_the_fewest_locks_are_the_heaviest():
    # 2 + 4 > 5, and no lock alone is
    instance = build.instance(people(2, 4, 1), homes(3), decisions=locked(3), wijken=hatert(5))
    assert found(instance) == Conflict(
        limit="draagkracht:hatert", locks=(("H1", "W1"), ("H2", "W2")), load=6, capacity=5
    )


def test_of_equal_locks_the_first():
    instance = build.instance(people(2, 2, 2), homes(3), decisions=locked(3), wijken=hatert(3))
    assert found(instance).locks == (("H1", "W1"), ("H2", "W2"))


def test_of_very_many_equal_locks_the_first():
    many = [2] * 40
    instance = build.instance(people(*many), homes(40), decisions=locked(40), wijken=hatert(3))
    assert len(found(instance).locks) == 2
    assert found(instance).locks[0] == ("H1", "W1")


def test_one_lock_may_break_a_limit_by_itself():
    # draagkracht needs 4 + 2, the complex only the 4
    instance = build.instance(
        people(2, 4),
        homes(2, complex="ndw21"),
        decisions=locked(2),
        wijken=hatert(5),
        complexes=(Complex(id="ndw21", name="N", wijk="hatert", max_persons=3),),
    )
    assert found(instance) == Conflict("complex:ndw21", (("H2", "W2"),), 4, 3)


def test_locks_elsewhere_do_not_count():
    wijken = (*hatert(2), Wijk(code="lent", name="L"))
    offered = [build.home("W1"), build.home("W2", wijk="lent")]
    instance = build.instance(people(2, 4), offered, decisions=locked(2), wijken=wijken)
    assert found(instance) is None


def test_support_placements_and_guidance_are_limits():
    supported = [build.household(f"H{i}", support="light") for i in (1, 2)]
    complexes = (Complex(id="ndw21", name="N", wijk="hatert", max_supported=1),)
    owner = (Corporatie(id="talis", name="T", max_placements=1),)
    offered = homes(2, complex="ndw21")
    both = (("H1", "W1"), ("H2", "W2"))
    assert found(
        build.instance(supported, offered, decisions=locked(2), complexes=complexes)
    ) == Conflict("supported:ndw21", both, 2, 1)
    assert (
        found(build.instance(people(1, 1), offered, decisions=locked(2), complexes=complexes))
        is None
    )
    assert found(
        build.instance(people(1, 1), offered, decisions=locked(2), corporaties=owner)
    ) == Conflict("corporatie:talis", both, 2, 1)
    assert found(
        build.instance(people(1, 1), offered, decisions=locked(2), policy={"max_placements": 1})
    ) == Conflict("guidance", both, 2, 1)


def test_units_of_a_home_are_a_limit():
    fits = build.instance(people(1, 1), homes(1, units=2), decisions=locked(2, "W1"))
    assert found(fits) is None
    over = build.instance(people(1, 1, 1, 1), homes(1, units=2), decisions=locked(4, "W1"))
    assert found(over) == Conflict("units:W1", (("H1", "W1"), ("H2", "W1"), ("H3", "W1")), 3, 2)


def test_one_gender_is_a_limit_where_a_home_is_for_the_same():
    three = [
        *people(1, 1),
        build.household("H3", persons=[build.person(gender="m")]),
        build.household("H4", persons=[build.person(gender="x")]),
    ]
    same = build.instance(three, homes(1, units=9, sharing="same"), decisions=locked(4, "W1"))
    assert found(same) == Conflict("gender:W1", (("H1", "W1"), ("H3", "W1")), 2, 1)
    mixed = build.instance(three, homes(1, units=9, sharing="mixed"), decisions=locked(4, "W1"))
    assert found(mixed) is None
    women = build.instance(three, homes(1, units=9, sharing="same"), decisions=locked(2, "W1"))
    assert found(women) is None


def test_fewest_locks_first_then_the_order_of_limits():
    two = [build.household("H1"), build.household("H2", persons=[build.person(gender="m")])]
    offered = homes(1, sharing="same")
    locks_ = locked(2, "W1")
    # units and gender both take two locks: units come first; draagkracht comes before both
    assert found(build.instance(two, offered, decisions=locks_)).limit == "units:W1"
    wijken = hatert(1)
    assert (
        found(build.instance(two, offered, decisions=locks_, wijken=wijken)).limit
        == "draagkracht:hatert"
    )


@RELAXED
@given(st.lists(st.integers(0, 5), min_size=1, max_size=6), st.integers(0, 12), st.data())
def test_no_smaller_set_of_locks_breaks_the_limit(weights, capacity, data):
    n = len(weights)
    h, p, _ = columns(
        build.instance([build.household(f"H{i}") for i in range(n)], homes(3, units=9))
    )
    where = np.array(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)))
    limit = Limit("complex", "x", np.array([0, 2]), np.array(weights), capacity)
    result = conflict([limit], (np.arange(n), where), h, p)
    inside = [i for i in range(n) if where[i] != 1]
    broken = [
        some
        for size in range(1, n + 1)
        for some in combinations(inside, size)
        if sum(weights[i] for i in some) > capacity
    ]
    if not broken:
        assert result is None
    else:
        assert result.capacity == capacity < result.load
        assert len(result.locks) == len(broken[0])
        assert result.load == sum(weights[int(a[1:])] for a, _ in result.locks)
