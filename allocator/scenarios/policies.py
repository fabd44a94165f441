"""Who makes the proposals of a week: the matching round, or what it is compared with."""

from __future__ import annotations

from typing import Literal, get_args

from allocator.domain.future import Future
from allocator.domain.instance import Instance
from allocator.formulate import lay_out
from allocator.interpret import named
from allocator.matching import plain_comparison
from allocator.scenarios.simulating import Drawn, Round, by_matching

PolicyName = Literal["matching", "longest-waiting-first"]
POLICIES: tuple[PolicyName, ...] = get_args(PolicyName)


def policy(name: PolicyName, future: Future, seed: int, replication: int) -> Round:
    """Return what proposes, by name."""
    del future, seed, replication
    return by_matching if name == "matching" else by_waiting


def by_waiting(instance: Instance, week: int) -> Drawn:
    """Propose what the plain comparison does: who waits longest chooses first (rules.md 1.5)."""
    case = lay_out(instance)
    return Drawn(named(case, *plain_comparison(case)), proven=True)
