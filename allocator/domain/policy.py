"""The settings of the rules: what a city decides, apart from the case of today.

Every key has the default of rules.md.  The names are the keys of ``[policy]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from allocator.domain.base import Frozen

MATCHING_TIERS = (
    "waiting",
    "relocations",
    "stability",
    "fit",
    "spread",
    "occupancy",
    "lottery",
)
RELOCATION_TIERS = (
    "evictions",
    "vulnerable",
    "unsheltered",
    "displaced",
    "care",
    "safe",
    "moves",
    "repeat",
    "extension",
    "school",
    "together",
    "shelter_spread",
)

Natural = Annotated[int, Field(ge=0)]
NaturalDecimal = Annotated[Decimal, Field(ge=0)]


class FitPoints(Frozen):
    """Points of each part of the fit of a pair (rules.md 1.4)."""

    ties: int = 40
    nareis_room: int = 25
    nareis_transit: int = 20
    safe: int = 20
    group: int = 15
    support: int = 15
    exact: int = 10
    adapted: int = -30


class RentLimits(Frozen):
    """Rent limits in euro per month; ``None`` = the legal amount of the peildatum's year."""

    youth_age: Natural | None = None
    youth: NaturalDecimal | None = None
    small: NaturalDecimal | None = None
    large: NaturalDecimal | None = None


class TierOrder(Frozen):
    """Order of the tiers of each problem; one left out is only reported."""

    matching: tuple[str, ...] = MATCHING_TIERS
    relocation: tuple[str, ...] = RELOCATION_TIERS


class Policy(Frozen):
    """All settings of the rules.

    Days, weeks and months as the names say; ``m2_per_person`` in square metres;
    ``tolerance`` in percent per tier, ``slack`` in the tier's unit.
    """

    min_stay_days: Natural = 180
    documents: Literal["provisional", "required"] = "provisional"
    priority_mode: Literal["priority", "rooms_only", "equal"] = "priority"
    spare_bedrooms: Natural = 1
    m2_per_person: NaturalDecimal = Decimal(12)
    reserve_adapted_days: Natural = 28
    baby_age: Natural = 0
    share_age: Natural = 12
    couple_in_studio: bool = False
    rent_limits: RentLimits = RentLimits()
    count_nareis: bool = False
    max_placements: Natural | None = None
    overdue_factor: Natural = 2
    term_weeks: Natural = 10
    stay_days: Natural = 730
    fit: FitPoints = FitPoints()
    tiers: TierOrder = TierOrder()
    tolerance: Mapping[str, NaturalDecimal] = Field(default_factory=dict)
    slack: Mapping[str, Natural] = Field(default_factory=dict)
    grace_days: Natural = 3
    care_exclusive: bool = True
    care_strict: bool = False
    first_move_month: Natural = 1
    after_months: Natural = 3
    repeat_months: Natural = 6
