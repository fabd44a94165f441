"""How fast a plan answers: ``python -m benchmarks.explain --limits tight --seeds 1-5``.

Per instance: the plan; then, with the plan in memory, the relaxation that bounds the loss of
every pair at once (``bounds``), and the exact loss of random possible pairs that the plan does
not have, drawn with a fixed seed.  ``cuts`` are the further relaxations that the first exact
loss waits for, once; ``median`` and ``most`` are seconds per pair.  Some of the pairs are also
solved from scratch with the pair forced, beginning with a plan repaired for it: ``scratch`` is the
median, ``ratio`` that of the same pairs, and the tier values must be equal.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import geometric_mean, median
from tempfile import TemporaryDirectory

import numpy as np

from allocator.generating import generate_files
from allocator.reading import read_instance
from benchmarks import machine
from benchmarks.problem import Problem, prepare
from benchmarks.results import Row, append, write_phases
from benchmarks.run import seeds
from models.again import Known
from models.arrays import BoolArray
from models.backends import stage_solver
from models.budget import Budget
from models.highs import Backend
from models.lexicographic import solve
from models.outcome import Outcome
from models.repair import repair


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a loss differs from that of a solve from scratch."""
    options = _options(arguments)
    shared = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": machine.commit(),
        "machine": machine.machine(),
        "versions": machine.versions(),
        "limits": options.limits,
        "size": options.size,
        "limit": 0.0,
        "solver": "explain",
        "peak_mb": 0.0,
    }
    rows = []
    for seed in options.seeds:
        row = Row(**shared, **_measured(options, seed))
        print(f"{options.limits} {seed}: {row.phases.replace('|', '  ')}", flush=True)
        rows.append(row)
    if options.append:
        append(rows)
    return 1 if any(row.status == "failed" for row in rows) else 0


def _measured(options: argparse.Namespace, seed: int) -> dict[str, object]:
    """Return what is measured of one instance."""
    load = machine.load_average()
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "instance"
        generate_files(
            folder,
            size=options.size,
            seed=seed,
            limits=options.limits,
            shelter="enough",
            scarcity="mid",
        )
        problem = prepare(read_instance(folder).instance)
    plan = solve(problem.data, problem.tiers, problem.start, stage_solver("highs"), Budget())
    best = [stage.best for stage in plan.stages]
    began = time.perf_counter()
    known = Known(problem.data, problem.tiers, plan.chosen, best, Backend(), Budget())
    known.least_losses()
    phases = {"bounds": time.perf_counter() - began}
    free = np.flatnonzero(~plan.chosen & ~problem.data.forced).tolist()
    pairs = random.Random(seed).sample(free, options.pairs)
    began = time.perf_counter()
    known.prepare()
    phases["cuts"] = time.perf_counter() - began
    found = [_timed(known, pair) for pair in pairs]
    taken = [seconds for seconds, _ in found]
    phases |= {"median": median(taken), "most": max(taken)}
    wrong = False
    full, ratios = [], []
    for pair, (seconds, outcome) in list(zip(pairs, found, strict=True))[: options.against]:
        if outcome is None:
            continue
        again, other = _from_scratch(problem, plan.chosen, pair)
        wrong |= other.values != outcome.values
        full.append(again)
        ratios.append(again / seconds)
    if full:
        phases |= {"scratch": median(full), "ratio": geometric_mean(ratios)}
    return {
        "load": load,
        "seed": seed,
        "digest": problem.digest,
        "pairs": problem.data.pairs,
        "status": "failed" if wrong else "proven",
        "proven": 0,
        "of": 0,
        "tiers": "",
        "values": "",
        "bounds": "",
        "tier_seconds": "",
        "seconds": round(median(taken), 3),
        "phases": write_phases(phases),
    }


def _timed(known: Known, pair: int) -> tuple[float, Outcome | None]:
    began = time.perf_counter()
    outcome = known.with_pair(pair, Budget())
    return time.perf_counter() - began, outcome


def _from_scratch(problem: Problem, plan: BoolArray, pair: int) -> tuple[float, Outcome]:
    """Solve all tiers with a pair forced as if nothing were known but a plan with it."""
    forced = problem.data.forced.copy()
    forced[pair] = True
    data = replace(problem.data, forced=forced)
    start = repair(data, problem.tiers[0].gain, plan)
    if start is None:
        raise ValueError("no plan has this pair")
    began = time.perf_counter()
    outcome = solve(data, problem.tiers, start, stage_solver("highs"), Budget())
    return time.perf_counter() - began, outcome


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="city-week")
    parser.add_argument("--limits", choices=("loose", "tight"), required=True)
    parser.add_argument("--seeds", type=seeds, required=True, help="1-5, or 1,3")
    parser.add_argument("--pairs", type=int, default=20, help="random pairs, exact")
    parser.add_argument("--against", type=int, default=5, help="of these from scratch too")
    parser.add_argument("--append", action="store_true", help="keep the rows in results.csv")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
