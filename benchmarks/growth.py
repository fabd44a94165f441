"""Time and memory against size: the first municipalities of a country, more and more of them.

``python -m benchmarks.growth`` generates the country once, takes instances of 100 to 30,000
households from it, runs ``allocator match`` on each, and fits, for every phase,

    seconds = a · pairs^b

by least squares of the logarithms, over the sizes where the phase takes long enough to be told
from starting, and memory, as what comes on top of the smallest run.  ``b`` is 1 where time grows
as the possible pairs do.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import linear_regression

from benchmarks import results
from benchmarks.results import Row
from benchmarks.runs import Bench, Instance

SIZES = (100, 300, 1000, 3000, 10_000, 30_000)
SOLVE = "solve"
# A phase that takes less is mostly what it costs to begin.
LEAST_SECONDS = 0.05
# The tables of an instance that belong to something in a wijk, and the column that says to what.
OF_WIJK = ("complexes", "homes", "sites")
OF_HOUSEHOLD = ("persons", "previous", "decisions", "points", "site_decisions")

Record = dict[str, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all sizes and show what was fitted; return 1 when a run failed."""
    options = _options(arguments)
    bench = Bench(datetime.now(UTC).isoformat(timespec="seconds"), options.limit)
    rows = []
    with tempfile.TemporaryDirectory(prefix="plaatswijs-growth-") as scratch:
        country = Path(scratch) / "national"
        began = time.perf_counter()
        Instance("national", "tight", options.seed).generate(country, Path(scratch))
        took = time.perf_counter() - began
        print(f"national, generated and written: {took:.1f} s", file=sys.stderr)
        for households in options.households:
            size = f"national:{households}"
            folder = Path(scratch) / str(households)
            take(country, folder, households)
            row = bench.match(Instance(size, "tight", options.seed), folder, folder)
            print(f"{size}: {row.seconds:.1f} s, {row.peak_mb:.0f} MB", file=sys.stderr)
            rows.append(row)
            if options.append:
                results.append([row])
    print(render(rows))
    return 1 if any(row.status == "failed" for row in rows) else 0


def take(country: Path, folder: Path, households: int) -> None:
    """Write the first municipalities of an instance that have so many statushouders together.

    A municipality is a wijk within no other; those that share a region come together.
    """
    wijken = _read(country / "wijken.csv")
    within = {wijk["code"]: wijk["within"] for wijk in wijken}

    def root(code: str) -> str:
        while within.get(code):
            code = within[code]
        return code

    of_table = {name: _read(country / f"{name}.csv") for name in ("homes", "households")}
    waiting: dict[str, int] = {}
    for household in of_table["households"]:
        if household["group"] == "statushouder":
            area = root(household["koppeling"])
            waiting[area] = waiting.get(area, 0) + 1
    areas: set[str] = set()
    total = 0
    for area in dict.fromkeys(root(wijk["code"]) for wijk in wijken):
        if total >= households:
            break
        areas.add(area)
        total += waiting.get(area, 0)
    folder.mkdir()
    (folder / "instance.toml").write_bytes((country / "instance.toml").read_bytes())
    _copy(country, folder, "wijken", lambda row: root(row["code"]) in areas)
    for name in OF_WIJK:
        _copy(country, folder, name, lambda row: root(row["wijk"]) in areas)
    known = {home["corporatie"] for home in of_table["homes"] if root(home["wijk"]) in areas}
    _copy(country, folder, "corporaties", lambda row: row["id"] in known)
    sites = {row["id"] for row in _read(folder / "sites.csv")}
    _copy(country, folder, "rooms", lambda row: row["site"] in sites)
    _copy(country, folder, "households", lambda row: root(row["koppeling"]) in areas)
    people = {row["id"] for row in _read(folder / "households.csv")}
    for name in OF_HOUSEHOLD:
        _copy(country, folder, name, lambda row: row["household"] in people)


def exponent(sizes: Sequence[float], amounts: Sequence[float], least: float) -> float | None:
    """Return b of ``amount = a · size^b``, over the amounts above a least; of three at least."""
    both = [(math.log(s), math.log(a)) for s, a in zip(sizes, amounts, strict=True) if a >= least]
    if len(both) < 3:
        return None
    return linear_regression(*zip(*both, strict=True)).slope


def render(rows: Sequence[Row]) -> str:
    """Return a table of the runs, a line per size, with the exponents last."""
    phases = list(dict.fromkeys(name for row in rows for name, _ in _phases(row)))
    lines = [
        f"| households | pairs | {' | '.join(phases)} | all | MB |",
        f"| ---: | ---: |{' ---: |' * len(phases)} ---: | ---: |",
    ]
    for row in rows:
        own = dict(_phases(row))
        cells = [f"{own.get(name, 0):.2f}" for name in phases]
        size = row.size.partition(":")[2]
        mark = "" if row.status == "proven" else " (not all proven)"
        lines.append(
            f"| {size} | {row.pairs} | {' | '.join(cells)} | {row.seconds:.1f}{mark} "
            f"| {row.peak_mb:.0f} |"
        )
    pairs = [float(row.pairs) for row in rows]
    of_phases = [
        exponent(pairs, [dict(_phases(row)).get(name, 0.0) for row in rows], LEAST_SECONDS)
        for name in phases
    ]
    # The smallest run holds hardly more than the program itself.
    least = min(row.peak_mb for row in rows)
    memory = exponent(pairs, [row.peak_mb - least for row in rows], 1.0)
    whole = exponent(pairs, [row.seconds for row in rows], 1.0)
    shown = ["–" if b is None else f"{b:.2f}" for b in (*of_phases, whole, memory)]
    lines.append(f"| exponent | | {' | '.join(shown)} |")
    return "\n".join(lines)


def _phases(row: Row) -> list[tuple[str, float]]:
    """Return the seconds of each phase, in order."""
    parts = [part.partition("=") for part in row.phases.split("|") if part]
    return [(name, float(seconds)) for name, _, seconds in parts]


def _read(path: Path) -> list[Record]:
    """Return the rows of a table, none where there is no such file."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _copy(country: Path, folder: Path, name: str, wanted: Callable[[Record], bool]) -> None:
    """Write the rows of a table that are wanted, if there is such a table."""
    rows = _read(country / f"{name}.csv")
    if rows:
        _write(folder / f"{name}.csv", list(rows[0]), (row for row in rows if wanted(row)))


def _write(path: Path, columns: Sequence[str], rows: Iterable[Record]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    add = parser.add_argument
    add("--households", type=int, nargs="+", default=list(SIZES), help="how many to take")
    add("--seed", type=int, default=1)
    add("--limit", type=float, default=600.0, help="seconds for one run")
    add("--append", action="store_true", help="add the rows to benchmarks/results.csv")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
