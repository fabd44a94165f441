"""A year of weekly rounds of a city: 52 rounds of about 450 households and 90 homes, on one core.

``python -m benchmarks.year --append`` simulates a year of ``city-week`` with the engine of the
command, at rates that keep the pool and the offer about as large as they are at the start, and
keeps a row: rounds, households and units in a round on average, placed, proven rounds, seconds.

``--replications 20 --processes 2`` does several, side by side, as a sweep does.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean

from allocator.domain.future import Future, Inflow, Vacancies
from allocator.domain.instance import Instance
from allocator.generate.build import generate
from allocator.scenarios.simulating import simulate
from benchmarks.machine import commit, machine
from benchmarks.weeks import everybody, with_room

WEEKS = 52
UNITS, HOUSEHOLDS = 31.0, 25.0
"""What comes in a week: with these a round has about 450 households and 90 units."""
OFFERED_WEEKS = 6
FILE = Path(__file__).with_name("year.csv")


@dataclass(frozen=True)
class Row:
    """One year."""

    time: str
    commit: str
    machine: str
    seed: int
    replication: int
    rounds: int
    households: float
    units: float
    placed: int
    proven: int
    slowest: float
    seconds: float


def city(seed: int) -> Instance:
    """Return a city whose draagkracht is for all homes of the year."""
    return with_room(generate("city-week", seed), UNITS, WEEKS)


def future(weeks: int) -> Future:
    """Return what is expected."""
    return Future(
        weeks=weeks,
        inflow=Inflow(types=(everybody(HOUSEHOLDS),)),
        vacancies=Vacancies(units_per_week=Decimal(str(UNITS)), offered_weeks=OFFERED_WEEKS),
    )


def measure(job: tuple[int, int, int]) -> Row:
    """Return the row of one year."""
    seed, replication, weeks = job
    start, expected = city(seed), future(weeks)
    laps: list[float] = []
    began = time.perf_counter()

    from allocator.scenarios import simulating

    def timed(instance: Instance, week: int) -> simulating.Drawn:
        lap = time.perf_counter()
        found = simulating.by_matching(instance, week)
        laps.append(time.perf_counter() - lap)
        return found

    happened = simulate(start, expected, seed=seed, replication=replication, propose=timed)
    return Row(
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=commit(),
        machine=machine(),
        seed=seed,
        replication=replication,
        rounds=len(happened.weeks),
        households=round(fmean(w.waiting + w.placed for w in happened.weeks), 1),
        units=round(fmean(w.units for w in happened.weeks), 1),
        placed=sum(w.placed for w in happened.weeks),
        proven=sum(w.proven for w in happened.weeks),
        slowest=round(max(laps), 2),
        seconds=round(time.perf_counter() - began, 1),
    )


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and keep the rows when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weeks", type=int, default=WEEKS)
    parser.add_argument("--replications", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--append", action="store_true")
    given = parser.parse_args(arguments)
    jobs = [(given.seed, replication, given.weeks) for replication in range(given.replications)]
    with ProcessPoolExecutor(given.processes, get_context("spawn")) as pool:
        for row in pool.map(measure, jobs):
            print(row, flush=True)
            if given.append:
                keep(row)
    return 0


def keep(row: Row) -> None:
    """Append a row to the file."""
    new = not FILE.exists()
    with FILE.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(Row.__annotations__))
        if new:
            writer.writeheader()
        writer.writerow(asdict(row))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
