"""The tables of a comparison: one place for their columns and order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from allocator.reading.scenario import ScenarioReading
from allocator.report.tables import Table
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.shown import verdict
from allocator.scenarios.intervals import Interval
from allocator.scenarios.numbers import Number, described
from allocator.texts import Texts

INTERVAL = ("n", "mean", "low", "high")
FIGURES = ("scenario", "measure", "group", *INTERVAL)
DIFFERENCES = (*FIGURES, "verdict")
OUTCOMES = ("sooner", "later", "alike", "weeks_won", "weeks_lost")
GAINS = ("scenario", "outcome", *INTERVAL)
NUMBERS = ("scenario", "key", "name", "of", "from", "value", "unit", "origin", "source")
DIGITS = 4
SHELTER = "shelter."
"""Keys that begin so are used only when the scenario asks for the shelter."""


def tables(result: Result, t: Texts) -> dict[str, Table]:
    """Return the tables by name."""
    found = result.found
    gains = [
        (one.scenario, outcome, *_parts(getattr(one, outcome)))
        for one in found.gains
        for outcome in OUTCOMES
    ]
    return {
        "figures": Table(
            FIGURES,
            [(v.scenario, v.measure, v.group, *_parts(v.value)) for v in found.values],
        ),
        "differences": Table(
            DIFFERENCES,
            [
                (d.scenario, d.measure, d.group, *_parts(d.difference), str(verdict(d.difference)))
                for d in found.differences
            ],
        ),
        "gains": Table(GAINS, gains),
        "numbers": Table(NUMBERS, list(_numbers(result, t))),
    }


def numbers_used(reading: ScenarioReading) -> Iterator[Number]:
    """Yield every number of a scenario that was used."""
    sheltered = reading.scenario.future.shelter.plan != "never"
    for number in described(reading.scenario.future, reading.instance):
        if sheltered or not number.key.startswith(SHELTER):
            yield number


def plain(value: Decimal | bool | str | None) -> str:
    """Return the value of a number as it stands in a scenario file; empty where none is set."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def rounded(value: float | None) -> float | None:
    """Return a value to four digits, without a minus before 0."""
    return None if value is None else round(value, DIGITS) + 0.0


def _parts(found: Interval) -> tuple[object, ...]:
    return found.n, rounded(found.mean), rounded(found.low), rounded(found.high)


def _numbers(result: Result, t: Texts) -> Iterator[tuple[object, ...]]:
    for reading in result.readings:
        for number in numbers_used(reading):
            yield (
                reading.scenario.name,
                number.key,
                number.name[t.language],
                ", ".join(f"{name} {plain(value)}" for name, value in number.of.items()),
                None if number.from_on is None else number.from_on.isoformat(),
                plain(number.value),
                number.unit[t.language],
                str(number.origin),
                number.source[t.language],
            )
