"""One run of a solver on an instance, as a row."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.greedy import GREEDY
from benchmarks.machine import commit, load_average, machine, versions
from benchmarks.peers import TierRun
from benchmarks.results import Row, columns_of, write_phases
from benchmarks.watch import Watched, watch

MATCH = "allocator match"
ALLOCATOR = (sys.executable, "-c", "from cli import main; main()")
# A solver gets so many seconds to end by itself after its limit before it is killed.
GRACE_SECONDS = 5.0
# Solvers that keep their limit end a little before it.
NEARLY = 0.95
# Exit codes of a run that did what it could: 4 when not every tier is proven.
ENDED = (0, 4)


@dataclass(frozen=True)
class Instance:
    """What to generate."""

    size: str
    limits: str
    seed: int

    def generate(self, folder: Path, scratch: Path) -> None:
        """Write the instance to a folder."""
        options = ["--size", self.size, "--limits", self.limits, "--seed", str(self.seed)]
        command = [*ALLOCATOR, "generate", *options, str(folder)]
        done = watch(command, scratch, limit=3600, started=lambda: True)
        if done.code != 0:
            raise RuntimeError(done.errors)


class Bench:
    """Runs solvers, and puts what all rows of one call share in each of them."""

    def __init__(self, date: str, limit: float) -> None:
        self.limit = limit
        self._shared = {
            "date": date,
            "commit": commit(),
            "machine": machine(),
            "versions": versions(),
            "limit": limit,
        }

    def solver(self, solver: str, instance: Instance, folder: Path, scratch: Path) -> Row:
        """Run a peer, or our own road, on a generated instance."""
        report = scratch / f"{solver}.jsonl"
        command = [sys.executable, "-m", "benchmarks.child"]
        command += [solver, str(folder), str(self.limit), str(report)]
        load = load_average()
        watched = watch(command, scratch, limit=self.limit + GRACE_SECONDS, started=report.exists)
        lines = report.read_text().splitlines() if report.exists() else []
        events = [json.loads(line) for line in lines if line.endswith("}")]
        known = {key: value for event in events for key, value in event.items()}
        tiers = [TierRun(**event["tier"]) for event in events if "tier" in event]
        seconds = known.get("done", watched.seconds if watched.code else self.limit)
        return self._row(instance, solver, load, watched, known, tiers, seconds)

    def match(self, instance: Instance, folder: Path, scratch: Path) -> Row:
        """Run the whole command on a generated instance."""
        plan = scratch / "plan"
        command = [*ALLOCATOR, "match", str(folder), "--out", str(plan)]
        command += ["--time-limit", str(self.limit)]
        load = load_average()
        watched = watch(command, scratch, limit=self.limit + GRACE_SECONDS, started=lambda: True)
        summary = plan / "summary.json"
        known: dict[str, Any] = json.loads(summary.read_text()) if summary.exists() else {}
        optimised = [tier for tier in known.get("tiers", []) if tier["best"] is not None]
        tiers = [TierRun(t["name"], t["best"], t["bound"], t["optimal"], 0) for t in optimised]
        known.update(
            names=[tier.name for tier in tiers],
            digest=known.get("input_digest", ""),
            pairs=known.get("possible_pairs", 0),
            phases=known.get("seconds", {}),
        )
        return self._row(instance, MATCH, load, watched, known, tiers, watched.seconds)

    def start(self, name: str, seconds: float) -> Row:
        """Return the row of what a command took to answer."""
        watched = Watched(0, seconds, 0, "")
        return self._row(Instance("", "", 0), name, load_average(), watched, {}, [], seconds)

    def _row(
        self,
        instance: Instance,
        solver: str,
        load: str,
        watched: Watched,
        known: Mapping[str, Any],
        tiers: Sequence[TierRun],
        seconds: float,
    ) -> Row:
        if watched.code not in (None, *ENDED):
            print(f"{solver}, seed {instance.seed}, failed:\n{watched.errors}", file=sys.stderr)
        proven = next((i for i, run in enumerate(tiers) if not run.proven), len(tiers))
        names = known.get("names", [])
        return Row(
            **self._shared,
            load=load,
            size=instance.size,
            limits=instance.limits,
            seed=instance.seed,
            digest=known.get("digest", ""),
            pairs=known.get("pairs", 0),
            solver=solver,
            status=_status(solver, watched, seconds, self.limit, proven == len(names)),
            proven=proven,
            of=len(names),
            **columns_of(tiers),
            seconds=round(seconds, 3),
            phases=write_phases(known.get("phases", {})),
            peak_mb=round(watched.peak_mb, 1),
        )


def _status(solver: str, watched: Watched, seconds: float, limit: float, all_proven: bool) -> str:
    """Return how a run ended; a last proof after the limit does not count."""
    if watched.code is None:
        return "limit"
    if watched.code not in ENDED:
        return "failed"
    if solver == GREEDY:
        return "unproven"
    if all_proven:
        return "proven" if seconds <= limit else "limit"
    return "limit" if seconds > NEARLY * limit else "failed"
