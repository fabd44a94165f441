"""Waiting times: of who waits now and of who was placed, in time and per group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from allocator.figures.groups import Trait, in_order
from allocator.figures.merging import Block, Category
from allocator.rounds.dashboard.people import People
from allocator.rounds.dashboard.period import Period
from allocator.rounds.dashboard.sight import Sight
from allocator.rounds.dashboard.waited import BY, Waited, placed_in, still_waiting
from allocator.rounds.dashboard.waits import Waits, over_and_within, waits
from allocator.rounds.since import Since


@dataclass(frozen=True)
class MonthWaits:
    """Who was placed in one month, or in several that were merged; first days of months."""

    first: date
    last: date
    waits: Waits


@dataclass(frozen=True)
class GroupWaits:
    """Households of some categories of a trait."""

    categories: tuple[str, ...]
    waits: Waits


@dataclass(frozen=True)
class GroupTable:
    """How long the groups by one trait wait, or waited until they were placed."""

    trait: str
    who: Literal["waiting", "placed"]
    rows: tuple[GroupWaits, ...]


@dataclass(frozen=True)
class Waiting:
    """Waiting times in weeks; ``term`` is how many there may be.

    ``unknown`` leases are of households of which the koppeldatum is not known any more.
    """

    term: int
    now: Waits
    placed: Waits
    months: tuple[MonthWaits, ...]
    groups: tuple[GroupTable, ...]
    unknown: int


def waiting(signed: Since, there: People, period: Period, term: int, sight: Sight) -> Waiting:
    """Return the waiting times as of the last day of a period, and of who was placed in it."""
    now = still_waiting(signed, there, period.last)
    placed, unknown = placed_in(signed, period)
    return Waiting(
        term,
        waits([one.weeks for one in now], term, sight),
        waits([one.weeks for one in placed], term, sight),
        months_of(placed, period, term, sight),
        (*groups_of("waiting", now, term, sight), *groups_of("placed", placed, term, sight)),
        unknown,
    )


def months_of(
    placed: Sequence[Waited], period: Period, term: int, sight: Sight
) -> tuple[MonthWaits, ...]:
    """Return who was placed in each month; months are merged where few were."""
    weeks = {month: [one.weeks for one in placed if one.month == month] for month in period.months}
    names = {month.isoformat(): month for month in weeks}
    blocks = sight.blocks(
        [Category(name, over_and_within(weeks[month], term)) for name, month in names.items()]
    )
    return tuple(
        MonthWaits(
            names[block.categories[0]],
            names[block.categories[-1]],
            waits([w for name in block.categories for w in weeks[names[name]]], term, sight),
        )
        for block in blocks
    )


def groups_of(
    who: Literal["waiting", "placed"], households: Iterable[Waited], term: int, sight: Sight
) -> tuple[GroupTable, ...]:
    """Return how long each group waits; merged for everybody, as in the report of a plan."""
    every = list(households)
    return tuple(
        GroupTable(who=who, trait=trait.name, rows=_rows(trait, i, every, term, sight))
        for i, trait in enumerate(BY)
    )


def _rows(
    trait: Trait, i: int, households: Sequence[Waited], term: int, sight: Sight
) -> tuple[GroupWaits, ...]:
    weeks: Mapping[str | None, list[int]] = defaultdict(list)
    for one in households:
        weeks[one.categories[i]].append(one.weeks)
    guarded = Sight(exact=False)
    blocks: tuple[Block, ...] = in_order(
        guarded.blocks(
            [Category(n, over_and_within(weeks[n], term)) for n in trait.categories[::-1]]
        )
    )
    return tuple(
        GroupWaits(
            block.categories,
            waits([w for name in block.categories for w in weeks[name]], term, guarded),
        )
        for block in blocks
    )
