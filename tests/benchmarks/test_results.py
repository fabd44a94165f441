from __future__ import annotations

import pytest

from benchmarks.peers import TierRun
from benchmarks.results import append, columns_of, contradictions, read, write_phases
from tests.benchmarks.rows import cut_off, row


def test_rows_come_back_and_stay(tmp_path):
    file = tmp_path / "results.csv"
    first, second = row(1, "plaatswijs", 3.25), cut_off(1, "cbc", proven=1)
    append([first], file)
    append([second], file)
    assert read(file) == [first, second]
    assert file.read_text().count("peak_mb") == 1


def test_other_columns_are_refused(tmp_path):
    file = tmp_path / "results.csv"
    file.write_text("date,solver\n2026-01-01,cbc\n")
    with pytest.raises(ValueError, match="other columns"):
        append([row(1, "cbc", 2.0)], file)
    assert file.read_text() == "date,solver\n2026-01-01,cbc\n"


def test_columns_of_the_tiers():
    runs = [TierRun("waiting", 24102, 24102, True, 1.25), TierRun("fit", None, 1411.5, False, 9)]
    assert columns_of(runs) == {
        "tiers": "waiting|fit",
        "values": "24102|",
        "bounds": "24102|1411.5",
        "tier_seconds": "1.25|9",
    }


def test_phases():
    written = write_phases({"merge": 0.0151, "tiers": 3.2})
    assert written == "merge=0.015|tiers=3.200"
    made = row(1, "plaatswijs", 3.2, phases=written)
    assert (made.phase("merge"), made.phase("tiers"), made.phase("start")) == (0.015, 3.2, None)


def test_two_proven_values_contradict():
    other = row(1, "highs", 9.0, values="24102|1185")
    (said,) = contradictions([row(1, "plaatswijs", 3.0), other])
    assert said == "fit: 1180 by plaatswijs (seed 1); 1185 by highs (seed 1)"


def test_values_without_proof_or_of_another_instance_do_not_contradict():
    another = row(2, "highs", 9.0, values="1|2", digest="d2")
    assert contradictions([row(1, "plaatswijs", 3.0), cut_off(1, "cbc", 1), another]) == []
    nothing = row(1, "cbc", 1.0, proven=0, status="failed", tiers="", values="")
    assert contradictions([row(1, "plaatswijs", 3.0), nothing]) == []
