"""What an earlier plan announced, from its folder."""

from __future__ import annotations

import pytest

from allocator.domain.announcement import Announcement
from allocator.errors import BadCall, BadInput
from allocator.reading import announcement_of, read_announcement
from allocator.reading.announcement import months_between
from allocator.reading.plan import PlanFiles
from tests.report.shelter import plans

HOUSEHOLDS = ("H1", "H2", "H3", "H4")


def test_every_month_of_stays_and_shortages(tmp_path):
    plans.write(plans.golden()[1], tmp_path)
    places = read_announcement(tmp_path, HOUSEHOLDS).places
    assert {
        household: "".join(s or "-" for s in said.values()) for household, said in places.items()
    } == {
        "H1": "AAAAAB",
        "H2": "CBBBB-",
        "H3": "BBBB--",
        "H4": "------",
    }
    assert places["H2"]["2025-05"] is None
    assert places["H2"]["2025-06"] == "B"


def test_differs_only_from_what_was_said():
    said = Announcement({"H1": {"2025-04": "A", "2025-05": None}})
    assert [said.differs("H1", "2025-04", site) for site in ("A", "B", None)] == [False, True, True]
    assert [said.differs("H1", "2025-05", site) for site in ("A", None)] == [True, False]
    assert not said.differs("H1", "2025-06", "A")
    assert not said.differs("H2", "2025-04", "A")


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-11", "2026-02", ["2025-11", "2025-12", "2026-01", "2026-02"]),
        ("2025-01", "2025-01", ["2025-01"]),
        ("2025-12", "2025-12", ["2025-12"]),
        ("2025-02", "2025-01", None),
        ("2025-13", "2026-01", None),
        ("2025-01-01", "2025-02", None),
        ("", "2025-02", None),
    ],
)
def test_months_between(first, last, months):
    assert months_between(first, last) == months


def test_another_kind_of_plan(tmp_path):
    for name, columns in {
        "proposals": "household,home,persons,wijk,corporatie,kind,weeks,urgency,fit,relocates,"
        "provisional,deviation,why",
        "unplaced": "household,persons,weeks,reason,detail,possible_homes,why",
        "wijken": "code,name,draagkracht_persons,placed_before,placed_new,load",
    }.items():
        (tmp_path / f"{name}.csv").write_text(columns + "\n")
    (tmp_path / "summary.json").write_text("{}")
    with pytest.raises(BadCall) as caught:
        read_announcement(tmp_path, HOUSEHOLDS)
    assert caught.value.message == "cli.frozen.kind"


def test_a_plan_of_others(tmp_path):
    plans.write(plans.golden()[1], tmp_path)
    with pytest.raises(BadCall) as caught:
        read_announcement(tmp_path, ["X1"])
    assert caught.value.message == "cli.frozen.others"


def test_all_faults_at_once(tmp_path):
    plans.write(plans.golden()[1], tmp_path)
    file = tmp_path / "stays.csv"
    text = file.read_text().replace("H1,B,B/2-01,2025-09", "H1,B,B/2-01,2025-08")
    file.write_text(text.replace("H2,C,C/3-01,2025-04,2025-04", "H2,C,C/3-01,april,2025-04"))
    with pytest.raises(BadInput) as caught:
        read_announcement(tmp_path, HOUSEHOLDS)
    assert [(fault.file, fault.message, fault.values) for fault in caught.value.faults] == [
        (
            "stays.csv",
            "reading.announced_months",
            (("first", "april"), ("household", "H2"), ("last", "2025-04")),
        ),
        ("stays.csv", "reading.announced_twice", (("household", "H1"), ("month", "2025-08"))),
    ]


def test_no_folder(tmp_path):
    with pytest.raises(BadInput):
        read_announcement(tmp_path / "none", HOUSEHOLDS)


def test_what_a_plan_was_compared_with():
    row = {"household": "H1", "from_month": "2025-04", "to_month": "2025-05"}
    rows = [{**row, "announced_site": "A"}, {**row, "household": "H2", "announced_site": ""}]
    found = announcement_of(PlanFiles("relocation", {"announced": rows}, {}))
    assert found == Announcement(
        {"H1": {"2025-04": "A", "2025-05": "A"}, "H2": {"2025-04": None, "2025-05": None}}
    )
    assert announcement_of(PlanFiles("relocation", {}, {})) is None
