"""One replication of one scenario: from what it is to what came of it, in numbers only.

A task holds all that it takes, so that it can be done by any process on any machine, with the same
numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.future import Future
from allocator.domain.instance import Instance
from allocator.scenarios.chances import Chances
from allocator.scenarios.measures import Figure, Outcome, figures, outcomes, shelter_figures
from allocator.scenarios.policies import PolicyName, policy
from allocator.scenarios.rates import months_of
from allocator.scenarios.sheltering import shelter_months
from allocator.scenarios.simulating import simulate

__all__ = ["Figure", "Outcome", "Replication", "Task", "replicate"]


@dataclass(frozen=True)
class Task:
    """A replication to be done.

    ``seed`` and ``replication`` say how chance falls; ``policy`` who gets which home.
    """

    scenario: str
    instance: Instance
    future: Future
    seed: int
    replication: int
    policy: PolicyName = "matching"


@dataclass(frozen=True)
class Replication:
    """What came of it: figures by measure and group, and how long each household waited."""

    scenario: str
    replication: int
    figures: tuple[Figure, ...]
    outcomes: tuple[Outcome, ...]


def replicate(task: Task) -> Replication:
    """Let the weeks of a scenario happen once.

    Raises
    ------
    BadCall
        When something is expected of which the instance has nothing alike.
    NoPlan
        When locks and limits contradict each other.
    """
    propose = policy(task.policy, task.instance, task.future, task.seed, task.replication)
    happened = simulate(
        task.instance,
        task.future,
        seed=task.seed,
        replication=task.replication,
        propose=propose,
    )
    return Replication(
        scenario=task.scenario,
        replication=task.replication,
        figures=(*figures(task.instance, happened), *_shelter(task)),
        outcomes=outcomes(happened),
    )


def _shelter(task: Task) -> tuple[Figure, ...]:
    """Return the figures of the shelter, where it is planned."""
    if task.future.shelter.plan == "never" or not task.instance.sites:
        return ()
    chances = Chances(task.future, task.seed, task.replication)
    months = months_of(task.instance.peildatum, task.future.weeks)
    return shelter_figures(shelter_months(task.instance, chances, months))
