"""Households and the persons in them, of both groups."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from allocator.domain.base import Frozen, HouseholdId, PersonId, SiteId, WijkCode
from allocator.domain.choices import Documents, Gender, Group, Mobility, Need, Role, Support


class Person(Frozen):
    """One person of a household; ``role`` is ``None`` when not given."""

    id: PersonId
    household: HouseholdId
    birth_date: date
    gender: Gender
    role: Role | None = None
    lhbtiq: bool = False
    mobility: Mobility = Mobility.NONE
    ex_amv: bool = False
    school_wijk: WijkCode | None = None


class Household(Frozen):
    """People who move together; ``persons`` in order of id, never empty."""

    id: HouseholdId
    group: Group
    koppeling: WijkCode | None = None
    koppeldatum: date | None = None
    documents: Documents = Documents.COMPLETE
    nareis_persons: int = 0
    nareis_on: date | None = None
    preferred_wijken: tuple[WijkCode, ...] = ()
    support: Support = Support.NONE
    needs: tuple[Need, ...] = ()
    urgency: bool = False
    hold_until: date | None = None
    hold_reason: str = ""
    rent_limit_eur: Decimal | None = None
    current_site: SiteId | None = None
    moved_in_on: date | None = None
    earlier_moves: int = 0
    arrives_on: date | None = None
    leaves_on: date | None = None
    keep_with: str = ""
    persons: tuple[Person, ...] = ()
