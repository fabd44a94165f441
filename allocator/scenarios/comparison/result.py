"""What there is to tell of a comparison: the scenarios, what they came to, and how it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.instance import Instance, Taakstelling
from allocator.reading.scenario import ScenarioReading
from allocator.scenarios.comparing import Comparison
from allocator.scenarios.policies import PolicyName
from allocator.scenarios.rates import DAYS


@dataclass(frozen=True)
class Result:
    """Scenarios that were compared; the first is the base.

    ``found`` holds nothing of small groups (:mod:`allocator.scenarios.comparison.merging`).
    """

    readings: tuple[ScenarioReading, ...]
    found: Comparison
    seed: int
    policy: PolicyName

    @property
    def instance(self) -> Instance:
        """The instance as it was."""
        return self.readings[0].base

    @property
    def weeks(self) -> int:
        """How many weeks each was run."""
        return self.readings[0].scenario.future.weeks

    @property
    def last_day(self) -> date:
        """The day of the last round."""
        return self.instance.peildatum + timedelta(days=DAYS * (self.weeks - 1))

    @property
    def others(self) -> tuple[ScenarioReading, ...]:
        """All but the base."""
        return self.readings[1:]

    def tasks(self, reading: ScenarioReading) -> tuple[Taakstelling, ...]:
        """Return the half-years of the taakstelling in which there are rounds, in order."""
        first = self.instance.peildatum
        return tuple(
            task
            for task in sorted(reading.instance.taakstelling, key=lambda task: task.from_on)
            if task.from_on <= self.last_day and task.until >= first
        )


def to_do(task: Taakstelling) -> int:
    """Return the persons that are to be housed in a half-year, at the start."""
    return task.persons + task.backlog_persons - task.realised_persons
