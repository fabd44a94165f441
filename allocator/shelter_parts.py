"""Parts of the shelter that have nothing to do with each other, and their plans as one.

A household and a site belong together where the site lies in (or within) the area the household is
linked to, the household lives there, or a decision names both; households with the same
``keep_with`` belong together, and so do the sites of a wijk that has a limit, or a fair share, for
shelter.  What is not connected, not even by others between, shares no rule and no tier: the best
plan of the whole is the best plan of each part, and values and bounds add up.  A tier that may end
worse than its best (tolerance, slack) ties all together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from allocator.domain.choices import Group
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from allocator.domain.site import Site
from allocator.domain.wijk import Wijk
from allocator.plan import TierResult
from allocator.rules.shelter.months import Months
from allocator.shelter_plan import ExtraRooms, Missing, RelocationPlan

Node = tuple[str, str]
Row = TypeVar("Row")

ANYWHERE: Node = ("anywhere", "")
"""Where a household may be that is linked to no area."""


def parts_of(instance: Instance) -> tuple[Instance, ...]:
    """Return the parts, in order of their first households; one where all belongs together.

    Each has households, sites and all wijken.  Sites where nobody can be, and households with
    no site to be in, are in the first.
    """
    months = Months.of(instance)
    present = [
        household
        for household in instance.households
        if household.group is Group.ONTHEEMDE and months.present(household)
    ]
    label = _labels(_edges(instance, present))
    with_sites = {label[_site(site.id)] for site in instance.sites}
    lived_in = dict.fromkeys(label[_household(household.id)] for household in present)
    full = [i for i in lived_in if i in with_sites]
    if len(full) < 2 or _tied(instance.policy):
        return (instance,)
    part = {i: k for k, i in enumerate(full)}

    def split(rows: Iterable[Row], node: Callable[[Row], Node]) -> list[list[Row]]:
        found: list[list[Row]] = [[] for _ in full]
        for row in rows:
            found[part.get(label[node(row)], 0)].append(row)
        return found

    known = {household.id for household in present}
    decided = [row for row in instance.site_decisions if row.household in known]
    each = zip(
        split(present, lambda household: _household(household.id)),
        split(instance.sites, lambda site: _site(site.id)),
        split(instance.rooms, lambda room: _site(room.site)),
        split(decided, lambda row: _site(row.site)),
        strict=True,
    )
    return tuple(
        instance.model_copy(
            update={
                "households": tuple(households),
                "sites": tuple(sites),
                "rooms": tuple(rooms),
                "site_decisions": tuple(decisions),
                **dict.fromkeys(("homes", "corporaties", "complexes"), ()),
                **dict.fromkeys(("decisions", "points", "previous"), ()),
            }
        )
        for households, sites, rooms, decisions in each
    )


def joined(instance: Instance, plans: Sequence[RelocationPlan]) -> RelocationPlan:
    """Return the plan of an instance from those of its parts.

    What is not added up is that of the first: what does not differ, and what the caller knows of
    the whole (households, persons, seconds, slips, the digest).
    """
    order = {str(household.id): i for i, household in enumerate(instance.households)}
    places = {str(site.id): i for i, site in enumerate(instance.sites)}
    bounds = [plan.room_changes_bound for plan in plans]
    announced = [row for plan in plans for row in plan.announced or ()]

    def rows(own: Callable[[RelocationPlan], Iterable[Row]], at: Callable[[Row], int]) -> list[Row]:
        # Rows of one household (site) come from one part, in order.
        return sorted((row for plan in plans for row in own(plan)), key=at)

    return replace(
        plans[0],
        stays=tuple(rows(lambda plan: plan.stays, lambda row: order[row.household])),
        moves=tuple(rows(lambda plan: plan.moves, lambda row: order[row.household])),
        occupancy=tuple(rows(lambda plan: plan.occupancy, lambda row: places[row.site])),
        shortages=tuple(rows(lambda plan: plan.shortages, lambda row: order[row.household])),
        missing=tuple(_missing(plans)),
        tiers=tuple(_added(results) for results in zip(*(p.tiers for p in plans), strict=True)),
        room_changes=sum(plan.room_changes for plan in plans),
        room_changes_bound=None if None in bounds else sum(b for b in bounds if b is not None),
        deviations=sum(plan.deviations for plan in plans),
        announced=None
        if plans[0].announced is None
        else tuple(sorted(announced, key=lambda row: order[row.household])),
    )


def _labels(edges: Iterable[tuple[Node, Node]]) -> dict[Node, int]:
    """Return for each node a number that it shares with those it is connected to."""
    number: dict[Node, int] = {}
    ends = [[number.setdefault(node, len(number)) for node in edge] for edge in edges]
    one, other = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    graph = sparse.coo_array((np.ones(one.size), (one, other)), shape=(len(number),) * 2)
    _, found = connected_components(graph, directed=False)
    return dict(zip(number, found.tolist(), strict=True))


def _edges(instance: Instance, present: Sequence[Household]) -> Iterator[tuple[Node, Node]]:
    """Yield what connects households, sites, areas and those who keep together."""
    wijken = {str(wijk.code): wijk for wijk in instance.wijken}
    linked = {household.koppeling for household in present}
    for site in instance.sites:
        yield _site(site.id), _site(site.id)
        if None in linked:
            yield _site(site.id), ANYWHERE
        for wijk in _around(site, wijken):
            if wijk.code in linked or _counts_shelter(wijk):
                yield _site(site.id), ("wijk", wijk.code)
    for household in present:
        own = _household(household.id)
        yield own, ANYWHERE if household.koppeling is None else ("wijk", household.koppeling)
        if household.current_site:
            yield own, _site(household.current_site)
        if household.keep_with:
            yield own, ("keep", household.keep_with)
    known = {household.id for household in present}
    for row in instance.site_decisions:
        if row.household in known:
            yield _household(row.household), _site(row.site)


def _around(site: Site, wijken: Mapping[str, Wijk]) -> Iterator[Wijk]:
    """Yield the wijk of a site, and those it lies within."""
    code: str | None = site.wijk
    while code is not None:
        yield wijken[code]
        code = wijken[code].within


def _counts_shelter(wijk: Wijk) -> bool:
    """Whether who is sheltered in a wijk is limited, or compared with a fair share."""
    return wijk.shelter_persons_max is not None or wijk.shelter_fair_share_persons is not None


def _household(name: str) -> Node:
    return "household", name


def _site(name: str) -> Node:
    return "site", name


def _tied(policy: Policy) -> bool:
    """Whether a tier may end worse than its best: then parts share what it gives up."""
    return any(
        policy.tolerance.get(name) or policy.slack.get(name) for name in policy.tiers.relocation
    )


def _added(results: Sequence[TierResult]) -> TierResult:
    """Return a tier of the whole; what is not optimised has no bound."""
    first = results[0]
    if first.best is None:
        return replace(first, value=sum(one.value for one in results))
    return replace(
        first,
        value=sum(one.value for one in results),
        best=sum(one.best or 0 for one in results),
        bound=sum(one.bound or 0 for one in results),
        optimal=all(one.optimal for one in results),
    )


def _missing(plans: Sequence[RelocationPlan]) -> Iterator[Missing]:
    """Yield what is missing in each month, in all parts together."""
    by_month: dict[str, list[Missing]] = {}
    for plan in plans:
        for one in plan.missing:
            by_month.setdefault(one.month, []).append(one)
    for month in sorted(by_month):
        every = by_month[month]
        rooms = Counter[tuple[int, bool]]()
        for one in every:
            for room in one.rooms:
                rooms[room.beds, room.wheelchair] += room.number
        yield Missing(
            month=month,
            households=sum(one.households for one in every),
            persons=sum(one.persons for one in every),
            full=sum(one.full for one in every),
            rooms=tuple(ExtraRooms(*kind, number) for kind, number in sorted(rooms.items())),
            over_limits=sum(one.over_limits for one in every),
            proven=all(one.proven for one in every),
        )
