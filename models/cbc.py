"""CBC through PuLP, and the model of a tier as a file for any other solver.

PuLP calls a run that was cut off ``Optimal`` as well, so ``sol_status`` is what counts, and
CBC may run long past its time limit, so it runs in a process that is ended when it does.
"""

from __future__ import annotations

import math
import re
import subprocess
import tempfile
import time
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pulp
from scipy import sparse

from models.arrays import FloatArray
from models.budget import Budget
from models.linear import LinearModel
from models.outcome import Solution, Status

POLL_SECONDS = 0.05
GRACE_SECONDS = 1.0
# The longest name of a column that may stand in an .lp file.
MOST_CHARACTERS = 255
# Objective values are integers: a gap under 1 proves them.
ABSOLUTE_GAP = 0.999


class Backend:
    """Solves linear models with the CBC that PuLP brings, one thread."""

    name = "cbc"

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        return f"CBC (PuLP {version('pulp')})"

    def solve_mip(self, model: LinearModel, budget: Budget, *, feasible: bool = False) -> Solution:
        """Solve the integer model; ``feasible`` is of no use to this backend."""
        with tempfile.TemporaryDirectory(prefix="plaatswijs-") as name:
            folder = Path(name)
            problem = to_pulp(_minimised(model))
            _, names, _, _ = problem.writeMPS(str(folder / "model.mps"), rename=1)
            log = _run(folder, budget)
            return _read(model, budget, log, folder / "solution.txt", names)


def _minimised(model: LinearModel) -> LinearModel:
    """Return the model as a minimisation without offset: CBC prints others with mixed signs."""
    cost = model.cost if model.sense == "min" else -model.cost
    return replace(model, sense="min", cost=cost, offset=0)


def _run(folder: Path, budget: Budget) -> str:
    """Run CBC on ``model.mps`` until it ends or the budget does; return its log."""
    command = [pulp.PULP_CBC_CMD.pulp_cbc_path, str(folder / "model.mps")]
    command += ["-ratio", "0", "-allow", str(ABSOLUTE_GAP), "-randomCbcSeed", "1"]
    # By processor time CBC also breaks off linear programs, and takes what they had for bounds.
    if budget.seconds_left is not None:
        command += ["-timeMode", "elapsed", "-sec", f"{budget.seconds_left:.2f}"]
    if budget.work_left is not None:
        command += ["-maxNodes", str(budget.work_left)]
    command += ["-solve", "-printingOptions", "all", "-solution", str(folder / "solution.txt")]
    log = folder / "log.txt"
    deadline = None
    if budget.seconds_left is not None:
        deadline = time.monotonic() + budget.seconds_left + GRACE_SECONDS
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603 - the binary that PuLP brings
            command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        try:
            while not _ended(process):
                if budget.stopped or (deadline is not None and time.monotonic() > deadline):
                    process.kill()
        finally:
            process.kill()
            process.wait()
    return log.read_text(errors="replace")


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Wait a moment for a process; say whether it ended."""
    try:
        process.wait(POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _read(
    model: LinearModel, budget: Budget, log: str, solution: Path, names: dict[str, str]
) -> Solution:
    """Read what CBC left behind."""
    nodes = re.search(r"Enumerated nodes:\s+(\d+)", log)
    work = int(nodes[1]) + 1 if nodes else 1
    budget.spend(work)
    if "proven infeasible" in log or "Problem is infeasible" in log:
        return Solution(status=Status.INFEASIBLE, work=work)
    values = _values(model, solution, names)
    if "Result - Optimal solution found" in log and values is not None:
        bound: float | None = float(model.cost @ values + model.offset)
        return Solution(status=Status.OPTIMAL, values=values, bound=bound, work=work)
    lower = re.search(r"Lower bound:\s+(-?[\d.e+]+)", log)
    bound = None
    if lower:
        bound = model.offset + float(lower[1]) * (1 if model.sense == "min" else -1)
    status = Status.UNKNOWN if values is None else Status.FEASIBLE
    return Solution(status=status, values=values, bound=bound, work=work)


def _values(model: LinearModel, solution: Path, names: dict[str, str]) -> FloatArray | None:
    """Return the columns of the solution file, ``None`` when there is no plan in it."""
    if not solution.exists():
        return None
    lines = solution.read_text().splitlines()
    if not lines or "no integer solution" in lines[0] or "nfeasible" in lines[0]:
        return None
    if any(line.startswith("**") for line in lines):  # CBC marks what breaks a row so
        return None
    found = {parts[1]: float(parts[2]) for parts in map(str.split, lines[1:]) if len(parts) >= 3}
    return np.array([found.get(names[name], 0.0) for name in model.columns])


def to_pulp(model: LinearModel) -> pulp.LpProblem:
    """Return the model as PuLP objects, with the names of the formulation."""
    sense = pulp.LpMaximize if model.sense == "max" else pulp.LpMinimize
    problem = pulp.LpProblem("plaatswijs", sense)
    columns = [
        problem.add_variable(
            name,
            lowBound=float(low),
            upBound=None if math.isinf(high) else float(high),
            cat=pulp.LpInteger if whole else pulp.LpContinuous,
        )
        for name, low, high, whole in zip(
            model.columns, model.lower, model.upper, model.integer, strict=True
        )
    ]
    problem += pulp.LpAffineExpression(
        [(columns[j], float(model.cost[j])) for j in np.flatnonzero(model.cost)],
        constant=model.offset,
    )
    for i, name in enumerate(model.rows):
        entries = slice(model.matrix.indptr[i], model.matrix.indptr[i + 1])
        expression = pulp.LpAffineExpression(
            [
                (columns[j], float(a))
                for j, a in zip(
                    model.matrix.indices[entries], model.matrix.data[entries], strict=True
                )
            ]
        )
        low, high = model.row_lower[i], model.row_upper[i]
        if math.isfinite(high):
            problem += pulp.LpConstraint(expression, pulp.LpConstraintLE, name, float(high))
        else:
            problem += pulp.LpConstraint(expression, pulp.LpConstraintGE, name, float(low))
    return problem


def write_model(model: LinearModel, path: Path) -> None:
    """Write the model as ``.lp`` or ``.mps``, by the ending of the path.

    PuLP leaves the offset out of both, so it becomes the cost of a column that is always 1.
    """
    problem = to_pulp(_with_constant(model) if model.offset else model)
    if path.suffix.lower() == ".mps":
        problem.writeMPS(str(path), with_objsense=True)
        sense, direction, name, *rest = path.read_text().splitlines(keepends=True)
        path.write_text("".join([name, sense, direction, *rest]))  # NAME comes first
    else:
        problem.writeLP(str(path), max_length=MOST_CHARACTERS)


def _with_constant(model: LinearModel) -> LinearModel:
    """Return the model with its offset as the cost of a column ``constant``."""
    return replace(
        model,
        offset=0,
        cost=np.append(model.cost, model.offset),
        lower=np.append(model.lower, 1.0),
        upper=np.append(model.upper, 1.0),
        integer=np.append(model.integer, False),
        matrix=sparse.csr_array(
            (model.matrix.data, model.matrix.indices, model.matrix.indptr),
            shape=(model.row_lower.size, model.cost.size + 1),
        ),
        columns=[*model.columns, "constant"],
    )
