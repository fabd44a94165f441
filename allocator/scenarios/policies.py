"""Who makes the proposals of a week: the matching round, or what it is compared with."""

from __future__ import annotations

from typing import Literal, get_args

from allocator.domain.future import Future
from allocator.domain.instance import Instance
from allocator.formulate import lay_out
from allocator.interpret import named
from allocator.matching import Settings, plain_comparison
from allocator.scenarios.ahead import LookAhead, match_ahead
from allocator.scenarios.simulating import Drawn, Round, by_matching, drawn

PolicyName = Literal["matching", "look-ahead", "longest-waiting-first"]
POLICIES: tuple[PolicyName, ...] = get_args(PolicyName)
LOOK_WEEKS = 26


def policy(
    name: PolicyName, instance: Instance, future: Future, seed: int, replication: int
) -> Round:
    """Return what proposes in the weeks after an instance, by name."""
    if name == "matching":
        return by_matching
    if name == "longest-waiting-first":
        return by_waiting
    return by_looking_ahead(instance, future, seed, replication)


def by_waiting(instance: Instance, week: int) -> Drawn:
    """Propose what the plain comparison does: who waits longest chooses first (rules.md 1.5)."""
    case = lay_out(instance)
    return Drawn(named(case, *plain_comparison(case)), proven=True)


def by_looking_ahead(start: Instance, future: Future, seed: int, replication: int) -> Round:
    """Return the matching round that looks ahead, to the end of the future but no further.

    It knows what is expected, and nothing of what comes: its samples are others.  They are like
    the ``start``, as what comes is.
    """

    def propose(instance: Instance, week: int) -> Drawn:
        weeks = min(LOOK_WEEKS, future.weeks - week)
        look = LookAhead(
            future.model_copy(update={"weeks": weeks}),
            seed=seed,
            name=f"ahead {replication} {week}",
            like=start,
        )
        if weeks < 2:  # there is nothing ahead
            return by_matching(instance, week)
        return drawn(match_ahead(instance, Settings(threads=1), look))

    return propose
