"""``allocator check`` on relocation plans in which one thing was changed: it finds each."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from allocator.domain.policy import RELOCATION_TIERS
from allocator.relocating import RelocationSettings
from allocator.relocating_run import run_relocation
from tests.check.shelter.build import instance, ontheemde, rooms, site
from tests.cli.build import rows, written
from tests.cli.test_relocate import TABLES, solved, village


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Return an instance on disk and a sound plan for it: a village with too few places."""
    base = tmp_path_factory.mktemp("sound")
    folder = written(village(6, "short", 11), base / "in")
    run_relocation(folder, base / "plan", RelocationSettings())
    return folder, base / "plan"


def nth(rows, choose, n=0):
    """Return the n-th row that is as asked."""
    return [row for row in rows if choose(row)][n]


def changed(file: Path, change) -> None:
    """Change the rows of a CSV file; ``change`` takes and alters a list of rows."""
    table = rows(file)
    heading = list(table[0])
    change(table)
    out = io.StringIO()
    writer = csv.DictWriter(out, heading, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    file.write_text(out.getvalue(), "utf-8")


def put(column, value, choose=lambda row: True):
    """Return a change of one cell; ``value`` may depend on what stands there."""

    def change(table):
        row = nth(table, choose)
        new = value(row) if callable(value) else value
        assert new != row[column]
        row[column] = new

    return change


def later(label, months=1):
    year, month = map(int, label.split("-"))
    month += months - 1
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"


def delete(table):
    del table[len(table) // 2]


def duplicate(table):
    table.append(dict(table[0]))


def split_in_two(table):
    """Write a row as two of the same."""
    row = nth(table, lambda row: row["from_month"] < row["to_month"])
    second = {**row, "from_month": later(row["from_month"])}
    row["to_month"] = row["from_month"]
    table.insert(table.index(row) + 1, second)


def room_of_another(table):
    """Give a household of more persons the rooms of another in the same site."""
    for row in table:
        for other in table:
            if other["site"] == row["site"] and other["rooms"] != row["rooms"]:
                row["rooms"] = other["rooms"]
                return
    raise AssertionError


def place_of_another(table):
    """Put a household where another is, in another site: the site and the rooms."""
    for row in table:
        for other in table:
            if other["site"] != row["site"]:
                row.update(site=other["site"], rooms=other["rooms"])
                return
    raise AssertionError


def more_in(column):
    return put(column, lambda row: str(int(row[column]) + 1))


def is_move(row):
    return row["kind"] == "move"


CSV_FAULTS = {
    "stays: the room of another": ("stays.csv", room_of_another),
    "stays: the place of another": ("stays.csv", place_of_another),
    "stays: a room that does not exist": (
        "stays.csv",
        put("rooms", lambda row: f"{row['site']}/9-99"),
    ),
    "stays: no room": ("stays.csv", put("rooms", "")),
    "stays: a room more": (
        "stays.csv",
        put("rooms", lambda row: row["rooms"] + "|" + row["rooms"].split("-")[0] + "-02"),
    ),
    "stays: one month later": ("stays.csv", put("from_month", lambda r: later(r["from_month"]))),
    "stays: one month shorter": (
        "stays.csv",
        put("to_month", lambda row: later(row["to_month"], -1)),
    ),
    "stays: beyond the last month": (
        "stays.csv",
        put("to_month", lambda row: later(row["to_month"], 12)),
    ),
    "stays: another site": ("stays.csv", put("site", "elsewhere")),
    "stays: another household": ("stays.csv", put("household", "nobody")),
    "stays: deleted": ("stays.csv", delete),
    "stays: twice": ("stays.csv", duplicate),
    "stays: in two": ("stays.csv", split_in_two),
    "moves: a month": ("moves.csv", put("month", lambda row: later(row["month"]))),
    "moves: persons": ("moves.csv", more_in("persons")),
    "moves: kind": ("moves.csv", put("kind", "entry", is_move)),
    "moves: from": ("moves.csv", put("from_site", "", is_move)),
    "moves: to": (
        "moves.csv",
        put("to_site", lambda row: row["from_site"] or "elsewhere", lambda row: row["to_site"]),
    ),
    "moves: closes is not other": (
        "moves.csv",
        put("reason", "other", lambda row: row["reason"] == "closes"),
    ),
    "moves: other is not closes": (
        "moves.csv",
        put("reason", "closes", lambda row: row["reason"] != "closes"),
    ),
    "moves: no such reason": ("moves.csv", put("reason", "boredom", is_move)),
    "moves: repeat": ("moves.csv", put("repeat", lambda row: "01"[row["repeat"] == "0"])),
    "moves: deleted": ("moves.csv", delete),
    "moves: twice": ("moves.csv", duplicate),
    "occupancy: share": (
        "occupancy.csv",
        put("share", lambda row: f"{float(row['share']) + 0.01:.4f}", lambda row: row["share"]),
    ),
    "occupancy: persons": ("occupancy.csv", more_in("persons")),
    "occupancy: beds": ("occupancy.csv", more_in("beds")),
    "occupancy: extended": (
        "occupancy.csv",
        put("extended", lambda row: "01"[row["extended"] == "0"]),
    ),
    "occupancy: deleted": ("occupancy.csv", delete),
    "occupancy: twice": ("occupancy.csv", duplicate),
    "shortages: no_site": ("shortages.csv", put("reason", "no_site")),
    "shortages: closed": (
        "shortages.csv",
        put("reason", "closed", lambda row: row["reason"] != "closed"),
    ),
    "shortages: no such reason": ("shortages.csv", put("reason", "bad luck")),
    "shortages: persons": ("shortages.csv", more_in("persons")),
    "shortages: a month later": (
        "shortages.csv",
        put("from_month", lambda row: later(row["from_month"])),
    ),
    "shortages: another household": ("shortages.csv", put("household", "nobody")),
    "shortages: deleted": ("shortages.csv", delete),
    "shortages: twice": ("shortages.csv", duplicate),
    "shortages: in two": ("shortages.csv", split_in_two),
}


@pytest.fixture
def copied(sound, tmp_path):
    """Return the instance, and a copy of the plan to change."""
    folder, plan = sound
    shutil.copytree(plan, tmp_path / "plan")
    return folder, tmp_path / "plan"


def test_the_plan_is_sound_before_a_fault_is_planted(call, copied):
    folder, plan = copied
    assert call("check", folder, plan).code == 0
    for name in TABLES:
        before = (plan / name).read_bytes()
        changed(plan / name, lambda table: None)
        assert rows(plan / name)
        assert (plan / name).read_bytes().splitlines() == before.splitlines()
    assert call("check", folder, plan).code == 0


@pytest.mark.parametrize(("file", "change"), CSV_FAULTS.values(), ids=CSV_FAULTS)
def test_a_fault_planted_in_a_table(call, copied, file, change):
    folder, plan = copied
    changed(plan / file, change)
    called = call("check", folder, plan)
    assert called.code == 5
    assert re.search(r"\d+ fout(en)? gevonden in het plan\.$", called.out.rstrip())


def tier(position, key, value):
    """Return a change of a tier; ``value`` may depend on what stands there."""

    def change(facts):
        found = facts["tiers"][position]
        found[key] = value(found[key]) if callable(value) else value

    return change


def fact(key, value):
    def change(facts):
        new = value(facts[key]) if callable(value) else value
        assert new != facts[key]
        facts[key] = new

    return change


def of_rooms(key, by):
    def change(facts):
        facts["room_changes"][key] += by

    return change


def swap(facts):
    facts["tiers"][0], facts["tiers"][1] = facts["tiers"][1], facts["tiers"][0]


def one_more(value):
    return value + 1


SUMMARY_FAULTS = {
    **{f"value of {name}": tier(i, "value", one_more) for i, name in enumerate(RELOCATION_TIERS)},
    "a value that is less": tier(2, "value", lambda value: value - 1),
    "best is not the value": tier(2, "best", one_more),
    "a bound above the best": tier(2, "bound", one_more),
    "a bound below a proven best": tier(2, "bound", lambda bound: bound - 1),
    "no bound": tier(2, "bound", None),
    "not optimal": tier(2, "optimal", False),
    "sense": tier(2, "sense", "max"),
    "no such tier": tier(2, "name", "unshaltered"),
    "tiers in another order": swap,
    "a tier less": lambda facts: facts["tiers"].pop(),
    "room changes": of_rooms("value", 1),
    "a bound above the room changes": of_rooms("bound", 1),
    "status": fact("status", lambda status: {"optimal": "feasible"}.get(status, "optimal")),
    "name": fact("name", "another"),
    "peildatum": fact("peildatum", "2025-01-02"),
    "digest": fact("input_digest", "0" * 64),
    **{
        key: fact(key, one_more)
        for key in (
            *("households", "persons", "moved_households", "moved_persons"),
            *("unsheltered_households", "deviations"),
        )
    },
}


@pytest.mark.parametrize("change", SUMMARY_FAULTS.values(), ids=SUMMARY_FAULTS)
def test_a_fault_planted_in_the_summary(call, copied, change):
    folder, plan = copied
    facts = json.loads((plan / "summary.json").read_text("utf-8"))
    change(facts)
    (plan / "summary.json").write_text(json.dumps(facts), "utf-8")
    assert call("check", folder, plan).code == 5


def test_a_free_room_half_way_is_a_change_of_room(call, tmp_path):
    """The rule is kept: only what is said of the changes of room is wrong then."""
    given = instance([ontheemde("H1", 30, 31)], [site("A")], [rooms("A", 2, 2)])
    plan = solved(call, given, tmp_path)
    (row,) = rows(plan / "stays.csv")
    other = {"A/2-01": "A/2-02", "A/2-02": "A/2-01"}[row["rooms"]]
    changed(
        plan / "stays.csv",
        lambda table: (
            table[0].update(to_month="2025-06"),
            table.append({**row, "rooms": other, "from_month": "2025-07"}),
        ),
    )
    called = call("check", tmp_path / "in", plan)
    assert called.code == 5
    faults = [line for line in called.out.splitlines() if line.startswith("figure: ")]
    assert len(faults) == 1
    assert "room_changes" in faults[0]


@pytest.mark.parametrize("name", ["stays.csv", "moves.csv", "occupancy.csv", "summary.json"])
def test_a_plan_without_one_of_its_files(call, copied, name):
    folder, plan = copied
    (plan / name).unlink()
    called = call("check", folder, plan)
    assert (called.code, called.out) == (2, "")
    assert name in called.err
