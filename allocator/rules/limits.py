"""What a plan must respect besides the pair rules (rules.md 1.2), and the fair shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from allocator.domain.choices import DecisionKind, Support
from allocator.domain.instance import Instance
from allocator.rules.arrays import IntArray, code
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.measures import counted_persons
from allocator.rules.pairs import positions

Kind = Literal["draagkracht", "complex", "supported", "corporatie", "guidance"]


@dataclass(frozen=True)
class Limit:
    """A capacity over some homes: the weights of households placed there stay within it.

    Parameters
    ----------
    kind, subject
        What is limited, and the code or id of the wijk, complex or corporatie.
    homes
        Positions of the homes, in order, shape ``(N,)``.
    weight
        What each household uses, shape ``(H,)``; persons or households.
    capacity
        In the same unit, at least 0.
    """

    kind: Kind
    subject: str
    homes: IntArray
    weight: IntArray
    capacity: int

    @property
    def name(self) -> str:
        """``draagkracht:hatert``; of guidance just ``guidance``."""
        return f"{self.kind}:{self.subject}" if self.subject else self.kind


@dataclass(frozen=True)
class Share:
    """A wijk's fair share: persons placed there above ``base`` are above its share.

    Parameters
    ----------
    wijk
        Code of the wijk.
    homes
        Positions of the homes in it and within it, shape ``(N,)``.
    weight
        Counted persons of each household, shape ``(H,)``.
    base
        Persons that still fit in the share; negative when it starts above it.
    """

    wijk: str
    homes: IntArray
    weight: IntArray
    base: int


def limits(
    instance: Instance, h: HouseholdColumns, p: HomeColumns, c: Context
) -> tuple[Limit, ...]:
    """Return the limits that some home falls under, in a fixed order.

    By kind (draagkracht, complex, supported, corporatie, guidance), then by id.
    """
    every = [
        *_draagkracht(instance, h, p, c),
        *_complexes(instance, h, p, c),
        *_supported(instance, h, p),
        *_corporaties(instance, h, p),
        *_guidance(h, p, c),
    ]
    return tuple(limit for limit in every if limit.homes.size)


def shares(
    instance: Instance, h: HouseholdColumns, p: HomeColumns, c: Context
) -> tuple[Share, ...]:
    """Return the fair shares in order of wijk, also of wijken without homes."""
    weight = counted_persons(h, c)
    return tuple(
        Share(
            wijk.code,
            _homes_in(wijk.code, p, c),
            weight,
            wijk.fair_share_persons - wijk.placed_persons,
        )
        for wijk in sorted(instance.wijken, key=lambda wijk: wijk.code)
        if wijk.fair_share_persons is not None
    )


def locks(instance: Instance, h: HouseholdColumns, p: HomeColumns) -> tuple[IntArray, IntArray]:
    """Return the positions of households and homes that are locked together, in order."""
    pairs = sorted(
        (d.household, d.home) for d in instance.decisions if d.decision is DecisionKind.LOCK
    )
    household, home, _ = positions(pairs, h, p)
    return household, home


def previous(instance: Instance, h: HouseholdColumns, p: HomeColumns) -> tuple[IntArray, IntArray]:
    """Return the positions of households and their previous homes, in order."""
    household, home, _ = positions(sorted((x.household, x.home) for x in instance.previous), h, p)
    return household, home


def _homes_in(wijk: str, p: HomeColumns, c: Context) -> IntArray:
    """Return the homes in a wijk and within it."""
    return np.flatnonzero(c.within[p.wijk, c.wijken.index(wijk)])


def _draagkracht(
    instance: Instance, h: HouseholdColumns, p: HomeColumns, c: Context
) -> Iterator[Limit]:
    """Yield the limits of wijken, in counted persons."""
    weight = counted_persons(h, c)
    for wijk in sorted(instance.wijken, key=lambda wijk: wijk.code):
        if wijk.draagkracht_persons is not None:
            left = max(0, wijk.draagkracht_persons - wijk.placed_persons)
            yield Limit("draagkracht", wijk.code, _homes_in(wijk.code, p, c), weight, left)


def _complexes(
    instance: Instance, h: HouseholdColumns, p: HomeColumns, c: Context
) -> Iterator[Limit]:
    """Yield the limits of complexes, in counted persons."""
    weight = counted_persons(h, c)
    for one in sorted(instance.complexes, key=lambda one: one.id):
        if one.max_persons is not None:
            left = max(0, one.max_persons - one.placed_persons)
            yield Limit("complex", one.id, np.flatnonzero(p.complex == one.id), weight, left)


def _supported(instance: Instance, h: HouseholdColumns, p: HomeColumns) -> Iterator[Limit]:
    """Yield the limits of complexes on households with support."""
    weight = (h.support != code(Support.NONE)).astype(np.int64)
    for one in sorted(instance.complexes, key=lambda one: one.id):
        if one.max_supported is not None:
            left = max(0, one.max_supported - one.placed_supported)
            yield Limit("supported", one.id, np.flatnonzero(p.complex == one.id), weight, left)


def _corporaties(instance: Instance, h: HouseholdColumns, p: HomeColumns) -> Iterator[Limit]:
    """Yield the limits of corporaties, in households."""
    weight = np.ones(len(h), dtype=np.int64)
    for one in sorted(instance.corporaties, key=lambda one: one.id):
        if one.max_placements is not None:
            homes = np.flatnonzero(p.corporatie == one.id)
            yield Limit("corporatie", one.id, homes, weight, one.max_placements)


def _guidance(h: HouseholdColumns, p: HomeColumns, c: Context) -> Iterator[Limit]:
    """Yield the limit on all placements together, in households."""
    if c.policy.max_placements is not None:
        weight = np.ones(len(h), dtype=np.int64)
        yield Limit("guidance", "", np.arange(len(p)), weight, c.policy.max_placements)
