"""Scenarios on files: read, run many times, compare, and put what comes of it in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from allocator import parameters
from allocator.errors import BadCall, Fault
from allocator.reading.scenario import ScenarioReading, read_scenarios
from allocator.report.csv import to_csv
from allocator.report.summary import MILLISECOND, to_json
from allocator.scenarios.comparing import compare
from allocator.scenarios.comparison.merging import merged
from allocator.scenarios.comparison.page import to_html
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.summary import PROVEN, summary
from allocator.scenarios.comparison.tables import tables
from allocator.scenarios.comparison.workbook import to_workbook
from allocator.scenarios.policies import PolicyName
from allocator.scenarios.replication import Task
from allocator.scenarios.results import put_results, refuse_target
from allocator.scenarios.sweeping.identity import identity
from allocator.scenarios.sweeping.sweep import Swept
from allocator.texts import texts

TABLES = ("figures.csv", "differences.csv", "gains.csv", "numbers.csv")
FILES = (*TABLES, "summary.json", "report.html", "scenarios.xlsx")


@dataclass(frozen=True)
class Ask:
    """How to run: how often, how chance falls, who gets which home, and what does the work."""

    replications: int
    seed: int
    policy: PolicyName
    sweep: Callable[[Sequence[Task]], Swept]
    language: str = "nl"


@dataclass(frozen=True)
class Compared:
    """Scenarios that were compared: where it stands, its summary, and what was odd."""

    result: Result
    folder: Path
    summary: Mapping[str, object]
    warnings: tuple[Fault, ...]

    @property
    def proven(self) -> bool:
        """Whether the plan of every round was proven."""
        found = [self.result.found.value(name, PROVEN) for name in self.result.found.scenarios]
        return all(one is not None and one.mean == 1 for one in found)


def run_comparison(
    source: Path, scenarios: Sequence[Path | None], target: Path, ask: Ask
) -> Compared:
    """Run scenarios, compare them with the first, and write it to the folder ``target``.

    Raises
    ------
    BadInput, BadCall
        When the instance or a scenario is unsound, scenarios cannot be compared, or the folder
        cannot be used.
    NoPlan
        When locks and limits contradict each other.
    SweepStopped
        When it ended before all was done.
    """
    began = time.perf_counter()
    refuse_target(target, FILES)
    readings = read_scenarios(source, scenarios)
    result, facts = compared(readings, ask)
    facts["seconds"] = round(time.perf_counter() - began, MILLISECOND)
    put_results(target, _files(result, facts, ask.language))
    warnings = dict.fromkeys(fault for reading in readings for fault in reading.warnings)
    odd = (*warnings, *parameters.warnings_for(result.instance))
    return Compared(result, target, facts, odd)


def compared(readings: tuple[ScenarioReading, ...], ask: Ask) -> tuple[Result, dict[str, object]]:
    """Run scenarios and compare them with the first; return what came of it, and its summary.

    Raises
    ------
    BadCall
        When scenarios cannot be compared.
    NoPlan
        When locks and limits contradict each other.
    SweepStopped
        When it ended before all was done.
    """
    refuse_unlike(readings)
    tasks = tasks_of(readings, ask)
    swept = ask.sweep(tasks)
    names = tuple(reading.scenario.name for reading in readings)
    found = compare(merged(swept.figures), swept.outcomes, names)
    result = Result(readings, found, ask.seed, ask.policy)
    return result, summary(result, identity(tasks))


def tasks_of(readings: Sequence[ScenarioReading], ask: Ask) -> list[Task]:
    """Return all that is to be done: all scenarios of a replication, then those of the next."""
    return [
        Task(
            scenario=reading.scenario.name,
            instance=reading.instance,
            future=reading.scenario.future,
            seed=ask.seed,
            replication=number,
            policy=ask.policy,
        )
        for number in range(ask.replications)
        for reading in readings
    ]


def refuse_unlike(readings: Sequence[ScenarioReading]) -> None:
    """Make sure that scenarios can be told apart and be compared.

    Raises
    ------
    BadCall
        When two have one name, or one is not as many weeks as the first.
    """
    first, seen = readings[0].scenario, set[str]()
    for reading in readings:
        scenario = reading.scenario
        if scenario.name in seen:
            raise BadCall("scenario.same_name", name=scenario.name)
        seen.add(scenario.name)
        if scenario.future.weeks != first.future.weeks:
            raise BadCall(
                "scenario.other_weeks",
                base=first.name,
                base_weeks=first.future.weeks,
                scenario=scenario.name,
                weeks=scenario.future.weeks,
            )


def _files(result: Result, facts: Mapping[str, object], language: str) -> dict[str, bytes]:
    """Return the files by name; of one scenario there are no differences."""
    t = texts(language)
    found = tables(result, t)
    return {
        **{f"{name}.csv": to_csv(table) for name, table in found.items()},
        "summary.json": to_json(facts),
        "report.html": to_html(result, language=language),
        "scenarios.xlsx": to_workbook(result, language=language),
    }
