"""The one command, from start to end on the smallest size."""

from __future__ import annotations

import pytest

from benchmarks import readme, results, run, startup


def test_seeds():
    assert run.seeds("1-3") == [1, 2, 3]
    assert run.seeds("7,2-3") == [7, 2, 3]


def test_unknown_peer_is_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        run.main(["--peers", "cbc,gurobi"])
    assert "unknown peers: gurobi" in capsys.readouterr().err


def test_start_is_measured():
    assert set(startup.measure(times=1)) == set(startup.CALLS)


@pytest.mark.slow
def test_whole_run(tmp_path, monkeypatch, capsys):
    file, page = tmp_path / "results.csv", tmp_path / "README.md"
    page.write_text(f"{readme.START}\n{readme.END}\n")
    monkeypatch.setattr(results, "RESULTS", file)
    monkeypatch.setattr(readme, "README", page)
    call = ["--size", "village", "--seeds", "2", "--limit", "60", "--peers", "cbc,highs"]
    assert run.main([*call, "--append", "--readme"]) == 0
    rows = results.read()
    solvers = ["allocator match", "plaatswijs", "greedy", "cbc", "highs"]
    assert [row.solver for row in rows] == solvers
    by_hand = rows.pop(2)
    assert (by_hand.status, by_hand.proven, by_hand.bounds) == ("unproven", 0, "|" * 6)
    assert int(by_hand.values.split("|")[0]) <= int(rows[0].values.split("|")[0])
    for row in rows:
        assert (row.status, row.proven, row.of) == ("proven", 7, 7)
        assert row.values == rows[0].values == row.bounds
        assert row.digest == rows[0].digest
        assert row.peak_mb > 20
    printed = capsys.readouterr().out
    assert printed.strip() in page.read_text()
    assert run.main(["--last"]) == 0
    assert capsys.readouterr().out == printed


def test_contradiction_is_an_error(tmp_path, monkeypatch, capsys):
    from tests.benchmarks.rows import row

    monkeypatch.setattr(results, "RESULTS", tmp_path / "results.csv")
    results.append([row(1, "plaatswijs", 3.0), row(1, "highs", 9.0, values="24102|1185")])
    assert run.main(["--last"]) == 1
    assert "CONTRADICTION: fit: 1180 by plaatswijs" in capsys.readouterr().err
