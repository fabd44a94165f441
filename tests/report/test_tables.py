"""The columns of interfaces.md, in order, and the cells of each row."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.plan import MatchingPlan, Proposal, Unplaced, WijkLoad
from allocator.report.tables import tables

# from interfaces.md
COLUMNS = {
    "proposals": "household, home, persons, wijk, corporatie, kind, weeks, urgency, fit, "
    "relocates, provisional, deviation, why",
    "unplaced": "household, persons, weeks, reason, detail, possible_homes, why",
    "wijken": "code, name, draagkracht_persons, placed_before, placed_new, load",
}


def plan(**changed) -> MatchingPlan:
    """Return a plan without rows, but for what is given."""
    given = {
        "name": "n",
        "peildatum": date(2025, 7, 1),
        "proposals": (),
        "unplaced": (),
        "wijken": (),
        "tiers": (),
        "taakstelling": (),
        "plain": (),
        "over_term_placed": 0,
        "possible_pairs": 0,
        "seconds": {},
        "solver": "s",
        "version": "v",
        "lottery_seed": 1,
        "input_digest": "d",
        **changed,
    }
    return MatchingPlan(**given)


def test_columns():
    found = {name: ", ".join(table.columns) for name, table in tables(plan()).items()}
    assert found == COLUMNS
    assert list(found) == list(COLUMNS)


def test_a_proposal():
    row = Proposal(
        household="H1",
        home="W1",
        persons=3,
        wijk="hatert",
        corporatie="A",
        kind="flexwoning",
        weeks=20,
        urgency=123,
        fit=-5,
        relocates=True,
        provisional=False,
        deviation=("SIZE", "RENT"),
        why="because",
    )
    (cells,) = tables(plan(proposals=(row,)))["proposals"].rows
    right = ("H1", "W1", 3, "hatert", "A", "flexwoning", 20, 123, -5, 1, 0, "SIZE|RENT", "because")
    assert cells == right
    assert [type(cell) for cell in cells] == [type(cell) for cell in right]  # 1, not True


def test_a_household_left_out():
    row = Unplaced("H2", 2, 7, "limit", "guidance", 4, "because")
    (cells,) = tables(plan(unplaced=(row,)))["unplaced"].rows
    assert cells == ("H2", 2, 7, "limit", "guidance", 4, "because")


@pytest.mark.parametrize(
    ("draagkracht", "before", "new", "load"),
    [
        (None, 3, 4, None),
        (0, 3, 4, None),
        (24, 10, 4, 0.5833),  # 14/24 = 0.58333…
        (3, 1, 1, 0.6667),  # 2/3
        (7, 0, 1, 0.1429),  # 1/7 = 0.142857…
        (4, 7, 0, 1.75),
        (5, 0, 0, 0.0),
        (60, 38, 3, 0.6833),
    ],
)
def test_load(draagkracht, before, new, load):
    row = WijkLoad("w", "Wijk", draagkracht, before, new)
    (cells,) = tables(plan(wijken=(row,)))["wijken"].rows
    assert cells == ("w", "Wijk", draagkracht, before, new, load)
