from __future__ import annotations

from benchmarks.runs import MATCH
from benchmarks.table import ratio, start_line, table
from tests.benchmarks.rows import cut_off, row

ROWS = [
    row(1, MATCH, 6.0, phases="read=0.100|solve=4.500|total=5.000"),
    row(1, "plaatswijs", 4.0, phases="merge=0.010|tiers=3.900"),
    cut_off(1, "cbc", proven=0),
    row(1, "highs", 48.0, peak_mb=240.6),
    row(2, "plaatswijs", 0.75, phases="merge=0.030|tiers=0.700"),
    cut_off(2, "cbc", proven=0),
    cut_off(2, "highs", proven=1),
]


def test_table():
    caption, grid, ours, match = table(ROWS).split("\n\n")
    assert grid.splitlines() == [
        "| seed | pairs | plaatswijs | CBC | HiGHS | fastest peer ÷ plaatswijs |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| 1 | 6,009 | 4.0 | > 120 (0 of 2 proven) | 48.0 | 12.0 |",
        "| 2 | 6,009 | 0.75 | > 120 (0 of 2 proven) | > 120 (1 of 2 proven) | ≥ 160.0 |",
        # medians of 4.0 and 0.75; of 48 and 120; the square root of 12 × 160
        "| median |  | **2.4** | **> 120** | **84.0** | geometric mean **≥ 43.8** |",
        "| most memory, MB |  | 81 | 81 | 241 |  |",
    ]
    for part in ("`city-week`, tight", "A processor, 2 cores", "highspy 1.16.0", "abc1234"):
        assert part in caption
    assert ours == "Seconds by phase, `plaatswijs`, medians: merge 0.02, tiers 2.30."
    assert match == (
        "Seconds by phase, `allocator match`, medians: read 0.10, solve 4.50, total 5.00; "
        "the process as a whole 6.00."
    )


def test_ratio_marks_what_a_limit_stands_for():
    ours, peer = row(1, "plaatswijs", 4.0), row(1, "highs", 48.0)
    assert ratio({"plaatswijs": ours, "highs": peer}) == (12.0, "")
    assert ratio({"plaatswijs": ours, "cbc": cut_off(1, "cbc", 0)}) == (30.0, "≥ ")
    lost = {"plaatswijs": cut_off(1, "plaatswijs", 1), "highs": peer}
    assert ratio(lost) == (0.4, "≤ ")
    assert ratio({"plaatswijs": ours}) is None


def test_failed_run_is_shown_as_failed():
    failed = row(1, "cbc", 3.0, status="failed", proven=1, values="24102|")
    assert "| failed (1 of 2 proven) |" in table([row(1, "plaatswijs", 4.0), failed])


def test_what_is_done_by_hand_is_no_peer():
    ours = row(1, "plaatswijs", 4.0, values="24102|1180")
    greedy = row(1, "greedy", 0.02, status="unproven", proven=0, values="21692|900")
    shown = table([ours, greedy]).split("\n\n")[1].splitlines()
    assert shown[0] == "| seed | pairs | plaatswijs | by hand | fastest peer ÷ plaatswijs |"
    assert "| 4.0 | 0.02 (waiting 90.0%) |  |" in shown[2]
    assert "| **4.0** | **0.02** |" in shown[3]
    assert ratio({"plaatswijs": ours, "greedy": greedy}) is None
    assert "| 0.02 | " in table([greedy]).split("\n\n")[1]


def test_start_line():
    assert start_line([]) == ""
    assert "`allocator --help` in 0.31 s" in start_line([row(0, "allocator --help", 0.312)])
