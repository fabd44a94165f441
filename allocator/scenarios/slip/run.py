"""Slips on files: read, test the relocation plan, and put what was found in place."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from allocator import __version__, parameters
from allocator.errors import BadCall, Fault
from allocator.reading import digest, read_instance
from allocator.relocating import RelocationSettings
from allocator.relocating_run import run_relocation
from allocator.report.csv import to_csv
from allocator.report.summary import MILLISECOND, tier_rows, to_json
from allocator.scenarios.results import put_results, refuse_target
from allocator.scenarios.slip.base import BasePlan, read_base
from allocator.scenarios.slip.holding import MONTHS, Planning, SlipResult, robustness, slips
from allocator.scenarios.slip.page import to_html, to_workbook
from allocator.scenarios.slip.tables import status_of, tables
from models.budget import Budget

PLAN = "plan"
"""The folder, in the results, of the plan that was made."""
FILES = ("slips.csv", "slip_tiers.csv", "broken.csv", "summary.json", "report.html", "slips.xlsx")


@dataclass(frozen=True)
class SlipAsk:
    """What to look at: sites (those that matter when none), months, and how to plan.

    ``plan`` is the folder of a relocation plan; one is made when ``None``.
    """

    plan: Path | None = None
    sites: Sequence[str] = ()
    months: Sequence[int] = MONTHS
    seconds: float | None = None
    processes: int | None = None
    language: str = "nl"
    stop: Budget = field(default_factory=Budget)
    told: Callable[[int, int], None] = lambda done, total: None


@dataclass(frozen=True)
class Slipped:
    """Slips that were written: where, their summary, and what was odd about the instance."""

    base: BasePlan
    results: tuple[SlipResult, ...]
    folder: Path
    summary: Mapping[str, object]
    warnings: tuple[Fault, ...]

    @property
    def proven(self) -> bool:
        """Whether each slip was planned again, and every tier of each plan is proven."""
        return all(status_of(one) == "optimal" for one in self.results)


def run_slip(source: Path, target: Path, ask: SlipAsk) -> Slipped:
    """Read an instance and its relocation plan, let sites slip, and write what comes of it.

    Raises
    ------
    BadInput, BadCall
        When the instance or the plan is unsound, a site cannot slip so, or the folder cannot be
        used.
    LocksContradict, Stopped
        When there is no plan to test.
    PlanRejected
        When a plan fails its check; nothing is written.
    """
    began = time.perf_counter()
    refuse_target(target, (*FILES, PLAN))
    if ask.plan is not None and target.resolve() in ask.plan.resolve().parents:
        raise BadCall("cli.scenario.slip.inside", path=ask.plan, out=target)
    reading = read_instance(source)
    with tempfile.TemporaryDirectory() as made:
        folder = ask.plan
        if folder is None:
            folder = Path(made) / PLAN
            run_relocation(source, folder, _settings(ask))
        base = read_base(reading.instance, folder)
        own = {} if ask.plan else {f"{PLAN}/{f.name}": f.read_bytes() for f in folder.iterdir()}
    every = slips(base, ask.sites, ask.months)
    planning = Planning(ask.seconds, ask.processes, ask.stop, ask.told)
    results = robustness(base, every, planning)
    facts = {
        **_facts(base, results),
        "seconds": round(time.perf_counter() - began, MILLISECOND),
        "version": __version__,
        "input_digest": digest(reading.instance),
    }
    files = {f"{name}.csv": to_csv(table) for name, table in tables(base, results).items()}
    files["report.html"] = to_html(base, results, language=ask.language)
    files["slips.xlsx"] = to_workbook(base, results, language=ask.language)
    files["summary.json"] = to_json(facts)
    put_results(target, files | own)
    warnings = (*reading.warnings, *parameters.warnings_for(reading.instance))
    return Slipped(base, tuple(results), target, facts, warnings)


def _settings(ask: SlipAsk) -> RelocationSettings:
    """Return how to make the plan to test."""
    budget = Budget(seconds=ask.seconds)
    return RelocationSettings(language=ask.language, budget=budget, threads=ask.processes)


def _facts(base: BasePlan, results: Sequence[SlipResult]) -> dict[str, object]:
    """Return the summary of slips, without what differs from run to run."""
    return {
        "name": base.instance.name,
        "peildatum": base.instance.peildatum.isoformat(),
        "plan": {
            "tiers": dict(base.values),
            "proven": [name for name in base.values if name in base.proven],
            "moves": results[0].replay.moves.households,
        },
        "slips": [
            {
                "sites": list(one.slip.sites),
                "months": one.slip.months,
                "moves_valid": one.replay.valid.households,
                "moves_early": one.replay.early.households,
                "moves_broken": one.replay.broken.households,
                "broken_households": one.replay.broken_households,
                "broken_persons": one.replay.broken_persons,
                "broken_person_months": one.replay.person_months,
                "first_broken": one.replay.first_month,
                "status": status_of(one),
                "tiers": [] if one.replanned is None else tier_rows(one.replanned.tiers),
                "changed_households": None
                if one.replanned is None or not one.replanned.tiers
                else one.replanned.households,
            }
            for one in results
        ],
    }
