"""``announced.csv``: the checker accepts it when it is true, and sees every fault in it."""

from __future__ import annotations

import copy

import pytest

from allocator.check import check_plan
from allocator.domain.policy import RELOCATION_TIERS
from allocator.reading import PlanFiles
from tests.check.golden import proven, rows
from tests.check.shelter.golden import DIGEST, TIERS, files, golden

# H1 was to stay in A till May and be in D then, which fell away; H3 is as announced, but that of
# its first months nothing was said; H4 was to be in B.
ANNOUNCED = """
household persons from_month to_month announced_site site changed
H1        2       2025-04    2025-05  A              A    0
H1        2       2025-06    2025-08  D              A    1
H1        2       2025-09    2025-09  D              B    1
H3        1       2025-06    2025-09  B              B    0
H4        1       2025-09    2025-09  B              .    1
"""
VALUE = 2 * 4 + 1
ORDER = [*RELOCATION_TIERS[:4], "announced", *RELOCATION_TIERS[4:]]


def compared() -> PlanFiles:
    """Return the good plan, compared with an earlier one."""
    plan = copy.deepcopy(files())
    plan.tables["announced"] = rows(ANNOUNCED)
    values = {**TIERS, "announced": VALUE}
    plan.summary["tiers"] = [proven(name, "min", values[name]) for name in ORDER]
    return plan


def faults(plan: PlanFiles) -> list[str]:
    found = check_plan(golden(), plan, digest=DIGEST).violations
    return [v.message.removeprefix("check.").removeprefix("shelter.") for v in found]


def test_the_good_plan():
    verdict = check_plan(golden(), compared(), digest=DIGEST)
    assert verdict.violations == ()
    assert dict(verdict.tier_values) == {**TIERS, "announced": VALUE}


@pytest.mark.parametrize(
    ("row", "column", "value", "expected"),
    [
        (0, "persons", "3", ["cell"]),
        (0, "site", "B", ["cell", "cell"]),
        (4, "site", "B", ["cell"]),
        (0, "changed", "1", ["cell", "cell"]),
        (2, "changed", "0", ["cell"]),
        (3, "announced_site", "A", ["cell"] * 4 + ["summary"]),
        (0, "from_month", "2025-06", ["months"]),
        (0, "from_month", "2025-01", ["months"]),
        (0, "to_month", "2025-06", ["row_twice"]),
        (0, "household", "H9", ["row_extra", "row_extra"]),
        (4, "household", "S1", ["row_extra", "summary"]),
    ],
)
def test_a_wrong_cell(row, column, value, expected):
    plan = compared()
    plan.tables["announced"][row][column] = value
    found = faults(plan)
    assert found
    assert set(found) <= {*expected, "summary", "value_bound", "tolerance"}
    assert set(expected) <= set(found)


def test_a_row_in_two():
    plan = compared()
    announced = plan.tables["announced"]
    announced.insert(1, {**announced[0], "from_month": "2025-05"})
    announced[0]["to_month"] = "2025-04"
    assert faults(plan) == ["split"]


def test_a_missing_column():
    plan = compared()
    for row in plan.tables["announced"]:
        del row["changed"]
    assert faults(plan) == ["column"]


@pytest.mark.parametrize("by", [-1, 1])
def test_a_wrong_value(by):
    plan = compared()
    tier = plan.summary["tiers"][4]
    tier["value"] += by
    tier["best"] = tier["bound"] = tier["value"]
    assert "summary" in faults(plan)


def test_the_tier_goes_with_the_file():
    plan = compared()
    del plan.tables["announced"]
    assert "summary" in faults(plan)
    plan = copy.deepcopy(files())
    plan.tables["announced"] = rows(ANNOUNCED)
    assert "summary" in faults(plan)


def test_the_tier_comes_first_without_the_one_before_it():
    order = ["moves", "unsheltered"]
    plan = compared()
    values = {**TIERS, "announced": VALUE}
    rest = [name for name in RELOCATION_TIERS if name not in order]
    plan.summary["tiers"] = [
        *(proven(name, "min", values[name]) for name in ("announced", *order)),
        *(
            {**proven(n, "min", values[n]), "best": None, "bound": None, "optimal": None}
            for n in rest
        ),
    ]
    given = golden(policy={"tiers": {"relocation": order}})
    assert check_plan(given, plan, digest=DIGEST).violations == ()
