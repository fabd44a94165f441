"""A comparison as it can be told again from its summary: the figures, without the city."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from allocator.domain.future import Future, Scenario
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from allocator.reading.scenario import ScenarioReading
from allocator.scenarios.comparing import Comparison, Difference, Value
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.intervals import Interval
from allocator.store import models

EVERYBODY = "all"
"""The group of the figures that a summary holds."""


def remembered(row: models.Comparison) -> Result:
    """Return what was compared: of the city its name, its day and its term, and no more."""
    facts = row.summary
    city = Instance(
        name=facts["name"],
        municipality="",
        peildatum=date.fromisoformat(facts["peildatum"]),
        policy=Policy(term_weeks=facts["term_weeks"]),
        wijken=(),
        corporaties=(),
        homes=(),
        households=(),
    )
    future = Future(weeks=facts["weeks"])
    readings = tuple(
        ScenarioReading(Scenario(name=one["name"], note=one["note"], future=future), city, city)
        for one in facts["scenarios"]
    )
    found = Comparison(
        scenarios=tuple(one["name"] for one in facts["scenarios"]),
        replications=facts["replications"],
        values=tuple(Value(*part) for part in _parts(facts, "figures")),
        differences=tuple(Difference(*part) for part in _parts(facts, "differences")),
        gains=(),
    )
    return Result(readings, found, facts["seed"], facts["policy"])


def _parts(facts: Mapping[str, Any], name: str) -> Iterator[tuple[str, str, str, Interval]]:
    """Yield scenario, measure, group and interval."""
    for one in facts["scenarios"]:
        for measure, found in one[name].items():
            held = Interval(facts["replications"], found["mean"], found["low"], found["high"])
            yield one["name"], measure, EVERYBODY, held
