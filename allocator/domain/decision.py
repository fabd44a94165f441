"""What people decided or know of a household and a home."""

from __future__ import annotations

from datetime import date

from allocator.domain.base import Frozen, HomeId, HouseholdId, SiteId
from allocator.domain.choices import DecisionKind, SiteDecisionKind


class Decision(Frozen):
    """A lock or a refusal of an earlier round or a reviewer."""

    household: HouseholdId
    home: HomeId
    decision: DecisionKind
    decided_on: date | None = None
    reason: str = ""


class Points(Frozen):
    """What the team knows that no column says: added to the fit of the pair."""

    household: HouseholdId
    home: HomeId
    points: int
    reason: str


class Previous(Frozen):
    """A proposal of the draft or round before this one."""

    household: HouseholdId
    home: HomeId


class SiteDecision(Frozen):
    """A lock or a refusal of a household and a shelter site."""

    household: HouseholdId
    site: SiteId
    decision: SiteDecisionKind
    from_on: date | None = None
    reason: str = ""
