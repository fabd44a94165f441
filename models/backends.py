"""The backends by name, loaded only when used, and the road that each takes."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Literal, cast, get_args

from models.assignment import Assignment, formulate
from models.lexicographic import Backend, StageSolver, plain_stage
from models.tiers import Fixed, Tier

BackendName = Literal["highs", "cpsat", "cbc"]
BACKENDS: tuple[BackendName, ...] = get_args(BackendName)


def load(name: BackendName) -> Backend:
    """Return a backend."""
    return cast(Backend, import_module(f"models.{name}").Backend())


def stage_solver(name: BackendName) -> StageSolver:
    """Return how a backend solves a stage.

    HiGHS takes the fast road (:mod:`models.core`), which needs duals; the others solve the
    whole model of each stage, so they also are an independent test of that road.
    """
    if name == "highs":
        from models.core import CoreSolver
        from models.highs import Backend as Highs

        return CoreSolver(Highs())
    return plain_stage(load(name))


def write_models(
    problem: Assignment, tiers: Sequence[Tier], best: Sequence[int], path: Path
) -> tuple[Path, ...]:
    """Write the model of each tier with the tiers before it held at their best values.

    The first goes to ``path`` (``.lp`` or ``.mps``), the others beside it with their number
    and name before the ending.  Returns the files.
    """
    from models.cbc import write_model

    fixed: list[Fixed] = []
    files = []
    for number, (tier, value) in enumerate(zip(tiers, best, strict=True), start=1):
        own = f"{path.stem}-{number}-{tier.name}{path.suffix}"
        file = path if number == 1 else path.with_name(own)
        write_model(formulate(problem, tier, fixed), file)
        files.append(file)
        fixed.append(Fixed(tier, tier.worst_allowed(value)))
    return tuple(files)
