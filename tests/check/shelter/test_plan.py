"""The checker accepts the files of a good relocation plan, and rejects them with any fault."""

from __future__ import annotations

import copy
import csv
import json
from collections.abc import Callable
from typing import Any

import pytest

from allocator.check import ShelterVerdict, check_plan
from allocator.domain.policy import RELOCATION_TIERS
from allocator.reading import PlanFiles, read_plan
from allocator.texts import texts
from tests.check.golden import rows
from tests.check.shelter.build import refused
from tests.check.shelter.golden import DIGEST, TIERS, files, golden

Change = Callable[[PlanFiles], object]


def verdict_of(plan: PlanFiles, **tables: Any) -> ShelterVerdict:
    found = check_plan(golden(**tables), plan, digest=DIGEST)
    assert isinstance(found, ShelterVerdict)
    return found


def faults(change: Change, **tables: Any) -> list[str]:
    """Return the messages about the good plan after a change, all of them readable."""
    plan = copy.deepcopy(files())
    change(plan)
    violations = verdict_of(plan, **tables).violations
    for violation in violations:
        for language in ("nl", "en"):
            text = violation.render(texts(language))
            for part in (violation.household, violation.site, violation.wijk, violation.month):
                assert part in text
    return [v.message.removeprefix("check.").removeprefix("shelter.") for v in violations]


def cell(table: str, row: int, column: str, value: str) -> Change:
    """Return a change of one cell."""
    return lambda plan: plan.tables[table][row].__setitem__(column, value)


def extra(table: str, text: str) -> Change:
    """Return a change that adds rows."""
    return lambda plan: plan.tables[table].extend(rows(text, why="because"))


def test_the_good_plan():
    verdict = verdict_of(files())
    assert verdict.violations == ()
    assert dict(verdict.tier_values) == TIERS
    assert [(d.household, d.site, d.codes) for d in verdict.deviations] == [
        ("H1", "A", ("KOPPELING",))
    ]
    assert verdict.room_changes == 1


def test_rules_are_checked_too():
    assert faults(cell("stays", 0, "rooms", "A/2-03")) == ["room"]
    assert "KOPPELING" in faults(cell("stays", 4, "site", "A"))
    assert "household" in faults(cell("stays", 0, "household", "H9"))
    assert "group" in faults(cell("stays", 0, "household", "S1"))


def test_a_stay_in_two_rows():
    def in_two(plan: PlanFiles) -> None:
        plan.tables["stays"][0]["to_month"] = "2025-05"
        plan.tables["stays"].append({**plan.tables["stays"][0], "from_month": "2025-06"})
        plan.tables["stays"][-1]["to_month"] = "2025-08"

    assert faults(in_two) == ["split"]


# moves.csv


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (0, "persons", "3"),
        (0, "kind", "entry"),
        (0, "from_site", "C"),
        (0, "to_site", ""),
        (0, "reason", "need"),
        (0, "reason", ""),
        (0, "repeat", "0"),
        (1, "to_site", "B"),
        (1, "reason", "other"),
        (1, "repeat", "1"),
        (2, "kind", "move"),
        (2, "from_site", "C"),
        (2, "reason", "closes"),
        (2, "reason", "because"),
    ],
)
def test_wrong_cell_of_a_move(row, column, value):
    assert faults(cell("moves", row, column, value)) == ["cell"]


@pytest.mark.parametrize("reason", ["need", "room", "together", "other", ""])
def test_reasons_of_an_entry(reason):
    assert faults(cell("moves", 2, "reason", reason)) == []


def test_reasons_of_a_move_from_a_site_that_can_be_used():
    plan = copy.deepcopy(files())
    plan.tables["stays"][0]["to_month"] = "2025-07"
    plan.tables["stays"][1]["from_month"] = "2025-08"
    plan.tables["moves"][0].update(month="2025-08", reason="closes")
    found = [v for v in verdict_of(plan).violations if "moves.csv" in dict(v.values).values()]
    # a month earlier A can still be used; March is still within six months before
    assert [dict(v.values)["column"] for v in found] == ["reason"]
    plan.tables["moves"][0]["reason"] = "room"
    found = [v for v in verdict_of(plan).violations if "moves.csv" in dict(v.values).values()]
    assert found == []


def test_rows_of_moves():
    assert faults(lambda plan: plan.tables["moves"].pop()) == ["row_missing"]
    assert faults(lambda p: p.tables["moves"].append(p.tables["moves"][0])) == ["row_twice"]
    assert faults(cell("moves", 0, "month", "2025-08")) == ["row_missing", "row_extra"]
    more = """
    household persons month   kind  from_site to_site reason repeat
    H4        1       2025-09 entry .         B       other  0
    """
    assert faults(extra("moves", more)) == ["row_extra"]


# occupancy.csv


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (0, "persons", "3"),
        (0, "beds", "5"),
        (0, "share", "0.6"),
        (0, "share", ""),
        (0, "extended", "1"),
        (3, "extended", "0"),
        (8, "share", "0.7502"),
        (9, "extended", "1"),
    ],
)
def test_wrong_cell_of_occupancy(row, column, value):
    assert faults(cell("occupancy", row, column, value)) == ["cell"]


def test_rows_of_occupancy():
    assert faults(lambda plan: plan.tables["occupancy"].pop(2)) == ["row_missing"]
    assert faults(lambda p: p.tables["occupancy"].append(p.tables["occupancy"][0])) == ["row_twice"]
    more = """
    site month   persons beds share extended
    C    2025-05 0       3    0     0
    """
    assert faults(extra("occupancy", more)) == ["row_extra"]


def test_a_site_without_beds_has_no_share():
    plan = copy.deepcopy(files())
    given = golden().model_copy(update={"sites": (*golden().sites, golden().sites[1])})
    bare = given.sites[1].model_copy(update={"id": "D", "opens_on": None})
    given = given.model_copy(update={"sites": (*golden().sites, bare)})
    for month in ("04", "05", "06", "07", "08", "09"):
        row = {"site": "D", "month": f"2025-{month}", "persons": "0", "beds": "0"}
        plan.tables["occupancy"].append({**row, "share": "", "extended": "0"})
    assert check_plan(given, plan, digest=DIGEST).violations == ()
    plan.tables["occupancy"][-1]["share"] = "0"
    assert len(check_plan(given, plan, digest=DIGEST).violations) == 1


# shortages.csv


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (0, "persons", "2"),
        (0, "reason", "closed"),
        (0, "reason", "no_site"),
        (0, "reason", ""),
        (1, "reason", "full"),
        (1, "reason", "no_site"),
        (2, "reason", "closed"),
        (2, "reason", "priority"),
    ],
)
def test_wrong_cell_of_a_shortage(row, column, value):
    assert faults(cell("shortages", row, column, value)) == ["cell"]


def test_full_and_priority_are_explanations():
    assert faults(cell("shortages", 0, "reason", "priority")) == []


def test_months_of_shortages():
    assert faults(cell("shortages", 1, "to_month", "2025-04")) == ["row_missing"]
    assert faults(cell("shortages", 1, "to_month", "2025-07")) == ["row_extra"]
    assert faults(cell("shortages", 1, "to_month", "2025-10")) == ["months", "row_missing"]
    assert faults(cell("shortages", 1, "from_month", "x")) == ["months", "row_missing"]
    assert faults(lambda plan: plan.tables["shortages"].pop()) == ["row_missing"]
    assert faults(cell("shortages", 2, "household", "H9")) == ["row_missing", "row_extra"]


def test_a_month_in_two_rows():
    more = """
    household from_month to_month persons reason
    H4        2025-05    2025-06  1       no_site
    """
    assert faults(extra("shortages", more)) == ["row_twice"]


def test_a_shortage_in_two_rows():
    def in_two(plan: PlanFiles) -> None:
        plan.tables["shortages"][2]["to_month"] = "2025-06"
        plan.tables["shortages"].append(
            {**plan.tables["shortages"][2], "from_month": "2025-07", "to_month": "2025-09"}
        )

    assert faults(in_two) == ["split"]


def test_reasons_that_follow_each_other():
    """From May on B is refused for H3, so there it has no site any more."""
    plan = copy.deepcopy(files())
    del plan.tables["stays"][4:]
    change = (
        ("2025-04", "2025-04", "closed"),
        ("2025-05", "2025-09", "no_site"),
    )
    plan.tables["shortages"][1:2] = [
        {"household": "H3", "from_month": first, "to_month": last, "persons": "1",
         "reason": reason, "why": "because"}
        for first, last, reason in change
    ]  # fmt: skip
    decisions = (refused("H3", "B", golden().peildatum.replace(month=5)),)
    found = verdict_of(plan, site_decisions=decisions).violations
    assert [v for v in found if "shortages.csv" in dict(v.values).values()] == []
    plan.tables["shortages"][1]["reason"] = "no_site"
    found = verdict_of(plan, site_decisions=decisions).violations
    told = [v for v in found if "shortages.csv" in dict(v.values).values()]
    assert [v.message for v in told] == ["check.shelter.split", "check.cell"]


# summary.json

KEYS = {
    "name": "small",
    "peildatum": "2025-04-01",
    "status": "feasible",
    "households": 5,
    "persons": 8,
    "moved_households": 3,
    "moved_persons": 6,
    "unsheltered_households": 4,
    "deviations": 0,
    "input_digest": "other",
    "room_changes": {"value": 2, "bound": 0},
}


@pytest.mark.parametrize(("key", "value"), KEYS.items())
def test_wrong_key(key, value):
    assert faults(lambda plan: plan.summary.update({key: value})) == ["summary"]


@pytest.mark.parametrize("key", [key for key in KEYS if key != "room_changes"])
def test_missing_key(key):
    assert faults(lambda plan: plan.summary.pop(key)) == ["summary"]


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ({"value": 1, "bound": 1}, []),
        ({"value": 1, "bound": None}, []),
        ({"value": 1, "bound": 2}, ["room_changes_bound"]),
        ({"value": 1, "bound": 0.5}, ["summary"]),
        ({"value": 1}, ["summary"]),
        ({"value": 1.0, "bound": 0}, ["summary"]),
        (None, ["summary", "summary"]),
        ([1, 0], ["summary", "summary"]),
    ],
)
def test_room_changes(claim, found):
    assert faults(lambda plan: plan.summary.update(room_changes=claim)) == found


MOVES = RELOCATION_TIERS.index("moves")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"sense": "max"}, ["summary"]),
        ({"value": 4}, ["summary"]),
        ({"best": 4, "bound": 4}, ["tolerance"]),
        ({"best": 6, "bound": 6}, ["value_bound"]),
        ({"bound": 4}, ["summary"]),  # not optimal
        ({"optimal": False}, ["summary", "summary"]),  # nor is the status
    ],
)
def test_wrong_claim_of_a_tier(change, found):
    assert sorted(faults(lambda plan: plan.summary["tiers"][MOVES].update(change))) == found


def test_tolerance():
    def worse(plan: PlanFiles) -> None:
        plan.summary["tiers"][MOVES].update(best=4, bound=4)

    assert faults(worse, policy={"slack": {"moves": 1}}) == []
    assert faults(worse, policy={"tolerance": {"moves": 25}}) == []
    assert faults(worse, policy={"tolerance": {"moves": 24}}) == ["tolerance"]


def test_a_plan_that_is_not_proven():
    def without_proof(plan: PlanFiles) -> None:
        plan.summary["tiers"][MOVES].update(bound=3, optimal=False)
        plan.summary["status"] = "feasible"

    assert faults(without_proof) == []


def test_order_of_tiers():
    order = [name for name in RELOCATION_TIERS if name != "moves"]

    def last(plan: PlanFiles) -> None:
        tier = plan.summary["tiers"].pop(MOVES)
        plan.summary["tiers"].append({**tier, "best": None, "bound": None, "optimal": None})

    assert faults(last, policy={"tiers": {"relocation": order}}) == []
    assert "summary" in faults(last)


# Files


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("stays", "rooms"),
        ("moves", "why"),
        ("moves", "reason"),
        ("occupancy", "share"),
        ("shortages", "persons"),
    ],
)
def test_missing_column(table, column):
    def without(plan: PlanFiles) -> None:
        for row in plan.tables[table]:
            del row[column]

    assert "column" in faults(without)


def test_missing_table():
    assert faults(lambda plan: plan.tables.pop("occupancy")) == ["row_missing"] * 10


def test_from_a_folder(tmp_path):
    plan = files()
    for name, table in plan.tables.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table[0], delimiter=",")
            writer.writeheader()
            writer.writerows(table)
    (tmp_path / "summary.json").write_text(json.dumps(plan.summary), "utf-8")
    assert verdict_of(read_plan(tmp_path)).violations == ()
