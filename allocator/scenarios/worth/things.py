"""What there may be more of, and what that is worth in a draw and over all draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from allocator.domain.home import Home
from allocator.domain.instance import Instance
from allocator.scenarios.intervals import Interval, interval

PERSONS = 10
"""Persons of draagkracht that are tried."""


class Thing(StrEnum):
    """What there may be more of."""

    HOME = "home"
    DRAAGKRACHT = "draagkracht"
    CORPORATIE = "corporatie"
    EARLIER = "earlier"
    LATER = "later"
    SITE_EARLIER = "site_earlier"
    SITE_LATER = "site_later"


OF_SITES = (Thing.SITE_EARLIER, Thing.SITE_LATER)
"""What is asked of relocation plans, not of the rounds."""


@dataclass(frozen=True)
class Item:
    """One more of something: ``amount`` units, persons, placements per round, or months."""

    thing: Thing
    id: str
    amount: int


@dataclass(frozen=True)
class Value:
    """What an item is worth in one draw, in person-weeks.

    ``estimate`` is by the duals, ``None`` where they say nothing of it; ``value`` the difference
    of two solves, exact when ``proven``.
    """

    item: Item
    estimate: float | None
    value: int | Fraction
    proven: bool


@dataclass(frozen=True)
class ItemWorth:
    """What an item is worth over all draws: the mean, and its interval."""

    item: Item
    estimate: float | None
    value: Interval
    proven: bool


def items(instance: Instance) -> list[Item]:
    """Return all that there may be more of in the rounds, in a fixed order.

    A home of each type: the first by id stands for those that are alike in all that rules look at
    but the wijk, the area and the rent.
    """
    found = [Item(Thing.HOME, str(home.id), 1) for home in first_of_each_type(instance)]
    found += [
        Item(Thing.DRAAGKRACHT, str(wijk.code), PERSONS)
        for wijk in instance.wijken
        if wijk.draagkracht_persons is not None
    ]
    found += [
        Item(Thing.CORPORATIE, str(one.id), 1)
        for one in instance.corporaties
        if one.max_placements is not None
    ]
    for one in instance.complexes:
        homes = [home for home in instance.homes if home.complex == one.id]
        if any(home.available_from > instance.peildatum for home in homes):
            found.append(Item(Thing.EARLIER, str(one.id), 1))
            found.append(Item(Thing.LATER, str(one.id), 1))
    return found


def first_of_each_type(instance: Instance) -> list[Home]:
    """Return one home of each type, the first by id."""
    seen: dict[tuple[object, ...], Home] = {}
    for home in sorted(instance.homes, key=lambda home: home.id):
        seen.setdefault(type_of(home), home)
    return list(seen.values())


def type_of(home: Home) -> tuple[object, ...]:
    """Return what makes homes alike."""
    return (
        *(home.kind, home.bedrooms, home.min_persons, home.max_persons, home.sharing),
        *(home.step_free, home.wheelchair, home.safe_place, home.support, home.target_group),
        home.available_until is None,
    )


def worth_over(draws: Sequence[Sequence[Value]]) -> tuple[ItemWorth, ...]:
    """Return what each item is worth over all draws; each draw has the same items, in order."""
    found = []
    for values in zip(*draws, strict=True):
        estimates = [v.estimate for v in values if v.estimate is not None]
        found.append(
            ItemWorth(
                item=values[0].item,
                estimate=float(np.mean(estimates)) if estimates else None,
                value=interval([float(v.value) for v in values]),
                proven=all(v.proven for v in values),
            )
        )
    return tuple(found)
