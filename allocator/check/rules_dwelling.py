"""Pair rules on size, bedrooms, area, access and rent of the home (rules.md 1.1).

Each function returns whether it blocks the home; see ``rules_process``.
"""

from __future__ import annotations

from decimal import Decimal

from allocator.check.case import Case
from allocator.domain.choices import Sharing
from allocator.domain.home import Home


def size(home: Home, case: Case, *, persons: int) -> bool:
    """SIZE: too few or too many persons; a shared home takes exactly one."""
    if persons < home.min_persons or persons > home.max_persons:
        return True
    return home.sharing != Sharing.NONE and persons != 1


def bedrooms(home: Home, case: Case, *, bedrooms_needed: int) -> bool:
    """BEDROOMS: too few bedrooms."""
    return home.sharing == Sharing.NONE and home.bedrooms < bedrooms_needed


def spare(home: Home, case: Case, *, bedrooms_needed: int, nareis: int) -> bool:
    """SPARE: more bedrooms than the household and its nareis need, with some to spare."""
    most = max(1, bedrooms_needed) + nareis + case.policy.spare_bedrooms
    return home.sharing == Sharing.NONE and home.bedrooms > most


def area(home: Home, case: Case, *, persons: int) -> bool:
    """AREA: too few square metres a person."""
    if home.area_m2 is None or home.sharing != Sharing.NONE:
        return False
    return home.area_m2 < case.policy.m2_per_person * persons


def mobility(home: Home, case: Case, *, needs_wheelchair: bool, needs_step_free: bool) -> bool:
    """MOBILITY: not fit for the wheelchair, or not step-free (a wheelchair home is)."""
    if needs_wheelchair and not home.wheelchair:
        return True
    return needs_step_free and not home.step_free and not home.wheelchair


def adapted(home: Home, case: Case, *, needs_wheelchair: bool, needs_step_free: bool) -> bool:
    """ADAPTED: an adapted home is kept for those who need it until it has stood long enough."""
    if not home.wheelchair or needs_wheelchair or needs_step_free:
        return False
    return (case.day - home.available_from).days < case.policy.reserve_adapted_days


def rent(home: Home, case: Case, *, rent_limit: Decimal) -> bool:
    """RENT: above the household's rent limit."""
    return home.rent_eur is not None and home.rent_eur > rent_limit
