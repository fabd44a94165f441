"""Looking ahead against taking each week by itself, and against hindsight.

``python -m benchmarks.ahead --append``: a small city (100 households and 20 homes at the start, 26
weeks) at three levels of scarcity; ``--size city-week --seeds 1-3`` for a city's week.

What is measured: the urgency that the weeks spare people (``allocator/scenarios/horizon.py``), as a
share of the hindsight optimum of the same weeks, or of the proven bound on it.  Nobody refuses and
no relatives come, as hindsight knows nothing of these.  Draagkracht is that of the generator's
tight limits for all homes of the period, so that it binds in the end and not in the first week.

Each row of ``ahead.csv`` is one run: size, scarcity, seed, replication, policy, tolerance on
``waiting`` (percent), what was spared, the hindsight value and bound, seconds.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from allocator.domain.future import Future, Inflow, Nareis, Refusals, Vacancies
from allocator.domain.instance import Instance
from allocator.generate.build import generate
from allocator.scenarios.ahead import known_in
from allocator.scenarios.chances import Chances
from allocator.scenarios.coming import coming
from allocator.scenarios.happened import Happened
from allocator.scenarios.horizon import Horizon, lay_out_weeks
from allocator.scenarios.intervals import Interval, interval
from allocator.scenarios.policies import policy
from allocator.scenarios.simulating import simulate
from benchmarks.machine import commit, machine
from benchmarks.weeks import everybody, with_room
from models.budget import Budget
from models.by_parts import solve_by_parts
from models.tiers import Tier

WEEKS = 26
PER_WEEK = {"small-city": (3.0, 3.5), "city-week": (12.0, 14.0)}
"""Units and households that come in a week, by size."""
SCARCITIES = ("low", "mid", "high")
TOLERANCES = (0, 5, 20)
HINDSIGHT_SECONDS = 300.0
FILE = Path(__file__).with_name("ahead.csv")


@dataclass(frozen=True)
class Row:
    """One run."""

    time: str
    commit: str
    machine: str
    size: str
    scarcity: str
    seed: int
    replication: int
    policy: str
    tolerance: int
    spared: int
    hindsight: int
    bound: int
    placed: int
    seconds: float

    @property
    def share(self) -> float:
        """Share of the bound on hindsight."""
        return self.spared / self.bound


def city(size: str, scarcity: str, seed: int) -> Instance:
    """Return a city whose limits are for all homes of the period."""
    start = with_room(generate(size, seed, scarcity=scarcity), PER_WEEK[size][0], WEEKS)
    return start.model_copy(update={"decisions": (), "points": (), "previous": ()})


def future(size: str) -> Future:
    """Return what is expected in such a city."""
    units, households = PER_WEEK[size]
    return Future(
        weeks=WEEKS,
        inflow=Inflow(types=(everybody(households),)),
        vacancies=Vacancies(units_per_week=Decimal(str(units)), offered_weeks=WEEKS),
        refusals=Refusals(by_corporatie=Decimal(0), by_household=Decimal(0)),
        nareis=Nareis(arrive=False),
    )


def measure(job: tuple[str, str, int, int]) -> list[Row]:
    """Return the rows of one draw: all ways to run its weeks."""
    size, scarcity, seed, replication = job
    start, expected = city(size, scarcity, seed), future(size)
    comes = coming(start, expected, Chances(expected, seed, replication))
    horizon = lay_out_weeks(known_in(start, expected, comes))
    value, bound = hindsight(horizon)
    rows = []
    for name, tolerance in ways():
        began = time.perf_counter()
        given = tolerant(start, tolerance)
        happened = simulate(
            given,
            expected,
            seed=seed,
            replication=replication,
            propose=policy(name, given, expected, seed, replication),  # type: ignore[arg-type]
        )
        rows.append(
            Row(
                time=datetime.now(UTC).isoformat(timespec="seconds"),
                commit=commit(),
                machine=machine(),
                size=size,
                scarcity=scarcity,
                seed=seed,
                replication=replication,
                policy=name,
                tolerance=tolerance,
                spared=spared(horizon, happened),
                hindsight=value,
                bound=bound,
                placed=len(happened.placements),
                seconds=round(time.perf_counter() - began, 1),
            )
        )
    return rows


def ways() -> Iterator[tuple[str, int]]:
    """Yield the policies, with the tolerance on waiting that they have."""
    yield "matching", 0
    yield "longest-waiting-first", 0
    for tolerance in TOLERANCES:
        yield "look-ahead", tolerance


def tolerant(instance: Instance, percent: int) -> Instance:
    """Return the instance with a tolerance on waiting for looking ahead."""
    if not percent:
        return instance
    policy_ = instance.policy.model_copy(update={"tolerance": {"waiting": Decimal(percent)}})
    return instance.model_copy(update={"policy": policy_})


def hindsight(horizon: Horizon) -> tuple[int, int]:
    """Return the best value found when all is known, and the proven bound on it."""
    nothing = np.zeros(horizon.problem.pairs, dtype=np.bool_)
    tier = Tier("waiting", "max", horizon.gain)
    budget = Budget(seconds=HINDSIGHT_SECONDS)
    stage = solve_by_parts(horizon.problem, [tier], nothing, "highs", budget, threads=1).stages[0]
    return stage.best, stage.bound


def spared(horizon: Horizon, happened: Happened) -> int:
    """Return the urgency that the weeks spared people."""
    at = {name: i for i, name in enumerate(horizon.household)}
    return sum(
        int(horizon.spared[at[p.household.id], p.week]) for p in happened.placements if not p.again
    )


def table(rows: Sequence[Row]) -> list[str]:
    """Return the shares of hindsight, and the paired differences from the matching round."""
    lines = [
        "| size | scarcity | draws | policy | share of hindsight | difference from each week |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for size, scarcity in dict.fromkeys((row.size, row.scarcity) for row in rows):
        mine = [row for row in rows if (row.size, row.scarcity) == (size, scarcity)]
        base = {(r.seed, r.replication): r.share for r in mine if r.policy == "matching"}
        for name, tolerance in dict.fromkeys((r.policy, r.tolerance) for r in mine):
            some = [r for r in mine if (r.policy, r.tolerance) == (name, tolerance)]
            share = interval([r.share for r in some])
            gain = interval([r.share - base[r.seed, r.replication] for r in some])
            shown = f"{name}, {tolerance}%" if name == "look-ahead" else name
            lines.append(
                f"| {size} | {scarcity} | {len(some)} | {shown} | {_percent(share)} | "
                f"{_percent(gain) if name != 'matching' else ''} |"
            )
    return lines


def _percent(found: Interval) -> str:
    if found.low is None or found.high is None:
        return f"{100 * found.mean:.2f}%"
    return f"{100 * found.mean:.2f}% ({100 * found.low:.2f} to {100 * found.high:.2f})"


def _numbers(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def read(path: Path = FILE) -> list[Row]:
    """Return the rows that were kept."""
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Row(**{name: _typed(name, text) for name, text in row.items()})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        ]


def _typed(name: str, text: str) -> object:
    kind = Row.__annotations__[name]
    return int(text) if kind == "int" else float(text) if kind == "float" else text


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and keep the rows when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", choices=tuple(PER_WEEK), default="small-city")
    parser.add_argument("--scarcity", choices=SCARCITIES, action="append")
    parser.add_argument("--seeds", type=_numbers, default=_numbers("1-20"))
    parser.add_argument("--replications", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--append", action="store_true")
    given = parser.parse_args(arguments)
    jobs = [
        (given.size, scarcity, seed, replication)
        for scarcity in given.scarcity or SCARCITIES
        for seed in given.seeds
        for replication in range(given.replications)
    ]
    rows: list[Row] = []
    with ProcessPoolExecutor(given.processes, get_context("spawn")) as pool:
        for found in pool.map(measure, jobs):
            rows += found
            print(".", end="", file=sys.stderr, flush=True)
            if given.append:
                keep(found)
    print("\n".join(table(rows)))
    return 0


def keep(rows: Sequence[Row]) -> None:
    """Append rows to the file."""
    new = not FILE.exists()
    with FILE.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(Row.__annotations__))
        if new:
            writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
