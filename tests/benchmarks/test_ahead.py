"""What looking ahead gains is counted seed by seed; limits are for all weeks."""

from __future__ import annotations

from dataclasses import replace

from allocator.generate.build import generate
from benchmarks import ahead
from benchmarks.ahead import Row, city, future, hindsight, keep, read, spared, table
from benchmarks.weeks import with_room

ROW = Row(
    *("2026-11-30T00:00:00+00:00", "abc", "machine", "small-city", "mid", 1, 0),
    *("matching", 0, 900, 1000, 1000, 5, 1.0),
)


def test_differences_are_paired():
    """Shares 90% and 80%, and 93% and 85%: 3 and 5 points above, 4 on average."""
    rows = [
        ROW,
        replace(ROW, policy="look-ahead", tolerance=5, spared=930),
        replace(ROW, seed=2, spared=800),
        replace(ROW, seed=2, policy="look-ahead", tolerance=5, spared=850),
    ]
    line = next(line for line in table(rows) if "look-ahead" in line)
    assert "| 2 | look-ahead, 5% | 89.00% " in line
    assert line.split("|")[6].strip().startswith("4.00% (")


def test_rows_are_read_back(tmp_path, monkeypatch):
    monkeypatch.setattr(ahead, "FILE", tmp_path / "ahead.csv")
    keep([ROW])
    keep([replace(ROW, seed=2)])
    assert read(tmp_path / "ahead.csv") == [ROW, replace(ROW, seed=2)]


def test_limits_grow_with_the_homes_that_come():
    """20 units and 26 × 3 more are 4.9 times as many."""
    start = generate("small-city", 1)
    more = with_room(start, 3.0, 26)
    for before, after in zip(start.wijken, more.wijken, strict=True):
        if before.draagkracht_persons is None:
            assert after.draagkracht_persons is None
            continue
        room = before.draagkracht_persons - before.placed_persons
        assert after.draagkracht_persons == before.placed_persons + round(4.9 * room)


def test_what_is_measured_is_a_part_of_hindsight():
    start = city("small-city", "mid", 1)
    weeks = future("small-city").model_copy(update={"weeks": 2})
    comes = ahead.coming(start, weeks, ahead.Chances(weeks, 1, 0))
    horizon = ahead.lay_out_weeks(ahead.known_in(start, weeks, comes))
    best, bound = hindsight(horizon)
    happened = ahead.simulate(start, weeks, seed=1, replication=0)
    assert 0 < spared(horizon, happened) <= best <= bound
