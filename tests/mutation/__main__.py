"""Mutates the rules or the models and reports what nothing notices.

``python -m tests.mutation rules`` (or ``models``); module names after it for some only.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.pool import Pool

from tests.mutation import modules
from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.judge import Battery, Verdict, judge
from tests.mutation.mutants import Mutant, mutants

PROCESSES = 2
# Modules that bring large packages, imported once for all processes.
PRELOADED = (
    "allocator.matching",
    "models.highs",
    "models.cpsat",
    "models.cbc",
    "tests.models.plain",
)
# A mutant that is said to be equivalent is tried on so many cases.
SOME = 5

_battery: Battery


@dataclass(frozen=True)
class Report:
    """The verdicts, and what is noticed in the code as it is (which must be nothing)."""

    unchanged: str | None
    verdicts: list[Verdict]


def run(what: str, only: Sequence[str] = ()) -> Report:
    """Judge all mutants of the rules or the models, two at a time."""
    global _battery
    names = modules.RULES if what == "rules" else modules.MODELS
    tried = [m for name in names if not only or name in only for m in mutants(_full(what, name))]
    fork = get_context("fork")
    with fork.Pool(PROCESSES) as pool:
        _battery = _prepare(what, pool)
    for name in PRELOADED:
        import_module(name)
    _battery.warm()
    gc.freeze()  # pytest collects garbage a few times: not what all processes have in common
    with fork.Pool(PROCESSES) as pool:
        unchanged, *verdicts = pool.imap(_judge, [None, *tried])
    return Report(unchanged.noticed, verdicts)


def _full(what: str, name: str) -> str:
    return f"allocator.rules.{name}" if what == "rules" else f"models.{name}"


def _prepare(what: str, pool: Pool) -> Battery:
    if what == "rules":
        from tests.mutation import battery_rules

        return battery_rules.Battery(pool.map(battery_rules.prepare, battery_rules.NAMES, 4))
    from tests.mutation import battery_models

    battery_models.load_pytest()
    return battery_models.Battery(pool.map(battery_models.prepare, battery_models.NAMES, 4))


def _judge(mutant: Mutant | None) -> Verdict:
    few = mutant is not None and mutant.name in EQUIVALENT
    return judge(_battery, mutant, SOME if few else None)


def main(arguments: Sequence[str]) -> None:
    began = time.monotonic()
    report = run(arguments[0], arguments[1:])
    mutants = [
        {"place": v.mutant.place, "name": v.mutant.name, "noticed": v.noticed}
        for v in report.verdicts
    ]
    seconds = time.monotonic() - began
    written = {"seconds": seconds, "unchanged": report.unchanged, "mutants": mutants}
    json.dump(written, sys.stdout, indent=1)


if __name__ == "__main__":
    main(sys.argv[1:])
