"""Homes, their owners and the complexes they stand in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from allocator.domain.base import ComplexId, CorporatieId, Frozen, HomeId, WijkCode
from allocator.domain.choices import HomeKind, Sharing, Support, TargetGroup


class Corporatie(Frozen):
    """A housing association or another owner; ``max_placements`` in households."""

    id: CorporatieId
    name: str
    max_placements: int | None = None


class Complex(Frozen):
    """Homes under one management; ``max_persons`` in persons, ``max_supported`` in households."""

    id: ComplexId
    name: str
    wijk: WijkCode
    max_persons: int | None = None
    placed_persons: int = 0
    max_supported: int | None = None
    placed_supported: int = 0


class Home(Frozen):
    """One row of homes: ``units`` identical homes, or the free rooms of a shared home."""

    id: HomeId
    corporatie: CorporatieId
    wijk: WijkCode
    complex: ComplexId | None = None
    kind: HomeKind
    bedrooms: int
    area_m2: Decimal | None = None
    min_persons: int = 1
    max_persons: int
    units: int = 1
    sharing: Sharing = Sharing.NONE
    step_free: bool = False
    wheelchair: bool = False
    safe_place: bool = False
    support: Support = Support.NONE
    target_group: TargetGroup = TargetGroup.ANY
    rent_eur: Decimal | None = None
    available_from: date
    available_until: date | None = None
    bag_id: str | None = None
