"""What more of something is worth, on files: read, draw, solve, and put it in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from allocator import __version__, parameters
from allocator.domain.future import Future
from allocator.domain.instance import Instance
from allocator.errors import Fault
from allocator.reading import digest
from allocator.reading.scenario import ScenarioReading, read_scenario
from allocator.report.csv import to_csv
from allocator.report.summary import MILLISECOND, to_json
from allocator.scenarios.results import put_results, refuse_target
from allocator.scenarios.sweeping.executors import Executor, given_up
from allocator.scenarios.sweeping.pseudonyms import Pseudonyms
from allocator.scenarios.worth.page import Valued, to_html, to_workbook
from allocator.scenarios.worth.sites import site_items, site_values_of
from allocator.scenarios.worth.tables import worth_table
from allocator.scenarios.worth.things import OF_SITES, Item, Value, items, worth_over
from allocator.scenarios.worth.valuing import values_of
from allocator.texts import texts
from models.backends import load
from models.budget import Budget

FILES = ("worth.csv", "summary.json", "report.html", "worth.xlsx")


@dataclass(frozen=True)
class WorthAsk:
    """How many draws, how chance falls, what does the work, and whether sites are valued too."""

    draws: int
    seed: int
    executor: Executor
    sites: bool = False
    language: str = "nl"
    told: Callable[[int, int], None] = lambda done, total: None


@dataclass(frozen=True)
class Draw:
    """A draw to be worked out; all that it takes, so that any process can."""

    instance: Instance
    future: Future
    seed: int
    number: int
    wanted: tuple[Item, ...]


@dataclass(frozen=True)
class WorthFound:
    """What was written: where, its summary, and what was odd."""

    valued: Valued
    folder: Path
    summary: Mapping[str, object]
    warnings: tuple[Fault, ...]

    @property
    def proven(self) -> bool:
        """Whether every value is the difference of two proven optima."""
        return all(one.proven for one in self.valued.found)


def run_worth(source: Path, scenario: Path | None, target: Path, ask: WorthAsk) -> WorthFound:
    """Find what more of each thing is worth, and write it to the folder ``target``.

    Raises
    ------
    BadInput, BadCall
        When the instance or the scenario is unsound, or the folder cannot be used.
    SweepStopped
        When a process that worked on it was ended from outside.
    """
    began = time.perf_counter()
    refuse_target(target, FILES)
    reading = read_scenario(source, scenario)
    draws = values_of_draws(reading, ask)
    valued = Valued(reading, worth_over(draws), ask.draws, ask.seed, sites=ask.sites)
    facts = _summary(valued) | {"seconds": round(time.perf_counter() - began, MILLISECOND)}
    table = worth_table(valued.found, reading.instance, texts(ask.language))
    files = {
        "worth.csv": to_csv(table),
        "summary.json": to_json(facts),
        "report.html": to_html(valued, language=ask.language),
        "worth.xlsx": to_workbook(valued, language=ask.language),
    }
    put_results(target, files)
    warnings = (*reading.warnings, *parameters.warnings_for(reading.instance))
    return WorthFound(valued, target, facts, warnings)


def values_of_draws(reading: ScenarioReading, ask: WorthAsk) -> list[tuple[Value, ...]]:
    """Return what each item is worth in each draw, in order.

    Only what may leave the machine goes to the executor, as in a sweep.
    """
    hidden = Pseudonyms([reading.instance]).hide(reading.instance)
    of_sites = site_items(reading.instance) if ask.sites else []
    wanted = (*items(reading.instance), *of_sites)
    draws = [
        Draw(hidden, reading.scenario.future, ask.seed, number, wanted)
        for number in range(ask.draws)
    ]
    found: dict[int, tuple[Value, ...]] = {}
    ask.told(0, ask.draws)
    with given_up(ask.executor.results(draw, draws)) as results:
        for number, values in results:
            found[number] = values
            ask.told(len(found), ask.draws)
    return [found[number] for number in range(ask.draws)]


def draw(given: Draw) -> tuple[Value, ...]:
    """Return what each item is worth in one draw."""
    homes = [item for item in given.wanted if item.thing not in OF_SITES]
    sites = [item for item in given.wanted if item.thing in OF_SITES]
    chance = given.future, given.seed, given.number
    return (
        *values_of(given.instance, *chance, homes, Budget()),
        *site_values_of(given.instance, *chance, sites, Budget()),
    )


def _summary(valued: Valued) -> dict[str, object]:
    """Return the summary, without what differs from run to run."""
    reading = valued.reading
    return {
        "name": reading.instance.name,
        "peildatum": reading.instance.peildatum.isoformat(),
        "scenario": reading.scenario.name,
        "note": " ".join(reading.scenario.note.split()),
        "weeks": reading.scenario.future.weeks,
        "replications": valued.draws,
        "seed": valued.seed,
        "items": len(valued.found),
        "proven": all(one.proven for one in valued.found),
        "versions": {"plaatswijs": __version__, "solver": load("highs").version},
        "input_digest": digest(reading.instance),
    }
