from __future__ import annotations

import re
import stat
import time

import numpy as np
import pulp
import pytest

from models import cbc
from models.budget import Budget
from models.cbc import Backend, to_pulp, write_model
from models.outcome import Status
from tests.models import golden, small
from tests.models.small import INF, linear

NAMES = {"x(h0,p0)": "X0", "x(h1,p0)": "X1", "x(h2,p0)": "X2"}
PLAN = "Optimal - objective value -14.00000000\n      0 X0   1   -6\n      2 X2   1   -8\n"


@pytest.fixture
def program(monkeypatch, tmp_path):
    """Put a shell script in the place of CBC."""

    def use(script: str) -> None:
        file = tmp_path / "cbc"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(pulp.PULP_CBC_CMD, "pulp_cbc_path", str(file))

    return use


def test_it_is_killed_when_it_runs_past_its_time(program, monkeypatch):
    monkeypatch.setattr(cbc, "GRACE_SECONDS", 0.1)
    program("exec sleep 600")
    began = time.monotonic()
    found = Backend().solve_mip(small.KNAPSACK, Budget(seconds=0.1))
    assert time.monotonic() - began < 300
    assert (found.status, found.values, found.bound) == (Status.UNKNOWN, None, None)


def test_it_is_killed_when_somebody_wishes_to_stop(program):
    program("exec sleep 600")
    budget = Budget()
    budget.stop()
    began = time.monotonic()
    assert Backend().solve_mip(small.KNAPSACK, budget).status is Status.UNKNOWN
    assert time.monotonic() - began < 300


def test_it_is_told_its_limits(program, tmp_path):
    program(f'echo "$@" > {tmp_path}/told')
    Backend().solve_mip(small.KNAPSACK, Budget(seconds=30, work=17))
    told = (tmp_path / "told").read_text()
    assert 10 < float(re.search(r"-timeMode elapsed -sec ([\d.]+) ", told)[1]) <= 30
    assert "-maxNodes 17" in told
    assert "-ratio 0 -allow 0.999" in told
    Backend().solve_mip(small.KNAPSACK, Budget())
    told = (tmp_path / "told").read_text()
    assert "-sec" not in told
    assert "-maxNodes" not in told


def read(model, log, tmp_path, solution=None):
    file = tmp_path / "solution.txt"
    if solution is not None:
        file.write_text(solution)
    return cbc._read(model, Budget(), log, file, NAMES)


def test_an_optimum_is_its_own_bound(tmp_path):
    log = "Result - Optimal solution found\n\nEnumerated nodes:               6\n"
    found = read(small.KNAPSACK, log, tmp_path, PLAN)
    assert found.status is Status.OPTIMAL
    assert found.values.tolist() == [1, 0, 1]
    assert (found.bound, found.work) == (114, 7)


# CBC minimises −6 −7 −8, so its lower bound of −14.5 is an upper bound of 114.5
STOPPED = "Result - Stopped on time limit\nLower bound:                    -14.500\n"


def test_a_run_that_was_cut_off_has_a_bound_of_the_right_sign(tmp_path):
    found = read(small.KNAPSACK, STOPPED, tmp_path, PLAN.replace("Optimal", "Stopped on time"))
    assert (found.status, found.bound) == (Status.FEASIBLE, 114.5)
    assert found.values.tolist() == [1, 0, 1]
    least = read(small.COVER, STOPPED, tmp_path, PLAN)
    assert least.bound == -20 - 14.5


@pytest.mark.parametrize(
    "solution",
    [
        None,
        "",
        "Stopped on time (no integer solution - continuous used)\n      0 X0  0.5  0\n",
        "Infeasible - objective value 0\n      0 X0   1   -6\n",
        "Stopped on time - objective value -14\n**    0 X0   1   -6\n      1 X1   1   -7\n",
    ],
)
def test_what_is_no_plan_is_not_taken_for_one(solution, tmp_path):
    found = read(small.KNAPSACK, STOPPED, tmp_path, solution)
    assert (found.status, found.values, found.bound) == (Status.UNKNOWN, None, 114.5)


@pytest.mark.parametrize(
    "log", ["Result - Problem proven infeasible\n", "Problem is infeasible - 0.01 seconds\n"]
)
def test_infeasible(log, tmp_path):
    found = read(small.KNAPSACK, log, tmp_path, PLAN)
    assert (found.status, found.values, found.bound) == (Status.INFEASIBLE, None, None)


def test_pulp_gets_the_names_of_the_formulation():
    problem = to_pulp(golden.MODEL)
    assert [c.name for c in problem.constraints()] == list(golden.MODEL.rows)
    assert {v.name for v in problem.variables()} == set(golden.MODEL.columns)
    assert problem.sense == pulp.LpMinimize
    assert to_pulp(small.KNAPSACK).sense == pulp.LpMaximize


def test_a_model_is_written_in_the_format_of_its_ending(tmp_path):
    for name, first in [
        ("a.lp", "\\*"),
        ("b.mps", "NAME          plaatswijs\nOBJSENSE\n MIN\nROWS\n"),
        ("c", "\\*"),
    ]:
        write_model(golden.MODEL, tmp_path / name)
        assert (tmp_path / name).read_text().startswith(first)


def test_a_long_name_may_be_written(tmp_path):
    model = linear("max", [1], [([1], -INF, 1)])
    model.columns[0] = "x" * 200
    write_model(model, tmp_path / "a.lp")
    assert "x" * 200 in (tmp_path / "a.lp").read_text()


def test_nothing_is_printed(capfd):
    found = Backend().solve_mip(small.EXCESS, Budget())
    assert np.round(found.values).tolist() == [1, 1, 0, 1]
    assert capfd.readouterr() == ("", "")
