"""Trade-offs on files: read, look for the frontiers, and put what was found in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from allocator import __version__, parameters
from allocator.errors import Fault
from allocator.reading import digest, read_instance
from allocator.report.csv import to_csv
from allocator.report.summary import MILLISECOND, to_json
from allocator.scenarios.frontier.page import to_html, to_workbook
from allocator.scenarios.frontier.tables import tables
from allocator.scenarios.frontier.trading import TradeOff, TradingSettings, trade_off
from allocator.scenarios.results import put_results, refuse_target
from models.backends import load

FILES = ("frontier.csv", "plans.csv", "summary.json", "report.html", "frontier.xlsx")


@dataclass(frozen=True)
class Traded:
    """Trade-offs that were written: where, their summary, and what was odd about the instance."""

    found: tuple[TradeOff, ...]
    folder: Path
    summary: Mapping[str, object]
    warnings: tuple[Fault, ...]


def run_frontier(
    source: Path,
    target: Path,
    tiers: Sequence[str],
    settings: TradingSettings,
    *,
    language: str = "nl",
    on_tier: Callable[[str], None] = lambda tier: None,
) -> Traded:
    """Read an instance, find its trade-offs, and write them to the folder ``target``.

    Parameters
    ----------
    tiers
        What waiting is traded for, each once, in this order; each has an equal part of the time
        that is left.
    on_tier
        Called with each before it is begun.

    Raises
    ------
    BadInput, BadCall
        When the instance is unsound, or the folder cannot be used.
    NoPlan
        When locks and limits contradict each other.
    PlanRejected
        When a plan fails its check; nothing is written.
    """
    began = time.perf_counter()
    refuse_target(target, FILES)
    reading = read_instance(source)
    instance, found = reading.instance, []
    for i, tier in enumerate(tiers):
        on_tier(tier)
        with settings.budget.part(1 / (len(tiers) - i)) as own:
            found.append(trade_off(instance, tier, replace(settings, budget=own)))
    facts: dict[str, object] = {
        "name": instance.name,
        "peildatum": instance.peildatum.isoformat(),
        "tiers": [_facts(one) for one in found],
        "points": settings.points,
        "seconds": round(time.perf_counter() - began, MILLISECOND),
        "solver": load(settings.backend).version,
        "version": __version__,
        "input_digest": digest(instance),
    }
    files = {f"{name}.csv": to_csv(table) for name, table in tables(found).items()}
    files["report.html"] = to_html(instance, found, language=language)
    files["frontier.xlsx"] = to_workbook(instance, found, language=language)
    files["summary.json"] = to_json(facts)
    put_results(target, files)
    warnings = (*reading.warnings, *parameters.warnings_for(instance))
    return Traded(tuple(found), target, facts, warnings)


def _facts(found: TradeOff) -> dict[str, object]:
    """Return what the summary says of a trade-off."""
    best, end = found.points[0], found.points[-1]
    return {
        "tier": found.tier,
        "sense": found.sense,
        "points": len(found.points),
        "whole": found.whole,
        "proven": all(point.proven for point in found.points),
        "best_waiting": {"waiting": best.waiting, "value": best.values[found.tier]},
        "best_value": {"waiting": end.waiting, "value": end.values[found.tier]},
    }
