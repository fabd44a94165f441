"""Our road and the peers on generated instances: ``python -m benchmarks.run --help``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import readme, results, startup
from benchmarks.greedy import GREEDY
from benchmarks.ours import OURS
from benchmarks.peers import PEERS
from benchmarks.results import Row
from benchmarks.runs import MATCH, Bench, Instance
from benchmarks.table import start_line, table

SIZES = ("village", "city-week", "city-backlog", "region", "national")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, write and compare; return 1 when two solvers contradict each other."""
    options = _options(arguments)
    rows = _last(results.read()) if options.last else []
    for row in () if options.last else _run(options):
        rows.append(row)
        if options.append:
            results.append([row])
    text = render(rows)
    print(text)
    if options.readme:
        readme.put(text)
    wrong = results.contradictions(rows)
    for line in wrong:
        print(f"CONTRADICTION: {line}", file=sys.stderr)
    return 1 if wrong else 0


def render(rows: Sequence[Row]) -> str:
    """Return a table per size and kind of limits, and how soon the command answers."""
    on_instances = [row for row in rows if row.size]
    kinds = dict.fromkeys((row.size, row.limits) for row in on_instances)
    parts = [
        table([row for row in on_instances if (row.size, row.limits) == kind]) for kind in kinds
    ]
    starts = start_line([row for row in rows if not row.size])
    return "\n\n".join([*parts, starts] if starts else parts)


def seeds(text: str) -> list[int]:
    """Return the seeds of ``1-5`` or ``1,3,7``."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def _run(options: argparse.Namespace) -> Iterator[Row]:
    """Run everything, one after the other, and say what came of it."""
    bench = Bench(datetime.now(UTC).isoformat(timespec="seconds"), options.limit)
    if options.startup:
        for name, seconds in startup.measure().items():
            yield bench.start(name, seconds)
    for size in options.size:
        for seed in options.seeds:
            instance = Instance(size, options.limits, seed)
            with tempfile.TemporaryDirectory(prefix="plaatswijs-bench-") as scratch:
                yield from _on(bench, instance, options.peers, Path(scratch))


def _on(bench: Bench, instance: Instance, peers: Sequence[str], scratch: Path) -> Iterator[Row]:
    """Run the command, our road and the peers on one instance."""
    folder = scratch / "instance"
    instance.generate(folder, scratch)
    for solver in (MATCH, OURS, GREEDY, *peers):
        if solver == MATCH:
            row = bench.match(instance, folder, scratch)
        else:
            row = bench.solver(solver, instance, folder, scratch)
        came = f"{row.proven} of {row.of} proven, {row.seconds:.1f} s, {row.peak_mb:.0f} MB"
        print(f"{instance.size} {instance.seed} {solver}: {came}", file=sys.stderr, flush=True)
        yield row


def _last(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of the last call."""
    return [row for row in rows if row.date == rows[-1].date]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    add = parser.add_argument
    add("--size", nargs="+", default=["city-week"], choices=SIZES)
    add("--limits", default="tight", choices=("loose", "tight"))
    add("--seeds", type=seeds, default=seeds("1-5"), help="1-5 or 1,3,7")
    add("--limit", type=float, default=120.0, help="seconds for all tiers of one run together")
    add("--peers", type=lambda text: [p for p in text.split(",") if p], default=list(PEERS))
    add("--startup", action="store_true", help="also measure how soon the command answers")
    add("--append", action="store_true", help="add the rows to benchmarks/results.csv")
    add("--readme", action="store_true", help="put the table in README.md")
    add("--last", action="store_true", help="run nothing: show the last call in results.csv")
    options = parser.parse_args(arguments)
    if unknown := set(options.peers) - set(PEERS):
        parser.error(f"unknown peers: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
