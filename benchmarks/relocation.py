"""How fast relocation plans are: ``python -m benchmarks.relocation --seeds 1-3 --shelter enough``.

Per instance `allocator relocate` with a time limit, as a process from start to end, and beside it
the plain formulation (models/relocation_plain.py, a row at a time, one household at a time) solved
by HiGHS, aim after aim, with the same limit; both with the memory they took.  Without ``--seeds``
the instance is instances/nijmegen.  ``pairs`` in the row are households.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from allocator.formulate_shelter import aims, lay_out_shelter
from allocator.generating import generate_files
from allocator.reading import read_instance
from allocator.relocating import formulated
from benchmarks import machine
from benchmarks.results import Row, append, write_phases
from benchmarks.run import seeds
from benchmarks.runs import ALLOCATOR
from benchmarks.watch import watch
from models.budget import Budget
from models.highs import Backend
from models.relocation import Held
from models.relocation_plain import Plain

NIJMEGEN = Path(__file__).parents[1] / "instances" / "nijmegen"
SPARE_SECONDS = 30.0
"""Given to a process after its limit, to write what it has."""
Report = dict[str, object]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = _options(arguments)
    if options.plain:
        plain(Path(options.plain[0]), options.limit, Path(options.plain[1]))
        return 0
    rows = []
    for seed in options.seeds or [0]:
        with _instance(options, seed) as folder, TemporaryDirectory() as scratch:
            solvers = ["allocator relocate", *([] if options.alone else ["plain HiGHS"])]
            for solver in solvers:
                rows.append(_measured(options, seed, solver, folder, Path(scratch)))
                print(_line(rows[-1]), flush=True)
    if options.append:
        append(rows)
    return 0


def plain(folder: Path, limit: float, report: Path) -> None:
    """Solve the plain formulation, and write what came of it after every aim."""
    shelter, backend = lay_out_shelter(read_instance(folder).instance), Backend()
    problem = formulated(shelter, backend)
    order = aims(shelter, shelter.instance.policy.tiers.relocation)
    budget, tiers, held = Budget(seconds=limit), [], list[Held]()
    began = time.perf_counter()
    formulation = Plain(problem, order)
    report.write_text(json.dumps({"tiers": []}))
    for aim in order:
        found = backend.solve_mip(formulation.model(aim, held), budget, feasible=True)
        best = None
        if found.values is not None:
            best = aim.value(problem, formulation.plan(found.values))
            held.append(Held(aim, best))
        bound = None if found.bound is None else math.ceil(found.bound - 1e-5)
        optimal = best is not None and bound is not None and bound >= best
        tiers.append({"name": aim.name, "best": best, "bound": bound, "optimal": optimal})
        seconds = {"total": time.perf_counter() - began}
        report.write_text(json.dumps({"tiers": tiers, "seconds": seconds}))
        if best is None or budget.exhausted:
            break


@contextmanager
def _instance(options: argparse.Namespace, seed: int) -> Iterator[Path]:
    """Give the folder of an instance."""
    if not options.seeds:
        yield NIJMEGEN
        return
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "instance"
        generate_files(
            folder,
            size=options.size,
            seed=seed,
            limits="tight",
            shelter=options.shelter,
            scarcity="mid",
        )
        yield folder


def _measured(
    options: argparse.Namespace, seed: int, solver: str, folder: Path, scratch: Path
) -> Row:
    """Run a solver on an instance."""
    load = machine.load_average()
    limit = str(options.limit)
    if solver == "plain HiGHS":
        report = scratch / "plain.json"
        command = [sys.executable, "-m", "benchmarks.relocation", "--limit", limit]
        command += ["--plain", str(folder), str(report)]
    else:
        report = scratch / "plan" / "summary.json"
        command = [*ALLOCATOR, "relocate", str(folder), "--out", str(report.parent)]
        command += ["--time-limit", limit]
    watched = watch(command, scratch, limit=options.limit + SPARE_SECONDS, started=lambda: True)
    found: Report = json.loads(report.read_text()) if report.exists() else {}
    tiers = [t for t in _tiers(found) if t["best"] is not None]
    proven = [bool(tier["optimal"]) for tier in tiers]
    leading = proven.index(False) if False in proven else len(proven)
    seconds = found.get("seconds")
    total = len(read_instance(folder).instance.policy.tiers.relocation)
    return Row(
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=machine.commit(),
        machine=machine.machine(),
        versions=machine.versions(),
        load=load,
        size=options.size if options.seeds else "nijmegen",
        limits=options.shelter if options.seeds else "",
        seed=seed,
        digest=str(found.get("input_digest", "")),
        pairs=len([h for h in read_instance(folder).instance.households if h.group == "ontheemde"]),
        solver=solver,
        limit=options.limit,
        status="proven" if leading == total else "limit" if found else "failed",
        proven=leading,
        of=total,
        tiers="|".join(str(tier["name"]) for tier in tiers),
        values="|".join(str(tier["best"]) for tier in tiers),
        bounds="|".join(str(tier["bound"]) for tier in tiers),
        tier_seconds="",
        seconds=round(watched.seconds, 3),
        phases=write_phases(seconds) if isinstance(seconds, dict) else "",
        peak_mb=round(watched.peak_mb, 1),
    )


def _tiers(found: Report) -> list[Report]:
    tiers = found.get("tiers")
    return [tier for tier in tiers if isinstance(tier, dict)] if isinstance(tiers, list) else []


def _line(row: Row) -> str:
    """Return a row for people."""
    both = zip(row.tiers.split("|"), row.values.split("|"), row.bounds.split("|"), strict=True)
    tiers = "  ".join(
        f"{name} {value}" if value == bound else f"{name} {value}≥{bound}"
        for name, value, bound in both
    )
    name = f"{row.size} {row.limits} {row.seed}"
    return f"{name}, {row.solver}: {row.seconds:.0f} s, {row.peak_mb:.0f} MB: {tiers}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="city-week")
    parser.add_argument("--shelter", choices=("enough", "short"), default="enough")
    parser.add_argument("--seeds", type=seeds, help="1-3, or 1,3; instances/nijmegen without")
    parser.add_argument("--limit", type=float, default=115.0, help="seconds for each")
    parser.add_argument("--alone", action="store_true", help="without the plain formulation")
    parser.add_argument("--append", action="store_true", help="keep the rows in results.csv")
    parser.add_argument("--plain", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
