"""Mutates the rules or the models and reports what nothing notices.

``python -m tests.mutation rules`` (or ``models``); module names after it for some only.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from multiprocessing import get_context

from tests.mutation import modules
from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.judge import Battery, Verdict, judge
from tests.mutation.mutants import Mutant, mutants

PROCESSES = 2
# A mutant that is said to be equivalent is tried on so many cases.
SOME = 8

_battery: Battery


def run(what: str, only: Sequence[str] = ()) -> list[Verdict]:
    """Judge all mutants of the rules or the models, two at a time."""
    global _battery
    names = modules.RULES if what == "rules" else modules.MODELS
    tried = [m for name in names if not only or name in only for m in mutants(_full(what, name))]
    fork = get_context("fork")
    with fork.Pool(PROCESSES) as pool:
        _battery = _prepare(what, pool)
    with fork.Pool(PROCESSES) as pool:
        return list(pool.imap_unordered(_judge, tried))


def _full(what: str, name: str) -> str:
    return f"allocator.rules.{name}" if what == "rules" else f"models.{name}"


def _prepare(what, pool) -> Battery:
    if what == "rules":
        from tests.mutation import battery_rules

        return battery_rules.Battery(pool.map(battery_rules.prepare, battery_rules.NAMES, 4))
    from tests.mutation import battery_models

    return battery_models.Battery(pool.map(battery_models.prepare, battery_models.NAMES, 4))


def _judge(mutant: Mutant) -> Verdict:
    return judge(_battery, mutant, SOME if mutant.name in EQUIVALENT else None)


def main(arguments: Sequence[str]) -> None:
    began = time.monotonic()
    verdicts = run(arguments[0], arguments[1:])
    report = [
        {"place": v.mutant.place, "name": v.mutant.name, "noticed": v.noticed}
        for v in sorted(verdicts, key=lambda v: (v.mutant.module, v.mutant.line, v.mutant.name))
    ]
    json.dump({"seconds": time.monotonic() - began, "mutants": report}, sys.stdout, indent=1)


if __name__ == "__main__":
    main(sys.argv[1:])
