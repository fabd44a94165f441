"""The checker accepts a good plan, and rejects it with one fault of any kind."""

from __future__ import annotations

import copy
import csv
import json
from collections.abc import Callable
from datetime import date

import pytest

from allocator.check import ShelterVerdict, check_matching, check_plan
from allocator.reading import PlanFiles, read_plan
from allocator.texts import texts
from tests.brute_force import best, best_plan
from tests.check.golden import DIGEST, PLAN, files, golden, lottery, rows

Change = Callable[[PlanFiles], object]


def verdict_of(plan: PlanFiles, **tables):
    return check_plan(golden(**tables), plan, digest=DIGEST)


def faults(change: Change, **tables) -> list[str]:
    """Return the messages about the good plan after a change, all of them readable."""
    plan = copy.deepcopy(files())
    change(plan)
    violations = verdict_of(plan, **tables).violations
    for violation in violations:
        for language in ("nl", "en"):
            text = violation.render(texts(language))
            assert violation.household in text
            assert violation.home in text
            assert violation.wijk in text
    return [v.message.removeprefix("check.") for v in violations]


def test_the_good_plan():
    verdict = verdict_of(files())
    assert verdict.violations == ()
    assert verdict.sound
    assert [d.codes for d in verdict.deviations] == [("TRANSIT",)]
    assert dict(verdict.tier_values) == {t["name"]: t["value"] for t in files().summary["tiers"]}


def test_the_good_plan_is_the_best():
    assert sorted(best_plan(golden())) == PLAN
    assert best(golden()) == {t["name"]: t["value"] for t in files().summary["tiers"]}


def test_by_hand():
    assert check_matching(golden(), PLAN).sound


def cell(table: str, row: int, column: str, value: str) -> Change:
    """Return a change of one cell."""
    return lambda plan: plan.tables[table][row].__setitem__(column, value)


PROPOSAL_CELLS = {
    "persons": "4",
    "wijk": "noord",
    "corporatie": "B",
    "kind": "flexwoning",
    "weeks": "19",
    "urgency": "122",
    "fit": "58",
    "relocates": "1",
    "provisional": "1",
    "deviation": "SIZE",
}


@pytest.mark.parametrize(("column", "value"), PROPOSAL_CELLS.items())
def test_wrong_cell_of_a_proposal(column, value):
    assert faults(cell("proposals", 0, column, value)) == ["cell"]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [(1, "provisional", "0"), (2, "relocates", "0"), (2, "deviation", ""), (2, "fit", "-20.0")],
)
def test_wrong_cell_of_another_proposal(row, column, value):
    assert faults(cell("proposals", row, column, value)) == ["cell"]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (0, "persons", "2"),
        (0, "weeks", "13"),
        (0, "reason", "limit"),
        (0, "detail", "HOLD:1"),
        (0, "possible_homes", "0"),
        (1, "detail", "SIZE:1|HOLD:4|BEDROOMS:1|SPARE:1|RENT:1|TRANSIT:1"),
        (1, "detail", "HOLD:3|SIZE:1|BEDROOMS:1|SPARE:1|RENT:1|TRANSIT:1"),
        (2, "reason", "priority"),
        (2, "detail", "supported:C1"),
    ],
)
def test_wrong_cell_of_an_unplaced_household(row, column, value):
    assert faults(cell("unplaced", row, column, value)) == ["cell"]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (0, "name", "Hatert"),
        (1, "name", "Zuid"),
        (0, "draagkracht_persons", "7"),
        (0, "load", "1.00006"),
        (0, "load", "0.99994"),
        (3, "draagkracht_persons", "0"),
        (1, "placed_before", "11"),
        (1, "placed_new", "0"),
        (1, "load", "0.5834"),
        (1, "load", "0.5832"),
        (1, "load", ""),
        (1, "load", "58%"),
        (1, "load", "NaN"),
        (1, "load", "Infinity"),
        (1, "load", "1e999999999"),
        (2, "load", "0"),
        (3, "load", "0"),
    ],
)
def test_wrong_cell_of_a_wijk(row, column, value):
    assert faults(cell("wijken", row, column, value)) == ["cell"]


@pytest.mark.parametrize("load", ["0.5833", "0.58333", "0.5833333333333334", "5833333e-7"])
def test_a_load_may_be_rounded(load):
    assert faults(cell("wijken", 1, "load", load)) == []


@pytest.mark.parametrize("load", ["1.00005", "0.99995", "1"])
def test_a_load_is_rounded_to_four_decimals(load):
    assert faults(cell("wijken", 0, "load", load)) == []


def test_a_name_may_be_guarded_or_not():
    assert faults(cell("wijken", 0, "name", "=Hatert")) == []
    assert faults(cell("wijken", 1, "name", "'Noord")) == ["cell"]


SUMMARY_KEYS = {
    "name": "small",
    "peildatum": "2025-07-02",
    "status": "feasible",
    "placed_households": 4,
    "placed_persons": 5,
    "unplaced_households": 4,
    "unplaced_persons": 5,
    "over_term_placed": 3,
    "provisional": 0,
    "deviations": 0,
    "taakstelling": [],
    "possible_pairs": 6,
    "lottery_seed": "7",
    "input_digest": "d1ge58",
}


@pytest.mark.parametrize(("key", "value"), SUMMARY_KEYS.items())
def test_wrong_key(key, value):
    assert faults(lambda plan: plan.summary.update({key: value})) == ["summary"]


@pytest.mark.parametrize("key", SUMMARY_KEYS)
def test_missing_key(key):
    assert faults(lambda plan: plan.summary.pop(key)) == ["summary"]


@pytest.mark.parametrize("value", [3.0, "3", None])
def test_a_number_is_an_integer(value):
    assert faults(lambda plan: plan.summary.update(placed_households=value)) == ["summary"]


@pytest.mark.parametrize(
    ("key", "value"), [("to_do_before", 3), ("to_do_after", 3), ("until", "x")]
)
def test_wrong_half_year(key, value):
    assert faults(lambda plan: plan.summary["taakstelling"][0].update({key: value})) == ["summary"]


def test_half_years_in_another_order():
    assert faults(lambda plan: plan.summary["taakstelling"].reverse()) == []


def test_seed_of_the_command_line():
    def other_seed(plan: PlanFiles) -> None:
        plan.summary["lottery_seed"] = 8

    # with seed 8 the numbers of H1, H2 and H6 add up to another value
    assert faults(other_seed)[0] == "summary"


@pytest.mark.parametrize(("day", "after"), [(30, 53), (1, 47)])
def test_half_year_of_the_peildatum(day, after):
    """The half-year that ends on the peildatum, 1 July, counts; one that ended before does not."""
    first, second = golden().taakstelling
    until = date(2025, 7, 1) if day == 1 else date(2025, 6, 30)
    moved = second.model_copy(update={"from_on": date(2025, 1, 1), "until": until})
    plan = files()
    plan.summary["taakstelling"][1] = {
        "until": until.isoformat(),
        "to_do_before": 53,
        "to_do_after": after,
    }
    assert verdict_of(plan, taakstelling=(first, moved)).violations == ()


# Rows


def test_missing_row():
    assert faults(lambda plan: plan.tables["unplaced"].pop()) == ["row_missing"]
    assert faults(lambda plan: plan.tables["wijken"].pop()) == ["row_missing"]


def test_row_twice():
    for table in ("unplaced", "wijken"):
        assert faults(lambda p, t=table: p.tables[t].append(p.tables[t][0])) == ["row_twice"]


def test_extra_row():
    extra = rows("household persons weeks reason detail possible_homes why\nH1 3 20 limit . 1 w")
    assert faults(lambda plan: plan.tables["unplaced"].extend(extra)) == ["row_extra"]
    ontheemde = [extra[0] | {"household": "O1"}]
    assert faults(lambda plan: plan.tables["unplaced"].extend(ontheemde)) == ["row_extra"]
    assert faults(
        lambda plan: plan.tables["wijken"].append({**plan.tables["wijken"][0], "code": "w"})
    ) == ["row_extra"]


def test_missing_table():
    assert faults(lambda plan: plan.tables.pop("wijken")) == ["row_missing"] * 4


@pytest.mark.parametrize(
    ("table", "column"),
    [("proposals", "weeks"), ("unplaced", "detail"), ("wijken", "name"), ("proposals", "why")],
)
def test_missing_column(table, column):
    def without(plan: PlanFiles) -> None:
        for row in plan.tables[table]:
            del row[column]

    assert faults(without) == ["column"]


def test_missing_load():
    def without(plan: PlanFiles) -> None:
        for row in plan.tables["wijken"]:
            del row["load"]

    assert faults(without) == ["column"]


# Rules


def test_rules_are_checked_too():
    def same_household(plan: PlanFiles) -> None:
        plan.tables["proposals"][2]["household"] = "H1"

    found = faults(same_household)
    assert {"one_home", "lock", "SIZE", "row_missing"} <= set(found)


def test_unknown_home():
    assert "home" in faults(cell("proposals", 0, "home", "W9"))
    assert "household" in faults(cell("proposals", 0, "household", "H9"))
    assert "group" in faults(cell("proposals", 0, "household", "O1"))


def test_other_kind_of_plan():
    verdict = check_plan(golden(), PlanFiles("relocation", {}, {}), digest=DIGEST)
    assert isinstance(verdict, ShelterVerdict)


def test_lottery_of_the_plan():
    assert verdict_of(files()).tier_values["lottery"] == lottery("H1", "H2", "H6")


def test_from_a_folder(tmp_path):
    plan = files()
    for name, table in plan.tables.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table[0], delimiter=";")
            writer.writeheader()
            writer.writerows(table)
    (tmp_path / "summary.json").write_text(json.dumps(plan.summary), "utf-8")
    assert verdict_of(read_plan(tmp_path)).violations == ()
