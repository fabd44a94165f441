"""The value of a plan in every tier of the matching round (rules.md 1.3), exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allocator.check.case import Case
from allocator.check.limits import Placement, loads
from allocator.check.measures import empty_places, fit_points, relocates
from allocator.check.pairs import Pairs
from allocator.check.ranking import Ranking
from allocator.check.scarcity import TIER as SCARCITY

SENSES = {
    "waiting": "max",
    "relocations": "min",
    "stability": "min",
    "fit": "max",
    "spread": "min",
    "occupancy": "min",
    "lottery": "max",
}


def tier_values(case: Case, pairs: Pairs, placements: Iterable[Placement]) -> dict[str, int]:
    """Return the value in every tier; stability only when there is a table ``previous``."""
    plan = tuple(placements)
    people = case.households
    values = {
        "waiting": sum(people[h].urgency for h, _ in plan),
        "relocations": sum(people[h].persons for h, w in plan if relocates(case, h, w)),
        "stability": _unstable(case, pairs, plan),
        "fit": sum(fit_points(case, h, w) for h, w in plan),
        "spread": _above_fair_share(case, plan),
        "occupancy": sum(empty_places(case, h, w) for h, w in plan),
        "lottery": sum(people[h].lottery for h, _ in plan),
    }
    if not case.instance.previous:
        del values["stability"]
    return values


def tiers_in_order(case: Case, *, ahead: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tiers that are optimised, in order, and those that are only reported.

    A plan that looks ahead has the tier ``scarcity`` directly after ``waiting``, or first.
    """
    known = [name for name in SENSES if name != "stability" or case.instance.previous]
    order = case.policy.tiers.matching
    optimised: tuple[str, ...] = tuple(name for name in order if name in known)
    if ahead:
        before = optimised[: 1 + optimised.index("waiting")] if "waiting" in optimised else ()
        optimised = (*before, SCARCITY, *optimised[len(before) :])
    return optimised, tuple(name for name in known if name not in order)


def ranking_of(case: Case, *, ahead: bool = False) -> Ranking:
    """Return the tiers of the matching round in order, with what they may lose."""
    optimised, reported = tiers_in_order(case, ahead=ahead)
    return Ranking({**SENSES, SCARCITY: "min"}, optimised, reported, case.policy)


def _unstable(case: Case, pairs: Pairs, plan: Sequence[Placement]) -> int:
    """Return the households not placed in a previous home that is still possible."""
    placed = set(plan)
    return sum(
        1
        for household, home in case.previous.items()
        if (household, home) not in placed and pairs.is_possible(household, home)
    )


def _above_fair_share(case: Case, plan: Sequence[Placement]) -> int:
    """Return the persons above the fair share, summed over wijken that have one."""
    new = loads(case, plan)
    return sum(
        max(0, wijk.placed_persons + new[f"draagkracht:{wijk.code}"] - wijk.fair_share_persons)
        for wijk in case.wijken.values()
        if wijk.fair_share_persons is not None
    )
