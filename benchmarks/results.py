"""The rows of ``results.csv``: one per run of a solver on an instance; worse rows stay."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from benchmarks.peers import TierRun

RESULTS = Path(__file__).with_name("results.csv")


@dataclass(frozen=True)
class Row:
    """One run.

    ``status`` is ``proven`` (all tiers), ``limit`` (cut off), ``unproven`` (it never proves) or
    ``failed``.  ``tiers`` lists
    the tiers that were begun, joined by ``|`` like their ``values``, ``bounds`` and
    ``tier_seconds``; the first ``proven`` of them are proven.  ``phases`` are other seconds,
    by name.  ``load`` is the load average when the run began.
    """

    date: str
    commit: str
    machine: str
    versions: str
    load: str
    size: str
    limits: str
    seed: int
    digest: str
    pairs: int
    solver: str
    limit: float
    status: str
    proven: int
    of: int
    tiers: str
    values: str
    bounds: str
    tier_seconds: str
    seconds: float
    phases: str
    peak_mb: float

    def proven_values(self) -> list[tuple[str, str]]:
        """Return name and value of the tiers that are proven."""
        both = zip(self.tiers.split("|"), self.values.split("|"), strict=True)
        return list(both)[: self.proven]

    def phase(self, name: str) -> float | None:
        """Return the seconds of a phase."""
        for part in self.phases.split("|"):
            if part.startswith(f"{name}="):
                return float(part.partition("=")[2])
        return None


def columns_of(runs: Sequence[TierRun]) -> dict[str, str]:
    """Return the columns that say what became of the tiers."""

    def joined(parts: list[object]) -> str:
        return "|".join("" if part is None else str(part) for part in parts)

    return {
        "tiers": joined([run.name for run in runs]),
        "values": joined([run.value for run in runs]),
        "bounds": joined([run.bound for run in runs]),
        "tier_seconds": joined([round(run.seconds, 3) for run in runs]),
    }


def write_phases(phases: dict[str, float]) -> str:
    """Return seconds by name as one cell."""
    return "|".join(f"{name}={seconds:.3f}" for name, seconds in phases.items())


def append(rows: Sequence[Row], path: Path | None = None) -> None:
    """Write rows at the end of the file; a new file gets a heading."""
    path = path or RESULTS
    names = [field.name for field in fields(Row)]
    if path.exists():
        with path.open(newline="", encoding="utf-8") as file:
            if next(csv.reader(file)) != names:
                raise ValueError(f"{path} has other columns")
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def read(path: Path | None = None) -> list[Row]:
    """Return all rows."""
    path = path or RESULTS
    kinds = {"int": int, "float": float, "str": str}
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Row(**{f.name: kinds[str(f.type)](line[f.name]) for f in fields(Row)})
            for line in csv.DictReader(file)
        ]


def contradictions(rows: Sequence[Row]) -> list[str]:
    """Return where two solvers proved different values of one tier of one instance."""
    proven: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in rows:
        for tier, value in row.proven_values():
            known = proven.setdefault((row.digest, tier), {})
            known.setdefault(value, []).append(f"{row.solver} (seed {row.seed})")
    return [
        f"{tier}: " + "; ".join(f"{value} by {', '.join(who)}" for value, who in known.items())
        for (_, tier), known in proven.items()
        if len(known) > 1
    ]
