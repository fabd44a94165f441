from __future__ import annotations

import numpy as np

from allocator.domain.home import Corporatie
from allocator.domain.wijk import Wijk
from allocator.rules.columns import columns
from allocator.rules.limits import limits
from allocator.rules.remaining import Remaining
from tests.rules import build

PEOPLE = [
    build.household("H0", persons=[build.person(1), build.person(2)]),
    build.household("H1"),
    build.household("H2", persons=[build.person(gender="m")]),
]


def remaining(homes, **given):
    instance = build.instance(PEOPLE, homes, **given)
    h, p, c = columns(instance)
    return Remaining(h, p, limits(instance, h, p, c)), np.arange(len(p))


def test_units_run_out():
    left, homes = remaining([build.home("W0", units=2), build.home("W1")])
    assert left.free(0, homes).tolist() == [True, True]
    left.place(0, 0)
    assert left.free(1, homes).tolist() == [True, True]
    left.place(1, 0)
    assert left.free(2, homes).tolist() == [False, True]
    assert left.within_limits(2, homes).tolist() == [True, True]
    assert left.limits_broken(2, 0) == ()


def test_the_first_decides_the_gender_where_it_must_be_one():
    left, homes = remaining(
        [build.home("W0", units=3, sharing="same"), build.home("W1", units=3, sharing="mixed")]
    )
    left.place(1, 0)
    left.place(1, 1)
    assert left.free(0, homes).tolist() == [True, True]
    assert left.free(2, homes).tolist() == [False, True]


def test_limits_run_out_exactly():
    left, homes = remaining(
        [build.home("W0", units=9), build.home("W1", units=9, wijk="lent", corporatie="portaal")],
        wijken=(
            Wijk(code="hatert", name="H", draagkracht_persons=3),
            Wijk(code="lent", name="L"),
        ),
        corporaties=(
            Corporatie(id="talis", name="T", max_placements=2),
            Corporatie(id="portaal", name="P"),
        ),
    )
    left.place(1, 0)  # 2 persons and 1 placement left
    assert left.within_limits(0, homes).tolist() == [True, True]
    assert left.limits_broken(0, 0) == ()
    left.place(1, 0)  # 1 person and 0 placements left
    assert left.within_limits(0, homes).tolist() == [False, True]
    assert left.limits_broken(0, 0) == ("draagkracht:hatert", "corporatie:talis")
    assert left.limits_broken(1, 0) == ("corporatie:talis",)
    assert left.limits_broken(0, 1) == ()
