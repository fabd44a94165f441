"""One solver on one instance, in a process of its own: ``python -m benchmarks.child``.

Writes a JSON object per line to a file: ``ready`` when the problem is laid out, each tier as
it ends, ``phases`` and ``done`` last.  What came before a kill is not lost.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks.greedy import GREEDY, by_hand, values
from benchmarks.ours import OURS, optimise
from benchmarks.peers import in_order, load
from benchmarks.problem import Problem, prepare

Note = Callable[..., None]


def main(solver: str, folder: str, limit: str, report: str) -> None:
    """Lay the instance in ``folder`` out and run a solver on it."""
    from allocator.reading import read_instance

    problem = prepare(read_instance(Path(folder)).instance)
    with Path(report).open("w", buffering=1) as file:

        def note(**facts: object) -> None:
            file.write(json.dumps(facts) + "\n")

        run = {OURS: _ours, GREEDY: _greedy}.get(solver, _peer)
        run(note, problem, solver, float(limit))


def _ours(note: Note, problem: Problem, _solver: str, limit: float) -> None:
    """Run our own road; the plan to begin with belongs to it."""
    _ready(note, problem, problem.data.pairs)
    runs, seconds = optimise(problem, limit)
    for run in runs:
        note(tier=asdict(run))
    note(
        phases={**problem.seconds, **seconds}, done=problem.seconds["start"] + sum(seconds.values())
    )


def _peer(note: Note, problem: Problem, solver: str, limit: float) -> None:
    """Run a plain model; merging is a gift to it, and so is the import of its library."""
    kind, (data, aims) = load(solver), problem.merged()
    _ready(note, problem, data.pairs)
    began = time.perf_counter()
    for run in in_order(kind, data, aims, limit):
        note(tier=asdict(run))
    note(phases={}, done=time.perf_counter() - began)


def _greedy(note: Note, problem: Problem, _solver: str, _limit: float) -> None:
    """Fill homes as it is done by hand."""
    _ready(note, problem, problem.data.pairs)
    began = time.perf_counter()
    plan = by_hand(problem.data, problem.tiers)
    seconds = time.perf_counter() - began
    for run in values(problem.data, problem.tiers, plan):
        note(tier=asdict(run))
    note(phases={}, done=seconds)


def _ready(note: Note, problem: Problem, pairs: int) -> None:
    """Say that the clock may start, and on what."""
    names = [tier.name for tier in problem.tiers]
    note(ready=True, digest=problem.digest, pairs=pairs, names=names)


if __name__ == "__main__":
    main(*sys.argv[1:])
