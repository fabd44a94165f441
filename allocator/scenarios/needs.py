"""Which homes are scarce, and for whom: what only such a home has, and how many are to need it.

Said of homes, and counted over the samples of the coming weeks; never said of one household.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from allocator.domain.choices import Sharing, Support, TargetGroup
from allocator.domain.future import Future
from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules import facts
from allocator.scenarios.coming import Coming

Needs = Callable[[Household, Home], bool]


@dataclass(frozen=True)
class Expected:
    """Of a home: the need that it meets, and how many households and homes of that are to come."""

    need: str
    households: int
    homes: int


def need_of(home: Home) -> str:
    """Return what a home has that few others have; where there is nothing, its size."""
    if home.wheelchair:
        return "adapted"
    if home.target_group is not TargetGroup.ANY:
        return home.target_group.value
    if home.support is Support.INTENSIVE:
        return "supported"
    if home.sharing is not Sharing.NONE:
        return "shared"
    return f"persons {home.min_persons}-{home.max_persons}"


def _adapted(household: Household, home: Home) -> bool:
    return facts.needs_wheelchair(household.persons) or facts.needs_step_free(household.persons)


def _in_group(household: Household, home: Home) -> bool:
    head = facts.head(household)
    years = facts.age(head, household.koppeldatum or head.birth_date)
    limits = {
        TargetGroup.EX_AMV: head.ex_amv and years < 23,
        TargetGroup.UNDER_23: years < 23,
        TargetGroup.UNDER_28: years < 28,
        TargetGroup.OVER_55: years >= 55,
    }
    return limits.get(home.target_group, False)


def _of_size(household: Household, home: Home) -> bool:
    return home.min_persons <= len(household.persons) <= home.max_persons


def _needs(home: Home) -> Needs:
    if home.wheelchair:
        return _adapted
    if home.target_group is not TargetGroup.ANY:
        return _in_group
    if home.support is Support.INTENSIVE:
        return lambda household, _: household.support is Support.INTENSIVE
    return _of_size


def expected(
    instance: Instance, future: Future, samples: Sequence[Coming]
) -> Mapping[str, Expected]:
    """Return for each home what is to come, on average over the samples, rounded."""
    found: dict[str, Expected] = {}
    known: dict[str, tuple[int, int]] = {}
    for home in instance.homes:
        need = need_of(home)
        if need not in known:
            known[need] = (
                _mean(sum(_count(week, home) for week in one.households) for one in samples),
                _mean(sum(_alike(week, need) for week in one.homes) for one in samples),
            )
        found[str(home.id)] = Expected(need, *known[need])
    return found


def _count(households: Iterable[Household], home: Home) -> int:
    needs = _needs(home)
    return sum(needs(household, home) for household in households)


def _alike(homes: Iterable[Home], need: str) -> int:
    return sum(need_of(home) == need for home in homes)


def _mean(counts: Iterable[int]) -> int:
    every = list(counts)
    return round(sum(every) / len(every)) if every else 0
