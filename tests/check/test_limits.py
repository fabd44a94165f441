"""Each limit, just reached and just exceeded (rules.md 1.2)."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.check import breaks_limits, capacities, case_of, check_matching, uses
from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from tests.check.build import home, household, instance, lock

FAMILY = household("H1", 30, 5, nareis_persons=1, support="light")
SINGLE = household("H2", 30)
MAN = household("H3", 30, people={0: {"gender": "m"}})
PEOPLE = [FAMILY, SINGLE, MAN]
BOTH = [("H1", "W1"), ("H2", "W2")]


def case_with(**tables: Any):
    homes = tables.pop("homes", [home("W1", bedrooms=2), home("W2")])
    return instance(PEOPLE, homes, **tables)


def wijken(**limits: tuple[int, int]) -> tuple[Wijk, ...]:
    """Return the wijken with (draagkracht, placed) by code."""
    return tuple(
        Wijk(
            code=code,
            name=code,
            within=within,
            draagkracht_persons=limits.get(code, (None, 0))[0],
            placed_persons=limits.get(code, (None, 0))[1],
        )
        for code, within in (("hatert", "noord"), ("noord", None), ("zuid", None))
    )


def block(**columns: int) -> dict[str, Any]:
    """Return a complex around both homes."""
    homes = [home("W1", bedrooms=2, complex="C1"), home("W2", complex="C1")]
    return {
        "homes": homes,
        "complexes": (Complex(id="C1", name="C", wijk="hatert", **columns),),
    }


@pytest.mark.parametrize(
    ("tables", "broken"),
    [
        ({}, ""),
        ({"wijken": wijken(hatert=(5, 2))}, ""),
        ({"wijken": wijken(hatert=(4, 2))}, "draagkracht:hatert"),
        ({"wijken": wijken(noord=(5, 2))}, ""),
        ({"wijken": wijken(noord=(4, 2))}, "draagkracht:noord"),
        ({"wijken": wijken(noord=(2, 4), hatert=(0, 0))}, "draagkracht:hatert|draagkracht:noord"),
        ({"wijken": wijken(zuid=(0, 0))}, ""),
        ({"wijken": wijken(hatert=(4, 0)), "policy": {"count_nareis": True}}, ""),
        ({"wijken": wijken(hatert=(3, 0)), "policy": {"count_nareis": True}}, "draagkracht:hatert"),
        (block(max_persons=4, placed_persons=1), ""),
        (block(max_persons=3, placed_persons=1), "complex:C1"),
        (block(max_supported=2, placed_supported=1), ""),
        (block(max_supported=1, placed_supported=1), "supported:C1"),
        (block(max_supported=0, placed_supported=5), "supported:C1"),
        (block(), ""),
        ({"corporaties": (Corporatie(id="A", name="A", max_placements=2),)}, ""),
        ({"corporaties": (Corporatie(id="A", name="A", max_placements=1),)}, "corporatie:A"),
        ({"policy": {"max_placements": 2}}, ""),
        ({"policy": {"max_placements": 1}}, "guidance"),
    ],
)
def test_limits(tables, broken):
    case = case_of(case_with(**tables))
    assert "|".join(breaks_limits(case, BOTH)) == broken
    found = check_matching(case.instance, BOTH).violations
    assert "|".join(sorted(v.message for v in found)) == "|".join(
        sorted(f"check.{name.split(':')[0]}" for name in broken.split("|") if name)
    )


def test_figures_of_a_broken_limit():
    (fault,) = check_matching(case_with(wijken=wijken(noord=(4, 2))), BOTH).violations
    assert (fault.rule, fault.wijk) == ("draagkracht", "noord")
    assert dict(fault.values) == {"load": 3, "capacity": 2, "limit": "noord"}


def test_units():
    two = [home("W1", bedrooms=0, units=2)]
    plan = [("H2", "W1"), ("H3", "W1")]
    assert check_matching(case_with(homes=two), plan).sound
    one = [home("W1", bedrooms=0, units=1)]
    (fault,) = check_matching(case_with(homes=one), plan).violations
    assert (fault.rule, fault.home) == ("units", "W1")
    assert dict(fault.values) == {"load": 2, "capacity": 1, "limit": "W1"}


@pytest.mark.parametrize(("sharing", "rules"), [("mixed", []), ("same", ["gender"])])
def test_genders(sharing, rules):
    homes = [home("W1", bedrooms=0, units=3, max_persons=1, sharing=sharing)]
    verdict = check_matching(case_with(homes=homes), [("H2", "W1"), ("H3", "W1")])
    assert [v.rule for v in verdict.violations] == rules
    case = case_of(case_with(homes=homes))
    assert bool(breaks_limits(case, [("H2", "W1"), ("H3", "W1")])) == bool(rules)
    assert not breaks_limits(case, [("H2", "W1")])


def test_capacities_and_uses():
    case = case_of(
        case_with(
            wijken=wijken(hatert=(9, 4), noord=(1, 4)),
            corporaties=(
                Corporatie(id="A", name="A", max_placements=6),
                Corporatie(id="B", name="B"),
            ),
            policy={"max_placements": 7, "count_nareis": True},
            **block(max_persons=8, placed_persons=6, max_supported=4, placed_supported=1),
        )
    )
    assert capacities(case) == {
        "draagkracht:hatert": 5,
        "draagkracht:noord": 0,
        "complex:C1": 2,
        "supported:C1": 3,
        "corporatie:A": 6,
        "guidance": 7,
        "units:W1": 1,
        "units:W2": 1,
    }
    assert uses(case, "H1", "W1") == {
        "draagkracht:hatert": 3,
        "draagkracht:noord": 3,
        "complex:C1": 3,
        "supported:C1": 1,
        "corporatie:A": 1,
        "guidance": 1,
        "units:W1": 1,
    }
    assert uses(case, "H2", "W2")["supported:C1"] == 0


def test_lock_missing_and_deviation():
    small = [home("W1", bedrooms=1, max_persons=1), home("W2")]
    locked = case_with(homes=small, decisions=(lock("H1", "W1"),))
    (fault,) = check_matching(locked, [("H2", "W2")]).violations
    assert (fault.rule, fault.household, fault.home) == ("lock", "H1", "W1")
    verdict = check_matching(locked, BOTH)
    assert verdict.sound
    (deviation,) = verdict.deviations
    # 2 persons in a home for 1; 2 bedrooms needed, there is 1
    assert (deviation.household, deviation.codes) == ("H1", ("SIZE", "BEDROOMS"))
    free = check_matching(case_with(homes=small), BOTH)
    assert [v.rule for v in free.violations] == ["SIZE", "BEDROOMS"]
    assert free.deviations == ()


def test_lock_on_a_possible_pair_is_no_deviation():
    verdict = check_matching(case_with(decisions=(lock("H1", "W1"),)), BOTH)
    assert verdict.sound
    assert verdict.deviations == ()


def test_ids_and_groups():
    ontheemde = household("O1", 30, group="ontheemde", koppeldatum=None)
    given = instance([SINGLE, ontheemde], [home("W1"), home("W2")])
    plan = [("H2", "W9"), ("O1", "W1"), ("H9", "W2")]
    verdict = check_matching(given, plan)
    assert [v.rule for v in verdict.violations] == ["home", "group", "household"]
    assert verdict.tier_values["waiting"] == 0


def test_one_home():
    verdict = check_matching(case_with(), [("H2", "W1"), ("H2", "W2")])
    assert [(v.rule, v.household) for v in verdict.violations] == [("one_home", "H2")]
