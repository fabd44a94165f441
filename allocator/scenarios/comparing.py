"""Scenarios beside each other: what each comes to, what makes the difference, and who feels it.

The replications of all scenarios meet the same chance, so the difference of two scenarios is taken
replication by replication (paired): its interval is far smaller than those of the two means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allocator.scenarios.intervals import Interval, interval, paired

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Value:
    """A measure of a scenario, for a group: over all replications in which it is known."""

    scenario: str
    measure: str
    group: str
    value: Interval


@dataclass(frozen=True)
class Difference:
    """How much a measure of a scenario is above that of the base, replication by replication."""

    scenario: str
    measure: str
    group: str
    difference: Interval


@dataclass(frozen=True)
class Gains:
    """Who is housed sooner or later than in the base: households per replication.

    Only those who are in both: who comes in one of the two only gains or loses nothing.
    ``weeks_won`` and ``weeks_lost`` are person-weeks.
    """

    scenario: str
    sooner: Interval
    later: Interval
    alike: Interval
    weeks_won: Interval
    weeks_lost: Interval


@dataclass(frozen=True)
class Comparison:
    """All scenarios; the first is the base.  ``replications`` is how often each was run."""

    scenarios: tuple[str, ...]
    replications: int
    values: tuple[Value, ...]
    differences: tuple[Difference, ...]
    gains: tuple[Gains, ...]

    @property
    def base(self) -> str:
        """The scenario that the others are compared with."""
        return self.scenarios[0]

    def value(self, scenario: str, measure: str, group: str = "all") -> Interval | None:
        """Return a measure, ``None`` where it is not known."""
        for found in self.values:
            if (found.scenario, found.measure, found.group) == (scenario, measure, group):
                return found.value
        return None

    def difference(self, scenario: str, measure: str, group: str = "all") -> Interval | None:
        """Return the difference of a measure from the base, ``None`` where it is not known."""
        for found in self.differences:
            if (found.scenario, found.measure, found.group) == (scenario, measure, group):
                return found.difference
        return None


def compare(
    figures: pd.DataFrame, outcomes: pd.DataFrame, scenarios: tuple[str, ...]
) -> Comparison:
    """Compare scenarios by what their replications came to.

    Parameters
    ----------
    figures
        Columns scenario, replication, measure, group, value.
    outcomes
        Columns scenario, replication, household, persons, week, waited.
    scenarios
        In the order in which they are shown; the first is the base.
    """
    replications = int(figures["replication"].nunique())
    return Comparison(
        scenarios=scenarios,
        replications=replications,
        values=tuple(_values(figures, scenarios)),
        differences=tuple(_differences(figures, scenarios)),
        gains=tuple(_gains(outcomes, scenarios)),
    )


def _values(figures: pd.DataFrame, scenarios: tuple[str, ...]) -> Iterator[Value]:
    for scenario in scenarios:
        mine = figures[(figures["scenario"] == scenario) & figures["value"].notna()]
        for (measure, group), rows in mine.groupby(["measure", "group"], sort=False):
            values = rows.sort_values("replication")["value"].tolist()
            yield Value(scenario, str(measure), str(group), interval(values))


def _differences(figures: pd.DataFrame, scenarios: tuple[str, ...]) -> Iterator[Difference]:
    keys = ["replication", "measure", "group"]
    known = figures[figures["value"].notna()]
    base = known[known["scenario"] == scenarios[0]]
    for scenario in scenarios[1:]:
        mine = known[known["scenario"] == scenario]
        both = mine.merge(base, on=keys, suffixes=("", "_base"))
        for (measure, group), rows in both.groupby(["measure", "group"], sort=False):
            inside = rows.sort_values("replication")
            found = paired(inside["value"].tolist(), inside["value_base"].tolist())
            yield Difference(scenario, str(measure), str(group), found)


def _gains(outcomes: pd.DataFrame, scenarios: tuple[str, ...]) -> Iterator[Gains]:
    keys = ["replication", "household"]
    base = outcomes[outcomes["scenario"] == scenarios[0]]
    for scenario in scenarios[1:]:
        mine = outcomes[outcomes["scenario"] == scenario]
        both = mine.merge(base, on=keys, suffixes=("", "_base"))
        if both.empty:
            continue
        both["longer"] = both["waited"] - both["waited_base"]
        both["weeks"] = both["longer"] * both["persons_base"]
        runs = [rows for _, rows in both.groupby("replication", sort=True)]
        yield Gains(
            scenario=scenario,
            sooner=interval([float((rows["longer"] < 0).sum()) for rows in runs]),
            later=interval([float((rows["longer"] > 0).sum()) for rows in runs]),
            alike=interval([float((rows["longer"] == 0).sum()) for rows in runs]),
            weeks_won=interval([float(-rows["weeks"].clip(upper=0).sum()) for rows in runs]),
            weeks_lost=interval([float(rows["weeks"].clip(lower=0).sum()) for rows in runs]),
        )
