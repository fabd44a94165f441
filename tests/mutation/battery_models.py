"""Cases for the mutants of ``models``: brute force, the backends and the checker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain.instance import Instance
from tests.brute_force import best
from tests.mutation.problems import Data, draw
from tests.random_instances import small_instance

NAMES = (*(f"problem {seed}" for seed in range(60)), *(f"random {seed}" for seed in range(40)))


@dataclass(frozen=True)
class Case:
    """A problem; or an instance with the best value of each tier."""

    name: str
    problem: Data | None = None
    instance: Instance | None = None
    expected: dict[str, int] | None = None


def prepare(name: str) -> Case:
    """Make a case by its name; of a problem without a plan, the next that has one."""
    kind, _, which = name.partition(" ")
    if kind == "random":
        instance = small_instance(int(which))
        return Case(name, instance=instance, expected=best(instance))
    from tests.models import build, plain

    number = int(which)
    while True:
        data = draw(number)
        problem = build.problem(
            data.pairs,
            data.units,
            kind=data.kind,
            one_kind=data.one_kind,
            limits=data.limits,
            forced=data.forced,
        )
        if next(plain.plans(problem), None) is not None:
            return Case(name, problem=data)
        number += 1000


class Battery:
    """Problems whose plans are all known, then instances for the checker."""

    users = (
        "models",
        "allocator.formulate",
        "allocator.matching",
        "allocator.interpret",
        "allocator.explain",
        "tests.models",
        "tests.mutation.by_models",
    )

    def __init__(self, prepared: Sequence[Case]) -> None:
        self._cases = prepared

    def cases(self, module: str) -> Sequence[Case]:
        return self._cases

    def notice(self, case: Case) -> str | None:
        wrong = _of_problem(case) if case.problem else _of_instance(case)
        return f"{case.name}: {wrong}" if wrong else None


def _of_problem(case: Case) -> str | None:
    from tests.mutation.by_models import Models

    return next(Models(case.problem).wrong(), None)


def _of_instance(case: Case) -> str | None:
    """Compare two backends with brute force and the checker."""
    from allocator.check import check_matching
    from allocator.matching import Settings, match

    for backend in ("highs", "cpsat"):
        plan = match(case.instance, Settings(backend=backend))
        if {t.name: t.best for t in plan.tiers if t.best is not None} != case.expected:
            return f"best values by {backend}"
        if plan.status != "optimal":
            return f"proof by {backend}"
        verdict = check_matching(case.instance, [(r.household, r.home) for r in plan.proposals])
        if verdict.violations:
            return f"plan by {backend}"
        if verdict.tier_values != {t.name: t.value for t in plan.tiers}:
            return f"values by {backend}"
    return None
