"""Cases for the mutants of ``allocator.rules``: what the checker says of many instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain.instance import Instance
from tests.brute_force import best_plan
from tests.mutation.by_check import Check, Pair
from tests.mutation.handmade import HANDMADE
from tests.random_instances import small_instance


@dataclass(frozen=True)
class Case:
    """An instance, plans for it, and what must be said of them."""

    name: str
    instance: Instance
    plans: tuple[tuple[Pair, ...], ...]
    expected: dict[str, object]


def case_of(name: str, instance: Instance) -> Case:
    """Work a case out with the checker."""
    check = Check(instance)
    plans: tuple[tuple[Pair, ...], ...] = ()
    if not check.conflicts():
        plans = (
            best_plan(instance) or (),
            tuple(check.plain_comparison()),
            tuple(check.case.locks.items()),
        )
    return Case(name, instance, plans, check.said(plans))


# Those that noticed a mutant that most others left alone come before these.
TELLING = (0, 1, 3, 2, 10, 11, 53, 4, 39, 22)
NAMES = (
    *(f"handmade {name}" for name in HANDMADE),
    *(f"random {seed}" for seed in dict.fromkeys((*TELLING, *range(80)))),
    *(f"contradicting {seed}" for seed in range(40)),
)


def prepare(name: str) -> Case:
    """Make a case by its name."""
    kind, _, which = name.partition(" ")
    if kind == "handmade":
        return case_of(name, HANDMADE[which]())
    return case_of(name, small_instance(int(which), contradicting=kind == "contradicting"))


class Battery:
    """Random instances, and a few made by hand for what those leave open."""

    users = (
        "allocator.rules",
        "allocator.formulate",
        "allocator.explain",
        "tests.mutation.by_rules",
    )

    def __init__(self, prepared: Sequence[Case]) -> None:
        self._cases = prepared

    def cases(self, module: str) -> Sequence[Case]:
        if module != "allocator.rules.conflict":
            return self._cases
        return sorted(self._cases, key=lambda case: not case.expected["conflict"])

    def warm(self) -> None:
        """Have tables read and packages made ready, once for all processes.

        With an instance of its own: nothing that a mutant changes may be known of a case.
        """
        made = next(iter(HANDMADE.values()))()
        self.notice(case_of("to be warm", made))

    def notice(self, case: Case) -> str | None:
        from tests.mutation.by_rules import Rules

        for what, said in Rules(case.instance).said(case.plans):
            right = case.expected[what]
            if said != right if what != "conflict" else not _is_smallest(said, right):
                return f"{case.name}: {what}"
        return None


def _is_smallest(said: object, all_smallest: Sequence[object]) -> bool:
    """Whether a conflict is one of the smallest, or there is none."""
    return said in all_smallest if all_smallest else said is None
