"""The summary of a comparison: ``summary.json``."""

from __future__ import annotations

from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.shown import HEADLINE, SHELTER, verdict
from allocator.scenarios.comparison.tables import rounded
from allocator.scenarios.intervals import Interval
from allocator.scenarios.sweeping.identity import Identity

PROVEN = "proven_weeks"


def summary(result: Result, identity: Identity) -> dict[str, object]:
    """Return the summary.

    Parameters
    ----------
    identity
        What the replications depend on: digests by scenario, and versions.
    """
    return {
        "name": result.instance.name,
        "peildatum": result.instance.peildatum.isoformat(),
        "weeks": result.weeks,
        "replications": result.found.replications,
        "seed": result.seed,
        "policy": result.policy,
        "base": result.found.base,
        "scenarios": [
            {
                "name": reading.scenario.name,
                "note": " ".join(reading.scenario.note.split()),
                "instance_digest": identity["scenarios"][reading.scenario.name]["instance"],
                "future_digest": identity["scenarios"][reading.scenario.name]["future"],
                "proven_weeks": _mean(result, reading.scenario.name),
                "figures": _figures(result, reading.scenario.name),
                "differences": _differences(result, reading.scenario.name),
            }
            for reading in result.readings
        ],
        "versions": identity["versions"],
    }


def _mean(result: Result, scenario: str) -> float | None:
    """Return the share of the rounds whose plan was proven."""
    found = result.found.value(scenario, PROVEN)
    return None if found is None else rounded(found.mean)


def _figures(result: Result, scenario: str) -> dict[str, object]:
    found = {name: result.found.value(scenario, name) for name in (*HEADLINE, *SHELTER)}
    return {name: _interval(one) for name, one in found.items() if one is not None}


def _differences(result: Result, scenario: str) -> dict[str, object]:
    """Return the differences with the base; none of the base itself."""
    found = {name: result.found.difference(scenario, name) for name in (*HEADLINE, *SHELTER)}
    return {
        name: {**_interval(one), "verdict": str(verdict(one))}
        for name, one in found.items()
        if one is not None
    }


def _interval(found: Interval) -> dict[str, object]:
    return {
        "mean": rounded(found.mean),
        "low": rounded(found.low),
        "high": rounded(found.high),
    }
