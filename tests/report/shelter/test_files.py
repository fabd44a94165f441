"""The tables and the summary of a relocation plan, and what the checker says of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocator.check import check_plan
from allocator.reading import read_plan
from allocator.report.csv import to_csv
from allocator.report.shelter.summary import summary
from allocator.report.shelter.tables import tables
from allocator.shelter_plan import Move, Occupancy, Stay
from tests.check.shelter import golden as by_hand
from tests.report.shelter.plans import PLANS, golden, plan, write

# from interfaces.md
COLUMNS = {
    "stays": "household, site, rooms, from_month, to_month",
    "moves": "household, persons, month, kind, from_site, to_site, reason, repeat, why",
    "occupancy": "site, month, persons, beds, share, extended",
    "shortages": "household, from_month, to_month, persons, reason, why",
}
KEYS = (
    "name, peildatum, status, tiers, room_changes, households, persons, moved_households, "
    "moved_persons, unsheltered_households, deviations, seconds, solver, version, input_digest"
)


def test_columns():
    found = {name: ", ".join(table.columns) for name, table in tables(plan()).items()}
    assert found == COLUMNS
    assert list(found) == list(COLUMNS)


def test_keys():
    assert ", ".join(summary(plan(), {})) == KEYS
    assert ", ".join(summary(plan(), {})["seconds"]) == (
        "read, eligibility, solve, explain, write, total"
    )


@pytest.mark.parametrize("name", PLANS)
def test_the_checker_accepts_the_files(name, tmp_path):
    given, made = PLANS[name]()
    write(made, tmp_path)
    verdict = check_plan(given, read_plan(tmp_path), digest=made.input_digest)
    assert verdict.violations == ()


def test_the_checker_sees_a_wrong_figure(tmp_path):
    given, made = golden()
    first = replace(made.occupancy[0], persons=3)
    write(replace(made, occupancy=(first, *made.occupancy[1:]), deviations=2), tmp_path)
    found = check_plan(given, read_plan(tmp_path), digest=made.input_digest).violations
    # persons, share, and deviations
    assert [violation.rule for violation in found] == ["figure"] * 3


@pytest.mark.parametrize("name", COLUMNS)
def test_the_same_as_by_hand(name, tmp_path):
    write(golden()[1], tmp_path)
    assert read_plan(tmp_path).tables[name] == [
        {key: str(value) for key, value in row.items()} for row in by_hand.files().tables[name]
    ]


def test_the_same_summary_as_by_hand():
    made = golden()[1]
    found = summary(made, {"total": 0.5})
    right = by_hand.files().summary
    assert {**found, "seconds": {}} == {**right, "seconds": {}}
    assert found["seconds"]["total"] == 0.5


def test_bytes():
    made = plan(
        stays=(Stay("H1", "B", ("B/4-01", "B/2w-01"), "2025-04", "2025-05"),),
        moves=(Move("H1", 5, "2025-06", "move", "B", None, "closes", True, "=1, or"),),
        occupancy=(Occupancy("B", "2025-04", 5, 7, True), Occupancy("C", "2025-04", 0, 0, False)),
    )
    written = {name: to_csv(table).decode() for name, table in tables(made).items()}
    assert written == {
        "stays": "household,site,rooms,from_month,to_month\nH1,B,B/4-01|B/2w-01,2025-04,2025-05\n",
        "moves": "household,persons,month,kind,from_site,to_site,reason,repeat,why\n"
        'H1,5,2025-06,move,B,,closes,1,"\'=1, or"\n',
        # 5/7 = 0.714285…
        "occupancy": "site,month,persons,beds,share,extended\n"
        "B,2025-04,5,7,0.7143,1\nC,2025-04,0,0,,0\n",
        "shortages": "household,from_month,to_month,persons,reason,why\n",
    }
    cells = [row for table in tables(made).values() for row in table.rows]
    assert not [cell for row in cells for cell in row if isinstance(cell, bool)]


def test_a_bound_that_is_not_known():
    found = summary(plan(room_changes=3, room_changes_bound=None), {})
    assert found["room_changes"] == {"value": 3, "bound": None}
